"""Of numpy.lib there is scimath."""

from numpy.lib import scimath


def __getattr__(name):
    raise AttributeError(f"numpy.lib has no '{name}' for scripts; it has scimath")
