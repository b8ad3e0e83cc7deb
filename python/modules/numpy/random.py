"""Numbers drawn as numpy's RandomState draws them: the Mersenne Twister, seeded as numpy seeds it."""

import math as _math
import random as _problem
import sys as _sys

from _random import Random as _Generator
from numpy._array import _made, _shape_of, array, asarray, ndarray
from numpy._reductions import cumsum as _cumsum
from numpy._shapes import arange as _arange, searchsorted as _searchsorted


def _state(seed):
    """The generator's words after seeding with one number."""
    words = [seed & 0xFFFFFFFF]
    for number in range(1, 624):
        last = words[-1]
        words.append((1812433253 * (last ^ (last >> 30)) + number) & 0xFFFFFFFF)
    return (*words, 624)


class RandomState:
    def __init__(self, seed=None):
        self._generator = _Generator(0)
        self.seed(seed)

    def seed(self, seed=None):
        self._kept = None
        if seed is None:
            seed = int(_problem.random() * (1 << 32))
        if isinstance(seed, int):
            if not 0 <= seed < 1 << 32:
                raise ValueError("Seed must be between 0 and 2**32 - 1")
            self._generator.setstate(_state(seed))
        else:
            words = [int(word) for word in asarray(seed)._values()]
            self._generator.seed(sum(word << (32 * number) for number, word in enumerate(words)))

    def _word(self):
        return self._generator.getrandbits(32)

    def _below(self, most):
        """A whole number from 0 to `most`, by as many bits as it has."""
        if most == 0:
            return 0
        mask = (1 << most.bit_length()) - 1
        while True:
            drawn = self._word() if most <= 0xFFFFFFFF else (self._word() << 32) | self._word()
            if drawn & mask <= most:
                return drawn & mask

    def _filled(self, size, of):
        if size is None:
            return _made([of()], ())
        shape = _shape_of(size)
        return _made([of() for _ in range(_math.prod(shape))], shape) if _math.prod(shape) else array([])

    def random_sample(self, size=None):
        return self._filled(size, self._generator.random)

    random = ranf = sample = random_sample

    def rand(self, *size):
        return self.random_sample(size or None)

    def uniform(self, low=0.0, high=1.0, size=None):
        if isinstance(low, ndarray) or isinstance(high, ndarray):
            low, high = asarray(low, float), asarray(high, float)
            return low + (high - low) * self.random_sample((low + high).shape if size is None else size)
        return self._filled(size, lambda: low + (high - low) * self._generator.random())

    def randint(self, low, high=None, size=None, dtype=int):
        if high is None:
            low, high = 0, low
        low, most = int(low), int(high) - 1 - int(low)
        if most < 0:
            raise ValueError("low >= high")
        return self._filled(size, lambda: low + self._below(most))

    def random_integers(self, low, high=None, size=None):
        return self.randint(1, low + 1, size) if high is None else self.randint(low, high + 1, size)

    def shuffle(self, x):
        for last in range(len(x) - 1, 0, -1):
            other = self._below(last)
            if isinstance(x, ndarray) and x.ndim > 1:
                x[last], x[other] = x[other].copy(), x[last].copy()
            else:
                x[last], x[other] = x[other], x[last]

    def permutation(self, x):
        if not isinstance(x, int) and asarray(x).ndim > 1:
            return asarray(x)[self.permutation(len(x))]
        result = _arange(x) if isinstance(x, int) else array(x)
        self.shuffle(result)
        return result

    def choice(self, a, size=None, replace=True, p=None):
        pool = None if isinstance(a, int) else asarray(a)
        count = a if pool is None else len(pool)
        wanted = 1 if size is None else _math.prod(_shape_of(size))
        if p is not None:
            chosen = self._weighted(asarray(p, float), wanted, replace)
        elif replace:
            chosen = [self._below(count - 1) for _ in range(wanted)]
        else:
            if wanted > count:
                raise ValueError("Cannot take a larger sample than population when 'replace=False'")
            chosen = self.permutation(count)._values()[:wanted]
        if size is None:
            return _made(chosen, ()) if pool is None else pool[chosen[0]]
        places = array(chosen, int).reshape(_shape_of(size))
        return places if pool is None else pool[places]

    def _weighted(self, p, wanted, replace):
        if abs(float(p.sum()) - 1) > 1e-8:
            raise ValueError("probabilities do not sum to 1")
        if replace:
            ends = _cumsum(p)
            ends = ends / ends[-1]
            return [_searchsorted(ends, self._generator.random(), "right") for _ in range(wanted)]
        found, left = [], p.copy()
        while len(found) < wanted:
            drawn = [self._generator.random() for _ in range(wanted - len(found))]
            for place in found:
                left[place] = 0
            ends = _cumsum(left)
            ends = ends / ends[-1]
            for value in drawn:
                place = _searchsorted(ends, value, "right")
                if place not in found:
                    found.append(place)
        return found

    def _gauss(self):
        if self._kept is not None:
            kept, self._kept = self._kept, None
            return kept
        while True:
            x = 2.0 * self._generator.random() - 1.0
            y = 2.0 * self._generator.random() - 1.0
            far = x * x + y * y
            if far < 1.0 and far != 0.0:
                break
        scale = _math.sqrt(-2.0 * _math.log(far) / far)
        self._kept = scale * x
        return scale * y

    def normal(self, loc=0.0, scale=1.0, size=None):
        if isinstance(loc, ndarray) or isinstance(scale, ndarray):
            shape = (asarray(loc) + asarray(scale)).shape if size is None else size
            return loc + scale * self.standard_normal(shape)
        return self._filled(size, lambda: loc + scale * self._gauss())

    def standard_normal(self, size=None):
        return self._filled(size, self._gauss)

    def randn(self, *size):
        return self.standard_normal(size or None)

    def exponential(self, scale=1.0, size=None):
        return self._filled(size, lambda: scale * -_math.log(1.0 - self._generator.random()))

    def standard_exponential(self, size=None):
        return self.exponential(1.0, size)

    def lognormal(self, mean=0.0, sigma=1.0, size=None):
        return self._filled(size, lambda: _math.exp(mean + sigma * self._gauss()))

    def poisson(self, lam=1.0, size=None):
        if lam >= 10:
            raise ValueError("poisson of the numpy of scripts takes a mean below 10")

        def of():
            least, product, number = _math.exp(-lam), 1.0, 0
            while lam:
                product *= self._generator.random()
                if product <= least:
                    break
                number += 1
            return number

        return self._filled(size, of)


_shared = RandomState()


def __getattr__(name):
    if not name.startswith("_") and hasattr(RandomState, name):
        return getattr(_shared, name)
    raise AttributeError(
        f"numpy.random has no '{name}' for scripts; it has RandomState and "
        + ", ".join(name for name in sorted(vars(RandomState)) if not name.startswith("_"))
    )
