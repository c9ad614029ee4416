"""The reader on the annotated conversations: how many of their figures it gives, leaves open, or replaces by others.

The conversations were written before the constructions, which were then fitted to them: this keeps what was reached, it does not measure new wording.
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from tests.dialogue.replaying import conversations
from tests.understanding.talk import Talk

#: Answers that are told in words.
WORDS = frozenset("explain gap list source phase_of advise scope why recall help draft threshold".split())


def expected(row: dict[str, Any]) -> set[str]:
    """The values that the annotation's answers come to."""
    found = set()
    for key in (key for answer in row["answer"] for key in answer.get("keys", [])):
        if (
            len(key) == 3
            and key[1] is not None
            and isinstance(key[1], str)
            and key[0] not in ("lines", "list", "phase")
        ):
            found.add(f"{abs(Decimal(key[1])).normalize():f}")
    return found


def judged(talk: Talk, row: dict[str, Any]) -> str:
    """``right``: all figures and no other that was computed; ``wrong``: another figure; ``open``: the rest."""
    wanted, given = expected(row), talk.figures
    if wanted:
        if wanted <= talk.shown | given and len(given - wanted) <= 3:
            return "right"
        return "wrong" if given - wanted else "open"
    goals = {answer["goal"] for answer in row["answer"]}
    if goals == set(talk.goals) or (goals <= WORDS and talk.goals and set(talk.goals) <= WORDS) or talk.lacking:
        return "right"
    return "wrong" if given and not goals & set(talk.goals) else "open"


@cache
def verdicts() -> dict[str, Counter[str]]:
    """Verdicts by set: the first letter of a conversation's name."""
    found: dict[str, Counter[str]] = {}
    for name, rows in conversations().items():
        talk = Talk()
        for row in rows:
            talk.say(row["text"])
            found.setdefault(name[0], Counter())[judged(talk, row)] += 1
    return found


@pytest.mark.parametrize(("name", "right"), [("c", 0.88), ("b", 0.92), ("m", 0.4)])
def test_a_set_stays_right(name: str, right: float) -> None:
    """Most messages of each set come to the annotated figures; ``m`` are the long ones, with three to five questions each."""
    counts = verdicts()[name]
    assert counts["right"] / counts.total() >= right, counts


def test_few_messages_are_answered_with_another_figure() -> None:
    """What is not right is open rather than wrong."""
    counts = sum(verdicts().values(), Counter())
    assert counts["wrong"] / counts.total() <= 0.05, counts
