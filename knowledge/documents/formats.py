"""A cell's value as its number format shows it: currencies, literal units, scales, brackets, dates."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from knowledge.documents.model import one_line
from tools.quantities import plain

_LITERALS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')


def shown(value: Any, code: str = "General") -> str:
    """``value`` under the number format ``code``: ``350`` under ``0"万元"`` is ``350万元``, a date is ISO 8601."""
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).upper()
    if isinstance(value, datetime | date):
        return _day(value, code)
    if not isinstance(value, int | float | Decimal | time | timedelta):
        return str(value).strip()
    if code in ("General", "", "@") and not isinstance(value, time | timedelta):
        return _general(value)
    from xlfmt import format_value

    # A sign of Chinese formats that stands before a literal, as the backslash does elsewhere.
    code = re.sub(r"!(.)", r"\\\1", code)
    try:
        text = one_line(str(format_value(value, code)))
    except (ValueError, TypeError, ArithmeticError, IndexError, KeyError):
        return str(value) if isinstance(value, time | timedelta) else _general(value)
    return re.sub(r"(?<=[$€£¥￥₩₹]) (?=[\d-])", "", text).replace("( ", "(").replace(" )", ")")


def _general(value: Any) -> str:
    # What a spreadsheet shows has fifteen digits; the float behind it is not what was typed.
    try:
        return plain(Decimal(format(value, ".15g")))
    except ArithmeticError:
        return str(value)


def _day(value: datetime | date, code: str) -> str:
    """A date in the parts that its format shows: the day, else the month, else the year."""
    marks = _LITERALS.sub("", code).casefold()
    if isinstance(value, datetime) and (value.hour or value.minute) and "h" in marks:
        return value.strftime("%Y-%m-%d %H:%M")
    if "d" in marks or not ("m" in marks or "y" in marks):
        return value.strftime("%Y-%m-%d")
    return value.strftime("%Y-%m") if "m" in marks else value.strftime("%Y")
