"""What is missing for a KPI in heads and in things, and the level that a part of a whole is.

Heads and things are whole: what is needed rounds up. Levels are never rounded onto the threshold that they miss.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from tools.desk import Call, Desk, percent
from tools.errors import InvalidInput
from tools.facts import Fact, identity_of
from tools.identity import Identity, Role
from tools.kpis import identity_of_kpi
from tools.parameters import Kpi
from tools.quantities import (
    ARITHMETIC,
    PERCENT,
    Comparator,
    Unit,
    UnitKind,
    precision_of,
    round_beside,
    round_up,
    trimmed,
)


@dataclass(frozen=True, slots=True)
class Shortfall:
    """What ``threshold`` needs and how much of it is missing. ``short`` is nothing where it is met."""

    threshold: Fact
    actual: Fact
    needed: Fact
    short: Fact
    met: bool


def level_from(desk: Desk, *, part: Fact, whole: Fact, kpi: Kpi | None = None) -> Fact:
    """The percentage that ``part`` is of ``whole`` (12 of 30 people), half up to two decimals; that of a ``kpi`` not onto its threshold.

    A head count may be given as a plain number beside one in people. Raises :class:`InvalidInput` for unlike units, a whole that is not positive, and a part that
    is negative or more than the whole.
    """
    _part_of(part, whole)
    limits = (kpi.threshold.value,) if kpi is not None and kpi.threshold is not None else ()
    exactly = ARITHMETIC.divide(part.value * 100, whole.value)
    value = round_beside(exactly, 2, *limits)
    told = identity_of(part)
    identity = (
        identity_of_kpi(desk, kpi, Role.ACTUAL) if kpi is not None else Identity(Role.ACTUAL, told.subject, told.name)
    )
    return desk.call("level_from", part=part, whole=whole, kpi=kpi.id if kpi else None).record(
        "level",
        identity=identity,
        value=trimmed(value),
        unit=PERCENT,
        formula=f"{{{part.id}}} ÷ {{{whole.id}}}",
        inputs=(part, whole),
        comparator=Comparator.EQUAL if value == exactly else Comparator.ABOUT,
        concepts=(kpi.id, "actual") if kpi else ("share",),
    )


def part_of(desk: Desk, *, whole: Fact, level: Fact) -> Fact:
    """How many of ``whole`` a ``level`` in percent is; whole heads, half up, said to be about where it is not exact.

    Raises :class:`InvalidInput` for a level that is no percentage or more than all.
    """
    fraction = percent(level)
    if not 0 <= fraction <= 1 or whole.value <= 0:
        raise InvalidInput("not_a_part", "部分不能超过整体，也不能是负数。", "A part cannot be more than its whole, or negative.")  # fmt: skip
    exactly = ARITHMETIC.multiply(whole.value, fraction)
    value = exactly.quantize(Decimal(1), ROUND_HALF_UP)
    told = identity_of(level)
    return desk.call("part_of", whole=whole, level=level).record(
        "part", identity=Identity(Role.ACTUAL, told.subject, told.name), value=value, unit=whole.unit,
        formula=f"{{{whole.id}}} × {{{level.id}}}", inputs=(whole, level),
        comparator=Comparator.EQUAL if value == exactly else Comparator.ABOUT, concepts=("actual",),
    )  # fmt: skip


def headcount_short(desk: Desk, *, whole: Fact, part: Fact, threshold: Fact) -> Shortfall:
    """How many more of ``whole`` are needed beside ``part`` for ``threshold`` (a percentage); whole heads, up, not below nothing.

    Raises :class:`InvalidInput` for what :func:`level_from` refuses, and for a threshold that is no percentage.
    """
    fraction = percent(threshold)
    _part_of(part, whole)
    unit = next((fact.unit for fact in (whole, part) if fact.unit.kind is UnitKind.COUNT), whole.unit)
    if unit.kind not in (UnitKind.COUNT, UnitKind.NUMBER):
        raise InvalidInput("not_heads", "请用人数（或个数）说明。", "Please give numbers of people (or of things).")
    exactly = ARITHMETIC.multiply(whole.value, fraction)
    needed = round_up(exactly)
    return _short(
        desk.call("headcount_short", whole=whole, part=part, threshold=threshold), needed, threshold=threshold, actual=part,
        formula=f"⌈{{{whole.id}}} × {{{threshold.id}}}⌉", inputs=(whole, threshold), unit=unit,
    )  # fmt: skip


def output_short(desk: Desk, *, before: Fact, after: Fact, factor: Fact) -> Shortfall:
    """How much more than ``after`` is needed for ``factor`` times ``before``; up to whole things (to the precision given), not below nothing.

    Raises :class:`InvalidInput` for unlike units, a figure before that is not positive, and a factor that is none.
    """
    if before.unit != after.unit or before.value <= 0 or after.value < 0:
        raise InvalidInput(
            "different_units", "前后数字的单位要相同，且之前的数要是正数。", "Both figures need the same unit, and the earlier figure must be positive."
        )  # fmt: skip
    if factor.unit.kind not in (UnitKind.MULTIPLE, UnitKind.NUMBER) or factor.value <= 0:
        raise InvalidInput("not_a_multiple", "这里的要求必须是倍数。", "The threshold must be a multiple here.")
    places = max(precision_of(before.value), precision_of(after.value))
    needed = round_up(ARITHMETIC.multiply(before.value, factor.value), places)
    return _short(
        desk.call("output_short", before=before, after=after, factor=factor), needed, threshold=factor, actual=after,
        formula=f"⌈{{{before.id}}} × {{{factor.id}}}⌉", inputs=(before, factor), unit=after.unit,
    )  # fmt: skip


def _short(
    call: Call,
    value: Decimal,
    *,
    threshold: Fact,
    actual: Fact,
    formula: str,
    inputs: tuple[Fact, ...],
    unit: Unit,
) -> Shortfall:
    told = identity_of(threshold)
    about = Identity(Role.TARGET, told.subject, told.name, phase=told.phase)
    needed = call.record(
        "needed", identity=about, value=trimmed(value), unit=unit, formula=formula, inputs=inputs,
        comparator=Comparator.AT_LEAST, concepts=(told.subject, "target") if told.subject else ("target",),
    )  # fmt: skip
    missing = max(value - actual.value, Decimal(0))
    short = call.record(
        "short",
        identity=about.but(role=Role.GAP),
        value=trimmed(missing),
        unit=unit,
        formula=f"max(0, {{{needed.id}}} − {{{actual.id}}})",
        inputs=(needed, actual),
        concepts=(told.subject, "distance") if told.subject else ("distance",),
    )
    return Shortfall(threshold, actual, needed, short, met=not missing)


def _part_of(part: Fact, whole: Fact) -> None:
    plain = (UnitKind.NUMBER, UnitKind.COUNT)
    alike = part.unit == whole.unit or (
        part.unit.kind in plain and whole.unit.kind in plain and UnitKind.NUMBER in (part.unit.kind, whole.unit.kind)
    )
    if not alike or whole.value <= 0:
        raise InvalidInput(
            "different_units", "部分和整体的单位要相同，且整体要是正数。", "The part and the whole need the same unit, and the whole must be positive."
        )  # fmt: skip
    if not 0 <= part.value <= whole.value:
        raise InvalidInput("not_a_part", "部分不能超过整体，也不能是负数。", "A part cannot be more than its whole, or negative.")  # fmt: skip
