"""Where an ingested document states another number than the framework in force ("tactical 10%" against "tactical 12%").

Only plain statements count: a sentence, a clause or a table row that names one layer or KPI and holds one figure of the same unit.
What is made of them is the business of ``agent``; the framework decides what is computed either way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from knowledge.chunking import Passage
from knowledge.corpus import Corpus
from tools.facts import Sourced
from tools.figures import find_figures
from tools.parameters import Concept, Framework, Parameter

_SENTENCE = re.compile(r"[^。！？!?\n]+")
_CLAUSE = re.compile(r"[^。！？!?\n，,；;]+")
_SHARE = re.compile(r"占|比例|份额|比重|预算|投入|\bshares?\b|\bbudget\b|\btakes?\b|\bgets?\b", re.IGNORECASE)
_TARGET = re.compile(r"达到|目标|不低于|不少于|至少|以上|要求|≥|\btarget|\bat least\b|\bthreshold", re.IGNORECASE)
MOST_FOR_ONE = 3


@dataclass(frozen=True, slots=True)
class Statement:
    """What another document says of a parameter."""

    parameter: str
    value: Decimal
    source: Sourced
    date: str = ""


def find_disputes(framework: Framework, corpus: Corpus) -> Mapping[str, tuple[Statement, ...]]:
    """The statements that contradict the framework, by the id of its parameter; each document once."""
    watched: list[tuple[Concept, Parameter | None, re.Pattern[str]]] = []
    watched += [(layer, layer.share, _SHARE) for layer in framework.layers]
    watched += [(kpi, kpi.threshold, _TARGET) for kpi in framework.kpis]
    own = {parameter.source.document for parameter in framework.parameters}
    names = {concept.id: _names(concept) for concept, _, _ in watched}
    found: dict[str, tuple[Statement, ...]] = {}
    for passage in corpus.passages:
        if passage.document in own:
            continue
        text = passage.text.casefold()
        for concept, parameter, cue in watched:
            if parameter is None or not any(name in text for name in names[concept.id]):
                continue
            others = [name for other, own_names in names.items() if other != concept.id for name in own_names]
            for statement in _statements(passage, parameter, (names[concept.id], others), cue):
                known = found.get(parameter.id, ())
                if len(known) < MOST_FOR_ONE and statement.source.document not in {s.source.document for s in known}:
                    found[parameter.id] = (*known, statement)
    return found


def _names(concept: Concept) -> tuple[str, ...]:
    """The full names of a concept; its looser terms stand in sentences about anything."""
    return (concept.name.zh.casefold(), concept.name.en.casefold())


def _statements(
    passage: Passage, parameter: Parameter, names: tuple[tuple[str, ...], list[str]], cue: re.Pattern[str]
) -> Iterator[Statement]:
    mine, others = names
    for pattern in (_SENTENCE, _CLAUSE):
        for match in pattern.finditer(passage.text):
            words = match[0].casefold()
            if not any(n in words for n in mine) or any(n in words for n in others if not any(n in m for m in mine)):
                continue
            figures = [f for f in find_figures(match[0]) if f.unit == parameter.unit]
            if len(figures) != 1 or figures[0].ambiguous or not cue.search(match[0]):
                continue
            value = figures[0].low if figures[0].low is not None else figures[0].high
            if value is None or figures[0].is_range or value == parameter.value:
                continue
            start = passage.start + match.start()
            source = Sourced(passage.document, passage.id, start, start + len(match[0]), match[0].strip())
            yield Statement(parameter.id, value, source, passage.date)
            return
