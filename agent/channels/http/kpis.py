"""``/v1/conversations/{conversation}/kpis``: what KPIs measured, kept by day, and how the plan is doing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, StringConstraints
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from agent.channels.http.body import read_model
from agent.channels.http.callers import caller_of, check_id, stored_name
from agent.channels.http.engine import Engine
from agent.channels.http.problems import Problem, unknown_conversation
from agent.errors import ConversationNotFound

if TYPE_CHECKING:
    from agent.replies import Progress
    from agent.service import Service

T = TypeVar("T")

_Short = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]


class KpiRequest(BaseModel):
    """What a KPI measured on a day, today by default: ``{"kpi": "conversion", "figure": "2.3%", "day": "2026-03-01"}``."""

    model_config = ConfigDict(extra="forbid", strict=True)

    kpi: _Short
    figure: _Short
    day: _Short | None = None
    language: Literal["zh", "en"] = "en"


class KpiApi:
    """Handlers of the KPIs of a conversation."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def record(self, request: Request) -> Response:
        name, conversation = self._named(request)
        asked = await read_model(request, KpiRequest)

        def record(service: Service) -> Progress:
            return service.record_figure(
                name, kpi=asked.kpi, figure=asked.figure, day=asked.day, language=asked.language
            )

        return JSONResponse(_told(await self._done(request, record, conversation, asked.language), conversation), 201)

    async def read(self, request: Request) -> Response:
        name, conversation = self._named(request)
        language = request.query_params.get("language", "en")
        if language not in ("zh", "en"):
            raise Problem(422, "invalid_field", "language is zh or en.", param="language")
        found = await self._done(request, lambda service: service.progress(name, language), conversation, language)
        return JSONResponse(_told(found, conversation))

    async def delete(self, request: Request) -> Response:
        name, conversation = self._named(request)
        kpi, day = request.path_params["kpi"], request.path_params["day"]
        try:
            await self._done(request, lambda service: service.take_back(name, kpi=kpi, day=day), conversation, "en")
        except Problem as problem:
            if problem.code != "nothing_recorded":
                raise
            raise Problem(404, "unknown_measurement", problem.message) from None
        return Response(status_code=204)

    async def _done(self, request: Request, work: Callable[[Service], T], conversation: str, language: str) -> T:
        """What ``work`` gives with what serves the caller; what it refuses as a problem of the request."""
        from tools.errors import InvalidInput

        async with self._engine.turn(caller_of(request)) as service:
            try:
                return await asyncio.to_thread(work, service)
            except ConversationNotFound:
                raise unknown_conversation(conversation) from None
            except InvalidInput as error:
                raise Problem(422, error.code, error.in_language(language)) from None

    def _named(self, request: Request) -> tuple[str, str]:
        """The name of the conversation in the store, and to the caller."""
        caller = caller_of(request)
        conversation = check_id(request.path_params["conversation"])
        return stored_name(caller, conversation), conversation


def _told(progress: Progress, conversation: str) -> dict[str, Any]:
    from agent.replies.making import progress_of

    return progress_of(progress, conversation=conversation).model_dump(mode="json")
