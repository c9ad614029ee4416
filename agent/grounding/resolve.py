"""Takes a figure that the model typed for a reference, where exactly one fact fits.

Value, unit, comparator and the entity that the clause names must all agree. Reading the figure is the work of
``tools.figures``; nothing is read out of text that the scanner did not mark.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agent.grounding.binding import Names, Scene
from agent.grounding.comparing import Claim
from agent.grounding.numerals import Span
from tools.facts import Fact


@dataclass(frozen=True, slots=True)
class Literal:
    """A typed figure at ``start`` to ``end``; ``parts`` are its ends if it is a range, else itself."""

    start: int
    end: int
    parts: tuple[tuple[int, int], ...]
    idiom: str = ""


class Resolver:
    """Finds the fact that a typed figure stands for."""

    def __init__(self, facts: tuple[Fact, ...], names: Names) -> None:
        self.facts = facts
        self.names = names

    def read(self, text: str, evidence: Sequence[Span]) -> list[Literal]:
        """The typed figures of ``text`` that cover its ``evidence``."""
        return []

    def resolve(self, literal: Literal, claim: Claim | None, scene: Scene) -> tuple[tuple[Fact, ...], str]:
        """The facts that ``literal`` stands for, or none and the code of the problem."""
        return (), "numeral"
