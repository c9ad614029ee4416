"""This year again, where the next one's budget was told beside it: "ok this year again. Strategic?", 说回今年."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator

from agent.dialogue.moves import Return
from agent.understanding.candidates import Candidate
from agent.understanding.view import NEXT_YEAR, View

_AGAIN = re.compile(
    r"(?:^|[.;!?] ?)(?:(?:ok|okay|right|so|now|and|but|anyway|good)[, ]+)*(?:(?:back|return(?:ing)?) to |for )?this year(?:['’]s)?(?: again| now| then| please| budget)*(?=[.,;:?!]|$)"
    r"|\b(?:back|return(?:ing)?) to this year\b|\bthis year again\b|(?:回到|说回|看回|回过头看|再看看?|还是看)(?:一下)?今年"
)


def there(view: View) -> View:
    """The message as it is read where it goes back to this year: there the rest of it is said."""
    for candidate in candidates(view):
        (back,) = candidate.moves
        if isinstance(back, Return):
            state = copy.copy(view.state)
            state.focus = [back.to]
            return View(view.stream, state, view.framework, view.speaker, view.ledger)
    return view


def candidates(view: View) -> Iterator[Candidate]:
    """The way back to this year's budget."""
    found = _AGAIN.search(view.stream.plain)
    if found is None or NEXT_YEAR not in view.state.scenarios:
        return
    places = [
        n for n, t in enumerate(view.stream.spots) if t.value == "this_year" and found.start() <= t.start < found.end()
    ]
    name = next((view.names[n] for n in places if n in view.names), "")
    if name not in view.state.scenarios:
        return
    only = {
        view.number(n) for n in places if not view.clause(n).of("layer", "layers", "left", "spent", "howmuch", "split")
    }
    keys = frozenset({"back", *(f"ask{n}" for n in only)})
    yield Candidate("years.again", (Return(to=name),), 6.0, keys=keys, place=0.0)
