"""What conversations ask of money that was spent, beside what is left: of an amount that is pointed at, on the average of months, over the rest of the year.

Each reads the clauses that it stands in whole. Where the months do not fit what was told, nothing is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from agent.dialogue.moves import Ask, Goal
from agent.dialogue.names import AI, LAYERS
from agent.dialogue.periods import in_year, months_of
from agent.understanding.candidates import Candidate
from agent.understanding.clauses import Clause
from agent.understanding.elapsed import WORDS
from agent.understanding.outlays import run_of, spends
from agent.understanding.plans import keys_of
from agent.understanding.tokens import KPIS, Token
from agent.understanding.view import View
from tools.identity import Role

_LEFT = re.compile(
    r"\bleft\b|\bremain\w*\b|\bun(?:spent|used|touched)\b|\bstill (?:to|have|got|there)\b|\bto spend\b|\bbalance\b|\b(?:not|haven't|hasn't) (?:we |been )?(?:touched|spent|used)\b"
    r"|剩|余额|结余|結餘|還有多少|还有多少|还有几多|还有好多|能用|可用|[没沒未](?:花|动|用|動)"
)
_NOT = ("whatif", "budget", "marketing", "own", "setto", "max", "min", "other", "turnover", "phase", *KPIS)


def candidates(view: View) -> Iterator[Candidate]:
    """Questions of spending that name an amount, an average or the rest of the year."""
    if view.known and spends(view):
        yield from _left_of_amount(view)
        yield from _left_of_pair(view)
        yield from _left_behind(view)
        yield from _added_up(view)
        yield from _told_of_a_month(view)
        yield from _on_average(view)
        yield from _rest_of_the_year(view)


def _whole(view: View, name: str, ask: Ask, clauses: Sequence[Clause], score: float) -> Candidate:
    """A candidate that stands for every word of its clauses."""
    inside = tuple(clauses)
    all_of_it = len(inside) == len(view.clauses)
    places = range(len(view.stream.spots)) if all_of_it else [n for c in inside for n in range(c.start, c.end)]
    takes = frozenset(n for n in places if not view.stream.spots[n].is_figure)
    keys = view.ask_keys if all_of_it else keys_of(view, inside)
    return Candidate(name, (ask,), score, frozenset(ask.echo.split()), takes, keys, float(inside[-1].tokens[-1].end))


# -- what is left ------------------------------------------------------------------------------------------------------------------------


def _left_of_amount(view: View) -> Iterator[Candidate]:
    """“How much of the 216 is still to spend", 216万里还有多少没用: the layer, or all of them, that has this amount."""
    figures = [t for t in view.stream.spots if t.is_figure]
    if len(figures) != 1 or figures[0].kind not in ("money", "num") or view.has("layer", "spent", *_NOT):
        return
    clause = view.clause(view.place_of[figures[0].value])
    sentence = view.sentence(clause)
    text = " ".join(view.text(c) for c in sentence).casefold()
    asked = any(c.asked or c.of("howmuch", "what", "ratio") for c in sentence)
    if not asked or not _LEFT.search(text) or not _of_it(view, figures[0]):
        return
    subject = _with_amount(view, figures[0])
    if subject:
        ask = Ask(goal=Goal.LEFT, about=(subject,), echo=figures[0].value)
        yield _whole(view, "standing.of_amount", ask, sentence, 12.0)


_OF_IT = re.compile(r"\b(?:of|from|out of|in) (?:the|that|this|our|those) *[$€£¥]?$")
_IN_IT = re.compile(r"^(?:元|块|塊)?(?:的)?(?:总盘子?|总额|盘子)?(?:里面?|裡面?|当中|之中|中|内|还|還)")


def _of_it(view: View, token: Token) -> bool:
    """Whether an amount is said as that of which something is asked."""
    plain = view.stream.plain
    return bool(_OF_IT.search(plain[: token.start]) or _IN_IT.match(plain[token.end :]))


#: The ends of the range are amounts that nothing was spent of.
_ENDS = (Role.RANGE_LOW, Role.RANGE_HIGH)


def _with_amount(view: View, token: Token) -> str:
    """The subject that was shown with an amount, said in full or in its digits alone."""
    said = view.figure(token.value).low
    if not said or view.ledger is None:
        return ""
    for fact_id in view.state.recent():
        fact = view.ledger.facts.get(fact_id)
        if fact is None or fact.identity is None or not fact.currency or fact.identity.role in _ENDS:
            continue
        same = fact.value == said or (token.kind == "num" and _digits(fact.value, said))
        if same and fact.identity.subject in (*view.layers, AI, LAYERS, "total", "plan", ""):
            return fact.identity.subject if fact.identity.subject in view.layers else LAYERS
    return ""


def _digits(value: Decimal, said: Decimal) -> bool:
    """Whether a bare number has the digits of an amount, as 216 has those of 216,000."""
    ratio = (value / said).normalize()
    return ratio > 1 and ratio.as_tuple().digits == (1,)


_JOINED = re.compile(
    r"\btogether\b|\bcombined\b|\bbetween them\b|\bplus\b|\bin total\b|\ball told\b|\bas one\b|加起来|加在一起|加一起|合计|合起来|合在一[起块]|一共|总共|一块|一起|两层|加上|[层略术力]加"
)
_UNTOUCHED = re.compile(
    r"\b(?:untouched|not (?:been )?touched|unspent|haven't (?:been )?touched|hasn't been touched|nothing (?:spent|gone|booked))\b|[没沒未](?:花|动|用|動)"
)


def _left_of_pair(view: View) -> Iterator[Candidate]:
    """“Strategic is untouched. Strategic and capability together, what's left": of layers that are named, as one."""
    if view.place_of or view.has(*_NOT):
        return
    for number, clause in enumerate(view.clauses):
        sentence = [c for c in view.sentence(clause) if c.start <= clause.start]
        text = " ".join(view.text(c) for c in sentence).casefold()
        layers = {v for c in sentence for v in c.values("layer")}
        if len(layers) != 2 or not _JOINED.search(text) or not _LEFT.search(view.said(clause)):
            continue
        ahead = [c for c in view.clauses[:number] if c not in sentence]
        if any(not _UNTOUCHED.search(view.said(c)) for c in ahead):
            ahead = []
        ask = Ask(goal=Goal.LEFT, about=tuple(x for x in view.layers if x in layers), by="sum")
        yield _whole(view, "standing.of_pair", ask, (*ahead, *sentence), 9.8)
        return


_BEHIND = re.compile(
    r"\bafter\b|\b(?:being|is|are|having been) (?:gone|done|spent|over|paid)\b|\bwith [^,.?]{0,24}(?:gone|done|spent|paid)\b|\b(?:gone|behind us)$|花完|用完|扣掉|扣除|过完|過完|(?:之后|以后|之後|以後)"
)
_NEW = re.compile(r"\bnew\b|\bupdated\b|\brevised\b|新的?")


def _left_behind(view: View) -> Iterator[Candidate]:
    """“New tactical, and what's left of it after Nov and Dec?", "left of tactical then, Q1 being gone": of the year's plan, whatever months were spent in."""
    for clause in view.clauses:
        sentence = view.sentence(clause)
        layers = tuple(dict.fromkeys(v for c in sentence for v in c.values("layer")))
        if len(layers) != 1 or not behind(view, sentence) or view.has("whatif", *KPIS):
            continue
        found = _whole(view, "standing.behind", Ask(goal=Goal.LEFT, about=layers), sentence, 10.0)
        anew = _NEW.search(" ".join(view.text(c) for c in sentence).casefold())
        moves = (Ask(goal=Goal.AMOUNT, about=layers), *found.moves) if anew else found.moves
        yield replace(found, moves=moves)
        return


def behind(view: View, clauses: Sequence[Clause]) -> bool:
    """Whether clauses ask what is left once the months that they name are paid, and these are the months that money was spent in."""
    text = " ".join(view.text(c) for c in clauses).casefold()
    days = [t for c in clauses for t in c.of("day")]
    if not days or any(t.is_figure for c in clauses for t in c.tokens):
        return False
    if not _BEHIND.search(text) or not _LEFT.search(text):
        return False
    layers = {v for c in clauses for v in c.values("layer")}
    spent_in = {m for s in spends(view) if s.subject in layers for m in months_of(s.when)}
    return bool(spent_in) and spent_in == {m for t in days for m in months_of(view.stream.days[t.value].key)}


# -- what was spent in all, and in a month --------------------------------------------------------------------------------------------------

_ADDED = re.compile(
    r"\btotals?\b|\btogether\b|\bin all\b|\ball in\b|\baltogether\b|\bsum\b|\bcombined\b|\badd(?:s|ed)? up\b|\bcome to\b|一共|总共|總共|合计|合計|加起来|加起來|加一起|累计|累計"
)
_TO_DATE = re.compile(
    r"\bso far\b|\bto date\b|\bboth\b|\bthe (?:two|three|four|five|six) ?(?:months|of them)?\b|\b(?:two|three|four|five|six|all|those|these) months\b|到现在|目前|至今|[两二三四五六]个月|这几个月|兩個月|這幾個月"
)
_OF_SPENDING = (Goal.LEFT, Goal.SPENT, Goal.PACE, Goal.PERPART, Goal.ACTUAL, Goal.BOOK)


def _added_up(view: View) -> Iterator[Candidate]:
    """“So both months together?", "what's the total so far?" behind spending: what was spent in all."""
    for clause in view.clauses:
        text = view.said(clause)
        if not (_ADDED.search(text) and _TO_DATE.search(text)) or not _of_spending(view):
            continue
        if clause.of("money", "num", "pct", "left", "unspent", "layer", "layers", "rest", "over", *_NOT):
            continue
        figs = " ".join(t.value for t in clause.of("dur"))
        ask = Ask(goal=Goal.SPENT, about=_about(view), echo=figs)
        yield _whole(view, "standing.added_up", ask, (clause,), 7.0)
        return


def _of_spending(view: View) -> bool:
    """Whether spending is what is talked about: asked of, told or set right just now."""
    latest = max((s.turn for s in spends(view)), default=0)
    turn = view.state.shown[-1].turn if view.state.shown else 0
    first = view.state.first_month
    months = {m for t in view.of("day") for m in months_of(view.stream.days[t.value].key, first)}
    if months and months <= {m for s in spends(view) for m in months_of(s.when, first)}:
        return True
    return latest >= turn or any(a.goal in _OF_SPENDING for a in view.state.last_asks())


_RECALLED = re.compile(
    r"\b(?:did|have) (?:i|we) (?:\w+ )?(?:say|tell|told|give|given|gave|report\w*|put)\b|\bremind me\b|\bwhat was it\b|\b(?:i|we) (?:told|gave|said|reported)\b|[我咱].{0,8}(?:说|說|报|報|给|給|讲|講|告诉|告訴|提)|来着|來著"
)


def _told_of_a_month(view: View) -> Iterator[Candidate]:
    """“What did I give you for January again?", 1月我报的是多少: what was told to be spent in that month."""
    days = view.of("day")
    first = view.state.first_month
    named = [months_of(view.stream.days[t.value].key, first) for t in days]
    dated = {m for s in spends(view) for m in months_of(s.when, first)}
    if not days or view.place_of or not all(named) or view.has("left", "over", "budget", *_NOT):
        return
    if not _RECALLED.search(view.stream.plain) or not {m for months in named for m in months} <= dated:
        return
    layers = tuple(dict.fromkeys(t.value for t in view.of("layer")))
    ask = Ask(goal=Goal.SPENT, about=layers, when=" ".join(t.value for t in days))
    yield _whole(view, "standing.recalled", ask, view.clauses, 13.0)


# -- on the average ----------------------------------------------------------------------------------------------------------------------

_MEAN = re.compile(r"\baverag\w*\b|\bmean\b|\bon avg\b|\bavg\b|平均|月均|均(?:每|一个?)月|每个?月均")
_AHEAD = re.compile(
    r"\b(?:left|remaining|rest|still|can|could|may|should|budget|plan\w*|allow\w*|next)\b|剩|余下|后面|接下来|能花|可以花|还能|预算|额度|计划|该花"
)
_N = re.compile(
    r"\b(?P<w>two|three|four|five|six|seven|eight|nine|ten|eleven|1[01]|[2-9]) months?\b|(?P<z>十一|[两二三四五六七八九十]|1[01]|[2-9]) ?个月"
)
_ZH = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10, "十一": 11}


def _on_average(view: View) -> Iterator[Candidate]:
    """“Averaged over the two months, what did we spend", 平均每个月花了多少: what was spent, over the months that it was spent in."""
    text = view.stream.plain
    if not _MEAN.search(text) or _AHEAD.search(text) or view.has("money", "pct", "frac", "split", *_NOT):
        return
    about = _about(view)
    days = run_of(view, view.of("day"))
    named = {m for d in days for m in months_of(view.stream.days[d].key if d in view.stream.days else d)}
    dated = [months_of(s.when) for s in spends(view) if (not about or s.subject in about) and s.when]
    spent_in = {m for months in dated for m in months}
    undated = any(not s.when for s in spends(view) if not about or s.subject in about)
    months = named or spent_in
    said = _said(text)
    if undated or not months or not months <= spent_in or len(months) < 2 or (said and said != len(months)):
        return
    figs = " ".join(t.value for t in view.of("dur"))
    ask = Ask(
        goal=Goal.SPENT,
        about=about,
        by="month",
        parts=WORDS[len(months)],
        when=" ".join(days) if named else "",
        echo=figs,
    )
    if len(view.place_of) == len(figs.split()):
        yield _whole(view, "standing.average", ask, view.clauses, 13.0)


def _about(view: View) -> tuple[str, ...]:
    """The layers that a question of spending names, else the one that is spoken of; none for everything."""
    layers = tuple(dict.fromkeys(t.value for t in view.of("layer")))
    if layers:
        return layers
    if view.has("layers", "aibudget", "ai"):
        return (AI,)
    subjects = {s.subject for s in spends(view)}
    if len(subjects) == 1 and "plan" not in subjects:
        return tuple(subjects)
    asked = [a.about for a in view.state.last_asks() if a.goal in (Goal.LEFT, Goal.SPENT, Goal.PACE, Goal.PERPART)]
    return asked[-1] if asked and len(asked[-1]) == 1 and asked[-1][0] in subjects else ()


def _said(text: str) -> int:
    found = _N.search(text)
    if found is None:
        return 0
    number = found["w"] or found["z"]
    return _ZH.get(number) or (int(number) if number.isdigit() else WORDS.index(number))


# -- over the rest of the year -------------------------------------------------------------------------------------------------------------

_REST = re.compile(
    r"\b(?:rest|remainder) of the year\b|\b(?:remaining|other) months\b|\bmonths (?:left|to go|remaining)\b|\bfrom (?:here|now) (?:on|to year[- ]end)\b|今年(?:剩下|余下|后面)的?(?:时间|月份)?|剩下的?(?:几个)?月|剩余月份|后面(?:几个)?月|到年底"
)
_MONTHLY = re.compile(r"\b(?:per|a|each|every) month\b|\bmonthly\b|每个?月|一个?月|月均")


def _rest_of_the_year(view: View) -> Iterator[Candidate]:
    """“How much can we spend per month for the rest of the year": what is left, over the months behind the last one that money was spent in."""
    text = view.stream.plain
    if view.place_of or not _REST.search(text) or not _MONTHLY.search(text) or view.has("split", *_NOT):
        return
    about = _about(view)
    first = view.state.first_month
    places = [in_year(m, first) for s in spends(view) if not about or s.subject in about for m in months_of(s.when)]
    if not places or max(places) > 11:
        return
    ask = Ask(goal=Goal.PERPART, about=about or (LAYERS,), by="month", parts=WORDS[12 - max(places)])
    yield _whole(view, "standing.rest_of_year", ask, view.clauses, 13.0)
