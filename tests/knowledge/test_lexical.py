"""The lexical index scores as BM25 does, survives its file, and never answers from a stale one."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge import lexical
from knowledge.corpus import load_corpus
from knowledge.indexing import indexed_text
from knowledge.lexical import LexicalIndex
from knowledge.tokens import fold, stem, tokens

TEXTS = [indexed_text(passage) for passage in load_corpus().passages]
INDEX = LexicalIndex.build(TEXTS)
WORDS = st.text(alphabet="预算分配三层战术 budget split layer", max_size=12)


def test_scores_are_those_of_an_independent_bm25():
    bm25s = pytest.importorskip("bm25s")
    other = bm25s.BM25(method="lucene", k1=lexical.K1, b=lexical.B)
    other.index([tokens(text) for text in TEXTS], show_progress=False)
    for query in ("预算怎么分成三层", "how soon can a return be seen", "AIGC单点工具"):
        wanted = list(dict.fromkeys(tokens(query)))
        known = [term for term in wanted if term in other.vocab_dict]
        expected = other.get_scores(known)
        best = INDEX.search(query, k=5)
        ratio = {round(float(expected[n]) * (lexical.K1 + 1) / score, 3) for n, score in best}
        assert len(ratio) == 1  # the same scores up to one factor: ours are divided by the best possible
        assert [n for n, _ in best] == sorted(range(len(TEXTS)), key=lambda n: -expected[n])[:5]


@given(st.lists(WORDS, max_size=8), WORDS)
def test_scores_lie_between_zero_and_one_and_fall(texts: list[str], query: str):
    found = LexicalIndex.build(texts).search(query, k=5)
    scores = [score for _, score in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)


@given(st.lists(WORDS, min_size=1, max_size=8, unique=True), WORDS, st.randoms())
def test_the_order_of_texts_changes_no_score(texts: list[str], query: str, random):
    mixed = random.sample(texts, len(texts))
    before = {texts[n]: round(score, 6) for n, score in LexicalIndex.build(texts).search(query, k=99)}
    after = {mixed[n]: round(score, 6) for n, score in LexicalIndex.build(mixed).search(query, k=99)}
    assert before == after


@given(WORDS)
@settings(max_examples=20)
def test_numpy_and_python_agree(query: str):
    slow = INDEX.search(query, k=6)
    original, lexical._PYTHON_POSTINGS = lexical._PYTHON_POSTINGS, 0
    try:
        fast = INDEX.search(query, k=6)
    finally:
        lexical._PYTHON_POSTINGS = original
    assert [round(score, 5) for _, score in fast] == [round(score, 5) for _, score in slow]


def test_a_saved_index_answers_as_before(tmp_path: Path):
    INDEX.save(tmp_path / "x.idx", version="1")
    loaded = LexicalIndex.load(tmp_path / "x.idx", version="1")
    assert loaded
    assert loaded.search("预算分配 budget", k=9) == INDEX.search("预算分配 budget", k=9)


def test_an_index_of_another_corpus_is_not_read(tmp_path: Path):
    INDEX.save(tmp_path / "x.idx", version="1")
    assert LexicalIndex.load(tmp_path / "x.idx", version="2") is None


@pytest.mark.parametrize("keep", [0, 10, 200, 5_000, -1])
def test_a_damaged_index_is_not_read(keep: int, tmp_path: Path):
    file = tmp_path / "x.idx"
    INDEX.save(file, version="1")
    file.write_bytes(file.read_bytes()[:keep])
    assert LexicalIndex.load(file, version="1") is None


def test_an_empty_index_finds_nothing(tmp_path: Path):
    LexicalIndex.build([]).save(tmp_path / "x.idx", version="1")
    empty = LexicalIndex.load(tmp_path / "x.idx", version="1")
    assert empty
    assert empty.search("预算", k=3) == []


def test_traditional_and_full_width_writing_is_folded():
    assert fold("導入ＡＩ戰略層預算") == "导入ai战略层预算"
    assert tokens("戰略層") == tokens("战略层")


def test_english_words_meet_in_their_stem():
    assert len({stem(word) for word in ("optimise", "optimising", "optimised", "optimisation", "optimization")}) == 1
    assert stem("budgets") == stem("budget")
    assert stem("agencies") == stem("agency")
