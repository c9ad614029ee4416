"""The best lists of candidates: each figure used once, each question decided once, the whole scored, a bounded beam."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from agent.understanding.candidates import Candidate

#: What is kept for each figure and each question, and how many lists are carried on.
ROLES, ASKS, BEAM, BEST = 3, 4, 24, 6
#: A figure without a use and a question without an answer cost this much.
IDLE_FIGURE, IDLE_ASK = -2.0, -1.2


class Lists:
    """A list of candidates under construction."""

    __slots__ = ("chosen", "figs", "keys", "score")

    def __init__(self, chosen: tuple[Candidate, ...], score: float, figs: frozenset[str], keys: frozenset[str]) -> None:
        self.chosen, self.score, self.figs, self.keys = chosen, score, figs, keys

    def plus(self, candidate: Candidate) -> Lists | None:
        if candidate.figs & self.figs or candidate.keys & self.keys or candidate in self.chosen:
            return None
        return Lists(
            (*self.chosen, candidate),
            self.score + candidate.score,
            self.figs | candidate.figs,
            self.keys | candidate.keys,
        )

    def idle(self, score: float) -> Lists:
        return Lists(self.chosen, self.score + score, self.figs, self.keys)


def _pools(candidates: Iterable[Candidate]) -> list[tuple[float, float, list[Candidate]]]:
    """Candidates by what they decide, each pool cut to its best; in the order of the text."""
    pools: dict[str, dict[tuple[object, ...], Candidate]] = defaultdict(dict)
    for candidate in candidates:
        for pool in sorted(candidate.figs) or sorted(candidate.keys):
            best = pools[pool].get(candidate.moves)
            if best is None or best.score < candidate.score:
                pools[pool][candidate.moves] = candidate
    found = []
    for name, kept in pools.items():
        asks = not name.startswith("U")
        ordered = sorted(kept.values(), key=lambda c: -c.score)[: ASKS if asks else ROLES]
        idle = (IDLE_ASK if name.startswith("ask") else 0.0) if asks else IDLE_FIGURE
        found.append((min(c.place for c in ordered), idle, ordered))
    return sorted(found, key=lambda p: p[0])


def best(candidates: Iterable[Candidate]) -> Sequence[Lists]:
    """The best lists, the best first."""
    beam = [Lists((), 0.0, frozenset(), frozenset())]
    for _, idle, pool in _pools(candidates):
        grown: dict[tuple[int, ...], Lists] = {}
        for made in beam:
            options = [made.plus(c) for c in pool]
            taken = any(set(c.figs) <= made.figs and c in made.chosen for c in pool)
            options.append(made.idle(0.0 if taken or _decided(pool, made, figure=idle == IDLE_FIGURE) else idle))
            for option in options:
                if option is not None:
                    key = tuple(sorted(id(c) for c in option.chosen))
                    if key not in grown or grown[key].score < option.score:
                        grown[key] = option
        beam = sorted(grown.values(), key=lambda m: -m.score)[:BEAM]
    return beam[:BEST]


def _decided(pool: Sequence[Candidate], made: Lists, *, figure: bool) -> bool:
    """Whether what a pool is about is in use already by another candidate. A figure is not, because its question has another answer."""
    shared_figs = frozenset.intersection(*(c.figs for c in pool)) if pool else frozenset()
    shared_keys = frozenset.intersection(*(c.keys for c in pool)) if pool else frozenset()
    return bool(shared_figs & made.figs) or (not figure and bool(shared_keys & made.keys))
