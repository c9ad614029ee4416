"""Traces for the operator's own OpenTelemetry collector, only where one is set; without one nothing is imported.

A trace goes from the request through the inbox to the post. Spans tell names, counts, causes and durations; messages and
replies only where that is asked for.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from opentelemetry.sdk.trace.export import SpanExporter
    from opentelemetry.trace import Span, Tracer

    from agent.replies import Answered


@dataclass(slots=True)
class _Tracing:
    tracer: Tracer | None = None
    texts: bool = False


_TRACING = _Tracing()


def set_up_tracing(
    collector: str | None, *, texts: bool = False, name: str = "advisor", exporter: SpanExporter | None = None
) -> None:
    """Send spans to ``collector`` (OTLP over gRPC), or to ``exporter``; to nobody where both are missing."""
    if collector is None and exporter is None:
        _TRACING.tracer, _TRACING.texts = None, False
        return
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor, SimpleSpanProcessor

    provider = TracerProvider(resource=Resource({"service.name": name}))
    if exporter is None:
        from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter

        assert collector is not None
        sent = OTLPSpanExporter(endpoint=collector, insecure=collector.startswith("http://"))
        provider.add_span_processor(BatchSpanProcessor(sent))
    else:
        provider.add_span_processor(SimpleSpanProcessor(exporter))
    _TRACING.tracer, _TRACING.texts = provider.get_tracer("advisor"), texts


class Told:
    """A span, as it is told of; without a collector nobody listens."""

    __slots__ = ("_span",)

    def __init__(self, span: Span | None) -> None:
        self._span = span

    def tell(self, **attributes: str | float | bool) -> None:
        if self._span is not None:
            for key, value in attributes.items():
                self._span.set_attribute(f"advisor.{key}", value)

    def tell_turn(self, message: str, reply: Answered) -> None:
        """What a turn came to."""
        if self._span is None:
            return
        self.tell(
            conversation=reply.conversation, turn=reply.turn, outcome=reply.outcome or "", mode=reply.mode, language=reply.language,
            facts=len(reply.facts), refused=reply.refused, trouble=reply.trouble.value if reply.trouble else "",
        )  # fmt: skip
        if reply.usage is not None:
            self.tell(model_requests=reply.usage.requests)
            for name, count in (("read", reply.usage.prompt_tokens), ("written", reply.usage.completion_tokens)):
                if count is not None:
                    self.tell(**{f"tokens_{name}": count})
        if _TRACING.texts:
            self.tell(message=message, reply=reply.text)


@contextlib.contextmanager
def traced(name: str, *, parent: str = "", **attributes: str | float | bool) -> Iterator[Told]:
    """A span around the block; ``parent`` is a ``traceparent`` that came from elsewhere."""
    if _TRACING.tracer is None:
        yield Told(None)
        return
    with _TRACING.tracer.start_as_current_span(
        name, context=_context({"traceparent": parent}) if parent else None
    ) as span:
        told = Told(span)
        told.tell(**attributes)
        yield told


def traceparent() -> str:
    """What a later or a deeper part of the same trace is told of this one; empty where nothing is traced."""
    if _TRACING.tracer is None:
        return ""
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    carrier: dict[str, str] = {}
    TraceContextTextMapPropagator().inject(carrier)
    return carrier.get("traceparent", "")


@contextlib.contextmanager
def continuing(scope: Mapping[str, Any]) -> Iterator[None]:
    """Within the block, spans belong to the trace that a request says it is part of."""
    parent = dict(scope["headers"]).get(b"traceparent", b"").decode("latin-1")
    if _TRACING.tracer is None or not parent:
        yield
        return
    from opentelemetry import context

    token = context.attach(_context({"traceparent": parent}))
    try:
        yield
    finally:
        context.detach(token)


def _context(carrier: Mapping[str, str]) -> Any:
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    return TraceContextTextMapPropagator().extract(dict(carrier))
