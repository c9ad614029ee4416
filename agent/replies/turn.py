"""The value of a turn: what was said, the facts behind it, and the events in which it is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from agent.answers.printing import print_fact, print_formula
from agent.errors import Trouble
from agent.notices import is_withheld
from agent.replies.whole import share_of, whole_of
from agent.usage import NOTHING, Usage
from tools.facts import Computed, Fact, Given, Ledger
from tools.money import format_money
from tools.records import fact_to_json
from tools.tracking import Standing

#: ``answered``: what was asked is told. ``asked``: the reply asks for, or refuses, what it cannot go on with. ``partly``: both.
Outcome = Literal["answered", "asked", "partly"]
OUTCOMES: dict[str, Outcome] = {"answered": "answered", "asked": "asked", "partly": "partly"}


@dataclass(frozen=True, slots=True)
class Source:
    """A cited passage: its number in the reply, where it stands, and its words in both languages."""

    number: int
    passage: str
    document: str
    line: int
    zh: str
    en: str | None
    incomplete: str | None = None
    question_missing: bool = False
    place: str = ""  # page, slide, or sheet and row of an ingested document
    date: str = ""

    @property
    def told(self) -> str:
        """Place and date behind a comma, where the document has them."""
        return "".join(f", {text}" for text in (self.place, self.date) if text)


@dataclass(frozen=True, slots=True)
class Unread:
    """Characters ``start`` to ``end`` of the message, which the reply does not take up."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Span:
    """Characters ``start`` to ``end`` of the reply, which print a fact of a statement."""

    start: int
    end: int
    fact: str
    statement: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A point of the reply's chart: the fact, its name and figure as they print, how long its bar is, and its share of the whole, if it has one."""

    fact: str
    name: str
    value: Decimal
    text: str
    share: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """A turn that was answered. ``facts`` are those that the text shows; ``ledger`` has every fact that they derive from.

    ``mode`` is ``online`` when a model wrote the text; ``trouble`` says why it did not although one is configured;
    ``refused`` counts figures that a model wrote and the gate did not let through, ``refused_kinds`` names why; ``plan`` tells
    that it is a whole plan. ``reader`` is ``model`` where a model read the message anew. ``outcome`` and ``usage`` are ``None`` where they were not recorded.
    """

    conversation: str
    turn: int
    message: str
    text: str
    language: str
    mode: str
    facts: tuple[Fact, ...]
    sources: tuple[Source, ...]
    ledger: Ledger = field(repr=False)
    trouble: Trouble | None = None
    notice: str = ""
    refused: int = 0
    tasks: tuple[str, ...] = ()
    chart: tuple[Fact, ...] = ()
    plan: bool = False
    outcome: Outcome | None = "answered"
    unread: tuple[Unread, ...] = ()
    reading: str = ""
    spans: tuple[Span, ...] = ()
    refused_kinds: tuple[str, ...] = ()
    usage: Usage | None = NOTHING
    reader: str = ""

    @property
    def bars(self) -> tuple[Bar, ...]:
        """The chart of the reply, point by point; none where it has no chart."""
        whole = whole_of(self.chart)
        return tuple(
            Bar(
                f.id,
                f.label.in_language(self.language),
                f.value,
                print_fact(f, self.language),
                share_of(f.value, whole) if whole else "",
            )
            for f in self.chart
        )

    @property
    def chart_total(self) -> str:
        """What the parts that the chart shows come to, as it prints; empty where they are no parts of one whole."""
        whole = whole_of(self.chart)
        return format_money(whole, self.chart[0].unit.code, self.language) if whole else ""

    @property
    def withheld(self) -> bool:
        """Whether the text did not pass the check, and a sentence that says so stands in its place."""
        return is_withheld(self.text)

    def to_json(self) -> dict[str, Any]:
        """The reply as it is sent: :class:`agent.replies.model.Reply` as a JSON object."""
        from agent.replies.making import reply_of

        return reply_of(self).model_dump(mode="json")


@dataclass(frozen=True, slots=True)
class Progress:
    """How the KPIs of a conversation are doing: told in ``reply``, which is no turn of it, and phase by phase."""

    reply: Answered
    standing: Standing

    @property
    def text(self) -> str:
        return self.reply.text

    def to_json(self) -> dict[str, Any]:
        """The progress as it is sent: :class:`agent.replies.model.Progress` as a JSON object."""
        from agent.replies.making import progress_of

        return progress_of(self).model_dump(mode="json")


def receipt(ledger: Ledger, fact: Fact, language: str) -> dict[str, Any]:
    """A fact with how it came about: formula in figures, input facts, source quote or the user's words."""
    made = fact.provenance
    data = {**fact_to_json(fact), "text": print_fact(fact, language), "name": fact.label.in_language(language)}
    if isinstance(made, Computed):
        data["formula"] = formula_text(ledger, fact, language)
        data["inputs"] = [receipt(ledger, ledger[i], language) for i in made.inputs]
    return data


def formula_text(ledger: Ledger, fact: Fact, language: str) -> str:
    """The formula of a computed fact with its inputs in figures: ``500万元 × 10% = 50万元``."""
    return print_formula(ledger, fact, language)


def origin(fact: Fact) -> str:
    """``user``, ``source`` or ``computed``."""
    match fact.provenance:
        case Given():
            return "user"
        case Computed():
            return "computed"
    return "source"


@dataclass(frozen=True, slots=True)
class Delta:
    """Text of the reply that has passed the gate.

    ``spans`` are the figures that it prints, by their place in everything that was told since the last :class:`Restart`;
    ``ledger`` has their facts, as far as the turn has come.
    """

    text: str
    spans: tuple[Span, ...] = ()
    ledger: Ledger | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Restart:
    """What was told so far is withdrawn: the reply begins anew."""


@dataclass(frozen=True, slots=True)
class Done:
    """The turn is over and stored."""

    reply: Answered


Event = Delta | Restart | Done
