"""KPIs: targets from baselines, changes, and the gate at the end of a phase."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tools.desks import (
    FRAMEWORK,
    amount_of,
    codes,
    given_fact,
    kpi_of,
    minor_units,
    money,
    new_desk,
    percent,
    phase_of,
)
from tools.desk import Desk
from tools.errors import InvalidInput
from tools.facts import Fact
from tools.kpis import change_between, check_phase, kpi_target, progress, threshold_fact
from tools.parameters import Direction, Kpi, Measure
from tools.quantities import MULTIPLE, NUMBER, PERCENT, UNITS, Comparator, Unit, money_unit

CHANGES = tuple(kpi for kpi in FRAMEWORK.kpis if kpi.measure is Measure.CHANGE)
LEVELS = tuple(kpi for kpi in FRAMEWORK.kpis if kpi.measure is Measure.LEVEL)
values = st.one_of(st.integers(1, 10**9).map(Decimal), st.decimals("0.01", 10**9, places=2))


# -- targets -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kpi", "baseline", "unit", "target", "comparator"),
    [
        ("conversion", "2", PERCENT, "2.3", Comparator.AT_LEAST),
        ("conversion", "3.4", PERCENT, "3.91", Comparator.AT_LEAST),
        ("adoption", "33", UNITS["people"], "17", Comparator.AT_LEAST),
        ("adoption", "80", UNITS["people"], "40", Comparator.AT_LEAST),
        ("adoption", "1", UNITS["people"], "1", Comparator.AT_LEAST),
        ("automation", "25", UNITS["processes"], "13", Comparator.AT_LEAST),
        ("adoption", "31", PERCENT, "50", Comparator.AT_LEAST),
        ("data_utilisation", "55", PERCENT, "70", Comparator.AT_LEAST),
        ("output", "120", UNITS["posts"], "240", Comparator.AT_LEAST),
        ("cycle", "45", UNITS["day"], "33.75", Comparator.AT_MOST),
        ("cycle", "40", UNITS["day"], "30", Comparator.AT_MOST),
        ("cost", "100", money_unit("CNY"), "80", Comparator.AT_MOST),
        ("cost", "1.01", money_unit("CNY"), "0.80", Comparator.AT_MOST),
        ("cost", "999", money_unit("JPY"), "799", Comparator.AT_MOST),
        ("ltv", "1200", money_unit("USD"), "1320", Comparator.AT_LEAST),
        ("ltv", "1.01", money_unit("USD"), "1.12", Comparator.AT_LEAST),
        ("ad_efficiency", "2.5", MULTIPLE, "3.25", Comparator.AT_LEAST),
    ],
)
def test_a_target_from_a_baseline(kpi: str, baseline: str, unit: Unit, target: str, comparator: Comparator) -> None:
    """Gains are relative, levels are a part of the number given, outputs double, and the target bounds the figure."""
    desk = new_desk()
    found = kpi_target(desk, kpi=kpi_of(kpi), baseline=given_fact(desk, baseline, unit))
    assert (found.value.value, found.value.unit, found.value.comparator) == (Decimal(target), unit, comparator)


@pytest.mark.parametrize(
    ("kpi", "baseline", "unit", "value", "beside"),
    [
        ("cycle", "45", UNITS["day"], "33.75", "33"),
        ("cycle", "45.0", UNITS["day"], "33.75", "33.7"),
        ("cycle", "40", UNITS["day"], "30", None),
        ("adoption", "33", UNITS["people"], "17", "16.5"),
        ("adoption", "80", UNITS["people"], "40", None),
    ],
)
def test_what_does_not_come_out_even_is_told_both_ways(
    kpi: str, baseline: str, unit: Unit, value: str, beside: str | None
) -> None:
    """A length of time is told exactly with its whole beside it, a head count whole with the exact figure beside it."""
    desk = new_desk()
    found = kpi_target(desk, kpi=kpi_of(kpi), baseline=given_fact(desk, baseline, unit))
    assert found.value.value == Decimal(value)
    other = found.exact or found.whole
    assert (other.value if other else None) == (Decimal(beside) if beside else None)


@given(st.sampled_from(LEVELS), st.integers(1, 10**6))
def test_head_counts_round_up(kpi: Kpi, heads: int) -> None:
    """A target in heads is whole and meets the threshold, and one head less would not."""
    desk = new_desk()
    target = kpi_target(desk, kpi=kpi, baseline=given_fact(desk, heads, UNITS["people"])).value.value
    threshold = threshold_fact(desk, kpi).value
    assert target == target.to_integral_value()
    assert target * 100 >= threshold * heads
    assert (target - 1) * 100 < threshold * heads


@given(st.sampled_from(CHANGES), minor_units, codes)
def test_a_target_in_money_meets_the_threshold(kpi: Kpi, units: int, code: str) -> None:
    """To the minor unit too, an upper limit is not told too high nor a lower limit too low."""
    desk = new_desk()
    baseline = money(desk, amount_of(units, code), code)
    target = kpi_target(desk, kpi=kpi, baseline=baseline).value.value
    threshold = threshold_fact(desk, kpi).value
    if kpi.direction is Direction.DOWN:
        assert target * 100 <= baseline.value * (100 - threshold)
    else:
        assert target * 100 >= baseline.value * (100 + threshold)


@given(
    st.sampled_from(FRAMEWORK.kpis), values, st.sampled_from([UNITS["posts"], UNITS["day"], NUMBER, MULTIPLE, PERCENT])
)
def test_no_target_is_below_its_threshold(kpi: Kpi, value: Decimal, unit: Unit) -> None:
    """Whatever the unit, reaching the target meets the KPI, and so does its whole."""
    desk = new_desk()
    baseline = given_fact(desk, value, unit)
    found = kpi_target(desk, kpi=kpi, baseline=baseline)
    threshold = threshold_fact(desk, kpi).value
    targets = [found.value, *([found.exact] if found.exact else [])]
    for target in targets:
        ratio = target.value / value
        if kpi.measure is Measure.MULTIPLE:
            assert ratio >= threshold
        elif kpi.measure is Measure.LEVEL:
            assert target.value >= threshold if unit == PERCENT else ratio * 100 >= threshold
        elif kpi.direction is Direction.DOWN:
            assert target.value * 100 <= value * (100 - threshold)
        else:
            assert target.value * 100 >= value * (100 + threshold)


@pytest.mark.parametrize("baseline", ["0", "-3"])
def test_a_baseline_is_positive(baseline: str) -> None:
    """Nothing grows from zero or less."""
    desk = new_desk()
    with pytest.raises(InvalidInput) as caught:
        kpi_target(desk, kpi=kpi_of("conversion"), baseline=percent(desk, baseline))
    assert caught.value.code == "not_positive"


# -- changes -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "change", "comparator"),
    [
        ("40", "30", "-25", Comparator.EQUAL),
        ("2", "2.3", "15", Comparator.EQUAL),
        ("3", "4", "33.33", Comparator.ABOUT),
        ("100", "100", "0", Comparator.EQUAL),
        ("50", "150", "200", Comparator.EQUAL),
    ],
)
def test_a_change_is_relative_to_what_was(before: str, after: str, change: str, comparator: Comparator) -> None:
    """A fall is negative; what does not come out even is told to the hundredth and as about."""
    desk = new_desk()
    fact = change_between(desk, before=given_fact(desk, before, NUMBER), after=given_fact(desk, after, NUMBER))
    assert (fact.value, fact.unit, fact.comparator) == (Decimal(change), PERCENT, comparator)


def test_a_change_needs_one_unit_and_a_start() -> None:
    """Days and weeks are not compared, and nothing changes from zero."""
    desk = new_desk()
    days, weeks, zero = (
        given_fact(desk, 4, UNITS["day"]),
        given_fact(desk, 2, UNITS["week"]),
        given_fact(desk, 0, UNITS["day"]),
    )
    for before, after in ((days, weeks), (zero, days)):
        with pytest.raises(InvalidInput):
            change_between(desk, before=before, after=after)


@pytest.mark.parametrize(
    ("kpi", "value", "unit", "expected"),
    [
        ("cost", "-22", PERCENT, "22"),
        ("cost", "22", PERCENT, "-22"),
        ("cost", "0.75", MULTIPLE, "25"),
        ("conversion", "15", PERCENT, "15"),
        ("ad_efficiency", "1.3", MULTIPLE, "30"),
        ("output", "100", PERCENT, "2"),
        ("output", "2.1", MULTIPLE, "2.1"),
        ("output", "2", NUMBER, "2"),
        ("adoption", "45", PERCENT, "45"),
    ],
)
def test_progress_counts_in_the_kpis_own_direction(kpi: str, value: str, unit: Unit, expected: str) -> None:
    """A cost that fell counts upwards, a multiple is read as a change and a change as a multiple."""
    assert progress(kpi_of(kpi), given_fact(new_desk(), value, unit)) == Decimal(expected)


@pytest.mark.parametrize(
    ("kpi", "unit"), [("adoption", MULTIPLE), ("cost", UNITS["day"]), ("output", money_unit("CNY"))]
)
def test_a_figure_of_another_measure_is_refused(kpi: str, unit: Unit) -> None:
    """A figure that cannot be held against the threshold is asked for in another way."""
    with pytest.raises(InvalidInput) as caught:
        progress(kpi_of(kpi), given_fact(new_desk(), 5, unit))
    assert caught.value.code == "wrong_unit"


# -- the gate ----------------------------------------------------------------------------------------------------------


def actuals(desk: Desk, **figures: tuple[str, Unit]) -> dict[str, Fact]:
    return {f"kpi.{name}": given_fact(desk, value, unit) for name, (value, unit) in figures.items()}


def test_the_gate_tells_what_is_met_and_how_far_the_rest_is() -> None:
    """45% adoption misses by 5 points, a cost cut of 22% has 2 to spare, output of 2.1x has 0.1x to spare."""
    desk = new_desk()
    told = actuals(desk, adoption=("45", PERCENT), cost=("-22", PERCENT), output=("2.1", MULTIPLE))
    result = check_phase(desk, phase=phase_of("validation"), actuals=told)
    assert [(c.kpi.id, c.met, c.distance.value, c.distance.unit) for c in result.checks] == [
        ("kpi.cost", True, 2, PERCENT),
        ("kpi.output", True, Decimal("0.1"), MULTIPLE),
        ("kpi.adoption", False, 5, PERCENT),
    ]
    assert not result.passed
    assert [c.kpi.id for c in result.failed] == ["kpi.adoption"]


def test_a_gate_with_a_kpi_untold_is_not_passed() -> None:
    """What was not told is named with its threshold, and passes nobody."""
    desk = new_desk()
    result = check_phase(desk, phase=phase_of("validation"), actuals=actuals(desk, cost=("-30", PERCENT)))
    assert not result.passed
    assert not result.failed
    assert {kpi.id: int(threshold.value) for kpi, threshold in result.missing} == {"kpi.output": 2, "kpi.adoption": 50}


@pytest.mark.parametrize("phase", FRAMEWORK.phases, ids=lambda phase: phase.id)
@pytest.mark.parametrize(("off", "passed"), [("0", True), ("0.01", True), ("-0.01", False)])
def test_a_threshold_met_exactly_passes(phase, off: str, passed: bool) -> None:
    """Every KPI of every phase passes at its threshold and above, and fails a hair below it."""
    desk = new_desk()
    told = {}
    for kpi in phase.kpis:
        value = threshold_fact(desk, kpi).value + Decimal(off)
        down = kpi.measure is Measure.CHANGE and kpi.direction is Direction.DOWN
        told[kpi.id] = given_fact(
            desk, -value if down else value, MULTIPLE if kpi.measure is Measure.MULTIPLE else PERCENT
        )
    result = check_phase(desk, phase=phase, actuals=told)
    assert result.passed is passed
    assert all(check.met is passed for check in result.checks)
    assert {check.distance.value for check in result.checks} == {abs(Decimal(off))}


@pytest.mark.parametrize(
    ("kpi", "actual", "unit", "formula", "value"),
    [
        ("cost", "-22", PERCENT, "|{U1} + {S1}|", "2"),
        ("cost", "0.78", MULTIPLE, "|{U1} − 1 + {S1}|", "2"),
        ("output", "110", PERCENT, "|1 + {U1} − {S1}|", "0.1"),
        ("output", "2.1", MULTIPLE, "|{U1} − {S1}|", "0.1"),
        ("conversion", "14", PERCENT, "|{U1} − {S1}|", "1"),
    ],
)
def test_the_formula_of_a_distance_gives_the_distance(
    kpi: str, actual: str, unit: Unit, formula: str, value: str
) -> None:
    """A fall is added to the threshold that asks for one, and a gain in percent is a multiple before it is compared."""
    desk = new_desk()
    fact = given_fact(desk, actual, unit)
    phase = next(p for p in FRAMEWORK.phases if any(k.id == f"kpi.{kpi}" for k in p.kpis))
    (check,) = check_phase(desk, phase=phase, actuals={f"kpi.{kpi}": fact}).checks
    made = check.distance.provenance
    named = formula.replace("U1", fact.id).replace("S1", check.threshold.id)
    assert (made.formula, check.distance.value) == (named, Decimal(value))  # type: ignore[union-attr]


def test_a_kpi_of_another_phase_is_refused() -> None:
    """The gate of a phase takes the KPIs of that phase only."""
    desk = new_desk()
    with pytest.raises(InvalidInput, match=r"kpi\.conversion"):
        check_phase(desk, phase=phase_of("validation"), actuals=actuals(desk, conversion=("15", PERCENT)))
