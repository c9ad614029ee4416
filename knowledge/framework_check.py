"""What a framework must be beyond readable: sums, ranges, units, names, and quotes that say the numbers taken from them.

Everything that is wrong is reported at once, each with file, line and field. A file that cannot be read as a framework at
all is reported by its first mistake, as ``knowledge.framework`` finds it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from knowledge.corpus import Corpus
from knowledge.datafile import Fields, read_data
from knowledge.errors import BrokenData
from knowledge.framework import FrameworkReader
from tools.figures import Figure, find_figures
from tools.parameters import Direction, Framework, Kpi, Measure, Parameter
from tools.quantities import MULTIPLE, NUMBER, PERCENT, Comparator, UnitKind, plain

_NUMERALS = {1: "一①", 2: "二两②", 3: "三③", 4: "四④", 5: "五⑤", 6: "六⑥", 7: "七⑦", 8: "八⑧", 9: "九⑨", 10: "十⑩"}
_AT_LEAST = re.compile(r"至少|不少于|不低于|以上|≥|at least|or more", re.IGNORECASE)


def check_framework(path: Path, *, corpus: Corpus) -> tuple[BrokenData, ...]:
    """Everything that is wrong with the framework at ``path``; nothing if it may be used."""
    found: list[BrokenData] = []
    try:
        reader = FrameworkReader(read_data(path, found=found), corpus)
        framework = reader.framework()
    except BrokenData as error:  # no framework at all, or one of a later format
        return (error,)
    return (*found, *_problems(framework, reader.places))


def _problems(framework: Framework, places: dict[str, Fields]) -> Iterator[BrokenData]:
    """What readable numbers say that they must not; what was found unreadable is left out, and with it what it would add up to."""
    whole = all(not places[p.id].broken for p in framework.parameters)
    for parameter, reason, zh in (
        *_misquotes(framework),
        *_bounds(framework),
        *(_sums(framework) if whole else ()),
        *_thresholds(framework),
    ):
        if not places[parameter.id].broken:
            yield places[parameter.id].problem("value", reason, zh)


#: What is wrong with a number, in English and in Chinese.
Mistake = tuple[Parameter, str, str]


def _misquotes(framework: Framework) -> Iterator[Mistake]:
    for parameter in framework.parameters:
        if reason := _misquoted(parameter):
            yield (parameter, *reason)


def _bounds(framework: Framework) -> Iterator[Mistake]:
    """Shares are percentages of a whole."""
    shares = [layer.share for layer in framework.layers if layer.share]
    for share in (framework.share_min, framework.share_max, *shares):
        if share.unit != PERCENT or not 0 < share.value <= 100:
            yield share, "must be a percentage above 0 and up to 100", "应为大于 0、不超过 100 的百分比"


def _sums(framework: Framework) -> Iterator[Mistake]:
    """The bounds are in order, and the layers together lie between them."""
    low, high = framework.share_min, framework.share_max
    if low.value >= high.value:
        top = plain(high.value)
        yield low, f"must be below the upper bound of {top}%", f"应低于上限 {top}%"
    shares = [layer.share for layer in framework.layers if layer.share]
    together = sum((share.value for share in shares), Decimal(0))
    if shares and not low.value <= together <= high.value:
        total, least, most = plain(together), plain(low.value), plain(high.value)
        yield (
            shares[-1],
            f"the layers add up to {total}%, which is outside the range of {least}% to {most}%",
            f"各层合计 {total}%，不在 {least}% 至 {most}% 之间",
        )


def _thresholds(framework: Framework) -> Iterator[Mistake]:
    for kpi in framework.kpis:
        reason = _threshold(kpi)
        if reason and kpi.threshold:
            yield (kpi.threshold, *reason)


def _threshold(kpi: Kpi) -> tuple[str, str] | None:
    """Why a KPI's threshold does not fit its measure."""
    threshold = kpi.threshold
    assert threshold is not None
    if threshold.value <= 0:
        return "must be positive; the direction says which way is better", "应为正数；方向由 direction 表示"
    if kpi.measure is Measure.MULTIPLE:
        return None if threshold.unit == MULTIPLE else ("a multiple has the unit x", "倍数的单位是 x")
    if threshold.unit != PERCENT:
        return f"a {kpi.measure} is a percentage", f"{kpi.measure} 应为百分比"
    if threshold.value > 100 and (kpi.measure is Measure.LEVEL or kpi.direction is Direction.DOWN):
        return "cannot be more than 100%", "不能超过 100%"
    if threshold.comparator in (Comparator.AT_MOST, Comparator.LESS_THAN):
        return "a threshold is what must be reached at least", "门槛是至少要达到的值"
    return None


def _misquoted(parameter: Parameter) -> tuple[str, str] | None:
    """Why the quote does not say the number."""
    quote = parameter.source.quote
    found = [figure for figure in find_figures(quote) if _same_unit(figure, parameter)]
    told = [figure for figure in found if parameter.value in (figure.low, figure.high)]
    if not told:
        if not found and _written_out(parameter):
            return None
        number = f"{plain(parameter.value)} {parameter.unit}"
        return f"{number} is not what {quote!r} says", f"{number} 与引文 {quote!r} 不符"
    if any(_same_comparator(figure, parameter) for figure in told):
        return None
    says, written = told[0].comparator.value, parameter.comparator.value
    return f"{quote!r} says {says}, not {written}", f"引文 {quote!r} 说的是 {says}，而不是 {written}"


def _same_unit(figure: Figure, parameter: Parameter) -> bool:
    unit = parameter.unit
    if figure.unit == unit:
        return True
    # "四个层级", "three layers": the thing counted is not always a unit that the reader knows.
    return unit.kind in (UnitKind.COUNT, UnitKind.NUMBER) and figure.unit.kind in (UnitKind.COUNT, NUMBER.kind)


def _same_comparator(figure: Figure, parameter: Parameter) -> bool:
    """A range states its ends; elsewhere the words and the file must bound the number alike."""
    return figure.is_range or (
        figure.comparator in (parameter.comparator, Comparator.EQUAL)
        and (figure.comparator is parameter.comparator or parameter.comparator is Comparator.AT_LEAST)
    )


def _written_out(parameter: Parameter) -> bool:
    """Whether the number stands in the quote as a word that counts (``八大场景``, ``四象限``)."""
    value = parameter.value
    if value != value.to_integral_value() or parameter.unit.kind not in (UnitKind.COUNT, UnitKind.NUMBER):
        return False
    bound = Comparator.AT_LEAST if _AT_LEAST.search(parameter.source.quote) else Comparator.EQUAL
    return parameter.comparator is bound and any(
        char in parameter.source.quote for char in _NUMERALS.get(int(value), "")
    )
