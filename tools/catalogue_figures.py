"""The tools that compute with the user's own figures: spending against a plan, own shares, changes, sums and what is missing."""

from __future__ import annotations

from typing import Any

from tools import changes, comparing, conversions, limits, running, shares, shortfalls, spend, sums
from tools.desk import Desk
from tools.facts import Fact
from tools.lexicon.periods import A_YEAR, PARTS, PERIODS, UNCOUNTED
from tools.signatures import Argument, ArgumentKind, Tool, constants, kpis_of, layers_of, lines_of


def _changed(desk: Desk, *, budget: Fact, by: Fact, op: str, over: Fact | None = None) -> Fact:
    return changes.change_amount(desk, budget=budget, by=by, op=changes.Change(op), over=over)


def _level(desk: Desk, *, part: Fact, whole: Fact, kpi: str | None = None) -> Fact:
    found = next((k for k in desk.framework.kpis if k.id == kpi), None)
    return shortfalls.level_from(desk, part=part, whole=whole, kpi=found)


def _within(desk: Desk, *, wanted: Fact, layer: str, floors: Any = None, caps: Any = None) -> limits.Within:
    return limits.budget_within(desk, wanted=wanted, layer=desk.framework.layer(layer), floors=floors, caps=caps)


def _per_part(desk: Desk, *, amount: Fact, parts: spend.Count, each: str = "") -> Any:
    return spend.per_part(desk, amount=amount, parts=parts, each=each)


_LIST, _COUNT, _LAYERS = ArgumentKind.LIST, ArgumentKind.COUNT, ArgumentKind.FACTS
#: What spending is held against a plan with, or carried on from.
_AGAINST_A_PLAN = (
    Argument("planned", "the amount planned for all parts"),
    Argument("spent", "the amount spent so far"),
    Argument("done", "how many parts are over", _COUNT),
    Argument("parts", "how many parts there are", _COUNT),
)

FIGURE_TOOLS: tuple[Tool, ...] = (
    Tool(
        "remaining",
        "What is left of a plan after spending, or by how much it is overrun.",
        (Argument("planned", "the amount planned"), Argument("spent", "the amounts spent", _LIST)),
        spend.remaining,
    ),
    Tool(
        "pace",
        "Whether spending keeps pace with the parts of a plan that are over.",
        _AGAINST_A_PLAN,
        spend.pace,
    ),
    Tool(
        "per_part",
        "What one of several equal parts (heads, months, quarters) gets of an amount.",
        (
            Argument("amount", "the amount"),
            Argument("parts", "how many parts there are", _COUNT),
            Argument("each", "what a part is", ArgumentKind.CONSTANT, constants("week", *PERIODS), required=False),
        ),
        _per_part,
    ),
    Tool(
        "phase_out",
        "An amount over parts of a year by the user's weights.",
        (
            Argument("amount", "the amount"),
            Argument("weights", "part of the year to weight", ArgumentKind.FACTS, constants(*PARTS)),
        ),
        spend.phase_out,
    ),
    Tool(
        "own_split",
        "AI money to the layers by the user's own weights, floors and caps.",
        (
            Argument("whole", "the AI money"),
            Argument("weights", "layer to weight", _LAYERS, layers_of, required=False),
            Argument("floors", "layer to least amount", _LAYERS, layers_of, required=False),
            Argument("caps", "layer to greatest amount", _LAYERS, layers_of, required=False),
        ),
        shares.own_split,
    ),
    Tool("total", "What figures of one unit come to together.", (Argument("facts", "the figures", _LIST),), sums.total),
    Tool(
        "rest",
        "What parts leave of a whole.",
        (Argument("whole", "the whole"), Argument("parts", "the parts", _LIST)),
        sums.rest,
    ),
    Tool(
        "bulk",
        "A number of people or things at a price each.",
        (Argument("count", "how many"), Argument("price", "the price of one")),
        sums.bulk,
    ),
    Tool(
        "bridge",
        "The way from one total to another, line by line.",
        (
            Argument("before", "line to figure before", _LAYERS, lines_of),
            Argument("after", "line to figure after", _LAYERS, lines_of),
        ),
        sums.bridge,
    ),
    Tool(
        "forecast",
        "What spending comes to by the end of all parts, if each takes what those that are over took on average.",
        _AGAINST_A_PLAN,
        running.forecast,
    ),
    Tool(
        "budget_within",
        "The budget under which a layer gets a wanted amount while the others keep within the user's floors and caps.",
        (
            Argument("wanted", "the wanted amount"),
            Argument("layer", "the layer", ArgumentKind.CONSTANT, layers_of),
            Argument("floors", "layer to least amount", _LAYERS, layers_of, required=False),
            Argument("caps", "layer to greatest amount", _LAYERS, layers_of, required=False),
        ),
        _within,
    ),
    Tool(
        "annual",
        "A year's worth of an amount per period.",
        (
            Argument("amount", "the amount"),
            Argument("period", "its period", ArgumentKind.CONSTANT, constants(*A_YEAR, *sorted(UNCOUNTED))),
        ),
        conversions.annual,
    ),
    Tool(
        "above",
        "Which figures are above a limit.",
        (Argument("facts", "the figures", _LIST), Argument("limit", "the limit")),
        comparing.above,
    ),
    Tool(
        "share_implied",
        "The AI share that an AI budget is of a marketing budget.",
        (Argument("ai", "the AI budget"), Argument("marketing", "the marketing budget")),
        comparing.share_implied,
    ),
    Tool(
        "share_of_turnover",
        "The marketing budget that is a share of turnover.",
        (Argument("turnover", "the turnover"), Argument("share", "the share in percent")),
        changes.share_of_turnover,
    ),
    Tool(
        "change_amount",
        "A budget set to, multiplied by, raised or cut by a figure.",
        (
            Argument("budget", "the budget"),
            Argument("by", "the figure of the change"),
            Argument("op", "what happens", ArgumentKind.CONSTANT, constants(*changes.Change)),
            Argument("over", "the denominator, where the change is a fraction", required=False),
        ),
        _changed,
    ),
    Tool(
        "level_from",
        "The percentage that a part is of a whole, such as staff who use it.",
        (
            Argument("part", "the part"),
            Argument("whole", "the whole"),
            Argument("kpi", "the KPI", ArgumentKind.CONSTANT, kpis_of, required=False),
        ),
        _level,
    ),
    Tool(
        "headcount_short",
        "How many more people are needed for a threshold.",
        (
            Argument("whole", "the people in all"),
            Argument("part", "the people who count already"),
            Argument("threshold", "the threshold in percent"),
        ),
        shortfalls.headcount_short,
    ),
    Tool(
        "output_short",
        "How much more output is needed for a multiple of an earlier one.",
        (
            Argument("before", "the earlier output"),
            Argument("after", "the present output"),
            Argument("factor", "the multiple asked for"),
        ),
        shortfalls.output_short,
    ),
)
