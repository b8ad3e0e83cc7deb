"""Kinds of values, and single numbers as they come out of arrays."""

import math

from numpy import _faults

_rank = "bifcUO"
_names = {"b": "bool", "i": "int64", "f": "float64", "c": "complex128", "U": "str", "O": "object"}


def _divided(x, y):
    """x / y, where division by zero gives an infinity or nothing."""
    try:
        return x / y
    except ZeroDivisionError:
        if isinstance(x, complex) or isinstance(y, complex):
            return complex(math.nan, math.nan)
        if x == 0 or x != x:
            return math.nan
        return math.copysign(math.inf, x) * math.copysign(1, y)


def _floored(x, y):
    try:
        return x // y
    except ZeroDivisionError:
        return 0 if isinstance(x, int) and isinstance(y, int) else _divided(x, y)


def _rest(x, y):
    try:
        return x % y
    except ZeroDivisionError:
        return 0 if isinstance(x, int) and isinstance(y, int) else math.nan


def _power(x, y):
    if isinstance(x, int) and isinstance(y, int) and y < 0:
        raise ValueError("Integers to negative integer powers are not allowed.")
    try:
        result = x**y
    except ZeroDivisionError:
        return math.inf
    except OverflowError:
        return -math.inf if not isinstance(x, complex) and x < 0 and y % 2 == 1 else math.inf
    if isinstance(result, complex) and not isinstance(x, complex) and not isinstance(y, complex):
        return math.nan
    return result


def _rounded(x, decimals=0):
    if isinstance(x, complex):
        return complex(_rounded(x.real, decimals), _rounded(x.imag, decimals))
    if isinstance(x, int):
        return x if decimals >= 0 else round(x / 10**-decimals) * 10**-decimals
    if not math.isfinite(x):
        return x
    scale = 10.0 ** abs(decimals)
    if decimals < 0:
        return math.copysign(round(x / scale) * scale, x)
    scaled = x * scale
    return math.copysign(round(scaled) / scale, x) if math.isfinite(scaled) else x


class _Number:
    """What numbers out of arrays can do besides what numbers of Python can."""

    ndim = 0
    shape = ()
    size = 1

    def item(self):
        return self.tolist()

    def copy(self):
        return self

    sum = mean = max = min = prod = flatten = copy

    def conj(self):
        return self.conjugate()

    def std(self):
        return float64(0.0)

    var = std

    def any(self):
        return bool(self)

    all = any

    def astype(self, kind):
        return dtype(kind).single(self)

    def round(self, decimals=0):
        return self.dtype.single(_rounded(self.tolist(), decimals))

    def __round__(self, ndigits=None):
        return round(self.tolist()) if ndigits is None else self.round(ndigits)

    def __truediv__(self, other):
        return _worked(_divided, self.tolist(), other) if isinstance(other, _plain) else NotImplemented

    def __rtruediv__(self, other):
        return _worked(_divided, other, self.tolist()) if isinstance(other, _plain) else NotImplemented

    def __floordiv__(self, other):
        return _worked(_floored, self.tolist(), other) if isinstance(other, _plain) else NotImplemented

    def __mod__(self, other):
        return _worked(_rest, self.tolist(), other) if isinstance(other, _plain) else NotImplemented

    def __pow__(self, other):
        return _worked(_power, self.tolist(), other) if isinstance(other, _plain) else NotImplemented

    def __rpow__(self, other):
        return _worked(_power, other, self.tolist()) if isinstance(other, _plain) else NotImplemented


class float64(_Number, float):
    def tolist(self):
        return float(self)

    @property
    def dtype(self):
        return dtype(float)


class int64(_Number, int):
    def tolist(self):
        return int(self)

    @property
    def dtype(self):
        return dtype(int)


class complex128(_Number, complex):
    real = property(lambda self: float64(complex(self).real))
    imag = property(lambda self: float64(complex(self).imag))

    def tolist(self):
        return complex(self)

    @property
    def dtype(self):
        return dtype(complex)


_plain = (int, float, complex)


def _single(value):
    """A number of Python as one of ours."""
    if type(value) is float:
        return float64(value)
    if type(value) is int:
        return int64(value)
    if type(value) is complex:
        return complex128(value)
    return value


def _worked(of, x, y):
    value = of(x, y)
    if _faults.watched:
        _faults.check_pairs(of, [x], [y], [value])
    return _single(value)


def _counted(name, base):
    plain = getattr(base, name)

    def method(self, *others):
        value = plain(self, *others)
        if _faults.watched and value is not NotImplemented:
            _faults.check_pairs(None, [self], list(others) or [0.0], [value])
        return _single(value)

    method.__name__ = name
    return method


for _type in (float64, int64, complex128):
    for _name in "add radd sub rsub mul rmul neg pos abs rmod rfloordiv".split():
        if hasattr(_type.__mro__[2], f"__{_name}__"):
            setattr(_type, f"__{_name}__", _counted(f"__{_name}__", _type.__mro__[2]))
for _name in "and rand or ror xor rxor lshift rshift invert".split():
    setattr(int64, f"__{_name}__", _counted(f"__{_name}__", int))


class _Abstract(type):
    def __instancecheck__(cls, value):
        return isinstance(value, cls.kinds) and (bool in cls.kinds or not isinstance(value, bool))


class integer(metaclass=_Abstract):
    kinds = (int64,)


class floating(metaclass=_Abstract):
    kinds = (float64,)


class complexfloating(metaclass=_Abstract):
    kinds = (complex128,)


class inexact(metaclass=_Abstract):
    kinds = (float64, complex128)


class number(metaclass=_Abstract):
    kinds = (int64, float64, complex128)


generic = number


class dtype:
    """The kind of the values of an array. All whole numbers are int64, though they never overflow."""

    def __new__(cls, kind):
        if isinstance(kind, dtype):
            return kind
        found = _known.get(kind)
        if found is None and isinstance(kind, str) and kind.lstrip("<>|=").startswith("U"):
            found = "U"
        if found is None:
            raise TypeError(
                f"data type {kind!r} is not there in the numpy of scripts; bool, int, float, complex, str and object are"
            )
        self = object.__new__(cls)
        self.kind = found
        self.name = _names[found]
        return self

    def single(self, value):
        """One value of this kind, as it comes out of an array."""
        return _single(self.of(value))

    def of(self, value):
        kind = self.kind
        if kind == "f":
            return value if type(value) is float else float(value)
        if kind == "i":
            return value if type(value) is int else int(value)
        if kind == "b":
            return bool(value)
        if kind == "c":
            return complex(value)
        return str(value) if kind == "U" else value

    @property
    def type(self):
        return {"b": bool, "i": int64, "f": float64, "c": complex128, "U": str, "O": object}[self.kind]

    itemsize = 8

    def __eq__(self, other):
        try:
            return self.kind == dtype(other).kind
        except TypeError:
            return False

    def __hash__(self):
        return hash(self.kind)

    def __str__(self):
        return self.name

    def __repr__(self):
        return f"dtype('{self.name if self.kind != 'O' else 'O'}')"


_known = {bool: "b", int: "i", float: "f", complex: "c", str: "U", object: "O", int64: "i", float64: "f", complex128: "c"}
_known.update({None: "f", integer: "i", floating: "f", number: "f"})
for _name in "bool bool_ bool8 ? b1".split():
    _known[_name] = "b"
for _name in "int int_ int8 int16 int32 int64 uint8 uint16 uint32 uint64 i1 i2 i4 i8 u1 u2 u4 u8 i l q".split():
    _known[_name] = "i"
for _name in "float float_ double float64 f8 d <f8".split():
    _known[_name] = "f"
_known.update({"complex": "c", "complex128": "c", "c16": "c", "str": "U", "object": "O", "O": "O"})


def _kind_of(value):
    if isinstance(value, bool):
        return "b"
    if isinstance(value, int):
        return "i"
    if isinstance(value, float):
        return "f"
    if isinstance(value, complex):
        return "c"
    return "U" if isinstance(value, str) else "O"


def _widest(kinds):
    kinds = set(kinds)
    if not kinds:
        return "f"
    return max(kinds, key=_rank.index)
