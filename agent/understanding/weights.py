"""Rows of weights without names: "our own split 6:3:1" is in the order of the layers, or of those that the clause names."""

from __future__ import annotations

from collections.abc import Iterator

from agent.dialogue.moves import As, Tell
from agent.understanding.candidates import Candidate
from agent.understanding.view import View
from tools.figures.model import Relation


def candidates(view: View) -> Iterator[Candidate]:
    """One candidate for a row of as many weights as there are layers."""
    for clause in view.clauses:
        row = [t for t in clause.tokens if t.is_figure and view.figure(t.value).relation is Relation.WEIGHT]
        if len(row) != len(view.layers) or clause.of("per", "day", "claim", "source"):
            continue
        named = clause.values("layer")
        layers = named if len(named) == len(row) else view.layers
        if named and len(named) != len(row):
            continue
        moves = tuple(Tell(fig=t.value, as_=As.WEIGHT, of=layer) for t, layer in zip(row, layers, strict=True))
        yield Candidate("weight.row", moves, 8.5, frozenset(t.value for t in row), place=float(row[0].start))
