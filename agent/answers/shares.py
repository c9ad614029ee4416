"""Shares: what the source gives, the range, and whether a share lies in it."""

from __future__ import annotations

from agent.answers.amounts import total_amount
from agent.answers.context import Context, Draft, Lacking
from agent.answers.kinds import row, statement
from agent.answers.model import Answer, Note, Statement
from agent.answers.money import layer_passages, passages_of, range_statement, range_verdict
from agent.answers.registry import answers
from agent.dialogue.asking import Resolved
from agent.dialogue.moves import Goal
from agent.dialogue.names import AI, LAYERS, MARKETING, MAX, MIN, is_figure
from agent.dialogue.state import Scenario
from tools.budget import layer_share, range_facts, total_share
from tools.comparing import ratio, share_implied
from tools.facts import Fact


@answers(Goal.SHARE)
def share(asked: Resolved, c: Context) -> Answer:
    """What share a layer has by the source, or what share the AI money at hand is of the marketing budget."""
    draft = Draft(asked.ask.goal.value)
    subjects = asked.ask.about or (LAYERS,)
    scenario = next((s for s in map(c.state.scenarios.get, asked.scenarios) if s is not None and s.budget), None)
    for subject in subjects:
        if subject == AI and scenario is not None and {AI, MARKETING} <= scenario.money.keys():
            _implied(draft, c, scenario)
        elif subject == AI and scenario is not None and scenario.share:
            draft.add(*total_amount(c, AI, c.amount(AI, scenario), scenario, c.split(scenario)))
        elif subject == AI:
            draft.add(_range_shares(c))
            draft.add(Note("range_size") if c.once("range_size") else None)
        elif asked.ask.of == AI and subject.startswith("layer."):
            _share_of_ai(draft, c, subject)
        else:
            _stated_share(draft, c, subject)
    return draft.done()


def _implied(draft: Draft, c: Context, scenario: Scenario) -> None:
    part, whole = c.fact(scenario.money[AI]), c.fact(scenario.money[MARKETING])
    found = share_implied(c.desk.at(scenario.name), ai=part, marketing=whole)
    draft.add(statement("share_implied", part=part, share=found, budget=whole, scenario=scenario.name))
    draft.add(range_verdict(c, found, scenario))
    draft.need(found)


def _share_of_ai(draft: Draft, c: Context, subject: str) -> None:
    """What part of the AI money a layer is by the source's shares, and whether that is more than half."""
    part, whole = layer_share(c.desk, c.layer(subject)), total_share(c.desk)
    found = ratio(c.desk, part=part, whole=whole)
    draft.add(
        statement(
            "ratio", x_name=c.name(subject), x=part, y_name=c.name(AI), y=whole, ratio=found, passages=passages_of(part)
        )
    )
    draft.add(Note("over_half" if found.value > _HALF else "under_half" if found.value < _HALF else "just_half"))
    draft.need(found)


_HALF = 50


def _range_shares(c: Context) -> Statement:
    low, high = range_facts(c.desk)
    return statement("range_shares", low_share=low, high_share=high, passages=passages_of(low))


def _stated_share(draft: Draft, c: Context, subject: str) -> None:
    if subject.startswith("layer."):
        found = layer_share(c.desk, c.layer(subject))
        draft.add(
            statement(
                "share_only", layer=c.name(subject), share=found, passages=passages_of(found), subjects=(subject,)
            )
        )
        draft.need(found)
        return
    if subject in (LAYERS, "layers.each"):
        shares = [(x, layer_share(c.desk, x)) for x in c.framework.layers]
        rows = tuple(row(layer=x.name, share=fact) for x, fact in shares)
        draft.add(statement("share_order", rows=rows, passages=layer_passages(c)))
        draft.add(statement("total_share", ratio=total_share(c.desk)))
        draft.need(*(fact for _, fact in shares))
        return
    project = next((p for p in c.framework.projects if p.id == subject), None)
    if project is None:
        raise Lacking(f"subject:{subject}")
    if project.layer is None:
        draft.add(Note("item_unpaid", {"item": project.name}, passages=project.passages[:1]))
        return
    layer = c.layer(project.layer)
    found = layer_share(c.desk, layer)
    draft.add(
        statement(
            "item_without_share", item=project.name, layer=layer.name, share=found, subjects=(project.id, layer.id),
            passages=(*project.passages[:1], *passages_of(found)),
        )
    )  # fmt: skip
    draft.need(found)


@answers(Goal.RANGE)
def range_(asked: Resolved, c: Context) -> Answer:
    """The source's range, in money where a marketing budget is at hand."""
    draft = Draft(asked.ask.goal.value)
    scenarios = [s for s in map(c.state.scenarios.get, asked.scenarios) if s is not None and MARKETING in s.money]
    low, high = range_facts(c.desk)
    for scenario in scenarios:
        found = c.range(scenario)
        draft.add(range_statement(c, scenario))
        draft.need(found.low, found.high)
    if not scenarios:
        draft.add(_range_shares(c))
        draft.need(*((low,) if asked.ask.about == (MIN,) else (high,) if asked.ask.about == (MAX,) else (low, high)))
    if c.once("range_size"):
        draft.add(statement("range_size", passages=passages_of(low)))
    return draft.done()


@answers(Goal.VERDICT)
def verdict(asked: Resolved, c: Context) -> Answer:
    """Whether a share lies in the source's range: one that is asked about, or that of the scenario at hand."""
    draft = Draft(asked.ask.goal.value)
    scenario = next((s for s in map(c.state.scenarios.get, reversed(asked.scenarios)) if s is not None), None)
    figures = [a for a in asked.ask.about if is_figure(a)]
    shares = [_as_share(c, fig, scenario) for fig in figures] or [_current_share(c, scenario)]
    for found in shares:
        draft.add(range_verdict(c, found, scenario))
        draft.need(found)
    return draft.done()


def _as_share(c: Context, fig: str, scenario: Scenario | None) -> Fact:
    """A figure asked about as a share of the marketing budget; an amount is taken as one of the budget at hand."""
    fact = c.figure(fig)
    if fact.unit.code == "percent":
        return fact
    if scenario is None or MARKETING not in scenario.money:
        raise Lacking("budget.marketing")
    return ratio(c.desk.at(scenario.name), part=fact, whole=c.fact(scenario.money[MARKETING]))


def _current_share(c: Context, scenario: Scenario | None) -> Fact:
    if scenario is None:
        raise Lacking("share")
    if scenario.share:
        return c.fact(scenario.share)
    if {AI, MARKETING} <= scenario.money.keys():
        desk = c.desk.at(scenario.name)
        return share_implied(desk, ai=c.fact(scenario.money[AI]), marketing=c.fact(scenario.money[MARKETING]))
    if AI in scenario.money:
        raise Lacking("budget.marketing")
    return total_share(c.desk)
