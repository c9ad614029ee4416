"""The addresses of the API: which methods they take, what a token must be good for there, and which begin a turn.

The front looks at them before anything is handed on; what answers stands in :mod:`agent.channels.http.api`.
"""

from __future__ import annotations

from dataclasses import dataclass

CONVERSATION = "/v1/conversations/{conversation}"
#: Bytes of a body, and of one that is a file.
LARGEST, LARGEST_FILE = 1024 * 1024, 50 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Address:
    """An address of the API. ``right`` is ``None`` where no token is asked for, and may be one of several; ``turn`` where what is asked takes a while."""

    path: str
    method: str
    right: str | None = "ask"
    turn: bool = False
    largest: int = LARGEST


ADDRESSES = (
    Address("/v1/chat/completions", "POST", turn=True),
    Address("/v1/models", "GET"),
    Address("/v1/models/{model}", "GET"),
    Address("/v1/me", "GET"),
    Address("/v1/ask", "POST", turn=True),
    Address("/v1/conversations", "GET"),
    Address(CONVERSATION, "GET"),
    Address(CONVERSATION, "PATCH"),
    Address(CONVERSATION, "DELETE"),
    Address(f"{CONVERSATION}/kpis", "POST"),
    Address(f"{CONVERSATION}/kpis", "GET"),
    Address(f"{CONVERSATION}/kpis/{{kpi}}/{{day}}", "DELETE"),
    Address(f"{CONVERSATION}/spends", "POST", turn=True),
    Address(f"{CONVERSATION}/spends", "GET"),
    Address(f"{CONVERSATION}/spends/file", "PUT", turn=True),
    Address(f"{CONVERSATION}/spends/{{line}}/{{day}}", "DELETE", turn=True),
    Address(f"{CONVERSATION}/plan", "GET", turn=True),
    Address(f"{CONVERSATION}/export", "GET"),
    Address(f"{CONVERSATION}/books", "GET"),
    Address(f"{CONVERSATION}/turns/{{turn}}", "DELETE"),
    Address(f"{CONVERSATION}/turns/{{turn}}/feedback", "POST"),
    Address(f"{CONVERSATION}/turns/{{turn}}/chart", "GET", turn=True),
    Address("/v1/passages/{passage:path}", "GET", right="ask|documents"),
    Address("/v1/documents", "GET", right="documents"),
    Address("/v1/documents/{document}", "PUT", right="documents", largest=LARGEST_FILE),
    Address("/v1/documents/{document}", "DELETE", right="documents"),
    Address("/v1/framework", "GET"),
    Address("/v1/framework", "POST", right="operate"),
    Address("/v1/framework", "DELETE", right="operate"),
    Address("/openapi.json", "GET", right=None),
)
