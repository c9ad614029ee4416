"""Embeddings give the same vectors everywhere, and speak the OpenAI protocol for real."""

from __future__ import annotations

import json
import math
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.embedding import HashedNgramEmbedding, OpenAIEmbedding
from knowledge.errors import EmbeddingUnavailable


@given(st.text(max_size=40))
def test_a_hashed_vector_has_length_one_or_is_empty(text: str):
    vector = HashedNgramEmbedding(dimension=32).embed_query(text)
    assert len(vector) == 32
    assert math.isclose(sum(v * v for v in vector), 1.0) or not any(vector)


def test_hashed_vectors_are_the_same_in_every_process():
    code = (
        "from knowledge.embedding import HashedNgramEmbedding as E; print(E(dimension=16).embed_query('预算 budget'))"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2")
    }
    assert seen == {f"{HashedNgramEmbedding(dimension=16).embed_query('预算 budget')}\n"}


@pytest.fixture
def endpoint():
    """An OpenAI-compatible endpoint on loopback that answers in the wrong order, as it may."""

    class Server(ThreadingHTTPServer):
        requests: list[dict]
        status = 200

    class Handler(BaseHTTPRequestHandler):
        server: Server

        def do_POST(self):
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            self.server.requests.append(asked)
            data = [
                {"object": "embedding", "index": i, "embedding": [float(len(text)), 1.0]}
                for i, text in enumerate(asked["input"])
            ]
            body = json.dumps({"object": "list", "model": asked["model"], "data": data[::-1], "usage": {}}).encode()
            self.send_response(self.server.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            return

    server = Server(("127.0.0.1", 0), Handler)
    server.requests = []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def embedding(server, **more) -> OpenAIEmbedding:
    return OpenAIEmbedding("m", api_key="k", base_url=f"http://127.0.0.1:{server.server_port}/v1", **more)


def test_openai_vectors_come_back_in_order_and_in_batches(endpoint):
    own = embedding(endpoint, batch=2)
    assert own.embed_documents(["a", "bb", "ccc"]) == [[1.0, 1.0], [2.0, 1.0], [3.0, 1.0]]
    assert [len(request["input"]) for request in endpoint.requests] == [2, 1]
    assert own.dimension == 2
    assert own.name == "openai:m"


def test_an_endpoint_that_refuses_is_an_error_of_ours(endpoint):
    endpoint.status = 401
    with pytest.raises(EmbeddingUnavailable, match="AuthenticationError"):
        embedding(endpoint).embed_query("a")


def test_vectors_of_another_length_are_refused(endpoint):
    with pytest.raises(EmbeddingUnavailable, match="another number or length"):
        embedding(endpoint, dimension=3).embed_query("a")
