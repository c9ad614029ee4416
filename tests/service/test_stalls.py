"""What a connection may do: heads, bodies, silence and numbers are bounded, and nothing of it stops the service."""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
import threading
import time
from collections.abc import Iterator

import httpx
import pytest

from agent.advisor import Advisor
from agent.channels.http import body, wire
from agent.channels.http.app import create_app
from tests.service.serving import serving

MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def port(advisor: Advisor) -> Iterator[int]:
    with serving(create_app(lambda: advisor)) as address:
        httpx.post(f"{address}/v1/ask", json={"message": "hello"}, trust_env=False, timeout=30)
        yield int(address.rpartition(":")[2])


@contextlib.contextmanager
def watched(port: int) -> Iterator[list[float]]:
    """How long a request for the health takes, over and over, while the block runs."""
    found: list[float] = []
    over = threading.Event()

    def look() -> None:
        while not over.is_set():
            began = time.perf_counter()
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("GET", "/healthz")
            assert connection.getresponse().status == 200
            connection.close()
            found.append(time.perf_counter() - began)
            over.wait(0.02)

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield found
    finally:
        over.set()
        thread.join()


def closed_after(connection: socket.socket, seconds: float) -> bool:
    """Whether the other side closes within ``seconds``."""
    connection.settimeout(seconds)
    try:
        while connection.recv(65536):
            pass
    except TimeoutError:
        return False
    except OSError:
        return True
    return True


def pieces(kind: str) -> Iterator[bytes]:
    """80 MB of one head, of one line or of many, or of heads that are each whole and too large."""
    yield b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n"
    match kind:
        case "one line":
            yield b"X-A: "
            for _ in range(80):
                yield b"a" * MEGABYTE
        case "many lines":
            for n in range(80):
                yield b"".join(b"X-%d: aaaaaaaa\r\n" % i for i in range(n * 50_000, (n + 1) * 50_000))
        case "whole heads":
            head = b"".join(b"X-%d: a\r\n" % i for i in range(20_000)) + b"\r\n"
            for _ in range(400):
                yield head + b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n"


@pytest.mark.parametrize("kind", ["one line", "many lines", "whole heads"])
def test_a_head_of_80_megabytes_stops_nothing(port: int, kind: str):
    """It is refused as soon as it is too large, and others are served all the while."""
    with watched(port) as seconds, socket.create_connection(("127.0.0.1", port), timeout=20) as attack:
        time.sleep(0.2)
        with contextlib.suppress(OSError):
            for part in pieces(kind):
                attack.sendall(part)
        time.sleep(0.5)

    assert len(seconds) > 5
    assert max(seconds) < 1.0


def test_a_head_that_is_too_large_is_told_so(port: int):
    """With 431 and a sentence, then the connection is closed; what fits is served."""
    for size, status in ((20_000, b"200"), (40_000, b"431")):
        with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
            head = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-A: " + b"a" * size
            connection.sendall(head + (b"\r\n\r\n" if size == 20_000 else b""))
            answer = connection.recv(65536)
            assert answer.split(b" ")[1] == status
            if status == b"431":
                assert json.loads(answer.partition(b"\r\n\r\n")[2])["error"]["code"] == "headers_too_large"
                assert closed_after(connection, 5)


def test_too_many_headers_are_refused(port: int):
    """A hundred will do."""
    address = f"http://127.0.0.1:{port}/healthz"

    assert httpx.get(address, headers={f"X-{n}": "a" for n in range(80)}, trust_env=False).status_code == 200
    refused = httpx.get(address, headers={f"X-{n}": "a" for n in range(200)}, trust_env=False)
    assert (refused.status_code, refused.json()["error"]["code"]) == (431, "too_many_headers")


@pytest.mark.parametrize(
    "sent", [b"", b"G", b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n", b"POST /v1/ask HTTP/1.1\r\n"]
)
def test_silence_is_ended(port: int, monkeypatch: pytest.MonkeyPatch, sent: bytes):
    """A connection whose head does not come is closed in time, whatever of it came."""
    monkeypatch.setattr(wire, "HEAD_SECONDS", 0.5)
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(sent)

        assert closed_after(connection, 5)


def test_a_head_that_trickles_is_ended(port: int, monkeypatch: pytest.MonkeyPatch):
    """A byte now and then does not keep a connection."""
    monkeypatch.setattr(wire, "HEAD_SECONDS", 0.5)
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        began = time.monotonic()
        with contextlib.suppress(OSError):
            for byte in b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-A: " + b"a" * 1000:
                connection.sendall(bytes([byte]))
                time.sleep(0.05)
                if time.monotonic() - began > 3:
                    break

    assert time.monotonic() - began < 3


def test_a_body_that_does_not_come_is_ended(port: int, monkeypatch: pytest.MonkeyPatch):
    """With 408."""
    monkeypatch.setattr(body, "SECONDS", 0.5)
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        head = b"POST /v1/ask HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{"
        connection.sendall(head)

        assert connection.recv(65536).startswith(b"HTTP/1.1 408")
        assert closed_after(connection, 5)


def test_a_reader_that_does_not_read_is_ended(port: int, monkeypatch: pytest.MonkeyPatch):
    """Answers that nobody takes do not pile up: the connection is cut."""
    monkeypatch.setattr(wire, "STALLED_SECONDS", 0.5)
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.connect(("127.0.0.1", port))
    request = b"GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n"
    connection.settimeout(10)
    cut = False
    try:
        for _ in range(2000):
            connection.sendall(request)
            time.sleep(0.002)
    except OSError:
        cut = True
    connection.close()

    assert cut


def test_idle_connections_make_room(port: int, monkeypatch: pytest.MonkeyPatch):
    """However many are opened and say nothing, whoever asks something is answered."""
    monkeypatch.setattr(wire, "MOST_CONNECTIONS", 50)
    idle = [socket.create_connection(("127.0.0.1", port), timeout=20) for _ in range(200)]
    with watched(port) as seconds:
        time.sleep(1)
    left = sum(not closed_after(connection, 0.01) for connection in idle)
    for connection in idle:
        connection.close()

    assert len(seconds) > 10
    assert max(seconds) < 1
    assert left <= 50
