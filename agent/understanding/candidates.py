"""What a message may mean, piece by piece: each candidate is a few moves with a score, and what it uses up."""

from __future__ import annotations

from dataclasses import dataclass

from agent.dialogue.moves import Move


@dataclass(frozen=True, slots=True)
class Candidate:
    """Moves proposed by the rule ``name``. ``figs`` are figures that they use; no two candidates of a reading share one.

    ``takes`` are places of the stream that they consume, ``key`` is what only one candidate may decide (the question of a clause), ``place`` orders moves.
    """

    name: str
    moves: tuple[Move, ...]
    score: float
    figs: frozenset[str] = frozenset()
    takes: frozenset[int] = frozenset()
    keys: frozenset[str] = frozenset()
    place: float = 0.0
