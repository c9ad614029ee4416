"""Giving bare numbers the unit that was said apart from them, in brackets, a header or a line of its own."""

from __future__ import annotations

from tools.figures.measures import OTHER, Measure, Scope
from tools.figures.model import FigureKind, Nature
from tools.figures.reading import Reading
from tools.quantities import money_unit

#: Of more measures than this in one message only the last are looked at.
_MOST = 8


def apply_scopes(lower: str, readings: list[Reading], scopes: list[Scope]) -> None:
    """Scale ``readings`` in place; what carries a unit or a multiplier of its own keeps it.

    Brackets right behind a number belong to that number; else the scope said last before the end of the text wins.
    """
    if not scopes:
        return
    ends = {scope.said_start: scope for scope in scopes if lower[scope.said_start] in "(["}
    own: set[int] = set()
    taken: set[int] = set()
    for reading in readings:
        scope = ends.get(reading.end) or (
            ends.get(reading.end + 1) if lower[reading.end : reading.end + 1] == " " else None
        )
        if scope is not None and _take(reading, scope.measure, own=True):
            reading.end = max(reading.end, scope.said_end)
            reading.outer_end = max(reading.outer_end, reading.end)
            own.add(scope.said_start)
            taken.add(reading.end)
    others = [scope for scope in scopes if scope.wide or scope.said_start not in own]
    # A table has many cells: each reading looks only at the ones that begin where it may lie.
    cells = {scope.start: scope for scope in others if scope.cell}
    lines = [scope for scope in others if not scope.cell][-_MOST:]
    for reading in readings:
        if reading.end in taken:
            continue
        scope = _cell(cells, reading) or next((s for s in reversed(lines) if s.start <= reading.start < s.end), None)
        if scope is not None:
            _take(reading, scope.measure, own=False)


def _cell(cells: dict[int, Scope], reading: Reading) -> Scope | None:
    for start in range(reading.start, max(-1, reading.start - 16), -1):
        scope = cells.get(start)
        if scope is not None and reading.start < scope.end:
            return scope
    return None


def _take(reading: Reading, measure: Measure, *, own: bool) -> bool:
    """Scale ``reading`` by ``measure`` where it leaves that open; whether it did."""
    if not reading.single or reading.kind not in {FigureKind.NUMBER, FigureKind.MONEY}:
        return False
    money = reading.kind is FigureKind.MONEY
    if measure == OTHER:
        if money or reading.scales:
            return False
        reading.nature = Nature.MEASURE
        return True
    if money and (not own or (measure.currency not in {None, reading.unit.code})):
        return False
    if measure.factor != 1:
        if reading.scales:
            return False
        coefficient = reading.low
        reading.map(measure.factor)
        if coefficient is not None:
            reading.scales = ((coefficient, measure.factor),)
    elif measure.currency is None:
        return False
    if measure.currency is not None and not money:
        reading.kind = FigureKind.MONEY
        reading.unit = money_unit(measure.currency, reading.unit.per)
    return True
