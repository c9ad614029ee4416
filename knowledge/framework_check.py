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
    try:
        reader = FrameworkReader(read_data(path), corpus)
        framework = reader.framework()
    except BrokenData as error:
        return (error,)
    return tuple(_problems(framework, reader.places))


def _problems(framework: Framework, places: dict[str, Fields]) -> Iterator[BrokenData]:
    for parameter, reason in (*_misquotes(framework), *_shares(framework), *_thresholds(framework)):
        try:
            places[parameter.id].fail("value", reason)
        except BrokenData as error:
            yield error


Mistake = tuple[Parameter, str]


def _misquotes(framework: Framework) -> Iterator[Mistake]:
    for parameter in framework.parameters:
        if reason := _misquoted(parameter):
            yield parameter, reason


def _shares(framework: Framework) -> Iterator[Mistake]:
    """Shares are percentages of a whole, the bounds are in order, and the layers together lie between them."""
    low, high = framework.share_min, framework.share_max
    shares = [layer.share for layer in framework.layers if layer.share]
    for share in (low, high, *shares):
        if share.unit != PERCENT or not 0 < share.value <= 100:
            yield share, "must be a percentage above 0 and up to 100"
    if low.value >= high.value:
        yield low, f"must be below the upper bound of {plain(high.value)}%"
    together = sum((share.value for share in shares), Decimal(0))
    if shares and not low.value <= together <= high.value:
        bounds = f"{plain(low.value)}% to {plain(high.value)}%"
        yield shares[-1], f"the layers add up to {plain(together)}%, which is outside the range of {bounds}"


def _thresholds(framework: Framework) -> Iterator[Mistake]:
    for kpi in framework.kpis:
        reason = _threshold(kpi)
        if reason and kpi.threshold:
            yield kpi.threshold, reason


def _threshold(kpi: Kpi) -> str:
    """Why a KPI's threshold does not fit its measure."""
    threshold = kpi.threshold
    assert threshold is not None
    if threshold.value <= 0:
        return "must be positive; the direction says which way is better"
    if kpi.measure is Measure.MULTIPLE:
        return "" if threshold.unit == MULTIPLE else "a multiple has the unit x"
    if threshold.unit != PERCENT:
        return f"a {kpi.measure} is a percentage"
    if threshold.value > 100 and (kpi.measure is Measure.LEVEL or kpi.direction is Direction.DOWN):
        return "cannot be more than 100%"
    if threshold.comparator in (Comparator.AT_MOST, Comparator.LESS_THAN):
        return "a threshold is what must be reached at least"
    return ""


def _misquoted(parameter: Parameter) -> str:
    """Why the quote does not say the number, empty if it does."""
    quote = parameter.source.quote
    found = [figure for figure in find_figures(quote) if _same_unit(figure, parameter)]
    told = [figure for figure in found if parameter.value in (figure.low, figure.high)]
    if not told:
        if not found and _written_out(parameter):
            return ""
        return f"{plain(parameter.value)} {parameter.unit} is not what {quote!r} says"
    if any(_same_comparator(figure, parameter) for figure in told):
        return ""
    return f"{quote!r} says {told[0].comparator.value}, not {parameter.comparator.value}"


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
