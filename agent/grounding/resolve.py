"""Takes a figure that the model typed for a reference, where exactly one fact fits.

Value, unit, comparator and the entity that the clause names must all agree. Reading the figure is the work of
``tools.figures``; only figures that the scanner found evidence of are asked for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from agent.grounding import direction
from agent.grounding.binding import Agreement, Names, Scene, agreement
from agent.grounding.comparing import Claim
from agent.grounding.numerals import Span, begin_of
from tools.facts import Fact
from tools.figures import Figure, find_figures
from tools.quantities import NUMBER, Comparator, UnitKind

#: What may stand between the two ends of a range.
RANGE = re.compile(r"[ ]?(?:-|–|—|~|～|到|至|\bto\b)[ ]?", re.ASCII)
_WITHIN = re.compile(rf"{RANGE.pattern}|[ ]?(?:\band\b|与|和)[ ]?", re.ASCII)
_RATE = re.compile(r"(?:每个?.|.均|人均)?")
#: Words for a multiple of two that stay as they were typed: “产能2倍” is no Chinese for 产能翻倍.
_IDIOMS = frozenset(("翻倍", "翻番", "翻一番", "翻了一番", "double", "doubled", "doubles", "doubling"))
_MONEY_TAIL = re.compile(r"[ ]?(?:$|[，。；、：！？,.;:!?)）|\n*_“”「」]|的|给|用于|用在|投入|投到|投给|预算)")


@dataclass(frozen=True, slots=True)
class Literal:
    """A typed figure at ``start`` to ``end``, of which ``low`` and ``high`` are the ends if it is a range."""

    start: int
    end: int
    figure: Figure
    parts: tuple[tuple[int, int], ...]
    idiom: str = ""

    @property
    def values(self) -> tuple[Decimal, ...]:
        found = (self.figure.low, self.figure.high) if len(self.parts) == 2 else (self.figure.value,)
        return tuple(v for v in found if v is not None)


class Resolver:
    """Finds the fact that a typed figure stands for."""

    def __init__(self, facts: tuple[Fact, ...], names: Names) -> None:
        self.facts = facts
        self.names = names

    def read(self, text: str, evidence: Sequence[Span]) -> list[Literal]:
        """The typed figures of ``text`` that hold ``evidence``; what cannot be read without doubt is left out."""
        found = []
        for figure in find_figures(text):
            inside = [s for s in evidence if figure.start <= s.start < figure.end]
            if not inside or figure.ambiguous or (figure.low is None and figure.high is None):
                continue
            if "折" in figure.text:  # a price reduced to that part is not the percentage that it equals
                continue
            # What the reader counts to the figure but no numeral begins (每月) stays as prose: a stream has shown it.
            start = max(figure.start, begin_of(text, inside[0].start))
            if not _RATE.fullmatch(text[figure.start : start].strip()):
                continue
            parts: tuple[tuple[int, int], ...] = ((start, figure.end),)
            if figure.is_range:
                between = list(_WITHIN.finditer(text, figure.start + 1, figure.end - 1))
                if len(between) != 1:
                    continue
                parts = ((start, between[0].start()), (between[0].end(), figure.end))
            words = text[start : figure.end]
            idiom = words if words.lower() in _IDIOMS and figure.value == 2 else ""
            found.append(Literal(start, figure.end, figure, parts, idiom))
        return found

    def resolve(self, literal: Literal, claim: Claim | None, scene: Scene) -> tuple[tuple[Fact, ...], str]:
        """The facts that ``literal`` stands for, or none and the code of the problem."""
        facts: list[Fact] = []
        for index in range(len(literal.values)):
            fact, code = self._one(literal, index, claim, scene)
            if fact is None:
                return (), code
            facts.append(fact)
        if len(facts) != len(literal.parts):
            return (), "numeral"
        return tuple(facts), ""

    def _one(self, literal: Literal, index: int, claim: Claim | None, scene: Scene) -> tuple[Fact | None, str]:
        value, position = literal.values[index], literal.parts[index][0]
        falls = direction.of_text(scene.text[slice(*scene.clause(position))]) < 0
        same = [f for f in self.facts if _equal(f, value, falls=falls) and _same_unit(f, literal, scene.text)]
        if not same:
            return None, "numeral"
        fitting = [f for f in same if _comparator_fits(f, literal, index, claim=claim, text=scene.text)]
        if not fitting:
            return None, "comparator"
        ranked = [(agreement(scene, position, f, self.names), f) for f in fitting]
        best = max(rank for rank, _ in ranked)
        if best is Agreement.CONFLICT or (best < Agreement.LABELLED and not _unnamed(scene, position, fitting)):
            return None, "entity"
        first = [f for rank, f in ranked if rank is best]
        if len({self.names.of_fact(f) for f in first}) > 1:
            return None, "ambiguous"
        return first[0], ""


def _unnamed(scene: Scene, position: int, fitting: list[Fact]) -> bool:
    """Whether the only fact that fits may be taken: its clause names nothing, and the printed label says what it is."""
    start, end = scene.clause(position)
    return len(fitting) == 1 and not any(start <= m.start < end for m in scene.mentions)


def _equal(fact: Fact, value: Decimal, *, falls: bool) -> bool:
    return fact.value == value or (falls and fact.unit.kind is UnitKind.PERCENT and fact.value == -value)


def _same_unit(fact: Fact, literal: Literal, text: str) -> bool:
    unit, own = literal.figure.unit, fact.unit
    if unit == own:
        return True
    if unit.kind is own.kind and unit.code == own.code:
        return unit.per == "year" and own.per is None and own.kind is UnitKind.MONEY
    if unit == NUMBER and own.kind is UnitKind.MONEY and own.code == "CNY":
        return _MONEY_TAIL.match(text, literal.end) is not None and text[literal.end - 1] in "万亿"
    return False


def _comparator_fits(fact: Fact, literal: Literal, index: int, *, claim: Claim | None, text: str) -> bool:
    own = fact.comparator
    figure = literal.figure
    if len(literal.parts) == 2:
        return own in (Comparator.EQUAL, (Comparator.AT_LEAST, Comparator.AT_MOST)[index])
    if claim is None:
        words = text[figure.outer_start : figure.start] + text[figure.end : figure.outer_end]
        read = Comparator.EQUAL if re.search(r"[，,]|^ \+", words) else figure.comparator
        return own is read
    if claim.relational:  # “45% is below 50%”: the relation itself is checked later
        return True
    return own is claim.comparator
