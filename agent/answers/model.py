"""What an answer is made of: statements, tables, quotations and notes over facts, in the order in which they are told.

Everything here is typed and without words; ``agent.answers.wording`` has the sentences. A statement is the only way in which
a figure gets into a reply.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tools.facts import Fact
from tools.identity import Label

#: What a statement or a note may hold: a figure, a name, a word of an enumeration, or clauses of the same kind of slots.
Slot = Fact | Label | str | int | tuple["Slots", ...]
Slots = Mapping[str, "Slot"]


@dataclass(frozen=True, slots=True)
class Statement:
    """A clause over facts: ``kind`` names its wording, ``slots`` fill it.

    ``variant`` chooses between wordings of one kind (``in``, ``above``, ``below``). ``subjects`` are ids of the framework that the clause
    speaks of, so that no other element frames it. A ``verdict`` opens its part of the reply.
    """

    kind: str
    slots: Slots = field(default_factory=dict)
    variant: str = ""
    passages: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    phase: int | None = None
    scenario: str = ""
    verdict: bool = False

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts that the clause shows, in the order of its slots."""
        return tuple(facts_of(self.slots))


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: ``head`` names its heading in the texts; ``number`` columns are aligned right."""

    head: str
    number: bool = True
    label: Label | None = None  # instead of a heading of the texts: a scenario, a quarter


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of facts and names under a caption. The last row is a total where ``total`` says so."""

    kind: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Slot | None, ...], ...]
    caption: Slots = field(default_factory=dict)
    variant: str = ""
    passages: tuple[str, ...] = ()
    scenario: str = ""
    phase: int | None = None
    total: bool = False
    subjects: tuple[str, ...] = ()  # of the rows, in order

    @property
    def facts(self) -> tuple[Fact, ...]:
        found = [cell for row in self.rows for cell in row if isinstance(cell, Fact)]
        return (*facts_of(self.caption), *found)


@dataclass(frozen=True, slots=True)
class Quotation:
    """A passage quoted with its origin; ``cut_off`` where its sentence breaks off in the source.

    ``only`` are the words of the passage to quote, where the rest of it is not to be repeated.
    """

    passage: str
    cut_off: bool = False
    phase: int | None = None
    only: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence of the texts that holds no figure: advice, an assumption without amounts, a question of ours."""

    kind: str
    slots: Slots = field(default_factory=dict)
    variant: str = ""
    passages: tuple[str, ...] = ()
    question: bool = False


Item = Statement | Table | Quotation | Note


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question: ``items`` in order, a verdict first.

    ``needs`` are the facts that the reply must show for it. ``lacking`` names what is missing (``rate``, ``budget``, ``kpi.cycle``) where it could not be
    answered; its question is among the items. ``always`` tells that a reply shows it whoever writes it.
    """

    goal: str
    items: tuple[Item, ...] = ()
    needs: tuple[Fact, ...] = ()
    lacking: tuple[str, ...] = ()
    chart: tuple[Fact, ...] = ()
    #: Places in a list that this answer shows, by id, so that "the second one" can be resolved.
    listed: tuple[str, ...] = ()
    always: bool = False

    @property
    def facts(self) -> tuple[Fact, ...]:
        return tuple(fact for item in self.items if isinstance(item, Statement | Table) for fact in item.facts)


def facts_of(slots: Slots) -> Iterator[Fact]:
    """Every fact among ``slots``, clauses within clauses included."""
    for value in slots.values():
        if isinstance(value, Fact):
            yield value
        elif isinstance(value, tuple):
            for inner in value:
                yield from facts_of(inner)


# ---- what a statement looks like when it is printed -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Piece:
    """Printed text; ``fact`` is the id of the fact that it prints, empty for words."""

    text: str
    fact: str = ""


@dataclass(frozen=True, slots=True)
class Cite:
    """A place for the number of a citation; the gate counts and thins them."""

    passage: str


@dataclass(frozen=True, slots=True)
class Printed:
    """A clause, table or quotation as it is told: pieces and citations in order.

    ``block`` stands on lines of its own. ``opens`` tells that it begins with a letter that a sentence capitalises.
    """

    parts: tuple[Piece | Cite, ...]
    block: bool = False

    @property
    def text(self) -> str:
        """The words without citations."""
        return "".join(part.text for part in self.parts if isinstance(part, Piece))
