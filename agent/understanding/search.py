"""The best lists of candidates: each figure used once, each question decided once, the whole scored, a bounded beam."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

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
    return sorted((_cut(name, kept.values()) for name, kept in pools.items()), key=lambda p: p[0])


def _cut(name: str, candidates: Iterable[Candidate]) -> tuple[float, float, list[Candidate]]:
    """The best of a pool, with its place and what it costs to use none of them."""
    figure = name.startswith("U")
    kept = sorted(candidates, key=lambda c: -c.score)[: ROLES if figure else ASKS]
    idle = IDLE_FIGURE if figure else IDLE_ASK if name.startswith("ask") else 0.0
    return min(c.place for c in kept), idle, kept


def best(candidates: Iterable[Candidate]) -> Sequence[Lists]:
    """The best lists, the best first."""
    beam = [Lists((), 0.0, frozenset(), frozenset())]
    for _, idle, pool in _pools(candidates):
        grown: dict[tuple[int, ...], Lists] = {}
        for option in (option for made in beam for option in _options(made, pool, idle)):
            key = tuple(sorted(id(c) for c in option.chosen))
            if key not in grown or grown[key].score < option.score:
                grown[key] = option
        beam = sorted(grown.values(), key=lambda m: -m.score)[:BEAM]
    return beam[:BEST]


def _options(made: Lists, pool: Sequence[Candidate], idle: float) -> Iterator[Lists]:
    """A list with each candidate of a pool, and with none of them."""
    yield from filter(None, (made.plus(c) for c in pool))
    taken = any(set(c.figs) <= made.figs and c in made.chosen for c in pool)
    yield made.idle(0.0 if taken or _decided(pool, made, figure=idle == IDLE_FIGURE) else idle)


def _decided(pool: Sequence[Candidate], made: Lists, *, figure: bool) -> bool:
    """Whether what a pool is about is in use already by another candidate. A figure is not, because its question has another answer."""
    shared_figs = frozenset.intersection(*(c.figs for c in pool)) if pool else frozenset()
    shared_keys = frozenset.intersection(*(c.keys for c in pool)) if pool else frozenset()
    return bool(shared_figs & made.figs) or (not figure and bool(shared_keys & made.keys))
