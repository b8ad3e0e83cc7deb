"""Names that the standard library had when scripts of courses were written, for as long as they mean what they did."""

import ast
import base64
import builtins
import collections
import collections.abc
import fractions
import functools
import html
import inspect
import itertools
import operator
import os
import string
import sys
import time
import types


def missing(module, **names):
    """Adds what a module has not, or has no more."""
    for name, value in names.items():
        if not hasattr(module, name):
            setattr(module, name, value)


def gcd(a, b):
    """The greatest common divisor, with the sign of b."""
    while b:
        a, b = b, a % b
    return a


missing(fractions, gcd=gcd)
missing(time, clock=time.perf_counter)
missing(collections, **{name: getattr(collections.abc, name) for name in collections.abc.__all__})
missing(
    itertools,
    izip=zip,
    imap=map,
    ifilter=filter,
    ifilterfalse=itertools.filterfalse,
    izip_longest=itertools.zip_longest,
)
missing(
    operator,
    div=lambda a, b: a // b if isinstance(a, int) and isinstance(b, int) else a / b,
    isCallable=callable,
    isNumberType=lambda one: isinstance(one, (int, float, complex)),
    isSequenceType=lambda one: hasattr(one, "__getitem__") and not hasattr(one, "keys"),
    isMappingType=lambda one: hasattr(one, "keys"),
    sequenceIncludes=operator.contains,
)
missing(sys, maxint=2**63 - 1, setdefaultencoding=lambda name: None, exc_clear=lambda: None)
missing(os, getcwdu=os.getcwd)
missing(base64, encodestring=base64.encodebytes, decodestring=base64.decodebytes)
missing(
    types,
    BooleanType=bool,
    ClassType=type,
    ComplexType=complex,
    DictType=dict,
    FloatType=float,
    IntType=int,
    ListType=list,
    LongType=int,
    ObjectType=object,
    StringType=str,
    StringTypes=(str,),
    TupleType=tuple,
    TypeType=type,
    UnicodeType=str,
)

method = lambda name: lambda text, *given: getattr(text, name)(*given)
missing(
    string,
    letters=string.ascii_letters,
    lowercase=string.ascii_lowercase,
    uppercase=string.ascii_uppercase,
    maketrans=str.maketrans,
    join=lambda words, between=" ": between.join(words),
    joinfields=lambda words, between=" ": between.join(words),
    splitfields=lambda text, *given: text.split(*given),
    atoi=lambda text, base=10: int(text, base),
    atol=lambda text, base=10: int(text, base),
    atof=float,
    **{
        name: method(name)
        for name in (
            "capitalize center count expandtabs find index ljust lower lstrip replace rfind rindex rjust rsplit rstrip "
            "split strip swapcase translate upper zfill"
        ).split()
    },
)

ArgSpec = collections.namedtuple("ArgSpec", "args varargs keywords defaults")


def getargspec(function):
    return ArgSpec(*inspect.getfullargspec(function)[:4])


missing(inspect, ArgSpec=ArgSpec, getargspec=getargspec)


class OldConstant(type):
    """Kinds of constants in a syntax tree, which are one kind since."""

    def __instancecheck__(self, one):
        return isinstance(one, ast.Constant) and isinstance(one.value, self.kinds) and not (
            self.kinds == (int, float, complex) and isinstance(one.value, bool)
        )


for name, kinds in (
    ("Num", (int, float, complex)),
    ("Str", (str,)),
    ("Bytes", (bytes,)),
    ("NameConstant", (bool, type(None))),
):
    missing(ast, **{name: OldConstant(name, (), {"kinds": kinds, "__new__": lambda cls, value: ast.Constant(value)})})
missing(ast.Constant, n=property(lambda self: self.value), s=property(lambda self: self.value))


class Cgi(types.ModuleType):
    @staticmethod
    def escape(text, quote=None):
        return html.escape(text, bool(quote))


sys.modules.setdefault("cgi", Cgi("cgi"))
sys.modules.setdefault("__builtin__", builtins)

# Built-in functions and types, which scripts find without importing them.
names = {
    "apply": lambda function, given=(), named={}: function(*given, **named),
    "basestring": str,
    "cmp": lambda a, b: (a > b) - (a < b),
    "intern": sys.intern,
    "long": int,
    "reduce": functools.reduce,
    "unichr": chr,
    "unicode": str,
    "xrange": range,
}
