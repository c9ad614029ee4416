"""A unit said apart from its number: 500（单位：万元）, "in thousands of euros", the header "Budget ($k)".

A *measure* is a multiplier, a currency or both; a *scope* is the stretch of text whose bare numbers it holds for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Final, NamedTuple

from tools.figures import tables
from tools.figures.numeral import product
from tools.figures.units import is_letter
from tools.lexicon.currencies import MONEY_AFTER, MONEY_BEFORE, SHARED_SIGNS
from tools.lexicon.index import by_edge
from tools.lexicon.numerals import EN_SCALES, LETTER_SCALES, ZH_BIG, ZH_SMALL

_MONEY: Final = {**MONEY_BEFORE, **MONEY_AFTER}
_MONEY_BY_FIRST: Final = by_edge(_MONEY, 0)
_SCALES: Final[dict[str, int]] = {
    **{word: value for word, value in EN_SCALES.items() if value != 12},
    **LETTER_SCALES,
    "000": 1000,
    "000s": 1000,
    "'000": 1000,
    "'000s": 1000,
    "hundred": 100,
    "hundreds": 100,
}
_SCALES_BY_FIRST: Final = by_edge(_SCALES, 0)
_ZH_SCALES: Final = {**ZH_SMALL, **ZH_BIG}
_SAYING: Final = ("单位", "数", "金额", "in ", "按", "以")
_LONGEST: Final = 28


class Measure(NamedTuple):
    """What a bare number is multiplied by and the currency it is in, if one was said."""

    factor: Decimal
    currency: str | None


#: A unit that is none of money: 单位：箱, 80 (kWh).
OTHER: Final = Measure(Decimal(1), None)


class Scope(NamedTuple):
    """``measure`` holds for bare numbers that start in ``start``..``end``; it was said at ``said_start``..``said_end``.

    ``wide`` says that it holds for the message (单位：万元), also where it stands in brackets behind one
    number; ``cell`` that it holds for one cell of a table.
    """

    measure: Measure
    start: int
    end: int
    said_start: int
    said_end: int
    wide: bool = False
    cell: bool = False


def measure_of(phrase: str, conversation: str | None = None) -> Measure | None:
    """The measure that the whole of ``phrase`` (lower case) says: 万元, usd k, "thousands of euros"; else ``None``."""
    phrase = phrase.strip(" :\"'*")
    if not phrase or len(phrase) > _LONGEST:
        return None
    factor, currency, position = Decimal(1), None, 0
    while position < len(phrase):
        word = next(_candidates(phrase, position), None)
        if word is None:
            return None
        if word in _ZH_SCALES:
            factor = product(factor, Decimal(_ZH_SCALES[word]))
        elif word in _MONEY:
            shared = conversation is not None and conversation in SHARED_SIGNS.get(word, ())
            code = conversation if shared and conversation else _MONEY[word]
            if currency is not None and code != currency and word not in {"元", "$", "dollars"}:
                return None
            currency = currency or code
        elif word in _SCALES:
            if factor != 1:
                return None
            factor = Decimal(_SCALES[word])
        position += len(word)
    return Measure(factor, currency) if factor != 1 or currency else None


def _candidates(phrase: str, position: int) -> Iterator[str]:
    """The words that ``phrase`` may go on with, the best first: a currency before a multiplier before a small word."""
    char = phrase[position]
    for table in (_MONEY_BY_FIRST, _SCALES_BY_FIRST):
        for word in table.get(char, ()):
            if phrase.startswith(word, position) and _ends(phrase, position + len(word), word):
                yield word
    if char in _ZH_SCALES:
        yield char
    for word in (" ", "of ", "in ", "/", ",", "unit: ", "unit:", "计"):
        if phrase.startswith(word, position):
            yield word


def _ends(phrase: str, end: int, word: str) -> bool:
    """Whether a word of letters ends here, or is a short one that a code follows or goes before (keur, usdm)."""
    following = phrase[end : end + 1]
    if not is_letter(word[-1]) or not is_letter(following):
        return True
    rest = phrase[end:]
    if word in LETTER_SCALES:
        return len(rest) >= 3 and rest[:3] in _MONEY and not is_letter(rest[3:4])
    return len(word) == 3 and rest in LETTER_SCALES


@cache
def _brackets() -> re.Pattern[str]:
    return re.compile(r"[(\[]([^()\[\]\n\t\d]{1,32}|[^()\[\]\n\t]{0,8}'?000s?)[)\]]")


@cache
def _unit_word() -> re.Pattern[str]:
    return re.compile(
        r"^(?:金额|货币|数据)?单位(?:均|都|统一)?(?:是|为|用|:)? ?|^(?:all |figures |amounts |numbers )*in |^unit: ?"
    )


@cache
def _foreign() -> re.Pattern[str]:
    # What stands in brackets behind a number as its unit; other words there are remarks (含税).
    return re.compile(r"[kmg]?(?:wh|hz|bytes?|b|px|dpi|g|l|m)|pcs|ea|boxes|箱|盒|吨|斤|公斤|平米|公里|小时|kcal|°c")


@cache
def _said() -> re.Pattern[str]:
    zh_end = r"[^\s，。,;:；、)(\d]{1,8}"
    return re.compile(
        rf"(?:金额|货币|数据)?单位(?:均|都|统一)?(?:是|为|用|:)? ?(?P<a>{zh_end})"
        rf"|[按以](?P<e>[万亿千百]{{1,2}}[^\s，。,;:；、)(\d]{{0,4}}?)(?:来?算|计|为?单位)"
        rf"|(?:数字|金额|数据|数)(?:都|均|全|全部)?(?:是|为|以|按)(?P<b>{zh_end})"
        r"|(?<![a-z])(?:figures|numbers|amounts|values|everything|all)(?: are)?(?: all)? in (?P<c>[a-z$€£¥' 0]{1,28})(?=[:,.;\n]|$)"
        r"|(?<![a-z])in (?P<d>[a-z$€£¥' 0]{1,28})(?=:)",
        re.MULTILINE,
    )


def scopes(lower: str, conversation: str | None) -> list[Scope]:
    """The measures that ``lower`` says apart from numbers; the later one stands for where two hold."""
    found = list(_from_tables(lower, conversation))
    taken = {scope.said_start for scope in found}
    for match in _said().finditer(lower) if any(word in lower for word in _SAYING) else ():
        group = next(name for name in "abcde" if match.group(name))
        measure = measure_of(match.group(group), conversation)
        if measure is not None:
            found.append(Scope(measure, 0, len(lower), match.start(), match.end(), wide=True))
    for match in _brackets().finditer(lower) if "(" in lower or "[" in lower else ():
        if match.start() not in taken:
            scope = _bracket(lower, match, conversation)
            if scope is not None:
                found.append(scope)
    return found


def _bracket(lower: str, match: re.Match[str], conversation: str | None) -> Scope | None:
    content = match.group(1)
    said = _unit_word().match(content)
    named = content[said.end() :] if said else content
    measure = measure_of(named, conversation)
    if measure is None and (_foreign().fullmatch(named) or (said and said.group().startswith("单位:"))):
        measure = OTHER
    if measure is None:
        return None
    start, end = match.span()
    if said and said.group().strip(" :") != "in":
        return Scope(measure, 0, len(lower), start, end, wide=True)
    if (len(named.strip()) == 1 and named.strip().isascii()) or measure == OTHER:
        # "(b) 300" is a mark of a list; behind a number the letter is its multiplier.
        return Scope(measure, end, end, start, end)
    stop = lower.find("\n", end)
    return Scope(measure, end, stop if stop >= 0 else len(lower), start, end)


def _from_tables(lower: str, conversation: str | None) -> Iterator[Scope]:
    for cells in tables.tables(lower):
        for head in tables.header(lower, cells):
            said = _in_header(lower, head, conversation)
            if said is None:
                continue
            measure, start, end = said
            for cell in cells:
                if cell.column == head.column and cell.row:
                    yield Scope(measure, cell.start, cell.end, start, end, cell=True)


def _in_header(lower: str, head: tables.Cell, conversation: str | None) -> tuple[Measure, int, int] | None:
    """The measure in a header: in brackets, or as its last words ("Budget EUR m", 金额 万元)."""
    match = _brackets().search(lower, head.start, head.end)
    if match is not None:
        said = _unit_word().match(match.group(1))
        measure = measure_of(match.group(1)[said.end() :] if said else match.group(1), conversation)
        return (measure, *match.span()) if measure is not None else None
    words = lower[head.start : head.end]
    for start in [0, *(i + 1 for i, char in enumerate(words) if char in " ,/")][-6:]:
        measure = measure_of(words[start:], conversation)
        if measure is not None and (measure.currency or words[start : start + 1] in _ZH_SCALES):
            return measure, head.start + start, head.end
    return None
