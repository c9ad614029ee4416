"""The book of a turn: what may be referred to in a reply, by id, and how each thing is printed.

``C1`` … are statements, ``T1`` … tables, ``X1`` … quotations; ``budget`` is the budget phrase. Whoever writes a reply, a model or the offline writer, has
these references and words without figures, nothing else. The gate prints references through this book.
"""

from __future__ import annotations

from typing import Protocol

from agent.answers.model import Printed, Quotation, Statement, Table


class Book(Protocol):
    """What the gate needs of a turn's statements. An unknown id is ``None``."""

    language: str

    def statement(self, reference: str) -> Statement | None: ...

    def table(self, reference: str) -> Table | None: ...

    def quotation(self, reference: str) -> Quotation | None: ...

    def clause(self, reference: str, *, brief: bool = False, again: bool = False, opens: bool = False) -> Printed:
        """The clause of a statement.

        ``again``: its scenario's base and amount were told in full already, so that it says "of the annual marketing
        budget"; ``opens``: it begins a sentence or a list item.
        """
        ...

    def block(self, reference: str, *, words: tuple[str, ...] = ()) -> Printed:
        """A table (with ``words`` as its optional column, a cell a row) or a quotation, on lines of its own."""
        ...

    def budget(self, scenario: str = "") -> Printed | None:
        """The budget as a noun phrase: "annual marketing budget of $2,000,000"; ``None`` where there is none."""
        ...

    def passage(self, passage_id: str) -> bool:
        """Whether a passage was shown to the writer and may be cited."""
        ...

    def holding(self, text: str) -> tuple[str, ...]:
        """The references whose print holds the figure that ``text`` spells, for a complaint about a typed figure."""
        ...

    def quoted(self, text: str) -> bool:
        """Whether ``text`` is a span of the user's message that code quotes back, word for word."""
        ...

    def all(self) -> tuple[str, ...]:
        """Every reference, in order."""
        ...
