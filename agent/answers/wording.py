"""Statements and notes in words: which template is said, with which rows, and where the citations stand."""

from __future__ import annotations

from collections.abc import Iterable

from agent.answers.model import Cite, Note, Piece, Printed, Statement
from agent.answers.slots import Manner, Teller, joined
from agent.answers.texts import entry, note_entry
from agent.answers.voice import Voice
from tools.identity import Label

#: The kind of a statement that says a note: it quotes the user's own words, which may hold figures.
NOTE = "note"


def say_statement(
    statement: Statement,
    voice: Voice,
    *,
    brief: bool = False,
    again: bool = False,
    opens: bool = False,
    choice: int = 0,
) -> Printed:
    """The clause of a statement with its citations at the end.

    ``again`` leaves out base and amount that were told; with several scenarios it keeps the amount or the scenario's name. ``choice`` chooses between wordings
    and is the same for the same statement throughout a reply. Raises :class:`ValueError` where a row lacks a slot.
    """
    if statement.kind == NOTE:
        return say_note(
            Note(statement.variant, statement.slots, "", statement.passages), voice, opens=opens, choice=choice
        )
    forms = voice.texts.statements[entry(statement.kind, statement.variant)]
    manner = Manner(brief=brief, again=again, choice=choice)
    rows = {name: template for name, template in forms.items() if name.startswith("row") and isinstance(template, str)}
    pieces = Teller(voice, statement.slots, manner, rows).clause(forms["brief" if brief else "full"])
    return finished(pieces, statement.passages, opens=opens and not _begins_typed(statement, pieces, voice))


def say_note(note: Note, voice: Voice, *, opens: bool = True, choice: int = 0) -> Printed:
    """A note as a sentence without its full stop."""
    template = voice.texts.notes[note_entry(note.kind, note.variant)]
    pieces = Teller(voice, note.slots, Manner(choice=choice)).clause(template)
    return finished(pieces, note.passages, opens=opens)


def finished(pieces: Iterable[Piece], passages: Iterable[str], *, opens: bool) -> Printed:
    """Pieces as they are printed: capitalised where they open a sentence, with their citations behind them."""
    found = list(joined(list(pieces)))
    if opens and found:
        found[0] = Piece(found[0].text[:1].upper() + found[0].text[1:], found[0].fact)
    return Printed((*found, *(Cite(passage) for passage in dict.fromkeys(passages))))


def _begins_typed(statement: Statement, pieces: tuple[Piece, ...], voice: Voice) -> bool:
    """Whether a clause begins with a name that the user typed, which keeps its letters."""
    names = (value for value in statement.slots.values() if isinstance(value, str | Label) and voice.typed(value))
    return bool(pieces) and any(pieces[0].text.startswith(name) for value in names if (name := voice.name(value)))
