"""What all of the year so far has cost: "total year to date?", 年初至今合计, by layer or in all, whatever was talked of before."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.dialogue.moves import Ask, Goal
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
    """All that was spent in the year, where no layer and no month is named."""
    if not spends(view) or view.place_of:
        return
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
