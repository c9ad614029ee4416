"""The desk on which a calculation is done: one framework, one ledger, and how a result is recorded.

Calculators take a desk and facts and give facts back. Every result is recorded with the call that made it, so that it
can be explained and computed again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from tools.errors import InvalidInput
from tools.facts import Computed, Fact, Ledger
from tools.identity import Identity, Label
from tools.parameters import Framework, Parameter
from tools.quantities import PERCENT, Comparator, Unit, UnitKind


@dataclass(frozen=True, slots=True)
class Call:
    """One tool call being computed: its name, its JSON arguments (fact ids and constants) and the ledger it fills."""

    ledger: Ledger
    tool: str
    arguments: Mapping[str, Any]
    scenario: str = ""

    def record(
        self,
        output: str,
        *,
        value: Decimal,
        unit: Unit,
        formula: str,
        inputs: tuple[Fact, ...],
        comparator: Comparator = Comparator.EQUAL,
        identity: Identity | None = None,
        label: Label | None = None,
        concepts: tuple[str, ...] = (),
    ) -> Fact:
        """Record one result. ``formula`` names its inputs by id in braces; its identity is that of the scenario at hand."""
        if identity is not None and self.scenario and not identity.scenario:
            identity = identity.but(scenario=self.scenario)
        return self.ledger.add(
            identity=identity,
            label=label,
            value=value,
            unit=unit,
            comparator=comparator,
            concepts=concepts,
            provenance=Computed(self.tool, self.arguments, tuple(f.id for f in inputs), formula, output),
        )


@dataclass(frozen=True, slots=True)
class Desk:
    """A framework, the ledger of the conversation, and the scenario that is computed."""

    framework: Framework
    ledger: Ledger = field(default_factory=Ledger)
    scenario: str = ""  # what the figures computed here are computed for

    def at(self, scenario: str) -> Desk:
        """The same desk, computing for another scenario."""
        return Desk(self.framework, self.ledger, scenario)

    def call(self, tool: str, **arguments: Any) -> Call:
        """Open a call; facts among the arguments are written down by id, absent ones left out."""
        written = {name: _written(value) for name, value in arguments.items() if value is not None}
        return Call(self.ledger, tool, written, self.scenario)

    def parameter(self, parameter: Parameter, *concepts: str) -> Fact:
        """The fact that states ``parameter``, recorded when it is first used."""
        return self.ledger.add(
            label=parameter.label,
            value=parameter.value,
            unit=parameter.unit,
            comparator=parameter.comparator,
            provenance=parameter.source,
            concepts=concepts or (parameter.id,),
        )


def _written(value: Any) -> Any:
    if isinstance(value, Fact):
        return value.id
    if isinstance(value, Mapping):
        return {key: _written(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_written(item) for item in value]
    return value


def money(fact: Fact) -> str:
    """The currency of ``fact``; anything but a positive amount of money is an :class:`InvalidInput`."""
    if fact.unit.kind is not UnitKind.MONEY:
        raise InvalidInput("not_money", "这里需要金额。", "This needs an amount of money.")
    if fact.value <= 0:
        raise InvalidInput(
            "not_positive",
            "金额必须是正数，请给出正数的预算。",
            "The amount must be positive; please give a positive budget.",
        )
    return fact.unit.code


def percent(fact: Fact) -> Decimal:
    """``fact`` as a fraction of one; anything but a percentage is an :class:`InvalidInput`."""
    if fact.unit != PERCENT:
        raise InvalidInput("not_percent", "这里需要百分比。", "This needs a percentage.")
    return fact.value / 100
