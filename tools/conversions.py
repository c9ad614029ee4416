"""Conversions that need nobody's opinion: periods of a year, and currencies at a rate that the user gave."""

from __future__ import annotations

from decimal import Decimal

from tools.desk import Desk, money
from tools.errors import InvalidInput
from tools.facts import Fact, Label
from tools.money import currency, to_minor
from tools.quantities import ARITHMETIC, PERIODS, Comparator, UnitKind, money_unit

_PERIOD_NAMES = {
    "week": Label("每周", "per week"),
    "fortnight": Label("每两周", "per fortnight"),
    "month": Label("每月", "per month"),
    "quarter": Label("每季度", "per quarter"),
    "half-year": Label("每半年", "per half-year"),
    "year": Label("全年", "per year"),
}


def convert_period(desk: Desk, *, amount: Fact, to: str) -> Fact:
    """An amount per period turned into one per ``to``; both are of ``PERIODS``.

    An amount without a period is taken as one for a year, which has 52 weeks. What does not come out even is rounded to
    the minor unit and marked as about. Raises :class:`InvalidInput` for other periods.
    """
    if to not in PERIODS:
        raise InvalidInput(
            "unknown_period",
            "可换算的周期有：周、两周、月、季度、半年、年。",
            "The periods are week, fortnight, month, quarter, half-year and year.",
        )
    _countable(amount.unit.per or "year")
    code = money(amount)
    call = desk.call("convert_period", amount=amount, to=to)
    many, few = PERIODS[amount.unit.per or "year"], PERIODS[to]
    exactly = ARITHMETIC.divide(amount.value * many, Decimal(few))
    value = to_minor(exactly, code)
    label = _PERIOD_NAMES[to]
    return call.record(
        "amount",
        label=Label(f"{amount.label.zh}（{label.zh}）", f"{amount.label.en}, {label.en}"),
        value=value,
        unit=money_unit(code, None if to == "year" else to),
        formula=f"{{{amount.id}}} {_factor(many, few)}",
        inputs=(amount,),
        comparator=Comparator.EQUAL if value == exactly else Comparator.ABOUT,
        concepts=amount.concepts,
    )


def _countable(per: str) -> None:
    """Raise :class:`InvalidInput` for a period of which nobody can say how many make a year.

    An offline reply is such a sentence, and no sentence of a reply may hold a quantity: "half-year" would be one.
    """
    if per in PERIODS:
        return
    if per == "biweekly":
        raise InvalidInput(
            "ambiguous_period",
            "“biweekly”有不同的读法，我不替您假定。请改给每周、每月或全年的金额。",
            "“Biweekly” is read in more than one way, and I will not guess. Please give the amount per week, per month or "
            "for the year.",
        )
    raise InvalidInput(
        "ambiguous_period",
        "按天或按小时给的金额，算自然日和算工作日会得到不同的全年金额，我不替您假定。请改给每周、每月或全年的金额。",
        "An amount per day or hour comes to another year with calendar days than with working days, and I will not guess. "
        "Please give the amount per week, per month or for the year.",
    )


def _factor(many: int, few: int) -> str:
    """What turns an amount of which ``many`` make a year into one of which ``few`` do."""
    if many % few == 0:
        return f"× {many // few}"
    return f"÷ {few // many}" if few % many == 0 else f"× {many} ÷ {few}"


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
