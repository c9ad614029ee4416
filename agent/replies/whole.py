"""What the parts of one whole come to, and the share that each has: what a chart shows beside its amounts."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from tools.facts import Fact
from tools.identity import Label, Role
from tools.quantities import UnitKind

#: What the whole is called beside its parts.
TOTAL = Label("合计", "Total")


def whole_of(facts: Sequence[Fact]) -> Decimal:
    """What the parts of one whole come to, in their unit; nothing where ``facts`` are no such parts."""
    kinds = {(fact.identity.role if fact.identity else None, fact.unit) for fact in facts}
    if len(facts) < 2 or len(kinds) > 1:
        return Decimal(0)
    role, unit = next(iter(kinds))
    subjects = {fact.identity.subject for fact in facts if fact.identity}
    if role is Role.ALLOCATION and len(subjects) < len(facts):  # a layer under several budgets: they do not add up
        return Decimal(0)
    parts = role in (Role.ALLOCATION, Role.PERIOD_PART) and unit.kind is UnitKind.MONEY
    return sum((fact.value for fact in facts), Decimal(0)) if parts else Decimal(0)


def share_of(part: Decimal, whole: Decimal) -> str:
    """What ``part`` is of ``whole``, in percent with at most one decimal; half up."""
    percent = (100 * part / whole).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    return f"{percent.normalize():f}%" if percent != percent.to_integral_value() else f"{int(percent)}%"
