"""The journal: what a message changed of budgets, own limits and money spent, from what to what, on which day and by whom.

It is found by comparing the state before a message with the one after it, so that no way of changing something can forget to say so.
"""

from __future__ import annotations

from collections import Counter

from agent.dialogue.message import Message
from agent.dialogue.state import Change, State

#: The latest changes are kept.
MOST = 120
#: What is compared: scenario, what it is, of which subject, for which period, which of several.
Place = tuple[str, str, str, str, int]
Book = dict[Place, str]

_KEPT = ("told", "plans", "weights", "floors", "caps")


def book_of(state: State) -> Book:
    """Everything that changes are told of, by its place."""
    found: Book = {}
    for scenario in state.scenarios.values():
        for kind in _KEPT:
            for subject, fact in getattr(scenario, kind).items():
                found[scenario.name, kind, subject, "", 0] = fact
        if scenario.share:
            found[scenario.name, "share", "ai", "", 0] = scenario.share
        seen: Counter[tuple[str, str]] = Counter()
        for spend in scenario.spends:
            line = (spend.label and f"item:{spend.label}") or spend.subject
            found[scenario.name, "spends", line, spend.when, seen[line, spend.when]] = spend.fact
            seen[line, spend.when] += 1
    return found


def note(state: State, before: Book, message: Message, *, supposed: bool = False) -> None:
    """Write down what changed since ``before``; ``supposed`` leaves out what a new case only took over from another."""
    after = book_of(state)
    known = {place[0] for place in before}
    for place in dict.fromkeys((*before, *after)):
        old, new = before.get(place, ""), after.get(place, "")
        scenario, kind, subject, when, _ = place
        taken_over = scenario not in known and bool(known) and supposed and kind != "told"
        if old == new or taken_over:
            continue
        state.log.append(
            Change(
                message.turn,
                message.today,
                message.speaker or _by(state, place),
                kind,
                subject,
                scenario,
                when,
                old,
                new,
            )
        )
    del state.log[:-MOST]


def _by(state: State, place: Place) -> str:
    """Who told what a place holds, where the message itself has no author."""
    found = state.scenarios.get(place[0])
    if found is None:
        return ""
    spent = [s.by for s in found.spends if s.when == place[3] and place[2] in (s.subject, f"item:{s.label}")]
    return spent[-1] if spent and place[1] == "spends" else found.by
