"""The world that scripts of problems run in: what they find ready, what they may use up, what comes back.

`serve` takes one request as JSON text and gives one answer as JSON text; it never raises. Every run begins with fresh
names, a freshly seeded generator and the modules as they were. What keeps a hostile script in is not here: it is the
process around it (docs/decisions/0015-python-in-problems.md).
"""

import _random
import base64
import builtins
import cmath
import collections
import copy
import datetime
import decimal
import fractions
import functools
import gc
import heapq
import importlib
import importlib.abc
import importlib.util
import io
import itertools
import json
import math
import operator
import random as standard_random
import re
import statistics
import string
import sys
import textwrap
import time
import traceback
import types
import zipfile


class OutputExceeded(BaseException):
    """A script printed or left behind more than is taken."""


class BoundedOutput(io.TextIOBase):
    """Takes what a script prints, counts it and throws it away."""

    def __init__(self, limit):
        self.left = limit

    def writable(self):
        return True

    def write(self, text):
        self.left -= len(text)
        if self.left < 0:
            raise OutputExceeded("It printed too much.")
        return len(text)


class Random(standard_random.Random):
    """The generator of Python 2.7: the same Mersenne Twister, and integers drawn as `int(random() * n)`."""

    def seed(self, a=None, version=2):
        if a is not None and not isinstance(a, int):
            a = hash(a)
        _random.Random.seed(self, a)
        self.gauss_next = None

    def _below(self, n):
        if n >= 1 << 53:
            return self._below_with_bits(n)
        return int(self.random() * n)

    def _below_with_bits(self, n):
        bits = n.bit_length()
        drawn = self.getrandbits(bits)
        while drawn >= n:
            drawn = self.getrandbits(bits)
        return drawn

    def randrange(self, start, stop=None, step=1):
        first, by = int(start), int(step)
        if first != start or by != step:
            raise ValueError("non-integer argument for randrange()")
        if stop is None:
            first, last = 0, first
        else:
            last = int(stop)
            if last != stop:
                raise ValueError("non-integer stop for randrange()")
        if by == 0:
            raise ValueError("zero step for randrange()")
        count = (last - first + by - (1 if by > 0 else -1)) // by
        if count <= 0:
            raise ValueError("empty range for randrange()")
        return first + by * self._below(count)

    def randint(self, a, b):
        return self.randrange(a, b + 1)

    def choice(self, seq):
        return seq[int(self.random() * len(seq))]

    def shuffle(self, x, random=None):
        draw = random or self.random
        for last in range(len(x) - 1, 0, -1):
            other = int(draw() * (last + 1))
            x[last], x[other] = x[other], x[last]

    def sample(self, population, k):
        size = len(population)
        if not 0 <= k <= size:
            raise ValueError("sample larger than population")
        small = 21
        if k > 5:
            small += 4 ** math.ceil(math.log(k * 3, 4))
        if size <= small or hasattr(population, "keys"):
            pool = list(population)
            drawn = []
            for left in range(size, size - k, -1):
                at = int(self.random() * left)
                drawn.append(pool[at])
                pool[at] = pool[left - 1]
            return drawn
        if isinstance(population, (set, frozenset)):
            population = tuple(population)
        seen = set()
        drawn = []
        while len(drawn) < k:
            at = int(self.random() * size)
            if at not in seen:
                seen.add(at)
                drawn.append(population[at])
        return drawn


class MissingModule:
    """Stands for a preloaded module that is not installed; it says so when it is used."""

    def __init__(self, name):
        self.__dict__["__name__"] = name

    def __getattr__(self, attribute):
        raise ImportError(f"The module '{self.__name__}' is not available to scripts here.")


LONCAPA = '''
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
'''


CALC = '''
import cmath as _cmath
import math as _math
import re as _re


class UndefinedVariable(Exception):
    pass


def _real(value):
    return value.real if isinstance(value, complex) and value.imag == 0 else value


def _of(real, whole):
    def function(value):
        try:
            return real(value)
        except (ValueError, TypeError):
            return _real(whole(value))

    return function


DEFAULT_FUNCTIONS = {
    name: _of(getattr(_math, name), getattr(_cmath, name))
    for name in "sin cos tan sqrt exp sinh cosh tanh".split()
}
for _name in "asin acos atan asinh acosh atanh".split():
    DEFAULT_FUNCTIONS["arc" + _name[1:]] = _of(getattr(_math, _name), getattr(_cmath, _name))
DEFAULT_FUNCTIONS.update(
    ln=_of(_math.log, _cmath.log),
    log10=_of(_math.log10, _cmath.log10),
    log2=lambda x: _math.log2(x),
    abs=abs,
    fact=lambda x: _math.factorial(int(x)),
    factorial=lambda x: _math.factorial(int(x)),
    sec=lambda x: 1 / _cmath.cos(x),
    csc=lambda x: 1 / _cmath.sin(x),
    cot=lambda x: 1 / _cmath.tan(x),
    re=lambda x: complex(x).real,
    im=lambda x: complex(x).imag,
    conj=lambda x: complex(x).conjugate(),
)
DEFAULT_VARIABLES = {"i": 1j, "j": 1j, "e": _math.e, "pi": _math.pi}
_suffixes = {"%": 0.01, "k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "c": 1e-2, "m": 1e-3, "u": 1e-6, "n": 1e-9, "p": 1e-12}
_number = r"(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?"
_token = _re.compile(r"\\s*(?:(" + _number + r")([%kMGTcmunp](?![A-Za-z0-9_]))?|([A-Za-z]\\w*'*)|(\\|\\||[-+*/^()]))")


class _Reader:
    def __init__(self, text, variables, functions, case_sensitive):
        self.fold = (lambda name: name) if case_sensitive else str.lower
        self.variables = {self.fold(name): value for name, value in {**DEFAULT_VARIABLES, **variables}.items()}
        self.functions = {self.fold(name): value for name, value in {**DEFAULT_FUNCTIONS, **functions}.items()}
        self.tokens = []
        at = 0
        text = text.rstrip()
        while at < len(text):
            found = _token.match(text, at)
            if not found:
                raise ValueError("Could not read '%s' in the formula '%s'" % (text[at], text))
            self.tokens.append(found.groups())
            at = found.end()
        self.at = 0

    def sign(self):
        return self.tokens[self.at][3] if self.at < len(self.tokens) else None

    def take(self, *signs):
        sign = self.sign()
        if sign in signs:
            self.at += 1
            return sign
        return None

    def sum(self):
        value = self.product()
        while sign := self.take("+", "-"):
            other = self.product()
            value = value + other if sign == "+" else value - other
        return value

    def product(self):
        value = self.parallel()
        while sign := self.take("*", "/"):
            other = self.parallel()
            value = value * other if sign == "*" else value / other
        return value

    def parallel(self):
        values = [self.signed()]
        while self.take("||"):
            values.append(self.signed())
        if len(values) == 1:
            return values[0]
        return float("nan") if 0 in values else 1.0 / sum(1.0 / value for value in values)

    def signed(self):
        minus = False
        while sign := self.take("+", "-"):
            minus ^= sign == "-"
        value = self.power()
        return -value if minus else value

    def power(self):
        value = self.atom()
        if self.take("^"):
            return value ** self.signed()
        return value

    def atom(self):
        if self.at >= len(self.tokens):
            raise ValueError("The formula ends too early")
        number, suffix, name, sign = self.tokens[self.at]
        self.at += 1
        if number is not None:
            return float(number) * _suffixes.get(suffix, 1)
        if sign == "(":
            return self.closed()
        if name is None:
            raise ValueError("The formula has '%s' where a value should be" % sign)
        key = self.fold(name)
        if self.sign() == "(" and key in self.functions:
            self.at += 1
            return self.functions[key](self.closed())
        if key not in self.variables:
            raise UndefinedVariable("'%s' is not permitted in answers" % name)
        return self.variables[key]

    def closed(self):
        value = self.sum()
        if not self.take(")"):
            raise ValueError("A parenthesis is not closed")
        return value


def evaluator(variables, functions, math_expr, case_sensitive=False):
    if math_expr.strip() == "":
        return float("nan")
    reader = _Reader(math_expr, variables, functions, case_sensitive)
    value = reader.sum()
    if reader.at < len(reader.tokens):
        raise ValueError("The formula '%s' cannot be read" % math_expr)
    return value
'''


class Library(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """The Python files a course brings along, and ours. Compiled once; loaded anew for every run that imports them."""

    def __init__(self):
        self.sources = {}
        self.codes = {}
        self.use(None)

    def use(self, archive):
        self.codes = {}
        self.sources = {"loncapa.py": LONCAPA, "loncapa_check.py": LONCAPA, "calc.py": CALC}
        if archive is not None:
            with zipfile.ZipFile(io.BytesIO(archive)) as files:
                for info in files.infolist():
                    if info.filename.endswith(".py") and info.file_size <= 2_000_000:
                        self.sources[info.filename] = files.read(info).decode("utf-8", "replace")

    def find_spec(self, fullname, path=None, target=None):
        base = fullname.replace(".", "/")
        for name, package in ((base + "/__init__.py", True), (base + ".py", False)):
            if name in self.sources:
                return importlib.util.spec_from_loader(fullname, self, origin=name, is_package=package)
        folder = base + "/"
        if any(name.startswith(folder) for name in self.sources):
            return importlib.util.spec_from_loader(fullname, self, origin=folder, is_package=True)
        return None

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        name = module.__spec__.origin
        if name not in self.codes:
            self.codes[name] = compile(self.sources.get(name, ""), name, "exec", dont_inherit=True)
        exec(self.codes[name], module.__dict__)


library = Library()
codes = {}
modules_at_start = {}
names_at_start = []
hidden = ("js", "pyodide_js", "pyodide", "_pyodide", "_pyodide_core", "micropip")


def contain():
    """Takes away what scripts have no business with, and notes the modules as they are."""
    sys.meta_path[:] = [library] + [
        finder for finder in sys.meta_path if not type(finder).__module__.startswith(("pyodide", "_pyodide"))
    ]
    for name in list(sys.modules):
        if name.split(".")[0] in hidden:
            sys.modules[name] = None
    for name in hidden:
        sys.modules[name] = None
    modules_at_start.update(sys.modules)
    for name, module in sys.modules.items():
        if isinstance(module, types.ModuleType) and name != "__main__":
            names_at_start.append((module.__dict__, dict(module.__dict__)))
    names_at_start.append((builtins.__dict__, dict(builtins.__dict__)))


def restore():
    """Puts the modules back as they were, whatever a script did to them."""
    for name in list(sys.modules):
        if name not in modules_at_start:
            del sys.modules[name]
    sys.modules.update(modules_at_start)
    for names, before in names_at_start:
        if names != before:
            names.clear()
            names.update(before)


def use_library(archive):
    """Takes a course's `python_lib.zip` in base64; an archive that cannot be read counts as none."""
    try:
        library.use(base64.b64decode(archive) if archive else None)
    except Exception:
        library.use(None)


def compiled(code, filename):
    key = (code, filename)
    found = codes.get(key)
    if found is None:
        try:
            found = compile(code, filename, "exec", dont_inherit=True)
        except IndentationError:
            found = compile(textwrap.dedent(code), filename, "exec", dont_inherit=True)
        if len(codes) >= 500:
            codes.clear()
        codes[key] = found
    return found


def kept(value):
    """A variable as it comes through JSON, which is how the incumbent keeps it: tuples are lists afterwards."""
    return json.loads(json.dumps(value))


def texts_of(names, occurring):
    """The variables that may occur after a `$`, as the texts that stand in their place."""
    texts = {}
    for name, value in names.items():
        if name.startswith("__") or not any(found.startswith(name) for found in occurring):
            continue
        if value is not None and not isinstance(value, (int, float, str, list, tuple, dict)):
            continue
        try:
            texts[name] = str(kept(value))
        except Exception:
            continue
    return texts


def plain(value, depth=0):
    """A value as JSON can say it; what JSON cannot say comes as its text, or as false where Python takes it for that."""
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if depth > 20:
        return str(value)
    if isinstance(value, dict):
        return {str(key): plain(one, depth + 1) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one, depth + 1) for one in value]
    item = getattr(value, "item", None)
    if callable(item):
        return plain(item(), depth + 1)
    return str(value) if value else False


def run(request):
    random = Random(request["seed"])
    sys.modules["random"] = random
    sys.stdout = sys.stderr = BoundedOutput(request["output"])
    sys.argv = [""]
    names = {"random": random, "math": math, "xrange": range}
    step = request.get("step")
    if "calc" in request["code"] or (step and "calc" in step["code"]):
        names["calc"] = importlib.import_module("calc")
    for missing in ("numpy", "scipy", "draganddrop", "eia", "chemcalc", "chemtools", "miller"):
        names[missing] = MissingModule(missing)
    names.update(request["given"])
    exec(compiled(request["code"], "<script>"), names)
    answer = {"texts": texts_of(names, request["occurring"]), "values": {}}
    if step:
        if step["reseed"]:
            random.seed(request["seed"])
        names.update(step["given"])
        exec(compiled(step["code"], "<script>"), names)
        answer["values"] = {name: plain(names.get(name)) for name in step["wanted"]}
    text = json.dumps(answer)
    if len(text) > request["output"]:
        raise OutputExceeded("Its variables are too large.")
    return text


def line_of(error):
    if isinstance(error, SyntaxError) and error.filename == "<script>":
        return error.lineno
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == "<script>"]
    return lines[-1] if lines else None


def failure(error):
    code = "script-failed"
    if isinstance(error, MemoryError):
        code = "script-memory"
    if isinstance(error, OutputExceeded):
        code = "script-output"
    try:
        message = f"{type(error).__name__}: {error.msg if isinstance(error, SyntaxError) else error}"
    except BaseException:
        message = "An error without a text."
    return json.dumps({"error": {"code": code, "message": str(message)[:2000], "line": line_of(error)}})


def serve(text, dumps=json.dumps, loads=json.loads):
    """Answers one request."""
    try:
        return run(loads(text))
    except BaseException as error:
        try:
            return failure(error)
        except BaseException:
            return '{"error": {"code": "script-failed", "message": "It failed without a reason.", "line": null}}'
    finally:
        restore()


# Cleaned up before the snapshot is made, as it takes a tenth of a second.
gc.collect()
gc.freeze()
