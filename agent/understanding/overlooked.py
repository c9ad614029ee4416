"""Figures and words of reckoning that an answer would overlook: midpoints, percent of a change, a period, heads, a second value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from agent.dialogue.asking import MONEY
from agent.dialogue.moves import As, Ask, Correct, Goal, Move, Op, Suppose, Tell, Unread
from agent.understanding.placing import BY_PART, asks_in, put_back
from agent.understanding.tokens import KPIS
from agent.understanding.view import View


def rhythms(view: View, found: list[Move], places: Mapping[Move, int]) -> Iterator[Unread]:
    """“And per month?” that no question of the message carries."""
    asks = [m for m in found if isinstance(m, Ask)]
    if any(a.goal in BY_PART for a in asks) or any(isinstance(m, Correct) or _of_part(m) for m in found):
        return
    used = {v for a in asks for v in (a.per, a.by)} | {getattr(m, "per", "") for m in found}
    used |= {view.figure(fig).unit.per or "" for fig in view.place_of}
    for clause in view.clauses:
        if clause.of(*KPIS, "count", "spent", "process", "dur") or not asks:
            continue
        for n in range(clause.start, clause.end):
            token = view.stream.spots[n]
            beside = view.stream.spots[max(n - 2, clause.start) : n] + view.stream.spots[n + 1 : n + 6]
            told = clause.of("money") and (
                any(t.kind == "money" for t in beside) or view.stream.spots[n - 1].kind != "and"
            )
            parts = token.kind == "per" and token.value in ("month", "quarter", "half-year", "week")
            if parts and not told and token.value not in used and token.end - token.start > 1:
                yield Unread(text=view.text(clause), why="operator", start=token.start, end=token.end)
                return


def _of_part(move: Move) -> bool:
    """Whether a move asks of a part of the year."""
    return isinstance(move, Ask) and move.goal is Goal.ACTUAL and bool(move.when)


#: "Per desk", 每张桌: a part that is no period and no head.
_PER_THING = re.compile(
    r"\b(?:per|each|every) (?!cent\b|annum\b|year|month|mth|quarter|qtr|week|day|hour|head|person|capita|employee|colleague|member|fte|people|staff|half|fortnight|layer|one\b|of\b|the\b|period|time|phase|kpi|team|user|yr\b|mo\b|q\b|other|two|three|six|twelve|brand|client|company|budget|scenario|division|"
    r"shop|store|option|plan|tier|bucket|part|side|and\b|in\b|for\b|as\b|is\b|to\b)(?P<thing>[a-z]{3,})"
)


def things(view: View, found: list[Move], places: Mapping[Move, int]) -> Iterator[Unread]:
    """“Strategic per desk”: an amount that is not shared out over them answers something else."""
    rate = any(isinstance(m, Tell) and m.as_ is As.RATE for m in found)  # "0.73 USD per CAD"
    parts = any(
        isinstance(m, Tell) and m.divides for m in found
    )  # "per region" of a budget that is divided among regions
    if rate or parts or any(isinstance(m, Ask) and m.goal in BY_PART for m in found):
        return
    for ask, clause in asks_in(view, found, places):
        named = _PER_THING.search(view.stream.plain, clause.tokens[0].start, clause.tokens[-1].end)
        if named is not None and ask.goal in (Goal.AMOUNT, Goal.SPLIT, Goal.SAME) and not ask.per:
            found.remove(ask)
            yield Unread(
                text=view.stream.text[named.start() : named.end()], why="operator", start=named.start(), end=named.end()
            )


def reached(view: View, found: list[Move], places: Mapping[Move, int]) -> None:
    """“Cost went from 120 to 100. Target met?”: where a KPI came to is judged, its target is not asked for."""
    after = {m.of for m in found if isinstance(m, Tell) and m.as_ in (As.AFTER, As.CHANGE, As.LEVEL)}
    for ask, clause in asks_in(view, found, places):
        if ask.goal is Goal.TARGET and ask.about and set(ask.about) <= after and clause.of("gate"):
            found[found.index(ask)] = Ask(
                goal=Goal.GATE, about=ask.about, phase=ask.phase or view.phase_of(ask.about[0])
            )


def figures_of(view: View, found: list[Move], places: Mapping[Move, int]) -> Iterator[Unread]:
    """Figures that are told and that their question would pass over: two values of one budget, a share beside a bound, a period of a wanted amount, heads."""
    told = [m for m in found if isinstance(m, Tell)]
    bases = {m.of for m in told if m.as_ is As.BUDGET and not m.in_ and not m.status}
    sets = [
        m for m in found if isinstance(m, Suppose) and m.op is Op.SET and not m.in_ and (m.of or "marketing") in bases
    ]
    twice = (
        sets
        and not any(isinstance(m, Ask) and (m.goal in (Goal.COMPARE, Goal.DIFF, Goal.SAME) or m.over) for m in found)
        and not view.has("ne")
    )
    if (
        twice
        and not view.known
        and view.place_of[sets[0].fig]
        < max(view.place_of[m.fig] for m in told if m.as_ is As.BUDGET and m.fig in view.place_of)
    ):
        # The supposed amount stands before the told one: it is a part of it, not another.
        found.remove(sets[0])
        found[:] = [m for m in found if not (isinstance(m, Ask) and m.goal in MONEY)]
        token = view.stream.spots[view.place_of[sets[0].fig]]
        yield Unread(
            text=view.figure(sets[0].fig).text, why="operator", start=token.start, end=token.end, fig=sets[0].fig
        )
    shares = any(m.as_ is As.SHARE and m.of == "ai" for m in told)
    counted = _only_counted(view, told)
    for ask, clause in asks_in(view, found, places):
        bound = ask.goal is Goal.AMOUNT and set(ask.about) & {"share.max", "share.min"} and shares
        wanted = ask.goal is Goal.INVERSE and ask.want in view.place_of and not ask.per and _periodic(view, ask.want)
        heads = ask.goal is Goal.SHORT and set(ask.about) & counted and _HEADS.search(view.said(clause)) is not None
        if bound or wanted or heads:
            found.remove(ask)
            yield put_back(view, clause)


def _only_counted(view: View, told: list[Tell]) -> set[str]:
    """The KPIs of which a whole is told, and neither here nor before what part of it was reached."""
    reached = {m.of for m in told if m.as_ in (As.PART, As.LEVEL)}
    reached |= {kpi for kpi, entry in view.state.kpis.items() if {"level", "part"} & entry.figures.keys()}
    return {m.of for m in told if m.as_ is As.WHOLE} - reached


_HEADS = re.compile(r"\bhow many\b|多少人|几个人|几人|几位|幾多人", re.IGNORECASE)


def _periodic(view: View, fig: str) -> bool:
    """Whether an amount is told for a part of the year."""
    place = view.place_of[fig]
    beside = (*view.stream.spots[max(place - 1, 0) : place], *view.stream.spots[place + 1 : place + 2])
    return (view.figure(fig).unit.per or "year") != "year" or any(
        t.kind == "per" and t.value not in ("year", "head") for t in beside
    )


def once_more(found: list[Move]) -> None:
    """A budget supposed behind the last question asks it again: “tactical of 13m; then with 15% off”."""
    moves = [m for m in found if isinstance(m, Ask | Suppose)]
    if (
        len(moves) > 1
        and isinstance(moves[-1], Suppose)
        and moves[-1].op in (Op.SET, Op.TIMES, Op.UP, Op.DOWN, Op.ADD, Op.SUB)
        and not moves[-1].of.startswith("kpi.")
    ):
        asked = [m for m in moves if isinstance(m, Ask)]
        if asked and asked[-1].goal in MONEY:
            found.append(Ask(goal=Goal.SAME))


_PERCENT_WANTED = re.compile(
    r"(?:几多|多少|幾多) ?(?:%|个?百分点|成)|百分之几|百分之多少|\bwhat (?:%|percent)|\bhow many percent|\bin percent\b|\bby what percent|% (?:more|less|lower|higher)\b"
)
_NOT_DONE = re.compile(r"(?:不做|不要|砍掉|取消|不投|不算|去掉|唔做|唔要|停掉)")


def otherwise(view: View, found: list[Move], places: Mapping[Move, int]) -> Iterator[Unread]:
    """A change asked for in percent, a layer that is left out, a gain or loss: an amount by itself answers none of them."""
    for ask, clause in asks_in(view, found, places):
        text = view.text(clause)
        percent = (
            ask.goal is Goal.DIFF or (ask.goal is Goal.SAME and bool(clause.of("ratio")))
        ) and _PERCENT_WANTED.search(text) is not None
        dropped = (
            ask.goal in (Goal.AMOUNT, Goal.RANGE)
            and bool(clause.of("layer"))
            and _NOT_DONE.search(text) is not None
            and not clause.of("rest", "howmuch")
        )
        change = (
            ask.goal is Goal.AMOUNT
            and bool(clause.of("howmuch"))
            and bool(clause.of("add", "sub"))
            and bool(clause.of("layer"))
            and not clause.of("money", "pct", "frac")
        )
        if percent or dropped or change:
            found.remove(ask)
            yield put_back(view, clause)


#: Reckonings that no goal gives: their questions are put back, whatever else they name.
_BEYOND = re.compile(
    r"\b(?:mid-?point|middle of the range|median|halfway|average of|on average over|compounded?|cagr|inflation-adjusted|pro rata|prorated)\b|中间值|中位|[一二三四五六七八九][一二三四五六七八九]开|对半开|取中间|居中|折中|平均值|复利|按比例折算"
)
_STRETCH = re.compile(
    r"(?:前|头)(?:[二两三四五六七八九十]|十一|\d{1,2}) ?个?(?:月|季度?)|\bfirst (?:two|three|four|five|six|seven|eight|nine|ten|eleven|\d+) (?:months|quarters)\b|\bjan(?:uary)?\s?(?:-|–|to)\s?[a-z]{3}"
)
_OF_STRETCH = frozenset({Goal.LEFT, Goal.PACE, Goal.PERPART, Goal.PHASING})


def beyond(view: View, found: list[Move], places: Mapping[Move, int]) -> Iterator[Unread]:
    """A midpoint, a stretch of months: the answer would be for something else."""
    text = view.stream.plain
    spans = [m.span() for m in _BEYOND.finditer(text)]
    stretches = [m.span() for m in _STRETCH.finditer(text)] if not view.has("spent", "spends") else []
    for start, end in (*spans, *stretches):
        near = [
            (ask, c)
            for ask, c in asks_in(view, found, places)
            if c.tokens[0].start <= end and start <= c.tokens[-1].end + 2
        ]
        for ask, _ in near or asks_in(view, found, places)[-1:]:
            if ask.goal in MONEY | {Goal.SAME} and not ((start, end) in stretches and ask.goal in _OF_STRETCH):
                found.remove(ask)
        yield Unread(text=view.stream.text[start:end], why="operator", start=start, end=end)
