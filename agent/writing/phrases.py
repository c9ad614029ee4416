"""Small change of the writer: the reply's language, references, lists and tables in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from agent.grounding import cite, quote, reference
from agent.planning.plan import Style
from tools.facts import Fact, Label
from tools.parameters import Framework


@dataclass(frozen=True, slots=True)
class Voice:
    """The language and style in which a reply is told, over one framework."""

    language: str
    framework: Framework
    style: Style

    @property
    def zh(self) -> bool:
        return self.language == "zh"

    def say(self, zh: str, en: str) -> str:
        return zh if self.zh else en

    def name(self, label: Label) -> str:
        return label.in_language(self.language)

    def join(self, items: Iterable[str]) -> str:
        """A list within a sentence."""
        parts = list(items)
        if self.zh:
            return "、".join(parts)
        return ", ".join(parts[:-1]) + (f" and {parts[-1]}" if len(parts) > 1 else "".join(parts)) if parts else ""

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
