"""Budgets: layers, range, items, the way back, shares and scenarios, by worked examples and by their laws."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tools.desks import (
    CAPABILITY,
    FRAMEWORK,
    STRATEGIC,
    TACTICAL,
    amount_of,
    codes,
    given_fact,
    minor,
    minor_units,
    money,
    new_desk,
    percent,
    percents,
    project_of,
)
from tools import budget as budgets
from tools.budget import Base, Bound
from tools.comparing import difference, multiple_between, ratio
from tools.errors import InvalidInput
from tools.facts import Computed
from tools.parameters import Layer
from tools.quantities import UNITS, Comparator

WEIGHTS = (10, 5, 3)
bases = st.sampled_from(Base)


def amounts(split: budgets.Split) -> list[Decimal]:
    return [row.amount.value for row in split.rows]


# -- the split ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "code", "parts", "total"),
    [
        ("5000000", "CNY", ("500000", "250000", "150000"), "900000"),
        ("30000000", "CNY", ("3000000", "1500000", "900000"), "5400000"),
        ("120000", "USD", ("12000", "6000", "3600"), "21600"),
        ("999", "JPY", ("100", "50", "30"), "180"),
        ("0.01", "EUR", ("0", "0", "0"), "0"),
        ("1234567.89", "CNY", ("123456.79", "61728.39", "37037.04"), "222222.22"),
    ],
)
def test_a_marketing_budget_gives_each_layer_its_share(
    value: str, code: str, parts: tuple[str, ...], total: str
) -> None:
    """Ten, five and three percent of the annual marketing budget, eighteen together, never rescaled."""
    desk = new_desk()
    split = budgets.split_budget(desk, budget=money(desk, value, code), base=Base.MARKETING)
    assert amounts(split) == list(map(Decimal, parts))
    assert split.total.value == Decimal(total)
    assert split.ratio is not None
    assert split.ratio.value == 18
    assert [row.share.value for row in split.rows] == list(WEIGHTS)


@pytest.mark.parametrize(
    ("value", "parts"),
    [
        ("1800000", ("1000000", "500000", "300000")),
        ("900000", ("500000", "250000", "150000")),
        ("1000000", ("555555.55", "277777.78", "166666.67")),
    ],
)
def test_an_ai_budget_is_split_whole(value: str, parts: tuple[str, ...]) -> None:
    """An AI budget goes to the layers in the proportion 10 : 5 : 3."""
    desk = new_desk()
    budget = money(desk, value)
    split = budgets.split_budget(desk, budget=budget, base=Base.AI)
    assert amounts(split) == list(map(Decimal, parts))
    assert split.total is budget
    assert split.ratio is None


@pytest.mark.parametrize(
    ("share", "bound", "limit"),
    [
        ("2.99", Bound.BELOW, 3), ("3", Bound.WITHIN, None), ("15", Bound.WITHIN, None), ("20", Bound.WITHIN, None),
        ("20.01", Bound.ABOVE, 20), ("100", Bound.ABOVE, 20),
    ],
)  # fmt: skip
def test_an_explicit_share_is_split_and_held_against_the_range(share: str, bound: Bound, limit: int | None) -> None:
    """A share is computed in any case; outside 3%-20% it is flagged with the limit that it breaks."""
    desk = new_desk()
    split = budgets.split_budget(desk, budget=money(desk, 9_000_000), base=Base.MARKETING, share=percent(desk, share))
    assert split.total.value == Decimal(90_000) * Decimal(share)
    assert sum(amounts(split)) == split.total.value
    assert split.bound is bound
    assert (split.limit.value if split.limit else None) == limit


@given(minor_units, codes, bases)
def test_layers_add_up_to_the_total(units: int, code: str, base: Base) -> None:
    """The layers' amounts add up to the total to the minor unit, in every currency, from either base."""
    desk = new_desk()
    split = budgets.split_budget(desk, budget=money(desk, amount_of(units, code), code), base=base)
    assert sum(amounts(split)) == split.total.value
    assert all(row.amount.currency == code for row in split.rows)


@given(minor_units, codes, percents)
def test_an_explicit_share_loses_nothing(units: int, code: str, share: Decimal) -> None:
    """With a share, the layers add up to the AI budget, and that is the share of the budget, rounded."""
    desk = new_desk()
    budget = money(desk, amount_of(units, code), code)
    split = budgets.split_budget(desk, budget=budget, base=Base.MARKETING, share=percent(desk, share))
    assert sum(amounts(split)) == split.total.value
    end = share in (desk.framework.share_min.value, desk.framework.share_max.value)
    assert abs(split.total.value - budget.value * share / 100) <= (minor(code) if end else minor(code) / 2)


@given(minor_units, codes)
def test_a_share_at_an_end_of_the_range_gives_that_end(units: int, code: str) -> None:
    """The AI budget at 3% and at 20% is the least and the most that the range tells, inside it to the minor unit."""
    desk = new_desk()
    budget = money(desk, amount_of(units, code), code)
    low, high = desk.framework.share_min.value, desk.framework.share_max.value
    least, most = (
        budgets.split_budget(desk, budget=budget, base=Base.MARKETING, share=percent(desk, share)).total.value
        for share in (low, high)
    )
    assert least >= budget.value * low / 100
    assert most <= budget.value * high / 100
    if least <= most:
        found = budgets.budget_range(desk, budget=budget)
        assert (found.low.value, found.high.value) == (least, most)


@given(minor_units, codes)
def test_an_ai_budget_keeps_the_proportion(units: int, code: str) -> None:
    """Each layer's part of an AI budget is within one minor unit of its exact part of 10 : 5 : 3."""
    desk = new_desk()
    budget = money(desk, amount_of(units, code), code)
    split = budgets.split_budget(desk, budget=budget, base=Base.AI)
    for weight, part in zip(WEIGHTS, amounts(split), strict=True):
        assert abs(Fraction(part) - Fraction(budget.value) * weight / sum(WEIGHTS)) < minor(code)


@given(minor_units, codes)
def test_a_marketing_budget_keeps_the_shares(units: int, code: str) -> None:
    """Each layer's part of a marketing budget is within one minor unit of its share of it."""
    desk = new_desk()
    budget = money(desk, amount_of(units, code), code)
    split = budgets.split_budget(desk, budget=budget, base=Base.MARKETING)
    for weight, part in zip(WEIGHTS, amounts(split), strict=True):
        assert abs(part - budget.value * weight / 100) <= minor(code)


def test_a_share_of_an_ai_budget_is_refused() -> None:
    """An AI budget is split whole."""
    desk = new_desk()
    with pytest.raises(InvalidInput) as caught:
        budgets.split_budget(desk, budget=money(desk, 100), base=Base.AI, share=percent(desk, 10))
    assert caught.value.code == "share_of_ai"


@pytest.mark.parametrize("share", ["0", "-5", "100.01", "500"])
def test_a_share_is_positive_and_no_more_than_the_whole(share: str) -> None:
    """An impossible share gives no figure."""
    desk = new_desk()
    with pytest.raises(InvalidInput) as caught:
        budgets.split_budget(desk, budget=money(desk, 100), base=Base.MARKETING, share=percent(desk, share))
    assert caught.value.code == "share_out_of_bounds"


@pytest.mark.parametrize("value", ["0", "-1", "-5000000"])
def test_a_budget_is_positive(value: str) -> None:
    """Zero and negative budgets give no figure anywhere."""
    desk = new_desk()
    budget = money(desk, value)
    for compute in (
        lambda: budgets.split_budget(desk, budget=budget, base=Base.MARKETING),
        lambda: budgets.split_budget(desk, budget=budget, base=Base.AI),
        lambda: budgets.budget_range(desk, budget=budget),
        lambda: budgets.amount_at_share(desk, budget=budget, share=percent(desk, 5)),
        lambda: budgets.budget_for(desk, wanted=budget, layer=TACTICAL),
    ):
        with pytest.raises(InvalidInput) as caught:
            compute()
        assert caught.value.code == "not_positive"
    assert not [fact for fact in desk.ledger if isinstance(fact.provenance, Computed)]


def test_only_money_is_a_budget() -> None:
    """Heads or percentages cannot be split."""
    desk = new_desk()
    for wrong in (given_fact(desk, 80, UNITS["people"]), percent(desk, 10)):
        with pytest.raises(InvalidInput, match="money"):
            budgets.split_budget(desk, budget=wrong, base=Base.MARKETING)
    with pytest.raises(InvalidInput, match="percentage"):
        budgets.split_budget(desk, budget=money(desk, 100), base=Base.MARKETING, share=money(desk, 50))


def test_a_budget_per_month_is_first_converted() -> None:
    """Shares are shares of a year's budget: a monthly one is refused with what to do; a yearly one is a year's."""
    desk = new_desk()
    with pytest.raises(InvalidInput, match="year"):
        budgets.split_budget(desk, budget=money(desk, 100, per="month"), base=Base.MARKETING)
    split = budgets.split_budget(desk, budget=money(desk, 100, per="year"), base=Base.MARKETING)
    assert amounts(split) == [10, 5, 3]


# -- the range ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "code", "low", "high"),
    [("5000000", "CNY", "150000", "1000000"), ("1000", "JPY", "30", "200"), ("33.33", "USD", "1.00", "6.66")],
)
def test_the_range_is_three_to_twenty_percent(value: str, code: str, low: str, high: str) -> None:
    """The lower end is rounded up and the upper end down, so that both lie within the range."""
    desk = new_desk()
    found = budgets.budget_range(desk, budget=money(desk, value, code))
    assert (found.low.value, found.high.value) == (Decimal(low), Decimal(high))
    assert (found.low_share.value, found.high_share.value) == (Decimal(3), Decimal(20))
    assert (found.low.comparator, found.high.comparator) == (Comparator.AT_LEAST, Comparator.AT_MOST)


@given(minor_units, codes)
def test_the_range_has_its_ends_in_order(units: int, code: str) -> None:
    """The lower end is never above the upper end, and both are within 3%-20% of the budget; else there is no range."""
    desk = new_desk()
    budget = money(desk, amount_of(units, code), code)
    if budget.value * Decimal("0.17") < 2 * minor(code):  # no two minor units fit between the ends for sure
        with suppress(InvalidInput):
            found = budgets.budget_range(desk, budget=budget)
            assert found.low.value <= found.high.value
        return
    found = budgets.budget_range(desk, budget=budget)
    assert budget.value * 3 / 100 <= found.low.value <= found.high.value <= budget.value * 20 / 100


@pytest.mark.parametrize(("value", "code"), [("0.01", "CNY"), ("0.04", "USD"), ("4", "JPY")])
def test_an_amount_too_small_to_have_a_range_is_refused(value: str, code: str) -> None:
    """Where no minor unit lies within the range, no range is told."""
    desk = new_desk()
    with pytest.raises(InvalidInput) as caught:
        budgets.budget_range(desk, budget=money(desk, value, code))
    assert caught.value.code == "too_small"


# -- shares ------------------------------------------------------------------------------------------------------------


def test_a_share_is_checked_with_what_it_comes_to() -> None:
    """Fifteen percent of three million is within the range and comes to 450,000."""
    desk = new_desk()
    check = budgets.check_share(desk, share=percent(desk, 15), budget=money(desk, 3_000_000))
    assert (check.bound, check.low.value, check.high.value) == (Bound.WITHIN, Decimal(3), Decimal(20))
    assert check.amount is not None
    assert check.amount.value == 450_000
    assert budgets.check_share(desk, share=percent(desk, "20.5")).bound is Bound.ABOVE


@pytest.mark.parametrize(
    ("part", "whole", "share", "comparator"),
    [
        (600_000, 4_000_000, "15", Comparator.EQUAL),
        (1, 3, "33.33", Comparator.ABOUT),
        (2, 3, "66.67", Comparator.ABOUT),
        (3, 2, "150", Comparator.EQUAL),
    ],
)
def test_what_one_amount_is_of_another(part: int, whole: int, share: str, comparator: Comparator) -> None:
    """A share is told to the hundredth, and as about where it does not come out even."""
    desk = new_desk()
    fact = ratio(desk, part=money(desk, part), whole=money(desk, whole))
    assert (fact.value, fact.comparator) == (Decimal(share), comparator)


def test_amounts_of_different_currencies_are_not_compared() -> None:
    """Without a rate there is no share, no difference and no comparison across currencies."""
    desk = new_desk()
    yuan, dollars = money(desk, 100, "CNY"), money(desk, 100, "USD")
    for compute in (
        lambda: ratio(desk, part=yuan, whole=dollars),
        lambda: difference(desk, minuend=yuan, subtrahend=dollars),
        lambda: multiple_between(desk, before=dollars, after=yuan),
    ):
        with pytest.raises(InvalidInput):
            compute()


# -- one item ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("project", "quadrant", "layer", "amount"),
    [
        ("aigc_content", "quick_wins", "tactical", 500_000), ("smart_ads", "quick_wins", "tactical", 500_000),
        ("staff_enablement", "steady", "capability", 250_000), ("delivery_algorithms", "steady", "capability", 250_000),
        ("knowledge_base", "long_term", "strategic", 150_000), ("agent_platform", "long_term", "strategic", 150_000),
    ],
)  # fmt: skip
def test_an_item_is_paid_by_its_layer(project: str, quadrant: str, layer: str, amount: int) -> None:
    """A project is told with its quadrant, and with what the layer that pays for it gets as a whole."""
    desk = new_desk()
    item = budgets.item_amount(desk, project=project_of(project), budget=money(desk, 5_000_000))
    assert item.quadrant.id == f"quadrant.{quadrant}"
    assert item.layer is not None
    assert item.row is not None
    assert (item.layer.id, item.row.amount.value) == (f"layer.{layer}", Decimal(amount))


@pytest.mark.parametrize("project", ["emotional_ai", "bci"])
def test_a_probe_gets_no_amount(project: str) -> None:
    """What no layer pays for has a quadrant and neither a share nor an amount, whatever the budget."""
    desk = new_desk()
    item = budgets.item_amount(desk, project=project_of(project), budget=money(desk, 5_000_000))
    assert item.quadrant.id == "quadrant.explore"
    assert item.layer is None
    assert item.row is None
    assert not [fact for fact in desk.ledger if isinstance(fact.provenance, Computed)]


# -- the way back ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "layer", "base", "share", "budget"),
    [
        (42_000, TACTICAL, Base.MARKETING, None, "420000"),
        (250_000, CAPABILITY, Base.MARKETING, None, "5000000"),
        (900_000, None, Base.MARKETING, None, "5000000"),
        (100_000, STRATEGIC, Base.MARKETING, None, "3333333.33"),
        (500_000, TACTICAL, Base.AI, None, "900000"),
        (600_000, None, Base.MARKETING, 15, "4000000"),
        (100_000, TACTICAL, Base.MARKETING, 9, "2000000"),
    ],
)
def test_the_budget_that_gives_a_wanted_amount(
    wanted: int, layer: Layer | None, base: Base, share: int | None, budget: str
) -> None:
    """A layer's (or all layers') wanted amount leads back to the marketing or AI budget."""
    desk = new_desk()
    found = budgets.budget_for(
        desk, wanted=money(desk, wanted), layer=layer, base=base, share=percent(desk, share) if share else None
    )
    assert found.budget.value == Decimal(budget)


@given(minor_units, codes, st.sampled_from(FRAMEWORK.layers), bases)
def test_the_budget_found_gives_what_was_wanted(units: int, code: str, layer: Layer, base: Base) -> None:
    """Splitting the budget that was found gives the wanted amount to the minor unit."""
    desk = new_desk()
    wanted = money(desk, amount_of(units, code), code)
    found = budgets.budget_for(desk, wanted=wanted, layer=layer, base=base)
    row = budgets.layer_amount(desk, budget=found.budget, base=base, layer=layer)
    assert abs(row.amount.value - wanted.value) <= minor(code)


@given(st.integers(1, 10**10), codes, st.sampled_from(FRAMEWORK.layers))
def test_the_way_back_is_exact_where_the_shares_are(hundreds: int, code: str, layer: Layer) -> None:
    """A budget whose percents are whole minor units is found again from any layer's amount."""
    desk = new_desk()
    budget = money(desk, amount_of(100 * hundreds, code), code)
    row = budgets.layer_amount(desk, budget=budget, base=Base.MARKETING, layer=layer)
    assert budgets.budget_for(desk, wanted=row.amount, layer=layer).budget.value == budget.value


@given(st.integers(1, 10**10), codes, st.sampled_from(FRAMEWORK.layers), percents)
def test_a_share_leads_forth_and_back(units: int, code: str, layer: Layer, share: Decimal) -> None:
    """With an explicit share too, the budget found gives the wanted amount to the minor unit."""
    desk = new_desk()
    wanted, given_share = money(desk, amount_of(units, code), code), percent(desk, share)
    found = budgets.budget_for(desk, wanted=wanted, layer=layer, share=given_share)
    row = budgets.layer_amount(desk, budget=found.budget, base=Base.MARKETING, layer=layer, share=given_share)
    assert abs(row.amount.value - wanted.value) <= 2 * minor(code)


def test_the_way_back_flags_a_share_outside_the_range() -> None:
    """A share of 25% is computed with and flagged with the limit of 20%."""
    desk = new_desk()
    found = budgets.budget_for(desk, wanted=money(desk, 100), share=percent(desk, 25))
    assert found.budget.value == 400
    assert found.bound is Bound.ABOVE
    assert found.limit is not None
    assert found.limit.value == 20


def test_the_way_back_to_an_ai_budget_takes_no_share() -> None:
    """An AI budget has no AI share, and a share that is none leaves no figure behind."""
    desk = new_desk()
    with pytest.raises(InvalidInput) as caught:
        budgets.budget_for(desk, wanted=money(desk, 100), layer=TACTICAL, base=Base.AI, share=percent(desk, 10))
    assert caught.value.code == "share_of_ai"
    with pytest.raises(InvalidInput, match="percentage"):
        budgets.budget_for(desk, wanted=money(desk, 100), layer=TACTICAL, share=money(desk, 10))
    assert not [fact for fact in desk.ledger if isinstance(fact.provenance, Computed)]


def test_the_way_back_to_an_ai_budget_needs_a_layer() -> None:
    """All layers together are the AI budget itself; nothing is to be computed."""
    desk = new_desk()
    with pytest.raises(InvalidInput) as caught:
        budgets.budget_for(desk, wanted=money(desk, 100), base=Base.AI)
    assert caught.value.code == "no_layer"


# -- scenarios ---------------------------------------------------------------------------------------------------------


@given(minor_units, minor_units)
def test_a_difference_has_a_size_and_no_direction(a: int, b: int) -> None:
    """The difference of two figures is the same either way round and never negative."""
    desk = new_desk()
    one, other = money(desk, amount_of(a, "CNY")), money(desk, amount_of(b, "CNY"))
    there = difference(desk, minuend=one, subtrahend=other)
    back = difference(desk, minuend=other, subtrahend=one)
    assert there.value == back.value == abs(one.value - other.value)


def test_how_many_times_one_figure_is_another() -> None:
    """A multiple is told to the hundredth, and as about where it does not come out even."""
    desk = new_desk()
    fact = multiple_between(desk, before=money(desk, 3), after=money(desk, 10))
    assert (fact.value, fact.comparator) == (Decimal("3.33"), Comparator.ABOUT)
    assert multiple_between(desk, before=money(desk, 3), after=money(desk, 9)).comparator is Comparator.EQUAL
    with pytest.raises(InvalidInput):
        multiple_between(desk, before=money(desk, 0), after=money(desk, 9))


# -- receipts ----------------------------------------------------------------------------------------------------------


def test_every_amount_of_a_split_has_its_receipt() -> None:
    """An amount names the budget and the layer's share in its formula, and comes down to both."""
    desk = new_desk()
    budget = money(desk, 5_000_000)
    split = budgets.split_budget(desk, budget=budget, base=Base.MARKETING)
    for row in split.rows:
        made = row.amount.provenance
        assert isinstance(made, Computed)
        assert made.formula == f"{{{budget.id}}} × {{{row.share.id}}}"
        assert desk.ledger.roots(row.amount.id) == (budget, row.share)
        assert row.amount.concepts[0] == row.layer.id
