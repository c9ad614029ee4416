"""The syntax by which a reply points at statements, tables, quotations, the budget and passages; written and read here.

In text that is scanned each reference is one character of :data:`MARKS`, which no reply may hold itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from tools.tongues import chinese, stop


class What(StrEnum):
    """What a reference points at."""

    STATEMENT = "statement"
    TABLE = "table"
    QUOTATION = "quotation"
    BUDGET = "budget"
    CITATION = "citation"


MARKS = {
    What.STATEMENT: "\ue000",
    What.TABLE: "\ue001",
    What.QUOTATION: "\ue002",
    What.BUDGET: "\ue003",
    What.CITATION: "\ue004",
}
#: Words of the user's that code quotes back.
USERS_WORDS = "\ue005"
#: A statement or a quotation, which stand in a frame.
FRAMED = MARKS[What.STATEMENT] + MARKS[What.QUOTATION]

REFERENCE = re.compile(r"\[\[([^\[\]\n]{1,600})\]\]")
_READ = (
    (What.STATEMENT, re.compile(r"(?P<id>C[1-9][0-9]{0,3})(?P<brief>:brief)?")),
    (What.TABLE, re.compile(r"(?P<id>T[1-9][0-9]{0,3})(?:\|[^:：|]{1,40}[:：](?P<words>[^|]+))?")),
    (What.QUOTATION, re.compile(r"(?P<id>X[1-9][0-9]{0,3})")),
    (What.BUDGET, re.compile(r"budget(?::(?P<id>[A-Za-z0-9_.-]{1,40}))?")),
    (What.CITATION, re.compile(r"cite:(?P<id>[^\[\]\s|]{1,100})")),
)


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference at characters ``start`` to ``end``. ``id`` is the scenario of a budget, empty where it is the only one."""

    what: What
    id: str
    start: int = 0
    end: int = 0
    brief: bool = False
    words: tuple[str, ...] = ()


@lru_cache(maxsize=1024)
def read(inside: str) -> Reference | None:
    """What the text between the brackets points at, or ``None`` where it is no reference: a reply names the same few again and again."""
    for what, pattern in _READ:
        if match := pattern.fullmatch(inside):
            found = match.groupdict()
            words = tuple(w.strip() for w in re.split("[;；]", found.get("words") or "")) if found.get("words") else ()
            return Reference(what, found["id"] or "", brief=bool(found.get("brief")), words=words)
    return None


def statement(reference: str, *, brief: bool = False) -> str:
    """The text that stands for a statement, table or quotation: ``[[C1]]``, ``[[C1:brief]]``, ``[[T1]]``, ``[[X1]]``."""
    return f"[[{reference}:brief]]" if brief else f"[[{reference}]]"


def sentence(found: Iterable[Reference], language: str) -> str:
    """Statements as a sentence of their own."""
    joined = ("，" if chinese(language) else "; ").join(statement(r.id, brief=r.brief) for r in found)
    return joined + stop(language)


def refers(text: str, reference: str) -> bool:
    """Whether ``text`` prints ``reference``, whole or in short."""
    return statement(reference) in text or f"[[{reference}:" in text


def parts(text: str) -> tuple[str, tuple[Reference, ...], bool]:
    """``text`` with a mark for each reference, the references in order, and whether every bracket pair is one."""
    found: list[Reference] = []
    readable = True

    def mark(match: re.Match[str]) -> str:
        nonlocal readable
        reference = read(match[1])
        if reference is None:
            readable = False
            return " "
        found.append(replace(reference, start=match.start(), end=match.end()))
        return MARKS[reference.what]

    marked = REFERENCE.sub(mark, text)
    return marked, tuple(found), readable and "[[" not in marked and "]]" not in marked
