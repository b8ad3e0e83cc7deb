"""Arrays as text: the shortest digits that tell values apart, at most eight of them after the point."""

import math

_options = {"precision": 8, "threshold": 1000, "linewidth": 75, "edgeitems": 3, "suppress": False, "sign": "-"}


def set_printoptions(precision=None, threshold=None, linewidth=None, edgeitems=None, suppress=None, sign=None, legacy=None, **others):
    given = dict(precision=precision, threshold=threshold, linewidth=linewidth, edgeitems=edgeitems, suppress=suppress)
    given["sign"] = " " if legacy == "1.13" else sign
    _options.update((name, value) for name, value in given.items() if value is not None)


def get_printoptions():
    return dict(_options)


def _positional(value, precision):
    """The digits before and after the point."""
    text = repr(value)
    if "e" in text or len(text.partition(".")[2]) > precision:
        text = f"{value:.{precision}f}"
        if "e" in repr(value) and abs(value) >= 1:
            text = f"{int(value)}.0"
    whole, _, part = text.partition(".")
    return whole, part.rstrip("0")


def _scientific(value, precision):
    """The digits before the point, after it, and the exponent."""
    digits, _, exponent = f"{value:.17e}".partition("e")
    for length in range(18):
        short = f"{value:.{length}e}"
        if float(short) == value or length == precision:
            digits, _, exponent = short.partition("e")
            break
    whole, _, part = digits.partition(".")
    return whole, part.rstrip("0"), exponent


def _floats(values, sign=False):
    """Texts of the same form for all, as wide as each other."""
    finite = [value for value in values if math.isfinite(value)]
    sizes = [abs(value) for value in finite if value != 0]
    precision = _options["precision"]
    large = sizes and (max(sizes) >= 1e8 or (not _options["suppress"] and (min(sizes) < 1e-4 or max(sizes) / min(sizes) > 1000)))

    def signed(value, text):
        plain = "+" if sign else _options["sign"].replace("-", "")
        return plain + text if math.copysign(1, value) > 0 else text

    if large:
        parts = {value: _scientific(value, precision) for value in finite}
        width = max(len(part) for _, part, _ in parts.values())
        power = max(len(exponent) for _, _, exponent in parts.values()) - 1
        texts = [
            signed(v, "%s.%se%s%s" % (parts[v][0], parts[v][1].ljust(width, "0"), parts[v][2][0], parts[v][2][1:].rjust(power, "0")))
            if math.isfinite(v)
            else signed(v, str(v))
            for v in values
        ]
        wide = max(map(len, texts))
        return [text.rjust(wide) for text in texts]
    pairs = [_positional(value, precision) if math.isfinite(value) else None for value in values]
    left = max([len(signed(v, pair[0])) for v, pair in zip(values, pairs) if pair] or [0])
    right = max([len(pair[1]) for pair in pairs if pair] or [0])
    others = max([len(signed(v, str(v))) for v, pair in zip(values, pairs) if not pair] or [0])
    if finite:
        left = max(left, others - right - 1)
    return [
        signed(v, pair[0]).rjust(left) + "." + pair[1].ljust(right) if pair else signed(v, str(v)).rjust(left + right + 1 if finite else others)
        for v, pair in zip(values, pairs)
    ]


def _texts(values, kind):
    if not values:
        return []
    if kind == "f":
        return _floats(values)
    if kind == "c":
        whole = _floats([value.real for value in values])
        parts = _floats([value.imag for value in values], sign=True)
        joined = []
        for real, part in zip(whole, parts):
            bare = part.rstrip()
            joined.append(real + bare + "j" + " " * (len(part) - len(bare)))
        return joined
    if kind in "UO":
        return [repr(value) for value in values]
    texts = [str(value) for value in values]
    width = 5 if kind == "b" else max(map(len, texts))
    return [text.rjust(width) for text in texts]


def _shown(items, limit):
    """Which of so many items are shown: all, or the first and the last with a gap between."""
    edge = _options["edgeitems"]
    if not limit or items <= 2 * edge:
        return list(range(items)), None
    return list(range(edge)) + list(range(items - edge, items)), edge


def _text(array, separator, prefix="", suffix=""):
    """An array in brackets, in lines that begin under each other."""
    short = array.size > _options["threshold"]
    shape = array.shape
    if 0 in shape:
        return "[]"
    chosen = [_shown(length, short) for length in shape]

    def places(dimension, offset):
        if dimension == len(shape):
            return [offset]
        return [p for k in chosen[dimension][0] for p in places(dimension + 1, offset + k * array._strides[dimension])]

    texts = iter(_texts([array._data[p] for p in places(0, array._offset)], array.dtype.kind))
    width = _options["linewidth"] - len(suffix) - max(len(separator.rstrip()), len("]" * len(shape)))

    def block(dimension, indent):
        shown, gap = chosen[dimension]
        if dimension == len(shape) - 1:
            lines, line = [], indent
            items = [next(texts) for _ in shown]
            if gap is not None:
                items.insert(gap, "...")
            for number, item in enumerate(items):
                if len(line) + len(item) > width and line != indent:
                    lines.append(line.rstrip())
                    line = indent
                line += item + (separator if number < len(items) - 1 else "")
            lines.append(line)
            return "[" + "\n".join(lines)[len(indent) :] + "]"
        rows = [block(dimension + 1, indent + " ") for _ in shown]
        if gap is not None:
            rows.insert(gap, "...")
        return "[" + (separator.rstrip() + "\n" * (len(shape) - dimension - 1) + indent).join(rows) + "]"

    return block(0, " " * (len(prefix) + 1))


def array2string(array, separator=" ", **others):
    if array.ndim == 0:
        return str(array.item())
    return _text(array, separator)


def _repr(array):
    name = type(array).__name__.replace("ndarray", "array")
    if array.ndim == 0:
        return f"{name}({array.tolist()!r})"
    kind = array.dtype.kind
    notes = [_text(array, ", ", name + "(", ")")]
    if array.size == 0 and len(array.shape) > 1:
        notes.append(f"shape={array.shape}")
    if kind == "U" or kind == "O" or array.size == 0:
        notes.append(f"dtype={str(array.dtype)!r}" if kind == "U" else f"dtype={array.dtype}")
    return f"{name}({', '.join(notes)})"
