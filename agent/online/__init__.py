"""The model's side of a turn: what it is asked with, what it may do, what its endpoint is like, and what is taken from it.

Code has read, computed and worded before a model is asked; the model reads again where code misread, searches, and writes the words around
statements. LangChain and the client are imported when the first turn is told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agent.online.author import OnlineAuthor
    from agent.settings import Settings


def open_author(settings: Settings) -> OnlineAuthor:
    """The author that asks the model which ``settings`` name."""
    from agent.online.author import OnlineAuthor

    return OnlineAuthor(settings)
