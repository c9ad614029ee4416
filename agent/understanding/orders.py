"""One sentence, mail or note that is to hold several facts: "the total of the three layers, spent so far, and what's left overall"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from agent.dialogue.moves import Ask, Goal
from agent.dialogue.names import AI, LAYERS
from agent.understanding.candidates import Candidate
from agent.understanding.outlays import spends
from agent.understanding.tokens import KPIS, Token
from agent.understanding.view import View

#: What parts the facts of an order.
_PARTS = frozenset({",", "and", "also", ";", ".", ":", "nl", "mark", "?"})
_SPENT = re.compile(r"\bspen[dt]\w*\b|\bpaid\b|\bused\b|花|支出|已用|用了")
_LEFT = re.compile(r"\bleft\b|\bremain\w*\b|\bunspent\b|\bbalance\b|剩|结余|余额")
_TOTAL = re.compile(r"\btotal\b|\bsum\b|\boverall\b|\bcombined\b|合计|总额|一共|总共|总计|加起来")
_LAYERS = re.compile(
    r"\bai (?:total|budget|spend|money)\b|ai(?:预算|投入|总额)|\blayers?\b|\bbuckets\b|\bthe three\b|三层|各层"
)
_MONEY = re.compile(r"\bbudget\b|\bamount\b|\byear\b|\bannual\b|\blayer\b|额度|预算|全年|多少|金额|是多少")


@dataclass(slots=True)
class _Fact:
    """The words of one fact, with what its tokens name."""

    tokens: list[Token] = field(default_factory=list)
    text: str = ""

    def values(self, kind: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(t.value for t in self.tokens if t.kind == kind))


def candidates(view: View) -> Iterator[Candidate]:
    """An order of several facts where every one of them is understood."""
    counts = tuple(view.place_of)
    if (
        any((view.figure(fig).low or 99) > 9 for fig in counts)
        or len(counts) > 1
        or not view.known
        or not spends(view)
        or not view.has("form", "summary", "give", "make")
    ):
        return
    if not view.has("form", "summary", "aud") or view.has("whatif", "diff", "ratio", "cur", "split", *KPIS):
        return
    facts = [fact for fact in _facts(view) if fact.tokens]
    asks: list[Ask] = []
    layer: tuple[str, ...] = ()
    for fact in (f for f in facts if f.tokens):
        ask = _ask(fact, layer)
        if ask is None:
            if asks and _says_something(fact):
                return  # a fact that nobody understood
            continue
        asks.append(ask)
        layer = fact.values("layer") or layer
    if len(asks) < 2 or not any(a.goal in (Goal.SPENT, Goal.LEFT) for a in asks):
        return
    asks[0] = replace(asks[0], echo=" ".join(counts))  # "in two sentences"
    yield Candidate("order.facts", tuple(asks), 10.0 * len(asks), frozenset(counts), keys=view.ask_keys, place=0.0)


def _facts(view: View) -> list[_Fact]:
    """The parts of a message at its marks, commas and joining words."""
    found = [_Fact()]
    for token in view.stream.spots:
        if token.kind in _PARTS:
            found.append(_Fact())
        else:
            found[-1].tokens.append(token)
    for fact in found:
        if fact.tokens:
            fact.text = view.stream.plain[fact.tokens[0].start : fact.tokens[-1].end]
    return found


_WRITING = frozenset({"form", "summary", "aud", "give", "make", "greet", "length", "lang", "thanks"})


def _says_something(fact: _Fact) -> bool:
    return any(t.kind not in _WRITING and t.kind not in ("word", "char", "name") for t in fact.tokens)


def _ask(fact: _Fact, layer: tuple[str, ...]) -> Ask | None:
    """The question that a fact answers; ``layer`` is that of the facts before."""
    layers, text = fact.values("layer"), fact.text
    whole = _LAYERS.search(text) is not None and not layers
    total = _TOTAL.search(text) is not None
    if _SPENT.search(text):
        own = layers or (() if whole or total else layer)
        return Ask(goal=Goal.SPENT, about=own or ((AI,) if whole else ()), when=" ".join(fact.values("day")))
    if _LEFT.search(text):
        own = layers or (() if whole or total else layer)
        return Ask(goal=Goal.LEFT, about=own or (LAYERS,))
    if layers and (_MONEY.search(text) or len(fact.tokens) == 1):
        return Ask(goal=Goal.AMOUNT, about=layers)
    if whole and total:
        return Ask(goal=Goal.AMOUNT, about=(LAYERS,))
    return None
