"""The OpenAPI document of the HTTP API, made from the models that read its requests and describe its replies."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from agent.channels.http import openapi_further as further
from agent.channels.http.ask import AskRequest
from agent.channels.http.chat import ChatRequest
from agent.channels.http.kpis import KpiRequest
from agent.channels.http.plans import FORMATS
from agent.replies.model import Conversation, Progress, Reply
from agent.replies.schema import components
from tools.tongues import languages


def document(*, version: str, secured: bool) -> dict[str, Any]:
    """The document; ``secured`` says whether a bearer token is needed."""
    sent: tuple[type[BaseModel], ...] = (Reply, Conversation, Progress, *further.SENT)
    taken: tuple[type[BaseModel], ...] = (AskRequest, ChatRequest, KpiRequest, *further.TAKEN)
    schemas: dict[str, Any] = {"Error": _ERROR, "Completion": _COMPLETION, **components(sent, taken)}
    described: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {"title": "Advisor for AI-marketing budgets", "version": version},
        "paths": {
            "/v1/chat/completions": {"post": _chat()},
            "/v1/models": {"get": _operation("List the one model", {"200": _json("The list", {"type": "object"})}, 401)},
            "/v1/models/{model}": {
                "parameters": [_path("model")],
                "get": _operation("Describe the one model", {"200": _json("The model", {"type": "object"})}, 401, 404),
            },
            "/v1/ask": {
                "post": _operation(
                    "Ask, and get text, citations and facts with receipts",
                    {"200": _streamed("The reply", {"$ref": "#/components/schemas/Reply"})},
                    400, 401, 413, 422, 503,
                    body="AskRequest",
                )
            },
            "/v1/conversations/{conversation}": {
                "parameters": [_CONVERSATION_ID],
                "get": {
                    **_operation(
                        "Read one of the caller's conversations, whole or some of its turns",
                        {"200": _json("The conversation", {"$ref": "#/components/schemas/Conversation"})},
                        401, 404, 422, 503,
                    ),
                    "parameters": further.reading_in_parts(),
                },
                "patch": further.renaming(_operation),
                "delete": _operation(
                    "Forget one of the caller's conversations",
                    {"204": {"description": "It is gone"}},
                    401, 404, 422, 503,
                ),
            },
            "/v1/conversations/{conversation}/plan": {
                "parameters": [_CONVERSATION_ID],
                "get": {
                    **_operation(
                        "Get the plan that a conversation has come to, as a workbook, a Word document, a page or a picture",
                        {"200": _files()},
                        401, 404, 422, 503,
                    ),
                    "parameters": [_LANGUAGE, _FORMAT],
                },
            },
            "/v1/conversations/{conversation}/kpis": {
                "parameters": [_CONVERSATION_ID],
                "post": _operation(
                    "Record what a KPI measured on a day, and get how the plan is doing",
                    {"201": _json("The progress", {"$ref": "#/components/schemas/Progress"})},
                    400, 401, 413, 422, 503,
                    body="KpiRequest",
                ),
                "get": {
                    **_operation(
                        "Read how the plan of a conversation is doing",
                        {"200": _json("The progress", {"$ref": "#/components/schemas/Progress"})},
                        401, 404, 422, 503,
                    ),
                    "parameters": [_LANGUAGE],
                },
            },
            "/v1/conversations/{conversation}/kpis/{kpi}/{day}": {
                "parameters": [_CONVERSATION_ID, _path("kpi"), _path("day")],
                "delete": _operation(
                    "Take back what was recorded of a KPI for a day",
                    {"204": {"description": "It is gone"}},
                    401, 404, 422, 503,
                ),
            },
            **further.paths(_operation, _CONVERSATION_ID),
            "/healthz": {"get": _open("The process lives", "200")},
            "/readyz": {"get": _open("Whether questions are answered at once", "200", "503")},
            "/metrics": {"get": {"summary": "Counters for Prometheus", "security": [], "responses": {"200": {"description": "Text"}}}},
        },
        "components": {"schemas": schemas},
    }  # fmt: skip
    for path in described["paths"].values():
        for method, operation in path.items():
            if method != "parameters":
                statuses = (403, 421) if method == "get" else (403, 415, 421)
                operation["responses"] |= {str(status): _at_the_door(status) for status in statuses}
    if secured:
        described["components"]["securitySchemes"] = {"bearer": {"type": "http", "scheme": "bearer"}}
        described["security"] = [{"bearer": []}]
    return described


_ERRORS = {
    400: "The body is no JSON",
    401: "A valid bearer token is needed",
    403: "Not asked by this site's own page",
    404: "There is nothing of that name",
    409: "This service keeps nothing of the kind",
    413: "The body is too large",
    422: "A field does not fit",
    503: "Busy or not ready; try again",
}


#: Why :mod:`agent.channels.http.door` let a request in to no route.
_DOOR = {
    403: "Not from this machine directly, and that is needed here",
    415: "A request that changes something names JSON as its body's type",
    421: "For another host than this machine, and without tokens there is no other",
}


def _at_the_door(status: int) -> dict[str, Any]:
    return _json(_DOOR[status], {"$ref": "#/components/schemas/Error"})


def _json(description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def _streamed(description: str, schema: dict[str, Any]) -> dict[str, Any]:
    found = _json(description, schema)
    found["content"] |= further.events()
    return found


def _operation(summary: str, good: dict[str, Any], *errors: int, body: str | None = None) -> dict[str, Any]:
    error = {"$ref": "#/components/schemas/Error"}
    found: dict[str, Any] = {"summary": summary, "responses": {**good}}
    found["responses"] |= {str(status): _json(_ERRORS[status], error) for status in errors}
    if body is not None:
        schema = {"$ref": f"#/components/schemas/{body}"}
        found["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    return found


def _chat() -> dict[str, Any]:
    good = _json("The completion, or server-sent events of its chunks", {"$ref": "#/components/schemas/Completion"})
    good["content"]["text/event-stream"] = {"schema": _EVENT}
    return _operation(
        "Answer as OpenAI's chat completions do", {"200": good}, 400, 401, 413, 422, 503, body="ChatRequest"
    )


def _open(summary: str, *statuses: str) -> dict[str, Any]:
    state = {"type": "object", "required": ["status"], "properties": {"status": {"type": "string"}}}
    return {"summary": summary, "security": [], "responses": {s: _json(summary, state) for s in statuses}}


_CONVERSATION_ID = {
    "name": "conversation",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._~-]{0,127}$"},
}


def _files() -> dict[str, Any]:
    kinds = (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "text/markdown; charset=utf-8", "image/png",
    )  # fmt: skip
    binary = {"schema": {"type": "string", "contentEncoding": "binary"}}
    return {"description": "The file", "content": dict.fromkeys(kinds, binary)}


_FORMAT = {"name": "format", "in": "query", "required": False, "schema": {"enum": list(FORMATS)}}
_LANGUAGE = {"name": "language", "in": "query", "required": False, "schema": {"enum": list(languages())}}


def _path(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}


#: One server-sent event: a chunk of the completion as JSON, or ``[DONE]``.
_EVENT = {
    "type": "object",
    "required": ["data"],
    "properties": {"event": {"type": "string"}, "data": {"type": "string"}},
}
_ERROR = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["message", "type", "code"],
            "properties": {
                "message": {"type": "string"},
                "type": {"type": "string"},
                "param": {"type": ["string", "null"]},
                "code": {"type": "string"},
            },
        }
    },
}
_COMPLETION = {
    "type": "object",
    "required": ["id", "object", "created", "model", "choices", "advisor"],
    "properties": {
        "id": {"type": "string"},
        "object": {"const": "chat.completion"},
        "created": {"type": "integer"},
        "model": {"type": "string"},
        "choices": {"type": "array", "items": {"type": "object"}},
        "advisor": {"$ref": "#/components/schemas/Reply"},
    },
}
