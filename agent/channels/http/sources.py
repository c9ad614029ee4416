"""``/v1/documents``, ``/v1/passages`` and ``/v1/framework``: what answers rest on, read, added to and changed.

A file is the body of a ``PUT``. With ``Accept: text/event-stream`` its reading is told as it goes.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from agent.channels.http.addresses import LARGEST_FILE
from agent.channels.http.body import read_body, read_model
from agent.channels.http.callers import caller_of
from agent.channels.http.engine import Engine
from agent.channels.http.handling import Api, language_of, refused, sent
from agent.channels.http.problems import Problem
from agent.channels.http.streaming import HEADERS, event, kept_open, wants_events

if TYPE_CHECKING:
    from agent.documents import Documents, Taken
    from agent.service import Service


class FrameworkRequest(BaseModel):
    """A framework as the text of its YAML file, with the texts of the documents that it quotes, by name."""

    model_config = ConfigDict(extra="forbid", strict=True)

    framework: Annotated[str, StringConstraints(min_length=1, max_length=500_000)]
    documents: dict[str, str] = Field(default={}, max_length=50)
    use: bool = False


class SourcesApi(Api):
    """Handlers of documents, passages and the framework; without a place for them they can be read, not changed."""

    def __init__(self, engine: Engine, documents: Documents | None) -> None:
        super().__init__(engine)
        self._documents = documents

    def routes(self) -> Sequence[BaseRoute]:
        return [
            Route("/v1/documents", self.documents, methods=["GET"]),
            Route("/v1/documents/{document}", self.add, methods=["PUT"]),
            Route("/v1/documents/{document}", self.remove, methods=["DELETE"]),
            Route("/v1/passages/{passage:path}", self.passage, methods=["GET"]),
            Route("/v1/framework", self.framework, methods=["GET"]),
            Route("/v1/framework", self.check, methods=["POST"]),
            Route("/v1/framework", self.use_shipped, methods=["DELETE"]),
        ]

    # -- documents -----------------------------------------------------------------------------------------------------

    async def documents(self, request: Request) -> Response:
        from agent.replies.books import Documents

        if (documents := self._kept(request)) is not None:
            return sent(Documents, await asyncio.to_thread(documents.listed))
        return sent(Documents, await self.done(request, _as_they_are, language="en"))

    async def add(self, request: Request) -> Response:
        documents, language = self._writable(request), language_of(request)
        name = str(request.path_params["document"])
        from agent.documents import file_name

        await refused(lambda: file_name(name), language=language)
        data = await read_body(request, largest=LARGEST_FILE)
        if wants_events(request):
            told = self._reading(documents, name, data, language)
            return StreamingResponse(kept_open(told), media_type="text/event-stream", headers=HEADERS)
        taken = await refused(lambda: documents.add(name, data, language=language), language=language)
        return JSONResponse(
            await asyncio.to_thread(_ingested, documents, taken), 422 if taken.outcome == "refused" else 200
        )

    async def _reading(self, documents: Documents, name: str, data: bytes, language: str) -> AsyncIterator[str]:
        """Events of a file's reading; the last one says what became of it."""
        stages: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()
        loop = asyncio.get_running_loop()

        def progress(stage: str, done: int, total: int) -> None:
            loop.call_soon_threadsafe(stages.put_nowait, {"stage": stage, "done": done, "total": total})

        def add() -> Taken:
            try:
                return documents.add(name, data, language=language, progress=progress)
            finally:
                loop.call_soon_threadsafe(stages.put_nowait, None)

        yield event("progress", {"stage": "received", "done": len(data), "total": len(data)})
        adding = asyncio.ensure_future(refused(add, language=language))
        while (stage := await stages.get()) is not None:
            yield event("progress", stage)
        try:
            yield event("document", await asyncio.to_thread(_ingested, documents, await adding))
        except Problem as problem:
            yield event("problem", problem.body())

    async def remove(self, request: Request) -> Response:
        documents, document = self._writable(request), str(request.path_params["document"])
        if not await asyncio.to_thread(documents.remove, document):
            raise Problem(404, "unknown_document", "There is no document of that id that can be removed here.")
        return Response(status_code=204)

    async def passage(self, request: Request) -> Response:
        passage = str(request.path_params["passage"])

        def found(service: Service) -> dict[str, Any] | None:
            from agent.documents import passage_read

            return passage_read(service, passage)

        from agent.replies.books import PassageRead

        data = await self.done(request, found, language="en")
        if data is None:
            raise Problem(404, "unknown_passage", "There is no passage of that id.", param="passage")
        return sent(PassageRead, data)

    # -- the framework -------------------------------------------------------------------------------------------------

    async def framework(self, request: Request) -> Response:
        language = language_of(request)

        def found(service: Service) -> dict[str, Any]:
            from agent.documents import described

            if (documents := self._kept(request)) is not None:
                return documents.framework(language=language)
            return {**described(service.advisor.framework, language), "own": False, "writable": False}

        from agent.replies.books import FrameworkRead

        return sent(FrameworkRead, await self.done(request, found, language=language))

    async def check(self, request: Request) -> Response:
        """Hold a framework against its documents, and with ``use`` put it in force where nothing is wrong."""
        documents, language = self._writable(request), language_of(request)
        asked = await read_model(request, FrameworkRequest)
        mistakes = await refused(
            lambda: documents.check_framework(asked.framework, asked.documents, language=language, use=asked.use),
            language=language,
        )
        from agent.replies.books import FrameworkChecked

        return sent(FrameworkChecked, {"mistakes": mistakes, "used": asked.use and not mistakes})

    async def use_shipped(self, request: Request) -> Response:
        await asyncio.to_thread(self._writable(request).use_shipped)
        return Response(status_code=204)

    def _kept(self, request: Request) -> Documents | None:
        """The documents of the caller's library, where they can be changed."""
        return self._documents and self._documents.serving(caller_of(request))

    def _writable(self, request: Request) -> Documents:
        if (documents := self._kept(request)) is None:
            raise Problem(409, "read_only", "Documents and the framework cannot be changed here.")
        return documents


def _as_they_are(service: Service) -> dict[str, Any]:
    from agent.documents import read_only

    return read_only(service)


def _ingested(documents: Documents, taken: Taken) -> dict[str, Any]:
    from agent.replies.books import Ingested

    document = documents.uploaded_as(taken.name) if taken.outcome != "refused" else None
    notes = [{"place": place, "reason": reason} for place, reason in taken.notes]
    found = {"name": taken.name, "outcome": taken.outcome, "reason": taken.reason, "document": document, "notes": notes}
    return Ingested.model_validate(found).model_dump(mode="json")
