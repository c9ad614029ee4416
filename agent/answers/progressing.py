"""How a plan is doing: the KPIs that were measured or told, held against every phase, with the figures over time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from agent.answers.context import Context, Draft, Lacking
from agent.answers.indicators import (
    change_statement,
    gate_statement,
    is_begun,
    known_of,
    reached,
    row_statement,
    scenario_of,
)
from agent.answers.kinds import statement
from agent.answers.measured import entries
from agent.answers.model import Answer, Column, Slot, Table
from agent.answers.registry import answers
from agent.answers.tables import table
from agent.dialogue.asking import Resolved
from agent.dialogue.message import Message
from agent.dialogue.moves import Goal
from agent.dialogue.state import State
from tools.desk import Desk
from tools.facts import Fact
from tools.kpis import GateResult, change_between, check_phase
from tools.parameters import Kpi, Measure
from tools.tracking import Measurement, Standing, Step, standing

#: Rows of the table over time: the latest are shown.
ROWS = 36


@answers(Goal.PROGRESS)
def progress(asked: Resolved, c: Context) -> Answer:
    """From before to after: what a KPI has changed by, held against its threshold; of none in particular, how the plan of the KPI book is doing."""
    draft = Draft(asked.ask.goal.value)
    scenario = scenario_of(asked, c)
    named = [c.kpi(a) for a in asked.ask.about if a.startswith("kpi.")]
    if c.measured and not named:
        return standing_answer(c, standing_of(c))
    kpis = named or [k for k in c.framework.kpis if is_begun(c, k, scenario)]
    if not kpis:
        raise Lacking("kpis", *(kpi.id for kpi in c.framework.phases[0].kpis))
    for kpi in kpis:
        found = reached(c, kpi, scenario)
        entry = known_of(c, kpi, scenario)
        if found is None or entry is None:
            raise Lacking("kpis", kpi.id)
        figures = {role: c.fact(fact) for role, fact in entry.figures.items()}
        both = ("before" in figures or "now" in figures) and ("after" in figures or "level" in figures)
        if both and kpi.measure is not Measure.LEVEL:
            draft.add(change_statement(kpi, figures, found, entry))
        elif both and "before" in figures:
            draft.add(
                change_statement(
                    kpi, figures, change_between(c.desk, before=figures["before"], after=found, kpi=kpi), entry
                )
            )
        phase = c.phase_of(kpi)
        check = check_phase(c.desk, phase=phase, actuals={kpi.id: found}).checks[0]
        draft.add(row_statement(c, check, phase))
        draft.need(found)
        steps = tuple(step for step in _steps(c) if step.entry.kpi == kpi)
        draft.add(history_table(steps, kpi) if len(steps) > 1 else None)
    return draft.done()


def _steps(c: Context) -> tuple[Step, ...]:
    return standing(c.desk, list(entries(c.desk, c.measured))).steps


def progress_answers(
    desk: Desk, state: State, measured: Sequence[Measurement], *, language: str
) -> tuple[tuple[Answer, ...], Standing]:
    """How the KPIs of a conversation are doing, as answers over the facts of ``desk``, and what they tell.

    Raises :class:`~tools.errors.InvalidInput` where what was measured cannot be compared.
    """
    alone = replace(state, said=[])  # a page is read by itself, so it says what replies said before
    context = Context(alone, desk, Message("", 0, language), measured=tuple(measured))
    found = standing_of(context)
    return (standing_answer(context, found),), found


def standing_of(c: Context) -> Standing:
    """The KPI book held against every phase; a KPI that was only told counts where no measurement says otherwise."""
    scenario = c.state.current
    told = {
        kpi.id: fact
        for kpi in c.framework.kpis
        if c.state.kpi(kpi.id, scenario) is not None and (fact := reached(c, kpi, scenario)) is not None
    }
    return standing(c.desk, list(entries(c.desk, c.measured)), told=told)


def standing_answer(c: Context, found: Standing) -> Answer:
    """Where the plan stands, each phase's KPIs against their targets, and the figures over time."""
    draft = Draft(Goal.PROGRESS.value)
    current = found.current
    if current is None:
        draft.add(statement("all_met", passages=_passages(found.gates)))
    else:
        phase = current.phase
        draft.add(
            statement(
                "standing", number=phase.number, phase_=phase.name, passages=phase.passages[:1], subjects=(phase.id,)
            )
        )
        draft.add(gate_statement(c, current, begun=_begun(c, current)))
        draft.need(*(check.actual for check in current.checks))
    for gate in gates_told(found):
        draft.add(_against_targets(c, gate, found))
    if found.steps:
        draft.add(history_table(found.steps))
    changes = any(check.kpi.measure is Measure.CHANGE for gate in found.gates for check in gate.checks)
    if changes and c.once("kpi_reading"):
        draft.add(statement("kpi_reading"))
    return draft.done()


def gates_told(found: Standing) -> tuple[GateResult, ...]:
    """The phase at hand first, then those that something is known of."""
    current, entered = found.current, found.latest
    known = [
        gate
        for gate in found.gates
        if gate is not current and (gate.checks or any(kpi.id in entered for kpi in gate.phase.kpis))
    ]
    return (*([current] if current else []), *known)


def _passages(gates: Sequence[GateResult]) -> tuple[str, ...]:
    return tuple(passage for gate in gates for passage in gate.phase.passages[:1])


def _begun(c: Context, gate: GateResult) -> frozenset[str]:
    """KPIs of which a baseline is known and nothing that followed it."""
    return frozenset(kpi.id for kpi, _ in gate.missing if is_begun(c, kpi, c.state.current))


def _against_targets(c: Context, gate: GateResult, found: Standing) -> Table:
    """The KPIs of a phase; the columns of what was measured are left out where nothing was."""
    measured = any(kpi.id in found.latest for kpi in gate.phase.kpis)
    begun = _begun(c, gate)
    rows: list[tuple[Slot | None, ...]] = []
    for check in gate.checks:
        level = check.kpi.id in found.latest and check.kpi.measure is Measure.LEVEL
        result = ("met", None) if check.met else ("short", check.distance)
        # A level that was measured is the latest figure itself.
        rows.append((*_known(check.kpi, check.threshold, found, measured), None if level else check.actual, *result))
    for kpi, threshold in gate.missing:
        lacking = "waiting" if kpi.id in begun else "missing"
        rows.append((*_known(kpi, threshold, found, measured), None, lacking, None))
    names = ["kpi", "required", *(("target", "latest") if measured else ()), "progress", "result", "short_by"]
    if not gate.failed:
        names, rows = names[:-1], [line[:-1] for line in rows]
    phase = gate.phase
    return table(
        "gate", [Column(name, number=name not in ("kpi", "result")) for name in names], rows, passages=phase.passages[:1], phase=phase.number,
        subjects=tuple(kpi.id for kpi in phase.kpis), filled={"number": phase.number, "phase": phase.name},
    )  # fmt: skip


def _known(kpi: Kpi, threshold: Fact, found: Standing, measured: bool) -> Iterator[Slot | None]:  # noqa: FBT001
    """The KPI, what it asks for, and where the phase was measured: the figure to be reached and the latest one."""
    yield kpi.measured
    yield threshold
    if measured:
        step = found.latest.get(kpi.id)
        yield found.targets.get(kpi.id, threshold) if step else None
        yield step.entry.figure if step else None


def history_table(steps: Sequence[Step], kpi: Kpi | None = None) -> Table:
    """The latest figures by day, each with how far it is from the first of its KPI."""
    seen, rows = set[str](), list[tuple[Slot | None, ...]]()
    for step in steps:
        entry, level = step.entry, step.entry.kpi.measure is Measure.LEVEL
        since: Slot | None = None if level else step.reached if entry.kpi.id in seen else "baseline"
        seen.add(entry.kpi.id)
        rows.append((entry.day, entry.kpi.name, entry.figure, since))
    columns = (Column("date", number=False), Column("kpi", number=False), Column("measured"), Column("reached"))
    variant = "latest" if len(rows) > ROWS else ""
    return table("history", columns, rows[-ROWS:], variant, kpi=kpi.name if kpi else None)
