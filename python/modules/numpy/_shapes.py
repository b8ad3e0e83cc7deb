"""Arrays made, put together, taken apart and put in order."""

import bisect
import math

from numpy._array import _common_kind, _common_shape, _kept, _laid, _made, _nested, _shape_of, _size, array, asanyarray, asarray, divide, dtype, ndarray
from numpy._types import _kind_of


def _full(shape, value, kind):
    shape, kind = _shape_of(shape), dtype(kind)
    return _laid([kind.of(value)] * _size(shape), shape, kind)


def zeros(shape, dtype=float, **others):
    return _full(shape, 0, dtype)


def ones(shape, dtype=float, **others):
    return _full(shape, 1, dtype)


def full(shape, fill_value, dtype=None, **others):
    return _full(shape, fill_value, asarray(fill_value).dtype if dtype is None else dtype)


empty = zeros


def zeros_like(a, dtype=None, **others):
    return zeros(asarray(a).shape, asarray(a).dtype if dtype is None else dtype)


def ones_like(a, dtype=None, **others):
    return ones(asarray(a).shape, asarray(a).dtype if dtype is None else dtype)


def full_like(a, fill_value, dtype=None, **others):
    return full(asarray(a).shape, fill_value, asarray(a).dtype if dtype is None else dtype)


empty_like = zeros_like


def eye(N, M=None, k=0, dtype=float):
    columns = N if M is None else M
    kind = _dtype(dtype)
    values = [kind.of(column - row == k) for row in range(N) for column in range(columns)]
    return _laid(values, (N, columns), kind)


_dtype = dtype


def identity(n, dtype=float):
    return eye(n, dtype=dtype)


def arange(start, stop=None, step=1, dtype=None):
    if stop is None:
        start, stop = 0, start
    count = max(0, math.ceil((stop - start) / step))
    by = (start + step) - start
    values = [start + number * by for number in range(count)]
    kind = _dtype({"i": int, "f": float, "b": int}[max(map(_kind_of, (start, stop, step)), key="bif".index)] if dtype is None else dtype)
    return _laid([kind.of(value) for value in values], (count,), kind)


def linspace(start, stop, num=50, endpoint=True, retstep=False, dtype=None, **others):
    parts = num - 1 if endpoint else num
    step = (stop - start) / parts if parts > 0 else math.nan
    values = [number * step + start for number in range(num)] if parts > 0 else [float(start)] * num
    if endpoint and num > 1:
        values[-1] = stop
    result = array(values, float if dtype is None and not isinstance(start + stop, complex) else dtype)
    return (result, step) if retstep else result


def logspace(start, stop, num=50, endpoint=True, base=10.0, **others):
    return array([float(base) ** power for power in linspace(start, stop, num, endpoint)._values()])


def geomspace(start, stop, num=50, endpoint=True, **others):
    low, high = math.log10(start), math.log10(stop)
    values = logspace(low, high, num, endpoint)._values()
    values[0] = float(start)
    if endpoint and num > 1:
        values[-1] = float(stop)
    return array(values, float)


def meshgrid(*xi, indexing="xy", **others):
    parts = [asarray(x).ravel() for x in xi]
    shape = [len(part) for part in parts]
    order = list(range(len(parts)))
    if indexing == "xy" and len(parts) > 1:
        order[0], order[1] = 1, 0
    whole = tuple(shape[number] for number in order)
    lines = [part.reshape([-1 if order[at] == number else 1 for at in range(len(parts))]) for number, part in enumerate(parts)]
    return [line._spread(whole).copy() for line in lines]


def copy(a, order="K", subok=False):
    return array(a, subok=subok)


def reshape(a, newshape, **others):
    return asanyarray(a).reshape(newshape)


def ravel(a, **others):
    return asanyarray(a).ravel()


def transpose(a, axes=None):
    return asanyarray(a).transpose() if axes is None else asanyarray(a).transpose(*axes)


def swapaxes(a, axis1, axis2):
    order = list(range(asarray(a).ndim))
    order[axis1], order[axis2] = order[axis2], order[axis1]
    return transpose(a, order)


def squeeze(a, axis=None):
    return asanyarray(a).squeeze()


def expand_dims(a, axis):
    shape = list(asarray(a).shape)
    shape.insert(axis if axis >= 0 else len(shape) + 1 + axis, 1)
    return asarray(a).reshape(shape)


def shape(a):
    return asarray(a).shape


def ndim(a):
    return asarray(a).ndim


def size(a, axis=None):
    return asarray(a).size if axis is None else asarray(a).shape[axis]


def broadcast_to(array, shape, **others):
    return asarray(array)._spread(_shape_of(shape))


def atleast_1d(a):
    given = asarray(a)
    return given if given.ndim else given.reshape(1)


def atleast_2d(a):
    given = asarray(a)
    return given if given.ndim > 1 else given.reshape(1, -1)


def concatenate(arrays, axis=0, **others):
    parts = [asarray(part) for part in arrays]
    if not parts:
        raise ValueError("need at least one array to concatenate")
    if axis is None:
        parts, axis = [part.ravel() for part in parts], 0
    first = parts[0]
    if any(part.ndim != first.ndim for part in parts):
        raise ValueError("all the input array dimensions must match in number")
    axis %= first.ndim
    rests = {part.shape[:axis] + part.shape[axis + 1 :] for part in parts}
    if len(rests) > 1:
        raise ValueError("all the input array dimensions except for the concatenation axis must match exactly")
    kind = _common_kind(parts)
    whole = first.shape[:axis] + (sum(part.shape[axis] for part in parts),) + first.shape[axis + 1 :]
    before, after = _size(first.shape[:axis]), _size(first.shape[axis + 1 :])
    values = []
    lists = [(part._values(), part.shape[axis] * after) for part in parts]
    for number in range(before):
        for own, length in lists:
            values.extend(own[number * length : (number + 1) * length])
    return _laid([kind.of(value) for value in values], whole, kind)


def stack(arrays, axis=0, **others):
    return concatenate([expand_dims(part, axis) for part in arrays], axis)


def vstack(tup, **others):
    return concatenate([atleast_2d(part) for part in tup])


row_stack = vstack


def hstack(tup, **others):
    parts = [atleast_1d(part) for part in tup]
    return concatenate(parts, 0 if parts[0].ndim == 1 else 1)


def column_stack(tup):
    parts = [asarray(part) for part in tup]
    return concatenate([part.reshape(-1, 1) if part.ndim == 1 else part for part in parts], 1)


def split(ary, indices_or_sections, axis=0):
    given, given_axis = asarray(ary), axis
    length = given.shape[axis]
    if isinstance(indices_or_sections, int):
        if length % indices_or_sections:
            raise ValueError("array split does not result in an equal division")
        by = length // indices_or_sections
        ends = [number * by for number in range(1, indices_or_sections)]
    else:
        ends = list(indices_or_sections)
    bounds = [0, *ends, length]
    return [given[(slice(None),) * given_axis + (slice(low, high),)] for low, high in zip(bounds, bounds[1:])]


def append(arr, values, axis=None):
    return concatenate([arr, values], axis)


def insert(arr, obj, values, axis=None):
    own = asarray(arr).ravel()._values() if axis is None else list(asarray(arr))
    given = list(asarray(values)) if asarray(values).ndim else [values]
    at = obj if obj >= 0 else len(own) + obj
    return array(own[:at] + given + own[at:])


def delete(arr, obj, axis=None):
    own = asarray(arr).ravel() if axis is None else asarray(arr).swapaxes(0, axis)
    gone = {number % len(own) for number in (range(len(own))[obj] if isinstance(obj, slice) else asarray(obj).ravel()._values())}
    kept = [own[number] for number in range(len(own)) if number not in gone]
    result = array(kept, own.dtype) if kept else zeros((0,) + own.shape[1:], own.dtype)
    return result if axis is None else result.swapaxes(0, axis)


def repeat(a, repeats, axis=None):
    given = asarray(a)
    if axis is not None:
        return asarray([one for one in given.swapaxes(0, axis) for _ in range(repeats)]).swapaxes(0, axis)
    counts = [repeats] * given.size if isinstance(repeats, int) else list(repeats)
    return array([value for value, count in zip(given._values(), counts) for _ in range(count)], given.dtype)


def tile(A, reps):
    given = asarray(A)
    counts = _shape_of(reps)
    given = given.reshape((1,) * (len(counts) - given.ndim) + given.shape)
    for axis, count in enumerate((1,) * (given.ndim - len(counts)) + counts):
        given = concatenate([given] * count, axis)
    return given


def flip(m, axis=None):
    given = asarray(m)
    axes = range(given.ndim) if axis is None else (axis % given.ndim,)
    return given[tuple(slice(None, None, -1) if one in axes else slice(None) for one in range(given.ndim))]


def flipud(m):
    return flip(m, 0)


def fliplr(m):
    return flip(m, 1)


def roll(a, shift, axis=None):
    given = asarray(a)
    if axis is None:
        values = given._values()
        shift %= max(1, len(values))
        return array(values[len(values) - shift :] + values[: len(values) - shift], given.dtype).reshape(given.shape)
    shift %= given.shape[axis]
    low, high = split(given, [given.shape[axis] - shift], axis % given.ndim)
    return concatenate([high, low], axis)


def rot90(m, k=1):
    given = asarray(m)
    for _ in range(k % 4):
        given = flip(given.transpose(), 0)
    return given


def diag(v, k=0):
    given = asarray(v)
    if given.ndim == 1:
        result = zeros((len(given) + abs(k),) * 2, given.dtype)
        for number, value in enumerate(given._values()):
            result[number + max(0, -k), number + max(0, k)] = value
        return result
    rows, columns = given.shape
    places = [(row, row + k) for row in range(rows) if 0 <= row + k < columns]
    return _kept(v, array([given[place] for place in places], given.dtype))


diagonal = diag


def trace(a, offset=0):
    return diag(a, offset).sum()


def tri(N, M=None, k=0, dtype=float):
    columns = N if M is None else M
    return array([[column - row <= k for column in range(columns)] for row in range(N)], dtype)


def tril(m, k=0):
    return asarray(m) * tri(*asarray(m).shape, k, int)


def triu(m, k=0):
    return asarray(m) * (1 - tri(*asarray(m).shape, k - 1, int))


def nonzero(a):
    given = atleast_1d(a)
    found = [number for number, value in enumerate(given._values()) if value]
    places = []
    step = given.size
    for length in given.shape:
        step //= length or 1
        places.append(array([number // step % length for number in found], int))
    return tuple(places)


def argwhere(a):
    return column_stack(nonzero(a)) if asarray(a).size else zeros((0, asarray(a).ndim), int)


def flatnonzero(a):
    return nonzero(ravel(a))[0]


def _order(value):
    return (1, 0) if value != value else (0, (value.real, value.imag) if isinstance(value, complex) else value)


def _each_line(a, axis, of):
    given = asarray(a)
    if axis is None:
        given, axis = given.ravel(), 0
    turned = given.swapaxes(axis, -1)
    length = turned.shape[-1]
    values = turned._values()
    lines = [of(values[at : at + length]) for at in range(0, len(values), length or 1)]
    return _made([value for line in lines for value in line], turned.shape).swapaxes(axis, -1) if values else given


def sort(a, axis=-1, **others):
    return _each_line(a, axis, lambda values: sorted(values, key=_order))


def argsort(a, axis=-1, **others):
    return _each_line(a, axis, lambda values: sorted(range(len(values)), key=lambda number: _order(values[number])))


def unique(ar, return_index=False, return_counts=False, return_inverse=False):
    values = asarray(ar).ravel()._values()
    found = sorted(set(values), key=_order)
    results = [array(found, asarray(ar).dtype)]
    if return_index:
        results.append(array([values.index(value) for value in found], int))
    if return_inverse:
        results.append(array([found.index(value) for value in values], int))
    if return_counts:
        results.append(array([values.count(value) for value in found], int))
    return results[0] if len(results) == 1 else tuple(results)


def in1d(ar1, ar2, invert=False):
    known = set(ravel(ar2)._values())
    return array([(value in known) != invert for value in ravel(ar1)._values()], bool)


def isin(element, test_elements, invert=False):
    given = asarray(element)
    return _made([value for value in in1d(given, test_elements, invert)._values()], given.shape)


def intersect1d(ar1, ar2):
    return unique([value for value in ravel(ar1)._values() if value in set(ravel(ar2)._values())])


def union1d(ar1, ar2):
    return unique(concatenate([ravel(ar1), ravel(ar2)]))


def setdiff1d(ar1, ar2):
    return unique([value for value in ravel(ar1)._values() if value not in set(ravel(ar2)._values())])


def searchsorted(a, v, side="left"):
    values = asarray(a)._values()
    find = bisect.bisect_left if side == "left" else bisect.bisect_right
    given = asarray(v)
    return _made([find(values, value) for value in given._values()], given.shape)


def diff(a, n=1, axis=-1):
    given = asarray(a)
    for _ in range(n):
        lead = (slice(None),) * (axis % given.ndim)
        given = given[lead + (slice(1, None),)] - given[lead + (slice(None, -1),)]
    return given


def ediff1d(ary):
    return diff(ravel(ary))


def gradient(f, h=1.0):
    y = asarray(f)._values()
    inner = [(y[number + 1] - y[number - 1]) / (2 * h) for number in range(1, len(y) - 1)]
    return array([(y[1] - y[0]) / h, *inner, (y[-1] - y[-2]) / h], float)


def trapz(y, x=None, dx=1.0, axis=-1):
    heights = asarray(y)
    widths = dx if x is None else diff(x)
    low, high = heights[..., :-1], heights[..., 1:]
    return (widths * (high + low) / 2.0).sum(-1)


def interp(x, xp, fp, left=None, right=None, **others):
    xs, ys = asarray(xp, float)._values(), asarray(fp, float)._values()
    given = asarray(x)

    def at(value):
        if value < xs[0]:
            return ys[0] if left is None else left
        if value > xs[-1]:
            return ys[-1] if right is None else right
        number = bisect.bisect_right(xs, value) - 1
        if number >= len(xs) - 1:
            return ys[-1]
        slope = (ys[number + 1] - ys[number]) / (xs[number + 1] - xs[number])
        return slope * (value - xs[number]) + ys[number]

    return _made([float(at(value)) for value in given._values()], given.shape)


def histogram(a, bins=10, range=None, **others):
    values = ravel(a)._values()
    low, high = (min(values), max(values)) if range is None else range
    if low == high:
        low, high = low - 0.5, high + 0.5
    edges = linspace(low, high, bins + 1)._values() if isinstance(bins, int) else list(bins)
    counts = [0] * (len(edges) - 1)
    for value in values:
        if edges[0] <= value <= edges[-1]:
            counts[min(len(counts), bisect.bisect_right(edges, value)) - 1] += 1
    return array(counts, int), array(edges, float)


def bincount(x, minlength=0, **others):
    values = asarray(x)._values()
    return array([values.count(number) for number in range(max([minlength, *(value + 1 for value in values)]))], int)


def convolve(a, v, mode="full"):
    one, other = asarray(a)._values(), asarray(v)._values()
    result = [0] * (len(one) + len(other) - 1)
    for i, x in enumerate(one):
        for j, y in enumerate(other):
            result[i + j] += x * y
    short, long = sorted((len(one), len(other)))
    if mode == "same":
        cut = (short - 1) // 2
        result = result[cut : cut + long]
    elif mode == "valid":
        result = result[short - 1 : long]
    return array(result)


def array_equal(a1, a2):
    one, other = asarray(a1), asarray(a2)
    return one.shape == other.shape and one._values() == other._values()


def take(a, indices, axis=None):
    return ravel(a)[asarray(indices)] if axis is None else asarray(a)[(slice(None),) * axis + (asarray(indices),)]


def fromiter(iter, dtype, count=-1):
    return array(list(iter), dtype)


def ndenumerate(arr):
    return zip(ndindex(*asarray(arr).shape), asarray(arr)._values())


def ndindex(*shape):
    import itertools

    return itertools.product(*map(range, _shape_of(shape[0] if len(shape) == 1 else shape)))


def broadcast_arrays(*args):
    parts = [asarray(part) for part in args]
    whole = _common_shape([part.shape for part in parts])
    return [part._spread(whole) for part in parts]


def apply_along_axis(func1d, axis, arr):
    turned = asarray(arr).swapaxes(axis, -1)
    lines = turned.reshape(-1, turned.shape[-1])
    results = asarray([func1d(line) for line in lines])
    return results.reshape(turned.shape[:-1] + results.shape[1:])


def _sorted_in_place(self, axis=-1, **others):
    self[...] = sort(self, axis)


ndarray.nonzero = lambda self: nonzero(self)
ndarray.sort = _sorted_in_place
ndarray.swapaxes = swapaxes
for _name in "argsort repeat diagonal trace searchsorted take".split():
    setattr(ndarray, _name, globals()[_name])
