"""Actuals in a row: “YTD: tactical 105k, capability 42k, strategic 10.5k. Which are over?”, 系统里导出来的：战术287.6万，能力163.2万.

Where a budget is known, layers that each stand beside an amount of their own are what was spent of them, and what is asked behind is asked of that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.dialogue.moves import As, Ask, Goal, Move, Tell
from agent.dialogue.names import LAYERS
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
