"""The user's own words: times and counts of them that a reply may say again as they were said.

Never money, a share or a number of people, and never where the sentence promises something of it ("pays back within half a year").
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_TIMES = re.compile(
    r"第?[一二两三四]个?季度?|[每第前后上下]?[一二两三四五六半几]?个?半?(?:季度|年度?|月份?|周|天|星期)|[两三]种[\u4e00-\u9fff]"
    r"|\b(?:fortnight(?:ly|s)?|january|february|march|april|may|june|july|august|september|october|november|december)\b"
    r"|\b(?:fy|q|h) ?['’]?[0-9]{1,4}\b|\b(?:a|one|per|each|every) (?:day|week|month|quarter|year)\b"
    r"|\b(?:days|weeks|months|quarters|years)\b|\bthe (?:rest|remainder)\b"
)
_PROMISES = re.compile(r"回本|见效|就能|能见|翻|回报|pays? (?:back|off)|payback|break even|returns?\b|results?\b|doubl")
_SENTENCE = re.compile(r"[^。！？；!?;\n]*")


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What the user said, in small letters."""

    text: str = ""

    def said(self, text: str, start: int, end: int) -> bool:
        """Whether characters ``start`` to ``end`` of ``text`` are a time that the user named in these words."""
        if not self.text:
            return False
        small = text.lower()
        around = next((m for m in _TIMES.finditer(small) if m.start() <= start and end <= m.end()), None)
        if around is None or not self._named(around[0]):
            return False
        sentence = next(m[0] for m in _SENTENCE.finditer(small) if m.start() <= start <= m.end())
        return _PROMISES.search(sentence) is None

    def _named(self, words: str) -> bool:
        return re.search(rf"(?<![a-z0-9]){re.escape(words)}(?![a-z0-9])", self.text) is not None


NOTHING = OwnWords()
