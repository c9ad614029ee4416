"""What figures are to each other and what they count: weights, a change, part and whole, years, named things."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import cache

from tools.figures.model import FigureKind, Nature, Relation
from tools.figures.reading import Reading
from tools.lexicon.numerals import ZH_DIGITS, ZH_SMALL
from tools.quantities import Comparator, UnitKind

#: Things that a question names and counts; nobody budgets for them by their number.
_NAMED = frozenset({"layers", "kinds", "scenarios", "plans", "projects", "channels", "tools", "questions", "things"})
_FEW_NAMED = frozenset({"customers", "companies", "teams", "departments", "brands", "countries"})
_POINTERS = frozenset("哪这那前后另各")
_MEASURED = frozenset(
    "metres kilometres centimetres millimetres grams kilograms litres millilitres square-metres mu degrees kilowatt-hours"
    " watts tons pounds jin".split()
)
_SPENDING = ("spent ", "spend ", "cost ", "costs ", "paid ", "pay ", "花了", "花", "付了", "用了", "用掉", "for just ")


@cache
def _noun() -> re.Pattern[str]:
    return re.compile(
        r"[ -]?(?:个|种|类|大|份|条|套|家)?(?:阶段|方案|场景|品牌|牌子|子公司|主体|问题|象限|层|层级|选项|版本|情况|趋势|风险|部分|方面|步骤|维度|客户|公司|问|建议|点建议)"
        r"|[ -](?:[a-z]+ )?(?:phases?|stages?|quadrants?|scenarios?|options?|questions?|things|remarks|points|ways|versions|"
        r"brands?|clients?|cases|steps|layers?|levels|alternatives|reasons|examples|ideas|suggestions|bullets|budgets|plans|trends|risks)(?![a-z])"
    )


@cache
def _part_of_whole() -> re.Pattern[str]:
    return re.compile(r" ?(?:[a-z]+ )?(?:out )?of (?:(?:the|our|their|a|all|my|total|is) ){0,2}")


@cache
def _whole_of_part() -> re.Pattern[str]:
    return re.compile(
        r"(?:里|里面|中|当中|其中|里头)?[，,]?\s?(?:一共|已经|已|只)?(?:自动化了|里|中|的|有|其中|里有|中有|中的|里的){1,2}"
    )


@cache
def _equals() -> re.Pattern[str]:
    return re.compile(
        r" ?(?:=|≈|:|兑换?|兌換?|换|換|等于|当|當|抵|是|约等于|折合|合| is| equals| buys| gets(?: you)?| was| at| to| for| per) ?"
    )


@cache
def _becomes() -> re.Pattern[str]:
    return re.compile(
        r" ?(?:->|=>|→|>)+ ?| (?:[a-z/]+ ){0,3}to (?:[a-z]+ )?|[^\d，。；;!?！？\n]{0,6}?(?:降到|降至|降为|涨到|升到|升至|提升到|提升至|提高到|提高至|增长到|增至|增加到|"
        r"减到|减至|减少到|加到|压到|砍到|变成|变为|改到|改成|调到|调至|下降到|下降至|上升到|上升至|到|至)(?:了)?"
    )


def mark(lower: str, readings: list[Reading], *, low: int, high: int) -> None:
    """Mark in place the years and counts among ``readings``, before ends are joined to ranges."""
    for reading in readings:
        if reading.nature is not Nature.AMOUNT or not reading.single:
            continue
        if _is_year(lower, reading, whole=reading.start <= low and reading.end >= high):
            reading.kind, reading.nature = FigureKind.DATE, Nature.DATE
        elif reading.unit.code in _MEASURED:
            reading.nature = Nature.MEASURE
        elif _counts_named(lower, reading):
            reading.nature = Nature.COUNT_OF


def _is_year(lower: str, reading: Reading, *, whole: bool) -> bool:
    if whole or not reading.plain or reading.end - reading.start != 4:
        return False
    text = lower[reading.start : reading.end]
    if not (text.isdigit() and 2010 <= int(text) <= 2049):
        return False
    return not lower.endswith(_SPENDING, 0, reading.start)


def _counts_named(lower: str, reading: Reading) -> bool:
    if reading.low is None or reading.low != int(reading.low) or not 0 < reading.low <= 20:
        return False
    if reading.unit.per is not None or reading.comparator is not Comparator.EQUAL:
        return False
    if reading.unit.kind is UnitKind.COUNT:
        pointed = reading.start > 0 and lower[reading.start - 1] in _POINTERS
        if pointed or reading.unit.code in _NAMED or reading.unit.code in _FEW_NAMED:
            return True
        return reading.unit.code == "items" and _noun().match(lower, reading.end) is not None
    return reading.plain and reading.fraction is None and not reading.scales and bool(_noun().match(lower, reading.end))


@cache
def _ratio_run() -> re.Pattern[str]:
    number = r"\d{1,4}(?:\.\d{1,2})?"
    spoken = "[一二两三四五六七八九十]"
    return re.compile(
        rf"{number}(?: ?: ?{number}){{2,7}}|{number}(?: ?/ ?{number}){{2,7}}|{number}(?:-{number}){{2,7}}"
        rf"|(?:{number}|{spoken})(?:比(?:{number}|{spoken})){{1,7}}"
    )


@cache
def _ratio_part() -> re.Pattern[str]:
    return re.compile(r"\d+(?:\.\d+)?|[一二两三四五六七八九十]")


def weights_at(lower: str, start: int) -> list[tuple[int, int, Decimal]] | None:
    """Start, end and value of each weight of the run at ``start``, ``None`` where none begins or a unit follows."""
    match = _ratio_run().match(lower, start)
    if (
        match is None
        or lower[start - 1 : start] in {":", "/", "-", "比", "."}
        or not _ratio_ends().match(lower, match.end())
    ):
        return None
    parts = [
        (part.start(), part.end(), Decimal(ZH_DIGITS.get(part.group()) or ZH_SMALL.get(part.group()) or part.group()))
        for part in _ratio_part().finditer(lower, start, match.end())
    ]
    if "-" in match.group() and sum(value for _, _, value in parts) != 100:
        return None
    return parts


@cache
def _ratio_ends() -> re.Pattern[str]:
    return re.compile(
        r"(?![\d.:/%比-]|,\d)(?! ?(?:[万亿千百元块个月年天人篇条%]|k|m|w|bn|mn|million|usd|eur|people|percent|dollars)(?![a-z]))"
    )


def relate(lower: str, readings: list[Reading]) -> None:
    """Mark in place which neighbours of ``readings`` belong together, and how."""
    group = 0
    index = 0
    while index < len(readings):
        end = _weights(lower, readings, index)
        if end > index + 1:
            group += 1
            for reading in readings[index:end]:
                reading.group, reading.relation = group, Relation.WEIGHT
            index = end
            continue
        if index and readings[index].group is None and readings[index - 1].group is None:
            relation = _pair(lower, readings[index - 1], readings[index])
            if relation is not None:
                group += 1
                for reading, part in zip(readings[index - 1 : index + 1], relation, strict=True):
                    reading.group, reading.relation = group, part
        index += 1


def _weights(lower: str, readings: list[Reading], start: int) -> int:
    """The index after the weights (5:3:2, 60/25/15, 六比三比一) that begin at ``start``."""
    end, total = start + 1, readings[start].low
    mark = ""
    while end < len(readings) and _alike(readings[end - 1], readings[end]):
        gap = lower[readings[end - 1].end : readings[end].start].strip(" ")
        if gap not in {":", "/", "比", "-", "、"} or (mark and gap != mark):
            break
        mark = gap
        if total is not None and readings[end].low is not None:
            total += readings[end].low or 0
        end += 1
    count = end - start
    if mark in {":", "比"}:
        return end if count > 1 else start
    if mark == "/" and (count > 2 or total == 100):
        return end
    return end if mark in {"-", "、"} and count > 2 and total == 100 else start


def _alike(first: Reading, second: Reading) -> bool:
    return (
        first.single and second.single and first.nature is second.nature is Nature.AMOUNT and first.unit == second.unit
    )


def _pair(lower: str, first: Reading, second: Reading) -> tuple[Relation, Relation] | None:
    if not first.single or not second.single or second.start - first.end > 24:
        return None
    if not first.nature is second.nature is Nature.AMOUNT:
        return None
    if first.kind is second.kind is FigureKind.MONEY and first.unit.code != second.unit.code:
        gap = lower[first.end : min(second.start, max(second.outer_start, first.end))]
        if first.low == 1 and _equals().fullmatch(gap):
            return Relation.BASE, Relation.QUOTE
        return (Relation.QUOTE, Relation.BASE) if second.low == 1 and _equals().fullmatch(gap) else None
    gap = lower[first.end : second.start]
    same = first.unit.code == second.unit.code or first.plain or second.plain
    if same and first.unit.kind is not UnitKind.PERCENT and second.low is not None and first.low is not None:
        if first.low <= second.low and _part_of_whole().fullmatch(gap):
            return Relation.PART, Relation.WHOLE
        if first.low >= second.low and _whole_of_part().fullmatch(gap):
            return Relation.WHOLE, Relation.PART
    if not same or not _becomes().fullmatch(gap):
        return None
    if first.plain and second.unit.per and first.unit.per is None:
        # "from 50k to 38k a month" speaks of months twice.
        first.unit = replace(first.unit, per=second.unit.per)
    return Relation.BEFORE, Relation.AFTER
