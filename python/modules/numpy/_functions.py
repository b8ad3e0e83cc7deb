"""Functions of arrays, value by value."""

import builtins
import cmath
import math

from numpy import _faults
from numpy._array import _common_kind, _common_shape, _kept, _made, _operation, asanyarray, asarray, maximum, minimum, ndarray, ufunc
from numpy._types import _rounded, dtype

_nan = math.nan


def _of(of, whole=None, kind="f", poles=False):
    """@of: for real numbers; what it refuses is no number. @whole: for complex ones
    @poles: whether an infinity of it is a division by zero; None where it is no error"""

    def function(x, /, dtype=None, **others):
        given = asarray(x)
        result = base(given)
        if _faults.watched and poles is not None and kind != "b":
            _faults.check(poles, given._values(), result._values() if isinstance(result, ndarray) else [result])
        return result if type(x) is ndarray else _kept(x, result)

    def base(given):
        if given.dtype.kind == "c":
            if whole is None:
                raise TypeError("ufunc not supported for complex numbers")
            values = [whole(value) for value in given._values()]
            kinds = None if values and not isinstance(values[0], complex) else _dtype(complex)
            return _made(values, given.shape, kinds)
        if given.dtype.kind in "UO" and kind == "f":
            values = [of(float(value)) for value in given._values()]
        else:
            values = [of(value) for value in given._values()]
        result = _dtype({"f": float, "b": bool}[kind]) if kind != "=" else given.dtype
        return _made([result.of(value) for value in values], given.shape, result)

    return ufunc(function, 1)


_dtype = dtype


def _guarded(of):
    def guarded(x):
        try:
            return of(x)
        except ValueError:
            return _nan
        except OverflowError:
            return math.inf

    return guarded


def _whole_guarded(of):
    """For complex numbers."""

    def guarded(x):
        try:
            return of(x)
        except ValueError:
            return complex(-math.inf, 0.0) if x == 0 else complex(_nan, _nan)
        except OverflowError:
            return complex(math.inf, math.inf)

    return guarded


def _logarithm(of):
    return lambda x: -math.inf if x == 0 else _nan if x < 0 or x != x else of(x)


def _whole(of):
    """Rounding gives whole numbers as floats."""
    return lambda x: math.copysign(of(x), x) if math.isfinite(x) else x


sin, cos, tan = (_of(_guarded(getattr(math, n)), _whole_guarded(getattr(cmath, n))) for n in ("sin", "cos", "tan"))
arcsin, arccos = (_of(_guarded(getattr(math, n)), _whole_guarded(getattr(cmath, n))) for n in ("asin", "acos"))
arctan, arcsinh = (_of(_guarded(getattr(math, n)), _whole_guarded(getattr(cmath, n))) for n in ("atan", "asinh"))
arccosh = _of(_guarded(math.acosh), _whole_guarded(cmath.acosh))
arctanh = _of(lambda x: math.copysign(math.inf, x) if builtins.abs(x) == 1 else _guarded(math.atanh)(x), _whole_guarded(cmath.atanh), poles=True)
sinh = _of(lambda x: _guarded(math.sinh)(x) if x > -700 else -_guarded(math.sinh)(-x), _whole_guarded(cmath.sinh))
cosh, tanh = (_of(_guarded(getattr(math, n)), _whole_guarded(getattr(cmath, n))) for n in ("cosh", "tanh"))
exp = _of(_guarded(math.exp), _whole_guarded(cmath.exp))
exp2 = _of(_guarded(lambda x: 2.0**x))
expm1 = _of(_guarded(math.expm1))
log = _of(_logarithm(math.log), _whole_guarded(cmath.log), poles=True)
log2 = _of(_logarithm(math.log2), _whole_guarded(lambda x: cmath.log(x) / math.log(2)), poles=True)
log10 = _of(_logarithm(math.log10), _whole_guarded(cmath.log10), poles=True)
log1p = _of(lambda x: -math.inf if x == -1 else _guarded(math.log1p)(x), poles=True)
sqrt = _of(_guarded(math.sqrt), cmath.sqrt)
cbrt = _of(lambda x: math.cbrt(x))
degrees = rad2deg = _of(lambda x: x * (180.0 / math.pi))
radians = deg2rad = _of(lambda x: x * (math.pi / 180.0))
floor, ceil, trunc = (_of(_whole(of)) for of in (math.floor, math.ceil, math.trunc))
fix = trunc
rint = _of(_whole(builtins.round))
absolute = abs = _of(builtins.abs, builtins.abs, "=")
fabs = _of(builtins.abs)
negative = _of(lambda x: -x, lambda x: -x, "=")
positive = _of(lambda x: x, lambda x: x, "=")
square = _of(lambda x: x * x, lambda x: x * x, "=")
reciprocal = _of(lambda x: 1 / x if x else math.inf, lambda x: 1 / x, "=", poles=True)
sign = _of(lambda x: x if x != x else (x > 0) - (x < 0), None, "=")
conjugate = conj = _of(lambda x: x, lambda x: x.conjugate(), "=")
isnan = _of(lambda x: x != x, cmath.isnan, "b")
isinf = _of(math.isinf, cmath.isinf, "b")
isfinite = _of(math.isfinite, cmath.isfinite, "b")
signbit = _of(lambda x: math.copysign(1, x) < 0, None, "b")
logical_not = _of(lambda x: not x, lambda x: not x, "b")
invert = bitwise_not = _of(lambda x: not x if isinstance(x, bool) else ~x, None, "=")
arctan2 = _operation(lambda x, y: math.atan2(x, y), "f")
hypot = _operation(lambda x, y: math.hypot(x, y), "f")
fmod = _operation(lambda x, y: math.fmod(x, y) if y else _nan)
copysign = _operation(lambda x, y: math.copysign(x, y), "f")
logaddexp = _operation(lambda x, y: builtins.max(x, y) + math.log1p(math.exp(-math.fabs(x - y))), "f")
heaviside = _operation(lambda x, y: y if x == 0 else float(x > 0), "f")
gcd = _operation(math.gcd)
lcm = _operation(math.lcm)


def angle(z, deg=False):
    given = asarray(z, complex)
    scale = 180 / math.pi if deg else 1
    return _made([cmath.phase(value) * scale for value in given._values()], given.shape)


def real(val):
    return asanyarray(val).real


def imag(val):
    return asanyarray(val).imag


def iscomplex(x):
    given = asarray(x)
    return _made([isinstance(value, complex) and value.imag != 0 for value in given._values()], given.shape)


def isreal(x):
    given = asarray(x)
    return _made([not isinstance(value, complex) or value.imag == 0 for value in given._values()], given.shape)


def iscomplexobj(x):
    return asarray(x).dtype.kind == "c"


def isscalar(element):
    return isinstance(element, (int, float, complex, str))


def around(a, decimals=0, **others):
    given = asarray(a)
    return _made([given.dtype.of(_rounded(value, decimals)) for value in given._values()], given.shape, given.dtype)


round = round_ = around


def clip(a, a_min=None, a_max=None, **others):
    def within(value, low, high):
        if low is not None and value < low:
            value = low
        return high if high is not None and value > high else value

    if any(isinstance(limit, (list, tuple, ndarray)) for limit in (a_min, a_max)):
        raised = a if a_min is None else maximum(a, a_min)
        return raised if a_max is None else minimum(raised, a_max)
    given = asarray(a)
    kind = _common_kind([given, *(asarray(limit) for limit in (a_min, a_max) if limit is not None)])
    return _made([kind.of(within(value, a_min, a_max)) for value in given._values()], given.shape, kind)


def isclose(a, b, rtol=1e-05, atol=1e-08, equal_nan=False):
    def close(x, y):
        if x != x or y != y:
            return equal_nan and x != x and y != y
        return x == y or (math.isfinite(builtins.abs(y)) and builtins.abs(x - y) <= atol + rtol * builtins.abs(y))

    return _operation(close, "b")(a, b)


def allclose(a, b, rtol=1e-05, atol=1e-08, equal_nan=False):
    return bool(asarray(isclose(a, b, rtol, atol, equal_nan)).all())


def where(condition, *choices):
    given = asarray(condition)
    if not choices:
        return given.nonzero()
    parts = [given, *(asarray(choice) for choice in choices)]
    shape = _common_shape([part.shape for part in parts])
    rows = zip(*(part._spread(shape)._values() for part in parts))
    kind = _common_kind(parts[1:])
    return _made([kind.of(one if true else other) for true, one, other in rows], shape, kind)


def nan_to_num(x, nan=0.0, posinf=None, neginf=None, **others):
    large = 1.7976931348623157e308
    ends = {math.inf: large if posinf is None else posinf, -math.inf: -large if neginf is None else neginf}
    given = asarray(x)
    return _made([nan if value != value else ends.get(value, value) for value in given._values()], given.shape)


def vectorize(pyfunc, otypes=None, **others):
    def function(*args):
        parts = [asarray(one) for one in args]
        shape = _common_shape([part.shape for part in parts])
        values = [pyfunc(*row) for row in zip(*(part._spread(shape)._values() for part in parts))]
        return _made(values, shape)

    return function


ndarray.__neg__ = lambda self: negative(self)
ndarray.__pos__ = lambda self: self.copy()
ndarray.__abs__ = lambda self: absolute(self)
ndarray.__invert__ = lambda self: invert(self)
for _name, _one in list(globals().items()):
    if isinstance(_one, ufunc) and not _one.__name__:
        _one.__name__ = _name
ndarray.round = lambda self, decimals=0: around(self, decimals)
ndarray.clip = lambda self, min=None, max=None: clip(self, min, max)
ndarray.conj = ndarray.conjugate = lambda self: conjugate(self)
