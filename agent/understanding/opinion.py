"""A second opinion of a reading: how likely each question is from the classes of words alone, by a linear model learned from the corpora.

The rules know what a message can mean; they do not know what they have never seen. The model knows nothing of meaning, only which classes of words went with
which question in conversations that were read rightly. Where it finds a question of the rules next to impossible, the reply asks whether it is meant.
``python -m tests.understanding.learn`` writes the weights (``opinion.txt``) and measures them on sets that were left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from math import exp
from pathlib import Path

from agent.dialogue.moves import Ask, Move, Unread
from agent.understanding.clauses import Clause
from agent.understanding.tokens import FIGURES, KPIS, Token
from agent.understanding.view import View

WEIGHTS = Path(__file__).with_name("opinion.txt")
#: Classes of which only the class counts: which layer or currency it is says nothing about what is asked.
_BARE = frozenset({*FIGURES, *KPIS, "layer", "project", "quadrant", "phase", "name", "day", "cur", "topic"})
_UNKNOWN = frozenset({"word", "char"})
#: How far apart two classes of a clause are still a feature.
REACH = 5
#: A message of no more tokens says too little to doubt what it goes on from.
ELLIPSIS = 4
#: A question that is less likely is doubted.
DOUBT = 0.02
#: Unless its own clause alone makes it this likely.
SURE = 0.3


def features(clauses: Sequence[Clause]) -> frozenset[str]:
    """What a message (or a clause of it) is to the model: the classes of each clause, alone, next to each other and a little apart; no words and no names."""
    return frozenset(_features(clauses))


def _features(clauses: Sequence[Clause]) -> Iterator[str]:
    for clause in clauses:
        names = [_name(t) for t in clause.tokens if t.kind not in _UNKNOWN]
        yield from names
        yield from (f"{a} {b}" for a, b in pairwise(["^", *names, "$"]))
        yield from (f"{a} .. {b}" for n, a in enumerate(names) for b in names[n + 2 : n + REACH])
        if clause.asked:
            yield from (f"?{n}" for n in names)


def _name(token: Token) -> str:
    return token.kind if token.kind in _BARE or not token.value else f"{token.kind}.{token.value}"


@cache
def _weights() -> tuple[Mapping[str, str], tuple[str, ...], tuple[float, ...]]:
    """The weights of every feature as written (``number of the label:weight``), the labels, and what each weighs without a feature."""
    head, *lines = WEIGHTS.read_text(encoding="utf-8").splitlines()
    names, biases = zip(*(part.split(":") for part in head.split("\t")), strict=True)
    table = dict(line.split("\t", 1) for line in lines)
    return table, tuple(names), tuple(map(float, biases))


def likelihood(seen: Iterable[str]) -> Mapping[str, float]:
    """How likely each label is where these features stand, from 0 to 1."""
    table, names, biases = _weights()
    sums = list(biases)
    for feature in seen:
        for cell in table.get(feature, "").split():
            label, _, weight = cell.partition(":")
            sums[int(label)] += float(weight)
    return {name: 1 / (1 + exp(-max(min(x, 30.0), -30.0))) for name, x in zip(names, sums, strict=True)}


def label_of(ask: Ask) -> str:
    """What the model calls a question: its goal."""
    return ask.goal.value


def doubted(view: View, moves: tuple[Move, ...], places: Mapping[Move, int]) -> tuple[Move, ...]:
    """The moves, with the questions marked that neither the whole message nor their own clause makes likely: they are asked about, not answered.

    ``places`` are the clauses of the questions that may be doubted: those of rules for a clause, not of constructions that read a whole message.
    """
    if not places or len(view.stream.spots) <= ELLIPSIS:
        return moves  # "and for tactical?": what it goes on from says what it asks
    whole = likelihood(features(view.clauses))
    found: list[Move] = []
    for move in moves:
        place = places.get(move)
        if not isinstance(move, Ask) or place is None or _likely(view, move, place, whole):
            found.append(move)
            continue
        text = view.text(view.clauses[place])
        words = text[:_LINE].rstrip()
        start = max(view.stream.text.find(words), 0)
        found.append(replace(move, unsure=text if len(text) <= _LINE else f"{words}…"))
        found.append(Unread(text=words, why="unsure", start=start, end=start + len(words)))
    return tuple(found)


def _likely(view: View, ask: Ask, place: int, whole: Mapping[str, float]) -> bool:
    """Whether the whole message makes a question likely enough, or its own clause alone makes it likely."""
    label = label_of(ask)
    if whole.get(label, 1.0) >= DOUBT:
        return True
    return len(view.clauses) > 1 and likelihood(features([view.clauses[place]]))[label] >= SURE


_LINE = 100
