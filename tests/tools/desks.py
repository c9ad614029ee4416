"""What the tests of the calculators share: a desk over the shipped framework, and figures that a user gave."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from fractions import Fraction

from hypothesis import strategies as st

from knowledge.framework import load_framework
from tools.desk import Desk
from tools.facts import Computed, Fact, Given
from tools.identity import Label
from tools.money import CURRENCIES
from tools.parameters import Kpi, Phase, Project
from tools.quantities import PERCENT, Unit, money_unit

FRAMEWORK = load_framework()
TACTICAL, CAPABILITY, STRATEGIC = FRAMEWORK.layers
#: Currencies that amounts can be named in.
CODES = tuple(code for code in CURRENCIES if code != "XXX")

codes = st.sampled_from(CODES)
#: Whole minor units: up to a trillion of them, small ones often.
minor_units = st.one_of(st.integers(1, 2000), st.integers(1, 10**12))
percents = st.one_of(st.integers(1, 100).map(Decimal), st.integers(1, 10_000).map(lambda n: Decimal(n) / 100))


def new_desk() -> Desk:
    return Desk(FRAMEWORK)


def given_fact(desk: Desk, value: Decimal | int | str, unit: Unit, *, turn: int = 1) -> Fact:
    """A figure of the user's; each call stands at another place of the message."""
    start = 10 * len(desk.ledger)
    return desk.ledger.add(
        label=Label("您给的数字", "your figure"),
        value=Decimal(value),
        unit=unit,
        provenance=Given(turn, start, start + 5, str(value)),
    )


def money(desk: Desk, value: Decimal | int | str, code: str = "CNY", per: str | None = None) -> Fact:
    return given_fact(desk, value, money_unit(code, per))


def percent(desk: Desk, value: Decimal | int | str) -> Fact:
    return given_fact(desk, value, PERCENT)


def minor(code: str) -> Decimal:
    """The minor unit of a currency."""
    return Decimal(1).scaleb(-CURRENCIES[code].minor)


def amount_of(units: int, code: str) -> Decimal:
    """``units`` minor units of a currency as an amount."""
    return Decimal(units).scaleb(-CURRENCIES[code].minor)


def kpi_of(name: str) -> Kpi:
    return next(kpi for kpi in FRAMEWORK.kpis if kpi.id == f"kpi.{name}")


def phase_of(name: str) -> Phase:
    return next(phase for phase in FRAMEWORK.phases if phase.id == f"phase.{name}")


def project_of(name: str) -> Project:
    return next(project for project in FRAMEWORK.projects if project.id == f"project.{name}")


def worked_out(desk: Desk, fact: Fact) -> Fraction:
    """What the formula of a computed fact comes to, exactly: percentages act as fractions of one."""
    made = fact.provenance
    assert isinstance(made, Computed)

    def number(match: re.Match[str]) -> str:
        named = desk.ledger[match[1]]
        value = Fraction(named.value) / (100 if named.unit == PERCENT else 1)
        return f"Fraction({value.numerator}, {value.denominator})"

    text = re.sub(r"\{(\w+)\}", number, made.formula).replace("−", "-").replace("×", "*").replace("÷", "/")
    text = re.sub(r"⌈(.*)⌉", r"Fraction(ceil(\1))", text)
    return Fraction(eval(text, {"Fraction": Fraction, "ceil": math.ceil, "max": max}))
