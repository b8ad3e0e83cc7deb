"""Special functions, value by value."""

import cmath
import math

import numpy as _np
from numpy._array import _operation, ufunc
from numpy._functions import _of as _made_of

_lanczos = (
    0.99999999999980993,
    676.5203681218851,
    -1259.1392167224028,
    771.32342877765313,
    -176.61502916214059,
    12.507343278686905,
    -0.13857109526572012,
    9.9843695780195716e-6,
    1.5056327351493116e-7,
)


def _gamma(x):
    if x == 0 or (x < 0 and x == math.floor(x)) or x == -math.inf:
        return math.inf
    try:
        return math.gamma(x)
    except OverflowError:
        return math.inf


def _complex_gamma(z):
    if z.imag == 0:
        return complex(_gamma(z.real), 0.0)
    if z.real < 0.5:
        return cmath.pi / (cmath.sin(cmath.pi * z) * _complex_gamma(1 - z))
    z -= 1
    total = _lanczos[0] + sum(one / (z + number) for number, one in enumerate(_lanczos[1:], 1))
    t = z + 7.5
    try:
        return math.sqrt(2 * math.pi) * cmath.exp((z + 0.5) * cmath.log(t) - t) * total
    except OverflowError:
        return complex(math.inf, math.inf)


def _gammaln(x):
    return math.inf if x <= 0 and x == math.floor(x) else math.lgamma(x)


def _digamma(x):
    if x <= 0 and x == math.floor(x):
        return math.nan
    if x < 0:
        return _digamma(1 - x) - math.pi / math.tan(math.pi * x)
    result = 0.0
    while x < 10:
        result -= 1 / x
        x += 1
    r = 1 / (x * x)
    return result + math.log(x) - 0.5 / x - r * (1 / 12 - r * (1 / 120 - r * (1 / 252 - r * (1 / 240 - r * (1 / 132 - r * 691 / 32760)))))


def _beta(a, b):
    if min(a, b) > 0 and a + b > 150:
        return math.exp(math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b))
    return _gamma(a) * _gamma(b) / _gamma(a + b)


def _binom(n, k):
    if n == math.floor(n) and k == math.floor(k) and n >= 0:
        return float(math.comb(int(n), int(k))) if 0 <= k <= n else 0.0
    return _gamma(n + 1) / (_gamma(k + 1) * _gamma(n - k + 1))


def _erfinv(y):
    if abs(y) >= 1:
        return math.copysign(math.inf, y) if abs(y) == 1 else math.nan
    a = math.log(1 - y * y)
    b = 2 / (math.pi * 0.147) + a / 2
    x = math.copysign(math.sqrt(math.sqrt(b * b - a / 0.147) - b), y)
    for _ in range(4):
        x -= (math.erf(x) - y) * math.sqrt(math.pi) / 2 * math.exp(x * x)
    return x


def _expit(x):
    return 1 / (1 + math.exp(-x)) if x > -700 else math.exp(x)


def _logit(p):
    return -math.inf if p == 0 else math.inf if p == 1 else math.log(p / (1 - p)) if 0 < p < 1 else math.nan


def _of(real, whole=None):
    return _made_of(real, whole, poles=None)


def _of_two(of):
    return _operation(of, "f", quiet=True)


gamma = _of(_gamma, _complex_gamma)
gammaln = _of(_gammaln)
loggamma = _of(lambda x: math.lgamma(x) if x > 0 else math.nan, lambda z: cmath.log(_complex_gamma(z)))
digamma = psi = _of(_digamma)
erf, erfc, erfinv = _of(math.erf), _of(math.erfc), _of(_erfinv)
expit, logit = _of(_expit), _of(_logit)
exp10, cbrt = _of(lambda x: 10.0**x if x < 308.3 else math.inf), _np.cbrt
beta = _of_two(_beta)
betaln = _of_two(lambda a, b: math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b))
binom = _of_two(_binom)
xlogy = _of_two(lambda x, y: 0.0 if x == 0 else x * (math.log(y) if y > 0 else -math.inf))
for _name, _one in list(globals().items()):
    if isinstance(_one, ufunc):
        _one.__name__ = _name


def factorial(n, exact=False):
    if exact:
        return math.factorial(int(n)) if n >= 0 else 0
    return _of(lambda x: _gamma(x + 1) if x >= 0 else 0.0)(n)


def factorial2(n, exact=False):
    result = math.prod(range(int(n), 0, -2))
    return result if exact else float(result)


def comb(N, k, exact=False, repetition=False):
    if repetition:
        N = N + k - 1
    if exact:
        return math.comb(int(N), int(k)) if 0 <= k <= N else 0
    return _of_two(lambda n, m: _binom(n, m) if 0 <= m <= n else 0.0)(N, k)


def perm(N, k, exact=False):
    if exact:
        return math.perm(int(N), int(k)) if 0 <= k <= N else 0
    return _of_two(lambda n, m: _gamma(n + 1) / _gamma(n - m + 1) if 0 <= m <= n else 0.0)(N, k)


def __getattr__(name):
    there = ", ".join(sorted(one for one, value in globals().items() if not one.startswith("_") and callable(value) and one != "ufunc"))
    raise AttributeError(f"scipy.special has no '{name}' for scripts; it has {there}")
