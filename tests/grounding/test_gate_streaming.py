from __future__ import annotations

import random
import time

from hypothesis import given
from hypothesis import strategies as st

from agent.grounding.gate import Reading
from tests.grounding.gate_hostile import BASES, cuts, hostile
from tests.grounding.gatebook import gate

PIECES = (
    "[[C1]]", "[[C2:brief]]", "[[C3]]", "[[T1]]", "[[X1]]", "[[budget]]", "[[cite:budget:29]]", "[[C99]]", "[[", "]]", ". ", ".", "。", "，", ", so ", "；", "\n", "\n\n", "- ", "1. ", "### Tactical layer\n", "| ", " ", "“", "”", "7 open positions",
    "Start small", "先试点", "review it", "战术层", "In short, ", "three layers", "十", "half", "e.g. ", "On your ", "(1) ", "**", "，用于试点", "!", "?”",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=25).map("".join) | st.sampled_from(
    [b for bs in BASES.values() for b in bs]
)


@given(TEXTS, st.sampled_from(("zh", "en")), st.integers(0, 2**32))
def test_a_stream_ends_where_the_whole_check_ends(text: str, language: str, seed: int) -> None:
    """However a reply is cut, what is emitted and the rest are the text of the whole check; nothing is emitted past a problem."""
    here = gate(language)
    whole = here.check(text)
    stream = Reading(here)
    shown = "".join(stream.feed(delta) for delta in cuts(random.Random(seed), text))
    outcome = stream.finish()
    assert outcome == whole
    assert stream.failed is not whole.ok
    if whole.ok:
        assert shown + stream.rest == whole.text
        assert stream.emitted == whole.text
    else:
        assert stream.rest == ""


@given(TEXTS, st.sampled_from(("zh", "en")), st.integers(0, 2**32))
def test_what_was_emitted_does_not_depend_on_the_cuts(text: str, language: str, seed: int) -> None:
    """A reply fed whole and one fed in pieces release the same."""
    here = gate(language)
    one, many = Reading(here), Reading(here)
    one.feed(text)
    for delta in cuts(random.Random(seed), text):
        many.feed(delta)
    assert one.emitted == many.emitted


def test_nothing_hostile_is_emitted() -> None:
    """Of a hostile reply nothing is emitted but sentences in front of the first problem, and those pass by themselves."""
    rng = random.Random(7)
    for _, language, text in hostile(rng, count=400):
        stream = Reading(gate(language))
        for delta in cuts(rng, text):
            stream.feed(delta)
        assert not stream.finish().ok
        assert len(stream.emitted) == 0 or any(c in stream.emitted for c in "。.\n；，")


def test_a_sentence_is_released_at_its_end() -> None:
    """Prose waits for its stop, a statement comes whole, and a list citation waits for the next item."""
    stream = Reading(gate())
    assert stream.feed("Start small") == ""
    assert stream.feed(". [[C1") == "Start small."
    assert (
        stream.feed("]].\n")
        == " The tactical layer gets $200,000 a year, 10% of the annual marketing budget of $2,000,000 [1].\n"
    )
    assert stream.feed("- [[C1:brief]]\n") == "- Tactical layer: $200,000 (10%) [1]\n"
    assert stream.feed("- [[C2:brief]]\n") == "- Capability layer: $100,000 (5%)"
    assert stream.feed("Then wait. N") == " [1]\nThen wait."


def test_a_long_sentence_in_small_deltas_costs_little() -> None:
    """10,000 characters without a stop, one at a time, take less than 0.3 seconds."""
    stream = Reading(gate("zh"))
    begun = time.process_time()
    for char in "战术层预算更高能力层" * 1000:
        stream.feed(char)
    assert time.process_time() - begun < 0.3
    assert stream.emitted == ""
