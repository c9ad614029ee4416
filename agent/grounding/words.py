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


@dataclass(frozen=True)
class Lexicon:
    """The lists of one language: ``words`` are separated by blanks, ``phrases`` and ``patterns`` by bars."""

    data: Mapping[str, Any]

    def words(self, name: str) -> frozenset[str]:
        listed = self.data["words"].get(name)
        return frozenset(self.values(name) if listed is None else str(listed).split())

    def phrases(self, name: str) -> tuple[str, ...]:
        """The phrases of a list, longest first."""
        found = {p for p in str(self.data["phrases"][name]).replace(" |", "|").split("|") if p}
        return tuple(sorted(found, key=lambda p: (-len(p), p)))

    def pattern(self, name: str) -> str:
        """The alternatives of a list whose entries are patterns, as they are written."""
        return str(self.data["patterns"][name]).replace(" |", "|")

    def values(self, name: str) -> Mapping[str, int]:
        """Number words and their values."""
        return dict(self.data["values"][name])


@lru_cache(maxsize=4)
def lexicon(language: str) -> Lexicon:
    """The lexicon of ``language`` (``zh`` or ``en``), or the ``problems`` (``problems.zh`` in Chinese)."""
    text = (files("agent.grounding") / "lexicon" / f"{language}.yaml").read_text(encoding="utf-8")
    return Lexicon(yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader)))  # noqa: S506 - both are safe loaders


def phrases(*names: str) -> tuple[str, ...]:
    """The phrases of lists, in both languages."""
    return tuple(p for language in ("en", "zh") for name in names for p in lexicon(language).phrases(name))


def patterns(name: str) -> str:
    """The patterns of a list, of both languages."""
    return "|".join(lexicon(language).pattern(name) for language in ("en", "zh"))


@dataclass(frozen=True)
class Vocabulary:
    """The names that a framework adds to the lexicon.

    ``elements`` are the names of layers, projects, quadrants, phases and KPIs by id; ``counts`` the right counts of nouns in either language (``层``: 3, ``layer``: 3);
    ``names`` are phrases that hold a numeral and pass word for word, such as a framework's own sentences.
    """

    elements: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    counts: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    names: tuple[str, ...] = ()

    def __hash__(self) -> int:
        return hash((tuple(self.elements), tuple(self.counts), self.names))

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
        return any_of(self._by_name, end="s?(?![a-z0-9])")

    def mentions(self, text: str) -> list[tuple[int, int, frozenset[str]]]:
        """The elements named in ``text``: start, end and the ids that the name may stand for."""
        found = []
        for match in self._named.finditer(text.lower()):
            name = match[0] if match[0] in self._by_name else match[0][:-1]
            found.append((match.start(), match.end(), self._by_name[name]))
        return found


def any_of(phrases: Iterable[str], *, end: str = "(?![a-z0-9])") -> re.Pattern[str]:
    """The pattern :func:`alternatives`."""
    return re.compile(alternatives(phrases, end=end))


def alternatives(phrases: Iterable[str], *, end: str) -> str:
    """A pattern of ``phrases``, longest first; those that begin or end with a Latin letter or digit stand alone there, before ``end``.

    It is built as a tree of their letters: a list of a hundred alternatives would be tried one by one at every character. Blanks and hyphens are one.
    """
    tree: dict[str, Any] = {}
    for phrase in {p.lower() for p in phrases if p}:
        node = tree
        ends = "(?<![a-z0-9])" * _latin(phrase[0]), end * _latin(phrase[-1])
        for part in (ends[0], *("[ -]" if c in " -" else re.escape(c) for c in phrase), ends[1]):
            node = node.setdefault(part, {})
    return _tree(tree) or r"(?!)"


def _latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _tree(node: dict[str, Any]) -> str:
    """The pattern of what may follow at ``node``; an end comes last."""
    ways = [part + _tree(below) for part, below in sorted(node.items(), key=lambda item: (not item[1], item[0]))]
    return ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})" if ways else ""
