"""What is missing to a threshold, in the unit that people count in, and what a KPI has to reach from where it stands."""

from __future__ import annotations

import re

from agent.answers.context import Context, Draft, Lacking
from agent.answers.indicators import (
    actuals_of,
    known_of,
    level_of,
    phase_asked,
    reached,
    row_statement,
    scenario_of,
    target_statement,
    team_of,
)
from agent.answers.kinds import statement
from agent.answers.model import Answer, Statement
from agent.answers.registry import answers
from agent.dialogue.asking import Resolved
from agent.dialogue.moves import Goal
from agent.dialogue.names import FAILED
from agent.dialogue.state import Scenario
from tools.facts import Fact
from tools.kpis import Target, check_phase, kpi_target, threshold_fact
from tools.parameters import Kpi, Measure
from tools.quantities import UnitKind
from tools.shortfalls import headcount_short, output_short, part_of

# -- short -------------------------------------------------------------------------------------------------------------------------


@answers(Goal.SHORT)
def short(asked: Resolved, c: Context) -> Answer:
    """What is missing to a threshold, in the unit that people count in."""
    draft = Draft(asked.ask.goal.value)
    scenario = scenario_of(asked, c)
    named = [c.kpi(a) for a in asked.ask.about if a.startswith("kpi.")]
    kpis = named or [k for k in phase_asked(asked, c).kpis if reached(c, k, scenario) is not None]
    if not kpis:
        raise Lacking("kpis", *(k.id for k in phase_asked(asked, c).kpis))
    if asked.ask.by == FAILED:
        found = check_phase(c.desk, phase=phase_asked(asked, c), actuals=actuals_of(c, phase_asked(asked, c), scenario))
        kpis = [check.kpi for check in found.failed] or kpis
    for kpi in kpis:
        _short_of(draft, c, kpi, scenario)
    return draft.done()


def _short_of(draft: Draft, c: Context, kpi: Kpi, scenario: Scenario | None) -> None:
    phase, entry = c.phase_of(kpi), known_of(c, kpi, scenario)
    figures = {role: c.fact(fact) for role, fact in entry.figures.items()} if entry is not None else {}
    whole, threshold = team_of(c, kpi, scenario, entry), threshold_fact(c.desk, kpi)
    part = figures.get("part") or _heads_at(c, kpi, figures, whole)
    if kpi.measure is Measure.LEVEL and whole is not None and part is not None:
        draft.add(people_statement(draft, c, kpi, whole, part))
        if _WHETHER.search(c.message.text):
            _reached_of(draft, c, kpi, scenario, (part, whole))
        return
    before, after = figures.get("before") or figures.get("now"), figures.get("after") or figures.get("level")
    if kpi.measure is Measure.MULTIPLE and before is not None and after is not None:
        target = kpi_target(c.desk, kpi=kpi, baseline=before)
        gap = output_short(c.desk, before=before, after=after, factor=threshold).short
        variant = "short" if gap.value > 0 else "met"
        draft.add(
            statement(
                "kpi_short", variant, kpi=kpi.name, gap=gap, target=target.value, threshold=threshold, phase_=phase.number,
                passages=phase.passages[:1], subjects=(kpi.id,),
            )
        )  # fmt: skip
        draft.need(gap, target.value)
        return
    found = reached(c, kpi, scenario)
    if found is None:
        raise Lacking("kpis", kpi.id)
    check = check_phase(c.desk, phase=phase, actuals={kpi.id: found}).checks[0]
    draft.add(row_statement(c, check, phase))
    draft.need(check.actual, check.distance)


#: Words of a question that wants heads, where a level was told in percent.
_HEADS = re.compile(
    r"\b(?:people|staff|heads?|headcount|users|colleagues|employees|teammates|folks|bodies|persons|of us|of them)\b|几个|[人位名]",
    re.IGNORECASE,
)


def _heads_at(c: Context, kpi: Kpi, figures: dict[str, Fact], whole: Fact | None) -> Fact | None:
    """How many heads a level in percent is, where the question counts heads."""
    if kpi.measure is not Measure.LEVEL or whole is None or not _HEADS.search(c.message.text):
        return None
    level = level_of(c, kpi, figures, whole)
    return part_of(c.desk, whole=whole, level=level) if level is not None else None


#: A question whether it is enough, beside how many are missing: then the level that was reached is told, too.
_WHETHER = re.compile(
    r"\b(?:meet|meets|enough|pass|passes|ok(?:ay)?|good|there yet|suffice|sufficient)\b|够|达标|达到|过关|满足|合格|过了|算过",
    re.IGNORECASE,
)


def _reached_of(draft: Draft, c: Context, kpi: Kpi, scenario: Scenario | None, counted: tuple[Fact, Fact]) -> None:
    """The level that a part of a whole comes to."""
    part, whole = counted
    level = reached(c, kpi, scenario)
    if level is not None and level.unit.kind is UnitKind.PERCENT:
        draft.add(statement("level_of", kpi=kpi.name, part=part, whole=whole, level=level, subjects=(kpi.id,)))
        draft.need(level)


def people_statement(draft: Draft, c: Context, kpi: Kpi, whole: Fact, now: Fact | None) -> Statement:
    """How many of a whole it takes, and how many are missing."""
    phase, threshold = c.phase_of(kpi), threshold_fact(c.desk, kpi)
    needed = kpi_target(c.desk, kpi=kpi, baseline=whole).value
    draft.need(needed)
    gap = None
    variant = ""
    if now is not None:
        gap = headcount_short(c.desk, whole=whole, part=now, threshold=threshold).short
        variant = "now" if gap.value > 0 else "met"
        draft.need(gap)
    return statement(
        "people_target", variant, kpi=kpi.name, team=whole, needed=needed, now=now, gap=gap if variant == "now" else None,
        threshold=threshold, phase_=phase.number, passages=phase.passages[:1], subjects=(kpi.id,),
    )  # fmt: skip


# -- target ------------------------------------------------------------------------------------------------------------------------


@answers(Goal.TARGET)
def target(asked: Resolved, c: Context) -> Answer:
    """What a KPI has to reach from where it stands today."""
    draft = Draft(asked.ask.goal.value)
    scenario = scenario_of(asked, c)
    kpis = [c.kpi(a) for a in asked.ask.about if a.startswith("kpi.")] or _with_baseline(asked, c, scenario)
    for kpi in kpis:
        _target_of(draft, c, kpi, scenario)
    if c.once("kpi_reading") and any(k.measure is Measure.CHANGE for k in kpis):
        draft.add(statement("kpi_reading"))
    return draft.done()


def _with_baseline(asked: Resolved, c: Context, scenario: Scenario | None) -> list[Kpi]:
    """The KPIs of the phase asked about (or of any) whose present figure is known."""
    phases = [c.phase(asked.ask.phase)] if asked.ask.phase else list(c.framework.phases)
    found = [
        k
        for p in phases
        for k in p.kpis
        if (e := known_of(c, k, scenario)) and ({"now", "before", "level", "whole"} & e.figures.keys())
    ]
    if not found:
        raise Lacking("baseline")
    return found


def _target_of(draft: Draft, c: Context, kpi: Kpi, scenario: Scenario | None) -> None:
    entry = known_of(c, kpi, scenario)
    figures = {role: c.fact(fact) for role, fact in entry.figures.items()} if entry is not None else {}
    whole = team_of(c, kpi, scenario, entry)
    if kpi.measure is Measure.LEVEL and whole is not None:
        part = figures.get("part")
        draft.add(people_statement(draft, c, kpi, whole, part))
        if part is not None:
            _reached_of(draft, c, kpi, scenario, (part, whole))
        return
    baseline = figures.get("now") or figures.get("before") or figures.get("level") or figures.get("after")
    if baseline is None:
        raise Lacking(f"baseline:{kpi.id}")
    draft.add(target_statement(draft, c, kpi, baseline))
    _exact(draft, kpi_target(c.desk, kpi=kpi, baseline=baseline))


def _exact(draft: Draft, found: Target) -> None:
    if found.exact is not None:
        draft.add(statement("target_exact", exact=found.exact, target=found.value))
    if found.whole is not None:
        draft.add(statement("target_whole", whole=found.whole, target=found.value))
