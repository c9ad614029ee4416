"""Actuals in a row: “YTD: tactical 105k, capability 42k, strategic 10.5k. Which are over?”, 系统里导出来的：战术287.6万，能力163.2万.

Where a budget is known, layers that each stand beside an amount of their own are what was spent of them, and what is asked behind is asked of that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from agent.dialogue.moves import As, Ask, Goal, Move, Tell
from agent.dialogue.names import AI, LAYERS
from agent.dialogue.periods import months_of
from agent.understanding.candidates import Candidate
from agent.understanding.plans import keys_of
from agent.understanding.rows import pairs
from agent.understanding.tokens import KPIS, Token
from agent.understanding.view import View

_TOLD = re.compile(
    r"\b(?:ytd|year[- ]to[- ]date|to date|so far|actuals?|ledger|booked|gone|used|spent|paid|export(?:ed|s)?|came in|came out|(?:has|have) (?:had|taken)|invoiced|burn(?:ed|t)?|committed)\b"
    r"|实际|实支|实付|實際|導出|导出|账上|帳上|入账|已用|用掉|用了|花|支出|累计|累計|系统里|到\S{1,5}月底|截至|截止|为止"
)
_OVER = re.compile(
    r"\bover\b|\bunder\b|\bleft\b|\bremain\w*|\bbalance\b|\bheadroom\b|超|剩|余|還有多少|还有多少|够不够|夠不夠|結餘|结余"
)
_USED = re.compile(
    r"(?:%|percent(?:age)?|share|how much of).{0,24}\b(?:used?|spent|consumed|gone)\b|\b(?:used|spent)\b.{0,12}(?:%|percent)|百分之几|几成|幾成|使用率|执行率|用掉.{0,4}比例|花掉.{0,4}比例"
)
_BRIDGE = re.compile(r"\bbridge\b|\bwaterfall\b|桥|瀑布|从计划到实际|差异分解")
_AGAINST = re.compile(
    r"(?:against|vs\.?|versus) (?:the )?(?:plan|budget)|和(?:计划|预算)比|跟(?:计划|预算)比|与(?:计划|预算)|预算执行"
)
_TOGETHER = re.compile(
    r"\bin (?:all|total)\b|\btogether\b|\boverall\b|\btotal\b|\bcombined\b|加起来|合计|合計|一共|总共|總共|整体|整體|合在一起|合在一块"
)
#: Splits and limits that somebody sets, and figures of something else.
_ELSE = (
    "own",
    "setto",
    "max",
    "min",
    "whatif",
    "keep",
    "turnover",
    "other",
    "staff_cost",
    "inverse",
    "wrong",
    "claim",
    *KPIS,
)


def candidates(view: View) -> Iterator[Candidate]:
    """Rows of layers, and of months or quarters, with what was spent."""
    yield from _by_layer(view)
    yield from _by_period(view)


_ON_A_LINE = re.compile(
    r"\b(?:was|were|came (?:in|to)|closed|closes|landed|is in|are in)\b|straight[- ]?line|又|也是|关账|關帳|出来了|出來了"
)
_FORECAST = re.compile(
    r"straight[- ]?line|\blanding\b|\bland\b|\brun[- ]?rate\b|at (?:this|that) (?:pace|rate)|year[- ]end|按(?:这|這)个?(?:速度|节奏)|照(?:这|這)个?速度"
)


def _by_period(view: View) -> Iterator[Candidate]:
    """“Jan 61k, Feb 70k: where do we land?”, “Q1 spend came in at 95k”, then “Q2 was £128,400”: periods that each have an amount are spending."""
    found = _periods(view)
    if found is None:
        return
    plain, goes_on = view.stream.plain, _goes_on(view)
    asking = any(c.asked or c.of("left", "over", "howmuch") for c in view.clauses)
    if asking and len(found) == 1 and not goes_on:
        return  # what is asked of one amount is asked of its period
    of = _subject(view)
    moves: list[Move] = [Tell(fig=m.value, as_=As.SPENT, of=of, when=day.value) for day, m in found]
    question = _question_of_periods(view, found, asking=asking)
    if question is not None:
        moves.append(replace(question, about=question.about or (() if of == AI else (of,))))
    keys = frozenset() if asking and question is None and not _FORECAST.search(plain) else view.ask_keys
    figures = frozenset(m.value for _, m in found)
    yield Candidate(
        "actuals.dated", tuple(moves), 4.4 * len(found) + 2.0, figures, keys=keys, place=float(found[0][1].start)
    )


def _periods(view: View) -> list[tuple[Token, Token]] | None:
    """Each period of the message with its amount, where they are money spent of no layer by name."""
    if not view.known or view.has(*_ELSE, "layer") or (view.has("spent") and _dated(view)):
        return None
    told = [c for c in view.clauses if c.of("money")]
    found = pairs([t for c in told for t in c.tokens if t.kind in ("day", "money")], "day")
    if found is None or len(found) < sum(t.is_figure for t in view.stream.spots):
        return None
    if any(c.of("budget", "marketing", "aibudget") for c in told) or not all(
        _one_period(view, day) for day, _ in found
    ):
        return None
    plainly = view.has("spent", "spends") or _TOLD.search(view.stream.plain) is not None
    return found if plainly or len(found) > 1 or _goes_on(view) else None


def _goes_on(view: View) -> bool:
    """Whether spending of a period was told before, and this goes on from it."""
    return _dated(view) and _ON_A_LINE.search(view.stream.plain) is not None


def _dated(view: View) -> bool:
    current = view.state.current
    return current is not None and any(s.when for s in current.spends)


def _subject(view: View) -> str:
    """What the money was spent of: what the last entry was of, else all of AI."""
    current = view.state.current
    before = [s.subject for s in current.spends if s.when] if current is not None else []
    return before[-1] if before and not _ALL.search(view.stream.plain) else AI


def _question_of_periods(view: View, found: list[tuple[Token, Token]], *, asking: bool) -> Ask | None:
    if _FORECAST.search(view.stream.plain):
        return Ask(goal=Goal.FORECAST)
    return _question(view.stream.plain) if asking and len(view.of("day")) == len(found) else None


_ALL = re.compile(
    r"\ball (?:the )?layers\b|\beverything\b|\ball (?:of )?(?:the )?ai\b|\bwhole (?:of )?ai\b|\bacross (?:the )?layers\b|全部|所有|整体|整體|各层合计|三层合计"
)


def _one_period(view: View, day: Token) -> bool:
    return 0 < len(months_of(view.stream.days[day.value].key, view.state.first_month)) < 12


def _by_layer(view: View) -> Iterator[Candidate]:
    """A row of layers with what was spent of each, and the question behind it."""
    found = _layers(view)
    if found is None:
        return
    question = _question(view.stream.plain)
    told = tuple(Tell(fig=m.value, as_=As.SPENT, of=layer.value, when=_when(view, m)) for layer, m in found)
    row = Candidate(
        "actuals.row", told, 3.5 * len(found), frozenset(m.value for _, m in found), place=float(found[0][1].start)
    )
    if view.has("spent") and not view.of("day") and _plainly_left(question):
        yield row  # said in so many words: the questions behind it are read as ever
        return
    if (ahead := tuple(c for c in view.clauses if c.start <= view.place_of[found[-1][1].value])) != view.clauses:
        # What is asked behind the row may be asked in its own words.
        yield replace(row, score=4.4 * len(found), keys=keys_of(view, ahead))
    asking = any(clause.asked for clause in view.clauses)
    keys = view.ask_keys if question is not None or not asking else frozenset()
    moves = (*told, _of_all(question, found)) if question is not None else told
    yield replace(row, moves=moves, score=4.4 * len(found) + 6.0, keys=keys)


def _plainly_left(question: Ask | None) -> bool:
    return question is None or (question.goal is Goal.LEFT and not question.about)


def _of_all(question: Ask, found: list[tuple[Token, Token]]) -> Ask:
    """The question of the layers that the row names, where it is not of all of them together."""
    whole = question.goal is not Goal.LEFT or LAYERS in question.about
    return question if whole else replace(question, about=tuple(layer.value for layer, _ in found))


def _layers(view: View) -> list[tuple[Token, Token]] | None:
    """Each layer of the message with its amount, where they are money spent."""
    if not view.known or view.has(*_other_than(view)):
        return None
    found = pairs([t for t in view.stream.spots if t.kind in ("layer", "money") or _nothing(view, t)], "layer")
    if found is None or len(found) < 2 or len({layer.value for layer, _ in found}) != len(found):
        return None
    question = _question(view.stream.plain)
    return found if question is not None or _TOLD.search(view.stream.plain) else None


def _other_than(view: View) -> tuple[str, ...]:
    """What a row of spending does not hold; "sorry" sets nothing right where nothing was spent."""
    return _ELSE if view.state.current and view.state.current.spends else tuple(k for k in _ELSE if k != "wrong")


def _when(view: View, amount: Token) -> str:
    """The one period that all amounts are of, else the one that stands with an amount."""
    days = view.of("day")
    if not days or _UP_TO.search(view.stream.plain):
        return ""
    if len({view.stream.days[t.value].key for t in days}) == 1:
        return days[0].value
    own = view.nearest(view.place_of[amount.value], ("day",))
    return own.value if own is not None and len(days) > 1 else ""


def _nothing(view: View, token: Token) -> bool:
    return token.kind == "num" and view.figure(token.value).low == 0


_UP_TO = re.compile(r"到\S{1,5}月底|截至|截止|为止|為止|to the end of|through|up to|until|\bend of\b")


def _question(plain: str) -> Ask | None:
    """What is asked of the spending."""
    if _BRIDGE.search(plain):
        return Ask(goal=Goal.BRIDGE)
    if _USED.search(plain) or _AGAINST.search(plain):
        return Ask(goal=Goal.ACTUAL)
    if _OVER.search(plain):
        return Ask(goal=Goal.LEFT, about=(LAYERS,) if _TOGETHER.search(plain) else ())
    return None
