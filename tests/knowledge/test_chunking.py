"""Passages keep their place in the original, and say what is missing from them."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.chunking import LONGEST, cut, incompleteness
from knowledge.corpus import UnknownPassage, load_corpus
from knowledge.errors import DocumentUnreadable
from knowledge.loading import document_from_text, load_document, paragraphs_of

TEXTS = st.text(alphabet="预算分三层。,?!:\n\r 答ab.#-", max_size=200)


def passages(text: str):
    return cut(document_from_text(text, document_id="x"))


def test_the_shipped_passages_that_are_cut_off_are_marked():
    found = {p.id: p.incomplete for p in load_corpus().passages if p.incomplete}
    assert found == {
        "budget:1": "cut_off",
        "budget:9": "list_missing",
        "budget:11": "cut_off",
        "budget:12": "cut_off",
        "budget:13": "cut_off",
        "budget:14": "cut_off",
    }


def test_the_shipped_answers_know_that_their_question_is_missing():
    assert [p.id for p in load_corpus().passages if p.question_missing] == [f"budget:{n}" for n in range(27, 35)]
    assert all(p.kind == "faq" for p in load_corpus().passages if p.question_missing)


def test_an_answer_below_its_question_misses_nothing():
    (question, answer) = passages("问:预算怎么分?\n答:分成三层。")
    assert not answer.question_missing
    assert question.kind == "body"


@pytest.mark.parametrize(
    ("text", "following", "reason"),
    [
        ("预算分成三层。", "", None),
        ("他说“好。”", "", None),
        ("投入方向包括", "", None),  # short and without punctuation: a heading
        ("这一层的目标是强。投入方向包括", "", "cut_off"),
        ("The goal, as always, is", "", "cut_off"),
        ("The goal is speed.", "", None),
        ("场景如下:", "面对广阔前景,要分配预算。", "list_missing"),
        ("场景如下:", "1. 内容生成", None),
        ("场景如下:", "①内容", None),
        ("- 内容生成", "", None),
    ],
)
def test_a_text_is_incomplete_where_it_breaks_off_or_announces_what_does_not_come(text, following, reason):
    assert incompleteness(text, following=following) == reason


@given(TEXTS)
def test_paragraph_spans_slice_the_original(text: str):
    found = paragraphs_of(text)
    assert all(text[p.start : p.end] == p.text == p.text.strip() for p in found)
    assert all(a.end <= b.start and a.line < b.line for a, b in itertools.pairwise(found))
    assert [p.text for p in found] == [line.strip() for line in text.splitlines() if line.strip()]


@given(TEXTS)
def test_passage_spans_slice_the_original_and_ids_are_unique(text: str):
    found = passages(text)
    assert all(text[p.start : p.end].strip() == p.text for p in found)
    assert len({p.id for p in found}) == len(found)


@given(st.integers(min_value=1, max_value=6), st.integers(min_value=1, max_value=400))
def test_a_long_paragraph_is_cut_without_losing_a_character(sentences: int, length: int):
    text = ("预" * length + "。") * sentences + "完" * length
    found = passages(text + ",")
    assert "".join(p.text for p in found) == text + ","
    assert all(len(p.text) <= LONGEST for p in found)
    assert [p.start for p in found[1:]] == [p.end for p in found[:-1]]


def test_a_heading_is_kept_with_the_passages_below_it():
    found = passages("# 预算\n## 分配\n预算分成三层。\n再看回报。\n风险\n要防泄露。")
    assert [p.heading.zh for p in found] == ["预算 / 分配", "预算 / 分配", "风险"]


def test_ids_do_not_depend_on_what_stands_around():
    before = passages("预算分成三层。\n再看回报。")
    after = passages("先看趋势。\n预算分成三层。\n\n再看回报。")
    assert [p.id for p in after[1:]] == [p.id for p in before]


def test_the_corpus_says_which_passage_it_does_not_hold():
    with pytest.raises(UnknownPassage, match="budget:99"):
        load_corpus().passage("budget:99")


def test_a_document_that_is_no_text_is_refused(tmp_path):
    (tmp_path / "x.txt").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DocumentUnreadable, match="not UTF-8"):
        load_document(tmp_path / "x.txt")
    with pytest.raises(DocumentUnreadable, match="cannot be read"):
        load_document(tmp_path / "none.txt")
