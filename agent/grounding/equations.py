"""Calculations written out in a reply: “a × b = c” must follow from the values of the facts that it names.

Percentages count as fractions. The right side may be rounded to the decimals that its fact has.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from tools.facts import Fact
from tools.quantities import ARITHMETIC, PERCENT, precision_of

_OPERATORS = {
    **dict.fromkeys(("+", "＋", "加", "加上", "plus"), "+"),
    **dict.fromkeys(("-", "−", "–", "减", "减去", "minus"), "-"),
    **dict.fromkeys(("×", "x", "*", "·", "乘", "乘以", "times"), "*"),
    **dict.fromkeys(("÷", "/", "除以", "divided by"), "/"),
    **dict.fromkeys(("=", "≈", "等于", "equals", "is equal to", "约等于"), "="),
}
_EQUALS = "="
_WORDS = "|".join(re.escape(w) for w in sorted(_OPERATORS, key=len, reverse=True))
_GAP = re.compile(rf"(?:{_WORDS}|[()（）]|\s)+", re.IGNORECASE)
_TOKEN = re.compile(rf"{_WORDS}|[()（）]", re.IGNORECASE)
_BRACKETS = {"（": "(", "）": ")"}

Token = str | Fact


@dataclass(frozen=True, slots=True)
class Operand:
    """A figure of a text with its fact."""

    start: int
    end: int
    fact: Fact


def false_ones(text: str, operands: Sequence[Operand]) -> list[Operand]:
    """The last operand of every calculation in ``text`` that does not come out."""
    return [run[-1] for run in _runs(text, operands) if not _holds(text, run)]


def _runs(text: str, operands: Sequence[Operand]) -> list[list[Operand]]:
    """Neighbouring operands with nothing but operators and brackets between them, where one is an equals sign."""
    runs: list[list[Operand]] = []
    for operand in operands:
        if runs and _GAP.fullmatch(text, runs[-1][-1].end, operand.start):
            runs[-1].append(operand)
        else:
            runs.append([operand])
    return [run for run in runs if "=" in _tokens(text, run)]


def _tokens(text: str, run: list[Operand]) -> list[Token]:
    """The operands of ``run`` with the operators and brackets between them."""
    tokens: list[Token] = [run[0].fact]
    for left, right in pairwise(run):
        between = _TOKEN.findall(text, left.end, right.start)
        tokens += [_BRACKETS.get(word, _OPERATORS.get(word.lower(), word)) for word in between]
        tokens.append(right.fact)
    return tokens


def _holds(text: str, run: list[Operand]) -> bool:
    before = text[: run[0].start].replace(" ", "")
    brackets = len(before) - len(before.rstrip("(（"))
    sides: list[list[Token]] = [["("] * brackets]
    for token in _tokens(text, run):
        if token == _EQUALS:
            sides.append([])
        else:
            sides[-1].append(token)
    try:
        first, *others = (_Side(side).value() for side in sides)
    except (ValueError, ArithmeticError):
        return False
    return all(_equal(first, value, side) for value, side in zip(others, sides[1:], strict=True))


def _equal(left: Decimal, right: Decimal, side: list[Token]) -> bool:
    facts = [token for token in side if isinstance(token, Fact)]
    if left == right or len(facts) != 1:
        return left == right
    places = precision_of(facts[0].value) + (2 if facts[0].unit == PERCENT else 0)
    return abs(left - right) < Decimal(1).scaleb(-places)


class _Side:
    """One side of a calculation, worked out by the usual precedence; brackets may stay open at its end."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = list(reversed(tokens))

    def value(self) -> Decimal:
        found = self._sum()
        if self._tokens:
            raise ValueError("something is left over")
        return found

    def _next(self) -> Token:
        return self._tokens[-1] if self._tokens else ""

    def _sum(self) -> Decimal:
        found = self._product()
        while self._next() in ("+", "-"):
            add = self._tokens.pop() == "+"
            product = self._product()
            found = ARITHMETIC.add(found, product) if add else ARITHMETIC.subtract(found, product)
        return found

    def _product(self) -> Decimal:
        found = self._operand()
        while self._next() in ("*", "/"):
            times = self._tokens.pop() == "*"
            operand = self._operand()
            found = ARITHMETIC.multiply(found, operand) if times else ARITHMETIC.divide(found, operand)
        return found

    def _operand(self) -> Decimal:
        if not self._tokens:
            raise ValueError("an operand is missing")
        first = self._tokens.pop()
        if isinstance(first, Fact):
            return first.value / 100 if first.unit == PERCENT else first.value
        if first != "(":
            raise ValueError("an operator stands where an operand belongs")
        found = self._sum()
        if self._next() == ")":
            self._tokens.pop()
        return found
