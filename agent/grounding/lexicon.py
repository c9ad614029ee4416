"""Finds many fixed phrases in text in one pass: leftmost, then longest.

A pattern of a thousand alternatives would try each of them at every character; this looks up the first two.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """The phrase ``term`` (as it was given, in lower case) at characters ``start`` to ``end``."""

    start: int
    end: int
    term: str


class Lexicon:
    """A set of phrases; one that begins or ends with a Latin letter or a digit stands alone there.

    ``plural`` lets an English phrase end in s or es.
    """

    def __init__(self, terms: Iterable[str], *, plural: bool = False) -> None:
        self.plural = plural
        self._by_start: dict[str, list[str]] = {}
        for term in sorted({t.lower() for t in terms if t}, key=len, reverse=True):
            self._by_start.setdefault(term[:2], []).append(term)
        self.longest = max((len(t) for ts in self._by_start.values() for t in ts), default=0)

    def find(self, text: str) -> Iterator[Found]:
        """The phrases in ``text``, in order, none overlapping."""
        lower = text.lower()
        if len(lower) != len(text):  # a character whose lower case is longer; none is allowed in a reply
            return
        at, size = 0, len(lower)
        starts = self._by_start
        while at < size:
            candidates = starts.get(lower[at : at + 2]) or starts.get(lower[at])
            found = self._match(lower, at, candidates) if candidates else None
            if found is None:
                at += 1
            else:
                yield found
                at = found.end

    def begins(self, text: str) -> int:
        """Where the tail of ``text`` begins that may still grow into a phrase; its length if there is none."""
        lower = text.lower()
        for at in range(max(0, len(lower) - self.longest), len(lower)):
            tail = lower[at:]
            if any(t.startswith(tail) and t != tail for t in self._starting(tail)):
                return at
        return len(text)

    def _starting(self, tail: str) -> Iterable[str]:
        if len(tail) >= 2:
            return self._by_start.get(tail[:2], ())
        return (t for start, ts in self._by_start.items() if start[:1] == tail for t in ts)

    def _match(self, lower: str, at: int, candidates: list[str]) -> Found | None:
        if _joins(lower[at]) and at and _joins(lower[at - 1]):
            return None
        for term in candidates:
            if not lower.startswith(term, at):
                continue
            end = at + len(term)
            if not _joins(term[-1]) or end == len(lower) or not _joins(lower[end]):
                return Found(at, end, term)
            if self.plural:
                for suffix in ("es", "s"):
                    last = end + len(suffix)
                    if lower.startswith(suffix, end) and (last == len(lower) or not _joins(lower[last])):
                        return Found(at, last, term)
        return None


def _joins(char: str) -> bool:
    return char.isascii() and char.isalnum()
