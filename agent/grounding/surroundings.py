"""What stands right beside a figure and would change it: signs, letters, units, periods.

“[[F1]]k” would show a thousand times the fact, “每月[[F1]]” twelve times. Comparator words are the business of
``comparing``.
"""

from __future__ import annotations

import re

from agent.grounding.numerals import FACT_MARK
from agent.grounding.phrases import CHARACTERS_ZH, MONEY_WORDS
from tools.facts import Fact
from tools.quantities import UnitKind

_BEFORE = re.compile(r"[A-Za-z0-9.'/^−±#@&+\-_负第每零]")
#: “24/7,[[F1]]” would read as one number.
_GROUPED = re.compile(r"[0-9],")
_AFTER = re.compile(
    rf"[A-Za-z0-9/^@#&%{FACT_MARK}{CHARACTERS_ZH}]|[.,:'](?=[0-9A-Za-z{FACT_MARK}])|[ ]?percentage\s+points?\b|[ ]?(?:k|m|w|b|bn|mn|mm|t|pp|pts?|points?)\b"
    r"|点(?![击评赞])|几|许(?![可多])|成(?![本为了效果功就立员熟长品交])|折(?![合算扣])",
    re.ASCII | re.IGNORECASE,
)
#: No word that would change the figure behind it is longer.
_REACH = 30
#: Words that turn, repeat or share out the figure beside them; “[[F1]] minus [[F2]]” is a calculation.
_TURNED = re.compile(
    r"(?:[a-z]\s+(?:minus|times)|\bnegative)\s+$|多个$|每[项家层位名款次份个]$|每个(?!月|季|小时)[\u4e00-\u9fff]{1,6}$",
    re.IGNORECASE,
)
_SHARED = re.compile(
    r"[ ](?:each|apiece)\b(?![ ](?:month|quarter|week|day|hour|year))"
    r"|[ ]per[ ](?!(?:cent|month|quarter|week|day|hour|minute|year|annum|head|person|capita|employee)\b)[a-z]",
    re.ASCII | re.IGNORECASE,
)
_CURRENCY = (
    rf"(?:{'|'.join(w for w in MONEY_WORDS if len(w) > 2 or not w.isascii())}|元(?![素旦])"
    r"|yuan|dollars?|euros?|pounds?|yen|francs?|rupees?)"
)
_CURRENCY_BEFORE = re.compile(rf"(?<![A-Za-z])({_CURRENCY})[ ]?$", re.IGNORECASE)
_CURRENCY_AFTER = re.compile(rf"[ ]?({_CURRENCY})(?![A-Za-z])", re.IGNORECASE)
#: The words for a currency that may stand beside an amount in it: 300万元人民币.
_OWN = {"CNY": frozenset(("人民币", "rmb", "cny", "yuan")), "USD": frozenset(("usd", "美元", "dollar", "dollars"))}
_AFTER_NUMBER = re.compile(
    r"[ ]?(?:[成分级折代期层名位阶]|年(?![度底初])|月|日|号|people|persons?|days?|months?|years?|%)",
    re.ASCII | re.IGNORECASE,
)
_PERIODS = {
    "month": r"每个?月|月均|按月|/月|\b(?:per|a|each|every) month\b|\bmonthly\b",
    "quarter": r"每个?季度?|季均|按季|/季|\b(?:per|each|every) quarter\b|\bquarterly\b",
    "week": r"每周|每星期|周均|/周|\b(?:per|a|each|every) week\b|\bweekly\b",
    "fortnight": r"每两个?[周星]|双周|/两周|\b(?:per|a|each|every) (?:fortnight|other week|two weeks)\b|\bfortnightly\b",
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
    if _GROUPED.fullmatch(text[start - 2 : start]):
        return True
    if (
        _TURNED.search(text, max(0, start - _REACH), start)
        or _SHARED.match(text, end)
        or _other_currency(text, start, end, fact)
    ):
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


def _other_currency(text: str, start: int, end: int, fact: Fact) -> bool:
    """Whether a currency is named beside the figure that is not its own."""
    own = _OWN.get(fact.unit.code, frozenset()) if fact.unit.kind is UnitKind.MONEY else frozenset()
    named = (_CURRENCY_BEFORE.search(text, max(0, start - _REACH), start), _CURRENCY_AFTER.match(text, end))
    return any(match and match[1].lower() not in own for match in named)
