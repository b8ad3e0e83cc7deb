"""Matrices taken apart: as lists of rows, real or complex. Small ones, as scripts have them."""

import cmath
import math

_eps = 2.0**-52


def _inner(x, y):
    return sum(one.conjugate() * other for one, other in zip(x, y))


def _size(x):
    return math.sqrt(math.fsum(abs(value) ** 2 for value in x))


def _turned(rows):
    return [[value.conjugate() for value in column] for column in zip(*rows)]


def _unit(size):
    return [[1.0 if row == column else 0.0 for column in range(size)] for row in range(size)]


def _product(one, other):
    columns = list(zip(*other))
    return [[sum(x * y for x, y in zip(row, column)) for column in columns] for row in one]


def orthogonal_triangular(rows):
    """Q and R by reflections, Q with all its columns."""
    high, wide = len(rows), len(rows[0])
    r, q = [list(row) for row in rows], _unit(high)
    for column in range(min(high - 1, wide)):
        x = [r[row][column] for row in range(column, high)]
        size = _size(x)
        if size == 0 or not any(x[1:]):
            continue
        phase = x[0] / abs(x[0]) if x[0] != 0 else 1.0
        x[0] += phase * size
        whole = _size(x)
        v = [value / whole for value in x]
        for k in range(wide):
            share = 2 * _inner(v, [r[row][k] for row in range(column, high)])
            for number, value in enumerate(v):
                r[column + number][k] -= share * value
        for row in q:
            share = 2 * sum(row[column + number] * value for number, value in enumerate(v))
            for number, value in enumerate(v):
                row[column + number] -= share * value.conjugate()
    for row in range(high):
        for column in range(min(row, wide)):
            r[row][column] = 0.0
    return q, r


def symmetric(rows):
    """Eigenvalues in order and eigenvectors as columns, by rotations."""
    size = len(rows)
    a, v = [list(row) for row in rows], _unit(size)
    for row in range(size):
        for column in range(row + 1, size):
            a[row][column] = a[column][row].conjugate()
        a[row][row] = a[row][row].real
    for _ in range(60):
        off = math.fsum(abs(a[p][q]) ** 2 for p in range(size) for q in range(p))
        if off == 0 or off <= (_eps * _eps) * 1e-4 * math.fsum(abs(a[p][p]) ** 2 for p in range(size)):
            break
        for p in range(size - 1):
            for q in range(p + 1, size):
                length = abs(a[p][q])
                if length == 0:
                    continue
                phase = a[p][q] / length
                theta = (a[q][q].real - a[p][p].real) / (2 * length)
                t = (1.0 if theta >= 0 else -1.0) / (abs(theta) + math.hypot(theta, 1.0))
                c = 1.0 / math.hypot(t, 1.0)
                s = t * c
                for k in range(size):
                    x, y = a[k][p], a[k][q]
                    a[k][p], a[k][q] = c * x - s * phase.conjugate() * y, s * phase * x + c * y
                for k in range(size):
                    x, y = a[p][k], a[q][k]
                    a[p][k], a[q][k] = c * x - s * phase * y, s * phase.conjugate() * x + c * y
                for k in range(size):
                    x, y = v[k][p], v[k][q]
                    v[k][p], v[k][q] = c * x - s * phase.conjugate() * y, s * phase * x + c * y
    order = sorted(range(size), key=lambda number: a[number][number].real)
    return [a[n][n].real for n in order], [[row[n] for n in order] for row in v]


def singular(rows):
    """U with as many columns as there are values, the singular values from the largest, and V as rows (one-sided rotations)."""
    high, wide = len(rows), len(rows[0])
    if high < wide:
        u, s, vh = singular(_turned(rows))
        return _turned(vh), s, _turned(u)
    columns, v = [list(column) for column in zip(*rows)], _unit(wide)
    for _ in range(60):
        moved = False
        for p in range(wide - 1):
            for q in range(p + 1, wide):
                x, y = columns[p], columns[q]
                alpha, beta = math.fsum(abs(k) ** 2 for k in x), math.fsum(abs(k) ** 2 for k in y)
                gamma = _inner(x, y)
                length = abs(gamma)
                if length == 0 or length <= _eps * math.sqrt(alpha * beta):
                    continue
                moved = True
                phase = gamma / length
                zeta = (beta - alpha) / (2 * length)
                t = (1.0 if zeta >= 0 else -1.0) / (abs(zeta) + math.hypot(1.0, zeta))
                c = 1.0 / math.hypot(1.0, t)
                s = c * t
                for pair in (columns, v):
                    x, y = pair[p], pair[q]
                    pair[p] = [c * i - s * phase.conjugate() * j for i, j in zip(x, y)]
                    pair[q] = [s * phase * i + c * j for i, j in zip(x, y)]
        if not moved:
            break
    sizes = [_size(column) for column in columns]
    order = sorted(range(wide), key=lambda number: -sizes[number])
    limit = (max(sizes) if sizes else 0) * _eps * high
    u = []
    for number in order:
        if sizes[number] > limit:
            u.append([value / sizes[number] for value in columns[number]])
        else:
            u.append(_another(u, high))
    return [list(row) for row in zip(*u)], [sizes[n] for n in order], [[value.conjugate() for value in v[n]] for n in order]


def _another(units, length):
    """A direction at right angles to the ones there are."""
    for axis in range(length):
        x = [1.0 if number == axis else 0.0 for number in range(length)]
        for _ in range(2):
            for unit in units:
                share = _inner(unit, x)
                x = [value - share * one for value, one in zip(x, unit)]
        if _size(x) > 0.3 / math.sqrt(length):
            break
    size = _size(x)
    return [value / size for value in x]


def _pair(a, b, c, d):
    """Eigenvalues of a real matrix of two rows."""
    half, product = (a - d) / 2, b * c
    inside = half * half + product
    if inside < 0:
        return complex((a + d) / 2, math.sqrt(-inside)), complex((a + d) / 2, -math.sqrt(-inside))
    z = half + math.copysign(math.sqrt(inside), half)
    return d + z, (d - product / z if z else d)


def eigenvalues(rows):
    """All eigenvalues: QR steps with shifts on the Hessenberg form."""
    size = len(rows)
    real = not any(isinstance(value, complex) for row in rows for value in row)
    if real and not any(rows[i][j] for i in range(size) for j in range(i)):
        return [rows[n][n] for n in range(size)]
    if size == 2 and real:
        return list(_pair(*rows[0], *rows[1]))
    h = _hessenberg([[complex(value) for value in row] for row in rows])
    found, last, steps = [0j] * size, size - 1, 0
    while last > 0:
        small = last
        while small > 0 and abs(h[small][small - 1]) > _eps * (abs(h[small][small]) + abs(h[small - 1][small - 1])):
            small -= 1
        if small > 0:
            h[small][small - 1] = 0j
        if small == last:
            found[last] = h[last][last]
            last, steps = last - 1, 0
            continue
        steps += 1
        if steps > 300:
            raise ArithmeticError("Eigenvalues did not converge")
        a, b, c, d = h[last - 1][last - 1], h[last - 1][last], h[last][last - 1], h[last][last]
        root = cmath.sqrt((a - d) * (a - d) / 4 + b * c)
        shift = min(((a + d) / 2 + root, (a + d) / 2 - root), key=lambda value: abs(value - d))
        if steps % 10 == 0:
            shift = d + abs(c)
        _step(h, small, last, shift)
    found[0] = h[0][0]
    return _as_real(found, rows) if real else found


def _hessenberg(h):
    size = len(h)
    for column in range(size - 2):
        x = [h[row][column] for row in range(column + 1, size)]
        length = _size(x)
        if length == 0 or not any(x[1:]):
            continue
        x[0] += length * (x[0] / abs(x[0]) if x[0] != 0 else 1.0)
        whole = _size(x)
        v = [value / whole for value in x]
        for k in range(size):
            share = 2 * _inner(v, [h[column + 1 + n][k] for n in range(len(v))])
            for n, value in enumerate(v):
                h[column + 1 + n][k] -= share * value
        for row in h:
            share = 2 * sum(row[column + 1 + n] * value for n, value in enumerate(v))
            for n, value in enumerate(v):
                row[column + 1 + n] -= share * value.conjugate()
    return h


def _step(h, first, last, shift):
    for k in range(first, last + 1):
        h[k][k] -= shift
    turns = []
    for k in range(first, last):
        x, y = h[k][k], h[k + 1][k]
        length = math.hypot(abs(x), abs(y))
        c, s = (x / length, y / length) if length else (1.0, 0.0)
        turns.append((c, s))
        for j in range(k, last + 1):
            x, y = h[k][j], h[k + 1][j]
            h[k][j], h[k + 1][j] = c.conjugate() * x + s.conjugate() * y, -s * x + c * y
    for k, (c, s) in zip(range(first, last), turns):
        for row in range(first, min(k + 2, last) + 1):
            x, y = h[row][k], h[row][k + 1]
            h[row][k], h[row][k + 1] = x * c + y * s, -x * s.conjugate() + y * c.conjugate()
    for k in range(first, last + 1):
        h[k][k] += shift


def _as_real(found, rows):
    """Of a real matrix: real ones as real numbers, the others in pairs."""
    scale = max(max(abs(value) for value in row) for row in rows) or 1.0
    limit = 1e-11 * scale
    result, left = [], list(found)
    while left:
        value = left.pop(0)
        if abs(value.imag) <= limit:
            result.append(value.real)
            continue
        partner = min(left, key=lambda other: abs(other - value.conjugate()), default=None)
        if partner is not None:
            left.remove(partner)
        value = complex(value.real, abs(value.imag))
        result += [value, value.conjugate()]
    return result


def eigenvector(rows, value):
    """A direction of length one that the matrix only stretches: what is smallest for the matrix less the value."""
    shifted = [[one - (value if i == j else 0) for j, one in enumerate(row)] for i, row in enumerate(rows)]
    vector = [one.conjugate() for one in singular(shifted)[2][-1]]
    largest = max(vector, key=abs)
    phase = largest.conjugate() / abs(largest) if isinstance(largest, complex) else 1.0
    return [one * phase for one in vector]
