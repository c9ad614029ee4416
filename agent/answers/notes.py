"""Notes that answers may give: which there are, what each holds, and which are questions.

A note holds no figure: names, words of an enumeration, lists of names (``row(name=…)``) and ``quoted``, the user's own words, which are printed in quotation marks.
"""

from __future__ import annotations

from agent.answers.model import Note, Slot
from agent.answers.template import parse, places
from agent.answers.texts import chosen, entry, note_entry, texts
from tools.facts import Fact

#: Kinds that ask the user something.
_QUESTIONS = ("ask.", "unread.operator", "unread.reference")


def note(kind: str, variant: str = "", *, passages: tuple[str, ...] = (), **slots: Slot | None) -> Note:
    """A note of ``kind``; absent slots are left out.

    Raises :class:`KeyError` for a kind or variant without words and :class:`ValueError` for slots that it does not have, lacks, or that hold a figure.
    """
    needed, known = slots_of(kind, variant)
    given = {name.rstrip("_"): value for name, value in slots.items() if value is not None}
    if needed - set(given) or set(given) - known:
        raise ValueError(f"a note of {entry(kind, variant)!r} has the slots {sorted(known)}, not {sorted(given)}")
    if any(isinstance(value, Fact) for value in given.values()):
        raise ValueError(f"a note of {kind!r} holds no figure")
    return Note(kind, given, variant, passages, kind.startswith(_QUESTIONS))


def slots_of(kind: str, variant: str = "") -> tuple[frozenset[str], frozenset[str]]:
    """The slots that a note must have, and all that it may have."""
    parts = parse(chosen(texts("en").notes[note_entry(kind, variant)], 0))
    every = {place.name for place in places(parts)} - {"base"}
    return frozenset({place.name for place in places(parts, required=True)} - {"base"}), frozenset(every)
