"""The lexicon of the gate, read once: which words are figures and quantities, and which forms of them state none.

Data of ``lexicon/*.yaml``; a test freezes its size. :class:`Vocabulary` is what a framework adds: the names of its elements, its right counts and the names
that hold a numeral.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Any

import yaml

from tools.parameters import Framework


@dataclass(frozen=True)
class Lexicon:
    """The words of one language by list. ``words`` are separated by blanks, ``phrases`` by bars."""

    data: Mapping[str, Any]

    def words(self, *names: str) -> frozenset[str]:
        return frozenset(word for name in names for word in str(self.data[name]).split())

    def phrases(self, *names: str) -> tuple[str, ...]:
        found = {p for name in names for p in str(self.data[name]).replace(" |", "|").split("|") if p}
        return tuple(sorted(found, key=lambda p: (-len(p), p)))

    def pattern(self, *names: str) -> str:
        """The alternatives of a list whose entries are patterns, as they are written."""
        return "|".join(str(self.data[name]).replace(" |", "|") for name in names)

    def values(self, name: str) -> Mapping[str, int]:
        return dict(self.data[name])


@lru_cache(maxsize=2)
def lexicon(language: str) -> Lexicon:
    """The lexicon of ``language`` (``zh`` or ``en``)."""
    text = (files("agent.grounding") / "lexicon" / f"{language}.yaml").read_text(encoding="utf-8")
    return Lexicon(yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader)))  # noqa: S506 - both are safe loaders


@dataclass(frozen=True)
class Vocabulary:
    """The names that a framework adds to the lexicon.

    ``elements`` are the names of layers, projects, quadrants, phases and KPIs by id; ``counts`` the right counts of nouns in either language (``层``: 3, ``layer``: 3);
    ``names`` are phrases that hold a numeral and pass word for word, such as years of shown passages.
    """

    elements: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    counts: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    names: tuple[str, ...] = ()

    def __hash__(self) -> int:
        return hash((tuple(self.elements), tuple(self.counts), self.names))

    @classmethod
    def of(cls, framework: Framework, *, names: Iterable[str] = ()) -> Vocabulary:
        """The vocabulary of ``framework``; ``names`` are further phrases that may hold a numeral."""
        concepts = (*framework.layers, *framework.quadrants, *framework.projects, *framework.phases, *framework.kpis)
        elements = {
            c.id: tuple(dict.fromkeys(t for t in (c.name.zh, c.name.en, *c.terms.zh, *c.terms.en) if t))
            for c in concepts
        }
        for phase in framework.phases:
            elements[phase.id] += _numbered(phase.number)
            elements[f"phase.{phase.number}"] = elements[phase.id]
        per_phase = tuple(len(phase.kpis) for phase in framework.phases)
        counted = {
            "层": len(framework.layers),
            "层级": len(framework.layers),
            "layer": len(framework.layers),
            "象限": len(framework.quadrants),
            "quadrant": len(framework.quadrants),
            "阶段": len(framework.phases),
            "phase": len(framework.phases),
        }
        counts: dict[str, tuple[int, ...]] = {noun: (count,) for noun, count in counted.items()}
        counts |= {noun: (len(framework.kpis), *per_phase) for noun in ("KPI", "kpi")}
        labels = (x for q in framework.quadrants for x in (q.payback, q.accumulation, q.strategy))
        own = (text for x in labels for text in (x.zh, x.en) if _is_phrase(text))
        return cls(elements, counts, (*names, *own))

    @staticmethod
    def years(text: str) -> tuple[str, ...]:
        """The years that stand in ``text``, a passage that was shown; a reply may name them."""
        return tuple(dict.fromkeys(re.findall(r"(?<![0-9.,])(?:19|20)[0-9]{2}(?![0-9.,%])", text)))

    @cached_property
    def money(self) -> frozenset[str]:
        """The names of layers, of which a quantity is one of money."""
        return frozenset(n.lower() for id_, names in self.elements.items() if id_.startswith("layer.") for n in names)

    @cached_property
    def _by_name(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for id_, names in self.elements.items():
            for name in names:
                found.setdefault(name.lower(), set()).add(id_)
        return {name: frozenset(ids) for name, ids in found.items()}

    @cached_property
    def _named(self) -> re.Pattern[str]:
        return any_of(self._by_name, plural=True)

    def mentions(self, text: str) -> list[tuple[int, int, frozenset[str]]]:
        """The elements named in ``text``: start, end and the ids that the name may stand for."""
        found = []
        for match in self._named.finditer(text.lower()):
            name = match[0] if match[0] in self._by_name else match[0][:-1]
            found.append((match.start(), match.end(), self._by_name[name]))
        return found

    def right(self, noun: str, number: int, *, partial: bool) -> bool:
        """Whether ``number`` counts ``noun`` right; ``partial`` where fewer are meant ("these two layers")."""
        counts = self.counts.get(noun, ())
        return number in counts or (partial and number < max(counts, default=0))


def _is_phrase(text: str) -> bool:
    """Whether a framework's label may pass word for word: it is more than a word that other sentences are made of."""
    return (" " in text or (len(text) > 3 and not text.isascii())) and not any(map(str.isdigit, text))


def _numbered(number: int) -> tuple[str, ...]:
    """What people call a phase by its number."""
    zh = "零一二三四五六七八九"[number] if number < 10 else str(number)
    cardinal = next((w for w, n in lexicon("en").values("small").items() if n == number), str(number))
    ordinal = next((w for w, n in lexicon("en").values("ordinals").items() if n == number), str(number))
    named = (f"第{zh}阶段", f"第{number}阶段", f"阶段{zh}", f"阶段{number}", f"第{zh}个阶段")
    english = (f"{noun} {n}" for noun in ("phase", "stage") for n in (number, cardinal))
    return (*named, *english, f"{ordinal} phase", f"{ordinal} stage")


def any_of(phrases: Iterable[str], *, plural: bool = False) -> re.Pattern[str]:
    """A pattern of ``phrases``, longest first; those that begin or end with a Latin letter or digit stand alone there.

    It is built as a tree of their letters: a list of a hundred alternatives would be tried one by one at every character.
    """
    trees: dict[bool, dict[str, Any]] = {True: {}, False: {}}
    for phrase in {p.lower() for p in phrases if p}:
        node = trees[_latin(phrase[0])]
        for char in phrase:
            node = node.setdefault(char, {})
        node[""] = _latin(phrase[-1])
    end = ("s?" if plural else "") + "(?![a-z0-9])"
    parts = [_tree(trees[False], end)] if trees[False] else []
    parts += [f"(?<![a-z0-9]){_tree(trees[True], end)}"] if trees[True] else []
    return re.compile("|".join(parts) or r"(?!)")


def _latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _tree(node: dict[str, Any], end: str) -> str:
    """The pattern of what may follow at ``node``, longer phrases first."""
    ways = [re.escape(char) + _tree(below, end) for char, below in sorted(node.items()) if char]
    if "" in node:
        ways.append(end if node[""] else "")
    return ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"
