"""Where a unit of a reply ends: a sentence, a line or a table row, found as text arrives.

The whole check and the stream cut text here, so that they cannot disagree. A unit ends only where what follows can no longer change it, a reference is
never cut, and each character is looked at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

MAX_UNIT = 800
_ENDS_WIDE = "。！？；"
_ENDS = ".!?;"
_CLOSERS = "”’」』）)]】》\"'*_"
_STOP = re.compile(rf"(?P<stop>.[{re.escape(_CLOSERS + _ENDS_WIDE + _ENDS)}]*) *", re.DOTALL)
_OPEN, _CLOSE = "“「『", "”」』"
_EVENT = re.compile(rf'[\n\["{_ENDS_WIDE}{_ENDS}{_OPEN}{_CLOSE}]')
#: A quotation longer than this is taken for a lost quotation mark.
_QUOTED = 200
_REFERENCE = 620
_CITED = "[[cite:"
#: What stands in a frame of its own, to which no citation behind its sentence belongs.
_FRAMED = re.compile(r"\[\[[CTX]")
_ROW = re.compile(r"[ >]*\|")
#: The stop of a list number is none of a sentence.
_NUMBER = re.compile(r"[ >]*(?:\*\*|__)?[（(]?[0-9]{1,2}\.")
#: Behind a statement without a stop a sentence of its own may begin.
_BEGINS = re.compile(r" +(?=[A-Z“\"])")


class Cutter:
    """Takes text as it comes and gives the units that are complete."""

    def __init__(self) -> None:
        self.text = ""  # from the first unit that is not complete
        self._at = 0
        self._line = True  # whether the unit begins its line
        self._quote = -1

    def feed(self, text: str, *, final: bool = False) -> Iterator[str]:
        """The units that ``text`` completes; with ``final`` the last one too."""
        self.text += text
        start = 0
        while (end := self._next(start, final=final)) is not None:
            yield self.text[start:end]
            self._line = self.text[end - 1] == "\n"
            self._at, self._quote, start = end, -1, end
        self.text, self._at = self.text[start:], self._at - start
        if self._quote >= 0:
            self._quote -= start
        if final and self.text:
            rest, self.text = self.text, ""
            yield rest

    def _next(self, start: int, *, final: bool) -> int | None:
        """Where the unit ends that begins at ``start``, or ``None`` where that is not known yet."""
        while match := _EVENT.search(self.text, self._at):
            at, char = match.start(), match[0]
            self._at = at
            if char == "\n":
                return at + 1
            end = self._end(start, at, final=final) if char in _ENDS_WIDE or char in _ENDS else 0
            behind = self._behind(at, final=final) if char == "[" else at + 1
            if behind is not None and char == "[":
                end = self._apart(start, at, behind, final=final)
            if end:
                return end
            if end is None or behind is None:
                return None
            self._quotes(char, at)
            self._at = behind
        self._at = len(self.text)
        return None

    def _behind(self, at: int, *, final: bool) -> int | None:
        """What is looked at next behind the bracket at ``at``: a reference is passed as one; ``None`` where it may still grow."""
        text, size = self.text, len(self.text)
        if not text.startswith("[[", at):
            return None if at + 1 == size and not final else at + 1
        close = text.find("]]", at, at + _REFERENCE)
        broken = text.find("\n", at, close if close >= 0 else at + _REFERENCE) >= 0
        if close >= 0 and not broken:
            return close + 2
        return at + 2 if broken or final or size - at >= _REFERENCE else None

    def _apart(self, start: int, at: int, behind: int, *, final: bool) -> int | None:
        """Where a unit ends whose last word is the statement ``at``, told without a stop; 0 and ``None`` as for :meth:`_end`."""
        if not self.text.startswith("[[C", at) or self._in_row(start):
            return 0
        if not self.text[behind:].strip(" "):
            return 0 if final else None
        begins = _BEGINS.match(self.text, behind)
        return begins.end() if begins else 0

    def _in_row(self, start: int) -> bool:
        return self._line and _ROW.match(self.text, start) is not None

    def _cited(self, start: int, stop: int, at: int, *, final: bool) -> int | None:
        """Where the unit ends that stops at ``stop``: behind the citations at ``at`` that are its own."""
        if _FRAMED.search(self.text, start, stop):
            return stop
        before = stop
        while True:
            seen = self.text[at : at + len(_CITED)]
            if seen != _CITED:
                return None if _CITED.startswith(seen) and len(self.text) < at + len(_CITED) and not final else stop
            close = self.text.find("]]", at, at + _REFERENCE)
            if close < 0 or "\n" in self.text[at:close]:
                return None if close < 0 and len(self.text) < at + _REFERENCE and not final else stop
            stop = at = close + 2
            if at == len(self.text) and not final:
                return None
            if self.text.startswith("(", at):  # a link is none of its citations
                return before

    def _quotes(self, char: str, at: int) -> None:
        if char in _OPEN or (char == '"' and self._quote < 0):
            self._quote = at
        elif char in _CLOSE or char == '"':
            self._quote = -1

    def _end(self, start: int, at: int, *, final: bool) -> int | None:
        """Where the unit ends whose stop stands ``at``; 0 if it does not end here, ``None`` if that is not known yet."""
        numbers = self._line and _NUMBER.fullmatch(self.text, start, at + 1)
        if numbers or self._in_row(start) or (self._quote >= 0 and at - self._quote <= _QUOTED):
            return 0
        match = _STOP.match(self.text, at)
        assert match
        stop, wide = match.end("stop"), self.text[at] in _ENDS_WIDE
        if stop == len(self.text) or (not wide and match.end() == len(self.text)):
            return stop if final else None
        ends = wide or (self.text[stop] in " \n" and not self.text[match.end()].islower())
        return self._cited(start, stop, match.end(), final=final) if ends else 0


def units(text: str) -> Iterator[str]:
    """The units of a whole reply, which together are ``text``."""
    return Cutter().feed(text, final=True)
