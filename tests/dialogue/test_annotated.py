"""What the annotated moves come to: state and answers follow from them alone."""

from __future__ import annotations

from decimal import Decimal

import pytest

from agent.dialogue.spelling import from_json, to_json, to_line
from tests.dialogue.replaying import NAMES, Played, conversations, figures_of, play, verdicts_of

CONVERSATIONS = conversations()
VERDICTS = {"met": {"yes", "met"}, "not met": {"no", "short", "points"}}
#: Keys that name lines, lists and the like: those answers are text.
TEXT = {"lines", "list", "phase", "not stated", "out of scope"}


def expected_verdict(text: str) -> set[str]:
    if text in VERDICTS:
        return VERDICTS[text]
    return {"open"} if text.startswith("unknown") else {next(v for v in ("within", "below", "above") if v in text)}


def missing(played: Played) -> list[object]:
    figures, verdicts = (
        figures_of(played),
        {v.replace("in", "within") for v in verdicts_of(played)} | verdicts_of(played),
    )
    lacks = [what for a in played.answers for what in a.lacking] + [lack.what for lack in played.applied.lacks]
    found: list[object] = []
    for key in (key for a in played.row["answer"] for key in a.get("keys", [])):
        if key[0] == "NEED":
            found += [] if lacks else [key]
        elif key[0] == "verdict":
            found += [] if expected_verdict(key[1]) & verdicts else [(key, verdicts)]
        elif key[0] not in TEXT and key[1] is not None and Decimal(key[1]).normalize() not in figures:
            found.append(key)
    return found


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_the_annotated_figures_follow_from_the_moves(name):
    """Every figure, verdict and question of an annotated conversation follows from its moves."""
    assert {p.row["turn"]: missing(p) for p in play(CONVERSATIONS[name]) if missing(p)} == {}


def test_moves_read_back_as_they_were_written():
    """A list of moves is the same after JSON, and a line names the figures that it uses."""
    for rows in CONVERSATIONS.values():
        for row in rows:
            moves = from_json(row["moves"], NAMES)
            assert from_json(to_json(moves)) == moves
            assert all(f["id"] in to_line(moves, NAMES) for f in row["figures"])
