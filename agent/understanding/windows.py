"""Stretches of a stream: what one of several people says, and of a very long message the beginning and the end.

A search over thousands of figures would take minutes and find nothing that its writer meant. So a long paste is searched where people say what they want, and the reply names
the stretch between.
"""

from __future__ import annotations

from collections.abc import Callable

from agent.dialogue.moves import Unread
from agent.understanding.tokens import Stream, Token, symbols

#: So many tokens are read at either end of a message that has more than twice as many.
EDGE = 180
_EXCERPT = 60


def between(stream: Stream, start: int, end: int) -> Stream:
    """The tokens of a stretch; places in the text stay as they are."""
    return _kept(stream, lambda a, b: start <= a and b <= end)


def edges(stream: Stream) -> tuple[Stream, Unread | None]:
    """The stream as far as it is searched, and the stretch that is not; short messages are searched whole."""
    spots = stream.spots
    if len(spots) <= 2 * EDGE:
        return stream, None
    start, end = _break_after(spots, EDGE), _break_before(spots, len(spots) - EDGE)
    first, last = spots[start].start, spots[end].start
    kept = _kept(stream, lambda a, b: b <= first or a >= last)
    text = stream.text[first:last].strip()
    return kept, Unread(text=text[:_EXCERPT] + ("…" if len(text) > _EXCERPT else ""), why="text", start=first, end=last)


def _break_after(spots: tuple[Token, ...], place: int) -> int:
    """Where a sentence ends near ``place``, else that place."""
    return next((n for n in range(place, max(place - 40, 0), -1) if spots[n].is_boundary), place)


def _break_before(spots: tuple[Token, ...], place: int) -> int:
    return next((n for n in range(place, min(place + 40, len(spots) - 1)) if spots[n].is_boundary), place)


def _kept(stream: Stream, inside: Callable[[int, int], bool]) -> Stream:
    tokens = tuple(t for t in stream.tokens if inside(t.start, t.end))
    spots = tuple(t for t in stream.spots if inside(t.start, t.end))
    table = symbols()
    figures = {fig: f for fig, f in stream.figures.items() if inside(f.start, f.end)}
    days = {name: d for name, d in stream.days.items() if inside(d.start, d.end)}
    mentions = tuple(m for m in stream.mentions if inside(m.start, m.end))
    line = "".join(table[t.kind] for t in spots)
    return Stream(stream.text, stream.plain, tokens, spots, line, figures, days, mentions)
