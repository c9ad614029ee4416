"""KPIs over time: dated figures as they were measured, held against the thresholds of every phase.

What is entered is what was measured (a conversion rate of 2.3%, 60 days), never a change. The first entry of a KPI is its baseline;
a KPI that asks for a change or a multiple compares the latest entry with it, one that asks for a level takes the latest alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tools.budget import times
from tools.desk import Desk
from tools.facts import Fact
from tools.kpis import GateResult, change_between, check_phase
from tools.parameters import Kpi, Measure


@dataclass(frozen=True, slots=True)
class Entry:
    """A figure measured on a day (``2026-03-01``)."""

    kpi: Kpi
    day: str
    figure: Fact


@dataclass(frozen=True, slots=True)
class Standing:
    """How a plan is doing: each phase's gate, the entries by KPI in the order of their days, and the changes reached."""

    gates: tuple[GateResult, ...]
    entries: dict[str, tuple[Entry, ...]]
    reached: dict[str, Fact]

    @property
    def current(self) -> GateResult | None:
        """The first phase that is not passed; ``None`` when all are."""
        return next((gate for gate in self.gates if not gate.passed), None)


def standing(desk: Desk, entries: Sequence[Entry]) -> Standing:
    """Hold ``entries`` against every phase. A change needs two entries of one unit; until then its figure is missing."""
    by_kpi: dict[str, tuple[Entry, ...]] = {}
    for entry in sorted(entries, key=lambda e: e.day):
        by_kpi[entry.kpi.id] = (*by_kpi.get(entry.kpi.id, ()), entry)
    reached: dict[str, Fact] = {}
    for name, own in by_kpi.items():
        kpi, first, last = own[0].kpi, own[0].figure, own[-1].figure
        if kpi.measure is Measure.LEVEL:
            reached[name] = last
        elif len(own) > 1 and kpi.measure is Measure.MULTIPLE:
            reached[name] = times(desk, larger=last, smaller=first)
        elif len(own) > 1:
            reached[name] = change_between(desk, before=first, after=last, kpi=kpi)
    gates = tuple(
        check_phase(
            desk, phase=phase, actuals={kpi.id: reached[kpi.id] for kpi in phase.kpis if kpi.id in reached}
        )
        for phase in desk.framework.phases
    )  # fmt: skip
    return Standing(gates, by_kpi, reached)
