"""``/v1/conversations/{conversation}/kpis``: what KPIs measured, kept by day, and how the plan is doing."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from agent.channels.http.body import read_model
from agent.channels.http.callers import Callers, check_id, stored_name
from agent.channels.http.engine import Engine
from agent.channels.http.problems import Problem, unknown_conversation

if TYPE_CHECKING:
    from agent.advisor import Advisor
    from agent.memory import Conversation
    from tools.errors import InvalidInput

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

    def __init__(self, engine: Engine, callers: Callers) -> None:
        self._engine = engine
        self._callers = callers

    async def record(self, request: Request) -> Response:
        name, conversation = self._named(request)
        asked = await read_model(request, KpiRequest)
        async with self._engine.turn() as advisor:
            return JSONResponse(await asyncio.to_thread(_record, advisor, name, conversation, asked), 201)

    async def read(self, request: Request) -> Response:
        name, conversation = self._named(request)
        language = request.query_params.get("language", "en")
        if language not in ("zh", "en"):
            raise Problem(422, "invalid_field", "language is zh or en.", param="language")
        async with self._engine.turn() as advisor:
            return JSONResponse(await asyncio.to_thread(_read, advisor, name, conversation, language))

    async def delete(self, request: Request) -> Response:
        name, _ = self._named(request)
        kpi, day = request.path_params["kpi"], request.path_params["day"]
        async with self._engine.turn() as advisor:
            await asyncio.to_thread(_delete, advisor, name, kpi, day)
        return Response(status_code=204)

    def _named(self, request: Request) -> tuple[str, str]:
        """The name of the conversation in the store, and to the caller."""
        caller = self._callers.identify(request)
        conversation = check_id(request.path_params["conversation"])
        return stored_name(caller, conversation), conversation


def _record(advisor: Advisor, name: str, conversation: str, asked: KpiRequest) -> dict[str, Any]:
    from agent.tracking import KpiBook, Written, find_kpi
    from tools.errors import InvalidInput

    try:
        written = Written.of(find_kpi(advisor.framework, asked.kpi), asked.figure, asked.day)
        KpiBook(advisor.framework, advisor.store).record(name, written)
        return _told(advisor, advisor.store.load(name), conversation, asked.language)
    except InvalidInput as error:
        raise _refused(error, asked.language) from None


def _read(advisor: Advisor, name: str, conversation: str, language: str) -> dict[str, Any]:
    from tools.errors import InvalidInput

    stored = advisor.store.load(name)
    if not stored.begun:
        raise unknown_conversation(conversation)
    try:
        return _told(advisor, stored, conversation, language)
    except InvalidInput as error:
        raise _refused(error, language) from None


def _delete(advisor: Advisor, name: str, kpi: str, day: str) -> None:
    from agent.tracking import find_kpi, read_day
    from tools.errors import InvalidInput

    try:
        found, on = find_kpi(advisor.framework, kpi), read_day(day)
    except InvalidInput as error:
        raise _refused(error, "en") from None
    if not advisor.store.unmeasure(name, kpi=found.id, day=on):
        raise Problem(404, "unknown_measurement", f"Nothing is recorded of {found.name.en} on {on}.")


def _told(advisor: Advisor, stored: Conversation, conversation: str, language: str) -> dict[str, Any]:
    return {"conversation": conversation, **advisor.progress(stored, language).to_json()}


def _refused(error: InvalidInput, language: str) -> Problem:
    return Problem(422, error.code, error.in_language(language))
