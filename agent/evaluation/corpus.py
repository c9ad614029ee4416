"""Corpora: JSON lines, each a conversation and what replies of it must hold.

A line has one of two forms. A *question* lists messages and says what the reply to the last must hold; a *session* says
so turn by turn, and of turns that are only told it says nothing. Both are read as a :class:`Session`. A line that does
not say what it must is an error with the file and line; nothing is guessed. Judging replies is the business of
``scoring`` and ``verdicts``.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from agent.errors import AdvisorError
from tools.tongues import languages

#: The group of a session's turns in the report where neither the line nor the turn names another.
SESSION = "session"

_CHECKS = ("must_contain", "must_not_contain", "figures", "language_of_reply", "or_asks", "note", "kind")
_LINE = ("id", "lang", "turns", *_CHECKS)
_TURN = ("text", "expect", "speaker", "note")


class BrokenCorpus(AdvisorError):
    """A corpus that cannot be used: where, and why."""


@dataclass(frozen=True, slots=True)
class Expected:
    """A number that the reply must show, in any rendering; ``unit`` ``None`` is any that is no percentage."""

    value: Decimal
    unit: str | None

    def __str__(self) -> str:
        return f"{self.value:f} {self.unit or ''}".rstrip()


@dataclass(frozen=True, slots=True)
class Expectation:
    """What one reply must and must not hold; with ``or_asks`` a question to the user is as good."""

    must_contain: tuple[tuple[str, ...], ...] = ()
    must_not_contain: tuple[str, ...] = ()
    figures: tuple[Expected, ...] = ()
    reply_language: str = "zh"
    or_asks: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """A message, who says it where several people talk, and what its reply must hold; ``None`` is anything."""

    text: str
    expectation: Expectation | None = None
    kind: str = SESSION
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """A conversation of a corpus; ``corpus`` is the name of its file without the ending."""

    corpus: str
    id: str
    language: str
    turns: tuple[Turn, ...]

    @property
    def judged(self) -> int:
        """How many of its turns have an expectation."""
        return sum(turn.expectation is not None for turn in self.turns)


def read_corpora(paths: Iterable[Path]) -> list[Session]:
    """The sessions of all ``paths``; a folder stands for the ``*.jsonl`` files in it. Raises :class:`BrokenCorpus`."""
    sessions: list[Session] = []
    read: dict[str, Path] = {}
    for path in paths:
        files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
        if not files:
            raise BrokenCorpus(f"{path}: holds no *.jsonl file")
        for file in files:
            if file.stem in read:
                raise BrokenCorpus(f"{file}: another corpus has that name ({read[file.stem]})")
            read[file.stem] = file
            sessions += read_corpus(file)
    return sessions


def read_corpus(path: Path) -> list[Session]:
    """The sessions of the JSON lines file at ``path``. Raises :class:`BrokenCorpus`."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise BrokenCorpus(f"{path}: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise BrokenCorpus(f"{path}: is not UTF-8 text") from None
    sessions: dict[str, Session] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        session = _session(line, corpus=path.stem, place=f"{path.name}:{number}")
        if session.id in sessions:
            raise BrokenCorpus(f"{path.name}:{number}: the id {session.id!r} stands there twice")
        sessions[session.id] = session
    if not sessions:
        raise BrokenCorpus(f"{path}: holds no conversations")
    return list(sessions.values())


def _session(line: str, *, corpus: str, place: str) -> Session:
    try:
        data = _object(json.loads(line), _LINE)
        name, language = str(data["id"]), str(data["lang"])
        turns = _turns(data, language)
    except json.JSONDecodeError as error:
        raise BrokenCorpus(f"{place}: is not JSON ({error.msg})") from None
    except KeyError as error:
        raise BrokenCorpus(f"{place}: the field {error.args[0]!r} is missing") from None
    except (TypeError, ValueError, AttributeError) as error:
        raise BrokenCorpus(f"{place}: {error}") from None
    if not turns:
        raise BrokenCorpus(f"{place}: {name} has no turns")
    return Session(corpus, name, language, turns)


def _turns(data: Mapping[str, Any], language: str) -> tuple[Turn, ...]:
    turns = data["turns"]
    if isinstance(turns, list) and turns and all(isinstance(turn, dict) for turn in turns):
        kind = str(data.get("kind", SESSION))
        return tuple(_turn(_object(turn, _TURN), kind, language) for turn in turns)
    *before, last = _texts(turns) or [""]
    kind = str(data["kind"])
    if not turns:
        return ()
    return *(Turn(text, kind=kind) for text in before), Turn(last, _expectation(data, language), kind)


def _turn(data: Mapping[str, Any], kind: str, language: str) -> Turn:
    if not isinstance(data["text"], str):
        raise TypeError("the text of a turn is expected to be a text")
    speaker, wanted = data.get("speaker"), data.get("expect")
    expectation = None
    if wanted is not None:
        expectation = _expectation(_object(wanted, _CHECKS), language)
        kind = str(wanted.get("kind", kind))
    return Turn(data["text"], expectation, kind, None if speaker is None else str(speaker))


def _expectation(data: Mapping[str, Any], language: str) -> Expectation:
    reply_language = data.get("language_of_reply") or language
    if reply_language not in languages():
        raise ValueError(f"language_of_reply must be zh or en where lang is {language!r}")
    return Expectation(
        must_contain=tuple(tuple(_entries(group)) for group in data.get("must_contain") or ()),
        must_not_contain=tuple(_entries(data.get("must_not_contain") or [])),
        figures=tuple(Expected(_number(f["value"]), f.get("unit")) for f in data.get("figures") or ()),
        reply_language=reply_language,
        or_asks=data.get("or_asks") is True,
        note=str(data.get("note") or ""),
    )


# -- fields ------------------------------------------------------------------------------------------------------------


def _object(data: Any, fields: Sequence[str]) -> Mapping[str, Any]:
    """``data``, an object without slips: a field that is nearly one of ``fields`` would never be looked at."""
    if not isinstance(data, dict):
        raise TypeError("an object in braces is expected")
    for name in data:
        if name not in fields and (meant := difflib.get_close_matches(name, fields, 1, 0.8)):
            raise ValueError(f"there is no field {name!r}; {meant[0]!r} is meant, it seems")
    return data


def _texts(values: Any) -> list[str]:
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise ValueError("a list of texts is expected")
    return values


def _entries(values: Any) -> list[str]:
    """Entries that can be looked for: patterns compile, and figures are numbers."""
    for entry in _texts(values):
        if entry.startswith("re:"):
            try:
                re.compile(entry[3:])
            except re.error as error:
                raise ValueError(f"{entry!r} is no pattern ({error})") from None
        elif entry.startswith("fig:"):
            _number(entry[4:].partition(" ")[0])
    return list(values)


def _number(value: Any) -> Decimal:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise ValueError(f"a figure has no number ({value!r})") from None
    if not number.is_finite():
        raise ValueError(f"a figure has no number ({value!r})")
    return number
