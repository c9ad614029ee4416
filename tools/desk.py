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
from tools.facts import Computed, Fact, Ledger, shared
from tools.identity import Identity, Label, Role
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
        """Record one result. ``formula`` names its inputs by id in braces.

        Its identity is of the scenario at hand, else of the one that its inputs were computed for; nobody said it, so it has no speaker.
        """
        if identity is not None:
            told = (fact.identity.scenario for fact in inputs if fact.identity and fact.identity.scenario)
            scenario = identity.scenario or self.scenario or shared(told)
            identity = identity.but(scenario=scenario, speaker="")
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
            identity=identity_of_parameter(self.framework, parameter),
            label=parameter.label,  # a framework's own words for its number say more: "shorter project cycle"
            value=parameter.value,
            unit=parameter.unit,
            comparator=parameter.comparator,
            provenance=parameter.source,
            concepts=concepts or (parameter.id,),
        )


def identity_of_parameter(framework: Framework, parameter: Parameter) -> Identity:
    """What a number of the framework is: an end of the range, a layer's share, a KPI's threshold, or something that it mentions."""
    if parameter.id in (framework.share_min.id, framework.share_max.id):
        end = Role.RANGE_LOW if parameter.id == framework.share_min.id else Role.RANGE_HIGH
        return Identity(end, "ai", base="marketing")
    for layer in framework.layers:
        if layer.share is not None and layer.share.id == parameter.id:
            return Identity(Role.SHARE, layer.id, layer.name, base="marketing")
    for phase in framework.phases:
        for kpi in phase.kpis:
            if kpi.threshold is not None and kpi.threshold.id == parameter.id:
                return Identity(Role.THRESHOLD, kpi.id, kpi.name, phase=phase.number)
    return Identity(Role.CONTEXT, parameter.id, parameter.label)


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
