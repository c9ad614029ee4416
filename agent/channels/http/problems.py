"""Errors of the HTTP API: a status, a code that a program can branch on, and a sentence for a person.

Their JSON has the form that OpenAI clients expect: ``{"error": {"message", "type", "param", "code"}}``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.responses import JSONResponse


class Problem(Exception):
    """A request that is not served; whoever sent it can act on it."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        *,
        param: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.status = status
        self.code = code
        self.message = message
        self.param = param
        self.headers = dict(headers or {})
        super().__init__(message)

    def body(self) -> dict[str, Any]:
        kind = "authentication_error" if self.status == 401 else "invalid_request_error"
        if self.status == 429 or self.status >= 500:
            kind = "overloaded_error" if self.status in (429, 503) else "server_error"
        return {"error": {"message": self.message, "type": kind, "param": self.param, "code": self.code}}

    def response(self) -> JSONResponse:
        return JSONResponse(self.body(), self.status, headers=self.headers)


def not_found() -> Problem:
    return Problem(404, "not_found", "There is nothing at this address.")


def unknown_conversation(conversation: str) -> Problem:
    return Problem(404, "unknown_conversation", f"There is no conversation {conversation!r}.", param="conversation")


def database_unavailable() -> Problem:
    return Problem(
        503,
        "database_unavailable",
        "The database takes nothing at the moment; please try again in a while.",
        headers={"Retry-After": "5"},
    )


def too_many(code: str, message: str, seconds: int) -> Problem:
    """A bound was reached; ``seconds`` says when there is room again."""
    return Problem(429, code, message, headers={"Retry-After": str(max(1, seconds))})


def busy(seconds: int = 5) -> Problem:
    return Problem(
        503, "busy", "The advisor is busy; please try again in a moment.", headers={"Retry-After": str(seconds)}
    )
