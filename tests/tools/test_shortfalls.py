"""What is missing in heads and in things, levels, and multiples that are never rounded onto the threshold."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tools.desks import FRAMEWORK, given_fact, kpi_of, money, new_desk, percent, phase_of
from tools.comparing import above, multiple_between, share_implied
from tools.errors import InvalidInput
from tools.identity import Role
from tools.kpis import change_between, check_phase, progress, threshold_fact
from tools.parameters import Kpi, Measure
from tools.quantities import MULTIPLE, NUMBER, UNITS, Comparator
from tools.shortfalls import headcount_short, level_from, output_short

PEOPLE, POSTS = UNITS["people"], UNITS["posts"]
counts = st.integers(1, 10**6)


@pytest.mark.parametrize(
    ("whole", "part", "needed", "short"),
    [(33, 12, 17, 5), (80, 40, 40, 0), (80, 39, 40, 1), (1, 0, 1, 1), (31, 31, 16, 0)],
)
def test_heads_that_are_missing(whole: int, part: int, needed: int, short: int) -> None:
    """Half of 33 are 17 heads; with 12 of them 5 are missing; none are where the threshold is met."""
    desk = new_desk()
    found = headcount_short(
        desk,
        whole=given_fact(desk, whole, PEOPLE),
        part=given_fact(desk, part, NUMBER),
        threshold=threshold_fact(desk, kpi_of("adoption")),
    )
    assert (int(found.needed.value), int(found.short.value), found.met) == (needed, short, short == 0)
    assert found.needed.unit == found.short.unit == PEOPLE
    assert found.short.identity
    assert (found.short.identity.role, found.short.identity.subject, found.short.identity.phase) == (
        Role.GAP,
        "kpi.adoption",
        1,
    )


@given(counts, counts)
def test_with_the_missing_heads_the_threshold_is_met(whole: int, part: int) -> None:
    """Adding who is missing meets the threshold, and one head less would not."""
    desk = new_desk()
    part = min(part, whole)
    threshold = threshold_fact(desk, kpi_of("adoption"))
    found = headcount_short(
        desk, whole=given_fact(desk, whole, PEOPLE), part=given_fact(desk, part, PEOPLE), threshold=threshold
    )
    reached = part + found.short.value
    assert reached * 100 >= threshold.value * whole
    if found.short.value:
        assert (reached - 1) * 100 < threshold.value * whole


def test_output_that_is_missing() -> None:
    """Twice 15 posts a week are 30: with 28 two are missing, and 1.86 times is shown, not 1.87."""
    desk = new_desk()
    before, after = given_fact(desk, 15, POSTS), given_fact(desk, 28, POSTS)
    factor = threshold_fact(desk, kpi_of("output"))
    found = output_short(desk, before=before, after=after, factor=factor)
    assert (int(found.needed.value), int(found.short.value), found.met) == (30, 2, False)
    shown = multiple_between(desk, before=before, after=after, threshold=factor, kpi=kpi_of("output"))
    assert (shown.value, shown.comparator) == (Decimal("1.86"), Comparator.ABOUT)
    assert output_short(desk, before=before, after=given_fact(desk, 31, POSTS), factor=factor).met


@given(counts, counts)
def test_a_multiple_meets_its_threshold_only_where_it_does_exactly(before: int, after: int) -> None:
    """What is shown is on the same side of the threshold as what is; the gate over it and the missing output agree."""
    desk = new_desk()
    kpi = kpi_of("output")
    a, b, factor = given_fact(desk, before, POSTS), given_fact(desk, after, POSTS), threshold_fact(desk, kpi)
    shown = multiple_between(desk, before=a, after=b, threshold=factor, kpi=kpi)
    assert (shown.value >= factor.value) == (after >= before * factor.value)
    assert (shown.value == factor.value) == (after == before * factor.value)
    assert abs(shown.value - Decimal(after) / before) < Decimal("0.01")
    met = output_short(desk, before=a, after=b, factor=factor).met
    assert met == (after >= before * factor.value)
    gate = check_phase(desk, phase=phase_of("validation"), actuals={kpi.id: shown})
    assert gate.checks[0].met == met


def test_almost_twice_is_not_twice() -> None:
    desk = new_desk()
    two = given_fact(desk, 2, MULTIPLE)
    for after, shown in ((1996, "1.99"), (1999, "1.99"), (2000, "2.00"), (2001, "2.01")):
        found = multiple_between(
            desk, before=given_fact(desk, 1000, POSTS), after=given_fact(desk, after, POSTS), threshold=two
        )
        assert found.value == Decimal(shown)
    with pytest.raises(InvalidInput):
        multiple_between(
            desk, before=given_fact(desk, 1, POSTS), after=given_fact(desk, 2, POSTS), threshold=percent(desk, 3)
        )


@given(st.sampled_from([k for k in FRAMEWORK.kpis if k.measure is Measure.CHANGE]), counts, counts)
def test_a_change_meets_its_threshold_only_where_it_does_exactly(kpi: Kpi, before: int, after: int) -> None:
    """A cost that fell by 19.996% has not fallen by 20%, and is not shown as if it had."""
    desk = new_desk()
    a, b = given_fact(desk, before, POSTS), given_fact(desk, after, POSTS)
    shown = progress(kpi, change_between(desk, before=a, after=b, kpi=kpi))
    threshold = threshold_fact(desk, kpi).value
    exactly = Decimal((after - before) * 100)
    exactly = -exactly if kpi.direction == "down" else exactly
    assert (shown >= threshold) == (exactly >= threshold * before)


def test_a_fall_just_short_is_shown_as_such() -> None:
    desk = new_desk()
    fall = change_between(
        desk, before=given_fact(desk, 100_000, POSTS), after=given_fact(desk, 80_004, POSTS), kpi=kpi_of("cost")
    )
    assert fall.value == Decimal("-19.99")
    assert fall.identity
    assert (fall.identity.role, fall.identity.base, fall.identity.phase) == (Role.CHANGE, "relative", 1)


@given(counts, counts)
def test_a_level_is_a_part_of_its_whole(part: int, whole: int) -> None:
    """A level is within a hundredth of what it is, and on its side of the threshold."""
    desk = new_desk()
    p, w = given_fact(desk, part, PEOPLE), given_fact(desk, whole, PEOPLE)
    if part > whole:
        with pytest.raises(InvalidInput) as caught:
            level_from(desk, part=p, whole=w)
        assert caught.value.code == "not_a_part"
        return
    kpi = kpi_of("adoption")
    level = level_from(desk, part=p, whole=w, kpi=kpi)
    assert abs(level.value - Decimal(100 * part) / whole) <= Decimal("0.01")
    assert (level.value >= threshold_fact(desk, kpi).value) == (100 * part >= threshold_fact(desk, kpi).value * whole)


def test_heads_and_posts_are_no_part_of_each_other() -> None:
    desk = new_desk()
    people, posts = given_fact(desk, 3, PEOPLE), given_fact(desk, 5, POSTS)
    half = percent(desk, 50)
    for compute in (
        lambda: level_from(desk, part=people, whole=posts),
        lambda: headcount_short(desk, whole=posts, part=people, threshold=half),
        lambda: headcount_short(desk, whole=money(desk, 5), part=money(desk, 3), threshold=half),
        lambda: headcount_short(desk, whole=people, part=people, threshold=posts),
        lambda: output_short(desk, before=people, after=posts, factor=given_fact(desk, 2, MULTIPLE)),
        lambda: output_short(desk, before=posts, after=posts, factor=half),
    ):
        with pytest.raises(InvalidInput):
            compute()


def test_an_implied_share_is_not_rounded_onto_the_range() -> None:
    """20.004% is above the range and shown so; 20% is 20%."""
    desk = new_desk()
    whole = money(desk, 100_000)
    shares = [share_implied(desk, ai=money(desk, ai), marketing=whole).value for ai in (20_004, 20_000, 2_999, 18_000)]
    assert shares == [Decimal("20.01"), Decimal("20.00"), Decimal("2.99"), Decimal("18.00")]
    with pytest.raises(InvalidInput):
        share_implied(desk, ai=money(desk, 5, "USD"), marketing=whole)


@given(st.lists(counts, min_size=1, max_size=6), counts)
def test_what_is_above_a_limit_is_above_it(values: list[int], limit: int) -> None:
    """Every figure is on one side; the one that equals the limit is not above it; no figure is made."""
    desk = new_desk()
    facts, bound = [money(desk, value) for value in values], money(desk, limit)
    known = len(desk.ledger)
    found = above(desk, facts=facts, limit=bound)
    assert all(fact.value > limit for fact in found.above)
    assert all(fact.value <= limit for fact in found.others)
    assert len(found.above) + len(found.others) == len(facts)
    assert len(desk.ledger) == known
    with pytest.raises(InvalidInput):
        above(desk, facts=[money(desk, 1, "USD")], limit=bound)
