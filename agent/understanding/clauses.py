"""Where one clause ends and the next begins: by what stands in them, and only then by punctuation.

A clause is what one question or one statement needs. Names and subjects that stand alone before a comma belong to what follows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from agent.understanding.tokens import FIGURES, KPIS, Stream, Token

#: Words that ask, order or measure: a part of a sentence with one of them can stand by itself.
TRIGGERS = frozenset(
    "howmuch is which where when how what ne give split list explain source why recall first trust max min range verdict inverse left over pace sum diff rest ratio"
    " compare who convert target gate short progress threshold whatif setto wrong back reset form summary claim order spent spends down up own keep help".split()
)
ASKING = frozenset(
    "howmuch is which where when how what give split list explain source why recall inverse diff ratio compare who".split()
)
_ENDS = frozenset({".", "?", "!", ";", "nl", "mark"})
SUBJECTS = frozenset(
    {"layer", "layers", *KPIS, "phase", "project", "quadrant", "aibudget", "ai", "marketing", "budget", "max", "min"}
)


@dataclass(slots=True)
class Clause:
    """Places ``start`` to ``end`` in the stream. ``sentence`` counts sentences; ``asked`` tells that a question mark closes its sentence."""

    start: int
    end: int
    sentence: int
    asked: bool
    tokens: tuple[Token, ...]
    counts: Counter[str] = field(default_factory=Counter)

    def of(self, *kinds: str) -> list[Token]:
        return [t for t in self.tokens if t.kind in kinds]

    def values(self, *kinds: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(t.value for t in self.tokens if t.kind in kinds))


def clauses(stream: Stream) -> tuple[Clause, ...]:
    """The clauses of a message in order."""
    found: list[Clause] = []
    sentence, start = 0, 0
    for end, ender in _sentences(stream.spots):
        for a, b in _merged(stream.spots, list(_parts(stream.spots, start, end))):
            tokens = tuple(t for t in stream.spots[a:b] if not t.is_boundary)
            if tokens:
                counts = Counter(t.kind for t in tokens)
                found.append(Clause(a, b, sentence, ender == "?", tokens, counts))
        sentence, start = sentence + 1, end + 1
    return tuple(found)


def _sentences(spots: Sequence[Token]) -> Iterator[tuple[int, str]]:
    for n, token in enumerate(spots):
        if token.kind in _ENDS:
            yield n, token.kind
    yield len(spots), ""


def _parts(spots: Sequence[Token], start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence in parts: at commas, at "also", and at an "and" between two questions."""
    begin = start
    for n in range(start, end):
        if spots[n].kind in (",", ":"):
            yield begin, n
            begin = n + 1
        elif (n > begin and (spots[n].kind == "also" or (spots[n].kind == "and" and _joins(spots, begin, n, end)))) or (
            n > begin + 1 and _restarts(spots, begin, n, end)
        ):
            yield begin, n
            begin = n
    yield begin, end


def _joins(spots: Sequence[Token], begin: int, n: int, end: int) -> bool:
    """Whether an "and" joins two clauses, not two names."""
    stop = next((m for m in range(n + 1, end) if spots[m].kind in (",", ":", "also")), end)
    list_mark = spots[n].end - spots[n].start == 1 and spots[n].value == "、"
    before = {t.kind for t in spots[begin:n]} & (ASKING if list_mark else TRIGGERS | frozenset(FIGURES))
    return bool(before and {t.kind for t in spots[n + 1 : min(stop, n + 5)]} & ASKING)


def _spent_then_told(spots: Sequence[Token], begin: int, n: int, end: int) -> bool:
    """Whether the budget is told behind money that was spent."""
    spent = any(t.kind == "spent" for t in spots[begin:n])
    return spent and any(t.kind == "money" for t in spots[n + 1 : min(n + 4, end)])


def _says_then_asks(spots: Sequence[Token], begin: int, n: int, end: int) -> bool:
    """Whether a question begins behind what somebody claims: "文章规定最低12%那按原文最低多少"."""
    if spots[n].kind not in ("that", "at") or (spots[n].kind == "at" and spots[n - 1].kind == "that"):
        return False
    said = [t.kind for t in spots[begin:n]]
    asked = any(t.kind == "howmuch" for t in spots[n + 1 : end])
    return "claim" in said and asked and any(k in ("pct", "mult", "frac") for k in said)


def _another(spots: Sequence[Token], begin: int, n: int, end: int) -> bool:
    """Whether a second layer or year begins, each with an amount of its own: money that was spent, or a budget of that time."""
    earlier = next((m for m in range(n - 1, begin - 1, -1) if spots[m].kind == spots[n].kind), None)
    if earlier is None or not any(t.kind == "money" for t in spots[earlier:n]):
        return False
    ahead = spots[n + 1 : min(n + 6, end)]
    spent = any(t.kind in ("spent", "spends") for t in spots[begin:n]) and any(
        t.kind in ("spent", "spends") for t in ahead
    )
    return any(t.kind == "money" for t in ahead) and (spent or spots[n].kind == "time")


def _restarts(spots: Sequence[Token], begin: int, n: int, end: int) -> bool:
    """Dictated text has no marks: "能力层多少战略层多少" restarts at the second subject behind a question word."""
    if spots[n].kind == "day" and spots[n - 1].kind != "and":
        earlier = next((m for m in range(n - 1, begin - 1, -1) if spots[m].kind == "day"), None)
        return (
            earlier is not None
            and any(t.kind in ("money", "num") for t in spots[earlier:n])
            and any(t.is_figure for t in spots[n + 1 : n + 6])
        )
    if (
        spots[n].kind in ("marketing", "budget")
        and spots[n - 1].kind == "money"
        and _spent_then_told(spots, begin, n, end)
    ):
        return True
    if _says_then_asks(spots, begin, n, end):
        return True
    if spots[n].kind in ("layer", "time") and spots[n - 1].kind != "and" and _another(spots, begin, n, end):
        return True
    if spots[n].kind not in ("layer", "max", "min", *KPIS) or spots[n - 1].kind not in ("howmuch", "ne"):
        return False
    return any(t.kind in SUBJECTS for t in spots[begin : n - 1]) and any(
        t.kind == "howmuch" for t in spots[n + 1 : n + 4]
    )


def _stands(tokens: Sequence[Token]) -> bool:
    """Whether a part can stand by itself."""
    also = (
        bool(tokens)
        and tokens[0].kind == "also"
        and any(t.kind in SUBJECTS or t.kind in ("per", "total") for t in tokens)
    )
    return also or any(t.kind in TRIGGERS or t.is_figure for t in tokens)


def _continues(spots: Sequence[Token], before: tuple[int, int], a: int, b: int) -> bool:
    """Whether a part is only the next figure of a list: "10%, 20%, 30%"."""
    last = spots[before[1] - 1]
    rest = [t for t in spots[a:b] if t.kind != "and"]
    dated = any(t.kind == "day" for t in rest) and any(t.kind == "day" for t in spots[before[0] : before[1]])
    if dated and len(rest) == 2 and (figure := next((t for t in rest if t.kind in ("pct", "num", "frac")), None)):
        return any(t.kind == figure.kind for t in spots[before[0] : before[1]])
    return last.kind in ("pct", "num", "frac") and len(rest) == 1 and rest[0].kind == last.kind


def _merged(spots: Sequence[Token], parts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Parts joined where one is only names: "For Bolt, what …", "tactical, capability and strategic for $2m?"."""
    joined: list[tuple[int, int]] = []
    waiting = -1
    for n, (a, b) in enumerate(parts):
        begin = waiting if waiting >= 0 else a
        if not _stands(spots[begin:b]) and n + 1 < len(parts):
            waiting = begin
            continue
        if (joined and waiting < 0 and _continues(spots, joined[-1], a, b)) or (
            not _stands(spots[a:b]) and joined and waiting < 0 and not _apart(spots[slice(*joined[-1])])
        ):
            joined[-1] = (joined[-1][0], b)
        else:
            joined.append((begin, b))
        waiting = -1
    return joined


def _apart(tokens: Sequence[Token]) -> bool:
    """Whether what is named behind a part is asked about by itself: the part tells of money that is gone, or only goes back."""
    if all(t.kind in ("back", "reset", "wrong", "agree", "thanks", "greet") or t.is_boundary for t in tokens):
        return True
    return any(t.kind in ("spent", "other", "turnover") for t in tokens) and any(t.is_figure for t in tokens)
