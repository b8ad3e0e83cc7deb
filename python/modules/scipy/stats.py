"""Distributions: their densities and how much lies below a value."""

import math as _math
from statistics import NormalDist as _NormalDist

from numpy import vectorize as _vectorize


class _Distribution:
    """Of one value or of arrays of them. @pdf, cdf, ppf: for the standard form, with the shape's numbers after"""

    def __init__(self, name, density, below, value, shapes=0, counts=False):
        self.name, self._density, self._below, self._value = name, density, below, value
        self._shapes, self._counts = shapes, counts

    def __call__(self, *shape, **named):
        return _Frozen(self, shape, named)

    def _split(self, args, loc, scale):
        shape, rest = args[: self._shapes], args[self._shapes :]
        return shape, rest[0] if rest else loc, rest[1] if len(rest) > 1 else scale

    def pdf(self, x, *args, loc=0, scale=1):
        shape, loc, scale = self._split(args, loc, scale)
        return _vectorize(lambda one: self._density((one - loc) / scale, *shape) / scale)(x)

    def pmf(self, k, *args, loc=0):
        shape, loc, _ = self._split(args, loc, 1)
        return _vectorize(lambda one: self._density(one - loc, *shape))(k)

    def cdf(self, x, *args, loc=0, scale=1):
        shape, loc, scale = self._split(args, loc, scale)
        return _vectorize(lambda one: self._below((one - loc) / scale, *shape))(x)

    def sf(self, x, *args, loc=0, scale=1):
        return 1 - self.cdf(x, *args, loc=loc, scale=scale)

    def ppf(self, q, *args, loc=0, scale=1):
        shape, loc, scale = self._split(args, loc, scale)
        return _vectorize(lambda one: loc + scale * self._value(one, *shape))(q)

    def isf(self, q, *args, loc=0, scale=1):
        return self.ppf(1 - q, *args, loc=loc, scale=scale)


class _Frozen:
    """A distribution with its numbers set."""

    def __init__(self, of, shape, named):
        self._of, self._shape, self._named = of, shape, named

    def __getattr__(self, name):
        method = getattr(self._of, name)
        return lambda x: method(x, *self._shape, **self._named)


_standard = _NormalDist()


def _quantile(q):
    return _standard.inv_cdf(q) if 0 < q < 1 else -_math.inf if q == 0 else _math.inf if q == 1 else _math.nan


def _fraction(x, a, b):
    """The regularized incomplete beta function by its continued fraction (Lentz)."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - _fraction(1 - x, b, a)
    front = _math.exp(
        _math.lgamma(a + b) - _math.lgamma(a) - _math.lgamma(b) + a * _math.log(x) + b * _math.log1p(-x)
    )
    c, d, total = 1.0, 0.0, 1.0
    for number in range(1000):
        half = number // 2
        if number == 0:
            step = 1.0
        elif number % 2 == 0:
            step = half * (b - half) * x / ((a + number - 1) * (a + number))
        else:
            step = -(a + half) * (a + b + half) * x / ((a + number - 1) * (a + number))
        d = 1 / (1 + step * d)
        c = 1 + step / c
        total *= c * d
        if abs(c * d - 1) < 1e-15 and number > 1:
            break
    return front * (total - 1) / a


def _student(x, df):
    tail = _fraction(df / (df + x * x), df / 2, 0.5) / 2
    return 1 - tail if x > 0 else tail


def _searched(below):
    """The value below which a share lies, by halving."""

    def value(q, *shape):
        if not 0 < q < 1:
            return _math.nan
        low, high = -1.0, 1.0
        while below(low, *shape) > q:
            low *= 2
        while below(high, *shape) < q:
            high *= 2
        for _ in range(200):
            middle = (low + high) / 2
            if middle in (low, high):
                break
            low, high = (middle, high) if below(middle, *shape) < q else (low, middle)
        return (low + high) / 2

    return value


def _chosen(k, n, p):
    whole = int(k) == k and 0 <= k <= n
    return _math.comb(n, int(k)) * p ** int(k) * (1 - p) ** (n - int(k)) if whole else 0.0


def _rare(k, mu):
    return _math.exp(int(k) * _math.log(mu) - mu - _math.lgamma(k + 1)) if int(k) == k and k >= 0 else 0.0


def _summed(one):
    return lambda k, *shape: _math.fsum(one(number, *shape) for number in range(_math.floor(k) + 1))


def _counted(one):
    below = _summed(one)

    def value(q, *shape):
        number = 0
        while below(number, *shape) < q * (1 - 1e-15):
            number += 1
        return float(number)

    return value


norm = _Distribution("norm", _standard.pdf, lambda x: _math.erfc(-x / _math.sqrt(2)) / 2, _quantile)
uniform = _Distribution("uniform", lambda x: float(0 <= x <= 1), lambda x: float(min(1, max(0, x))), lambda q: q)
expon = _Distribution(
    "expon",
    lambda x: _math.exp(-x) if x >= 0 else 0.0,
    lambda x: -_math.expm1(-x) if x >= 0 else 0.0,
    lambda q: -_math.log1p(-q),
)
t = _Distribution(
    "t",
    lambda x, df: _math.exp(_math.lgamma((df + 1) / 2) - _math.lgamma(df / 2))
    / _math.sqrt(df * _math.pi)
    * (1 + x * x / df) ** (-(df + 1) / 2),
    _student,
    _searched(_student),
    1,
)
binom = _Distribution("binom", _chosen, _summed(_chosen), _counted(_chosen), 2)
poisson = _Distribution("poisson", _rare, _summed(_rare), _counted(_rare), 1)


def __getattr__(name):
    if name in ("ortho_group", "special_ortho_group", "unitary_group"):
        from scipy import _groups

        return getattr(_groups, name)
    raise AttributeError(
        f"scipy.stats has no '{name}' for scripts; there are norm, uniform, expon, t, binom, poisson, ortho_group, special_ortho_group "
        "and unitary_group"
    )
