"""Whether a stretch of prose is free of figures, quantities and verdicts.

It errs towards finding: what may state a figure does, unless it counts what may be counted, is an idiom, or is a name of the vocabulary. Characters outside
Chinese and English writing are refused first, so that digits of other scripts, look-alikes and invisible marks need no rule of their own. What a
statement may stand beside is the business of ``frame``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from agent.grounding.rules import COVER, Rules
from agent.grounding.words import Vocabulary, any_of, lexicon, phrases

_PUNCTUATION = "，。：；？！、（）【】《》〈〉“”‘’「」『』…—–·•￥¥€£≥≤≈≠×÷±→←↑↓％～°©®™"
_EMOJI = "✅✔❌⚠️💡📊📈📉🎯🚀👉⭐📌🔍📝🛠🤖✨👍🙏😊🙂🎉💪🔑📣👋⏰📅🌱🤝🧭☑✓✗🔥❓❗"
_WIDE: dict[int, int | str] = {
    code: code - 0xFEE0 for code in range(0xFF01, 0xFF5E) if chr(code) not in "，：；？！（）"
}
_WIDE |= {ord(c): " " for c in "\u3000\u00a0\u2002\u2003\u2009\u202f\t\r"} | {ord(c): "-" for c in "−‐‑"}
#: Latin letters with accents are written, and read as their plain letters.
_ACCENTS = {
    code: base
    for code in range(0xC0, 0x250)
    if (base := unicodedata.normalize("NFD", chr(code))[0].lower()).isascii() and base.isalpha()
}
_ACCENTS[ord("’")] = "'"
FORBIDDEN = re.compile(
    f"[^\\n\\x20-\\x5b\\x5d-\\x7e\u4e00-\u9fff〇{_PUNCTUATION}{_EMOJI}{''.join(map(chr, _ACCENTS))}]"
)
MARKUP = re.compile(
    r"<[A-Za-z/!?]|[\]\ue000-\ue005]\(|!\[|(?:https?:|ftp:|www\.|mailto:|javascript:|data:)|&(?:#|[a-z]\w{0,20};)|\$\$|```"
    r"|^[ >]*(?:\[[^\]]*\]|\ue004):"
    r"|(?<![a-z0-9-])[a-z0-9-]{1,63}\.(?:com|cn|net|org|io|ai|app|dev|info|biz|xyz|top|vip|co|me|tv|shop|site|online)\b",
    re.ASCII | re.IGNORECASE,
)
_EMPHASIS = {ord(c): None for c in "*_`~\ufe0f"}
_SPACED = re.compile(r"(?<![A-Za-z])[A-Za-z](?:[ .\-·]{1,2}[A-Za-z]){2,30}(?![A-Za-z])")
#: Words and what stands between them, where a number word may be in pieces: twe-nty, thou sand.
_PIECES = re.compile(r"[a-z]+|[^a-z]+")
_BREAKS = frozenset(("-", "--", "- ", " -", " ", "/", ".", "|", "+", "'"))
_LOOKALIKE = re.compile(r"(?<![A-Za-z])(?:[lI|][oO]+|[SZBGlI]?O{2,})(?![A-Za-z])")
_LONGEST_NUMBER, _SURE = 12, 5
_ASKED = re.compile(r"[^。.!！?？;；\n]{0,200}[?？]")
_NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a stretch of prose states: ``kind`` is a kind of problem, the characters are of the text that was scanned."""

    kind: str
    start: int
    end: int
    text: str


def plain(text: str) -> str:
    """``text`` with full-width letters, digits and signs in their ordinary form; no character is added or lost."""
    return text.translate(_WIDE)


class Prose:
    """Finds what prose may not state, with the names and counts of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._rules = Rules(vocabulary)
        self._names = any_of((*phrases("names"), *vocabulary.names))
        self._whole = lexicon("en").words("small") | lexicon("en").words("figures")
        self._begins = frozenset(word[:n] for word in self._whole for n in range(1, len(word)))
        self._numbers = any_of(self._whole, end="")

    def find(self, text: str) -> list[Finding]:
        """What ``text``, in which references are marks, states, in order."""
        cased = text.translate(_EMPHASIS)
        small = self._names.sub(lambda m: COVER * len(m[0]), cased.translate(_ACCENTS).lower())
        found = [
            Finding(kind, start, end, small[start:end])
            for kind, start, end in self._rules.find(small)
            # "for a year or a quarter?" asks for one
            if kind != "quantity" or not _ASKED.match(small, end)
        ]
        found += self._disguised(cased, small)
        return sorted(found, key=lambda f: f.start)

    def _disguised(self, cased: str, small: str) -> Iterator[Finding]:
        """Roman numerals, numbers in letters set apart, and letters that look like digits."""
        spans = [(start, end) for _, start, end in self._rules.romans(cased)]
        spans += [m.span() for m in _LOOKALIKE.finditer(cased)]
        spans += [m.span() for m in _SPACED.finditer(small) if self._numbers.search(re.sub("[^a-z]", "", m[0]))]
        spans += self._broken(small)
        for start, end in spans:
            if COVER not in small[start:end]:
                yield Finding("figure", start, end, cased[start:end])

    def _broken(self, small: str) -> Iterator[tuple[int, int]]:
        """Number words in pieces, which are none by themselves."""
        pieces = [(m.start(), m[0]) for m in _PIECES.finditer(small)]
        for n, (start, piece) in enumerate(pieces):
            if piece not in self._begins:
                continue
            word, spaced = piece, False
            for (_, between), (at, more) in zip(pieces[n + 1 : n + 8 : 2], pieces[n + 2 : n + 9 : 2], strict=False):
                word, spaced = word + more, spaced or between == " "
                if between not in _BREAKS or len(word) > _LONGEST_NUMBER:
                    break
                if word in self._whole and (not spaced or len(word) >= _SURE):
                    yield start, at + len(more)


def list_number(text: str) -> int | None:
    """The value of a list number (``3``, ``三``, ``十二``)."""
    if text.isascii() and text.isdigit():
        return int(text)
    tens, ones = ("十", text[1:]) if text[:1] == "十" and text[1:] else ("", text)
    value = _NUMERALS.find(ones) + 1
    return 10 * bool(tens) + value if len(ones) == 1 and value else None
