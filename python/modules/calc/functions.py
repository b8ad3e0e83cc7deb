"""The functions of formulas. Real numbers give real ones, or complex ones where the incumbent's do."""

import cmath
import math


def _real(of, whole=None):
    """Outside their domain these are no number."""

    def function(value):
        if isinstance(value, complex):
            return whole(value)
        try:
            return of(value)
        except ValueError:
            return math.nan
        except OverflowError:
            return math.inf

    return function


def _wide(of, whole):
    """Outside the real domain these are complex."""

    def function(value):
        if isinstance(value, complex):
            return whole(value)
        try:
            return of(value)
        except ValueError:
            return whole(complex(value)) if value == value and abs(value) != math.inf else math.nan

    return function


def _logarithm(of, whole):
    wide = _wide(of, whole)
    return lambda value: -math.inf if value == 0 else wide(value)


sin, cos, tan = (_real(getattr(math, n), getattr(cmath, n)) for n in ("sin", "cos", "tan"))
sinh, cosh, tanh = (_real(getattr(math, n), getattr(cmath, n)) for n in ("sinh", "cosh", "tanh"))
exp, arctan = _real(math.exp, cmath.exp), _real(math.atan, cmath.atan)
arcsinh, arccosh = _real(math.asinh, cmath.asinh), _real(math.acosh, cmath.acosh)
_acos, _asin = _real(math.acos, cmath.acos), _real(math.asin, cmath.asin)
_atanh = _real(math.atanh, cmath.atanh)
sqrt, arccos, arcsin = _wide(math.sqrt, cmath.sqrt), _wide(math.acos, cmath.acos), _wide(math.asin, cmath.asin)
arctanh = _wide(math.atanh, cmath.atanh)
ln, log10 = _logarithm(math.log, cmath.log), _logarithm(math.log10, cmath.log10)
log2 = _logarithm(math.log2, lambda value: cmath.log(value) / math.log(2))


def sec(arg):
    return 1 / cos(arg)


def csc(arg):
    return 1 / sin(arg)


def cot(arg):
    return 1 / tan(arg)


def sech(arg):
    return 1 / cosh(arg)


def csch(arg):
    return 1 / sinh(arg)


def coth(arg):
    return 1 / tanh(arg)


def arcsec(val):
    return _acos(1.0 / val)


def arccsc(val):
    return _asin(1.0 / val)


def arccot(val):
    return (-math.pi if complex(val).real < 0 else math.pi) / 2 - arctan(val)


def arcsech(val):
    return arccosh(1.0 / val)


def arccsch(val):
    return arcsinh(1.0 / val)


def arccoth(val):
    return _atanh(1.0 / val)
