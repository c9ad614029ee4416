"""A message in its conversation, as rules look at it: which clause a token is in, what stands near it, what is known and what is pending."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from agent.dialogue.state import State
from agent.understanding.clauses import Clause, clauses
from agent.understanding.naming import stems
from agent.understanding.tokens import KPIS, Stream, Token
from tools.facts import Ledger
from tools.figures.model import Figure, Relation
from tools.parameters import Framework, Kpi

_ON_TOP = re.compile(r"(?:了|之后|以后)?(?:的|这个)?(?:基础|前提)(?:之)?上")

#: The scenario of the coming year.
NEXT_YEAR = "next_year"

#: "Kite's" is of Kite.
_OF_SOMEBODY = re.compile(r"(?<=\w)['’]s?$")


#: How the budget that nobody named is called once another has a name.
OURS = (
    "总部",
    "总公司",
    "母公司",
    "我们这边",
    "ours",
    "just us",
    "just ours",
    "only ours",
    "only us",
    "our side",
    "head office",
    "hq",
)

#: How the budget of somebody else is called that was told beside one's own.
THEIRS = ("他们那边", "合作方", "their side", "just them", "just theirs", "only theirs")

#: The words that say whose of the two is meant.
_WHOSE = {"ours": re.compile(r"\bours?\b"), "theirs": re.compile(r"\b(?:theirs?|they|them)\b")}


def ours(state: State) -> dict[str, str]:
    """The names that one's own budget goes by, told as ours or first without a name, and those of theirs, where others' came later."""
    told = [s for s in state.scenarios.values() if s.budget and s.status == "told" and (s.label or not s.comes_from)]
    told = [s for s in told if not s.label.endswith(("_year", "_q")) and not s.label.isdigit()]
    if len(told) < 2:
        return {}
    unnamed = [told[0]] if not told[0].label else []
    own = [s for s in told if s.label in ("ours", "我方")] or unnamed
    others = [s for s in told if s.label in ("theirs", "对方")]
    return {name: s.name for names, found in ((OURS, own), (THEIRS, others)) for s in found[:1] for name in names}


@dataclass
class View:
    """One message with everything that its reading may depend on."""

    stream: Stream
    state: State
    framework: Framework
    speaker: str = ""
    ledger: Ledger | None = None
    clauses: tuple[Clause, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.clauses = clauses(self.stream)
        self._clause_at: dict[int, int] = {
            place: n for n, clause in enumerate(self.clauses) for place in range(clause.start, clause.end)
        }

    # -- the message -----------------------------------------------------------------------------------------------------------

    def figure(self, fig: str) -> Figure:
        return self.stream.figures[fig]

    @cached_property
    def repeated(self) -> frozenset[str]:
        """Figures that only say what a change comes on top of: "在翻番的基础上再砍25%", where the doubling was supposed before."""
        current = self.state.current
        if current is None or not current.comes_from:
            return frozenset()
        known = {self.amount_of(fact) for fact in self.state.figures.values()}
        return frozenset(
            fig for fig, f in self.stream.figures.items() if _ON_TOP.match(self.stream.plain, f.end) and f.low in known
        )

    @cached_property
    def pointed(self) -> frozenset[str]:
        """Amounts that are said again to point at what was told: "the 60k isn't approved"."""
        from agent.understanding.opinions import beside_the_source, stays
        from agent.understanding.pointing import points
        from agent.understanding.revoking import echoed
        from agent.understanding.series import given_up
        from agent.understanding.versions import said_again

        again = frozenset(t.value for t in self.of("money") if points(self, t)) | echoed(self) | given_up(self)
        again |= frozenset(beside_the_source(self)[1]) | said_again(self)
        return again | self.of_the_source if stays(self) else again

    @cached_property
    def of_the_source(self) -> frozenset[str]:
        """Figures that are a layer's share as the source has it, or the share of all of them."""
        shares = {layer.share.value for layer in self.framework.layers if layer.share is not None}
        shares.add(sum(shares, Decimal(0)))
        return frozenset(fig for fig, f in self.stream.figures.items() if f.low in shares and f.low == f.high)

    @cached_property
    def place_of(self) -> Mapping[str, int]:
        """Where each figure stands in the stream."""
        return {t.value: n for n, t in enumerate(self.stream.spots) if t.is_figure}

    def number(self, place: int) -> int:
        """The number of the clause that a place is in."""
        return self._clause_at.get(place, max(len(self.clauses) - 1, 0))

    def clause(self, place: int) -> Clause:
        return self.clauses[self.number(place)]

    def sentence(self, clause: Clause) -> tuple[Clause, ...]:
        return tuple(c for c in self.clauses if c.sentence == clause.sentence)

    def has(self, *kinds: str) -> bool:
        return self.stream.has(*kinds)

    def nearest(self, place: int, kinds: Iterable[str], *, clause: Clause | None = None) -> Token | None:
        """The nearest token of some kinds in a clause; of two as near the one before."""
        where = clause or self.clause(place)
        wanted = tuple(kinds)
        found = [
            (abs(n - place) + (0.5 if n > place else 0), n)
            for n in range(where.start, where.end)
            if self.stream.spots[n].kind in wanted
        ]
        return self.stream.spots[min(found)[1]] if found else None

    def before(self, place: int, kinds: Iterable[str], *, most: int = 60) -> Token | None:
        """The last token of some kinds before a place, within the message."""
        wanted = frozenset(kinds)
        for n in range(place - 1, max(place - most, -1), -1):
            if self.stream.spots[n].kind in wanted:
                return self.stream.spots[n]
        return None

    def said(self, clause: Clause) -> str:
        """The words of a clause in plain form: small letters, simplified characters, Western marks. Patterns are held against this."""
        first, last = self._span(clause)
        return self.stream.plain[first:last].strip()

    def text(self, clause: Clause) -> str:
        """The words of a clause as they were written."""
        first, last = self._span(clause)
        return self.stream.text[first:last].strip()

    def _span(self, clause: Clause) -> tuple[int, int]:
        first, last = clause.tokens[0].start, clause.tokens[-1].end
        earlier = [t for t in self.stream.tokens if t.end <= first]
        for token in reversed(earlier):
            if token.kind != "for":
                break
            first = token.start
        later = (t for t in self.stream.tokens if t.start >= last)
        for token in later:
            if token.kind != "for":
                break
            last = token.end
        return first, last

    def of(self, *kinds: str) -> list[Token]:
        """The message's tokens of these kinds, in order."""
        return [t for t in self.stream.spots if t.kind in kinds]

    @cached_property
    def ask_keys(self) -> frozenset[str]:
        """All questions of a message, for a candidate that gives it one meaning."""
        return frozenset(f"ask{n}" for n in range(len(self.clauses)))

    def of_marketing(self, place: int) -> bool:
        """Whether an amount is named right before as that of marketing, its period apart: "营销一年240w"."""
        n = place - 1
        while n >= 0 and self.stream.spots[n].kind in ("per", "is", "sum", "budget", "char"):
            n -= 1
        found = self.stream.spots[n] if n >= 0 else None
        return found is not None and found.kind == "marketing" and not self.stream.text[found.start].isascii()

    # -- the framework ---------------------------------------------------------------------------------------------------------

    @cached_property
    def kpis(self) -> Mapping[str, Kpi]:
        return {k.id: k for p in self.framework.phases for k in p.kpis}

    def phase_of(self, kpi: str) -> str:
        return next((p.id for p in self.framework.phases if any(k.id == kpi for k in p.kpis)), "")

    @cached_property
    def layers(self) -> tuple[str, ...]:
        return tuple(layer.id for layer in self.framework.layers)

    @cached_property
    def kpi_in_message(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(t.value for t in self.of(*KPIS)))

    # -- the conversation --------------------------------------------------------------------------------------------------------

    @cached_property
    def known(self) -> bool:
        """Whether a budget is at hand."""
        return self.state.current is not None and bool(self.state.current.budget)

    def amount_of(self, fact: str) -> Decimal | None:
        """The value of a fact of the conversation; ``None`` where its ledger is not at hand."""
        return self.ledger[fact].value if self.ledger is not None and fact in self.ledger else None

    @cached_property
    def lacks(self) -> frozenset[str]:
        """What the advisor asked for."""
        found = {lack.partition(":")[0] for p in self.state.pending for lack in p.lacks}
        if self.state.question:
            found.add(self.state.question.partition(":")[0])
        return frozenset(found)

    @cached_property
    def asked_before(self) -> bool:
        return bool(self.state.asks)

    @cached_property
    def scenario_names(self) -> Mapping[str, str]:
        """Names of scenarios by their plain form."""
        labels = {s.label.casefold(): name for name, s in self.state.scenarios.items() if s.label}
        return ours(self.state) | {stem: labels[label] for stem, label in stems(labels).items()} | labels

    @cached_property
    def names(self) -> Mapping[int, str]:
        """Names of scenarios in the message, by place: ``客户A``, "Company B", "Acme", last year."""
        found: dict[int, str] = {}
        loose: dict[int, str] = {}
        for n, token in enumerate(self.stream.spots):
            if name := self._sure_name(n, token):
                found[n] = name
            elif token.kind == "name" and token.value != self.speaker:
                loose[n] = token.value
        return (
            found
            | self._this_year(found)
            | self._next_year(found)
            | self._years()
            | self._dated()
            | self._changes()
            | self._whose()
            | self._written(loose)
            | self._moneyed(loose, {name for name in found.values() if not name.endswith(("_year", "_q"))})
        )

    def _sure_name(self, n: int, token: Token) -> str:
        """A name that needs no amount beside it: a year by its word, a scenario told before, a name beside "client"."""
        word = _OF_SOMEBODY.sub("", self.stream.text[token.start : token.end].casefold())
        if token.kind == "time" and token.value == "this_year" and (real := self._real_beside()):
            return real
        if token.kind == "time" and token.value in ("last_year", "this_year", "last_q", "this_q"):
            return token.value
        if word in self.scenario_names:
            return self.scenario_names[word]
        if token.kind != "name" or token.value == self.speaker:
            return ""
        spots = self.stream.spots
        beside = {spots[m].kind for m in (n - 1, n + 1) if 0 <= m < len(spots)}
        return token.value if "names" in beside or token.value.endswith("年") else ""

    def _real_beside(self) -> str:
        """The told budget that the one at hand was supposed from: "this year" is that one, where the message tells no other."""
        if "this_year" in self.state.scenarios or (self.has("money") and not self._next_alone):
            return ""
        if NEXT_YEAR in self.state.scenarios or self._next_alone:
            told = [s for s in self.state.scenarios.values() if s.budget and s.status == "told"]
            return next((s.name for s in reversed(told) if not s.label.endswith("_year")), "")
        real = self.state.real
        told_already = real is None or real is self.state.current or not real.budget or real.status == "supposed"
        return "" if real is None or told_already else real.name

    def _next_year(self, found: Mapping[int, str]) -> dict[int, str]:
        """The coming year: with an amount of its own beside another year's, or beside the budget of this year; later by its name."""
        spots = self.stream.spots
        coming = [n for n, t in enumerate(spots) if t.kind == "time" and t.value == NEXT_YEAR]
        if NEXT_YEAR in self.state.scenarios and not self.has("money"):
            return dict.fromkeys(coming, NEXT_YEAR)
        beside = {"this_year", "last_year"} & set(found.values())
        reach = 12 if self._next_alone else 4 if beside else 0
        return {n: NEXT_YEAR for n in coming if self._behind(n, "money", within=reach)}

    @cached_property
    def _next_alone(self) -> bool:
        """Whether the one amount of a message may be the coming year's, beside a budget that is known."""
        coming = any(t.kind == "time" and t.value == NEXT_YEAR for t in self.stream.spots)
        alone = coming and self.known and len(self.of("money")) == 1
        return alone and not self.has("spent", "spends", "whatif", *KPIS)

    def _behind(self, place: int, kind: str, *, within: int) -> bool:
        """Whether a token of a kind stands within so many behind a place, in the same sentence."""
        for token in self.stream.spots[place + 1 : place + within]:
            if token.kind in (".", "?", "nl"):
                return False
            if token.kind == kind:
                return True
        return False

    def _this_year(self, found: Mapping[int, str]) -> dict[int, str]:
        """“$2.9m now” is this year's, where last year's stands beside it."""
        if "last_year" not in found.values() or "this_year" in found.values():
            return {}
        spots = self.stream.spots
        return {n: "this_year" for n, t in enumerate(spots) if t.kind == "now" and n and spots[n - 1].kind == "money"}

    def _written(self, loose: Mapping[int, str]) -> dict[int, str]:
        """Names in Chinese script, which are no words that only look like names, where there are several."""
        names = {n: name for n, name in loose.items() if not name.isascii()}
        return names if len(set(names.values())) > 1 else {}

    def _moneyed(self, loose: Mapping[int, str], sure: set[str]) -> dict[int, str]:
        """Names that nothing announces, where several of them have an amount, or one beside a name that is ``sure``."""
        spots = self.stream.spots
        names = {name for n, name in loose.items() if any(t.kind == "money" for t in spots[n + 1 : n + 6])}
        return {n: name for n, name in loose.items() if name in names} if names and len(names | sure) > 1 else {}

    @cached_property
    def lettered(self) -> tuple[str, ...]:
        """The letters of several amounts of one message that are joined and that nobody named."""
        amounts = [t for t in self.stream.spots if t.kind == "money"]
        joined = any(c.of("or", "and", "each", "compare", "pair") for c in self.clauses)
        return tuple(chr(ord("A") + n) for n in range(min(len(amounts), 8))) if joined and len(amounts) > 1 else ()

    def _dated(self) -> dict[int, str]:
        """Years that budgets of the conversation were told for, or that name a scenario."""
        known = {s.when: name for name, s in self.state.scenarios.items() if s.when}
        known |= {s.label: name for name, s in self.state.scenarios.items() if s.label.isdigit()}
        days = {n: self.stream.days[t.value].key for n, t in enumerate(self.stream.spots) if t.kind == "day"}
        return {n: known[key] for n, key in days.items() if key in known}

    def _whose(self) -> dict[int, str]:
        """“Theirs", "ours", where two budgets were told by whose they are."""
        labels = {s.label: name for name, s in self.state.scenarios.items() if s.label in _WHOSE and s.status == "told"}
        spots, found = self.stream.spots, {}
        for label, name in labels.items():
            for said in _WHOSE[label].finditer(self.stream.plain):
                behind = (n for n, t in enumerate(spots) if t.end > said.start())
                found[next(behind, max(len(spots) - 1, 0))] = name
        return found if spots else {}

    def _years(self) -> dict[int, str]:
        """Years as names of budgets, where there are several."""
        found = {n: self.stream.days[t.value].key for n, t in enumerate(self.stream.spots) if t.kind == "day"}
        years = {n: key for n, key in found.items() if len(key) == 4 and key.isdigit()}
        amounts = sum(1 for t in self.stream.spots if t.kind == "money")
        return years if len(set(years.values())) > 1 and amounts > 1 else {}

    def _changes(self) -> dict[int, str]:
        """A budget that went from one amount to another is two scenarios."""
        spots = self.stream.spots
        wanted = {Relation.BEFORE: "before", Relation.AFTER: "after"}
        found = {
            n: wanted[relation]
            for n, t in enumerate(spots)
            if t.kind == "money"
            and (relation := self.figure(t.value).relation) in wanted
            and not self.clause(n).of(*KPIS)
        }
        dated = any(t.kind == "time" and t.value in ("last_year", "this_year", "last_q", "this_q") for t in spots)
        return found if self.has("budget", "marketing") and len(found) == 2 and not dated else {}

    def scenario(self, place: int) -> str:
        """The name of the scenario that a figure belongs to: the last name before it, behind the amount before."""
        if place in self.names:
            return self.names[place]
        if place - 1 in self.names and self._names_lead:
            return self.names[place - 1]
        if self._alternate:
            return self._named_before(place, anyway=True)
        return self._named_before(place) or self._named_behind(place)

    @cached_property
    def _alternate(self) -> bool:
        """Whether names and amounts take turns, a name first: "A 80, B 150, C 60"."""
        spots = self.stream.spots
        row = [n in self.names for n, t in enumerate(spots) if n in self.names or t.kind == "money"]
        return len(row) > 3 and row == [True, False] * (len(row) // 2)

    def _named_before(self, place: int, *, anyway: bool = False) -> str:
        spots = self.stream.spots
        for n in range(place - 1, -1, -1):
            if n in self.names:
                another = (
                    not anyway and self._follows(place) and any(t.kind == "money" for t in spots[max(n - 3, 0) : n])
                )
                return "" if another else self.names[n]
            if spots[n].kind in ("money", ".", "?", "nl"):
                break
        return ""

    def _named_behind(self, place: int) -> str:
        for n in range(place + 1, min(place + 5, len(self.stream.spots))):
            token = self.stream.spots[n]
            if n in self.names:
                return self.names[n]
            if token.kind == "now" and "last_year" in self.names.values():
                return "this_year"
            if token.is_boundary or token.is_figure:
                break
        return ""

    @cached_property
    def _names_lead(self) -> bool:
        """Whether names stand before their amounts: the first amount has one before it."""
        first = next((n for n, t in enumerate(self.stream.spots) if t.kind == "money"), 0)
        return any(n < first for n in self.names)

    def _follows(self, place: int) -> bool:
        """Whether a name stands right behind an amount, in the same part of the sentence."""
        for n in range(place + 1, min(place + 3, len(self.stream.spots))):
            if self.stream.spots[n].is_boundary:
                return False
            if n in self.names or self.stream.spots[n].kind == "now":
                return True
        return False
