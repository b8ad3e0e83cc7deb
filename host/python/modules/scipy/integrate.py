"""The area under a function, by Simpson's rule on parts as small as it takes."""

import math as _math

from numpy import trapz as trapezoid

trapz = trapezoid


def _part(f, a, b, fa, fm, fb, whole, least, depth):
    middle = (a + b) / 2
    fl, fr = f((a + middle) / 2), f((middle + b) / 2)
    left, right = (middle - a) / 6 * (fa + 4 * fl + fm), (b - middle) / 6 * (fm + 4 * fr + fb)
    apart = left + right - whole
    if depth == 0 or abs(apart) <= 15 * least:
        return left + right + apart / 15
    return _part(f, a, middle, fa, fl, fm, left, least / 2, depth - 1) + _part(
        f, middle, b, fm, fr, fb, right, least / 2, depth - 1
    )


def quad(func, a, b, args=(), **others):
    """The area, and how far off it may be."""
    if a > b:
        area, error = quad(func, b, a, args)
        return -area, error
    if _math.isinf(a) or _math.isinf(b):
        return _without_end(lambda x: func(x, *args), a, b)

    def f(x):
        return float(func(x, *args))

    edges = [a + (b - a) * number / 16 for number in range(17)]
    total = 0.0
    for low, high in zip(edges, edges[1:]):
        fa, fm, fb = f(low), f((low + high) / 2), f(high)
        total += _part(f, low, high, fa, fm, fb, (high - low) / 6 * (fa + 4 * fm + fb), 1e-13, 20)
    return total, 1e-10


def _without_end(f, a, b):
    """A line without end as one from -1 to 1 or 0 to 1: x = t / (1 - t^2), or x = a + t / (1 - t)."""
    if _math.isinf(a) and _math.isinf(b):
        return quad(lambda t: f(t / (1 - t * t)) * (1 + t * t) / (1 - t * t) ** 2 if abs(t) < 1 else 0.0, -1, 1)
    if _math.isinf(a):
        return quad(lambda t: f(b - t / (1 - t)) / (1 - t) ** 2 if t < 1 else 0.0, 0, 1)
    return quad(lambda t: f(a + t / (1 - t)) / (1 - t) ** 2 if t < 1 else 0.0, 0, 1)


def __getattr__(name):
    raise AttributeError(f"scipy.integrate has no '{name}' for scripts; there are quad and trapezoid")
