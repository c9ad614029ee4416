"""Names of figures: every role, subject and period has words in both languages, and what differs is called differently."""

from __future__ import annotations

import re

import pytest

from tests.tools.desks import FRAMEWORK, TACTICAL, kpi_of, money, new_desk, percent
from tools.budget import Base, split_budget
from tools.conversions import convert_period, rate_identity
from tools.identity import Identity, Label, Role
from tools.lexicon.periods import A_YEAR, EACH, PARTS, UNCOUNTED, period_name, spanning
from tools.lexicon.roles import BASES, ROLES, SPECIAL, SUBJECTS

CJK = re.compile(r"[\u4e00-\u9fff]")
NAME = Label("投放系统", "ad system")


@pytest.mark.parametrize("role", Role)
def test_every_role_is_worded_in_both_languages(role: Role) -> None:
    """A figure of any role has a name, with what it is a figure of and without it; no language stands in for the other."""
    named, bare = Identity(role, "item:x", NAME).label, Identity(role).label
    assert NAME.zh in named.zh
    assert NAME.en in named.en
    for label in (named, bare):
        assert CJK.search(label.zh)
        assert label.en
        assert not CJK.search(label.en)
        assert "{" not in label.zh + label.en


@pytest.mark.parametrize("words", [*ROLES.values()], ids=[role.value for role in ROLES])
def test_no_two_roles_of_a_thing_share_their_words(words: object) -> None:
    """What a thing was planned to cost and what it cost are called differently; amounts that a period tells apart may share theirs."""
    same = [role for role, other in ROLES.items() if other == words]
    assert len(same) == 1


@pytest.mark.parametrize("label", [*SPECIAL.values(), *SUBJECTS.values(), *BASES.values(), *EACH.values()])
def test_every_other_word_is_in_both_languages(label: Label) -> None:
    assert label.zh
    assert label.en
    assert not CJK.search(label.en)


@pytest.mark.parametrize(
    ("period", "zh", "en"),
    [
        ("Q1", "第一季度", "first quarter"), ("M03", "三月", "March"), ("H2", "下半年", "second half"), ("2026", "2026年", "2026"),
        ("2026-03", "2026年3月", "March 2026"), ("2026-Q4", "2026年第四季度", "fourth quarter of 2026"), ("2026-03-01", "2026年3月1日", "2026-03-01"),
        ("week", "每周", "per week"), ("spring", "spring", "spring"),
    ],
)  # fmt: skip
def test_periods_are_named(period: str, zh: str, en: str) -> None:
    """Periods, parts of a year and dated ones are said in words of the language; an unknown one keeps its name."""
    assert period_name(period) == Label(zh, en)


def test_every_period_that_is_counted_or_asked_about_has_a_name() -> None:
    for period in (*A_YEAR, *UNCOUNTED - {"minute"}, *PARTS):
        assert period_name(period).en != period or period == "year"


@pytest.mark.parametrize(
    ("periods", "span"),
    [
        (["Q1", "Q2"], "H1"), (["Q1", "Q2", "Q3", "Q4"], "year"), (["M01", "M02", "M03"], "Q1"), (["H1", "Q3"], ""),
        (["Q1", "Q1"], "Q1"), (["Q1", "M01", "Q2"], ""), (["2026-Q1", "2026-Q2"], ""), (["month", "month"], "month"), ([], ""),
    ],
)  # fmt: skip
def test_parts_make_up_a_period_only_where_each_month_is_there_once(periods: list[str], span: str) -> None:
    assert spanning(periods) == span


def test_a_layers_money_is_named_with_its_period() -> None:
    """The year is not said; a month is, and the amount stays the layer's allocation."""
    desk = new_desk()
    row = split_budget(desk, budget=money(desk, 120_000), base=Base.MARKETING).rows[0].amount
    monthly = convert_period(desk, amount=row, to="month")
    assert row.label == Label("战术层金额", "tactical layer amount")
    assert monthly.label == Label("战术层金额（每月）", "tactical layer amount, per month")
    assert monthly.identity is not None
    assert (monthly.identity.role, monthly.identity.subject) == (Role.ALLOCATION, TACTICAL.id)


def test_a_share_says_its_base_where_it_is_not_the_usual_one() -> None:
    """A layer's share of the AI money is not called as its share of the marketing budget is."""
    name = TACTICAL.name
    of_marketing, of_ai = (Identity(Role.SHARE, TACTICAL.id, name, base=base).label for base in ("marketing", "ai"))
    assert of_marketing == Label("战术层占比", "tactical layer share")
    assert of_ai == Label("战术层占比（占 AI 预算）", "tactical layer share, of the AI budget")


def test_ends_of_the_range_differ_as_shares_and_as_amounts() -> None:
    share, amount = Identity(Role.RANGE_LOW, "ai"), Identity(Role.RANGE_LOW, "ai", period="year")
    assert share.label.en == "AI share, lower end"
    assert amount.label.en == "AI spending, lower end"


def test_a_target_says_its_phase() -> None:
    kpi = kpi_of("conversion")
    label = Identity(Role.TARGET, kpi.id, kpi.name, phase=2).label
    assert label.zh.endswith("目标（第2阶段）")
    assert label.en.endswith("target, phase 2")


def test_a_monthly_marketing_budget_is_not_called_annual() -> None:
    assert "annual" not in Identity(Role.BUDGET, "marketing", period="month").label.en
    assert Identity(Role.BUDGET, "marketing", period="year").label.en == "annual marketing budget"


def test_a_rate_names_both_currencies() -> None:
    assert rate_identity("EUR", "USD").label == Label("欧元兑美元汇率", "EUR/USD rate")


def test_every_parameter_of_the_framework_has_an_identity() -> None:
    """Shares have their base, thresholds the number of their phase, the ends of the range their roles."""
    desk = new_desk()
    facts = {parameter.id: desk.parameter(parameter).identity for parameter in FRAMEWORK.parameters}
    assert all(identity is not None and identity.complete for identity in facts.values())
    shares = [facts[layer.share.id] for layer in FRAMEWORK.layers if layer.share]
    assert {(i.role, i.base) for i in shares if i} == {(Role.SHARE, "marketing")}
    for phase in FRAMEWORK.phases:
        for kpi in phase.kpis:
            assert kpi.threshold
            told = facts[kpi.threshold.id]
            assert told
            assert (told.role, told.subject, told.phase) == (Role.THRESHOLD, kpi.id, phase.number)
    low, high = facts[FRAMEWORK.share_min.id], facts[FRAMEWORK.share_max.id]
    assert low
    assert high
    assert (low.role, high.role, low.subject, low.base) == (Role.RANGE_LOW, Role.RANGE_HIGH, "ai", "marketing")


def test_equal_amounts_of_two_scenarios_are_two_facts() -> None:
    """A layer's money is that of one scenario; the speaker of the budget is not the speaker of what is computed."""
    desk = new_desk()
    budget, share = money(desk, 1_000_000), percent(desk, 18)
    one, other = (
        split_budget(desk.at(name), budget=budget, base=Base.MARKETING, share=share).rows[0].amount for name in "AB"
    )
    assert one.value == other.value
    assert one.id != other.id
    assert one.identity
    assert other.identity
    assert (one.identity.scenario, other.identity.scenario) == ("A", "B")
    assert one.identity.but(scenario="B") == other.identity
