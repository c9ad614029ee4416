"""Comparisons without a figure: “the tactical layer gets the largest share” must follow from the facts.

Only comparisons of amounts are judged; “the most important” and 更快 are opinions about no figure. Where the ledger
holds no amounts of the entities compared, the comparison is refused.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from agent.grounding.binding import Mention, Names, kind_of
from tools.facts import Computed, Fact, Ledger

_NOUN_ZH = r"(?:总?预算|占比|份额|金额|比例|投入(?!产出)|支出|花费|拨款|经费|资金|比重)"
_NOUN_EN = r"(?:shares?|budgets?|amounts?|spend(?:ing)?|allocations?|portions?|parts?|money|slices?|funding|percentages?|proportions?|weight)"
_MORE_ZH, _LESS_ZH = "高多大", "低少小"
_MORE_EN = "largest|biggest|highest|greatest|most|larger|bigger|higher|greater|more"
_LESS_EN = "smallest|lowest|least|fewest|smaller|lower|less|fewer"
_CLAIM = re.compile(
    rf"{_NOUN_ZH}[^，。；,;]{{0,3}}(?P<d1>最|更|较)(?P<a1>[{_MORE_ZH}{_LESS_ZH}])"
    rf"|(?P<d2>最|更)(?P<a2>[{_MORE_ZH}{_LESS_ZH}])的?(?:一块|一份|一部分|部分|{_NOUN_ZH})"
    rf"|(?:拿到?|分到?|获得|得到|占)的?(?P<d3>最|更)(?P<a3>[{_MORE_ZH}{_LESS_ZH}])"
    rf"|{_NOUN_ZH}[^，。；,;]{{0,3}}(?P<a4>[{_MORE_ZH}{_LESS_ZH}]于|超过|不如|不及|超出)"
    rf"|\b(?P<a5>{_MORE_EN}|{_LESS_EN})\s+(?:\w+\s+)?{_NOUN_EN}\b"
    rf"|\b{_NOUN_EN}\s+(?:\w+\s+){{0,2}}(?P<a6>{_MORE_EN}|{_LESS_EN}|exceeds?|outweighs?)\b"
    rf"|\b(?:gets?|receives?|takes?|has|have)\s+(?:\w+\s+)?(?P<a7>more|less|(?<=the )most|(?<=the )least)\b(?=\s+than|\s*[.,;!]|$)",
    re.ASCII | re.IGNORECASE,
)
_NEGATION = re.compile(
    r"[不非未没无][^，。；]{0,2}$|\b(?:not|never|no|isn't|doesn't|n't)\s+(?:\w+\s+)?$", re.ASCII | re.IGNORECASE
)
_SUPERLATIVE = re.compile(r"最|st$", re.ASCII | re.IGNORECASE)


#: A name behind these is what something else is compared with.
_ASIDE = re.compile(
    r"(?:\b(?:unlike|like|compared (?:with|to)|versus|vs\.?|against|than|beside|next to|as opposed to)(?: the)?|相比之?下?|比起|相较于?|较之|不同于|不像|对比|和|与|跟)\s*$",
    re.ASCII | re.IGNORECASE,
)


#: What parts the clauses of which each has its own subject; 和 and 与 do not.
_CLAUSE = re.compile(r"[，。；：,;:]|\b(?:and|while|whereas|but)\b|而|但", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Comparisons:
    """Judges comparisons by the facts of one ledger."""

    ledger: Ledger
    names: Names

    def unfounded(self, text: str, mentions: Sequence[Mention]) -> Iterator[tuple[int, int]]:
        """Where ``text`` compares amounts of named entities in a way that the facts do not bear out."""
        if not mentions:
            return
        for match in _CLAIM.finditer(text):
            if not self._borne_out(text, match, mentions):
                yield match.span()

    def _borne_out(self, text: str, match: re.Match[str], mentions: Sequence[Mention]) -> bool:
        start, end = match.span()
        if _NEGATION.search(text, 0, start):
            return False
        degree = next((v for k, v in match.groupdict().items() if k[0] == "d" and v), "")
        word = next(v for k, v in match.groupdict().items() if k[0] == "a" and v).lower()
        more = word[0] in f"{_MORE_ZH}超" or word in _MORE_EN.split("|") or word.startswith(("exceed", "outweigh"))
        subject, others = _sides(text, start, end, mentions)
        if _SUPERLATIVE.search(degree) or _SUPERLATIVE.search(word):
            return self._extreme(subject, None, more=more)
        return bool(others) and self._extreme(subject, others, more=more)

    def _extreme(self, subject: Mention, others: Sequence[Mention] | None, *, more: bool) -> bool:
        """Whether every amount of ``subject`` is above (or below) those of ``others``, or of all others of its kind."""
        judged = False
        for group in self._groups(kind_of(min(subject.ids))):
            mine = [fact for concept, fact in group.items() if concept in subject.ids]
            rivals = [
                fact
                for concept, fact in group.items()
                if concept not in subject.ids and (others is None or any(concept in m.ids for m in others))
            ]
            if not mine or not rivals:
                continue
            judged = True
            if not all(mine[0].value > r.value if more else mine[0].value < r.value for r in rivals):
                return False
        return judged

    def _groups(self, kind: str) -> Iterable[dict[str, Fact]]:
        """Facts that differ in nothing but the entity of ``kind`` that they are of."""
        groups: dict[object, dict[str, Fact]] = {}
        for fact in self.ledger:
            own = [c for c in self.names.of_fact(fact) if kind_of(c) == kind]
            if len(own) == 1:
                rest = frozenset(fact.concepts) - {own[0]}
                call = repr(fact.provenance.arguments) if isinstance(fact.provenance, Computed) else ""
                groups.setdefault((fact.unit, rest, call), {})[own[0]] = fact
        return groups.values()


def _sides(text: str, start: int, end: int, mentions: Sequence[Mention]) -> tuple[Mention, Sequence[Mention]]:
    """What the claim at ``start`` to ``end`` is about, and what it is compared with."""
    marks = [mark.start() for mark in _CLAUSE.finditer(text)]
    own = [m for m in mentions if bisect_left(marks, m.start) == bisect_left(marks, start)]
    before, after = [m for m in mentions if m.start < end], [m for m in mentions if m.start >= end]
    earlier, later = [m for m in own if m.start < end], [m for m in own if m.start >= end]
    if not earlier and (later or not before):  # “占比最高的是 A”
        return after[0], after[1:2] or before
    if later:  # “A 占比高于 B 和 C”
        return earlier[0], later
    if len(earlier) > 1:  # “A 比 B 占比更高”
        return earlier[-2], earlier[-1:]
    subject = (earlier or before)[-1]
    if not earlier and len(before) > 1 and _ASIDE.search(text, 0, subject.start):  # “A，相比 B，最高” is said of A
        subject = before[-2]
    return subject, [*[m for m in before if m is not subject], *after[:1]]
