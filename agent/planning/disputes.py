"""Documents that disagree with the framework in force: both are told, and which of them is computed with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from agent.planning.plan import DisputeSection, Plan
from tools.desk import Desk
from tools.facts import Fact, Sourced
from tools.parameters import Parameter
from tools.registry import facts_of

MOST = 3

#: What a library knows of other documents, by parameter (see ``knowledge.disputes``).
Disputes = Mapping[str, tuple[Any, ...]]


def with_disputes(plan: Plan, desk: Desk, disputes: Disputes) -> Plan:
    """``plan`` with a section for each number it uses that another document states otherwise."""
    if not disputes:
        return plan
    sections = tuple(_sections(plan, desk, disputes))[:MOST]
    passages = (p for s in sections for p in (_passage(s.stated), *(_passage(other) for other in s.others)))
    return replace(
        plan, sections=(*plan.sections, *sections), passages=tuple(dict.fromkeys((*plan.passages, *passages)))
    )


def _sections(plan: Plan, desk: Desk, disputes: Disputes) -> Iterator[DisputeSection]:
    by_source = {parameter.source: parameter for parameter in desk.framework.parameters}
    used = facts_of(plan.sections)
    roots = (root for fact in used if fact.id in desk.ledger for root in desk.ledger.roots(fact.id))
    for fact in {root.id: root for root in roots}.values():
        parameter = by_source.get(fact.provenance) if isinstance(fact.provenance, Sourced) else None
        if parameter is not None and parameter.value == fact.value and parameter.id in disputes:
            yield DisputeSection(fact, tuple(_other(desk, fact, parameter, s) for s in disputes[parameter.id]))


def _other(desk: Desk, fact: Fact, parameter: Parameter, statement: Any) -> Fact:
    return desk.ledger.add(
        label=parameter.label,
        value=statement.value,
        unit=parameter.unit,
        provenance=statement.source,
        concepts=(*fact.concepts, "disputed"),
    )


def _passage(fact: Fact) -> str:
    assert isinstance(fact.provenance, Sourced)
    return fact.provenance.passage
