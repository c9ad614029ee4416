"""A double of Slack on loopback: its Web API with faults on demand, and signed deliveries as Slack makes them."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode

import httpx
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from agent.channels.slack.signing import sign
from tests.service.serving import serving

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
TOKEN = "xoxb-double"
TEAM, BOT = "T1", "UBOT"

#: What Slack tells when a second workspace has installed the app.
INSTALLED: dict[str, Any] = {
    "ok": True, "app_id": "A1", "access_token": "xoxb-second", "token_type": "bot", "scope": "chat:write", "bot_user_id": "UBOT2",
    "team": {"id": "T2", "name": "Second"}, "enterprise": None, "authed_user": {"id": "U7"}, "is_enterprise_install": False,
}  # fmt: skip


@dataclass
class Slack:
    """What Slack has: messages by channel, files, views, prompts; and which faults it makes."""

    messages: list[dict[str, Any]] = field(default_factory=list)
    responses: list[dict[str, Any]] = field(default_factory=list)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    faults: dict[str, float] = field(default_factory=dict)
    next_faults: list[str] = field(default_factory=list)
    refused_methods: set[str] = field(default_factory=set)
    late: float = 0.6
    limited: str = "1"
    processing: float = 0.0  # seconds until an uploaded picture can be shown
    ready: dict[str, float] = field(default_factory=dict)
    chance: random.Random = field(default_factory=lambda: random.Random(4))
    address: str = ""
    _clock: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    # -- the Web API -----------------------------------------------------------------------------------------------

    async def api(self, request: Request) -> Response:
        method = request.path_params["method"]
        try:
            arguments = await arguments_of(request)
        except ClientDisconnect:
            return Response(status_code=400)
        self.counts[method] += 1
        if method == "oauth.v2.access":
            return JSONResponse(INSTALLED)
        if refusal := self._refusal(method, request.headers.get("authorization"), arguments):
            return JSONResponse({"ok": False, "error": refusal})
        sharing = method == "files.completeUploadExternal" and "channel_id" in arguments
        fault = self._fault() if method == "chat.postMessage" or sharing else None
        if fault == "429":
            return Response(status_code=429, headers={"Retry-After": self.limited})
        if fault == "500":
            return Response(status_code=500)
        if fault == "refused":
            return JSONResponse({"ok": False, "error": "channel_not_found"})
        if fault in ("late", "later"):  # the caller has given up by then; done first or last, it is done
            if fault == "late":
                self._do(method, arguments)
            await asyncio.sleep(self.late)
            if fault == "later":
                self._do(method, arguments)
            return JSONResponse({"ok": True})
        answer = self._do(method, arguments)
        if fault == "lost":
            return Response(status_code=502)
        if fault == "half":
            return Response("{", headers={"Content-Type": "application/json"})
        return JSONResponse(answer)

    def _refusal(self, method: str, authorization: str | None, arguments: dict[str, Any]) -> str | None:
        if authorization not in (f"Bearer {TOKEN}", f"Bearer {INSTALLED['access_token']}"):
            return "invalid_auth"
        if method == "chat.postMessage" and self._shows_too_early(arguments):
            return "invalid_blocks"
        return "missing_scope" if method in self.refused_methods else None

    def _fault(self) -> str | None:
        if self.next_faults:
            return self.next_faults.pop(0)
        draw = self.chance.random()
        for name, share in self.faults.items():
            if draw < share:
                return name
            draw -= share
        return None

    def _shows_too_early(self, arguments: dict[str, Any]) -> bool:
        pictures = [block["slack_file"]["id"] for block in arguments.get("blocks", ()) if block["type"] == "image"]
        return any(time.monotonic() < self.ready.get(file, 0.0) for file in pictures)

    def _do(self, method: str, arguments: dict[str, Any]) -> dict[str, Any]:
        self.calls.append((method, arguments))
        match method:
            case "auth.test":
                return {"ok": True, "team_id": TEAM, "user_id": BOT}
            case "chat.postMessage":
                ts = f"{int(time.time())}.{next(self._clock):06}"
                self.messages.append({**arguments, "ts": ts, "bot_id": "B1", "user": BOT})
                return {"ok": True, "ts": ts, "channel": arguments["channel"]}
            case "conversations.replies" | "conversations.history":
                found = [
                    m for m in self.messages
                    if m["channel"] == arguments["channel"] and m.get("thread_ts") == arguments.get("ts")
                ]  # fmt: skip
                start = int(arguments.get("cursor") or 0)
                page = found[start : start + 3]  # short pages, so that they are all followed
                more = str(start + 3) if start + 3 < len(found) else ""
                return {"ok": True, "messages": page, "response_metadata": {"next_cursor": more}}
            case "files.getUploadURLExternal":
                return {"ok": True, "upload_url": f"{self.address}/upload", "file_id": f"F{next(self._clock)}"}
            case "files.completeUploadExternal" if "channel_id" not in arguments:
                self.ready.update({file["id"]: time.monotonic() + self.processing for file in arguments["files"]})
            case "files.completeUploadExternal" if "channel_id" in arguments:
                ts = f"{int(time.time())}.{next(self._clock):06}"
                place = {"channel": arguments["channel_id"], "thread_ts": arguments.get("thread_ts")}
                self.messages.append({**place, "files": arguments["files"], "ts": ts, "bot_id": "B1", "user": BOT})
        return {"ok": True}

    async def respond(self, request: Request) -> Response:
        self.responses.append(await request.json())
        return Response("ok")

    async def upload(self, request: Request) -> Response:
        self.calls.append(("upload", {"size": len(await request.body())}))
        return Response("OK")

    @contextlib.contextmanager
    def running(self) -> Iterator[str]:
        routes = [
            Route("/api/{method}", self.api, methods=["POST"]),
            Route("/respond", self.respond, methods=["POST"]),
            Route("/upload", self.upload, methods=["POST"]),
        ]
        with serving(Starlette(routes=routes)) as address:
            self.address = address
            yield f"{address}/api/"

    # -- what a person sees ------------------------------------------------------------------------------------------

    def answers(self, channel: str, thread: str | None) -> list[dict[str, Any]]:
        return [m for m in self.messages if m["channel"] == channel and m.get("thread_ts") == thread]

    def called(self, method: str) -> list[dict[str, Any]]:
        return [arguments for name, arguments in self.calls if name == method]


async def arguments_of(request: Request) -> dict[str, Any]:
    """What a call says, as JSON or as a form."""
    body = await request.body()
    if request.headers.get("content-type", "").startswith("application/json"):
        found: dict[str, Any] = json.loads(body or b"{}")
        return found
    return {key: values[-1] for key, values in parse_qs(body.decode()).items()}


def shown(message: dict[str, Any]) -> str:
    """The text of a message as a person reads it."""
    texts = []
    for block in message.get("blocks", ()):
        match block["type"]:
            case "section":
                texts.append(block["text"]["text"])
            case "table":
                texts += [" | ".join(cell["text"] for cell in row) for row in block["rows"]]
            case "context":
                texts += [element["text"] for element in block["elements"]]
    return "\n".join(texts) or str(message["text"])


def buttons(message: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {e["action_id"]: e for b in message["blocks"] if b["type"] == "actions" for e in b["elements"]}


# -- deliveries ------------------------------------------------------------------------------------------------------


def signed(body: bytes, *, secret: str = SECRET, at: float | None = None) -> dict[str, str]:
    timestamp = str(int(time.time() if at is None else at))
    return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": sign(secret, timestamp, body)}


def event(
    text: str, *, ts: str, channel: str = "C1", thread: str | None = None, kind: str = "app_mention", **more: Any
) -> bytes:
    """The body of a delivery of a message."""
    inner: dict[str, Any] = {"type": kind, "user": "U1", "text": text, "ts": ts, "channel": channel, "event_ts": ts}
    if thread is not None:
        inner["thread_ts"] = thread
    if kind == "message":
        inner["channel_type"] = "im" if channel.startswith("D") else "channel"
    team, at = more.pop("team", TEAM), more.pop("event_time", time.time())
    payload = {
        "type": "event_callback", "team_id": team, "event_time": at, "event_id": f"Ev{ts.replace('.', '')}{kind}", "event": inner | more,
        "authorizations": [{"team_id": team, "user_id": BOT, "is_bot": True}],
    }  # fmt: skip
    return json.dumps(payload, ensure_ascii=False).encode()


def send(client: httpx.Client, body: bytes, path: str = "/slack/events", **signing: Any) -> httpx.Response:
    kind = "application/json" if path == "/slack/events" else "application/x-www-form-urlencoded"
    return client.post(path, content=body, headers={"Content-Type": kind, **signed(body, **signing)})


def command(text: str, *, url: str, trigger: str = "1.2.3", user: str = "U1") -> bytes:
    form = {
        "team_id": TEAM, "channel_id": "C1", "user_id": user, "command": "/advisor", "text": text, "trigger_id": trigger,
        "response_url": url,
    }  # fmt: skip
    return urlencode(form).encode()


def press(
    button: dict[str, Any], message: dict[str, Any], *, url: str = "", ts: str = "1700000999.000100", user: str = "U1"
) -> bytes:
    container = {"channel_id": message.get("channel", "C1"), "message_ts": message.get("ts", "1700000001.000001")}
    if message.get("thread_ts"):
        container["thread_ts"] = message["thread_ts"]
    payload = {
        "type": "block_actions", "team": {"id": TEAM}, "user": {"id": user}, "container": container, "response_url": url,
        "actions": [{"action_id": button["action_id"], "value": button["value"], "action_ts": ts}],
    }  # fmt: skip
    return urlencode({"payload": json.dumps(payload)}).encode()
