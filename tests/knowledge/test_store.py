"""The Chroma store holds what was ingested, touches only what changed, and is never queried with the wrong vectors."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.corpus import build_corpus
from knowledge.embedding import HashedNgramEmbedding
from knowledge.errors import StoreUnusable
from knowledge.indexing import ingest, ingest_corpus, record_of, store_is_current
from knowledge.loading import document_from_text
from knowledge.store import ChromaStore

SMALL = HashedNgramEmbedding(dimension=64)


def corpus(*lines: str):
    return build_corpus([document_from_text("\n".join(lines), document_id="own")])


def store(directory: Path, embedding=SMALL) -> ChromaStore:
    return ChromaStore(directory / "chroma", embedding=embedding)


def test_the_shipped_document_is_ingested_into_chroma(tmp_path: Path):
    seen: list[tuple[int, int]] = []
    report = ingest(tmp_path, progress=lambda done, total: seen.append((done, total)))
    assert len(report.added) == 35
    assert seen[-1] == (35, 35)
    assert {c.removal.reason.value for c in report.cleaned} == {"inserted_name", "footer", "call_to_comment"}
    assert [i.passage for i in report.incomplete if i.reason == "cut_off"] == [
        "budget:1", "budget:11", "budget:12", "budget:13", "budget:14",
    ]  # fmt: skip
    collection = store(tmp_path, HashedNgramEmbedding())
    assert collection.count() == 35
    again = ingest(tmp_path)
    assert (again.added, again.changed, again.removed) == ((), (), ())
    assert len(again.unchanged) == 35


def test_ingesting_again_touches_only_what_changed(tmp_path: Path):
    class Counting(HashedNgramEmbedding):
        asked = 0

        def embed_documents(self, texts):
            Counting.asked += len(texts)
            return super().embed_documents(texts)

    embedding = Counting(dimension=64)
    ingest_corpus(corpus("预算分成三层。", "再看回报。", "最后看风险。"), tmp_path, embedding=embedding)
    Counting.asked = 0
    report = ingest_corpus(corpus("预算分成三层。", "再看风险。", "最后看风险。"), tmp_path, embedding=embedding)
    assert (len(report.added), len(report.removed), len(report.unchanged)) == (1, 1, 2)
    assert Counting.asked == 1


def test_a_passage_that_keeps_its_id_and_changes_is_reported_as_changed(tmp_path: Path):
    records = [record_of(passage) for passage in corpus("预算分成三层。", "再看回报。").passages]
    collection = store(tmp_path)
    collection.synchronise(records, version="1")
    other = record_of(corpus("预算分成四层。").passages[0])
    changes = collection.synchronise(
        [type(other)(records[0].id, other.text, other.hash, other.metadata), records[1]], version="2"
    )
    assert (changes.added, changes.changed, changes.unchanged) == ((), (records[0].id,), (records[1].id,))


def test_a_store_of_another_embedding_is_refused_when_searched_and_rebuilt_when_ingested(tmp_path: Path):
    own = corpus("预算分成三层。", "再看回报。")
    version = ingest_corpus(own, tmp_path, embedding=SMALL).version
    larger = HashedNgramEmbedding(dimension=128)
    with pytest.raises(StoreUnusable, match="its embedding is 'hashed-ngrams-64'"):
        store(tmp_path, larger).search("预算", k=1, version=version)
    report = ingest_corpus(own, tmp_path, embedding=larger)
    assert report.rebuilt
    assert len(report.added) == 2
    assert store(tmp_path, larger).search("预算分成三层", k=1, version=version)[0][0] == own.passages[0].id


def test_a_store_of_other_documents_is_refused(tmp_path: Path):
    ingest_corpus(corpus("预算分成三层。"), tmp_path, embedding=SMALL)
    with pytest.raises(StoreUnusable, match="other documents"):
        store(tmp_path).search("预算", k=1, version="another")


def test_an_empty_store_is_refused(tmp_path: Path):
    with pytest.raises(StoreUnusable, match="empty"):
        store(tmp_path).search("预算", k=1, version="1")


def test_the_mark_beside_the_store_follows_version_and_embedding(tmp_path: Path):
    report = ingest_corpus(corpus("预算分成三层。"), tmp_path, embedding=SMALL)
    assert store_is_current(tmp_path, version=report.version, embedding=SMALL)
    assert not store_is_current(tmp_path, version="other", embedding=SMALL)
    assert not store_is_current(tmp_path, version=report.version, embedding=HashedNgramEmbedding())


def test_a_path_that_cannot_hold_a_store_is_refused_in_a_sentence(tmp_path: Path):
    (tmp_path / "chroma").write_text("a file")
    with pytest.raises(StoreUnusable, match="cannot open"):
        store(tmp_path)
