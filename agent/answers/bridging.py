"""Bridges: the way from the plan to what was spent, or from one budget to another, a step for each line; the steps add up to the minor unit."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from agent.answers.actuals import Line, cases_with_spends, lines, plan_of, standing_of
from agent.answers.context import Context, Draft, Lacking
from agent.answers.kinds import statement
from agent.answers.model import Answer, Column, Slot
from agent.answers.registry import answers
from agent.answers.tables import table
from agent.dialogue.asking import Resolved
from agent.dialogue.moves import Goal
from agent.dialogue.state import Scenario
from tools.comparing import difference
from tools.facts import Fact
from tools.identity import Label
from tools.signatures import OWN_LINES
from tools.sums import Bridge, bridge, total


@answers(Goal.BRIDGE)
def bridge_(asked: Resolved, c: Context) -> Answer:
    """From one budget to another where the question names two, else from the plan to what was spent."""
    draft = Draft(asked.ask.goal.value)
    named = [c.state.scenarios[n] for n in asked.ask.over if n in c.state.scenarios]
    if len(named) > 1:
        for before, after in pairwise(named):
            _between(draft, c, before, after)
    else:
        for scenario in cases_with_spends(asked, c):
            _to_actual(draft, c, scenario)
    return draft.done()


def _to_actual(draft: Draft, c: Context, scenario: Scenario) -> None:
    found = lines(c, scenario)
    standing_of(c, scenario, found)  # what is lacking is asked for
    found = _gathered(c, scenario, found)
    keys = _keys(c, [line.subject for line in found])
    before = {key: line.plan for key, line in zip(keys, found, strict=True) if line.plan is not None}
    after = {key: line.spent for key, line in zip(keys, found, strict=True) if line.spent is not None}
    names = {key: line.name for key, line in zip(keys, found, strict=True)}
    walked = bridge(c.desk.at(scenario.name), before=before, after=after)
    _told(draft, c, walked, names, scenario=scenario.name, spent=True)


def _gathered(c: Context, scenario: Scenario, found: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines of a bridge: more lines of the user's own than steps have names for are one step together."""
    own = [line for line in found if line.plan is None]
    if len(own) <= OWN_LINES:
        return found
    spent = total(
        c.desk.at(scenario.name), facts=[line.spent for line in own[OWN_LINES - 1 :] if line.spent is not None]
    )
    rest = Line("item:other", Label("其他项目", "other lines"), None, spent)
    return (*(line for line in found if line.plan is not None), *own[: OWN_LINES - 1], rest)


def _keys(c: Context, subjects: list[str]) -> list[str]:
    """The names of lines that calculators know: layers and projects by id, the user's own by number."""
    known = {x.id for x in (*c.framework.layers, *c.framework.projects)} | {"ai", "other"}
    own = [subject for subject in subjects if subject not in known]
    return [subject if subject in known else f"line{own.index(subject) + 1}" for subject in subjects]


def _between(draft: Draft, c: Context, one: Scenario, other: Scenario) -> None:
    before, after = _amounts(c, one), _amounts(c, other)
    walked = bridge(c.desk, before=before, after=after)
    _told(draft, c, walked, {layer.id: layer.name for layer in c.framework.layers}, pair=(name_of(one), name_of(other)))


def _amounts(c: Context, scenario: Scenario) -> dict[str, Fact]:
    found = {layer.id: plan_of(c, scenario, layer.id) for layer in c.framework.layers}
    known = {layer: amount for layer, amount in found.items() if amount is not None}
    if not known:
        raise Lacking("budget")
    return known


def name_of(scenario: Scenario) -> Label | None:
    """What a budget is called: its name, else the year that it was told for."""
    called = scenario.label or scenario.when
    return Label(called, called) if called and not called.endswith(("_year", "_q", "low", "high")) else None


def _told(
    draft: Draft, c: Context, walked: Bridge, names: Mapping[str, Label], *, scenario: str = "", spent: bool = False,
    pair: tuple[Label | None, Label | None] = (None, None),
) -> None:  # fmt: skip
    gap = difference(c.desk.at(scenario), minuend=walked.end, subtrahend=walked.start)
    way = "same" if walked.change.value == 0 else "more" if walked.change.value > 0 else "less"
    draft.add(
        statement("bridge", f"spent_{way}" if spent else way, from_=walked.start, to=walked.end, gap=gap, scenario=scenario)
    )  # fmt: skip
    rows: list[tuple[Slot | None, ...]] = [
        (names.get(step.name, c.name(step.name)), step.before, step.after, step.change, step.then)
        for step in walked.steps
    ]
    rows.append((c.name("total"), walked.start, walked.end, walked.change, walked.end))
    columns = [
        Column("item", number=False),
        Column("plan" if spent else "from", label=pair[0]),
        Column("spend" if spent else "to", label=pair[1]),
        Column("difference"),
        Column("then"),
    ]
    draft.add(
        table(
            "bridge", columns, rows, "spent" if spent else "", scenario=scenario, total=True,
            subjects=tuple(step.name for step in walked.steps), filled={"start": walked.start, "end": walked.end},
        )
    )  # fmt: skip
    draft.need(walked.start, walked.end, gap, *(step.change for step in walked.steps))
    draft.chart = tuple(step.change for step in walked.steps)
