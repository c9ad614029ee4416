"""The user's own words: times and counts of them that a reply may say again as they were said.

Never money, a share or a number of people, and never where the sentence promises something of it ("pays back within half a year").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from agent.grounding.words import patterns

_SENTENCE = re.compile(r"[^。！？；!?;\n]*")


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What names a time, and what promises a result."""
    return re.compile(patterns("times")), re.compile(patterns("promises"))


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What the user said, in small letters."""

    text: str = ""

    def said(self, text: str, start: int, end: int) -> bool:
        """Whether characters ``start`` to ``end`` of ``text`` are a time that the user named in these words."""
        if not self.text:
            return False
        small, (times, promises) = text.lower(), _patterns()
        around = next((m for m in times.finditer(small) if m.start() <= start and end <= m.end()), None)
        if around is None or not self._named(around[0]):
            return False
        sentence = next(m[0] for m in _SENTENCE.finditer(small) if m.start() <= start <= m.end())
        return promises.search(sentence) is None

    def _named(self, words: str) -> bool:
        return re.search(rf"(?<![a-z0-9]){re.escape(words)}(?![a-z0-9])", self.text) is not None


NOTHING = OwnWords()
