"""Amounts: what each subject gets in each scenario, a year, per period or head, in the currency asked for."""

from __future__ import annotations

from agent.answers.context import Context, Draft, Lacking
from agent.answers.kinds import row, statement
from agent.answers.model import Answer, Item, Note, Quotation, Statement
from agent.answers.money import DIVISORS, layer_passages, opening, passages_of, range_statement, range_verdict
from agent.answers.own import own_statement
from agent.answers.registry import answers
from agent.answers.sources import project_items
from agent.dialogue.asking import Resolved
from agent.dialogue.moves import Ask, Goal
from agent.dialogue.names import AI, LAYERS, MARKETING, MAX, MIN, is_figure
from agent.dialogue.state import Scenario
from tools.budget import Base, Bound, Split, bound_of, layer_share, part_of_amount
from tools.facts import Fact
from tools.identity import Label
from tools.parameters import Project


@answers(Goal.AMOUNT)
def amount(asked: Resolved, c: Context) -> Answer:
    """What each subject gets in each scenario."""
    draft = Draft(asked.ask.goal.value)
    projects = [p for p in c.framework.projects if p.id in asked.ask.about]
    unpaid = [p for p in projects if not p.layer]
    for project in unpaid:
        draft.add(*_in_words(c, project))
    if unpaid and len(unpaid) == len(asked.ask.about):
        return draft.done()
    try:
        scenarios = c.scenarios(asked)
    except Lacking as lack:
        if not projects or lack.what != ("budget",):
            raise
        told = [item for project in projects for item in _in_words(c, project)]
        return Answer(asked.ask.goal.value, (*told, Note("ask.budget", question=True)), lacking=lack.what)
    for scenario in scenarios:
        opening(draft, c, scenario)
    for scenario in scenarios:
        for subject in (s for s in asked.ask.about or (LAYERS,) if s not in {p.id for p in unpaid}):
            _as_told(draft, c, asked, scenario, subject)
        _flag(draft, c, scenario)
    return draft.done()


def _in_words(c: Context, project: Project) -> list[Item]:
    """A project without an amount: the layer that pays for it, or that none does, and its quadrant."""
    return [item for item in project_items(c, project) if not isinstance(item, Quotation)]


def _flag(draft: Draft, c: Context, scenario: Scenario) -> None:
    """An AI share outside the source's range is told to be, once, whatever is asked about it."""
    if not scenario.share or MARKETING not in scenario.money or AI in scenario.money:
        return
    share = c.fact(scenario.share)
    told = any(
        isinstance(i, Statement) and i.kind == "range_verdict" and i.scenario == scenario.name for i in draft.items
    )
    if not told and bound_of(c.desk, share)[0] is not Bound.WITHIN and c.once(f"bound.{share.id}"):
        draft.add(range_verdict(c, share, scenario))


def _as_told(draft: Draft, c: Context, asked: Resolved, scenario: Scenario, subject: str) -> None:
    """An amount for the period that its budget was told for, with the year's beside it."""
    placed = c.as_told(asked, scenario)
    _one_amount(draft, c, placed, scenario, subject)
    if placed is not asked and not is_figure(subject):
        draft.need(c.amount(subject, scenario))


def _one_amount(draft: Draft, c: Context, asked: Resolved, scenario: Scenario, subject: str) -> None:
    if is_figure(subject):
        return
    ask = asked.ask
    annual = c.amount(subject, scenario)
    if ask.weights:
        draft.add(part_statement(draft, c, subject, annual, ask.weights[0]))
        return
    placed = c.placed(annual, ask, scenario)
    draft.need(placed)
    if placed is not annual:
        subject = c.paying(subject) if subject.startswith("project.") else subject
    if ask.cur and annual.currency != ask.cur:
        _converted_amount(draft, c, ask, scenario, annual=annual, placed=placed)
    elif ask.per == "head":
        team = c.fact(c.state.count("team", scenario))
        draft.add(
            statement(
                "per_part",
                "head",
                subject=c.name(subject),
                whole=annual,
                part=placed,
                count=team,
                scenario=scenario.name,
            )
        )
    elif placed is not annual:
        draft.add(_spread(c, subject, scenario, annual=annual, placed=placed, per=ask.per))
    else:
        draft.add(*_annual_amount(c, subject, annual, scenario))


def part_statement(draft: Draft, c: Context, subject: str, whole: Fact, fig: str) -> Statement:
    """A part of a subject's amount, in the words or the percentage that the user gave it."""
    share = c.figure(fig)
    part = part_of_amount(c.desk, amount=whole, share=share)
    draft.need(part)
    told = c.message.figures.get(fig)
    words = (
        told.text if told is not None and told.fraction is not None and not any(x.isdigit() for x in told.text) else ""
    )
    if not words:
        return statement("part_of", subject=c.name(subject), whole=whole, share=share, part=part, subjects=(subject,))
    return statement("part_in_words", subject=c.name(subject), whole=whole, words=Label(words, words), part=part, subjects=(subject,))  # fmt: skip


def _converted_amount(draft: Draft, c: Context, ask: Ask, scenario: Scenario, *, annual: Fact, placed: Fact) -> None:
    own = annual
    if ask.per and ask.per != "year":
        own = c.placed(annual, Ask(goal=Goal.AMOUNT, per=ask.per), scenario)
    rate = c.rate(own.currency or "", ask.cur)
    draft.add(statement("conversion", name=own.label, from_=own, rate=rate, to=placed, scenario=scenario.name))


def _spread(c: Context, subject: str, scenario: Scenario, *, annual: Fact, placed: Fact, per: str) -> Statement:
    return statement(
        "even_spread", per if per in DIVISORS else "month",
        rows=(row(layer=c.name(subject), amount=placed, year=annual),), divisor=DIVISORS.get(per, 1), scenario=scenario.name,
        passages=layer_passages(c) if subject.startswith("layer.") else (), subjects=(subject,),
    )  # fmt: skip


def _annual_amount(c: Context, subject: str, annual: Fact, scenario: Scenario) -> list[Item]:
    """The clause of an amount of a year, with the share and the base that it comes from."""
    if subject in (MIN, MAX):
        return [_bound(c, subject, annual, scenario)]
    if subject == MARKETING:
        return [statement("budget_given", budget=annual, scenario=scenario.name)]
    found = c.split(scenario)
    if subject in (AI, LAYERS, "plan"):
        return total_amount(c, subject, annual, scenario, found)
    if not subject.startswith("layer."):
        return _item_amount(c, subject, annual)
    own = c.own(scenario)
    if own is not None:
        return [own_statement(c, scenario, subject, own, found)]
    if found.base is Base.AI or found.share is not None:
        return _part_of_ai(c, subject, scenario, found)
    taken = next(r for r in found.rows if r.layer.id == subject)
    return [
        statement(
            "allocation", layer=taken.layer.name, amount=annual, share=taken.share, budget=found.budget,
            passages=passages_of(taken.share), subjects=(subject,), scenario=scenario.name,
        )
    ]  # fmt: skip


def _bound(c: Context, subject: str, annual: Fact, scenario: Scenario) -> Item:
    """An end of the range in money."""
    end = c.range(scenario)
    share = end.low_share if subject == MIN else end.high_share
    return statement(
        "bound", "low" if subject == MIN else "high", share=share, amount=annual, budget=end.budget, passages=passages_of(share),
        scenario=scenario.name,
    )  # fmt: skip


def _part_of_ai(c: Context, layer: str, scenario: Scenario, found: Split) -> list[Item]:
    """A layer's part of AI money that is split in the source's proportion, with where that money comes from."""
    rows = tuple(row(layer=r.layer.name, amount=r.amount) for r in found.rows if r.layer.id == layer)
    told = statement(
        "split_of_ai_budget",
        budget=found.total,
        rows=rows,
        passages=layer_passages(c),
        subjects=(layer,),
        scenario=scenario.name,
    )
    return [*(total_amount(c, AI, found.total, scenario, found) if found.share is not None else ()), told]


def total_amount(c: Context, subject: str, annual: Fact, scenario: Scenario, found: Split) -> list[Item]:
    """All of the AI money, with the share and the budget that it comes from."""
    if found.base is Base.AI:
        return [statement("budget_given", budget=annual, scenario=scenario.name)]
    if found.share is not None:
        items: list[Item] = [
            statement("amount_at_share", share=found.share, amount=annual, budget=found.budget, scenario=scenario.name)
        ]
        if found.bound is not Bound.WITHIN:
            items.append(range_verdict(c, found.share, scenario))
        return items
    assert found.ratio is not None
    total = statement(
        "total",
        amount=annual,
        share=found.ratio,
        budget=found.budget,
        passages=layer_passages(c),
        scenario=scenario.name,
    )
    return [total, *([range_statement(c, scenario)] if subject == AI else [])]


def _item_amount(c: Context, subject: str, annual: Fact) -> list[Item]:
    project = next(p for p in c.framework.projects if p.id == subject)
    layer = c.layer(project.layer or "")
    share = layer_share(c.desk, layer)
    return [
        statement(
            "item_without_share", item=project.name, layer=layer.name, amount=annual, share=share,
            passages=(*project.passages[:1], *passages_of(share)), subjects=(project.id, layer.id),
        )
    ]  # fmt: skip
