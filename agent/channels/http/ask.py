"""``/v1/ask`` and the stored conversations: the typed API."""

from __future__ import annotations

import asyncio
import secrets
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, StringConstraints
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from agent.channels.http.body import read_model
from agent.channels.http.callers import caller_of, check_id, stored_name
from agent.channels.http.engine import Engine
from agent.channels.http.metrics import Metrics
from agent.channels.http.problems import unknown_conversation
from agent.channels.http.spending import Spending, allowing
from agent.channels.http.tracing import traced
from agent.replies.model import Language


class AskRequest(BaseModel):
    """A question, in a conversation that goes on or in a new one."""

    model_config = ConfigDict(extra="forbid", strict=True)

    message: Annotated[str, StringConstraints(min_length=1, max_length=200_000)]
    conversation: str | None = None
    language: Language | None = None
    speaker: Annotated[str, StringConstraints(max_length=200)] = ""


class AskApi:
    """Handlers of the typed API."""

    def __init__(self, engine: Engine, metrics: Metrics, spending: Spending | None = None) -> None:
        self._engine = engine
        self._metrics = metrics
        self._spending = spending

    async def ask(self, request: Request) -> Response:
        caller = caller_of(request)
        asked = await read_model(request, AskRequest)
        conversation = check_id(asked.conversation) if asked.conversation is not None else secrets.token_urlsafe(12)
        if not conversation[0].isalnum():
            conversation = f"c{conversation}"
        name = stored_name(caller, conversation)
        told: dict[str, Any] = {"language": asked.language, "speaker": asked.speaker}
        with allowing(self._spending, caller), traced("turn", channel="ask") as span, self._metrics.turn("ask") as turn:
            async with self._engine.turn(caller) as service:
                turn.reply = reply = await service.ask(asked.message, conversation=name, **told)
            span.tell_turn(asked.message, reply)
        return JSONResponse({**reply.to_json(), "conversation": conversation})

    async def delete(self, request: Request) -> Response:
        caller = caller_of(request)
        conversation = check_id(request.path_params["conversation"])
        service = await self._engine.service(caller)
        if not await asyncio.to_thread(service.delete, stored_name(caller, conversation)):
            raise unknown_conversation(conversation)
        return Response(status_code=204)
