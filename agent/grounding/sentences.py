"""Where a unit of a reply ends: a sentence, a line or a table row, found as text arrives.

The whole check and the stream cut text here, so that they cannot disagree. A unit ends only where what follows can no longer change it, a reference is
never cut, and each character is looked at once.
"""

from __future__ import annotations

from collections.abc import Iterator

MAX_UNIT = 800
_ENDS_WIDE = "。！？；"
_ENDS = ".!?;"
_CLOSERS = "”’」』）)]】》\"'*_"
_OPEN, _CLOSE = "“「『", "”」』"
#: A quotation longer than this is taken for a lost quotation mark.
_QUOTED = 200
_REFERENCE = 620


class Cutter:
    """Takes text as it comes and gives the units that are complete."""

    def __init__(self) -> None:
        self.text = ""  # from the first unit that is not complete
        self._at = 0
        self._row: bool | None = None  # whether the line is a table row, where that is known
        self._line = True
        self._quote = -1

    def feed(self, text: str, *, final: bool = False) -> Iterator[str]:
        """The units that ``text`` completes; with ``final`` the last one too."""
        self.text += text
        start = 0
        while (end := self._next(start, final=final)) is not None:
            yield self.text[start:end]
            self._line = self.text[end - 1] == "\n"
            self._row = None if self._line else self._row
            self._quote = -1
            start = end
        self.text, self._at = self.text[start:], self._at - start
        if self._quote >= 0:
            self._quote -= start
        if final and self.text:
            rest, self.text = self.text, ""
            yield rest

    def _next(self, start: int, *, final: bool) -> int | None:
        text, size = self.text, len(self.text)
        at = max(self._at, start)
        while at < size:
            char = text[at]
            if self._row is None and char not in " >":
                self._row = char == "|"
            if char == "\n":
                self._at = at + 1
                return at + 1
            if char == "[" and text.startswith("[[", at):
                close = text.find("]]", at, at + _REFERENCE)
                line = text.find("\n", at, close if close >= 0 else size)
                if close < 0 and line < 0 and size - at < _REFERENCE and not final:
                    break
                at = close + 2 if close >= 0 and line < 0 else at + 2
                continue
            if char == "[" and at + 1 == size and not final:
                break
            end = self._end(at, final=final) if char in _ENDS_WIDE or char in _ENDS else 0
            if end is None:
                break
            if end:
                self._at = end
                return end
            self._quotes(char, at)
            at += 1
        self._at = at
        return None

    def _quotes(self, char: str, at: int) -> None:
        if char in _OPEN or (char == '"' and self._quote < 0):
            self._quote = at
        elif char in _CLOSE or char == '"':
            self._quote = -1

    def _end(self, at: int, *, final: bool) -> int | None:
        """Where the unit ends whose stop stands ``at``; 0 if it does not end here, ``None`` if that is not known yet."""
        if self._row or (self._quote >= 0 and at - self._quote <= _QUOTED):
            return 0
        text, size = self.text, len(self.text)
        end = at + 1
        while end < size and (text[end] in _CLOSERS or text[end] in _ENDS_WIDE or text[end] in _ENDS):
            end += 1
        if end >= size:
            return size if final else None
        if text[at] in _ENDS_WIDE:
            return end
        if text[end] not in " \n":
            return 0
        behind = end
        while behind < size and text[behind] == " ":
            behind += 1
        if behind >= size:
            return end if final else None
        return 0 if text[behind].islower() else end


def units(text: str) -> Iterator[str]:
    """The units of a whole reply, which together are ``text``."""
    return Cutter().feed(text, final=True)
