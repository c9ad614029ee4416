"""Calculations written out in a reply: “a × b = c” must follow from the values of the facts that it names.

Percentages count as fractions. The right side may be rounded to the decimals that its fact has.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from tools.facts import Fact
from tools.quantities import ARITHMETIC, PERCENT, precision_of

_OPERATORS = {
    **dict.fromkeys(("+", "＋", "加", "加上", "plus"), "+"),
    **dict.fromkeys(("-", "−", "–", "减", "减去", "minus"), "-"),
    **dict.fromkeys(("×", "x", "*", "·", "乘", "乘以", "times"), "*"),
    **dict.fromkeys(("÷", "/", "除以", "divided by"), "/"),
    **dict.fromkeys(("=", "≈", "等于", "equals", "is equal to", "约等于"), "="),
}
_WORDS = "|".join(re.escape(w) for w in sorted(_OPERATORS, key=len, reverse=True))
_GAP = re.compile(rf"(?:{_WORDS}|[()（）]|\s)+", re.IGNORECASE)
_TOKEN = re.compile(rf"{_WORDS}|[()（）]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Operand:
    """A figure of a text with its fact."""

    start: int
    end: int
    fact: Fact


def false_ones(text: str, operands: Sequence[Operand]) -> list[Operand]:
    """The last operand of every calculation in ``text`` that does not come out."""
    wrong = []
    for run in _runs(text, operands):
        if not _holds(text, run):
            wrong.append(run[-1])
    return wrong


def _runs(text: str, operands: Sequence[Operand]) -> list[list[Operand]]:
    """Neighbouring operands with nothing but operators and brackets between them, where one is an equals sign."""
    runs: list[list[Operand]] = []
    for operand in operands:
        if runs and _GAP.fullmatch(text, runs[-1][-1].end, operand.start):
            runs[-1].append(operand)
        else:
            runs.append([operand])
    return [run for run in runs if len(run) > 1 and "=" in _operators(text, run)]


def _operators(text: str, run: list[Operand]) -> list[str]:
    return [
        _OPERATORS.get(m[0].lower(), m[0])
        for a, b in zip(run, run[1:], strict=False)
        for m in _TOKEN.finditer(text, a.end, b.start)
    ]


def _holds(text: str, run: list[Operand]) -> bool:
    opening = re.search(r"[(（\s]*$", text[: run[0].start])
    tokens: list[str | Fact] = ["("] * sum(c in "(（" for c in (opening[0] if opening else ""))
    for index, operand in enumerate(run):
        tokens.append(operand.fact)
        if index + 1 < len(run):
            for match in _TOKEN.finditer(text, operand.end, run[index + 1].start):
                tokens.append({"（": "(", "）": ")"}.get(match[0], _OPERATORS.get(match[0].lower(), match[0])))
    sides: list[list[str | Fact]] = [[]]
    for token in tokens:
        if token == "=":
            sides.append([])
        else:
            sides[-1].append(token)
    values = [_value(side) for side in sides]
    if any(v is None for v in values):
        return False
    return all(_equal(values[0], value, side) for value, side in zip(values[1:], sides[1:], strict=True))


def _equal(left: Decimal | None, right: Decimal | None, side: list[str | Fact]) -> bool:
    if left is None or right is None:
        return False
    facts = [t for t in side if isinstance(t, Fact)]
    if len(facts) != 1:
        return left == right
    places = precision_of(facts[0].value) + (2 if facts[0].unit == PERCENT else 0)
    return left == right or abs(left - right) < Decimal(1).scaleb(-places)


def _value(tokens: list[str | Fact]) -> Decimal | None:
    """The value of ``tokens`` by the usual precedence, ``None`` if they are no calculation. Open brackets may stay open."""
    values: list[Decimal] = []
    operators: list[str] = []

    def apply() -> bool:
        sign = operators.pop()
        if sign == "(":
            return True
        if len(values) < 2:
            return False
        b, a = values.pop(), values.pop()
        if sign == "/" and not b:
            return False
        operation = {"+": ARITHMETIC.add, "-": ARITHMETIC.subtract, "*": ARITHMETIC.multiply, "/": ARITHMETIC.divide}[
            sign
        ]
        values.append(operation(a, b))
        return True

    for token in tokens:
        if isinstance(token, Fact):
            values.append(token.value / 100 if token.unit == PERCENT else token.value)
        elif token == "(":
            operators.append(token)
        elif token == ")":
            while operators and operators[-1] != "(":
                if not apply():
                    return None
            if operators:
                operators.pop()
        else:
            while operators and operators[-1] != "(" and (token in "+-" or operators[-1] in "*/"):
                if not apply():
                    return None
            operators.append(token)
    while operators:
        if not apply():
            return None
    return values[0] if len(values) == 1 else None
