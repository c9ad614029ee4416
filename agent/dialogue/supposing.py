"""Suppositions: the scenario at hand copied and changed, so that what was told stays as it was."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from agent.dialogue.intake import factor_of
from agent.dialogue.moves import As, Op, Suppose, Tell
from agent.dialogue.names import AI, MARKETING, MAX, MIN
from agent.dialogue.replacing import takes_over
from agent.dialogue.state import KpiEntry, Scenario
from agent.dialogue.tells import Asked, Later, Teller, copied, name_of, record_kpi
from tools.budget import budget_for
from tools.facts import Fact
from tools.identity import Identity, Label, Role
from tools.quantities import PERCENT, UnitKind


def suppose(teller: Teller, move: Suppose) -> None:
    """Open the scenario that ``move`` supposes and put it into focus."""
    _DO[move.op](teller, move)


def _money(teller: Teller, move: Suppose) -> None:
    """Another budget: set, or changed by a factor, a percentage or an amount."""
    state = teller.state
    if move.of in (MIN, MAX):
        _bound(teller, move)
        return
    if move.of.startswith("kpi."):
        _kpi(teller, move)
        return
    if move.of in ("team", "headcount"):
        _count(teller, move)
        return
    origin = _origin(teller, move)
    if origin is None:
        if move.op is not Op.SET:
            raise Asked("budget", move.fig)
        teller.tell(Tell(fig=move.fig, as_=As.BUDGET, of=move.of, in_=move.in_, per=move.per, when=move.when))
        if state.current is not None:
            state.current.status = "supposed"
        return
    base = move.of if move.of in (AI, MARKETING) else origin.base
    if move.op is Op.SET:
        teller.intake.positive(move.fig)
    figure = teller.intake.figure(move.fig)
    if move.op is Op.SET and figure is not None and figure.is_range:
        for end in ("low", "high"):
            _replace(teller, copied(state, origin), base, move, end=end)
        state.focus = list(state.scenarios)[-2:]
        return
    made = _copy(teller, origin, move)
    if move.op is Op.SET:
        _replace(teller, made, base, move)
    else:
        _change(teller, made, base, move)


def _replace(teller: Teller, made: Scenario, base: str, move: Suppose, *, end: str = "low") -> None:
    from tools.conversions import annual

    if base == MARKETING:
        made.money.pop(AI, None)
        made.told.pop(AI, None)
    figure = teller.intake.figure(move.fig)
    period = move.per or (figure.unit.per if figure is not None and figure.unit.per else "") or "year"
    identity = Identity(Role.BUDGET, base, name_of(teller.desk.framework, base), period=period, scenario=made.name)
    told = teller.intake.money(move.fig, identity, end=end)
    made.told[base] = told.id
    made.money[base] = (told if period == "year" else annual(teller.desk.at(made.name), amount=told, period=period)).id


def _change(teller: Teller, made: Scenario, base: str, move: Suppose) -> None:
    from tools.changes import Change, change_amount

    before = made.money.get(base)
    if before is None:
        if base == AI and MARKETING in made.money:
            raise Asked("budget.ai", move.fig)
        raise Later
    by, over = _by(teller, move)
    desk = teller.desk.at(made.name)
    changed = change_amount(desk, budget=teller.desk.ledger[before], by=by, op=Change(move.op.value), over=over)
    if base == MARKETING:
        made.money.pop(AI, None)
        made.told.pop(AI, None)
    made.money[base] = made.told[base] = changed.id


def _by(teller: Teller, move: Suppose) -> tuple[Fact, Fact | None]:
    """What a budget is changed by: an amount in its currency, a percentage, a factor; a fraction as two numbers."""
    figure = teller.intake.figure(move.fig)
    identity = Identity(Role.CHANGE, MARKETING, Label("调整", "change"), base="relative")
    if figure is None:
        return teller.intake.fact(move.fig, identity), None
    if figure.unit.kind is UnitKind.MONEY or (move.op in (Op.ADD, Op.SUB) and figure.unit.kind is UnitKind.NUMBER):
        amount = teller.intake.money(move.fig, identity.but(base="", period="year"))
        if amount.value < 0:  # "minus 5 million" is taken off once
            amount = teller.intake.record(move.fig, -amount.value, amount.unit, identity.but(base="", period="year"))
        return amount, None
    if figure.unit == PERCENT and figure.low is not None and figure.low < 0:  # "minus 10%" is taken off once
        return teller.intake.record(move.fig, -figure.low, figure.unit, identity), None
    if figure.fraction is not None and figure.unit.kind is not UnitKind.PERCENT:
        return teller.intake.portion(move.fig, identity)
    _, unit = factor_of(figure)
    return teller.intake.fact(move.fig, identity, unit=unit), None


def _factor(teller: Teller, move: Suppose) -> Fact:
    """A factor as one number: half is 0.5."""
    figure = teller.intake.figure(move.fig)
    identity = Identity(Role.CHANGE, AI, Label("调整", "change"), base="relative")
    if figure is None:
        return teller.intake.fact(move.fig, identity)
    value, unit = factor_of(figure)
    return teller.intake.record(move.fig, value, unit, identity)


def _bound(teller: Teller, move: Suppose) -> None:
    """A part of the range's end: "half of the upper limit" is a share."""
    from tools.changes import scaled_share

    made = _copy(teller, _needed(teller, move), move)
    parameter = teller.desk.framework.share_max if move.of == MAX else teller.desk.framework.share_min
    bound = teller.desk.parameter(parameter)
    if move.op is Op.SET:
        made.share = bound.id
        return
    made.share = scaled_share(teller.desk.at(made.name), share=bound, by=_factor(teller, move)).id


def _share(teller: Teller, move: Suppose) -> None:
    origin = _origin(teller, move)
    made = _copy(teller, origin, move) if origin is not None else teller.state.fresh(move.in_)
    teller.state.focus = [made.name]
    identity = Identity(Role.SHARE, AI, name_of(teller.desk.framework, AI), base=MARKETING, scenario=made.name)
    share = teller.intake.ai_share(move.fig, identity)
    made.share = share.id
    if AI in made.money and MARKETING not in made.told:  # the part and its share: so much is the whole
        whole = budget_for(teller.desk.at(made.name), wanted=teller.desk.ledger[made.money[AI]], share=share)
        made.money[MARKETING] = whole.budget.id
    else:
        made.money.pop(AI, None)


def _kpi(teller: Teller, move: Suppose) -> None:
    """A KPI's figure supposed: the book of what was measured stays as it was."""
    state = teller.state
    role = {Op.LEVEL: As.LEVEL, Op.NOW: As.NOW, Op.PART: As.PART}.get(move.op, As.LEVEL)
    made = copied(state, state.current) if state.current is not None else state.fresh()
    made.status = "supposed"
    state.focus = [made.name]
    known = state.kpi(move.of, made)
    made.kpis.setdefault(move.of, KpiEntry(dict(known.figures), dict(known.when)) if known else KpiEntry())
    record_kpi(made.kpis, Tell(fig=move.fig, as_=role, of=move.of), teller)


def _count(teller: Teller, move: Suppose) -> None:
    from tools.changes import Change, change_count

    state = teller.state
    made = copied(state, state.current) if state.current is not None else state.fresh()
    made.status = "supposed"
    state.focus = [made.name]
    identity = Identity(Role.COUNT, "team", Label("团队人数", "team"))
    figure = teller.intake.fact(move.fig, identity)
    known = state.count("team", made) or _counted_as_whole(teller, made)
    if move.op is Op.SET or not known:
        made.counts["team"] = figure.id
        return
    made.counts["team"] = change_count(
        teller.desk.at(made.name), count=teller.desk.ledger[known], by=figure, op=Change(move.op.value)
    ).id


def _counted_as_whole(teller: Teller, made: Scenario) -> str:
    """The people that a KPI was told of, where no team was; what is supposed of them is of the team from now on."""
    for kpi in teller.desk.framework.kpis:
        entry = teller.state.kpi(kpi.id, made)
        if "people" in kpi.units and entry is not None and "whole" in entry.figures:
            kept = {role: fact for role, fact in entry.figures.items() if role != "whole"}
            made.kpis[kpi.id] = KpiEntry(kept, dict(entry.when))
            return entry.figures["whole"]
    return ""


def _expense(teller: Teller, move: Suppose) -> None:
    """Something that would be paid: it is held beside the budget, and changes none."""
    label = Label(move.label, move.label) if move.label else Label("支出", "expense")
    fact = teller.intake.fact(move.fig, Identity(Role.PRODUCT, f"item:{move.label}", label, period="year"))
    teller.state.figures[move.fig] = fact.id
    if teller.state.current is not None:
        teller.state.current.expenses.append(fact.id)


def _together(teller: Teller, _: Suppose) -> None:
    """All budgets that have a name as one: “lump both together”."""
    from tools.changes import lumped

    state = teller.state
    told = [s for s in state.scenarios.values() if s.budget and s.label and s.status == "told"]
    if len(told) < 2 or len({s.base for s in told}) > 1:
        raise Asked("second_budget")
    made = state.fresh()
    made.status, made.comes_from = "supposed", told[0].name
    base = told[0].base
    whole = lumped(teller.desk.at(made.name), budgets=[teller.desk.ledger[s.budget] for s in told])
    made.money[base] = made.told[base] = whole.id
    state.focus = [made.name]


def _origin(teller: Teller, move: Suppose) -> Scenario | None:
    if move.from_:
        return teller.state.scenarios.get(move.from_)
    return teller.state.current


def _needed(teller: Teller, move: Suppose) -> Scenario:
    origin = _origin(teller, move)
    if origin is None:
        raise Later
    return origin


def _copy(teller: Teller, origin: Scenario, move: Suppose) -> Scenario:
    """The copy that is changed, in focus; a named one stands beside the told ones."""
    state = teller.state
    changed = move.in_ == origin.name  # changed for good: it keeps its name
    made = copied(state, origin, label="" if changed else move.in_)
    made.when = move.when
    if changed:
        takes_over(origin, made)
    if move.in_:
        made.status = "told"
        teller.opened.append(made.name)
        here = [n for n in state.focus if n != made.name and n in teller.opened]
        state.focus = [*here, made.name]
    else:
        state.focus = [made.name]
    return made


_DO: Mapping[Op, Callable[[Teller, Suppose], None]] = {
    Op.SET: _money, Op.TIMES: _money, Op.UP: _money, Op.DOWN: _money, Op.ADD: _money, Op.SUB: _money, Op.SHARE: _share,
    Op.LEVEL: _kpi, Op.NOW: _kpi, Op.PART: _kpi, Op.EXPENSE: _expense,
    Op.TOGETHER: _together,
}  # fmt: skip
