"""A channel of one's own in one file: a signed webhook, as Feishu and its like call one, answered by the advisor.

    .venv/bin/python docs/examples/webhook.py SECRET https://chat.example.com/messages

The platform posts an event with three headers, ``X-Lark-Request-Timestamp``, ``X-Lark-Request-Nonce`` and ``X-Lark-Signature``:
the SHA-256 of both, the secret and the body. It wants its 200 within seconds and delivers again what it believes lost, so an event is
acknowledged first, answered behind, and each answered once as long as this process lives. A chat is a conversation: its questions are
answered in order, with what was said before. What survives a crash, too, is shown by ``agent/channels/slack``.

A channel knows the service alone: it asks with :meth:`agent.service.Service.ask` and shows the reply. Figures, sources and languages
are no business of a channel.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
import sys
import time
from collections import OrderedDict, defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from agent.replies import Answered
from agent.service import Service
from tools.errors import InvalidInput

log = logging.getLogger(__name__)

#: Seconds that a signature holds: whoever listened in cannot send the request again tomorrow.
FRESH = 300
#: Events that are remembered, so that a second delivery is not answered twice.
REMEMBERED = 10_000

#: Posts a text as the answer to a message: ``await send(message_id, text)``.
Send = Callable[[str, str], Awaitable[None]]


def signature(secret: str, timestamp: str, nonce: str, body: bytes) -> str:
    """What the platform writes into the header."""
    return sha256(timestamp.encode() + nonce.encode() + secret.encode() + body).hexdigest()


@dataclass(slots=True)
class Webhook:
    """The route, and the questions that are being answered behind it."""

    service: Service
    secret: str
    send: Send
    clock: Callable[[], float] = time.time
    _seen: OrderedDict[str, None] = field(default_factory=OrderedDict)
    _order: defaultdict[str, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))
    _running: set[asyncio.Task[None]] = field(default_factory=set)

    def application(self) -> Starlette:
        return Starlette(routes=[Route("/webhook", self.receive, methods=["POST"])])

    async def receive(self, request: Request) -> Response:
        """Acknowledge an event that is the platform's, and answer it behind."""
        body = await request.body()
        if not self._is_signed(request, body):
            return JSONResponse({"error": "the signature does not fit"}, status_code=401)
        try:
            event = json.loads(body)
            if event.get("type") == "url_verification":  # once, when the address is entered at the platform
                return JSONResponse({"challenge": event["challenge"]})
            if event["header"]["event_type"] == "im.message.receive_v1" and self._is_new(event["header"]["event_id"]):
                self._begin(event["event"])
        except (ValueError, KeyError, TypeError, AttributeError):
            return JSONResponse({"error": "this is no event"}, status_code=400)
        return JSONResponse({})

    def _is_signed(self, request: Request, body: bytes) -> bool:
        told = {
            name: request.headers.get(f"X-Lark-{name}", "")
            for name in ("Request-Timestamp", "Request-Nonce", "Signature")
        }
        timestamp = told["Request-Timestamp"]
        if not timestamp.isdecimal() or abs(self.clock() - int(timestamp)) > FRESH:
            return False
        made = signature(self.secret, timestamp, told["Request-Nonce"], body)
        return hmac.compare_digest(made.encode(), told["Signature"].encode())

    def _is_new(self, event: str) -> bool:
        if event in self._seen:
            return False
        self._seen[event] = None
        if len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)
        return True

    def _begin(self, event: dict[str, Any]) -> None:
        message = event["message"]
        question = json.loads(message["content"])["text"]
        speaker = event["sender"]["sender_id"]["open_id"]
        task = asyncio.create_task(self._answer(message["chat_id"], message["message_id"], question, speaker))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _answer(self, chat: str, message: str, question: str, speaker: str) -> None:
        async with self._order[chat]:
            try:
                reply = await self.service.ask(question, conversation=f"feishu:{chat}", speaker=speaker)
                text = shown(self.service, reply)
            except InvalidInput as error:  # too long, for example: a sentence for whoever asked
                text = error.in_language("zh")
            except Exception:
                log.exception("a question was not answered")
                text = "这一问没有完成，请再问一次。 This question was not finished; please ask again."
            await self.send(message, text)

    async def finish(self) -> None:
        """Wait for the answers that are on their way."""
        await asyncio.gather(*self._running)


def shown(service: Service, reply: Answered) -> str:
    """The reply as a text with its sources below it."""
    return "\n".join([reply.text, "", *service.explained(reply).citations()]) if reply.sources else reply.text


def main(secret: str, address: str) -> None:
    import httpx
    import uvicorn

    from agent.assembly import open_advisor
    from agent.settings import load_settings

    async def send(message: str, text: str) -> None:
        async with httpx.AsyncClient(timeout=10) as client:
            await client.post(
                f"{address}/{message}/reply", json={"msg_type": "text", "content": json.dumps({"text": text})}
            )

    uvicorn.run(Webhook(Service(open_advisor(load_settings())), secret, send).application(), port=8090)


if __name__ == "__main__":
    main(*sys.argv[1:])
