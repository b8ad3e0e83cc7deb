import numpy as np
from measures.formulas import Refused, value


class FormulaCheck:
    """Whether a formula has the values of another, at numbers drawn between 1 and 2."""

    def __init__(self, answer, names=()):
        self.answer, self.names = answer, names

    def __call__(self, expect, ans):
        for _ in range(3):
            drawn = {name: np.random.uniform(1, 2) for name in self.names}
            drawn["i"] = 1j
            wanted, given = value(self.answer, drawn), value(ans, drawn)
            if np.shape(wanted) != np.shape(given):
                raise Refused("The answer has another shape.")
            if np.linalg.norm(np.asarray(wanted) - np.asarray(given)) > 1e-9 * np.linalg.norm(wanted):
                return False
        return True


class AreaCheck:
    """Whether a function, from one end to another, has the area asked for."""

    def __init__(self, area):
        self.area = area

    def __call__(self, expect, ans):
        from scipy import integrate

        low, high, curve = ans
        ends = [value(one, {"inf": np.inf}) for one in (low, high)]
        area, error, told, *words = integrate.quad(lambda x: value(curve, {"x": x}), *ends, full_output=1)
        if words:
            raise Refused("The area cannot be found.")
        return {"ok": bool(abs(area - self.area) < 1e-6), "msg": "%.4f in %d" % (area, told["neval"])}


class RotationCheck:
    """Whether a vector keeps its length when it is turned at random."""

    def __call__(self, expect, ans):
        from scipy.stats import special_ortho_group

        vector = value(ans, {})
        turned = np.dot(special_ortho_group.rvs(len(vector)), vector)
        return bool(np.isclose(np.linalg.norm(turned), vector.length)) and type(turned).__name__ == "Vector"
