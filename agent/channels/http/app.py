"""The web application: routes, what every request goes through, and the life of what works behind them."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from functools import cache, partial
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from agent.channels.http.ask import AskApi
from agent.channels.http.callers import Callers
from agent.channels.http.chat import ChatApi
from agent.channels.http.conversations import ConversationsApi
from agent.channels.http.door import HEALTH, METRICS, Door, Public, Readers, Rules
from agent.channels.http.engine import Engine
from agent.channels.http.kpis import KpiApi
from agent.channels.http.page import PageApi
from agent.channels.http.plans import PlanApi
from agent.channels.http.problems import Problem, not_found
from agent.channels.http.sessions import SessionApi
from agent.channels.http.sources import SourcesApi
from agent.channels.http.streaming import StreamApi
from agent.channels.http.telemetry import Metrics, Observed

if TYPE_CHECKING:
    from agent.documents import Documents
    from agent.service import Opened

#: Something that works while the application runs, such as a channel that answers in the background.
Service = Callable[[], AbstractAsyncContextManager[None]]


def create_app(
    open_advisor: Callable[[], Opened] | Engine,
    *,
    tokens: Mapping[str, str] | None = None,
    routes: Sequence[BaseRoute] = (),
    services: Sequence[Service] = (),
    metrics: Metrics | None = None,
    public: Public = None,
    metrics_for: Readers = "local",
    documents: Documents | None = None,
    model: str | None = None,
) -> Starlette:
    """The application over an advisor that is opened behind it.

    ``routes`` and ``services`` are those of other channels on the same server; these routes ask for a signature of their own.
    ``public`` and ``metrics_for`` say what the door opens beyond this machine. ``documents`` is where documents and the framework
    can be changed, ``model`` the name of the model that writes.
    """
    engine = open_advisor if isinstance(open_advisor, Engine) else Engine(open_advisor)
    callers = Callers.of(tokens or {})
    counted = metrics or Metrics()
    ask, chat = AskApi(engine, callers), ChatApi(engine, callers)
    kpis, plans = KpiApi(engine, callers), PlanApi(engine, callers)
    further = (
        StreamApi(engine, callers, ask),
        ConversationsApi(engine, callers),
        SourcesApi(engine, callers, documents),
        SessionApi(engine, callers),
        PageApi(engine, callers, documents, version=_version(), model=model),
    )
    signed = frozenset(route.path for route in routes if isinstance(route, Route))
    rules = Rules(tokens=bool(tokens), signed=signed, public=public, metrics=metrics_for)
    described = cache(partial(_described, secured=bool(tokens)))

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        engine.start()
        async with contextlib.AsyncExitStack() as stack:
            for service in services:
                await stack.enter_async_context(service())
            yield

    return Starlette(
        routes=[
            Route("/v1/chat/completions", chat.complete, methods=["POST"]),
            Route("/v1/models", chat.models, methods=["GET"]),
            Route("/v1/models/{model}", chat.model, methods=["GET"]),
            *(route for api in further for route in api.routes()),
            Route("/v1/conversations/{conversation}", ask.delete, methods=["DELETE"]),
            Route("/v1/conversations/{conversation}/kpis", kpis.record, methods=["POST"]),
            Route("/v1/conversations/{conversation}/kpis", kpis.read, methods=["GET"]),
            Route("/v1/conversations/{conversation}/kpis/{kpi}/{day}", kpis.delete, methods=["DELETE"]),
            Route("/v1/conversations/{conversation}/plan", plans.read, methods=["GET"]),
            Route("/openapi.json", partial(_openapi, described), methods=["GET"]),
            Route(HEALTH, partial(_static, {"status": "ok"}), methods=["GET"]),
            Route("/readyz", partial(_ready, engine, counted), methods=["GET"]),
            Route(METRICS, partial(_metrics, engine, counted), methods=["GET"]),
            *routes,
        ],
        middleware=[Middleware(Observed, metrics=counted), Middleware(Door, rules=rules)],
        exception_handlers={Problem: _problem, HTTPException: _problem},
        lifespan=lifespan,
    )


async def _static(data: Mapping[str, object], _: Request) -> Response:
    return JSONResponse(data)


def _described(*, secured: bool) -> Mapping[str, object]:
    from agent.channels.http.openapi import document  # with the models of replies, which no event of Slack waits for

    return document(version=_version(), secured=secured)


async def _openapi(described: Callable[[], Mapping[str, object]], _: Request) -> Response:
    return JSONResponse(await asyncio.to_thread(described))


async def _ready(engine: Engine, metrics: Metrics, _: Request) -> Response:
    metrics.ready.set(engine.ready)
    if engine.ready:
        return JSONResponse({"status": "ready"})
    return JSONResponse({"status": "failed" if engine.failure else "starting"}, 503, headers={"Retry-After": "1"})


async def _metrics(engine: Engine, metrics: Metrics, _: Request) -> Response:
    metrics.ready.set(engine.ready)
    return metrics.response()


async def _problem(_: Request, error: Exception) -> Response:
    if isinstance(error, Problem):
        return error.response()
    assert isinstance(error, HTTPException)
    if error.status_code == 404:
        return not_found().response()
    problem = Problem(error.status_code, "refused", error.detail, headers=error.headers)
    if error.status_code == 405:
        problem = Problem(405, "method_not_allowed", "This address does not take that method.", headers=error.headers)
    return problem.response()


def _version() -> str:
    try:
        return version("ai-marketing-budget-advisor")
    except PackageNotFoundError:
        return "0"
