"""What scripts of courses and grading libraries use of scipy, in Python alone."""

import importlib as _importlib

_parts = ("constants", "integrate", "linalg", "optimize", "special", "stats")


def __getattr__(name):
    if name in _parts:
        return _importlib.import_module(f"scipy.{name}")
    numpy = _importlib.import_module("numpy")
    if not name.startswith("_") and hasattr(numpy, name):
        return getattr(numpy, name)
    raise AttributeError(f"scipy has no '{name}' for scripts; there are {', '.join(_parts)}, and what numpy has")
