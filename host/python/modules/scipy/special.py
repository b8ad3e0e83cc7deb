import math as _math

from numpy import vectorize as _vectorize

erf, erfc, gammaln = _vectorize(_math.erf), _vectorize(_math.erfc), _vectorize(_math.lgamma)
gamma = _vectorize(lambda x: _math.gamma(x))


def factorial(n, exact=False):
    return _math.factorial(n) if exact else _vectorize(lambda one: float(_math.factorial(one)))(n)


def comb(N, k, exact=False, repetition=False):
    if repetition:
        N = N + k - 1
    return _math.comb(N, k) if exact else float(_math.comb(N, k))


def binom(n, k):
    return comb(n, k)


def perm(N, k, exact=False):
    return _math.perm(N, k) if exact else float(_math.perm(N, k))


def __getattr__(name):
    raise AttributeError(f"scipy.special has no '{name}' for scripts; docs/problems.md lists what is there")
