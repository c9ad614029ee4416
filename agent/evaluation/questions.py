"""Question sets: JSON lines, each a conversation and what the reply to its last message must hold.

A line that does not say what it must is an error with the file and line; nothing is guessed. Judging replies is the
business of ``scoring``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from agent.errors import AdvisorError


class BrokenQuestions(AdvisorError):
    """A question set that cannot be used: where, and why."""


@dataclass(frozen=True, slots=True)
class Expected:
    """A number that the reply must show, in any rendering; ``unit`` ``None`` is any that is no percentage."""

    value: Decimal
    unit: str | None

    def __str__(self) -> str:
        return f"{self.value:f} {self.unit or ''}".rstrip()


@dataclass(frozen=True, slots=True)
class Question:
    """A conversation, and what the reply to its last message must and must not hold."""

    id: str
    kind: str
    language: str
    turns: tuple[str, ...]
    must_contain: tuple[tuple[str, ...], ...] = ()
    must_not_contain: tuple[str, ...] = ()
    figures: tuple[Expected, ...] = ()
    reply_language: str = "zh"


def read_questions(path: Path) -> list[Question]:
    """The questions of the JSON lines file at ``path``. Raises :class:`BrokenQuestions`."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise BrokenQuestions(f"{path}: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise BrokenQuestions(f"{path}: is not UTF-8 text") from None
    questions = [_question(line, place=f"{path.name}:{number}") for number, line in enumerate(lines, 1) if line.strip()]
    if not questions:
        raise BrokenQuestions(f"{path}: holds no questions")
    _unique(questions, path)
    return questions


def _question(line: str, *, place: str) -> Question:
    try:
        data: dict[str, Any] = json.loads(line)
        return Question(
            id=str(data["id"]),
            kind=str(data["kind"]),
            language=str(data["lang"]),
            turns=tuple(_texts(data["turns"])),
            must_contain=tuple(tuple(_texts(group)) for group in data.get("must_contain", ())),
            must_not_contain=tuple(_texts(data.get("must_not_contain", ()))),
            figures=tuple(Expected(Decimal(str(f["value"])), f.get("unit")) for f in data.get("figures", ())),
            reply_language=str(data.get("language_of_reply", data["lang"])),
        )
    except json.JSONDecodeError as error:
        raise BrokenQuestions(f"{place}: is not JSON ({error.msg})") from None
    except KeyError as error:
        raise BrokenQuestions(f"{place}: the field {error.args[0]!r} is missing") from None
    except InvalidOperation:
        raise BrokenQuestions(f"{place}: a figure has no number") from None
    except (TypeError, ValueError, AttributeError) as error:
        raise BrokenQuestions(f"{place}: {error}") from None


def _texts(values: Iterable[Any]) -> list[str]:
    found = [] if isinstance(values, str) else list(values)
    if isinstance(values, str) or not all(isinstance(value, str) for value in found):
        raise ValueError("a list of texts is expected")
    return found


def _unique(questions: list[Question], path: Path) -> None:
    seen: set[str] = set()
    for question in questions:
        if question.id in seen:
            raise BrokenQuestions(f"{path.name}: the id {question.id!r} stands there twice")
        if not question.turns:
            raise BrokenQuestions(f"{path.name}: {question.id} has no turns")
        seen.add(question.id)
