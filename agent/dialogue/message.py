"""A message as moves see it: its figures by id, its days, who wrote it, and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tools.figures.model import Figure


@dataclass(frozen=True, slots=True)
class Day:
    """A date or a period that a message names: ``key`` sorts (``2026-10``, ``Q1``), ``text`` is as it was written."""

    key: str
    text: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Message:
    """A message with its figures (``U3``) and days (``D1``) found."""

    text: str
    turn: int
    language: str
    speaker: str = ""
    figures: Mapping[str, Figure] = field(default_factory=dict)
    days: Mapping[str, Day] = field(default_factory=dict)
    today: str = ""  # the day on which it was written, as 2026-03-01; empty where that is not known
