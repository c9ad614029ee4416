"""Money that was spent, as conversations tell it and come back to it: of which layer, in which month, in all.

Each is a candidate for the questions of its clauses, so that no clause of it is answered for something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agent.dialogue.moves import As, Ask, Goal, Move, Tell
from agent.dialogue.names import AI
from agent.dialogue.periods import months_of
from agent.dialogue.state import Spend
from agent.understanding.candidates import Candidate
from agent.understanding.clauses import Clause
from agent.understanding.plans import keys_of
from agent.understanding.sense import for_layer
from agent.understanding.slots import last_layer
from agent.understanding.tokens import KPIS, Token
from agent.understanding.view import View

#: Money that may, should or will be spent is not spent yet.
_TO_SPEND = re.compile(
    r"\b(?:should|can|could|may|might|would|will|shall|must|to|going to|plan|allowed|left to|still|per|do (?:i|we|you)) (?:\w+ )?(?:spend|invest|put)\b"
    r"|(?:该|能|可以|可|要|应|打算|计划|准备|想|会|得|再|最多|至少|怎么|如何|预计|想要) ?(?:再)?(?:花|用|投|支出|支)(?!了|掉|完)"
)
_ASKS = re.compile(
    r"\bhow much\b|\bhow many\b|\bwhat\b|\bwhats\b|\btotal\b|多少|几多|好多|几钱|一共|总共|合计|多大|累计|呢"
)
_OF_IT = re.compile(r"\b(?:of|from) (?:it|that|this)\b|它|其中|那一?层|这一?层")
_IN_ALL = re.compile(
    r"\bin (?:total|all)\b|\baltogether\b|\btotal spen[dt]|\boverall\b|\ball up\b|\bspent so far\b|\bon ai\b|总共|一共|累计|合计|加起来|ai"
)


def candidates(view: View) -> Iterator[Candidate]:
    """What a message tells or asks of money spent."""
    for made in (layer_given, _booked, _month_by_month, _of_a_month, _standing, _asked):
        yield from made(view)


def spends(view: View) -> list[Spend]:
    """What the case at hand has spent."""
    current = view.state.current
    return list(current.spends) if current is not None else []


def spending(view: View) -> bool:
    """Whether money was spent, before or in this message."""
    return bool(spends(view)) or any(c.of("spent", "spends") and c.of("money") for c in view.clauses)


def durations(view: View) -> str:
    """The lengths of time that a message names, as figures that a question repeats."""
    return " ".join(t.value for t in view.stream.spots if t.kind == "dur")


def ids(text: str) -> frozenset[str]:
    return frozenset(text.split())


# -- told ------------------------------------------------------------------------------------------------------------------------------------

_QUESTION = ("left", "over", "unspent", "howmuch", "rest")


def _given_and_paid(view: View, layer: Token, first: Token, second: Token) -> bool:
    """Whether the first of two amounts is given to a layer and money is spent behind it."""
    paid = any(t.kind == "spent" and t.start > first.end for t in view.stream.spots)
    early = any(t.kind in ("spent", "spends") and t.end <= first.start for t in view.stream.spots)
    early = early and not _TO_SPEND.search(view.stream.plain[: first.start])  # 能力层今年能花60万
    given = layer.start < first.start or (layer.start < second.start and for_layer(view, first))
    return paid and not early and given


def layer_given(view: View) -> Iterator[Candidate]:
    """“Tactical has $20k this year and 13k of it is spent. What's left?": what a layer was given by itself, where no budget is known."""
    amounts = [t for t in view.stream.spots if t.kind == "money"]
    layers = tuple(dict.fromkeys(t.value for t in view.stream.spots if t.kind == "layer"))
    if view.known or len(amounts) != 2 or len(view.place_of) != 2 or len(layers) != 1:
        return
    if view.has("marketing", "ai", "aibudget", "other", "turnover", "max", "min", "whatif", *KPIS):
        return
    first, second = amounts
    layer = next(t for t in view.stream.spots if t.kind == "layer")
    if not _given_and_paid(view, layer, first, second) or not (view.has(*_QUESTION) or view.has("?")):
        return
    behind = view.stream.spots[view.place_of[first.value] + 1 : view.place_of[first.value] + 2]
    per = behind[0].value if behind and behind[0].kind == "per" and behind[0].value != "head" else ""
    moves: tuple[Move, ...] = (
        Tell(fig=first.value, as_=As.BUDGET, of=layer.value, per=per),
        Tell(fig=second.value, as_=As.SPENT, of=layer.value),
        Ask(goal=Goal.LEFT, about=(layer.value,)),
    )
    yield Candidate(
        "outlay.layer_given", moves, 14.0, frozenset({first.value, second.value}), keys=view.ask_keys, place=float(first.start)
    )  # fmt: skip


_BILLS = re.compile(r"\b(?:invoices?|bills?|receipts?|charges|expenses)\b|发票|账单|单据|费用单|票据")
_BOOKED = re.compile(
    r"\b(?:book|charg|post|assign|allocat|put|log|record|bill|count|run)\w*\b[^.?!]{0,24}\b(?:to|against|under|on|in|from|into)\b|(?:记|算|计|列|挂|入|走|归)(?:在|入|到|进)"
)


_IF = re.compile(r"\bif\b(?! so| yes| not| any)|\bsuppose\b|如果|假如|要是|的话")


def _booked(view: View) -> Iterator[Candidate]:
    """“The invoices booked to capability came to 11k. Are we over?": bills of a layer are money spent of it."""
    amounts = [t for t in view.stream.spots if t.kind == "money"]
    layers = tuple(dict.fromkeys(t.value for t in view.stream.spots if t.kind == "layer"))
    text = view.stream.plain
    if len(amounts) != 1 or len(layers) != 1 or not (_BILLS.search(text) and _BOOKED.search(text)):
        return
    asking = tuple(c for c in view.clauses if c.of(*_QUESTION, "diff") and not c.of("money"))
    if not view.known or not asking or view.has("budget", "marketing") or _IF.search(text):
        return
    fig = amounts[0].value
    day = view.nearest(view.place_of[fig], ("day",))
    told = Tell(fig=fig, as_=As.SPENT, of=layers[0], when=day.value if day is not None else "")
    moves: tuple[Move, ...] = (told, Ask(goal=Goal.LEFT, about=layers))
    yield Candidate(
        "outlay.booked", moves, 13.0, frozenset({fig}), keys=keys_of(view, view.clauses), place=float(amounts[0].start)
    )


def _month_by_month(view: View) -> Iterator[Candidate]:
    """“Tactical spend in April was 18k, in May 23k", 1月花了3万，2月4万: amounts that each have their month, of one layer."""
    amounts = [t for t in view.stream.spots if t.kind == "money"]
    layers = tuple(dict.fromkeys(t.value for t in view.stream.spots if t.kind == "layer"))
    if len(amounts) < 2 or len(layers) > 1 or not view.known or view.has("budget", "marketing", "other", "wrong"):
        return
    days = _days_behind(view, amounts) or [_day_before(view, t) for t in amounts]
    if any(d is None for d in days) or len({d.value for d in days if d is not None}) != len(amounts):
        return
    of = layers[0] if layers else _in_months(view)
    listed = bool(layers) and not _PLANNED.search(view.stream.plain) and not view.has("?", "howmuch")
    if not of or not (listed or view.has("spent", "spends") or spends(view)) or view.has("whatif", "split", *KPIS):
        return
    moves = tuple(
        Tell(fig=t.value, as_=As.SPENT, of=of, when=d.value)
        for t, d in zip(amounts, days, strict=True)
        if d is not None
    )
    figs = frozenset(t.value for t in amounts)
    yield Candidate("outlay.months", moves, 4.4 * len(amounts), figs, place=float(amounts[0].start))


#: Months that each have an amount are a plan where the words look ahead.
_PLANNED = re.compile(
    r"\b(?:plan\w*|will|next|forecast\w*|expect\w*|going to|should|phas\w+|target\w*|split|spread|put)\b|计划|打算|预计|准备|将|安排|排|分|要花|明年|下个?月"
)


def _in_months(view: View) -> str:
    """The one layer that money was spent of month by month; a further month without a layer goes on with it."""
    subjects = {s.subject for s in spends(view) if s.when}
    return subjects.pop() if len(subjects) == 1 and "plan" not in subjects else ""


def _of_a_month(view: View) -> Iterator[Candidate]:
    """“October came to $9,400 for tactical", 11月花了6万6: a further month of what was spent by the month."""
    amounts = [t for t in view.stream.spots if t.kind == "money"]
    days = [t for t in view.stream.spots if t.kind == "day"]
    layers = tuple(dict.fromkeys(t.value for t in view.stream.spots if t.kind == "layer"))
    going_on = _in_months(view)
    if len(amounts) != 1 or len(view.place_of) != 1 or len(layers) > 1 or not view.known or not going_on:
        return
    own = view.clause(view.place_of[amounts[0].value])
    dated = [t for t in own.of("day") if months_of(view.stream.days[t.value].key)] or (days if len(days) == 1 else [])
    another = view.has("budget") and not _SAME_POT.search(view.stream.plain)
    if len(dated) != 1 or another or view.has("marketing", "other", "turnover", "whatif", "wrong", "setto", *KPIS):
        return
    if own.of("howmuch", "max", "min", "keep", "left", "over") or (own.asked and not own.of("spent", "spends")):
        return
    if _WRONG_MONTH.search(view.stream.plain) and any(
        s.when == view.stream.days[dated[0].value].key for s in spends(view)
    ):
        return  # the month was told before: it is set right
    move = Tell(fig=amounts[0].value, as_=As.SPENT, of=(own.values("layer") or (going_on,))[0], when=dated[0].value)
    yield Candidate("outlay.month", (move,), 4.6, frozenset({amounts[0].value}), place=float(amounts[0].start))


_SAME_POT = re.compile(r"\bsame (?:pot|budget|line|bucket|layer|one|thing)\b|同一?(?:个|笔)?(?:预算|层|块|项|口径)")
_WRONG_MONTH = re.compile(r"\bwrong\b|\bactually\b|\bshould\b|\bsorry\b|错|应该|其实|更正|改")


#: All of a question that follows what was spent.
_OVER = re.compile(
    r"(?:so |and )?(?:are we |am i |is that |is it |is this )?(?:over|over or under|under or over|too much)(?: (?:it|plan|budget))?|超没|超没超|超了没|超了吗|付超没|花超没"
)


def _standing(view: View) -> Iterator[Candidate]:
    """“Tactical $31k, capability $27k spent. Where do we stand on each?": behind spending it asks for what is left."""
    layers = tuple(dict.fromkeys(v for c in view.clauses if c.of("money") for v in c.values("layer")))
    if not layers or not view.has("spent", "spends") or view.has("phase", "kpis", *KPIS):
        return
    asking = tuple(c for c in view.clauses if not c.of("money") and (c.of("standing") or _OVER.fullmatch(view.said(c))))
    if asking and view.known:
        ask = Ask(goal=Goal.LEFT, about=layers)
        yield Candidate(
            "outlay.standing",
            (ask,),
            9.0 if view.has("standing") else 3.0,
            keys=keys_of(view, asking),
            place=float(asking[0].tokens[0].start),
        )


def _days_behind(view: View, amounts: Sequence[Token]) -> list[Token | None]:
    """The months or quarters right behind their amounts ("150k in Q1, 80k in Q2"), where none stands ahead of the first."""
    spots = view.stream.spots
    first = view.place_of[amounts[0].value]
    found = [view.place_of[t.value] + 1 for t in amounts]
    if any(t.kind == "day" for t in spots[:first]) or any(n >= len(spots) or spots[n].kind != "day" for n in found):
        return []
    return [spots[n] for n in found]


def _day_before(view: View, token: Token) -> Token | None:
    """The month or quarter that an amount is of: the last one named before it and behind the amount before."""
    place = view.place_of[token.value]
    for n in range(place - 1, max(place - 7, -1), -1):
        if view.stream.spots[n].is_figure:
            break
        if view.stream.spots[n].kind == "day":
            return view.stream.spots[n]
    behind = view.stream.spots[place + 1 : place + 3]
    return next((t for t in behind if t.kind == "day"), None) if behind and not behind[0].is_boundary else None


# -- what was spent --------------------------------------------------------------------------------------------------------------------------

_NO_SPENDING = ("left", "over", "unspent", "rest", "whatif", "diff", "ratio", "compare", "split", "inverse", "pace", "other", "turnover", "recall")  # fmt: skip


_SO_FAR = re.compile(
    r"\b(?:spen[dt]\w*|spending|outlay)\b[^.?!]*\b(?:so far|to date|already|until now|ytd|year to date)\b"
)


#: "What do we spend on tactical" is of the plan; what was spent says that it is over.
_GONE = re.compile(
    r"\b(?:did|have|has|had|been|so far|to date|already|until now|ytd|(?:total|overall|actual) spend\w*)\b|了|已|累计|支出|花费|到现在|目前|至今|实际"
)


#: What somebody is paid is no money spent of a plan.
_EARNS = re.compile(r"\bgets? paid\b|\bearns?\b|薪水|工资|年薪|月薪")


def _asked(view: View) -> Iterator[Candidate]:
    """“What did we spend in July and August together?": what was told to be spent, by layer and month."""
    for number, clause in enumerate(view.clauses):
        text = view.said(clause)
        if clause.of("money", *_NO_SPENDING, *KPIS) or _TO_SPEND.search(text) or _EARNS.search(text):
            continue
        if not (_ASKS.search(text) or (clause.asked and clause.of("day", "spends", "spent"))):
            continue
        going = bool(clause.of("spends")) and (bool(clause.of("day")) or _GONE.search(text) is not None)
        paid = clause.of("spent") or going or _SO_FAR.search(text)
        if not spending(view) or not (paid or _dated(view, clause)):
            continue
        about = _of_which(view, clause, text)
        figs = durations(view) if clause.of("dur") else ""
        ask = Ask(goal=Goal.SPENT, about=about, when=_days(view, clause, text), echo=figs)
        yield Candidate(
            "outlay.asked", (ask,), 8.0, ids(figs), keys=frozenset({f"ask{number}"}), place=float(clause.tokens[-1].end)
        )  # fmt: skip


def _dated(view: View, clause: Clause) -> bool:
    """Whether a clause adds up months, or asks of one, in which money was spent."""
    if (
        not clause.of("day", "dur")
        or not clause.of("sum", "total")
        or clause.of("budget", "marketing", "per", "phase", "aibudget", "max", "min")
    ):
        return False
    months = {m for s in spends(view) for m in months_of(s.when)}
    named = {m for t in clause.of("day") for m in months_of(view.stream.days[t.value].key)}
    counted = bool(clause.of("dur")) and len(months) > 1
    return bool(months & named) or (counted and not named)


_TO = re.compile(r"\s*(?:到|至|-|–|~|to|through|till|until)\s*")


def _days(view: View, clause: Clause, text: str) -> str:
    """The days of a clause; "this quarter" by its word."""
    quarter = [t.value for t in clause.of("time") if t.value == "this_q"]
    return " ".join(run_of(view, clause.of("day"))) or " ".join(quarter)


def run_of(view: View, days: Sequence[Token]) -> list[str]:
    """The days of a row, with the months between two that "to" joins: 10到12月, July to September."""
    found: list[str] = []
    for n, token in enumerate(days):
        if n and _TO.fullmatch(view.stream.plain[days[n - 1].end : token.start].replace("月", "").replace("份", "")):
            first, last = (months_of(view.stream.days[t.value].key) for t in (days[n - 1], token))
            found += [f"M{m:02}" for m in range(max(first, default=12) + 1, min(last, default=0))]
        found.append(token.value)
    return found


def _of_which(view: View, clause: Clause, text: str) -> tuple[str, ...]:
    """The layers that a question about spending is of: named, meant by "it", or those of the clause before; none for everything."""
    if layers := clause.values("layer"):
        return layers
    if _OF_IT.search(text):
        return tuple(filter(None, (last_layer(view),)))
    if clause.of("layers"):
        return (AI,)
    before = [c.values("layer") for c in view.clauses if c.start < clause.start and c.of("layer")]
    if before and not _IN_ALL.search(text):
        return before[-1]
    if clause.of("day", "dur"):
        return _of_months(view, clause)
    if not before and len({s.subject for s in spends(view)}) > 1 and not clause.of("sum", "total", "ai", "aibudget"):
        last = [a.about for a in view.state.last_asks() if len(a.about) == 1 and a.about[0] in view.layers]
        return last[-1] if last and len(view.clauses) == 1 and not _IN_ALL.search(text) else ()
    return before[-1] if before and len(before[-1]) == 1 and clause.of("day") else ()


def _of_months(view: View, clause: Clause) -> tuple[str, ...]:
    """The one layer that money was spent of in the months of a clause."""
    named = {m for t in clause.of("day") for m in months_of(view.stream.days[t.value].key)}
    found = {s.subject for s in spends(view) if s.when and (not named or months_of(s.when) <= named)}
    return tuple(found) if len(found) == 1 else ()
