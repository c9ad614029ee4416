"""The words of statements, notes and tables, a module a language.

They are modules and not YAML because they are read at the start of a conversation: compiled once by the interpreter a language loads in under three
milliseconds, as YAML in about eight, and the parser has to be imported first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from tools.tongues import base, chinese, languages, module

Clause = str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Texts:
    """Everything that is said in one language, as data."""

    language: str
    statements: Mapping[str, Mapping[str, Clause]]
    notes: Mapping[str, Clause]
    goals: Mapping[str, str]  # what a question of each goal asks, for asking back whether it is meant
    captions: Mapping[str, str]
    heads: Mapping[str, str]
    cells: Mapping[str, str]
    words: Mapping[str, str]
    definite: frozenset[str]
    changes: tuple[str, ...]
    scenarios: Mapping[str, str]

    @property
    def zh(self) -> bool:
        return chinese(self.language)


@lru_cache(maxsize=8)
def texts(language: str) -> Texts:
    """The texts of ``language``: its own over those that it falls back on; a language that is not there is told in English."""
    whole, own = module(__name__, "answers", language)

    def told(name: str) -> Any:
        said = getattr(whole, name)
        if own is None or not hasattr(own, name):
            return said
        mine = getattr(own, name)
        return {**said, **mine} if isinstance(said, dict) else mine

    return Texts(
        language if language in languages() else base(language),
        told("STATEMENTS"),
        told("NOTES"),
        told("GOALS"),
        told("CAPTIONS"),
        told("HEADS"),
        told("CELLS"),
        told("WORDS"),
        told("DEFINITE"),
        told("CHANGES"),
        told("SCENARIOS"),
    )


def entry(kind: str, variant: str) -> str:
    """The name of a kind and variant in the texts: ``range_verdict.in``."""
    return f"{kind}.{variant}" if variant else kind


def chosen(clause: Clause, choice: int) -> str:
    """One of the wordings of a clause; the same number chooses the same one."""
    return clause if isinstance(clause, str) else clause[choice % len(clause)]


def note_entry(kind: str, variant: str) -> str:
    """The name of a note's words: the most specific that there is, so that ``ask.kpi.cycle`` is asked as ``ask.kpi``; what nobody wrote a question for is asked openly.

    Raises :class:`KeyError` for a kind that is no question and has no words.
    """
    known, name = texts("en").notes, entry(kind, variant)
    at = name
    while at not in known and "." in at:
        at = at.rpartition(".")[0]
    if at not in known:
        if name.startswith("ask."):
            return "ask.what_is_meant"
        raise KeyError(name)
    return at
