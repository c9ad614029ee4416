"""KPIs over time: dated figures as they were measured, held against the thresholds of every phase.

What is entered is what was measured (a conversion rate of 2.3%, 60 days), never a change. The first entry of a KPI is its baseline;
a KPI that asks for a change or a multiple compares a later entry with it, one that asks for a level takes the entry alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tools.comparing import multiple_between
from tools.desk import Desk
from tools.facts import Fact
from tools.kpis import GateResult, change_between, check_phase, kpi_target, threshold_fact
from tools.parameters import Kpi, Measure


@dataclass(frozen=True, slots=True)
class Measurement:
    """What a KPI (by id) measured on a day (``2026-03-01``), in the words in which it was typed."""

    kpi: str
    day: str
    figure: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A measurement that was read: its figure is a fact."""

    kpi: Kpi
    day: str
    figure: Fact


@dataclass(frozen=True, slots=True)
class Step:
    """An entry, and what it had reached of its KPI by then: a change, a multiple or a level; a baseline has none."""

    entry: Entry
    reached: Fact | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How a plan is doing: each phase's gate, every entry in the order of the days, and by KPI the figure that the baseline is to become."""

    gates: tuple[GateResult, ...]
    steps: tuple[Step, ...]
    targets: Mapping[str, Fact]

    @property
    def current(self) -> GateResult | None:
        """The first phase that is not passed; ``None`` when all are."""
        return next((gate for gate in self.gates if not gate.passed), None)

    @property
    def latest(self) -> dict[str, Step]:
        """The last step of each KPI; a baseline that nothing has followed yet has reached nothing."""
        return {step.entry.kpi.id: step for step in self.steps}


def standing(desk: Desk, entries: Sequence[Entry], *, told: Mapping[str, Fact] | None = None) -> Standing:
    """Hold ``entries`` against every phase; ``told`` has what was said to be reached of KPIs (by id) without an entry.

    Raises :class:`~tools.errors.InvalidInput` where entries of one KPI cannot be compared: other units, a baseline that is not positive.
    """
    steps = list[Step]()
    first, targets = dict[str, Fact](), dict[str, Fact]()
    reached = dict(told or {})
    for entry in sorted(entries, key=lambda e: (e.day, e.kpi.id)):
        if entry.kpi.id not in first:
            first[entry.kpi.id] = entry.figure
            if entry.kpi.measure is not Measure.LEVEL:
                targets[entry.kpi.id] = kpi_target(desk, kpi=entry.kpi, baseline=entry.figure).value
        found = _reached(desk, entry, first[entry.kpi.id])
        steps.append(Step(entry, found))
        if found is not None:
            reached[entry.kpi.id] = found
    gates = tuple(
        check_phase(
            desk, phase=phase, actuals={kpi.id: reached[kpi.id] for kpi in phase.kpis if kpi.id in reached}
        )
        for phase in desk.framework.phases
    )  # fmt: skip
    return Standing(gates, tuple(steps), targets)


def _reached(desk: Desk, entry: Entry, first: Fact) -> Fact | None:
    kpi, figure = entry.kpi, entry.figure
    if kpi.measure is Measure.LEVEL:
        return figure
    if figure is first:
        return None
    if kpi.measure is Measure.MULTIPLE:
        return multiple_between(desk, before=first, after=figure, threshold=threshold_fact(desk, kpi), kpi=kpi)
    return change_between(desk, before=first, after=figure, kpi=kpi)
