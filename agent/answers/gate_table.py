"""The KPIs of a phase held against their thresholds: as clauses of a verdict, and as a table."""

from __future__ import annotations

from agent.answers.kinds import row
from agent.answers.model import Column, Slot, Table
from tools.kpis import Check, GateResult
from tools.parameters import Measure, Phase


def kpi_clause(check: Check, phase: Phase) -> dict[str, Slot]:
    """One KPI of a gate as a clause."""
    state = "met" if check.met else "points" if check.kpi.measure is Measure.LEVEL else "short"
    return dict(
        row(
            kpi=check.kpi.name,
            actual=check.actual,
            threshold=check.threshold,
            gap=check.distance,
            phase=phase.number,
            state=state,
        )
    )


def gate_table(found: GateResult, *, begun: frozenset[str] = frozenset()) -> Table:
    """The KPIs of a phase against their thresholds, with what is missing where something is."""
    rows: list[tuple[Slot | None, ...]] = [
        (
            check.kpi.name,
            check.threshold,
            check.actual,
            "met" if check.met else "short",
            None if check.met else check.distance,
        )
        for check in found.checks
    ]
    rows += [
        (kpi.name, threshold, None, "waiting" if kpi.id in begun else "missing", None)
        for kpi, threshold in found.missing
    ]
    columns: tuple[Column, ...] = (
        Column("kpi", number=False),
        Column("required"),
        Column("actual"),
        Column("result", number=False),
        Column("short_by"),
    )
    if not found.failed:
        columns, rows = columns[:4], [line[:4] for line in rows]
    return Table(
        "gate", columns, tuple(rows), {"phase": found.phase.name, "number": found.phase.number}, "", found.phase.passages[:1],
        phase=found.phase.number, subjects=tuple(k.id for k in found.phase.kpis),
    )  # fmt: skip
