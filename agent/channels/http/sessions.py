"""Signing in with a token, for a browser: a cookie that scripts cannot read, no other site can send and no server keeps.

The cookie names the caller, says until when it counts, and is sealed with the digest of the caller's token: it ends when the
token is taken out of the settings. A request that changes something counts only if this site's own page made it.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from agent.channels.http.body import read_model
from agent.channels.http.callers import COOKIE, Callers, own_page
from agent.channels.http.problems import Problem

#: Seconds that a cookie counts.
LASTS = 7 * 24 * 3600


class SessionRequest(BaseModel):
    """The token that somebody typed into the page."""

    model_config = ConfigDict(extra="forbid", strict=True)

    token: Annotated[str, StringConstraints(max_length=4096)]


class SessionApi:
    """Handlers of signing in and out; they stand in front, where tokens are known."""

    def __init__(self, callers: Callers) -> None:
        self._callers = callers

    def routes(self) -> Sequence[BaseRoute]:
        return [
            Route("/v1/session", self.begin, methods=["POST"]),
            Route("/v1/session", self.end, methods=["DELETE"]),
        ]

    async def begin(self, request: Request) -> Response:
        asked = await read_model(request, SessionRequest)
        if not self._callers.grants:
            return Response(status_code=204)
        if not own_page(request):
            raise Problem(403, "foreign_origin", "Only this site's own page may sign in.")
        token = asked.token.strip()
        grant = self._callers.shown(token)
        if grant is None:
            raise Problem(401, "unauthorized", "That token is not known here.")
        response = Response(status_code=204)
        response.set_cookie(
            COOKIE, sealed(self._callers, grant.name, token), max_age=LASTS, httponly=True, samesite="strict",
            secure=is_secure(request), path="/",
        )  # fmt: skip
        return response

    async def end(self, request: Request) -> Response:
        response = Response(status_code=204)
        response.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict", secure=is_secure(request))
        return response


def sealed(callers: Callers, name: str, token: str, *, now: float | None = None) -> str:
    """The value of the cookie of ``name``."""
    until = int((time.time() if now is None else now) + LASTS)
    return f"{name}.{until}.{callers.seal(token, name, until)}"


def is_secure(request: Request) -> bool:
    """Whether the browser came by TLS, here or at the proxy in front."""
    return request.url.scheme == "https" or request.headers.get("x-forwarded-proto", "").strip().lower() == "https"
