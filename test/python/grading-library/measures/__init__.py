"""A small library of checks, written for tests as libraries of courses are: on numpy, pyparsing and scipy."""

import importlib
import os
import zipfile

import numpy as np
from measures.checks import AreaCheck, FormulaCheck, RotationCheck
from measures.vectors import Vector


def _extras():
    """The modules beside this one, in the archive it came in or in its folder."""
    if "python_lib.zip" in __file__:
        with zipfile.ZipFile("python_lib.zip") as archive:
            names = [os.path.basename(name) for name in archive.namelist() if name.startswith("measures/extras/")]
    else:
        names = ["units.py"]
    return sorted(name[:-3] for name in names if name.endswith(".py") and name != "__init__.py")


found = _extras()
for _name in found:
    globals()[_name] = importlib.import_module("measures.extras." + _name)


def _faulty(kind, flag):
    raise {"divide by zero": ZeroDivisionError, "overflow": OverflowError}.get(kind, ValueError)(kind)


np.seterrcall(_faulty)
np.seterr(divide="call", over="call", invalid="call")
