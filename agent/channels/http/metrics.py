"""Counters for Prometheus, right for all processes of a service together.

Where ``PROMETHEUS_MULTIPROC_DIR`` is set, as ``advisor serve`` does for itself and its processes, each writes what it counts
into that directory, and whoever is asked adds up what is there, of processes that are gone as well. What the database knows
(questions that wait) is read from it when it is asked for. No label holds a name, a text or an address that a caller chose.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Histogram, disable_created_metrics, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from starlette.responses import Response

from agent.database import DatabaseUnavailable

if TYPE_CHECKING:
    from prometheus_client.registry import Collector

    from agent.delivery.inbox import Backlog
    from agent.replies import Answered

disable_created_metrics()  # type: ignore[no-untyped-call]

#: Where the processes of a service put what they count; the library reads it when it is imported.
SHARED = "PROMETHEUS_MULTIPROC_DIR"

_QUICK = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
_SLOW = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 60, 120, 300)


class Metrics:
    """The counters of one process, and what they and those of its siblings add up to."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._backlog: Callable[[], Backlog] | None = None

        def counter(name: str, text: str, *labels: str) -> Counter:
            return Counter(name, text, labels, registry=self.registry)

        def histogram(name: str, text: str, *labels: str, buckets: tuple[float, ...] = _QUICK) -> Histogram:
            return Histogram(name, text, labels, registry=self.registry, buckets=buckets)

        self.requests = counter("advisor_http_requests_total", "Requests answered", "path", "status")
        self.seconds = histogram("advisor_http_request_seconds", "Time until the answer was sent", "path")
        self.limited = counter("advisor_limited_total", "Requests beyond a bound, by bound", "bound")
        self.turns = counter("advisor_turns_total", "Turns by channel and outcome", "channel", "outcome", "mode")
        self.turn_seconds = histogram("advisor_turn_seconds", "Time that a turn took", "channel", "mode", buckets=_SLOW)
        self.refusals = counter(
            "advisor_gate_refusals_total", "Turns in which the gate refused a text, by kind", "kind"
        )
        self.withheld = counter("advisor_withheld_total", "Replies that were withheld, whole or in sentences", "what")
        self.asked_again = counter("advisor_asked_again_total", "Turns whose model was asked again")
        self.model_requests = counter("advisor_model_requests_total", "Requests to the model")
        self.tokens = counter("advisor_model_tokens_total", "Tokens that the endpoint told of", "direction")
        self.trouble = counter(
            "advisor_model_trouble_total", "Turns without a usable reply of the model, by cause", "cause"
        )
        self.fallbacks = counter("advisor_offline_fallbacks_total", "Turns told offline although a model is configured")
        self.events = counter("advisor_slack_events_total", "Slack deliveries by what became of them", "outcome")
        self.acknowledged = histogram("advisor_slack_ack_seconds", "Time until a delivery of Slack was acknowledged")
        self.calls = counter("advisor_slack_calls_total", "Calls of Slack's Web API", "method", "outcome")
        self.jobs = counter("advisor_jobs_total", "Answers by what became of them", "outcome")
        self.attempts = counter("advisor_job_attempts_total", "Attempts at an answer by what they ended in", "outcome")
        self.job_seconds = histogram(
            "advisor_job_seconds", "Time from the delivery to the last post", "kind", buckets=_SLOW
        )
        self.pictures = counter("advisor_slack_pictures_total", "Pictures by how they were shown", "how")
        self.database_failures = counter("advisor_database_failures_total", "Statements that the database did not take")
        self.restarts = counter("advisor_restarts_total", "Times that a process behind the front was started again")

    def watch(self, backlog: Callable[[], Backlog]) -> None:
        """Tell what waits, too, by asking ``backlog`` each time."""
        self._backlog = backlog

    def response(self, *, ready: bool) -> Response:
        """Everything, as Prometheus reads it. Blocks for a moment."""
        registry = self.registry
        if os.environ.get(SHARED):
            from prometheus_client.multiprocess import MultiProcessCollector

            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        told = generate_latest(registry) + generate_latest(_gauges(self._gauges(ready=ready)))
        return Response(told, media_type=CONTENT_TYPE_LATEST)

    def _gauges(self, *, ready: bool) -> Iterator[GaugeMetricFamily]:
        yield GaugeMetricFamily("advisor_ready", "1 when questions are answered", float(ready))
        if self._backlog is None:
            return
        with contextlib.suppress(DatabaseUnavailable):
            found = self._backlog()
            yield GaugeMetricFamily("advisor_jobs_waiting", "Messages not yet answered", found.waiting)
            yield GaugeMetricFamily("advisor_jobs_oldest_seconds", "How long the oldest of them waits", found.oldest)
            yield GaugeMetricFamily("advisor_jobs_held", "Messages that wait for their thread", found.held)

    @contextlib.contextmanager
    def turn(self, channel: str) -> Iterator[Turning]:
        """Count a turn: what is told to the value that is given, as soon as the block ends."""
        turning = Turning()
        began = time.perf_counter()
        yield turning
        if turning.reply is not None:
            self._count(channel, turning.reply, time.perf_counter() - began)

    def _count(self, channel: str, reply: Answered, seconds: float) -> None:
        self.turns.labels(channel, reply.outcome or "answered", reply.mode).inc()
        self.turn_seconds.labels(channel, reply.mode).observe(seconds)
        for kind in reply.refused_kinds:
            self.refusals.labels(kind).inc()
        if reply.withheld:
            self.withheld.labels("reply").inc()
        if (usage := reply.usage) is not None and usage.requests:
            self.model_requests.inc(usage.requests)
            self.asked_again.inc(usage.requests > 1 and bool(reply.refused_kinds))
            self.tokens.labels("read").inc(usage.prompt_tokens or 0)
            self.tokens.labels("written").inc(usage.completion_tokens or 0)
        if reply.trouble is not None:
            self.trouble.labels(reply.trouble.value).inc()
            self.fallbacks.inc()
        elif reply.mode == "online" and reply.notice:
            self.withheld.labels("sentences").inc()


@dataclass(slots=True)
class Turning:
    """A turn that is being counted."""

    reply: Answered | None = None


def _gauges(families: Iterator[GaugeMetricFamily]) -> CollectorRegistry:
    class Found:
        def collect(self) -> Iterator[GaugeMetricFamily]:
            yield from families

    registry = CollectorRegistry(auto_describe=False)
    found: Collector = Found()
    registry.register(found)
    return registry
