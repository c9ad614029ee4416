"""A converted document: headings, texts and table rows in order, each with its place (page, slide, sheet and row).

It travels as JSON from the process that parses to the one that keeps it, and becomes a :class:`Document` for cutting.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from knowledge.loading import Document, document_from_text


@dataclass(frozen=True, slots=True)
class Line:
    """One line: ``level`` is 1 to 6 for a heading, 0 for text or a table row; ``place`` is where it was found."""

    text: str
    place: str = ""
    level: int = 0


@dataclass(frozen=True, slots=True)
class Converted:
    """What a parser gives: lines, and the date that the file itself names (``2026-03-01``), if it does."""

    lines: tuple[Line, ...]
    date: str = ""
    structured: bool = True

    def to_json(self) -> dict[str, Any]:
        return {
            "lines": [[line.text, line.place, line.level] for line in self.lines],
            "date": self.date,
            "structured": self.structured,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Converted:
        lines = tuple(Line(str(text), str(place), int(level)) for text, place, level in data["lines"])
        return cls(lines, str(data["date"]), bool(data["structured"]))


def one_line(text: str) -> str:
    return " ".join(text.split())


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


def headings_and_texts(lines: Sequence[Line]) -> tuple[int, int]:
    """How many headings and how many other lines."""
    headings = sum(1 for line in lines if line.level)
    return headings, len(lines) - headings
