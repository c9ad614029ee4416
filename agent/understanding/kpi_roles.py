"""What a figure is to a KPI: where it stood, where it stands, how it changed, a part or the whole.

The KPI is the one named before the figure in its clause, else behind; a clause without one takes it from people and processes counted, from the clause before, or from what was asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from agent.dialogue.moves import As, Move, Op, Suppose, Tell
from agent.understanding import counted as things_counted
from agent.understanding.candidates import Candidate
from agent.understanding.clauses import Clause
from agent.understanding.money_roles import day_near
from agent.understanding.tokens import KPIS, Token
from agent.understanding.view import View
from tools.figures.model import Relation
from tools.parameters import Kpi, Measure


@dataclass(frozen=True, slots=True)
class Found:
    """A KPI for a figure, how it was found and how sure that is."""

    kpi: Kpi
    how: str
    score: float


def candidates(view: View) -> Iterator[Candidate]:
    """A candidate for every figure that may be a KPI's."""
    for fig, place in view.place_of.items():
        token, clause = view.stream.spots[place], view.clause(place)
        if fig in view.repeated or (token.kind == "count" and any(m.kind == "gap" for m in view.stream.mentions)):
            continue  # "read me the eight names": counts what the source does not list
        for found in _kpis(view, token, place, clause):
            role = _role(view, token, place, clause, found.kpi)
            if role is None:
                continue
            as_, sign, name = role
            score = found.score - (0.8 if name.endswith("?") else 0.0)
            moves = _moves(view, place, found.kpi.id, as_, sign)
            yield Candidate(
                f"kpi.{found.how}.{name.rstrip('?')}",
                moves,
                score,
                frozenset({fig}),
                _taken(view, clause),
                place=float(token.start),
            )


def nothing_known(view: View) -> Iterator[Candidate]:
    """KPIs of which the message says that there is no figure yet."""
    for number, clause in enumerate(view.clauses):
        if clause.of("nodata"):
            for token in clause.of(*KPIS):
                move = Tell(as_=As.NONE, of=token.value)
                yield Candidate("kpi.nodata", (move,), 1.5, keys=frozenset({f"none{number}"}), place=float(token.start))


def _taken(view: View, clause: Clause) -> frozenset[int]:
    spots = view.stream.spots
    return frozenset(
        n
        for n in range(clause.start, clause.end)
        if spots[n].kind in (*KPIS, "up", "down", "now", "before", "after", "use", "team", "process", "day")
    )


def _moves(view: View, place: int, kpi: str, as_: As, sign: str) -> tuple[Move, ...]:
    fig, clause = view.stream.spots[place].value, view.clause(place)
    if clause.of("whatif") and as_ in (As.LEVEL, As.NOW, As.PART) and kpi in _known(view):
        return (Suppose(fig=fig, op=Op(as_.value), of=kpi),)
    figure = view.figure(fig)
    return (Tell(fig=fig, as_=as_, of=kpi, sign=sign, when=day_near(view, place), per=figure.unit.per or ""),)


def _known(view: View) -> frozenset[str]:
    whole = frozenset(view.state.kpis)
    return whole | (
        frozenset(k for k in view.kpis if "people" in view.kpis[k].units) if view.state.counts else frozenset()
    )


# -- which KPI -------------------------------------------------------------------------------------------------------------------------


def _kpis(view: View, token: Token, place: int, clause: Clause) -> Iterator[Found]:
    spots = view.stream.spots
    behind = spots[place + 1 : place + 2]
    if (
        behind
        and behind[0].value in shares_of_things(view)
        and (things := next(_of_things(view, token, counted=True), None))
    ):
        yield things  # "310份数据资产": things of that KPI, no posts
        return
    own = _counted(view, token)
    if own is not None:
        yield Found(own, "counted", 3.0)
        return
    near = {t.kind for t in spots[place + 1 : min(place + 4, clause.end)]}
    people = next((k for k in view.kpis.values() if "people" in k.units), None)
    named = bool(clause.of("klevel"))
    if (
        token.kind in ("pct", "frac")
        and ("use" in near or _is_use(view, place + 1))
        and people is not None
        and not named
    ):
        yield Found(people, "used", 3.2)
        return
    before = _back(view, place, clause)
    if before is not None and token.kind == "mult" and (beside := _right_behind(view, place, clause)) is not None:
        yield Found(beside, "beside", 3.4)
    if before is not None:
        yield Found(view.kpis[before.value], "named", 3.0)
        return
    ahead = next((n for n in range(place + 1, clause.end) if spots[n].kind in KPIS or spots[n].is_figure), None)
    if ahead is not None and spots[ahead].kind in KPIS:
        yield Found(view.kpis[spots[ahead].value], "named", 2.7)
        return
    yield from _implied(view, token, place, clause)


def _right_behind(view: View, place: int, clause: Clause) -> Kpi | None:
    """The KPI measured in multiples that stands right behind one: "twice the output"."""
    ahead = view.stream.spots[place + 1 : min(place + 3, clause.end)]
    return next((view.kpis[t.value] for t in ahead if t.kind == "kmult"), None)


def _counted(view: View, token: Token) -> Kpi | None:
    """The KPI whose things a figure counts: 600 posts."""
    if token.kind != "count":
        return None
    code = view.figure(token.value).unit.code
    return next(
        (k for k in view.kpis.values() if code in k.units and k.measure is Measure.MULTIPLE and code != "items"), None
    )


def _back(view: View, place: int, clause: Clause) -> Token | None:
    """The KPI before a figure in its clause; behind another figure only where no other KPI follows."""
    spots = view.stream.spots
    for n in range(place - 1, clause.start - 1, -1):
        if spots[n].kind in KPIS:
            return spots[n]
        if spots[n].kind in ("aibudget", "budget", "share"):
            return None
    return None


def _implied(view: View, token: Token, place: int, clause: Clause) -> Iterator[Found]:
    """KPIs that nobody names: by what is counted, used or timed, else carried on from before."""
    yield from _of_people(view, token, place, clause)
    code = view.figure(token.value).unit.code
    processes = next((k for k in view.kpis.values() if "processes" in k.units), None)
    if (
        processes is not None
        and token.kind in ("num", "count", "pct")
        and (clause.of("process") or code == "processes" or (token.kind == "num" and _processes(view, clause)))
    ):
        yield Found(processes, "processes", 2.4)
    yield from _of_things(view, token)
    if token.kind != "dur" or _measuring(view, clause):
        yield from _by_unit(view, token, clause, code)
    yield from _carried(view, token, clause)


def _rate_beside(view: View, token: Token) -> bool:
    """Whether a small bare number is the rate of a currency that is named or asked about: "in ringgit? use 3.3"."""
    return token.kind == "num" and (view.has("cur", "rate") or "rate" in view.lacks)


def _measuring(view: View, clause: Clause) -> bool:
    """Whether the talk is of KPIs, or a clause of what went up or down: else a stretch of time is just that ("four-week periods")."""
    asked = any(a.startswith(("kpi.", "phase.")) or a == "kpis" for ask in view.state.last_asks() for a in ask.about)
    return (
        asked
        or bool(view.state.kpis)
        or view.has(*KPIS, "phase", "kpis", "gate", "next", "process", "progress", "target")
        or bool(clause.of("up", "down", "before", "after", "now"))
    )


def _of_people(view: View, token: Token, place: int, clause: Clause) -> Iterator[Found]:
    """People and parts of them are of the KPI that counts people."""
    people = next((k for k in view.kpis.values() if "people" in k.units), None)
    if people is None:
        return
    figure = view.figure(token.value)
    used = (bool(clause.of("use")) or _is_use(view, place + 1)) and not _rate_beside(view, token)
    if used and token.kind in ("pct", "frac", "people", "num", "count") and not clause.of("process"):
        counts_people = token.kind != "count" or figure.unit.code in ("people", "items")
        yield Found(people, "used", 2.6 if counts_people else 1.0)
    elif token.kind == "people":
        yield Found(people, "people", 2.2 if figure.relation else 1.9 if _adopting(view) else 1.2)
    elif token.kind == "num" and figure.relation in (Relation.PART, Relation.WHOLE) and not _processes(view, clause):
        yield Found(people, "people", 2.0)


def _of_things(view: View, token: Token, *, counted: bool = False) -> Iterator[Found]:
    """A number of things of which a KPI's share is asked for in heads: "230组资产，利用率…至少几组"."""
    levels = shares_of_things(view)
    bare = token.kind == "num" or (token.kind == "count" and (counted or _counted(view, token) is None))
    if bare and len(levels) == 1 and not view.has("money") and any(wants_number(view, c) for c in view.clauses):
        yield Found(view.kpis[levels.pop()], "things", 2.7)


def shares_of_things(view: View) -> set[str]:
    """The KPIs of a message that are a share of things; people who use something have words of their own."""
    levels = {t.value for t in view.stream.spots if t.kind == "klevel"}
    return {k for k in levels if "people" not in view.kpis[k].units or not view.has("use", "people")}


_NUMBER_OF = re.compile(r"(?:几|多少)[个组套条份项张家台件]|how many")


def wants_number(view: View, clause: Clause) -> bool:
    """Whether a clause asks for the least number of things."""
    text = view.stream.plain[clause.tokens[0].start : clause.tokens[-1].end]
    return bool(clause.of("min", "target", "toget", "gate")) and _NUMBER_OF.search(text) is not None


def _by_unit(view: View, token: Token, clause: Clause, code: str) -> Iterator[Found]:
    """KPIs that are measured in the unit of a figure."""
    multiples = [k for k in view.kpis.values() if k.measure is Measure.MULTIPLE]
    large = token.kind == "mult" and (view.figure(token.value).low or 0) > 1
    if token.kind == "count" and code != "people" and not _of_team(view, token):
        named = code == "items" and (_of_ours(view, token) or any(t is token for t, _ in things_counted.things(view)))
        yield from (Found(k, "counted", 2.2) for k in multiples if code in k.units and not named)
    elif large and not clause.of("budget", "marketing", "ai", "other", "turnover", "spends"):
        yield from (Found(k, "multiple", 2.2) for k in multiples)
    elif token.kind == "dur" and not _of_budgets(view):
        yield from (Found(k, "time", 1.8) for k in view.kpis.values() if {code, code.rstrip("s")} & set(k.units))
    elif token.kind == "num" and (same := _counted_before(view, token)) is not None:
        yield Found(same, "counted", 2.4)


def _of_team(view: View, token: Token) -> bool:
    """Whether what is counted are colleagues: 26个marketing同事."""
    place = view.place_of[token.value]
    return any(t.kind in ("team", "people") for t in view.stream.spots[place + 1 : place + 4])


def _of_ours(view: View, token: Token) -> bool:
    """Whether a number counts what the source has: three KPIs, two phases; 18个景区 is no content either."""
    behind = view.stream.spots[view.place_of[token.value] + 1 : view.place_of[token.value] + 2]
    return any(t.kind in ("kpis", "phase", "phases", "layer", "layers", "projects") for t in behind)


def _of_budgets(view: View) -> bool:
    """Whether a message speaks of money and of no KPI: its hours and weeks are no cycle."""
    about = (*KPIS, "phase", "kpis", "target", "gate", "threshold", "next", "short", "progress")
    return view.has("money") and view.has("budget", "marketing", "layer", "layers") and not view.has(*about)


def _counted_before(view: View, token: Token) -> Kpi | None:
    """The KPI of the things counted last before a bare number."""
    earlier = [t for c in view.clauses for t in c.of("count") if t.start < token.start]
    return _counted(view, earlier[-1]) if earlier else None


def _adopting(view: View) -> bool:
    """Whether the message or the talk is about people who use something."""
    return view.has("gate", "short", "target", "use") or any(g.startswith("kpi.adop") for g in view.lacks)


def _carried(view: View, token: Token, clause: Clause) -> Iterator[Found]:
    """The KPI of the clause before, of the question that waits, or of the question before."""
    started = [k for k in view.state.kpis if k in view.kpis and _started(view, k)]
    other = clause.of("budget", "marketing", "layer", "layers", "ai", "aibudget", "spent", "rate")
    if len(started) == 1 and token.kind == "pct" and clause.of("now") and not view.kpi_in_message and not other:
        yield Found(view.kpis[started[0]], "started", 2.6)
        return
    moved = view.figure(token.value).relation in (Relation.BEFORE, Relation.AFTER)
    if moved and token.kind in ("num", "pct", "mult") and len(view.kpi_in_message) == 1 and not view.has("money"):
        yield Found(view.kpis[view.kpi_in_message[0]], "moved", 2.4)
    earlier = [t for c in view.clauses if c.start < clause.start for t in c.of(*KPIS)]
    if earlier and not clause.of("budget", "marketing", "layer", "ai"):
        yield Found(view.kpis[earlier[-1].value], "carried", 1.7)
        return
    if view.kpi_in_message or clause.of("budget", "marketing", "layer", "layers", "ai", "spent", "rate"):
        return
    waiting = [lack for p in view.state.pending for lack in p.lacks if lack in view.kpis]
    if len(waiting) == 1 and not view.known:
        yield Found(view.kpis[waiting[0]], "pending", 2.4)
    asked = [a for ask in view.state.last_asks() for a in ask.about if a in view.kpis]
    if asked and token.kind != "money":
        yield Found(view.kpis[asked[-1]], "asked", 1.8)
    elif waiting and token.kind in ("num", "dur", "count", "pct"):
        yield from (Found(view.kpis[w], "pending", 1.6) for w in waiting if token.kind != "num" or len(waiting) == 1)
    elif (listed := _listed(view, clause)) is not None:
        yield Found(listed, "listed", 2.6)


def _listed(view: View, clause: Clause) -> Kpi | None:
    """The KPI at the place named in the list shown last."""
    which = next(iter(clause.values("ord")), "")
    listed = [i for i in view.state.listed() if i in view.kpis]
    if not which or not listed:
        return None
    place = len(listed) - 1 if which == "LAST" else int(which) - 1
    return view.kpis[listed[place]] if place < len(listed) else None


# -- what it is to it --------------------------------------------------------------------------------------------------------------------


def _role(view: View, token: Token, place: int, clause: Clause, kpi: Kpi) -> tuple[As, str, str] | None:
    figure = view.figure(token.value)
    if figure.relation in (Relation.BEFORE, Relation.AFTER) and kpi.measure is not Measure.LEVEL:
        return (As.BEFORE, "", "change.from") if figure.relation is Relation.BEFORE else (As.AFTER, "", "change.to")
    if kpi.measure is Measure.LEVEL and figure.relation is Relation.BEFORE:
        return As.BEFORE, "", "before"
    if kpi.measure is Measure.LEVEL:
        return _level(view, token, place, clause, kpi)
    if kpi.measure is Measure.MULTIPLE and token.kind == "mult":
        return As.CHANGE, "", "multiple"
    if token.kind in ("pct", "frac", "mult"):
        return _part(view, token, place, clause, kpi)
    if token.kind == "money" and ("money" not in kpi.units or _is_price(view, clause, kpi)):
        return None
    if token.kind == "people":
        return None
    return _timed(view, place, clause, kpi)


def _is_price(view: View, clause: Clause, kpi: Kpi) -> bool:
    """Whether "the tool costs $45k" speaks of a price: the bare word, nothing about time or direction, no question about a KPI."""
    if kpi.direction.value != "down":
        return False
    named = [t for t in clause.of(*KPIS) if t.value == kpi.id]
    bare = (
        bool(named)
        and all(t.end - t.start <= 5 for t in named)
        and not any(view.stream.text[t.start] >= "\u4e00" for t in named)
    )
    about_kpis = view.has(
        "target", "gate", "short", "phase", "now", "before", "after", "down", "up", "per", "day", "progress"
    )
    return bare and not about_kpis and kpi.id not in view.lacks


def _level(view: View, token: Token, place: int, clause: Clause, kpi: Kpi) -> tuple[As, str, str] | None:
    figure = view.figure(token.value)
    if token.kind in ("pct", "frac"):
        return As.LEVEL, "", "level"
    if figure.relation is Relation.PART:
        return As.PART, "", "part"
    if figure.relation is Relation.WHOLE:
        return As.WHOLE, "", "whole"
    if token.kind == "num" and clause.of("whatif") and kpi.id in view.state.kpis and not clause.of("use", "team"):
        return As.LEVEL, "", "level"
    if token.kind in ("people", "num", "count"):
        if (pair := _of_whole(view, token, clause)) is not None:
            return pair
        named = view.nearest(place, KPIS)
        term = view.stream.plain[named.start : named.end] if named is not None else ""
        if ("用" in term or " us" in term) and not clause.of("howmuch", "target"):
            return As.PART, "", "part"
        asked = bool(clause.of("howmuch", "target"))
        return (As.PART, "", "part") if not asked and _uses(view, place, clause) else (As.WHOLE, "", "whole")
    return None


def _of_whole(view: View, token: Token, clause: Clause) -> tuple[As, str, str] | None:
    """Two counts beside a word of use: the larger is everybody, the smaller those who use."""
    counted = [t for t in clause.tokens if t.kind in ("people", "num", "count")]
    people = all(t.kind == "people" for t in counted)
    if (
        len(counted) != 2
        or not (clause.of("use") or (people and clause.of("spent")) or _processes(view, clause))
        or clause.of("target", "before", "after")
    ):
        return None
    mine, other = (view.figure(t.value).low or 0 for t in (token, next(t for t in counted if t is not token)))
    if mine == other:
        return None
    return (As.WHOLE, "", "whole") if mine > other else (As.PART, "", "part")


def _processes(view: View, clause: Clause) -> bool:
    """Whether a clause counts processes: "18 of 30 processes"."""
    return any(view.figure(t.value).unit.code == "processes" for t in clause.of("count"))


def _is_use(view: View, n: int) -> bool:
    """Whether a token says that people use something: 用 behind people is no spending."""
    spots = view.stream.spots
    if n >= len(spots) or spots[n].kind == "use":
        return n < len(spots)
    text = view.stream.plain[spots[n].start : spots[n].end]
    return text == "用" and n > 0 and spots[n - 1].kind in ("people", "team", "num", "pct", "frac")


def _uses(view: View, place: int, clause: Clause) -> bool:
    """Whether a figure is of those who use: no other figure stands between it and the word."""
    spots = view.stream.spots
    for n in range(place + 1, clause.end):
        if spots[n].is_figure:
            return False
        if _is_use(view, n):
            return True
    return any(spots[n].kind == "use" for n in range(clause.start, place))


def _part(view: View, token: Token, place: int, clause: Clause, kpi: Kpi) -> tuple[As, str, str]:
    """A percentage or fraction of a KPI: a change where the clause says which way, else where it stands."""
    direction = view.nearest(place, ("down", "up"), clause=clause)
    if direction is not None:
        return As.CHANGE, "-" if direction.kind == "down" else "", "change"
    told = view.state.kpis[kpi.id].figures if kpi.id in view.state.kpis else {}
    if token.kind == "pct" and "change" in told and clause.of("setto"):
        return As.CHANGE, "-" if kpi.direction.value == "down" else "", "change"  # a result given anew
    if token.kind == "pct" and "percent" in kpi.units:
        return (_timed(view, place, clause, kpi)) if not clause.of("threshold") else (As.NOW, "", "now?")
    return As.CHANGE, "-" if kpi.direction.value == "down" else "", "change?"


def _started(view: View, kpi: str) -> bool:
    """Whether only where a KPI stood before was told."""
    entry = view.state.kpis.get(kpi)
    return entry is not None and "before" in entry.figures and not {"now", "after"} & entry.figures.keys()


def _timed(view: View, place: int, clause: Clause, kpi: Kpi) -> tuple[As, str, str]:
    """Before, after or now, by the words beside it."""
    spots = view.stream.spots
    for n in range(place - 1, max(clause.start - 1, place - 5), -1):
        if spots[n].is_figure:
            break
        if spots[n].kind == "before" and not clause.of("whatif"):
            return As.BEFORE, "", "before"
        if spots[n].kind == "after":
            return As.AFTER, "", "after"
        if spots[n].kind == "now":
            break
    told_before = any(
        c.of("before") and any(t.is_figure for t in c.tokens) for c in view.clauses if c.start < clause.start
    )
    if (told_before or _started(view, kpi.id)) and clause.of("now"):
        return As.AFTER, "", "after"
    return As.NOW, "", "now"
