"""What two or more figures of the talk are to each other: their middle, a ratio, a difference by layer or in percent, all budgets as one.

Such a message names few figures or none: it goes on from what was asked and shown before. Each is a candidate for the whole message.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agent.dialogue.moves import Ask, Correct, Form, Goal, Move, Op, Suppose, Unread, What
from agent.dialogue.names import AI, LAYERS, MARKETING, MAX, MIN
from agent.understanding.candidates import Candidate
from agent.understanding.slots import answered_layer
from agent.understanding.tokens import KPIS
from agent.understanding.view import View
from tools.figures.model import Relation
from tools.identity import Role

#: No message of this module is longer, in tokens.
SHORT = 14


def candidates(view: View) -> Iterator[Candidate]:
    """What is asked of figures that are there already."""
    if view.has("claim", "source", "spent", "phase"):
        return
    if not view.place_of and len(view.stream.spots) <= SHORT and not view.has(*KPIS):
        for made in (_middle, _ratio, _sum_and, _ends_apart, _lumped, _only):
            yield from made(view)
    yield from _by_layer(view)
    yield from _grown(view)
    yield from _at_a_pair(view)
    yield from _other_rhythm(view)


def _whole(view: View, name: str, moves: Sequence[Move], score: float = 11.0) -> Candidate:
    takes = frozenset(n for n, t in enumerate(view.stream.spots) if not t.is_figure)
    return Candidate(name, tuple(moves), score, takes=takes, keys=view.ask_keys, place=0.0)


# -- the middle ------------------------------------------------------------------------------------------------------------------------------

_MIDDLE = re.compile(
    r"中间(?:数|值|位|点|价)?|折中|居中|取中|(?:上下限|两端|两头|两者|两个数?|二者|区间)的?(?:的)?(?:平均|均值|取?中)|平均(?:数|值|一下)"
    r"|\bmid-?point\b|\bmid(?:dle)?\b|\bhalf-?way\b|\bsplit the difference\b|\baverage of (?:the )?(?:two|both|ends|range|bounds|limits)|\bmean of\b"
)


def _middle(view: View) -> Iterator[Candidate]:
    """“那取个中间数”, "what's the midpoint?": of the two amounts or shares asked about last, else of the range."""
    if not _MIDDLE.search(view.stream.plain) or not view.known or view.has("layer", "per", "team", "phase"):
        return
    args = _compared_last(view)
    ranged = view.has("range", "max", "min") or any(
        a.goal is Goal.RANGE or {MIN, MAX} & set(a.about) for a in view.state.last_asks()
    )
    if view.has("range", "max", "min") or not args:
        args = (MIN, MAX) if ranged and _marketing(view) else ()
    if args:
        yield _whole(view, "beside.middle", (Ask(goal=Goal.MEAN, args=args),))


def _marketing(view: View) -> bool:
    return view.state.current is not None and MARKETING in view.state.current.money


def _compared_last(view: View) -> tuple[str, ...]:
    """The two figures that were asked about last, as operands."""
    last = next(iter(reversed(view.state.last_asks())), None)
    if last is None:
        return ()
    if last.goal in (Goal.DIFF, Goal.RATIO, Goal.SUM, Goal.MEAN) and len(last.args) == 2:
        return last.args
    if last.goal is Goal.VERDICT and len(last.about) == 2:
        return tuple(f"{AI}@{fig}" for fig in last.about)
    names = _beside(view, last)
    subject = last.about[0] if len(last.about) == 1 else ""
    return tuple(f"{subject}@{n}" for n in names) if subject and len(names) == 2 else ()


def _beside(view: View, last: Ask | None = None) -> tuple[str, ...]:
    """The two budgets that the talk is about."""
    over = tuple(n for n in (last.over if last is not None else ()) if n in view.state.scenarios)
    focus = tuple(view.state.focus)
    told = tuple(n for n, s in view.state.scenarios.items() if s.budget and s.status in ("told", "actual") and s.label)
    return next((names for names in (over, focus, told) if len(names) == 2), ())


# -- ratios ------------------------------------------------------------------------------------------------------------------------------------

_RATIO = re.compile(r"\bratio\b|\bhow many times\b|几倍|多少倍|比值|之比|的比(?:例)?是|几比几")
_DIFFERENCE = re.compile(
    r"差多少|差好多|差几多|相差|差额|差距|(?:多|少|高|低)(?:了|出)?(?:多少|好多|几多)|\bdifference\b|\bgap\b|\bhow (?:much|far) (?:more|less|apart|higher|lower)\b"
)


def _ratio(view: View) -> Iterator[Candidate]:
    """“Ratio of the first to the second?”, “甲是乙的几倍”, "两者差额": of the two that were asked about last."""
    text = view.stream.plain
    asked = view.state.last_asks()
    last = asked[-1] if asked else None
    if last is not None and last.goal is Goal.VERDICT and len(last.about) == 2 and _DIFFERENCE.search(text):
        if not view.has("layer", "max", "min", "range"):
            args = tuple(f"{AI}@{fig}" for fig in last.about)
            yield _whole(view, "beside.shares_apart", (Ask(goal=Goal.DIFF, args=args),))
        return
    if not _RATIO.search(text) or view.has("layer", "max", "min", "ai", "aibudget", "range", "share", "diff"):
        return
    names = _beside(view, last)
    if len(names) != 2:
        return
    here = [n for n in dict.fromkeys(view.names.values()) if n in names] or [
        names[int(v) - 1] for v in dict.fromkeys(t.value for t in view.of("ord")) if v in ("1", "2")
    ]
    loose = [(text.find(n.casefold()), n) for n in names if n.casefold() in text]
    if len(here) != 2:
        here = [n for _, n in sorted(loose)]
    if len(here) != 2 and not (view.has("pair", "that") and not here):
        return
    first, second = here if len(here) == 2 else names
    subject = last.about[0] if last is not None and len(last.about) == 1 else MARKETING
    ask = Ask(goal=Goal.RATIO, args=(f"{subject}@{first}", f"{subject}@{second}"), by="times")
    yield _whole(view, "beside.ratio", (ask,), 13.0)


# -- more than ---------------------------------------------------------------------------------------------------------------------------------

_MORE_THAN = re.compile(
    r"比.{1,10}(?:多|少|高|低)(?:了|出)?(?:多少|好多|几多)|\b(?:more|less|bigger|smaller|higher|lower)\b(?: is (?:that|it|this))? than\b"
)


def _sum_and(view: View) -> Iterator[Candidate]:
    """“那比战略层多多少”, "how much more than strategic is that?": what was answered last against the layer that is named."""
    layers = tuple(dict.fromkeys(t.value for t in view.of("layer")))
    if (
        len(layers) != 1
        or not _MORE_THAN.search(view.stream.plain)
        or view.names
        or view.has("layers", "budget", "whatif")
    ):
        return
    shown = _fact(view, Role.SUM)
    last = answered_layer(view) if not view.has("that") else ""
    ahead = view.stream.plain[: next(t.start for t in view.of("layer"))]
    if shown:
        first = shown
    elif last and last != layers[0] and ("比" in ahead or "than" in ahead):
        first = last
    else:
        return
    yield _whole(view, "beside.sum_and", (Ask(goal=Goal.DIFF, args=(first, layers[0])),))


def _fact(view: View, role: Role) -> str:
    """The figure of a role that the last answer came to."""
    if view.ledger is None or not view.state.shown:
        return ""
    for fact in reversed(view.state.shown[-1].facts):
        known = view.ledger.facts.get(fact)
        if known is not None and known.identity is not None and known.identity.role is role:
            return fact
    return ""


_APART = re.compile(
    r"(?:多|少|高|低|涨|降|差)(?:了|出)?(?:多少|好多|几多)|\bhow (?:much|far) (?:lower|higher|less|more|smaller|bigger)\b|\bby how much\b|\bdifference\b"
)


def _ends_apart(view: View) -> Iterator[Candidate]:
    """“How much lower is the top end then?”: an end of the range before and after what was supposed."""
    current = view.state.current
    ends = [MAX if t.kind == "max" else MIN for t in view.of("max", "min")]
    if len(set(ends)) != 1 or current is None or not _APART.search(view.stream.plain) or view.has("layer", "layers"):
        return
    before = current.comes_from or next((n for n in _beside(view) if n != current.name), "")
    if (
        before not in view.state.scenarios
        or MARKETING not in view.state.scenarios[before].money
        or not _marketing(view)
    ):
        return
    args = (f"{ends[0]}@{current.name}", f"{ends[0]}@{before}")
    yield _whole(view, "beside.ends", (Ask(goal=Goal.DIFF, args=args),))


# -- all as one --------------------------------------------------------------------------------------------------------------------------------

_LUMPED = re.compile(
    r"\b(?:lump|combine|merge|pool|put|add|treat|roll|bundle)\w*\b[^.?!]{0,30}\b(?:together|into one|as one|both|all|two|them)\b"
    r"|合并|并(?:在|到)一起|合(?:在|到|成|为)(?:一起|一个|一份|一笔)|(?:加|凑|并)(?:在|到|成)(?:一起|一个|一笔)算"
)


def _lumped(view: View) -> Iterator[Candidate]:
    """“Lump both budgets together”, “两家预算合在一起算”: one budget of all that have a name."""
    told = [s for s in view.state.scenarios.values() if s.budget and s.label and s.status == "told"]
    if not _LUMPED.search(view.stream.plain) or view.has("max", "min", "ratio", "diff"):
        return
    if len(told) < 2:
        if view.has("pair") and view.has("budget"):  # both of what? One answered for the only budget would be wrong
            text = view.stream.text.strip()
            yield _whole(view, "beside.lumped", (Unread(text=text, why="question", end=len(text)),))
        return
    layers = tuple(dict.fromkeys(t.value for t in view.of("layer")))
    ours = view.has("budget", "marketing", "pair", "each") or not layers
    if not ours or (view.has("howmuch") and not view.has("layer", "layers", "split")):
        return
    per = next((t.value for t in view.of("per") if t.value != "year"), "")
    ask = Ask(goal=Goal.AMOUNT, about=layers, per=per) if layers else Ask(goal=Goal.SPLIT, per=per)
    yield _whole(view, "beside.lumped", (Suppose(op=Op.TOGETHER), ask))


# -- by layer, in percent ------------------------------------------------------------------------------------------------------------------------

_EACH_LAYER = re.compile(
    r"\b(?:each|every|per|by|all three|the three) (?:of the )?(?:layers?|buckets?|tiers?)\b|\blayer by layer\b|\blayer-by-layer\b|[各每逐]个?层|三层(?:各|分别)"
)


def _by_layer(view: View) -> Iterator[Candidate]:
    """“How much more is that for each layer?”, “每层多了多少”: two years or two budgets, layer by layer."""
    asking = [c for c in view.clauses if (c.of("diff") or _APART.search(view.said(c))) and not c.of("layer", "money")]
    asking = [c for c in asking if _EACH_LAYER.search(view.said(c))]
    if not asking or view.has("whatif", "max", "min", *KPIS):
        return
    here = tuple(dict.fromkeys(view.names.values()))
    earlier = [n for n in ("last_year", "last_q") if n in view.state.scenarios and n not in here]
    names = (*earlier, *here) if here else _before_and_after(view)
    if len(names) != 2:
        return
    keys = frozenset(f"ask{view.clauses.index(c)}" for c in asking)
    ask = Ask(goal=Goal.COMPARE, over=names, about=view.layers)
    takes = frozenset(n for c in asking for n in range(c.start, c.end))
    yield Candidate("beside.by_layer", (ask,), 7.0, takes=takes, keys=keys, place=float(asking[0].tokens[-1].end))


def _before_and_after(view: View) -> tuple[str, ...]:
    """A budget and what was supposed of it; else the two that the talk is about."""
    current = view.state.current
    if current is not None and current.comes_from in view.state.scenarios:
        return current.comes_from, current.name
    return _beside(view)


_GROWTH = re.compile(
    r"增幅|涨幅|增速|增长率|降幅|增长了?百分之|同比|多(?:了|咗|出)?(?:几多|多少|好多)?%|百分之几|几个百分点|\b(?:in|by what|what) (?:percent|percentage|%)|\bin percent\b|\bpercent(?:age)? (?:growth|increase|change|rise)\b|\bgrowth rate\b"
)  # fmt: skip


def _grown(view: View) -> Iterator[Candidate]:
    """“增加额及增幅分别是多少”, "increase in dollars and in percent?": a difference, and what it is of the earlier figure."""
    if (
        not _GROWTH.search(view.stream.plain)
        or view.has(*KPIS, "max", "min", "ai", "aibudget", "range")
        or view.state.kpis
    ):
        return
    if view.place_of and not view.names:
        return
    if not (view.has("diff", "progress", "up", "down", "add") or "同比" in view.stream.plain):
        return
    asked = view.state.last_asks()
    last = asked[-1] if asked else None
    here = tuple(dict.fromkeys(view.names.values()))
    names = here if len(here) == 2 else _beside(view, last)
    layers = tuple(dict.fromkeys(t.value for t in view.of("layer")))
    about = layers or (last.about if last is not None and last.goal is Goal.AMOUNT else ())
    if len(names) != 2 or len(about) != 1:
        return
    later, earlier = _in_time(names)
    ask = Ask(goal=Goal.DIFF, args=(f"{about[0]}@{later}", f"{about[0]}@{earlier}"), by="percent")
    if not view.place_of:
        yield _whole(view, "beside.grown", (ask,), 12.0)
        return
    asking = [n for n, c in enumerate(view.clauses) if c.of("diff", "progress", "up", "down", "share", "howmuch")]
    keys = frozenset(f"ask{n}" for n in asking)
    yield Candidate("beside.grown", (ask,), 7.0, keys=keys, place=float(view.stream.spots[-1].end))


def _in_time(names: Sequence[str]) -> tuple[str, str]:
    """Two budgets, the later one first."""
    first, second = names
    if first in ("this_year", "next_year", "this_q", "after") or second in ("last_year", "last_q", "before"):
        return first, second
    if first.isdigit() and second.isdigit() and first > second:
        return first, second
    return second, first


# -- what was answered, otherwise -----------------------------------------------------------------------------------------------------------------


def _at_a_pair(view: View) -> Iterator[Candidate]:
    """“集团要求以美元列示，1美元=7.20元人民币”: what was answered is told in the side of the rate that the budget is not in."""
    sides = [f for f in view.stream.figures.values() if f.relation in (Relation.BASE, Relation.QUOTE)]
    budget = view.state.current.budget if view.state.current is not None else ""
    if len(sides) != 2 or len(view.stream.figures) != 2 or not budget or view.ledger is None:
        return
    home = view.ledger[budget].currency or ""
    others = [f.unit.code for f in sides if f.unit.code != home]
    asked = view.state.last_asks()
    if len(others) != 1 or not asked or not view.has("convert", "give") or view.has("layer", "wrong"):
        return
    asks = [Ask(goal=Goal.SAME, cur=others[0])]
    if asked[-1].goal is Goal.SPLIT:
        asks.append(Ask(goal=Goal.AMOUNT, about=(MARKETING,), cur=others[0]))
    keys = frozenset(f"ask{n}" for n, c in enumerate(view.clauses) if c.of("convert", "give", "cur"))
    yield Candidate("beside.at_a_pair", tuple(asks), 5.0, keys=keys, place=float(view.stream.spots[-1].end))


def _other_rhythm(view: View) -> Iterator[Candidate]:
    """“Typo, that S$150k is monthly”: an amount that was told, named again with another period."""
    current = view.state.current
    amounts = view.of("money", "num")
    pers = [t.value for t in view.of("per") if t.value != "head"]
    if current is None or len(amounts) != 1 or len(view.place_of) != 1 or len(set(pers)) > 1 or not view.has("wrong"):
        return
    figure = view.figure(amounts[0].value)
    rhythm = pers[0] if pers else figure.unit.per or ""
    fact = current.told.get(current.base, "")
    target = next((fig for fig, f in view.state.figures.items() if f == fact), "")
    if (
        not rhythm
        or not target
        or view.amount_of(fact) != figure.low
        or view.has("layer", "layers", "split", "howmuch")
    ):
        return
    move = Correct(what=What.PERIOD, target=target, to=rhythm, echo=amounts[0].value)
    figs = frozenset({amounts[0].value})
    takes = frozenset(n for n, t in enumerate(view.stream.spots) if not t.is_figure)
    yield Candidate("beside.rhythm", (move,), 12.0, figs, takes, view.ask_keys, float(amounts[0].start))


# -- a reply of named figures --------------------------------------------------------------------------------------------------------------------

_ONLY = re.compile(r"只(?:要|写|提|说|讲|留|给|列|保留|报)|仅(?:写|提|列|保留|包含|限)|\b(?:only|just|nothing but)\b")


def _only(view: View) -> Iterator[Candidate]:
    """“改写为一句话，只写合计与战略层金额”, "one sentence with just the total and tactical": a form with the figures that are named."""
    forms = [t.value for t in view.of("form")]
    layers = tuple(dict.fromkeys(t.value for t in view.of("layer")))
    total = view.has("sum", "total", "aibudget")
    if not forms or not _ONLY.search(view.stream.plain) or not (layers or total) or not view.known:
        return
    if view.has("max", "min", "diff", "ratio", "left", "rest"):
        return
    about = (*((LAYERS,) if total else ()), *layers)
    per = next((t.value for t in view.of("per") if t.value != "year"), "")
    moves = (*(Ask(goal=Goal.AMOUNT, about=(a,), per=per) for a in about), Form(shape=forms[0]))
    yield _whole(view, "beside.only", moves)
