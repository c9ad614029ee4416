"""What an operator sees of a service: one line of JSON for each thing that happened, each request under its id.

Lines carry request ids, durations and names of conversations, and no text of a message, no token and no secret.
"""

from __future__ import annotations

import json
import logging
import secrets
import time
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from agent.channels.http.metrics import Metrics
from agent.channels.http.problems import Problem
from agent.channels.http.tracing import continuing, traced

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: Goes with a request from its first line to the last: through the inbox, too, to the post in Slack.
request_id: ContextVar[str] = ContextVar("request_id", default="")
#: The turn that is being worked on: its conversation and number.
turn_id: ContextVar[str] = ContextVar("turn_id", default="")

log = logging.getLogger("agent.service")

#: Refused requests that are told line by line in a second; the counters tell of the rest.
REFUSED_LINES = 20

_PLAIN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "color_message", "taskName"}


FAILED = Problem(500, "failed", "The request failed.")


class JsonLines(logging.Formatter):
    """A log record as one line of JSON; what was given as ``extra`` becomes fields."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
        }
        if request_id.get():
            line["request"] = request_id.get()
        if turn_id.get():
            line["turn"] = turn_id.get()
        line |= {key: value for key, value in vars(record).items() if key not in _PLAIN}
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def set_up_logging(*, level: str = "INFO") -> None:
    """Let every logger of the process write JSON lines on standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in ("uvicorn.access", "httpx", "httpcore", "chromadb", "slack_sdk", "slack_bolt"):
        # Addresses with a token in them have no business in a log; the service writes its own access line.
        logging.getLogger(name).setLevel("WARNING")


class Observed:
    """Gives every request an id, an access line and its counters, and turns what nobody caught into a plain 500."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics
        self._second = self._told = 0

    def _may_tell(self) -> bool:
        """Whether one more refused request gets its line: a flood of them fills no disk."""
        second = int(time.monotonic())
        if second != self._second:
            self._second, self._told = second, 0
        self._told += 1
        return self._told <= REFUSED_LINES

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        number = secrets.token_hex(8)
        token = request_id.set(number)
        began = time.perf_counter()
        status = 0

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message.setdefault("headers", []).append((b"x-request-id", number.encode()))
            await send(message)

        try:
            with traced("request", method=scope["method"]) as span:
                await self.app(scope, receive, sending)
                span.tell(path=getattr(scope.get("route"), "path", "unknown"), status=status)
        except Exception:
            log.exception("request failed")
            if not status:
                await FAILED.response()(scope, receive, sending)
        finally:
            spent = time.perf_counter() - began
            route = scope.get("route")
            path = getattr(route, "path", "unknown")
            self.metrics.requests.labels(path, str(status)).inc()
            self.metrics.seconds.labels(path).observe(spent)
            if path not in ("/healthz", "/readyz", "/metrics") and (status < 400 or self._may_tell()):
                extra = {"method": scope["method"], "path": path, "status": status, "ms": round(spent * 1e3, 1)}
                log.info("request", extra=extra)
            request_id.reset(token)


class Continued:
    """Goes on under the id that a request was given in front, and turns what nobody caught into a plain 500."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def sending(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        given = dict(scope["headers"]).get(b"x-request-id", b"").decode("latin-1")
        token = request_id.set(given or request_id.get())
        try:
            with continuing(scope):
                await self.app(scope, receive, sending)
        except Exception:
            if begun:
                raise
            log.exception("request failed")
            await FAILED.response()(scope, receive, send)
        finally:
            request_id.reset(token)
