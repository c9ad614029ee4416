"""A problem says where it is, so that whoever wrote the reply can find it."""

import pytest

from agent.grounding import Gate, StreamGate
from agent.grounding.check import MAX_LENGTH, MAX_PROBLEMS, MAX_UNITS
from agent.grounding.session import MAX_UNIT
from agent.grounding.unit import MAX_FIGURES, MAX_FIGURES_PER_UNIT
from tests.grounding.corpus import worlds
from tools.facts import Ledger

ZH, EN = worlds()["zh"], worlds()["en"]


@pytest.mark.parametrize("before", ["", "好。", "好。\n\n1. 好，很好。"])
@pytest.mark.parametrize(
    ("unit", "code", "excerpt"),
    [
        ("甲é乙", "character", "é"),
        ("见www.x吧", "markup", "见www.x吧"),
        ("das ist nicht", "language", "das ist nicht"),
        ("好" * (MAX_UNIT + 1), "sentence_too_long", "好" * (MAX_UNIT + 1)),
        ("甲[[x]]乙", "reference", "[[x]]"),
        ("甲[[F99]]乙", "unknown_fact", "[[F99]]"),
        ("甲[[working:F99]]乙", "unknown_fact", "[[working:F99]]"),
        ("甲[[cite:x]]乙", "unknown_passage", "[[cite:x]]"),
        ("甲[[乙", "reference", "[["),
        ("甲]]乙", "reference", "]]"),
        ("有七个", "numeral", "七个"),
        ("**有37%了**", "numeral", "37%"),
        ("能力层[[F3]]", "entity", "[[F3]]"),
        ("能力层300万元", "entity", "300万元"),
        ("战术层约[[F3]]", "comparator", "约"),
        ("[[F1]]、" * 41, "too_many_figures", "[[F1]]、" * 41),
        ("战术层[[F3]]左右", "comparator", "左右"),
        ("战术层[[F3]]k", "adjacent", "[[F3]]"),
        ("战术层每月[[F3]]", "period", "[[F3]]"),
        ("成本变化上升[[U4]]", "direction", "[[U4]]"),
        ("能力层占比最高", "comparison", "占比最高"),
        ("战术层[[F3]] + [[F3]] = [[F3]]", "arithmetic", "[[F3]]"),
    ],
)
def test_a_problem_is_where_its_words_are(before: str, unit: str, code: str, excerpt: str) -> None:
    text = before + unit
    problem = ZH.gate.check(text).problems[0]
    assert (problem.code, text[problem.start : problem.end]) == (code, excerpt)
    assert len(before) <= problem.start < problem.end <= len(text)
    verdict = ZH.gate.check(text)
    assert (verdict.ok, verdict.text, verdict.used, verdict.cited) == (False, "", (), ())


@pytest.mark.parametrize(
    ("typed", "ok"),
    [
        ("3,000,000元、" * 27, True),
        ("3,000,000元、" * 27 + "10%", False),
        ("3,000,000元、" * 26 + "10%、10%、10%", True),
        ("3,000,000元、" * 26 + "10%、10%、10%、10%", False),
        ("3000000.00元、" * 33 + "10%", True),
        ("3000000.00元、" * 33 + "300万元", False),
        ("10%、" * 40, True),
        ("10%、" * 41, False),
    ],
)
def test_a_sentence_holds_so_many_typed_figures_and_no_more(typed: str, ok: bool) -> None:
    text = f"战术层：{typed}好的"
    verdict = ZH.gate.check(text)
    assert verdict.ok is ok
    if not ok:
        problem = verdict.problems[0]
        assert (problem.code, text[problem.start : problem.end]) == (
            "too_many_figures",
            typed.rstrip("、").removesuffix("元"),
        )


@pytest.mark.parametrize("text", ["甲[[x]]有数十个", "甲[[F99]]，能力层[[F3]]"])
def test_what_surrounds_an_unreadable_reference_is_not_judged(text: str) -> None:
    assert len(ZH.gate.check(text).problems) == 1


@pytest.mark.parametrize("rest", ["数十家公司在用", "半数公司在用", "有七家公司在用", "翻了两番"])
def test_a_numeral_beside_a_figure_that_is_a_fact_is_refused_all_the_same(rest: str) -> None:
    for text in (f"战术层占10%，{rest}", f"{rest}，战术层占10%"):
        assert [p.code for p in ZH.gate.check(text).problems] == ["numeral"]


def test_a_text_past_the_cap_is_refused_as_a_whole() -> None:
    text = ("好" * 49 + "。") * (MAX_LENGTH // 50)
    assert ZH.gate.check(text).text == text
    verdict = ZH.gate.check(text + "好")
    assert [(p.code, p.start, p.end) for p in verdict.problems] == [("too_long", 0, len(text) + 1)]
    assert (verdict.ok, verdict.text) == (False, "")


def test_the_caps_are_those_that_are_documented() -> None:
    assert (MAX_LENGTH, MAX_UNITS, MAX_UNIT, MAX_FIGURES_PER_UNIT, MAX_FIGURES) == (12_000, 400, 800, 40, 200)
    assert (MAX_PROBLEMS, ZH.gate.max_seconds) == (8, 2)


def test_too_many_units_are_a_problem_from_there_on() -> None:
    text = "好。" * 402
    assert [(p.code, p.start, p.end) for p in ZH.gate.check(text).problems] == [("too_long", 802, 804)]


def test_a_check_without_time_stops_behind_the_first_unit() -> None:
    gate = Gate(Ledger(), language="zh", vocabulary={}, passages={}, max_seconds=-1)
    assert [(p.code, p.start, p.end) for p in gate.check("好。好。").problems] == [("timeout", 2, 4)]


def test_a_stream_and_the_check_find_the_same_problems() -> None:
    for text in ("好。能力层[[F3]]。", "好。有七个。", "1. 好\n2. 见www.x吧\n"):
        stream = StreamGate(ZH.gate)
        for char in text:
            stream.feed(char)
        assert stream.finish().problems == ZH.gate.check(text).problems
