"""Corpora: both forms of a line, and what is told of one that cannot be used."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from agent.evaluation.corpus import BrokenCorpus, Expectation, Expected, Turn, read_corpora, read_corpus


def written(path, *lines):
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    return path


def test_a_question_expects_something_of_its_last_turn_only(tmp_path):
    """Messages before the last are told; the last carries every check of the line."""
    line = {
        "id": "q1", "lang": "mixed", "kind": "spend", "turns": ["预算 $2m", "花了多少?"], "must_contain": [["a", "re:b+"]],
        "must_not_contain": ["fig:3 percent"], "figures": [{"value": "80000", "unit": "USD"}, {"value": 5, "unit": None}],
        "language_of_reply": "zh", "or_asks": True, "note": "why", "persona": "a buyer",
    }  # fmt: skip
    (session,) = read_corpus(written(tmp_path / "buyers.jsonl", line))
    figures = (Expected(Decimal(80000), "USD"), Expected(Decimal(5), None))
    wanted = Expectation((("a", "re:b+"),), ("fig:3 percent",), figures, "zh", or_asks=True, note="why")
    assert (session.corpus, session.id, session.language) == ("buyers", "q1", "mixed")
    assert session.turns == (Turn("预算 $2m", kind="spend"), Turn("花了多少?", wanted, "spend"))


def test_a_session_expects_something_turn_by_turn(tmp_path):
    """Each turn has its own checks, kind and speaker; one without `expect` is only told."""
    line = {
        "id": "s1", "lang": "en",
        "turns": [
            {"text": "hello", "expect": None}, {"text": "budget $2m", "speaker": "Anna"},
            {"text": "预算?", "expect": {"must_contain": [["2"]], "language_of_reply": "zh", "kind": "budget"}},
            {"text": "and?", "expect": {}},
        ],
    }  # fmt: skip
    (session,) = read_corpus(written(tmp_path / "s.jsonl", line))
    assert [turn.expectation for turn in session.turns] == [
        None, None, Expectation((("2",),), reply_language="zh"), Expectation(reply_language="en"),
    ]  # fmt: skip
    assert [turn.kind for turn in session.turns] == ["session", "session", "budget", "session"]
    assert [turn.speaker for turn in session.turns] == [None, "Anna", None, None]
    assert session.judged == 2


def test_both_forms_may_stand_in_one_file_and_several_files_in_one_run(tmp_path):
    """A folder stands for its corpora, not for those of its folders; an id is unique within its file."""
    question = {"id": "1", "lang": "zh", "kind": "k", "turns": ["一"]}
    session = {"id": "2", "lang": "zh", "turns": [{"text": "一"}]}
    (tmp_path / "deeper").mkdir()
    written(tmp_path / "deeper" / "c.jsonl", {"q": "no corpus"})
    written(tmp_path / "a.jsonl", question, session)
    written(tmp_path / "b.jsonl", question)
    assert [(s.corpus, s.id) for s in read_corpora([tmp_path])] == [("a", "1"), ("a", "2"), ("b", "1")]
    with pytest.raises(BrokenCorpus, match="another corpus has that name"):
        read_corpora([tmp_path, tmp_path / "a.jsonl"])
    (tmp_path / "empty").mkdir()
    with pytest.raises(BrokenCorpus, match=r"holds no \*\.jsonl file"):
        read_corpora([tmp_path / "empty"])


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"kind": ...}, "q.jsonl:2: the field 'kind' is missing"),
        ({"lang": ...}, "q.jsonl:2: the field 'lang' is missing"),
        ({"turns": "text"}, "q.jsonl:2: a list of texts is expected"),
        ({"turns": []}, "1 has no turns"),
        ({"turns": ["a", {"text": "b"}]}, "a list of texts is expected"),
        ({"turns": [{"text": 1}]}, "the text of a turn is expected to be a text"),
        ({"turns": [{"expect": None}]}, "the field 'text' is missing"),
        ({"turns": [{"text": "a", "expect": ["b"]}]}, "an object in braces is expected"),
        ({"turns": [{"text": "a", "expects": {}}]}, "there is no field 'expects'; 'expect' is meant, it seems"),
        ({"must_contains": [["a"]]}, "there is no field 'must_contains'; 'must_contain' is meant, it seems"),
        ({"must_contain": ["a"]}, "a list of texts is expected"),
        ({"must_not_contain": ["re:("]}, "'re:\\(' is no pattern"),
        ({"must_not_contain": ["fig:many people"]}, "a figure has no number"),
        ({"figures": [{"value": "x"}]}, "a figure has no number"),
        ({"figures": [{"value": "NaN"}]}, "a figure has no number"),
        ({"figures": [{"unit": "CNY"}]}, "the field 'value' is missing"),
        ({"lang": "mixed"}, "language_of_reply must be zh or en where lang is 'mixed'"),
    ],
)
def test_a_line_that_cannot_be_used_is_refused_with_its_place(tmp_path, fields, complaint):
    """Nothing is guessed of a line, and no check is lost to a slip: file, line and what is wrong are told."""
    line = {"id": "1", "lang": "zh", "kind": "k", "turns": ["a"]} | fields
    path = written(tmp_path / "q.jsonl", {name: value for name, value in line.items() if value is not ...})
    path.write_text("\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(BrokenCorpus, match=complaint):
        read_corpus(path)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"{", "q.jsonl:1: is not JSON"), (b"[]", "q.jsonl:1: an object in braces is expected"), (b"\xff", "is not UTF-8"),
        (b"\n", "holds no conversations"),
        (b'{"id": 1, "kind": "k", "lang": "zh", "turns": ["a"]}\n' * 2, "q.jsonl:2: the id '1' stands there twice"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_corpus_is_refused(tmp_path, content, complaint):
    """What is no list of conversations is told in a sentence."""
    path = tmp_path / "q.jsonl"
    path.write_bytes(content)
    with pytest.raises(BrokenCorpus, match=complaint):
        read_corpus(path)
    with pytest.raises(BrokenCorpus, match="No such file"):
        read_corpus(tmp_path / "none.jsonl")
