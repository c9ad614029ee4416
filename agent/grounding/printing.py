"""Prints a reply: numbers citations in the order of their first print, thins them in lists, and tells where each fact stands.

A citation inside a list waits until it is known whether the next item has the same one; everything else is printed at once.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from agent.answers.model import Cite, Printed
from agent.grounding.outcome import Span


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


@dataclass
class Printer:
    """Takes text, citations and printed statements in order; :meth:`release` gives what is decided."""

    language: str
    spans: list[Span] = field(default_factory=list)
    cited: dict[str, int] = field(default_factory=dict)
    facts: dict[str, None] = field(default_factory=dict)
    _queue: list[_Text | _Mark] = field(default_factory=list)
    _length: int = 0
    _item: dict[str, list[_Mark]] | None = None  # marks of the item that is open, by passage
    _last: dict[str, list[_Mark]] = field(default_factory=dict)  # of the item in front of it

    def text(self, text: str) -> None:
        """Words that the writer wrote."""
        if text:
            self._queue.append(_Text(text))

    def printed(self, printed: Printed, reference: str) -> None:
        """A statement, table, quotation or budget phrase."""
        for part in printed.parts:
            if isinstance(part, Cite):
                self.cite(part.passage)
            elif part.text:
                self._queue.append(_Text(part.text, part.fact, reference))
                if part.fact:
                    self.facts[part.fact] = None

    def cite(self, passage: str) -> None:
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
        waiting = self._last.get(passage, ()) if self._item is not None else ()
        for mark in waiting:
            mark.shown = mark.shown or False
        return None if waiting else True

    def item(self) -> None:
        """A list item begins."""
        self._decide(self._last)
        self._last, self._item = self._item or {}, {}

    def other(self) -> None:
        """Something that is no list item begins."""
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
            self.other()
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
        return f"[{mark.number}]" if self.language == "zh" else f" [{mark.number}]"
