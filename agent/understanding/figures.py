"""The figures of a message that may mean something: amounts with ids, without counts of named things, periods and words that only look like one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from agent.language.text import plain
from agent.understanding.days import LISTED
from agent.understanding.phrases import spans
from tools.figures import find_figures
from tools.figures.model import Figure, Nature, Relation
from tools.quantities import Unit, UnitKind

_SCALE = re.compile(r"[万亿千百kmw]|million|thousand|mil|bn", re.IGNORECASE)


def class_of(figure: Figure) -> str:
    """The class of a figure: what its unit lets it be."""
    kind = figure.unit.kind
    value = figure.low if figure.low is not None else figure.high
    if kind is UnitKind.PERCENT:
        return "pct"
    if kind is UnitKind.MULTIPLE:
        return "mult"
    if kind is UnitKind.MONEY:
        return "money"
    if kind is UnitKind.COUNT:
        return "people" if figure.unit.code == "people" else "count"
    if kind is UnitKind.DURATION:
        return "dur"
    if figure.fraction is not None and (value is None or value < 1):
        return "frac"
    size = abs(value) if value is not None else Decimal(1000)
    return "money" if size >= 1000 or (_SCALE.search(figure.text) and size >= 100) else "num"


def figures(text: str, first: int, *, currency: str | None = None) -> dict[str, Figure]:
    """The figures of ``text`` that may mean something, ``U{first}`` and on. ``currency`` is the conversation's."""
    apart = [m.span() for m in _PARTS_OF_YEAR.finditer(text)]
    low = plain(text)
    named = spans(low)
    listed = frozenset(m.start() for m in _LISTED.finditer(low))
    found = [
        f for f in _found(text, currency)
        if f.nature is Nature.AMOUNT and not _is_period(f) and not _is_word(f, text, apart, listed) and not _names_count(f, text)
        and not any(a <= f.start < b for a, b in named)
    ]  # fmt: skip
    found.sort(key=lambda f: f.start)
    return {f"U{first + n}": _as_multiple(f, text) for n, f in enumerate(_alike(found))}


#: What stands behind "3.5 times" that is no occasion.
_AS_MUCH = re.compile(
    r"\s*(?:(?:of )?(?:that|this|it|what|as (?:much|big|large)|our|the (?:current|present|original|old|same|budget|amount|size|figure|number|money)|today's|now)\b|bigger|larger)(?! (?:week|month|day|year|quarter|of)\b)",
    re.IGNORECASE,
)


def _as_multiple(figure: Figure, text: str) -> Figure:
    """“It becomes 3.5 times that”: so many times as much, and no occasions."""
    times = figure.unit.kind is UnitKind.COUNT and figure.unit.code == "occasions" and not figure.unit.per
    if not times or not _AS_MUCH.match(text, figure.end):
        return figure
    return replace(figure, unit=Unit(UnitKind.MULTIPLE, "x"))


#: Run-on Chinese: behind an amount the numeral of the next word begins (花了30万一共…, 500万三个层).
_JUNCTION = re.compile(
    r"(?<=[万亿萬億])(?=[一二两兩三四五六七八九](?:个|個|层|層|季|月|共|起|下|年|家|块|塊|种|種|款|样|樣|直|定|般|次|周|期|阶段|階段|部分|方案|品牌|者|边|邊|笔|筆|天|半))|(?<=[万亿萬億\d%])(?=[对對][吧吗嗎不么嘛])"
)


def _found(text: str, currency: str | None) -> Iterator[Figure]:
    """The figures of a text; of one without marks stretch by stretch, so that none takes the next word's numeral."""
    start = 0
    for end in (*(m.start() for m in _JUNCTION.finditer(text)), len(text)):
        for figure in find_figures(text[start:end] if start or end < len(text) else text, currency=currency):
            yield replace(figure, start=figure.start + start, end=figure.end + start) if start else figure
        start = end
    yield from _halves(text)


#: "Half for tactical, a quarter for capability": beside a layer these are parts, no period and no change.
_HALF = re.compile(
    r"\b(?:(?:a )?(half)|(?<!how much )a (quarter|fifth|tenth))(?= (?:of (?:it|that|this|them|the money|the budget) )?(?:is |goes |go |would go |should go |will go )?(?:for|to|into|on|in|towards) (?:the )?(?:tactical|capability|strategic))",
    re.IGNORECASE,
)
#: What stands beside such parts where a split is told.
_OTHER_PART = re.compile(r"%|percent|\bthird\b|\b(?:rest|remainder|remaining|remains|left|other)\b", re.IGNORECASE)


def _halves(text: str) -> Iterator[Figure]:
    """Parts in words that are no figures elsewhere."""
    for found in _HALF.finditer(text) if _OTHER_PART.search(text) else ():
        if text[max(found.start() - 4, 0) : found.start()].casefold() in ("one ", "two "):
            continue
        for figure in find_figures(f"one {found[1] or found[2]}"):
            yield replace(
                figure,
                start=found.start(),
                end=found.end(),
                text=found[0],
                outer_start=found.start(),
                outer_end=found.end(),
            )


#: A stretch of the year that is over or left, no length of anything: 前三个月, 剩下的9个月.
_PARTS_OF_YEAR = re.compile(
    r"(?:前|头|过了|过去|剩下|剩余|余下|后|后面|接下来|还有|最后)的?(?:十一|[一二两三四五六七八九十]|1[01]|[1-9]) ?个?(?:月|季度)"
)


_MONTHS, _LISTED = re.compile(r"1[0-2]|[1-9]"), re.compile(LISTED)
#: 两个加一起, 三个数: what is counted was named before, or is a figure.
_OF_LIST = re.compile(
    r"(?:[一两二三四]|[2-4])个 ?(?:加|比|合|放|都|分别|各|一起|问题|数字?|指标|方面|一共|总共|相差|差)"
)


def _is_word(figure: Figure, text: str, apart: Sequence[tuple[int, int]], listed: frozenset[int]) -> bool:
    """Whether a numeral is part of another word: 百 of 百分之几, a stretch of the year."""
    if figure.unit.code == "layers" or _OF_LIST.match(text, figure.start, figure.end + 3):
        return True
    if figure.unit.kind is UnitKind.COUNT and text[max(figure.start - 1, 0) : figure.start] in ("边", "邊", "哪"):
        return True  # 係邊四個: which ones, no number of anything
    if figure.start in listed and _MONTHS.fullmatch(figure.text):
        return True
    if figure.text == "百" and text.startswith("分之", figure.end):
        return True
    return (
        figure.unit.kind is UnitKind.DURATION and any(a <= figure.start and figure.end <= b for a, b in apart)
    ) or _is_rhythm(figure, text)


_EVERY = re.compile(r"(?:\bevery|\beach|每|每隔|隔)\s*$", re.IGNORECASE)
_A_PERIOD = re.compile(r"\s*(?:a|per|each|every)\s+(?:day|week|fortnight|month|quarter|year)\b", re.IGNORECASE)


def _is_rhythm(figure: Figure, text: str) -> bool:
    """“Every two weeks”, "twice a week", 每周两次: how often, and no length or multiple of anything."""
    before = text[max(figure.start - 8, 0) : figure.start]
    if figure.unit.kind is UnitKind.DURATION:
        return _EVERY.search(before) is not None
    if figure.unit.kind is not UnitKind.MULTIPLE:
        return False
    return (
        _A_PERIOD.match(text, figure.end) is not None or re.search(r"每(?:周|天|月|年|季度?)\s*$", before) is not None
    )


def _alike(found: list[Figure]) -> Iterator[Figure]:
    """“From 40 to 28 days” counts days twice."""
    for figure, after in zip(found, [*found[1:], None], strict=False):
        pair = (
            after is not None
            and figure.group is not None
            and figure.group == after.group
            and figure.relation is Relation.BEFORE
        )
        if (
            pair
            and after is not None
            and figure.unit.kind is UnitKind.NUMBER
            and after.unit.kind in (UnitKind.DURATION, UnitKind.COUNT, UnitKind.PERCENT)
        ):
            yield replace(figure, unit=after.unit, kind=after.kind)
        else:
            yield figure


_NAMED_COUNT = re.compile(
    r"(?:\b(?:the|all|these|those|other|both|last|first|any|which|of the|remaining) )(?:two|three|four|five|2|3|4)$"
)


def _names_count(figure: Figure, text: str) -> bool:
    """“The other two”, "all three": so many named things, and no figure."""
    if figure.unit.kind is not UnitKind.NUMBER or figure.relation is not None:
        return False
    behind = text[figure.end : figure.end + 1]
    return _NAMED_COUNT.search(text[max(figure.end - 40, 0) : figure.end].casefold()) is not None and (
        not behind or behind in " ,.?!;\n"
    )


def _is_period(figure: Figure) -> bool:
    """“One year” and 四个季度 name a period; they are no length of anything."""
    if figure.unit.kind is not UnitKind.DURATION or figure.relation is not None:
        return False
    return (
        (figure.low == 1 and not figure.is_range)
        or figure.unit.code.startswith("quarter")
        or (figure.fraction is not None and figure.unit.code == "year")
    )
