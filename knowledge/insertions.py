"""Names that were inserted into sentences, found without knowing any name.

The evidence is behaviour only: the name comes back, often doubled (``X X``) or followed by a word such as 官方; it
stands between characters that read on without it; and nowhere does the document use it as a word of its own, next to
punctuation or a particle. Footers count as places where a site shows its name. What is found is reported as spans;
removing is done in ``cleaning``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from knowledge.common_words import COMMON_WORDS

_LONGEST_NAME = 24
_SHORTEST_ALONE = 3  # a name that is not doubled needs so many characters to be told from a word
_MOST_REPEATS = 2_000

_SUFFIX = re.compile(r"\s*(?:官方网站|官方网址|官网|官方|official(?:\s+(?:web)?site)?)", re.IGNORECASE)
#: What usually follows 官方 where it is meant: then the name before it is no insertion.
_MEANT = re.compile(
    r"的|渠道|账号|帐号|发布|网|认证|旗舰|公众|数据|文档|支持|合作|授权|声明|回应|指南|客服|平台|微|宣|教程"
)
_GAP = re.compile(r"[ \t\u3000\xa0]+")
_PARTICLES = frozenset(
    "的了是在和与及或也都就被把给对从到为用让使等地得着过不将由于向以其这那该您你我他它们并而且但如若有无"
)
_CJK = re.compile(r"[㐀-鿿]")


@dataclass(frozen=True, slots=True)
class _Place:
    """One insertion of ``name``: characters ``start`` to ``end`` of text ``index``, its suffix included."""

    index: int
    start: int
    end: int
    name: str
    suffixed: bool


def find_insertions(texts: Sequence[str], *, footers: Sequence[str] = ()) -> list[tuple[int, int, int]]:
    """Spans ``(index of the text, start, end)`` of inserted names in ``texts``, in order, never overlapping."""
    document = _Text(texts, footers)
    doubled = [place for index, text in enumerate(texts) for place in _doubled(index, text)]
    names = {place.name for place in doubled if document.inserted_doubled(place.name, doubled)}
    names |= {
        name
        for name, places in document.repeated().items()
        if not any(name in known or known in name for known in names) and document.inserted_alone(name, places)
    }
    found = [document.widened(place) for place in doubled if place.name in names]
    for name in sorted(names, key=lambda n: (-len(n), n)):
        for place in document.places(name):
            if not any(i == place.index and s < place.end and place.start < e for i, s, e in found):
                found.append(document.widened(place))
    return sorted(found)


class _Text:
    """The texts of a document with what they show about a name."""

    def __init__(self, texts: Sequence[str], footers: Sequence[str]) -> None:
        self._texts = texts
        self._footers = footers

    def inserted_doubled(self, name: str, doubled: Sequence[_Place]) -> bool:
        own = [place for place in doubled if place.name == name]
        rest = [place for place in self.places(name) if not any(_inside(place, unit) for unit in own)]
        footer = any(name in footer for footer in self._footers)
        if len(own) + len(rest) + footer < 2:
            return False
        score = (
            max(self._embedding(place) for place in own)
            + any(place.suffixed for place in own)
            + (len(own) > 1)
            + footer
            - sum(1 for place in rest if self._own_word(place))
        )
        return score >= 2

    def inserted_alone(self, name: str, places: Sequence[_Place]) -> bool:
        """A name that is not doubled: always between letters, and it breaks words more than it behaves like one."""
        footer = any(name in footer for footer in self._footers)
        if len(places) + footer < 2 or any(self._embedding(place) < 1 for place in places):
            return False
        if name.isascii() and not (len(name) > _SHORTEST_ALONE and name[0].isupper()):
            return False  # a part of English words (budget, knowledge, bridge) or of codes
        if any(place.suffixed and _MEANT.match(self._texts[place.index], place.end) for place in places):
            return False
        suffixed = all(place.suffixed for place in places)
        broken = sum(1 for place in places if self._breaks_a_word(place))
        used = sum(1 for place in places if self._own_word(place))
        score = 2 * broken + suffixed + footer + (len(places) > 2) - used
        return score >= 3 and (broken > 0 or (suffixed and footer))

    def places(self, name: str) -> Iterator[_Place]:
        for index, text in enumerate(self._texts):
            at = text.find(name)
            while at >= 0:
                end = at + len(name)
                suffix = _SUFFIX.match(text, end)
                yield _Place(index, at, suffix.end() if suffix else end, name, suffixed=suffix is not None)
                at = text.find(name, end)

    def repeated(self) -> dict[str, list[_Place]]:
        """The longest names that come back with different neighbours: candidates, most of them ordinary words."""
        size = _SHORTEST_ALONE
        seen: dict[str, list[tuple[int, int]]] = {}
        for index, text in enumerate(self._texts):
            for at in range(len(text) - size + 1):
                piece = text[at : at + size]
                if piece.isalnum() and not piece.isdigit():
                    seen.setdefault(piece, []).append((index, at))
        names: dict[str, list[_Place]] = {}
        for piece, starts in seen.items():
            comes_back = len(starts) > 1 or any(piece in footer for footer in self._footers)
            if not comes_back or len(starts) > _MOST_REPEATS:
                continue
            before, length = self._grown(starts, size)
            places = [self._place(index, at - before, length) for index, at in starts]
            if len(places[0].name) >= size:
                names.setdefault(places[0].name, places)
        return names

    def _place(self, index: int, start: int, length: int) -> _Place:
        """The place of a name that was grown to ``length`` characters, which may include its suffix."""
        text = self._texts[index]
        inner = _SUFFIX.search(text, start, start + length)
        end = inner.start() if inner else start + length
        suffix = inner or _SUFFIX.match(text, end)
        return _Place(index, start, suffix.end() if suffix else end, text[start:end], suffixed=suffix is not None)

    def _grown(self, starts: Sequence[tuple[int, int]], size: int) -> tuple[int, int]:
        """How far what stands at ``starts`` can be made longer on the left, and its whole length then."""
        before, after = 0, size
        while len(starts) > 1 and before + after < _LONGEST_NAME and self._shared(starts, -before - 1):
            before += 1
        while len(starts) > 1 and before + after < _LONGEST_NAME and self._shared(starts, after):
            after += 1
        return before, before + after

    def _shared(self, starts: Sequence[tuple[int, int]], step: int) -> bool:
        """Whether the same letter stands ``step`` characters from each of ``starts``."""
        letter = ""
        for index, at in starts:
            text = self._texts[index]
            found = text[at + step] if 0 <= at + step < len(text) else ""
            if not found.isalnum() or (letter and found != letter):
                return False
            letter = found
        return True

    def _neighbours(self, place: _Place) -> tuple[str, str]:
        text = self._texts[place.index]
        left = text[place.start - 1] if place.start else ""
        right = text[place.end] if place.end < len(text) else ""
        return left, right

    def _embedding(self, place: _Place) -> int:
        """1 between letters, 0 between spaces, -1 at punctuation or an edge."""
        left, right = self._neighbours(place)
        if left.isalnum() and right.isalnum():
            return 1
        return 0 if (left.isalnum() or left.isspace()) and (right.isalnum() or right.isspace()) else -1

    def _own_word(self, place: _Place) -> bool:
        left, right = self._neighbours(place)
        if self._breaks_a_word(place):
            return False
        return not (left.isalnum() and right.isalnum()) or left in _PARTICLES or right in _PARTICLES

    def _breaks_a_word(self, place: _Place) -> bool:
        text = self._texts[place.index]
        left, right = self._neighbours(place)
        if _CJK.match(left) and _CJK.match(right):
            return left + right in COMMON_WORDS
        head, tail = re.search(r"[A-Za-z]+$", text[: place.start]), re.match(r"[A-Za-z]+", text[place.end :])
        if not head or not tail:
            return False
        return (head.group() + tail.group()).casefold() in self._english_words

    @cached_property
    def _english_words(self) -> frozenset[str]:
        return frozenset(word.casefold() for text in self._texts for word in re.findall(r"[A-Za-z]+", text))

    def widened(self, place: _Place) -> tuple[int, int, int]:
        """The span of ``place`` with the white space that is left over where it is taken out."""
        text, start, end = self._texts[place.index], place.start, place.end
        left = start - len(text[:start]) + len(text[:start].rstrip())
        right = end + len(text[end:]) - len(text[end:].lstrip())
        if left < start and right < len(text) and (right > end or not text[right].isalnum()):
            start = left
        if right > end and left > 0 and _CJK.match(text[left - 1]) and right < len(text) and _CJK.match(text[right]):
            end = right
        return place.index, start, end


def _doubled(index: int, text: str) -> Iterator[_Place]:
    for gap in _GAP.finditer(text):
        length = _repeated_length(text, gap.start(), gap.end())
        if length:
            end = gap.end() + length
            suffix = _SUFFIX.match(text, end)
            name = text[gap.end() : end]
            last = suffix.end() if suffix else end
            yield _Place(index, gap.start() - length, last, name, suffixed=suffix is not None)


def _repeated_length(text: str, left_end: int, right_start: int) -> int:
    """The length of the longest name that ends at ``left_end`` and stands again at ``right_start``; 0 if none."""
    for length in range(min(_LONGEST_NAME, left_end, len(text) - right_start), 1, -1):
        name = text[right_start : right_start + length]
        if text[left_end - length : left_end] == name and all(map(str.isalnum, name)) and not name.isdigit():
            return length
    return 0


def _inside(place: _Place, unit: _Place) -> bool:
    return place.index == unit.index and unit.start <= place.start < unit.end
