"""Chemical expressions and equations: read, compared, shown."""

import re
from fractions import Fraction

from pyparsing import ParseException

ARROWS = ("<->", "->")

_elements = (
    "Ac Ag Al Am Ar As At Au B Ba Be Bh Bi Bk Br C Ca Cd Ce Cf Cl Cm Cn Co Cr Cs Cu Db Ds Dy Er Es Eu F Fe Fl Fm Fr "
    "Ga Gd Ge H He Hf Hg Ho Hs I In Ir K Kr La Li Lr Lu Lv Md Mg Mn Mo Mt N Na Nb Nd Ne Ni No Np O Os P Pa Pb Pd Pm "
    "Po Pr Pt Pu Ra Rb Re Rf Rg Rh Rn Ru S Sb Sc Se Sg Si Sm Sn Sr Ta Tb Tc Te Th Ti Tl Tm U Uuo Uup Uus Uut V W Xe "
    "Y Yb Zn Zr"
).split()
_longest_first = sorted(_elements, key=len, reverse=True)
_token = re.compile(r"\s*(\((?:aq|s|l|g)\)|" + "|".join(_longest_first) + r"|[0-9]|[\[\](){}^+\-/])")
_phases = ("(s)", "(l)", "(g)", "(aq)")


def _tokens(text):
    tokens, at, text = [], 0, text.rstrip()
    while at < len(text):
        found = _token.match(text, at)
        if not found:
            raise ParseException(f"'{text[at:]}' is no part of a chemical expression")
        tokens.append(found[1])
        at = found.end()
    return tokens


class _Reader:
    """An expression as a list of molecules: (what it is made of, its count, its phase)."""

    def __init__(self, text):
        self.tokens = _tokens(text)
        self.at = 0
        self.molecules = [self.counted()]
        while self.take("+"):
            self.molecules.append(self.counted())
        if self.at < len(self.tokens):
            self.refuse()

    def refuse(self):
        raise ParseException("The chemical expression cannot be read")

    @property
    def next(self):
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self, *tokens):
        token = self.next
        if token and token in tokens:
            self.at += 1
            return token
        return ""

    def number(self):
        digits = ""
        while self.next.isdigit():
            digits += self.take(self.next)
        return digits

    def counted(self):
        count = self.number()
        parts = (count,) if count else ()
        if count and self.take("/"):
            parts = (count, self.number() or self.refuse())
        group = self.group()
        return group, parts, self.take(*_phases)

    def group(self):
        """Atoms and brackets after one another, each with its number and charge."""
        parts = []
        while self.next in _elements or self.next in ("(", "["):
            parts.append(self.part())
        return tuple(parts) or self.refuse()

    def part(self):
        token = self.take(self.next)
        if token in ("(", "["):
            inner = self.group()
            if not self.take(")" if token == "(" else "]"):
                self.refuse()
            what = (token, inner)
        else:
            what = (token, ())
        return what, self.number(), self.charge()

    def charge(self):
        if not self.take("^"):
            return ""
        number = self.number()
        sign = self.take("+", "-") or self.refuse()
        return sign if number == "1" else number + sign


def _factor(parts):
    numbers = [int(part) for part in parts] or [1]
    if 0 in numbers:
        raise ParseException("A count of nothing")
    return Fraction(*numbers)


def divide_chemical_expression(s1, s2, ignore_state=False):
    """How many times the second expression is in the first; False where they are not of the same molecules."""
    one, other = (
        sorted((group, _factor(count), phase) for group, count, phase in _Reader(text).molecules) for text in (s1, s2)
    )
    if [group for group, _, _ in one] != [group for group, _, _ in other]:
        return False
    if not ignore_state and [phase for _, _, phase in one] != [phase for _, _, phase in other]:
        return False
    ratios = {x / y for (_, x, _), (_, y, _) in zip(one, other)}
    return ratios.pop() if len(ratios) == 1 else False


def compare_chemical_expression(s1, s2, ignore_state=False):
    return divide_chemical_expression(s1, s2, ignore_state) == 1


def split_on_arrow(eq):
    """Left side, arrow, right side; without an arrow all is left."""
    for arrow in ARROWS:
        left, found, right = eq.partition(arrow)
        if found:
            return left, found, right
    return eq, "", ""


def chemical_equations_equal(eq1, eq2, exact=False):
    """Whether equations say the same, up to a factor unless `exact`. What cannot be read equals nothing."""
    (left1, arrow1, right1), (left2, arrow2, right2) = split_on_arrow(eq1), split_on_arrow(eq2)
    if arrow1 == "" or arrow1 != arrow2:
        return False
    try:
        left = divide_chemical_expression(left1, left2)
        right = divide_chemical_expression(right1, right2)
    except ParseException:
        return False
    return bool(left) and left == right and (left == 1 or not exact)


def _escaped(text):
    for sign, name in (("&", "amp"), ("<", "lt"), (">", "gt"), ('"', "quot")):
        text = text.replace(sign, f"&{name};")
    return text


def _html(group):
    text = ""
    for (what, inner), number, charge in group:
        text += what + _html(inner) + {"(": ")", "[": "]"}[what] if inner else what
        text += f"<sub>{number}</sub>" if number else ""
        text += f"<sup>{charge}</sup>" if charge else ""
    return text


def _side(text):
    try:
        molecules = _Reader(text).molecules
    except ParseException:
        return f'<span class="inline-error inline">{_escaped(text)}</span>'
    shown = []
    for group, count, phase in molecules:
        factor = "".join(count) if len(count) < 2 else f" <sup>{count[0]}</sup>&frasl;<sub>{count[1]}</sub> "
        shown.append(factor + _html(group) + phase)
    return "+".join(shown)


def render_to_html(eq):
    left, arrow, right = split_on_arrow(eq)
    sides = _side(left) + ({"->": "\u2192", "<->": "\u2194"}[arrow] + _side(right) if arrow else "")
    return f'<span class="math">{sides}</span>'
