"""Arithmetic over facts: sums, differences, products and quotients whose units make sense.

Derived figures are normal in good answers; this is the only way to get one that no calculator gives.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from tools.comparing import ratio_identity
from tools.desk import Desk
from tools.errors import InvalidInput
from tools.facts import Fact, identity_of, shared
from tools.identity import Identity, Label, Role
from tools.money import to_minor
from tools.quantities import ARITHMETIC, MULTIPLE, PERCENT, Comparator, Unit, UnitKind, exact

_PLACES = Decimal("0.000001")


class Operation(StrEnum):
    """The operations over two facts ``a`` and ``b``."""

    ADD = "add"
    SUBTRACT = "subtract"
    MULTIPLY = "multiply"
    DIVIDE = "divide"
    PERCENT_OF = "percent_of"
    SHARE = "share"


_SIGNS = {
    Operation.ADD: "+",
    Operation.SUBTRACT: "−",
    Operation.MULTIPLY: "×",
    Operation.DIVIDE: "÷",
    Operation.PERCENT_OF: "×",
    Operation.SHARE: "÷",
}


def calculate(desk: Desk, *, operation: Operation, a: Fact, b: Fact, label: Label | None = None) -> Fact:
    """``a`` operation ``b``. Percentages act as fractions in products; adding needs equal units.

    ``percent_of`` is ``a`` (a percentage) of ``b``; ``share`` is ``a`` as a percentage of ``b``.
    """
    value, unit = _apply(operation, a, b)
    if unit.kind is UnitKind.MONEY:
        rounded = to_minor(value, unit.code)
    elif value == value.to_integral_value():
        rounded = value.quantize(Decimal(1), context=ARITHMETIC)
    else:
        rounded = value.quantize(_PLACES, context=ARITHMETIC).normalize(ARITHMETIC)
    exact(rounded)
    call = desk.call("calculate", operation=operation.value, a=a, b=b)
    return call.record(
        "result",
        identity=_identity(operation, unit, a, b, label),
        label=label,
        value=rounded,
        unit=unit,
        formula=f"{{{a.id}}} {_SIGNS[operation]} {{{b.id}}}",
        inputs=(a, b),
        comparator=Comparator.EQUAL if rounded == value else Comparator.ABOUT,
        concepts=("calculated",),
    )


_ROLES = {Operation.ADD: Role.SUM, Operation.SUBTRACT: Role.DIFFERENCE, Operation.SHARE: Role.RATIO}


def _identity(operation: Operation, unit: Unit, a: Fact, b: Fact, label: Label | None) -> Identity:
    """A sum, difference or ratio of what ``a`` and ``b`` are figures of; any other result is known by its ``label`` only."""
    role = _ROLES.get(operation, Role.PRODUCT)
    if operation is Operation.DIVIDE and unit == MULTIPLE:
        role = Role.RATIO
    one, other = identity_of(a), identity_of(b)
    subject, period = shared((one.subject, other.subject)), shared((one.period, other.period))
    name = label or (one.name if subject else Label("", ""))
    if role is Role.RATIO:
        told = ratio_identity(a, b)
        return told.but(name=label) if label else told
    return Identity(role, subject, name, period=period)


_SCALARS = {UnitKind.PERCENT, UnitKind.MULTIPLE, UnitKind.NUMBER}


def _apply(operation: Operation, a: Fact, b: Fact) -> tuple[Decimal, Unit]:
    match operation:
        case Operation.ADD | Operation.SUBTRACT:
            if a.unit != b.unit:
                raise _unlike(
                    "只有单位相同的数才能相加减。", "Only figures of the same unit can be added or subtracted."
                )
            return (a.value + b.value if operation is Operation.ADD else a.value - b.value), a.unit
        case Operation.MULTIPLY:
            return _product(a, b)
        case Operation.PERCENT_OF:
            if a.unit != PERCENT:
                raise _unlike("求百分比部分时，前面的数必须是百分比。", "The figure before must be a percentage.")
            return _product(a, b)
        case Operation.DIVIDE:
            return _quotient(a, b)
        case Operation.SHARE:
            if a.unit != b.unit or b.value == 0:
                raise _unlike("求占比的数字单位要相同。", "A share needs figures of the same unit.")
            return ARITHMETIC.divide(a.value * 100, b.value), PERCENT


def _product(a: Fact, b: Fact) -> tuple[Decimal, Unit]:
    # A plain factor acts on the other figure; a percentage acts as a fraction of it.
    order = (UnitKind.MULTIPLE, UnitKind.NUMBER, UnitKind.PERCENT)
    a, b = sorted((a, b), key=lambda f: order.index(f.unit.kind) if f.unit.kind in order else len(order))
    if a.unit.kind not in _SCALARS:
        raise _unlike("带单位的数不能相乘。", "Figures with units cannot be multiplied.")
    return ARITHMETIC.multiply(_fraction(a), b.value), b.unit


def _quotient(a: Fact, b: Fact) -> tuple[Decimal, Unit]:
    if b.value == 0:
        raise InvalidInput("division_by_zero", "除数不能是空值。", "The divisor must not be empty.")
    if a.unit == b.unit:
        return ARITHMETIC.divide(a.value, b.value), MULTIPLE
    if b.unit.kind in _SCALARS or b.unit.kind is UnitKind.COUNT:
        return ARITHMETIC.divide(a.value, _fraction(b)), a.unit
    raise _unlike("这些数的单位不能相除。", "Figures of these units cannot be divided.")


def _fraction(fact: Fact) -> Decimal:
    return fact.value / 100 if fact.unit == PERCENT else fact.value


def _unlike(zh: str, en: str) -> InvalidInput:
    return InvalidInput("different_units", zh, en)
