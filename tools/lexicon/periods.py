"""Periods: how often each comes in a year, which parts a year has, and how both are called.

Periods that come round (``month``) and parts of a year (``Q1``, ``2026-03``) are different things: "50,000 a quarter" has the period ``quarter``, "50,000 in
the first quarter" has ``Q1``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from tools.identity import Label

#: How often a period comes in a year, for what is turned into a year's amount.
A_YEAR: dict[str, int] = {
    "year": 1,
    "half-year": 2,
    "quarter": 4,
    "month": 12,
    "fortnight": 26,
    "week": 52,
    "twice-a-week": 104,
}

#: The periods that a year's amount is told in: each divides the year.
PERIODS: dict[str, int] = {period: A_YEAR[period] for period in ("month", "quarter", "half-year", "year")}

#: Periods of which nobody can say how many a year has without being told: calendar days or working days.
UNCOUNTED = frozenset({"day", "hour", "minute"})

EACH: dict[str, Label] = {
    "year": Label("全年", "per year"),
    "half-year": Label("每半年", "per half-year"),
    "quarter": Label("每季度", "per quarter"),
    "month": Label("每月", "per month"),
    "fortnight": Label("每两周", "per fortnight"),
    "week": Label("每周", "per week"),
    "twice-a-week": Label("每周两次", "twice a week"),
    "day": Label("每天", "per day"),
    "hour": Label("每小时", "per hour"),
    "part": Label("每份", "per part"),
    "to-date": Label("截至目前", "to date"),
}

_HALVES = {"H1": Label("上半年", "first half"), "H2": Label("下半年", "second half")}
_QUARTERS = {
    "Q1": Label("第一季度", "first quarter"),
    "Q2": Label("第二季度", "second quarter"),
    "Q3": Label("第三季度", "third quarter"),
    "Q4": Label("第四季度", "fourth quarter"),
}
_MONTHS = {
    "01": Label("一月", "January"),
    "02": Label("二月", "February"),
    "03": Label("三月", "March"),
    "04": Label("四月", "April"),
    "05": Label("五月", "May"),
    "06": Label("六月", "June"),
    "07": Label("七月", "July"),
    "08": Label("八月", "August"),
    "09": Label("九月", "September"),
    "10": Label("十月", "October"),
    "11": Label("十一月", "November"),
    "12": Label("十二月", "December"),
}

#: The parts of a year by the months that each takes in.
PARTS: dict[str, frozenset[int]] = {
    "year": frozenset(range(1, 13)),
    **{f"H{n + 1}": frozenset(range(6 * n + 1, 6 * n + 7)) for n in range(2)},
    **{f"Q{n + 1}": frozenset(range(3 * n + 1, 3 * n + 4)) for n in range(4)},
    **{f"M{n:02}": frozenset({n}) for n in range(1, 13)},
}

#: A day of a month of no year: ``M03-15``.
_OF_MONTH = re.compile(r"M(0[1-9]|1[0-2])-(\d{2})")
_DATED = re.compile(r"(\d{4})(?:-(?:(\d{2})(?:-(\d{2}))?|([QH]\d)))?")


def period_name(period: str) -> Label:
    """What a period or a part of a year is called; one that is not known keeps its own name."""
    if period in EACH:
        return EACH[period]
    if named := _HALVES.get(period) or _QUARTERS.get(period):
        return named
    if period[:1] == "M" and period[1:] in _MONTHS:
        return _MONTHS[period[1:]]
    if of_month := _OF_MONTH.fullmatch(period):
        return Label(f"{int(of_month[1])}月{int(of_month[2])}日", f"{int(of_month[2])} {_MONTHS[of_month[1]].en}")
    if dated := _DATED.fullmatch(period):
        return _dated(*dated.groups())
    return Label(period, period)


def _dated(year: str, month: str | None, day: str | None, part: str | None) -> Label:
    if day and month:
        return Label(f"{year}年{int(month)}月{int(day)}日", f"{year}-{month}-{day}")
    if month in _MONTHS:
        return Label(f"{year}年{int(month)}月", f"{_MONTHS[month].en} {year}")
    if part and (named := period_name(part)).en != part:
        return Label(f"{year}年{named.zh}", f"{named.en} of {year}")
    return Label(f"{year}年", year)


def spanning(periods: Iterable[str]) -> str:
    """The period that ``periods`` make up together: ``H1`` for two quarters, ``year`` for four; nothing where they make up none."""
    told = list(periods)
    if len(set(told)) == 1:
        return told[0]
    months = [PARTS.get(period, frozenset[int]()) for period in told]
    together = frozenset[int]().union(*months)
    if not all(months) or sum(map(len, months)) != len(together):
        return ""
    return next((part for part, taken in PARTS.items() if taken == together), "")


#: The words of the periods of a rate.
PERIOD_WORDS: Final = {
    "月": "month", "个月": "month", "月份": "month", "month": "month", "mo": "month", "mth": "month", "mon": "month",
    "季": "quarter", "季度": "quarter", "个季度": "quarter", "quarter": "quarter", "qtr": "quarter", "q": "quarter",
    "年": "year", "year": "year", "yr": "year", "annum": "year", "y": "year", "a": "year", "半年": "half-year",
    "周": "week", "星期": "week", "个星期": "week", "礼拜": "week", "week": "week", "wk": "week", "w": "week",
    "天": "day", "日": "day", "day": "day", "d": "day", "小时": "hour", "个小时": "hour", "hour": "hour", "hr": "hour",
    "h": "hour",
    "fortnight": "fortnight", "two weeks": "fortnight", "2 weeks": "fortnight", "other week": "fortnight",
    "second week": "fortnight", "两周": "fortnight", "2周": "fortnight", "两个星期": "fortnight", "两星期": "fortnight",
    "双周": "fortnight",
}  # fmt: skip
PERIOD_ADVERBS: Final = {
    "monthly": "month", "quarterly": "quarter", "yearly": "year", "annually": "year", "weekly": "week", "daily": "day",
    "hourly": "hour", "fortnightly": "fortnight",
    "biweekly": "biweekly", "bi-weekly": "biweekly",  # some mean every other week, some mean twice a week
}  # fmt: skip
