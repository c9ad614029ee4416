"""Drafts: the whole plan for a budget as tables and statements, its chart, its file.

:func:`plan_of` draws up the plan that a conversation has come to; replies tell it and files are written from it, so that both have the same figures.
"""

from __future__ import annotations

from dataclasses import replace

from agent.answers.context import Context, Draft, Lacking
from agent.answers.indicators import known_of, team_of
from agent.answers.kinds import statement
from agent.answers.measured import first
from agent.answers.model import Answer, Column, Note, Slot, Statement, Table
from agent.answers.money import layer_passages, one_split, opening, range_statement
from agent.answers.registry import answers
from agent.answers.tables import table
from agent.dialogue.asking import Resolved
from agent.dialogue.moves import Goal
from agent.dialogue.names import AI, MARKETING
from agent.dialogue.state import Scenario
from tools.budget import Base
from tools.facts import Fact
from tools.parameters import Kpi, Measure
from tools.plans import BudgetPlan, Placement, Stage, draw_up
from tools.quantities import UnitKind


@answers(Goal.DRAFT)
def draft(asked: Resolved, c: Context) -> Answer:
    """What was asked for: the whole plan, or a chart of the split, or that the plan is there as a file."""
    found = Draft(asked.ask.goal.value)
    topic = asked.ask.topic
    try:
        scenario = c.scenarios(asked)[-1]
    except Lacking as lack:
        if topic not in ("chart", "file") or lack.what != ("budget",):
            raise
        return Answer(found.goal, (Note(f"no_{topic}", question=True),), lacking=lack.what)
    if topic == "file":
        found.add(Note("file"))
        return found.done()
    opening(found, c, scenario)
    one_split(found, c, replace(asked, ask=replace(asked.ask, per="", cur="")), scenario)
    if topic == "chart":
        found.add(Note("chart"))
        return found.done()
    _whole(found, c, scenario)
    return found.done()


def plan_of(c: Context, scenario: Scenario) -> BudgetPlan:
    """The plan for a scenario: its budget as told and for a year, its AI share, and the figures that its KPIs start from."""
    base = AI if AI in scenario.money else MARKETING
    share = c.fact(scenario.share) if scenario.share and base == MARKETING else None
    plan = draw_up(
        c.desk.at(scenario.name), budget=c.fact(scenario.money[base]), base=Base(base), share=share,
        baselines=baselines(c, scenario),
    )  # fmt: skip
    told = scenario.told.get(base)
    return replace(plan, given=c.fact(told)) if told else plan


def baselines(c: Context, scenario: Scenario) -> dict[str, Fact]:
    """The figure that each KPI starts from: the first one measured, else the one told in the conversation.

    What was told to be reached ("we cut cost by 22%", "output doubled") is no figure to start from.
    """
    found = ((kpi.id, _baseline(c, kpi, scenario)) for kpi in c.framework.kpis)
    return {kpi: fact for kpi, fact in found if fact is not None}


def _baseline(c: Context, kpi: Kpi, scenario: Scenario) -> Fact | None:
    measured = first(c, kpi)
    if measured is not None:
        return measured.figure
    entry = known_of(c, kpi, scenario)
    figures = {role: c.fact(fact) for role, fact in entry.figures.items()} if entry is not None else {}
    if kpi.measure is Measure.LEVEL:
        told = (figures.get(role) for role in ("now", "before", "level", "after"))
        percent = next((f for f in told if f is not None and f.unit.kind is UnitKind.PERCENT), None)
        return percent or team_of(c, kpi, scenario, entry)
    start = figures.get("now") or figures.get("before") or (figures.get("level") if "change" not in figures else None)
    return start if start is not None and start.unit.kind is not UnitKind.MULTIPLE else None


# -- the parts of a plan -----------------------------------------------------------------------------------------------------------


def _whole(found: Draft, c: Context, scenario: Scenario) -> None:
    plan = plan_of(c, scenario)
    if MARKETING in scenario.money:
        c.once(f"range.{scenario.money.get(MARKETING)}")
        bounds = range_statement(c, scenario)
        found.add(bounds)
        found.need(*(bounds.slots[end] for end in ("low", "high")))  # type: ignore[arg-type]
    if plan.scenarios:
        found.add(scenarios_table(c, plan, scenario.name))
        found.need(*(s.split.total for s in plan.scenarios))
    found.add(projects_table(plan))
    for stage in plan.stages:
        found.add(_phase(stage), stage_table(stage))
        found.need(*(goal.target.value for goal in stage.goals if goal.target))
    targets = tuple(plan.targets)
    if not targets:
        found.add(Note("targets_offer"))
    elif any(t.kpi.measure is Measure.CHANGE for t in targets) and c.once("kpi_reading"):
        found.add(statement("kpi_reading"))


def scenarios_table(c: Context, plan: BudgetPlan, scenario: str) -> Table:
    """The budget under several AI shares, a column each."""
    splits = [s.split for s in plan.scenarios]
    rows: list[tuple[Slot | None, ...]] = [("ai_share", *(split.share or split.ratio for split in splits))]
    rows += [(r.layer.name, *(split.rows[at].amount for split in splits)) for at, r in enumerate(plan.split.rows)]
    rows.append(("total", *(split.total for split in splits)))
    columns = [Column("layer", number=False), *(Column("share", label=s.name) for s in plan.scenarios)]
    passages = (plan.framework.share_min.source.passage, *layer_passages(c))
    return table("shares", columns, rows, budget=plan.budget, passages=passages, scenario=scenario, total=True)


def projects_table(plan: BudgetPlan) -> Table:
    """What each layer pays for, and what none does, with the quadrant's strategy."""
    rows = [_placed(layer.row.layer.name, p) for layer in plan.layers for p in layer.placements]
    rows += [_placed("unpaid", placement) for placement in plan.unpaid]
    every = [*(p for layer in plan.layers for p in layer.placements), *plan.unpaid]
    passages = tuple(dict.fromkeys(p.quadrant.passages[0] for p in every if p.quadrant.passages))
    columns = [Column(name, number=False) for name in ("layer", "project", "quadrant", "strategy")]
    subjects = tuple(p.project.id for p in every)
    return table("projects", columns, rows, passages=passages, subjects=subjects)


def _placed(layer: Slot, placement: Placement) -> tuple[Slot | None, ...]:
    return (layer, placement.project.name, placement.quadrant.name, placement.quadrant.strategy)


def _phase(stage: Stage) -> Statement:
    phase = stage.phase
    return statement(
        "phase_goal",
        number=phase.number,
        name=phase.name,
        actions=phase.actions,
        passages=phase.passages[:1],
        subjects=(phase.id,),
    )


def stage_table(stage: Stage) -> Table:
    """The KPIs of a phase with what they ask for, and where a baseline is known with the target that it makes."""
    aimed = any(goal.target for goal in stage.goals)
    rows: list[tuple[Slot | None, ...]] = []
    for goal in stage.goals:
        target = (goal.target.baseline, goal.target.value) if goal.target else (None, None)
        rows.append((goal.kpi.measured, goal.threshold, *(target if aimed else ())))
    names = ("kpi", "required", *(("baseline", "target") if aimed else ()))
    phase = stage.phase
    return table(
        "targets" if aimed else "gate", [Column(name, number=name != "kpi") for name in names], rows, phase=phase.number,
        passages=phase.passages[:1], subjects=tuple(goal.kpi.id for goal in stage.goals),
        filled={"number": phase.number, "phase": phase.name},
    )  # fmt: skip
