"""Functions that make one value of many: of all of an array, or along one of its axes."""

import functools
import math

from numpy._array import _kept, _laid, _made, asanyarray, asarray, dtype, ndarray
from numpy._functions import sqrt


def _pairwise(values):
    """The sum as numpy adds: in eight lanes, halves of long lists by themselves."""
    count = len(values)
    if count < 8:
        return functools.reduce(lambda x, y: x + y, values, 0)
    if count > 128:
        half = count // 2
        half -= half % 8
        return _pairwise(values[:half]) + _pairwise(values[half:])
    lanes = list(values[:8])
    whole = count - count % 8
    for start in range(8, whole, 8):
        for lane in range(8):
            lanes[lane] += values[start + lane]
    total = ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) + ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]))
    return functools.reduce(lambda x, y: x + y, values[whole:], total)


def _in_turn(values):
    return functools.reduce(lambda x, y: x + y, values, 0)


def _along(a, axis, of, keepdims=False, across=None):
    """`of` a list of values, for all of an array or for each line along an axis."""
    given = asarray(a)
    if isinstance(a, ndarray) and type(a) is not ndarray:
        return _kept(a, _along(given, axis, of, keepdims, across))
    if axis is None:
        made = _made([of(given._values())], ())
        return _made([made], (1,) * given.ndim) if keepdims else made
    axes = [one % given.ndim for one in (axis if isinstance(axis, tuple) else (axis,))]
    if len(axes) > 1 and len(axes) == given.ndim:
        return _along(given, None, of, keepdims)
    rest = [one for one in range(given.ndim) if one not in axes]
    turned = given.transpose(*rest, *axes)._values()
    length = math.prod(given.shape[one] for one in axes)
    if across is not None and axes != [given.ndim - 1]:
        of = across
    shape = tuple(given.shape[one] for one in rest)
    count = math.prod(shape)
    lines = [turned[number * length : (number + 1) * length] for number in range(count)]
    if keepdims:
        shape = tuple(1 if one in axes else length for one, length in enumerate(given.shape))
    return _made([of(line) for line in lines], shape)


def _numbers(values):
    return [int(value) if isinstance(value, bool) else value for value in values]


def sum(a, axis=None, dtype=None, out=None, keepdims=False):
    if hasattr(a, "__next__"):
        a = list(a)
    given = asanyarray(a) if dtype is None else asanyarray(a).astype(dtype)
    zero = _zero(given)
    return _along(given, axis, lambda v: _pairwise(_numbers(v)) + zero, keepdims, lambda v: _in_turn(_numbers(v)) + zero)


def _zero(given):
    return {"f": 0.0, "c": 0j}.get(given.dtype.kind, 0)


def prod(a, axis=None, dtype=None, out=None):
    one = {"f": 1.0, "c": 1 + 0j}.get(asarray(a).dtype.kind, 1)
    return _along(a, axis, lambda values: functools.reduce(lambda x, y: x * y, _numbers(values), one))


product = prod


def _as_floats(a):
    given = asanyarray(a)
    return given if given.dtype.kind in "fcO" else given.astype(float)


def mean(a, axis=None, dtype=None, out=None, keepdims=False):
    return _along(
        _as_floats(a),
        axis,
        lambda values: _pairwise(values) / len(values) if values else math.nan,
        keepdims,
        lambda values: _in_turn(values) / len(values),
    )


def average(a, axis=None, weights=None, dtype=None, out=None):
    if weights is None:
        return mean(a, axis)
    given, weights = _as_floats(a), _as_floats(weights)
    if weights.shape != given.shape and axis is not None:
        weights = weights.reshape([-1 if one == axis % given.ndim else 1 for one in range(given.ndim)])
    return sum(given * weights, axis) / sum(weights * (given * 0 + 1), axis)


def var(a, axis=None, ddof=0, dtype=None, out=None, keepdims=False):
    given = _as_floats(a)
    apart = given - mean(given, axis, keepdims=True)
    squares = apart * apart if given.dtype.kind != "c" else (apart * apart.conj()).real
    count = given.size if axis is None else given.shape[axis]
    return sum(squares, axis, keepdims=keepdims) / (count - ddof)


def std(a, axis=None, ddof=0, dtype=None, out=None, keepdims=False):
    return sqrt(var(a, axis, ddof, keepdims))


def _extreme(better):
    def extreme(values):
        if not values:
            raise ValueError("zero-size array to reduction operation which has no identity")
        best = values[0]
        for value in values:
            if value != value:
                return value
            if better(value, best):
                best = value
        return best

    return extreme


_largest, _smallest = _extreme(lambda x, y: x > y), _extreme(lambda x, y: x < y)


def max(a, axis=None, dtype=None, out=None, keepdims=False):
    return _along(a, axis, _largest, keepdims)


def min(a, axis=None, dtype=None, out=None, keepdims=False):
    return _along(a, axis, _smallest, keepdims)


amax, amin = max, min


def ptp(a, axis=None):
    return max(a, axis) - min(a, axis)


def _place_of(best):
    def place(values):
        found = best(values)
        return next(number for number, value in enumerate(values) if value == found or value != value)

    return place


def argmax(a, axis=None, dtype=None, out=None):
    return _along(a, axis, _place_of(_largest))


def argmin(a, axis=None, dtype=None, out=None):
    return _along(a, axis, _place_of(_smallest))


def any(a, axis=None, dtype=None, out=None):
    return _along(a, axis, lambda values: not all_(not value for value in values))


all_ = all


def all(a, axis=None, dtype=None, out=None):
    return _along(a, axis, lambda values: all_(bool(value) for value in values))


alltrue, sometrue = all, any


def count_nonzero(a, axis=None):
    return _along(a, axis, lambda values: len([value for value in values if value]))


def _running(of):
    def running(a, axis=None, dtype=None, out=None):
        given = asarray(a)
        if given.dtype.kind == "b":
            given = given.astype(int)
        if axis is None:
            values = []
            for value in given._values():
                values.append(of(values[-1], value) if values else value)
            return _laid(values, (len(values),), given.dtype)
        last = given.ndim - 1
        axis %= given.ndim
        order = [one for one in range(given.ndim) if one != axis] + [axis]
        turned = given.transpose(*order)
        length = given.shape[axis]
        values = turned._values()
        for number in range(len(values)):
            if number % length:
                values[number] = of(values[number - 1], values[number])
        back = [order.index(one) for one in range(last + 1)]
        return _laid(values, turned.shape, given.dtype).transpose(*back)

    return running


cumsum = _running(lambda x, y: x + y)
cumprod = _running(lambda x, y: x * y)


def _middle(values, share):
    """The value below which a share of sorted values lies, between two of them by the distance."""
    if values[-1] != values[-1]:
        return math.nan
    at = (len(values) - 1) * share
    low = math.floor(at)
    if low + 1 >= len(values):
        return float(values[-1])
    part = at - low
    one, other = values[low], values[low + 1]
    return one + (other - one) * part if part < 0.5 else other - (other - one) * (1 - part)


def median(a, axis=None, dtype=None, out=None):
    def of(values):
        values, half = sorted(values), len(values) // 2
        if not values or [value for value in values if value != value]:
            return math.nan
        return float(values[half]) if len(values) % 2 else (values[half - 1] + values[half]) / 2

    return _along(a, axis, of)


def percentile(a, q, axis=None, dtype=None, out=None):
    if isinstance(q, (int, float)):
        return _along(a, axis, lambda values: _middle(sorted(values, key=lambda value: (value != value, value)), q / 100))
    shares = asarray(q)
    return asarray([percentile(a, share, axis) for share in shares._values()])


def quantile(a, q, axis=None, dtype=None, out=None):
    return percentile(a, q * 100 if isinstance(q, (int, float)) else asarray(q) * 100, axis)


def _without_nan(of):
    def function(a, axis=None, dtype=None, out=None):
        return _along(a, axis, lambda values: of([value for value in values if value == value]))

    return function


nansum, nanmean, nanstd, nanmax, nanmin = map(_without_nan, (sum, mean, std, max, min))

for _name in "sum prod mean var std max min ptp argmax argmin any all cumsum cumprod".split():
    setattr(ndarray, _name, globals()[_name])
