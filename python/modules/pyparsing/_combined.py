"""Parts of a grammar made of other parts."""

from pyparsing._elements import ParseBaseException, ParseException, ParserElement, ParseSyntaxException
from pyparsing._results import ParseResults


def _element(given):
    if isinstance(given, str):
        if ParserElement._literal is None:
            from pyparsing._tokens import Literal

            return Literal(given)
        return ParserElement._literal(given)
    if not isinstance(given, ParserElement):
        raise TypeError(f"a grammar is made of parser elements and texts, not of {type(given).__name__}")
    return given


class _Many(ParserElement):
    """Several parts."""

    joint = " "

    def __init__(self, exprs, savelist=False):
        super().__init__()
        self.exprs = [_element(one) for one in ([exprs] if isinstance(exprs, (str, ParserElement)) else exprs)]
        self.skips = False

    def leaveWhitespace(self, recursive=True):
        self.skips = False
        if recursive:
            self.exprs = [one.copy().leaveWhitespace() for one in self.exprs]
        return self

    def append(self, other):
        self.exprs.append(_element(other))
        return self

    def _described(self):
        return "{" + self.joint.join(map(str, self.exprs)) + "}"


class _Stop(ParserElement):
    """After this a failure is final."""

    def _match(self, text, at):
        return at, []


class And(_Many):
    def _match(self, text, at):
        results, final = ParseResults(), False
        for one in self.exprs:
            if type(one) is _Stop:
                final = True
                continue
            try:
                at, part = one._parse(text, at)
            except ParseException as error:
                if final:
                    raise ParseSyntaxException(error.pstr, error.loc, error.msg, self) from None
                raise
            results._take(part)
        return at, results

    def __add__(self, other):
        if self.actions or self.resultsName or self.customName:
            return And([self, other])
        return _Chain([*self.exprs, other], self)

    def __iadd__(self, other):
        return self.append(other)


class _Chain(And):
    """A longer sequence, which does without the shorter one unless that is told to do something later."""

    def __init__(self, exprs, shorter):
        super().__init__(exprs)
        self._shorter = shorter

    def _match(self, text, at):
        shorter = self._shorter
        if shorter is not None and (shorter.actions or shorter.customName):
            self.exprs = [shorter, self.exprs[-1]]
        self._shorter = None
        return super()._match(text, at)


class MatchFirst(_Many):
    joint = " | "

    def _match(self, text, at):
        best = None
        for one in self.exprs:
            try:
                return one._parse(text, at)
            except ParseException as error:
                if best is None or error.loc > best.loc:
                    best = error
        raise best or self._missed(text, at)

    def __or__(self, other):
        if self.actions or self.resultsName or self.customName:
            return MatchFirst([self, other])
        return MatchFirst([*self.exprs, other])

    def __ior__(self, other):
        return self.append(other)


class Or(_Many):
    joint = " ^ "

    def _match(self, text, at):
        best, found = None, None
        for one in self.exprs:
            try:
                end, results = one._parse(text, at)
                if found is None or end > found[0]:
                    found = end, results
            except ParseException as error:
                if best is None or error.loc > best.loc:
                    best = error
        if found is None:
            raise best or self._missed(text, at)
        return found

    def __xor__(self, other):
        return Or([*self.exprs, other]) if not (self.actions or self.resultsName) else Or([self, other])

    def __ixor__(self, other):
        return self.append(other)


class Each(_Many):
    """All of the parts, in any order."""

    joint = " & "

    def _match(self, text, at):
        left, found = list(self.exprs), {}
        moved = True
        while left and moved:
            moved = False
            for one in left:
                try:
                    end, results = one._parse(text, at)
                except ParseException:
                    continue
                if end > at:
                    found[id(one)], at, moved = results, end, True
                    left.remove(one)
                    break
        for one in left:
            at, found[id(one)] = one._parse(text, at)
        results = ParseResults()
        for one in self.exprs:
            results._take(found[id(one)])
        return at, results

    def __and__(self, other):
        return Each([*self.exprs, other])


class _Around(ParserElement):
    """One part, treated in a way."""

    def __init__(self, expr, savelist=False):
        super().__init__()
        self.expr = None if expr is None else _element(expr)
        self.skips = False
        if self.expr is not None:
            self.groups = self.expr.groups

    def leaveWhitespace(self, recursive=True):
        self.skips = False
        if recursive and self.expr is not None:
            self.expr = self.expr.copy().leaveWhitespace()
        return self

    def _match(self, text, at):
        return self.expr._parse(text, at)

    def _described(self):
        return f"{type(self).__name__}:({self.expr})"


class Suppress(_Around):
    def _match(self, text, at):
        return self.expr._parse(text, at)[0], []

    def suppress(self):
        return self


class Group(_Around):
    def __init__(self, expr, aslist=False):
        super().__init__(expr)
        self.groups, self.as_plain = True, aslist

    def _match(self, text, at):
        end, results = self.expr._parse(text, at)
        if self.as_plain:
            return end, [results.asList()]
        inner = results.copy()
        inner._name = None
        return end, ParseResults([inner])


class Dict(_Around):
    """Groups, each under the name its first token gives."""

    def _match(self, text, at):
        end, results = self.expr._parse(text, at)
        for one in results:
            if isinstance(one, ParseResults) and len(one):
                rest = one[1:]
                results[str(one[0])] = one[1] if len(one) == 2 else rest if len(rest) else ""
        return end, [results] if self.resultsName else results


class Combine(_Around):
    """The parts as one text, with nothing between them."""

    def __init__(self, expr, joinString="", adjacent=True, *, join_string=None):
        super().__init__(expr)
        self.join = joinString if join_string is None else join_string
        self.groups = False
        if adjacent:
            self.leaveWhitespace()
            self.skips = True

    def _match(self, text, at):
        end, results = self.expr._parse(text, at)
        joined = results.copy()
        joined._name = None
        joined._tokens = [self.join.join(results._texts())]
        return end, joined


class Optional(_Around):
    _none = object()

    def __init__(self, expr, default=_none):
        super().__init__(expr)
        self.default = default

    def _match(self, text, at):
        try:
            end, results = self.expr._parse(text, at)
            results = results.copy()
            return end, results
        except ParseException:
            if self.default is Optional._none:
                return at, []
            results = ParseResults([self.default])
            if self.expr.resultsName:
                results[self.expr.resultsName] = self.default
            return at, results

    def _described(self):
        return f"[{self.expr}]"


class _Repeated(_Around):
    def __init__(self, expr, low=0, high=None, stopOn=None):
        super().__init__(expr)
        self.low, self.high = low, high
        self.stop = None if stopOn is None else _element(stopOn)
        self.groups = True

    def _match(self, text, at):
        results, count = ParseResults(), 0
        while self.high is None or count < self.high:
            try:
                if self.stop is not None and _follows(self.stop, text, at):
                    break
                end, part = self.expr._parse(text, at)
            except (ParseException, IndexError):
                break
            results._take(part)
            count += 1
            if end == at:
                count = max(count, self.low)
                break
            at = end
        if count < self.low:
            self.expr._parse(text, at)
            raise self._missed(text, at)
        return at, results

    def _described(self):
        return "{" + str(self.expr) + "}..."


def _follows(element, text, at):
    try:
        element._parse(text, at)
        return True
    except ParseBaseException:
        return False


class ZeroOrMore(_Repeated):
    def __init__(self, expr, stopOn=None, *, stop_on=None):
        super().__init__(expr, 0, None, stopOn or stop_on)


class OneOrMore(_Repeated):
    def __init__(self, expr, stopOn=None, *, stop_on=None):
        super().__init__(expr, 1, None, stopOn or stop_on)


class FollowedBy(_Around):
    def _match(self, text, at):
        results = self.expr._parse(text, at)[1].copy()
        results._tokens = []
        return at, results


class NotAny(_Around):
    def _match(self, text, at):
        if _follows(self.expr, text, at):
            raise self._missed(text, at)
        return at, []


class Forward(_Around):
    """A part told later, so that it can hold itself."""

    def __init__(self, other=None):
        super().__init__(other)

    def __lshift__(self, other):
        self.expr = _element(other)
        self.groups = self.expr.groups
        return self

    __ilshift__ = __lshift__

    def __or__(self, other):
        return MatchFirst([self, other])

    def copy(self):
        if self.expr is not None:
            return super().copy()
        return Forward(self)

    def leaveWhitespace(self, recursive=True):
        self.skips = False
        return self

    def _match(self, text, at):
        if self.expr is None:
            raise ParseException(text, at, "Forward expression was never given its definition", self)
        return self.expr._parse(text, at)

    def _described(self):
        return "Forward: ..."


class SkipTo(_Around):
    def __init__(self, other, include=False, ignore=None, failOn=None):
        super().__init__(other)
        self.include, self.fail = include, None if failOn is None else _element(failOn)

    def _match(self, text, at):
        for end in range(at, len(text) + 1):
            if self.fail is not None and _follows(self.fail, text, end):
                break
            try:
                after, part = self.expr._parse(text, end)
            except ParseException:
                continue
            results = ParseResults([text[at:end]])
            return (after, results._take(part)) if self.include else (end, results)
        raise self._missed(text, at)
