import math as _math
import sys as _sys

deg2rad = _math.pi / 180.0
rad2deg = 180.0 / _math.pi


def lc_random(lower, upper, stepsize):
    steps = int((upper - lower) / (1.0 * stepsize))
    return _sys.modules["random"].choice([lower + step * stepsize for step in range(steps)])


def lc_choose(index, *args):
    try:
        return args[int(index) - 1]
    except Exception:
        if args:
            return args[0]
    raise Exception(f"lc_choose has nothing to choose from, index={index}")
