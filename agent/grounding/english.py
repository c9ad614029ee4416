"""English words that state a figure or a quantity, found word by word; linear in the length of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from agent.grounding.words import Vocabulary, lexicon

_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
_JOINS = frozenset(" -/'\"*")
_ROMAN = re.compile(r"(?=[IVXLCDM])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
#: Abbreviations that are Roman numerals by accident.
_NOT_ROMAN = frozenset(("CV", "CD", "CC", "MC", "MD", "DC", "MIX", "DI", "CI", "MI", "LI", "DIV", "MM", "MV", "XL"))
_SMALL_ROMAN = frozenset("ii iii iv vi vii viii ix xi xii xiii xiv xv xvi xvii xviii xix xx xxx".split())
#: Nouns behind which a number is a name; those with a right count have no more than that.
NUMBERED = frozenset("phase stage layer part step section chapter option tier type level version scenario page".split())
_UNITS = frozenset("percent percentage dollar dollars euro euros cent cents yuan rmb usd cny eur gbp pp bps".split())
_SIZED = frozenset(
    "large larger small smaller big bigger largest greater good sizeable significant main tiny fair lion's".split()
)
_ARTICLES = frozenset("a an per another one".split())
_WHOLE = frozenset("single full whole good".split())
#: Nouns before which a period is an adjective: “a year-end report”.
_COMPOUNDS = (["end"], ["plan"], ["report"], ["review"], ["view"])
_NEARLY = frozenset("nearly almost virtually practically".split())
_PRONOUNS = frozenset("it this that them these those which".split())
_PARTS = frozenset("part chunk portion slice fraction share".split())


@dataclass(frozen=True)
class _Words:
    """The words of a text; ``clause`` numbers the stretches without punctuation."""

    words: list[str]
    starts: list[int]
    ends: list[int]
    clause: list[int]

    @classmethod
    def of(cls, text: str) -> _Words:
        words, starts, ends, clause = [], [], [], []
        at = number = 0
        for match in _WORD.finditer(text):
            if not _JOINS.issuperset(text[at : match.start()]):
                number += 1
            at = match.end()
            words.append(match[0])
            starts.append(match.start())
            ends.append(at)
            clause.append(number)
        return cls(words, starts, ends, clause)

    def ahead(self, i: int, count: int) -> list[str]:
        """At most ``count`` words behind word ``i`` in its clause."""
        stop = min(i + 1 + count, len(self.words))
        return [self.words[j] for j in range(i + 1, stop) if self.clause[j] == self.clause[i]]

    def back(self, i: int, distance: int = 1) -> str:
        """The word ``distance`` in front of word ``i`` in its clause, or nothing."""
        j = i - distance
        return self.words[j] if j >= 0 and self.clause[j] == self.clause[i] else ""


@dataclass
class English:
    """Finds figures, quantities and foreign number words among the English words of a text."""

    vocabulary: Vocabulary
    _layers: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        words = lexicon("en")
        self._small, self._ordinals = words.values("small"), words.values("ordinals")
        self._figures = words.words("figures", "foreign")
        self._time, self._money, self._people = words.words("time"), words.words("money"), words.words("people")
        self._hard = self._time | self._people | _UNITS
        self._counters, self._determiners = words.words("counters"), words.words("determiners")
        self._vague, self._bulk = words.words("vague"), words.words("proportions")
        self._rhythm, self._ahead, self._owning = words.words("rhythm"), words.words("ahead"), words.words("owning")
        self._pinyin, self._function = words.words("pinyin"), words.words("foreign_function")
        self._layers = frozenset(word for name in self.vocabulary.money for word in name.split() if word.isascii())
        self._layers -= {"the", "of", "and"}
        self._idioms = self._by_first(words.phrases("idioms"))
        self._stated = self._by_first(words.phrases("stated"))
        glued = sorted({*self._small, *words.words("figures"), "and", "fold", "percent", "th"}, key=len, reverse=True)
        self._glued = re.compile(rf"(?:{'|'.join(w for w in glued if len(w) > 1)})+")
        self._spelled = frozenset({*self._small, *words.words("figures")})
        self._glued_pinyin = re.compile(rf"(?:{'|'.join(sorted(self._pinyin, key=len, reverse=True))}){{2,}}")

    @staticmethod
    def _by_first(phrases: tuple[str, ...]) -> dict[str, list[tuple[str, ...]]]:
        found: dict[str, list[tuple[str, ...]]] = {}
        for phrase in phrases:
            parts = tuple(re.split(r"[ -]", phrase))
            found.setdefault(parts[0], []).append(parts)
        return found

    @cached_property
    def spelled(self) -> frozenset[str]:
        """The number words of which letters set apart may be made up."""
        return self._spelled

    def find(self, text: str) -> Iterator[tuple[str, int, int]]:
        """Kind, start and end of what ``text``, in small letters, states in English."""
        found = _Words.of(text)
        if not found.words:
            return
        covered = self._covered(found)
        reviewed = not self._rhythm.isdisjoint(found.words)
        foreign = -9
        for i, word in enumerate(found.words):
            if word in self._function:
                if i - foreign < 7:
                    yield "language", found.starts[i], found.ends[i]
                foreign = i
            if word in self._stated and (n := self._phrase(found, i, self._stated)):
                yield "figure", found.starts[i], found.ends[i + n - 1]
            elif i not in covered and (kind := self._judge(found, i, reviewed=reviewed)):
                yield kind, found.starts[i], found.ends[i]

    def _covered(self, found: _Words) -> set[int]:
        covered: set[int] = set()
        for i, word in enumerate(found.words):
            if word in self._idioms and (n := self._phrase(found, i, self._idioms)):
                covered.update(range(i, i + n))
        return covered

    @staticmethod
    def _phrase(found: _Words, i: int, phrases: dict[str, list[tuple[str, ...]]]) -> int:
        """How many words from ``i`` on are one of ``phrases``."""
        for parts in phrases[found.words[i]]:
            end = i + len(parts)
            if tuple(found.words[i:end]) == parts and found.clause[end - 1] == found.clause[i]:
                return len(parts)
        return 0

    def _judge(self, found: _Words, i: int, *, reviewed: bool) -> str:
        word = found.words[i]
        if word in self._small:
            return "" if self._counts(found, i) else "figure"
        if word in self._ordinals:
            return "" if self._orders(found, i) else "figure"
        if word in self._time:
            return self._period(found, i, reviewed=reviewed)
        if word in _UNITS or word == "per":
            return "quantity" if self._vaguely(found, i) else ""
        if word in self._bulk:
            return "quantity" if self._proportion(found, i) else ""
        return "figure" if self._is_figure(word, found.back(i)) else ""

    def _is_figure(self, word: str, before: str) -> bool:
        if word in self._figures or word in _SMALL_ROMAN or (word in self._pinyin and before in self._pinyin):
            return True
        return len(word) > 5 and bool(self._glued.fullmatch(word) or self._glued_pinyin.fullmatch(word))

    def _vaguely(self, found: _Words, i: int) -> bool:
        """Whether the unit at ``i`` is told vaguely: “a few percent”."""
        if found.words[i] == "per" and found.ahead(i, 1) != ["cent"]:
            return False
        return not {found.back(i), found.back(i, 2)}.isdisjoint(self._vague | {"some"})

    # -- numbers -----------------------------------------------------------------------------------------------------

    def _counts(self, found: _Words, i: int) -> bool:
        """Whether the small number at ``i`` counts what may be counted, or names a phase or a step."""
        word, value = found.words[i], self._small[found.words[i]]
        before = found.back(i)
        if before.rstrip("s") in NUMBERED:
            return self.numbered(before.rstrip("s"), value)
        if value == 1:
            return self._one(found, i)
        if before in ("every", "each") and found.ahead(i, 1)[:1] and found.ahead(i, 1)[0] in self._time:
            return not self._rhythm.isdisjoint(found.words)
        noun = next((w for w in found.ahead(i, 4) if self._decides(w)), "")
        if noun.rstrip("s") in self.vocabulary.counts and noun not in self._counters:
            partial = before in self._determiners or found.ahead(i, 1) == ["of"]
            return self.vocabulary.right(noun.rstrip("s"), value, partial=partial)
        if noun:
            return noun in self._counters or (word == "couple" and noun in self._people)
        return word == "couple" or before in self._determiners or before == "or"

    def _decides(self, word: str) -> bool:
        """Whether ``word`` behind a number tells what is counted."""
        return (
            word.rstrip("s") in self.vocabulary.counts
            or word in self._counters
            or word in self._figures
            or word in self._hard
        )

    def _one(self, found: _Words, i: int) -> bool:
        if found.back(i) in self._time:
            return found.back(i) == "day"
        ahead = found.ahead(i, 3)
        near = ahead[:2]
        if any(w in self._time or w in _UNITS or w in self._figures for w in near):
            return False
        if ahead[:1] in (["in"], ["out"]) and any(w in self._small or w in self._figures for w in ahead):
            return False
        if near and near[0] in self._ordinals and self._ordinals[near[0]] > 2:
            return False
        return self._people.isdisjoint(near) or not self._owning.isdisjoint(found.words)

    def _orders(self, found: _Words, i: int) -> bool:
        """Whether the ordinal at ``i`` is the order of steps and no fraction, part of a year or phase that does not exist."""
        value, before, ahead = self._ordinals[found.words[i]], found.back(i), found.ahead(i, 2)
        if ahead and ahead[0] in self._time:
            return False
        if ahead and ahead[0] in NUMBERED:
            return self.numbered(ahead[0], value)
        if value < 3:
            return ahead[:1] != ["largest"] and ahead[:1] != ["highest"]
        told = (
            before in ("the", "")
            and value < 6
            and not (ahead and (ahead[0].endswith("est") or ahead[0] in ("of", "place")))
        )
        return told or (bool(ahead) and ahead[0] in self._counters)

    def numbered(self, noun: str, value: int) -> bool:
        """Whether something called ``noun`` may have the number ``value``."""
        counts = self.vocabulary.counts.get("phase" if noun == "stage" else noun)
        return 0 < value <= (max(counts) if counts else 12)

    # -- quantities --------------------------------------------------------------------------------------------------

    def _period(self, found: _Words, i: int, *, reviewed: bool) -> str:
        before, second = found.back(i), found.back(i, 2)
        if found.words[i].endswith("s"):
            rhythm = reviewed and not {before, second, found.back(i, 3)}.isdisjoint(("every", "each"))
            stated = not rhythm and before != "recent"
        elif before in self._ahead:
            stated = not reviewed
        elif before in _ARTICLES or (before in _WHOLE and second in _ARTICLES):
            stated = second != "once" and second not in self._rhythm and found.ahead(i, 1) not in _COMPOUNDS
        elif before in ("every", "each"):
            stated = not reviewed and not self._money.isdisjoint(found.words)
        else:
            stated = second == "within" and before in ("the", "this")
        return "quantity" if stated else ""

    def _proportion(self, found: _Words, i: int) -> bool:
        """Whether a word such as “most” is said of money, percent, people or time."""
        word, before, ahead = found.words[i], found.back(i), found.ahead(i, 5)
        of, clause = ahead[:1] == ["of"], self._clause(found, i)
        paid = self._money | self._layers
        domain = paid | self._people | self._time
        if word in ("most", "all"):
            meant = clause if of and not _PRONOUNS.isdisjoint(ahead[1:2]) else ahead if of else ahead[:1]
            return (word == "most" or before in _NEARLY) and not domain.isdisjoint(meant)
        if word == "much":
            return of and before != "how" and not domain.isdisjoint(ahead)
        if word in _PARTS:
            return of and before in _SIZED and not paid.isdisjoint(ahead)
        if word == "rest":
            return before == "the" and not (paid | self._time | {"goes", "go", "into"}).isdisjoint(clause)
        return not domain.isdisjoint(clause)

    @staticmethod
    def _clause(found: _Words, i: int) -> list[str]:
        """The words around ``i`` in its clause, at most eight either side."""
        near = range(max(0, i - 8), min(len(found.words), i + 9))
        return [found.words[j] for j in near if found.clause[j] == found.clause[i]]


def roman(text: str) -> Iterator[tuple[int, int, int]]:
    """Roman numerals in capitals: start, end and value 0 where they name nothing."""
    for match in re.finditer(r"(?<![A-Za-z])[IVXLCDM]{1,9}(?![A-Za-z])", text):
        named = re.search(
            r"(?:phase|stage|part|section|chapter|tier|type|level|step|option|layer) $",
            text[: match.start()][-9:].lower(),
        )
        if not _ROMAN.fullmatch(match[0]) or (match[0] in _NOT_ROMAN and not named):
            continue
        if len(match[0]) > 1 or (named and match[0] in "IVX"):
            yield match.start(), match.end(), 0
