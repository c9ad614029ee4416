"""Money spread over parts by the user's own weights: three waves 5:3:2, 前中后三段 30/30/40, "a third in Q1, the rest evenly"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.dialogue.moves import Ask, Goal
from agent.understanding.candidates import Candidate
from agent.understanding.series import rows
from agent.understanding.tokens import Token
from agent.understanding.view import View

#: Parts that have no calendar.
_PARTS = re.compile(
    r"\b(?:waves?|tranches?|instal?ments?|batch(?:es)?|drops?|rounds?|steps|stages|parts|sprints?|flights?|bursts?)\b|(?<!阶)[段批波轮期次](?!间|待|望)|前中后|前期|后期|中期"
)
_NOT_PARTS = re.compile(r"阶段|长期|短期|中期组织|周期|定期|本期|近期|日期|预期|phase")
_EVENLY = re.compile(
    r"\b(?:rest|remainder|remaining|balance)\b[^.?!]{0,20}\b(?:even|equal)|(?:其余|剩下|余下|剩余)[^。？！]{0,6}(?:平均|均分|平分|均摊|平摊)"
)
_QUARTERS = re.compile(r"\bq(?:ua)?r?te?rs?\b|\bqtrs?\b|\bq[1-4]\b|季")
_MONTHS = re.compile(r"\bmonths?\b|月")


def candidates(view: View) -> Iterator[Candidate]:
    """A phasing for a row of weights that parts are named for, or for a first part and an even rest."""
    text = view.stream.plain
    if view.has("source", "claim"):
        return
    named = _PARTS.search(_NOT_PARTS.sub(lambda m: " " * len(m[0]), text)) is not None
    for row in _weights(view) if named else ():
        figs = tuple(t.value for t in row)
        counts = [
            t
            for t in view.stream.spots
            if t.kind in ("num", "count") and t.value not in figs and view.figure(t.value).low == len(figs)
        ]
        yield _phasing(view, figs, by="part", also=tuple(t.value for t in counts), score=4.6 * len(figs))
    evenly = _EVENLY.search(text)
    first = next((t for t in view.stream.spots if t.kind in ("frac", "pct")), None)
    by = "quarter" if _QUARTERS.search(text) else "month" if _MONTHS.search(text) else ""
    if (
        evenly is not None
        and first is not None
        and by
        and sum(t.kind in ("frac", "pct") for t in view.stream.spots) == 1
    ):
        counts = [t for t in view.stream.spots if t.kind in ("num", "count", "dur") and t.start > first.start]
        yield _phasing(view, (first.value,), by=by, also=tuple(t.value for t in counts), score=15.0)


def _weights(view: View) -> Iterator[list[Token]]:
    """Rows of weights: side by side, or percentages that come to a hundred, each behind its part."""
    found = [[view.stream.spots[n] for n in row] for row in rows(view)]
    yield from (row for row in found if len(row) > 1)
    shares = [t for t in view.stream.spots if t.kind == "pct" and not _of_ai(view, t)]
    if not found and len(shares) > 1 and sum(view.figure(t.value).low or 0 for t in shares) == 100:
        yield shares


def _of_ai(view: View, token: Token) -> bool:
    """Whether a percentage stands behind the AI money: its share, no part's."""
    before = view.stream.spots[max(view.place_of[token.value] - 2, 0) : view.place_of[token.value]]
    return any(t.kind in ("ai", "aibudget", "share", "layer") for t in before)


def _phasing(view: View, figs: tuple[str, ...], *, by: str, also: tuple[str, ...], score: float) -> Candidate:
    """What is spread is the layer that the message names, else all of the AI money."""
    layers = tuple(dict.fromkeys(t.value for t in view.stream.spots if t.kind == "layer"))
    move = Ask(goal=Goal.PHASING, about=layers[:1], by=by, weights=figs, echo=also[0] if also else "")
    first = min(view.place_of[f] for f in figs)
    keys = frozenset(f"ask{n}" for n, c in enumerate(view.clauses) if n >= view.number(first) or c.of("split"))
    return Candidate(
        "phasing.parts",
        (move,),
        score,
        frozenset(figs) | frozenset(also),
        keys=keys,
        place=float(view.stream.spots[first].start),
    )
