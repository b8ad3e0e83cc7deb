"""What scripts of courses use of numpy, in Python alone. What is not here says so when it is asked for."""

import importlib as _importlib
import math as _math

from numpy._array import (
    add,
    array,
    asanyarray,
    asarray,
    ascontiguousarray,
    bitwise_and,
    bitwise_or,
    bitwise_xor,
    divide,
    dtype,
    equal,
    float_power,
    floor_divide,
    fmax,
    fmin,
    greater,
    greater_equal,
    left_shift,
    less,
    less_equal,
    logical_and,
    logical_or,
    logical_xor,
    maximum,
    minimum,
    mod,
    multiply,
    ndarray,
    newaxis,
    not_equal,
    power,
    remainder,
    right_shift,
    subtract,
    true_divide,
    ufunc,
)
from numpy._faults import errstate, geterr, geterrcall, seterr, seterrcall
from numpy._functions import *
from numpy._polynomials import poly, poly1d, polyadd, polyder, polyfit, polyint, polymul, polysub, polyval, roots
from numpy._printing import array2string, get_printoptions, set_printoptions
from numpy._reductions import *
from numpy._shapes import *
from numpy._types import complex128, complexfloating, float64, floating, generic, inexact, int64, integer, number
from numpy.linalg import cross, dot, inner, kron, matmul, outer, vdot

__version__ = "1.26.4"
pi, e, euler_gamma = _math.pi, _math.e, 0.5772156649015329
inf = Inf = infty = Infinity = PINF = _math.inf
NINF = -_math.inf
nan = NaN = NAN = _math.nan
double = float_ = float64
int_ = intp = int32 = int64
bool_ = bool8 = bool
complex_ = complex128
str_, object_ = str, object
absolute = abs
del all_, bisect, builtins, cmath, functools


class finfo:
    def __init__(self, kind=None):
        self.eps, self.max, self.min, self.tiny = 2.0**-52, 1.7976931348623157e308, -1.7976931348623157e308, 2.0**-1022


class iinfo:
    def __init__(self, kind=None):
        self.max, self.min = 2**63 - 1, -(2**63)


__all__ = [one for one in globals() if not one.startswith("_") and one not in ("abs", "max", "math", "min", "round")]
__all__.append("random")


# Names that numpy gave up; as functions here would hide Python's own, they are looked up.
_older = {
    "float": float,
    "int": int,
    "bool": bool,
    "complex": complex,
    "object": object,
    "str": str,
    "long": int,
    "unicode": str,
    "asscalar": lambda one: one.item(),
    "alltrue": all,
    "sometrue": any,
    "product": prod,
    "cumproduct": cumprod,
    "round_": round,
    "msort": lambda one: sort(one, axis=0),
}


def __getattr__(name):
    if name in _older:
        return _older[name]
    if name == "emath":
        return _importlib.import_module("numpy.lib.scimath")
    if name in ("lib", "linalg", "random"):
        return _importlib.import_module(f"numpy.{name}")
    there = ", ".join(sorted(one for one in globals() if not one.startswith("_")))
    raise AttributeError(f"numpy has no '{name}' for scripts. There are emath, lib, linalg, random, {there}.")
