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
_number = r"(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_token = _re.compile(r"\s*(?:(" + _number + r")([%kMGTcmunp](?![A-Za-z0-9_]))?|([A-Za-z]\w*'*)|(\|\||[-+*/^()]))")


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
