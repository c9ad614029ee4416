"""Spending carried on in a straight line: what a year comes to if every part takes what the parts that are over took on average.

It is arithmetic and no prediction: with all parts over, the forecast is what was spent.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from tools.desk import Desk, money
from tools.errors import InvalidInput
from tools.facts import Fact, identity_of, period_of
from tools.identity import Identity, Label, Role
from tools.money import to_minor
from tools.quantities import ARITHMETIC, Comparator
from tools.spend import Count, counted, facts_among, said_count, spending
from tools.sums import Left, rest

PROJECTED = Label("推算的全年支出", "spending projected for the year")


@dataclass(frozen=True, slots=True)
class Forecast:
    """``rate`` is what a part took on average, ``projected`` what all parts come to at it, ``left`` what that leaves of the plan."""

    planned: Fact
    spent: Fact
    rate: Fact
    projected: Fact
    left: Left

    @property
    def over(self) -> bool:
        return self.left.over


def forecast(desk: Desk, *, planned: Fact, spent: Fact, done: Count, parts: Count) -> Forecast:
    """``spent`` × ``parts`` ÷ ``done``, half up to the minor unit, held against ``planned``.

    Raises :class:`InvalidInput` for amounts of two currencies, and for parts that are no positive whole number or fewer than those done.
    """
    code = money(planned)
    spending(spent)
    if spent.unit != planned.unit:
        raise InvalidInput("different_units", "要比较的数字单位（币种）要相同。", "Both figures need the same unit.")
    over_all, so_far = counted(parts), counted(done)
    if so_far > over_all:
        raise InvalidInput(
            "more_than_all", "已过的期数不能超过总期数。", "No more parts can be over than there are in all."
        )
    told = identity_of(planned)
    call = desk.call("forecast", planned=planned, spent=spent, done=done, parts=parts)
    inputs = (spent, *facts_among(done, parts))
    each = ARITHMETIC.divide(spent.value, Decimal(so_far))
    rate = call.record(
        "rate",
        identity=Identity(Role.PERIOD_PART, told.subject, told.name, period=_EACH.get(over_all, "part")),
        value=to_minor(each, code),
        unit=planned.unit,
        formula=f"{{{spent.id}}} ÷ {said_count(done)}",
        inputs=inputs,
        comparator=Comparator.EQUAL if to_minor(each, code) == each else Comparator.ABOUT,
    )
    exactly = ARITHMETIC.divide(spent.value * over_all, Decimal(so_far))
    value = to_minor(exactly, code)
    projected = call.record(
        "projected",
        identity=Identity(Role.PRODUCT, told.subject, PROJECTED, period=period_of(planned)),
        value=value,
        unit=planned.unit,
        formula=f"{{{spent.id}}} × {said_count(parts)} ÷ {said_count(done)}",
        inputs=inputs,
        comparator=Comparator.EQUAL if value == exactly else Comparator.ABOUT,
    )
    return Forecast(planned, spent, rate, projected, rest(desk, whole=planned, parts=[projected]))


_EACH = {12: "month", 4: "quarter", 2: "half-year"}
