"""The tools as they are described to a model: names, schemas and words, made from the framework in force.

No schema takes a figure: a figure is an id, everything else is a name or a constant. What the tools do is the business of ``tools``.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Any

from agent.dialogue.moves import MOVES, As, Goal, Op, What
from tools import registry
from tools.money import CURRENCIES
from tools.parameters import Framework
from tools.registry import ArgumentKind, Tool

REREAD, SEARCH, COMPUTE = "reread", "search", "compute"
NAMES = (REREAD, SEARCH, COMPUTE)
THRESHOLDS = "thresholds"
#: Tools of the registry that answers do not cover by a goal; the others are known by name and explain themselves when called.
_SHOWN = (
    "calculate", "bulk", "total", "ratio", "change_between", "amount_at_share", "convert_period", "annual", "kpi_target",
)  # fmt: skip
_FEW_CHOICES = 6
#: What only rules read: entries and names of the books are said in plain words.
_BY_RULES = frozenset({What.GONE, What.NAME, What.PLAN, What.WHOSE})
_ASKED_BY_RULES = frozenset({Goal.OFFERS})
#: A name: no digit but that of an id (L1, K2, U3, ITEM4, Q1).
_NAME = r"^(\D|[A-Z]\d+)*$"
_FIGURE = r"^U\d+([*=]U\d+)?$"


def prompt(name: str) -> str:
    """A text of ``agent/prompts``."""
    return (files("agent") / "prompts" / f"{name}.txt").read_text(encoding="utf-8").strip()


@lru_cache(maxsize=8)
def described(framework: Framework) -> tuple[dict[str, Any], ...]:
    """The tools as an endpoint takes them."""
    return (
        tool(REREAD, _language(framework), _moves_schema()),
        tool(SEARCH, prompt("search"), {"query": {"type": "string"}, "document": {"type": "string"}}, required=["query"]),
        tool(COMPUTE, _computing(framework), {"tool": {"type": "string"}, "arguments": {"type": "object"}}, required=["tool", "arguments"]),
    )  # fmt: skip


def tool(name: str, text: str, properties: dict[str, Any], *, required: list[str] | None = None) -> dict[str, Any]:
    """A tool as an endpoint takes it; all of its ``properties`` are required unless some are named."""
    schema = {"type": "object", "properties": properties, "required": required or list(properties)}
    return {"type": "function", "function": {"name": name, "description": text, "parameters": schema}}


def _language(framework: Framework) -> str:
    """The language of moves with the framework's names."""
    layers = "; ".join(f"L{n} {layer.name.en}" for n, layer in enumerate(framework.layers, 1))
    kpis = "; ".join(f"P{p.number} {' '.join(k.id.partition('.')[2] for k in p.kpis)}" for p in framework.phases)
    return prompt("reread").replace("{layers}", layers).replace("{kpis}", kpis)


def _moves_schema() -> dict[str, Any]:
    """A list of moves. Roles, goals and operations are enumerated, figures are ids, names have no digits of their own."""
    name = {"type": ["string", "array"], "pattern": _NAME, "items": {"type": "string", "pattern": _NAME}}
    move = {
        "type": "object",
        "properties": {
            "do": {"enum": list(MOVES)},
            "fig": {"pattern": _FIGURE},
            "as": {"enum": [a.value for a in As if a is not As.FISCAL]},
            "op": {"enum": [o.value for o in Op]},
            "goal": {"enum": [g.value for g in Goal if g not in _ASKED_BY_RULES]},
            "what": {"enum": [w.value for w in What if w not in _BY_RULES]},
        },
        "required": ["do"],
        "additionalProperties": name,
    }
    return {"moves": {"type": "array", "items": move}}


def _computing(framework: Framework) -> str:
    """Signatures of the tools; long enumerations stand once, at the end."""
    shared: dict[str, str] = {}
    shown = [_signature(registry.tool(name), framework, shared) for name in _SHOWN]
    lines = [prompt("compute"), " ".join(shown), f"{THRESHOLDS}(phase): all its KPIs"]
    return "\n".join([*lines, *(f"{name}: {choices}" for name, choices in shared.items())])


def _signature(known: Tool, framework: Framework, shared: dict[str, str]) -> str:
    told = []
    for argument in known.arguments:
        choices = argument.choices(framework) if argument.choices else ()
        text = argument.name + ("" if argument.required else "?")
        if argument.kind is ArgumentKind.LIST:
            text += "[]"
        elif choices == tuple(CURRENCIES):
            text += ":ISO code"
        elif argument.name in ("kpi", "period"):  # named with the language of moves, and beside it
            pass
        elif len(choices) > _FEW_CHOICES or any("." in choice for choice in choices):
            shared[argument.name] = "|".join(choice.partition(".")[2] or choice for choice in choices)
        elif choices:
            text += ":" + "|".join(choices)
        told.append(text)
    return f"{known.name}({','.join(told)})"
