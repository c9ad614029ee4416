"""Facts: figures that may be said, each with where it comes from; and the ledger that holds them.

A fact is the only way a number gets into a reply. Its provenance is a span of the user's message, a span of a
source passage, or a tool call over other facts, so that every chain ends at the user, a source or the
framework. The ledger gives out ids: ``U`` for the user's figures, ``S`` for the sources', ``F`` for computed ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from tools.errors import ToolError
from tools.quantities import Comparator, Unit, UnitKind, exact


@dataclass(frozen=True, slots=True)
class Label:
    """A name in both languages of the product."""

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Given:
    """Said by the user: characters ``start`` to ``end`` of the message of turn ``turn``.

    Turn 0 is what was typed outside a conversation's messages. ``day`` (``2026-03-01``) is when the figure was measured.
    """

    turn: int
    start: int
    end: int
    text: str
    day: str = ""


@dataclass(frozen=True, slots=True)
class Sourced:
    """Stated by a source: characters ``start`` to ``end`` of document ``document``, in passage ``passage``."""

    document: str
    passage: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Computed:
    """The result of a tool call. ``arguments`` are JSON values whose figures are fact ids, never numbers.

    ``formula`` names its inputs in braces: ``{U1} × {S3}``. ``output`` tells the facts of one call apart.
    """

    tool: str
    arguments: Mapping[str, Any]
    inputs: tuple[str, ...]
    formula: str
    output: str = ""


Provenance = Given | Sourced | Computed


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure with its label, unit, comparator and provenance.

    ``concepts`` are ids of what the figure speaks of (``layer.tactical``, ``amount``): they let a sentence that
    names an entity be held against the facts of that entity.
    """

    id: str
    label: Label
    value: Decimal
    unit: Unit
    provenance: Provenance
    comparator: Comparator = Comparator.EQUAL
    concepts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not isinstance(self.value, Decimal):
            raise TypeError("the value of a fact is a Decimal")

    @property
    def currency(self) -> str | None:
        return self.unit.code if self.unit.kind is UnitKind.MONEY else None


def day_of(fact: Fact) -> str:
    """The day on which a given figure was measured (``2026-03-01``), or nothing."""
    return fact.provenance.day if isinstance(fact.provenance, Given) else ""


def _content(fact: Fact) -> object:
    """What makes a fact that fact, whatever its id: equal for equal facts."""
    made = fact.provenance
    where: object = made
    if isinstance(made, Computed):
        where = (
            made.tool,
            tuple((k, repr(v)) for k, v in sorted(made.arguments.items())),
            made.inputs,
            made.formula,
            made.output,
        )
    return (fact.label, fact.value, fact.unit, fact.comparator, fact.concepts, where)


class UnknownFact(ToolError):
    """A fact id that the ledger does not hold."""

    def __init__(self, fact_id: str, known: Iterable[str]) -> None:
        self.fact_id = fact_id
        self.known = tuple(known)
        super().__init__(f"there is no fact {fact_id!r}; the facts are: {', '.join(self.known) or 'none'}")


@dataclass(slots=True)
class Ledger:
    """The facts of one conversation, in the order they were found. Facts are only ever added."""

    facts: dict[str, Fact] = field(default_factory=dict)
    _index: dict[object, str] = field(default_factory=dict, repr=False, compare=False)
    _last: dict[str, int] = field(default_factory=dict, repr=False, compare=False)

    def __iter__(self) -> Iterator[Fact]:
        return iter(self.facts.values())

    def __len__(self) -> int:
        return len(self.facts)

    def __contains__(self, fact_id: str) -> bool:
        return fact_id in self.facts

    def __getitem__(self, fact_id: str) -> Fact:
        try:
            return self.facts[fact_id]
        except KeyError:
            raise UnknownFact(fact_id, self.facts) from None

    def add(
        self,
        *,
        label: Label,
        value: Decimal,
        unit: Unit,
        provenance: Provenance,
        comparator: Comparator = Comparator.EQUAL,
        concepts: tuple[str, ...] = (),
    ) -> Fact:
        """Record a fact and return it with its id; one that is there already is returned, not doubled.

        Given figures keep the limits of :func:`tools.quantities.exact`; computed ones may carry the extra digits
        that an exact product has.
        """
        prefix = {Given: "U", Sourced: "S", Computed: "F"}[type(provenance)]
        if isinstance(provenance, Given):
            exact(value)
        new = Fact("", label, value, unit, provenance, comparator, concepts)
        self._know_all()
        if known := self._index.get(_content(new)):
            return self.facts[known]
        for source in provenance.inputs if isinstance(provenance, Computed) else ():
            _ = self[source]
        fact = replace(new, id=f"{prefix}{self._last.get(prefix, 0) + 1}")
        self.facts[fact.id] = fact
        self._know(fact)
        return fact

    def _know_all(self) -> None:
        """Have facts that were put here otherwise in the index, too."""
        if len(self._index) != len(self.facts):
            self._index.clear()
            self._last.clear()
            for fact in self.facts.values():
                self._know(fact)

    def _know(self, fact: Fact) -> None:
        self._index.setdefault(_content(fact), fact.id)
        self._last[fact.id[0]] = max(self._last.get(fact.id[0], 0), int(fact.id[1:]))

    def restore(self, fact: Fact) -> None:
        """Put a stored fact back under the id that it had."""
        self.facts[fact.id] = fact

    def roots(self, fact_id: str) -> tuple[Fact, ...]:
        """The given and sourced facts that ``fact_id`` is derived from, itself if it is one of them."""
        fact = self[fact_id]
        if not isinstance(fact.provenance, Computed):
            return (fact,)
        found: dict[str, Fact] = {}
        for source in fact.provenance.inputs:
            found.update((root.id, root) for root in self.roots(source))
        return tuple(found.values())
