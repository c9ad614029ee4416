"""How a figure, a period and a day are said in each language: the one spelling of a fact in statements.

Comparators and periods are words in clauses and signs (or nothing) in tables and short forms. Money is exact: 万 and 亿 stand only where the amount
is exact in them with at most two decimals, else all digits to the minor unit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from tools.facts import Fact, Given
from tools.identity import Role
from tools.lexicon.periods import period_name
from tools.money import format_money
from tools.quantities import UNIT_NAMES, Comparator, UnitKind, grouped, plain
from tools.tongues import chinese

_COMPARED = {
    Comparator.AT_LEAST: ("至少", "at least "),
    Comparator.AT_MOST: ("至多", "at most "),
    Comparator.MORE_THAN: ("超过", "more than "),
    Comparator.LESS_THAN: ("不到", "less than "),
    Comparator.ABOUT: ("约", "about "),
}
_PERIODS = {
    "year": ("全年", "a year"), "half-year": ("每半年", "a half-year"), "quarter": ("每季度", "a quarter"), "month": ("每月", "a month"),
    "fortnight": ("每两周", "a fortnight"), "week": ("每周", "a week"), "day": ("每天", "a day"), "hour": ("每小时", "an hour"),
}  # fmt: skip
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_NUMERALS = "零一二三四五六七八九十"
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_OF_MONTH = re.compile(r"M\d{2}-\d{2}")
_PART = re.compile(r"(?:(\d{4})-?)?(?:(?P<quarter>Q[1-4])|(?P<half>H[12]))|(\d{4})-(?P<month>\d{2})|(?P<year>\d{4})")
_LARGE = (100_000_000, "亿"), (10_000, "万")

#: Roles whose figures are told without their period: it is that of what they are beside.
_TIMELESS = frozenset(
    {
        Role.GAP, Role.SURPLUS, Role.DIFFERENCE, Role.OVERRUN, Role.REMAINING, Role.CHANGE, Role.UNIT_COST, Role.THRESHOLD,
        Role.BASELINE, Role.ACTUAL, Role.TARGET, Role.FLOOR, Role.CAP, Role.RATIO,
    }
)  # fmt: skip
#: Roles that tell how far apart two figures are: told by size, in points where those are percentages.
APART = frozenset({Role.GAP, Role.SURPLUS, Role.DIFFERENCE, Role.OVERRUN})
_ENDS = frozenset({Role.RANGE_LOW, Role.RANGE_HIGH})


@dataclass(frozen=True, slots=True)
class Saying:
    """How a figure is said: with comparators as words or signs or not at all, with its period, by its size alone, with its sign, in all digits."""

    words: bool = True
    compared: bool = True
    period: bool = True
    size: bool = False
    signed: bool = False
    full: bool = False


CLAUSE = Saying()
BRIEF = Saying(words=False, period=False)
CELL = Saying(words=False, period=False, signed=True)


def role(fact: Fact) -> Role | None:
    return fact.identity.role if fact.identity else None


def period(fact: Fact) -> str:
    """The period of a figure, or nothing."""
    return (fact.identity.period if fact.identity else "") or fact.unit.per or ""


def is_change(fact: Fact) -> bool:
    """Whether a percentage tells how much something went up or down."""
    identity = fact.identity
    if identity is None or fact.unit.kind is not UnitKind.PERCENT:
        return False
    return identity.role is Role.CHANGE or (identity.role is Role.ACTUAL and identity.base == "relative")


def say(fact: Fact, language: str, how: Saying = CLAUSE) -> str:
    """The figure as it is said in ``language``."""
    zh = chinese(language)
    before, after = _period(fact, zh=zh) if how.period else ("", "")
    compared = _compared(fact, how, zh=zh)
    if is_change(fact) and not how.size:
        return directed(fact, zh=zh, compared=compared)
    return before + compared + _value(fact, how, zh=zh) + after


def _compared(fact: Fact, how: Saying, *, zh: bool) -> str:
    found = fact.comparator
    if found is Comparator.EQUAL or (role(fact) in _ENDS and found is not Comparator.ABOUT):
        return ""
    if not how.compared and found is not Comparator.ABOUT:
        return ""
    return _COMPARED[found][0 if zh else 1] if how.words else found.value


def _value(fact: Fact, how: Saying, *, zh: bool) -> str:
    value, apart = fact.value, role(fact) in APART
    if how.size or (apart and not how.signed):
        value = abs(value)
    sign = "+" if how.signed and apart and role(fact) is not Role.GAP and value > 0 else ""
    minus, value = ("−" if value < 0 else ""), abs(value)
    return sign + minus + _unsigned(fact, value, how, apart=apart, zh=zh)


def directed(fact: Fact, *, zh: bool, compared: str = "") -> str:
    """A change with its direction: 下降22%, "down 22%"; ``compared`` stands before the size."""
    size = f"{compared}{grouped(abs(fact.value))}%"
    if fact.value == 0:
        return "没有变化（0%）" if zh else "unchanged (0%)"
    if zh:
        return f"{'下降' if fact.value < 0 else '提升'}{size}"
    return f"{'down' if fact.value < 0 else 'up'} {size}"


def _unsigned(fact: Fact, value: Decimal, how: Saying, *, apart: bool, zh: bool) -> str:
    unit = fact.unit
    match unit.kind:
        case UnitKind.MONEY:
            return format_money(value, unit.code, "zh" if zh else "en", full=how.full)
        case UnitKind.PERCENT:
            identity = fact.identity
            points = identity is not None and (identity.base == "points" or (apart and identity.base != "relative"))
            if points:
                return _points(value, zh=zh)
            return f"{grouped(value)}%"
        case UnitKind.MULTIPLE:
            return (
                f"{grouped(value)}倍" if zh else f"{grouped(value)}{_times(value) if how.words and not apart else 'x'}"
            )
        case UnitKind.NUMBER:
            return number(value, zh=zh, full=how.full)
    names = UNIT_NAMES.get(unit.code, (unit.code, unit.code, unit.code))
    if zh:
        return f"{number(value, zh=True, full=how.full)}{names[0]}"
    return f"{grouped(value)} {names[1 if value == 1 else 2]}"


def _points(value: Decimal, *, zh: bool) -> str:
    if zh:
        return f"{grouped(value)}个百分点"
    return f"{grouped(value)} percentage point{'' if value == 1 else 's'}"


def _times(value: Decimal) -> str:
    return " time" if value == 1 else " times"


def number(value: Decimal, *, zh: bool, full: bool = False) -> str:
    """A number alone; large ones in 万 and 亿 where those are exact with two decimals, unless ``full`` digits are wanted."""
    if zh and not full:
        for size, name in _LARGE:
            scaled = value / size
            if abs(scaled) >= 1 and len(plain(scaled).partition(".")[2]) <= 2:
                return f"{grouped(scaled)}{name}"
    return grouped(value)


def _period(fact: Fact, *, zh: bool) -> tuple[str, str]:
    """What stands before and behind a figure for its period."""
    code = (
        fact.unit.per or "" if role(fact) in _TIMELESS else period(fact)
    )  # a KPI's day is not what it is a figure per
    if not code:
        return "", ""
    if fact.unit.kind not in (UnitKind.MONEY, UnitKind.COUNT):
        return "", ""
    if code in _PERIODS:
        return (_PERIODS[code][0], "") if zh else ("", f" {_PERIODS[code][1]}")
    if _DAY.fullmatch(code) or _OF_MONTH.fullmatch(code):
        on = role(fact) is Role.SPEND  # money is spent on a day; anything else is what was reached by then
        return (
            (f"{'' if on else '截至'}{day(code, zh=True)}", "")
            if zh
            else ("", f" {'on' if on else 'by'} {day(code, zh=False)}")
        )
    if code == "to-date":
        return ("", "") if zh else ("", " to date")
    return (part(code, zh=True), "") if zh else ("", f" in {part(code, zh=False)}")


def day(code: str, *, zh: bool) -> str:
    """``2026-03-31`` as it is said; anything else as it is."""
    found = _DAY.fullmatch(code)
    if found is None:
        return code
    year, month, of_month = (int(group) for group in found.groups())
    return f"{year}年{month}月{of_month}日" if zh else f"{of_month} {_MONTHS[month - 1]} {year}"


def part(code: str, *, zh: bool) -> str:
    """A part of a year (``Q1``, ``2026-Q1``, ``2026-03``, ``2026``) or a day as it is said; any other text as it is."""
    if _DAY.fullmatch(code):
        return day(code, zh=zh)
    found = _PART.fullmatch(code)
    if found is None:
        return {"year": "全年" if zh else "the year"}.get(code) or period_name(code).in_language("zh" if zh else "en")
    year = found[1] or found[4] or ""
    if quarter := found["quarter"]:
        said = f"第{_NUMERALS[int(quarter[1])]}季度" if zh else quarter
    elif half := found["half"]:
        said = ("上半年", "下半年")[int(half[1]) - 1] if zh else ("the first half", "the second half")[int(half[1]) - 1]
    elif month := found["month"]:
        if not 1 <= int(month) <= 12:
            return code
        return f"{year}年{int(month)}月" if zh else f"{_MONTHS[int(month) - 1]} {year}"
    else:
        return f"{code}年" if zh else code
    if not year:
        return said
    return f"{year}年{said}" if zh else f"{said} {year}" if said[0] == "Q" else f"{said} of {year}"


def ordinal(number_: int, *, zh: bool) -> str:
    """A phase by its number: 第二阶段, "phase 2"."""
    if not zh:
        return f"phase {number_}"
    return f"第{_NUMERALS[number_] if 0 < number_ <= 10 else number_}阶段"


def typed(fact: Fact) -> str:
    """What the user typed for a figure, or nothing."""
    return " ".join(fact.provenance.text.split()) if isinstance(fact.provenance, Given) else ""
