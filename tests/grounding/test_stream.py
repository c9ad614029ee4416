"""What is streamed has passed the check, and the cut of the stream makes no difference."""

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.grounding import Gate, StreamGate
from tests.grounding.corpus import World, faithful, worlds
from tests.grounding.hostile import FIGURES, cuts

REPLIES = [*faithful(literal=False), *faithful(literal=True)]
PIECES = ("战术层", "[[F3]]", "10%", "。", "，", "the tactical layer ", "gets ", ". ", "\n", "| ", "1. ", "- ", "[[cite:budget:29]]", "至少", "一个", "一个月",
          "half", "[[", "]]", "*", "**", "- ", "RMB ", "美元", "300万元", "翻倍", "翻", "每月", " and ", "[[S1]]-[[S2]]", "[[U4]]", "能力层", "最高", *FIGURES[:20])  # fmt: skip


def streamed(gate: Gate, deltas: list[str]) -> tuple[list[str], StreamGate, Any]:
    stream = StreamGate(gate)
    shown = [stream.feed(delta) for delta in deltas]
    return shown, stream, stream.finish()


@settings(max_examples=150, deadline=None)
@given(reply=st.sampled_from(REPLIES), seed=st.integers(0, 2**32))
def test_a_reply_ends_the_same_however_it_is_cut(reply: tuple[World, str], seed: int) -> None:
    here, text = reply
    shown, stream, verdict = streamed(here.gate, cuts(random.Random(seed), text))
    assert verdict == here.gate.check(text)
    if verdict.ok:
        assert "".join(shown) + stream.rest == verdict.text


@settings(max_examples=250, deadline=None)
@given(
    pieces=st.lists(st.sampled_from(PIECES), max_size=14),
    language=st.sampled_from(("zh", "en")),
    seed=st.integers(0, 2**32),
)
def test_whatever_is_written_is_streamed_as_it_is_checked(pieces: list[str], language: str, seed: int) -> None:
    here = worlds()[language]
    text = "".join(pieces)
    shown, stream, verdict = streamed(here.gate, cuts(random.Random(seed), text))
    assert verdict == here.gate.check(text)
    if verdict.ok:
        assert "".join(shown) + stream.rest == verdict.text


@settings(max_examples=60, deadline=None)
@given(reply=st.sampled_from(REPLIES), seed=st.integers(0, 2**32))
def test_what_was_emitted_at_any_moment_passes_the_check_itself(reply: tuple[World, str], seed: int) -> None:
    here, text = reply
    stream = StreamGate(here.gate)
    arrived = ""
    for delta in cuts(random.Random(seed), text):
        arrived += delta
        stream.feed(delta)
        if stream.emitted and not stream.failed:
            passing = (here.gate.check(arrived[:end]) for end in range(len(arrived), -1, -1))
            assert any(v.ok and v.text == stream.emitted for v in passing)


def test_number_free_text_is_released_at_once() -> None:
    stream = StreamGate(worlds()["en"].gate)
    assert stream.feed("The tactical layer ") == "The tactical layer "
    assert stream.feed("pays back ") == "pays back "
    assert stream.feed("fa") == ""
    assert stream.feed("st. ") == "fast. "


def test_a_figure_that_is_typed_is_held_until_it_is_known_for_a_fact() -> None:
    stream = StreamGate(worlds()["zh"].gate)
    assert stream.feed("战术层占") == "战术层占"
    assert stream.feed("10") == ""
    assert stream.feed("%") == ""
    assert stream.feed("，它") == "10%，它"


def test_a_figure_that_is_no_fact_holds_the_rest_of_its_sentence() -> None:
    stream = StreamGate(worlds()["zh"].gate)
    assert stream.feed("战术层占11%，它追求短期降本增效") == "战术层占"
    assert stream.feed("。它") == ""
    assert stream.failed


def test_a_reference_is_released_once_nothing_behind_it_can_change_it() -> None:
    stream = StreamGate(worlds()["zh"].gate)
    assert stream.feed("战术层占[[S") == "战术层占"
    assert stream.feed("1]]") == ""
    assert stream.feed("，") == "10%，"


def test_a_table_is_released_cell_by_cell() -> None:
    stream = StreamGate(worlds()["zh"].gate)
    assert stream.feed("| 战术层 | [[S1]]") == "| 战术层 | "
    assert stream.feed(" |") == "10% |"
    assert stream.feed("\n") == "\n"


def test_the_rest_is_what_the_stream_still_held() -> None:
    stream = StreamGate(worlds()["zh"].gate)
    assert stream.feed("战术层占[[S1]]") == "战术层占"
    assert stream.finish().text == "战术层占10%"
    assert stream.rest == "10%"
    assert stream.emitted == "战术层占10%"


@pytest.mark.parametrize("start", ["人民币", "美", "翻", "一", "好", "US", "RMB ", "-", "[", "[["])
def test_what_may_begin_a_figure_waits(start: str) -> None:
    assert StreamGate(worlds()["zh"].gate).feed(f"战术层，{start}") == "战术层，"


def test_nothing_is_shown_after_a_problem() -> None:
    stream = StreamGate(worlds()["zh"].gate)
    assert stream.feed("战术层重要。它") == "战术层重要。它"
    stream.feed("的回报率是37%。它")
    assert stream.failed
    assert stream.feed("能力层也重要。") == ""
    verdict = stream.finish()
    assert not verdict.ok
    assert stream.rest == ""
    assert "能力层" not in stream.emitted


def test_a_faithful_reply_is_shown_before_it_is_finished() -> None:
    """A stream that crashed on every delta would still end with the right text."""
    for here, text in REPLIES:
        stream = StreamGate(here.gate)
        for char in text + "\n":
            stream.feed(char)
        verdict = stream.finish()
        assert stream.failed is not verdict.ok
        assert not verdict.ok or stream.rest == ""


def test_a_reply_past_the_cap_is_cut_off_while_it_streams() -> None:
    stream = StreamGate(worlds()["zh"].gate)
    for _ in range(5_000):
        stream.feed("战略层很重要。")
    assert stream.failed
    assert len(stream.emitted) <= 12_000
    assert [p.code for p in stream.finish().problems] == ["too_long"]


def test_a_crash_inside_the_stream_withholds(monkeypatch: pytest.MonkeyPatch) -> None:
    here = worlds()["zh"]
    stream = StreamGate(here.gate)

    def crash(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(type(here.gate.session), "check", crash)
    assert stream.feed("战略层很重要。好") == ""
    assert stream.failed
    assert [p.code for p in stream.finish().problems] == ["crash"]
