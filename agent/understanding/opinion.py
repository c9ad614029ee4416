"""A second opinion of a reading: how likely each question is from the classes of words alone, by a linear model learned from the corpora.

The rules know what a message can mean; they do not know what they have never seen. The model knows nothing of meaning, only which classes of words went with
which question in conversations that were read rightly. Where it finds a question of the rules next to impossible, the reply asks whether it is meant.
``python -m tests.understanding.learn`` writes the weights (``opinion.txt``) and measures them on sets that were left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from itertools import pairwise
from math import exp
from pathlib import Path

from agent.dialogue.moves import Ask, Move, Suppose
from agent.understanding.tokens import FIGURES, KPIS, Token
from agent.understanding.view import View

WEIGHTS = Path(__file__).with_name("opinion.txt")
#: Classes of which only the class counts: which layer or currency it is says nothing about what is asked.
_BARE = frozenset({*FIGURES, *KPIS, "layer", "project", "quadrant", "phase", "name", "day", "cur", "topic"})
_UNKNOWN = frozenset({"word", "char"})
#: How far apart two classes of a clause are still a feature.
REACH = 5
#: A question that is less likely is doubted.
DOUBT = 0.03


def features(view: View) -> frozenset[str]:
    """What a message is to the model: the classes of each clause, alone, next to each other and a little apart; no words and no names."""
    return frozenset(_features(view))


def _features(view: View) -> Iterator[str]:
    for clause in view.clauses:
        names = [_name(t) for t in clause.tokens if t.kind not in _UNKNOWN]
        yield from names
        yield from (f"{a} {b}" for a, b in pairwise(["^", *names, "$"]))
        yield from (f"{a} .. {b}" for n, a in enumerate(names) for b in names[n + 2 : n + REACH])
        if clause.asked:
            yield from (f"?{n}" for n in names)


def _name(token: Token) -> str:
    return token.kind if token.kind in _BARE or not token.value else f"{token.kind}.{token.value}"


def labels(moves: Iterable[Move]) -> frozenset[str]:
    """What the model tells of a list of moves: its goals, and how it supposes."""
    found = (f"ask.{m.goal.value}" if isinstance(m, Ask) else f"suppose.{m.op.value}" if isinstance(m, Suppose) else "" for m in moves)
    return frozenset(found) - {""}


@cache
def _weights() -> tuple[Mapping[str, str], tuple[str, ...], tuple[float, ...]]:
    """The weights of every feature as written (``number of the label:weight``), the labels, and what each weighs without a feature."""
    head, *lines = WEIGHTS.read_text(encoding="utf-8").splitlines()
    names, biases = zip(*(part.split(":") for part in head.split("\t")), strict=True)
    table = dict(line.split("\t", 1) for line in lines)
    return table, tuple(names), tuple(map(float, biases))


def likelihood(view: View) -> Mapping[str, float]:
    """How likely each label is for a message, from 0 to 1."""
    table, names, biases = _weights()
    sums = list(biases)
    for feature in features(view):
        for cell in table.get(feature, "").split():
            label, _, weight = cell.partition(":")
            sums[int(label)] += float(weight)
    return {name: 1 / (1 + exp(-max(min(x, 30.0), -30.0))) for name, x in zip(names, sums, strict=True)}


def doubted(view: View, moves: tuple[Move, ...], places: Mapping[Move, int]) -> tuple[Move, ...]:
    """The moves, with the questions that the words make next to impossible marked: they are asked about, not answered."""
    if not any(isinstance(m, Ask) for m in moves):
        return moves
    found = likelihood(view)
    return tuple(
        replace(m, unsure=_words(view, places.get(m))) if isinstance(m, Ask) and found.get(f"ask.{m.goal.value}", 1.0) < DOUBT else m
        for m in moves
    )


def _words(view: View, clause: int | None) -> str:
    """The words of the clause that a question came from, else of the whole message, cut to a line."""
    text = view.text(view.clauses[clause]) if clause is not None and clause < len(view.clauses) else view.stream.text.strip()
    return text if len(text) <= _LINE else f"{text[:_LINE].rstrip()}…"


_LINE = 100
