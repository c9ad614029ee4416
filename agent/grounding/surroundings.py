"""What stands right beside a figure and would change it: signs, letters, units, periods.

“[[F1]]k” would show a thousand times the fact, “每月[[F1]]” twelve times. Comparator words are the business of
``comparing``.
"""

from __future__ import annotations

import re

from agent.grounding.numerals import FACT_MARK
from agent.grounding.phrases import CHARACTERS_ZH
from tools.facts import Fact
from tools.quantities import UnitKind

_BEFORE = re.compile(r"[A-Za-z0-9.'/^−±#@&+\-_负第每零]")
#: “24/7,[[F1]]” would read as one number.
_GROUPED = re.compile(r"[0-9],$")
_AFTER = re.compile(
    rf"[A-Za-z0-9/^@#&%{FACT_MARK}{CHARACTERS_ZH}]|[.,:'](?=[0-9A-Za-z{FACT_MARK}])|[ ]?percentage\s+points?\b|[ ]?(?:k|m|w|b|bn|mn|mm|t|pp|pts?|points?)\b"
    r"|点(?![击评赞])|几|许(?![可多])|成(?![本为了效果功就立员熟长品交])|折(?![合算扣])",
    re.ASCII | re.IGNORECASE,
)
_AFTER_NUMBER = re.compile(
    r"[ ]?(?:[成分级折代期层名位阶]|年(?![度底初])|月|日|号|people|persons?|days?|months?|years?|%)",
    re.ASCII | re.IGNORECASE,
)
_PERIODS = {
    "month": r"每个?月|月均|按月|/月|\b(?:per|a|each|every) month\b|\bmonthly\b",
    "quarter": r"每个?季度?|季均|按季|/季|\b(?:per|each|every) quarter\b|\bquarterly\b",
    "week": r"每周|每星期|周均|/周|\b(?:per|a|each|every) week\b|\bweekly\b",
    "day": r"每天|每日|日均|/[天日]|\b(?:per|a|each|every) day\b|\bdaily\b",
    "hour": r"每个?小时|/小时|\b(?:per|an|each|every) hour\b|\bhourly\b",
    "head": r"每人|人均|\bper (?:head|person|capita|employee)\b",
}
_PERIOD = {period: re.compile(words, re.ASCII | re.IGNORECASE) for period, words in _PERIODS.items()}
_COUNTED = (UnitKind.MONEY, UnitKind.COUNT, UnitKind.DURATION, UnitKind.NUMBER)


def changes(text: str, start: int, end: int, fact: Fact, *, joined: bool) -> bool:
    """Whether what stands beside the figure at ``start`` to ``end`` changes it; ``joined`` to another by a range sign."""
    if not joined and _BEFORE.match(text[start - 1 : start]):
        return True
    if _GROUPED.search(text, 0, start):
        return True
    if fact.unit.kind is UnitKind.NUMBER and _AFTER_NUMBER.match(text, end):
        return True
    return _AFTER.match(text, end) is not None


def other_period(text: str, start: int, end: int, fact: Fact) -> bool:
    """Whether ``text`` from ``start`` to ``end``, around a figure, gives it per another period than ``fact`` has."""
    if fact.unit.kind not in _COUNTED:
        return False
    near = text[start:end]
    return any(words.search(near) and fact.unit.per != period for period, words in _PERIOD.items())
