"""Parts of grammars that are used again and again."""

import re

from pyparsing._combined import Combine, FollowedBy, Forward, Group, MatchFirst, NotAny, OneOrMore, Suppress, ZeroOrMore, _Around, _element, _Many
from pyparsing._elements import ParseException, ParserElement
from pyparsing._results import ParseResults
from pyparsing._tokens import CaselessKeyword, CaselessLiteral, Empty, Keyword, Literal, Regex


def delimitedList(expr, delim=",", combine=False, min=None, max=None, *, allow_trailing_delim=False):
    """Parts with something between them."""
    between = _element(delim)
    whole = expr + ZeroOrMore((between if combine else Suppress(between)) + expr)
    if allow_trailing_delim:
        whole = whole + ZeroOrMore(Suppress(between))
    return Combine(whole) if combine else whole


def oneOf(strs, caseless=False, useRegex=True, asKeyword=False, **others):
    """One of several texts, the longest first."""
    texts = strs.split() if isinstance(strs, str) else list(strs)
    ordered = sorted(dict.fromkeys(texts), key=len, reverse=True)
    plain, word = (CaselessLiteral, CaselessKeyword) if caseless else (Literal, Keyword)
    return MatchFirst([(word if asKeyword or others.get("as_keyword") else plain)(text) for text in ordered])


class opAssoc:
    LEFT, RIGHT = "left", "right"


class _Level(ParserElement):
    """One strength of operators, over operands that bind more strongly."""

    def __init__(self, operand, operator, arity, right):
        super().__init__()
        pair = operator if arity == 3 else (operator,)
        self.operand, self.operators = operand, [None if one is None else _element(one) for one in pair]
        self.arity, self.right, self.skips = arity, right, False

    def _match(self, text, at):
        if self.arity == 1 and self.right:
            return self._before(text, at)
        end, results = self.operand._parse(text, at)
        results, found = results.copy(), False
        while True:
            try:
                end, results = self._rest(text, end, results)
            except ParseException:
                break
            found = True
            if self.right:
                break
        return (end, self._grouped(text, at, results)) if found else (end, results)

    def _before(self, text, at):
        try:
            end, results = self.operators[0]._parse(text, at)
            end, rest = self._parse(text, end)
        except ParseException:
            return self.operand._parse(text, at)
        return end, self._grouped(text, at, results.copy()._take(rest))

    def _rest(self, text, end, results):
        results = results.copy()
        for operator in self.operators:
            if operator is not None:
                end, part = operator._parse(text, end)
                results._take(part)
            if self.arity > 1:
                end, part = (self if self.right else self.operand)._plain(text, end)
                results._take(part)
        return end, results

    def _plain(self, text, at):
        return self._parse(text, at)

    def _grouped(self, text, at, results):
        group = ParseResults([results])
        for action in self.level_actions:
            changed = action(text, at, group)
            if changed is not None:
                group = changed if isinstance(changed, ParseResults) else ParseResults(changed if isinstance(changed, list) else [changed])
        return group


ParserElement._plain = ParserElement._parse


def infixNotation(base_expr, op_list, lpar="(", rpar=")"):
    """Operators of several strengths, the strongest first, with parentheses."""
    whole = Forward()
    lpar, rpar = (Suppress(one) if isinstance(one, str) else one for one in (lpar, rpar))
    last = _element(base_expr) | (lpar + whole + rpar)
    for operator, arity, assoc, *actions in op_list:
        level = _Level(last, operator, arity, assoc == opAssoc.RIGHT)
        given = actions[0] if actions else ()
        given = given if isinstance(given, (list, tuple)) else (given,)
        level.level_actions = ParserElement().setParseAction(*[one for one in given if one is not None]).actions
        last = level
    whole << last
    return whole


def nestedExpr(opener="(", closer=")", content=None, ignoreExpr=None, **others):
    """Lists in lists, each in a pair of marks."""
    if content is None:
        content = Regex(f"(?:(?!{re.escape(opener)}|{re.escape(closer)})\\S)+")
    whole = Forward()
    whole << Group(Suppress(opener) + ZeroOrMore(whole | content) + Suppress(closer))
    return whole


class _Original(_Around):
    def _match(self, text, at):
        start = self._skipped(text, at)
        end, results = self.expr._parse(text, at)
        kept = results.copy()
        kept._tokens = [text[start:end]]
        return end, kept


def originalTextFor(expr, **others):
    return _Original(expr)


def ungroup(expr):
    return _Around(expr).copy().addParseAction(lambda tokens: tokens[0])


def dictOf(key, value):
    from pyparsing._combined import Dict

    return Dict(OneOrMore(Group(key + value)))


def locatedExpr(expr):
    place = Empty().setParseAction(lambda text, at, tokens: at)
    return Group(place("locn_start") + expr("value") + place.copy().leaveWhitespace()("locn_end"))


def replaceWith(repl_str):
    return lambda text, at, tokens: [repl_str]


def removeQuotes(s, l, t):
    return t[0][1:-1]


def upcaseTokens(t):
    return [one.upper() for one in t]


def downcaseTokens(t):
    return [one.lower() for one in t]


def tokenMap(func, *args):
    return lambda text, at, tokens: [func(one, *args) for one in tokens]


def traceParseAction(f):
    return f


def conditionAsParseAction(fn, message="failed user-defined condition", fatal=False):
    return Empty().addCondition(fn, message=message, fatal=fatal).actions[0]


class pyparsing_common:
    integer = Regex(r"\d+").setName("integer").setParseAction(lambda t: int(t[0]))
    signed_integer = Regex(r"[+-]?\d+").setName("signed integer").setParseAction(lambda t: int(t[0]))
    hex_integer = Regex(r"[0-9a-fA-F]+").setName("hex integer").setParseAction(lambda t: int(t[0], 16))
    real = Regex(r"[+-]?(?:\d+\.\d*|\.\d+)").setName("real number").setParseAction(lambda t: float(t[0]))
    sci_real = Regex(r"[+-]?(?:\d+(?:[eE][+-]?\d+)|(?:\d+\.\d*|\.\d+)(?:[eE][+-]?\d+)?)").setParseAction(lambda t: float(t[0]))
    number = (sci_real | signed_integer).setName("number")
    fnumber = Regex(r"[+-]?\d+\.?\d*(?:[eE][+-]?\d+)?").setName("fnumber").setParseAction(lambda t: float(t[0]))
    identifier = Regex(r"[A-Za-z_]\w*").setName("identifier")
