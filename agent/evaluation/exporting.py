"""Conversations as lines of a corpus, to be given expectations by hand."""

from __future__ import annotations

import hashlib
from typing import Any

from agent.memory import Conversation


def as_session(conversation: Conversation, *, turn: int, note: str) -> dict[str, Any] | None:
    """The conversation up to ``turn`` as a session of which nothing is expected yet; ``None`` where that turn is gone.

    Its id says nothing of where the conversation was held or by whom; ``note`` is followed by the reply as it was shown.
    """
    turns = [stored for stored in conversation.turns if stored.number <= turn]
    if not turns or turns[-1].number != turn:
        return None
    digest = hashlib.sha256(conversation.name.encode()).hexdigest()[:10]
    return {
        "id": f"feedback-{digest}-{turn}",
        "lang": turns[-1].language,
        "kind": "feedback",
        "turns": [{"text": stored.message, "expect": None} for stored in turns],
        "note": f"{note}: {turns[-1].text}",
    }
