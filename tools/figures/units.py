"""What stands directly around a number, currencies aside: unit, cents, and the period of a rate."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from tools.lexicon.currencies import CENTS
from tools.lexicon.index import by_edge
from tools.lexicon.numerals import ZH_DIGITS
from tools.lexicon.periods import PERIOD_ADVERBS, PERIOD_WORDS
from tools.lexicon.units import MEASURES, UNIT_NOT_BEFORE, UNITS_EN, UNITS_ZH
from tools.quantities import Unit

_UNITS_ZH = by_edge(UNITS_ZH, 0)
_UNITS_EN = by_edge(UNITS_EN, 0)
_HYPHENS, _ATTACHED = frozenset("-–"), frozenset({"h", "d"})
#: 五成员工 is five tenths of the staff, though 成员 is a word.
_YET_BEFORE = {"成": "员工"}
_NOT_BEFORE = {word: frozenset(chars) for word, chars in UNIT_NOT_BEFORE.items()}
_NOTHING: frozenset[str] = frozenset()


class Found(NamedTuple):
    """A unit or currency in the text: what it is, where it ends (or starts), by how much it multiplies."""

    unit: Unit | None
    currency: str | None
    at: int
    factor: Decimal = Decimal(1)
    word: str = ""
    other: str | None = None  # a second currency that does not fit the first


def is_letter(char: str) -> bool:
    """Whether ``char`` is an ASCII letter."""
    return char.isascii() and char.isalpha()


def skip_spaces(text: str, position: int, most: int = 1) -> int:
    """The position after at most ``most`` spaces."""
    end = position
    while end < len(text) and text[end] == " " and end - position < most:
        end += 1
    return end


def unit_after(text: str, lower: str, position: int) -> Found | None:
    """The unit that starts at ``position``; ``at`` is where it ends."""
    begin = skip_spaces(lower, position)
    found = _chinese_unit(lower, begin)
    if found is not None:
        return found
    if begin == position and lower[begin : begin + 1] in _HYPHENS and is_letter(lower[begin + 1 : begin + 2]):
        begin += 1
    for word in _UNITS_EN.get(lower[begin : begin + 1], ()):
        end = begin + len(word)
        following = lower[end : end + 1]
        if not lower.startswith(word, begin) or is_letter(following) or following.isdigit():
            continue
        # "24h" and "30d" are durations, "5 d", "3D" and "4 h" are not.
        if word in _ATTACHED and (begin > position or text[begin] == "D"):
            continue
        unit, factor = UNITS_EN[word]
        return Found(unit, None, end, factor, word)
    return None


def _chinese_unit(lower: str, begin: int) -> Found | None:
    if lower.startswith("个多", begin):
        # 三个多月: 多 stands inside the unit.
        inner = _chinese_unit("个" + lower[begin + 2 : begin + 5], 0)
        return inner._replace(at=begin + 1 + inner.at, word="个多") if inner is not None and inner.at > 1 else None
    for word in _UNITS_ZH.get(lower[begin : begin + 1], ()):
        end = begin + len(word)
        part = lower[end : end + 1] in _NOT_BEFORE.get(word, _NOTHING)
        if lower.startswith(word, begin) and (not part or lower.startswith(_YET_BEFORE.get(word, "\0"), end)):
            unit, factor = UNITS_ZH[word]
            return Found(unit, None, end, factor, word)
    return None


def is_measure(lower: str, position: int) -> int | None:
    """The end of a measure such as ``km`` or ``ml`` that is written onto a number."""
    end = position
    while end < len(lower) and is_letter(lower[end]) and end - position < 5:
        end += 1
    return end if lower[position:end] in MEASURES else None


@cache
def _zh_cents() -> re.Pattern[str]:
    digit = "[" + "".join(ZH_DIGITS) + r"\d]"
    return re.compile(rf"[零 ]?(?:({digit}|半)[角毛])?(?:零?({digit})分(?!之|钟))?")


@cache
def _en_cents() -> re.Pattern[str]:
    return re.compile(r",?(?: and)? (?:(\d{1,2})|([a-z]+)(?:[ -]([a-z]+))?) ?(cents?|c|¢|pence|p|penny)(?![a-z])")


@cache
def _after_dollars() -> re.Pattern[str]:
    return re.compile(
        r" (?:and )?(\d{2})(?!\d|[.,]\d|[%/:a-z-])(?! (?:dollars?|bucks?|euros?|pounds?|usd|eur|gbp|percent|million|thousand|k|m|people)(?![a-z]))"
    )


def chinese_cents(lower: str, position: int) -> tuple[Decimal, int] | None:
    """The 角 and 分 after 元: 一角七分, 两毛五, and the lone digit of 三块五."""
    match = _zh_cents().match(lower, position)
    if match is None or match.end() == position or not (match.group(1) or match.group(2)):
        return None
    tenths, hundredths = match.group(1), match.group(2)
    value, end = Decimal(0), match.end()
    if tenths:
        value += Decimal("0.5") / 10 if tenths == "半" else Decimal(ZH_DIGITS.get(tenths, 0) or tenths_of(tenths)) / 10
        tail = lower[end : end + 1]
        following = lower[end + 1 : end + 2]
        if (
            not hundredths
            and (tail in ZH_DIGITS or tail.isdigit())
            and tail
            and not following.isdigit()
            and following != "%"
        ):
            value += Decimal(ZH_DIGITS.get(tail, 0) or tenths_of(tail)) / 100
            end += 1
    if hundredths:
        value += Decimal(ZH_DIGITS.get(hundredths, 0) or tenths_of(hundredths)) / 100
    return value, end


def chinese_hundredths(lower: str, position: int) -> tuple[Decimal, int] | None:
    """The 分 after 角: 两角五分, and the lone digit of 八毛五."""
    digit, tail = lower[position : position + 1], lower[position + 1 : position + 2]
    if not digit or (digit not in ZH_DIGITS and not tenths_of(digit)):
        return None
    value = Decimal(ZH_DIGITS.get(digit, 0) or tenths_of(digit)) / 100
    if tail == "分":
        return value, position + 2
    return (value, position + 1) if not tail or not (tail.isalnum() or tail in "%.") else None


def tenths_of(char: str) -> int:
    """The value of one ASCII digit, 0 for anything else."""
    return int(char) if char.isascii() and char.isdigit() else 0


def english_cents(lower: str, position: int, words: dict[str, int]) -> tuple[Decimal, int] | None:
    """The cents after dollars: "and 43c", "fifty cents"."""
    match = _en_cents().match(lower, position)
    if match is None:
        return None
    if match.group(1):
        return Decimal(match.group(1)) / 100, match.end()
    first, second = words.get(match.group(2)), words.get(match.group(3) or "", 0)
    if first is None or (match.group(3) and not (first >= 20 and 0 < second < 10)):
        return None
    return Decimal(first + second) / 100, match.end()


def bare_cents(lower: str, position: int) -> tuple[Decimal, int] | None:
    """The two digits after "2 dollars" in "2 dollars 23"."""
    match = _after_dollars().match(lower, position)
    return (Decimal(match.group(1)) / 100, match.end()) if match else None


def cents_after(text: str, lower: str, position: int) -> Found | None:
    """A unit of hundredths right after the number: "99 cents", "50p"."""
    begin = skip_spaces(lower, position)
    for size in (5, 4, 1):
        word = lower[begin : begin + size]
        if len(word) == size and word in CENTS and not is_letter(lower[begin + size : begin + size + 1]):
            if word in {"c", "p"} and (begin > position or text[begin].isupper()):
                return None
            return Found(None, CENTS[word], begin + size, Decimal("0.01"), word)
    return None


@cache
def _per() -> re.Pattern[str]:
    zh = "个?月份?|个?季度?|半年|年|[两2]周|双周|两个?星期|个?星期|周|礼拜|天|日|个?小时"
    en = (
        "month|mo|mth|mon|quarter|qtr|year|yr|annum|fortnight|week|wk|day|hour|hr|(?:other|second) week|(?:two|2) weeks"
    )
    return re.compile(
        rf" ?/ ?({zh}|{en}|[yqwdh](?![a-z]))\.?(?![a-z])"
        rf"| ?(?:per|each|every|a|an)[ -]({en})(?![a-z])"
        rf"|-(?:per|a)-({en})(?![a-z])"
        rf"|每({zh})"
        rf"| ?一({zh})(?![内后前之以左里中度级])"
        rf"| (?:on a )?(monthly|quarterly|yearly|annually|fortnightly|bi-?weekly|weekly|daily|hourly)(?! (?:budget|spend|report|plan|basis))"
        rf"| ?(p\.?a\.?|p\.?m\.?)(?![a-z])"
    )


@cache
def _per_before() -> re.Pattern[str]:
    zh = "(个?月|年|个?季度?|[两2]周|两个?星期|个?星期|周|礼拜|天|日|个?小时)"
    filler = (
        "(?:[a-z]{2,12} |的|度|平均|用|预算|营销|市场|广告|投放|投入|花费|花|支出|费用|成本|产出|产量|发布|发|做|写|生产|要|需要|需|大概|大约|约|至少|最多|不超过|"
        "不低于|超过|是|为|有|在|能|可以|可|只|我们|公司|收入|营收|出|拍|更新|:|，| )"
    )
    en = "(monthly|quarterly|fortnightly|bi-?weekly|weekly|daily|hourly)"
    kind = "(?:营销|市场|广告|推广|投放)?(?:预算|费用|支出|投入|成本|产量|产出)"
    return re.compile(
        rf"(?:每一?|单|平均每|一){zh}{filler}{{0,6}}$|([月周日年季])均{filler}{{0,6}}$|(月|季度|双周|周)度?{kind}{filler}{{0,4}}$"
        rf"|(?<![\d一二三四五六七八九十])(日){kind}{filler}{{0,4}}$"
        rf"|(?<![a-z]){en} (?:[a-z]+ ){{0,3}}(?:of|is|:|at|to)? ?(?:about |around )?$"
        rf"|(?<![a-z])(?:per|each|every) (month|quarter|(?:other |second )?week|(?:two|2) weeks|fortnight|day|hour|year),? (?:we |i )?(?:spend |produce |publish |make |need |use )?"
        rf"(?:about |around )?$"
    )


def rate_after(lower: str, position: int, *, money: bool) -> tuple[str, int] | None:
    """The period of a rate that starts at ``position`` (``/月``, `` per month``) and where it ends."""
    if lower[position : position + 1] not in frozenset(" /每一-p"):
        return None
    match = _per().match(lower, position)
    if match is None or (match.group(5) and not money):
        return None
    word = next(group for group in match.groups() if group)
    if match.group(7):
        return ("year" if "a" in word else "month"), match.end()
    if match.group(5) and word in ("日", "天"):
        return None
    return (PERIOD_ADVERBS.get(word) or PERIOD_WORDS[word]), match.end()


def rate_before(lower: str, position: int) -> tuple[str, int] | None:
    """The period of a rate named before a figure (``每月``, ``monthly budget of``) and where it starts."""
    window = lower[max(0, position - 40) : position]
    if not any(mark in window for mark in "每均月季周日年单lyerchk"):
        return None
    match = _per_before().search(window)
    if match is None:
        return None
    word = next(group for group in match.groups() if group)
    return (PERIOD_ADVERBS.get(word) or PERIOD_WORDS[word]), position - len(window) + match.start()
