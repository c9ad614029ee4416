"""``/v1/ask`` and the stored conversations: the typed API."""

from __future__ import annotations

import asyncio
import secrets
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from agent.channels.http.body import read_model
from agent.channels.http.callers import Callers, check_id, stored_name
from agent.channels.http.engine import Engine
from agent.channels.http.problems import unknown_conversation


class AskRequest(BaseModel):
    """A question, in a conversation that goes on or in a new one."""

    model_config = ConfigDict(extra="forbid", strict=True)

    message: Annotated[str, StringConstraints(min_length=1, max_length=200_000)]
    conversation: str | None = None
    language: Literal["zh", "en"] | None = None
    speaker: Annotated[str, StringConstraints(max_length=200)] = ""


class AskApi:
    """Handlers of the typed API."""

    def __init__(self, engine: Engine, callers: Callers) -> None:
        self._engine = engine
        self._callers = callers

    async def ask(self, request: Request) -> Response:
        caller = self._callers.identify(request)
        asked = await read_model(request, AskRequest)
        conversation = check_id(asked.conversation) if asked.conversation is not None else secrets.token_urlsafe(12)
        if not conversation[0].isalnum():
            conversation = f"c{conversation}"
        name = stored_name(caller, conversation)
        async with self._engine.turn() as service:
            reply = await service.ask(asked.message, conversation=name, language=asked.language, speaker=asked.speaker)
        return JSONResponse({**reply.to_json(), "conversation": conversation})

    async def delete(self, request: Request) -> Response:
        caller = self._callers.identify(request)
        conversation = check_id(request.path_params["conversation"])
        service = await self._engine.service()
        if not await asyncio.to_thread(service.delete, stored_name(caller, conversation)):
            raise unknown_conversation(conversation)
        return Response(status_code=204)
