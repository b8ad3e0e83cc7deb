"""What grading libraries use of pyparsing: grammars put together of parts. Ours, from what pyparsing's documents say of it."""

import string as _string

from pyparsing._results import ParseResults
from pyparsing._elements import ParseBaseException, ParseException, ParseFatalException, ParserElement, ParseSyntaxException
from pyparsing._combined import (
    And,
    Combine,
    Dict,
    Each,
    FollowedBy,
    Forward,
    Group,
    MatchFirst,
    NotAny,
    OneOrMore,
    Optional,
    Or,
    SkipTo,
    Suppress,
    ZeroOrMore,
)
from pyparsing._tokens import (
    CaselessKeyword,
    CaselessLiteral,
    Char,
    CharsNotIn,
    Empty,
    Keyword,
    LineEnd,
    LineStart,
    Literal,
    NoMatch,
    QuotedString,
    Regex,
    StringEnd,
    StringStart,
    White,
    Word,
    WordEnd,
    WordStart,
)
from pyparsing._grammars import (
    conditionAsParseAction,
    delimitedList,
    dictOf,
    downcaseTokens,
    infixNotation,
    locatedExpr,
    nestedExpr,
    oneOf,
    opAssoc,
    originalTextFor,
    pyparsing_common,
    removeQuotes,
    replaceWith,
    tokenMap,
    traceParseAction,
    ungroup,
    upcaseTokens,
)

__version__ = "3.0.9"
alphas, nums, alphanums = _string.ascii_letters, _string.digits, _string.ascii_letters + _string.digits
hexnums = nums + "ABCDEFabcdef"
printables = "".join(one for one in _string.printable if one not in _string.whitespace)
empty, lineStart, lineEnd, stringStart, stringEnd = Empty(), LineStart(), LineEnd(), StringStart(), StringEnd()
dblQuotedString = Regex(r'"(?:[^"\n\\]|(?:"")|(?:\\.))*"').setName("string enclosed in double quotes")
sglQuotedString = Regex(r"'(?:[^'\n\\]|(?:'')|(?:\\.))*'").setName("string enclosed in single quotes")
quotedString = (dblQuotedString | sglQuotedString).setName("quotedString using single or double quotes")
cStyleComment = Regex(r"/\*(?:[^*]|\*(?!/))*\*/").setName("C style comment")
pythonStyleComment = Regex(r"#.*").setName("Python style comment")
dblSlashComment = Regex(r"//.*").setName("// comment")
Opt, DelimitedList, OpAssoc, common, operatorPrecedence = Optional, delimitedList, opAssoc, pyparsing_common, infixNotation


def col(loc, strg):
    return loc - strg.rfind("\n", 0, loc)


def lineno(loc, strg):
    return strg.count("\n", 0, loc) + 1


def line(loc, strg):
    return strg.split("\n")[lineno(loc, strg) - 1]


def _snake(name):
    """The name of pyparsing 3 for one of pyparsing 2."""
    return "".join("_" + one.lower() if one.isupper() else one for one in name)


for _name in [one for one in globals() if not one.startswith("_") and one[0].islower() and one != one.lower()]:
    globals()[_snake(_name)] = globals()[_name]
for _class in (ParserElement, And, MatchFirst, Or, Each, _combined._Many, _combined._Around, Forward):
    for _name, _value in list(vars(_class).items()):
        if not _name.startswith("_") and _name != _name.lower() and callable(getattr(_class, _name)):
            setattr(_class, _snake(_name), _value)


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    there = ", ".join(sorted(one for one in globals() if not one.startswith("_")))
    raise AttributeError(f"pyparsing has no '{name}' for scripts. There are {there}.")
