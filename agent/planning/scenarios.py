"""Several budgets or shares side by side, and an AI amount as a part of a marketing budget."""

from __future__ import annotations

from collections.abc import Sequence

from agent.planning import amounts, budgets, figures
from agent.planning.context import Context
from agent.planning.frame import Task
from agent.planning.plan import (
    Assumption,
    CompareSection,
    RangesSection,
    Section,
    ShareSection,
    SplitSection,
)
from agent.roles import Role, RoleFigure
from tools.budget import (
    Base,
    budget_range,
    check_share,
    split_budget,
)
from tools.comparing import compare_splits, ratio
from tools.facts import Fact
from tools.quantities import UnitKind


def compare(c: Context) -> list[Section] | None:
    """Several budgets, or several shares of one budget, side by side."""
    found = c.given.pairs(*amounts.BUDGET_ROLES)
    shares = c.given.of(Role.SHARE)
    if len(found) == 2 and {f.role for f, _ in found} == {Role.MARKETING_BUDGET, Role.AI_BUDGET}:
        return _part_of_whole(c)
    if _is_part(c, found):
        if any(project.layer is None for project in c.projects()):
            return None  # the source gives no amount for it; that is told
        return _part_of_whole(c)
    correcting = c.frame.budget is not None and c.cue("correction")
    facts = [fact for _, fact in found]
    if (
        len(facts) == 1
        and c.frame.budget
        and c.cue("ask_compare")
        and not correcting
        and not shares
        and c.cue("ask_difference")
    ):
        facts = [c.desk.ledger[c.frame.budget], *facts]
    for fact in facts:
        figures.reject_unusable(fact)
    units = {f.unit for f in facts}
    if len({f.currency for f in facts}) == len(facts) > 1 and not correcting and not c.given.of(Role.RATE):
        return _each(c, facts, found[0][0].role)
    if len(facts) >= 2 and len(units) == 1 and not correcting:
        return _budgets_compared(c, facts, found[0][0].role)
    if len(shares) >= 2 and not (c.gap() and not facts):
        return _shares_compared(c, facts, shares)
    return None


def _is_part(c: Context, found: Sequence[tuple[RoleFigure, Fact]]) -> bool:
    """Whether the amounts are a part for AI and the whole that it is taken from ("$350k out of $700k … for AI")."""
    going_on = c.frame.whole and c.frame.base == Base.AI.value and c.cue("what_if", "hypothetical")
    if going_on and len(found) == 1 and found[0][0].role is not Role.MARKETING_BUDGET:
        return True
    if c.frame.base == Base.AI.value and c.frame.budget and len(found) == 1:
        return found[0][0].role is Role.MARKETING_BUDGET and c.cue("ask_share") and not c.cue("correction")
    return (
        len(found) == 2 and found[0][1].unit == found[1][1].unit and c.cue("out_of") and c.cue("ai_use", "share_of_ai")
    )


def _each(c: Context, facts: list[Fact], role: Role) -> list[Section]:
    """Budgets in different currencies, each for itself: without a rate they are not compared."""
    base, assumed = (Base.AI.value, False) if role is Role.AI_BUDGET else amounts.base_of_message(c)
    sections: list[Section] = []
    for fact in facts:
        c.frame = c.frame.but(budget=fact.id, base=base, base_assumed=assumed, share=None, concepts=())
        sections += budgets.answer(c, fact, fresh=True)
    return sections


def _budgets_compared(c: Context, facts: list[Fact], role: Role) -> list[Section]:
    base, assumed = amounts.base_of_message(c)
    if role is Role.AI_BUDGET:
        base, assumed = Base.AI.value, False
    c.frame = c.frame.but(
        task=Task.SPLIT, budget=facts[-1].id, base=base, base_assumed=assumed, share=None, concepts=()
    )
    if assumed:
        c.assume(Assumption.BASE)
    if c.given.currency_assumed:
        c.assume(Assumption.CURRENCY if facts[0].currency == "CNY" else Assumption.NO_CURRENCY)
    annual = [amounts.annual(c, fact) for fact in facts]
    sections = [section for _, extra in annual for section in extra]
    focus = tuple(layer.id for layer in c.layers())
    if base == Base.MARKETING.value and c.cue("ask_range", "ask_low", "ask_high") and not focus:
        c.cite(c.framework.share_min.source.passage)
        return [*sections, RangesSection(tuple(budget_range(c.desk, budget=fact) for fact, _ in annual))]
    splits = [split_budget(c.desk, budget=fact, base=Base(base)) for fact, _ in annual]
    if base == Base.MARKETING.value:
        c.assume(Assumption.LAYERS)
    c.cite(*(r.layer.share.source.passage for r in splits[0].rows if r.layer.share))
    return [*sections, CompareSection(compare_splits(c.desk, splits=splits), focus)]


def _shares_compared(c: Context, facts: list[Fact], shares: tuple[Fact, ...]) -> list[Section] | None:
    budget = facts[0] if facts else c.fact(c.frame.budget)
    if budget is None or budget.unit.kind is not UnitKind.MONEY:
        c.frame = c.frame.but(task=Task.RANGE)
        c.cite(c.framework.share_min.source.passage)
        return [ShareSection(check_share(c.desk, share=share)) for share in shares]
    c.frame = c.frame.but(task=Task.SPLIT, budget=budget.id, base=Base.MARKETING.value, share=shares[-1].id)
    budget, sections = amounts.annual(c, budget)
    splits = [split_budget(c.desk, budget=budget, base=Base.MARKETING, share=share) for share in shares]
    c.cite(
        c.framework.share_min.source.passage, *(r.layer.share.source.passage for r in splits[0].rows if r.layer.share)
    )
    checks = [
        ShareSection(check_share(c.desk, share=share), split.total) for share, split in zip(shares, splits, strict=True)
    ]
    return [*sections, *checks, CompareSection(compare_splits(c.desk, splits=splits))]


def _part_of_whole(c: Context) -> list[Section]:
    """An AI amount and the marketing budget that it is part of: the share that it is, and its split."""
    found = [*c.given.of(*amounts.BUDGET_ROLES)]
    if len(found) == 1 and (known := c.frame.whole or c.frame.budget):
        found.append(c.desk.ledger[known])
    for amount in found:
        figures.reject_unusable(amount)
    part, whole = sorted(found, key=lambda f: f.value)
    marketing = c.given.of(Role.MARKETING_BUDGET)
    if len(marketing) == 1:
        whole = marketing[0]
        part = next(f for f in found if f is not whole)
    share = ratio(c.desk, part=part, whole=whole)
    check = check_share(c.desk, share=share)
    c.frame = c.frame.but(
        task=Task.SPLIT,
        budget=part.id,
        base=Base.AI.value,
        base_assumed=False,
        share=None,
        concepts=(),
        whole=whole.id,
    )
    c.cite(c.framework.share_min.source.passage)
    split = split_budget(c.desk, budget=part, base=Base.AI)
    c.cite(*(r.layer.share.source.passage for r in split.rows if r.layer.share))
    return [ShareSection(check, part, amounts.asked_of_share(c)), SplitSection(split)]
