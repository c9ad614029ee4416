"""Concepts in a message: the terms of the framework, found longest first.

The words are data of the framework (``tools.parameters.Terms``); nothing here knows a layer or a phase by name. Phases and
layers may also be named by their number ("第二阶段", "phase 2", "二期").
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from agent.language.text import plain
from tools.parameters import Concept, Framework, Terms

_NUMERALS = {1: "一1①首", 2: "二2②两", 3: "三3③", 4: "四4④", 5: "五5⑤", 6: "六6⑥"}
_ORDINALS = {
    1: "1|i|one|first|1st", 2: "2|ii|two|second|2nd", 3: "3|iii|three|third|3rd",
    4: "4|iv|four|fourth|4th", 5: "5|v|five|fifth|5th", 6: "6|vi|six|sixth|6th",
    7: "7|vii|seven|seventh|7th", 8: "8|viii|eight|eighth|8th", 9: "9|ix|nine|ninth|9th",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mention:
    """A concept named in a message, with the span of the words.

    What several words name together stands where the last of them does; ``words`` are all of them, in order.
    """

    concept: str
    start: int
    end: int
    term: str
    words: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        return self.concept.partition(".")[0]


def concepts_of(framework: Framework) -> Iterator[Concept]:
    """Every concept of a framework."""
    yield from framework.layers
    yield from framework.quadrants
    yield from framework.projects
    yield from framework.phases
    yield from framework.kpis
    yield from framework.topics


class Vocabulary:
    """Looks up a framework's terms in messages."""

    def __init__(self, framework: Framework) -> None:
        self.framework = framework
        self._terms = tuple(_terms(concepts_of(framework)))
        self._numbered = tuple(_numbered(framework))
        self._single = tuple(
            (t, c)
            for t, _, c in self._terms
            if c.startswith(("layer", "kpi")) and t.isascii() and t.isalpha() and len(t) >= 7
        )
        self._words = {word for t, _, _ in self._terms for word in re.findall(r"[a-z]+", t)}
        self._together = [(c.id, tuple(map(_group, combo))) for c in framework.topics for combo in c.together]
        self._missing = [(c.id, tuple(map(_group, combo))) for c in framework.gaps for combo in c.together]
        self._stems = {s: layer.id for layer in framework.layers if (s := _stem(plain(layer.name.zh)))}

    def _misspelt(self, text: str, found: list[Mention]) -> list[Mention]:
        """Layers and KPIs named with a slip ("tacticle", "capabilty"): long words that nothing else explains."""
        slips = []
        for match in re.finditer(r"(?<![a-z])[a-z]{7,14}(?![a-z])", text):
            if any(m.start <= match.start() < m.end for m in found) or match[0] in self._words:
                continue
            near = [concept for term, concept in self._single if _near(match[0], term)]
            if near:
                slips.append(Mention(near[0], match.start(), match.end(), match[0]))
        return slips

    def find(self, text: str) -> tuple[Mention, ...]:
        """The concepts named in ``text`` (in its plain form), in order; a term inside a longer one is not counted."""
        found: list[Mention] = []
        for term, pattern, concept in self._terms:
            if term in text:
                found.extend(Mention(concept, m.start(), m.end(), term) for m in pattern().finditer(text))
        for number, concept in self._numbered:
            found.extend(Mention(concept, m.start(), m.end(), m[0]) for m in _numbered_phase(number).finditer(text))
        if any(m.kind == "layer" for m in found):
            # "战术、能力、战略": beside one layer, the others are named without the word for layer.
            for stem, concept in self._stems.items():
                found.extend(Mention(concept, m.start(), m.end(), stem) for m in re.finditer(re.escape(stem), text))
        found.extend(self._misspelt(text, found))
        found.sort(key=lambda m: (m.start - m.end, m.start))
        kept: list[Mention] = []
        for mention in found:
            inside = (k for k in kept if k.start <= mention.start and mention.end <= k.end)
            if not any(
                (k.end - k.start) > (mention.end - mention.start) or k.concept == mention.concept for k in inside
            ):
                kept.append(mention)
        kept.extend(_meant(text, self._together, within=_MESSAGE))
        return tuple(sorted(kept, key=lambda m: (m.start, m.end)))

    def missing(self, text: str) -> tuple[Mention, ...]:
        """What the source does not give and words of ``text`` name together, each in one sentence."""
        return tuple(_meant(text, self._missing, within=_SENTENCE))


#: How far apart words may stand that name something together: within a sentence, or in what is said at a stretch.
_SENTENCE = re.compile(r"[。！？!?\n]+|\.(?=\s)")
_MESSAGE = re.compile(r"\n\s*\n")

_Group = functools.partial[re.Pattern[str]]


def _meant(
    text: str, combinations: Iterable[tuple[str, tuple[_Group, ...]]], *, within: re.Pattern[str]
) -> Iterator[Mention]:
    """The concepts of which every group of words has one in a stretch of ``text``, each once a stretch."""
    ends = [(m.start(), m.end()) for m in within.finditer(text)]
    stretches = zip([0, *(end for _, end in ends)], [*(start for start, _ in ends), len(text)], strict=True)
    pieces = [(start, text[start:end]) for start, end in stretches if end > start]
    found: set[tuple[str, int]] = set()
    for concept, groups in combinations:
        for start, piece in pieces:
            words = _one_of_each(groups, piece)
            if words and len({w.span() for w in words}) == len(words):
                last = words[-1]
                if (concept, start + last.start()) in found:
                    continue
                found.add((concept, start + last.start()))
                said = tuple(w[0] for w in words)
                yield Mention(concept, start + last.start(), start + last.end(), last[0], said)


def _one_of_each(groups: Iterable[_Group], piece: str) -> list[re.Match[str]]:
    """A word of each group in ``piece``, in the order of the text; none where a group has none, and the groups behind that are not looked for."""
    words = []
    for group in groups:
        if (match := group().search(piece)) is None:
            return []
        words.append(match)
    return sorted(words, key=lambda w: w.start())


def _group(terms: Terms) -> _Group:
    return functools.partial(_any_of, (*terms.zh, *terms.en))


@functools.lru_cache(maxsize=512)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Any of some words; one that ends in ``*`` stands for all that begin so, one that begins with it for all that end so."""
    found = []
    for word in map(plain, words):
        bare = word.strip("*")
        head = r"(?<![a-z0-9])" if re.match(r"[a-z0-9]", word) else r"(?<![a-z0-9])[a-z]+" if word[0] == "*" else ""
        tail = "[a-z]*" if word[-1] == "*" else r"(?![a-z0-9])" if re.search(r"[a-z0-9]$", word) else ""
        found.append(head + re.escape(bare) + tail)
    return re.compile("|".join(found))


def _near(word: str, term: str) -> bool:
    """Whether ``word`` is ``term`` with a slip of the keyboard: one edit, or two late ones in a long word."""
    if word == term or word[:3] != term[:3] or abs(len(word) - len(term)) > 1:
        return False
    row = list(range(len(term) + 1))
    for i, a in enumerate(word, 1):
        previous, row[0] = row[0], i
        for j, b in enumerate(term, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (a != b))
    return row[-1] <= (2 if len(term) >= 8 else 1)


def _terms(concepts: Iterable[Concept]) -> Iterator[tuple[str, functools.partial[re.Pattern[str]], str]]:
    for concept in concepts:
        words = {plain(w) for w in (*concept.terms.zh, *concept.terms.en, concept.name.zh, concept.name.en) if w}
        for word in sorted(words):
            yield word, functools.partial(_term_pattern, word), concept.id


@functools.lru_cache(maxsize=2048)
def _term_pattern(term: str) -> re.Pattern[str]:
    """A term in Latin letters stands between other letters; its last word may be a plural."""
    head = r"(?<![a-z0-9])" if re.match(r"[a-z0-9]", term) else ""
    tail = r"(?:s|es|'s)?(?![a-z0-9])" if re.search(r"[a-z0-9]$", term) else ""
    return re.compile(head + re.escape(term) + tail)


def _stem(name: str) -> str:
    """``能力`` of ``能力层``."""
    return name.removesuffix("层级").removesuffix("层") if len(name) > 2 else ""


def _numbered(framework: Framework) -> Iterator[tuple[int, str]]:
    for phase in framework.phases:
        if phase.number in _NUMERALS:  # nobody counts further in words; a later phase is named by its terms
            yield phase.number, phase.id


@functools.cache
def _numbered_phase(number: int) -> re.Pattern[str]:
    """``第二阶段``, ``二期``, ``阶段2``, ``phase 2``, ``second stage``."""
    zh, en = _NUMERALS[number], _ORDINALS[number]
    return re.compile(
        rf"第[{zh}](?:个)?(?:阶段|期|步|阶)|(?<![\d一二三四五六七八九十第])[{zh}](?:阶段|期(?!望|待|间|货|权|限))|(?:阶段|期)[{zh}](?!\d)"
        rf"|(?<![a-z0-9])(?:phase|stage|step|p)[\s#-]?(?:{en})(?![a-z0-9])|(?<![a-z0-9])(?:{en})[\s-](?:phase|stage)(?![a-z0-9])"
    )
