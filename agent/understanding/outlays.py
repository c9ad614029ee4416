"""Money that was spent, as conversations come back to it: of which layer and month, in all, what it leaves together, against the allowance, and over the months left.

Each is a candidate for the questions of its clauses, so that no clause of it is answered for something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agent.dialogue.moves import As, Ask, Goal, Move, Tell
from agent.dialogue.names import AI, LAYERS
from agent.dialogue.periods import months_of
from agent.dialogue.state import Spend
from agent.understanding.candidates import Candidate
from agent.understanding.clauses import Clause
from agent.understanding.elapsed import WORDS
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
    r"\bin (?:total|all)\b|\baltogether\b|\btotal spend|\boverall\b|\ball up\b|\bspent so far\b|\bon ai\b|总共|一共|累计|合计|加起来|ai"
)


def candidates(view: View) -> Iterator[Candidate]:
    """What a message tells or asks of money spent."""
    for made in (
        _layer_given,
        _booked,
        _month_by_month,
        _of_a_month,
        _standing,
        _asked,
        _left_in_all,
        _left_of_several,
        _against_allowance,
        _over_the_rest,
    ):
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


def _figs(text: str) -> frozenset[str]:
    return frozenset(text.split())


# -- told ------------------------------------------------------------------------------------------------------------------------------------

_QUESTION = ("left", "over", "unspent", "howmuch", "rest")


def _layer_given(view: View) -> Iterator[Candidate]:
    """“Tactical has $20k this year and 13k of it is spent. What's left?": what a layer was given by itself, where no budget is known."""
    amounts = [t for t in view.stream.spots if t.kind == "money"]
    layers = tuple(dict.fromkeys(t.value for t in view.stream.spots if t.kind == "layer"))
    if view.known or len(amounts) != 2 or len(view.place_of) != 2 or len(layers) != 1:
        return
    if view.has("marketing", "ai", "aibudget", "other", "turnover", "max", "min", "whatif", *KPIS):
        return
    first, second = amounts
    layer = next(t for t in view.stream.spots if t.kind == "layer")
    paid = [t for t in view.stream.spots if t.kind == "spent" and t.start > first.end]
    ahead = view.stream.plain[: first.start]
    early = [t for t in view.stream.spots if t.kind in ("spent", "spends") and t.end <= first.start]
    early = [] if _TO_SPEND.search(ahead) else early  # 能力层今年能花60万
    given = layer.start < first.start or (layer.start < second.start and for_layer(view, first))
    if not paid or early or not given or not (view.has(*_QUESTION) or view.has("?")):
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
    days = [_day_before(view, t) for t in amounts]
    if any(d is None for d in days) or len({d.value for d in days if d is not None}) != len(amounts):
        return
    spent = view.has("spent", "spends")
    of = layers[0] if layers else _in_months(view)
    if not of or not (spent or spends(view)) or view.has("whatif", "split", *KPIS):
        return
    moves = tuple(
        Tell(fig=t.value, as_=As.SPENT, of=of, when=d.value)
        for t, d in zip(amounts, days, strict=True)
        if d is not None
    )
    figs = frozenset(t.value for t in amounts)
    yield Candidate("outlay.months", moves, 4.4 * len(amounts), figs, place=float(amounts[0].start))


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
    if len(dated) != 1 or view.has("budget", "marketing", "other", "turnover", "whatif", "wrong", "setto", *KPIS):
        return
    if own.of("howmuch", "max", "min", "keep", "left", "over") or (own.asked and not own.of("spent", "spends")):
        return
    if _WRONG_MONTH.search(view.stream.plain) and any(
        s.when == view.stream.days[dated[0].value].key for s in spends(view)
    ):
        return  # the month was told before: it is set right
    move = Tell(fig=amounts[0].value, as_=As.SPENT, of=(own.values("layer") or (going_on,))[0], when=dated[0].value)
    yield Candidate("outlay.month", (move,), 4.6, frozenset({amounts[0].value}), place=float(amounts[0].start))


_WRONG_MONTH = re.compile(r"\bwrong\b|\bactually\b|\bshould\b|\bsorry\b|错|应该|其实|更正|改")


def _standing(view: View) -> Iterator[Candidate]:
    """“Tactical $31k, capability $27k spent. Where do we stand on each?": behind spending it asks for what is left."""
    layers = tuple(dict.fromkeys(v for c in view.clauses if c.of("money") for v in c.values("layer")))
    if not layers or not view.has("spent") or not view.has("standing") or view.has("phase", "kpis", *KPIS):
        return
    asking = tuple(c for c in view.clauses if c.of("standing") and not c.of("money"))
    if asking and view.known:
        ask = Ask(goal=Goal.LEFT, about=layers)
        yield Candidate(
            "outlay.standing", (ask,), 9.0, keys=keys_of(view, asking), place=float(asking[0].tokens[0].start)
        )


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


def _asked(view: View) -> Iterator[Candidate]:
    """“What did we spend in July and August together?": what was told to be spent, by layer and month."""
    for number, clause in enumerate(view.clauses):
        text = view.text(clause).casefold()
        if clause.of("money", *_NO_SPENDING, *KPIS) or _TO_SPEND.search(text):
            continue
        if not (_ASKS.search(text) or (clause.asked and clause.of("day", "spends", "spent"))):
            continue
        paid = clause.of("spent", "spends") or _SO_FAR.search(text)
        if not spending(view) or not (paid or _dated(view, clause)):
            continue
        about = _of_which(view, clause, text)
        figs = durations(view) if clause.of("dur") else ""
        ask = Ask(goal=Goal.SPENT, about=about, when=_days(view, clause, text), echo=figs)
        yield Candidate(
            "outlay.asked", (ask,), 8.0, _figs(figs), keys=frozenset({f"ask{number}"}), place=float(clause.tokens[-1].end)
        )  # fmt: skip


def _dated(view: View, clause: Clause) -> bool:
    """Whether a clause adds up months, or asks of one, in which money was spent."""
    if not clause.of("day", "dur") or clause.of("budget", "marketing", "per", "phase", "aibudget", "max", "min"):
        return False
    months = {m for s in spends(view) for m in months_of(s.when)}
    named = {m for t in clause.of("day") for m in months_of(view.stream.days[t.value].key)}
    counted = bool(clause.of("dur")) and len(months) > 1
    return bool(months & named) or (counted and not named and bool(clause.of("sum", "total")))


_TO = re.compile(r"\s*(?:到|至|-|–|~|to|through|till|until)\s*")


def _days(view: View, clause: Clause, text: str) -> str:
    """The days of a clause; "this quarter" by its word."""
    quarter = [t.value for t in clause.of("time") if t.value == "this_q"]
    return " ".join(_run(view, clause.of("day"))) or " ".join(quarter)


def _run(view: View, days: Sequence[Token]) -> list[str]:
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


# -- what it leaves ----------------------------------------------------------------------------------------------------------------------------

_LEFT = re.compile(
    r"\bleft\b|\bremain\w*\b|\bunspent\b|\bstill (?:have|got|available)\b|\bbalance\b|剩|余额|结余|还有多少|还有几多|还有好多|没花"
)
_ALL_LAYERS = re.compile(
    r"\b(?:across|over|for|in|of|from) (?:all )?(?:the )?(?:three|3)\b|\ball (?:the )?(?:three|3)\b|三层|三个层|三块|各层"
)
_TOGETHER = re.compile(
    r"\bbetween them\b|\btogether\b|\bcombined\b|\bin total\b|\bin all\b|\ball up\b|\boverall\b|\baltogether\b|\btotal\b|\bsum\b|\bacross\b|加起来|加在一起|加一起|合计|合起来|一共|总共|总计|总的|合共|共还"
)
_OVERALL = re.compile(r"\boverall\b|\ball up\b|\bacross the board\b|总共|总计|总的|一共")
_ONE_BY_ONE = re.compile(r"\beach\b|\bper layer\b|\bby layer\b|\brespectively\b|各自|分别|每一?层|各还|各剩")


def _left_in_all(view: View) -> Iterator[Candidate]:
    """“How much is left across all three layers together?": of all layers as one."""
    if not spends(view) and not any(c.of("spent") and c.of("money") for c in view.clauses):
        return
    for clause in view.clauses:
        before = [c for c in view.sentence(clause) if c.start < clause.start and not c.of("money", "spent", "spends")]
        text = " ".join(view.text(c) for c in (*before, clause)).casefold()
        if not _LEFT.search(view.text(clause).casefold()) or clause.of("layer", "money", "per", "whatif", *KPIS):
            continue
        whole = _ALL_LAYERS.search(text) is not None
        many = len({s.subject for s in spends(view)}) > 1
        if _ONE_BY_ONE.search(text) or not _TOGETHER.search(text) or not (whole or _OVERALL.search(text) or many):
            continue
        if any(c.of("layer") for c in view.sentence(clause) if c.start < clause.start and not c.of("money", "spent")):
            continue
        ask = Ask(goal=Goal.LEFT, about=(LAYERS,))
        inside = tuple(c for c in view.sentence(clause) if not c.of("spent", "spends", "money", "layer"))
        yield Candidate(
            "outlay.left_in_all", (ask,), 9.0, keys=keys_of(view, inside), place=float(clause.tokens[-1].end)
        )


def _left_of_several(view: View) -> Iterator[Candidate]:
    """“What's left in those two together?": of several layers that are named, as one."""
    for clause in view.clauses:
        behind = [c for c in view.sentence(clause) if c.start > clause.start and not c.of("layer", "money", "howmuch")]
        text = " ".join(view.text(c) for c in (clause, *behind)).casefold()
        if (
            not _LEFT.search(view.text(clause).casefold())
            or not _TOGETHER.search(text)
            or clause.of("money", "per", "layers", *KPIS)
        ):
            continue
        layers = clause.values("layer") or tuple(
            dict.fromkeys(v for c in view.clauses if c.start < clause.start for v in c.values("layer"))
        )
        if len(layers) == 1 and clause.of("pair", "that"):
            layers = tuple(dict.fromkeys((*_before(view), *layers)))
        told = any(c.of("money") for c in view.clauses)
        if len(layers) != 2 or told or not (view.known and spends(view)) or _ONE_BY_ONE.search(text):
            continue
        ordered = tuple(layer for layer in view.layers if layer in layers)
        ask = Ask(goal=Goal.LEFT, about=ordered, by="sum")
        inside = tuple(c for c in view.clauses if (c.start <= clause.start and not c.of("spent")) or c in behind)
        yield Candidate(
            "outlay.left_of_two", (ask,), 10.0, keys=keys_of(view, inside), place=float(clause.tokens[-1].end)
        )


def _before(view: View) -> tuple[str, ...]:
    """The layer that was spoken of last."""
    asked = [a for ask in view.state.last_asks() for a in ask.about if a in view.layers]
    return tuple(asked[-1:])


# -- against the allowance ---------------------------------------------------------------------------------------------------------------------

_ALLOWANCE = re.compile(
    r"\b(?:allowance|allotment|quota|pro[- ]?rata|monthly (?:budget|average|share|plan|amount|limit)|months['’]? (?:worth|budget))\b|月均|月度额度|每月的?额度|额度|按月"
)
_MEASURED = re.compile(
    r"\bmore\b|\bless\b|\bover\b|\bunder\b|\bagainst\b|\bversus\b|\bvs\b|\bcompared\b|\bahead\b|\bbehind\b|\bhow much\b|超|差|比|对照|节余|结余|富余|省"
)
_N_MONTHS = re.compile(
    r"(?P<w>one|two|three|four|five|six|seven|eight|nine|ten|eleven|1[01]|[1-9]) months?|(?P<z>十一|[一两二三四五六七八九十]|1[01]|[1-9]) ?个?月(?!均)"
)
_ZH = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10, "十一": 11}


def _against_allowance(view: View) -> Iterator[Candidate]:
    """“Against two months of the allowance, are we over?": what was spent beside the part of the year's plan that is due."""
    text = view.stream.plain
    if not spends(view) or not _ALLOWANCE.search(text) or not _MEASURED.search(text):
        return
    if view.has("layers", "split", "budget") and not view.has("dur", "day"):
        return
    if view.has("money", "pct", "frac", "mult", *KPIS):
        return
    layers = tuple(dict.fromkeys(t.value for t in view.stream.spots if t.kind == "layer"))
    subjects = {s.subject for s in spends(view)}
    about = layers[:1] or (tuple(subjects) if len(subjects) == 1 and "plan" not in subjects else _before(view))
    if len(layers) > 1 or not about:
        return
    dated = {m for s in spends(view) if s.subject == about[0] for m in months_of(s.when)}
    run = _run(view, view.of("day"))
    named = {m for d in run for m in months_of(view.stream.days[d].key if d in view.stream.days else d)}
    number = len(named) or _months_said(text) or len(dated)
    if not 0 < number < 12 or (dated and not named and number != len(dated)):
        return  # which of the months that money was spent in?
    figs = durations(view)
    ask = Ask(
        goal=Goal.PACE, about=about, done=WORDS[number], of="twelve", when=" ".join(run) if named else "", echo=figs
    )
    first = next(c for c in view.clauses if _ALLOWANCE.search(view.text(c).casefold()) or c.of("dur", "over", "diff"))
    inside = tuple(c for c in view.clauses if c.start >= first.start or c.of("layer"))
    yield Candidate(
        "outlay.allowance", (ask,), 13.0, _figs(figs), keys=keys_of(view, inside), place=float(first.tokens[0].start)
    )


def _months_said(text: str) -> int:
    found = _N_MONTHS.search(text)
    if found is None:
        return 0
    number = found["w"] or found["z"]
    return _ZH.get(number) or (int(number) if number.isdigit() else WORDS.index(number))


# -- over the months left ------------------------------------------------------------------------------------------------------------------------

_STILL = re.compile(
    r"(?:remaining|last|next|final|rest of the|leftover|other) (?P<a>one|two|three|four|five|six|seven|eight|nine|ten|eleven|1[01]|[1-9]) (?P<au>months?|quarters?)"
    r"|(?P<b>one|two|three|four|five|six|seven|eight|nine|ten|eleven|1[01]|[1-9]) (?P<bu>months?|quarters?) (?:left|to go|remaining|remain|still to come|more)"
    r"|(?:剩下|剩余|余下|后面|接下来|还有|还剩|剩|最后|未来)的?(?P<z>十一|[一两二三四五六七八九十]|1[01]|[1-9]) ?个?(?P<zu>月|季度)"
)
_EVENLY = re.compile(
    r"\bper (?:month|quarter)\b|\b(?:a|each|every) (?:month|quarter)\b|\bmonthly\b|\bquarterly\b|\bevenly\b|\bspread\b|平均|每个?月|一个?月|每季|一个?季度|均摊|摊|平摊"
)


def _over_the_rest(view: View) -> Iterator[Candidate]:
    """“Spread that over the remaining four months, how much a month?": what is left, over the parts of the year that are left."""
    found = _STILL.search(view.stream.plain)
    if found is None or not spending(view) or not _EVENLY.search(view.stream.plain) or view.has("whatif", *KPIS):
        return
    new = [t for t in view.stream.spots if t.kind in ("money", "pct", "frac")]
    if any(not _paid(view, t) for t in new):
        return
    number = found["a"] or found["b"] or found["z"]
    unit = found["au"] or found["bu"] or found["zu"]
    count = _ZH.get(number) or (int(number) if number.isdigit() else WORDS.index(number))
    layers = tuple(dict.fromkeys(t.value for t in view.stream.spots if t.kind == "layer"))
    by = "quarter" if unit.startswith(("quarter", "季")) else "month"
    figs = durations(view)
    about = layers or tuple(x for x in _before(view) if any(s.subject == x for s in spends(view)))
    ask = Ask(goal=Goal.PERPART, about=about, by=by, parts=WORDS[count], echo=figs)
    inside = tuple(c for c in view.clauses if not c.of("money"))
    yield Candidate(
        "outlay.over_the_rest", (ask,), 12.0, _figs(figs), keys=keys_of(view, inside), place=float(len(view.stream.plain))
    )  # fmt: skip


def _paid(view: View, token: Token) -> bool:
    """Whether an amount is told to be spent, or a budget."""
    clause = view.clause(view.place_of[token.value])
    return token.kind == "money" and bool(clause.of("spent", "spends", "marketing", "budget"))
