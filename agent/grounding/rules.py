"""The rules of the lexicon: which stretches of a text state a figure or a quantity, and which only look so.

They are data (``lexicon/*.yaml``), in groups that are woken by what they look for. A stretch is judged by the first rule that meets it, and is covered then, so that
no later rule sees it; ``harmless`` ones are only covered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from agent.grounding.words import Vocabulary, alternatives, any_of, lexicon, phrases

COVER = "·"
HARMLESS = "harmless"
_SLOT = re.compile(r"<([a-z_A-Z]+)>")
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
#: Where a thing that no framework counts may have a number, it has no higher one.
_MOST = 12
_CLAUSE = re.compile(r"[，。；：！？、\n,;:.!?|（）()]")
_SENTENCE = re.compile(r"[。；！？!?;\n]")
_REACH = 60
_END = "(?![a-z0-9])"
_JOINED = re.compile(r"[^a-z /'\"-]")
_ENGLISH = re.compile(r"[a-z]+(?:'[a-z]+)?")


def _around(text: str, match: re.Match[str], ends: re.Pattern[str]) -> str:
    """The clause or sentence around ``match``, as far as it matters."""
    return _before(text, match, ends) + ends.split(text[match.end() : match.end() + _REACH], maxsplit=1)[0]


def _before(text: str, match: re.Match[str], ends: re.Pattern[str]) -> str:
    """The clause or sentence up to the end of ``match``."""
    return _front(text, match, ends) + match[0]


def _front(text: str, match: re.Match[str], ends: re.Pattern[str]) -> str:
    """The clause or sentence in front of ``match``."""
    return ends.split(text[max(0, match.start() - _REACH) : match.start()])[-1]


#: What a condition looks at, and whether its words must be there or must not.
_CONDITIONS: Mapping[str, tuple[Callable[[str, re.Match[str], re.Pattern[str]], str], re.Pattern[str], bool]] = {
    "if": (_around, _SENTENCE, True),
    "unless": (_around, _SENTENCE, False),
    "near": (_around, _CLAUSE, True),
    "behind": (_before, _CLAUSE, True),
    "not_behind": (_front, _SENTENCE, False),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: a kind of problem, or nothing harmful, where its pattern is met and its conditions hold."""

    kind: str
    pattern: re.Pattern[str]
    conditions: tuple[tuple[str, re.Pattern[str]], ...] = ()
    first: frozenset[str] | None = None
    decides: frozenset[str] = frozenset()

    def possible(self, text: str) -> bool:
        """Whether the words that must be there are anywhere in ``text``: looked for once, not at every match."""
        return all(pattern.search(text) for name, pattern in self.conditions if name in ("if", "near"))

    def holds(self, match: re.Match[str], text: str) -> bool:
        """Whether the conditions hold where ``match`` is in ``text``."""
        if self.first is not None and self._decided(text[match.end() : match.end() + _REACH]) not in self.first:
            return False
        for name, pattern in self.conditions:
            scope, ends, wanted = _CONDITIONS[name]
            if (pattern.search(scope(text, match, ends)) is not None) is not wanted:
                return False
        return True

    def _decided(self, behind: str) -> str:
        """The first of four words in the clause ``behind`` a number that tells what is counted."""
        words = _ENGLISH.findall(_JOINED.split(behind, maxsplit=1)[0])
        return next((w for w in words[:4] if w in self.decides), "")


class _Group:
    """Rules that have nothing to look at without some words; they are made when they are needed first."""

    def __init__(self, spelling: _Spelling, entry: Mapping[str, Any]) -> None:
        self._spelling, self._do = spelling, entry["do"]
        self.words = spelling.listed(entry.get("words", "").split())
        self._pattern = spelling.compiled(entry.get("wakes", "(?!)"))

    def wakes(self, text: str, words: frozenset[str]) -> bool:
        """Whether ``text`` with the telling ``words`` has something for these rules."""
        return not self.words.isdisjoint(words) if self.words else self._pattern.search(text) is not None

    @cached_property
    def rules(self) -> list[Rule]:
        return [rule for entry in self._do for rule in self._spelling.rules(entry)]


class Rules:
    """The rules of both languages for a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        spellings = [_Spelling(language, vocabulary) for language in ("en", "zh")]
        self._stated, self._idioms = any_of(phrases("stated")), any_of(phrases("idioms"))
        self._groups, self._claims = (
            [_Group(spelling, group) for spelling in spellings for group in spelling.lexicon.data[name]]
            for name in ("rules", "claims")
        )
        self._telling = frozenset().union(*(group.words for group in self._groups))
        self._romans = [r for entry in spellings[0].lexicon.data["romans"] for r in spellings[0].rules(entry)]

    def find(self, text: str) -> Iterator[tuple[str, int, int]]:
        """Kind, start and end of what ``text``, in small letters, states."""
        found: list[tuple[str, int, int]] = []
        bare = self._stated.sub(_covering("figure", found), text)
        words = self._telling.intersection(_ENGLISH.findall(bare))
        woken = [group for group in self._groups if group.wakes(bare, words)]
        if woken:
            bare = self._idioms.sub(_covering(HARMLESS, found), bare)
        for group in woken:
            bare = _apply(group.rules, bare, text, found)
        for group in self._claims:
            if group.wakes(text, words):
                _apply(group.rules, text, text, found)
        return iter(found)

    def romans(self, cased: str) -> Iterator[tuple[str, int, int]]:
        """The Roman numerals of ``cased`` that name nothing."""
        found: list[tuple[str, int, int]] = []
        if self._romans[-1].pattern.search(cased):
            _apply(self._romans, cased, cased, found)
        return iter(found)


def _apply(rules: Iterable[Rule], bare: str, text: str, found: list[tuple[str, int, int]]) -> str:
    for rule in rules:
        if rule.pattern.search(bare) and rule.possible(text):
            bare = rule.pattern.sub(_covering(rule.kind, found, partial(rule.holds, text=text)), bare)
    return bare


def _covering(
    kind: str, found: list[tuple[str, int, int]], holds: Callable[[re.Match[str]], bool] | None = None
) -> Callable[[re.Match[str]], str]:
    def cover(match: re.Match[str]) -> str:
        if holds and not holds(match):
            return match[0]
        if kind != HARMLESS:
            found.append((kind, *match.span()))
        return COVER * len(match[0])

    return cover


class _Spelling:
    """Spells out the patterns of one language: lists and shapes by their names, number words by a framework's counts."""

    def __init__(self, language: str, vocabulary: Vocabulary) -> None:
        self.lexicon, self._vocabulary = lexicon(language), vocabulary
        self._english = self.lexicon.data["script"] == "letters"
        counts = vocabulary.counts.items()
        own = {n.lower(): c for n, c in counts if n.isascii() == self._english or n.isupper()}
        #: The right counts of the nouns of this language.
        self._counts: Mapping[str, tuple[int, ...]] = own or {"(?!)": (0,)}

    def spelled(self, pattern: str, more: Mapping[str, str] | None = None) -> str:
        """``pattern`` with everything in angle brackets put in."""

        def put(match: re.Match[str]) -> str:
            name = match[1]
            return f"(?:{(more or {}).get(name) or self._fixed.get(name) or self.spelled(self._shape(name), more)})"

        return _SLOT.sub(put, pattern)

    def compiled(self, pattern: str, more: Mapping[str, str] | None = None) -> re.Pattern[str]:
        return re.compile(self.spelled(pattern, more), re.ASCII if self._english else 0)

    def listed(self, names: Iterable[str]) -> frozenset[str]:
        """The words of several lists."""
        return frozenset().union(*map(self.lexicon.words, names))

    def _shape(self, name: str) -> str:
        data = self.lexicon.data
        if name in data["phrases"]:
            return alternatives(self.lexicon.phrases(name), end=_END)
        return str(data["shapes"].get(name) or self.lexicon.pattern(name))

    @cached_property
    def _fixed(self) -> Mapping[str, str]:
        """The lists of words, and what the framework brings."""
        data, vocabulary = self.lexicon.data, self._vocabulary
        lists = {name: _whole(self.lexicon.words(name)) for part in ("words", "values") for name in data[part]}
        layers = {n for n in vocabulary.money if n.isascii() is self._english}
        if self._english:
            glued = {*self.listed(("small", "figures")), "and", "fold", "percent", "th"}
            lists["glued"] = "|".join(sorted((w for w in glued if len(w) > 1), key=len, reverse=True))
            lists["glued_pinyin"] = "|".join(sorted(self.lexicon.words("pinyin"), key=len, reverse=True))
            layers = {word for name in layers for word in name.split()} - {"the", "of", "and"}
        lists["layers"] = _whole(layers)
        named = vocabulary.elements.items()
        kpis = {n for id_, names in named if id_.startswith("kpi.") for n in names if n.isascii() is self._english}
        lists["kpis"] = alternatives(kpis, end=_END)
        lists["counted"] = "|".join(self._counts)
        return lists

    def rules(self, entry: Mapping[str, str]) -> Iterator[Rule]:
        """The rules that ``entry`` stands for: one, or one for each count of a framework."""
        kind, pattern = next(iter(entry.items()))
        conditions = tuple((name, self.compiled(text)) for name, text in entry.items() if name in _CONDITIONS)
        for more in self._numbers(pattern):
            first = self._first(entry["first"], more) if "first" in entry else None
            yield Rule(kind, self.compiled(pattern, more), conditions, first, self._decides if first else frozenset())

    @cached_property
    def _decides(self) -> frozenset[str]:
        """The words that tell what is counted."""
        return self.listed(self.lexicon.words("decides")).union(_plural(self._counts))

    def _first(self, name: str, more: Mapping[str, str]) -> frozenset[str]:
        if name == "named":
            return frozenset(_plural(more["named"].split("|"))) - self.lexicon.words("counters")
        return self._decides if name == "decides" else self.lexicon.words(name)

    def _numbers(self, pattern: str) -> Iterator[Mapping[str, str]]:
        """What stands for nouns and number words in ``pattern``: by each right count, or nothing where it has none of them."""
        needed = set(_SLOT.findall(pattern))
        counts = self._counts
        if needed.isdisjoint(("right", "less", "upto", "ordinal_upto", "digit_upto", "roman_upto")):
            yield {}
            return
        if self._english and needed.isdisjoint(("right", "less")):
            alike = {noun: "phase" if noun == "stage" else noun for noun in self.lexicon.words("numbered")}
            counts = {noun: (max(counts.get(like, (_MOST,))),) for noun, like in alike.items()}
        for count in dict.fromkeys(counts.values()):
            yield {"named": "|".join(n for n, c in counts.items() if c == count), **self._words(count)}

    def _words(self, counts: tuple[int, ...]) -> Mapping[str, str]:
        most = max(counts)
        numbers = {"right": counts, "less": range(1, most), "upto": range(1, most + 1)}
        return {name: self._among("small", which) for name, which in numbers.items()} | {
            "ordinal_upto": self._among("ordinals", numbers["upto"]),
            "digit_upto": f"(?:{'|'.join(map(str, range(most, 0, -1)))})(?![0-9])",
            "roman_upto": f"(?:{'|'.join(_ROMAN[:most][::-1])})",
        }

    def _among(self, name: str, numbers: Container[int]) -> str:
        """The words of a list whose values are among ``numbers``."""
        words = _whole(w for w, n in self.lexicon.values(name).items() if n in numbers)
        return words if self._english else self.spelled(f"(?<!<digits>)(?:{words})(?!<digits>)")


def _whole(words: Iterable[str]) -> str:
    """A pattern of ``words``, each as a whole."""
    return alternatives(words, end="(?!'?[a-z0-9])")


def _plural(nouns: Iterable[str]) -> Iterator[str]:
    return (noun + ending for noun in nouns for ending in ("", "s"))
