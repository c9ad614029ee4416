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
from agent.understanding.rows import pairs
from agent.understanding.tokens import KPIS, Token
from agent.understanding.view import View

_TOLD = re.compile(
    r"\b(?:ytd|year[- ]to[- ]date|to date|so far|actuals?|ledger|booked|gone|used|spent|paid|export(?:ed|s)?|came in|came out|invoiced|burn(?:ed|t)?|committed)\b"
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
    current = view.state.current
    if not view.known or current is None or view.has(*_ELSE):
        return
    plain, layers = view.stream.plain, tuple(dict.fromkeys(t.value for t in view.of("layer")))
    told = [c for c in view.clauses if c.of("money")]
    row = [t for c in told for t in c.tokens if t.kind in ("day", "money")]
    found = pairs(row, "day")
    if found is None or len(layers) > 1 or len(row) < sum(t.is_figure for t in view.stream.spots) * 2:
        return
    if any(c.of("budget", "marketing", "aibudget") for c in told) or not all(
        _one_period(view, day) for day, _ in found
    ):
        return
    before = [s for s in current.spends if s.when]
    goes_on = bool(before) and _ON_A_LINE.search(plain) is not None
    if not (view.has("spent", "spends") or _TOLD.search(plain) or len(found) > 1 or goes_on):
        return
    of = layers[0] if layers else before[-1].subject if before and not _ALL.search(plain) else AI
    moves: list[Move] = [Tell(fig=m.value, as_=As.SPENT, of=of, when=day.value) for day, m in found]
    asking = any(c.asked or c.of("left", "over", "howmuch") for c in view.clauses)
    if asking and len(found) == 1 and not goes_on:
        return  # what is asked of one amount is asked of its period
    about = () if of == AI else (of,)
    keys = view.ask_keys
    if _FORECAST.search(plain):
        moves.append(Ask(goal=Goal.FORECAST, about=about))
    elif asking and (asked := _question(plain)) is not None and len(view.of("day")) == len(found):
        moves.append(replace(asked, about=asked.about or about))
    elif asking:
        keys = frozenset()
    figures = frozenset(m.value for _, m in found)
    yield Candidate(
        "actuals.dated", tuple(moves), 4.4 * len(found) + 2.0, figures, keys=keys, place=float(found[0][1].start)
    )


_ALL = re.compile(
    r"\ball (?:the )?layers\b|\beverything\b|\ball (?:of )?(?:the )?ai\b|\bwhole (?:of )?ai\b|\bacross (?:the )?layers\b|全部|所有|整体|整體|各层合计|三层合计"
)


def _one_period(view: View, day: Token) -> bool:
    return 0 < len(months_of(view.stream.days[day.value].key, view.state.first_month)) < 12


def _by_layer(view: View) -> Iterator[Candidate]:
    """A row of layers with what was spent of each, and the question behind it."""
    if not view.known or view.has(*_ELSE):
        return
    found = pairs([t for t in view.stream.spots if t.kind in ("layer", "money") or _nothing(view, t)], "layer")
    plain = view.stream.plain
    asked = _question(plain)
    if found is None or len(found) < 2 or not (_TOLD.search(plain) or asked is not None):
        return
    layers = [layer.value for layer, _ in found]
    if len(set(layers)) != len(layers):
        return
    days = view.of("day")
    when = days[0].value if len(days) == 1 and not _UP_TO.search(plain) else ""
    moves: list[Move] = [Tell(fig=money.value, as_=As.SPENT, of=layer.value, when=when) for layer, money in found]
    if asked is not None:
        moves.append(asked if asked.goal is not Goal.LEFT or LAYERS in asked.about else _left(layers))
    figures = frozenset(money.value for _, money in found)
    keys = view.ask_keys if asked is not None or _elsewhere(view) is False else frozenset()
    yield Candidate(
        "actuals.row", tuple(moves), 4.4 * len(found) + 6.0, figures, keys=keys, place=float(found[0][1].start)
    )


def _nothing(view: View, token: Token) -> bool:
    return token.kind == "num" and view.figure(token.value).low == 0


_UP_TO = re.compile(r"到\S{1,5}月底|截至|截止|为止|為止|to the end of|through|up to|until|\bend of\b")


def _left(layers: list[str]) -> Ask:
    return Ask(goal=Goal.LEFT, about=tuple(layers))


def _question(plain: str) -> Ask | None:
    """What is asked of the spending."""
    if _BRIDGE.search(plain):
        return Ask(goal=Goal.BRIDGE)
    if _USED.search(plain) or _AGAINST.search(plain):
        return Ask(goal=Goal.ACTUAL)
    if _OVER.search(plain):
        return Ask(goal=Goal.LEFT, about=(LAYERS,) if _TOGETHER.search(plain) else ())
    return None


def _elsewhere(view: View) -> bool:
    """Whether the message asks anything at all."""
    return any(clause.asked for clause in view.clauses)
