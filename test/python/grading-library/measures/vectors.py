import numpy as np


class Vector(np.ndarray):
    """Numbers in a row, whose product is the sum of products."""

    def __new__(cls, values, unit=""):
        made = np.asarray(values).view(cls)
        made.unit = unit
        return made

    def __array_finalize__(self, parent):
        self.unit = getattr(parent, "unit", "")

    @property
    def length(self):
        return np.linalg.norm(self)

    def __add__(self, other):
        if np.shape(other) != self.shape:
            raise ValueError("Only vectors of the same length can be added.")
        return super().__add__(other)

    def __mul__(self, other):
        if isinstance(other, Vector):
            return np.dot(self, other).item()
        return super().__mul__(other)
