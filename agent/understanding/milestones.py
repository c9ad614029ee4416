"""How far KPIs moved and what is missing, in the words of a session.

The multiple or the cut between two figures, the number that would be enough, how many more people, which KPI failed, by how many points one was cleared.

What was told before counts: a question without a figure is about the KPIs of the talk.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.dialogue.moves import As, Ask, Goal, Move, Tell
from agent.dialogue.names import FAILED
from agent.understanding.candidates import Candidate
from agent.understanding.clauses import Clause
from agent.understanding.measuring import moved
from agent.understanding.plans import keys_of
from agent.understanding.tokens import KPIS, Token
from agent.understanding.view import View
from tools.parameters import Measure

_OF_MONEY = ("budget", "marketing", "layer", "layers", "ai", "aibudget", "rate", "whatif")


def candidates(view: View) -> Iterator[Candidate]:
    """What a message asks of KPIs without the words of a target or a gate."""
    if view.has("wrong"):
        return
    for made in (_change_asked, _number_enough, _more_people, _which_failed, _points_clear):
        yield from made(view)


def _words(view: View, clauses: tuple[Clause, ...]) -> frozenset[int]:
    return frozenset(n for c in clauses for n in range(c.start, c.end) if not view.stream.spots[n].is_figure)


def _matching(view: View, pattern: re.Pattern[str]) -> tuple[Clause, ...]:
    return tuple(c for c in view.clauses if pattern.search(view.said(c)))


# -- from one figure to another -------------------------------------------------------------------------------------------------------------

_CHANGE_ASKED = re.compile(
    r"\b(?:what|which) (?:multiple|factor|percentage|percent|change|cut|drop|fall|saving|increase|jump|improvement|reduction)\b"
    r"|\bhow (?:big|large|great|deep|steep|much) (?:of )?(?:a |an |is the |was the |the )?(?:cut|drop|fall|saving|reduction|decrease|jump|rise|increase|gain|improvement|multiple|change|lift)\b"
    r"|\bhow many (?:times|fold|x)\b|\bwhat(?:'s| is|s)? (?:that|this|it) (?:as |in )?(?:a |an )?(?:multiple|percent(?:age)?|%|factor|x)"
    r"|几倍|多少倍|翻了几|(?:降|减|跌|少|缩|省|短|涨|升|增|多|提高|提升|压)(?:了|低了|幅|短了)?(?:是|有)?(?:多少|几成|几个点|百分之几|几多)|(?:降|涨|增|减|升)幅(?:是|有)?(?:多少|多大|几)"
)


def _change_asked(view: View) -> Iterator[Candidate]:
    """“We used to make 40 pieces a month, now it's 76. What multiple is that?”: what a KPI changed by."""
    figures = [t for t in view.stream.spots if t.is_figure]
    asking = _matching(view, _CHANGE_ASKED)
    if len(figures) != 2 or not asking or view.has(*_OF_MONEY) or any(c.of("progress") for c in asking):
        return
    if any(c.asked and c not in asking and c.of("howmuch", "what", "verdict", "gate") for c in view.clauses):
        return
    found = moved(view, figures)
    if found is None:
        return
    kpi, told = found
    moves: tuple[Move, ...] = (
        *told,
        Ask(goal=Goal.PROGRESS, about=(kpi.id,)),
    )
    figs = frozenset(t.value for t in figures)
    yield Candidate(
        "kpi.change_asked", moves, 14.0, figs, _words(view, view.clauses), view.ask_keys, float(figures[0].start)
    )


# -- the number that would be enough -----------------------------------------------------------------------------------------------------------

_ENOUGH = re.compile(
    r"\b(?:what|which|how many|how much|how (?:low|high|short|fast|far down)) .{0,40}\b(?:would (?:it |that )?(?:have (?:done|passed|been)|do\b|pass|be enough|count|it take|make it|clear)|do we (?:have|need) to (?:get|be|hit|reach|come)|must (?:we|it) (?:get|be|hit|reach|come)|should (?:we|it) (?:get|be|hit|reach|come)|does (?:it|that) (?:have|need) to (?:get|be|come|drop|fall)|(?:it )?needs? to (?:be|get|come|drop|fall)|counts as enough|is enough)"
    r"|(?:要|得|需要|应该|该)?(?:缩|降|压|减|提|升|涨|做|到|达)[短低高升到]{0,3}(?:多少|几|几多)[天个篇条元块%]{0,2}(?:.{0,3}(?:才|就|先)(?:算|能|可以|够|行|达标|过|合格)|$)"
    r"|(?:多少|几)[天个篇条元块]?(?:才|就|先)(?:算|能|可以|够|行|达标|过|合格)"
)


def _number_enough(view: View) -> Iterator[Candidate]:
    """“那要缩到多少天才算够” behind a KPI that went from one figure to another: what it has to reach from where it began."""
    asking = _matching(view, _ENOUGH)
    if view.place_of or len(asking) != 1 or view.has(*_OF_MONEY, "short", "people", "team"):
        return
    named = view.kpi_in_message or _asked_kpis(view)
    if not named and len(view.state.kpis) == 1:
        named = tuple(view.state.kpis)
    entry = view.state.kpis.get(named[0]) if len(named) == 1 else None
    if entry is None or named[0] not in view.kpis or not {"before", "now"} & entry.figures.keys():
        return
    if view.kpis[named[0]].measure is Measure.LEVEL:
        return
    ask = Ask(goal=Goal.TARGET, about=named)
    yield Candidate("kpi.number_enough", (ask,), 13.0, takes=_words(view, asking), keys=keys_of(view, asking))


def _asked_kpis(view: View) -> tuple[str, ...]:
    return tuple(dict.fromkeys(a for ask in view.state.last_asks() for a in ask.about if a in view.kpis))


# -- people ---------------------------------------------------------------------------------------------------------------------------------

_MORE_PEOPLE = re.compile(
    r"\bhow many (?:more |extra |other |additional |further )?(?:of (?:us|them|our (?:people|team|staff)) )?(?:more )?(?:people|staff|heads|users|colleagues|employees|teammates|folks|persons|bodies)?\b.{0,12}\b(?:more\b|have to|need(?:s|ed)? to|must|should|to start|to go|short|missing|would need)"
    r"|\bhow many more (?:people|staff|heads|users|colleagues|employees|of (?:us|them))\b|^(?:and )?(?:in|as) (?:people|heads|headcount|bodies)\b"
    r"|(?:还|再)(?:要|得|需要|差|缺|少|有)?(?:再)?(?:有|多|加|添|发动|带动)?(?:几个?|多少个?|几多个?)(?:人|位|名|同事|员工)|换(?:算)?成人(?:头|数)?"
)


def _more_people(view: View) -> Iterator[Candidate]:
    """“44% adoption … there's 50 of us. How many more people have to start using it?”: the heads that the level falls short by."""
    asking = _matching(view, _MORE_PEOPLE)
    kpi = next((k for k in view.kpis if "people" in view.kpis[k].units), "")
    elsewhere = view.has("money", "layer", "layers", "budget", "spent") or set(view.kpi_in_message) - {kpi}
    if not asking or not kpi or elsewhere:
        return
    heads, levels, others = _heads(view)
    if others or len(heads) > 1 or len(levels) > 1:
        return
    if not _countable(view, kpi, heads=bool(heads), level=bool(levels)):
        return
    moves: list[Move] = [Tell(fig=t.value, as_=As.LEVEL, of=kpi) for t in levels]
    moves += [Tell(fig=t.value, as_=As.WHOLE, of=kpi) for t in heads]
    moves.append(Ask(goal=Goal.SHORT, about=(kpi,), phase=view.phase_of(kpi)))
    figs = frozenset(t.value for t in (*heads, *levels))
    inside = tuple(c for c in view.clauses if c in asking or any(t.is_figure for t in c.tokens))
    yield Candidate(
        "kpi.more_people", tuple(moves), 14.0, figs, _words(view, inside), keys_of(view, inside),
        float(view.stream.spots[0].start),
    )  # fmt: skip


def _countable(view: View, kpi: str, *, heads: bool, level: bool) -> bool:
    """Whether the number of people and the level that was reached are told, here or before."""
    told = view.state.kpis[kpi].figures.keys() if kpi in view.state.kpis else set()
    team = heads or "whole" in told or bool(view.state.counts.get("team"))
    return team and (level or bool({"level", "after", "now", "part"} & told))


def _heads(view: View) -> tuple[list[Token], list[Token], list[Token]]:
    """The numbers of people, the percentages and the other figures of a message."""
    heads: list[Token] = []
    levels: list[Token] = []
    others: list[Token] = []
    for token in view.stream.spots:
        if not token.is_figure:
            continue
        value = view.figure(token.value).low
        whole = value is not None and value == int(value) and value > 1
        if token.kind == "pct":
            levels.append(token)
        elif token.kind in ("num", "people", "count") and whole:
            heads.append(token)
        else:
            others.append(token)
    return heads, levels, others


# -- which of several --------------------------------------------------------------------------------------------------------------------------

_WHICH_FAILED = re.compile(
    r"\b(?:which|what|any)(?: (?:one|ones|kpis?|of (?:them|those|these)|metrics?|numbers?|bits?|measures?))? ?(?:one|ones)?(?: of (?:them|those|these))? ?(?:has|have|is|are|did|do|does)?(?: not|n't)? ?(?:still )?(?:fail(?:ed|s|ing)?|miss(?:ed|es|ing it)?|pass(?:ed)?|short|fall(?:s|ing)? short|fell short|below|behind|lagging|let(?:ting|s)? us down|not (?:there|enough|met|passed|good enough)|make it|made it|hold(?:ing)? us back|clear(?:ed)?)\b"
    r"|哪(?:一|几|些)?(?:条|个|项|样|几个|几项|几条|个指标|些指标)?(?:kpi|指标)?(?:还)?(?:是)?(?:没|未|不|冇|唔)(?:有)?(?:过|够|达标|达到|合格|行|满足|及格)|哪(?:一|几|些)?(?:条|个|项)?(?:还)?(?:差|欠|拖后腿|不达标)(?!多少|几)"
)
_FAILED_SHORT = re.compile(
    r"(?:没过|没达标|不达标|不够|未达标|差)的(?:那|这)?[一两几]?(?:条|个|项|些)?.{0,4}(?:差|缺|还要)(?:多少|几)|\b(?:the )?(?:one|ones|kpi)s? that (?:failed|missed|did(?:n't| not) (?:pass|make it)|fell short|is short|are short).{0,30}(?:how (?:far|much)|by what)|\bhow (?:far|much) (?:off|short|out)? ?(?:is|are|was|were)? ?(?:the )?(?:one|ones|kpi)s? that (?:failed|missed|did(?:n't| not) (?:pass|make it)|fell short)"
)


def _which_failed(view: View) -> Iterator[Candidate]:
    """“Which one failed?”, 哪条没过: the gate of the phase whose KPIs were told, here or before; "how far off is the one that failed" only that."""
    short = _matching(view, _FAILED_SHORT)
    asking = short or _matching(view, _WHICH_FAILED)
    if (
        len(asking) != 1
        or view.has("layer", "layers", "spent", "budget")
        or asking[0].of("money", "quadrant", "projects")
    ):
        return
    told = dict.fromkeys((*view.kpi_in_message, *view.state.kpis)) if view.place_of else dict.fromkeys(view.state.kpis)
    phases = tuple(dict.fromkeys(filter(None, map(view.phase_of, view.kpi_in_message or told))))
    named = asking[0].values("phase")
    if not told or not phases:
        return
    talked = [view.phase_of(a) for a in _asked_kpis(view)] + [a.phase for a in view.state.last_asks() if a.phase]
    if not named and not view.kpi_in_message and len(phases) > 1:
        phases = tuple(dict.fromkeys(p for p in talked if p in phases)) or phases
    asks = [
        Ask(goal=Goal.SHORT, phase=phase, by=FAILED) if short else Ask(goal=Goal.GATE, phase=phase)
        for phase in named or phases
    ]
    yield Candidate("kpi.which_failed", tuple(asks), 12.0, takes=_words(view, asking), keys=keys_of(view, asking), place=float(asking[0].tokens[-1].end))  # fmt: skip


_POINTS = re.compile(
    r"\b(?:by )?how many (?:percentage )?points\b|\bby how (?:much|many)\b.{0,20}\b(?:clear|beat|pass|exceed|miss|over|above|short)|\bhow far (?:over|above|past|clear of|beyond)\b|\bhow much (?:room|headroom|margin|to spare|did we (?:clear|beat|pass|exceed))\b"
    r"|(?:高|超|多|低|差|欠)(?:出|过|了|出了)?(?:几|多少)个?(?:百分)?点|(?:超|高)(?:出|过)(?:标准|要求|门槛|线)?(?:了)?(?:多少|几)"
)


def _spoken(view: View, clause: Clause) -> tuple[str, ...]:
    """The KPIs of a clause, else of the one before it that names some, else of the question before."""
    near = [c for c in view.clauses if c.start <= clause.start and c.of(*KPIS)]
    return clause.values(*KPIS) or (near[-1].values(*KPIS) if near else ()) or _asked_kpis(view)


def _points_clear(view: View) -> Iterator[Candidate]:
    """“By how many points did we clear adoption?”: how far a KPI is from its threshold, on either side."""
    asking = _matching(view, _POINTS)
    if len(asking) != 1 or view.has("layer", "layers", "spent", "budget", "aibudget", "marketing", "range"):
        return
    clause = asking[0]
    named = _spoken(view, clause)
    if len(named) != 1 or named[0] not in view.kpis or any(t.is_figure for t in clause.tokens):
        return
    told = {v for c in view.clauses for v in c.values(*KPIS) if any(t.is_figure for t in c.tokens)}
    if named[0] not in told | {kpi for kpi, entry in view.state.kpis.items() if entry.figures}:
        return
    ask = Ask(goal=Goal.SHORT, about=named, phase=view.phase_of(named[0]))
    yield Candidate("kpi.points_clear", (ask,), 11.0, takes=_words(view, asking), keys=keys_of(view, asking), place=float(clause.tokens[-1].end))  # fmt: skip
