"""What was told before that a new figure could be another value of."""

from __future__ import annotations

from agent.dialogue.moves import Goal
from agent.understanding.tokens import KPIS, Token
from agent.understanding.view import View


def told_like(view: View, token: Token) -> str:
    """The figure told last whose unit a new one could replace, by its id."""
    state = view.state
    if token.kind in ("money", "num") and state.current is not None and state.current.told:
        kpi = any(a.startswith("kpi.") for ask in state.last_asks() for a in ask.about)
        if not (kpi and token.kind == "num"):
            target = by_fact(view, _nearest_told(view, token))
            if not too_small(view, token, target):
                return target
    if found := next((fig for fig in reversed(state.figures) if _replaceable(view, fig, token)), ""):
        return found
    counted = next(reversed(state.counts.values()), "") if token.kind in ("people", "num") else ""
    return by_fact(view, counted) if counted else ""


def _replaceable(view: View, fig: str, token: Token) -> bool:
    """Whether a figure told before is a KPI's, or the share at hand, and a new one of this unit can stand for it."""
    state, fact = view.state, view.state.figures[fig]
    named = view.clause(view.place_of[token.value]).values(*KPIS)
    if any(fact in entry.figures.values() for kpi, entry in state.kpis.items() if not named or kpi in named):
        return token.kind in ("money", "num", "pct", "frac", "people", "count", "dur")
    return state.current is not None and fact == state.current.share and token.kind in ("pct", "frac")


def too_small(view: View, token: Token, target: str) -> bool:
    """Whether a bare small number would replace an amount, or an amount one that is many times as large: it sets something else right."""
    value, told = view.figure(token.value).low, view.amount_of(view.state.figures.get(target, target))
    if value is None or told is None:
        return False
    bare = token.kind == "num" and abs(value) < 100 < told
    return bare or (token.kind in ("num", "money") and abs(value) >= 1000 and told > abs(value) * OTHER)


#: From so many times on, one amount is no other value of the other; a zero too many is ten times.
OTHER = 12


def _nearest_told(view: View, token: Token) -> str:
    """The budget at hand, or the money spent last: which of them a new amount is likelier to be another value of."""
    current = view.state.current
    assert current is not None
    budget = next(reversed(current.told.values()))
    if not current.spends or not any(a.goal in (Goal.LEFT, Goal.PACE, Goal.PERPART) for a in view.state.last_asks()):
        return budget
    value = view.figure(token.value).low
    spent, whole = (view.amount_of(fact) for fact in (current.spends[-1].fact, budget))
    if value is None or not spent or not whole or value <= 0:
        return budget
    far = [max(value / told, told / value) for told in (spent, whole)]
    return current.spends[-1].fact if far[0] < far[1] else budget


def by_fact(view: View, fact: str) -> str:
    return next((fig for fig in reversed(view.state.figures) if view.state.figures[fig] == fact), fact)
