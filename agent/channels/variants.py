"""The same advisor over another store, or without its model."""

from __future__ import annotations

from agent.advisor import Advisor
from agent.memory import ConversationStore


def over(advisor: Advisor, store: ConversationStore) -> Advisor:
    """The advisor with its conversations in ``store``."""
    return Advisor(
        advisor.framework, advisor.library, store, author=advisor.author, default_language=advisor.default_language
    )


def without_model(advisor: Advisor) -> Advisor:
    """The advisor that writes for itself."""
    return Advisor(advisor.framework, advisor.library, advisor.store, default_language=advisor.default_language)
