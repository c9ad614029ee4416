"""What two amounts of a message are to each other, and an amount that was told before and is named again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise

from agent.dialogue.moves import As, Ask, Correct, Goal, Move, Return, Tell
from agent.understanding.candidates import Candidate
from agent.understanding.clauses import Clause
from agent.understanding.rules import Hit
from agent.understanding.tokens import Token
from agent.understanding.view import View
from tools.figures.model import Relation


def _figures_ratio(view: View, hit: Hit, token: Token, place: int) -> tuple[Move, ...] | None:
    """What share one amount of the message is of another."""
    whole = hit.token(view.stream, "G")
    return (Ask(goal=Goal.RATIO, args=(token.value, whole.value)),) if whole is not None else None


def _not_that(view: View, hit: Hit, token: Token, place: int) -> tuple[Move, ...] | None:
    """“90, not 80”: the second was told before and is replaced by the first."""
    old = hit.token(view.stream, "G")
    if old is None or view.state.current is None:
        return None
    if not any(word in view.stream.plain[token.end : old.start] for word in ("不是", "并非", "not ")):
        return None
    clause = view.clause(place)
    facts = (
        [s.fact for s in view.state.current.spends]
        if clause.of("spent", "spends")
        else list(view.state.current.told.values())
    )
    target = next((fig for fig, fact in reversed(view.state.figures.items()) if facts and fact == facts[-1]), "")
    return (Correct(target=target, to=token.value, echo=old.value),) if target else None


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


def candidates(view: View) -> Iterator[Candidate]:
    """What the amounts of the message are to each other without a pattern that says so."""
    yield from _rates(view)
    yield from _left_of_plan(view)


def _rates(view: View) -> Iterator[Candidate]:
    """One unit of a currency beside what it is in another: "一美元兌32台幣", "1块人民币当1.08港币", "HK$7.8 to US$1"."""
    figures = [*view.stream.figures.items()]
    for (first, one), (second, two) in pairwise(figures):
        if one.group is None or one.group != two.group or {one.relation, two.relation} != _SIDES:
            continue
        if first not in view.place_of or second not in view.place_of:
            continue
        start, end = view.place_of[first], view.place_of[second]
        move = Tell(fig=f"{first}={second}", as_=As.RATE, base=one.unit.code, quote=two.unit.code)
        takes = frozenset(n for n in range(start, end) if not view.stream.spots[n].is_figure)
        yield Candidate("rate.pair", (move,), 5.2, frozenset({first, second}), takes, place=float(one.start))


def _left_of_plan(view: View) -> Iterator[Candidate]:
    """What is left of an amount that a layer was given by the user's own plan: "能力层预算60万，已经花了22万，还剩多少"."""
    asking = next((n for n, c in enumerate(view.clauses) if c.of("left", "over", "unspent")), None)
    spent = tuple(t.value for c in view.clauses for t in c.of("money") if _paid(view, t, c))
    plans = [(t, c) for c in view.clauses for t in c.of("money") if t.value not in spent and _planned(view, t, c)]
    amounts = sum(len(c.of("money")) for c in view.clauses)
    if asking is None or not spent or len(plans) != 1 or amounts != len(spent) + 1:
        return
    plan, _ = plans[0]
    move = Ask(goal=Goal.REST, about=(plan.value,), args=spent)
    keys = frozenset({f"ask{asking}", *(f"ask{n}" for n, c in enumerate(view.clauses) if c.of("money"))})
    yield Candidate("left.of_plan", (move,), 13.0, frozenset({plan.value, *spent}), keys=keys, place=float(plan.start))


_SIDES = {Relation.BASE, Relation.QUOTE}


def _paid(view: View, token: Token, clause: Clause) -> bool:
    """Whether a word of spending stands before an amount, with nothing but filling between."""
    place = view.place_of[token.value]
    return (
        place > clause.start
        and view.stream.spots[place - 1].kind in ("spent", "spends")
        and not _planned(view, token, clause)
    )


def _planned(view: View, token: Token, clause: Clause) -> bool:
    """Whether an amount is what a layer has for the year."""
    text = view.stream.plain[clause.tokens[0].start : token.start]
    return _PLAN.search(text) is not None and bool(clause.of("layer")) and not clause.of("marketing")


_PLAN = re.compile(
    r"(?:层|层面|那层|这层)(?:今年|全年|一年|年度|的|总共|总共|一共|这块|总)*(?:预算|额度|经费|(?:能|可以|可|计划|打算)(?:花|用|投))(?:是|为|有|共|一共)?$"
)


#: Moves by the role that a rule names.
PAIR_ROLES: Mapping[str, Callable[[View, Hit, Token, int], tuple[Move, ...] | None]] = {
    "figures_ratio": _figures_ratio,
    "figures_diff": _figures_diff,
    "not_that": _not_that,
    "old_value": _old_value,
    "unit_pair": _unit_pair,
}
