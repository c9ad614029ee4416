"""What is streamed has passed the check, and the cut of the stream makes no difference."""

import random
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.grounding import Gate, StreamGate
from agent.grounding.check import MAX_LENGTH, MAX_UNITS
from tests.grounding.corpus import World, faithful, worlds
from tests.grounding.hostile import FIGURES, cuts
from tools.facts import Given, Ledger
from tools.identity import Label
from tools.quantities import NUMBER, money_unit

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


# -- when a figure is released -------------------------------------------------------------------------------------

BEHIND = ("以上。", "以下，", " 以上。", "及以上", "以内", "左右", "上下", "不到", "起步", "有余", "+", " or more.", " or less,", " OR MORE.", " at least.",
          " or so", "至[[F11]]", " - [[F11]]", "–[[F11]]", " to [[F11]].", " and more", " plus", ",000", ".5", "/月", ":1", "%", "k", " k.")  # fmt: skip


@pytest.mark.parametrize("behind", BEHIND)
def test_what_may_follow_a_figure_is_streamed_one_character_at_a_time_as_it_is_checked(behind: str) -> None:
    for here, before in (
        (worlds()["zh"], "- AI 投入至少[[F10]]，即[[F10]]"),
        (worlds()["en"], "AI spending of [[F10]]"),
    ):
        text = before + behind
        shown, stream, verdict = streamed(here.gate, list(text))
        assert verdict == here.gate.check(text)
        if verdict.ok:
            assert "".join(shown) + stream.rest == verdict.text


@pytest.mark.parametrize("mark", [".", ",", ":", "/"])
@pytest.mark.parametrize("behind", "0123456789")
def test_a_figure_that_goes_on_is_never_shown(mark: str, behind: str) -> None:
    _shown, stream, verdict = streamed(worlds()["zh"].gate, list(f"战术层[[F3]]{mark}{behind}他们"))
    assert not verdict.ok
    assert stream.emitted == "战术层"


@pytest.mark.parametrize("period", "月周天日季年")
def test_a_figure_waits_for_the_period_that_may_follow(period: str) -> None:
    _shown, stream, verdict = streamed(worlds()["zh"].gate, list(f"战术层[[F3]]/{period}"))
    assert not verdict.ok
    assert stream.emitted == "战术层"


def test_the_beginning_of_a_longer_figure_is_never_shown() -> None:
    ledger = Ledger()
    for value in ("3", "3000000"):
        ledger.add(
            label=Label("cost", "cost"), value=Decimal(value), unit=money_unit("USD"), provenance=Given(1, 0, 1, "")
        )
    gate = Gate(ledger, language="en", vocabulary={}, passages={})
    shown, _, verdict = streamed(gate, ["The cost is $3", " million ", "in all. ", "It"])
    assert shown == ["The cost is ", "", "$3,000,000 in all. ", ""]
    assert verdict.text == "The cost is $3,000,000 in all. It"


def test_a_figure_at_the_beginning_of_a_sentence_waits_as_well() -> None:
    ledger = Ledger()
    ledger.add(label=Label("甲", "a"), value=Decimal(3), unit=NUMBER, provenance=Given(1, 0, 1, "3"), concepts=("x.a",))
    gate = Gate(ledger, language="zh", vocabulary={"x.a": (("甲层",), ())}, passages={})
    assert streamed(gate, ["甲层很好。3", "00个"])[0] == ["甲层很好。", ""]
    assert streamed(gate, ["甲层很好。3", "，好"])[0] == ["甲层很好。", "3，"]


@pytest.mark.parametrize(
    ("deltas", "expected"),
    [
        (["战术层占[[S1]],", "它"], ["战术层占", "10%,它"]),
        (["战术层占[[S1]]", "它"], ["战术层占", "10%它"]),
        (["战术层占10%，它有七"], ["战术层占10%，它有"]),
        (["战术层[[F3]]，[[S"], ["战术层300万元，"]),
        (["人民币很稳定"], ["人民币很稳定"]),
        (["战术层，RMB -"], ["战术层，"]),
        (["战术层，RMB -3"], ["战术层，"]),
        (["战术层，RMB 3"], ["战术层，"]),
        (["四象限权衡矩阵"], ["四象限权衡矩阵"]),
        (["战术层，人民币 +"], ["战术层，"]),
        (["成本是-2"], ["成本是"]),
        (["成本是 -2"], ["成本是 "]),
        (["The TE"], ["The "]),
        (["甲" * 800], ["甲" * 800]),
        (["甲" * 801], [""]),
        (["建议[[F3]]，", "给战术层。", "好"], ["建议", "300万元，给战术层。", ""]),
        (["1. 建议[[F3]]，", "给战术层。", "好"], ["1. 建议", "300万元，给战术层。", ""]),
        (["建议[[F3]]，好。", "好"], ["建议", "300万元（战术层金额），好。"]),
        (["七。好。好"], [""]),
    ],
)
def test_text_is_released_as_soon_as_it_is_settled_and_not_before(deltas: list[str], expected: list[str]) -> None:
    shown, _stream, verdict = streamed(worlds()["zh"].gate, deltas)
    assert shown == expected
    assert verdict == worlds()["zh"].gate.check("".join(deltas))


def test_a_figure_waits_at_most_twenty_characters_for_a_comparator() -> None:
    stream = StreamGate(worlds()["en"].gate)
    assert stream.feed("The tactical layer takes [[S1]] or anything else a") == "The tactical layer takes "
    assert stream.feed("n") == "10% or anything else "


def test_a_stream_begins_empty_and_whole() -> None:
    stream = StreamGate(worlds()["zh"].gate)
    assert (stream.emitted, stream.held, stream.rest, stream.failed) == ("", "", "", False)
    assert stream.feed("三") == ""
    assert stream.held == "三"
    assert stream.feed("层投入好。甲[") == "三层投入好。甲"
    assert stream.held == "["


def test_what_is_refused_at_the_end_leaves_a_stream_failed() -> None:
    stream = StreamGate(worlds()["zh"].gate)
    assert stream.feed("有七个") == "有"
    assert stream.failed is False
    assert not stream.finish().ok
    assert stream.failed is True
    assert stream.rest == ""
    kept = StreamGate(worlds()["zh"].gate)
    kept.feed("好的")
    assert kept.finish().ok
    assert kept.failed is False


def test_a_stream_holds_as_many_units_and_characters_as_the_check() -> None:
    gate = worlds()["zh"].gate
    for count, ok in ((MAX_UNITS, True), (MAX_UNITS + 1, False), (MAX_UNITS + 9, False)):
        for deltas in (["甲。" * count], ["甲。"] * count):
            stream = StreamGate(gate)
            shown = "".join(stream.feed(delta) for delta in [*deltas, "乙"])
            assert shown.startswith("甲。" * MAX_UNITS)
            assert len(shown) <= 2 * MAX_UNITS + 2
            assert stream.failed is (not ok)
    for length, ok in ((MAX_LENGTH, True), (MAX_LENGTH + 1, False)):
        stream = StreamGate(gate)
        for _ in range(MAX_LENGTH // 50):
            stream.feed("甲" * 49 + "。")
        assert stream.feed("甲" * (length - MAX_LENGTH)) == ""
        assert stream.failed is (not ok)
        assert stream.feed("") == ""
        assert stream.finish().ok is ok


def test_a_stream_that_showed_what_the_check_does_not_ends_as_a_crash() -> None:
    stream = StreamGate(worlds()["zh"].gate)
    stream.feed("甲。乙")
    stream._emitted.append("丙")
    verdict = stream.finish()
    assert (verdict.ok, verdict.text) == (False, "")
    assert [(p.code, p.start, p.end) for p in verdict.problems] == [("crash", 0, 3)]
    assert stream.rest == ""
