"""A converted document: headings, texts and table rows in order, each with its place (page, slide, sheet and row).

It travels as JSON from the process that parses to the one that keeps it, and becomes a :class:`Document` for cutting.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from knowledge.loading import Document, document_from_text


class Unreadable(Exception):
    """A file that cannot be read; the message is the reason in words."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: ``level`` is 1 to 6 for a heading, 0 for text or a table row; ``place`` is where it was found."""

    text: str
    place: str = ""
    level: int = 0


@dataclass(frozen=True, slots=True)
class Skipped:
    """What of a file was not read as valid: its ``kind`` (see ``agent.refusals``), how many, and where."""

    kind: str
    count: int = 1
    where: str = ""


@dataclass(frozen=True, slots=True)
class Converted:
    """What a parser gives: lines, the date that the file itself names (``2026-03-01``), if it does, and what was left out."""

    lines: tuple[Line, ...]
    date: str = ""
    structured: bool = True
    skipped: tuple[Skipped, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "lines": [[line.text, line.place, line.level] for line in self.lines],
            "date": self.date,
            "structured": self.structured,
            "skipped": [[item.kind, item.count, item.where] for item in self.skipped],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Converted:
        lines = tuple(Line(str(text), str(place), int(level)) for text, place, level in data["lines"])
        skipped = tuple(Skipped(str(kind), int(count), str(where)) for kind, count, where in data.get("skipped", ()))
        return cls(lines, str(data["date"]), bool(data["structured"]), skipped)


class Tally:
    """Counts what is left out, by kind and place, in the order in which it was met."""

    def __init__(self) -> None:
        self._counts: dict[tuple[str, str], int] = {}

    def add(self, kind: str, where: str = "", count: int = 1) -> None:
        if count:
            self._counts[kind, where] = self._counts.get((kind, where), 0) + count

    def told(self) -> tuple[Skipped, ...]:
        return tuple(Skipped(kind, count, where) for (kind, where), count in self._counts.items())


def xml_root(part: bytes) -> Any:
    """The root of an XML part of an office file: no entity is resolved, nothing is fetched. Raises ``lxml.etree.XMLSyntaxError``."""
    from lxml import etree

    return etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True))


def day(value: Any) -> str:
    """A date of a file's properties as ``2026-03-01``; empty where it is none."""
    return value.strftime("%Y-%m-%d") if isinstance(value, datetime | date) else ""


def one_line(text: str) -> str:
    return " ".join(text.split())


def chinese(text: str) -> bool:
    """Whether ``text`` holds a Chinese character."""
    return any("\u4e00" <= char <= "\u9fff" for char in text)


def joined(parts: Sequence[str]) -> str:
    """Pieces of one text: Chinese without a space between them, other scripts with one."""
    text = ""
    for part in (p.strip() for p in parts):
        glue = "" if not text or not part or ord(text[-1]) > 0x2E7F or ord(part[0]) > 0x2E7F else " "
        text += glue + part
    return text


_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")


def raised(text: str) -> str:
    """``text`` in superscript characters, so that a mark of a footnote or an exponent joins no figure."""
    return text.translate(_RAISED)


def lowered(text: str) -> str:
    """``text`` in subscript characters."""
    return text.translate(_LOWERED)


def document_of(converted: Converted, *, document_id: str, name: str) -> Document:
    """``converted`` as a document whose paragraphs are its lines."""
    texts: list[str] = []
    places: dict[int, str] = {}
    for line in converted.lines:
        text = one_line(line.text)
        if not text:
            continue
        texts.append(f"{'#' * line.level} {text}" if line.level else text)
        if line.place:
            places[len(texts)] = line.place
    return document_from_text(
        "\n".join(texts),
        document_id=document_id,
        name=name,
        date=converted.date,
        structured=converted.structured,
        places=places,
    )
