"""KPIs held against their thresholds in several clauses: from one figure to another, several checks in a message, a number wanted beside, a team that grows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.dialogue.moves import As, Ask, Goal, Move, Op, Suppose, Tell
from agent.understanding.candidates import Candidate
from agent.understanding.clauses import Clause
from agent.understanding.tokens import KPIS, Token
from agent.understanding.view import View
from tools.figures.model import Relation
from tools.parameters import Kpi, Measure

_OF_MONEY = ("budget", "marketing", "layer", "layers", "ai", "aibudget", "spent", "rate", "turnover", "whatif")


def candidates(view: View) -> Iterator[Candidate]:
    """What a message asks of KPIs in more than one clause."""
    yield from _compared(view)
    yield from _checks(view)
    yield from _number_beside(view)
    yield from _team_changes(view)
    yield from _of_us(view)


def _all(view: View) -> frozenset[int]:
    return frozenset(n for n, t in enumerate(view.stream.spots) if not t.is_figure)


def _people(view: View) -> str:
    return next((k for k in view.kpis if "people" in view.kpis[k].units), "")


# -- from one figure to another ----------------------------------------------------------------------------------------------------------------

_MOVED = re.compile(
    r"从|由|原来|原先|以前|之前|本来|到|现在|如今|\bfrom\b|\bwas\b|\bwere\b|\bused to\b|\bnow\b|\bto\b|\bbefore\b"
)
_JUDGED = re.compile(
    r"够|达标|过关|过线|行不行|行吗|可以|合格|达到|及格|\benough\b|\bgood\b|\bok(?:ay)?\b|\bpass\w*\b|\bmeet\b|\bthere\b|\bdo\b|\bsuffic\w+|\bmake it\b|\bclear\b"
)


def _compared(view: View) -> Iterator[Candidate]:
    """“Ours went from A$210 to A$229, we good?”, “原来一个月40条，现在75条，够不够”: of the KPI that is named, counted or was asked about."""
    figures = [t for t in view.stream.spots if t.is_figure]
    text = view.stream.plain
    if len(figures) != 2 or not _MOVED.search(text) or not _JUDGED.search(text) or view.has(*_OF_MONEY, "wrong"):
        return
    found = moved(view, figures)
    if found is None:
        return
    kpi, told = found
    moves: tuple[Move, ...] = (
        *told,
        Ask(goal=Goal.GATE, about=(kpi.id,), phase=view.phase_of(kpi.id)),
    )
    figs = frozenset(t.value for t in figures)
    yield Candidate("kpi.compared", moves, 15.0, figs, _all(view), view.ask_keys, float(figures[0].start))


def moved(view: View, figures: list[Token]) -> tuple[Kpi, tuple[Tell, Tell]] | None:
    """The KPI that two figures are of, and what they tell of it: before and after."""
    kpi = meant(view, figures)
    if kpi is None or kpi.measure is Measure.LEVEL or not alike(view, figures, kpi):
        return None
    before, after = figures
    if view.figure(before.value).relation is Relation.AFTER:
        before, after = after, before
    return kpi, (
        Tell(fig=before.value, as_=As.BEFORE, of=kpi.id, per=view.figure(before.value).unit.per or ""),
        Tell(fig=after.value, as_=As.AFTER, of=kpi.id, per=view.figure(after.value).unit.per or ""),
    )


def meant(view: View, figures: list[Token]) -> Kpi | None:
    named = [k for k in view.kpi_in_message if k in view.kpis]
    if named:
        return view.kpis[named[0]] if len(named) == 1 else None
    for token in figures:
        code = view.figure(token.value).unit.code
        counted = [
            k for k in view.kpis.values() if k.measure is Measure.MULTIPLE and code in k.units and code != "items"
        ]
        if token.kind == "count" and counted:
            return counted[0]
    asked = tuple(dict.fromkeys(a for ask in view.state.last_asks() for a in ask.about if a in view.kpis))
    return view.kpis[asked[0]] if len(asked) == 1 else None


def alike(view: View, figures: list[Token], kpi: Kpi) -> bool:
    """Whether both figures may be the KPI's: of one kind, money only where it is measured in money."""
    kinds = {t.kind for t in figures}
    if "money" in kinds:
        return kinds <= {"money", "num"} and "money" in kpi.units
    if "pct" in kinds:
        return kinds == {"pct"} and "percent" in kpi.units
    return kinds <= {"count", "num", "dur", "people"}


# -- several checks ----------------------------------------------------------------------------------------------------------------------------

_CHECKS = re.compile(
    r"是否(?:已经?)?(?:达到|满足|符合|过|通过)|达标|过了?(?:没|吗)|过关|够(?:吗|不够|了吗)|达到了?(?:吗|没)|\bok(?:ay)?\b|\bpass\b|\bmeet\b|\benough\b|\bgood enough\b|\bclear\b"
)


def _checks(view: View) -> Iterator[Candidate]:
    """“一、周期由48天缩短至37天，是否达到第二阶段标准；二、…”: every check is answered for the KPI told right before it."""
    found = list(_pairs(view))
    if len(found) < 2 or len({kpi for _, kpi in found}) != len(found):
        return
    listed = [
        t for n, t in enumerate(view.stream.spots)
        if t.kind in ("num", "count") and view.figure(t.value).low == len(found) and any(x.kind == "kpis" for x in view.stream.spots[n + 1 : n + 3])
    ]  # fmt: skip
    for n, (clause, kpi) in enumerate(found):
        echo = listed[0].value if listed and not n else ""
        ask = Ask(goal=Goal.GATE, about=(kpi,), phase=view.phase_of(kpi), echo=echo)
        keys = {f"ask{view.clauses.index(clause)}"}
        if not n:
            keys |= {f"ask{m}" for m, c in enumerate(view.clauses) if c.of("kpis") and not c.of("phase")}
        figs = frozenset({echo}) if echo else frozenset()
        takes = frozenset(range(clause.start, clause.end))
        yield Candidate("kpi.check", (ask,), 9.0, figs, takes, frozenset(keys), float(clause.tokens[-1].end))


def _pairs(view: View) -> Iterator[tuple[Clause, str]]:
    """Clauses that ask whether something is met, each with the one KPI of the figures since the last such clause."""
    told: list[str] = []
    for clause in view.clauses:
        if any(t.is_figure for t in clause.tokens):
            told += [v for v in clause.values(*KPIS) if v not in told]
            if not clause.of(*KPIS) and (clause.of("use") or any(t.kind == "people" for t in clause.tokens)):
                told += [_people(view)] if _people(view) not in told else []
        if _CHECKS.search(view.said(clause)) and clause.of("phase", "gate", "verdict", "threshold", "target"):
            if len(told) == 1:
                yield clause, told[0]
            told = []


# -- a number beside a check --------------------------------------------------------------------------------------------------------------------

_NUMBER = re.compile(
    r"how many (?:people|staff|of (?:us|them)|users|heads|would|do we|does it)|(?:minimum|least|required) (?:head ?count|number|people)|at least how many|what(?:'s| is) the (?:limit|minimum|bar in people)"
    r"|(?:至少|最少|起码|得|要|需要?)(?:得|要|有)?(?:几|多少)[个名位]?人?"
)


def _number_beside(view: View) -> Iterator[Candidate]:
    """“Does that pass, and if not, how many people would it take?”: the number that the threshold comes to."""
    kpi = _people(view)
    counted = view.has("people", "use") and (view.has("count") or view.has("people") or view.has("num"))
    if not kpi or not counted or view.has("money", "layer", "budget") or {*view.kpi_in_message} - {kpi}:
        return
    asking = [c for c in view.clauses if _NUMBER.search(view.said(c)) and not any(t.is_figure for t in c.tokens)]
    judging = [c for c in view.clauses if c.of("gate", "verdict", "threshold") and c not in asking]
    if len(asking) != 1 or not judging:
        return
    clause = asking[0]
    ask = Ask(goal=Goal.TARGET, about=(kpi,), phase=view.phase_of(kpi))
    takes = frozenset(range(clause.start, clause.end))
    keys = frozenset({f"ask{view.clauses.index(clause)}"})
    yield Candidate("kpi.number_beside", (ask,), 6.0, takes=takes, keys=keys, place=float(clause.tokens[-1].end))


# -- a team that changes ------------------------------------------------------------------------------------------------------------------------

_MORE = re.compile(
    r"再?招|新来|入职|加入|来了|增加|扩编|多招|补(?:了|充)?|\b(?:hire|hires|hired|hiring|join|joins|joined|add|adds|added|recruit|bring in|take on|onboard|start)\b"
)
_FEWER = re.compile(
    r"走了|离职|走掉|辞职|裁|少了|减少|\b(?:leave|leaves|left|quit|quits|lose|loses|lost|resign|resigns|go|laid off|cut)\b"
)
_NEEDS = frozenset({Goal.TARGET, Goal.SHORT, Goal.GATE, Goal.THRESHOLD})


def _team_changes(view: View) -> Iterator[Candidate]:
    """“If we hire 5 more?” behind the number of people that a threshold takes: the same for the team then."""
    figures = [t for t in view.stream.spots if t.is_figure]
    kpi = _people(view)
    asked = view.state.last_asks()
    about = [a for ask in asked if ask.goal in _NEEDS for a in ask.about]
    if len(figures) != 1 or figures[0].kind not in ("people", "num", "count") or about[:1] != [kpi]:
        return
    entry = view.state.kpis.get(kpi)
    known = bool(view.state.counts) or (entry is not None and "whole" in entry.figures)
    more, fewer = _MORE.search(view.stream.plain), _FEWER.search(view.stream.plain)
    if not known or bool(more) is bool(fewer) or view.has("use", "money", "layer", "budget", "spent", "gate"):
        return
    fig = figures[0].value
    moves: tuple[Move, ...] = (
        Suppose(fig=fig, op=Op.ADD if more else Op.SUB, of="team"),
        Ask(goal=Goal.TARGET, about=(kpi,), phase=view.phase_of(kpi)),
    )
    yield Candidate("kpi.team", moves, 12.0, frozenset({fig}), _all(view), view.ask_keys, float(figures[0].start))


_OF_US = re.compile(r" (?:of us|of them in the team|people here)\b")


def _of_us(view: View) -> Iterator[Candidate]:
    """“There's 4 of us”: the number of people, beside a question for each of them."""
    if "head" not in {t.value for t in view.of("per")}:
        return
    for token in view.of("num"):
        if _OF_US.match(view.stream.plain, token.end):
            move = Tell(fig=token.value, as_=As.COUNT, of="team")
            figs, layers = frozenset({token.value}), tuple(dict.fromkeys(t.value for t in view.of("layer")))
            if layers and view.known and len(view.place_of) == 1 and not view.has("spent", "left", "budget", "whatif"):
                moves = (move, Ask(goal=Goal.AMOUNT, about=layers, per="head"))
                yield Candidate("team.of_us", moves, 9.0, figs, _all(view), view.ask_keys, float(token.start))
            yield Candidate("team.of_us", (move,), 4.0, figs, place=float(token.start))
