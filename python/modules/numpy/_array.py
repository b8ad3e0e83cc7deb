"""Arrays: a list of values with a shape laid over it. Slices are views of the same list."""

import math

from numpy import _faults, _printing
from numpy._types import _divided, _floored, _kind_of, _power, _rest, _single, _widest, dtype

newaxis = None


def _size(shape):
    return math.prod(shape)


def _steps(shape):
    """How far apart neighbours of each dimension lie in a list of values in order."""
    steps = []
    step = 1
    for length in reversed(shape):
        steps.append(step)
        step *= length
    return tuple(reversed(steps))


def _shape_of(given):
    return (given,) if isinstance(given, int) else tuple(int(length) for length in given)


class ndarray:
    __slots__ = ("_data", "_offset", "shape", "_strides", "dtype")
    __array_priority__ = 0.0

    __array_finalize__ = None

    def __new__(cls, shape, dtype=float, buffer=None, offset=0, strides=None, order=None):
        kind, shape = _dtype(dtype), _shape_of(shape)
        if strides is not None or order not in (None, "C"):
            raise ValueError("arrays of the numpy of scripts are laid out in order; give shape, dtype and buffer")
        values = [0] * _size(shape) if buffer is None else asarray(buffer)._values()[offset:]
        return _laid([kind.of(value) for value in values[: _size(shape)]], shape, kind).view(cls)

    def _alike(self, data, shape, kind, offset=0, strides=None):
        """An array of the class of this one."""
        made = _laid(data, shape, kind, offset, strides)
        return made if type(self) is ndarray else _as_class(made, type(self), self)

    def view(self, dtype=None, type=None):
        cls = dtype if isinstance(dtype, _class) and issubclass(dtype, ndarray) else type
        if cls is None and dtype is not None and dtype != self.dtype:
            raise TypeError("view of the numpy of scripts gives another class, not other kinds of values; astype does")
        made = _laid(self._data, self.shape, self.dtype, self._offset, self._strides)
        cls = self.__class__ if cls is None else cls
        return made if cls is ndarray else _as_class(made, cls, self)

    def __array_wrap__(self, array, context=None):
        return array.view(self.__class__)

    def __getattr__(self, name):
        raise AttributeError(f"arrays of the numpy of scripts have no '{name}'; docs/problems.md lists what is there")

    # What it holds.

    def _places(self):
        if self._strides == _steps(self.shape):
            return range(self._offset, self._offset + _size(self.shape))
        places = [self._offset]
        for length, step in zip(self.shape, self._strides):
            places = [place + number * step for place in places for number in range(length)]
        return places

    def _values(self):
        data = self._data
        places = self._places()
        if isinstance(places, range):
            return data[places.start : places.stop]
        return [data[place] for place in places]

    @property
    def ndim(self):
        return len(self.shape)

    @property
    def size(self):
        return _size(self.shape)

    @property
    def flat(self):
        return iter(self.ravel())

    @property
    def T(self):
        return self.transpose()

    @property
    def real(self):
        return _kept(self, _made([value.real for value in self._values()], self.shape))

    @property
    def imag(self):
        return _kept(self, _made([value.imag for value in self._values()], self.shape))

    def item(self, *place):
        if not place and self.size != 1:
            raise ValueError("can only convert an array of size 1 to a Python scalar")
        return self._values()[0] if not place else self.ravel()._values()[place[0]] if len(place) == 1 else self[place].item()

    def tolist(self):
        def nested(dimension, offset):
            if dimension == self.ndim:
                return self._data[offset]
            step = self._strides[dimension]
            return [nested(dimension + 1, offset + number * step) for number in range(self.shape[dimension])]

        return nested(0, self._offset)

    def copy(self):
        return self._alike(list(self._values()), self.shape, self.dtype)

    __copy__ = copy

    def __deepcopy__(self, memo):
        return self.copy()

    def astype(self, kind, **others):
        kind = dtype(kind)
        return self._alike([kind.of(value) for value in self._values()], self.shape, kind)

    def fill(self, value):
        self[...] = value

    # Its shape.

    def reshape(self, *shape):
        shape = list(_shape_of(shape[0] if len(shape) == 1 else shape))
        if -1 in shape:
            known = _size([length for length in shape if length != -1])
            shape[shape.index(-1)] = self.size // known if known else 0
        if _size(shape) != self.size:
            raise ValueError(f"cannot reshape array of size {self.size} into shape {tuple(shape)}")
        if self._strides == _steps(self.shape):
            return self._alike(self._data, tuple(shape), self.dtype, self._offset)
        return self._alike(self._values(), tuple(shape), self.dtype)

    def ravel(self):
        return self.reshape(-1)

    def flatten(self):
        return self.copy().reshape(-1)

    def squeeze(self):
        kept = [number for number, length in enumerate(self.shape) if length != 1]
        shape = tuple(self.shape[number] for number in kept)
        return self._alike(self._data, shape, self.dtype, self._offset, tuple(self._strides[number] for number in kept))

    def transpose(self, *axes):
        if len(axes) == 1 and not isinstance(axes[0], int):
            axes = axes[0]
        order = [axis % self.ndim for axis in axes] if axes else range(self.ndim - 1, -1, -1)
        shape = tuple(self.shape[axis] for axis in order)
        return self._alike(self._data, shape, self.dtype, self._offset, tuple(self._strides[axis] for axis in order))

    def _spread(self, shape):
        """The array as one of a larger shape that repeats it."""
        lead = len(shape) - self.ndim
        steps = [0] * lead
        for own, length, step in zip(self.shape, shape[lead:], self._strides):
            steps.append(0 if own == 1 and length != 1 else step)
        return _laid(self._data, shape, self.dtype, self._offset, tuple(steps))

    # Its parts.

    def _part(self, key):
        """The places a key names and their shape; a view where the key is made of numbers and slices."""
        keys = list(key) if isinstance(key, tuple) else [key]
        keys = [one for each in keys for one in _indices(each)]
        missing = self.ndim - sum(one is not None and one is not Ellipsis for one in keys)
        if missing < 0:
            raise IndexError(f"too many indices for array: array is {self.ndim}-dimensional")
        rest = [slice(None)] * missing
        at = next((number for number, one in enumerate(keys) if one is Ellipsis), None)
        keys = keys + rest if at is None else keys[:at] + rest + keys[at + 1 :]
        offset, shape, steps, lists, axis = self._offset, [], [], [], 0
        for one in keys:
            if one is None:
                shape.append(1)
                steps.append(0)
                continue
            length, step = self.shape[axis], self._strides[axis]
            if isinstance(one, slice):
                start, stop, by = one.indices(length)
                shape.append(len(range(start, stop, by)))
                offset += start * step if shape[-1] else 0
                steps.append(step * by)
            elif isinstance(one, ndarray):
                checked = [_checked(number, length, axis) * step for number in one._values()]
                lists.append((len(shape), _laid(checked, one.shape, one.dtype)))
            else:
                offset += _checked(one, length, axis) * step
            axis += 1
        view = self._alike(self._data, tuple(shape), self.dtype, offset, tuple(steps))
        if not lists:
            return view, None
        first = lists[0][0] if all(at == lists[0][0] for at, _ in lists) else 0
        before = _laid(None, view.shape[:first], None, offset, view._strides[:first])._places()
        after = list(_laid(None, view.shape[first:], None, 0, view._strides[first:])._places())
        common = _common_shape([numbers.shape for _, numbers in lists])
        sums = [sum(group) for group in zip(*(numbers._spread(common)._values() for _, numbers in lists))]
        places = [one + own + other for one in before for own in sums for other in after]
        return _laid(places, view.shape[:first] + common + view.shape[first:], None), places

    def __getitem__(self, key):
        if isinstance(key, int) and len(self.shape) == 1:
            return _single(self._data[self._offset + _checked(key, self.shape[0], 0) * self._strides[0]])
        part, places = self._part(key)
        if places is not None:
            return self._alike([self._data[place] for place in places], part.shape, self.dtype)
        if part.shape == () and not _keeps_array(key):
            return _single(part._data[part._offset])
        return part

    def __setitem__(self, key, value):
        part, places = self._part(key)
        places = part._places() if places is None else places
        given = asarray(value)
        while given.ndim > part.ndim and given.shape[0] == 1:
            given = given[0] if given.ndim > 1 else given.reshape(())
        if _common_shape([given.shape, part.shape]) != part.shape:
            raise ValueError(f"could not broadcast input array from shape {given.shape} into shape {part.shape}")
        of = self.dtype.of
        for place, one in zip(places, given._spread(part.shape)._values()):
            self._data[place] = of(one)

    def __len__(self):
        if not self.shape:
            raise TypeError("len() of unsized object")
        return self.shape[0]

    def __iter__(self):
        if not self.shape:
            raise TypeError("iteration over a 0-d array")
        return (self[number] for number in range(self.shape[0]))

    def __contains__(self, value):
        return any(one == value for one in self._values())

    def __bool__(self):
        if self.size > 1:
            raise ValueError(
                "The truth value of an array with more than one element is ambiguous. Use a.any() or a.all()"
            )
        return bool(self.size and self._values()[0])

    def __float__(self):
        return float(self.item())

    def __int__(self):
        return int(self.item())

    def __complex__(self):
        return complex(self.item())

    def __index__(self):
        if self.ndim or self.dtype.kind != "i":
            raise TypeError("only integer scalar arrays can be converted to a scalar index")
        return self.item()

    def __round__(self, ndigits=0):
        return self.round(ndigits)

    def __str__(self):
        return _printing.array2string(self)

    def __repr__(self):
        return _printing._repr(self)

    def __format__(self, form):
        return format(self.item() if form else str(self), form)

    __hash__ = None


_class = type


def _laid(data, shape, kind, offset=0, strides=None):
    """An array over a list of values that is already there."""
    made = object.__new__(ndarray)
    made._data = data
    made._offset = offset
    made.shape = shape
    made._strides = _steps(shape) if strides is None else strides
    made.dtype = kind
    return made


def _as_class(array, cls, parent):
    made = object.__new__(cls)
    made._data, made._offset, made._strides = array._data, array._offset, array._strides
    made.shape, made.dtype = array.shape, array.dtype
    if cls.__array_finalize__ is not None:
        made.__array_finalize__(parent)
    return made


def _kept(given, result):
    """A result, of the class of what it was made from."""
    if type(given) is ndarray or not isinstance(given, ndarray) or not isinstance(result, ndarray):
        return result
    return _as_class(result, type(given), given)


def _foremost(one, other):
    """Which of two decides the class of what is made from both."""
    if not isinstance(other, ndarray) or type(other) is ndarray:
        return one
    if not isinstance(one, ndarray) or type(one) is ndarray:
        return other
    if other.__array_priority__ > one.__array_priority__ or (type(other) is not type(one) and isinstance(other, type(one))):
        return other
    return one


def _keeps_array(key):
    return key is Ellipsis or (isinstance(key, tuple) and any(one is Ellipsis for one in key))


def _checked(number, length, axis):
    if not isinstance(number, int):
        if not hasattr(number, "__index__"):
            raise IndexError("only integers, slices (`:`), ellipsis (`...`), None and integer or boolean arrays are valid indices")
        number = number.__index__()
    if not -length <= number < length:
        raise IndexError(f"index {number} is out of bounds for axis {axis} with size {length}")
    return number % length


def _indices(key):
    """One key as it is used: lists become arrays, an array of truths the places where it is true."""
    if isinstance(key, (list, tuple, range)):
        key = asarray(key if len(key) else [], int if not len(key) else None)
    if not isinstance(key, ndarray):
        return [key]
    if key.dtype.kind == "b":
        return list(key.nonzero())
    if key.dtype.kind != "i":
        raise IndexError("arrays used as indices must be of integer (or boolean) type")
    return [key]


def _common_shape(shapes):
    """The shape all of these repeat to."""
    result = []
    for number in range(max(map(len, shapes), default=0)):
        lengths = {shape[-1 - number] for shape in shapes if number < len(shape)} - {1}
        if len(lengths) > 1:
            raise ValueError(
                "operands could not be broadcast together with shapes " + " ".join(str(shape).replace(" ", "") for shape in shapes)
            )
        result.append(lengths.pop() if lengths else 1)
    return tuple(reversed(result))


def _common_kind(arrays):
    """The kind that holds the values of all of these."""
    return dtype(_types[_widest(one.dtype.kind for one in arrays)])


def _made(values, shape, kind=None):
    """An array of values as they are; a single one where there is no shape."""
    if shape == ():
        return _single(values[0]) if kind is None else kind.single(values[0])
    if kind is None:
        kind = dtype(_type_of(values))
        values = [kind.of(value) for value in values]
    return _laid(values, shape, kind)


_types = {"b": bool, "i": int, "f": float, "c": complex, "U": str, "O": object}


def _type_of(values):
    return _types[_widest(map(_kind_of, values))]


def _nested(value):
    """The values of nested lists, and their shape."""
    if isinstance(value, ndarray):
        return value._values(), value.shape
    if isinstance(value, range) or (hasattr(value, "__next__") or isinstance(value, (type({}.keys()), type({}.values())))):
        value = list(value)
    if not isinstance(value, (list, tuple)):
        return [value], ()
    if not value:
        return [], (0,)
    if not any(isinstance(one, (list, tuple, range, ndarray)) for one in value):
        return list(value), (len(value),)
    parts = [_nested(one) for one in value]
    if len({shape for _, shape in parts}) > 1:
        raise ValueError("setting an array element with a sequence. The requested array has an inhomogeneous shape")
    return [one for values, _ in parts for one in values], (len(value), *parts[0][1])


def array(object, dtype=None, copy=True, ndmin=0, subok=False, **others):
    if subok and isinstance(object, ndarray) and type(object) is not ndarray:
        return _kept(object, array(object, dtype, copy, ndmin))
    values, shape = _nested(object)
    shape = (1,) * (ndmin - len(shape)) + shape
    if dtype is None and isinstance(object, ndarray):
        return _laid(list(values), shape, object.dtype)
    kind = _dtype(_type_of(values) if dtype is None else dtype)
    return _laid([kind.of(value) for value in values], shape, kind)


_dtype = dtype
_array = array


def asarray(value, dtype=None, **others):
    if isinstance(value, ndarray) and (dtype is None or value.dtype == dtype):
        return value if type(value) is ndarray else value.view(ndarray)
    return array(value, dtype)


ascontiguousarray = asarray


def asanyarray(value, dtype=None, **others):
    return _kept(value, asarray(value, dtype))


class ufunc:
    """A function of arrays, value by value."""

    nout = 1

    def __init__(self, of, nin):
        self._of, self.nin, self.nargs, self.__name__ = of, nin, nin + 1, ""

    def __call__(self, *args, **others):
        return self._of(*args, **others)

    def __repr__(self):
        return f"<ufunc {self.__name__!r}>"

    def reduce(self, array, axis=0, **others):
        parts = list(asarray(array).swapaxes(0, axis)) if axis is not None else asarray(array).ravel()._values()
        result = parts[0]
        for part in parts[1:]:
            result = self(result, part)
        return result

    def accumulate(self, array, axis=0):
        parts = list(asarray(array).swapaxes(0, axis))
        for number in range(1, len(parts)):
            parts[number] = self(parts[number - 1], parts[number])
        return _array(parts).swapaxes(0, axis)

    def outer(self, A, B):
        one, other = asarray(A), asarray(B)
        return self(one.reshape(one.shape + (1,) * other.ndim), other)


def _operation(of, kinds="", bools=None, quiet=False):
    """A function of two arrays, value by value. @kinds: the kind of its results, where that is always the same"""

    def function(x1, x2, /, dtype=None, **others):
        result = base(x1, x2)
        if type(x1) is ndarray and type(x2) is ndarray or not isinstance(result, ndarray):
            return result
        return _kept(_foremost(x1, x2), result)

    def base(x1, x2):
        one, other = asarray(x1), asarray(x2)
        shape = _common_shape([one.shape, other.shape])
        own = one.dtype.kind + other.dtype.kind
        work = bools if own == "bb" and bools else of
        lefts, rights = one._spread(shape)._values(), other._spread(shape)._values()
        if "c" in own and "i" not in kinds and work is _power:
            lefts = [complex(value) for value in lefts]
        if "f" in own and "i" in own and work is _power:
            lefts = [float(value) for value in lefts]
        values = list(map(work, lefts, rights))
        if _faults.watched and kinds != "b" and not quiet:
            _faults.check_pairs(work, lefts, rights, values)
        kind = kinds or ("b" if own == "bb" and bools else max(own, key="bifcUO".index))
        if kind == "b" and not kinds and not bools:
            kind = "i"
        if kinds == "f" and "c" in own:
            kind = "c"
        if "O" in own and kinds != "b":
            kind = "O"
        kind = _dtype(_types[kind])
        return _made([kind.of(value) for value in values], shape, kind)

    return ufunc(function, 2)


def _compared(of):
    return _operation(lambda x, y: bool(of(x, y)), "b")


def _refused(x, y):
    raise TypeError("numpy boolean subtract, the `-` operator, is not supported, use the bitwise_xor or logical_xor")


add = _operation(lambda x, y: x + y, bools=lambda x, y: x or y)
subtract = _operation(lambda x, y: x - y, bools=_refused)
multiply = _operation(lambda x, y: x * y, bools=lambda x, y: x and y)
divide = true_divide = _operation(_divided, "f")
floor_divide = _operation(_floored)
mod = remainder = _operation(_rest)
power = _operation(_power)
float_power = _operation(lambda x, y: _power(x if isinstance(x, complex) else float(x), y), "f")
equal = _compared(lambda x, y: x == y)
not_equal = _compared(lambda x, y: x != y)
less = _compared(lambda x, y: x < y)
less_equal = _compared(lambda x, y: x <= y)
greater = _compared(lambda x, y: x > y)
greater_equal = _compared(lambda x, y: x >= y)
logical_and = _compared(lambda x, y: x and y)
logical_or = _compared(lambda x, y: x or y)
logical_xor = _compared(lambda x, y: bool(x) != bool(y))
bitwise_and = _operation(lambda x, y: x & y, bools=lambda x, y: x and y)
bitwise_or = _operation(lambda x, y: x | y, bools=lambda x, y: x or y)
bitwise_xor = _operation(lambda x, y: x ^ y, bools=lambda x, y: x != y)
left_shift = _operation(lambda x, y: x << y)
right_shift = _operation(lambda x, y: x >> y)
maximum = _operation(lambda x, y: x if x != x or x >= y else y)
minimum = _operation(lambda x, y: x if x != x or x <= y else y)
fmax = _operation(lambda x, y: y if x != x or y > x else x)
fmin = _operation(lambda x, y: y if x != x or y < x else x)

_operators = {
    "add": add,
    "sub": subtract,
    "mul": multiply,
    "truediv": divide,
    "floordiv": floor_divide,
    "mod": mod,
    "pow": power,
    "and": bitwise_and,
    "or": bitwise_or,
    "xor": bitwise_xor,
    "lshift": left_shift,
    "rshift": right_shift,
}


_operands = (ndarray, int, float, complex, list, tuple, str)


def _operator(function, turned, inplace=False):
    def method(self, other):
        if not isinstance(other, _operands) and (
            other is None
            or isinstance(other, (dict, set))
            or getattr(other, "__array_ufunc__", self) is None
            or getattr(other, "__array_priority__", -1) > self.__array_priority__
        ):
            return NotImplemented
        if not inplace:
            return function(other, self) if turned else function(self, other)
        result = function(self, other)
        if self.dtype.kind in "bi" and result.dtype.kind in "fc":
            raise TypeError(f"Cannot cast ufunc output from dtype('{result.dtype}') to dtype('{self.dtype}')")
        self[...] = result
        return self

    return method


for _name in "add subtract multiply divide floor_divide mod power float_power equal not_equal less less_equal greater greater_equal".split():
    globals()[_name].__name__ = _name
for _name, _function in _operators.items():
    setattr(ndarray, f"__{_name}__", _operator(_function, False))
    setattr(ndarray, f"__r{_name}__", _operator(_function, True))
    setattr(ndarray, f"__i{_name}__", _operator(_function, False, True))
for _name, _function in {"eq": equal, "ne": not_equal, "lt": less, "le": less_equal, "gt": greater, "ge": greater_equal}.items():
    setattr(ndarray, f"__{_name}__", lambda self, other, _function=_function: _function(self, _none(other)))


def _none(other):
    """Nothing equals None; as an array it is a value of its own."""
    return _laid([None], (), dtype(object)) if other is None else other
