"""Plan against actual: what is left of a plan, whether spending keeps pace with it, and what a period or a head gets of an amount.

A number of parts is a fact, or a small count that is spelled (``four`` quarters): no digit is an argument.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tools.desk import Desk, money
from tools.errors import InvalidInput
from tools.facts import Fact, identity_of, period_of
from tools.identity import Identity, Role
from tools.money import allocate, to_minor
from tools.quantities import ARITHMETIC, PERCENT, Comparator, UnitKind
from tools.sums import Left, left_of, rest, total

#: Counts that may be spelled as constants.
COUNTS: dict[str, int] = {
    name: number
    for number, name in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"), start=1
    )
}

Count = Fact | str


@dataclass(frozen=True, slots=True)
class Pace:
    """Spending held against what was planned up to now. ``over`` tells that more was spent than was ``due``; ``distance`` is by how much."""

    planned: Fact
    spent: Fact
    due: Fact
    distance: Fact
    over: bool


@dataclass(frozen=True, slots=True)
class PerPart:
    """What one of several equal parts gets; ``exact`` tells that the parts add up to ``whole`` to the minor unit."""

    whole: Fact
    amount: Fact
    exact: bool


@dataclass(frozen=True, slots=True)
class Part:
    """What a part of a year takes: ``amount`` by ``weight``."""

    period: str
    weight: Fact
    amount: Fact


@dataclass(frozen=True, slots=True)
class Phasing:
    """An amount over the parts of a year. ``left`` is there where the user's percentages do not come to the whole."""

    whole: Fact
    parts: tuple[Part, ...]
    total: Fact
    left: Left | None = None


def remaining(desk: Desk, *, planned: Fact, spent: Sequence[Fact]) -> Left:
    """What is left of ``planned`` after everything ``spent``; exact, to the minor unit.

    More spent than planned is ``over``: a positive figure whose role is an overrun. Raises :class:`InvalidInput` for anything but money of one
    currency and period.
    """
    money(planned)
    for fact in spent:
        spending(fact)
    told = identity_of(planned)
    call = desk.call("remaining", planned=planned, spent=list(spent))
    return left_of(call, planned, spent, Identity(Role.REMAINING, told.subject, told.name, period=period_of(planned)))


def pace(desk: Desk, *, planned: Fact, spent: Fact, done: Count, parts: Count) -> Pace:
    """Whether spending keeps pace: ``done`` of ``parts`` equal parts of the plan are due (half up to the minor unit), held against ``spent``.

    Raises :class:`InvalidInput` for amounts of two currencies, and for parts that are no whole number or fewer than those done.
    """
    code = money(planned)
    spending(spent)
    if spent.unit != planned.unit:
        raise InvalidInput("different_units", "要比较的数字单位（币种）要相同。", "Both figures need the same unit.")
    over_all, so_far = counted(parts), counted(done, least=0)
    if so_far > over_all:
        raise InvalidInput(
            "more_than_all", "已过的期数不能超过总期数。", "No more parts can be over than there are in all."
        )
    told = identity_of(planned)
    call = desk.call("pace", planned=planned, spent=spent, done=done, parts=parts)
    exactly = ARITHMETIC.divide(planned.value * so_far, Decimal(over_all))
    value = to_minor(exactly, code)
    due = call.record(
        "due",
        identity=Identity(Role.PLAN, told.subject, told.name, period="to-date"),
        value=value,
        unit=planned.unit,
        formula=f"{{{planned.id}}} × {said_count(done)} ÷ {said_count(parts)}",
        inputs=(planned, *facts_among(done, parts)),
        comparator=Comparator.EQUAL if value == exactly else Comparator.ABOUT,
    )
    over = spent.value > value
    more, less = (spent, due) if over else (due, spent)
    distance = call.record(
        "distance",
        identity=Identity(Role.OVERRUN if over else Role.REMAINING, told.subject, told.name, period="to-date"),
        value=more.value - less.value,
        unit=planned.unit,
        formula=f"{{{more.id}}} − {{{less.id}}}",
        inputs=(more, less),
        comparator=due.comparator,
    )
    return Pace(planned, spent, due, distance, over)


def per_part(desk: Desk, *, amount: Fact, parts: Count, each: str = "") -> PerPart:
    """``amount`` over ``parts`` heads, periods or other equal parts, half up to the minor unit.

    ``each`` is the period of a part (``month``) where the number does not say it. Raises :class:`InvalidInput` for anything but money and for
    a number of parts that is not whole and positive.
    """
    code = money(amount)
    number = counted(parts)
    exactly = ARITHMETIC.divide(amount.value, Decimal(number))
    value = to_minor(exactly, code)
    told = identity_of(amount)
    kind = parts.unit if isinstance(parts, Fact) else None
    if kind is not None and kind.kind is UnitKind.COUNT:
        identity = Identity(Role.UNIT_COST, told.subject, told.name, base=kind.code, period=period_of(amount))
    else:
        period = kind.code if kind is not None and kind.kind is UnitKind.DURATION else each or "part"
        identity = Identity(Role.PERIOD_PART, told.subject, told.name, base=told.base, period=period)
    fact = desk.call("per_part", amount=amount, parts=parts, each=each or None).record(
        "amount",
        identity=identity,
        value=value,
        unit=amount.unit,
        formula=f"{{{amount.id}}} ÷ {said_count(parts)}",
        inputs=(amount, *facts_among(parts)),
        comparator=Comparator.EQUAL if value == exactly else Comparator.ABOUT,
    )
    return PerPart(amount, fact, exact=value == exactly)


def phase_out(desk: Desk, *, amount: Fact, weights: Mapping[str, Fact]) -> Phasing:
    """``amount`` over parts of a year (``Q1``, ``M03``, ``2026-04``) by the user's ``weights``; largest remainder, so that the parts add up.

    Percentages are taken as they were given: where they do not come to the whole, ``left`` tells what is not placed, or placed too much. Other weights
    are proportions. Raises :class:`InvalidInput` for anything but money, and for weights of two kinds, negative ones or none above zero.
    """
    code = money(amount)
    facts = list(weights.values())
    kinds = {fact.unit for fact in facts}
    if len(kinds) != 1 or any(fact.value < 0 for fact in facts) or not any(fact.value for fact in facts):
        raise InvalidInput(
            "bad_weights",
            "各期的权重要用同一种方式给出（都是百分比，或都是比例），不能是负数，也不能全部是空的。",
            "Give the weights of all periods in one way (all percentages, or all proportions), none negative and not all empty.",
        )
    together = sum((fact.value for fact in facts), Decimal(0))
    as_shares = kinds == {PERCENT}
    placed = ARITHMETIC.multiply(amount.value, together) / 100 if as_shares else amount.value
    told = identity_of(amount)
    call = desk.call("phase_out", amount=amount, weights=dict(weights))
    added = " + ".join(f"{{{fact.id}}}" for fact in facts)
    parts = []
    for (period, weight), value in zip(
        weights.items(), allocate(placed, [fact.value for fact in facts], code), strict=True
    ):
        fact = call.record(
            period,
            identity=Identity(Role.PERIOD_PART, told.subject, told.name, base=told.base, period=period),
            value=value,
            unit=amount.unit,
            formula=f"{{{amount.id}}} × {{{weight.id}}}" + ("" if as_shares else f" ÷ ({added})"),
            inputs=(amount, weight) if as_shares else (amount, *facts),
        )
        parts.append(Part(period, weight, fact))
    whole = total(desk, facts=[part.amount for part in parts])
    amounts = [part.amount for part in parts]
    left = rest(desk, whole=amount, parts=amounts) if whole.value != amount.value else None
    return Phasing(amount, tuple(parts), whole, left)


def less(desk: Desk, *, spent: Fact, part: Fact) -> Fact:
    """What was spent without a ``part`` of it that was spent of something else; exact.

    Raises :class:`InvalidInput` for two currencies and for a part that is more than the whole.
    """
    spending(spent)
    spending(part)
    found = rest(desk, whole=spent, parts=(part,))
    if found.over:
        raise InvalidInput(
            "not_spending", "其中一部分不能超过整笔支出。", "A part of a spend cannot be more than all of it."
        )
    return desk.call("less", spent=spent, part=part).record(
        "spent", identity=identity_of(spent), value=found.amount.value, unit=spent.unit, formula=f"{{{spent.id}}} − {{{part.id}}}",
        inputs=(spent, part),
    )  # fmt: skip


def spending(fact: Fact) -> None:
    """Money that was spent: nothing may have been spent yet."""
    if fact.unit.kind is not UnitKind.MONEY or fact.value < 0:
        raise InvalidInput(
            "not_spending", "已支出的要是不小于零的金额。", "What was spent must be an amount of money that is not negative."
        )  # fmt: skip


def counted(count: Count, *, least: int = 1) -> int:
    """The number that ``count`` is of whole parts."""
    if isinstance(count, str):
        if count in COUNTS:
            return COUNTS[count]
    elif (
        count.unit.kind in (UnitKind.NUMBER, UnitKind.COUNT, UnitKind.DURATION)
        and count.value >= least
        and count.value == count.value.to_integral_value()
    ):
        return int(count.value)
    raise InvalidInput(
        "not_whole_parts",
        "份数（人数、月数、季度数）要是正整数。",
        "The number of parts (heads, months, quarters) must be a positive whole number.",
    )


def said_count(count: Count) -> str:
    return str(COUNTS[count]) if isinstance(count, str) else f"{{{count.id}}}"


def facts_among(*counts: Count) -> tuple[Fact, ...]:
    return tuple(count for count in counts if isinstance(count, Fact))
