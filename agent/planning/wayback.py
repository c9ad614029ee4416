"""The way back: the budget under which a layer, a project's layer or all AI spending gets a wanted amount."""

from __future__ import annotations

from agent.planning import amounts, figures
from agent.planning.context import Context
from agent.planning.frame import Task
from agent.planning.plan import (
    Assumption,
    InverseSection,
    Section,
    SplitSection,
)
from agent.roles import Role
from tools.budget import (
    Base,
    budget_for,
    layer_share,
    split_budget,
)
from tools.identity import Label
from tools.parameters import Layer


def inverse(c: Context) -> list[Section] | None:
    """Which budget gives a layer, a project's layer or all AI spending a wanted amount."""
    wanted = c.given.pairs(Role.WANTED)
    if not c.given.of(*amounts.BUDGET_ROLES, Role.WANTED) and (held := _held(c)):
        return held
    if not wanted and c.cue("ask_inverse"):
        # An AI amount with its share ("AI is 15%, exactly 600k") gives the marketing budget.
        wanted = c.given.pairs(Role.AI_BUDGET) or (c.given.pairs(Role.AMOUNT) if c.given.of(Role.SHARE) else ())
    if not wanted or c.given.of(Role.MARKETING_BUDGET):
        return None
    asks_back = c.cue("ask_inverse", "ask_amount", "base_marketing", "base_ai")
    if not asks_back and c.frame.budget and c.frame.task is not Task.INVERSE:
        return None
    figure, fact = wanted[0]
    figures.reject_unusable(fact)
    shares = c.given.of(Role.SHARE)
    concept = figure.concept or ""
    if concept.startswith("project"):
        project = next(p for p in c.framework.projects if p.id == concept)
        concept = project.layer or ""
        if not concept:
            return None
    base = (
        Base.AI if c.cue("base_ai") and not c.cue("base_marketing") and figure.role is Role.WANTED else Base.MARKETING
    )
    c.frame = c.frame.but(
        task=Task.INVERSE, wanted=fact.id, share=shares[0].id if shares else None, concepts=(concept,) if concept else (),
        base=base.value, base_assumed=False,
    )  # fmt: skip
    return inverse_again(c)


def _held(c: Context) -> list[Section] | None:
    """The way back from figures at hand: another layer's after one layer's, or an AI budget's at a share given now."""
    layers, shares = c.layers(), c.given.of(Role.SHARE)
    if c.frame.task is Task.INVERSE and len(layers) == 1 and c.cue("what_if") and not c.given.facts:
        return _another_layer(c, layers[0])
    if c.frame.base == Base.AI.value and c.frame.budget and shares and c.cue("ask_inverse") and not layers:
        c.frame = c.frame.but(
            task=Task.INVERSE, wanted=c.frame.budget, share=shares[0].id, concepts=(), base=Base.MARKETING.value,
            base_assumed=False,
        )  # fmt: skip
        return inverse_again(c)
    return None


def _another_layer(c: Context, layer: Layer) -> list[Section] | None:
    """Another layer, asked about after the way back from one layer's amount (``能力层呢？``).

    It is told what it gets of the budget found and, since that may be meant, the budget under which it gets the amount.
    """
    wanted, found = c.fact(c.frame.wanted), c.fact(c.frame.budget)
    told: list[Section] = []
    if found is not None and not c.cue("hypothetical"):
        split = split_budget(c.desk, budget=found, base=Base(c.frame.base), share=c.fact(c.frame.share))
        told.append(SplitSection(split, (layer.id,)))
    if wanted is not None:
        label = Label(f"{layer.name.zh}金额", f"{layer.name.en} amount")
        wanted = figures.recast(c.desk, wanted, label=label, concepts=(layer.id, Role.WANTED.value))
        c.frame = c.frame.but(wanted=wanted.id, concepts=(layer.id,))
    return [*told, *(inverse_again(c) or [])]


def inverse_again(c: Context) -> list[Section] | None:
    wanted = c.fact(c.frame.wanted)
    if wanted is None:
        return None
    wanted, sections = amounts.annual(c, wanted)
    layer = c.framework.layer(c.frame.concepts[0]) if c.frame.concepts else None
    base = Base(c.frame.base)
    share = c.fact(c.frame.share) if base is Base.MARKETING else None
    result = budget_for(c.desk, wanted=wanted, layer=layer, base=base, share=share)
    c.frame = c.frame.but(budget=result.budget.id)
    own = layer_share(c.desk, layer) if layer else None
    c.assume(Assumption.LAYERS)
    c.cite(*(item.share.source.passage for item in ((layer,) if layer else c.framework.layers) if item.share))
    return [*sections, InverseSection(result, own)]
