"""The budget that is talked about: taken from a message, set right, raised or cut, told for a year.

What is computed from it is left to ``budgets``, ``scenarios`` and ``wayback``.
"""

from __future__ import annotations

import re

from agent.planning import figures
from agent.planning.context import Context
from agent.planning.plan import Assumption, ResultSection, Section
from agent.roles import Role, RoleFigure
from tools.arithmetic import Operation, calculate
from tools.budget import Base
from tools.conversions import convert_period
from tools.facts import Fact
from tools.identity import Label
from tools.money import NO_CURRENCY
from tools.quantities import NUMBER, PERCENT, UNITS, UnitKind, money_unit

BUDGET_ROLES = (Role.MARKETING_BUDGET, Role.AI_BUDGET, Role.AMOUNT)
#: Cues by which a message asks for amounts.
ASKING = (
    "ask_split",
    "ask_amount",
    "ask_share",
    "ask_range",
    "ask_low",
    "ask_high",
    "every_layer",
    "ask_worth",
    "only",
)


def take_budget(c: Context) -> Fact | None:
    """Put a new amount into the frame: with its base, in a year, and free of what belonged to the old one."""
    found = c.given.pairs(*BUDGET_ROLES)
    if not found:
        return None
    figure, fact = found[0]
    figures.reject_unusable(fact)
    fact = _of_one_year(c, figure, fact)
    base, assumed = c.frame.base, c.frame.base_assumed
    if figure.role is Role.MARKETING_BUDGET:
        base, assumed = Base.MARKETING.value, False
    elif figure.role is Role.AI_BUDGET:
        base, assumed = Base.AI.value, False
    elif c.frame.budget is None:
        base, assumed = base_of_message(c)
    if c.frame.budget and c.given.currency_kept:
        c.assume(Assumption.CURRENCY_KEPT)
    past = (*c.frame.history, c.frame.budget)[-8:] if c.frame.budget and c.frame.budget != fact.id else c.frame.history
    c.frame = c.frame.but(
        budget=fact.id, base=base, base_assumed=assumed, currency_assumed=c.given.currency_assumed,
        wanted=None, history=past, whole=None,
    )  # fmt: skip
    return fact


def _of_one_year(c: Context, figure: RoleFigure, fact: Fact) -> Fact:
    """``三年营销总预算9000万``, ``a two-year budget of $6m``: what it comes to in one year."""
    for other, years in c.given.pairs(Role.OTHER):
        between = c.reading.plain[other.figure.end : figure.figure.start]
        called = re.fullmatch(r"[^，。,;；.!?]{0,14}(?:预算|费用|投入|budget|spend)[^，。,;；.!?]{0,12}", between)
        if years.unit == UNITS["year"] and years.value > 1 and called and fact.unit.per is None:
            number = figures.recast(c.desk, years, unit=NUMBER)
            c.assume(Assumption.ANNUAL)
            return calculate(c.desk, operation=Operation.DIVIDE, a=fact, b=number, label=fact.label)
    return fact


def base_of_message(c: Context) -> tuple[str, bool]:
    """The base that the message names anywhere, for an amount with no base beside it."""
    if c.cue("base_marketing"):
        return Base.MARKETING.value, False
    if c.cue("base_ai") and not c.given.of(Role.SHARE):
        return Base.AI.value, False
    return Base.MARKETING.value, True


def correct(c: Context) -> bool:
    """Corrections of currency and base that come without a new amount. Tells whether anything changed."""
    budget = c.fact(c.frame.budget)
    if budget is None:
        return False
    changed = _correct_period(c, budget)
    budget = c.fact(c.frame.budget) or budget
    currency = figures.corrected_currency(c.reading, budget.currency)
    unsaid = c.frame.currency_assumed or budget.currency == NO_CURRENCY
    if currency and currency != budget.currency and (unsaid or c.corrects() or not c.cue("ask_convert")):
        budget = figures.recast(c.desk, budget, unit=money_unit(currency, budget.unit.per))
        c.frame = c.frame.but(budget=budget.id, currency_assumed=False)
        changed = True
    if not c.given.of(*BUDGET_ROLES):
        base = _corrected_base(c)
        if base and (base != c.frame.base or c.frame.base_assumed):
            computed = c.fact(c.frame.ai_amount)
            if base == Base.AI.value and computed is not None and not c.cue("correction"):
                c.frame = c.frame.but(budget=computed.id)  # "the layers of that AI budget, then"
            else:
                role = Role.AI_BUDGET if base == Base.AI.value else Role.MARKETING_BUDGET
                c.frame = c.frame.but(budget=figures.as_base(c.desk, budget, role).id)
            c.frame = c.frame.but(base=base, base_assumed=False, share=None)
            changed = True
    if c.cue("no_share") and c.frame.share and not c.given.of(Role.SHARE):
        c.frame = c.frame.but(share=None)
        changed = True
    if c.layers() and c.cue("correction") and not c.given.of(Role.SHARE) and not c.cue("share_of_ai") and c.frame.share:
        c.frame = c.frame.but(share=None)  # "I meant the capability layer of it"
        changed = True
    return changed


def _correct_period(c: Context, budget: Fact) -> bool:
    """``这是一个季度的``, ``that number is per quarter``: the amount at hand is for a period."""
    periods = (("month", "period_month"), ("quarter", "period_quarter"), ("half-year", "period_half"))
    period = next((p for p, cue in periods if c.period_of_budget(cue, joined=True)), None)
    given = c.given.of(*BUDGET_ROLES)
    same = all(f.value == budget.value for f in given)
    telling = c.cue("correction", "that_one") or (given and same)
    if (
        period is None
        or budget.unit.per == period
        or not telling
        or not same
        or c.layers()
        or c.cue("ask_split")
        or (c.cue("ask_amount") and not c.cue("that_one"))
    ):
        return False
    budget = figures.recast(c.desk, budget, unit=money_unit(budget.unit.code, period))
    c.frame = c.frame.but(budget=budget.id)
    return True


def _corrected_base(c: Context) -> str | None:
    """``那是AI预算``, ``that figure was the entire marketing budget``: the base named and not denied."""
    spans = {
        Base.AI.value: c.reading.cues.spans("base_ai"),
        Base.MARKETING.value: c.reading.cues.spans("base_marketing"),
    }
    stated = [
        (span[0], base)
        for base, found in spans.items()
        for span in found
        if not figures.denied(c.reading.plain[: span[0]])
    ]
    if c.cue("ai_total") and not c.cue("correction"):
        return None
    if not stated or not (c.cue("correction", "what_if") or (c.frame.base_assumed and _plainly(c))):
        return None
    return min(stated)[1]


def _plainly(c: Context) -> bool:
    """``是AI预算`` to a reply that took it as the marketing budget: a message that names the base and asks nothing."""
    return len(c.reading.rest("base_ai", "base_marketing")) <= 12 and not c.cue(*ASKING)


def annual(c: Context, fact: Fact) -> tuple[Fact, list[Section]]:
    """The budget per year, with the section that says how it came about."""
    if fact.unit.per in (None, "year"):
        if fact.unit.per == "year":
            fact = figures.recast(c.desk, fact, unit=money_unit(fact.unit.code))
        return fact, []
    yearly = convert_period(c.desk, amount=fact, to="year")
    c.assume(Assumption.ANNUAL)
    return yearly, [ResultSection(yearly, (fact,), "annual")]


def step(c: Context) -> list[Section]:
    """The budget (or share) at hand, changed by arithmetic: ``再加100万``, ``翻一倍呢``, ``cut it by 20%``."""
    budget, share = c.fact(c.frame.budget), c.fact(c.frame.share)
    on_share = share is not None and c.cue("ask_share", "share_word")
    for figure, fact in c.given.pairs(Role.ADDED, Role.REMOVED, Role.SCALE):
        target = share if on_share and fact.unit.kind is not UnitKind.MONEY else budget
        if target is None:
            continue
        section = _changed(c, target, figure, fact)
        c.frame = c.frame.but(**{"share" if target is share else "budget": section.fact.id})
        return [section]
    return []


def _changed(c: Context, target: Fact, figure: RoleFigure, fact: Fact) -> ResultSection:
    """``target`` raised, lowered or scaled by a figure; what is told beside the result is what was added or taken off."""

    def compute(operation: Operation, a: Fact, b: Fact) -> Fact:
        return calculate(c.desk, operation=operation, a=a, b=b, label=target.label)

    part = figures.fraction_of(c.desk, figure, fact, whole=target, label=target.label)
    if part is not None:
        if c.cue("remove") and not c.cue("from_to"):
            return ResultSection(compute(Operation.SUBTRACT, target, part), (target, part), "removed")
        return ResultSection(part, (target, fact), "scaled")
    if figure.role is Role.SCALE:
        return ResultSection(compute(Operation.MULTIPLY, target, fact), (target, fact), "scaled")
    if fact.currency == target.currency and target.unit.per and not fact.unit.per:
        fact = figures.recast(c.desk, fact, unit=target.unit)  # "another 200k" on a monthly budget is monthly
    change = fact
    if fact.unit == PERCENT and target.unit != PERCENT:
        change = calculate(c.desk, operation=Operation.PERCENT_OF, a=fact, b=target)
    if figure.role is Role.ADDED:
        return ResultSection(compute(Operation.ADD, target, change), (target, fact), "added")
    return ResultSection(compute(Operation.SUBTRACT, target, change), (target, fact), "removed")


def part_of_all(c: Context) -> list[Section]:
    """``公司预算5000万，营销占20%``: the marketing budget as a share of a larger one."""
    shares, whole = c.given.of(Role.MARKETING_SHARE), c.fact(c.frame.budget)
    if not shares or whole is None:
        return []
    label = Label("年度营销预算", "annual marketing budget")
    part = calculate(c.desk, operation=Operation.PERCENT_OF, a=shares[0], b=whole, label=label)
    c.frame = c.frame.but(budget=part.id, base=Base.MARKETING.value, base_assumed=False)
    return [ResultSection(part, (whole, shares[0]), "part")]


def asked_of_share(c: Context) -> str:
    """How a message asks about a share: whether it is all right (``ok``), too much or too little (``too``), or not at all."""
    if c.cue("ask_too"):
        return "too"
    return "ok" if c.cue("ask_ok", "ask_worth") and len(c.given.of(Role.SHARE)) < 2 else ""
