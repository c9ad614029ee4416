"""``/v1/conversations/{conversation}/spends``: the spend book: an entry told, all of them listed, one taken back, a CSV shown and (once confirmed) kept."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, StringConstraints
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from agent.channels.http.body import read_body, read_model
from agent.channels.http.handling import Api, language_named
from agent.channels.http.problems import Problem
from agent.errors import ConversationNotFound
from agent.replies.model import Language
from agent.service import Service

_Short = Annotated[str, StringConstraints(min_length=1, max_length=80, strip_whitespace=True)]


class SpendRequest(BaseModel):
    """A spend: ``{"line": "tactical", "amount": "$42k", "day": "2026-03-01", "by": "Anna"}``; a line is a layer, a project or words of one's own."""

    model_config = ConfigDict(extra="forbid", strict=True)

    line: _Short
    amount: _Short
    day: Annotated[str, StringConstraints(max_length=40, strip_whitespace=True)] = ""
    by: Annotated[str, StringConstraints(max_length=40, strip_whitespace=True)] = ""
    language: Language = "en"


class SpendApi(Api):
    """Handlers of the spend book of a conversation."""

    def routes(self) -> Sequence[BaseRoute]:
        book = "/v1/conversations/{conversation}/spends"
        return [
            Route(book, self.record, methods=["POST"]),
            Route(book, self.read, methods=["GET"]),
            Route(f"{book}/file", self.file, methods=["PUT"]),
            Route(f"{book}/{{line}}/{{day}}", self.delete, methods=["DELETE"]),
        ]

    async def record(self, request: Request) -> Response:
        name, conversation = self.named(request)
        asked = await read_model(request, SpendRequest)

        async def told(service: Service) -> JSONResponse:
            message = service.spend_book.message(asked.line, asked.amount, asked.day, asked.by)
            reply = await service.spend_book.tell(message, conversation=name, language=asked.language)
            return JSONResponse({**reply.to_json(), "conversation": conversation}, 201)

        return await self.turned(request, told, language=asked.language, conversation=conversation)

    async def read(self, request: Request) -> Response:
        from agent.panels import books
        from agent.replies.books import Spends

        name, conversation = self.named(request)
        language = language_named(request) or "en"

        async def listed(service: Service) -> JSONResponse:
            data = await asyncio.to_thread(books, service, name, language=language)
            kept = {key: data[key] for key in ("language", "spends")}
            return JSONResponse(Spends.model_validate({**kept, "conversation": conversation}).model_dump(mode="json"))

        return await self.turned(request, listed, language=language, conversation=conversation)

    async def delete(self, request: Request) -> Response:
        name, conversation = self.named(request)
        line, day = str(request.path_params["line"]), str(request.path_params["day"])

        async def gone(service: Service) -> Response:
            if not await asyncio.to_thread(service.begun, name):
                raise ConversationNotFound(name)
            if not await service.spend_book.take_back(line, day, conversation=name):
                raise Problem(404, "unknown_spend", f"Nothing is told of {line} for {day}.")
            return Response(status_code=204)

        return await self.turned(request, gone, language="en", conversation=conversation)

    async def file(self, request: Request) -> Response:
        """A CSV as the body of a PUT: without ``confirm`` it is only shown; with the ``key`` of what was shown it is kept."""
        from agent.replies.books import SpendFile

        name, conversation = self.named(request)
        language, confirmed = language_named(request) or "en", request.query_params.get("confirm", "")
        data = await read_body(request)

        async def taken(service: Service) -> JSONResponse:
            sheet = await asyncio.to_thread(service.spend_book.read_file, data)
            if confirmed and confirmed != sheet.key:
                raise Problem(
                    409,
                    "another_file",
                    "That key is of another file; send the file without confirm to see what it holds.",
                )
            if confirmed:
                reply = await service.spend_book.keep_file(sheet, conversation=name, language=language)
                return JSONResponse({**reply.to_json(), "conversation": conversation}, 201)
            rows: list[dict[str, Any]] = [
                {"row": r.number, "line": r.name, "subject": r.subject, "amount": str(r.amount), "currency": r.currency, "day": r.day, "by": r.who, "typed": r.typed}
                for r in sheet.rows
            ]  # fmt: skip
            left = [{"row": u.number, "reason": u.told(language)} for u in sheet.unread]
            read = {
                "conversation": conversation, "key": sheet.key, "rows": rows, "left_out": left, "columns": sheet.columns, "scale": sheet.scale,
                "totals": {code: str(value) for code, value in sheet.totals().items()}, "text": service.spend_book.shown(sheet, language),
            }  # fmt: skip
            return JSONResponse(SpendFile.model_validate(read).model_dump(mode="json"))

        return await self.turned(request, taken, language=language, conversation=conversation)
