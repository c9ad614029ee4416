"""The rules of the lexicon: which stretches of a text state a figure or a quantity, and which only look so.

They are data (``lexicon/*.yaml``), in groups that are woken by what they look for. A stretch is judged by the first rule that meets it, and is covered then, so that
no later rule sees it; ``harmless`` ones are only covered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any

from agent.grounding.words import Lexicon, Vocabulary, alternatives, any_of, lexicon

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
_JOINED = re.compile(r"[a-z /'\"-]*")
_ENGLISH = re.compile(r"[a-z]+(?:'[a-z]+)?")


def _around(text: str, match: re.Match[str], ends: re.Pattern[str]) -> str:
    """The clause or sentence around ``match``, as far as it matters."""
    return _before(text, match, ends) + ends.split(text[match.end() : match.end() + _REACH], maxsplit=1)[0]


def _before(text: str, match: re.Match[str], ends: re.Pattern[str]) -> str:
    """The clause or sentence up to the end of ``match``."""
    return ends.split(text[max(0, match.start() - _REACH) : match.start()])[-1] + match[0]


#: What a condition looks at, and whether its words must be there or must not.
_CONDITIONS: Mapping[str, tuple[Callable[[str, re.Match[str], re.Pattern[str]], str], re.Pattern[str], bool]] = {
    "if": (_around, _SENTENCE, True),
    "unless": (_around, _SENTENCE, False),
    "near": (_around, _CLAUSE, True),
    "behind": (_before, _CLAUSE, True),
    "not_behind": (_before, _SENTENCE, False),
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
        joined = _JOINED.match(behind)
        words = _ENGLISH.findall(joined[0]) if joined else []
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
        spellings = [_Spelling(lexicon(language), vocabulary) for language in ("en", "zh")]
        self._stated, self._idioms = (
            any_of(phrase for s in spellings for phrase in s.lexicon.phrases(name)) for name in ("stated", "idioms")
        )
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

    def __init__(self, words: Lexicon, vocabulary: Vocabulary) -> None:
        self.lexicon, self._vocabulary = words, vocabulary
        self._english = "values" in words.data

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
        return frozenset().union(*(self.lexicon.data["values"].get(n) or self.lexicon.words(n) for n in names))

    def _shape(self, name: str) -> str:
        data = self.lexicon.data
        if name in data["phrases"]:
            return alternatives(self.lexicon.phrases(name), end=_END)
        return str(data["shapes"][name]) if name in data["shapes"] else self.lexicon.pattern(name)

    @cached_property
    def _fixed(self) -> Mapping[str, str]:
        """The lists of words, and what the framework brings."""
        lists = {name: _whole(self.lexicon.words(name)) for name in self.lexicon.data.get("words", ())}
        if self._english:
            lists |= {name: _whole(self.lexicon.values(name)) for name in ("small", "ordinals")}
            numbers = (*self.lexicon.values("small"), *self.lexicon.words("figures"))
            glued = {*numbers, "and", "fold", "percent", "th"}
            lists["glued"] = "|".join(sorted((w for w in glued if len(w) > 1), key=len, reverse=True))
            lists["glued_pinyin"] = "|".join(sorted(self.lexicon.words("pinyin"), key=len, reverse=True))
            layers = {word for name in self._vocabulary.money for word in name.split() if word.isascii()}
            lists["layers"] = _whole(layers - {"the", "of", "and"})
        else:
            lists["layers"] = alternatives((n for n in self._vocabulary.money if not n.isascii()), end="")
        named = self._vocabulary.elements.items()
        kpis = {n for id_, names in named if id_.startswith("kpi.") for n in names if n.isascii() == self._english}
        lists["kpis"] = alternatives(kpis, end=_END)
        lists["counted"] = "|".join(self._counts)
        return lists

    @cached_property
    def _counts(self) -> Mapping[str, tuple[int, ...]]:
        """The right counts of the nouns of this language."""
        counts = self._vocabulary.counts
        own = {n.lower(): c for n, c in counts.items() if n.isascii() == self._english or n.isupper()}
        return own or {"(?!)": (0,)}

    def rules(self, entry: Mapping[str, str]) -> Iterator[Rule]:
        """The rules that ``entry`` stands for: one, or one for each count of a framework."""
        kind, pattern = next(iter(entry.items()))
        conditions = tuple((name, self.compiled(text)) for name, text in entry.items() if name in _CONDITIONS)
        for more in self._numbers(pattern):
            rule = Rule(kind, self.compiled(pattern, more), conditions)
            if "first" in entry:
                rule = replace(rule, first=self._first(entry["first"], more), decides=self._decides)
            yield rule

    @cached_property
    def _decides(self) -> frozenset[str]:
        """The words that tell what is counted."""
        return self.listed(self.lexicon.words("decides")).union(_plural(self._counts))

    def _first(self, name: str, more: Mapping[str, str]) -> frozenset[str]:
        if name == "decides":
            return self._decides
        counters = self.lexicon.words("counters")
        return frozenset(_plural(more["named"].split("|"))) - counters if name == "named" else self.lexicon.words(name)

    def _numbers(self, pattern: str) -> Iterator[Mapping[str, str]]:
        """What stands for nouns and number words in ``pattern``: by each right count, or nothing where it has none of them."""
        needed = set(_SLOT.findall(pattern))
        if needed.isdisjoint(("right", "less", "upto", "ordinal_upto", "digit_upto", "roman_upto")):
            yield {}
            return
        nouns: dict[tuple[int, ...], list[str]] = {}
        for noun, counts in self._counts.items():
            nouns.setdefault(counts, []).append(noun)
        if self._english and needed.isdisjoint(("right", "less")):
            nouns = {}
            for noun in self.lexicon.words("numbered"):
                most = max(self._counts.get("phase" if noun == "stage" else noun, (_MOST,)))
                nouns.setdefault((most,), []).append(noun)
        for counts, named in nouns.items():
            yield {"named": "|".join(named), **self._words(counts)}

    def _words(self, counts: tuple[int, ...]) -> Mapping[str, str]:
        below, upto = range(1, max(counts)), range(1, max(counts) + 1)
        digits = "|".join(map(str, reversed(upto)))
        return {
            "right": self._cardinals(counts),
            "less": self._cardinals(below),
            "upto": self._cardinals(upto),
            "ordinal_upto": self._of("ordinals", upto),
            "digit_upto": f"(?:{digits})(?![0-9])",
            "roman_upto": f"(?:{'|'.join(_ROMAN[: max(counts)][::-1])})",
        }

    def _cardinals(self, numbers: Iterable[int]) -> str:
        if self._english:
            return self._of("small", numbers)
        numerals = {1: "一", 2: "[二两俩]"} | dict(enumerate("三四五六七八九十", 3))
        digits = self.lexicon.pattern("digits")
        return f"(?<!{digits})(?:{'|'.join(numerals[n] for n in numbers if n in numerals) or '(?!)'})(?!{digits})"

    def _of(self, name: str, numbers: Iterable[int]) -> str:
        if not self._english:
            return "(?!)"
        wanted = set(numbers)
        return _whole(w for w, n in self.lexicon.values(name).items() if n in wanted)


def _whole(words: Iterable[str]) -> str:
    """A pattern of ``words``, each as a whole."""
    return alternatives(words, end="(?!'?[a-z0-9])")


def _plural(nouns: Iterable[str]) -> Iterator[str]:
    return (noun + ending for noun in nouns for ending in ("", "s"))
