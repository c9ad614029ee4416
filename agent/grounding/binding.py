"""Which entity a figure is said of: the names in a clause, held against the concepts of a fact.

A concept id has a kind before its first dot (``layer`` of ``layer.tactical``). Only names of a kind that the fact has
can contradict it: a phase named beside a layer's amount says nothing against the amount.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from agent.grounding.lexicon import Lexicon
from tools.facts import Fact
from tools.quantities import UnitKind

Vocabulary = Mapping[str, tuple[Sequence[str], Sequence[str]]]

#: ASCII: to Unicode's \b, 战 is a word character, and “战术层and” would hold no “and”.
_CLAUSE = re.compile(
    r"[，；;。！？!?、|：\n]|,(?![0-9])|: |\b(?:and|while|but|versus|vs)\b|而|和|与|以及", re.ASCII | re.IGNORECASE
)
_IN_TURN = re.compile(r"分别|依次|各为|respectively|in turn|in that order", re.IGNORECASE)
_MEASURE = re.compile(
    r"(?:上限|下限|合计|占比|金额|目标|倍数)$|,? (?:lower end|upper end|amount|share|target|multiple)$"
)
_WHOSE = re.compile(r"^(?:您给的|你给的|您的|你的|your )")
_TOTAL_ZH = (
    "总预算",
    "预算总额",
    "总额",
    "合计",
    "总计",
    "全部预算",
    "年度预算",
    "您的预算",
    "你的预算",
    "营销预算",
    "营销总预算",
)
_TOTAL_EN = ("total", "overall", "your budget", "whole budget", "annual budget", "marketing budget", "altogether")


@dataclass(frozen=True, slots=True)
class Mention:
    """A name of one or several concepts at characters ``start`` to ``end``."""

    start: int
    end: int
    ids: frozenset[str]


class Agreement(IntEnum):
    """How well the words around a figure agree with a fact; the higher, the surer."""

    CONFLICT = 0  # the words name another entity
    SILENT = 1  # the words name nothing that the fact is about: it needs its label
    DISPLACED = 2  # it stands in another's place of a list: it needs its label, too
    LABELLED = 3  # the words of the fact's own label are there
    INHERITED = 4  # an earlier clause, the item or the heading names it
    NAMED = 5  # the clause names it


class Names:
    """Finds the names of a vocabulary in text."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        ids: dict[str, set[str]] = {}
        for concept, terms in vocabulary.items():
            for term in (t for language in terms for t in language if t):
                ids.setdefault(term.lower(), set()).add(concept)
        self.concepts = frozenset(vocabulary)
        self._ids = {term: frozenset(concepts) for term, concepts in ids.items()}
        self._lexicon = Lexicon(ids, plural=True)

    def find(self, text: str) -> list[Mention]:
        """The names in ``text``, longest first where they overlap, in order."""
        return [Mention(f.start, f.end, self._ids[f.term]) for f in self._lexicon.find(text)]

    def of_fact(self, fact: Fact) -> frozenset[str]:
        """The concepts of ``fact`` that have names."""
        return frozenset(c for c in fact.concepts if c in self.concepts)


@dataclass(frozen=True, slots=True)
class Scene:
    """A unit as binding sees it: its text, names, where its figures stand and what is inherited from before it."""

    text: str
    bounds: tuple[tuple[int, int], ...]
    mentions: tuple[Mention, ...]
    figures: tuple[int, ...]
    inherited: frozenset[str] = frozenset()
    columns: Mapping[int, frozenset[str]] | None = None
    related: Mapping[str, Sequence[frozenset[str]]] = field(default_factory=dict)

    def clause(self, position: int) -> tuple[int, int]:
        """The clause around ``position``."""
        index = bisect_right(self.bounds, (position, len(self.text)))
        start = self.bounds[index - 1][1] if index else 0
        return start, self.bounds[index][0] if index < len(self.bounds) else len(self.text)


def clause_bounds(text: str) -> tuple[tuple[int, int], ...]:
    """Where the words and marks stand that part the clauses of ``text``."""
    return tuple(match.span() for match in _CLAUSE.finditer(text))


def agreement(scene: Scene, position: int, fact: Fact, names: Names) -> Agreement:
    """How the words around the figure at ``position`` agree with ``fact``."""
    own = names.of_fact(fact)
    if not own and (related := scene.related.get(fact.id)):
        return _related(scene, related, fact)
    kinds = {kind_of(c) for c in own}
    start, end = scene.clause(position)
    clause = [m for m in scene.mentions if start <= m.start < end]
    best = Agreement.SILENT
    for kind in kinds:
        found = _of_kind(scene, position, own, kind, clause)
        if found is Agreement.CONFLICT:
            return found
        best = max(best, found)
    if best is Agreement.SILENT and carries(scene.text[start:end] if clause else scene.text, fact, own=bool(own)):
        return Agreement.LABELLED
    return best


def carries(text: str, fact: Fact, *, own: bool = False) -> bool:
    """Whether ``text`` holds the words of the fact's label, or of the whole where the fact is of no part."""
    whole = not own and fact.unit.kind in (UnitKind.MONEY, UnitKind.PERCENT)
    if whole and (any(w in text for w in _TOTAL_ZH) or any(w in text.lower() for w in _TOTAL_EN)):
        return True
    return any(words in text.lower() for words in (*_cores(fact.label.zh), *_cores(fact.label.en)))


def _cores(label: str) -> list[str]:
    """``label``, and what is left of it without the word for what is measured: “AI 投入” of “AI 投入下限”."""
    whole = _WHOSE.sub("", label.lower()).strip()
    core = _MEASURE.sub("", whole).strip()
    return [words for words in (whole, core) if len(words) > 2]


def kind_of(concept: str) -> str:
    return concept.partition(".")[0]


def _related(scene: Scene, related: Sequence[frozenset[str]], fact: Fact) -> Agreement:
    """Agreement with a fact that is of no entity itself but was computed from facts of entities, in their order."""
    every = frozenset(c for ids in related for c in ids)
    kinds = {kind_of(c) for c in every}
    named = [m for m in scene.mentions if any(kind_of(c) in kinds for c in m.ids)]
    if any(not m.ids & every for m in named):
        return Agreement.CONFLICT
    firsts = [next((m.start for m in named if m.ids & ids), None) for ids in related]
    if any(first is None for first in firsts):
        return Agreement.LABELLED if carries(scene.text, fact) else Agreement.SILENT
    if fact.unit.kind is UnitKind.MULTIPLE and firsts != sorted(f for f in firsts if f is not None):
        return Agreement.CONFLICT  # “B is twice A” where A is twice B
    return Agreement.NAMED


def _of_kind(scene: Scene, position: int, own: frozenset[str], kind: str, clause: list[Mention]) -> Agreement:
    here = [m for m in clause if _has(m.ids, kind)]
    everywhere = [m for m in scene.mentions if _has(m.ids, kind)]
    column = frozenset(c for c in (scene.columns or {}).get(position, ()) if kind_of(c) == kind)
    if everywhere and not any(m.ids & own for m in everywhere):
        return Agreement.CONFLICT
    if column:
        return Agreement.NAMED if column & own else Agreement.CONFLICT
    if _IN_TURN.search(scene.text) and len(everywhere) == len(scene.figures) > 1:
        return Agreement.NAMED if everywhere[scene.figures.index(position)].ids & own else Agreement.CONFLICT
    listed = _listed(scene, position, everywhere)
    if listed and listed.ids & own and everywhere[-1].end <= scene.figures[0] and len(scene.figures) >= len(everywhere):
        return Agreement.NAMED
    if here:
        before = [m for m in here if m.end <= position]
        after = [m for m in here if m.start >= position]
        near = [*before[-1:], *after[:1]]
        start, end = scene.clause(position)
        figures = [f for f in scene.figures if start <= f < end]
        if len({m.ids for m in here}) > 1 and before and after and len(figures) > 1:  # names and figures in turn
            near = before[-1:] if here[0].start < figures[0] else after[:1]
        return Agreement.NAMED if any(m.ids & own for m in near) else Agreement.CONFLICT
    # What stands before a figure decides before what follows it, so that a stream need not wait for the rest.
    before = [m for m in everywhere if m.end <= position]
    if before:
        if listed and not listed.ids & own:
            return Agreement.DISPLACED
        return Agreement.INHERITED if before[-1].ids & own else Agreement.SILENT
    nearest = frozenset(c for c in scene.inherited if kind_of(c) == kind)
    if nearest and any(m.end <= position for m in scene.mentions):
        return Agreement.SILENT  # the sentence speaks of something else than what is above it
    if not nearest and everywhere:
        nearest = everywhere[0].ids
    return Agreement.INHERITED if nearest & own else Agreement.SILENT


def _listed(scene: Scene, position: int, everywhere: list[Mention]) -> Mention | None:
    """The name in whose place the figure at ``position`` stands, where several names come first and figures after."""
    names = [m for m in everywhere if m.end <= scene.figures[0]]
    place = scene.figures.index(position)
    if len(names) < 2 or len({m.ids for m in names}) < len(names) or place >= len(names):
        return None
    return names[place]


def _has(ids: Iterable[str], kind: str) -> bool:
    return any(kind_of(c) == kind for c in ids)
