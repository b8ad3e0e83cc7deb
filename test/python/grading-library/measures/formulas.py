import numpy as np
from measures.vectors import Vector
from pyparsing import (
    CaselessLiteral,
    Combine,
    Forward,
    Group,
    Literal,
    Optional,
    ParseException,
    ParseResults,
    Suppress,
    Word,
    ZeroOrMore,
    alphanums,
    alphas,
    delimitedList,
    nums,
    stringEnd,
)


class Refused(Exception):
    """What a learner typed cannot be used, and why."""


functions = {"sqrt": np.lib.scimath.sqrt, "ln": np.lib.scimath.log, "exp": np.exp, "sin": np.sin, "tan": np.tan}


def _grouped(name):
    return lambda tokens: ParseResults([tokens], name=name) if len(tokens) > 1 else tokens


def _grammar():
    exponent = CaselessLiteral("e") + Optional(Word("+-", exact=1)) + Word(nums)
    number = Group(Combine(Word(nums) + Optional("." + Optional(Word(nums))) + Optional(exponent)))("number")
    name = Word(alphas, alphanums + "_")
    whole = Forward()
    call = Group(name("called") + Suppress("(") + Group(delimitedList(whole))("given") + Suppress(")"))("call")
    row = Group(Suppress("[") + delimitedList(whole) + Suppress("]"))("row")
    atom = number | call | Group(name)("name") | Group(Suppress("(") + whole + Suppress(")"))("inner") | row
    power = (atom + ZeroOrMore(Suppress("^") + atom)).setParseAction(_grouped("power"))
    signed = (Optional(Literal("-")) + power).setParseAction(_grouped("signed"))
    product = (signed + ZeroOrMore((Literal("*") | Literal("/")) + signed)).setParseAction(_grouped("product"))
    whole << (product + ZeroOrMore((Literal("+") | Literal("-")) + product)).setParseAction(_grouped("sum"))
    return whole + stringEnd


_whole = _grammar()


def value(text, names):
    try:
        tree = _whole.parseString(text)[0]
    except ParseException as error:
        raise Refused("The formula <b>cannot be read</b> from place %d on." % error.loc)
    try:
        return _value(tree, names)
    except (ZeroDivisionError, OverflowError):
        raise Refused("The formula has no value.")


def _value(node, names):
    kind = node.getName()
    if kind == "number":
        return float(node[0])
    if kind == "name":
        if node[0] not in names:
            raise Refused("There is no '%s' here." % node[0])
        return names[node[0]]
    if kind == "call":
        if node.called not in functions:
            raise Refused("There is no function '%s' here." % node["called"])
        return functions[node.called](*[_value(one, names) for one in node.given])
    parts = [one if isinstance(one, str) else _value(one, names) for one in node]
    if kind == "inner":
        return parts[0]
    if kind == "row":
        return Vector(parts)
    if kind == "signed":
        return -parts[1]
    result = parts.pop() if kind == "power" else parts.pop(0)
    while parts:
        if kind == "power":
            result = parts.pop() ** result
            continue
        sign, other = parts.pop(0), parts.pop(0)
        result = {"+": lambda: result + other, "-": lambda: result - other, "*": lambda: result * other, "/": lambda: result / other}[sign]()
    return result
