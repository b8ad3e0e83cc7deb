"""What is done about divisions by zero, overflows and values out of a function's domain: by default nothing."""

import cmath

_texts = {"divide": "divide by zero", "over": "overflow", "under": "underflow", "invalid": "invalid value"}
_flags = {"divide": 1, "over": 2, "under": 4, "invalid": 8}
_ways = {"divide": "warn", "over": "warn", "under": "ignore", "invalid": "warn"}
_call = None
watched = False


def seterr(all=None, divide=None, over=None, under=None, invalid=None):
    global watched
    before = dict(_ways)
    for name, way in {"divide": divide, "over": over, "under": under, "invalid": invalid}.items():
        way = all if way is None else way
        if way not in (None, "ignore", "warn", "raise", "call", "print", "log"):
            raise ValueError(f"there is no way of treating errors called {way!r}")
        if way is not None:
            _ways[name] = way
    watched = any(way in ("raise", "call", "log") for way in _ways.values())
    return before


def geterr():
    return dict(_ways)


def seterrcall(func):
    global _call
    before, _call = _call, func
    return before


def geterrcall():
    return _call


class errstate:
    """Another way of treating them, within a `with`."""

    def __init__(self, *, call=None, **ways):
        self._ways, self._with_call, self._new_call = ways, call is not None, call

    def __enter__(self):
        self._before = seterr(**self._ways)
        self._before_call = seterrcall(self._new_call) if self._with_call else _call

    def __exit__(self, *error):
        seterr(**self._before)
        seterrcall(self._before_call)

    def __call__(self, function):
        def within(*args, **others):
            with errstate(call=self._new_call, **self._ways):
                return function(*args, **others)

        return within


def found(kind):
    way = _ways[kind]
    if way == "raise":
        raise FloatingPointError(f"{_texts[kind]} encountered")
    if way == "call" and _call is not None:
        _call(_texts[kind], _flags[kind])
    if way == "log" and _call is not None:
        _call.write(f"Warning: {_texts[kind]} encountered\n")


def check(poles, inputs, values):
    """For functions of one value. @poles: an infinity is a division by zero there, otherwise too large a number"""
    for x, value in zip(inputs, values):
        if isinstance(value, (float, complex)) and not cmath.isfinite(value):
            if cmath.isnan(value):
                if not cmath.isnan(x):
                    found("invalid")
            elif cmath.isfinite(x):
                found("divide" if poles else "over")


def check_pairs(of, lefts, rights, values):
    """For functions of two values. @of: their name tells divisions and powers"""
    name = getattr(of, "__name__", "")
    for x, y, value in zip(lefts, rights, values):
        if not isinstance(value, (float, complex)) or cmath.isfinite(value):
            continue
        by_zero = (name in ("_divided", "_floored") and y == 0 and x != 0) or (name == "_power" and x == 0)
        if cmath.isnan(value):
            if not (cmath.isnan(x) or cmath.isnan(y)):
                found("divide" if by_zero else "invalid")
        elif cmath.isfinite(x) and cmath.isfinite(y):
            found("divide" if by_zero else "over")
