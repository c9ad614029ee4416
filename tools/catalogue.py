"""The tools that compute with the framework, and plain arithmetic: descriptions, arguments and what runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tools import arithmetic, comparing, conversions, kpis
from tools import budget as budgets
from tools.desk import Desk
from tools.facts import Fact
from tools.lexicon.periods import PERIODS
from tools.money import CURRENCIES
from tools.signatures import Argument, ArgumentKind, Tool, constants, kpis_of, layers_of

_BASE = Argument("base", "what the amount is a budget of", ArgumentKind.CONSTANT, constants("marketing", "ai"))
_SHARE = Argument("share", "AI share of the marketing budget, if the user gave one", required=False)
_MARKETING = Argument("budget", "annual marketing budget")


def _split(desk: Desk, *, budget: Fact, base: str, share: Fact | None = None) -> Any:
    return budgets.split_budget(desk, budget=budget, base=budgets.Base(base), share=share)


def _item(desk: Desk, *, project: str, budget: Fact | None = None, base: str = "marketing") -> Any:
    found = next(p for p in desk.framework.projects if p.id == project)
    return budgets.item_amount(desk, project=found, budget=budget, base=budgets.Base(base))


def _inverse(desk: Desk, *, wanted: Fact, base: str, layer: str | None = None, share: Fact | None = None) -> Any:
    found = desk.framework.layer(layer) if layer else None
    return budgets.budget_for(desk, wanted=wanted, layer=found, base=budgets.Base(base), share=share)


def _kpi(desk: Desk, *, kpi: str, baseline: Fact) -> Any:
    return kpis.kpi_target(desk, kpi=next(k for k in desk.framework.kpis if k.id == kpi), baseline=baseline)


def _change(desk: Desk, *, before: Fact, after: Fact, kpi: str | None = None) -> Any:
    found = next((k for k in desk.framework.kpis if k.id == kpi), None)
    return kpis.change_between(desk, before=before, after=after, kpi=found)


def _multiple(desk: Desk, *, before: Fact, after: Fact, threshold: Fact | None = None, kpi: str | None = None) -> Any:
    found = next((k for k in desk.framework.kpis if k.id == kpi), None)
    return comparing.multiple_between(desk, before=before, after=after, threshold=threshold, kpi=found)


def _gate(desk: Desk, *, phase: str, actuals: Mapping[str, Fact]) -> Any:
    found = next(p for p in desk.framework.phases if p.id == phase)
    return kpis.check_phase(desk, phase=found, actuals=actuals)


def _calculate(desk: Desk, *, operation: str, a: Fact, b: Fact) -> Any:
    return arithmetic.calculate(desk, operation=arithmetic.Operation(operation), a=a, b=b)


FRAMEWORK_TOOLS: tuple[Tool, ...] = (
    Tool(
        "split_budget",
        "Split a marketing budget (each layer's share of it) or an AI budget (in the layers' proportion) into layers.",
        (Argument("budget", "annual budget"), _BASE, _SHARE),
        _split,
    ),
    Tool("total_share", "What all layers take together.", (), budgets.total_share),
    Tool(
        "budget_range",
        "The least and the most AI spending that the source's range makes of a marketing budget.",
        (_MARKETING,),
        budgets.budget_range,
    ),
    Tool(
        "check_share",
        "Hold an AI share against the source's range.",
        (Argument("share", "AI share in percent"), Argument("budget", "annual marketing budget", required=False)),
        budgets.check_share,
    ),
    Tool(
        "amount_at_share",
        "A percentage of a budget.",
        (_MARKETING, Argument("share", "percentage")),
        budgets.amount_at_share,
    ),
    Tool(
        "ratio",
        "What percentage one amount is of another.",
        (Argument("part", "the part"), Argument("whole", "the whole")),
        comparing.ratio,
    ),
    Tool(
        "item_amount",
        "Which quadrant a project is in, which layer pays for it and what that layer gets.",
        (
            Argument("project", "the project", ArgumentKind.CONSTANT, lambda f: tuple(p.id for p in f.projects)),
            Argument("budget", "annual budget", required=False),
            Argument("base", _BASE.description, ArgumentKind.CONSTANT, _BASE.choices, required=False),
        ),
        _item,
    ),
    Tool(
        "budget_for",
        "The budget under which a layer (or all layers together) gets a wanted amount.",
        (
            Argument("wanted", "the wanted amount"),
            Argument("base", "which budget is asked for", ArgumentKind.CONSTANT, _BASE.choices),
            Argument("layer", "the layer; leave out for all layers", ArgumentKind.CONSTANT, layers_of, required=False),
            _SHARE,
        ),
        _inverse,
    ),
    Tool(
        "convert_period",
        "An amount per month, quarter, half-year or year turned into another period.",
        (
            Argument("amount", "the amount"),
            Argument("to", "the period", ArgumentKind.CONSTANT, constants(*PERIODS)),
        ),
        conversions.convert_period,
    ),
    Tool(
        "convert_currency",
        "An amount in another currency at a rate that the user gave.",
        (
            Argument("amount", "the amount"),
            Argument("rate", "the user's rate"),
            Argument("to", "the currency", ArgumentKind.CONSTANT, constants(*CURRENCIES)),
            Argument(
                "quoted",
                "the rate is units of the new currency for one of the old (direct), or the other way round (inverse)",
                ArgumentKind.CONSTANT,
                constants("direct", "inverse"),
            ),
        ),
        conversions.convert_currency,
    ),
    Tool(
        "kpi_target",
        "The target of a phase KPI from its present figure.",
        (
            Argument("kpi", "the KPI", ArgumentKind.CONSTANT, kpis_of),
            Argument("baseline", "the present figure"),
        ),
        _kpi,
    ),
    Tool(
        "change_between",
        "The relative change from an earlier to a later figure.",
        (
            Argument("before", "the earlier figure"),
            Argument("after", "the later figure"),
            Argument("kpi", "the KPI", ArgumentKind.CONSTANT, kpis_of, required=False),
        ),
        _change,
    ),
    Tool(
        "check_phase",
        "Hold actual figures against the thresholds of a phase (falls are negative changes).",
        (
            Argument("phase", "the phase", ArgumentKind.CONSTANT, lambda f: tuple(p.id for p in f.phases)),
            Argument("actuals", "KPI to figure", ArgumentKind.FACTS, kpis_of),
        ),
        _gate,
    ),
    Tool(
        "difference",
        "How much two figures of one unit differ.",
        (Argument("minuend", "one figure"), Argument("subtrahend", "the other")),
        comparing.difference,
    ),
    Tool(
        "multiple_between",
        "How many times an earlier figure a later one is.",
        (
            Argument("before", "the earlier figure"),
            Argument("after", "the later figure"),
            Argument("threshold", "the multiple that it is held against", required=False),
            Argument("kpi", "the KPI", ArgumentKind.CONSTANT, kpis_of, required=False),
        ),
        _multiple,
    ),
    Tool(
        "calculate",
        "Arithmetic over two facts.",
        (
            Argument("operation", "the operation", ArgumentKind.CONSTANT, constants(*arithmetic.Operation)),
            Argument("a", "first fact"),
            Argument("b", "second fact"),
        ),
        _calculate,
    ),
)
