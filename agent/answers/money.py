"""Money of the framework: split, amount, share, range, verdict on a share, and the way back from a wanted amount."""

from __future__ import annotations

from collections.abc import Sequence

from agent.answers.context import Context, Draft, Lacking
from agent.answers.kinds import row, statement
from agent.answers.model import Answer, Column, Note, Slot, Statement, Table
from agent.answers.registry import answers
from agent.dialogue.asking import Resolved
from agent.dialogue.moves import Goal
from agent.dialogue.names import AI, LAYERS, MARKETING
from agent.dialogue.state import Scenario
from tools.budget import Base, Bound, Split, bound_of, budget_for, check_share, layer_share, total_share
from tools.comparing import difference
from tools.facts import Computed, Fact, Sourced
from tools.identity import Label
from tools.sums import total as total_of

DIVISORS = {"month": 12, "quarter": 4, "half-year": 2, "fortnight": 26, "week": 52, "day": 365}


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
            one_split(draft, c, c.as_told(asked, scenario), scenario)
    for scenario in scenarios:
        _range_beside(draft, c, scenario)
    draft.listed = tuple(x.id for x in c.framework.layers)
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
    found = c.split(scenario)
    unfit = floors_above(c, scenario, found)
    if unfit is not None:
        draft.add(unfit)
        draft.need(*unfit.facts)
    own = c.own(scenario) if unfit is None else None
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
    if found.base is Base.AI and scenario.share and MARKETING in scenario.money:
        draft.add(*_whole(c, scenario, found))
    if not c.framework.base_stated and c.once("reading"):
        draft.add(statement("reading", passages=layer_passages(c)))


def _whole(c: Context, scenario: Scenario, found: Split) -> list[Statement]:
    """The marketing budget of which a given AI budget is a given share, and the share held against the range."""
    share, budget = c.fact(scenario.share), c.fact(scenario.money[MARKETING])
    whole = statement("amount_at_share", share=share, amount=found.total, budget=budget, scenario=scenario.name)
    outside = bound_of(c.desk, share)[0] is not Bound.WITHIN
    return [whole, *([range_verdict(c, share, scenario)] if outside else [])]


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
    if period in DIVISORS:
        caption["divisor"] = DIVISORS[period]
    draft.add(
        Table(
            "spread" if period else "converted", columns, tuple(rows), caption, "", layer_passages(c), scenario.name,
            total=True, subjects=tuple(r.layer.id for r in found.rows),
        )
    )  # fmt: skip
    if ask.cur:
        _conversion(draft, c, found.total if period else found.budget, ask.cur, scenario)
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
        or not c.once(f"range.{scenario.money.get(MARKETING)}")
    ):
        return
    draft.add(range_statement(c, scenario))


def range_statement(c: Context, scenario: Scenario) -> Statement:
    found = c.range(scenario)
    return statement(
        "range", low=found.low, high=found.high, low_share=found.low_share, high_share=found.high_share,
        budget=found.budget, passages=passages_of(found.low_share), scenario=scenario.name,
    )  # fmt: skip


def _within_limits(draft: Draft, c: Context, wanted: Fact, subject: str) -> None:
    """The way back within the floors and caps that the user set, beside the source's."""
    from tools.limits import budget_within

    current = c.state.current
    if current is None or not (current.floors or current.caps):
        return
    floors, caps = (
        {k: c.fact(v) for k, v in kept.items() if k.startswith("layer.")} for kept in (current.floors, current.caps)
    )
    if not floors and not caps:
        return
    desk = c.desk.at(current.name)
    found = budget_within(desk, wanted=wanted, layer=c.layer(c.paying(subject)), floors=floors, caps=caps)
    rows = tuple(
        row(name=_limit_name(c, layer, side), amount=fact)
        for side, kept in (("floor", floors), ("cap", caps))
        for layer, fact in kept.items()
    )
    draft.add(
        statement("budget_within", subject=c.name(subject), wanted=wanted, whole=found.whole, budget=found.budget, rows=rows, subjects=(subject,))
    )  # fmt: skip
    draft.need(found.budget)


def _limit_name(c: Context, layer: str, side: str) -> Label:
    name = c.name(layer)
    return (
        Label(f"{name.zh}至少", f"{name.en} at least")
        if side == "floor"
        else Label(f"{name.zh}至多", f"{name.en} at most")
    )


def floors_above(c: Context, scenario: Scenario, found: Split) -> Statement | None:
    """By how much the user's floors are more than the whole, and which budget would hold them."""
    floors = [c.fact(fact) for layer, fact in scenario.floors.items() if layer.startswith("layer.")]
    if not floors or any(fact.unit != found.total.unit for fact in floors):
        return None
    desk = c.desk.at(scenario.name)
    together = floors[0] if len(floors) == 1 else total_of(desk, facts=floors)
    if together.value <= found.total.value:
        return None
    gap = difference(desk, minuend=together, subtrahend=found.total)
    budget = budget_for(desk, wanted=together, share=found.share).budget
    return statement("floors_fit", floors=together, whole=found.total, gap=gap, budget=budget, scenario=scenario.name)


# -- held against the range ---------------------------------------------------------------------------------------------------------


def _amount_behind(c: Context, share: Fact, budget: Fact) -> Fact | None:
    """The amount that a share of the budget was worked out from: told as it was, not worked out back from the rounded share."""
    made = share.provenance
    if not isinstance(made, Computed) or budget.id not in made.inputs:
        return None
    return next((f for i in made.inputs if i != budget.id and (f := c.fact(i)).unit == budget.unit), None)


def range_verdict(c: Context, share: Fact, scenario: Scenario | None) -> Statement:
    """How a share lies to the range, with what it comes to where a marketing budget is at hand."""
    budget = c.fact(scenario.money[MARKETING]) if scenario is not None and MARKETING in scenario.money else None
    desk = c.desk.at(scenario.name) if scenario is not None else c.desk
    found = check_share(desk, share=share, budget=budget)
    amount = (_amount_behind(c, share, budget) if budget is not None else None) or found.amount
    variant = {Bound.WITHIN: "in", Bound.ABOVE: "above", Bound.BELOW: "below"}[found.bound]
    slots: dict[str, Slot | None] = {
        "share": share,
        "amount": amount,
        "low_share": found.low,
        "high_share": found.high,
    }
    if budget is not None and amount is not None and scenario is not None:
        ends = c.range(scenario)
        slots |= {"low": ends.low, "high": ends.high}
        if variant != "in":
            end = ends.high if variant == "above" else ends.low
            slots["gap"] = difference(desk, minuend=amount, subtrahend=end)
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
    current = c.state.current
    told = current.share if current is not None and ask.of != AI else ""
    share = c.figure(ask.at) if ask.at else c.fact(told) if told else None
    for subject in ask.about or (LAYERS,):
        layer = c.layer(c.paying(subject)) if subject not in (AI, LAYERS) else None
        ai_only = ask.of == AI and layer is not None and share is None
        found = budget_for(c.desk, wanted=wanted, layer=layer, base=Base.AI if ai_only else Base.MARKETING, share=share)
        own = share or (
            layer_share(c.desk, layer) if layer and not ai_only else total_share(c.desk) if not ai_only else None
        )
        draft.add(
            statement(
                "budget_needed", "ai" if ai_only else "shared" if share is not None and layer is not None else "", subject=c.name(subject), wanted=wanted, share=own, budget=found.budget,
                passages=layer_passages(c), subjects=(subject,),
            )
        )  # fmt: skip
        if share is not None and found.bound is not Bound.WITHIN:
            draft.add(range_verdict(c, share, None))
        draft.need(found.budget)
        if layer is not None and share is None and not ai_only:
            _within_limits(draft, c, wanted, subject)
    return draft.done()
