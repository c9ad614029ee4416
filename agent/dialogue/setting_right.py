"""Corrections: a told value, role, currency or period was wrong; it is changed in its place and can be taken back."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from agent.dialogue.moves import As, Correct, Suppose, Tell, What
from agent.dialogue.names import AI, MARKETING, is_figure
from agent.dialogue.state import Scenario, Spend
from agent.dialogue.supposing import suppose
from agent.dialogue.tells import Asked, Teller, as_told, name_of
from tools.facts import Fact, Given
from tools.identity import Identity, Role
from tools.money import NO_CURRENCY


def set_right(teller: Teller, move: Correct) -> None:
    """Change what ``move`` names. Raises :class:`Asked` where it is not known what is meant."""
    target = move.target or _AT_HAND.get(move.what, _last_told)(teller)
    if not target:
        raise Asked("correction", move.to)
    if move.echo and move.what is not What.GONE:
        teller.state.figures[move.echo] = teller.state.figures.get(target, target)
    if move.part:
        (_partly_gone if move.what is What.GONE else _moved)(teller, target, move.to, move.part)
        return
    _DO[move.what](teller, target, move.to)


def _current(teller: Teller) -> str:
    return teller.state.current.name if teller.state.current is not None else ""


def _last_told(teller: Teller) -> str:
    """The figure that the conversation is about: that of the scenario in focus."""
    current = teller.state.current
    if current is None or not current.told:
        return next(reversed(teller.state.figures), "")
    return current.told[current.base]


def _value(teller: Teller, target: str, to: str) -> None:
    place = _place(teller, target)
    if place is None:
        raise Asked("correction", to)
    scenario, move = place
    if isinstance(move, Tell | Suppose) and (isinstance(move, Suppose) or move.as_ is As.BUDGET):
        _keep_scale(teller, target, to)
    _again(teller, scenario, move, fig=to)


_DIGITS = re.compile(r"[0-9][0-9,]*(?:[.][0-9]+)?")


def _keep_scale(teller: Teller, target: str, to: str) -> None:
    """A bare figure that sets an amount right has its scale: 500万, then 550; $3.4m, then 3.1."""
    figure = teller.intake.figure(to)
    told = teller.desk.ledger.facts.get(teller.state.figures.get(target, target))
    if figure is None or figure.low is None or told is None or not isinstance(told.provenance, Given):
        return
    digits = _DIGITS.search(told.provenance.text)
    if digits is None or _DIGITS.fullmatch(figure.text.strip()) is None or not figure.low:
        return
    number = Decimal(digits[0].replace(",", ""))
    near = number and Decimal("0.1") <= figure.low / number <= 10
    if near and told.value > number:
        teller.intake.scales[to] = told.value / number


def _role(teller: Teller, target: str, to: str) -> None:
    place = _place(teller, target)
    if place is None:
        raise Asked("correction", target)
    scenario, move = place
    if to in (AI, MARKETING):
        _again(teller, scenario, move, of=to)
        return
    if scenario is not None:
        _forget(teller, scenario)
    role, _, subject = to.partition(":")
    teller.tell(Tell(fig=move.fig, as_=As(role) if role in set(As) else As.CONTEXT, of=subject))


def _currency(teller: Teller, target: str, to: str) -> None:
    """The amounts that were told without it get the currency."""
    from tools.quantities import UnitKind

    state, ledger = teller.state, teller.desk.ledger
    place = _place(teller, target)
    scenarios = [place[0]] if place and place[0] is not None else list(state.in_focus())
    for scenario in scenarios:
        for kept in (scenario.told, scenario.money):
            for base, fact_id in list(kept.items()):
                fact = ledger[fact_id]
                if fact.unit.kind is not UnitKind.MONEY:
                    continue
                kept[base] = ledger.add(
                    value=fact.value, unit=replace(fact.unit, code=to), provenance=fact.provenance,
                    comparator=fact.comparator, identity=fact.identity,
                    fact_id=state.new_figure() if fact.id.startswith("U") else "",
                ).id  # fmt: skip


def _period(teller: Teller, target: str, to: str) -> None:
    place = _place(teller, target)
    if place is None:
        raise Asked("correction", target)
    scenario, move = place
    _again(teller, scenario, move, per=to)


def _scenario(teller: Teller, target: str, to: str) -> None:
    place = _place(teller, target)
    if place is None or place[0] is None:
        raise Asked("correction", target)
    scenario = place[0]
    state = teller.state
    state.scenarios[to] = scenario
    del state.scenarios[scenario.name]
    state.focus = [to if name == scenario.name else name for name in state.focus]
    scenario.name = scenario.label = to


def _subject(teller: Teller, target: str, to: str) -> None:
    """A spend or a KPI's figure was of something else."""
    place = _place(teller, target)
    if place is None:
        raise Asked("correction", target)
    scenario, move = place
    if isinstance(move, Tell) and scenario is not None and move.as_ is As.SPENT:
        scenario.spends = [s for s in scenario.spends if s.fact != teller.state.figures.get(target, target)]
    for entry in teller.state.kpis.values():
        for role in [r for r, fact in entry.figures.items() if fact == teller.state.figures.get(target, target)]:
            del entry.figures[role]
    _again(teller, scenario, move, of=to)


def _moved(teller: Teller, target: str, to: str, part: str) -> None:
    """A part of a spend was of something else: it is entered there, and the rest stays where it is."""
    scenario, old = _entry(teller, target, part)
    teller.state.focus = [scenario.name]
    teller.tell(Tell(fig=part, as_=As.SPENT, of=to, when=old.when, label=old.label, status="more"))
    _without(teller, scenario, old, teller.desk.ledger[scenario.spends[-1].fact])


def _partly_gone(teller: Teller, target: str, to: str, part: str) -> None:  # noqa: ARG001
    """A part of the money that was spent came back: the entry is smaller by so much."""
    scenario, old = _entry(teller, target, part)
    name = name_of(teller.desk.framework, AI if old.subject == "plan" else old.subject)
    identity = Identity(Role.SPEND, old.subject, name, period=old.when or "year", scenario=scenario.name)
    _without(teller, scenario, old, teller.intake.money(part, identity))


def _entry(teller: Teller, target: str, part: str) -> tuple[Scenario, Spend]:
    """The entry that a figure or fact stands for, with the budget that it is of."""
    place, fact = _place(teller, target), teller.state.figures.get(target, target)
    scenario = place[0] if place is not None else None
    found = [s for s in scenario.spends if s.fact == fact] if scenario is not None else []
    if scenario is None or not found:
        raise Asked("correction", part)
    return scenario, found[0]


def _without(teller: Teller, scenario: Scenario, old: Spend, part: Fact) -> None:
    """An entry without a part of it."""
    from tools.spend import less

    rest = less(teller.desk.at(scenario.name), spent=teller.desk.ledger[old.fact], part=part)
    scenario.spends[scenario.spends.index(old)] = replace(old, fact=rest.id)


def _gone(teller: Teller, target: str, to: str) -> None:
    """Money that was not spent after all is taken out of the book."""
    fact = teller.state.figures.get(target, target)
    for scenario in teller.state.scenarios.values():
        for kept in (scenario.spends, scenario.contested):
            found = [s for s in kept if s.fact == fact]
            for spend in found:
                kept.remove(spend)
            if found:
                return
    raise Asked("correction", to)


def _named(teller: Teller, target: str, to: str) -> None:
    """A scenario gets a name of the user's."""
    scenario = _meant(teller, target)
    if any(s.label == to for s in teller.state.scenarios.values() if s is not scenario):
        raise Asked("name_taken")
    scenario.label = to


def _chosen(teller: Teller, target: str, to: str) -> None:  # noqa: ARG001
    """A supposed scenario becomes the plan: what is spent is held against it from now on."""
    scenario, real = _meant(teller, target), teller.state.real
    if real is not None and real is not scenario and not scenario.spends:
        scenario.spends = list(real.spends)
    scenario.status = "told"
    teller.state.focus = [scenario.name]


def _meant(teller: Teller, target: str) -> Scenario:
    """The scenario that a name or a figure stands for."""
    state = teller.state
    if target in state.scenarios:
        return state.scenarios[target]
    place = _place(teller, target)
    if place is None or place[0] is None:
        raise Asked("correction", target)
    return place[0]


def _whose(teller: Teller, target: str, to: str) -> None:  # noqa: ARG001
    """Of two people's entries of a line and period those of one count, or both."""
    settled = False
    for scenario in teller.state.scenarios.values():
        for spend in list(scenario.contested):
            rivals = [
                s for s in scenario.spends if (s.subject, s.when, s.label) == (spend.subject, spend.when, spend.label)
            ]
            if to == spend.by:
                scenario.spends = [s for s in scenario.spends if s not in rivals]
            if to in ("both", spend.by):
                scenario.spends.append(spend)
            elif not any(s.by == to for s in rivals):
                continue
            scenario.contested.remove(spend)
            settled = True
    if not settled:
        raise Asked("conflict")


#: What is meant where nothing is named: the budget at hand, or everything.
_AT_HAND: Mapping[What, Callable[[Teller], str]] = {
    What.NAME: _current,
    What.PLAN: _current,
    What.WHOSE: lambda _: "book",
}
_DO: Mapping[What, Callable[[Teller, str, str], None]] = {
    What.VALUE: _value, What.ROLE: _role, What.CURRENCY: _currency, What.PERIOD: _period, What.SCENARIO: _scenario,
    What.SUBJECT: _subject, What.GONE: _gone, What.NAME: _named, What.PLAN: _chosen, What.WHOSE: _whose,
}  # fmt: skip


def _again(teller: Teller, scenario: Scenario | None, move: Tell | Suppose, **changes: str) -> None:
    """Tell ``move`` again with other slots, in the place of what it told."""
    state = teller.state
    again = as_told(move, **changes) if isinstance(move, Tell) else None
    if scenario is None:
        assert again is not None
        teller.tell(again)
        return
    if again is None:
        from dataclasses import replace

        assert isinstance(move, Suppose)
        origin = scenario.comes_from
        del state.scenarios[scenario.name]
        state.focus = [origin] if origin in state.scenarios else []
        suppose(teller, replace(move, **changes))  # type: ignore[arg-type]
        return
    if again.as_ is As.BUDGET:
        # "Make it 5m" is said in the currency that the budget had.
        teller.intake.currency = teller.intake.currency or _currency_of(teller, scenario)
        scenario.money.clear()
        scenario.told.clear()
        again = as_told(again, in_=scenario.name)
        teller.tell(again)
        state.focus = [scenario.name]
        return
    if again.as_ is As.SPENT:
        old = state.figures.get(move.fig, move.fig)
        scenario.spends = [s for s in scenario.spends if s.fact != old]
    state.focus = [scenario.name]
    teller.tell(again)


def _currency_of(teller: Teller, scenario: Scenario) -> str:
    code = teller.desk.ledger[scenario.budget].currency if scenario.budget else None
    return "" if code in (None, NO_CURRENCY) else code


def _place(teller: Teller, target: str) -> tuple[Scenario | None, Tell | Suppose] | None:
    """Where the figure ``target`` was told, and the move that would tell it."""
    state = teller.state
    fact = state.figures.get(target, target)
    fig = target if is_figure(target) else fact
    for scenario in reversed(state.scenarios.values()):
        for base, told in scenario.told.items():
            if told == fact:
                supposed = scenario.status == "supposed" and scenario.comes_from
                if supposed and not scenario.label:
                    return scenario, Suppose(fig=fig, of=base)
                return scenario, Tell(fig=fig, as_=As.BUDGET, of=base)
        found = _within(scenario, fact, fig)
        if found is not None:
            return scenario, found
    return _outside(teller, fact, fig)


def _outside(teller: Teller, fact: str, fig: str) -> tuple[None, Tell] | None:
    """The same for what belongs to no scenario: KPIs, rates, counts."""
    state = teller.state
    for kpi, entry in state.kpis.items():
        for role, told in entry.figures.items():
            if told == fact:
                return None, Tell(fig=fig, as_=As(role), of=kpi, when=entry.when.get(role, ""))
    for pair, told in state.rates.items():
        if told == fact:
            base, _, quote = pair.partition("/")
            return None, Tell(fig=fig, as_=As.RATE, base=base, quote=quote)
    for subject, told in state.counts.items():
        if told == fact:
            return None, Tell(fig=fig, as_=As.COUNT, of=subject)
    return None


def _within(scenario: Scenario, fact: str, fig: str) -> Tell | None:
    if scenario.share == fact:
        return Tell(fig=fig, as_=As.SHARE, of=AI)
    for role, kept in ((As.WEIGHT, scenario.weights), (As.FLOOR, scenario.floors), (As.CAP, scenario.caps)):
        for subject, told in kept.items():
            if told == fact:
                return Tell(fig=fig, as_=role, of=subject)
    for spend in scenario.spends:
        if spend.fact == fact:
            return Tell(fig=fig, as_=As.SPENT, of=spend.subject, when=spend.when, label=spend.label)
    return None


def _forget(teller: Teller, scenario: Scenario) -> None:
    """A scenario that never was one: its figure is something else."""
    state = teller.state
    state.scenarios.pop(scenario.name, None)
    state.focus = [name for name in state.focus if name != scenario.name] or list(state.scenarios)[-1:]
