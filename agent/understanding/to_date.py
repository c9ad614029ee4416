"""What all of the year so far has cost: "total year to date?", 年初至今合计, by layer or in all, whatever was talked of before."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.dialogue.moves import Ask, Goal
from agent.dialogue.names import LAYERS
from agent.understanding.candidates import Candidate
from agent.understanding.outlays import spends
from agent.understanding.tokens import KPIS
from agent.understanding.view import View

_TO_DATE = re.compile(
    r"\byear[- ]to[- ]date\b|\bytd\b|\bsince (?:january|jan|the start of the year|new year)\b|\b(?:this|the) year so far\b|\bso far this year\b|年初至今|年初到现在|今年累计|今年累計|本年累计|本年累計|今年以来|今年以來|今年到(?:现在|目前)|今年至今"
)
_COST = re.compile(r"\bspen[dt]\w*|\btotal\b|\bactuals?\b|\bbooked\b|\bpaid\b|\bsum\b|\bfigure\b|\bnumber\b|花|用了|支出|合计|合計|总|總|共|多少|付")  # fmt: skip
_EACH = re.compile(r"\b(?:by|per|each|every) layer\b|\beach\b|\bbreakdown\b|各层|各層|每层|每一层|三层各|分层|按层|各(?:自|花|用)")  # fmt: skip
_NOT = (
    "layer", "left", "over", "unspent", "whatif", "budget", "marketing", "pct", "day", "max", "min", "pace", "diff", "ratio", "share", "phase", "compare", "project", *KPIS,
)  # fmt: skip
_OTHER = re.compile(
    r"\b(?:plan|planned|vs|versus|against|left|remaining|variance|forecast|average|per month|monthly|should|pace|percent|share|bridge|last year|prior)\b|%|剩|超|计划|計劃|预算|預算|差|平均|每月|比例|占|去年|该|應|应"
)


def candidates(view: View) -> Iterator[Candidate]:
    """All that was spent in the year, and what all of it leaves, where no layer and no month is named."""
    if spends(view) and not view.place_of:
        yield from _cost(view)
        yield from _left_overall(view)


def _cost(view: View) -> Iterator[Candidate]:
    """“Total year to date?", "ytd by layer"."""
    text = view.stream.plain
    if not _TO_DATE.search(text) or _OTHER.search(text) or view.has(*_NOT):
        return
    rest = _TO_DATE.sub("", text).strip(" ?.!？。，,")
    if rest and not (_COST.search(text) or _EACH.search(text)):
        return
    paid = {s.subject for s in spends(view)}
    each = tuple(x for x in view.layers if x in paid) if _EACH.search(text) else ()
    takes = frozenset(range(len(view.stream.spots)))
    yield Candidate("to_date", (Ask(goal=Goal.SPENT, about=each),), 14.0, takes=takes, keys=view.ask_keys)


_OVERALL = re.compile(
    r"^(?:那|然后|然後)?(?:整体|整體|总体|總體|总的|總的|全部|总共|總共|合计|合計)(?:上)?(?:还|還)?(?:剩|有)(?:下)?(?:多少|几多|幾多)?(?:钱|錢)?(?:可用)?[？?。]*$"
    r"|^(?:and |so )?(?:what(?:'s| is|s)? |how much (?:is |do we have )?)?(?:left|remaining) (?:overall|in all|in total|altogether|all in)[?. ]*$|^(?:and )?overall,? (?:what(?:'s| is)|how much is|how much do we have) left[?. ]*$"
)


def _left_overall(view: View) -> Iterator[Candidate]:
    """“Left overall?", 整体还剩？: what all of the AI money leaves, not layer by layer."""
    if _OVERALL.search(view.stream.plain.strip()) and view.known:
        takes = frozenset(range(len(view.stream.spots)))
        ask = Ask(goal=Goal.LEFT, about=(LAYERS,))
        yield Candidate("to_date.left", (ask,), 14.0, takes=takes, keys=view.ask_keys)
