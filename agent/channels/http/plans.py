"""``/v1/conversations/{conversation}/plan``: the plan that a conversation has come to, as a file to hand over."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from agent.channels.http.callers import caller_of
from agent.channels.http.handling import Api, as_problems, language_named
from agent.channels.http.problems import Problem

FORMATS = ("xlsx", "docx", "md", "png")


class PlanApi(Api):
    """The handler of a conversation's plan."""

    def routes(self) -> Sequence[BaseRoute]:
        return [Route("/v1/conversations/{conversation}/plan", self.read, methods=["GET"])]

    async def read(self, request: Request) -> Response:
        name, conversation = self.named(request)
        form, asked = request.query_params.get("format", "xlsx"), language_named(request)
        if form not in FORMATS:
            raise Problem(422, "invalid_field", f"format is one of {', '.join(FORMATS)}.", param="format")
        async with self._engine.turn(caller_of(request)) as service:
            with as_problems(asked or "en", conversation):
                language = asked or await asyncio.to_thread(service.language, name) or "en"
            with as_problems(language, conversation):
                plan = await asyncio.to_thread(service.plan_file, name, f"plan.{form}", language=language)
        headers = {"Content-Disposition": f'attachment; filename="plan.{form}"'}
        return Response(plan.data, media_type=plan.media_type, headers=headers)
