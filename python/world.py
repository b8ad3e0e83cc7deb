"""The world that scripts of problems run in: what they find ready, what they may use up, what comes back.

`serve` takes one request as JSON text and gives one answer as JSON text. Every run begins with fresh names and a freshly
seeded generator, in a memory that the process puts back to what it was before the run. What keeps a hostile script in is
not here: it is the gate and the process around it (docs/decisions/0035-nothing-outlives-a-run.md).
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
import html
import importlib
import importlib.abc
import importlib.util
import io
import itertools
import json
import math
import opcode
import operator
import os
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


class LazyModule(types.ModuleType):
    """Stands for a preloaded module until something of it is used."""

    def __getattr__(self, attribute):
        if attribute.startswith("__"):
            raise AttributeError(attribute)
        name = preloaded[self.__name__]
        module = importlib.import_module(name)
        if hasattr(module, attribute):
            return getattr(module, attribute)
        try:
            return importlib.import_module(f"{name}.{attribute}")
        except ModuleNotFoundError:
            return getattr(module, attribute)


class Library(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """The Python files a course brings along, and ours. Compiled once; loaded anew for every run that imports them."""

    def __init__(self, own):
        self.own = {name: compile(text, name, "exec", dont_inherit=True) for name, text in own.items()}
        self.given = {}
        self.given_codes = {}
        self.used = []
        self.use(None)

    def add(self, texts):
        """A package of the host's, by name. Files of an archive are unpacked when they are imported."""
        for name, text in texts.items():
            if name.endswith(".py"):
                self.given.setdefault(name, text)

    def use(self, archive):
        self.sources = {}
        self.codes = {}
        if archive is not None:
            with zipfile.ZipFile(io.BytesIO(archive)) as files:
                for info in files.infolist():
                    if info.filename.endswith(".py") and info.file_size <= 2_000_000:
                        self.sources[info.filename] = files.read(info).decode("utf-8", "replace")

    def find_spec(self, fullname, path=None, target=None):
        base = fullname.replace(".", "/")
        folder = base + "/"
        for files in (self.sources, self.given, self.own):
            for name, package in ((folder + "__init__.py", True), (base + ".py", False)):
                if name in files:
                    return self.spec(fullname, name, package, files)
            if any(name.startswith(folder) for name in files):
                return importlib.util.spec_from_loader(fullname, self, origin=folder, is_package=True)
        return None

    def spec(self, fullname, name, package, files):
        """Modules of a course say that they are in its archive: some look there for more."""
        spec = importlib.util.spec_from_loader(fullname, self, origin=name, is_package=package)
        if files is not self.own:
            place = archive_name if files is self.sources else "packages"
            spec.loader_state, spec.origin, spec.has_location = name, f"{place}/{name}", True
        return spec

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        name = module.__spec__.loader_state or module.__spec__.origin
        self.used.append(name)
        exec(self.code(name), module.__dict__)

    def code(self, name):
        """What a file was compiled to."""
        if name in self.sources:
            return self.kept(self.codes, name, self.sources[name])
        if name in self.given:
            return self.kept(self.given_codes, name, self.given[name])
        if name in self.own:
            return self.own[name]
        return self.kept(self.codes, name, "")

    def kept(self, codes, name, text):
        if name not in codes:
            codes[name] = compile(text if isinstance(text, str) else text.read(name), name, "exec", dont_inherit=True)
        return codes[name]


archive_name = "python_lib.zip"

# What scripts find under these names without importing it, and the modules it comes from.
preloaded = {
    "numpy": "numpy",
    "scipy": "scipy",
    "calc": "calc",
    "eia": "eia",
    "chemcalc": "chem.chemcalc",
    "chemtools": "chem.chemtools",
    "miller": "chem.miller",
    "draganddrop": "verifiers.draganddrop",
}
library = Library(MODULES)
older = {}
exec(library.own.pop("older_names.py"), older)
codes = {}
hidden = ("js", "pyodide_js", "pyodide", "_pyodide", "_pyodide_core", "micropip")


def contain():
    """Takes away what scripts have no business with: they get an ImportError where the gate would end the process."""
    sys.meta_path[:] = [library] + [
        finder for finder in sys.meta_path if not type(finder).__module__.startswith(("pyodide", "_pyodide"))
    ]
    for name in list(sys.modules):
        if name.split(".")[0] in hidden:
            sys.modules[name] = None
    for name in hidden:
        sys.modules[name] = None


def use_library(archive):
    """Takes a course's `python_lib.zip` in base64; an archive that cannot be read counts as none."""
    try:
        library.use(base64.b64decode(archive) if archive else None)
    except Exception:
        library.use(None)
    return ""


def use_package(package):
    """Takes a package: texts by name in JSON, or an archive in base64."""
    if package.startswith("{"):
        library.add(json.loads(package))
    else:
        files = zipfile.ZipFile(io.BytesIO(base64.b64decode(package)))
        library.add(dict.fromkeys(files.namelist(), files))
    return ""


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


def prepare(text):
    """Compiles what a run will need; says whether there was anything. Nothing is run, and no answer is there yet."""
    request = json.loads(text)
    before = len(codes), len(library.codes), len(library.given_codes)
    for code in request.get("codes", ()):
        try:
            compiled(code, "<script>")
        except Exception:
            pass
    for name in request.get("modules", ()):
        try:
            library.code(name)
        except Exception:
            pass
    return "" if before == (len(codes), len(library.codes), len(library.given_codes)) else "more"


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
    random.Random = Random
    sys.modules["random"] = sys.modules["random2"] = random
    sys.stdout = sys.stderr = BoundedOutput(request["output"])
    sys.argv = [""]
    names = {"random": random, "random_module": random, "math": math, "sys": sys, "os": os}
    names.update(older["names"])
    names.update((name, LazyModule(name)) for name in preloaded)
    names.update(request["given"])
    step = request.get("step")
    exec(compiled(request["code"], "<script>"), names)
    answer = {"texts": texts_of(names, request["occurring"]), "values": {}}
    if step:
        if step["reseed"]:
            random.seed(request["seed"])
        names.update(step["given"])
        try:
            exec(compiled(step["code"], "<script>"), names)
        except Exception as error:
            if refuses(error):
                return json.dumps({"error": {"code": "problem-input", "message": as_text(str(error))[:2000]}})
            raise
        answer["values"] = {name: plain(names.get(name)) for name in step["wanted"]}
    text = json.dumps(answer)
    if len(text) > request["output"]:
        raise OutputExceeded("Its variables are too large.")
    return text


def refuses(error):
    """Whether the author's own code raised it, to tell the learner something: not where Python or a module of ours did."""
    trace = error.__traceback__
    while trace.tb_next is not None:
        trace = trace.tb_next
    code = trace.tb_frame.f_code
    name, raised = code.co_filename, code.co_code[trace.tb_lasti] == opcode.opmap["RAISE_VARARGS"]
    return raised and str(error) != "" and (name == "<script>" or name in library.codes)


def as_text(markup):
    """Markup as the text it shows; messages of libraries hold some."""
    lines = re.sub(r"<br\s*/?>\s*", "\n", markup)
    return html.unescape(re.sub(r"</?[A-Za-z][^<>]*>", "", lines))


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
    column = error.offset if isinstance(error, SyntaxError) and error.filename == "<script>" else None
    said = {"code": code, "message": str(message)[:2000], "line": line_of(error), "column": column}
    return json.dumps({"error": said})


def serve(text):
    """Answers one request: a line with the files of the course it imported, a line with the answer."""
    try:
        answer = run(json.loads(text))
    except BaseException as error:
        try:
            answer = failure(error)
        except BaseException:
            answer = '{"error": {"code": "script-failed", "message": "It failed without a reason.", "line": null}}'
    used = [name for name in library.used if name not in library.own and not re.search(r"\s", name)]
    return " ".join(used) + "\n" + answer


# Cleaned up before the snapshot is made, as it takes a tenth of a second.
gc.collect()
gc.freeze()
