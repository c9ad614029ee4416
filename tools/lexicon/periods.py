"""The words of the periods of a rate."""

from __future__ import annotations

from typing import Final

PERIOD_WORDS: Final = {
    "月": "month", "个月": "month", "月份": "month", "month": "month", "mo": "month", "mth": "month", "mon": "month",
    "季": "quarter", "季度": "quarter", "个季度": "quarter", "quarter": "quarter", "qtr": "quarter", "q": "quarter",
    "年": "year", "year": "year", "yr": "year", "annum": "year", "y": "year", "a": "year", "半年": "half-year",
    "周": "week", "星期": "week", "个星期": "week", "礼拜": "week", "week": "week", "wk": "week", "w": "week",
    "天": "day", "日": "day", "day": "day", "d": "day", "小时": "hour", "个小时": "hour", "hour": "hour", "hr": "hour",
    "h": "hour",
}  # fmt: skip
PERIOD_ADVERBS: Final = {
    "monthly": "month", "quarterly": "quarter", "yearly": "year", "annually": "year", "weekly": "week", "daily": "day",
    "hourly": "hour",
}  # fmt: skip
