"""Tables of facts: as Markdown, as a list for narrow terminals, and as plain cells for a workbook, a message or JSON.

Amounts in cells stand without period and base, which the caption tells; comparators are signs, differences have theirs. ``TABLES`` of the texts are the captions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from agent.answers import said
from agent.answers.model import Cite, Column, Piece, Printed, Slot, Table
from agent.answers.slots import Manner, Teller, joined
from agent.answers.template import parse, places
from agent.answers.texts import entry, texts
from agent.answers.voice import Voice
from tools.facts import Fact
from tools.identity import Label

Cells = tuple[Piece, ...]
#: Slots of a caption that name the columns of several budgets: ``budget1``, ``budget2``.
_OPERAND = re.compile(r"budget\d+")


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as cells: caption, headings, rows and which columns are aligned right."""

    caption: Printed
    head: tuple[Printed, ...]
    rows: tuple[tuple[Printed, ...], ...]
    numbers: tuple[bool, ...]


def table(
    kind: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Slot | None]],
    variant: str = "",
    *,
    passages: tuple[str, ...] = (),
    scenario: str = "",
    phase: int | None = None,
    total: bool = False,
    subjects: tuple[str, ...] = (),
    filled: Mapping[str, Slot | None] | None = None,
    **caption: Slot | None,
) -> Table:
    """A table of ``kind``; absent slots of its caption are left out, ``filled`` are more slots.

    Raises :class:`KeyError` for a caption or heading without words and :class:`ValueError` for rows of another width or slots that the caption does not
    have or lacks.
    """
    english, given = (
        texts("en"),
        {name: value for name, value in {**caption, **(filled or {})}.items() if value is not None},
    )
    parts = parse(english.captions[entry(kind, variant)])
    known = {place.name for place in places(parts)} - {"base"} | {name for name in given if _OPERAND.fullmatch(name)}
    needed = {place.name for place in places(parts, required=True)} - {"base", "speaker", "speaker1", "speaker2"}
    if needed - set(given) or set(given) - known:
        raise ValueError(f"the caption of a table of {kind!r} has the slots {sorted(known)}, not {sorted(given)}")
    for column in columns:
        _ = column.label or english.heads[column.head]
    if any(len(row) != len(columns) for row in rows):
        raise ValueError(f"every row of a table of {kind!r} has {len(columns)} cells")
    return Table(
        kind,
        tuple(columns),
        tuple(tuple(row) for row in rows),
        given,
        variant,
        passages,
        scenario,
        phase,
        total,
        subjects,
    )


def grid(table_: Table, voice: Voice, *, words: Sequence[str] = ()) -> Grid:
    """The cells of a table; ``words`` are those of an optional last column, a cell a row."""
    caption = Teller(voice, table_.caption, Manner()).clause(voice.texts.captions[entry(table_.kind, table_.variant)])
    budgets = iter([fact for name, fact in table_.caption.items() if _OPERAND.fullmatch(name)])
    # Shares that only weigh a total that is known otherwise are weights.
    weighs = table_.kind == "split" and bool(table_.variant)
    columns = [replace(c, head="weight") if weighs and c.head == "share" else c for c in table_.columns]
    head = [_heading(column, voice, budgets) for column in columns]
    rows = [[_cell(value, voice) for value in row] for row in table_.rows]
    numbers = [column.number for column in table_.columns]
    if any(words):
        head.append((Piece(voice.texts.heads["purpose"]),))
        numbers.append(False)
        for at, row in enumerate(rows):
            row.append((Piece(_line(words[at]) if at < len(words) else ""),))
    return Grid(
        Printed((*_opened(caption), *(Cite(p) for p in dict.fromkeys(table_.passages)))),
        tuple(Printed(cell) for cell in head),
        tuple(tuple(Printed(cell) for cell in row) for row in rows),
        tuple(numbers),
    )


def markdown(table_: Table, voice: Voice, *, words: Sequence[str] = ()) -> Printed:
    """The table with its caption and citation above it, numbers aligned right."""
    found = grid(table_, voice, words=words)
    parts: list[Piece | Cite] = _caption(found)
    for at, cells in enumerate((found.head, *found.rows)):
        parts += [Piece("\n| ")]
        for cell in cells:
            parts += [
                *(Piece(p.text.replace("|", "\\|"), p.fact) for p in cell.parts if isinstance(p, Piece)),
                Piece(" | "),
            ]
        parts[-1] = Piece(" |")
        if at == 0:
            parts.append(Piece("\n| " + " | ".join("---:" if number else "---" for number in found.numbers) + " |"))
    return Printed(tuple(parts), block=True)


def listed(table_: Table, voice: Voice, *, words: Sequence[str] = ()) -> Printed:
    """The table as a list for narrow places: a row an item, every cell with its heading."""
    found = grid(table_, voice, words=words)
    texts_ = voice.texts.words
    parts: list[Piece | Cite] = _caption(found)
    for row in found.rows:
        parts += [Piece("\n- "), *row[0].parts, Piece(" – ")]
        filled = [(head, cell) for head, cell in list(zip(found.head, row, strict=True))[1:] if cell.text]
        for at, (head, cell) in enumerate(filled):
            parts += [Piece(texts_["semi"] if at else ""), *head.parts, Piece(texts_["colon"]), *cell.parts]
    return Printed(tuple(parts), block=True)


def cells(table_: Table, voice: Voice, *, words: Sequence[str] = ()) -> tuple[tuple[Printed, ...], ...]:
    """The headings and the rows, a :class:`Printed` a cell."""
    found = grid(table_, voice, words=words)
    return (found.head, *found.rows)


def _caption(found: Grid) -> list[Piece | Cite]:
    pieces = [part for part in found.caption.parts if isinstance(part, Piece)]
    cites = [part for part in found.caption.parts if isinstance(part, Cite)]
    return [Piece("**"), *pieces, Piece("**"), *cites, Piece("\n")]


def _heading(column: Column, voice: Voice, budgets: Iterator[Slot]) -> Cells:
    """A heading: a name, the next of several budgets, or what the texts have; a part of a year is named, not counted."""
    if column.label is not None:
        return _opened((Piece(voice.name(column.label)),))
    budget = next(budgets, None) if column.head == "budget" else None
    if isinstance(budget, Fact):
        scenario = voice.scenario(budget.identity.scenario) if budget.identity else ""
        figure = Piece(said.say(budget, voice.language, said.BRIEF), budget.id)
        return (
            (Piece(f"{scenario}{'（' if voice.zh else ' ('}"), figure, Piece("）" if voice.zh else ")"))
            if scenario
            else (figure,)
        )
    heads = voice.texts.heads
    named = f"{column.head}_name"
    return (Piece(heads[named if named in heads and not column.number else column.head]),)


def _cell(value: Slot | None, voice: Voice) -> Cells:
    none = voice.texts.words["none"]
    if value is None or value == "":
        return (Piece(none),)
    if isinstance(value, Fact):
        return (Piece(said.say(value, voice.language, said.CELL), value.id),)
    if isinstance(value, tuple):
        return Teller(voice, {"rows": value}, Manner(brief=True)).clause("{rows}")
    word = value.en if isinstance(value, Label) and value.zh == value.en else value
    if isinstance(word, str) and word in voice.texts.cells:
        return (Piece(voice.texts.cells[word]),)
    text = voice.name(value)
    return (Piece(text),) if voice.typed(value) else _opened((Piece(text),))


def _opened(pieces: Sequence[Piece]) -> Cells:
    """A name at the head of a cell or line: English ones begin with a capital letter."""
    found = list(joined(list(pieces)))
    if found and not found[0].fact:
        found[0] = Piece(found[0].text[:1].upper() + found[0].text[1:])
    return tuple(found)


def _line(text: str) -> str:
    """Words that a model gave, on one line."""
    return " ".join(text.split())
