"""Integrals of functions of one variable: rules of Gauss and Kronrod on halved intervals, with extrapolation (as QUADPACK)."""

import math
import warnings

import numpy as _np

_eps, _tiny = 2.0**-52, 2.2250738585072014e-308
_nodes_21 = (
    (0.9739065285171717, 0.032558162307964725, 0.06667134430868814),
    (0.8650633666889845, 0.07503967481091996, 0.1494513491505806),
    (0.6794095682990244, 0.10938715880229764, 0.21908636251598204),
    (0.4333953941292472, 0.13470921731147334, 0.26926671930999635),
    (0.14887433898163122, 0.1477391049013385, 0.29552422471475287),
    (0.9956571630258081, 0.011694638867371874, 0.0),
    (0.9301574913557082, 0.054755896574351995, 0.0),
    (0.7808177265864169, 0.0931254545836976, 0.0),
    (0.5627571346686047, 0.12349197626206584, 0.0),
    (0.2943928627014602, 0.14277593857706009, 0.0),
)
_centre_21 = (0.1494455540029169, 0.0)
_nodes_15 = (
    (0.9914553711208126, 0.022935322010529224, 0.0),
    (0.9491079123427585, 0.06309209262997856, 0.1294849661688697),
    (0.8648644233597691, 0.10479001032225019, 0.0),
    (0.7415311855993945, 0.14065325971552592, 0.27970539148927664),
    (0.5860872354676911, 0.1690047266392679, 0.0),
    (0.4058451513773972, 0.19035057806478542, 0.3818300505051189),
    (0.20778495500789848, 0.20443294007529889, 0.0),
)
_centre_15 = (0.20948214108472782, 0.4179591836734694)
_messages = {
    1: "The maximum number of subdivisions ({limit}) has been achieved.\n  Splitting the range at a difficult place, "
    "or a higher limit, may help.",
    2: "The occurrence of roundoff error is detected, which prevents \n  the requested tolerance from being achieved.  "
    "The error may be \n  underestimated.",
    3: "Extremely bad integrand behavior occurs at some points of the\n  integration interval.",
    4: "The algorithm does not converge.  Roundoff error is detected\n  in the extrapolation table.  It is assumed that "
    "the requested tolerance\n  cannot be achieved, and that the returned result (if full_output = 1) is \n  the best "
    "which can be obtained.",
    5: "The integral is probably divergent, or slowly convergent.",
}


class IntegrationWarning(UserWarning):
    """An integral may be wrong."""


def _rule(f, nodes, middle, low, high):
    """The integral over an interval, how far off it may be, the integral of sizes, and of distances from the mean."""
    centre, half = 0.5 * (low + high), 0.5 * (high - low)
    value = f(centre)
    kronrod, gauss, sizes = middle[0] * value, middle[1] * value, middle[0] * abs(value)
    values = [(middle[0], value)]
    for node, weight, coarse in nodes:
        one, other = f(centre - half * node), f(centre + half * node)
        kronrod += weight * (one + other)
        gauss += coarse * (one + other)
        sizes += weight * (abs(one) + abs(other))
        values += [(weight, one), (weight, other)]
    mean = kronrod * 0.5
    apart = sum(weight * abs(value - mean) for weight, value in values) * abs(half)
    sizes *= abs(half)
    error = abs((kronrod - gauss) * half)
    if apart != 0 and error != 0:
        error = apart * min(1.0, (200 * error / apart) ** 1.5)
    if sizes > _tiny / (50 * _eps):
        error = max(_eps * 50 * sizes, error)
    return kronrod * half, error, sizes, apart


class _Table:
    """Limits of sequences by the epsilon algorithm of Wynn: of its table the last diagonal is kept, every second entry."""

    most = 50

    def __init__(self, first):
        self.entries, self.found, self.last = [0.0] * (self.most + 5), 1, []
        self.entries[1] = first

    def append(self, value):
        self.found += 1
        self.entries[self.found] = value

    def limit(self, value):
        """The limit and how far off it may be, with one more term."""
        self.append(value)
        e, given = self.entries, self.found
        best, error = value, math.inf
        if given < 3:
            return best, error
        e[given + 2], e[given] = value, 1e308
        steps, at = (given - 1) // 2, given
        for step in range(1, steps + 1):
            oldest, middle, newest = e[at - 2], e[at - 1], e[at + 2]
            off_new, off_old = abs(newest - middle), abs(middle - oldest)
            limit_new, limit_old = max(abs(newest), abs(middle)) * _eps, max(abs(middle), abs(oldest)) * _eps
            if off_new <= limit_new and off_old <= limit_old:
                return newest, max(off_new + off_old, 5 * _eps * abs(newest))
            across, e[at] = e[at], middle
            off_across = abs(middle - across)
            if off_across <= max(abs(middle), abs(across)) * _eps or off_new <= limit_new or off_old <= limit_old:
                self.found = 2 * step - 1
                break
            slope = 1 / (middle - across) + 1 / (newest - middle) - 1 / (middle - oldest)
            if abs(slope * middle) <= 1e-4:
                self.found = 2 * step - 1
                break
            result = middle + 1 / slope
            e[at] = result
            at -= 2
            off = off_new + abs(result - newest) + off_old
            if off <= error:
                best, error = result, off
        if self.found == self.most:
            self.found = 2 * (self.most // 2) - 1
        start = 1 if given % 2 else 2
        for place in range(start, start + 2 * steps + 1, 2):
            e[place] = e[place + 2]
        if given != self.found:
            e[1 : self.found + 1] = e[given - self.found + 1 : given + 1]
        error = math.inf if len(self.last) < 3 else sum(abs(best - one) for one in self.last)
        self.last = [*self.last, best][-3:]
        return best, max(error, 5 * _eps * abs(best))


def _adaptive(rule, ends, epsabs, epsrel, limit):
    """The integral, its error, what went wrong (0: nothing), and in how many intervals it was taken."""
    first = [rule(low, high) for low, high in zip(ends, ends[1:])]
    result, error = math.fsum(one[0] for one in first), math.fsum(one[1] for one in first)
    sizes, whole = math.fsum(one[2] for one in first), len(first) == 1
    parts = [
        (error if off == apart and off != 0 and not whole else off, low, high, value, 0)
        for (value, off, _, apart), low, high in zip(first, ends, ends[1:])
    ]
    wanted = max(epsabs, epsrel * abs(result))
    if error <= 100 * _eps * sizes and error > wanted:
        return result, error, 2, len(parts)
    if (error <= wanted and not (whole and error == first[0][3])) or error == 0:
        return result, error, 0, len(parts)
    if limit <= len(parts):
        return result, error, 1, len(parts)
    parts.sort(key=lambda part: -part[0])
    table, area, errors = _Table(result), result, math.fsum(part[0] for part in parts)
    found, found_error, wrong, rough = result, math.inf, 0, False
    unsure = [0, 0, 0]
    tries, correction, at, extrapolating, given_up = 0, 0.0, 0, False, False
    one_sign = abs(result) >= (1 - 50 * _eps) * sizes
    deepest = 1 if whole else 0
    in_large, test = errors, wanted
    for count in range(len(parts) + 1, limit + 1):
        off, start, end, value, level = parts.pop(at)
        middle = 0.5 * (start + end)
        left, left_error, _, left_apart = rule(start, middle)
        right, right_error, _, right_apart = rule(middle, end)
        both, both_error = left + right, left_error + right_error
        errors += both_error - off
        area += both - value
        if left_apart != left_error and right_apart != right_error:
            if abs(value - both) <= 1e-5 * abs(both) and both_error >= 0.99 * off:
                unsure[1 if extrapolating else 0] += 1
            if count > 10 and both_error > off:
                unsure[2] += 1
        parts += [(left_error, start, middle, left, level + 1), (right_error, middle, end, right, level + 1)]
        parts.sort(key=lambda part: -part[0])
        wanted = max(epsabs, epsrel * abs(area))
        if unsure[0] + unsure[1] >= 10 or unsure[2] >= 20:
            wrong = 2
        rough = rough or unsure[1] >= 5
        if count == limit:
            wrong = 1
        if max(abs(start), abs(end)) <= (1 + 100 * _eps) * (abs(middle) + 1000 * _tiny):
            wrong = 4
        if errors <= wanted:
            return math.fsum(part[3] for part in parts), errors, 0, count
        if wrong:
            break
        if count == 2 and whole:
            in_large, test = errors, wanted
            table.append(area)
            at = 0
            continue
        if given_up:
            at = 0
            continue
        in_large -= off
        if level + 1 <= deepest:
            in_large += both_error
        if not extrapolating:
            at = 0
            if parts[0][4] <= deepest:
                continue
            extrapolating, at = True, 1
        if not rough and in_large > test:
            bound = count if count <= limit // 2 + 2 else limit + 3 - count
            larger = next((n for n in range(at, min(bound, len(parts))) if parts[n][4] <= deepest), None)
            if larger is not None:
                at = larger
                continue
        best, best_error = table.limit(area)
        if table.found == 2:
            at, extrapolating, deepest, in_large = 0, False, deepest + 1, errors
            continue
        tries += 1
        if tries > 5 and found_error < 1e-3 * errors:
            wrong = 5
        if best_error < found_error:
            tries, found, found_error, correction = 0, best, best_error, in_large
            test = max(epsabs, epsrel * abs(best))
            if found_error <= test:
                break
        given_up = table.found == 1
        if wrong == 5:
            break
        at, extrapolating, deepest, in_large = 0, False, deepest + 1, errors
    count = len(parts)
    total = math.fsum(part[3] for part in parts)
    if found_error == math.inf:
        return total, errors, wrong - 1 if wrong > 2 else wrong, count
    if wrong or rough:
        if rough:
            found_error += correction
        wrong = wrong or 3
        if found != 0 and area != 0:
            if found_error / abs(found) > errors / abs(area):
                return total, errors, wrong - 1 if wrong > 2 else wrong, count
        elif found_error > errors:
            return total, errors, wrong - 1 if wrong > 2 else wrong, count
    if (one_sign or max(abs(found), abs(area)) > sizes * 0.01) and area != 0:
        if not 0.01 <= found / area <= 100 or errors > abs(area):
            wrong = 6
    return found, found_error, wrong - 1 if wrong > 2 else wrong, count


def quad(func, a, b, args=(), full_output=0, epsabs=1.49e-8, epsrel=1.49e-8, limit=50, points=None, weight=None, **others):
    """The integral of a function from a to b, and how far off it may be."""
    if weight is not None or others:
        raise NotImplementedError(f"quad for scripts takes no {', '.join(['weight', *others] if weight else others)}; points and limit it does")
    args = args if isinstance(args, tuple) else (args,)
    a, b = float(a), float(b)
    asked = [0]

    def f(x):
        asked[0] += 1
        return float(func(x, *args))

    if math.isinf(a) or math.isinf(b):
        found = _infinite(f, a, b, epsabs, epsrel, limit)
    else:
        inside = {float(point) for point in (() if points is None else points) if min(a, b) < point < max(a, b)}
        ends = [a, *sorted(inside, reverse=a > b), b]
        found = _adaptive(lambda x, y: _rule(f, _nodes_21, _centre_21, x, y), ends, epsabs, epsrel, limit) if a != b else (0.0, 0.0, 0, 1)
    result, error, wrong, count = found
    message = _messages[wrong].format(limit=limit) if wrong else None
    if full_output:
        told = {"neval": asked[0], "last": count}
        return (result, error, told, message) if message else (result, error, told)
    if message:
        warnings.warn(message, IntegrationWarning, stacklevel=2)
    return result, error


def _infinite(f, a, b, epsabs, epsrel, limit):
    """Over an endless range: x = end + (1 - t) / t."""
    sign, way = (1.0, 1.0) if a <= b else (-1.0, 1.0)
    low, high = min(a, b), max(a, b)
    if low == high:
        return 0.0, 0.0, 0, 1
    both = math.isinf(low) and math.isinf(high)
    end = 0.0 if both else high if math.isinf(low) else low
    if math.isinf(low) and not both:
        way = -1.0

    def turned(t):
        far = (1 - t) / t
        value = f(end + way * far)
        if both:
            value += f(-far)
        return value / t / t

    result, *rest = _adaptive(lambda x, y: _rule(turned, _nodes_15, _centre_15, x, y), [0.0, 1.0], epsabs, epsrel, limit)
    return (sign * result, *rest)


def dblquad(func, a, b, gfun, hfun, args=(), epsabs=1.49e-8, epsrel=1.49e-8):
    def end(limit, x):
        return limit(x) if callable(limit) else limit

    def inner(x):
        return quad(lambda y: func(y, x, *args), end(gfun, x), end(hfun, x), epsabs=epsabs, epsrel=epsrel)[0]

    return quad(inner, a, b, epsabs=epsabs, epsrel=epsrel)


def trapezoid(y, x=None, dx=1.0, axis=-1):
    return _np.trapz(y, x, dx, axis)


trapz = trapezoid


def simpson(y, x=None, dx=1.0):
    """Simpson's rule over evenly spaced values, an odd number of them."""
    heights = _np.asarray(y, float).tolist()
    if x is not None:
        widths = _np.diff(x).tolist()
        dx = widths[0]
        if max(widths) - min(widths) > 1e-9 * abs(dx):
            raise NotImplementedError("simpson for scripts takes evenly spaced values")
    if len(heights) % 2 == 0:
        raise NotImplementedError("simpson for scripts takes an odd number of values")
    return _np.float64(dx / 3 * (heights[0] + heights[-1] + 4 * sum(heights[1:-1:2]) + 2 * sum(heights[2:-1:2])))


simps = simpson


def __getattr__(name):
    raise AttributeError(f"scipy.integrate has no '{name}' for scripts; it has quad, dblquad, trapezoid, simpson")
