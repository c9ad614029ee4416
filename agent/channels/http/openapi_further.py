"""The further half of the OpenAPI document: lists, books, feedback, sources, sessions and events, from the models that send them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic import BaseModel

from agent.channels.http.conversations import EXPORTS, MOST_LISTED, MOST_TURNS, OpinionRequest, TitleRequest
from agent.channels.http.sessions import SessionRequest
from agent.channels.http.sources import FrameworkRequest
from agent.channels.http.spends import SpendRequest
from agent.replies import books
from tools.tongues import languages

SENT: tuple[type[BaseModel], ...] = (
    books.TurnBegun, books.Piece, books.Restarted, books.Finished, books.Conversations, books.Books, books.Spends, books.SpendFile, books.PassageRead,
    books.Documents, books.Ingested, books.Ingesting, books.FrameworkRead, books.FrameworkChecked, books.Me,
)  # fmt: skip
TAKEN: tuple[type[BaseModel], ...] = (SpendRequest, TitleRequest, OpinionRequest, SessionRequest, FrameworkRequest)

Data = dict[str, Any]
Operation = Callable[..., Data]

_TURN = {
    "name": "turn",
    "in": "path",
    "required": True,
    "schema": {"type": "integer", "minimum": 1, "maximum": 10**9 - 1},
}
_LANGUAGE = {"name": "language", "in": "query", "required": False, "schema": {"enum": list(languages())}}
_DONE = {"204": {"description": "It is done"}}


def paths(operation: Operation, conversation: Data) -> dict[str, Data]:
    """Addresses with their operations, which ``operation`` makes; ``conversation`` is the parameter that names one."""
    one = "/v1/conversations/{conversation}"
    return {
        "/v1/conversations": {
            "get": _with(
                operation("List the caller's conversations, the latest first", _ok("Conversations"), 401, 422, 503),
                _number("limit", MOST_LISTED), _text("after"), _LANGUAGE,
            )
        },
        f"{one}/export": {
            "parameters": [conversation],
            "get": _with(
                operation("Take a conversation along, as Markdown or as data", {"200": _file("text/markdown; charset=utf-8", "application/json")}, 401, 404, 422, 503),
                {"name": "format", "in": "query", "required": False, "schema": {"enum": list(EXPORTS)}}, _LANGUAGE,
            ),
        },
        f"{one}/books": {
            "parameters": [conversation],
            "get": _with(
                operation("Read what a conversation has come to: budgets with their splits, and what was spent", _ok("Books"), 401, 404, 422, 503),
                _LANGUAGE,
            ),
        },
        f"{one}/spends": {
            "parameters": [conversation],
            "post": operation("Tell money that was spent, and get the reply to it", {"201": _ok("Reply")["200"]}, 400, 401, 413, 422, 503, body="SpendRequest"),
            "get": _with(operation("List what was told to be spent, line by line, with what is left", _ok("Spends"), 401, 404, 422, 503), _LANGUAGE),
        },
        f"{one}/spends/file": {
            "parameters": [conversation],
            "put": {
                **_with(
                    operation(
                        "Show what a CSV of spends holds; with its key as `confirm`, keep it", {**_ok("SpendFile"), "201": _ok("Reply")["200"]},
                        400, 401, 409, 413, 422, 503,
                    ),
                    _text("confirm"), _LANGUAGE,
                ),
                "requestBody": {"required": True, "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}},
            },
        },
        f"{one}/spends/{{line}}/{{day}}": {
            "parameters": [conversation, *({"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in ("line", "day"))],
            "delete": operation("Take back what was told of a line for a day", _DONE, 401, 404, 422, 503),
        },
        f"{one}/turns/{{turn}}": {
            "parameters": [conversation, _TURN],
            "delete": operation("Take back a turn and all that follow it, so that it can be asked anew", _DONE, 401, 404, 422, 503),
        },
        f"{one}/turns/{{turn}}/feedback": {
            "parameters": [conversation, _TURN],
            "post": operation("Say whether a reply was helpful; the caller's latest opinion counts", _DONE, 400, 401, 404, 409, 413, 422, 503, body="OpinionRequest"),
        },
        f"{one}/turns/{{turn}}/chart": {
            "parameters": [conversation, _TURN],
            "get": operation("Get the chart of a reply as a picture", {"200": _file("image/png")}, 401, 404, 422, 503),
        },
        "/v1/documents": {"get": operation("List the documents that answers rest on", _ok("Documents"), 401, 503)},
        "/v1/documents/{document}": {
            "parameters": [_path("document")],
            "put": {
                **operation(
                    "Take in a file by its name, or its new content; as events where they are accepted",
                    {"200": _either("Ingested", "events `progress` (Ingesting), then `document` (Ingested) or `problem` (Error)")}, 400, 401, 409, 413, 422, 503,
                ),
                "requestBody": {"required": True, "content": {"application/octet-stream": {"schema": {"type": "string", "contentEncoding": "binary"}}}},
            },
            "delete": operation("Remove a document that was taken in here, by its id", _DONE, 401, 404, 409, 503),
        },
        "/v1/passages/{passage}": {
            "parameters": [_path("passage")],
            "get": operation("Read a passage with what stands around it", _ok("PassageRead"), 401, 404, 503),
        },
        "/v1/framework": {
            "get": _with(operation("Read the framework in force", _ok("FrameworkRead"), 401, 422, 503), _LANGUAGE),
            "post": _with(
                operation("Check a framework against the documents that it quotes, and use it where nothing is wrong", _ok("FrameworkChecked"), 400, 401, 409, 413, 422, 503, body="FrameworkRequest"),
                _LANGUAGE,
            ),
            "delete": operation("Go back to the framework that came with the advisor", _DONE, 401, 409, 503),
        },
        "/v1/session": {
            "post": {**operation("Exchange a token for the cookie of a browser", _DONE, 400, 401, 403, 413, 422, body="SessionRequest"), "security": []},
            "delete": {**operation("Forget the cookie", _DONE), "security": []},
        },
        "/v1/me": {"get": operation("Who is asking, and what they may do here", _ok("Me"), 401, 503)},
    }  # fmt: skip


#: ``/v1/ask`` as a stream.
EVENTS = (
    "Server-sent events, each with its name: `turn` (TurnBegun), `delta` (Piece), `restart` (Restarted), and last `reply` (Finished) or "
    "`problem` (Error). Sent where the request accepts text/event-stream. Hanging up stops the turn, which is not stored then."
)


def reading_in_parts() -> list[Data]:
    """What asks for some of a conversation's turns."""
    return [_number("limit", MOST_TURNS), _number("before", 10**9 - 1)]


def renaming(operation: Operation) -> Data:
    return operation("Give a conversation a title", _DONE, 400, 401, 404, 413, 422, 503, body="TitleRequest")


def events() -> Data:
    """The content of a response that is a stream."""
    return {"text/event-stream": {"schema": {"type": "string", "description": EVENTS}}}


def _ok(name: str) -> Data:
    return {
        "200": {
            "description": name,
            "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}},
        }
    }


def _either(name: str, description: str) -> Data:
    found: Data = _ok(name)["200"]
    found["content"]["text/event-stream"] = {"schema": {"type": "string", "description": description}}
    return found


def _file(*kinds: str) -> Data:
    return {"description": "The file", "content": {kind: {"schema": {"type": "string"}} for kind in kinds}}


def _with(operation: Data, *parameters: Data) -> Data:
    return {**operation, "parameters": list(parameters)}


def _number(name: str, most: int) -> Data:
    return {
        "name": name,
        "in": "query",
        "required": False,
        "schema": {"type": "integer", "minimum": 1, "maximum": most},
    }


def _text(name: str) -> Data:
    return {"name": name, "in": "query", "required": False, "schema": {"type": "string", "minLength": 1}}


def _path(name: str) -> Data:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
