"""Going back: to the scenario before, to one with a value, to a named one, or to the start."""

from __future__ import annotations

import copy
from decimal import Decimal

from agent.dialogue.moves import Return
from agent.dialogue.names import is_figure
from agent.dialogue.replacing import give_back
from agent.dialogue.state import Scenario, Snapshot, State
from agent.dialogue.tells import Asked, Teller
from tools.quantities import UnitKind

#: Where an own split goes back to.
SOURCE = "source"


def go_back(teller: Teller, move: Return) -> str:
    """Put the focus back; says how: ``start``, ``undone``, ``focus``."""
    state = teller.state
    if move.to == "start":
        _clear(state)
        return "start"
    if move.to == "previous":
        return _previous(state, teller.message.turn)
    if move.to == SOURCE:
        _to_the_source(state, teller.message.turn)
        return "focus"
    if move.to in state.scenarios:
        give_back(state, move.to)
        _settle(state, move.to)
        state.focus = [move.to]
        return "focus"
    if is_figure(move.to):
        _to_value(teller, move.to)
        return "focus"
    raise Asked("return", move.to)


def _clear(state: State) -> None:
    fresh = State(language=state.language, speakers=state.speakers, next_figure=state.next_figure)
    for name in (
        "scenarios",
        "focus",
        "kpis",
        "counts",
        "rates",
        "context",
        "claims",
        "conflict",
        "asks",
        "pending",
        "shown",
        "history",
        "said",
    ):
        setattr(state, name, getattr(fresh, name))
    state.question = ""


def _previous(state: State, turn: int) -> str:
    """Take back the last change: a correction is undone, a supposition or another budget loses the focus."""
    if not state.history:
        raise Asked("previous")
    last = state.history[-1]
    same_turn = [s for s in state.history if s.turn == last.turn and s.turn != turn]
    first = same_turn[0] if same_turn else last
    corrected = any(s.kind == "correct" for s in same_turn or [last])
    if corrected:
        state.scenarios, state.kpis = copy.deepcopy(first.scenarios), copy.deepcopy(first.kpis)
    elif first.kpis != state.kpis and first.focus == state.focus:
        state.kpis = copy.deepcopy(first.kpis)
    elif first.focus == state.focus:
        corrected = _untell(state, first)
    state.focus = [name for name in first.focus if name in state.scenarios]
    give_back(state, *([] if corrected else state.focus))
    state.history = state.history[: state.history.index(first)]
    return "undone" if corrected else "focus"


def _untell(state: State, before: Snapshot) -> bool:
    """Take back a budget that was told of the case at hand: an AI budget beside the marketing budget. What was spent stays."""
    changed = False
    for name in before.focus:
        kept, here = before.scenarios.get(name), state.scenarios.get(name)
        if kept is not None and here is not None and kept.money != here.money:
            here.money, here.told, here.share = dict(kept.money), dict(kept.told), kept.share
            changed = True
    return changed


def _to_the_source(state: State, turn: int) -> None:
    """The cases at hand are split by the source again: own weights and limits, and another share for AI, are given up."""
    state.remember("correct", turn)
    state.focus = [s.comes_from if s.share and s.comes_from in state.scenarios else s.name for s in state.in_focus()]
    for scenario in state.in_focus():
        scenario.share = ""
        for own in (scenario.weights, scenario.floors, scenario.caps):
            own.clear()
        scenario.excess = ""


def _settle(state: State, chosen: str) -> None:
    if chosen in state.conflict:
        state.conflict = ()


def _to_value(teller: Teller, fig: str) -> None:
    """The scenario with that value, also one whose value was corrected away."""
    state, ledger = teller.state, teller.desk.ledger
    figure = teller.intake.figure(fig)
    if figure is not None:
        values = {figure.low, figure.high} - {None}
    else:
        known = teller.intake.known(fig)
        values = {known.value} if known else set()

    bare = figure is not None and figure.unit.kind is UnitKind.NUMBER

    def same(told: Decimal) -> bool:
        return told in values or (bare and any(v and (told / v).normalize().as_tuple().digits == (1,) for v in values))

    def holds(scenario: Scenario) -> bool:
        return any(same(ledger[f].value) for f in (*scenario.money.values(), *scenario.told.values()))

    for scenario in reversed(state.scenarios.values()):
        if holds(scenario):
            state.focus = [scenario.name]
            _settle(state, scenario.name)
            state.figures[fig] = scenario.budget
            return
    for snapshot in reversed(state.history):
        found = _kept(snapshot, holds)
        if found is not None:
            state.scenarios[found.name] = copy.deepcopy(found)
            state.focus = [found.name]
            state.figures[fig] = found.budget
            return
    raise Asked("return", fig)


def _kept(snapshot: Snapshot, holds: object) -> Scenario | None:
    assert callable(holds)
    return next((s for s in reversed(snapshot.scenarios.values()) if holds(s)), None)
