"""Matrices: products, equations, sizes."""

import math

from numpy._array import _made, array, asarray, ndarray
from numpy._shapes import eye


class LinAlgError(ValueError):
    pass


def _sum_of_products(one, other):
    total = one[0] * other[0] if one else 0
    for x, y in zip(one[1:], other[1:]):
        total += x * y
    return total


def dot(a, b, **others):
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
    one, other = asarray(x1), asarray(x2)
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


def outer(a, b, **others):
    return asarray(a).reshape(-1, 1) * asarray(b).reshape(1, -1)


def kron(a, b):
    one, other = asarray(a), asarray(b)
    if one.ndim == 1:
        return outer(one, other).ravel()
    (rows, columns), (high, wide) = one.shape, other.shape
    return array([[one[r // high, c // wide] * other[r % high, c % wide] for c in range(columns * wide)] for r in range(rows * high)])


def cross(a, b, **others):
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
    return solve(a, eye(len(_square(a))))


def matrix_power(a, n):
    base = asarray(a) if n >= 0 else inv(a)
    result = eye(len(_square(a)), dtype=base.dtype)
    for _ in range(abs(n)):
        result = dot(result, base)
    return result


def norm(x, ord=None, axis=None, **others):
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
    if abs(ord) not in (1, math.inf):
        raise ValueError(f"norm of a matrix with ord={ord} is not there in the numpy of scripts")
    sums = [float(abs(line).sum()) for line in lines]
    return _made([max(sums) if ord > 0 else min(sums)], ())


def matrix_rank(A, tol=1e-10):
    rows = [list(map(complex, row)) for row in asarray(A).tolist()]
    rank = 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = max(range(rank, len(rows)), key=lambda row: abs(rows[row][column]), default=None)
        if pivot is None or abs(rows[pivot][column]) <= tol:
            continue
        rows[pivot], rows[rank] = rows[rank], rows[pivot]
        for row in range(rank + 1, len(rows)):
            factor = rows[row][column] / rows[rank][column]
            rows[row] = [x - factor * y for x, y in zip(rows[row], rows[rank])]
        rank += 1
    return rank


def lstsq(a, b, rcond=None):
    """The best solution of too many equations; of its numbers only the solution is given."""
    left, right = asarray(a), asarray(b)
    turned = left.transpose().conj()
    return solve(dot(turned, left), dot(turned, right)), None, matrix_rank(left), None


def eigvals(a):
    """The roots of the characteristic polynomial (Faddeev and LeVerrier)."""
    from numpy._polynomials import _found_roots

    matrix, size = asarray(a), len(_square(a))
    coefficients, current = [1.0], eye(size) * 0
    for number in range(1, size + 1):
        current = dot(matrix, current) + coefficients[-1] * eye(size)
        coefficients.append(-dot(matrix, current).trace() / number)
    return _found_roots(coefficients)


def eigvalsh(a):
    return array(sorted(value.real for value in asarray(eigvals(a), complex)._values()))


ndarray.dot = dot
ndarray.__matmul__ = lambda self, other: matmul(self, other)
ndarray.__rmatmul__ = lambda self, other: matmul(other, self)


def __getattr__(name):
    raise AttributeError(f"numpy.linalg has no '{name}' for scripts; docs/problems.md lists what is there")
