"""What should have been spent by a point of the year, beside what was: "what should we have spent by end of Feb?", 到12月底按进度该花多少."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from agent.dialogue.moves import As, Ask, Goal, Move, Tell
from agent.dialogue.names import AI, LAYERS
from agent.dialogue.periods import in_year, months_of
from agent.understanding.candidates import Candidate
from agent.understanding.clauses import Clause
from agent.understanding.elapsed import WORDS, elapsed, part_named
from agent.understanding.outlays import spends
from agent.understanding.plans import keys_of
from agent.understanding.tokens import KPIS, Token
from agent.understanding.view import View
from agent.understanding.years import year_begins

_DUE = re.compile(
    r"\b(?:should|sh(?:ou)?ld|ought|supposed|meant|planned|budgeted|due|scheduled|expected)\b.{0,40}\b(?:spen[dt]|spending|used|gone|burn(?:ed|t)|consumed|laid out|out of the door)\b"
    r"|\b(?:plan|budget|phasing|phased amount|due|spend plan)(?:ned)? (?:to date|ytd|through|by|up to|as of|until)\b|\bytd (?:plan|budget)\b|\b(?:is|are|was|would be) due (?:by|through|at)\b"
    r"|(?:该|該|应|應|应当|应该|應該|计划|計劃|原定|预计|預計|理论上|理論上)(?:已经?|已經)?(?:要)?(?:花|用|支出|执行|執行|投)|按(?:进度|進度|节奏|節奏|计划|計劃|排期)[^，。？！]{0,8}(?:花|用|支出|执行|執行)|(?:同期|截至|截止)[^，。？！]{0,8}(?:预算|預算|计划|計劃)(?:是|应|應|为|為)?多少"
)
_MID_YEAR = re.compile(r"\b(?:mid[- ]?year|half[- ]?way(?: through the year)?|the half[- ]?year|half time)\b|年中|半年")
_BEFORE = re.compile(r"\bbefore\b|之前|以前|月初")
_ACTUAL = re.compile(
    r"\bactuals?\b|\bspent\b|\bledger\b|\bbooked\b|\bpaid\b|\bso far\b|\bto date\b|\bytd\b|\bwe(?:'re| are) (?:at|on)\b|\bgone\b|\bused\b|实际|實際|账上|帳上|已经|已經|花了|用了|实支|實支|支出|目前|花掉|用掉|入账"
)
_HOW_FAR = re.compile(
    r"\bhow far\b|\bhow much (?:ahead|behind|over|under|off)\b|\b(?:ahead|behind|over|under|off)\b|\bdifference\b|\bgap\b|\bvariance\b|差|超|快|慢|多花|少花|落后|落後|领先"
)
_NOT = ("whatif", "max", "min", "own", "setto", "turnover", "people", "phase", "source", *KPIS)


_PACE = re.compile(
    r"\b(?:ahead|behind|on track|on pace|on schedule|running (?:hot|ahead|behind|fast)|(?:too )?(?:fast|slow)(?:er)?|on plan)\b|\b(?:vs\.?|versus|against|compared (?:to|with)) (?:the |our |that )?(?:\w+ )?(?:phasing|schedule|calendar|plan to date|ytd plan|pace|run[- ]?rate|flat plan)\b"
    r"|快(?:了)?(?:还|還)是慢|(?:比|跟|和|与|與)(?:计划|計劃|排期|节奏|節奏|进度|進度)[^，。？！]{0,6}(?:快|慢|超前|落后|落後|差)|(?:进度|進度)(?:上)?(?:是|算)?(?:超前|落后|落後|快|慢)|超前(?:还|還)是(?:落后|落後)|超进度|超進度"
)
_MORE = re.compile(
    r"^(?:and|what about|how about|ok and|so)?\s*(?:by|to|at|through|as of)\b|^(?:那|那么|那麼)?(?:到|截至|截止)"
)


def candidates(view: View) -> Iterator[Candidate]:
    """What is due by a part of the year, and what was spent in a run of months."""
    yield from _due(view)
    yield from _runs(view)


def _due(view: View) -> Iterator[Candidate]:
    """What is due by a month that is named, or by the part of the year that is over, and whether that is ahead of what was spent."""
    if not (view.known or _told_here(view)):
        return
    for made in (_should_have, _ahead_or_behind, _by_another_month):
        if (found := made(view)) is not None:
            yield found
            return


def _should_have(view: View) -> Candidate | None:
    """“What should we have spent by end of Feb? actual is 156k so how far off are we”."""
    asking = next((c for c in view.clauses if _DUE.search(_plain(view, c)) and not c.of("money", *_NOT)), None)
    if asking is None or not (asking.asked or asking.of("howmuch", "what")):
        return None
    sentence = [c for c in view.sentence(asking) if not c.of("money", "budget")]
    return _held(view, asking, sentence, _until(view, sentence))


def _ahead_or_behind(view: View) -> Candidate | None:
    """“We've spent 395k through August. Where are we vs the phasing?”, 上半年花了150万，比计划快还是慢."""
    asking = next((c for c in view.clauses if _PACE.search(_plain(view, c)) and not c.of("pct", *_NOT)), None)
    actual, current = _actual(view), view.state.current
    if asking is not None and asking.of("pace") and not (current is not None and current.phased):
        return None  # the pace of an even year is asked in so many words
    if (
        asking is None
        or (actual is None and not spends(view))
        or any(t.kind != "money" for t in view.stream.spots if t.is_figure)
    ):
        return None
    until = (
        _until(view, list(view.clauses), several=True)
        if view.of("day") or part_named(view) or _MID_YEAR.search(view.stream.plain)
        else _until_now(view)
    )
    return _held(view, asking, list(view.clauses), until)


def _by_another_month(view: View) -> Candidate | None:
    """“And by end of August?”, behind what was due by another month."""
    last = next((a for a in view.state.last_asks() if a.goal is Goal.PACE and a.by == "due"), None)
    if last is None or view.place_of or len(view.of("day")) != 1 or len(view.stream.spots) > 8:
        return None
    if not _MORE.search(view.stream.plain.strip()) or view.has("layer", "left", "spent", "budget", *_NOT):
        return None
    done, of = _until(view, list(view.clauses))
    takes = frozenset(n for n, t in enumerate(view.stream.spots) if not t.is_figure)
    ask = replace(last, done=done, of=of)
    return Candidate("due.another", (ask,), 17.0, takes=takes, keys=view.ask_keys) if done else None


def _until_now(view: View) -> tuple[str, str]:
    """How much of the year is over by the spends that were told."""
    first = view.state.first_month
    dated = [s.when for s in spends(view) if s.when and len(s.when) != 4]
    places = [in_year(m, first) for when in dated for m in months_of(when, first)]
    return (WORDS[max(places)], "twelve") if places else ("", "")


def _held(view: View, asking: Clause, sentence: list[Clause], until: tuple[str, str]) -> Candidate | None:
    """What is due beside what was spent, told in the message or before."""
    done, of = until
    if not done:
        return None
    actual = _actual(view)
    about = _about(view, sentence)
    moves: list[Move] = [Ask(goal=Goal.PACE, about=(about,), done=done, of=of, by="due")]
    inside = [asking, *(c for c in view.clauses if c.start > asking.start and _goes_on(view, c, actual))]
    if actual is not None:
        own = view.clause(view.place_of[actual.value])
        moves.insert(0, Tell(fig=actual.value, as_=As.SPENT, of=about, when=_part_of(view, own)))
        inside.append(own)
    inside = [c for c in view.clauses if c in inside]
    takes = frozenset(n for c in inside for n in range(c.start, c.end) if not view.stream.spots[n].is_figure)
    return Candidate(
        "due", tuple(moves), 17.0, frozenset({actual.value} if actual is not None else ()), takes, keys_of(view, tuple(inside)),
        float(inside[-1].tokens[-1].end),
    )  # fmt: skip


_SO_FAR = re.compile(
    r"\b(?:through|to|by|until|till|up to|as of|ytd|so far|to date|end of)\b|到|截至|截止|累计|累計|底"
)


def _part_of(view: View, clause: Clause) -> str:
    """The one part of the year that an amount was spent in; none where it is all that was spent up to a day."""
    days = clause.of("day")
    return days[0].value if len(days) == 1 and not _SO_FAR.search(_plain(view, clause)) else ""


def _told_here(view: View) -> bool:
    return any(c.of("money") and c.of("budget", "marketing", "aibudget", "ai") for c in view.clauses)


def _until(view: View, sentence: list[Clause], *, several: bool = False) -> tuple[str, str]:
    """How much of the year is over by the words of a sentence: up to the end of the last month that it names."""
    first = view.state.first_month
    if (told := _year_begins(view)) is not None:
        first = told
    days = [t for c in sentence for t in c.of("day")]
    places = [in_year(m, first) for t in days for m in months_of(view.stream.days[t.value].key, first)]
    if places and (several or len(days) == 1):
        done = max(places) - (1 if _BEFORE.search(" ".join(_plain(view, c) for c in sentence)) else 0)
        return (WORDS[done], "twelve") if 0 < done <= 12 else ("", "")
    if not days and _MID_YEAR.search(view.stream.plain):
        return "six", "twelve"
    return elapsed(view) if not days and part_named(view) else ("", "")


def _year_begins(view: View) -> int | None:
    """The month that the message says the fiscal year to begin in."""
    told = year_begins(view)
    return None if told is None else next(iter(months_of(view.stream.days[told[1].value].key)))


def _actual(view: View) -> Token | None:
    """What was spent, where the message tells one amount for it."""
    found = [
        t
        for c in view.clauses
        for t in c.of("money")
        if not c.of("budget", "marketing", "aibudget")
        and _ACTUAL.search(" ".join(_plain(view, x) for x in view.sentence(c)))
    ]
    return found[0] if len(found) == 1 else None


def _about(view: View, sentence: list[Clause]) -> str:
    """The layer that is named, else what was spread last, else what money was spent of, else all of it."""
    named = [v for c in sentence for v in c.values("layer")]
    if named:
        return named[0]
    current = view.state.current
    if current is not None and current.phased and not any(c.of("ai", "aibudget", "layers") for c in sentence):
        return next(reversed(current.phased))
    paid = {s.subject for s in spends(view)}
    return paid.pop() if len(paid) == 1 and "plan" not in paid else LAYERS if current and current.base != AI else AI


def _goes_on(view: View, clause: Clause, actual: Token | None) -> bool:
    """Whether a clause goes on from the question: how far off that is, or what was really spent."""
    holds = actual is not None and clause.start <= view.place_of[actual.value] < clause.end
    return holds or (
        not clause.of("money", "layer", "day", *_NOT) and _HOW_FAR.search(_plain(view, clause)) is not None
    )


def _plain(view: View, clause: Clause) -> str:
    return view.stream.plain[clause.tokens[0].start : clause.tokens[-1].end]


# -- runs of months ------------------------------------------------------------------------------------------------------------------------

_THROUGH = re.compile(r"\s*(?:月|份)*\s*(?:to|till|until|through|thru|-|–|—|~|到|至)\s*(?:the end of |end of |end )?")
_SPENDING = re.compile(
    r"\bspen[dt]\w*\b|\bactuals?\b|\bcost\b|\bpaid\b|\bbooked\b|\bburn(?:ed|t)\b|花|支出|用了|用掉|实际|實際|实支|實支"
)
_ON = re.compile(
    r"straight[- ]?line|\bland\w*\b|\brun[- ]?rate\b|\bat (?:this|that) (?:pace|rate|clip|speed)\b|\bkeep (?:this|that|it|going)\b|按(?:这|這)个?(?:速度|节奏|節奏)|照(?:这|這)个?(?:速度|节奏|節奏)|年底会|年底會|全年会|全年會"
)
_KEEPS = re.compile(
    r"\b(?:stay|fit|keep|remain|come|be|is it|that)\b.{0,16}\b(?:inside|within|under|over|above|below)\b|\bover\b|\bunder\b|\bbust\b|\bblow\b|超|够|夠|范围|範圍"
)


def _runs(view: View) -> Iterator[Candidate]:
    """“Tactical AI spend Feb through July came to £198,000. Where do we land?”, 战术2月到7月花了19.8万: one amount for months in a row."""
    own = _run_told(view)
    if own is None:
        return
    amount, layers = view.of("money")[0], own.values("layer")
    when, done = _run(view, view.of("day"))
    if not done:
        return
    about = layers[0] if layers else AI
    moves: list[Move] = [Tell(fig=amount.value, as_=As.SPENT, of=about, when=when)]
    inside = [own]
    if _ON.search(view.stream.plain):
        moves.append(Ask(goal=Goal.FORECAST, about=(about,), done=done, of="twelve"))
        inside += [c for c in view.clauses if _ON.search(_plain(view, c)) or _KEEPS.search(_plain(view, c))]
    takes = frozenset(n for c in inside for n in range(c.start, c.end) if not view.stream.spots[n].is_figure)
    keys = keys_of(view, tuple(c for c in view.clauses if c in inside))
    yield Candidate("due.run", tuple(moves), 22.0, frozenset({amount.value}), takes, keys, float(amount.start))


def _run_told(view: View) -> Clause | None:
    """The clause that tells one amount for a run of months, where the message tells no other and asks of one layer at most."""
    amounts, days = view.of("money"), view.of("day")
    one = len(amounts) == len(view.place_of) == 1 and len(days) == 2 and len({t.value for t in view.of("layer")}) < 2
    if not view.known or not one or view.has("budget", *_NOT):
        return None
    own = view.clause(view.place_of[amounts[0].value])
    joined = _THROUGH.fullmatch(view.stream.plain[days[0].end : days[1].start]) is not None
    return own if joined and days[0] in own.tokens and _SPENDING.search(_plain(view, own)) else None


def _run(view: View, days: list[Token]) -> tuple[str, str]:
    """The part of the year that a run of months is (empty where it is none), and how much of the year is over at its end; nothing where it is not of the year's beginning."""
    first = view.state.first_month
    ends = [months_of(view.stream.days[t.value].key, first) for t in days]
    if any(len(months) != 1 for months in ends):
        return "", ""
    begin, end = (in_year(min(months), first) for months in ends)
    if begin != 1 or end < begin:
        return "", ""
    return {3: "Q1", 6: "H1"}.get(end, ""), WORDS[end]
