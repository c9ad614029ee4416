"""Money of the framework: split, amount, share, range, verdict on a share, and the way back from a wanted amount."""

from __future__ import annotations

from collections.abc import Sequence

from agent.answers.context import Context, Draft, Lacking
from agent.answers.kinds import row, statement
from agent.answers.model import Answer, Column, Item, Note, Slot, Statement, Table
from agent.answers.registry import answers
from agent.dialogue.asking import Resolved
from agent.dialogue.moves import Goal
from agent.dialogue.names import AI, LAYERS, MARKETING, MAX, MIN, is_figure
from agent.dialogue.state import Scenario
from tools.budget import Base, Bound, Split, budget_for, check_share, layer_share, range_facts, total_share
from tools.comparing import difference, ratio, share_implied
from tools.facts import Fact, Sourced
from tools.lexicon.periods import PERIODS

_DIVISORS = {"month": 12, "quarter": 4, "half-year": 2, "week": 52}


def passages_of(*facts: Fact) -> tuple[str, ...]:
    """The passages that facts of the source stand in."""
    return tuple(dict.fromkeys(f.provenance.passage for f in facts if isinstance(f.provenance, Sourced)))


# -- split ---------------------------------------------------------------------------------------------------------------------


@answers(Goal.SPLIT)
def split(asked: Resolved, c: Context) -> Answer:
    """Every layer of every scenario asked about, as a table; per period and in another currency where that was asked."""
    draft = Draft(asked.ask.goal.value)
    scenarios = c.scenarios(asked)
    for scenario in scenarios:
        opening(draft, c, scenario)
    if len(scenarios) > 1 and not asked.ask.per and not asked.ask.cur:
        draft.add(side_by_side(c, asked, scenarios, draft))
    else:
        for scenario in scenarios:
            one_split(draft, c, asked, scenario)
    for scenario in scenarios:
        _range_beside(draft, c, scenario)
    return draft.done()


def opening(draft: Draft, c: Context, scenario: Scenario) -> None:
    """What is assumed about a budget: its period turned into a year, its base, its currency. Each is told once."""
    for base, told in scenario.told.items():
        amount, annual = c.fact(told), c.fact(scenario.money[base])
        if told != scenario.money[base] and annual.id not in c.state.said and c.once(annual.id):
            draft.add(statement("budget_given", "annual", budget=annual, told=amount, scenario=scenario.name))
            draft.need(annual)
    for note in c.notes:
        if c.once(f"note.{note}"):
            draft.add(Note(f"assumed.{note}"))


def one_split(draft: Draft, c: Context, asked: Resolved, scenario: Scenario) -> None:
    own = c.own(scenario)
    found = c.split(scenario)
    if (asked.ask.per and asked.ask.per != "year") or asked.ask.cur:
        _placed_split(draft, c, asked, scenario, found)
    elif own is not None:
        from agent.answers.own import own_table

        own_table(draft, c, scenario, own, found)
    else:
        draft.add(split_table(c, scenario, found))
        draft.need(*(r.amount for r in found.rows), found.total)
        draft.chart = tuple(r.amount for r in found.rows)
    if found.share is not None and found.bound is not Bound.WITHIN:
        draft.add(range_verdict(c, found.share, scenario))
    if not c.framework.base_stated and c.once("reading"):
        draft.add(statement("reading", passages=layer_passages(c)))


def layer_passages(c: Context) -> tuple[str, ...]:
    return tuple(dict.fromkeys(x.share.source.passage for x in c.framework.layers if x.share))


def split_table(c: Context, scenario: Scenario, found: Split) -> Table:
    """Layer, share and amount, with the total."""
    rows: list[tuple[Slot | None, ...]] = [(r.layer.name, r.share, r.amount) for r in found.rows]
    rows.append((c.name("total"), found.ratio or found.share, found.total))
    variant = "ai" if found.base is Base.AI else "share" if found.share is not None else ""
    caption: dict[str, Slot] = {"budget": found.budget}
    if found.share is not None:
        caption["share"] = found.share
    return Table(
        "split", (Column("layer", number=False), Column("share"), Column("amount")), tuple(rows), caption, variant,
        layer_passages(c), scenario.name, total=True, subjects=tuple(r.layer.id for r in found.rows),
    )  # fmt: skip


def _placed_split(draft: Draft, c: Context, asked: Resolved, scenario: Scenario, found: Split) -> None:
    """The split per period or in another currency: what was computed stands beside what is asked for."""
    ask = asked.ask
    amounts = [c.amount(r.layer.id, scenario) for r in found.rows]
    placed = [c.placed(amount, ask, scenario) for amount in amounts]
    total = c.placed(found.total, ask, scenario)
    rows: list[tuple[Slot | None, ...]] = [
        (r.layer.name, amount, value) for r, amount, value in zip(found.rows, amounts, placed, strict=True)
    ]
    rows.append((c.name("total"), found.total, total))
    period = ask.per if ask.per and ask.per != "year" else ""
    columns = (Column("layer", number=False), Column("year"), Column(period or "converted"))
    caption: dict[str, Slot] = {"budget": found.budget}
    if period in _DIVISORS:
        caption["divisor"] = _DIVISORS[period]
    draft.add(
        Table(
            "spread" if period else "converted", columns, tuple(rows), caption, "", layer_passages(c), scenario.name,
            total=True, subjects=tuple(r.layer.id for r in found.rows),
        )
    )  # fmt: skip
    if ask.cur:
        _conversion(draft, c, found.total, ask.cur, scenario)
    draft.need(*placed, total)
    draft.chart = tuple(placed)


def _conversion(draft: Draft, c: Context, amount: Fact, to: str, scenario: Scenario) -> None:
    if amount.currency == to:
        return
    rate = c.rate(amount.currency or "", to)
    changed = c.converted(amount, to, c.desk.at(scenario.name))
    draft.add(statement("conversion", name=amount.label, from_=amount, rate=rate, to=changed, scenario=scenario.name))


def side_by_side(c: Context, asked: Resolved, scenarios: Sequence[Scenario], draft: Draft) -> Table:
    """The layers of several budgets, a column each."""
    subjects = [a for a in asked.ask.about if a.startswith("layer.")] or [x.id for x in c.framework.layers]
    splits = {s.name: c.split(s) for s in scenarios}
    rows: list[tuple[Slot | None, ...]] = []
    for subject in subjects:
        amounts = [c.amount(subject, s) for s in scenarios]
        rows.append((c.name(subject), *amounts))
        draft.need(*amounts)
    if len(subjects) == len(c.framework.layers):
        totals = [found.total for found in splits.values()]
        rows.append((c.name("total"), *totals))
        draft.need(*totals)
    columns = [Column("layer", number=False)]
    columns += [Column("budget", label=None) for _ in scenarios]
    caption: dict[str, Slot] = {f"budget{n}": found.budget for n, found in enumerate(splits.values(), 1)}
    return Table(
        "scenarios", tuple(columns), tuple(rows), caption, "", layer_passages(c), total=len(rows) > len(subjects),
        subjects=tuple(subjects),
    )  # fmt: skip


def _range_beside(draft: Draft, c: Context, scenario: Scenario) -> None:
    """The source's range beside the first split of a marketing budget."""
    if (
        MARKETING not in scenario.money
        or AI in scenario.money
        or scenario.share
        or not c.once(f"range.{scenario.name}")
    ):
        return
    draft.add(range_statement(c, scenario))


def range_statement(c: Context, scenario: Scenario) -> Statement:
    found = c.range(scenario)
    return statement(
        "range", low=found.low, high=found.high, low_share=found.low_share, high_share=found.high_share,
        budget=found.budget, passages=passages_of(found.low_share), scenario=scenario.name,
    )  # fmt: skip


# -- amounts -------------------------------------------------------------------------------------------------------------------


@answers(Goal.AMOUNT)
def amount(asked: Resolved, c: Context) -> Answer:
    """What each subject gets in each scenario."""
    draft = Draft(asked.ask.goal.value)
    scenarios = c.scenarios(asked)
    for scenario in scenarios:
        opening(draft, c, scenario)
    for scenario in scenarios:
        for subject in asked.ask.about or (LAYERS,):
            _one_amount(draft, c, asked, scenario, subject)
    return draft.done()


def _one_amount(draft: Draft, c: Context, asked: Resolved, scenario: Scenario, subject: str) -> None:
    if is_figure(subject):
        return
    ask = asked.ask
    annual = c.amount(subject, scenario)
    placed = c.placed(annual, ask, scenario)
    draft.need(placed)
    if ask.cur and annual.currency != ask.cur:
        _converted_amount(draft, c, ask.per, ask.cur, annual, placed, scenario)
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
        draft.add(_spread(c, subject, annual, placed, ask.per, scenario))
    else:
        draft.add(*_annual_amount(c, subject, annual, scenario))


def _converted_amount(
    draft: Draft, c: Context, per: str, cur: str, annual: Fact, placed: Fact, scenario: Scenario
) -> None:
    own = annual
    if per and per != "year":
        from dataclasses import replace

        from agent.dialogue.moves import Ask

        own = c.placed(annual, replace(Ask(goal=Goal.AMOUNT), per=per), scenario)
    rate = c.rate(own.currency or "", cur)
    draft.add(statement("conversion", name=own.label, from_=own, rate=rate, to=placed, scenario=scenario.name))


def _spread(c: Context, subject: str, annual: Fact, placed: Fact, per: str, scenario: Scenario) -> Statement:
    return statement(
        "even_spread", per if per in PERIODS or per in ("week", "day") else "month",
        rows=(row(layer=c.name(subject), amount=placed, year=annual),), divisor=_DIVISORS.get(per, 1), scenario=scenario.name,
        subjects=(subject,),
    )  # fmt: skip


def _annual_amount(c: Context, subject: str, annual: Fact, scenario: Scenario) -> list[Item]:
    """The clause of an amount of a year, with the share and the base that it comes from."""
    found = c.split(scenario) if scenario.budget else None
    own = c.own(scenario)
    if subject in (MIN, MAX):
        end = c.range(scenario)
        share = end.low_share if subject == MIN else end.high_share
        which = "low" if subject == MIN else "high"
        return [
            statement(
                "bound",
                which,
                share=share,
                amount=annual,
                budget=end.budget,
                passages=passages_of(share),
                scenario=scenario.name,
            )
        ]
    if subject == MARKETING:
        return [statement("budget_given", budget=annual, scenario=scenario.name)]
    assert found is not None
    if subject in (AI, LAYERS, "plan"):
        return _total_amount(c, subject, annual, scenario, found)
    layer = subject if subject.startswith("layer.") else ""
    if not layer:
        return _item_amount(c, subject, annual)
    if own is not None:
        from agent.answers.own import own_statement

        return [own_statement(c, scenario, layer, own, found)]
    if found.base is Base.AI or found.share is not None:
        rows = tuple(row(layer=r.layer.name, amount=r.amount) for r in found.rows if r.layer.id == layer)
        items: list[Item] = []
        if found.share is not None:
            items += _total_amount(c, AI, found.total, scenario, found)
        items.append(
            statement(
                "split_of_ai_budget",
                budget=found.total,
                rows=rows,
                passages=layer_passages(c),
                subjects=(layer,),
                scenario=scenario.name,
            )
        )
        return items
    taken = next(r for r in found.rows if r.layer.id == layer)
    return [
        statement(
            "allocation", layer=taken.layer.name, amount=annual, share=taken.share, budget=found.budget,
            passages=passages_of(taken.share), subjects=(layer,), scenario=scenario.name,
        )
    ]  # fmt: skip


def _total_amount(c: Context, subject: str, annual: Fact, scenario: Scenario, found: Split) -> list[Item]:
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


# -- shares --------------------------------------------------------------------------------------------------------------------


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
            draft.add(*_total_amount(c, AI, c.amount(AI, scenario), scenario, c.split(scenario)))
        elif subject == AI:
            draft.add(_range_shares(c))
            draft.add(Note("range_size") if c.once("range_size") else None)
        else:
            _stated_share(draft, c, subject)
    return draft.done()


def _implied(draft: Draft, c: Context, scenario: Scenario) -> None:
    part, whole = c.fact(scenario.money[AI]), c.fact(scenario.money[MARKETING])
    found = share_implied(c.desk.at(scenario.name), ai=part, marketing=whole)
    draft.add(statement("share_implied", part=part, share=found, budget=whole, scenario=scenario.name))
    draft.add(range_verdict(c, found, scenario))
    draft.need(found)


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


# -- a verdict on a share --------------------------------------------------------------------------------------------------------


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


def range_verdict(c: Context, share: Fact, scenario: Scenario | None) -> Statement:
    """How a share lies to the range, with what it comes to where a marketing budget is at hand."""
    budget = c.fact(scenario.money[MARKETING]) if scenario is not None and MARKETING in scenario.money else None
    desk = c.desk.at(scenario.name) if scenario is not None else c.desk
    found = check_share(desk, share=share, budget=budget)
    variant = {Bound.WITHIN: "in", Bound.ABOVE: "above", Bound.BELOW: "below"}[found.bound]
    slots: dict[str, Slot | None] = {
        "share": share,
        "amount": found.amount,
        "low_share": found.low,
        "high_share": found.high,
    }
    if budget is not None and found.amount is not None and scenario is not None:
        ends = c.range(scenario)
        slots |= {"low": ends.low, "high": ends.high}
        if variant != "in":
            end = ends.high if variant == "above" else ends.low
            slots["gap"] = difference(desk, minuend=found.amount, subtrahend=end)
    elif variant != "in":
        end = found.high if variant == "above" else found.low
        slots["gap"] = difference(desk, minuend=share, subtrahend=end)
    return statement(
        "range_verdict",
        variant,
        passages=passages_of(found.low),
        scenario=scenario.name if scenario else "",
        filled=slots,
    )


# -- the way back ----------------------------------------------------------------------------------------------------------------


@answers(Goal.INVERSE)
def inverse(asked: Resolved, c: Context) -> Answer:
    """The budget that gives a subject a wanted amount, by the source's shares or at a share that the user names."""
    draft = Draft(asked.ask.goal.value)
    ask = asked.ask
    if not ask.want:
        raise Lacking("want")
    wanted = c.figure(ask.want)
    share = c.figure(ask.at) if ask.at else None
    for subject in ask.about or (LAYERS,):
        layer = c.layer(c.paying(subject)) if subject not in (AI, LAYERS) else None
        ai_only = ask.of == AI and layer is not None and share is None
        found = budget_for(c.desk, wanted=wanted, layer=layer, base=Base.AI if ai_only else Base.MARKETING, share=share)
        own = share or (
            layer_share(c.desk, layer) if layer and not ai_only else total_share(c.desk) if not ai_only else None
        )
        draft.add(
            statement(
                "budget_needed", "ai" if ai_only else "", subject=c.name(subject), wanted=wanted, share=own, budget=found.budget,
                passages=layer_passages(c), subjects=(subject,),
            )
        )  # fmt: skip
        if share is not None and found.bound is not Bound.WITHIN:
            draft.add(range_verdict(c, share, None))
        draft.need(found.budget)
    return draft.done()
