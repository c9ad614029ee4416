"""Sentences and replies that were written before the rules were read, held against them: ``sets/``."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from tests.grounding.gatebook import gate

SETS = Path(__file__).parent / "sets"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_advice_as_people_write_it_passes_unchanged(language: str) -> None:
    """Of the sentences of a consultant at most two in a hundred are refused, and none is changed."""
    sentences = (SETS / f"natural_{language}.txt").read_text(encoding="utf-8").splitlines()
    outcomes = [(text, gate(language).check(text)) for text in sentences]
    assert [text for text, outcome in outcomes if outcome.ok and outcome.text != text] == []
    assert sum(not outcome.ok for _, outcome in outcomes) * 50 <= len(sentences)


def test_careless_replies_are_refused() -> None:
    """No figure passes typed, by a nearest reference or inline; at most two statements stand in a frame that is not theirs."""
    rows = [json.loads(line) for line in (SETS / "careless_first.jsonl").read_text(encoding="utf-8").splitlines()]
    passed = Counter(row["set"] for row in rows if gate(row["lang"]).check(row["reply"]).ok)
    assert (passed["figures"], passed["inline"]) == (0, 0)
    assert passed["frame"] <= 2
    assert passed["claims"] <= 2
