"""The whole plan for a budget: split, range, scenarios side by side, projects by layer, phases with their targets.

Everything in it is computed by the calculators of this package and stands in the desk's ledger; which words and which
file tell it is the business of ``agent.plans``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tools.budget import Base, LayerAmount, Range, Split, budget_range, range_facts, split_budget
from tools.conversions import convert_period
from tools.desk import Desk
from tools.errors import InvalidInput
from tools.facts import Fact
from tools.identity import Label
from tools.kpis import Target, kpi_target, threshold_fact
from tools.parameters import Framework, Kpi, Phase, Project, Quadrant


@dataclass(frozen=True, slots=True)
class Placement:
    """A project in its quadrant."""

    project: Project
    quadrant: Quadrant


@dataclass(frozen=True, slots=True)
class LayerPlan:
    """A layer's money and the projects that it pays for."""

    row: LayerAmount
    placements: tuple[Placement, ...]


@dataclass(frozen=True, slots=True)
class Scenario:
    """The same budget under another AI share."""

    name: Label
    split: Split


@dataclass(frozen=True, slots=True)
class Goal:
    """A KPI's threshold and, where the user gave today's figure, the target that it makes."""

    kpi: Kpi
    threshold: Fact
    target: Target | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    phase: Phase
    goals: tuple[Goal, ...]


@dataclass(frozen=True, slots=True)
class BudgetPlan:
    """A drawn-up plan. ``unpaid`` are projects that no layer pays for; ``given`` is the amount as the user said it."""

    framework: Framework
    given: Fact
    split: Split
    range: Range | None
    scenarios: tuple[Scenario, ...]
    layers: tuple[LayerPlan, ...]
    unpaid: tuple[Placement, ...]
    stages: tuple[Stage, ...]

    @property
    def budget(self) -> Fact:
        return self.split.budget

    @property
    def currency(self) -> str:
        return self.split.budget.unit.code

    @property
    def targets(self) -> Iterator[Target]:
        return (goal.target for stage in self.stages for goal in stage.goals if goal.target)

    @property
    def passages(self) -> tuple[str, ...]:
        """The passages that the plan rests on, in the order in which it uses them."""
        framework = self.framework
        found = [row.layer.share.source.passage for row in self.split.rows if row.layer.share]
        if self.range:
            found.append(framework.share_min.source.passage)
        for placement in (*(p for layer in self.layers for p in layer.placements), *self.unpaid):
            found.extend(placement.quadrant.passages[:1])
        found.extend(goal.kpi.threshold.source.passage for s in self.stages for goal in s.goals if goal.kpi.threshold)
        return tuple(dict.fromkeys(found))


def draw_up(
    desk: Desk, *, budget: Fact, base: Base, share: Fact | None = None, baselines: Mapping[str, Fact] | None = None
) -> BudgetPlan:
    """The plan for ``budget``. An amount per month or quarter is taken to a year first; ``baselines`` are by KPI id.

    A marketing budget also gets the range and the scenarios at its ends; an AI budget is split whole and has neither.
    """
    given = budget
    if budget.unit.per not in (None, "year"):
        budget = convert_period(desk, amount=budget, to="year")
    split = split_budget(desk, budget=budget, base=base, share=share)
    marketing = base is Base.MARKETING
    placements = [Placement(p, q) for q in desk.framework.quadrants for p in q.projects]
    return BudgetPlan(
        framework=desk.framework,
        given=given,
        split=split,
        range=budget_range(desk, budget=budget) if marketing else None,
        scenarios=_scenarios(desk, split) if marketing else (),
        layers=tuple(
            LayerPlan(row, tuple(p for p in placements if p.project.layer == row.layer.id)) for row in split.rows
        ),
        unpaid=tuple(p for p in placements if p.project.layer is None),
        stages=_stages(desk, baselines or {}),
    )


def _scenarios(desk: Desk, chosen: Split) -> tuple[Scenario, ...]:
    """The lower end, the layers' own shares, what the user chose, and the upper end, in the order of their totals."""
    low, high = range_facts(desk)
    budget = chosen.budget
    found = [
        Scenario(Label("区间下限", "lower end"), split_budget(desk, budget=budget, base=Base.MARKETING, share=low)),
        Scenario(Label("框架比例", "the layers' shares"), split_budget(desk, budget=budget, base=Base.MARKETING)),
        Scenario(Label("区间上限", "upper end"), split_budget(desk, budget=budget, base=Base.MARKETING, share=high)),
    ]
    if chosen.share is not None:
        found.append(Scenario(Label("您的占比", "your share"), chosen))
    return tuple(sorted(found, key=lambda scenario: scenario.split.total.value))


def _stages(desk: Desk, baselines: Mapping[str, Fact]) -> tuple[Stage, ...]:
    known = {kpi.id for kpi in desk.framework.kpis}
    if unknown := sorted(set(baselines) - known):
        raise InvalidInput(
            "unknown_kpi", f"没有这些 KPI：{'、'.join(unknown)}。", f"There is no such KPI: {', '.join(unknown)}."
        )

    def goal(kpi: Kpi) -> Goal:
        baseline = baselines.get(kpi.id)
        target = kpi_target(desk, kpi=kpi, baseline=baseline) if baseline is not None else None
        return Goal(kpi, threshold_fact(desk, kpi), target)

    return tuple(Stage(phase, tuple(goal(kpi) for kpi in phase.kpis)) for phase in desk.framework.phases)
