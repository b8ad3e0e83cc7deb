"""Formulas as learners write them, read as the answers to formula problems are read."""

import math
import re
from functools import reduce

from calc import functions

DEFAULT_FUNCTIONS = {
    name: getattr(functions, name)
    for name in (
        "sin cos tan sec csc cot sqrt log10 log2 ln exp arccos arcsin arctan arcsec arccsc arccot "
        "sinh cosh tanh sech csch coth arcsinh arccosh arctanh arcsech arccsch arccoth"
    ).split()
}
DEFAULT_FUNCTIONS.update(abs=abs, fact=math.factorial, factorial=math.factorial)
DEFAULT_VARIABLES = {"i": 1j, "j": 1j, "e": math.e, "pi": math.pi}
SUFFIXES = {"%": lambda x: x * 0.01}

_number = re.compile(r"\s*([+-]?)\s*(\d+(?:\.\d*)?|\.\d+)(?:\s*[eE]\s*([+-]?)\s*(\d+))?(?:\s*(%))?")
_tensor = r"[A-Za-z][A-Za-z0-9]*(?:_\{[A-Za-z0-9]+\})?\^\{[A-Za-z0-9]+\}'*|[A-Za-z][A-Za-z0-9]*_\{[A-Za-z0-9]+\}'*"
_name = re.compile(r"\s*(?:(" + _tensor + r")|([A-Za-z][A-Za-z0-9_]*'*))")
_function = re.compile(r"\s*([A-Za-z][A-Za-z0-9_]*'*)\s*\(")


class UndefinedVariable(Exception):
    """A name in a formula that it may not use."""


class UnmatchedParenthesis(Exception):
    """A parenthesis without its other."""


class _Formula:
    """A formula read into functions that give its value."""

    def __init__(self, text):
        self.text = text
        self.at = 0
        self.variables = set()
        self.functions = set()
        self.value = self.sum()
        if self.text[self.at :].strip():
            self.refuse()

    def refuse(self):
        from pyparsing import ParseException

        raise ParseException(f"The formula cannot be read from '{self.text[self.at :].strip()[:40]}' on")

    def take(self, *signs):
        rest = self.text[self.at :].lstrip()
        for sign in signs:
            if rest.startswith(sign):
                self.at = len(self.text) - len(rest) + len(sign)
                return sign
        return None

    def sum(self):
        parts = [(self.take("+", "-"), self.product())]
        while sign := self.take("+", "-"):
            parts.append((sign, self.product()))

        def value(names, known):
            return reduce(lambda total, part: total - part[1](names, known) if part[0] == "-" else total + part[1](names, known), parts, 0)

        return value

    def product(self):
        parts = [("*", self.parallel())]
        while sign := self.take("*", "/"):
            parts.append((sign, self.parallel()))

        def value(names, known):
            return reduce(lambda total, part: total / part[1](names, known) if part[0] == "/" else total * part[1](names, known), parts, 1)

        return value

    def parallel(self):
        parts = [self.power()]
        while self.take("||"):
            parts.append(self.power())
        if len(parts) == 1:
            return parts[0]

        def value(names, known):
            values = [part(names, known) for part in parts]
            return math.nan if 0 in values else 1.0 / sum(1.0 / one for one in values)

        return value

    def power(self):
        parts = [self.atom()]
        while self.take("^"):
            parts.append(self.atom())

        def value(names, known):
            return reduce(lambda above, below: below**above, [part(names, known) for part in reversed(parts)])

        return value

    def atom(self):
        if found := _number.match(self.text, self.at):
            self.at = found.end()
            sign, digits, power_sign, power, suffix = found.groups()
            text = sign + digits + (f"e{power_sign}{power}" if power else "")
            number = float(text) * 0.01 if suffix else float(text) if "." in text or power else int(text)
            return lambda names, known: number
        if found := _function.match(self.text, self.at):
            name, self.at = found[1], found.end()
            self.functions.add(name)
            inner = self.closed()
            return lambda names, known: known[name](inner(names, known))
        if found := _name.match(self.text, self.at):
            name, self.at = found[1] or found[2], found.end()
            self.variables.add(name)
            return lambda names, known: names[name]
        if not self.take("("):
            self.refuse()
        return self.closed()

    def closed(self):
        value = self.sum()
        if not self.take(")"):
            self.refuse()
        return value


def check_parens(formula):
    open = 0
    for index, char in enumerate(formula):
        open += (char == "(") - (char == ")")
        if open < 0:
            raise UnmatchedParenthesis(f"Invalid Input: nothing opens the parenthesis that closes after '{formula[:index]}'.")
    if open > 0:
        raise UnmatchedParenthesis(f"Invalid Input: {open} parentheses were opened and never closed.")


class _Names:
    """Names with their values, whatever the case of their letters where that does not matter."""

    def __init__(self, values, case_sensitive):
        self.fold = (lambda name: name) if case_sensitive else str.lower
        self.spelled = set(values)
        self.values = {self.fold(name): value for name, value in values.items()}

    def __contains__(self, name):
        return self.fold(name) in self.values

    def __getitem__(self, name):
        return self.values[self.fold(name)]

    def meant(self, bad):
        """What was meant by names in other letters."""
        found = sorted(name for name in self.spelled if name.lower() in {one.lower() for one in bad})
        return f" (did you mean {', '.join(found)}?)" if found else ""


def evaluator(variables, unary_functions, math_expr, case_sensitive=False):
    """The value of a formula; not a number where it is blank."""
    if math_expr.strip() == "":
        return float("nan")
    check_parens(math_expr)
    formula = _Formula(math_expr)
    names = _Names({**DEFAULT_VARIABLES, **variables}, case_sensitive)
    known = _Names({**DEFAULT_FUNCTIONS, **unary_functions}, case_sensitive)
    bad = [name for name in sorted(formula.variables) if name not in names]
    if bad:
        raise UndefinedVariable(
            f"Invalid Input: {', '.join(bad)} not permitted in answer as a variable" + names.meant(bad)
        )
    bad = [name for name in sorted(formula.functions) if name not in known]
    if bad:
        product = " (did you forget to use * for multiplication?)" if any(name in names for name in bad) else ""
        raise UndefinedVariable(
            f"Invalid Input: {', '.join(bad)} not permitted in answer as a function" + product + known.meant(bad)
        )
    return formula.value(names, known)
