"""Where functions are zero."""


def bisect(f, a, b, args=(), xtol=2e-12, rtol=8.9e-16, maxiter=100, **others):
    low, high, at_low = float(a), float(b), f(a, *args)
    if at_low == 0 or f(b, *args) == 0:
        return low if at_low == 0 else high
    if at_low * f(b, *args) > 0:
        raise ValueError("f(a) and f(b) must have different signs")
    while abs(high - low) > xtol + rtol * abs(high):
        middle = (low + high) / 2
        value = f(middle, *args)
        if value == 0:
            return middle
        low, high = (middle, high) if value * at_low > 0 else (low, middle)
    return (low + high) / 2


brentq = brenth = ridder = bisect


def newton(func, x0, fprime=None, args=(), tol=1.48e-08, maxiter=50, **others):
    last, x = float(x0), float(x0) * (1 + 1e-4) + (1e-4 if x0 >= 0 else -1e-4)
    if fprime is not None:
        for _ in range(maxiter):
            x, last = last - func(last, *args) / fprime(last, *args), last
            if abs(x - last) <= tol:
                return x
            last = x
        raise RuntimeError(f"Failed to converge after {maxiter} iterations, value is {x}.")
    at_last, at = func(last, *args), func(x, *args)
    for _ in range(maxiter):
        if at == at_last:
            return (x + last) / 2
        x, last, at_last = x - at * (x - last) / (at - at_last), x, at
        at = func(x, *args)
        if abs(x - last) <= tol:
            return x
    raise RuntimeError(f"Failed to converge after {maxiter} iterations, value is {x}.")


def __getattr__(name):
    raise AttributeError(f"scipy.optimize has no '{name}' for scripts; there are brentq, bisect and newton")
