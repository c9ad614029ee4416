"""KPIs: targets from baselines, and the gate at the end of a phase with the distance to each threshold.

Percentage gains are relative. Head counts and other counts round up, upper limits round down to the precision given,
a threshold that is met exactly is met.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from tools.desk import Desk
from tools.errors import InvalidInput
from tools.facts import Fact, identity_of
from tools.identity import Identity, Label, Role
from tools.money import currency
from tools.parameters import Direction, Kpi, Measure, Phase
from tools.quantities import (
    ARITHMETIC,
    MULTIPLE,
    PERCENT,
    Comparator,
    UnitKind,
    precision_of,
    round_beside,
    round_down,
    round_up,
    trimmed,
)


@dataclass(frozen=True, slots=True)
class Target:
    """A KPI's target from a baseline: ``exact`` where ``value`` had to be rounded to whole things, ``whole`` where days do not come out even."""

    kpi: Kpi
    baseline: Fact
    threshold: Fact
    value: Fact
    exact: Fact | None = None
    whole: Fact | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One KPI held against its threshold. ``distance`` is what is missing, or what is to spare when it is met."""

    kpi: Kpi
    threshold: Fact
    actual: Fact
    met: bool
    distance: Fact


@dataclass(frozen=True, slots=True)
class GateResult:
    """The gate of a phase: what is met, what is not, and which KPIs were not told."""

    phase: Phase
    checks: tuple[Check, ...]
    missing: tuple[tuple[Kpi, Fact], ...]

    @property
    def passed(self) -> bool:
        return not self.missing and all(check.met for check in self.checks)

    @property
    def failed(self) -> tuple[Check, ...]:
        return tuple(check for check in self.checks if not check.met)


def identity_of_kpi(desk: Desk, kpi: Kpi, role: Role, *, base: str = "") -> Identity:
    """What a figure of ``kpi`` is, with the number of the phase that asks for it."""
    phase = next((phase.number for phase in desk.framework.phases if phase.id == kpi.phase), None)
    return Identity(role, kpi.id, kpi.name, base=base, phase=phase)


def threshold_fact(desk: Desk, kpi: Kpi) -> Fact:
    """The fact that states a KPI's threshold."""
    assert kpi.threshold is not None  # the loader refuses a KPI without one
    return desk.parameter(kpi.threshold, kpi.id, "threshold")


def kpi_target(desk: Desk, *, kpi: Kpi, baseline: Fact) -> Target:
    """The figure that meets ``kpi`` when the present figure is ``baseline``.

    A relative gain multiplies the baseline; a level in percent takes its share of a number of people or things; a multiple
    multiplies. Source: the KPI's threshold.
    """
    threshold = threshold_fact(desk, kpi)
    level = kpi.measure is Measure.LEVEL and baseline.unit.kind is UnitKind.PERCENT  # nobody uses it yet: 0%
    if baseline.value < 0 or (baseline.value == 0 and not level):
        raise InvalidInput(
            "not_positive",
            f"{kpi.name.zh}的基线必须是正数。",
            f"The baseline of {kpi.name.en} must be positive.",
        )
    call = desk.call("kpi_target", kpi=kpi.id, baseline=baseline)
    a, b = f"{{{baseline.id}}}", f"{{{threshold.id}}}"
    fraction = threshold.value / 100
    if kpi.measure is Measure.MULTIPLE:
        value, formula = baseline.value * threshold.value, f"{a} × {b}"
    elif kpi.measure is Measure.LEVEL:
        if baseline.unit.kind is UnitKind.PERCENT:
            value, formula = threshold.value, b
        else:
            value, formula = baseline.value * fraction, f"{a} × {b}"
    elif kpi.direction is Direction.DOWN:
        value, formula = baseline.value * (1 - fraction), f"{a} × (1 − {b})"
    else:
        value, formula = baseline.value * (1 + fraction), f"{a} × (1 + {b})"
    upper = kpi.direction is Direction.DOWN
    comparator = Comparator.AT_MOST if upper else Comparator.AT_LEAST
    kind = baseline.unit.kind
    if kind is UnitKind.MONEY:
        minor = currency(baseline.unit.code).minor
        rounded = round_down(value, minor) if upper else round_up(value, minor)
    elif kind is UnitKind.COUNT or (kind is UnitKind.NUMBER and kpi.measure is not Measure.CHANGE):
        places = precision_of(baseline.value)
        rounded = round_down(value, places) if upper else round_up(value, places)
    else:
        rounded = value
    # Days that do not come out even are told exactly, and as the whole days that keep within the limit beside it.
    in_days = kind is UnitKind.DURATION and upper and baseline.unit.code == "day"
    whole = round_down(value, precision_of(baseline.value)) if in_days else rounded

    def record(output: str, amount: Decimal) -> Fact:
        return call.record(
            output, identity=identity, value=trimmed(amount), unit=baseline.unit, formula=formula, inputs=(baseline, threshold),
            comparator=comparator, concepts=(kpi.id, "target"),
        )  # fmt: skip

    identity = identity_of_kpi(desk, kpi, Role.TARGET)
    target = record("target", rounded)
    exactly = record("target.exact", value) if kind in (UnitKind.COUNT, UnitKind.NUMBER) and rounded != value else None
    in_whole = record("target.whole", whole) if whole != rounded else None
    return Target(kpi, baseline, threshold, target, exactly, in_whole)


def change_between(desk: Desk, *, before: Fact, after: Fact, kpi: Kpi | None = None) -> Fact:
    """The relative change from ``before`` to ``after`` in percent (a fall is negative), to two decimals half up.

    That of a ``kpi`` is never rounded onto its threshold: a cost that fell by 19.996% has not fallen by 20%.
    """
    if before.unit != after.unit or before.value <= 0:
        raise InvalidInput(
            "different_units", "前后数字的单位要相同，且之前的数要是正数。", "Both figures need the same unit, and the earlier figure must be positive."
        )  # fmt: skip
    call = desk.call("change_between", before=before, after=after, kpi=kpi.id if kpi else None)
    exactly = ARITHMETIC.divide((after.value - before.value) * 100, before.value)
    value = round_beside(exactly, 2, *(_limit(kpi) if kpi else ()))
    if kpi:
        identity = identity_of_kpi(desk, kpi, Role.CHANGE, base="relative")
    else:
        told = identity_of(after)
        identity = Identity(Role.CHANGE, told.subject, told.name if told.subject else Label("", ""), base="relative")
    return call.record(
        "change",
        identity=identity,
        value=trimmed(value),
        unit=PERCENT,
        formula=f"({{{after.id}}} − {{{before.id}}}) ÷ {{{before.id}}}",
        inputs=(before, after),
        comparator=Comparator.EQUAL if value == exactly else Comparator.ABOUT,
        concepts=(kpi.id, "actual") if kpi else ("change",),
    )


def _limit(kpi: Kpi) -> tuple[Decimal, ...]:
    """The change in percent that just meets ``kpi``, where a change meets it."""
    if kpi.threshold is None or kpi.measure is Measure.LEVEL:
        return ()
    if kpi.measure is Measure.MULTIPLE:
        return ((kpi.threshold.value - 1) * 100,)
    return (-kpi.threshold.value if kpi.direction is Direction.DOWN else kpi.threshold.value,)


def progress(kpi: Kpi, actual: Fact) -> Decimal:
    """``actual`` in the measure of ``kpi``'s threshold, so that more is better.

    A change counts in the KPI's own direction: a cost that fell 22% (−22 or "down 22%" read as −22) gives 22.
    """
    kind = actual.unit.kind
    if kpi.measure is Measure.MULTIPLE:
        if kind is UnitKind.PERCENT:
            return 1 + actual.value / 100
        if kind in (UnitKind.MULTIPLE, UnitKind.NUMBER):
            return actual.value
    elif kpi.measure is Measure.LEVEL:
        if kind is UnitKind.PERCENT:
            return actual.value
    elif kind is UnitKind.PERCENT:
        return -actual.value if kpi.direction is Direction.DOWN else actual.value
    elif kind is UnitKind.MULTIPLE:
        change = (actual.value - 1) * 100
        return -change if kpi.direction is Direction.DOWN else change
    raise InvalidInput(
        "wrong_unit",
        f"这个数的单位和“{kpi.name.zh}”对不上，请用百分比说明。",
        f"That figure is of another unit than “{kpi.name.en}”; please give it as a percentage.",
    )


def _counted(kpi: Kpi) -> str:
    """How the distance to ``kpi``'s threshold is counted: percentage points, or a multiple of the baseline."""
    return "relative" if kpi.measure is Measure.MULTIPLE else "points"


def _distance(kpi: Kpi, actual: Fact, threshold: Fact) -> str:
    """The formula of the distance between ``actual``, in the measure of the threshold, and the threshold."""
    a, b, kind = f"{{{actual.id}}}", f"{{{threshold.id}}}", actual.unit.kind
    if kpi.measure is Measure.MULTIPLE:
        return f"|1 + {a} − {b}|" if kind is UnitKind.PERCENT else f"|{a} − {b}|"
    reached = f"{a} − 1" if kpi.measure is Measure.CHANGE and kind is UnitKind.MULTIPLE else a
    down = kpi.measure is Measure.CHANGE and kpi.direction is Direction.DOWN
    return f"|{reached} {'+' if down else '−'} {b}|"


def check_phase(desk: Desk, *, phase: Phase, actuals: Mapping[str, Fact]) -> GateResult:
    """Hold the actual figures (by KPI id) against the thresholds of ``phase``.

    Changes carry their sign (a fall is negative). Source: the KPIs of the phase.
    """
    known = {kpi.id for kpi in phase.kpis}
    if unknown := sorted(set(actuals) - known):
        raise InvalidInput(
            "unknown_kpi",
            f"该阶段没有这些 KPI：{'、'.join(unknown)}。",
            f"That phase has no such KPI: {', '.join(unknown)}.",
        )
    # Every figure is held to its measure before anything is recorded: a refused call leaves no facts behind.
    reached_by = {kpi.id: progress(kpi, actuals[kpi.id]) for kpi in phase.kpis if kpi.id in actuals}
    call = desk.call("check_phase", phase=phase.id, actuals=dict(sorted(actuals.items())))
    checks, missing = [], []
    for kpi in phase.kpis:
        threshold = threshold_fact(desk, kpi)
        actual = actuals.get(kpi.id)
        if actual is None:
            missing.append((kpi, threshold))
            continue
        reached = reached_by[kpi.id]
        met = reached >= threshold.value
        distance = call.record(
            f"distance.{kpi.id}",
            identity=identity_of_kpi(desk, kpi, Role.SURPLUS if met else Role.GAP, base=_counted(kpi)),
            value=trimmed(abs(reached - threshold.value)),
            unit=MULTIPLE if kpi.measure is Measure.MULTIPLE else PERCENT,
            formula=_distance(kpi, actual, threshold),
            inputs=(actual, threshold),
            comparator=Comparator.ABOUT if actual.comparator is Comparator.ABOUT else Comparator.EQUAL,
            concepts=(kpi.id, "distance"),
        )
        checks.append(Check(kpi, threshold, actual, met, distance))
    return GateResult(phase, tuple(checks), tuple(missing))
