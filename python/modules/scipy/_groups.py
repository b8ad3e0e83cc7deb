"""Matrices drawn from groups, each as likely as any other."""

import math

import numpy as _np


class _Group:
    def rvs(self, dim, size=1, random_state=None):
        if size != 1:
            return _np.array([self.rvs(dim, 1, random_state) for _ in range(size)])
        state = _np.random if random_state is None else random_state
        return self._drawn(int(dim), _np.random.RandomState(state) if isinstance(state, int) else state)


def _turned(z):
    """Q of a matrix, with the signs of R taken out of it."""
    q, r = _np.linalg.qr(z)
    d = _np.diag(r)
    return q * (d / abs(d))


class _Orthogonal(_Group):
    def _drawn(self, dim, state):
        return _turned(state.normal(size=(dim, dim)))


class _SpecialOrthogonal(_Group):
    def _drawn(self, dim, state):
        matrix = _turned(state.normal(size=(dim, dim)))
        if _np.linalg.det(matrix) < 0:
            matrix[:, 0] = -matrix[:, 0]
        return matrix


class _Unitary(_Group):
    def _drawn(self, dim, state):
        real = state.normal(size=(dim, dim))
        return _turned((real + 1j * state.normal(size=(dim, dim))) / math.sqrt(2))


ortho_group, special_ortho_group, unitary_group = _Orthogonal(), _SpecialOrthogonal(), _Unitary()
