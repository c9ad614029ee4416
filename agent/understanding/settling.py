"""What is set right, gone back to, or asked of the talk in several clauses: last year's amount that was given for this year's, a period, a month's spending, the real budget.

A supposition of another one is no plan: what is compared "with this year" starts from the budget that was told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.dialogue.moves import Ask, Correct, Goal, Move, Op, Return, Suppose, What
from agent.dialogue.names import AI, LAYERS, MARKETING
from agent.dialogue.replacing import REPLACED
from agent.dialogue.state import Scenario
from agent.understanding.candidates import Candidate
from agent.understanding.plans import keys_of
from agent.understanding.tokens import KPIS, Token
from agent.understanding.told import by_fact
from agent.understanding.view import View


def candidates(view: View) -> Iterator[Candidate]:
    """Corrections, returns and memories of several clauses."""
    for made in (
        _other_year,
        _other_period,
        _month_again,
        _spend_again,
        _called_off,
        _from_real,
        _against_real,
        _to_real,
        _first_and_last,
    ):
        yield from made(view)


def _supposed(view: View) -> Scenario | None:
    """The told budget, where the case at hand was supposed from it."""
    current, real = view.state.current, view.state.real
    if current is None or real is None or real is current or not real.budget or real.status == "supposed":
        return None
    return real


# -- set right -------------------------------------------------------------------------------------------------------------------------------

_PAST = re.compile(
    r"\blast year\b|\bprevious year\b|\bprior year\b|\bthe year before\b|\b20\d\d\b|去年|上一?年|上年度|前一?年|旧年|20\d\d ?年"
)
_PRESENT = re.compile(r"\bthis year\b|\bcurrent year\b|\bnow\b|今年|本年|当年|这一?年|现在")


def _other_year(view: View) -> Iterator[Candidate]:
    """“480万 is last year's, this year it is 450万": of two amounts one repeats the budget at hand and is a past year's."""
    current = view.state.current
    amounts = [t for t in view.stream.spots if t.is_figure]
    if current is None or current.status != "told" or not current.told or len(amounts) != 2:
        return
    if any(t.kind not in ("money", "num") for t in amounts) or view.has("layer", "whatif", "spent", "diff", *KPIS):
        return
    text, (first, second) = view.stream.plain, amounts
    budget = current.told[current.base]
    value = view.amount_of(budget)
    same = [t for t in amounts if value and _digits(view, t, value)]
    if len(same) != 1:
        return
    old, new = same[0], second if same[0] is first else first
    between = sorted((old, new), key=lambda t: t.start)
    middle = text[between[0].end : between[1].start]
    about = {old.value: "", new.value: ""}
    cut = max((middle.rfind(mark) for mark in ",，;；。."), default=-1)
    head, tail = (middle[:cut], middle[cut:]) if cut >= 0 else (middle, "")
    about[between[0].value] = text[max(0, between[0].start - 24) : between[0].start] + head
    about[between[1].value] = tail + text[between[1].end : between[1].end + 24]
    if not (_PAST.search(about[old.value]) and _PRESENT.search(about[new.value])) or _PAST.search(about[new.value]):
        return
    moves: list[Move] = [Correct(target=by_fact(view, budget), to=new.value, echo=old.value)]
    asks = view.state.last_asks()
    if any(a.about == (LAYERS,) for a in asks) and not any(c.of("howmuch") for c in view.clauses):
        moves.append(Ask(goal=Goal.SPLIT))
    inside = tuple(c for c in view.clauses if not c.of("howmuch"))
    yield Candidate(
        "settle.other_year", tuple(moves), 15.0, frozenset({old.value, new.value}), keys=keys_of(view, inside), place=0.0
    )  # fmt: skip


def _digits(view: View, token: Token, value: object) -> bool:
    """Whether a figure has the digits of an amount: 480万, 480, 4.8m."""
    said = view.figure(token.value).low
    return bool(said) and (value / said).normalize().as_tuple().digits == (1,)  # type: ignore[operator]


#: "The 80k is what we get each month" asks nothing.
_WHAT_WE = re.compile(r"\bwhat (?:we|i|they|you) (?:get|have|spend|said|gave|put|are given)\b")


def _other_period(view: View) -> Iterator[Candidate]:
    """“That S$150k is monthly": the amount told before, said again with the period that it is for."""
    current = view.state.current
    figures = [t for t in view.stream.spots if t.is_figure]
    quarter = [t for t in figures if t.kind == "frac" and view.stream.plain[t.start : t.end] == "a quarter"]
    amounts = [t for t in figures if t not in quarter]
    if current is None or not current.told or len(amounts) != 1 or amounts[0].kind not in ("money", "num"):
        return
    if view.has("layer", "layers", "spent", "left", "whatif", "?", "pct", "other", *KPIS):
        return
    if view.has("howmuch") and not _WHAT_WE.search(view.stream.plain):
        return
    fact = current.told[current.base]
    value, fig = view.amount_of(fact), amounts[0].value
    if not value or view.figure(fig).low != value:
        return
    said = [t.value for t in view.stream.spots if t.kind == "per" and t.value not in ("head", "day", "hour")]
    if view.figure(fig).unit.per:
        said.append(view.figure(fig).unit.per or "")
    said += ["quarter"] * len(quarter)
    known = view.ledger.facts[fact] if view.ledger is not None and fact in view.ledger else None
    told = known.identity.period if known is not None and known.identity is not None else ""
    others = tuple(dict.fromkeys(p for p in said if p != told))
    if len(others) != 1:
        return
    move = Correct(what=What.PERIOD, target=by_fact(view, fact), to=others[0], echo=fig)
    yield Candidate(
        "settle.period", (move,), 13.0, frozenset({fig, *(t.value for t in quarter)}), keys=view.ask_keys, place=0.0
    )


_WRONG = re.compile(
    r"\b(?:wrong|mistake|mistyped|typo|actually|correct(?:ion|ed)?|should (?:be|read|say|have (?:been|read|said))|sorry|oops|misread|not \W?\d)\b|错|应该是|应为|更正|改成|其实是|不是|抱歉|看岔|不对|有误|搞错|刚(?:发我|通知|说)"
)


def _month_again(view: View) -> Iterator[Candidate]:
    """“The August number was wrong, it should be 11,000": what was spent in a month, given anew."""
    current = view.state.current
    amounts = [t for t in view.stream.spots if t.kind in ("money", "num")]
    days = {view.stream.days[t.value].key for t in view.stream.spots if t.kind == "day"}
    if current is None or not amounts or not _WRONG.search(view.stream.plain) or view.has(*KPIS, "whatif", "budget"):
        return
    layers = {t.value for t in view.clause(view.place_of[amounts[0].value]).of("layer")}
    spends = [s for s in current.spends if s.when and (not layers or s.subject in layers)]
    wrong = [c for c in view.clauses if _WRONG.search(view.said(c))]
    beside = {view.stream.days[t.value].key for c in view.clauses if c.of("money", "num") for t in c.of("day")}
    keys = {view.stream.days[t.value].key for c in wrong for t in c.of("day")} or beside or days
    found = [s for s in spends if s.when in keys]
    echoes = [t for t in amounts if any(view.amount_of(s.fact) == view.figure(t.value).low for s in found)]
    new = [t for t in amounts if t not in echoes]
    if len(found) != 1 or len(keys) != 1 or len(new) != 1 or len(amounts) > 2 or len(view.place_of) != len(amounts):
        return
    echo = echoes[0].value if echoes else ""
    move = Correct(target=by_fact(view, found[0].fact), to=new[0].value, echo=echo)
    inside = tuple(
        c for c in view.clauses if (c.of("money", "num") or c in wrong) and not c.of("howmuch", "left", "sum")
    )
    yield Candidate(
        "settle.month", (move,), 12.0, frozenset(t.value for t in amounts), keys=keys_of(view, inside), place=float(new[0].start)
    )  # fmt: skip


_AHEAD = re.compile(
    r"(?:其实|實際|实际|应该|應該)(?:上)?是|\b(?:was|is) (?:actually|really)\b|\bshould (?:be|have been|read)\b|^\W*(?:\w+[ ,，]+){0,2}?(?:wrong|correction|sorry|oops|actually|my mistake|i meant|make that|更正|说错|记错|写错|改一下|不对|搞错|弄错|抱歉|不好意思)"
)


def _spend_again(view: View) -> Iterator[Candidate]:
    """“Correction: tactical was 95k": money of a layer that was told once and without a month, given anew."""
    current = view.state.current
    amounts = [t for t in view.stream.spots if t.kind == "money"]
    layers = tuple(dict.fromkeys(t.value for t in view.stream.spots if t.kind == "layer"))
    if current is None or len(amounts) != 1 or len(view.place_of) != 1 or len(layers) != 1 or view.has("day", "time"):
        return
    own = view.clause(view.place_of[amounts[0].value])
    found = [s for s in current.spends if s.subject == layers[0]]
    told = own.of("spent", "spends") or (own.of("is", "before", "wrong") and not own.of("budget"))
    if len(found) != 1 or not _AHEAD.search(view.stream.plain) or not told or view.has("budget", "whatif", *KPIS):
        return
    move = Correct(target=by_fact(view, found[0].fact), to=amounts[0].value)
    inside = tuple(c for c in view.clauses if not c.of("howmuch", "left", "unspent"))
    yield Candidate("settle.spend", (move,), 12.0, frozenset({amounts[0].value}), keys=keys_of(view, inside), place=0.0)


_OFF = re.compile(
    r"^(?:no[, ]+|ok[, ]+|nah[, ]+)?(?:scrap|forget|drop|cancel|ignore|discard|undo|reverse) (?:that|it|this)(?: one| again| please)?(?=[,.;!]|$)"
)


def _called_off(view: View) -> Iterator[Candidate]:
    """“Scrap that, please. What's left of tactical?": the last supposition is taken back before the question."""
    current = view.state.current
    if view.place_of or current is None or not view.state.history or view.has("back"):
        return
    before = view.state.scenarios.get(current.comes_from)
    changed = before is not None and before.status == REPLACED
    if current.status != "supposed" and not changed and not {AI, MARKETING} <= set(current.money):
        return
    asking = [c for c in view.clauses if c.of("layer", "layers", "left", "spent", "howmuch")]
    if _OFF.search(view.stream.plain) and asking:
        inside = tuple(c for c in view.clauses if c not in asking)
        yield Candidate(
            "settle.called_off", (Return(),), 5.0, keys=keys_of(view, inside) or frozenset({"chat0"}), place=0.0
        )


# -- from the real one -------------------------------------------------------------------------------------------------------------------------

_WITH_REAL = re.compile(
    r"\b(?:compared (?:with|to)|relative to|against|versus|vs\.?|than|on|from|below|above) (?:this year|today|the (?:real|actual|current) (?:one|budget))\b|(?:比|跟|和|与|相比|较) ?(?:今年|现在|实际|现有)"
)
_INSTEAD = re.compile(r"\binstead\b|换个假设|换一个假设|换种假设|改为假设|另一种假设")
_AGAIN = re.compile(r"\bthen\b|\bagain\b|\bfurther\b|\bon top\b|\bthat\b|\balso\b|再|接着|又|基础上|继续")
_UP, _DOWN = ("up", "add"), ("down", "sub")
_MORE = re.compile(r"[加涨增] ?(?=[\d一二三四五六七八九十百])|\bmore\b|\bhigher\b|\babove\b|多(?!少)|高")
_LESS = re.compile(r"[砍减降] ?(?:掉 ?)?(?=[\d一二三四五六七八九十百])|\bless\b|\blower\b|\bbelow\b|少|低")


def _at_hand(view: View, *, next_year: bool) -> Scenario | None:
    """The told budget at hand, where the next year's is supposed of it."""
    current = view.state.current
    return current if next_year and current is not None and current.budget and current.status == "told" else None


def _from_real(view: View) -> Iterator[Candidate]:
    """“And if it were cut by 5% compared with this year instead?": another supposition of the told budget."""
    text = view.stream.plain
    next_year = any(t.value == "next_year" for t in view.of("time"))
    real = _supposed(view) or _at_hand(view, next_year=next_year)
    parts = [t for t in view.stream.spots if t.kind in ("pct", "frac")]
    if real is None or len(parts) != 1 or len(view.place_of) != 1 or view.has("share", "ratio", "ai", *KPIS):
        return
    if view.has("diff", "compare") and not _WITH_REAL.search(text):
        return
    clause = view.clause(view.place_of[parts[0].value])
    words = view.said(clause)
    ups, downs = clause.of(*_UP) or _MORE.search(words), clause.of(*_DOWN) or _LESS.search(words)
    if real is view.state.current and clause.of(*_UP, *_DOWN):
        return  # a supposition as any other
    anew = _WITH_REAL.search(text) or _INSTEAD.search(text) or (next_year and not _AGAIN.search(text))
    if not anew or bool(ups) == bool(downs):
        return
    move = Suppose(
        fig=parts[0].value, op=Op.UP if ups else Op.DOWN, from_=real.name, when="next_year" if next_year else ""
    )
    goal = Ask(goal=Goal.SPLIT)
    layers = tuple(dict.fromkeys(t.value for t in view.stream.spots if t.kind == "layer"))
    asks = view.state.last_asks()
    single = next((a for a in reversed(asks) if a.goal is Goal.AMOUNT and len(a.about) == 1), None)
    if single is not None and asks[-1].goal is Goal.AMOUNT:
        goal = Ask(goal=Goal.AMOUNT, about=single.about)
    if layers:
        goal = Ask(goal=Goal.AMOUNT, about=layers)
    yield Candidate(
        "settle.from_real", (move, goal), 13.0, frozenset({parts[0].value}), keys=view.ask_keys, place=float(parts[0].start)
    )  # fmt: skip


_HOW_MUCH_MORE = re.compile(
    r"\bhow much (?:more|less|higher|lower|bigger|smaller)\b|\bby how much\b|\bdifference\b|\bgap\b|[多少高低](?:多少|几多|了多少|出多少)|差多少|相差|增加多少|减少多少"
)
_THIS_YEAR = re.compile(
    r"(?:than|from|with|to|versus|vs\.?|against|above|below|over) (?:it is |they are |the one |that of |those of )?(?:this year|today|now\b|the (?:real|actual|current))|(?:比|跟|和|与|较) ?(?:今年|现在|实际)"
)


def _against_real(view: View) -> Iterator[Candidate]:
    """“By how much is the three-layer total higher than this year's?": a supposed budget beside the told one."""
    real, current = _supposed(view), view.state.current
    if real is None or current is None or view.place_of or view.has("spent", "left", *KPIS):
        return
    text = view.stream.plain
    if not (_HOW_MUCH_MORE.search(text) and _THIS_YEAR.search(text)):
        return
    layers = tuple(dict.fromkeys(t.value for t in view.stream.spots if t.kind == "layer"))
    if view.has("each") and not layers:
        moves: tuple[Move, ...] = (Ask(goal=Goal.COMPARE, over=(real.name, current.name)),)
    elif len(layers) > 1:
        moves = tuple(Ask(goal=Goal.DIFF, args=(f"{x}@{current.name}", f"{x}@{real.name}")) for x in layers)
    else:
        whole = layers[0] if layers else _asked(view)
        moves = (Ask(goal=Goal.DIFF, args=(f"{whole}@{current.name}", f"{whole}@{real.name}")),)
    yield Candidate("settle.against_real", moves, 13.0, keys=view.ask_keys, place=0.0)


def _asked(view: View) -> str:
    """The one layer that was asked about last, where the message names none and no total."""
    if view.has("layers", "sum", "total"):
        return LAYERS
    asked = [a for ask in view.state.last_asks() for a in ask.about]
    return asked[0] if len(asked) == 1 and asked[0] in view.layers else LAYERS


# -- back ------------------------------------------------------------------------------------------------------------------------------------

_TO_REAL = re.compile(
    r"\b(?:back|return(?:ing)?|going back|revert)\b[^.?!]{0,12}\b(?:the |our |my |to )*(?:this year|real|actual|true)\b"
    r"|(?:回到|回归|返回|说回|看回|转回|回去说|回) ?(?:今年|本年度?|实际|真实|现实|现有)"
)


_WHERE = re.compile(r"\bwhere (?:are|do) we\b|\bhow (?:are|do) we\b|\bwhat's the status\b|怎么样了|情况如何")


def _to_real(view: View) -> Iterator[Candidate]:
    """“Back to this year's real budget. Remind me what the strategic layer is.": the told budget again, and what is asked of it."""
    real = _supposed(view)
    if real is None or view.place_of or not _TO_REAL.search(view.stream.plain) or view.has(*KPIS):
        return
    moves: list[Move] = [Return(to=real.name)]
    back = [c for c in view.clauses if _TO_REAL.search(view.said(c))]
    asking = [c for c in view.clauses if c.of("layer", "layers") and not c.of("spent", "left", "unspent", "over")]
    if any(c.of("spent", "left", "unspent", "over", "diff") and c not in back for c in view.clauses):
        asking = []
    for clause in asking:
        if _WHERE.search(view.said(clause)) and view.state.current is not None and view.state.current.spends:
            moves.append(Ask(goal=Goal.LEFT, about=clause.values("layer")))
            continue
        about = clause.values("layer")
        per = next((v for v in clause.values("per") if v not in ("year", "head")), "")
        if about:
            moves.append(Ask(goal=Goal.AMOUNT, about=about, per=per))
        elif clause.of("sum", "total"):
            moves.append(Ask(goal=Goal.AMOUNT, about=(LAYERS,), per=per))
        else:
            moves.append(Ask(goal=Goal.SPLIT, per=per))
    own = ("howmuch", "left", "unspent", "over")
    inside = tuple(c for c in view.clauses if c in back or c in asking or not c.of(*own))
    yield Candidate("settle.to_real", tuple(moves), 14.0, keys=keys_of(view, inside), place=0.0)


# -- remembered --------------------------------------------------------------------------------------------------------------------------------

_FIRST = re.compile(
    r"\b(?:first|original|initial|very first|start(?:ed)? with|at the (?:start|beginning))\b|一开始|最开始|最初|最早|第一次|起初"
)
_LATER = re.compile(
    r"\b(?:change[d]? (?:it|that)? ?(?:in)?to|chang(?:e|ed) to|correct(?:ed)? (?:it|that) to|later|in use now|use now|now|current(?:ly)?|latest)\b|后来|最后定|最终|现在按|现在算|最后是|之后改|定的是|改成|改为|现在用|现在是|最新|目前用"
)
_SAYS = re.compile(
    r"\b(?:i|we|me) (?:\w+ )?(?:give|gave|given|tell|told|say|said|start|started|mention|mentioned|have given)\b|\bdid (?:i|we)\b|\bremind me\b|我.{0,6}(?:报|说|给|讲|提|告诉)"
)
_A_BUDGET = re.compile(r"\bbudget\b|\bfigure\b|\bnumber\b|\bamount\b|\bwhat did i (?:tell|give|say)\b|预算|数|报|多少")


def _first_and_last(view: View) -> Iterator[Candidate]:
    """“What budget did I give you first, and what did I change it to?": the first one told and the one that holds."""
    text = view.stream.plain
    if (
        view.place_of
        or not view.known
        or view.has("layer", "layers", "phase", "spent", "left", "whatif", "diff", *KPIS)
    ):
        return
    if not (_FIRST.search(text) and _SAYS.search(text) and _A_BUDGET.search(text)) or view.has("reset"):
        return
    about = ("earliest", "latest") if _LATER.search(text) else ("earliest",)
    asking = any(c.asked or c.of("howmuch", "recall", "what", "which", "atfirst", "give") for c in view.clauses)
    if asking and not (about == ("earliest",) and view.has("atfirst")):
        yield Candidate("settle.first", (Ask(goal=Goal.RECALL, about=about),), 11.0, keys=view.ask_keys, place=0.0)
