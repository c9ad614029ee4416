"""The plan's figures: computed by the calculators, whole, and in the ledger."""

from decimal import Decimal

import pytest

from knowledge.framework import load_framework
from tools.budget import Base
from tools.desk import Desk
from tools.errors import InvalidInput
from tools.facts import Fact, Given
from tools.identity import Label
from tools.plans import draw_up
from tools.quantities import PERCENT, UNITS, Unit, money_unit


@pytest.fixture
def desk() -> Desk:
    return Desk(load_framework())


def given(desk: Desk, value: object, unit: Unit) -> Fact:
    label = Label("给出的数字", "figure given")
    return desk.ledger.add(label=label, value=Decimal(str(value)), unit=unit, provenance=Given(0, 0, 0, ""))


def test_a_marketing_budget_gets_split_range_and_scenarios(desk: Desk) -> None:
    """The parts add up, the range comes from the source, scenarios lie side by side in the order of their totals."""
    plan = draw_up(desk, budget=given(desk, "30000000.01", money_unit("CNY")), base=Base.MARKETING)

    assert [str(row.amount.value) for row in plan.split.rows] == ["3000000.00", "1500000.00", "900000.00"]
    assert plan.range is not None
    assert (str(plan.range.low.value), str(plan.range.high.value)) == ("900000.01", "6000000.00")
    assert [s.name.en for s in plan.scenarios] == ["lower end", "the layers' shares", "upper end"]
    for scenario in plan.scenarios:
        assert sum(row.amount.value for row in scenario.split.rows) == scenario.split.total.value


def test_a_given_share_is_a_scenario_of_its_own(desk: Desk) -> None:
    budget, share = given(desk, 1_000_000, money_unit("CNY")), given(desk, 8, PERCENT)
    plan = draw_up(desk, budget=budget, base=Base.MARKETING, share=share)

    assert [s.name.en for s in plan.scenarios] == ["lower end", "your share", "the layers' shares", "upper end"]
    assert plan.split.total.value == 80_000


def test_an_ai_budget_is_split_whole(desk: Desk) -> None:
    plan = draw_up(desk, budget=given(desk, 100, money_unit("USD")), base=Base.AI)

    assert sum(row.amount.value for row in plan.split.rows) == 100
    assert plan.range is None
    assert plan.scenarios == ()


def test_a_monthly_amount_is_taken_to_a_year(desk: Desk) -> None:
    plan = draw_up(desk, budget=given(desk, 100, money_unit("CNY", "month")), base=Base.MARKETING)

    assert plan.budget.value == 1200
    assert plan.given.value == 100


def test_every_project_stands_once_by_its_layer(desk: Desk) -> None:
    plan = draw_up(desk, budget=given(desk, 100, money_unit("CNY")), base=Base.MARKETING)
    placed = [p.project.id for layer in plan.layers for p in layer.placements] + [p.project.id for p in plan.unpaid]

    assert sorted(placed) == sorted(p.id for p in desk.framework.projects)
    assert all(p.project.layer == layer.row.layer.id for layer in plan.layers for p in layer.placements)


def test_targets_come_from_the_baselines_given(desk: Desk) -> None:
    """A KPI with a baseline has a target, one without keeps its threshold alone."""
    baselines = {"kpi.conversion": given(desk, 2, PERCENT), "kpi.adoption": given(desk, 45, UNITS["people"])}
    plan = draw_up(desk, budget=given(desk, 100, money_unit("CNY")), base=Base.MARKETING, baselines=baselines)

    assert {t.kpi.id: str(t.value.value) for t in plan.targets} == {"kpi.adoption": "23", "kpi.conversion": "2.3"}
    assert all(goal.threshold for stage in plan.stages for goal in stage.goals)


def test_a_baseline_of_no_kpi_is_refused(desk: Desk) -> None:
    with pytest.raises(InvalidInput, match=r"kpi\.fame"):
        draw_up(
            desk,
            budget=given(desk, 100, money_unit("CNY")),
            base=Base.MARKETING,
            baselines={"kpi.fame": given(desk, 2, PERCENT)},
        )


def test_every_figure_of_a_plan_has_its_provenance_in_the_ledger(desk: Desk) -> None:
    plan = draw_up(desk, budget=given(desk, 12345, money_unit("CNY")), base=Base.MARKETING)
    facts = [row.amount for s in plan.scenarios for row in s.split.rows] + [row.share for row in plan.split.rows]

    assert all(fact.id in desk.ledger and desk.ledger.roots(fact.id) for fact in facts)
