"""Polynomials by their coefficients, the highest power first."""

import cmath

from numpy._array import _made, array, asarray
from numpy._shapes import convolve


def polyval(p, x):
    result = 0
    given = asarray(x) if not isinstance(x, (int, float, complex)) else x
    for coefficient in asarray(p)._values():
        result = given * result + coefficient
    return result


def polyfit(x, y, deg, **others):
    """The polynomial that comes nearest to points, by orthogonal columns."""
    xs, ys = asarray(x, float)._values(), asarray(y, float)._values()
    columns = [[value**power for value in xs] for power in range(deg, -1, -1)]
    scales = [sum(value * value for value in column) ** 0.5 or 1.0 for column in columns]
    columns = [[value / scale for value in column] for column, scale in zip(columns, scales)]
    basis, steps = [], []
    for column in columns:
        left = column[:]
        row = [0.0] * len(basis)
        for _ in range(2):
            for number, one in enumerate(basis):
                part = sum(a * b for a, b in zip(one, left))
                row[number] += part
                left = [a - part * b for a, b in zip(left, one)]
        size = sum(value * value for value in left) ** 0.5
        if size < 1e-14:
            raise ValueError("polyfit: there are too few different points for this degree")
        basis.append([value / size for value in left])
        steps.append(row + [size])
    result = [sum(a * b for a, b in zip(one, ys)) for one in basis]
    for number in reversed(range(deg + 1)):
        for other in range(number + 1, deg + 1):
            result[number] -= steps[other][number] * result[other]
        result[number] /= steps[number][number]
    return array([value / scale for value, scale in zip(result, scales)])


def _found_roots(coefficients):
    """All roots at once (Durand and Kerner), then each brought nearer by itself."""
    values = [complex(value) for value in coefficients]
    while values and values[0] == 0:
        values.pop(0)
    zeros = 0
    while values and values[-1] == 0:
        values.pop()
        zeros += 1
    degree = len(values) - 1
    if degree < 1:
        return array([0.0] * zeros, float)
    values = [value / values[0] for value in values]
    if degree == 2:
        half, apart = -values[1] / 2, cmath.sqrt(values[1] * values[1] / 4 - values[2])
        far = half + apart if abs(half + apart) >= abs(half - apart) else half - apart
        found = [far, values[2] / far]
    else:
        size = 1 + max(abs(value) for value in values[1:])
        found = [size * 0.5 * cmath.exp(2j * cmath.pi * (number + 0.35) / degree) for number in range(degree)]
        for _ in range(500):
            moved = 0.0
            for number, root in enumerate(found):
                below = 1
                for other, another in enumerate(found):
                    if other != number:
                        below *= root - another
                step = polyval(values, root) / (below or 1e-30)
                found[number] = root - step
                moved = max(moved, abs(step))
            if moved < 1e-15 * size:
                break
    real = all(value.imag == 0 for value in values)
    if real:
        found = [complex(root.real, 0.0 if abs(root.imag) <= 1e-9 * max(1e-30, abs(root)) else root.imag) for root in found]
    found.sort(key=lambda root: (-abs(root.real), -root.real, -root.imag))
    found += [0j] * zeros
    if all(root.imag == 0 for root in found):
        return array([root.real for root in found], float)
    return array(found, complex)


def roots(p):
    return _found_roots(asarray(p)._values())


def poly(seq_of_zeros):
    result = array([1.0])
    for zero in asarray(seq_of_zeros)._values():
        result = convolve(result, array([1, -zero]))
    return result.real if result.dtype.kind == "c" and all(value.imag == 0 for value in result._values()) else result


def _same_length(one, other):
    one, other = asarray(one)._values(), asarray(other)._values()
    length = max(len(one), len(other))
    return array([0] * (length - len(one)) + one), array([0] * (length - len(other)) + other)


def polyadd(a1, a2):
    one, other = _same_length(a1, a2)
    return one + other


def polysub(a1, a2):
    one, other = _same_length(a1, a2)
    return one - other


def polymul(a1, a2):
    return convolve(a1, a2)


def polyder(p, m=1):
    values = asarray(p)._values()
    for _ in range(m):
        degree = len(values) - 1
        values = [value * (degree - number) for number, value in enumerate(values[:-1])]
    return array(values)


def polyint(p, m=1, k=0):
    values = asarray(p)._values()
    for _ in range(m):
        degree = len(values)
        values = [value / (degree - number) for number, value in enumerate(values)] + [float(k)]
    return array(values)


class poly1d:
    """A polynomial as a function."""

    def __init__(self, c_or_r, r=False):
        values = asarray(poly(c_or_r) if r else c_or_r)._values()
        while len(values) > 1 and values[0] == 0:
            values.pop(0)
        self.coeffs = self.c = self.coef = array(values)

    @property
    def order(self):
        return len(self.c) - 1

    o = order

    @property
    def roots(self):
        return roots(self.c)

    r = roots

    def __call__(self, x):
        return polyval(self.c, x)

    def deriv(self, m=1):
        return poly1d(polyder(self.c, m))

    def integ(self, m=1, k=0):
        return poly1d(polyint(self.c, m, k))

    def __getitem__(self, power):
        return self.c[self.order - power] if 0 <= power <= self.order else 0

    def __iter__(self):
        return iter(self.c)

    def __len__(self):
        return self.order

    def _with(self, other, of):
        return poly1d(of(self.c, other.c if isinstance(other, poly1d) else [other] if isinstance(other, (int, float, complex)) else other))

    def __add__(self, other):
        return self._with(other, polyadd)

    __radd__ = __add__

    def __sub__(self, other):
        return self._with(other, polysub)

    def __mul__(self, other):
        return self._with(other, polymul)

    __rmul__ = __mul__

    def __neg__(self):
        return poly1d(-self.c)

    def __eq__(self, other):
        return isinstance(other, poly1d) and self.c.tolist() == other.c.tolist()

    __hash__ = None

    def __repr__(self):
        return f"poly1d({repr(self.c)[6:-1]})"
