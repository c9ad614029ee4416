"""``/v1/conversations/{conversation}/plan``: the plan that a conversation has come to, as a file to hand over."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response

from agent.channels.http.callers import Callers, check_id, stored_name
from agent.channels.http.engine import Engine
from agent.channels.http.problems import Problem, unknown_conversation

if TYPE_CHECKING:
    from agent.advisor import Advisor
    from agent.memory import Conversation

FORMATS = ("xlsx", "md", "png")


class PlanApi:
    """The handler of a conversation's plan."""

    def __init__(self, engine: Engine, callers: Callers) -> None:
        self._engine = engine
        self._callers = callers

    async def read(self, request: Request) -> Response:
        caller = self._callers.identify(request)
        conversation = check_id(request.path_params["conversation"])
        form, language = request.query_params.get("format", "xlsx"), request.query_params.get("language")
        if form not in FORMATS:
            raise Problem(422, "invalid_field", f"format is one of {', '.join(FORMATS)}.", param="format")
        if language not in ("zh", "en", None):
            raise Problem(422, "invalid_field", "language is zh or en.", param="language")
        async with self._engine.turn() as advisor:
            stored = await asyncio.to_thread(advisor.store.load, stored_name(caller, conversation))
            if not stored.begun:
                raise unknown_conversation(conversation)
            return await asyncio.to_thread(_file, advisor, stored, form, language or stored.language or "en")


def _file(advisor: Advisor, stored: Conversation, form: str, language: str) -> Response:
    from agent.plans.files import Form, of_conversation
    from tools.errors import InvalidInput

    try:
        drawn = of_conversation(advisor.framework, stored)
        data = drawn.render(Form(form), language=language, passages=advisor.library.passages())
    except InvalidInput as error:
        raise Problem(422, error.code, error.in_language(language)) from None
    headers = {"Content-Disposition": f'attachment; filename="plan.{form}"'}
    return Response(data, media_type=Form(form).media_type, headers=headers)
