"""A whole plan: split, range, scenarios, projects, phases with targets from the user's baselines."""

from __future__ import annotations

from agent.planning.context import Context
from agent.planning.plan import (
    Assumption,
    ProjectsSection,
    RangeSection,
    ScenariosSection,
    Section,
    ShareSection,
    SplitSection,
    StagesSection,
)
from agent.planning.progress import baselines_of
from tools.budget import Base, Bound, check_share
from tools.facts import Fact
from tools.parameters import Measure
from tools.plans import draw_up


def sections(c: Context, budget: Fact, base: Base, share: Fact | None) -> list[Section]:
    """The parts of the plan for a year's ``budget``."""
    plan = draw_up(c.desk, budget=budget, base=base, share=share, baselines=baselines_of(c.desk, c.frame, c.measured))
    if base is Base.MARKETING and share is None:
        c.assume(Assumption.LAYERS)
    if any(target.kpi.measure is Measure.CHANGE for target in plan.targets):
        c.assume(Assumption.RELATIVE)
    c.cite(*plan.passages)
    found: list[Section] = []
    if plan.split.bound is not Bound.WITHIN and share is not None:
        found.append(ShareSection(check_share(c.desk, share=share), plan.split.total))
    found.append(SplitSection(plan.split))
    if plan.range is not None:
        found.append(RangeSection(plan.range))
    if plan.scenarios:
        found.append(ScenariosSection(plan.scenarios))
    return [*found, ProjectsSection(plan.layers, plan.unpaid), StagesSection(plan.stages)]
