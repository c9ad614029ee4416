"""The one list of tools: their names, descriptions, argument schemas, and how they are called by name.

Every numeric argument is the id of a fact; everything else is an enumerated constant. A literal number is refused with a
message that the caller can act on, because ``calculate(multiply, 1.3e6, 1)`` would launder any number into a fact.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from typing import Any

from tools import arithmetic, conversions, kpis
from tools import budget as budgets
from tools.desk import Desk
from tools.errors import ToolError
from tools.facts import Computed, Fact, Ledger
from tools.money import CURRENCIES
from tools.parameters import Framework
from tools.quantities import PERIODS


class InvalidArguments(ToolError):
    """A tool call that does not fit the tool's schema; the message says what would."""


class ArgumentKind(StrEnum):
    """What an argument may be: the id of a fact, a constant, or a mapping from constants to fact ids."""

    FACT = "fact"
    CONSTANT = "constant"
    FACTS = "facts"


@dataclass(frozen=True, slots=True)
class Argument:
    name: str
    description: str
    kind: ArgumentKind = ArgumentKind.FACT
    choices: Callable[[Framework], tuple[str, ...]] | None = None
    required: bool = True


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool: ``run`` takes the desk and arguments already resolved (facts for fact ids)."""

    name: str
    description: str
    arguments: tuple[Argument, ...]
    run: Callable[..., Any]

    def schema(self, framework: Framework) -> dict[str, Any]:
        """The JSON Schema of the arguments."""
        properties = {a.name: _argument_schema(a, framework) for a in self.arguments}
        required = [a.name for a in self.arguments if a.required]
        return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


_FACT_ID = r"^[UFS][1-9][0-9]{0,5}$"


def _argument_schema(argument: Argument, framework: Framework) -> dict[str, Any]:
    if argument.kind is ArgumentKind.FACT:
        return {"type": "string", "pattern": _FACT_ID, "description": argument.description}
    choices = argument.choices(framework) if argument.choices else ()
    if argument.kind is ArgumentKind.CONSTANT:
        return {"type": "string", "enum": list(choices), "description": argument.description}
    values = {choice: {"type": "string", "pattern": _FACT_ID} for choice in choices}
    return {
        "type": "object",
        "properties": values,
        "additionalProperties": False,
        "minProperties": 1,
        "description": argument.description,
    }


def _layers(framework: Framework) -> tuple[str, ...]:
    return tuple(layer.id for layer in framework.layers)


def _constants(*values: str) -> Callable[[Framework], tuple[str, ...]]:
    return lambda _: values


_BASE = Argument("base", "what the amount is a budget of", ArgumentKind.CONSTANT, _constants("marketing", "ai"))
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


def _gate(desk: Desk, *, phase: str, actuals: Mapping[str, Fact]) -> Any:
    found = next(p for p in desk.framework.phases if p.id == phase)
    return kpis.check_phase(desk, phase=found, actuals=actuals)


def _calculate(desk: Desk, *, operation: str, a: Fact, b: Fact) -> Any:
    return arithmetic.calculate(desk, operation=arithmetic.Operation(operation), a=a, b=b)


TOOLS: tuple[Tool, ...] = (
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
        "share_of",
        "What percentage one amount is of another.",
        (Argument("part", "the part"), Argument("whole", "the whole")),
        budgets.share_of,
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
            Argument("layer", "the layer; leave out for all layers", ArgumentKind.CONSTANT, _layers, required=False),
            _SHARE,
        ),
        _inverse,
    ),
    Tool(
        "convert_period",
        "An amount per week, fortnight, month, quarter, half-year or year turned into another period.",
        (
            Argument("amount", "the amount"),
            Argument("to", "the period", ArgumentKind.CONSTANT, _constants(*PERIODS)),
        ),
        conversions.convert_period,
    ),
    Tool(
        "convert_currency",
        "An amount in another currency at a rate that the user gave.",
        (
            Argument("amount", "the amount"),
            Argument("rate", "the user's rate"),
            Argument("to", "the currency", ArgumentKind.CONSTANT, _constants(*CURRENCIES)),
            Argument(
                "quoted",
                "the rate is units of the new currency for one of the old (direct), or the other way round (inverse)",
                ArgumentKind.CONSTANT,
                _constants("direct", "inverse"),
            ),
        ),
        conversions.convert_currency,
    ),
    Tool(
        "kpi_target",
        "The target of a phase KPI from its present figure.",
        (
            Argument("kpi", "the KPI", ArgumentKind.CONSTANT, lambda f: tuple(k.id for k in f.kpis)),
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
            Argument("kpi", "the KPI", ArgumentKind.CONSTANT, lambda f: tuple(k.id for k in f.kpis), required=False),
        ),
        _change,
    ),
    Tool(
        "check_phase",
        "Hold actual figures against the thresholds of a phase (falls are negative changes).",
        (
            Argument("phase", "the phase", ArgumentKind.CONSTANT, lambda f: tuple(p.id for p in f.phases)),
            Argument("actuals", "KPI to figure", ArgumentKind.FACTS, lambda f: tuple(k.id for k in f.kpis)),
        ),
        _gate,
    ),
    Tool(
        "difference",
        "How much two figures of one unit differ.",
        (Argument("minuend", "one figure"), Argument("subtrahend", "the other")),
        budgets.difference,
    ),
    Tool(
        "times",
        "How many times the smaller figure the larger one is.",
        (Argument("larger", "the larger figure"), Argument("smaller", "the smaller figure")),
        budgets.times,
    ),
    Tool(
        "calculate",
        "Arithmetic over two facts.",
        (
            Argument("operation", "the operation", ArgumentKind.CONSTANT, _constants(*arithmetic.Operation)),
            Argument("a", "first fact"),
            Argument("b", "second fact"),
        ),
        _calculate,
    ),
)


def tool(name: str) -> Tool:
    """The tool of that name; an unknown one is an :class:`InvalidArguments` that lists the names."""
    for item in TOOLS:
        if item.name == name:
            return item
    raise InvalidArguments(f"There is no tool {name!r}; the tools are: {', '.join(t.name for t in TOOLS)}.")


def call(desk: Desk, name: str, arguments: Mapping[str, Any]) -> Any:
    """Call a tool by name with JSON arguments; its typed result is returned, its facts are in the ledger.

    Raises :class:`InvalidArguments` for arguments that do not fit, :class:`~tools.facts.UnknownFact` for an id that is
    not in the ledger, :class:`~tools.errors.InvalidInput` for figures that cannot be computed with.
    """
    found = tool(name)
    known = {a.name: a for a in found.arguments}
    if unknown := sorted(set(arguments) - set(known)):
        raise InvalidArguments(f"{name} takes no {', '.join(unknown)}; it takes: {', '.join(known)}.")
    resolved: dict[str, Any] = {}
    for argument in found.arguments:
        value = arguments.get(argument.name)
        if value is None:
            if argument.required:
                raise InvalidArguments(f"{name} needs {argument.name}: {argument.description}.")
            continue
        resolved[argument.name] = _resolve(desk, name, argument, value)
    return found.run(desk, **resolved)


def _resolve(desk: Desk, name: str, argument: Argument, value: Any) -> Any:
    choices = argument.choices(desk.framework) if argument.choices else ()
    if argument.kind is ArgumentKind.FACTS:
        if not isinstance(value, Mapping) or not value:
            raise InvalidArguments(f"{name}.{argument.name} is an object from KPI to fact id.")
        if wrong := sorted(set(value) - set(choices)):
            raise InvalidArguments(f"{name}.{argument.name} knows no {', '.join(map(str, wrong))}.")
        return {key: _fact(desk, name, argument, item) for key, item in value.items()}
    if argument.kind is ArgumentKind.CONSTANT:
        if value not in choices:
            raise InvalidArguments(f"{name}.{argument.name} is one of: {', '.join(choices)}.")
        return value
    return _fact(desk, name, argument, value)


def _fact(desk: Desk, name: str, argument: Argument, value: Any) -> Fact:
    if not isinstance(value, str) or value not in desk.ledger:
        ids = ", ".join(fact.id for fact in desk.ledger) or "none yet"
        raise InvalidArguments(
            f"{name}.{argument.name} takes the id of a fact, never a number. Known facts: {ids}. "
            "Compute a new figure with a tool, or ask the user for it."
        )
    return desk.ledger[value]


def facts_of(result: Any) -> Iterator[Fact]:
    """Every fact in a tool's result, in the order in which the result names them, each once."""
    seen: set[str] = set()

    def walk(value: Any) -> Iterator[Fact]:
        if isinstance(value, Fact):
            if value.id not in seen:
                seen.add(value.id)
                yield value
        elif isinstance(value, list | tuple):
            for item in value:
                yield from walk(item)
        elif isinstance(value, Mapping):
            for item in value.values():
                yield from walk(item)
        elif is_dataclass(value) and not isinstance(value, type):
            for item in fields(value):
                yield from walk(getattr(value, item.name))

    yield from walk(result)


def recompute(desk: Desk, fact: Fact) -> Fact:
    """Call again what made ``fact`` and give the fact that comes of it: the same one, unless something was altered.

    Raises :class:`TypeError` for a fact that no tool computed.
    """
    made = fact.provenance
    if not isinstance(made, Computed):
        raise TypeError(f"{fact.id} was not computed")
    # What the ledger held when the fact was made: nothing later may stand in for it, and it gets its own id again.
    earlier = itertools.takewhile(lambda known: known.id != fact.id, desk.ledger)
    fresh = Desk(desk.framework, Ledger({known.id: known for known in earlier}))
    call(fresh, made.tool, made.arguments)
    for again in fresh.ledger:
        if isinstance(again.provenance, Computed) and again.provenance == made:
            return again
    raise LookupError(f"{fact.id} does not come out of {made.tool} any more")
