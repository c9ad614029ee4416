"""Chinese characters that state a figure or a quantity; linear in the length of a text.

Every character that counts is evidence, unless an idiom covers it or it counts what may be counted: 三件事, 两个前提, 第一步, 三层.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.grounding.words import Vocabulary, any_of, lexicon

_VALUES = {c: i for i, c in enumerate("零一二三四五六七八九十")} | {"两": 2, "俩": 2}
_APPROXIMATE = frozenset(("一两", "两三", "三五", "三四", "一二", "四五"))
_CLAUSE = re.compile(r"[，。；：！？、\n,;:!?|（）()]")
_COVER = "□"
_PARTIAL = re.compile(r"(?:[这那前后另头哪任余述]|其他|其它|其中|以下|中的|不同|里的)$")
_DEMONSTRATIVE = re.compile(r"(?:[这那前后另头哪]|其他|其它|上述|以上|以下|另外|您|你们|有)$")
_ARTICLE_BEFORE = "统唯单逐专不之同某任另"
_OWNING = re.compile(r"负责|牵头|盯|管|拍板|说了算|对接|主导|担任|来做|主抓|跟")
_PLACED = re.compile(r"[放摆置]在$")
_STOPS = re.compile(r"[。；！？!?;\n]")


class Chinese:
    """Finds figures and quantities among the Chinese characters of a text."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        words = lexicon("zh")
        self._vocabulary = vocabulary
        digits = str(words.data["digits"])
        self._figures = any_of(words.phrases("figures"))
        self._idioms = any_of(words.phrases("idioms"))
        self._runs = re.compile(f"[{digits}]+|[半倍雙]")
        units, counters = words.pattern("units"), words.pattern("counters")
        self._after_one = re.compile(f"(?:{words.pattern('after_one')})|个(?:半|{units})")
        self._unit = re.compile(f"[多余来几]?(?:个|名|位|大|批)?[多半整]?(?:完整的?|专职|全职|新)?(?:{units})")
        self._near_unit = re.compile(f"个[^，。；：！？、\n]{{0,3}}?(?:{units})")
        self._counter = re.compile(f"(?:{counters})(?![{digits}几半])(?!{units})")
        self._ordered = re.compile(f"个|大类|方|梯队|优先|{counters}|{words.pattern('nouns')}")
        self._noun = re.compile(rf"[个大款][^，。；：！？、\n,;:]{{0,6}}?(?:{words.pattern('nouns')})")
        self._measure = re.compile("[个家项款类种件条处点步句次轮位套]")
        self._vague = re.compile(
            rf"(?:几|若干|(?<![{words.data['not_vague']}])数)(?:{words.pattern('vague_units')})(?!据|字)"
        )
        self._time = re.compile(words.pattern("time"))
        self._bulk = re.compile(rf"(?:{words.pattern('proportions')})(?![据字值量额])")
        self._money = re.compile("|".join((words.pattern("money"), *map(re.escape, sorted(vocabulary.money)))))
        self._people = re.compile(f"{words.pattern('people')}|时间")
        self._rhythm = re.compile(words.pattern("rhythm"))
        self._every = re.compile(r"每(?:个|一)?(?:月|季度?|周|年|天|星期)")
        self._counted = any_of(n for n in vocabulary.counts if not n.isascii() or n.isupper())
        self._periods = re.compile(r"(?:个)?(?:季度|年|月|周|天|日|星期|名|大(?!类|步|方)|财年)")

    def find(self, text: str) -> Iterator[tuple[str, int, int]]:
        """Kind, start and end of what ``text`` states in Chinese."""
        if not re.search(r"[一-鿿〇]", text):
            return
        for match in self._figures.finditer(text):
            yield "figure", *match.span()
        bare = self._idioms.sub(lambda m: _COVER * len(m[0]), self._figures.sub(lambda m: "·" * len(m[0]), text))
        for match in self._runs.finditer(bare):
            if not self._harmless(text, bare, match):
                yield "figure", *match.span()
        yield from self._quantities(bare)

    def _harmless(self, text: str, bare: str, match: re.Match[str]) -> bool:
        start, end = match.span()
        run, before, after = match[0], bare[max(0, start - 4) : start], _ahead(bare, end)
        value = _value(run)
        if before.endswith("第"):
            return value is not None and self._ordinal(before[:-1], after, value)
        if run == "一":
            return self._article(text, start, before, after)
        if run in _APPROXIMATE:
            return bool(self._measure.match(after)) and not self._unit.match(after) and not self._near_unit.match(after)
        if value is None or value < 2:
            return False
        if before.endswith(("阶段", "层级")):
            return self._vocabulary.right(before[-2:], value, partial=True)
        if before.endswith(("每", "隔")) and self._periods.match(after):
            return bool(self._rhythm.search(_sentence(text, start)))
        opens = not before or bool(_CLAUSE.match(before[-1]))
        return (after.startswith("是") and opens) or before.endswith("其") or self._counts(before, after, value)

    def _counts(self, before: str, after: str, value: int) -> bool:
        """Whether ``value`` counts what may be counted: a framework's own elements rightly, or a harmless noun."""
        noun = self._counted.search(after.lower()[:8])
        if noun and not self._noun.match(after):
            name = noun[0] if noun[0] in self._vocabulary.counts else noun[0].upper()
            fewer = bool(_PARTIAL.search(before)) or after[noun.end() :].startswith(("之间", "中", "里"))
            return self._vocabulary.right(name, value, partial=fewer)
        if after.startswith("位"):
            return not re.match("位(?:数|小数)", after) and not self._unit.match(after)
        if self._unit.match(after) and not after.startswith("点"):
            return False
        if self._counter.match(after) or (self._noun.match(after) and not self._near_unit.match(after)):
            return True
        return (
            bool(_DEMONSTRATIVE.search(before)) and after[:1] in ("个", "款", "家") and not self._near_unit.match(after)
        )

    def _ordinal(self, before: str, after: str, value: int) -> bool:
        if after.startswith("位"):
            return bool(_PLACED.search(before))
        if self._periods.match(after) or value > 10:
            return False
        opens = not before or bool(_CLAUSE.match(before[-1]))
        if not after or value == 1:
            return opens or (value == 1 and bool(after))
        noun = self._counted.match(after.removeprefix("个").lower())
        if noun:
            return self._vocabulary.right(noun[0], value, partial=True)
        return bool(self._ordered.match(after))

    def _article(self, text: str, start: int, before: str, after: str) -> bool:
        """Whether 一 is an article or an adverb: 一个, 一旦, 统一, 看一看."""
        if not self._after_one.match(after):
            return True
        if (before[-1:] in tuple(_ARTICLE_BEFORE) and before) or before.endswith("每"):
            return True
        if before and before[-1] == after[0]:
            return True
        return after.startswith(("个人", "人")) and bool(_OWNING.search(_sentence(text, start)))

    def _quantities(self, bare: str) -> Iterator[tuple[str, int, int]]:
        for match in self._vague.finditer(bare):
            if not self._rhythmic(bare, match.start()):
                yield "quantity", *match.span()
        for match in self._time.finditer(bare):
            if not self._rhythm.search(_sentence(bare, match.start())):
                yield "quantity", *match.span()
        for match in self._bulk.finditer(bare):
            clause = _around(bare, match.start())
            left = match[0] in ("其余", "剩余", "剩下", "余下", "其他部分", "少量")
            if self._money.search(clause) or (not left and self._people.search(clause)):
                yield "quantity", *match.span()
        for match in self._every.finditer(bare):
            sentence = _sentence(bare, match.start())
            if self._money.search(sentence) and not self._rhythm.search(sentence):
                yield "quantity", *match.span()

    def _rhythmic(self, bare: str, start: int) -> bool:
        every = bare[max(0, start - 2) : start]
        return bool(re.search("[每隔]", every)) and bool(self._rhythm.search(_sentence(bare, start)))


def number(text: str) -> int | None:
    """The value of a small Chinese number (一 … 十九), or ``None``."""
    return _value(text)


def _value(run: str) -> int | None:
    if len(run) == 1:
        return _VALUES.get(run)
    if len(run) == 2 and run[0] == "十" and run[1] in _VALUES:
        return 10 + _VALUES[run[1]]
    return None


def _ahead(text: str, at: int) -> str:
    """At most ten characters from ``at`` on, to the end of the clause."""
    stretch = text[at : at + 10]
    cut = _CLAUSE.search(stretch)
    return stretch[: cut.start()] if cut else stretch


def _around(text: str, at: int) -> str:
    """The clause around ``at``, at most 30 characters either side."""
    start = at
    while start > max(0, at - 30) and not _CLAUSE.match(text[start - 1]):
        start -= 1
    cut = _CLAUSE.search(text, at, at + 30)
    return text[start : cut.start() if cut else at + 30]


def _sentence(text: str, at: int) -> str:
    """The sentence around ``at``, at most 40 characters either side."""
    start = max(0, at - 40)
    before = _STOPS.split(text[start:at])[-1]
    return before + _STOPS.split(text[at : at + 40], maxsplit=1)[0]
