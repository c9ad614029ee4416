"""Facts: figures that may be said, each with what it is and where it comes from; and the ledger that holds them.

A fact is the only way a number gets into a reply. Its identity says what it is a figure of. Its provenance is a span of the user's message, a span
of a source passage, or a tool call over other facts, so that every chain ends at the user, a source or the
framework. The ledger gives out ids: ``U`` for the user's figures, ``S`` for the sources', ``F`` for computed ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from tools.errors import ToolError
from tools.identity import Identity, Label, Role
from tools.quantities import Comparator, Unit, UnitKind, exact


@dataclass(frozen=True, slots=True)
class Given:
    """Said by a user: characters ``start`` to ``end`` of the message of turn ``turn``.

    Turn 0 is what was typed outside a conversation's messages. ``day`` (``2026-03-01``) is when the figure was measured, ``speaker``
    who said it where several do, ``document`` the place of a document that the figure was adopted from.
    """

    turn: int
    start: int
    end: int
    text: str
    day: str = ""
    speaker: str = ""
    document: str = ""


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
    """A figure with its identity, unit, comparator and provenance; ``label`` follows from the identity.

    A fact without an identity comes from a conversation of before: it can be read and explained, but no statement is built over it.
    """

    id: str
    label: Label
    value: Decimal
    unit: Unit
    provenance: Provenance
    comparator: Comparator = Comparator.EQUAL
    concepts: tuple[str, ...] = ()
    identity: Identity | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.value, Decimal):
            raise TypeError("the value of a fact is a Decimal")

    @property
    def currency(self) -> str | None:
        return self.unit.code if self.unit.kind is UnitKind.MONEY else None


def identity_of(fact: Fact) -> Identity:
    """What ``fact`` is; one without an identity is mentioned under its label, and nothing more is known of it."""
    return fact.identity or Identity(Role.CONTEXT, name=fact.label)


def period_of(fact: Fact) -> str:
    """The period that an amount is for: its own, else that of its unit, else a year. Other figures have none."""
    told = fact.identity.period if fact.identity else ""
    return told or (fact.unit.per or "year" if fact.unit.kind is UnitKind.MONEY else "")


def shared(values: Iterable[str]) -> str:
    """The one value that all of ``values`` have, or nothing."""
    found = set(values)
    return found.pop() if len(found) == 1 else ""


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
    return (fact.label, fact.value, fact.unit, fact.comparator, fact.concepts, fact.identity, where)


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
    _reserved: dict[str, int] = field(default_factory=dict, repr=False, compare=False)

    def copy(self) -> Ledger:
        """A ledger with the same facts; what is added to one is not in the other."""
        return Ledger(dict(self.facts), dict(self._index), dict(self._last))

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
        value: Decimal,
        unit: Unit,
        provenance: Provenance,
        comparator: Comparator = Comparator.EQUAL,
        identity: Identity | None = None,
        label: Label | None = None,
        concepts: tuple[str, ...] = (),
        fact_id: str = "",
    ) -> Fact:
        """Record a fact and return it with its id; one that is there already is returned, not doubled.

        ``fact_id`` is the id that a figure of a message has already; it must be free.

        Given figures keep the limits of :func:`tools.quantities.exact`; computed ones may carry the extra digits
        that an exact product has.
        """
        prefix = {Given: "U", Sourced: "S", Computed: "F"}[type(provenance)]
        if isinstance(provenance, Given):
            exact(value)
        name = label or (identity.label if identity else None)
        if name is None:
            raise ValueError("a fact needs an identity")
        new = Fact("", name, value, unit, provenance, comparator, concepts, identity)
        self._know_all()
        if known := self._index.get(_content(new)):
            return self.facts[known]
        for source in provenance.inputs if isinstance(provenance, Computed) else ():
            _ = self[source]
        fact = replace(new, id=fact_id or self.next_id(prefix))
        if fact.id in self.facts:
            raise ValueError(f"there is a fact {fact.id} already")
        self.facts[fact.id] = fact
        self._know(fact)
        return fact

    def next_id(self, prefix: str) -> str:
        """The id that the next fact of a kind (``U``, ``S``, ``F``) gets."""
        self._know_all()
        return f"{prefix}{max(self._last.get(prefix, 0), self._reserved.get(prefix, 0)) + 1}"

    def reserve(self, prefix: str, number: int) -> None:
        """Give out no id of a kind up to ``number``: figures of a message have theirs before they become facts."""
        self._reserved[prefix] = max(self._reserved.get(prefix, 0), number)

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
