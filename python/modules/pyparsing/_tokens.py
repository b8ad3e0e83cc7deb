"""Parts of a grammar that look at the text itself."""

import re

from pyparsing._elements import ParserElement
from pyparsing._results import ParseResults


class Empty(ParserElement):
    def _match(self, text, at):
        return at, []


class NoMatch(ParserElement):
    pass


class Literal(ParserElement):
    def __init__(self, matchString="", *, match_string=""):
        super().__init__()
        self.match = matchString or match_string

    def _match(self, text, at):
        if not text.startswith(self.match, at):
            raise self._missed(text, at)
        return at + len(self.match), ParseResults([self.match] if self.match else [])

    def _described(self):
        return repr(self.match)


class CaselessLiteral(Literal):
    def _match(self, text, at):
        end = at + len(self.match)
        if text[at:end].upper() != self.match.upper():
            raise self._missed(text, at)
        return end, ParseResults([self.match])


class Keyword(Literal):
    """A text with nothing before and after it that could belong to a name."""

    DEFAULT_KEYWORD_CHARS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$"

    def __init__(self, matchString="", identChars=None, caseless=False, *, match_string="", ident_chars=None):
        super().__init__(matchString or match_string)
        self.around, self.caseless = set(identChars or ident_chars or Keyword.DEFAULT_KEYWORD_CHARS), caseless

    def _match(self, text, at):
        end = at + len(self.match)
        found = text[at:end]
        if found != self.match and not (self.caseless and found.upper() == self.match.upper()):
            raise self._missed(text, at)
        if (at > 0 and text[at - 1] in self.around) or (end < len(text) and text[end] in self.around):
            raise self._missed(text, at)
        return end, ParseResults([self.match])


class CaselessKeyword(Keyword):
    def __init__(self, matchString="", identChars=None, **others):
        super().__init__(matchString, identChars, True, **others)


class Word(ParserElement):
    def __init__(
        self, initChars="", bodyChars=None, min=1, max=0, exact=0, asKeyword=False, excludeChars=None, *, init_chars=None,
        body_chars=None, as_keyword=False, exclude_chars=None
    ):  # fmt: skip
        super().__init__()
        excluded = set(excludeChars or exclude_chars or "")
        self.first = set(initChars or init_chars or "") - excluded
        self.rest = (set(bodyChars or body_chars or "") - excluded) or self.first
        self.least, self.most = (exact, exact) if exact else (min, max)
        self.keyword = asKeyword or as_keyword

    def _match(self, text, at):
        length, rest = len(text), self.rest
        if at >= length or text[at] not in self.first:
            raise self._missed(text, at)
        end = at + 1
        last = length if not self.most else min(length, at + self.most)
        while end < last and text[end] in rest:
            end += 1
        over = end < length and text[end] in rest
        if end - at < self.least or (over and self.most and self.least != self.most) or (over and self.least == self.most and self.most):
            raise self._missed(text, at)
        if self.keyword and (over or (at > 0 and text[at - 1] in rest)):
            raise self._missed(text, at)
        return end, ParseResults([text[at:end]])

    def _described(self):
        shown = "".join(sorted(self.first))
        return f"W:({shown if len(shown) < 16 else shown[:13] + '...'})"


class Char(Word):
    def __init__(self, charset, **others):
        super().__init__(charset, exact=1, **others)

    def _match(self, text, at):
        if at >= len(text) or text[at] not in self.first:
            raise self._missed(text, at)
        return at + 1, ParseResults([text[at]])


class CharsNotIn(ParserElement):
    def __init__(self, notChars="", min=1, max=0, exact=0, *, not_chars=""):
        super().__init__()
        self.refused, self.skips = set(notChars or not_chars), False
        self.least, self.most = (exact, exact) if exact else (min, max)

    def _match(self, text, at):
        end = at
        last = len(text) if not self.most else min(len(text), at + self.most)
        while end < last and text[end] not in self.refused:
            end += 1
        if end - at < self.least:
            raise self._missed(text, at)
        return end, ParseResults([text[at:end]])


class Regex(ParserElement):
    def __init__(self, pattern, flags=0, asGroupList=False, asMatch=False):
        super().__init__()
        self.compiled = re.compile(pattern, flags) if isinstance(pattern, str) else pattern
        self.as_groups, self.as_match = asGroupList, asMatch

    def _match(self, text, at):
        found = self.compiled.match(text, at)
        if found is None:
            raise self._missed(text, at)
        results = ParseResults([found if self.as_match else found.groups() if self.as_groups else found.group()])
        for name, value in found.groupdict().items():
            results[name] = value
        return found.end(), results

    def _described(self):
        return f"Re:({self.compiled.pattern!r})"


class QuotedString(ParserElement):
    def __init__(self, quoteChar='"', escChar=None, escQuote=None, multiline=False, unquoteResults=True, endQuoteChar=None, **others):
        super().__init__()
        self.opens, self.closes = quoteChar, endQuoteChar or quoteChar
        self.escape, self.double, self.lines, self.bare = escChar, escQuote, multiline, unquoteResults

    def _match(self, text, at):
        if not text.startswith(self.opens, at):
            raise self._missed(text, at)
        end, parts = at + len(self.opens), []
        while end < len(text):
            if self.double and text.startswith(self.double, end):
                parts.append(self.closes)
                end += len(self.double)
            elif self.escape and text[end] == self.escape and end + 1 < len(text):
                parts.append(text[end + 1])
                end += 2
            elif text.startswith(self.closes, end):
                end += len(self.closes)
                return end, ParseResults(["".join(parts) if self.bare else text[at:end]])
            elif text[end] == "\n" and not self.lines:
                break
            else:
                parts.append(text[end])
                end += 1
        raise self._missed(text, at)


class White(ParserElement):
    def __init__(self, ws=" \t\r\n", min=1, max=0, exact=0):
        super().__init__()
        self.chars, self.skips = ws, False
        self.least, self.most = (exact, exact) if exact else (min, max)

    def _match(self, text, at):
        end = at
        while end < len(text) and text[end] in self.chars and (not self.most or end - at < self.most):
            end += 1
        if end - at < self.least:
            raise self._missed(text, at)
        return end, ParseResults([text[at:end]])


class StringStart(ParserElement):
    def _match(self, text, at):
        if text[:at].strip(self.white):
            raise self._missed(text, at)
        return at, []


class StringEnd(ParserElement):
    def _match(self, text, at):
        if at < len(text):
            raise self._missed(text, at)
        return at, []

    def _described(self):
        return "end of text"


class LineStart(ParserElement):
    def _match(self, text, at):
        if at > 0 and text[at - 1] != "\n":
            raise self._missed(text, at)
        return at, []


class LineEnd(ParserElement):
    def __init__(self):
        super().__init__()
        self.white = self.white.replace("\n", "")

    def _match(self, text, at):
        if at < len(text) and text[at] != "\n":
            raise self._missed(text, at)
        return (at + 1, ["\n"]) if at < len(text) else (at, [])


class WordStart(ParserElement):
    def __init__(self, wordChars="", **others):
        super().__init__()
        self.chars = set(wordChars or "".join(map(chr, range(33, 127))))

    def _match(self, text, at):
        if (at > 0 and text[at - 1] in self.chars) or at >= len(text) or text[at] not in self.chars:
            raise self._missed(text, at)
        return at, []


class WordEnd(WordStart):
    def __init__(self, wordChars="", **others):
        super().__init__(wordChars)
        self.skips = False

    def _match(self, text, at):
        if (at < len(text) and text[at] in self.chars) or at == 0 or text[at - 1] not in self.chars:
            raise self._missed(text, at)
        return at, []
