"""Requests byte by byte, as strangers send them, and what they are after."""

from __future__ import annotations

import json
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

TOKEN = "anna-secret-0123456"
QUESTION = {"message": "How do I split 5 million yuan?", "conversation": "kept"}
KEPT = "/v1/conversations/kept"
TYPE = ("Content-Type", "application/json")

Headers = Sequence[tuple[str, str]]

#: What somebody asks who should get nothing: reading, changing, and what operators read.
WANTED = [
    ("GET", KEPT), ("HEAD", KEPT), ("DELETE", KEPT), ("POST", "/v1/ask"), ("POST", "/v1/chat/completions"),
    ("POST", f"{KEPT}/kpis"), ("DELETE", f"{KEPT}/kpis/conversion/2026-03-01"), ("OPTIONS", "/v1/ask"), ("GET", "/v1/models"),
    ("GET", "/openapi.json"), ("GET", "/metrics"), ("GET", "/readyz"), ("GET", "/nowhere"), ("GET", "/metrics/"),
]  # fmt: skip

FORWARDED: list[Headers] = [
    [("X-Forwarded-For", "203.0.113.9")],
    [("x-forwarded-for", "127.0.0.1")],
    [("X-Forwarded-For", "")],
    [("X-Forwarded-Host", "advisor.example")],
    [("X-Forwarded-Proto", "https")],
    [("X-Forwarded-Port", "443")],
    [("X-Forwarded-Server", "proxy")],
    [("X-Forwarded-Prefix", "/advisor")],
    [("X-Forwarded", "for=203.0.113.9")],
    [("X_Forwarded_For", "203.0.113.9")],
    [("Forwarded", "for=203.0.113.9;proto=https;host=advisor.example")],
    [("Forwarded", "for=127.0.0.1")],
    [("FORWARDED", "for=_hidden")],
    [("Via", "1.1 proxy")],
    [("X-Real-IP", "203.0.113.9")],
    [("X-Client-IP", "203.0.113.9")],
    [("X-Cluster-Client-Ip", "203.0.113.9")],
    [("True-Client-IP", "203.0.113.9")],
    [("X-Original-Host", "advisor.example")],
    [("X-Original-URL", "/v1/models")],
    [("CF-Connecting-IP", "203.0.113.9"), ("CF-Ray", "1")],
    [("Cdn-Loop", "cloudflare")],
    [("X-Amzn-Trace-Id", "Root=1")],
    [("X-Envoy-External-Address", "203.0.113.9")],
    [("Tailscale-User-Login", "someone@example.com")],
    [("Proxy-Connection", "keep-alive")],
    [("Origin", "http://{own}"), ("X-Forwarded-For", "203.0.113.9")],
]
FOREIGN_HOSTS = [
    "advisor.example", "advisor.example:{port}", "evil.example:80", "localhost.evil.example", "evil.example.", "127.0.0.1.evil.example",
    "127.0.0.1.nip.io", "a.localhost", "localhost@evil.example", "evil.example@localhost", "localhost/evil.example", "localhost..",
    "0.0.0.0", "0.0.0.0:{port}", "[::]", "[::]:{port}", "192.168.0.7", "10.0.0.1:{port}", "169.254.169.254", "[fe80::1]", "[fd00::1]",
    "[::ffff:10.0.0.1]", "[::1].evil.example", "::1", "127.1", "2130706433", "0x7f.0.0.1", "127.0.0.01", "128.0.0.1", "localhost:x",
    "localhost:{port}:{port}", "localhost,evil.example", "ip6-localhost", "LOCALHOST.EVIL.EXAMPLE", "", ":{port}", "xn--lcalhost-54a",
]  # fmt: skip
CROSS_SITE: list[Headers] = [
    [("Origin", "https://evil.example")],
    [("Origin", "http://evil.example:{port}")],
    [("Origin", "null")],
    [("Origin", "")],
    [("Origin", "file://")],
    [("Origin", "https://{own}")],
    [("Origin", "http://127.0.0.1")],
    [("Origin", "http://127.0.0.1:3000")],
    [("Origin", "http://localhost:{port}")],
    [("Origin", "http://{own}.evil.example")],
    [("Origin", "http://{own}/")],
    [("Origin", "chrome-extension://abcdefghijklmnop")],
    [("Origin", "http://{own}"), ("Origin", "https://evil.example")],
    [("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "no-cors")],
    [("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate")],
    [("Sec-Fetch-Site", "same-site")],
    [("Referer", "https://evil.example/page")],
    [("Referer", "http://{own}.evil.example/")],
    [("Origin", "https://evil.example"), ("Access-Control-Request-Method", "DELETE")],
]


@dataclass
class Answer:
    """What came back over the wire."""

    status: int
    head: str
    body: bytes

    @property
    def code(self) -> str:
        return str(json.loads(self.body)["error"]["code"])

    @property
    def sentence(self) -> str:
        return str(json.loads(self.body)["error"]["message"])


def ask(
    address: str, method: str, target: str, headers: Headers = (), *, host: str | None = "", version: str = "1.1"
) -> Answer:
    """One request, byte by byte as given; ``{port}`` and ``{own}`` are those of the server. No ``host``: no such header."""
    own = address.removeprefix("http://")
    port = int(own.rpartition(":")[2])
    body = json.dumps({**QUESTION, "kpi": "conversion"}).encode() if method == "POST" else b""
    lines = [f"{method} {target} HTTP/{version}"]
    lines += [] if host is None else [f"Host: {host or own}"]
    lines += [f"{name}: {value}" for name, value in headers]
    lines += ["Connection: close", *([f"Content-Length: {len(body)}"] if body else [])]
    text = "\r\n".join(lines).replace("{port}", str(port)).replace("{own}", own)
    with socket.create_connection(("127.0.0.1", port), timeout=20) as wire:
        wire.sendall(text.encode("latin-1") + b"\r\n\r\n" + body)
        parts = []
        while part := wire.recv(65536):
            parts.append(part)
    head, _, rest = b"".join(parts).partition(b"\r\n\r\n")
    return Answer(int(head.split()[1]), head.decode("latin-1"), rest)


def is_kept(address: str, headers: Headers = ()) -> bool:
    """Whether the conversation is as it was: one turn, and nothing measured."""
    read = ask(address, "GET", KEPT, headers)
    measured = ask(address, "GET", f"{KEPT}/kpis", headers)
    return len(json.loads(read.body)["turns"]) == 1 and json.loads(measured.body).get("measurements", []) == []


def check_nothing_is_told(address: str, headers: Headers, *, statuses: set[int], **more: Any) -> None:
    for method, path in WANTED:
        answer = ask(address, method, path, [TYPE, *headers], **more)
        assert answer.status in statuses, (method, path, answer)
        assert b"yuan" not in answer.body
        assert b"turns" not in answer.body
        if method != "HEAD":
            assert "ADVISOR_" in answer.sentence, (method, path)
    assert is_kept(address)


def scope(path: str = KEPT, method: str = "GET", *, headers: Headers | None = None, **more: Any) -> dict[str, Any]:
    """A request as a server hands it on: from this machine to this machine, unless told otherwise."""
    given = [("host", "localhost:8080")] if headers is None else headers
    return {
        "type": "http", "http_version": "1.1", "scheme": "http", "method": method, "path": path, "raw_path": path.encode(),
        "client": ("127.0.0.1", 50000), "headers": [(name.encode(), value.encode()) for name, value in given], **more,
    }  # fmt: skip
