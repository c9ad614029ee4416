"""A Chroma server in the place of the embedded store: the same passages, found over the network, refused when it is gone."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.corpus import build_corpus
from knowledge.embedding import HashedNgramEmbedding
from knowledge.errors import StoreUnusable
from knowledge.indexing import ingest_corpus
from knowledge.loading import document_from_text
from knowledge.retrieval import open_retriever
from knowledge.store import ChromaStore

pytestmark = pytest.mark.slow
SMALL = HashedNgramEmbedding(dimension=64)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """`chroma run` on a free port of the loopback address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(Path(sys.executable).parent / "chroma"), "run", "--host", "127.0.0.1", "--port", str(port)]
    running = subprocess.Popen(
        [*command, "--path", str(tmp_path / "server")], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v2/heartbeat", timeout=1).close()
                break
            except OSError:
                assert running.poll() is None, "the server ended"
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        running.terminate()
        running.wait(timeout=20)


def test_passages_are_kept_and_found_on_a_server(server: str, tmp_path: Path) -> None:
    """Ingesting writes to the server, a later run touches what changed only, and a dense search asks it."""
    lines = ["战术层追求短期降本增效，占比为一成。", "能力层追求组织提效，工具和培训并重。", "战略层追求长期资产沉淀。"]
    corpus = build_corpus([document_from_text("\n".join(lines), document_id="own")])
    first = ingest_corpus(corpus, tmp_path, embedding=SMALL, url=server)
    changed = build_corpus(
        [document_from_text("\n".join([lines[0], "能力层改为每季复盘一次。", lines[2]]), document_id="own")]
    )
    second = ingest_corpus(changed, tmp_path, embedding=SMALL, url=server)

    assert len(first.added) == 3
    assert [len(ids) for ids in (second.added, second.changed, second.removed, second.unchanged)] == [1, 1, 1, 1]
    assert ChromaStore(tmp_path, embedding=SMALL, url=server).count() == 3
    assert not (tmp_path / "chroma").exists()
    hits = open_retriever(tmp_path, SMALL, corpus=changed, url=server).search("战略层的长期沉淀", dense=True)
    assert hits[0].passage.text == lines[2]
    assert hits[0].dense is not None


def test_a_server_that_is_gone_is_told_with_its_address(tmp_path: Path) -> None:
    with pytest.raises(StoreUnusable, match=r"127\.0\.0\.1"):
        ChromaStore(tmp_path, embedding=SMALL, url="http://127.0.0.1:9").count()
