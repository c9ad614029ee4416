"""Small change of the writer: the reply's language, references, lists and tables in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from agent.grounding import cite, quote, reference
from agent.language.tongue import Tongue
from agent.planning.plan import Style
from tools.facts import Fact
from tools.parameters import Framework


@dataclass(frozen=True, slots=True)
class Voice(Tongue):
    """The language and style in which a reply is told, over one framework."""

    framework: Framework
    style: Style

    def sentences(self, items: Iterable[str]) -> str:
        return ("" if self.zh else " ").join(item for item in items if item)

    def quote(self, passage: str) -> str:
        return quote(passage, self.language)

    def table(self, header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
        lines = [header, ["---"] * len(header), *rows]
        return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)

    def bullets(self, items: Iterable[str]) -> str:
        return "\n".join(f"- {item}" for item in items)


def ref(fact: Fact) -> str:
    """The figure with its comparator where it has one (``≥20%``)."""
    return reference(fact.id)


def value(fact: Fact) -> str:
    """The figure alone (``20%``)."""
    return reference(fact.id, form="value")


def points(fact: Fact) -> str:
    """The difference of two percentages (``5个百分点``)."""
    return reference(fact.id, form="points")


def full(fact: Fact) -> str:
    """The figure with every digit (``500,000.00元``)."""
    return reference(fact.id, form="full")


def cited(*passages: str) -> str:
    """The numbers of the passages' citations, put behind what they support and before the full stop."""
    return "".join(f" {cite(p)}" for p in dict.fromkeys(passages))


def capital(text: str) -> str:
    """``text`` with a capital first letter, as an English sentence begins."""
    return text[:1].upper() + text[1:]
