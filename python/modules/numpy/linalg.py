"""Matrices: products, equations, sizes."""

import math

from numpy import _decompositions
from numpy._array import _foremost, _kept, _made, array, asanyarray, asarray, ndarray
from numpy._shapes import eye


class LinAlgError(ValueError):
    pass


def _sum_of_products(one, other):
    total = one[0] * other[0] if one else 0
    for x, y in zip(one[1:], other[1:]):
        total += x * y
    return total


def dot(a, b, out=None):
    return _kept(_foremost(a, b), _dot(a, b))


def _dot(a, b):
    one, other = asarray(a), asarray(b)
    if one.ndim == 0 or other.ndim == 0:
        return one * other
    length = one.shape[-1]
    if length != other.shape[-2 if other.ndim > 1 else 0]:
        raise ValueError(
            f"shapes {one.shape} and {other.shape} not aligned: {length} (dim {one.ndim - 1}) != {other.shape[max(0, other.ndim - 2)]} (dim {max(0, other.ndim - 2)})"
        )
    values = one._values()
    rows = [values[at : at + length] for at in range(0, len(values), length or 1)]
    if other.ndim == 1:
        shape, columns = one.shape[:-1], [other._values()]
    else:
        turned = other.swapaxes(-1, -2)._values()
        columns = [turned[at : at + length] for at in range(0, len(turned), length or 1)]
        shape = one.shape[:-1] + other.shape[:-2] + other.shape[-1:]
    return _made([_sum_of_products(row, column) for row in rows for column in columns], shape)


def matmul(x1, x2, **others):
    one, other = asanyarray(x1), asanyarray(x2)
    if one.ndim == 0 or other.ndim == 0:
        raise ValueError("matmul: Input operand does not have enough dimensions")
    if max(one.ndim, other.ndim) > 2:
        raise ValueError("matmul of the numpy of scripts takes matrices and vectors only")
    return dot(one, other)


def vdot(a, b):
    return dot(asarray(a).ravel().conj(), asarray(b).ravel())


def inner(a, b):
    one, other = asarray(a), asarray(b)
    return dot(one, other if other.ndim < 2 else other.swapaxes(-1, -2))


def outer(a, b, out=None):
    return asarray(a).reshape(-1, 1) * asarray(b).reshape(1, -1)


def kron(a, b):
    one, other = asarray(a), asarray(b)
    if one.ndim == 1:
        return outer(one, other).ravel()
    (rows, columns), (high, wide) = one.shape, other.shape
    return array([[one[r // high, c // wide] * other[r % high, c % wide] for c in range(columns * wide)] for r in range(rows * high)])


def cross(a, b, axis=-1):
    one, other = asarray(a), asarray(b)
    if one.ndim > 1 or other.ndim > 1:
        count = max(len(part) if part.ndim > 1 else 1 for part in (one, other))
        pairs = [(one[n] if one.ndim > 1 else one, other[n] if other.ndim > 1 else other) for n in range(count)]
        return array([cross(x, y) for x, y in pairs])
    x, y = one._values(), other._values()
    if len(x) == len(y) == 2:
        return _made([x[0] * y[1] - x[1] * y[0]], ())
    x, y = x + [0] * (3 - len(x)), y + [0] * (3 - len(y))
    return array([x[1] * y[2] - x[2] * y[1], x[2] * y[0] - x[0] * y[2], x[0] * y[1] - x[1] * y[0]])


def _square(a):
    given = asarray(a)
    if given.ndim != 2 or given.shape[0] != given.shape[1]:
        raise LinAlgError("Last 2 dimensions of the array must be square")
    number = complex if given.dtype.kind == "c" else float
    return [[number(value) for value in row] for row in given.tolist()]


def _eliminated(rows, sides):
    """The determinant, with the sides turned into the solutions. Rows with the largest number go first."""
    size, sign = len(rows), 1.0
    for column in range(size):
        pivot = max(range(column, size), key=lambda row: abs(rows[row][column]))
        if rows[pivot][column] == 0:
            return 0.0
        if pivot != column:
            rows[pivot], rows[column] = rows[column], rows[pivot]
            sides[pivot], sides[column] = sides[column], sides[pivot]
            sign = -sign
        for row in range(column + 1, size):
            factor = rows[row][column] / rows[column][column]
            if factor:
                rows[row] = [x - factor * y for x, y in zip(rows[row], rows[column])]
                sides[row] = [x - factor * y for x, y in zip(sides[row], sides[column])]
    for column in reversed(range(size)):
        sides[column] = [value / rows[column][column] for value in sides[column]]
        for row in range(column):
            factor = rows[row][column]
            if factor:
                sides[row] = [x - factor * y for x, y in zip(sides[row], sides[column])]
    result = sign
    for number in range(size):
        result = result * rows[number][number]
    return result


def det(a):
    rows = _square(a)
    return _made([_eliminated(rows, [[] for _ in rows])], ())


def solve(a, b):
    rows, right = _square(a), asarray(b)
    sides = [[value] for value in right.tolist()] if right.ndim == 1 else right.tolist()
    if len(sides) != len(rows):
        raise ValueError("solve: the sides have another length than the matrix")
    if _eliminated(rows, sides) == 0:
        raise LinAlgError("Singular matrix")
    return array(sides).reshape(right.shape)


def inv(a):
    return _kept(a, solve(a, eye(len(_square(a)))))


def matrix_power(a, n):
    base = asarray(a) if n >= 0 else inv(asarray(a))
    result = eye(len(_square(a)), dtype=base.dtype)
    for _ in range(abs(n)):
        result = dot(result, base)
    return _kept(a, result)


def norm(x, ord=None, axis=None, keepdims=False):
    given = asarray(x)
    if axis is not None:
        return array([norm(line, ord) for line in (given if axis % given.ndim else given.transpose())])
    sizes = [abs(value) for value in given._values()]
    if given.ndim < 2 or ord in (None, "fro"):
        if ord in (None, 2, "fro"):
            return _made([math.sqrt(_sum_of_products(sizes, sizes))], ())
        if ord in (math.inf, -math.inf):
            return _made([float(max(sizes) if ord > 0 else min(sizes))], ())
        if ord == 0:
            return _made([float(len([size for size in sizes if size]))], ())
        return _made([sum(size**ord for size in sizes) ** (1.0 / ord)], ())
    lines = given if ord in (math.inf, -math.inf) else given.transpose()
    if ord in (2, -2, "nuc"):
        sizes = svd(given, compute_uv=False)._values()
        return _made([sum(sizes) if ord == "nuc" else sizes[0] if ord == 2 else sizes[-1]], ())
    if ord not in (1, -1, math.inf, -math.inf):
        raise ValueError("Invalid norm order for matrices.")
    sums = [float(abs(line).sum()) for line in lines]
    return _made([max(sums) if ord > 0 else min(sums)], ())


def _rows(a):
    """The rows of a matrix, of floats or complex numbers."""
    given = asarray(a)
    if given.ndim != 2:
        raise LinAlgError(f"{given.ndim}-dimensional array given. Array must be two-dimensional")
    return given.astype(complex if given.dtype.kind == "c" else float).tolist()


def svd(a, full_matrices=True, compute_uv=True, hermitian=False):
    rows = _rows(a)
    u, s, vh = _decompositions.singular(rows)
    if not compute_uv:
        return array(s, float)
    if full_matrices:
        u, vh = _filled_up(u, len(rows)), _decompositions._turned(_filled_up(_decompositions._turned(vh), len(rows[0])))
    return array(u), array(s, float), array(vh)


def _filled_up(rows, size):
    columns = [list(column) for column in zip(*rows)]
    while len(columns) < size:
        columns.append(_decompositions._another(columns, size))
    return [list(row) for row in zip(*columns)]


def qr(a, mode="reduced"):
    rows = _rows(a)
    q, r = _decompositions.orthogonal_triangular(rows)
    if mode == "reduced":
        count = min(len(rows), len(rows[0]))
        q, r = [row[:count] for row in q], r[:count]
    elif mode != "complete":
        raise ValueError("qr of the numpy of scripts has the modes 'reduced' and 'complete'")
    return array(q), array(r)


def matrix_rank(A, tol=None):
    given = asarray(A)
    if given.ndim < 2:
        return int(bool(given.any()))
    sizes = svd(given, compute_uv=False)._values()
    limit = max(sizes) * max(given.shape) * 2.0**-52 if tol is None else tol
    return len([size for size in sizes if size > limit])


def pinv(a, rcond=1e-15):
    u, s, vh = svd(a, full_matrices=False)
    sizes = s._values()
    limit = rcond * max(sizes)
    turned = [1 / size if size > limit else 0.0 for size in sizes]
    return _kept(a, dot(vh.conj().T * array(turned, float), u.conj().T))


def lstsq(a, b, rcond=None):
    """The best solution of too many equations, the smallest one of too few; what is left over, the rank, the singular values."""
    left, right = asarray(a), asarray(b)
    if left.ndim != 2 or left.shape[0] != right.shape[0]:
        raise LinAlgError("Incompatible dimensions")
    high, wide = left.shape
    sizes = svd(left, compute_uv=False)
    small = 2.0**-52 * (1 if rcond == -1 else max(high, wide)) if rcond in (None, -1) else rcond
    rank = len([size for size in sizes._values() if size > small * max(sizes._values())])
    solution = dot(pinv(left, small), right)
    rest = abs(dot(left, solution) - right) ** 2
    full = rank == wide and high > wide
    squares = array([float(rest.sum())]) if right.ndim == 1 else rest.sum(axis=0)
    return solution, squares if full else array([], float), rank, sizes


def cond(x, p=None):
    if p in (None, 2, -2):
        sizes = svd(x, compute_uv=False)._values()
        large, small = (sizes[0], sizes[-1]) if p != -2 else (sizes[-1], sizes[0])
        return _made([large / small if small else math.inf], ())
    return norm(x, p) * norm(inv(x), p)


def slogdet(a):
    value = det(a)
    if value == 0:
        return _made([0.0], ()), _made([-math.inf], ())
    return _made([value / abs(value)], ()), _made([math.log(abs(value))], ())


def cholesky(a):
    rows = _square(a)
    size = len(rows)
    result = [[0.0] * size for _ in range(size)]
    for i in range(size):
        for j in range(i + 1):
            rest = rows[i][j] - sum(result[i][k] * result[j][k].conjugate() for k in range(j))
            if i != j:
                result[i][j] = rest / result[j][j]
            elif rest.real <= 0:
                raise LinAlgError("Matrix is not positive definite")
            else:
                result[i][i] = math.sqrt(rest.real)
    return array(result)


def eigvals(a):
    try:
        return array(_decompositions.eigenvalues(_square(a)))
    except ArithmeticError as error:
        raise LinAlgError(str(error)) from None


def eig(a):
    rows = _square(a)
    values = eigvals(a)._values()
    vectors = [_decompositions.eigenvector(rows, value) for value in values]
    return array(values), array([list(row) for row in zip(*vectors)])


def eigh(a, UPLO="L"):
    rows = _square(a)
    if UPLO == "U":
        rows = _decompositions._turned(rows)
    values, vectors = _decompositions.symmetric(rows)
    return array(values, float), array(vectors)


def eigvalsh(a, UPLO="L"):
    return eigh(a, UPLO)[0]


def multi_dot(arrays):
    result = arrays[0]
    for one in arrays[1:]:
        result = dot(result, one)
    return result


ndarray.dot = dot
ndarray.__matmul__ = lambda self, other: matmul(self, other)
ndarray.__rmatmul__ = lambda self, other: matmul(other, self)


def __getattr__(name):
    there = ", ".join(sorted(one for one, value in globals().items() if one[0] != "_" and getattr(value, "__module__", "") == __name__))
    raise AttributeError(f"numpy.linalg has no '{name}' for scripts; it has {there}")
