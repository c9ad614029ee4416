"""Amounts that are said again to point at something: “the 60k isn't approved”, “for the 1.2m”, 那按60万分, 比1500万那版.

Such an amount tells nothing new. Where it is the budget of a case that is not at hand, that case is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from agent.dialogue.moves import Ask, Goal, Return
from agent.dialogue.names import LAYERS
from agent.understanding.candidates import Candidate

if TYPE_CHECKING:
    from agent.understanding.tokens import Token
    from agent.understanding.view import View

_BEFORE = re.compile(
    r"(?:\b(?:the|that|those|this|our|their|its|my)(?: (?:real|original|old|new|full|whole|first|previous|other|extra|additional|added|remaining))?|\b(?:back to|just us|only us|versus|vs|than|compared (?:to|with))|比|那|那个|那笔|这|这个|这笔|按|按照|回到|照|用|就|原来的?|之前的?|刚才的?|当初的?|的)[ ,，]*$"
)
_BEHIND = re.compile(
    r"^[ ]?(?:那版|那个版本|那一?版|那种情况|的?那个|的?方案|的时候|的?基础上?|的?口径|这版|版本|version|case|scenario|one\b|budget\b|is ?n[o']?t|isn|was ?n|wasn|(?:没|未|不)(?:批|下来|算|通过|给)|是(?:追加|给))"
)
_BACK = re.compile(r"\bback to\b|\bundo\b|\bfor the\b|\bwith the\b|\bon the\b|回到|按|照|那版|的方案|方案")
_AGAINST = re.compile(r"(?:比|than|compared (?:to|with)|versus|vs\.?|against)[ ]?(?:the |that |那)?$")
#: What is compared with the one at hand stays where it is, too.
_THAN_NOW = re.compile(
    r"(?:比|跟|和|与)(?:现在|目前|当前|这版|这个|现有)|\b(?:than|versus|vs\.?|against|compared (?:to|with)) (?:now|today|this|the current|what we have)\b"
)


def _beside_now(view: View, token: Token, case: str, now: str) -> Iterator[Candidate]:
    """1500万那版比现在多多少: the case pointed at, beside the one at hand, which stays."""
    if len(view.place_of) != 1 or view.has("spent", "left"):
        return
    layers = tuple(dict.fromkeys(t.value for t in view.of("layer"))) or (LAYERS,)
    asks = tuple(Ask(goal=Goal.DIFF, args=(f"{x}@{case}", f"{x}@{now}"), echo=token.value) for x in layers)
    yield Candidate("pointing.beside", asks, 14.0, frozenset({token.value}), keys=view.ask_keys, place=0.0)


def points(view: View, token: Token) -> bool:
    """Whether an amount stands where one is pointed at, and is one that the conversation knows."""
    value = view.figure(token.value).low
    if token.kind != "money" or value is None or value not in _known(view):
        return False
    plain = view.stream.plain
    return bool(_BEFORE.search(plain[: token.start]) or _BEHIND.search(plain[token.end :]))


def _known(view: View) -> frozenset[Decimal]:
    """The amounts that were told, and those of the budgets that there are."""
    facts = (*view.state.figures.values(), *(s.budget for s in view.state.scenarios.values() if s.budget))
    return frozenset(value for fact in facts if (value := view.amount_of(fact)) is not None)


_TAKEN_OFF = re.compile(
    r"\b(?:take|taking|minus|less|deduct\w*|subtract\w*|net of|knock\w*|after|without)\b|[减扣][掉去除了]?|刨[掉去除]|除去|去掉|算上|拿掉"
)


def _spent_already(view: View) -> Iterator[Candidate]:
    """“Take that 40k off tactical, what's left": money that is booked is not booked again."""
    said = [t for t in view.of("money") if points(view, t)]
    current = view.state.current
    if len(said) != 1 or len(view.place_of) != 1 or current is None or not view.has("left", "rest", "unspent"):
        return
    value = view.figure(said[0].value).low
    entries = [s for s in current.spends if view.amount_of(s.fact) == value]
    layers = tuple(dict.fromkeys(t.value for t in view.of("layer"))) or tuple({s.subject for s in entries})
    if not _TAKEN_OFF.search(view.stream.plain) or not any(s.subject in layers for s in entries):
        return
    ask = Ask(goal=Goal.LEFT, about=layers, echo=said[0].value)
    words = frozenset(n for n, t in enumerate(view.stream.spots) if not t.is_figure)
    yield Candidate("pointing.spent", (ask,), 12.0, frozenset({said[0].value}), words, view.ask_keys, 0.0)


def candidates(view: View) -> Iterator[Candidate]:
    """The case whose budget is pointed at, where another one is at hand; and spending that is pointed at."""
    yield from _spent_already(view)
    current = view.state.current
    for token in view.of("money"):
        if current is None or not _BACK.search(view.stream.plain) or not points(view, token):
            continue
        if _AGAINST.search(view.stream.plain[: token.start]):
            continue  # what is compared with stays where it is
        value = view.figure(token.value).low
        cases = [s for s in view.state.scenarios.values() if s.budget and view.amount_of(s.budget) == value]
        if len(cases) != 1 or cases[0] is current or view.amount_of(current.budget) == value:
            continue
        if _THAN_NOW.search(view.stream.plain[token.end :]):
            yield from _beside_now(view, token, cases[0].name, current.name)
            continue
        yield Candidate(
            "pointing", (Return(to=cases[0].name),), 3.4, frozenset({token.value}), place=float(token.start)
        )
