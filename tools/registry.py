"""The one list of tools, and how they are called by name.

Every numeric argument is the id of a fact; everything else is an enumerated constant. A literal number is refused with a
message that the caller can act on, because ``calculate(multiply, 1.3e6, 1)`` would launder any number into a fact.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from tools.catalogue import FRAMEWORK_TOOLS
from tools.catalogue_figures import FIGURE_TOOLS
from tools.desk import Desk
from tools.facts import Computed, Fact, Ledger
from tools.signatures import Argument, ArgumentKind, InvalidArguments, Tool
from tools.spend import COUNTS

__all__ = [
    "TOOLS", "Argument", "ArgumentKind", "InvalidArguments", "Tool", "call", "facts_of", "recompute", "tool",
]  # fmt: skip

TOOLS: tuple[Tool, ...] = (*FRAMEWORK_TOOLS, *FIGURE_TOOLS)


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
    if argument.kind is ArgumentKind.LIST:
        if not isinstance(value, list | tuple) or not value:
            raise InvalidArguments(f"{name}.{argument.name} is a list of fact ids.")
        return [_fact(desk, name, argument, item) for item in value]
    if argument.kind is ArgumentKind.COUNT and isinstance(value, str) and value in COUNTS:
        return value
    if argument.kind is ArgumentKind.FACTS:
        if not isinstance(value, Mapping) or not value:
            raise InvalidArguments(f"{name}.{argument.name} is an object from {_named(argument)} to fact id.")
        if wrong := sorted(set(value) - set(choices)):
            raise InvalidArguments(f"{name}.{argument.name} knows no {', '.join(map(str, wrong))}.")
        return {key: _fact(desk, name, argument, item) for key, item in value.items()}
    if argument.kind is ArgumentKind.CONSTANT:
        if value not in choices:
            raise InvalidArguments(f"{name}.{argument.name} is one of: {', '.join(choices)}.")
        return value
    return _fact(desk, name, argument, value)


def _named(argument: Argument) -> str:
    return argument.description.partition(" to ")[0]


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
    earlier = {known.id: known for known in itertools.takewhile(lambda known: known.id != fact.id, desk.ledger)}
    # It may have been computed for its scenario, or have taken it over from its inputs.
    for scenario in dict.fromkeys((fact.identity.scenario if fact.identity else "", "")):
        fresh = Desk(desk.framework, Ledger(dict(earlier)), scenario)
        call(fresh, made.tool, made.arguments)
        for again in fresh.ledger:
            if again.provenance == made and again.identity == fact.identity:
                return again
    raise LookupError(f"{fact.id} does not come out of {made.tool} any more")
