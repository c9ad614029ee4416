"""The front: what every request goes through before it is handed on to the API, which may run in another process.

Who asks, whether they may, how much they take, and the body, read within its bounds: all of that is done here and costs
little, so that Slack's deliveries, which end here, are acknowledged while questions are answered behind.
"""

from __future__ import annotations

import contextlib
import json
import logging
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

from starlette.requests import Request
from starlette.routing import Route

from agent.channels.http.addresses import Address
from agent.channels.http.body import read_body
from agent.channels.http.callers import BASE, CALLER, RIGHTS, Callers
from agent.channels.http.cited import base_of
from agent.channels.http.metrics import Metrics
from agent.channels.http.problems import Problem
from agent.channels.http.spending import Spending
from agent.channels.http.telemetry import request_id
from agent.channels.http.tracing import traceparent

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger("agent.service")

#: Of what the caller sent, this goes on to the API; the rest is nobody's business behind.
_HANDED_ON = frozenset({b"content-type", b"accept", b"accept-language"})
MOST_HEADERS = 100
#: Seconds until the log tells again that a caller is at a bound.
TOLD_AGAIN = 60.0


class Behind(Protocol):
    """Where the API is."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None: ...
    async def readiness(self) -> Problem | None:
        """Why it does not answer questions at the moment; ``None`` where it does."""


class InProcess:
    """The API in this process."""

    def __init__(self, api: ASGIApp) -> None:
        self._api = api

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._api(scope, receive, send)

    async def readiness(self) -> Problem | None:
        status, parts = 0, []

        async def receive() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            parts.append(message.get("body", b""))

        scope = {"type": "http", "http_version": "1.1", "method": "GET", "path": "/readyz", "raw_path": b"/readyz"}
        await self._api(scope | {"query_string": b"", "headers": [], "root_path": ""}, receive, send)
        return problem_in(status, b"".join(parts))


def problem_in(status: int, body: bytes) -> Problem | None:
    """What the API's word for its readiness says."""
    if status == 200:
        return None
    try:
        error = json.loads(body)["error"]
        return Problem(503, str(error["code"]), str(error["message"]), headers={"Retry-After": "1"})
    except (ValueError, KeyError, TypeError):
        return starting()


def starting() -> Problem:
    return Problem(
        503, "starting", "The advisor is starting; please try again in a moment.", headers={"Retry-After": "1"}
    )


class Front:
    """Routes that hand on what may be."""

    def __init__(self, behind: Behind, callers: Callers, spending: Spending | None, metrics: Metrics) -> None:
        self._behind = behind
        self._callers = callers
        self._spending = spending
        self._metrics = metrics
        self._told: dict[tuple[str, str], float] = {}

    def route(self, address: Address) -> Route:
        return Route(address.path, _Handing(self, address), methods=[address.method])

    async def hand_on(self, address: Address, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        caller, rights = "", ""
        async with contextlib.AsyncExitStack() as stack:
            if address.right is not None:
                grant = self._callers.identify(request, right=address.right)
                caller, rights = grant.name, "+".join(sorted(grant.rights))
                if self._spending is not None:
                    await self._admit(address, caller, self._spending, stack)
            body = await read_body(request, largest=address.largest)
            told = {CALLER: caller, RIGHTS: rights, BASE: base_of(request)}
            await self._behind(_behind(scope, told), _body(body, receive), send)

    async def _admit(self, address: Address, caller: str, spending: Spending, stack: contextlib.AsyncExitStack) -> None:
        try:
            await spending.admit(caller)
            if address.turn:
                await stack.enter_async_context(spending.turn(caller))
        except Problem as problem:
            self._metrics.limited.labels(problem.code).inc()
            if time.monotonic() - self._told.get((caller, problem.code), -TOLD_AGAIN) >= TOLD_AGAIN:
                self._told[caller, problem.code] = time.monotonic()
                log.warning("a caller is at a bound", extra={"caller": caller, "bound": problem.code})
            raise


class _Handing:
    """An address as an ASGI application, which is what a route takes for one."""

    def __init__(self, front: Front, address: Address) -> None:
        self._front = front
        self._address = address

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._front.hand_on(self._address, scope, receive, send)


def _behind(scope: Scope, told: Mapping[str, str]) -> Scope:
    headers = [(name, value) for name, value in scope["headers"] if name in _HANDED_ON]
    headers += [(name.encode(), value.encode("latin-1", "replace")) for name, value in told.items()]
    headers += [(b"x-request-id", request_id.get().encode())]
    headers += [(b"traceparent", parent.encode())] if (parent := traceparent()) else []
    kept = {
        key: scope[key]
        for key in ("type", "asgi", "http_version", "method", "path", "raw_path", "query_string")
        if key in scope
    }
    return {
        **kept,
        "scheme": "http",
        "root_path": "",
        "headers": headers,
        "client": None,
        "server": ("localhost", 80),
        "state": {},
    }


def _body(body: bytes, receive: Receive) -> Receive:
    """The body that was read, then what comes: the end of the connection."""
    given = False

    async def receiving() -> Message:
        nonlocal given
        if not given:
            given = True
            return {"type": "http.request", "body": body, "more_body": False}
        while True:
            if (message := await receive())["type"] == "http.disconnect":
                return message

    return receiving


class ManyHeaders:
    """Refuses a request with more headers than any client sends."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and len(scope["headers"]) > MOST_HEADERS:
            message = f"A request may have {MOST_HEADERS} headers."
            problem = Problem(431, "too_many_headers", message, headers={"Connection": "close"})
            await problem.response()(scope, receive, send)
            return
        await self.app(scope, receive, send)
