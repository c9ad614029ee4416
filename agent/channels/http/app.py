"""The web application: routes, what every request goes through, and the life of what works behind them."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from agent.channels.http.addresses import ADDRESSES
from agent.channels.http.api import HANDLERS, Running, create_api
from agent.channels.http.callers import Callers
from agent.channels.http.door import HEALTH, METRICS, Door, Public, Readers, Rules
from agent.channels.http.engine import Engine
from agent.channels.http.front import Behind, Front, InProcess, ManyHeaders
from agent.channels.http.metrics import Metrics
from agent.channels.http.page import page_routes
from agent.channels.http.problems import Problem, database_unavailable
from agent.channels.http.sessions import SessionApi
from agent.channels.http.spending import Spending
from agent.channels.http.telemetry import Observed
from agent.database import DatabaseUnavailable
from agent.settings import Grant

if TYPE_CHECKING:
    from agent.documents import Documents
    from agent.service import Opened

#: Seconds that what was found of the database is believed.
BELIEVED = 1.0


def create_app(
    open_advisor: Callable[[], Opened] | Engine,
    *,
    tokens: Mapping[str, str] | Iterable[Grant] = (),
    routes: Sequence[BaseRoute] = (),
    services: Sequence[Running] = (),
    metrics: Metrics | None = None,
    public: Public = None,
    metrics_for: Readers = "local",
    spending: Spending | None = None,
    documents: Documents | None = None,
    model: str | None = None,
) -> Starlette:
    """The whole service in one process, over an advisor that is opened behind it.

    ``routes`` and ``services`` are those of other channels on the same server; these routes ask for a signature of their own.
    ``public`` and ``metrics_for`` say what the door opens beyond this machine, ``spending`` how much a caller may take.
    ``documents`` is where documents and the framework can be changed, ``model`` the name of the model that writes.
    """
    engine = open_advisor if isinstance(open_advisor, Engine) else Engine(open_advisor)
    counted = metrics or Metrics()
    if isinstance(tokens, Mapping):
        tokens = [Grant(name, token) for name, token in tokens.items()]
    grants = tuple(tokens)
    api = create_api(
        engine,
        metrics=counted,
        spending=spending,
        services=services,
        secured=bool(grants),
        documents=documents,
        model=model,
    )
    return create_front(
        InProcess(api),
        lambda: api.router.lifespan_context(api),
        grants=grants,
        routes=routes,
        metrics=counted,
        public=public,
        metrics_for=metrics_for,
        spending=spending,
    )


def create_front(
    behind: Behind,
    running: Callable[[], AbstractAsyncContextManager[object]],
    *,
    grants: Sequence[Grant] = (),
    routes: Sequence[BaseRoute] = (),
    metrics: Metrics,
    public: Public = None,
    metrics_for: Readers = "local",
    spending: Spending | None = None,
) -> Starlette:
    """The front of an API that is ``behind`` it, and that works as long as the block of ``running`` does."""
    callers = Callers.of(grants)
    front, readiness = Front(behind, callers, spending, metrics), Readiness(behind, spending)
    signed = frozenset(route.path for route in routes if isinstance(route, Route))
    rules = Rules(
        tokens=bool(grants), signed=signed, public=public, metrics=metrics_for, may_operate=callers.may_operate
    )

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with running():
            yield

    async def health(_: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def ready(_: Request) -> Response:
        problem = await readiness.problem()
        if problem is None:
            return JSONResponse({"status": "ready"})
        return JSONResponse({"status": problem.code, **problem.body()}, 503, headers=problem.headers)

    async def counters(_: Request) -> Response:
        problem = await readiness.problem()
        return await asyncio.to_thread(metrics.response, ready=problem is None)

    return Starlette(
        routes=[
            *page_routes(),
            *SessionApi(callers).routes(),
            *map(front.route, ADDRESSES),
            Route(HEALTH, health, methods=["GET"]),
            Route("/readyz", ready, methods=["GET"]),
            Route(METRICS, counters, methods=["GET"]),
            *routes,
        ],
        middleware=[Middleware(Observed, metrics=metrics), Middleware(ManyHeaders), Middleware(Door, rules=rules)],
        exception_handlers=dict(HANDLERS),
        lifespan=lifespan,
    )


class Readiness:
    """Whether questions are answered: what is behind says so, and the database takes a row."""

    def __init__(self, behind: Behind, spending: Spending | None) -> None:
        self._behind = behind
        self._spending = spending
        self._looking = asyncio.Lock()
        self._seen: tuple[float, Problem | None] = (0.0, None)

    async def problem(self) -> Problem | None:
        """Why not; ``None`` where they are. What was seen a moment ago counts."""
        async with self._looking:
            at, found = self._seen
            if time.monotonic() - at > BELIEVED or at == 0.0:
                found = await self._look()
                self._seen = time.monotonic(), found
            return found

    async def _look(self) -> Problem | None:
        if self._spending is not None:
            try:
                await asyncio.to_thread(self._spending.meter.probe)
            except DatabaseUnavailable:
                return database_unavailable()
        return await self._behind.readiness()
