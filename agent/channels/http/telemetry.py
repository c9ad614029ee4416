"""What an operator sees of a service: one line of JSON for each thing that happened, and counters for Prometheus.

Lines carry request ids, durations and names of conversations, and no text of a message, no token and no secret.
"""

from __future__ import annotations

import json
import logging
import secrets
import time
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.metrics_core import CounterMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.responses import Response

from agent.usage import METER

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

request_id: ContextVar[str] = ContextVar("request_id", default="")

log = logging.getLogger("agent.service")

_PLAIN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "color_message", "taskName"}


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


class Metrics:
    """The counters of one process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "advisor_http_requests_total", "Requests answered", ["path", "status"], registry=self.registry
        )
        self.seconds = Histogram(
            "advisor_http_request_seconds",
            "Time until the answer was sent",
            ["path"],
            registry=self.registry,
            buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60),
        )
        self.events = Counter(
            "advisor_slack_events_total", "Slack deliveries by what became of them", ["outcome"], registry=self.registry
        )
        self.jobs = Counter("advisor_jobs_total", "Answers by what became of them", ["outcome"], registry=self.registry)
        self.waiting = Gauge("advisor_jobs_waiting", "Events not yet answered", registry=self.registry)
        self.registry.register(_ModelUse())
        self.ready = Gauge("advisor_ready", "1 when the advisor is open", registry=self.registry)

    def response(self) -> Response:
        return Response(generate_latest(self.registry), media_type=CONTENT_TYPE_LATEST)


class _ModelUse(Collector):
    """What the turns of this process took of a model, counted where turns are told."""

    def collect(self) -> Iterator[Metric]:
        yield CounterMetricFamily("advisor_model_requests", "Requests to the model", value=METER.requests)
        tokens = CounterMetricFamily("advisor_model_tokens", "Tokens that the model's endpoint told", labels=["kind"])
        tokens.add_metric(["prompt"], METER.prompt_tokens)
        tokens.add_metric(["completion"], METER.completion_tokens)
        yield tokens


class Observed:
    """Gives every request an id, an access line and its counters, and turns what nobody caught into a plain 500."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

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
            await self.app(scope, receive, sending)
        except Exception:
            log.exception("request failed")
            if not status:
                status = 500
                body = b'{"error":{"message":"The request failed.","type":"server_error","param":null,"code":"failed"}}'
                headers = [(b"content-type", b"application/json"), (b"x-request-id", number.encode())]
                await send({"type": "http.response.start", "status": 500, "headers": headers})
                await send({"type": "http.response.body", "body": body})
        finally:
            spent = time.perf_counter() - began
            route = scope.get("route")
            path = getattr(route, "path", "unknown")
            self.metrics.requests.labels(path, str(status)).inc()
            self.metrics.seconds.labels(path).observe(spent)
            if path not in ("/healthz", "/readyz", "/metrics"):
                extra = {"method": scope["method"], "path": path, "status": status, "ms": round(spent * 1e3, 1)}
                log.info("request", extra=extra)
            request_id.reset(token)
