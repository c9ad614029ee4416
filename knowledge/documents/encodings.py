"""The encoding of a text file, told by evidence: a mark, valid UTF-8, or the one reading that gives ordinary words.

Old encodings of Chinese and Japanese overlap almost wholly, and a wrong reading gives valid characters that mean nothing. Each
candidate is judged by how many of its characters are common ones of its script; where two are alike, the file is asked about.
"""

from __future__ import annotations

import codecs
from functools import lru_cache

from knowledge.documents.model import Unreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_CANDIDATES = ("gb18030", "big5", "cp932", "euc_kr")
#: A reading is believed where so large a part of what is not ASCII is common, and so much more than in the next best one.
_BELIEVED, _AHEAD = 0.85, 0.15
UNKNOWN = "is in an encoding that cannot be told for sure; save it as UTF-8 (in Excel: CSV UTF-8)"


def decode(raw: bytes) -> str:
    """The text of ``raw``. Raises :class:`Unreadable` where its encoding cannot be told."""
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            try:
                return raw.decode(encoding)
            except UnicodeDecodeError:
                raise Unreadable(UNKNOWN) from None
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    ranked = sorted(((_likeness(raw, encoding), encoding) for encoding in _CANDIDATES), reverse=True)
    best, encoding = ranked[0]
    if best < _BELIEVED or best - ranked[1][0] < _AHEAD:
        raise Unreadable(UNKNOWN)
    return raw.decode(encoding)


def _likeness(raw: bytes, encoding: str) -> float:
    """How much of ``raw`` reads as common characters in ``encoding``, from 0 to 1; 0 where it does not read at all."""
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        return 0.0
    told = [char for char in text[:20_000] if ord(char) > 0x7F]
    if not told:
        return 0.0
    common = _common(encoding)
    return sum(char in common for char in told) / len(told)


@lru_cache(maxsize=8)
def _common(encoding: str) -> frozenset[str]:
    """The characters that ordinary text in an encoding is made of: its first level of ideographs, its letters and its marks."""
    marks = "，。、；：？！“”‘’（）《》【】「」『』—…·％￥－～／＋×¥€£° 　０１２３４５６７８９" + "".join(
        map(chr, range(0xFF21, 0xFF5B))
    )
    rows = {
        "gb18030": [(0xB0, 0xD8, 0xA1, 0xFF)],  # level 1 of GB 2312
        "big5": [(0xA4, 0xC7, 0x40, 0xFF)],  # the frequent characters
        "cp932": [(0x88, 0x98, 0x40, 0xFD), (0x82, 0x84, 0x40, 0xFD)],  # level 1 of JIS, kana, full-width letters
        "euc_kr": [(0xB0, 0xC9, 0xA1, 0xFF)],  # syllables
    }[encoding]
    found = set(marks)
    for first, last, low, high in rows:
        for lead in range(first, last):
            for trail in range(low, high):
                try:
                    found.add(bytes((lead, trail)).decode(encoding))
                except UnicodeDecodeError:
                    continue
    return frozenset(found)
