"""The shape of a tool: its name, its arguments and their JSON Schema.

Every numeric argument is the id of a fact; everything else is an enumerated constant. There is no schema that a number fits.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tools.errors import ToolError
from tools.parameters import Framework
from tools.spend import COUNTS


class InvalidArguments(ToolError):
    """A tool call that does not fit the tool's schema; the message says what would."""


class ArgumentKind(StrEnum):
    """What an argument may be: the id of a fact, a constant, a mapping from constants to fact ids, a list of fact ids, or a fact id or a spelled count."""

    FACT = "fact"
    CONSTANT = "constant"
    FACTS = "facts"
    LIST = "list"
    COUNT = "count"


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
_COUNT = rf"^(?:[UFS][1-9][0-9]{{0,5}}|{'|'.join(COUNTS)})$"


def _argument_schema(argument: Argument, framework: Framework) -> dict[str, Any]:
    if argument.kind is ArgumentKind.FACT:
        return {"type": "string", "pattern": _FACT_ID, "description": argument.description}
    if argument.kind is ArgumentKind.LIST:
        item = {"type": "string", "pattern": _FACT_ID}
        return {"type": "array", "items": item, "minItems": 1, "description": argument.description}
    if argument.kind is ArgumentKind.COUNT:
        return {"type": "string", "pattern": _COUNT, "description": argument.description}
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


def layers_of(framework: Framework) -> tuple[str, ...]:
    return tuple(layer.id for layer in framework.layers)


#: Lines of a spend book that are no layer: of the plan or the marketing budget as a whole, and the user's own by number.
OWN_LINES = 20


def lines_of(framework: Framework) -> tuple[str, ...]:
    """What money may be spent of: layers, projects, the plan as a whole, and lines of the user's own."""
    projects = (project.id for project in framework.projects)
    return (
        *layers_of(framework),
        *projects,
        "ai",
        "marketing",
        "plan",
        "other",
        *(f"line{n}" for n in range(1, OWN_LINES + 1)),
    )


def constants(*values: str) -> Callable[[Framework], tuple[str, ...]]:
    return lambda _: values


def kpis_of(framework: Framework) -> tuple[str, ...]:
    return tuple(kpi.id for kpi in framework.kpis)
