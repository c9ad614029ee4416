"""Questions of the books: budget against actual, a bridge, a forecast at the present pace, the entries, the budgets side by side, and what was changed since.

Each reads its clauses whole: a word in them that is an operator elsewhere ("left", "per layer", "over") is part of the question here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from agent.dialogue.moves import Ask, Goal, Move
from agent.dialogue.periods import months_of
from agent.understanding.candidates import Candidate
from agent.understanding.clauses import Clause
from agent.understanding.elapsed import WORDS, elapsed, part_named
from agent.understanding.outlays import spending, spends
from agent.understanding.plans import keys_of
from agent.understanding.tokens import FIGURES, KPIS, Token
from agent.understanding.view import View

_PLAN = r"(?:the |our |my )?(?:original |annual |approved )?(?:plan(?:ned)?|budget(?:ed)?)"
_AGAINST = r"(?: spend(?:ing)?)? ?(?:against|vs\.?|versus|to|and|with|v\.?|/) ?"
_ACTUAL = re.compile(
    rf"\b{_PLAN}{_AGAINST}(?:the |our )?actuals?\b|\bactuals?{_AGAINST}{_PLAN}\b|\bvariance (?:report|table|analysis)\b|\bvariances?\b.{{0,20}}\b(?:by|per) (?:line|layer)\b|\bbva\b"
    r"|\b(?:share|percentage|percent|%|part) of (?:the |each |our )?(?:ai |marketing |annual )?(?:plan|budget) (?:is |was |has been |have we |we have |we |did we )?(?:used?|spent|spend|consumed?)\b|\b(?:used|spent) (?:per|by|on each) (?:layer|line)\b"
    r"|预算.{0,6}(?:和|与|跟|对|同|vs)?.{0,2}实际|实际.{0,6}(?:和|与|跟|对|同|vs).{0,4}(?:预算|计划)|预实(?:对比|分析|差异)?|预算(?:执行|使用)(?:情况|率|进度|表|分析)|执行率|差异(?:分析|表|报告)|(?:每|各)一?层(?:分别|都|各)?(?:花|用)了(?:多少|百分之几)|用了(?:预算|计划)的?百分之几"
)
#: How much of a plan is used up, as a share.
_USED = re.compile(
    r"(?:%|\bpercent(?:age)?\b|\bshare\b|\bproportion\b|\bfraction\b)[^.?!]{0,50}\b(?:used?|spent|burn(?:ed|t)|gone|consumed|eaten)\b|\b(?:used|spent|burn(?:ed|t)|gone|consumed)\b[^.?!]{0,30}(?:\bin )?(?:%|\bpercent(?:age)?\b)"
    r"|\bhow far (?:through|into)\b[^.?!]{0,40}(?:%|\bpercent(?:age)?\b)|\bat what (?:%|percent(?:age)?) of (?:its|the|our) (?:year|plan|budget|annual)|\bhow (?:much|far) (?:of|through|into) .{0,20}in (?:%|percent)"
    r"|(?:花|用|吃)(?:掉|去|完|了)*(?:了)?(?:百分之几|百分之多少|几成|幾成|多少比例|几个点)|(?:花掉|用掉)的?比例|使用率|用了几成|花了几成"
)
#: What was told of spending, asked back.
_RECALLED = re.compile(
    r"\b(?:remind me|what did (?:i|we) (?:say|tell|give|report)|did i (?:say|tell|give)|what was it (?:i|we)|recap)\b.{0,40}\b(?:spent|spend(?:ing)?|paid|booked|gone)\b"
    r"|(?:之前|刚才|前面|上面|先前|早些时候|我)(?:有)?(?:说|报|讲|告诉|提)(?:过|的)?.{0,12}(?:花|用|支出|付)了?(?:多少|几)|(?:花|用|支出|付)了?多少(?:钱)?来着"
)
_BRIDGE = re.compile(
    r"\b(?:bridge|waterfall)\b(?= ?(?:$|chart|table|please|from|for|of|to|between (?:the )?(?:plan|budget|actual|\d)))|\b(?:variance|budget|plan|spend(?:ing)?) (?:bridge|waterfall)\b|\b(?:a|the|show|give|draw) (?:me )?(?:a |the )?(?:bridge|waterfall)$|\bwalk(?: me| us)?(?: through)?(?: (?:the|our) (?:\w+ ){1,3}?)? ?(?:from|between)\b|\bvariance (?:bridge|breakdown|decomposition|walk)\b|\b(?:break(?: down)?|decompose|split up) the (?:variance|gap|difference)\b"
    r"|\b(?:take|bring) (?:me|us) from\b.+\bto\b|\bhow (?:do|did) (?:we|you|i) get from\b.+\bto\b|\bstep by step from\b.+\bto\b"
    r"|从.{1,8}到.{1,8}(?:各|每层|一共|总共|分别|都)*(?:增加|多出?|涨|升|减少|少|降|变化)(?:了)?(?:多少|几多)|差异(?:分解|拆解|拆分|归因)|(?:分解|拆解|拆一?下|拆开).{0,8}差异|桥(?:接|图|表|式)|瀑布图|从.{1,14}到.{1,14}(?:怎么|如何|咋)(?:走|变|来|过)|从.{1,14}(?:走|变|过渡)到.{1,14}(?:怎么|如何|的?过程|一步)"
)
_FORECAST = re.compile(
    r"\bat (?:this|the|our) (?:current |present |same )?(?:pace|rate|burn(?: rate)?|run[- ]?rate|speed)\b.{0,60}\b(?:land|end|finish|year|total|spend|be|come)\b"
    r"|\bwhere (?:do|will|would|are) we (?:going to )?(?:land|end up|finish)\b|\brun[- ]rate\b|\bfull[- ]year (?:forecast|estimate|outlook|projection|landing)\b|\bforecast (?:the |our )?(?:full |whole |rest of the )?(?:year|spend)|\byear[- ]end (?:forecast|projection|landing)\b"
    r"|\bif we (?:keep|go on|carry on|continue) (?:going |spending )?(?:like this|at this|at the same|this way)"
    r"|(?:预计|估计|大概|大约|预测)(?:今年|全年|整年|一年)(?:下来)?(?:会|要|得)?(?:花|支出|用|是)|按(?:照)?(?:这个?|目前|现在|当前|眼下)的?(?:支出|花钱|花费|投放)?(?:速度|节奏|进度|花法|势头)|照(?:这个?|这样|此|这么)的?(?:速度|节奏|下去|花|势头|到年[底末]|全年|一年)|(?:全年|年底|到年末|到年底)(?:的)?(?:预测|预计|推算|大概|估计)(?:会|要)?(?:花|是|到|多少)?|(?:推算|外推|预测)(?:一下)?(?:全年|年底)"
)
_BOOK = re.compile(
    r"\b(?:list|show|give|print|see)\b.{0,24}\b(?:spend(?:ing|s)?(?: book| entries)?|entries|bookings|booked|expenses|outlays)\b(?!.*\bsource\b)|\bspend(?:ing)? book\b|\bwhat (?:have|has|did) (?:we|i|you) (?:booked|recorded|logged)\b|\bwhich (?:spends|entries)\b|\bwho (?:booked|entered|recorded|logged|told|reported|spent|put in)\b"
    r"|(?:列|看|查|显示|给我).{0,8}(?:支出|花费|开销|记账|入账|账目).{0,4}(?:明细|记录|清单|流水|表|条目)?$|(?:支出|花费|开销)(?:明细|记录|台账|清单|流水|账)|(?:都)?记了(?:哪些|什么|几笔)|谁(?:记|录|报|登记|填|花)的"
)
_SCENARIOS = re.compile(
    r"\b(?:list|show|what|which|how many)\b.{0,16}\b(?:scenarios|versions|variants|cases)\b(?!.*\b(?:source|article)\b)|\b(?:list|show)\b.{0,12}\b(?:all |my |our )(?:the )?budgets\b|\b(?:my|our) scenarios\b"
    r"|(?:列|看|查|显示|有).{0,6}(?:方案|情景|版本|情形).{0,3}$|(?:哪些|哪几个|几个|所有的?|全部的?)(?:方案|情景|版本|预算版本)(?!.*(?:超过|高于|低于|最))"
)
_CHANGED = re.compile(
    r"\bwhat(?:'s| is| has| have| was| were| all)? (?:been |we |you |i )?(?:changed?|different)\b.{0,20}\b(?:since|today|yesterday|this week|last week|this month|so far)\b|\bwho (?:has )?changed\b|\bchange ?log\b|\b(?:history|list) of (?:all |the )?changes\b|\bwhat did (?:we|i|you|anyone|they) change\b(?! (?:it|that|this|them)\b)"
    r"|(?:改|变)(?:了|动|过)*(?:哪些|什么|啥)|谁(?:改|动)(?:的|了|过)|(?:有|都有)?(?:哪些|什么)(?:改动|变动|变更|变化)(?!.*(?:KPI|kpi|指标))|(?:改动|变更|修改)(?:记录|历史|清单)"
)

#: What a question of the books does not hold.
_NOT = (*KPIS, "phase", "kpis", "whatif", "claim", "turnover")


def candidates(view: View) -> Iterator[Candidate]:
    """Questions of the books."""
    for made in (_asked, _so_far, _for_a_part, _why_shown):
        yield from made(view)


def _asked(view: View) -> Iterator[Candidate]:
    """A clause, or the sentence that it stands in, that asks something of the books."""
    for pattern, goal, fits, score in _GOALS:
        for clauses in _pieces(view, goal):
            text = _text(view, clauses)
            if not pattern.search(text) or _other(clauses, goal) or not fits(view, text):
                continue
            ask = _FILL[goal](view, clauses, text)
            if ask is not None:
                yield _whole(view, f"books.{goal.value}", (ask,), clauses, score)
                break


_OVER = re.compile(
    r"\b(?:did|have|has) (?:we|i|it|that)\b.{0,20}\b(?:go(?:ne)?|went|run|ran) over\b|\b(?:over|under)(?:spend|spent|ran|run)\b|\bwhich (?:layers?|lines?|ones?) (?:are|is|were|was|went) (?:over|under)\b|哪(?:一|些|几)?(?:层|项).{0,4}超|\b(?:are|were|is|am) (?:we|i|that|it|this)\b.{0,20}\b(?:over|under|on (?:track|pace|plan|budget)|within|ahead|behind)\b|\bhow (?:are|do) we (?:doing|stand|look)\b|\b(?:over|under) ?(?:plan|budget|spent)?\b.{0,4}$|超(?:了|支|没|预算|标|出)|超不超|进度|(?:跟得上|赶得上|符合)(?:计划|预算|进度)?|怎么样"
)


def _so_far(view: View) -> Iterator[Candidate]:
    """“Half the year is gone: are we over?", “are we over for the first quarter?": the plan against the part of the year that is meant."""
    text = view.stream.plain
    half, part = _HALF.search(text) is not None, _part_of_year(view)
    if not (half or part) or not _spent(view, text) or not _OVER.search(text) or view.has("money", "pct", *_NOT):
        return
    figures = [t for t in view.stream.spots if t.is_figure]
    if any(t.kind not in ("frac", "dur") for t in figures) or (part and figures) or (part and part_named(view)):
        return
    done, of = ("six", "twelve") if half else ("", "")
    ask = Ask(
        goal=Goal.ACTUAL,
        about=_layers(view.clauses) or (() if half else _spoken_of(view)),
        done=done,
        of=of,
        when="" if half else part,
    )
    yield _whole(view, "books.so_far", (ask,), view.clauses, 12.0)


def _spoken_of(view: View) -> tuple[str, ...]:
    """The one layer that all spending is of."""
    subjects = {s.subject for s in spends(view)}
    return tuple(subjects) if len(subjects) == 1 and subjects <= set(view.layers) else ()


def _other(clauses: Sequence[Clause], goal: Goal) -> bool:
    """Whether clauses speak of something that is not of the books; "if we carry on, what will the year cost" is."""
    found = (t for c in clauses for t in c.of(*_NOT))
    return any(t.value != "kpi.cost" and not (t.kind == "whatif" and goal is Goal.FORECAST) for t in found)


def _pieces(view: View, goal: Goal) -> Iterator[tuple[Clause, ...]]:
    """The clauses that a question may stand in: one, the sentence of one, all; of a forecast its sentence first ("if we carry on like this, …")."""
    sentences = [view.sentence(clause) for clause in view.clauses]
    if goal is Goal.FORECAST:
        yield from sentences
    yield from ((clause,) for clause in view.clauses)
    yield from sentences
    yield view.clauses


def _text(view: View, clauses: Sequence[Clause]) -> str:
    if not clauses:
        return ""
    start = 0 if clauses[0] is view.clauses[0] else clauses[0].tokens[0].start
    last = clauses[-1].tokens[-1].end
    return view.stream.plain[start : len(view.stream.plain) if clauses[-1] is view.clauses[-1] else last].strip(
        " ?？。.!！"
    )


def _whole(
    view: View,
    name: str,
    moves: tuple[Move, ...],
    clauses: Sequence[Clause],
    score: float,
    *,
    figs: frozenset[str] = frozenset(),
) -> Candidate:
    """A candidate that stands for every word of its clauses."""
    inside = tuple(clauses)
    all_of_it = len(inside) == len(view.clauses)
    places = range(len(view.stream.spots)) if all_of_it else [n for c in inside for n in range(c.start, c.end)]
    takes = frozenset(n for n in places if not view.stream.spots[n].is_figure)
    used = figs or frozenset(t.value for c in inside for t in c.tokens if t.is_figure)
    echo = " ".join(sorted(used))
    told = tuple(replace(m, echo=echo) if isinstance(m, Ask) and used and not figs else m for m in moves)
    return Candidate(
        name, told, score, used, takes, keys=view.ask_keys if all_of_it else keys_of(view, inside), place=float(inside[-1].tokens[-1].end)
    )  # fmt: skip


# -- when a question of the books is one -------------------------------------------------------------------------------------------------


def _spent(view: View, _: str) -> bool:
    return view.known and spending(view)


def _known(view: View, _: str) -> bool:
    return view.known


def _spent_or_cases(view: View, text: str) -> bool:
    to_actual = view.known and re.search(r"\bactuals?\b|实际|差异", text) is not None
    return to_actual or _spent(view, text) or len(mentioned(view, text)) > 1


def _anything(view: View, _: str) -> bool:
    return bool(view.state.scenarios)


def _booked(view: View, _: str) -> bool:
    return bool(spends(view))


# -- slots ---------------------------------------------------------------------------------------------------------------------------------


def _layers(clauses: Sequence[Clause]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(v for c in clauses for v in c.values("layer")))


_HALF = re.compile(
    r"\bhalf (?:of )?the year (?:is |has )?(?:gone|over|passed|behind)|\bhalf[- ]?way through the year|(?:今年|一年|年度|全年)(?:已经|都)?(?:过了?一半|过半)|半年(?:过去|已过)"
)
_UP_TO = re.compile(r"\b(?:through|as of|to|until|up to|end of|by)(?: the)?(?: end of)? *$|截至$|截止到?$|到$")


def clock(view: View) -> tuple[str, str]:
    """How much of the year a message says to be over, in counts that calculators take; empty where it says nothing."""
    if _HALF.search(view.stream.plain):
        return "six", "twelve"
    if part_named(view):
        return elapsed(view)
    for day in view.stream.days.values():
        months = months_of(day.key, view.state.first_month)
        if months and _UP_TO.search(view.stream.plain[: day.start].rstrip()) and len(months) < 12:
            places = [(m - view.state.first_month) % 12 + 1 for m in months]
            return WORDS[max(places)], "twelve"
    return "", ""


def _actual(view: View, clauses: Sequence[Clause], text: str) -> Ask | None:
    del text
    if any(t.is_figure and t.kind in ("money", "pct") for c in clauses for t in c.tokens):
        return None
    done, of = clock(view)
    return Ask(goal=Goal.ACTUAL, about=_layers(clauses), done=done, of=of, when="" if done else _part_of_year(view))


def _part_of_year(view: View) -> str:
    """The one quarter, half or month that a message names."""
    days = [t for t in view.of("day") if not _paid_in(view, t)]
    key = view.stream.days[days[0].value].key if len(days) == 1 else ""
    return days[0].value if key[:1] in ("Q", "H", "M") and len(key) < 4 else ""


def _paid_in(view: View, day: Token) -> bool:
    """Whether a day is the one that an amount of the message was spent in; what is asked behind it is of the year."""
    clause = next(c for c in view.clauses if day in c.tokens)
    return bool(clause.of("money"))


def _forecast(view: View, clauses: Sequence[Clause], text: str) -> Ask | None:
    found = _actual(view, clauses, text)
    if found is None:
        return None
    named = tuple(dict.fromkeys(t.value for t in view.of("layer")))
    about = found.about or (named if len(named) == 1 else ())  # what was spent of it is told in another sentence
    return replace(found, goal=Goal.FORECAST, about=about, when="")


def _bridge(view: View, clauses: Sequence[Clause], text: str) -> Ask | None:
    del clauses
    over = mentioned(view, text)
    return Ask(goal=Goal.BRIDGE, over=over if len(over) > 1 else ())


def _book(view: View, clauses: Sequence[Clause], text: str) -> Ask | None:
    del text
    when = " ".join(t.value for c in clauses for t in c.of("day") if months_of(view.stream.days[t.value].key))
    return Ask(goal=Goal.BOOK, about=_layers(clauses), when=when)


def _cases(view: View, clauses: Sequence[Clause], text: str) -> Ask | None:
    del view, text
    return None if any(t.kind in FIGURES for c in clauses for t in c.tokens) else Ask(goal=Goal.SCENARIOS)


_SINCE = {
    "monday": r"\bmonday\b|(?:周|星期|礼拜)一", "tuesday": r"\btuesday\b|(?:周|星期|礼拜)二", "wednesday": r"\bwednesday\b|(?:周|星期|礼拜)三",
    "thursday": r"\bthursday\b|(?:周|星期|礼拜)四", "friday": r"\bfriday\b|(?:周|星期|礼拜)五", "saturday": r"\bsaturday\b|(?:周|星期|礼拜)六",
    "sunday": r"\bsunday\b|(?:周|星期|礼拜)[日天]", "yesterday": r"\byesterday\b|昨天|昨日", "today": r"\btoday\b|今天|今日",
    "last_week": r"\blast week\b|上(?:一|个)?(?:周|星期|礼拜)", "week": r"\bthis week\b|本周|这(?:一|个)?(?:周|星期|礼拜)", "month": r"\bthis month\b|本月|这个月",
}  # fmt: skip


def _changed(view: View, clauses: Sequence[Clause], text: str) -> Ask | None:
    day = next((t.value for c in clauses for t in c.of("day")), "")
    named = next((key for key, pattern in _SINCE.items() if re.search(pattern, text)), "")
    return Ask(goal=Goal.CHANGED, when=named or day) if view.state.log else None


def _recalled(view: View, clauses: Sequence[Clause], text: str) -> Ask | None:
    found = _book(view, clauses, text)
    return replace(found, goal=Goal.SPENT) if found is not None else None


Filler = Callable[[View, Sequence[Clause], str], "Ask | None"]
_FILL: dict[Goal, Filler] = {
    Goal.ACTUAL: _actual, Goal.BRIDGE: _bridge, Goal.FORECAST: _forecast, Goal.BOOK: _book, Goal.SCENARIOS: _cases, Goal.CHANGED: _changed,
    Goal.SPENT: _recalled,
}  # fmt: skip
_GOALS: tuple[tuple[re.Pattern[str], Goal, Callable[[View, str], bool], float], ...] = (
    (_ACTUAL, Goal.ACTUAL, _known, 11.0),
    (_USED, Goal.ACTUAL, _spent, 11.5),
    (_RECALLED, Goal.SPENT, _booked, 12.5),
    (_BRIDGE, Goal.BRIDGE, _spent_or_cases, 13.0),
    (_FORECAST, Goal.FORECAST, _spent, 12.0),
    (_BOOK, Goal.BOOK, _booked, 11.0),
    (_SCENARIOS, Goal.SCENARIOS, _anything, 10.0),
    (_CHANGED, Goal.CHANGED, _anything, 12.0),
)


# -- budgets by what they are called -----------------------------------------------------------------------------------------------------

_FIRST = re.compile(
    r"\bthe (?:original|first|base(?:line)?)(?: one| plan| budget| scenario| case)?\b|原(?:方案|计划|预算|来的(?:方案|预算|计划)?)|最初的?(?:方案|预算|计划)?|第一个(?:方案|预算|版本)?"
)
_LAST = re.compile(
    r"\bthe (?:current|latest|last|new) (?:one|plan|budget|scenario|case)\b|(?:现在|当前|最新|新)的?(?:方案|预算|计划|版本)|最后一个(?:方案|预算|版本)?"
)
_SECOND = re.compile(r"\bthe second (?:one|plan|budget|scenario|case)\b|第二个(?:方案|预算|版本)?")


#: How the years that code names are said.
_YEARS = {
    "last_year": ("last year", "去年", "上年"),
    "this_year": ("this year", "今年", "本年"),
    "next_year": ("next year", "明年", "来年"),
}


def mentioned(view: View, text: str) -> tuple[str, ...]:
    """The scenarios that a text names, in its order: by their names, by the years they were told for, or by their places."""
    budgets = [s for s in view.state.scenarios.values() if s.budget]
    found: dict[int, str] = {}
    taken: list[tuple[int, int]] = []
    called = [
        (name, s.name) for s in budgets for name in {s.label.casefold(), s.when, *_YEARS.get(s.label, ())} if name
    ]
    for name, scenario in sorted(called, key=lambda item: -len(item[0])):
        edge = r"(?<![a-z0-9])" if name[:1].isascii() else ""
        for match in re.finditer(edge + re.escape(name) + (r"(?![a-z0-9])" if name[-1:].isascii() else ""), text):
            if not any(a < match.end() and match.start() < b for a, b in taken):
                taken.append(match.span())
                found[match.start()] = scenario
    for pattern, place in ((_FIRST, 0), (_SECOND, 1), (_LAST, -1)):
        said = pattern.search(text)
        if said is None or len(budgets) <= max(place, 0):
            continue
        if not any(a < said.end() and said.start() < b for a, b in taken):
            current = view.state.current
            found[said.start()] = current.name if place == -1 and current is not None else budgets[place].name
    return tuple(dict.fromkeys(found[at] for at in sorted(found)))


# -- what is left for a part of the year -------------------------------------------------------------------------------------------------

_LEFT_FOR = re.compile(
    r"\b(?:left|remain\w*|available|still (?:have|got))\b.{0,24}\b(?:for|in|to spend in)\b|\bcan (?:we|i) (?:still )?(?:spend|commit|use|book)\b.{0,16}\b(?:for|in|during)\b|(?:还剩|还有|剩下?|剩余|余下|可用|还能(?:花|用))(?:的)?.{0,6}(?:多少|几多|啥)?"
)


_CITES = re.compile(r"文章|原文|来源|來源|作者|\b(?:article|source|framework|author|paper)\b")


def _for_a_part(view: View) -> Iterator[Candidate]:
    """“What is left for Q4?", where nothing was spent in it yet: what the year's plan leaves for it."""
    days = view.of("day")
    keys = {view.stream.days[t.value].key for t in days}
    first = view.state.first_month
    if len(days) != 1 or not _LEFT_FOR.search(view.stream.plain) or not spends(view) or not view.known:
        return
    months = {m for key in keys for m in months_of(key, first)}
    dated = {m for s in spends(view) for m in months_of(s.when, first)}
    if (
        not months
        or len(months) > 6
        or months & dated
        or view.has("money", "pct", "frac", "half", "per", "spent", *_NOT)
    ):
        return
    places = {(m - first) % 12 for m in months}
    if any((m - first) % 12 > min(places) for m in dated):
        return  # money was spent behind it already
    layers = _layers(view.clauses)
    own = tuple(
        c for c in view.clauses if not _CITES.search(view.said(c))
    )  # what is asked of the source is another question
    yield _whole(
        view, "books.left_for", (Ask(goal=Goal.LEFT, about=layers, when=days[0].value),), own or view.clauses, 10.0
    )


# -- a figure that was shown ---------------------------------------------------------------------------------------------------------------

_HOW_COME = re.compile(
    r"\bhow (?:did|do|have) you (?:get|arrive|come|work|calculate|compute|reach)\b|\bwhere (?:does|did|do) .{0,20}\bcome from\b|\bhow (?:is|was) .{0,24}\b(?:worked out|calculated|computed|made up)\b|怎么(?:算|得|来)(?:出来)?的|如何(?:算|得)(?:出来?)?的?|(?:哪里|哪儿)来的"
)


def _why_shown(view: View) -> Iterator[Candidate]:
    """“How did you get the 1,000,000?": a figure that a reply showed is asked about; it is no new budget."""
    figures = [t for t in view.stream.spots if t.is_figure]
    if len(figures) != 1 or not _HOW_COME.search(view.stream.plain) or view.ledger is None:
        return
    fig = figures[0].value
    shown = [view.ledger[fact] for fact in view.state.recent() if fact in view.ledger]
    if any(fact.value == view.figure(fig).low for fact in shown if fact.id.startswith("F")):
        yield _whole(view, "books.why", (Ask(goal=Goal.WHY, about=(fig,)),), view.clauses, 14.0, figs=frozenset({fig}))
