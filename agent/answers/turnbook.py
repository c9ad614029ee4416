"""The book of a turn: its answers' statements, tables and quotations by number, and how each is printed.

The order of the answers numbers them, so that the same answers give the same references; a statement, table or quotation that two answers give is one. Notes are told by
reference like statements: they are texts of code, and may quote the user's own words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from agent.answers.model import Answer, Item, Note, Piece, Printed, Quotation, Statement, Table
from agent.answers.quotations import Words, say_quotation
from agent.answers.slots import Manner, Teller
from agent.answers.tables import markdown
from agent.answers.voice import Voice
from agent.answers.wording import NOTE, finished, say_statement
from tools.facts import Fact
from tools.identity import Label, Role
from tools.parameters import Framework

_BUDGETS = ("budget", "budget_to")


@dataclass
class TurnBook:
    """Implements :class:`agent.answers.book.Book`.

    ``passages`` are those that the writer was shown, by id. ``budgets`` are the budget facts of scenarios that no statement shows, ``names`` the scenarios' names,
    ``several`` tells that the conversation holds more than one (by default: that the answers show more than one). ``counts`` are how many statements (``C``), tables
    (``T``) and quotations (``X``) an earlier book of the same turn has numbered: this one goes on behind them.
    """

    answers: Sequence[Answer]
    passages: Mapping[str, Words]
    language: str
    framework: Framework
    budgets: Mapping[str, Fact] = field(default_factory=dict)
    names: Mapping[str, str | Label] = field(default_factory=dict)
    several: bool | None = None
    counts: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.counts = dict(self.counts)
        self._items: dict[str, Statement | Table | Quotation] = {}
        self._of: dict[int, str] = {}
        self._known: dict[str, str] = {}
        self.voice = Voice(self.language, self.framework, self.names)
        for answer in self.answers:
            for item in answer.items:
                self._number(item)
        self._budgets = self._find_budgets()
        several = len(self._budgets) > 1 if self.several is None else self.several
        self.voice = Voice(self.language, self.framework, self.names, several)

    def add(self, item: Statement | Table | Quotation) -> str:
        """Number one more thing, which no answer gives; what is there already keeps its number."""
        self._number(item)
        reference = self._of[id(item)]
        if self._items[reference] is not item:  # equal to one that is there: an id of memory may come again
            del self._of[id(item)]
        return reference

    def keep(self, other: TurnBook) -> None:
        """Take over the quotations of an earlier book of the same turn, with their numbers."""
        for reference, item in other._items.items():
            if isinstance(item, Quotation) and item.passage in self.passages:
                self._items.setdefault(reference, item)
                self._known.setdefault("X" + repr(item), reference)

    # ---- what there is ------------------------------------------------------------------------------------------------------

    def all(self) -> tuple[str, ...]:
        """Every reference, in order."""
        return tuple(self._items)

    def reference(self, item: Item) -> str:
        """The number of an item of the answers."""
        return self._of.get(id(item), "")

    def statement(self, reference: str) -> Statement | None:
        found = self._items.get(reference)
        return found if isinstance(found, Statement) else None

    def table(self, reference: str) -> Table | None:
        found = self._items.get(reference)
        return found if isinstance(found, Table) else None

    def quotation(self, reference: str) -> Quotation | None:
        found = self._items.get(reference)
        return found if isinstance(found, Quotation) else None

    def passage(self, passage_id: str) -> bool:
        return passage_id in self.passages

    # ---- how it is printed ------------------------------------------------------------------------------------------------

    def clause(self, reference: str, *, brief: bool = False, again: bool = False, opens: bool = False) -> Printed:
        """The clause of a statement. Raises :class:`KeyError` for a reference that is none."""
        statement = self._items[reference]
        if not isinstance(statement, Statement):
            raise KeyError(reference)
        choice = int(reference[1:]) - 1
        return say_statement(statement, self.voice, brief=brief, again=again, opens=opens, choice=choice)

    def block(self, reference: str, *, words: tuple[str, ...] = ()) -> Printed:
        """A table or quotation, on lines of its own. Raises :class:`KeyError` for a reference that is neither."""
        found = self._items[reference]
        if isinstance(found, Table):
            return markdown(found, self.voice, words=words)
        if isinstance(found, Quotation):
            return say_quotation(found, self.passages[found.passage], self.voice)
        raise KeyError(reference)

    def budget(self, scenario: str = "") -> Printed | None:
        """The budget as a noun phrase without "the"; of the only scenario, or the first, where none is named."""
        fact = self._budgets.get(scenario)
        if fact is None and not scenario:
            fact = next(iter(self._budgets.values()), None)
        if fact is None:
            return None
        pieces = list(Teller(self.voice, {"budget": fact}, Manner()).clause("{budget:told}"))
        if pieces and pieces[0].text.startswith("the "):
            pieces[0] = Piece(pieces[0].text.removeprefix("the "), pieces[0].fact)
        return finished(pieces, (), opens=False)

    # ---- finding ----------------------------------------------------------------------------------------------------------

    def holding(self, text: str) -> tuple[str, ...]:
        """The references whose print holds the figure that ``text`` spells."""
        from tools.figures import find_figures

        wanted = [(abs(value), figure.unit.kind) for figure in find_figures(text) if (value := figure.low) is not None]
        found = []
        for reference, item in self._items.items():
            facts = item.facts if isinstance(item, Statement | Table) else ()
            same = any((abs(fact.value), fact.unit.kind) in wanted for fact in facts)
            if same or (text.strip() and text.strip() in self._printed(reference)):
                found.append(reference)
        return tuple(found)

    def quoted(self, text: str) -> bool:
        """Whether ``text`` is a span of the user's message that one of the notes quotes back."""
        spans = (item.slots.get("quoted") for answer in self.answers for item in answer.items if isinstance(item, Note))
        return " ".join(text.split()) in {" ".join(str(span).split()) for span in spans if span}

    def lines(self) -> tuple[str, ...]:
        """What a model is shown of each reference, a line or a block each."""
        found = []
        for reference, item in self._items.items():
            if isinstance(item, Statement) and item.kind == NOTE:
                found.append(f"{reference} (note): {self.clause(reference).text}")
            elif isinstance(item, Statement):
                verdict = " (verdict)" if item.verdict else ""
                brief = self.clause(reference, brief=True).text
                found.append(f"{reference}{verdict}: {self.clause(reference).text} | brief: {brief}")
            else:
                found.append(f"{reference}: {self.block(reference).text}")
        return tuple(found)

    # ---- inside -----------------------------------------------------------------------------------------------------------

    def _printed(self, reference: str) -> str:
        if isinstance(self._items[reference], Statement):
            return self.clause(reference).text
        return self.block(reference).text

    def _number(self, item: Item) -> None:
        if isinstance(item, Note):
            made: Statement | Table | Quotation = Statement(
                NOTE, item.slots, f"{item.kind}.{item.variant}" if item.variant else item.kind, item.passages
            )
        else:
            made = item
        letter = "C" if isinstance(made, Statement) else "T" if isinstance(made, Table) else "X"
        key = letter + repr(made)
        if key not in self._known:
            self.counts[letter] = self.counts.get(letter, 0) + 1
            reference = f"{letter}{self.counts[letter]}"
            self._known[key] = reference
            self._items[reference] = made
        self._of[id(item)] = self._known[key]

    def _find_budgets(self) -> dict[str, Fact]:
        """The budget of each scenario, those that statements show first."""
        found: dict[str, Fact] = {}
        for item in self._items.values():
            slots = item.slots if isinstance(item, Statement) else item.caption if isinstance(item, Table) else {}
            shown: Iterable[object] = (slots.get(name) for name in _BUDGETS)
            for fact in shown:
                if isinstance(fact, Fact) and fact.identity and fact.identity.role is Role.BUDGET:
                    found.setdefault(fact.identity.scenario, fact)
        return {**found, **{scenario: fact for scenario, fact in self.budgets.items() if scenario not in found}}
