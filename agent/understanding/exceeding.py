"""Questions that a controller asks of what was spent, line by line: which lines are over and by how much, what each layer used and has left.

Each stands for all clauses of its sentence, so that "by how much" is asked of nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.dialogue.moves import Ask, Goal, Move
from agent.dialogue.names import LAYERS
from agent.understanding.candidates import Candidate
from agent.understanding.clauses import Clause
from agent.understanding.outlays import run_of, spends
from agent.understanding.plans import keys_of
from agent.understanding.tokens import KPIS
from agent.understanding.view import View

_WAY = r"(?:over|under|above|below|overspent|underspent|out of line|in the red|over[- ]?budget)"
_WHICH_OVER = re.compile(
    rf"\b(?:which|what|any)\b(?: (?:ones?|lines?|layers?|pots?|buckets?|of (?:them|these|those)|of the (?:\w+ )?(?:lines|layers|pots|three|budgets)|layers'?|budgets?))?(?: (?:are|is|was|were|went|have gone|has gone|ran|run|came in|did we go|do we have))? {_WAY}\b"
    rf"|\b(?:are|is) (?:any|any of (?:them|these|those)|any (?:layers?|lines?|ones?)|anything|something) {_WAY}\b"
    r"|(?:哪|那)(?:几|些|一|两)?(?:个|條|条|層|层|项|項|块|塊|行|笔)*(?:层|層)?[^，。？！\n]{0,6}(?:超|冒|爆)|(?:哪些|哪几层|哪一层|哪层)[^，。？！\n]{0,8}(?:超|冒头)"
)
_BY_HOW_MUCH = re.compile(
    r"\bby how much\b|\bhow (?:much|far) (?:over|under|by|is it|are they)\b|\bhow far\b|多少|几多|幾多"
)
_NOT = ("whatif", "marketing", "max", "min", "own", "setto", "phase", "kpis", "turnover", "source", *KPIS)


def candidates(view: View) -> Iterator[Candidate]:
    """Which lines are over; what each used, and what it has left."""
    if not (view.known or _given(view)):
        return
    yield from _which_over(view)
    yield from _over_in_all(view)
    yield from _each_used(view)


def _given(view: View) -> bool:
    current = view.state.current
    return current is not None and bool(current.plans)


def _paid(view: View) -> bool:
    return bool(spends(view)) or sum(len(c.of("money")) for c in view.clauses if c.of("layer") or c.of("spent")) > 0


def _which_over(view: View) -> Iterator[Candidate]:
    """“Which ones are over and by how much?”, 哪几层超了，超多少: every line that money was spent of."""
    if not _paid(view):
        return
    for clause in view.clauses:
        if not _WHICH_OVER.search(_plain(view, clause)) or clause.of("money", "pct", *_NOT):
            continue
        inside = [clause, *(c for c in view.sentence(clause) if c.start > clause.start and _goes_on(view, c))]
        yield _whole(view, "exceeding.which", (Ask(goal=Goal.LEFT),), inside, 16.5)
        return


_OVER_IN_ALL = re.compile(
    rf"\b(?:are|were) we {_WAY}\b(?: (?:plan|budget))?[^,.?!]{{0,12}}\b(?:in total|in all|overall|altogether|all told|all in|as a whole|taken together)\b"
    r"|\b(?:in total|overall|all in all),? (?:are|were) we (?:over|under)\b|(?:整体|整體|总的|總的|合计|合計|总共|總共|加起来|加起來)[^，。？！\n]{0,6}超"
)


def _over_in_all(view: View) -> Iterator[Candidate]:
    """“Are we over in total?”: all of the AI money; behind a row of amounts it is read with them."""
    if not spends(view) or view.has("money"):
        return
    for clause in view.clauses:
        if not _OVER_IN_ALL.search(_plain(view, clause)) or clause.of("money", "pct", "layer", *_NOT):
            continue
        inside = [clause, *(c for c in view.sentence(clause) if c.start > clause.start and _goes_on(view, c))]
        yield _whole(view, "exceeding.in_all", (Ask(goal=Goal.LEFT, about=(LAYERS,)),), inside, 11.0)
        return


def _goes_on(view: View, clause: Clause) -> bool:
    return _BY_HOW_MUCH.search(_plain(view, clause)) is not None and not clause.of("money", "layer", *_NOT)


_EACH = re.compile(
    r"\b(?:by|per|each|every) layer\b|\beach\b|\blayer by layer\b|各层|各層|每一?层|每一?層|三层各|三層各|分层|分層|各(?:自|用|花)"
)
_USED = re.compile(r"\b(?:used|spent|gone)\b|用了|花了|用掉|花掉|支出|用去|已用|已花")
_LEFT = re.compile(r"\bleft\b|\bremain\w*|剩|余|餘")
_PERCENT = re.compile(r"%|\bpercent|\bshare\b|百分|几成|幾成|比例")


def _each_used(view: View) -> Iterator[Candidate]:
    """“By layer: spent and left?”, 各层一季度用了多少，还剩多少: what was spent of each layer, in the months named, and what the year has left of it."""
    paid = {s.subject for s in spends(view)}
    about = tuple(x for x in view.layers if x in paid)
    if view.place_of or view.has("layer", "per", "diff", *_NOT) or len(about) < 2:
        return
    text = view.stream.plain
    if not (_EACH.search(text) and _USED.search(text)) or _PERCENT.search(text):
        return
    days = " ".join(run_of(view, view.of("day")))
    moves: list[Move] = [Ask(goal=Goal.SPENT, about=about, when=days)]
    if _LEFT.search(text):
        moves.append(Ask(goal=Goal.LEFT, about=about))
    elif not days:
        return
    yield _whole(view, "exceeding.each", tuple(moves), list(view.clauses), 14.0)


def _plain(view: View, clause: Clause) -> str:
    return view.stream.plain[clause.tokens[0].start : clause.tokens[-1].end]


def _whole(view: View, name: str, moves: tuple[Move, ...], inside: list[Clause], score: float) -> Candidate:
    takes = frozenset(n for c in inside for n in range(c.start, c.end) if not view.stream.spots[n].is_figure)
    return Candidate(
        name, moves, score, takes=takes, keys=keys_of(view, tuple(inside)), place=float(inside[-1].tokens[-1].end)
    )
