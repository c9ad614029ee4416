"""Tells whether what was shown holds a figure that nothing supports; shares no code with the gate's scanner."""

from __future__ import annotations

import re
import unicodedata

from tests.grounding.corpus import PASSAGES, World, forms

_ALLOWED_WORDS = re.compile(
    r"第[一二三四]阶段|第[一二三四]象限|三层|四象限|7x24小时|24/7|一方面|另一方面|进一步|两者|之一|一个|[Pp]hase (?:1|2|3|one|two|three)|"
    r"three layers|four quadrants|[Oo]n the one hand|First,|Second,|the first step"
)
_NUMBER_WORDS = re.compile(
    r"\b(?:zero|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|"
    r"thousands?|millions?|billions?|dozens?|half|thirds?|percent|twice|doubled?|tripled?|quadrupled?|\w+fold|VII|XXXVII|xii)\b",
    re.IGNORECASE,
)
_COUNTING = set("〇零一二三四五六七八九十百千万亿兆两半廿壹贰叁肆陆柒捌玖拾佰仟倍%$€£¥")


def unsupported(shown: str, here: World) -> str:
    """What is left of ``shown`` that counts, once everything that may be shown is taken out; empty if nothing is."""
    left = shown
    for words in PASSAGES.values():
        for passage in (words.text, words.translation):
            left = left.replace(f"“{' '.join(passage.split())}”", "")
    allowed: set[str] = set()
    for fact in here.ledger:
        allowed |= forms(fact, here.language) | {fact.label.zh, fact.label.en}
        allowed |= {form.replace(fact.comparator.value, "") for form in forms(fact, here.language)}
    for text in sorted(allowed, key=len, reverse=True):
        if any(c.isdigit() or c in _COUNTING for c in text):
            left = re.sub(rf"(?<![0-9.,]){re.escape(text)}(?![0-9])", "□", left)
    left = re.sub(r"\[[0-9]{1,2}\]", "", left)
    left = re.sub(r"(?m)^[ >#*-]*[0-9]{1,2}\. ", "", left)
    left = _ALLOWED_WORDS.sub("", left)
    for char in left:
        if char.isnumeric() or unicodedata.category(char) in ("Nd", "Nl", "No") or char in _COUNTING:
            return char
    match = _NUMBER_WORDS.search(left)
    return match[0] if match else ""
