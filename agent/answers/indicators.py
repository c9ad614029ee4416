"""KPIs against their thresholds: what was reached, the gate of a phase, what a KPI has to reach."""

from __future__ import annotations

from agent.answers.context import Context, Draft, Lacking
from agent.answers.gate_table import gate_table, kpi_clause
from agent.answers.kinds import row, statement
from agent.answers.measured import entry_of
from agent.answers.model import Answer, Note, Slots, Statement
from agent.answers.registry import answers
from agent.dialogue.asking import Resolved
from agent.dialogue.moves import Goal
from agent.dialogue.state import KpiEntry, Scenario
from tools.comparing import multiple_between
from tools.facts import Fact
from tools.identity import Label
from tools.kpis import (
    Check,
    GateResult,
    change_between,
    check_phase,
    kpi_target,
    threshold_fact,
)
from tools.parameters import Direction, Kpi, Measure, Phase
from tools.quantities import UnitKind
from tools.shortfalls import level_from


def scenario_of(asked: Resolved, c: Context) -> Scenario | None:
    return next((s for s in map(c.state.scenarios.get, reversed(asked.scenarios)) if s is not None), None)


def known_of(c: Context, kpi: Kpi, scenario: Scenario | None) -> KpiEntry | None:
    """What is known of a KPI: supposed, told or measured."""
    return entry_of(c, kpi, c.state.kpi(kpi.id, scenario))


def is_begun(c: Context, kpi: Kpi, scenario: Scenario | None) -> bool:
    """Whether any figure of a KPI is known, be it one that nothing can be compared with yet."""
    entry = known_of(c, kpi, scenario)
    return entry is not None and not entry.none and bool(entry.figures)


def team_of(c: Context, kpi: Kpi, scenario: Scenario | None, entry: KpiEntry | None) -> Fact | None:
    """The whole that a level in percent is of: as told, else the team."""
    if entry is not None and "whole" in entry.figures:
        return c.fact(entry.figures["whole"])
    people = "people" in kpi.units
    team = c.state.count("team", scenario) if people else ""
    return c.fact(team) if team else None


def reached(c: Context, kpi: Kpi, scenario: Scenario | None) -> Fact | None:
    """What a KPI has reached, in a figure that its threshold can be held against; ``None`` where nothing is known."""
    entry = known_of(c, kpi, scenario)
    if entry is None or entry.none:
        return None
    figures = {role: c.fact(fact) for role, fact in entry.figures.items()}
    if kpi.measure is Measure.LEVEL:
        return level_of(c, kpi, figures, team_of(c, kpi, scenario, entry))
    if "change" in figures:
        return figures["change"]
    before = figures.get("before") or figures.get("now")
    after = figures.get("after") or figures.get("level")
    if before is None or after is None:
        return None
    if kpi.measure is Measure.MULTIPLE:
        return multiple_between(c.desk, before=before, after=after, threshold=threshold_fact(c.desk, kpi), kpi=kpi)
    return change_between(c.desk, before=before, after=after, kpi=kpi)


def level_of(c: Context, kpi: Kpi, figures: dict[str, Fact], whole: Fact | None) -> Fact | None:
    for role in ("level", "after", "now"):
        found = figures.get(role)
        if found is not None and found.unit.kind is UnitKind.PERCENT:
            return found
    part = figures.get("part") or figures.get("level") or figures.get("after")
    if part is not None and whole is not None:
        return level_from(c.desk, part=part, whole=whole, kpi=kpi)
    return None


# -- the gate ----------------------------------------------------------------------------------------------------------------------


def phase_asked(asked: Resolved, c: Context) -> Phase:
    """The phase whose KPIs are measured: as asked, that of a KPI named, else the first that has a figure and is not passed."""
    ask = asked.ask
    if ask.phase:
        return c.phase(ask.phase)
    for about in ask.about:
        if about.startswith("kpi."):
            return c.phase_of(c.kpi(about))
        if about.startswith("phase."):
            return c.phase(about)
    scenario = scenario_of(asked, c)
    known = [p for p in c.framework.phases if any(known_of(c, k, scenario) for k in p.kpis)]
    if not known:
        return c.framework.phases[0]
    return next((p for p in known[:-1] if not _passed(c, p, scenario)), known[-1])


def _passed(c: Context, phase: Phase, scenario: Scenario | None) -> bool:
    return check_phase(c.desk, phase=phase, actuals=actuals_of(c, phase, scenario)).passed


def actuals_of(c: Context, phase: Phase, scenario: Scenario | None) -> dict[str, Fact]:
    """What the KPIs of a phase have reached, by id, as far as that is known."""
    return {kpi.id: fact for kpi in phase.kpis if (fact := reached(c, kpi, scenario)) is not None}


@answers(Goal.GATE)
def gate(asked: Resolved, c: Context) -> Answer:
    """Whether a phase's KPIs are met, each with what is missing; what nobody told stays open and is asked for."""
    draft = Draft(asked.ask.goal.value)
    phase, scenario = phase_asked(asked, c), scenario_of(asked, c)
    only = tuple(a for a in asked.ask.about if a.startswith("kpi."))
    actuals = actuals_of(c, phase, scenario)
    if not actuals:
        raise Lacking("kpis", *(kpi.id for kpi in phase.kpis))
    found = check_phase(c.desk, phase=phase, actuals=actuals)
    if only:
        return _only(draft, c, found, only, scenario)
    begun = frozenset(kpi.id for kpi, _ in found.missing if is_begun(c, kpi, scenario))
    draft.add(gate_statement(c, found, begun=begun))
    draft.add(gate_table(found, begun=begun))
    _levels(draft, c, phase, scenario, frozenset(check.kpi.id for check in found.failed))
    draft.need(*(check.actual for check in found.checks))
    if found.missing and not found.failed:
        missing = tuple(row(kpi=kpi.name) for kpi, _ in found.missing)
        draft.add(Note("ask.kpis", {"rows": missing}, question=True))
        return _lacking(draft, tuple(kpi.id for kpi, _ in found.missing))
    if c.once("kpi_reading") and any(f.unit.kind is UnitKind.PERCENT for f in actuals.values()):
        draft.add(statement("kpi_reading"))
    return draft.done()


def _only(draft: Draft, c: Context, found: GateResult, only: tuple[str, ...], scenario: Scenario | None) -> Answer:
    """The KPIs that were asked about, and no more of the phase."""
    for check in found.checks:
        if check.kpi.id in only:
            draft.add(row_statement(c, check, found.phase))
            draft.need(check.actual)
            _how(draft, c, check, scenario)
    lacks = tuple(kpi.id for kpi, _ in found.missing if kpi.id in only)
    if lacks:
        draft.add(Note("ask.kpis", {"rows": tuple(row(kpi=c.kpi(kpi).name) for kpi in lacks)}, question=True))
    return _lacking(draft, lacks) if lacks else draft.done()


def _how(draft: Draft, c: Context, check: Check, scenario: Scenario | None) -> None:
    """What a KPI's result came from, and what it has to reach where it falls short."""
    kpi = check.kpi
    entry = known_of(c, kpi, scenario)
    figures = {role: c.fact(fact) for role, fact in entry.figures.items()} if entry is not None else {}
    compared = ({"before", "now"} & figures.keys()) and ({"after", "level"} & figures.keys())
    if entry is None or not compared or "change" in figures or kpi.measure is Measure.LEVEL:
        return
    draft.add(change_statement(kpi, figures, check.actual, entry))
    if not check.met:
        baseline = {role: figures[role] for role in ("before", "now") if role in figures}
        draft.add(target_statement(draft, c, kpi, next(iter(baseline.values()))))


def row_statement(c: Context, check: Check, phase: Phase) -> Statement:
    """One KPI held against its threshold, as a clause of its own."""
    state = "met" if check.met else "points" if check.kpi.measure is Measure.LEVEL else "short"
    return statement(
        "kpi_row", state, kpi=check.kpi.name, actual=check.actual, threshold=check.threshold, gap=check.distance,
        phase_=phase.number, passages=phase.passages[:1], subjects=(check.kpi.id,),
    )  # fmt: skip


def _lacking(draft: Draft, lacks: tuple[str, ...]) -> Answer:
    from dataclasses import replace

    return replace(draft.done(), lacking=lacks)


def gate_statement(c: Context, found: GateResult, *, begun: frozenset[str] = frozenset()) -> Statement:
    """The verdict: every KPI held against its threshold; of those ``begun`` only a baseline is known."""
    phase = found.phase
    following = next((p for p in c.framework.phases if p.number == phase.number + 1), None)
    variant = "yes" if found.passed else "no" if found.failed else "open"
    rows: list[Slots] = [kpi_clause(check, phase) for check in found.checks]
    rows += [
        row(kpi=kpi.name, threshold=threshold, phase=phase.number, state="waiting" if kpi.id in begun else "missing")
        for kpi, threshold in found.missing
    ]
    return statement(
        "gate_verdict", variant, phase_=phase.name, number=phase.number, next=following.number if following else None,
        rows=tuple(rows), passages=phase.passages[:1], subjects=(phase.id,),
    )  # fmt: skip


def _levels(draft: Draft, c: Context, phase: Phase, scenario: Scenario | None, failed: frozenset[str]) -> None:
    """How a level was worked out of heads, and a change of two figures."""
    for kpi in phase.kpis:
        entry = known_of(c, kpi, scenario)
        if entry is None or entry.none:
            continue
        figures = {role: c.fact(fact) for role, fact in entry.figures.items()}
        whole = team_of(c, kpi, scenario, entry)
        found = reached(c, kpi, scenario)
        if found is None:
            continue
        if (
            kpi.measure is Measure.LEVEL
            and "part" in figures
            and whole is not None
            and found.id not in entry.figures.values()
        ):
            draft.add(
                statement("level_of", kpi=kpi.name, part=figures["part"], whole=whole, level=found, subjects=(kpi.id,))
            )
        elif "change" not in figures and kpi.measure is not Measure.LEVEL:
            draft.add(change_statement(kpi, figures, found, entry))
            baseline = figures.get("before") or figures["now"]
            if kpi.id in failed:
                draft.add(target_statement(draft, c, kpi, baseline))


def change_statement(kpi: Kpi, figures: dict[str, Fact], found: Fact, entry: KpiEntry) -> Statement:
    """From one figure to another, and what that is."""
    before = figures.get("before") or figures["now"]
    after = figures.get("after") or figures["level"]
    variant = "times" if kpi.measure is Measure.MULTIPLE else "up" if after.value >= before.value else "down"
    days = {
        name: day_label(entry.when.get(role, "")) for name, role in (("before_day", "before"), ("after_day", "after"))
    }
    return statement(
        "kpi_change", variant, kpi=kpi.name, before=before, after=after, change=found, subjects=(kpi.id,), filled=days
    )


def day_label(when: str) -> Label | None:
    return Label(when, when) if when else None


# -- targets ------------------------------------------------------------------------------------------------------------------


def target_statement(draft: Draft, c: Context, kpi: Kpi, baseline: Fact) -> Statement:
    """What a KPI has to reach from a baseline."""
    phase, threshold = c.phase_of(kpi), threshold_fact(c.desk, kpi)
    found = kpi_target(c.desk, kpi=kpi, baseline=baseline)
    draft.need(found.value)
    return statement(
        "target", _way(kpi), kpi=kpi.name, baseline=baseline, target=found.value, threshold=threshold, phase_=phase.number,
        passages=phase.passages[:1], subjects=(kpi.id,),
    )  # fmt: skip


def _way(kpi: Kpi) -> str:
    if kpi.measure is Measure.LEVEL:
        return "level"
    if kpi.measure is Measure.MULTIPLE:
        return "multiple"
    return "down" if kpi.direction is Direction.DOWN else "up"
