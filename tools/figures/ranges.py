"""Joining two readings into one range: 3%-20%, 从8500到3万港元, between 5 and 10 percent, >0 and <5."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from tools.figures.model import FigureKind, Nature
from tools.figures.reading import Reading
from tools.quantities import Comparator, UnitKind

_LONGEST_GAP = 24
_LOWER = (Comparator.AT_LEAST, Comparator.MORE_THAN)
_UPPER = (Comparator.AT_MOST, Comparator.LESS_THAN)


@cache
def _separator() -> re.Pattern[str]:
    return re.compile(
        r"(?:\(含\)|\(不含\))?[ \n]{0,2}(?:-{1,3}|[–—~]{1,2}|\.{2,3}|…{1,2}|到|至|to|through|thru|bis|à)[ \n]{0,2}"
    )


@cache
def _and() -> re.Pattern[str]:
    return re.compile(r"[ \n]{0,2}(?:and|与|和|跟|同)[ \n]{0,2}")


@cache
def _named_between() -> re.Pattern[str]:
    # 20% ≤ x ≤ 30%
    return re.compile(r" ?(?:<=?|≤) ?[a-z]{1,12} ?")


@cache
def _both() -> re.Pattern[str]:
    return re.compile(r"[ \n]?,?[ \n]?(?:and|but|并且|并|且|而且|同时|而|,|，|、)?[ \n]?")


@cache
def _change() -> re.Pattern[str]:
    # "rose from 2% to 3%" tells two values; joining them would lose both. So does 转化率从2%到3%.
    kpi = "转化率|采用率|使用率|利用率|点击率|留存|复购|成本|周期|产出|产能|效率|自动化|ltv|roi|cpa|cac|ctr"
    return re.compile(
        rf"(?:{kpi}|降|涨|升|增|减|提高|变)[^，。；;!?！？\n]{{0,12}}(?:从|由)(?:每?(?:个?月|周|天|季度|年)|[^\d，。；\n]{{0,6}})$"
        r"|(?:conversion|adoption|usage|costs?|cpa|cac|roi|ltv|ctr|rate|cycle|output|efficiency|utilisation|utilization|automation|churn|score)"
        r"(?: [a-z]+){0,4} from $|(?:grew|grow|grows|rose|rise|rises|raise[ds]?|increase[ds]?|improve[ds]?|went|go|goes|fell|fall|falls|drop(?:s|ped)?|cut|"
        r"reduce[ds]?|decrease[ds]?|moved?|jump(?:s|ed)?|lift(?:s|ed)?|up|down|changed?)(?: [a-z]+){0,4} from $"
    )


def join(lower: str, readings: list[Reading]) -> list[Reading]:
    """``readings`` with those that are the two ends of one range made one."""
    joined: list[Reading] = []
    for reading in readings:
        if joined:
            both = _pair(lower, joined[-1], reading)
            if both is not None:
                joined[-1] = both
                continue
        joined.append(reading)
    return [reading for reading in joined if not reading.tentative]


def _pair(lower: str, first: Reading, second: Reading) -> Reading | None:
    if first.nature is not second.nature or first.nature is Nature.DATE:
        return None
    if not (first.single and second.single) or second.start - first.end > _LONGEST_GAP or not _units(first, second):
        return None
    if second.comparator in _UPPER and _named_between().fullmatch(lower[first.end : second.outer_start]):
        return _merge(replace(first, comparator=Comparator.AT_LEAST), second) if _ascends(first, second) else None
    if first.comparator in _LOWER and second.comparator in _UPPER:
        gap = lower[max(first.end, first.outer_end) : min(second.start, second.outer_start)]
        return _merge(first, second) if _both().fullmatch(gap) and _ascends(first, second) else None
    if second.comparator not in {Comparator.EQUAL, Comparator.ABOUT} and second.outer_start < second.start:
        return None
    gap = lower[first.end : second.start]
    if gap == " or " and _next_up(first, second):
        _share_scale(first, second)
        return _merge(first, second)
    if not (_parted_by_and(lower, first, second, gap) if _and().fullmatch(gap) else _separator().fullmatch(gap)):
        return None
    if ("to" in gap or "到" in gap or "至" in gap) and _change().search(lower[max(0, first.start - 48) : first.start]):
        return None
    kept = first.low, first.high, first.scales
    _share_scale(first, second)
    if _ascends(first, second):
        return _merge(first, second)
    first.low, first.high, first.scales = kept
    return None


def _next_up(first: Reading, second: Reading) -> bool:
    """Two or three million: the second number is the next one and brings the multiplier."""
    if not first.plain or first.scales or first.low is None or first.low >= 10 or not second.scales:
        return False
    return second.scales[-1][0] == first.low + 1


def _ascends(first: Reading, second: Reading) -> bool:
    return first.low is not None and second.high is not None and first.low <= second.high


def _parted_by_and(lower: str, first: Reading, second: Reading, gap: str) -> bool:
    """Between 5 and 10, 5与10间: "and" joins a range only where a word around it says so."""
    closing = lower.startswith(("间", "之间"), second.end)
    opening = lower[max(0, first.start - 10) : first.start].rstrip()
    return bool(gap) and (closing or opening.endswith(("between", "介于")))


def opens_range(lower: str, position: int) -> bool:
    """Whether a range may go on at ``position``."""
    return _separator().match(lower, position) is not None


def _units(first: Reading, second: Reading) -> bool:
    """Whether both ends speak of the same unit, or one of them leaves it to the other."""
    if first.unit == second.unit:
        return True
    if first.unit.code == second.unit.code and first.unit.kind is second.unit.kind:
        return first.unit.per is None or second.unit.per is None
    if first.plain:
        return first.fraction is None or second.unit.kind is not UnitKind.COUNT
    return second.plain and first.before


def _share_scale(first: Reading, second: Reading) -> None:
    """``3-5百万``: the first number takes the multiplier of the second, unless it is the greater one (8500到3万)."""
    if first.low is None or second.high is None or not (first.plain or first.before):
        return
    if first.plain and first.low * second.factor <= second.high:
        first.map(second.factor)
    for coefficient, scale in second.scales:
        if abs(first.low) < coefficient:
            first.map(scale)
            return


def _merge(first: Reading, second: Reading) -> Reading:
    carrier = second if first.plain else first
    unit = carrier.unit
    per = first.unit.per or second.unit.per
    if per and unit.per is None:
        unit = replace(unit, per=per)
    kind = (
        carrier.kind
        if not carrier.plain
        else (FigureKind.FRACTION if first.fraction and second.fraction else FigureKind.NUMBER)
    )
    bounds = first.comparator in _LOWER and second.comparator in _UPPER
    comparator = Comparator.EQUAL
    if not bounds:
        comparator = first.comparator if first.comparator is not Comparator.EQUAL else second.comparator
    return replace(
        first,
        end=second.end,
        high=second.high,
        unit=unit,
        kind=kind,
        comparator=comparator,
        outer_end=max(second.outer_end, second.end),
        scales=(),
        fraction=None,
        ambiguous=first.ambiguous or second.ambiguous,
        alternatives=(),
        tentative=False,
    )
