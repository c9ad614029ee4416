"""What was told before was of another base, currency or period: "that's per month", "just for AI", "euros, not dollars"."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from agent.dialogue.moves import Ask, Correct, Goal, Move, Op, Suppose, What
from agent.dialogue.names import AI, MARKETING
from agent.dialogue.tells import READINGS
from agent.understanding.clauses import Clause
from agent.understanding.rules import Rule
from agent.understanding.tokens import Token
from agent.understanding.view import View


def _told(view: View) -> str:
    """The figure of the budget at hand; empty where none was told, or this message brings figures."""
    current = view.state.current
    if current is None or not current.told or view.stream.figures:
        return ""
    fact = current.told.get(current.base) or next(reversed(current.told.values()))
    return next((fig for fig, f in view.state.figures.items() if f == fact), fact)


def meant(view: View, clause: Clause, kind: str) -> str:
    """Which of the values of ``kind`` is meant: the first that no "not" stands before."""
    spots = view.stream.spots
    for n in range(clause.start, clause.end):
        if spots[n].kind != kind:
            continue
        before = spots[n - 1] if n > clause.start else None
        if before is None or not _denies(view, before):
            return spots[n].value
    return ""


def _denies(view: View, token: Token) -> bool:
    denied = token.kind == "wrong" and view.stream.plain[token.start : token.end].endswith(("不是", "并非", "唔系"))
    return (
        denied
        or token.kind == "not"
        or (
            token.kind == "notmine"
            and view.stream.plain[token.start : token.end].startswith(("not", "isn't", "is not", "不"))
        )
    )


#: How a statement about what was told before begins.
_SAYS = re.compile(
    r"\b(?:that|this|it|they|those|these|(?:that|this|the) (?:figure|number|amount|budget|sum|one|money|value))(?:['’]?s|['’]?re| is| was| are| were)\b|\bits (?=a |an |per |in |the |for |just |only |month|quarter|week|year|eur|usd|gbp|pound|dollar)|[那这它](?:就?是|个?是)"
)


def _states(view: View, clause: Clause) -> bool:
    """Whether a clause says what something is: "that's …", "it is …", "sorry, …", and asks nothing."""
    if clause.asked or clause.of("howmuch", "give", "split", "layer", "layers", "ne", "how"):
        return False
    said = [c for c in view.sentence(clause) if c.start < clause.start]
    if clause.of("wrong") or (said and all(c.of("wrong") and len(c.tokens) < 3 for c in said)):
        return True
    text = view.stream.plain[max(clause.tokens[0].start - 10, 0) : clause.tokens[-1].end]
    return _SAYS.search(text) is not None


def _settles(view: View, clause: Clause, to: str) -> bool:
    """Whether a bare rhythm says which reading of "biweekly" is meant, while both are at hand."""
    return (
        len(view.state.focus) > 1
        and set(view.state.focus) == set(READINGS.values())
        and to in READINGS
        and not clause.of("howmuch", "layer", "layers")
    )


#: Money questions whose result may be wanted for another period.
_BY_PERIOD = frozenset({Goal.AMOUNT, Goal.SUM, Goal.SPLIT})


def _of_the_result(view: View, clause: Clause) -> bool:
    """Whether the period is that of the result: the budget was told with its own, and a question of money was answered since ("sorry, for the full year I mean")."""
    current, asked = view.state.current, view.state.last_asks()
    assert current is not None
    given = current.told.get(current.base) not in ("", None, current.money.get(current.base))
    text = view.stream.plain[max(clause.tokens[0].start - 10, 0) : clause.tokens[-1].end]
    later = bool(view.state.shown) and view.state.shown[-1].turn > 1
    return (
        given
        and later
        and _SAYS.search(text) is None
        and bool(asked)
        and asked[-1].goal in _BY_PERIOD
        and bool(asked[-1].about)
    )


def _period(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """The budget told before was for another period."""
    target = _told(view)
    to = meant(view, clause, "per")
    if not target or not to or to == "head" or not (_states(view, clause) or _settles(view, clause, to)):
        return None
    if _of_the_result(view, clause):
        return (Ask(goal=Goal.SAME, per=to),)
    return (Correct(what=What.PERIOD, target=target, to=to),)


def _base(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """The budget told before is AI money, or all of marketing."""
    target = _told(view)
    if not target or not _states(view, clause) or clause.of("per"):
        return None
    spots = view.stream.spots
    for n in range(clause.start, clause.end):
        if spots[n].kind not in ("ai", "aibudget", "marketing"):
            continue
        near = [t for t in spots[max(clause.start, n - 2) : n] if t.kind in ("not", "notmine", "wrong")]
        if near and _denies(view, near[-1]):
            continue
        to = MARKETING if spots[n].kind == "marketing" else AI
        current = view.state.current
        return (Correct(what=What.ROLE, target=target, to=to),) if current is not None and current.base != to else None
    return None


def _supposed_base(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """“What if it's the whole marketing budget instead?”: the amount at hand, supposed to be of the other base."""
    target, current = _told(view), view.state.current
    if not target or current is None or any(t.kind not in _OF_A_BASE for t in clause.tokens):
        return None
    to = AI if clause.of("ai", "aibudget") else MARKETING
    return (Suppose(fig=target, op=Op.SET, of=to),) if current.base != to else None


#: All that such a supposition holds; "what if the marketing budget doubles" is another.
_OF_A_BASE = frozenset(
    "and but whatif that is before word char notmine marketing budget ai aibudget ne total for".split()
)


def _currency(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """The budget told before is in another currency: "thats in euros", "sorry, euros not dollars"."""
    target = _told(view)
    to = meant(view, clause, "cur")
    if not target or not to or clause.asked or clause.of("howmuch", "give", "split", "layer", "convert"):
        return None
    current = view.state.current
    assert current is not None
    denied = len(clause.of("cur")) > 1 and any(
        _denies(view, view.stream.spots[n - 1])
        for n in range(clause.start + 1, clause.end)
        if view.stream.spots[n].kind == "cur"
    )
    said = clause.of("wrong") or denied or _states(view, clause)
    return (Correct(what=What.CURRENCY, target=target, to=to),) if said else None


CORRECTIONS: Mapping[str, Callable[[View, Rule, Clause], tuple[Move, ...] | None]] = {
    "wrong_period": _period,
    "other_base": _base,
    "supposed_base": _supposed_base,
    "wrong_currency": _currency,
}
