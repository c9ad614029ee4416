"""What an amount, a share or a factor is to a budget: told, spent, supposed, weighed, limited, claimed, or only mentioned."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from agent.dialogue.moves import As, Ask, Chat, Claim, Correct, Goal, Move, Op, Return, Suppose, Tell, What
from agent.dialogue.names import AI, LAYERS, MARKETING, MAX, MIN
from agent.understanding.clauses import Clause
from agent.understanding.rules import Hit
from agent.understanding.sense import moves_by, of_ai, of_months
from agent.understanding.tokens import KPIS, Token
from agent.understanding.told import by_fact, told_like, too_small
from agent.understanding.view import NEXT_YEAR, View
from tools.quantities import Comparator

Builder = Callable[[View, Hit, Token, int], tuple[Move, ...] | None]


def period(view: View, fig: str, place: int) -> str:
    """The period that a budget is told for: with the figure, else an adjective beside it."""
    figure = view.figure(fig)
    if (rhythm := _told_rhythm(view, fig, place)) is not None:
        return rhythm
    if figure.unit.per:
        return _PERIODS.get(figure.unit.per, figure.unit.per)
    ahead = [view.stream.days[t.value].key for t in spots_before(view, place) if t.kind == "day"]
    if ahead and ahead[-1][0] in "HQ" and len(view.stream.days) == 1 and not view.clause(place).of("spent", "spends"):
        return "half-year" if ahead[-1][0] == "H" else "quarter"
    if view.scenario(place) in ("last_q", "this_q"):
        return "quarter"
    spots, clause = view.stream.spots, view.clause(place)
    if len({t.value for t in spots[max(clause.start, place - 8) : place] if t.kind == "per"}) > 1:
        return ""  # 三层×（年、季、月）: what is asked for, not what the amount is for
    for n in range(place - 1, max(clause.start - 1, place - 6), -1):
        if spots[n].is_figure:
            break
        if spots[n].kind == "per" and spots[n].value != "head":
            return spots[n].value
    after = spots[place + 1 : min(place + 3, clause.end)]
    found = next((t for t in after if t.kind == "per" and t.value not in ("head", "year")), None)
    quiet = not clause.of("howmuch", "give", "split", "is", "layer", "layers")
    beside = after[:1] and after[0].kind == "per" and len(after) > 1 and after[1].kind in ("marketing", "budget")
    if beside and after[0].value not in ("head", "year"):
        return after[0].value
    if found is None and sum(t.kind == "money" for c in view.sentence(clause) for t in c.tokens) == 1:
        # "We put 8k into marketing biweekly": the rhythm stands at the end of what is told.
        told = [
            t
            for c in view.sentence(clause)
            if not c.of("howmuch", "layer", "layers", "split")
            for t in c.of("per")
            if t.start > spots[place].start
        ]
        found = next((t for t in told if t.value in ("biweek", "fortnight", "week")), None)
    return found.value if found is not None and quiet else ""


#: A year that begins what is asked, not the period of the amount before it: 一周预算两万块一年算下来….
_YEAR_AHEAD = re.compile(r"(?:算|合|加|累计|平均|下来|总共|一共|能|有)")


def _told_rhythm(view: View, fig: str, place: int) -> str | None:
    """The rhythm told ahead of an amount that a year seems to belong to; ``None`` where there is none."""
    figure = view.figure(fig)
    if figure.unit.per != "year" or not figure.text.endswith("一年"):
        return None
    ahead = [t.value for t in spots_before(view, place) if t.kind == "per" and t.value not in ("head", "year")]
    behind = view.stream.plain[figure.end : figure.end + 4]
    return ahead[-1] if ahead and _YEAR_AHEAD.match(behind) else None


#: "Not all of marketing", 不是整个营销, 不含其他营销: the amount beside is for AI alone.
_DENIED = re.compile(
    r"\b(?:not|isn't|excluding|without)\b(?: (?:the|our|my|a|all|any|of|for|in|just|include|including|full|whole|entire|total|overall|general|other|rest|company))* marketing\b|(?:不是|并非|不含|不包括|唔系|唔包)[^。？！；，,]{0,6}(?:营销|市场|推广|行销)"
    r"|(?:营销|市场|推广|行销)[^。？！；，,]{0,6}(?:另计|另列|另算|另外算|另编|另外编|另有)"
)


#: "All of that is for AI", 这笔钱专门用于AI: the amount beside is for AI alone.
_FOR_AI_ALONE = re.compile(
    r"\b(?:that|it|this|which|all|whole|entire|money|lot|amount|sum)\b(?:(?: of)? (?:it|that|this|them))?(?:['’]s| is| goes| was)?(?: meant| reserved| ring-?fenced| earmarked| strictly| just| all| only| purely| solely| entirely| exclusively| specifically)* (?:for|to|on|into) ai\b"
    r"|\b(?:just|only|purely|solely|exclusively|strictly|entirely) (?:for|on|into) ai\b|\bfor ai (?:only|alone|exclusively)\b"
    r"|(?:全部?|都|整笔|专门|專門|只|单单|單單|纯粹?|專款|专款|净)(?:是|系|係)?(?:用来|用來|用于|用於|用在|给|給|做|投|花在|留给|留給|拨给|投到|砸)(?:到|在)?(?:做)?ai(?!的(?:比例|份额|占比|上限|下限)|[^，。；,;？?]{0,6}(?:多少|几多|幾多|几成|比例|占比))"
)


def not_marketing(view: View) -> bool:
    """Whether a message says of its one amount that it is AI money and no marketing budget."""
    if not view.has("ai", "aibudget") or sum(t.kind == "money" for t in view.stream.spots) != 1:
        return False
    plain = view.stream.plain
    if _DENIED.search(plain) is not None:
        return True
    said = _FOR_AI_ALONE.search(plain)
    return said is not None and not view.has("marketing") and not _asks_at(view, said.end())


def _asks_at(view: View, at: int) -> bool:
    """Whether the clause that a character is in asks how much of something: "how much of it goes to AI?"."""
    here = (c for c in view.clauses if c.tokens[0].start < at <= c.tokens[-1].end)
    return any(c.of("howmuch", "ratio", "range", "share", "max", "min") for c in here)


_PERIODS = {"biweekly": "biweek", "bi-weekly": "biweek"}


def spots_before(view: View, place: int) -> list[Token]:
    """The tokens of a figure's clause that stand before it, up to another figure."""
    clause, found = view.clause(place), []
    for n in range(place - 1, clause.start - 1, -1):
        if view.stream.spots[n].is_figure:
            break
        found.append(view.stream.spots[n])
    return found[::-1]


def layer_near(view: View, place: int) -> str:
    """The layer that an amount is of: the nearest in its clause, else in its sentence."""
    clause = view.clause(place)
    found = view.nearest(place, ("layer",))
    if found is None and (project := view.nearest(place, ("project",))) is not None:
        return paying(view, project.value)
    if found is None:
        found = next((t for c in view.sentence(clause) for t in c.of("layer") if c.start < clause.start), None)
    return found.value if found is not None else ""


def paying(view: View, project: str) -> str:
    return next((p.layer for p in view.framework.projects if p.id == project and p.layer), "") or ""


def day_near(view: View, place: int) -> str:
    """The day a figure is of: the nearest in its clause that stands before it, else behind."""
    found = view.nearest(place, ("day",))
    return found.value if found is not None else ""


#: Somebody else's, where "ours" is told beside it.
_THEIRS = re.compile(r"(?i)\b(?:their|theirs|his|her|hers)\b")


def _raised(view: View, hit: Hit, place: int) -> bool:
    """Whether an amount is what a company raised or turns over, and the word for marketing behind it has another: "融了5000万A轮营销一年120万"."""
    behind = [t.kind for t in view.stream.spots[place + 1 : hit.end + 4]]
    before = view.stream.spots[place - 1].kind if place else ""
    beside = before == "turnover" or behind[:1] == ["turnover"]
    return beside and hit.start == place and "marketing" in behind and "money" in behind[behind.index("marketing") :]


def _budget(view: View, hit: Hit, token: Token, place: int) -> tuple[Move, ...]:
    if _raised(view, hit, place) or of_months(view, place):
        return ()
    base = hit.rule.slots.get("of", "") or (AI if not_marketing(view) or of_ai(view, place) else "")
    between = view.stream.spots[min(place, hit.start) : max(place, hit.end)]
    if base == AI and any(t.kind == "range" for t in between) and hit.rule.slots.get("of"):
        return ()  # "AI range for 780k" asks for the range of a marketing budget
    behind = view.stream.spots[place + 1 : place + 2]
    if _THEIRS.search(view.said(view.clause(place))) and view.has("ours"):
        return (Tell(fig=token.value, as_=As.CONTEXT, label="other"),)
    if base == AI and view.of_marketing(place):
        return ()  # "营销一年240w AI顶格多少": a part of it is asked for
    if base == AI and behind and behind[0].kind == "marketing" and not not_marketing(view):
        return ()
    name = view.scenario(place)
    status = "actual" if name in ("last_year", "last_q") else ""
    years = [t.value for t in view.clause(place).of("day") if view.stream.days[t.value].key.isdigit()]
    return (
        Tell(
            fig=token.value,
            as_=As.BUDGET,
            of=base or MARKETING,
            per=period(view, token.value, place),
            in_=name,
            status=status,
            when=years[0] if len(years) == 1 and not name else "",
        ),
    )


#: Money that is to be spent is not spent yet.
_INTENDED = re.compile(r"(?:打算|计划|准备|想要?|希望|预计|应该|可以|能)(?:花|用|投|投入)[掉]?$")


#: "We burnt 41k of that": of what was answered just before.
_OF_THAT = re.compile(r" (?:out )?(?:of|from) (?:that|it|this)\b")


def _answered_layer(view: View) -> str:
    """The one layer that the question before was about."""
    asked = [a for ask in view.state.last_asks() for a in ask.about]
    return asked[0] if len(asked) == 1 and asked[0] in view.layers else ""


#: Whose money is not ours.
_RIVAL = re.compile(
    r"竞品|竞争对手|对手|同行|友商|别家|人家|隔壁|\b(?:competitors?|rivals?|peers?|the competition|other brands?|everyone else)\b"
)
#: Where the user puts what was spent: "I'd call that tactical", 算战术的, 记到能力层.
_CALLED = re.compile(
    r"\b(?:call|count|put|book|file|log|treat|class|charge|code|think)\w*\b[^.?!;]{0,14}\b(?:that|it|this|them|those)\b|\b(?:that|it|this)(?:['’]s| is| was| goes| went| belongs)(?: all| under| in| into| to)*$|(?:算|记|归|放|列|计)(?:在|到|成|作|入|是)?"
)


def _called(view: View, place: int) -> str:
    """The layer that a following clause says an outlay belongs to."""
    number = view.number(place)
    for clause in view.clauses[number + 1 : number + 3]:
        layers = clause.of("layer")
        if layers and not clause.asked and not clause.of("left", "howmuch", "money"):
            before = view.stream.plain[clause.tokens[0].start : layers[0].start].rstrip(" ")
            if _CALLED.search(before):
                return layers[0].value
    return ""


def _layer_paid(view: View, place: int) -> str:
    """The layer that an outlay is of: named beside it, else told behind it."""
    return layer_near(view, place) or _called(view, place)


def _outlay(view: View, hit: Hit, token: Token, place: int) -> tuple[Move, ...] | None:
    """Money that was spent; what others spend is no spending of ours."""
    if _RIVAL.search(view.said(view.clause(place))):
        return (Tell(fig=token.value, as_=As.CONTEXT, label="competitor"),)
    return _spent(view, hit, token, place)


def _spent(view: View, hit: Hit, token: Token, place: int) -> tuple[Move, ...] | None:
    name = view.scenario(place)
    clause = view.clause(place)
    if _INTENDED.search(view.stream.plain[max(token.start - 6, 0) : token.start]) is not None:
        return None
    rate = view.figure(token.value).unit.per or next(
        (t.value for t in clause.of("per") if t.start < token.start and t.end - t.start > 1), ""
    )
    if rate in ("month", "week", "day", "fortnight") and not clause.of("day", "time"):
        return None  # so much a month is no sum: for how long is another question
    of = _layer_paid(view, place)
    if not of and clause.of("aibudget", "ai"):
        of = AI
    if not of and clause.of("marketing", "budget") and not clause.of("ai"):
        of = MARKETING
    if not of and _OF_THAT.match(view.stream.plain, token.end):
        of = _answered_layer(view)
    if not of and view.known and view.state.current is not None and view.state.current.base == AI:
        of = AI
    if not of:
        named = {v for c in view.clauses if c.of("left", "over", "unspent", "pace") for v in c.values("layer")}
        of = named.pop() if len(named) == 1 else ""
    of = of or _asked_layer(view) or _only_plan(view) or (_by_the_month(view) if clause.of("day") else "")
    past = name in ("last_year", "last_q")
    whole_year = past and of == MARKETING
    if whole_year:
        return (
            Tell(
                fig=token.value,
                as_=As.BUDGET,
                of=MARKETING,
                in_=name,
                status="actual",
                per="quarter" if name == "last_q" else "",
            ),
        )
    project = clause.values("project")
    return (
        Tell(
            fig=token.value, as_=As.SPENT, of=of, when=day_near(view, place) or (name if name in ("last_q", "this_q") else ""), in_=name if name == "last_year" else "",
            label=project[0] if project else "",
        ),
    )  # fmt: skip


def _ours_between(view: View, hit: Hit, place: int) -> bool:
    """Whether the marketing budget is named between a word of turnover and an amount behind it: "融了3000万，不过营销80万"."""
    before = view.stream.spots[hit.start : place]
    return any(t.kind == "marketing" for t in before) and not any(t.kind in ("share", "ratio") for t in before)


def _only_plan(view: View) -> str:
    """The one layer that was given money by itself, where no budget is known: money spent is of that."""
    current = view.state.current
    plans = list(current.plans) if current is not None and not current.budget else []
    return plans[0] if len(plans) == 1 else ""


def _by_the_month(view: View) -> str:
    """The one layer that money was spent of month by month: a further month without a layer goes on with it."""
    current = view.state.current
    dated = {s.subject for s in current.spends if s.when} if current is not None else set()
    return next((s for s in dated if len(dated) == 1 and s in view.layers), "")


def _asked_layer(view: View) -> str:
    """The one layer that the question before was about: money spent right behind it is of that layer."""
    asked = {a for ask in view.state.last_asks() if ask.goal in (Goal.AMOUNT, Goal.LEFT) for a in ask.about}
    only = len(asked) == 1 and len(view.state.last_asks()) == 1
    return next((a for a in asked if only and a in view.layers and view.has("left", "over", "unspent")), "")


def _nearest_other(view: View, hit: Hit, place: int) -> Token | None:
    """Of several words for what is no budget the one nearest before the amount: a "freelance designer retainer" is a price."""
    between = view.stream.spots[hit.start : place]
    return next((t for t in reversed(between) if t.kind == "other"), None) if hit.start < place else None


def _context(view: View, hit: Hit, token: Token, place: int) -> tuple[Move, ...] | None:
    other = _nearest_other(view, hit, place) or hit.token(view.stream, "O")
    if other is not None and other.kind == "turnover" and _ours_between(view, hit, place):
        return None
    label = (
        other.value
        if other is not None and other.value
        else "revenue"
        if other is not None and other.kind == "turnover"
        else "other"
    )
    of = "turnover" if other is not None and other.kind == "turnover" else ""
    return (Tell(fig=token.value, as_=As.CONTEXT, label=label, of=of),)


def _set(view: View, hit: Hit, token: Token, place: int) -> tuple[Move, ...] | None:
    clause = view.clause(place)
    if not view.known and not_marketing(view):
        return _budget(view, hit, token, place)
    of = (
        AI
        if clause.of("aibudget") or (clause.of("ai") and not clause.of("marketing"))
        else MARKETING
        if clause.of("marketing")
        else ""
    )
    if (view.figure(token.value).low or 0) < 0:
        return (Suppose(fig=token.value, op=Op.SUB, of=of),)
    if of != AI and view.scenario(place) == NEXT_YEAR and not clause.of("whatif"):
        return _budget(view, hit, token, place)  # "next year it's 2.3m" is told
    from agent.understanding.topping import decided

    per, in_ = view.figure(token.value).unit.per or "", decided(view, token) if of != AI else ""
    return (Suppose(fig=token.value, op=Op.SET, of=of, per=per, in_=in_),)


#: A round of funding that comes is an event, and no turnover: 融资到位的话变成2.5倍.
_ROUND = re.compile(r"(?:融资|融資|[abc]轮)[^，。,]{0,4}(?:到位|成了|成功|完成|进来|落地|谈成|谈妥|敲定|拿到|下来)")


def _of_something_else(view: View, clause: Clause) -> bool:
    """Whether a clause speaks of people, prices or turnover, which a budget does not change with."""
    return bool(
        clause.of("team", "other", "staff_cost") or (clause.of("turnover") and not _ROUND.search(view.said(clause)))
    )


def _changed(view: View, hit: Hit, token: Token, place: int) -> tuple[Move, ...] | None:
    """Up or down by a part: of the bound where one is named, else of the budget at hand."""
    from agent.understanding.topping import for_good

    clause = view.clause(place)
    bound = MAX if clause.of("max") else MIN if clause.of("min") else ""
    op = Op(hit.rule.slots["op"])
    if bound:
        if op is not Op.TIMES:
            return None
        return (Suppose(fig=token.value, op=op, of=bound), Ask(goal=Goal.AMOUNT, about=(AI,)))
    if token.kind in ("pct", "frac") and not bound and _of_layer(view, place):
        return None  # "cut tactical by two tenths, the others stay": the budget stays, too
    if _of_something_else(view, clause):
        return None  # "they knock 12% off the fee": the budget stays
    if "last_year" in view.names.values() and not view.known and clause.of("time"):
        return (Suppose(fig=token.value, op=op, in_="this_year", from_="last_year"),)
    name = next(
        (v for n, v in view.names.items() if clause.start <= n < clause.end and v not in ("last_year", "this_year")), ""
    )
    names = [v for n, v in view.names.items() if clause.start <= n < clause.end and not v.endswith(("year", "_q"))]
    origin = names[1] if len(names) > 1 else ""
    if not origin and name in view.state.scenarios and len(view.state.scenarios) > 1:
        return (Suppose(fig=token.value, op=op, from_=name, in_=for_good(view, token, name)),)
    return (_at_hand(view, token, clause, Suppose(fig=token.value, op=op, in_=name if origin else "", from_=origin)),)


def _at_hand(view: View, token: Token, clause: Clause, change: Suppose) -> Suppose:
    """``change`` with the base and the year that its clause names; of the budget at hand itself where it has happened."""
    from agent.understanding.topping import for_good

    of = AI if clause.of("aibudget") else MARKETING if clause.of("marketing") else ""
    when = next((t.value for t in clause.of("time") if t.value == "next_year"), "")
    if not change.from_ and not when and change.op is not Op.TIMES:
        change = replace(change, in_=for_good(view, token))
    return replace(change, of=of, when=when)


#: What an amount may be instead, beside a word for AI.
_ELSEWHERE = (
    "spent",
    "left",
    "other",
    "turnover",
    "layer",
    "layers",
    "ratio",
    "share",
    "inverse",
    "marketing",
    "howmuch",
    "wrong",
    "back",
    *KPIS,
)
_FOR_AI = ("专门", "做", "搞", "投", "用于", "用来", "用在", "花在", "给", "砸", " for ", " on ", " into ", "towards")


def _of_layer(view: View, place: int) -> bool:
    """Whether a change is that of a layer: one stands before it in its clause, and no word for the budget."""
    clause = view.clause(place)
    ahead = {t.kind for t in view.stream.spots[clause.start : place]}
    return "layer" in ahead and not clause.of("budget", "marketing", "howmuch", "whatif", "time", "aibudget", "total")


def _ai_given(view: View, hit: Hit, token: Token, place: int) -> tuple[Move, ...] | None:
    """An amount given for AI: "540w for AI". Not one that is called a marketing budget, was spent, or is asked for."""
    clause = view.clause(place)
    last = view.stream.spots[hit.end - 1]
    between = view.stream.plain[token.end : last.start]
    if not any(word in between for word in _FOR_AI):
        return None
    if (
        view.known
        and view.state.current is not None
        and view.state.current.base == MARKETING
        and not clause.of(*_ELSEWHERE)
    ):
        return (Suppose(fig=token.value, op=Op.SET, of=AI),)
    if (
        clause.of("budget", "spent", "ratio", "share", "inverse", "other", "turnover", "layer")
        or "营销" in between
        or "市场" in between
        or view.known
    ):
        return None
    return _budget(view, hit, token, place)


def _minus(view: View, hit: Hit, token: Token, place: int) -> tuple[Move, ...] | None:
    """减两成: the word that also asks for a difference takes a part away where nothing else stands beside it."""
    word = view.stream.spots[place - 1]
    return _changed(view, hit, token, place) if view.stream.plain[word.start : word.end] == "减" else None


def _fold(view: View, hit: Hit, token: Token, place: int) -> tuple[Move, ...] | None:
    """A discount in Chinese names what remains: 八折 is 80%."""
    if not view.figure(token.value).text.rstrip().endswith("折"):
        return None
    return _changed(view, hit, token, place)


#: Above this many percent a share is asked about where nobody calls it AI's.
_NOBODYS_SHARE = 60
_GRANTED = re.compile(
    r"\bapprov|\bgrant|\b(?:only|just) (?:get|got|gets|give|gives|gave|sign|signs)\b|批|核准|通过|给到|只给|拿到|打个"
)


def _of_a_quarter(view: View, place: int) -> bool:
    """Whether a percentage stands beside a quarter, a half or a month: it is the part that falls there, 四季度占40%."""
    beside = view.stream.spots[max(place - 2, 0) : place] + view.stream.spots[place + 1 : place + 3]
    return any(t.kind == "day" and view.stream.days[t.value].key[:1] in "QHM" for t in beside)


def _of_another(view: View, clause: Clause, place: int) -> bool:
    """Whether a percentage is that of a layer, or of a part of the year."""
    layer = view.nearest(place, ("layer",)) is not None and not clause.of("ai", "aibudget")
    return layer or _of_a_quarter(view, place)


def _share(view: View, hit: Hit, token: Token, place: int) -> tuple[Move, ...] | None:
    clause = view.clause(place)
    if _of_another(view, clause, place):
        return None
    if clause.of("howmuch") and not clause.of("split", "layers") and (view.known or view.has("money")):
        name = next((v for n, v in view.names.items() if clause.start <= n < clause.end), "")
        return (Suppose(fig=token.value, op=Op.SHARE, of=AI, from_=name), Ask(goal=Goal.AMOUNT, about=(AI,)))
    if moves_by(view, token, clause):
        return None
    if (view.figure(token.value).low or 0) > _NOBODYS_SHARE and not clause.of("ai", "aibudget", "share"):
        # Nobody puts most of marketing into AI: "the board approves only 80%" is of the budget.
        granted = view.known and _GRANTED.search(view.stream.plain) is not None
        return (Suppose(fig=token.value, op=Op.TIMES),) if granted else None
    if hit.rule.name == "share.told" and clause.of("up", "down", "budget") and not clause.of("ai", "aibudget", "share"):
        return None
    if clause.of("whatif") or (view.known and view.state.current is not None and view.state.current.share):
        return (Suppose(fig=token.value, op=Op.SHARE, of=AI),)
    return (Tell(fig=token.value, as_=As.SHARE, of=AI),)


def _turnover_share(view: View, hit: Hit, token: Token, place: int) -> tuple[Move, ...]:
    return (Tell(fig=token.value, as_=As.SHARE, of=MARKETING),)


def _weight(view: View, hit: Hit, token: Token, place: int) -> tuple[Move, ...] | None:
    layer = hit.token(view.stream, "L")
    return (Tell(fig=token.value, as_=As.WEIGHT, of=layer.value),) if layer is not None else None


_SMALL = 1000


def _limit(view: View, hit: Hit, token: Token, place: int) -> tuple[Move, ...] | None:
    layer = hit.token(view.stream, "L") or view.nearest(place, ("layer",))
    if layer is None:
        return None
    if token.kind == "num" and (view.figure(token.value).low or 0) < _SMALL:
        return None  # "cap tactical at 260": in thousands?
    comparator = view.figure(token.value).comparator
    negated = bool(view.clause(place).of("not"))
    floor = comparator in (Comparator.AT_LEAST, Comparator.MORE_THAN) or bool(view.clause(place).of("min"))
    cap = comparator in (Comparator.AT_MOST, Comparator.LESS_THAN) or bool(view.clause(place).of("max"))
    if negated and comparator is Comparator.MORE_THAN:
        floor, cap = False, True
    if not (floor or cap) and not hit.rule.slots.get("floor"):
        return None
    return (Tell(fig=token.value, as_=As.CAP if cap else As.FLOOR, of=layer.value),)


def subject_of(view: View, place: int) -> str:
    """What a claimed percentage is of: a layer, a bound, all of the AI money."""
    layer = view.nearest(place, ("layer",))
    if layer is not None:
        return layer.value
    clause = view.clause(place)
    if clause.of("max"):
        return MAX
    if clause.of("min"):
        return MIN
    kpi = view.nearest(place, ("klevel", "kchange", "kmult"))
    if kpi is not None:
        return kpi.value
    return LAYERS if clause.of("layers", "rest") else AI if clause.of("ai", "aibudget") else ""


def _claim(view: View, hit: Hit, token: Token, place: int) -> tuple[Move, ...]:
    of = subject_of(view, place)
    if not of:
        return (
            Ask(goal=Goal.SOURCE, about=(token.value,)),
        )  # "the article recommends 25% for law firms": of what it is said, the source tells
    ask: tuple[Move, ...] = ()
    if not any(c.of("howmuch", "layers", "split") for c in view.clauses) and of:
        ask = (Ask(goal=Goal.SHARE, about=(of,)),)
    return (Claim(fig=token.value, of=of), *ask)


def _claim_stated(view: View, hit: Hit, token: Token, place: int) -> tuple[Move, ...] | None:
    """A share said to be the source's, in a sentence that asks nothing of it: "原文能力层8%"."""
    asking = ("where", "which", "why", "what", "how", "howmuch", "is", "explain", "verdict", "own")
    clause = view.clause(place)
    said = [view.stream.plain[t.start : t.end] for t in clause.of("source")]
    if clause.asked or clause.of(*asking) or any(w.startswith(("哪", "第")) or w.isascii() for w in said):
        return None
    return _claim(view, hit, token, place)


#: A question whether the source says something is no question whether it fits.
_DID_IT_SAY = re.compile(
    r"\b(?:did|does|do|has) (?:the |your )?(?:article|source|text|piece|paper|guide)s? (?:really |actually |ever |even )?(?:say|state|recommend|claim|write|give|said|stated|recommended)\b|文章(?:真的?|确实|到底|是不是)?(?:有没有|有)?(?:说|写|讲|建议|规定)过?"
)


def _verdict(view: View, hit: Hit, token: Token, place: int) -> tuple[Move, ...]:
    if _DID_IT_SAY.search(view.stream.plain) is not None:
        return _claim(view, hit, token, place)
    return (Ask(goal=Goal.VERDICT, about=(token.value,)),)


def _source(view: View, hit: Hit, token: Token, place: int) -> tuple[Move, ...] | None:
    clause = view.clause(place)
    if clause.of("claim") and not clause.asked and not clause.of("source", "where", "which", "why", "is", "howmuch"):
        return None  # what somebody says of it is no question for its line
    figs = tuple(t.value for t in view.clause(place).of("pct", "mult", "frac", "num", "dur"))
    layer = view.nearest(place, ("layer",))
    return (Ask(goal=Goal.SOURCE, about=figs, of=layer.value if layer is not None and len(figs) == 1 else ""),)


def _rate(view: View, hit: Hit, token: Token, place: int) -> tuple[Move, ...] | None:
    figure = view.figure(token.value)
    if figure.per and figure.unit.code:
        return (Tell(fig=token.value, as_=As.RATE, base=figure.per, quote=figure.unit.code),)
    clause = view.clause(place)
    home = figure.unit.code if token.kind == "money" and figure.unit.code not in ("", "XXX") else ""
    named = [c for c in clause.values("cur") if c != home]
    if home and named:
        return (Tell(fig=token.value, as_=As.RATE, base=named[0], quote=home),)
    wanted = next(iter(v for c in view.clauses for v in c.values("cur")), "")
    return (Tell(fig=token.value, as_=As.RATE, quote=wanted if wanted and not view.lacks & {"rate"} else ""),)


def _pair(view: View, hit: Hit, token: Token, place: int) -> tuple[Move, ...] | None:
    other = hit.token(view.stream, "G")
    if other is None:
        return None
    one, two = view.figure(token.value), view.figure(other.value)
    if not one.unit.code or not two.unit.code or one.unit.code == two.unit.code or 1 not in (one.low, two.low):
        return None
    return (Tell(fig=f"{token.value}={other.value}", as_=As.RATE, base=one.unit.code, quote=two.unit.code),)


def _correct(view: View, hit: Hit, token: Token, place: int) -> tuple[Move, ...] | None:
    """Another value for what was told last and has this unit."""
    target = _told_of_named(view, token, place) or told_like(view, token)
    current = view.state.current
    if too_small(view, token, target):
        return None
    if view.speaker and current is not None and current.by and current.by != view.speaker and token.kind == "money":
        return (Tell(fig=token.value, as_=As.BUDGET, of=current.base, by=view.speaker), Chat(kind="disagree"))
    return (Correct(target=target, to=token.value),) if target else None


def _told_of_named(view: View, token: Token, place: int) -> str:
    """The budget told of the scenario that a clause names: "FY26 should be £2.15m"."""
    clause = view.clause(place)
    names = [v for n, v in view.names.items() if clause.start <= n < clause.end and v in view.state.scenarios]
    if token.kind != "money" or len(names) != 1 or not view.state.scenarios[names[0]].told:
        return ""
    return by_fact(view, next(reversed(view.state.scenarios[names[0]].told.values())))


def _correct_role(view: View, hit: Hit, token: Token, place: int) -> tuple[Move, ...] | None:
    """The amount told before was of another base."""
    target = told_like(view, token)
    current = view.state.current
    if not target or current is None or current.base == AI:
        return None
    return (Correct(what=What.ROLE, target=target, to=AI, echo=token.value),)


def _share_of(view: View, hit: Hit, token: Token, place: int) -> tuple[Move, ...] | None:
    """A share of an amount that is given with it: "2% of a $6m budget"."""
    whole = hit.token(view.stream, "G")
    if whole is None:
        return None
    share = Suppose(fig=token.value, op=Op.SHARE, of=AI)
    asks = (Ask(goal=Goal.AMOUNT, about=(AI,)), Ask(goal=Goal.VERDICT))
    return (Suppose(fig=whole.value, op=Op.SET, of=MARKETING), share, *asks)


def _share_here(view: View, hit: Hit, token: Token, place: int) -> tuple[Move, ...] | None:
    """“What would 15% be?", of the marketing budget at hand."""
    clause = view.clause(place)
    if clause.of("layer", "klevel", "kchange", "kmult", "max", "min", "verdict", "target") or view.kpi_in_message:
        return None
    if len(clause.of("pct")) > 1 or clause.of("money") or not (view.known or any(c.of("money") for c in view.clauses)):
        return None
    head = "head" if "head" in clause.values("per") else ""
    return (Suppose(fig=token.value, op=Op.SHARE, of=AI), Ask(goal=Goal.AMOUNT, about=(AI,), per=head))


def _claim_total(view: View, hit: Hit, token: Token, place: int) -> tuple[Move, ...] | None:
    """The shares' sum, named as the source's: "the 18%"."""
    value = view.figure(token.value).low
    total = sum(layer.share.value for layer in view.framework.layers if layer.share)
    return (Claim(fig=token.value, of=LAYERS),) if value == total else None


def _back(view: View, hit: Hit, token: Token, place: int) -> tuple[Move, ...]:
    return (Return(to=token.value),)


def _want(view: View, hit: Hit, token: Token, place: int) -> tuple[Move, ...] | None:
    clause = view.clause(place)
    near = [c for c in view.sentence(clause) if c.of("layer", "layers", "aibudget")]
    about = clause.values("layer") or (near[0].values("layer") if near else ())
    share = next((t.value for t in clause.of("pct")), "")
    own = {layer.id: layer.share.value for layer in view.framework.layers if layer.share}
    if share and about and about[0] in own:
        # A share beside a layer is its own: said again where it is the source's, else another question.
        same = view.figure(share).low == own[about[0]]
        return (Ask(goal=Goal.INVERSE, about=about, want=token.value, echo=share),) if same else None
    return (Ask(goal=Goal.INVERSE, about=about or (LAYERS,), want=token.value, at=share),)


def _product(view: View, hit: Hit, token: Token, place: int) -> tuple[Move, ...] | None:
    price = hit.token(view.stream, "G")
    if price is None:
        return None
    label = view.stream.plain[token.end : price.start].strip().partition(" at")[0].partition("每")[0].strip(" ,，、")
    return (Suppose(fig=f"{token.value}*{price.value}", op=Op.EXPENSE, of=AI, label=label[:24]),)


def _team(view: View, hit: Hit, token: Token, place: int) -> tuple[Move, ...]:
    return (Tell(fig=token.value, as_=As.COUNT, of="team"),)


def _hire(view: View, hit: Hit, token: Token, place: int) -> tuple[Move, ...]:
    op = Op(hit.rule.slots["op"])
    return (Suppose(fig=token.value, op=op, of="team"),)


#: Moves by the role that a rule names.
ROLES: Mapping[str, Builder] = {
    "budget": _budget, "spent": _outlay, "context": _context, "set": _set, "change": _changed, "share": _share,
    "turnover_share": _turnover_share, "weight": _weight, "limit": _limit, "claim": _claim, "verdict": _verdict, "source": _source,
    "rate": _rate, "pair": _pair, "correct": _correct, "back": _back, "want": _want, "product": _product, "team": _team,
    "hire": _hire, "fold": _fold, "minus": _minus, "ai_given": _ai_given,  "correct_role": _correct_role, "share_of": _share_of, "share_here": _share_here,
    "claim_total": _claim_total, "claim_stated": _claim_stated,
}  # fmt: skip
