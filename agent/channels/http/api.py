"""The API behind the front: what answers at each address, over an engine. Who asks was found out in front."""

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
from starlette.routing import Route

from agent.channels.http.ask import AskApi
from agent.channels.http.chat import ChatApi
from agent.channels.http.conversations import ConversationsApi
from agent.channels.http.engine import Engine
from agent.channels.http.kpis import KpiApi
from agent.channels.http.metrics import Metrics
from agent.channels.http.page import MeApi
from agent.channels.http.plans import PlanApi
from agent.channels.http.problems import Problem, database_unavailable, not_found
from agent.channels.http.sources import SourcesApi
from agent.channels.http.spending import Spending
from agent.channels.http.spends import SpendApi
from agent.channels.http.streaming import StreamApi
from agent.channels.http.telemetry import Continued
from agent.database import DatabaseUnavailable

if TYPE_CHECKING:
    from agent.documents import Documents

#: Something that works while the application runs, such as a channel that answers in the background.
Running = Callable[[], AbstractAsyncContextManager[None]]


def create_api(
    engine: Engine,
    *,
    metrics: Metrics,
    spending: Spending | None = None,
    services: Sequence[Running] = (),
    secured: bool = False,
    documents: Documents | None = None,
    model: str | None = None,
) -> Starlette:
    """The application behind the front; ``services`` work as long as it runs.

    ``documents`` is where documents and the framework can be changed, ``model`` the name of the model that writes.
    """
    ask, chat = AskApi(engine, metrics, spending), ChatApi(engine, metrics, spending)
    further = (
        StreamApi(engine, ask, metrics, spending),
        ConversationsApi(engine),
        KpiApi(engine),
        SpendApi(engine),
        PlanApi(engine),
        SourcesApi(engine, documents),
        MeApi(engine, documents, version=_version(), model=model, secured=secured),
    )
    described = cache(partial(_described, secured=secured))

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        engine.start()
        async with contextlib.AsyncExitStack() as stack:
            for service in services:
                await stack.enter_async_context(service())
            try:
                yield
            finally:
                await engine.stop()

    return Starlette(
        routes=[
            Route("/v1/chat/completions", chat.complete, methods=["POST"]),
            Route("/v1/models", chat.models, methods=["GET"]),
            Route("/v1/models/{model}", chat.model, methods=["GET"]),
            *(route for api in further for route in api.routes()),
            Route("/v1/conversations/{conversation}", ask.delete, methods=["DELETE"]),
            Route("/openapi.json", partial(_openapi, described), methods=["GET"]),
            Route("/readyz", partial(_ready, engine), methods=["GET"]),
        ],
        middleware=[Middleware(Continued)],
        exception_handlers=dict(HANDLERS),
        lifespan=lifespan,
    )


def _described(*, secured: bool) -> Mapping[str, object]:
    from agent.channels.http.openapi import document  # with the models of replies

    return document(version=_version(), secured=secured)


async def _openapi(described: Callable[[], Mapping[str, object]], _: Request) -> Response:
    return JSONResponse(await asyncio.to_thread(described))


async def _ready(engine: Engine, _: Request) -> Response:
    if engine.ready:
        try:
            await asyncio.to_thread((await engine.service()).check)
        except DatabaseUnavailable:
            return database_unavailable().response()
        return JSONResponse({"status": "ready"})
    if engine.failure == "database_unavailable":
        return database_unavailable().response()
    code, said = ("not_ready", "The advisor cannot be opened") if engine.failure else ("starting", "It is starting")
    return Problem(503, code, f"{said}; please try again in a while.", headers={"Retry-After": "1"}).response()


async def problem(_: Request, error: Exception) -> Response:
    """The answer to what a route raised."""
    if isinstance(error, Problem):
        return error.response()
    if isinstance(error, DatabaseUnavailable):
        return database_unavailable().response()
    assert isinstance(error, HTTPException)
    if error.status_code == 404:
        return not_found().response()
    found = Problem(error.status_code, "refused", error.detail, headers=error.headers)
    if error.status_code == 405:
        found = Problem(405, "method_not_allowed", "This address does not take that method.", headers=error.headers)
    return found.response()


HANDLERS = dict.fromkeys((Problem, HTTPException, DatabaseUnavailable), problem)


def _version() -> str:
    try:
        return version("ai-marketing-budget-advisor")
    except PackageNotFoundError:
        return "0"
