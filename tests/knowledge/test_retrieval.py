"""Questions find their passages in both languages, without Chroma where it is not needed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.corpus import load_corpus
from knowledge.embedding import HashedNgramEmbedding
from knowledge.errors import EmbeddingUnavailable
from knowledge.retrieval import Retriever, open_retriever


@pytest.fixture(scope="module")
def retriever(tmp_path_factory) -> Retriever:
    return open_retriever(tmp_path_factory.mktemp("data"), defer_store=True)


QUESTIONS = [
    ("我们公司该把多少营销费用放在AI上?", "budget:27"),
    ("how much of our marketing money should go to AI", "budget:27"),
    ("戰術層佔多少", "budget:29"),
    ("速赢项目几个月见效", "budget:30"),
    ("what share does the capability layer get", "budget:29"),
    ("数据会不会泄露", "budget:23"),
    ("which projects are the moat", "budget:18"),
    ("脑机接口", "budget:19"),
    ("second phase conversion target", "budget:21"),
    ("金融客户", "budget:13"),
]


@pytest.mark.parametrize(("question", "passage"), QUESTIONS)
def test_a_question_finds_its_passage_among_the_first_three(retriever: Retriever, question: str, passage: str):
    assert passage in [hit.passage.id for hit in retriever.search(question, 3)]


def test_each_passage_is_found_by_its_own_heading(retriever: Retriever):
    for passage in load_corpus().passages:
        for heading in (passage.heading.zh, passage.heading.en):
            assert passage.id in [hit.passage.id for hit in retriever.search(heading, 3)], heading


def test_what_the_documents_do_not_speak_of_scores_far_below_what_they_do(retriever: Retriever):
    for question in ("今晚吃火锅还是烧烤", "fix this bash loop", "帮我写一首关于月亮的诗"):
        assert all(hit.score < 0.13 for hit in retriever.search(question))
    for question, _ in QUESTIONS:
        assert retriever.search(question)[0].score > 0.13


@given(st.text(max_size=60))
def test_any_text_can_be_asked(retriever: Retriever, text: str):
    hits = retriever.search(text, 4)
    assert len(hits) <= 4
    assert all(0 < hit.score <= 1 for hit in hits)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_a_query_of_any_length_stays_quick(retriever: Retriever):
    assert retriever.search("预算" * 100_000)


def test_dense_search_asks_chroma_for_real(tmp_path: Path):
    retriever = open_retriever(tmp_path, defer_store=True)
    assert retriever.pending
    hits = retriever.search("预算怎么分成三层", dense=True)
    assert hits[0].passage.id == "budget:29"
    assert hits[0].dense
    assert hits[0].dense > 0
    assert not retriever.pending


def test_the_store_is_written_on_first_use(tmp_path: Path):
    assert not open_retriever(tmp_path).pending
    assert (tmp_path / "chroma").is_dir()


def test_own_text_files_are_searched_beside_the_shipped_document(tmp_path: Path):
    file = tmp_path / "house-rules.txt"
    file.write_text("差旅报销必须在三十天内提交。\n火锅团建每季度举办。", encoding="utf-8")
    retriever = open_retriever(tmp_path / "data", paths=[file], defer_store=True)
    assert retriever.search("差旅报销什么时候提交", 1)[0].passage.document == "house-rules"
    without = open_retriever(tmp_path / "data", defer_store=True)
    assert {hit.passage.document for hit in without.search("差旅报销什么时候提交")} == {"budget"}


class Broken(HashedNgramEmbedding):
    semantic = True

    def embed_query(self, text: str) -> list[float]:
        raise EmbeddingUnavailable(self.name, "no route")


def test_an_embedding_that_does_not_answer_is_done_without(tmp_path: Path):
    own = tmp_path / "rules.txt"
    own.write_text("差旅报销必须在三十天内提交。", encoding="utf-8")
    retriever = open_retriever(tmp_path, Broken(), paths=[own], defer_store=True)
    assert retriever.search("预算怎么分成三层")[0].passage.id == "budget:29"
    assert retriever.trouble
    assert "no route" in retriever.trouble


def test_the_offline_path_imports_neither_chroma_nor_numpy(tmp_path: Path):
    code = (
        "import sys; from pathlib import Path; from knowledge.retrieval import open_retriever;"
        f"hits = open_retriever(Path({str(tmp_path)!r}), defer_store=True).search('预算怎么分');"
        "from knowledge.framework import load_framework; load_framework();"
        "print(len(hits), [m for m in ('chromadb', 'numpy', 'bm25s', 'openai', 'pydantic') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "6 []"
