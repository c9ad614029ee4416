"""``/v1/conversations/{conversation}/plan``: the plan that a conversation has come to, as a file to hand over."""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import Response

from agent.channels.http.callers import caller_of, check_id, stored_name
from agent.channels.http.engine import Engine
from agent.channels.http.problems import Problem, unknown_conversation
from agent.errors import ConversationNotFound

FORMATS = ("xlsx", "docx", "md", "png")


class PlanApi:
    """The handler of a conversation's plan."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def read(self, request: Request) -> Response:
        caller = caller_of(request)
        conversation = check_id(request.path_params["conversation"])
        form, language = request.query_params.get("format", "xlsx"), request.query_params.get("language")
        if form not in FORMATS:
            raise Problem(422, "invalid_field", f"format is one of {', '.join(FORMATS)}.", param="format")
        if language not in ("zh", "en", None):
            raise Problem(422, "invalid_field", "language is zh or en.", param="language")
        name = stored_name(caller, conversation)
        async with self._engine.turn(caller) as service:
            from tools.errors import InvalidInput

            try:
                language = language or await asyncio.to_thread(service.language, name) or "en"
                plan = await asyncio.to_thread(service.plan_file, name, f"plan.{form}", language=language)
            except ConversationNotFound:
                raise unknown_conversation(conversation) from None
            except InvalidInput as error:
                raise Problem(422, error.code, error.in_language(language or "en")) from None
        headers = {"Content-Disposition": f'attachment; filename="plan.{form}"'}
        return Response(plan.data, media_type=plan.media_type, headers=headers)
