from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

from tests.grounding.gatebook import gate


def _calls(work: Callable[[], object]) -> int:
    """How many functions ``work`` calls, which is its cost whatever else the machine does."""
    count = 0

    def seen(frame: FrameType, event: str, arg: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(seen)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def test_references_in_one_sentence_cost_in_proportion_to_their_number() -> None:
    """Four times the statements in a sentence cost at most five times the work."""
    checked = gate("zh")
    few, many = "[[C1]]" * 25, "[[C1]]" * 100
    assert checked.check(many).ok
    assert _calls(lambda: checked.check(many)) < 5 * _calls(lambda: checked.check(few))
