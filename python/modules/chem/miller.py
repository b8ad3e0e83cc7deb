"""Miller indices of planes in crystals."""

import json
import math
import re
from fractions import Fraction

_nan = math.nan


def lcm(a, b):
    return a * b / math.gcd(a, b)


def segment_to_fraction(distance):
    """One divided by where a plane cuts an axis, as a simple fraction; nothing where it never does."""
    if distance != distance:
        return Fraction(0, 1)
    return 1 / Fraction(distance).limit_denominator(10)


def sub_miller(segments):
    """The indices of a plane by where it cuts the axes: `(2,1,0)`."""
    inverted = [segment_to_fraction(float(segment)) for segment in segments]
    common = math.lcm(*(fraction.denominator for fraction in inverted))
    return "(" + ",".join(str(fraction.numerator * common // fraction.denominator) for fraction in inverted) + ")"


def _cut(point, origin, normal, signs):
    """Where the plane cuts each axis that begins at `origin`; @signs: the way each axis goes."""
    height = sum((p - o) * n for p, o, n in zip(point, origin, normal))
    return [height / (sign * n) if n else _nan for sign, n in zip(signs, normal)]


def miller(points):
    """The indices of the plane through three points."""
    first, second, third = ([float(number) for number in point] for point in list(points)[:3])
    one, other = ([b - a for a, b in zip(first, point)] for point in (second, third))
    normal = [
        one[1] * other[2] - one[2] * other[1],
        one[2] * other[0] - one[0] * other[2],
        one[0] * other[1] - one[1] * other[0],
    ]
    segments = _cut(first, (0, 0, 0), normal, (1, 1, 1))
    if 0 in segments:
        # The plane holds the origin: the cell's first corner beside the plane takes its place.
        corners = [(1, 1, 1), (0, 0, 1), (1, 0, 1), (0, 1, 1), (1, 0, 0), (0, 1, 0)]
        origin = next(corner for corner in corners if sum(c * n for c, n in zip(corner, normal)) != 0)
        signs = [1 - 2 * part for part in origin]
        segments = [sign * cut for sign, cut in zip(signs, _cut(first, origin, normal, signs))]
    return sub_miller(segments)


def _near(coordinate):
    """The nearest multiple of 0.05."""
    base = math.floor(coordinate * 10)
    quarter = math.floor((coordinate * 10 - base) / 0.25)
    return base / 10 + (0, 0.05, 0.05, 0.1)[quarter]


def grade(user_input, correct_answer):
    """Whether the lattice is the same, and the plane through the points has the indices, or all their opposites."""
    answer = json.loads(user_input)
    if answer["lattice"] != correct_answer["lattice"] or len(answer["points"]) < 3:
        return False
    indices = miller([[_near(float(number)) for number in point] for point in answer["points"]])
    wanted = correct_answer["miller"].replace(" ", "")
    opposite = re.sub(r"-?\d+", lambda number: str(-int(number[0])), wanted)
    return indices in (wanted, opposite)
