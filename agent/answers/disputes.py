"""Documents that disagree with the framework in force: both are told, and which of them is computed with.

What another document states is quoted with its place and nothing else: it never becomes a figure to compute with.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from agent.answers.model import Answer, Note, Quotation
from tools.desk import Desk
from tools.facts import Sourced

MOST = 3

#: What a library knows of other documents, by parameter (see ``knowledge.disputes``).
Disputes = Mapping[str, Sequence[Any]]


def disputed(answers: Sequence[Answer], desk: Desk, disputes: Disputes) -> tuple[Answer, ...]:
    """An answer for each number of the framework that ``answers`` rest on and that another document states otherwise."""
    if not disputes:
        return ()
    return tuple(_answers(answers, desk, disputes))[:MOST]


def _answers(answers: Sequence[Answer], desk: Desk, disputes: Disputes) -> Iterator[Answer]:
    by_source = {parameter.source: parameter for parameter in desk.framework.parameters}
    used = {fact.id for answer in answers for fact in answer.facts if fact.id in desk.ledger}
    roots = {root.id: root for name in used for root in desk.ledger.roots(name)}
    for fact in roots.values():
        parameter = by_source.get(fact.provenance) if isinstance(fact.provenance, Sourced) else None
        if parameter is None or parameter.value != fact.value or parameter.id not in disputes:
            continue
        quoted = tuple(Quotation(other.source.passage) for other in disputes[parameter.id])
        note = Note("documents_differ", {"subject": parameter.label}, passages=(parameter.source.passage,))
        yield Answer("dispute", (note, *quoted), always=True)
