"""Prints a reply: numbers citations in the order of their first print, thins them in lists, and tells where each fact stands.

A citation inside a list waits until it is known whether the next item has the same one; everything else is printed at once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from agent.answers.book import Book
from agent.answers.model import Cite, Printed
from agent.grounding.frame import opens
from agent.grounding.outcome import Span
from agent.grounding.placing import Unit
from agent.grounding.references import Reference, What
from tools.identity import Role
from tools.tongues import chinese

_STOP = re.compile(r"[ ]*[。.；;]?[ ]*")
_DETERMINED = re.compile(r"(?:\bthe|\bour|\byour) $", re.IGNORECASE)
_MARKS_OF_END = ("?", "？", "!", "！", ".", "。")


@dataclass(slots=True)
class _Mark:
    """A citation in the queue; ``shown`` is ``None`` until that is decided."""

    passage: str
    number: int
    shown: bool | None = None


@dataclass(frozen=True, slots=True)
class _Text:
    text: str
    fact: str = ""
    reference: str = ""


def _around_a_block(unit: Unit, reference: Reference, before: str) -> tuple[str, int]:
    """The words before a block with the blank line that it needs, and where the words behind it begin: a stop of its own it has none."""
    alone = unit.state.block or (unit.state.line_start and not unit.raw[: reference.start].strip(" >"))
    stop = _STOP.match(unit.raw, reference.end)
    return before.rstrip(" ") + ("" if alone else "\n\n"), stop.end() if stop else reference.end


class Printer:
    """Takes units that passed, in order; :meth:`release` gives what is decided."""

    def __init__(self, book: Book, language: str) -> None:
        self._book, self._zh = book, chinese(language)
        self.spans: list[Span] = []
        self.cited: dict[str, int] = {}
        self.facts: dict[str, None] = {}
        self.references: dict[str, None] = {}
        self._told: frozenset[str] = frozenset()  # budgets that a statement told in full
        self._queue: list[_Text | _Mark] = []
        self._length = 0
        self._item: dict[str, list[_Mark]] | None = None  # marks of the item that is open, by passage
        self._last: dict[str, list[_Mark]] = {}  # of the item in front of it

    def unit(self, unit: Unit) -> None:
        """The words of a unit, and what its references stand for."""
        raw, at = unit.raw, 0
        if unit.item:
            self._decide(self._last)
            self._last, self._item = self._item or {}, {}
        elif unit.state.line_start and raw.strip() and not raw.startswith("  "):
            self._leave_list()
        if unit.state.block and raw.strip():
            self._text("\n\n")
            at = len(raw) - len(raw.lstrip(" "))
        for reference in unit.refs:
            at = self._refer(unit, reference, raw[at : reference.start])
        self._text(raw[at:])

    def _refer(self, unit: Unit, reference: Reference, before: str) -> int:
        """Print ``reference`` behind the words ``before``; where the words behind it begin."""
        raw, at, name = unit.raw, reference.end, reference.id or "budget"
        if reference.what is What.CITATION:
            self._text(before)
            self._cite(reference.id)
            return at
        printed = self._printed(unit, reference)
        if printed.block:
            before, at = _around_a_block(unit, reference, before)
        self._text(before)
        if reference.what is What.BUDGET and not self._zh and not _DETERMINED.search(before):
            self._text("The " if opens(raw[unit.head : reference.start]) else "the ")
        self.references[name] = None
        self._parts(printed, name)
        if reference.what is What.STATEMENT and raw[at:]:
            return self._stopped(raw, at, printed)
        if printed.block and raw[at:] and not raw.startswith("\n", at):
            self._text("\n\n")
        return at

    def _parts(self, printed: Printed, name: str) -> None:
        for part in printed.parts:
            if isinstance(part, Cite):
                self._cite(part.passage)
            else:
                self._text(part.text, part.fact, name)

    def _printed(self, unit: Unit, reference: Reference) -> Printed:
        book, said = self._book, self._book.statement(reference.id)
        if said is not None:
            budgets = {f.id for f in said.facts if f.identity and f.identity.role is Role.BUDGET}
            again = bool(budgets) and budgets <= self._told and not self._several
            if not reference.brief:
                self._told |= budgets
            return book.clause(reference.id, brief=reference.brief, again=again, opens=reference is unit.opening)
        if reference.what is What.BUDGET:
            phrase = book.budget(reference.id)
            assert phrase
            return phrase
        return book.block(reference.id, words=reference.words)

    @cached_property
    def _several(self) -> bool:
        return several(self._book)

    def _stopped(self, raw: str, at: int, printed: Printed) -> int:
        """Where the words go on behind a statement: one that ends with a mark needs no stop, one that a sentence follows on its line does."""
        text = "".join(p.text for p in printed.parts if not isinstance(p, Cite)).rstrip()
        ended = text.endswith(_MARKS_OF_END)
        if not raw[at:].strip(" "):
            self._text("" if ended else "。" if self._zh else ".")
            return at
        return at + 1 if ended and raw[at] in ".。" and raw[at : at + 3] != "..." else at

    # -- the queue -----------------------------------------------------------------------------------------------------

    def _text(self, text: str, fact: str = "", reference: str = "") -> None:
        if text:
            self._queue.append(_Text(text, fact, reference))
        if fact:
            self.facts[fact] = None

    def _cite(self, passage: str) -> None:
        """The number of a citation; not twice at one place."""
        while self._queue and self._queue[-1] == _Text(" " * len(getattr(self._queue[-1], "text", ""))):
            self._queue.pop()
        last = self._queue[-1] if self._queue else None
        if isinstance(last, _Mark) and last.passage == passage:
            return
        if isinstance(last, _Text):
            self._queue[-1] = _Text(last.text.rstrip(" "), last.fact, last.reference)
        mark = _Mark(passage, self.cited.setdefault(passage, len(self.cited) + 1), self._known(passage))
        if self._item is not None:
            self._item.setdefault(passage, []).append(mark)
        self._queue.append(mark)

    def _known(self, passage: str) -> bool | None:
        """Whether a citation is printed: at once where no item in front has it, which then needs its own no more."""
        waiting = self._last.get(passage, ())
        for mark in waiting:
            mark.shown = mark.shown or False
        return None if waiting else True

    def _leave_list(self) -> None:
        self._decide(self._last)
        self._decide(self._item or {})
        self._last, self._item = {}, None

    @staticmethod
    def _decide(marks: dict[str, list[_Mark]]) -> None:
        for mark in (m for ms in marks.values() for m in ms if m.shown is None):
            mark.shown = True

    def release(self, *, final: bool = False) -> str:
        """What of the text is decided and was not released yet."""
        if final:
            self._leave_list()
        out: list[str] = []
        done = 0
        for entry in self._queue:
            if isinstance(entry, _Mark):
                if entry.shown is None:
                    break
                text = self._number(entry) if entry.shown else ""
            else:
                text = entry.text
                if entry.fact:
                    self.spans.append(Span(self._length, self._length + len(text), entry.fact, entry.reference))
            self._length += len(text)
            out.append(text)
            done += 1
        del self._queue[:done]
        return "".join(out)

    def _number(self, mark: _Mark) -> str:
        return f"[{mark.number}]" if self._zh else f" [{mark.number}]"


def several(book: Book) -> bool:
    """Whether ``book`` holds several scenarios, so that every statement keeps its amount."""
    return len({said.scenario for r in book.all() if (said := book.statement(r)) and said.scenario}) > 1
