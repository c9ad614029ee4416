"""Conversions that need nobody's opinion: periods of a year, and currencies at a rate that the user gave."""

from __future__ import annotations

from decimal import Decimal

from tools.desk import Desk, money
from tools.errors import InvalidInput
from tools.facts import Fact
from tools.identity import Label
from tools.money import currency, to_minor
from tools.quantities import ARITHMETIC, PERIODS, Comparator, UnitKind, money_unit

_PERIOD_NAMES = {
    "month": Label("每月", "per month"),
    "quarter": Label("每季度", "per quarter"),
    "half-year": Label("每半年", "per half-year"),
    "year": Label("全年", "per year"),
}


def convert_period(desk: Desk, *, amount: Fact, to: str) -> Fact:
    """An amount per period turned into one per ``to`` (``month``, ``quarter``, ``half-year``, ``year``).

    An amount without a period is taken as one for a year. What does not come out even is rounded to the minor unit and
    marked as about.
    """
    if to not in PERIODS or (amount.unit.per or "year") not in PERIODS:
        raise InvalidInput(
            "unknown_period",
            "可换算的周期有：月、季度、半年、年。",
            "The periods are month, quarter, half-year and year.",
        )
    code = money(amount)
    call = desk.call("convert_period", amount=amount, to=to)
    many, few = PERIODS[amount.unit.per or "year"], PERIODS[to]
    exactly = ARITHMETIC.divide(amount.value * many, Decimal(few))
    value = to_minor(exactly, code)
    factor, operator = (many // few, "×") if many >= few else (few // many, "÷")
    label = _PERIOD_NAMES[to]
    return call.record(
        "amount",
        label=Label(f"{amount.label.zh}（{label.zh}）", f"{amount.label.en}, {label.en}"),
        value=value,
        unit=money_unit(code, None if to == "year" else to),
        formula=f"{{{amount.id}}} {operator} {factor}",
        inputs=(amount,),
        comparator=Comparator.EQUAL if value == exactly else Comparator.ABOUT,
        concepts=amount.concepts,
    )


def convert_currency(desk: Desk, *, amount: Fact, rate: Fact, to: str, quoted: str = "direct") -> Fact:
    """``amount`` in currency ``to`` at ``rate``, which is a fact of the user's.

    ``quoted`` is ``direct`` when the rate is units of ``to`` for one unit of the amount's currency, else ``inverse``.
    """
    code = money(amount)
    currency(to)
    if code == to:
        raise InvalidInput("same_currency", "币种相同，不需要换算。", "That is the same currency already.")
    if rate.value <= 0 or rate.unit.kind not in (UnitKind.NUMBER, UnitKind.MONEY):
        raise InvalidInput("bad_rate", "汇率要是正数。", "A rate must be a positive number.")
    call = desk.call("convert_currency", amount=amount, rate=rate, to=to, quoted=quoted)
    inverse = quoted == "inverse"
    operation = ARITHMETIC.divide if inverse else ARITHMETIC.multiply
    exactly = operation(amount.value, rate.value)
    value = to_minor(exactly, to)
    return call.record(
        "amount",
        label=amount.label,
        value=value,
        unit=money_unit(to, amount.unit.per),
        formula=f"{{{amount.id}}} {'÷' if inverse else '×'} {{{rate.id}}}",
        inputs=(amount, rate),
        comparator=Comparator.EQUAL if value == exactly else Comparator.ABOUT,
        concepts=amount.concepts,
    )
