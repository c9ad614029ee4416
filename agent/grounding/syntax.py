"""The syntax by which a reply points at facts and passages, written and read in one place.

``[[F1]]`` stands for a fact, ``[[F1:full]]`` for the same in another form, ``[[working:F1]]`` for its formula,
``[[day:U1]]`` for the day on which it was measured, ``[[cite:id]]`` for the number of a citation, ``[[quote:zh:id]]`` for a passage's own words. What they turn into is the business of ``render``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


class Form(StrEnum):
    """How a reference to a fact is printed."""

    AUTO = ""  # the value; the label too where the sentence does not carry it
    VALUE = "value"  # the value; its label only where the sentence names something else
    FULL = "full"  # every digit down to the minor unit
    POINTS = "points"  # a difference of percentages, in percentage points
    LABEL = "label"  # the label and the value, always


#: A whole reference. No bar, so that it survives in a table cell; no blank, so that it never wraps.
REFERENCE = re.compile(r"\[\[([^\[\]\s|]{1,120})\]\]")

_FACT = re.compile(r"([USF][1-9][0-9]{0,5})(?::(value|full|points|label))?")
_ID = re.compile(r"[^\[\]\s|]{1,100}")


@dataclass(frozen=True, slots=True)
class FactRef:
    """A reference to the fact ``id``."""

    id: str
    form: Form = Form.AUTO


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation of the passage ``passage``."""

    passage: str


@dataclass(frozen=True, slots=True)
class Quotation:
    """The words of the passage ``passage`` in ``language``; ``start`` and ``end`` cut out whole sentences of them."""

    passage: str
    language: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Working:
    """How the fact ``id`` was computed: its formula in figures, written out by the renderer."""

    id: str


@dataclass(frozen=True, slots=True)
class Day:
    """The day on which the fact ``id`` was measured, in a sentence that tells the fact."""

    id: str


Reference = FactRef | Citation | Quotation | Working | Day


def reference(fact_id: str, *, form: Form | Literal["", "value", "full", "points", "label"] = "") -> str:
    """The text that stands for the fact ``fact_id`` in a reply: ``[[F1]]``, or ``[[F1:full]]`` with a form."""
    if not _FACT.fullmatch(fact_id):
        raise ValueError(f"not a fact id: {fact_id!r}")
    return f"[[{fact_id}:{Form(form)}]]" if form else f"[[{fact_id}]]"


def cite(passage_id: str) -> str:
    """The text that stands for a citation of a passage; the renderer numbers it."""
    return f"[[cite:{_passage(passage_id)}]]"


def quote(passage_id: str, language: str, *, start: int | None = None, end: int | None = None) -> str:
    """The text that stands for a passage's own words; ``start`` and ``end`` widen to whole sentences."""
    span = f"{start or 0}-{end if end is not None else ''}:" if start is not None or end is not None else ""
    if language not in ("zh", "en"):
        raise ValueError(f"a passage has no words in {language!r}")
    return f"[[quote:{language}:{span}{_passage(passage_id)}]]"


def working(fact_id: str) -> str:
    """The text that stands for how a fact was computed (``500万元 × 10% = 50万元``)."""
    if not _FACT.fullmatch(fact_id):
        raise ValueError(f"not a fact id: {fact_id!r}")
    return f"[[working:{fact_id}]]"


def day(fact_id: str) -> str:
    """The text that stands for the day on which a given fact was measured (``2026-03-01``)."""
    if not _FACT.fullmatch(fact_id):
        raise ValueError(f"not a fact id: {fact_id!r}")
    return f"[[day:{fact_id}]]"


def read(inside: str) -> Reference | None:
    """What the text between the brackets refers to, or ``None`` where it is no reference at all."""
    if match := _FACT.fullmatch(inside):
        return FactRef(match[1], Form(match[2] or ""))
    kind, _, rest = inside.partition(":")
    if kind == "cite" and _ID.fullmatch(rest):
        return Citation(rest)
    if kind == "working" and (match := _FACT.fullmatch(rest)) and not match[2]:
        return Working(match[1])
    if kind == "day" and (match := _FACT.fullmatch(rest)) and not match[2]:
        return Day(match[1])
    if kind == "quote" and (match := re.fullmatch(r"(zh|en):(?:([0-9]{1,6})-([0-9]{0,6}):)?(.+)", rest)):
        if match[2] is None:
            return Quotation(match[4], match[1])
        return Quotation(match[4], match[1], int(match[2]), int(match[3]) if match[3] else None)
    return None


def _passage(passage_id: str) -> str:
    if not _ID.fullmatch(passage_id):
        raise ValueError(f"a passage id holds no blank, bar or bracket: {passage_id!r}")
    return passage_id
