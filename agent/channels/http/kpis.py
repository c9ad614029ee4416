"""``/v1/conversations/{conversation}/kpis``: what KPIs measured, kept by day, and how the plan is doing."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, ConfigDict, StringConstraints
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from agent.channels.http.body import read_model
from agent.channels.http.handling import Api, language_named
from agent.channels.http.problems import Problem
from agent.replies.model import Language

if TYPE_CHECKING:
    from agent.replies import Progress
    from agent.service import Service

_Short = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]


class KpiRequest(BaseModel):
    """What a KPI measured on a day, today by default: ``{"kpi": "conversion", "figure": "2.3%", "day": "2026-03-01"}``."""

    model_config = ConfigDict(extra="forbid", strict=True)

    kpi: _Short
    figure: _Short
    day: _Short | None = None
    language: Language = "en"


class KpiApi(Api):
    """Handlers of the KPIs of a conversation."""

    def routes(self) -> Sequence[BaseRoute]:
        book = "/v1/conversations/{conversation}/kpis"
        return [
            Route(book, self.record, methods=["POST"]),
            Route(book, self.read, methods=["GET"]),
            Route(f"{book}/{{kpi}}/{{day}}", self.delete, methods=["DELETE"]),
        ]

    async def record(self, request: Request) -> Response:
        name, conversation = self.named(request)
        asked = await read_model(request, KpiRequest)

        async def record(service: Service) -> Progress:
            figure = {"kpi": asked.kpi, "figure": asked.figure, "language": asked.language}
            return await asyncio.to_thread(partial(service.record_figure, name, day=asked.day, **figure))

        found = await self.turned(request, record, language=asked.language, conversation=conversation)
        return JSONResponse(_told(found, conversation), 201)

    async def read(self, request: Request) -> Response:
        name, conversation = self.named(request)
        language = language_named(request) or "en"

        async def read(service: Service) -> Progress:
            return await asyncio.to_thread(service.progress, name, language)

        found = await self.turned(request, read, language=language, conversation=conversation)
        return JSONResponse(_told(found, conversation))

    async def delete(self, request: Request) -> Response:
        name, conversation = self.named(request)
        kpi, day = request.path_params["kpi"], request.path_params["day"]

        async def gone(service: Service) -> None:
            await asyncio.to_thread(partial(service.take_back, name, kpi=kpi, day=day))

        try:
            await self.turned(request, gone, language="en", conversation=conversation)
        except Problem as problem:
            if problem.code != "nothing_recorded":
                raise
            raise Problem(404, "unknown_measurement", problem.message) from None
        return Response(status_code=204)


def _told(progress: Progress, conversation: str) -> dict[str, Any]:
    from agent.replies.making import progress_of

    return progress_of(progress, conversation=conversation).model_dump(mode="json")
