"""The addresses of the API: which methods they take, what a token must be good for there, and which begin a turn.

The front looks at them before anything is handed on; what answers stands in :mod:`agent.channels.http.api`.
"""

from __future__ import annotations

from dataclasses import dataclass

CONVERSATION = "/v1/conversations/{conversation}"


@dataclass(frozen=True, slots=True)
class Address:
    """An address of the API. ``right`` is ``None`` where no token is asked for; ``turn`` where what is asked takes a while."""

    path: str
    method: str
    right: str | None = "ask"
    turn: bool = False


ADDRESSES = (
    Address("/v1/chat/completions", "POST", turn=True),
    Address("/v1/models", "GET"),
    Address("/v1/ask", "POST", turn=True),
    Address(CONVERSATION, "GET"),
    Address(CONVERSATION, "DELETE"),
    Address(f"{CONVERSATION}/kpis", "POST"),
    Address(f"{CONVERSATION}/kpis", "GET"),
    Address(f"{CONVERSATION}/kpis/{{kpi}}/{{day}}", "DELETE"),
    Address(f"{CONVERSATION}/plan", "GET", turn=True),
    Address("/v1/documents", "GET", right="documents"),
    Address("/v1/documents/{passage}", "GET", right="documents"),
    Address("/openapi.json", "GET", right=None),
)
