"""The preferred values of resistors (IEC 60063), each series with the values of the smaller ones first."""

_rounded = [round(100 * 10 ** (number / 192)) for number in range(192)]
_rounded[185] = 920


def _series(count, strides):
    values = _rounded[:: 192 // count]
    return [value for start in range(strides) for value in values[start::strides]]


E12 = [10, 12, 15, 18, 22, 27, 33, 39, 47, 56, 68, 82]
E6 = E12[::2]
E24 = E12 + [11, 13, 16, 20, 24, 30, 36, 43, 51, 62, 75, 91]
E48 = _series(48, 4)
E96 = _series(96, 8)
E192 = _series(192, 16)
