"""Questions of a list of moves with the clauses that they come from, and clauses put back."""

from __future__ import annotations

from collections.abc import Mapping

from agent.dialogue.moves import Ask, Goal, Move, Unread
from agent.understanding.clauses import Clause
from agent.understanding.search import Lists
from agent.understanding.view import View

#: Goals that have parts or none by themselves: a period beside them is theirs.
BY_PART = frozenset({Goal.PERPART, Goal.PHASING, Goal.PACE, Goal.INVERSE, Goal.RECALL, Goal.SPENT})


def places_of(made: Lists, *, rules: str = "") -> Mapping[Move, int]:
    """The clause that each question comes from; only of rules whose names begin with ``rules``."""
    found: dict[Move, int] = {}
    for candidate in made.chosen:
        if not candidate.name.startswith(rules):
            continue
        clauses = [int(key[3:]) for key in candidate.keys if key.startswith("ask")]
        for move in candidate.moves:
            if isinstance(move, Ask) and clauses:
                found.setdefault(move, max(clauses))
    return found


def asks_in(view: View, found: list[Move], places: Mapping[Move, int]) -> list[tuple[Ask, Clause]]:
    """The questions with their clauses."""
    return [
        (m, view.clauses[places[m]]) for m in found if isinstance(m, Ask) and places.get(m, 999) < len(view.clauses)
    ]


def put_back(view: View, clause: Clause, why: str = "question") -> Unread:
    """A clause that is not answered."""
    return Unread(text=view.text(clause), why=why, start=clause.tokens[0].start, end=clause.tokens[-1].end)
