"""``/v1/conversations``: a caller's conversations listed, named, read in parts, taken back to an earlier turn, exported and rated."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from agent.channels.http.body import read_model
from agent.channels.http.callers import caller_of, check_id, stored_name
from agent.channels.http.handling import Api, language_named, language_of, number, sent, turn_number
from agent.channels.http.problems import Problem, unknown_conversation

if TYPE_CHECKING:
    from agent.service import Service

EXPORTS = ("md", "json")
MOST_LISTED, MOST_TURNS = 100, 500


class TitleRequest(BaseModel):
    """A new title; an empty one gives back the one that the conversation had of itself."""

    model_config = ConfigDict(extra="forbid", strict=True)

    title: Annotated[str, StringConstraints(max_length=2000)]


class OpinionRequest(BaseModel):
    """Whether a reply was helpful, and why."""

    model_config = ConfigDict(extra="forbid", strict=True)

    helpful: bool
    reason: Annotated[str, StringConstraints(max_length=2000)] = ""


class ConversationsApi(Api):
    """Handlers of the list and of what is done with one conversation."""

    def routes(self) -> Sequence[BaseRoute]:
        one = "/v1/conversations/{conversation}"
        return [
            Route("/v1/conversations", self.list, methods=["GET"]),
            Route(one, self.read, methods=["GET"]),
            Route(one, self.rename, methods=["PATCH"]),
            Route(f"{one}/export", self.export, methods=["GET"]),
            Route(f"{one}/books", self.books, methods=["GET"]),
            Route(f"{one}/turns/{{turn}}", self.go_back, methods=["DELETE"]),
            Route(f"{one}/turns/{{turn}}/feedback", self.rate, methods=["POST"]),
            Route(f"{one}/turns/{{turn}}/chart", self.picture, methods=["GET"]),
        ]

    async def list(self, request: Request) -> Response:
        prefix = stored_name(caller_of(request), "")
        limit = number(request, "limit", default=30, least=1, most=MOST_LISTED) or 30
        after = request.query_params.get("after")
        language = language_of(request)

        def found(service: Service) -> object:
            from agent.keeping import listed

            page = listed(service, prefix, limit=limit, after=after)
            lines = [
                {
                    "conversation": line.name,
                    "title": line.title,
                    "renamed": line.renamed,
                    "turns": line.turns,
                    "updated": line.updated,
                }
                for line in page.items
            ]
            return {"conversations": lines, "following": page.following}

        from agent.replies.books import Conversations

        return sent(Conversations, await self.done(request, found, language=language))

    async def read(self, request: Request) -> Response:
        """The turns, all of them or the last ``limit`` before turn ``before``."""
        name, conversation = self.named(request)
        limit = number(request, "limit", default=None, least=1, most=MOST_TURNS)
        before = number(request, "before", default=None, least=1, most=10**9 - 1)

        def found(service: Service) -> object:
            from agent.replies.making import conversation_of

            turns = service.turns(name, before=before, limit=limit)
            if not turns and not service.begun(name):
                raise unknown_conversation(conversation)
            return conversation_of(conversation, turns).model_dump(mode="json")

        return JSONResponse(await self.done(request, found, language="en", conversation=conversation))

    async def rename(self, request: Request) -> Response:
        name, conversation = self.named(request)
        asked = await read_model(request, TitleRequest)

        def renamed(service: Service) -> None:
            from agent.keeping import rename

            rename(service, name, asked.title)

        await self.done(request, renamed, language=language_of(request), conversation=conversation)
        return Response(status_code=204)

    async def export(self, request: Request) -> Response:
        name, conversation = self.named(request)
        form = request.query_params.get("format", "md")
        if form not in EXPORTS:
            raise Problem(422, "invalid_field", f"format is one of {', '.join(EXPORTS)}.", param="format")
        language = language_of(request)

        def exported(service: Service) -> str:
            from agent.keeping import as_json, as_markdown

            if form == "json":
                return json.dumps(as_json(service, name, called=conversation), ensure_ascii=False, indent=1)
            return as_markdown(service, name, called=conversation, language=language)

        text = await self.done(request, exported, language=language, conversation=conversation)
        kind = "application/json" if form == "json" else "text/markdown; charset=utf-8"
        headers = {"Content-Disposition": f'attachment; filename="{conversation}.{form}"'}
        return Response(text, media_type=kind, headers=headers)

    async def books(self, request: Request) -> Response:
        name, conversation = self.named(request)
        language = language_named(request)

        def found(service: Service) -> dict[str, object]:
            from agent.panels import books

            return books(service, name, language=language)

        from agent.replies.books import Books

        data = await self.done(request, found, language=language or "en", conversation=conversation)
        return sent(Books, {**data, "conversation": conversation})

    async def go_back(self, request: Request) -> Response:
        name, conversation = self.named(request)
        turn = turn_number(request)

        def gone(service: Service) -> None:
            from agent.keeping import go_back

            go_back(service, name, turn=turn)

        await self.done(request, gone, language="en", conversation=conversation)
        return Response(status_code=204)

    async def rate(self, request: Request) -> Response:
        caller = caller_of(request)
        conversation, turn = check_id(request.path_params["conversation"]), turn_number(request)
        asked = await read_model(request, OpinionRequest)
        name = stored_name(caller, conversation)
        if (await self._engine.service(caller)).feedback is None:
            raise Problem(409, "no_feedback", "This service keeps no opinions on replies.")

        def rated(service: Service) -> None:
            from agent.keeping import rate

            rate(service, name, turn, workspace="http", person=caller, helpful=asked.helpful, reason=asked.reason)

        await self.done(request, rated, language="en", conversation=conversation)
        return Response(status_code=204)

    async def picture(self, request: Request) -> Response:
        """The chart of a reply as PNG."""
        name, conversation = self.named(request)
        turn = turn_number(request)

        def drawn(service: Service) -> bytes:
            reply = service.turn(name, turn)
            if reply is None:
                raise unknown_conversation(conversation)
            return service.picture(reply)

        async with self._engine.turn(caller_of(request)) as service:
            data = await asyncio.to_thread(drawn, service)
        if not data:
            raise Problem(404, "no_chart", "That reply has no chart.", param="turn")
        headers = {"Content-Disposition": f'attachment; filename="chart-{turn}.png"'}
        return Response(data, media_type="image/png", headers=headers)
