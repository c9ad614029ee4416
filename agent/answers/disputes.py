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


def disputed(answers: Sequence[Answer], desk: Desk, disputes: Disputes, language: str = "") -> tuple[Answer, ...]:
    """An answer for each number of the framework that ``answers`` rest on and that another document states otherwise.

    A document that states it in several languages is quoted in ``language``, where that is one of them.
    """
    if not disputes:
        return ()
    return tuple(_answers(answers, desk, disputes, language))[:MOST]


def _answers(answers: Sequence[Answer], desk: Desk, disputes: Disputes, language: str) -> Iterator[Answer]:
    by_source = {parameter.source: parameter for parameter in desk.framework.parameters}
    used = {fact.id for answer in answers for fact in answer.facts if fact.id in desk.ledger}
    roots = {root.id: root for name in used for root in desk.ledger.roots(name)}
    for fact in roots.values():
        parameter = by_source.get(fact.provenance) if isinstance(fact.provenance, Sourced) else None
        if parameter is None or parameter.value != fact.value or parameter.id not in disputes:
            continue
        others = disputes[parameter.id]
        understood = {other.source.document for other in others if other.language == language}
        # A passage in the reply's language stands for its document, and where there is one for all documents that say the same.
        told = [o for o in others if o.language == language] + [
            o for o in others
            if o.language != language
            and o.source.document not in understood
            and o.value not in {p.value for p in others if p.language == language}
        ]  # fmt: skip
        quoted = tuple(Quotation(o.source.passage, only=o.source.quote if o.beside else "") for o in told[:MOST])
        note = Note("documents_differ", {"subject": parameter.label}, passages=(parameter.source.passage,))
        yield Answer("dispute", (note, *quoted), always=True)
