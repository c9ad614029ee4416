"""Own documents are found by what they mean, in either language, where the sentence model is installed."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.corpus import Corpus, build_corpus
from knowledge.embedding import HashedNgramEmbedding, SentenceEmbedding
from knowledge.loading import document_from_text
from knowledge.retrieval import Retriever, open_retriever
from knowledge.store import ChromaStore, collection_name

HANDBOOK = """叉车每天开工前由当班司机检查轮胎、刹车和液压油。
客户拒收的包裹在仓内保留七天，之后退回发货人。
司机连续驾驶不得超过四小时，中途至少休息二十分钟。
工伤须在二十四小时内上报人事部，并附现场照片。
Fire drills take place twice a year and everybody takes part.
The cold store is kept below minus eighteen degrees."""
ASKED = [
    ("Who checks the forklift before a shift?", "叉车"),
    ("How long may a driver drive without a break?", "连续驾驶"),
    ("Within what time must an injury at work be reported?", "工伤"),
    ("收件人不要的快递放几天？", "拒收"),
    ("消防演习多久举行一次？", "Fire drills"),
    ("冷库要保持多少度？", "cold store"),
]


def handbook() -> Corpus:
    return build_corpus([document_from_text(HANDBOOK, document_id="handbook", structured=True)])


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory) -> Retriever:
    return open_retriever(tmp_path_factory.mktemp("index"), SentenceEmbedding(), corpus=handbook())


@pytest.mark.parametrize(("question", "words"), ASKED)
def test_a_question_in_other_words_or_the_other_language_finds_its_passage(
    retriever: Retriever, question: str, words: str
) -> None:
    assert words in retriever.search(question, 1)[0].passage.text
    assert retriever.trouble is None


def test_words_alone_do_not_find_these(tmp_path: Path) -> None:
    """What the model adds is measured against the same questions without it."""
    by_words = open_retriever(tmp_path, HashedNgramEmbedding(), corpus=handbook(), defer_store=True)
    found = [by_words.search(question, 1) for question, _ in ASKED]

    assert sum(bool(hits) and words in hits[0].passage.text for hits, (_, words) in zip(found, ASKED, strict=True)) < 3


def test_other_tools_read_the_collections(retriever: Retriever, tmp_path: Path) -> None:
    """Text, document, place, date, language and unit stand there in plain words, and our embedding function asks them with words."""
    import chromadb

    from knowledge.adapters import AdvisorEmbeddingFunction, AdvisorEmbeddings

    store = ChromaStore(tmp_path / "store", embedding=SentenceEmbedding())
    from knowledge.indexing import record_of

    lines = ["| 层 | 费用 |", "战术层费用为300万元。"]
    corpus = build_corpus(
        [
            document_from_text(
                "\n".join(lines), document_id="plan", date="2026-03-01", structured=True, places={2: "p. 4"}
            )
        ]
    )
    store.synchronise([record_of(passage) for passage in corpus.passages], version="1")
    client = chromadb.PersistentClient(
        path=str(tmp_path / "store"), settings=chromadb.config.Settings(anonymized_telemetry=False)
    )
    collection = client.get_collection(collection_name("", "zh"), embedding_function=AdvisorEmbeddingFunction())
    found = collection.query(query_texts=["tactical layer spending"], n_results=1)

    assert found["documents"] == [["战术层费用为300万元。"]]
    metadata = (found["metadatas"] or [[]])[0][0]
    assert {name: metadata[name] for name in ("document", "place", "date", "language", "unit")} == {
        "document": "plan", "place": "p. 4", "date": "2026-03-01", "language": "zh", "unit": "CNY",
    }  # fmt: skip
    assert AdvisorEmbeddings().embed_query("预算") == SentenceEmbedding().embed_query("预算")


def test_passages_that_differ_in_figures_alone_have_one_vector() -> None:
    """The model takes figures for meaning, so it never sees them; words tell such passages apart."""
    one, other = SentenceEmbedding().embed_documents(["华东预算300万元。", "华东预算999万元。"])

    assert one == other


def test_any_text_has_a_vector() -> None:
    for text in ("", "\ud800", "预算" * 20_000, "\0"):
        assert len(SentenceEmbedding().embed_query(text)) == 512


def test_the_shipped_article_alone_loads_no_model(tmp_path: Path) -> None:
    """Its edition has the words of both languages, so that the first answer stays as quick as it was."""
    retriever = open_retriever(tmp_path, SentenceEmbedding(), defer_store=True)

    assert not retriever.by_meaning
    assert retriever.search("预算怎么分成三层")[0].dense is None
    assert not (tmp_path / "chroma").exists()
