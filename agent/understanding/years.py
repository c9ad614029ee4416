"""The year that a company plans by: "our fiscal year starts in April", 财年是7月到次年6月."""

from __future__ import annotations

import re
from collections.abc import Iterable

from agent.dialogue.periods import months_of
from agent.understanding.clauses import Clause
from agent.understanding.tokens import KPIS, Token
from agent.understanding.view import View

_FISCAL = re.compile(
    r"\b(?:fiscal|financial|budget|business) year\b[^.?!]{0,24}\b(?:starts?|begins?|runs?|starting|beginning|from)\b|\bfy\b[^.?!]{0,12}\b(?:starts?|begins?|runs?)\b"
    r"|(?:财年|财政年度|会计年度|预算年度|财务年度)[^。？！]{0,6}(?:从|自|以|起|开始|是)"
)


#: A year by its ends: "Feb to Jan", 7月到次年6月.
_RUNS = re.compile(
    r"\s*(?:月|份)*\s*(?:to|till|until|through|thru|-|–|—|~|到|至)\s*(?:the following |next |次年的?|翌年的?|第二年的?|来年的?|明年的?|隔年的?)?\s*"
)


def year_begins(view: View) -> tuple[int, Token] | None:
    """The clause that tells when the fiscal year begins, by its number, and the day that it begins on."""
    for number, clause in enumerate(view.clauses):
        days = [t for t in clause.of("day") if len(months_of(view.stream.days[t.value].key)) == 1]
        if not days or clause.of("howmuch", *KPIS):
            continue
        if _FISCAL.search(_plain(view, clause)) or _whole_year(view, days):
            return number, days[0]
    return None


def _whole_year(view: View, days: Iterable[Token]) -> bool:
    """Whether two months are the ends of twelve."""
    days = list(days)
    if len(days) != 2 or not _RUNS.fullmatch(view.stream.plain[days[0].end : days[1].start]):
        return False
    first, last = (min(months_of(view.stream.days[t.value].key)) for t in days)
    return last == (first - 2) % 12 + 1


def _plain(view: View, clause: Clause) -> str:
    return view.stream.plain[clause.tokens[0].start : clause.tokens[-1].end]
