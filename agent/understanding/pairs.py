"""What two amounts of a message are to each other, and an amount that was told before and is named again."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from agent.dialogue.moves import As, Ask, Goal, Move, Return, Tell
from agent.understanding.rules import Hit
from agent.understanding.tokens import Token
from agent.understanding.view import View


def _figures_ratio(view: View, hit: Hit, token: Token, place: int) -> tuple[Move, ...] | None:
    """What share one amount of the message is of another."""
    whole = hit.token(view.stream, "G")
    return (Ask(goal=Goal.RATIO, args=(token.value, whole.value)),) if whole is not None else None


def _figures_diff(view: View, hit: Hit, token: Token, place: int) -> tuple[Move, ...] | None:
    """One amount of the message less another."""
    other = hit.token(view.stream, "G")
    return (Ask(goal=Goal.DIFF, args=(token.value, other.value)),) if other is not None else None


def _old_value(view: View, hit: Hit, token: Token, place: int) -> tuple[Move, ...] | None:
    """Back to an amount that was told before and is named again."""
    value = view.figure(token.value).low
    word = view.stream.text[view.stream.spots[hit.start].start]
    if word.isascii():
        return None
    ledger = {fig for fig, fact in view.state.figures.items() if fact in _budgets(view)}
    return (Return(to=token.value),) if value is not None and ledger and view.known else None


def _budgets(view: View) -> set[str]:
    return {fact for s in view.state.scenarios.values() for fact in s.told.values()}


def _unit_pair(view: View, hit: Hit, token: Token, place: int) -> tuple[Move, ...] | None:
    """“1美元兑7.1”: one unit of another currency, and what it buys of the one at hand."""
    other = hit.token(view.stream, "G")
    one = view.figure(token.value)
    if other is None or one.low != 1 or one.unit.code in ("", "XXX"):
        return None
    said = [view.figure(t.value).unit.code for c in view.clauses for t in c.of("money")]
    home = next((code for code in said if code not in ("", "XXX", one.unit.code)), "CNY")
    return (Tell(fig=f"{token.value}={other.value}", as_=As.RATE, base=one.unit.code, quote=home),)


#: Moves by the role that a rule names.
PAIR_ROLES: Mapping[str, Callable[[View, Hit, Token, int], tuple[Move, ...] | None]] = {
    "figures_ratio": _figures_ratio,
    "figures_diff": _figures_diff,
    "old_value": _old_value,
    "unit_pair": _unit_pair,
}
