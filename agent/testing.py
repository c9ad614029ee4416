"""Test doubles that ship: a scripted model server on loopback, to be spoken to by the real client.

It answers chat completions (streamed and not) and embeddings like an OpenAI-compatible endpoint, one scripted step per
request, and can be told every fault that such an endpoint has. A step that nobody asked for and a request that no step
waits for are both failures. Standard library only; nothing sleeps longer than the server lives.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import http.server
import json
import struct
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self

#: A usage object as a well-behaved endpoint sends it.
USAGE = {"prompt_tokens": 7, "completion_tokens": 5, "total_tokens": 12}
DIMENSION = 64
#: Long enough to outlast every deadline of a test; the server's end cuts it short.
_FOREVER = 600.0


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it came in."""

    path: str
    body: Mapping[str, Any]
    text: str
    authorization: str

    @property
    def messages(self) -> Sequence[Mapping[str, Any]]:
        return tuple(self.body.get("messages", ()))

    @property
    def tools(self) -> Sequence[Mapping[str, Any]]:
        return tuple(self.body.get("tools", ()))

    @property
    def streamed(self) -> bool:
        return bool(self.body.get("stream"))

    @property
    def prompt(self) -> str:
        """All messages and tool schemas as they stand on the wire."""
        parts = {key: self.body[key] for key in ("messages", "tools") if key in self.body}
        return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))

    def said(self, role: str) -> str:
        """The text of all messages of ``role``."""
        return "\n".join(str(m.get("content") or "") for m in self.messages if m.get("role") == role)


@dataclass(frozen=True, slots=True)
class ToolUse:
    """A tool call of the model; ``arguments`` that are a string are sent as they are, however broken."""

    name: str
    arguments: Mapping[str, Any] | str = field(default_factory=dict)
    id: str = ""

    @property
    def written(self) -> str:
        return self.arguments if isinstance(self.arguments, str) else json.dumps(self.arguments, ensure_ascii=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What the endpoint answers to one request.

    ``pieces`` is the number of characters per delta. Times are in seconds. ``cut_after`` closes the connection behind
    that many deltas (``polite`` ends the response properly first), ``stall_after`` goes silent, ``garbage_after``
    sends what is no event, ``unfinished`` gives no reason to finish. ``body`` takes the place of a completion altogether.
    """

    text: str = ""
    calls: tuple[ToolUse, ...] = ()
    finish: str | None = None
    unfinished: bool = False
    refusal: str = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str | None = None
    pieces: int = 6
    first_after: float = 0.0
    each_after: float = 0.0
    cut_after: int | None = None
    polite: bool = False
    stall_after: int | None = None
    garbage_after: int | None = None
    usage: Any = field(default_factory=lambda: dict(USAGE))

    @property
    def finish_reason(self) -> str | None:
        return None if self.unfinished else self.finish or ("tool_calls" if self.calls else "stop")


Scripted = Step | Callable[[Request], Step]


def say(text: str, **details: Any) -> Step:
    """The model says ``text``."""
    return Step(text=text, **details)


def use(*calls: ToolUse, **details: Any) -> Step:
    """The model calls tools, in one message."""
    return Step(calls=tuple(replace(c, id=c.id or f"call_{n}") for n, c in enumerate(calls)), **details)


def fail(status: int, message: str = "scripted fault", **headers: str) -> Step:
    """The endpoint answers with an error; ``retry_after="30"`` becomes the header of that name."""
    body = json.dumps({"error": {"message": message, "type": "scripted", "code": None}})
    return Step(status=status, body=body, headers={k.replace("_", "-"): v for k, v in headers.items()})


class ScriptedModel:
    """An OpenAI-compatible endpoint that follows ``script``; ``always`` answers whatever comes after it.

    Used as a context manager it fails on leaving where steps were left over or requests came that no step waited for.
    """

    def __init__(
        self, script: Iterable[Scripted] = (), *, always: Scripted | None = None, models: Sequence[str] = ("scripted",)
    ) -> None:
        self.models = tuple(models)
        self._script = list(script)
        self._always = always
        self._lock = threading.Lock()
        self._over = threading.Event()
        self.requests: list[Request] = []
        self.embedded: list[str] = []
        self.unexpected: list[str] = []
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.model = self
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    @property
    def prompt_characters(self) -> int:
        """Characters of all prompts so far: messages and tool schemas."""
        return sum(len(request.prompt) for request in self.requests)

    def clear(self) -> None:
        """Forget the requests so far."""
        with self._lock:
            self.requests.clear()

    def close(self) -> None:
        self._over.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.close()
        if kind is None:
            assert not self.unexpected, f"requests that no step waited for: {self.unexpected}"
            assert not self._script, f"steps that nobody asked for: {self._script}"

    # -- for the handler -----------------------------------------------------------------------------------------------

    def answer_to(self, request: Request) -> Step:
        """The step for ``request``."""
        with self._lock:
            self.requests.append(request)
            scripted = self._script.pop(0) if self._script else self._always
            if scripted is None:
                self.unexpected.append(request.text[-200:])
                return fail(400, "no step waited for this request")
        return scripted(request) if callable(scripted) else scripted

    def wait(self, seconds: float) -> bool:
        """Wait, but not beyond the server's end; false when that came first."""
        return not self._over.wait(seconds) if seconds else not self._over.is_set()


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 512  # a hundred callers at once are no fault of this endpoint
    block_on_close = False
    model: ScriptedModel

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is no news."""


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the signature is the base class's
        """Stay quiet."""

    def do_GET(self) -> None:
        """The list of models."""
        names = [
            {"id": name, "object": "model", "created": 0, "owned_by": "scripted"} for name in self.server.model.models
        ]
        with contextlib.suppress(ConnectionError):
            if self.path.endswith("/models"):
                self._whole(200, json.dumps({"object": "list", "data": names}))
            else:
                self._whole(404, json.dumps({"error": {"message": "Not Found"}}))

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
        request = Request(self.path, json.loads(raw), raw, self.headers.get("authorization", ""))
        with contextlib.suppress(ConnectionError):
            if self.path.endswith("/embeddings"):
                self._embed(request)
            else:
                self._complete(request)

    def _embed(self, request: Request) -> None:
        texts = request.body["input"]
        texts = [texts] if isinstance(texts, str) else [str(text) for text in texts]
        model = self.server.model
        model.embedded.extend(texts)
        packed = request.body.get("encoding_format") == "base64"
        data = [
            {"object": "embedding", "index": n, "embedding": _packed(vector) if packed else vector}
            for n, vector in enumerate(map(embedding_of, texts))
        ]
        self._whole(200, json.dumps({"object": "list", "model": "scripted", "data": data, "usage": USAGE}))

    def _complete(self, request: Request) -> None:
        model = self.server.model
        step = model.answer_to(request)
        if not model.wait(step.first_after):
            self.close_connection = True
            return
        if step.body is not None:
            self._whole(step.status, step.body, step.headers)
        elif request.streamed:
            self._stream(step)
        else:
            self._answer(step)

    def _whole(self, status: int, body: str, headers: Mapping[str, str] | None = None) -> None:
        data = body.encode()
        self.send_response(status)
        for name, value in {"content-type": "application/json", **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _answer(self, step: Step) -> None:
        """The completion in one piece; where a stream would break, so does this."""
        text = step.text
        message: dict[str, Any] = {"role": "assistant", "content": text or None, "refusal": step.refusal or None}
        if step.calls:
            message["tool_calls"] = [_call(call) for call in step.calls]
        choice = {"index": 0, "message": message, "finish_reason": step.finish_reason}
        body = json.dumps({**_HEAD, "object": "chat.completion", "choices": [choice], "usage": step.usage})
        if step.garbage_after is not None:
            self._whole(200, body[: len(body) // 2])
        elif step.cut_after is not None or step.stall_after is not None:
            data = body.encode()
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data[: len(data) // 2])
            if step.stall_after is not None:
                self.server.model.wait(_FOREVER)
            self.close_connection = True
        else:
            self._whole(200, body)

    def _stream(self, step: Step) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        model = self.server.model
        for number, delta in enumerate(_deltas(step)):
            if step.stall_after == number:
                model.wait(_FOREVER)
            if step.garbage_after == number:
                self._chunk("data: {not json at all\n\n")
            if step.cut_after == number:
                if step.polite:
                    self._chunk("")
                self.close_connection = True
                return
            self._event({"choices": [{"index": 0, "delta": delta, "finish_reason": None}]})
            if not model.wait(step.each_after):
                return
        self._event({"choices": [{"index": 0, "delta": {}, "finish_reason": step.finish_reason}]})
        if step.usage is not None:
            self._event({"choices": [], "usage": step.usage})
        self._chunk("data: [DONE]\n\n")
        self._chunk("")

    def _event(self, content: Mapping[str, Any]) -> None:
        self._chunk(f"data: {json.dumps({**_HEAD, 'object': 'chat.completion.chunk', **content})}\n\n")

    def _chunk(self, text: str) -> None:
        data = text.encode()
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")


_HEAD = {"id": "chatcmpl-scripted", "created": 0, "model": "scripted"}


def _call(call: ToolUse) -> dict[str, Any]:
    return {"id": call.id, "type": "function", "function": {"name": call.name, "arguments": call.written}}


def _deltas(step: Step) -> Iterator[dict[str, Any]]:
    yield {"role": "assistant", "content": ""}
    for start in range(0, len(step.text), step.pieces):
        yield {"content": step.text[start : start + step.pieces]}
    for start in range(0, len(step.refusal), step.pieces):
        yield {"refusal": step.refusal[start : start + step.pieces]}
    for index, call in enumerate(step.calls):
        head = {"name": call.name, "arguments": ""}
        yield {"tool_calls": [{"index": index, "id": call.id, "type": "function", "function": head}]}
        written = call.written
        for start in range(0, len(written), step.pieces):
            part = {"arguments": written[start : start + step.pieces]}
            yield {"tool_calls": [{"index": index, "function": part}]}


def embedding_of(text: str) -> list[float]:
    """A vector that depends on ``text`` alone."""
    digest = hashlib.shake_256(text.encode()).digest(DIMENSION)
    return [(byte - 127.5) / 128 for byte in digest]


def _packed(vector: Sequence[float]) -> str:
    return base64.b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode()
