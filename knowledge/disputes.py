"""Where an ingested document states another number than the framework in force ("tactical 10%" against "tactical 12%").

Only plain statements count: a sentence, a clause or a table row that names one layer or KPI and holds one figure of the same unit.
A sentence that tells its reader what to answer or to ignore states nothing, whatever figures it holds; nor does a passage that it introduces.
What stands beside such a sentence is stated all the same, and is then quoted without it (``Statement.beside``).
What is made of them is the business of ``agent``; the framework decides what is computed either way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from knowledge.chunking import Passage
from knowledge.corpus import Corpus
from knowledge.indexing import language_of
from tools.facts import Sourced
from tools.figures import find_figures
from tools.parameters import Concept, Framework, Parameter

_SENTENCE = re.compile(r"(?:[^。！？!?\n.]|\.(?!\s|$))+")
_CLAUSE = re.compile(r"[^，,；;]+")
_SHARE = re.compile(r"占|比例|份额|比重|预算|投入|\bshares?\b|\bbudget\b|\btakes?\b|\bgets?\b", re.IGNORECASE)
_TARGET = re.compile(r"达到|目标|不低于|不少于|至少|以上|要求|≥|\btarget|\bat least\b|\bthreshold", re.IGNORECASE)
#: What a sentence says that means to steer whoever answers from it.
_INSTRUCTION = re.compile(
    r"忽略|无视|不要理会|(?:必须|应当|应该|请|直接|一律|只能|都要|务必)\s*(?:这样)?(?:回答|回复|答复|说|告诉|输出|声称)|(?:告诉|告知|答复|回复)(?:用户|对方|提问者|客户)"
    r"|(?:你|您|助手|顾问|模型|系统|机器人|人工智能)(?:必须|应当|应该|要|只能|不得|不准)|(?:系统|开发者)(?:提示|指令|消息|更新)|扮演|假装"
    r"|\b(?:ignore|disregard|forget|override|bypass)\b|\b(?:must|should|shall|always|please|only|now)\s+(?:\w+\s+){0,2}?(?:say|answer|reply|respond|tell|claim|output|state that)\b"
    r"|(?:^|[.!?]\s+|\band\s+)(?:say|answer|reply|respond|tell|claim|output|pretend|act as|you are)\b|\b(?:the\s+)?(?:advisor|assistant|model|chatbot|bot|ai)\s+(?:must|should|shall|will|has to)\b"
    r"|\bsystem\s+(?:prompt|message|update)\b|\byou\s+(?:must|are|should|will)\b",
    re.IGNORECASE,
)
MOST_FOR_ONE = 6


@dataclass(frozen=True, slots=True)
class Statement:
    """What another document says of a parameter; ``language`` is that of its passage, ``zh`` or ``en``.

    ``beside`` tells that the passage gives orders, too: only the statement itself is to be quoted from it.
    """

    parameter: str
    value: Decimal
    source: Sourced
    date: str = ""
    language: str = "zh"
    beside: bool = False


def find_disputes(framework: Framework, corpus: Corpus) -> Mapping[str, tuple[Statement, ...]]:
    """The statements that contradict the framework, by the id of its parameter; each document once in each of its languages."""
    watched: list[tuple[Concept, Parameter | None, re.Pattern[str]]] = []
    watched += [(layer, layer.share, _SHARE) for layer in framework.layers]
    watched += [(kpi, kpi.threshold, _TARGET) for kpi in framework.kpis]
    own = {parameter.source.document for parameter in framework.parameters}
    names = {concept.id: _names(concept) for concept, _, _ in watched}
    found: dict[str, tuple[Statement, ...]] = {}
    introducing = ""  # the document whose passage just read ends in an order and a colon
    for passage in corpus.passages:
        introduced = introducing == passage.document
        introducing = passage.document if _introduces(passage.text) else ""
        if passage.document in own or introduced:
            continue
        text = passage.text.casefold()
        for concept, parameter, cue in watched:
            if parameter is None or not any(name in text for name in names[concept.id]):
                continue
            others = [name for other, own_names in names.items() if other != concept.id for name in own_names]
            for statement in _statements(passage, parameter, (names[concept.id], others), cue):
                known = found.get(parameter.id, ())
                said = {(s.source.document, s.language) for s in known}
                if len(known) < MOST_FOR_ONE and (statement.source.document, statement.language) not in said:
                    found[parameter.id] = (*known, statement)
    return found


def _names(concept: Concept) -> tuple[str, ...]:
    """The full names of a concept; its looser terms stand in sentences about anything."""
    return (concept.name.zh.casefold(), concept.name.en.casefold())


def _statements(
    passage: Passage, parameter: Parameter, names: tuple[tuple[str, ...], list[str]], cue: re.Pattern[str]
) -> Iterator[Statement]:
    mine, others = names
    sentences, beside = _plain(passage.text)
    for clauses in (False, True):
        for start, words in _parts(sentences, clauses=clauses):
            said = words.casefold()
            if not any(n in said for n in mine) or any(n in said for n in others if not any(n in m for m in mine)):
                continue
            figures = [f for f in find_figures(words) if f.unit == parameter.unit]
            if len(figures) != 1 or figures[0].ambiguous or not cue.search(words):
                continue
            value = figures[0].low if figures[0].low is not None else figures[0].high
            if value is None or figures[0].is_range or value == parameter.value:
                continue
            at = passage.start + start
            source = Sourced(passage.document, passage.id, at, at + len(words), words.strip())
            yield Statement(parameter.id, value, source, passage.date, language_of(passage.text), beside)
            return


def _introduces(text: str) -> bool:
    return text.rstrip().endswith((":", "：")) and _INSTRUCTION.search(text) is not None


def _plain(text: str) -> tuple[list[re.Match[str]], bool]:
    """The sentences of ``text`` that state something, and whether there are others: orders."""
    every = [sentence for sentence in _SENTENCE.finditer(text) if sentence[0].strip()]
    plain = [sentence for sentence in every if not _INSTRUCTION.search(sentence[0].strip())]
    return plain, len(plain) < len(every)


def _parts(sentences: list[re.Match[str]], *, clauses: bool) -> Iterator[tuple[int, str]]:
    """The sentences, or their clauses, with where each begins."""
    for sentence in sentences:
        if not clauses:
            yield sentence.start(), sentence[0]
            continue
        for clause in _CLAUSE.finditer(sentence[0]):
            yield sentence.start() + clause.start(), clause[0]
