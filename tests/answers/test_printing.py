"""Figures outside of statements: in receipts, charts, files and lists they are spelled as statements spell them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from agent.answers.printing import print_fact, print_formula
from agent.answers.said import BRIEF, say
from tests.answers.samples import Samples, shipped
from tools.budget import Base, split_budget
from tools.facts import Computed, Fact, Given, Ledger
from tools.identity import Identity, Label, Role
from tools.quantities import MULTIPLE, NUMBER, PERCENT, UNITS, Comparator, Unit, count_unit, money_unit


def fact(
    value: str, unit: Unit, comparator: str = "=", *, role: Role = Role.CONTEXT, base: str = "", period: str = ""
) -> Fact:
    identity = Identity(role, "x", Label("甲", "first"), base=base, period=period)
    return Fact(
        "F1", identity.label, Decimal(value), unit, Given(1, 0, 0, ""), Comparator(comparator), identity=identity
    )


@pytest.mark.parametrize(
    ("value", "short", "full"),
    [
        ("10000", "1万", "10,000"), ("9999", "9,999", "9,999"), ("123400", "12.34万", "123,400"), ("123450", "123,450", "123,450"),
        ("100000000", "1亿", "100,000,000"), ("-20000", "−2万", "−20,000"),
    ],
)  # fmt: skip
def test_chinese_counts_in_ten_thousands_unless_every_digit_is_wanted(value: str, short: str, full: str) -> None:
    for unit, behind in ((NUMBER, ""), (count_unit("posts"), "篇")):
        made = fact(value, unit)
        assert print_fact(made, "zh") == short + behind
        assert print_fact(made, "zh", full=True) == full + behind
        assert print_fact(made, "en").startswith(full)
        assert print_fact(made, "en", full=True).startswith(full)


@pytest.mark.parametrize(
    ("made", "zh", "en"),
    [
        (fact("50", PERCENT, "≥"), "≥50%", "≥50%"),
        (fact("3", PERCENT, "≥", role=Role.RANGE_LOW, base="marketing"), "3%", "3%"),
        (fact("5", PERCENT, role=Role.GAP, base="points"), "5个百分点", "5 percentage points"),
        (fact("1", PERCENT, role=Role.GAP, base="points"), "1个百分点", "1 percentage point"),
        (fact("-23.33", PERCENT, "≈", role=Role.CHANGE, base="relative"), "下降≈23.33%", "down ≈23.33%"),
        (fact("2", MULTIPLE), "2倍", "2x"),
        (fact("60", UNITS["day"]), "60天", "60 days"),
        (fact("50", Unit(count_unit("posts").kind, "posts", "month"), role=Role.BASELINE), "每月50篇", "50 posts a month"),
        (fact("500000", money_unit("USD"), role=Role.BUDGET, period="quarter"), "每季度50万美元", "$500,000 a quarter"),
        (fact("500000", money_unit("USD"), role=Role.BUDGET, period="year"), "50万美元", "$500,000"),
        (fact("3000000", money_unit("CNY"), role=Role.ALLOCATION, period="year"), "300万元", "RMB 3,000,000"),
    ],
)  # fmt: skip
def test_figures_are_spelled_with_unit_sign_and_period(made: Fact, zh: str, en: str) -> None:
    """Comparators are signs, distances of percentages are points, and a year goes without saying."""
    assert (print_fact(made, "zh"), print_fact(made, "en")) == (zh, en)


def test_money_in_full_has_its_minor_unit() -> None:
    made = fact("3000000", money_unit("CNY"), role=Role.ALLOCATION, period="year")
    assert print_fact(made, "zh", full=True) == "3,000,000.00元"
    assert print_fact(made, "en", full=True) == "RMB 3,000,000.00"


def test_a_limit_is_told_as_its_value_where_the_words_around_it_are_a_limits() -> None:
    assert print_fact(fact("50", PERCENT, "≥"), "en", comparator=False) == "50%"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_figure_of_a_split_prints_as_in_its_statement(language: str) -> None:
    """The bar of a chart, the line of a receipt and the cell of a table cannot differ."""
    samples = Samples(shipped())
    for row in samples.split.rows:
        assert print_fact(row.amount, language) == say(row.amount, language, BRIEF)
        assert print_fact(row.share, language) == say(row.share, language, BRIEF)


def test_a_formula_shows_its_inputs_in_figures() -> None:
    """Figures stand as they are, without what they are limits of; a rounded result says so."""
    samples = Samples(shipped(), code="CNY", amount=5_000_000)
    row = samples.split.rows[0]
    assert print_formula(samples.desk.ledger, row.amount, "zh") == "500万元 × 10% = 50万元"
    assert print_formula(samples.desk.ledger, row.share, "zh") == "10%"
    third = split_budget(samples.desk, budget=samples.ai, base=Base.AI).rows[0].amount
    assert print_formula(samples.desk.ledger, third, "en").startswith(
        "RMB 1,250,000 × 10% ÷ (10% + 5% + 3%) = RMB 694,444.4"
    )


def test_a_formula_that_comes_out_below_zero_says_so() -> None:
    """The equation holds as it is printed."""
    samples = Samples(shipped())
    one, two = samples.split.rows[0].amount, samples.split.rows[1].amount
    gap = samples.desk.ledger.add(
        value=two.value - one.value, unit=one.unit, identity=Identity(Role.DIFFERENCE, "x"),
        provenance=Computed("difference", {}, (two.id, one.id), f"{{{two.id}}} − {{{one.id}}}"),
    )  # fmt: skip
    assert print_formula(samples.desk.ledger, gap, "en") == "$100,000 − $200,000 = −$100,000"
    assert print_fact(gap, "en") == "−$100,000"


def test_a_figure_of_a_conversation_of_before_is_printed_all_the_same() -> None:
    """It has no identity; how far two percentages are apart was marked by a concept."""
    ledger = Ledger()
    plain = ledger.add(label=Label("甲", "first"), value=Decimal(5), unit=PERCENT, provenance=Given(1, 0, 1, "5"))
    apart = ledger.add(
        label=Label("差", "gap"),
        value=Decimal(5),
        unit=PERCENT,
        provenance=Given(1, 2, 3, "5"),
        concepts=("kpi.cost", "distance"),
    )
    assert print_fact(plain, "en") == "5%"
    assert print_fact(apart, "en") == "5 percentage points"
    assert print_formula(ledger, apart, "zh") == "5个百分点"
