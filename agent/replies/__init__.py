"""What a turn gives back.

Inside the program it is an :class:`Answered` with its ledger, cheap to make and told in :data:`Event` s. At the edge it is
:class:`agent.replies.model.Reply`, the one description of a reply that is sent: JSON, OpenAPI, MCP and the guides derive
from it. ``making`` goes from one to the other; only who sends a reply imports pydantic and a Markdown parser for it.
"""

from __future__ import annotations

from agent.replies.turn import (
    Answered,
    Bar,
    Delta,
    Done,
    Event,
    Progress,
    Restart,
    Source,
    Span,
    Unread,
    formula_text,
    origin,
    receipt,
)

__all__ = [
    "Answered",
    "Bar",
    "Delta",
    "Done",
    "Event",
    "Progress",
    "Restart",
    "Source",
    "Span",
    "Unread",
    "formula_text",
    "origin",
    "receipt",
]
