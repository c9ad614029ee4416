"""How a plan is doing: the KPIs that were measured or told, held against every phase, with the figures over time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from agent.given import give
from agent.language.text import has_cjk
from agent.planning.context import Context
from agent.planning.frame import Frame, Task
from agent.planning.plan import (
    Assumption,
    PhaseSection,
    Plan,
    ProgressSection,
    Question,
    QuestionSection,
    Section,
)
from agent.roles import Role
from tools.desk import Desk
from tools.facts import Fact
from tools.identity import Label
from tools.kpis import threshold_fact
from tools.parameters import Measure, Phase
from tools.quantities import UnitKind
from tools.tracking import Entry, Measurement, Standing, standing


def told(c: Context) -> list[Section] | None:
    """``how are we doing?``, and nothing else: progress in every phase that something is known of."""
    if c.given.facts or c.phases() or c.layers() or c.projects():
        return None
    if c.cue("ask_trend") and any(m.kpi in c.reading.named("kpi") for m in c.measured):
        return tell(c)
    if not c.cue("ask_progress"):
        return None
    rest = c.reading.rest("ask_progress", "ask_target", "ask_gate", "now", "thanks")
    if len(rest) > (3 if has_cjk(rest) else 28):
        return None
    if not c.measured and not c.frame.actuals:
        return ask_actuals(c, c.framework.phases[0]) if c.reading.named("kpi") or len(rest) <= 4 else None
    return tell(c)


def tell(c: Context) -> list[Section]:
    """Progress in every phase that something is known of."""
    plan, _ = progress_plan(c.desk, c.frame, c.measured, language=c.reading.language)
    c.frame = plan.frame
    c.cite(*plan.passages)
    c.assume(*plan.assumptions)
    return list(plan.sections)


def progress_plan(desk: Desk, frame: Frame, measured: Iterable[Measurement], *, language: str) -> tuple[Plan, Standing]:
    """The plan that tells how a conversation's KPIs are doing: those measured, and those told in ``frame``.

    Raises :class:`~tools.errors.InvalidInput` where what was measured cannot be compared.
    """
    actuals = {kpi: desk.ledger[known] for kpi, known in frame.actuals.items() if known in desk.ledger}
    found = standing(desk, list(entries(desk, measured)), told=actuals)
    changes = any(check.kpi.measure is Measure.CHANGE for gate in found.gates for check in gate.checks)
    section = ProgressSection(found)
    plan = Plan(
        language,
        frame.but(task=Task.GATE, phase=(found.current or found.gates[-1]).phase.id),
        (section,),
        (Assumption.RELATIVE,) if changes else (),
        tuple(passage for gate in section.gates for passage in gate.phase.passages[:1]),
    )
    return plan, found


def entries(desk: Desk, measured: Iterable[Measurement]) -> Iterator[Entry]:
    """Measurements as facts of the desk's ledger; those of KPIs that the framework in force does not have are left out."""
    kpis = {kpi.id: kpi for kpi in desk.framework.kpis}
    for one in measured:
        if kpi := kpis.get(one.kpi):
            money, label = kpi.units == ("money",), Label(kpi.name.zh, kpi.name.en)
            fact = give(desk.ledger, one.figure, label=label, concepts=(kpi.id, "measured"), money=money, day=one.day)
            yield Entry(kpi, one.day, fact)


def reached_of(desk: Desk, measured: Iterable[Measurement]) -> dict[str, Fact]:
    """What each KPI has reached by its latest measurement: a change, a multiple or a level."""
    found = standing(desk, list(entries(desk, measured)))
    return {kpi: step.reached for kpi, step in found.latest.items() if step.reached is not None}


def baselines_of(desk: Desk, frame: Frame, measured: Iterable[Measurement]) -> dict[str, Fact]:
    """The figure that each KPI starts from: the first one measured, else the one told in the conversation.

    What was told to be reached ("we cut cost by 22%", "output doubled") is no figure to start from.
    """
    found: dict[str, Fact] = {}
    for entry in entries(desk, measured):
        found.setdefault(entry.kpi.id, entry.figure)
    for kpi in desk.framework.kpis:
        told = [desk.ledger[known] for known in frame.baselines.get(kpi.id, ()) if known in desk.ledger]
        for fact in told[:1]:
            starts = kpi.measure is Measure.LEVEL or Role.BASELINE.value in fact.concepts
            if starts and fact.unit.kind is not UnitKind.MULTIPLE:
                found.setdefault(kpi.id, fact)
    return found


def ask_actuals(c: Context, phase: Phase) -> list[Section]:
    """The KPIs of a phase that no figure is known of, and a question for their figures."""
    c.cite(*phase.passages[:1])
    c.frame = c.frame.but(task=Task.GATE, phase=phase.id, actuals={})
    thresholds = tuple((kpi, threshold_fact(c.desk, kpi)) for kpi in phase.kpis)
    return [PhaseSection(phase, thresholds), QuestionSection(Question.ACTUALS, kpis=phase.kpis)]
