"""The page at ``/``: a few files of ours, sent as they are, under a policy that lets nothing else run.

The page asks the API and nobody else. Its files need no token: they say nothing of anybody.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from agent.channels.http.callers import caller_of, may
from agent.channels.http.engine import Engine
from agent.channels.http.handling import Api, sent
from agent.channels.http.problems import not_found

if TYPE_CHECKING:
    from agent.documents import Documents
    from agent.service import Service

KINDS = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "svg": "image/svg+xml",
}
#: No script but the page's own files, no address but this one, and no way to turn text into markup.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
SHUT = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-cache",
}


class MeApi(Api):
    """The handler of what the page asks first: who is here."""

    def __init__(
        self, engine: Engine, documents: Documents | None, *, version: str, model: str | None, secured: bool
    ) -> None:
        super().__init__(engine)
        self._documents = documents
        self._version = version
        self._model = model
        self._secured = secured

    def routes(self) -> Sequence[BaseRoute]:
        return [Route("/v1/me", self.me, methods=["GET"])]

    async def me(self, request: Request) -> Response:
        caller = caller_of(request)

        def found(service: Service) -> dict[str, Any]:
            name = (self._documents.serving(caller).in_force() if self._documents else service.advisor.framework).name
            return {
                "caller": caller,
                "tokens": self._secured,
                "version": self._version,
                "model": (self._model or "model") if service.online else None,
                "framework": {"zh": name.zh, "en": name.en},
                "documents": self._documents is not None and may(request, "documents"),
                "frameworks": self._documents is not None and may(request, "operate"),
                "feedback": service.feedback is not None,
            }

        from agent.replies.books import Me

        return sent(Me, await self.done(request, found, language="en"))


def page_routes() -> Sequence[BaseRoute]:
    """The page and its files; they stand in front and need nobody behind."""
    return [
        Route("/", _page, methods=["GET"]),
        # A passage has an address of its own, which citations lead to; the page shows it.
        Route("/passages/{passage:path}", _page, methods=["GET"]),
        Route("/page/{name}", _named, methods=["GET"]),
        Route("/favicon.ico", _icon, methods=["GET"]),
    ]


async def _page(request: Request) -> Response:
    return _file(request, "index.html")


async def _named(request: Request) -> Response:
    return _file(request, str(request.path_params["name"]))


async def _icon(request: Request) -> Response:
    return _file(request, "icon.svg")


@cache
def files() -> dict[str, tuple[bytes, str]]:
    """The files of the page by name, each with its tag."""
    found = {}
    for entry in resources.files("agent.page").iterdir():
        if entry.name.rpartition(".")[2] in KINDS:
            data = entry.read_bytes()
            found[entry.name] = (data, f'"{hashlib.sha256(data).hexdigest()[:20]}"')
    return found


def _file(request: Request, name: str) -> Response:
    if name not in files():
        raise not_found()
    data, tag = files()[name]
    headers = {**SHUT, "ETag": tag}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(data, media_type=KINDS[name.rpartition(".")[2]], headers=headers)
