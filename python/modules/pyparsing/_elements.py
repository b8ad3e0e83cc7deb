"""What every part of a grammar can do: match at a place, be named, be put together with others."""

from pyparsing._results import ParseResults


class ParseBaseException(Exception):
    def __init__(self, pstr, loc=0, msg=None, elem=None):
        super().__init__(pstr, loc, msg)
        self.pstr, self.loc, self.parserElement = (pstr, loc, elem) if msg is not None else ("", 0, elem)
        self.msg = pstr if msg is None else msg

    @property
    def lineno(self):
        return self.pstr.count("\n", 0, self.loc) + 1

    @property
    def col(self):
        return self.loc - self.pstr.rfind("\n", 0, self.loc)

    column = col

    @property
    def line(self):
        return self.pstr.split("\n")[self.lineno - 1]

    def markInputline(self, markerString=">!<"):
        return (self.line[: self.col - 1] + markerString + self.line[self.col - 1 :]).strip()

    mark_input_line = markInputline

    def __str__(self):
        found = ", found end of text" if self.loc >= len(self.pstr) else f", found {self.pstr[self.loc : self.loc + 1]!r}"
        return f"{self.msg}{found if self.pstr else ''}  (at char {self.loc}), (line:{self.lineno}, col:{self.col})"


class ParseException(ParseBaseException):
    """There is no match here; another part of the grammar may have one."""


class ParseFatalException(ParseBaseException):
    """There is no match, and looking for another is over."""


class ParseSyntaxException(ParseFatalException):
    """What had to follow after a `-` did not."""


def _arity(function):
    """How many of text, place and tokens a parse action takes."""
    if isinstance(function, type):
        function = function.__init__ if hasattr(function.__init__, "__code__") else function.__new__
        bound = 1
    else:
        if not hasattr(function, "__code__") and not hasattr(function, "__func__") and hasattr(type(function), "__call__"):
            function = getattr(function.__call__, "__func__", function)
            bound = 1 if hasattr(function, "__code__") else 0
        else:
            bound = 1 if hasattr(function, "__func__") else 0
    code = getattr(function, "__code__", None)
    if code is None:
        return 1
    return 3 if code.co_flags & 0x04 else min(3, code.co_argcount - bound)


def _action(function):
    count = _arity(function)
    return lambda text, at, tokens: function(*(text, at, tokens)[3 - count :])


class ParserElement:
    verbose_stacktrace = False
    _white = " \n\t\r"
    _literal = None

    def __init__(self):
        self.resultsName = None
        self.customName = None
        self.modal = True
        self.skips = True
        self.white = ParserElement._white
        self.actions = []
        self.groups = False
        self.on_fail = None

    # How it matches.

    def _parse(self, text, at):
        """The place after a match here, and what it gives."""
        if self.skips:
            at = self._skipped(text, at)
        try:
            end, tokens = self._match(text, at)
        except ParseBaseException as error:
            if self.on_fail is not None:
                self.on_fail(text, at, self, error)
            raise
        except IndexError:
            raise ParseException(text, len(text), f"Expected {self.name}", self) from None
        results = tokens if isinstance(tokens, ParseResults) else ParseResults(tokens)
        if self.resultsName:
            results._call(self.resultsName, self.groups, self.modal)
        for action in self.actions:
            try:
                changed = action(text, at, results)
            except IndexError as error:
                raise ParseException(text, at, "exception raised in parse action", self) from error
            if changed is not None and changed is not results:
                if not isinstance(changed, ParseResults):
                    changed = ParseResults([changed] if not isinstance(changed, (list, tuple)) else list(changed))
                if self.resultsName:
                    changed._call(self.resultsName, self.groups, self.modal)
                results = changed
        return end, results

    def _match(self, text, at):
        raise self._missed(text, at)

    def _skipped(self, text, at):
        white, length = self.white, len(text)
        while at < length and text[at] in white:
            at += 1
        return at

    def _missed(self, text, at):
        return ParseException(text, at, f"Expected {self.name}", self)

    @property
    def name(self):
        return self.customName or self._described()

    def _described(self):
        return type(self).__name__

    def __str__(self):
        return self.name

    __repr__ = __str__

    # How it is used.

    def parseString(self, instring, parseAll=False, *, parse_all=False):
        text = str(instring).expandtabs()
        end, results = self._parse(text, 0)
        if parseAll or parse_all:
            end = self._skipped(text, end)
            if end < len(text):
                raise ParseException(text, end, "Expected end of text", self)
        return results

    def scanString(self, instring, maxMatches=None, overlap=False):
        text, at, found = str(instring).expandtabs(), 0, 0
        while at <= len(text) and (maxMatches is None or found < maxMatches):
            start = self._skipped(text, at) if self.skips else at
            try:
                end, results = self._parse(text, start)
            except ParseException:
                at = start + 1
                continue
            found += 1
            yield results, start, end
            at = end if end > start and not overlap else start + 1

    def searchString(self, instring, maxMatches=None):
        return ParseResults([results for results, _, _ in self.scanString(instring, maxMatches)])

    def transformString(self, instring):
        text, parts, last = str(instring).expandtabs(), [], 0
        for results, start, end in self.scanString(text):
            parts += [text[last:start], *results._texts()]
            last = end
        return "".join([*parts, text[last:]])

    def matches(self, testString, parseAll=True):
        try:
            self.parseString(testString, parseAll)
            return True
        except ParseBaseException:
            return False

    def __eq__(self, other):
        return self.matches(other) if isinstance(other, str) else self is other

    __hash__ = object.__hash__

    # How it is told what to do.

    def copy(self):
        other = object.__new__(type(self))
        other.__dict__.update(self.__dict__)
        other.actions = list(self.actions)
        return other

    def setName(self, name):
        self.customName = name
        return self

    def setResultsName(self, name, listAllMatches=False, *, list_all_matches=False):
        other = self.copy()
        other.modal = not (listAllMatches or list_all_matches or name.endswith("*"))
        other.resultsName = name.rstrip("*")
        return other

    def __call__(self, name=None):
        return self.copy() if name is None else self.setResultsName(name)

    def setParseAction(self, *fns, **others):
        self.actions = [] if fns == (None,) else [_action(one) for one in fns]
        return self

    def addParseAction(self, *fns, **others):
        self.actions += [_action(one) for one in fns]
        return self

    def addCondition(self, *fns, message="failed user-defined condition", fatal=False, **others):
        def checked(condition):
            def action(text, at, tokens):
                if not condition(text, at, tokens):
                    raise (ParseFatalException if fatal else ParseException)(text, at, message, self)

            return action

        self.actions += [checked(_action(one)) for one in fns]
        return self

    def setFailAction(self, fn):
        self.on_fail = fn
        return self

    def suppress(self):
        return Suppress(self)

    def leaveWhitespace(self, recursive=True):
        self.skips = False
        return self

    def ignoreWhitespace(self, recursive=True):
        self.skips = True
        return self

    def setWhitespaceChars(self, chars, **others):
        self.skips, self.white = True, chars
        return self

    def parseWithTabs(self):
        return self

    def streamline(self):
        return self

    def validate(self, *others):
        pass

    def setDebug(self, *others, **more):
        return self

    @staticmethod
    def setDefaultWhitespaceChars(chars):
        ParserElement._white = chars

    @staticmethod
    def enablePackrat(*others, **more):
        """What is matched is the same with and without."""

    @staticmethod
    def inlineLiteralsUsing(cls):
        ParserElement._literal = cls

    # How it is put together.

    def __add__(self, other):
        if other is Ellipsis:
            raise NotImplementedError("'...' after a '+' is not there in the pyparsing of scripts; SkipTo is")
        return And([self, other])

    def __radd__(self, other):
        return And([other, self])

    def __sub__(self, other):
        return And([self, _Stop(), other])

    def __rsub__(self, other):
        return And([other, _Stop(), self])

    def __or__(self, other):
        return MatchFirst([self, other])

    def __ror__(self, other):
        return MatchFirst([other, self])

    def __xor__(self, other):
        return Or([self, other])

    def __rxor__(self, other):
        return Or([other, self])

    def __and__(self, other):
        return Each([self, other])

    def __rand__(self, other):
        return Each([other, self])

    def __invert__(self):
        return NotAny(self)

    def __mul__(self, count):
        low, high = count if isinstance(count, tuple) else (count, count)
        low, high = low if isinstance(low, int) else 0, high if isinstance(high, int) else None
        return _Repeated(self, low, high)

    __rmul__ = __mul__

    def __getitem__(self, count):
        if count is Ellipsis:
            return ZeroOrMore(self)
        return self * (count if isinstance(count, tuple) else (count, count))

    def __iter__(self):
        raise TypeError(f"{type(self).__name__!r} object is not iterable")


from pyparsing._combined import And, Each, MatchFirst, NotAny, Or, Suppress, ZeroOrMore, _Repeated, _Stop
