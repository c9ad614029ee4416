"""Conversions that need nobody's opinion: periods of a year, and currencies at a rate that the user gave."""

from __future__ import annotations

from decimal import Decimal

from tools.desk import Desk, money
from tools.errors import InvalidInput
from tools.facts import Fact, identity_of
from tools.identity import Identity, Label, Role
from tools.lexicon.periods import A_YEAR, PERIODS, UNCOUNTED
from tools.money import currency, to_minor
from tools.quantities import ARITHMETIC, Comparator, UnitKind, money_unit


def convert_period(desk: Desk, *, amount: Fact, to: str) -> Fact:
    """An amount per period turned into one per ``to`` (``day``, ``week``, ``fortnight``, ``month``, ``quarter``, ``half-year``, ``year``).

    A year has 52 weeks and 365 days; of working days it has as many as somebody says.

    An amount without a period is taken as one for a year. What does not come out even is rounded to the minor unit and
    marked as about. What is computed stays what it was (a layer's allocation), for another period.
    """
    if to not in {*_TOLD, "day"} or (amount.unit.per or "year") not in _TOLD:
        raise InvalidInput(
            "unknown_period",
            "可换算的周期有：天、周、两周、月、季度、半年、年。",
            "The periods are day, week, fortnight, month, quarter, half-year and year.",
        )
    code = money(amount)
    call = desk.call("convert_period", amount=amount, to=to)
    many, few = A_YEAR[amount.unit.per or "year"], _CALENDAR_DAYS if to == "day" else A_YEAR[to]
    exactly = ARITHMETIC.divide(amount.value * many, Decimal(few))
    value = to_minor(exactly, code)
    return call.record(
        "amount",
        identity=identity_of(amount).but(period=to),
        value=value,
        unit=money_unit(code, None if to == "year" else to),
        formula=f"{{{amount.id}}} {_factor(many, few)}",
        inputs=(amount,),
        comparator=Comparator.EQUAL if value == exactly else Comparator.ABOUT,
        concepts=amount.concepts,
    )


_CALENDAR_DAYS = 365
#: The periods that an amount is told for. "Twice a week" is how often, not for how long.
_TOLD = frozenset({*PERIODS, "week", "fortnight"})


def _factor(many: int, few: int) -> str:
    """What turns an amount of which ``many`` make a year into one of which ``few`` do."""
    if many % few == 0:
        return f"× {many // few}"
    return f"÷ {few // many}" if few % many == 0 else f"× {many} ÷ {few}"


def annual(desk: Desk, *, amount: Fact, period: str) -> Fact:
    """A year's worth of ``amount`` per ``period``: twice a week × 104, week × 52, fortnight × 26, month × 12, quarter × 4, half-year × 2; exact.

    Raises :class:`InvalidInput` for a day or an hour (calendar or working days? somebody has to say), for a period that is not known, and
    where ``period`` is not the one that the amount was given for.
    """
    code = money(amount)
    if period in UNCOUNTED:
        raise InvalidInput(
            "days_of_a_year",
            "按天或按小时的金额，要先确定一年按自然日还是按工作日算，请说明天数，或直接给出全年金额。",
            "An amount per day or hour depends on counting calendar days or working days; please say how many days a year, or give the year's amount.",
        )
    if period not in A_YEAR:
        raise InvalidInput(
            "unknown_period",
            "能换算成全年的周期有：每周、每周两次、每两周、每月、每季度、每半年、每年。",
            "The periods that make up a year are week, twice a week, fortnight, month, quarter, half-year and year.",
        )
    if amount.unit.per not in (None, period) and (amount.unit.per in A_YEAR or amount.unit.per in UNCOUNTED):
        raise InvalidInput(
            "other_period",
            "这笔金额给出时是按另一种周期的，请确认是按什么周期。",
            "That amount was given for another period; please say which one it is for.",
        )
    factor = A_YEAR[period]
    return desk.call("annual", amount=amount, period=period).record(
        "amount",
        identity=identity_of(amount).but(period="year"),
        value=amount.value * factor,
        unit=money_unit(code),
        formula=f"{{{amount.id}}} × {factor}" if factor > 1 else f"{{{amount.id}}}",
        inputs=(amount,),
        comparator=amount.comparator,
        concepts=amount.concepts,
    )


def rate_identity(base: str, quote: str, *, speaker: str = "") -> Identity:
    """What a rate is: how much of currency ``quote`` one unit of ``base`` is worth."""
    zh = f"{currency(base).zh or base}兑{currency(quote).zh or quote}"
    return Identity(Role.RATE, quote, Label(zh, f"{base}/{quote}"), base=base, speaker=speaker)


def convert_currency(desk: Desk, *, amount: Fact, rate: Fact, to: str, quoted: str | None = None) -> Fact:
    """``amount`` in currency ``to`` at ``rate``, which is a fact of the user's; rounded half up to the minor unit.

    A rate whose identity names its two currencies (:func:`rate_identity`) is used in the direction that it was told in. Of another one ``quoted``
    says it: ``direct`` when it is units of ``to`` for one unit of the amount's currency (the default), else ``inverse``.
    Raises :class:`InvalidInput` for the same currency, a rate that is not positive, and a rate between other currencies.
    """
    code = money(amount)
    currency(to)
    if code == to:
        raise InvalidInput("same_currency", "币种相同，不需要换算。", "That is the same currency already.")
    if rate.value <= 0 or rate.unit.kind not in (UnitKind.NUMBER, UnitKind.MONEY):
        raise InvalidInput("bad_rate", "汇率要是正数。", "A rate must be a positive number.")
    inverse = _inverse(rate, code, to, quoted)
    call = desk.call("convert_currency", amount=amount, rate=rate, to=to, quoted="inverse" if inverse else "direct")
    operation = ARITHMETIC.divide if inverse else ARITHMETIC.multiply
    exactly = operation(amount.value, rate.value)
    value = to_minor(exactly, to)
    return call.record(
        "amount",
        identity=identity_of(amount),
        value=value,
        unit=money_unit(to, amount.unit.per),
        formula=f"{{{amount.id}}} {'÷' if inverse else '×'} {{{rate.id}}}",
        inputs=(amount, rate),
        comparator=Comparator.EQUAL if value == exactly else Comparator.ABOUT,
        concepts=amount.concepts,
    )


def _inverse(rate: Fact, code: str, to: str, quoted: str | None) -> bool:
    """Whether an amount in ``code`` has to be divided by ``rate`` to be one in ``to``."""
    told = rate.identity
    if told is None or told.role is not Role.RATE or not (told.base and told.subject):
        return quoted == "inverse"
    if (told.base, told.subject) == (code, to):
        return False
    if (told.base, told.subject) == (to, code):
        return True
    raise InvalidInput(
        "other_rate",
        f"这个汇率是{told.name.zh}的，请给出这两种货币之间的汇率。",
        f"That rate is {told.name.en}; please give one between the two currencies.",
    )
