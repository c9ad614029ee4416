"""Amounts in another currency, at a rate that the user gave now or before."""

from __future__ import annotations

from agent.planning import amounts, figures
from agent.planning.context import Context
from agent.planning.frame import Task
from agent.planning.plan import (
    Assumption,
    ConvertSection,
    Question,
    QuestionSection,
    Section,
)
from agent.roles import Role
from tools.budget import (
    Base,
    split_budget,
)
from tools.conversions import convert_currency
from tools.facts import Fact
from tools.quantities import UnitKind


def convert(c: Context) -> list[Section] | None:
    """Amounts in another currency, at a rate that the user gave now or before."""
    rates = c.given.of(Role.RATE) or _rate_answered(c)
    to = figures.target_currency(c.reading, c.fact(c.frame.budget))
    if not rates and not (c.frame.rate and c.cue("ask_convert")):
        if (
            c.cue("ask_convert")
            and to
            and (c.frame.budget or c.given.of(*amounts.BUDGET_ROLES))
            and not c.cue("correction")
        ):
            amounts.take_budget(c)
            c.frame = c.frame.but(to_currency=to)
            return None
        return None
    if rates:
        c.frame = c.frame.but(rate=rates[0].id)
    amounts.take_budget(c)
    budget = c.fact(c.frame.budget)
    c.frame = c.frame.but(to_currency=to or c.frame.to_currency)
    if budget is None:
        return [QuestionSection(Question.BUDGET)]
    return converted(c, budget)


def _rate_answered(c: Context) -> tuple[Fact, ...]:
    """``7.1``, ``the rate is 7.1``: a bare number when a rate was asked for."""
    if c.frame.to_currency is None or c.frame.rate is not None or len(c.given.facts) != 1:
        return ()
    (fact,) = c.given.of(Role.OTHER) or (None,)
    if fact is None or fact.unit.kind is not UnitKind.NUMBER or fact.value <= 0 or c.topical():
        return ()
    return (figures.recast(c.desk, fact, label=figures.RATE_LABEL, concepts=("rate",)),)


def converted(c: Context, budget: Fact) -> list[Section] | None:
    rate, to = c.fact(c.frame.rate), c.frame.to_currency
    if rate is None:
        return None
    to = to or figures.other_currency(rate, budget)
    if to is None or to == budget.currency:
        to = figures.other_currency(rate, budget)
    if to is None:
        return None
    quoted = figures.quotation(rate, budget.currency or "", to)
    told = [budget]
    sections: list[Section] = []
    wants_layers = (
        c.layers()
        or c.cue("every_layer", "ask_split")
        or (c.frame.task in (Task.SPLIT, Task.LIMITED) and not c.given.of(*amounts.BUDGET_ROLES))
    )
    if wants_layers:
        annual, sections = amounts.annual(c, budget)
        split = split_budget(c.desk, budget=annual, base=Base(c.frame.base), share=c.fact(c.frame.share))
        focus = {layer.id for layer in c.layers()}
        told += [r.amount for r in split.rows if not focus or r.layer.id in focus]
        c.cite(*(r.layer.share.source.passage for r in split.rows if r.layer.share))
        if c.frame.base == Base.MARKETING.value:
            c.assume(Assumption.LAYERS)
    pairs = tuple((a, convert_currency(c.desk, amount=a, rate=rate, to=to, quoted=quoted)) for a in told)
    c.frame = c.frame.but(task=Task.CONVERT, to_currency=to)
    return [*sections, ConvertSection(rate, pairs)]
