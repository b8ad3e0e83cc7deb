"""Matrices: what numpy.linalg has, and the exponential."""

import math

import numpy as _np
from numpy import kron
from numpy.linalg import LinAlgError, cholesky, cond, det, eig, eigh, eigvals, eigvalsh, inv, lstsq, matrix_power, norm, pinv, qr, solve, svd


def expm(A):
    """The exponential of a matrix: of a small part of it by its series, then squared."""
    matrix = _np.asarray(A) * 1.0
    halvings = max(0, math.ceil(math.log2(norm(matrix, 1) or 1.0)) + 3)
    part = matrix / 2.0**halvings
    result = term = _np.eye(len(matrix)) + 0 * part
    for number in range(1, 18):
        term = _np.dot(term, part) / number
        result = result + term
    for _ in range(halvings):
        result = _np.dot(result, result)
    return result


def cosm(A):
    return (expm(1j * _np.asarray(A)) + expm(-1j * _np.asarray(A))) / 2


def sinm(A):
    return (expm(1j * _np.asarray(A)) - expm(-1j * _np.asarray(A))) / 2j


def null_space(A, rcond=None):
    u, s, vh = svd(A)
    sizes = s.tolist()
    limit = max(sizes) * (2.0**-52 * max(_np.shape(A)) if rcond is None else rcond)
    return vh[len([size for size in sizes if size > limit]) :].conj().T


def __getattr__(name):
    raise AttributeError(f"scipy.linalg has no '{name}' for scripts; it has most of numpy.linalg, expm, cosm, sinm, null_space")
