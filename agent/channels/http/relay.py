"""The API in a process of its own, as the front sees it: started, watched, started again, and spoken to over a socket.

Answering takes computing, and in one process that would stop everything else for a while. The process behind is of this
user alone: its socket lies in a directory with rights 0700. It ends when its standard input does, so that it never outlives
the front; what it was working on is in the inbox, for the next one.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from agent.channels.http.front import problem_in, starting
from agent.channels.http.metrics import Metrics
from agent.channels.http.problems import Problem, busy

if TYPE_CHECKING:
    from starlette.types import Message, Receive, Scope, Send

log = logging.getLogger("agent.service")

#: Requests that may be handed on at once; further ones are told that the service is busy.
MOST_AT_ONCE = 512
#: Seconds that the process behind gets to end in order.
GRACE = 40.0
_DROPPED = frozenset({b"transfer-encoding", b"connection", b"date", b"server"})
WAKE = b"w"


class Relay:
    """The process behind, and the way to it."""

    def __init__(self, metrics: Metrics, *, command: Sequence[str]) -> None:
        self._metrics = metrics
        self._command = tuple(command)
        self._process: subprocess.Popen[bytes] | None = None
        self._http: httpx.AsyncClient | None = None

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Let the process run as long as the block does."""
        with tempfile.TemporaryDirectory(prefix="advisor-") as directory:
            socket = Path(directory) / "behind"
            limits = httpx.Limits(max_connections=MOST_AT_ONCE, max_keepalive_connections=16)
            timeout = httpx.Timeout(None, connect=5.0, pool=5.0)
            transport = httpx.AsyncHTTPTransport(uds=str(socket), limits=limits)
            async with httpx.AsyncClient(transport=transport, timeout=timeout, trust_env=False) as self._http:
                watching = asyncio.create_task(self._watch(socket))
                try:
                    yield
                finally:
                    watching.cancel()
                    await asyncio.gather(watching, return_exceptions=True)
                    await asyncio.to_thread(self._end)

    def wake(self) -> None:
        """Something new is in the inbox."""
        process = self._process
        if process is not None and process.stdin is not None:
            with contextlib.suppress(OSError, ValueError):  # it is gone, and looks when it is started again
                process.stdin.write(WAKE)
                process.stdin.flush()

    async def _watch(self, socket: Path) -> None:
        pause = 0.1
        while True:
            began = time.monotonic()
            await asyncio.to_thread(socket.unlink, missing_ok=True)
            self._process = subprocess.Popen(  # noqa: S603, ASYNC220 - our own program
                [*self._command, str(socket)], stdin=subprocess.PIPE, start_new_session=True
            )
            code = await asyncio.to_thread(self._process.wait)
            pause = 0.1 if time.monotonic() - began > 10 else min(pause * 2, 10.0)
            self._metrics.restarts.inc()
            log.error("the process behind the front ended", extra={"code": code, "again_in": pause})
            await asyncio.sleep(pause)

    def _end(self) -> None:
        process = self._process
        if process is None:
            return
        with contextlib.suppress(OSError):
            assert process.stdin is not None
            process.stdin.close()
        try:
            process.wait(GRACE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    # -- requests ------------------------------------------------------------------------------------------------------

    async def readiness(self) -> Problem | None:
        assert self._http is not None
        try:
            answer = await self._http.get("http://behind/readyz", timeout=3.0)
        except httpx.HTTPError:
            return starting()
        return problem_in(answer.status_code, answer.content)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = (await receive()).get("body", b"")
        handing = asyncio.create_task(self._hand_on(scope, body, send))
        leaving = asyncio.create_task(_left(receive))
        try:
            await asyncio.wait((handing, leaving), return_when=asyncio.FIRST_COMPLETED)
        finally:
            leaving.cancel()
            if not handing.done():  # whoever asked is gone
                handing.cancel()
            await asyncio.gather(leaving, return_exceptions=True)
        with contextlib.suppress(asyncio.CancelledError):
            await handing

    async def _hand_on(self, scope: Scope, body: bytes, send: Send) -> None:
        assert self._http is not None
        query = scope.get("query_string", b"")
        target = bytes(scope["raw_path"]) + (b"?" + query if query else b"")
        url = httpx.URL("http://behind", raw_path=target)
        request = self._http.build_request(scope["method"], url, headers=scope["headers"], content=body)
        begun = False
        try:
            response = await self._http.send(request, stream=True)
            try:
                await send(_start(response))
                begun = True
                async for part in response.aiter_raw():
                    await send({"type": "http.response.body", "body": part, "more_body": True})
                await send({"type": "http.response.body", "body": b"", "more_body": False})
            finally:
                await response.aclose()
        except httpx.PoolTimeout:
            raise busy() from None
        except (httpx.ConnectError, httpx.ConnectTimeout):
            raise starting() from None
        except httpx.HTTPError as error:
            log.warning("a request was interrupted", extra={"reason": type(error).__name__})
            if begun:
                raise
            raise Problem(
                503, "interrupted", "The answer was interrupted; please ask again.", headers={"Retry-After": "1"}
            ) from None


def _start(response: httpx.Response) -> Message:
    headers = [(name.lower(), value) for name, value in response.headers.raw if name.lower() not in _DROPPED]
    return {"type": "http.response.start", "status": response.status_code, "headers": headers}


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
