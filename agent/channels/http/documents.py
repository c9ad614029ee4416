"""``/v1/documents``: what the advisor's answers rest on, for whoever holds a token that is good for documents."""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from agent.channels.http.engine import Engine
from agent.channels.http.problems import Problem


class DocumentApi:
    """Handlers of the documents."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def list(self, _: Request) -> Response:
        service = await self._engine.service()
        return JSONResponse({"documents": await asyncio.to_thread(service.documents)})

    async def read(self, request: Request) -> Response:
        service = await self._engine.service()
        name = request.path_params["passage"]
        found = await asyncio.to_thread(service.passage, name)
        if found is None:
            raise Problem(404, "unknown_passage", f"There is no passage {name[:200]!r}.", param="passage")
        return JSONResponse(found)
