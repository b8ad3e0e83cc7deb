"""Functions that go on in complex numbers where there is no real result."""

import numpy as _np


def _widened(given, outside):
    """Real numbers as complex ones when any of them has no real result."""
    given = _np.asanyarray(given)
    if given.dtype.kind != "c" and any(outside(value) for value in given.ravel().tolist()):
        return given.astype(complex)
    return given


def _negative(value):
    return value < 0


def _beyond_one(value):
    return abs(value) > 1


def sqrt(x):
    return _np.sqrt(_widened(x, _negative))


def log(x):
    return _np.log(_widened(x, _negative))


def log2(x):
    return _np.log2(_widened(x, _negative))


def log10(x):
    return _np.log10(_widened(x, _negative))


def logn(n, x):
    return log(x) / log(n)


def power(x, p):
    if any(value < 0 for value in _np.asarray(p).ravel().tolist() if not isinstance(value, complex)):
        p = _np.asanyarray(p) * 1.0
    return _np.power(_widened(x, _negative), p)


def arccos(x):
    return _np.arccos(_widened(x, _beyond_one))


def arcsin(x):
    return _np.arcsin(_widened(x, _beyond_one))


def arctanh(x):
    return _np.arctanh(_widened(x, _beyond_one))


def __getattr__(name):
    raise AttributeError(f"numpy.lib.scimath has no '{name}' for scripts; it has sqrt, log, log2, log10, logn, power, arccos, arcsin, arctanh")
