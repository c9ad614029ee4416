"""Earlier turns as replies again: what a channel shows of a conversation that it resumes, exports or explains."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from agent.memory import Conversation, StoredTurn
from agent.replies.turn import OUTCOMES, Answered, Outcome, Source, Span, Unread

if TYPE_CHECKING:
    from knowledge.chunking import Passage


def replies_of(
    conversation: Conversation, passages: Mapping[str, Passage], *, before: int | None = None, limit: int | None = None
) -> list[Answered]:
    """The stored turns of ``conversation``, in order; a passage that is no longer there is not cited.

    All of them, or those before the turn ``before``, or of these the last ``limit``.
    """
    wanted = [turn for turn in conversation.turns if before is None or turn.number < before]
    return [_reply(conversation, turn, passages) for turn in wanted[-limit if limit else None :]]


def _reply(conversation: Conversation, turn: StoredTurn, passages: Mapping[str, Passage]) -> Answered:
    cited = [(number, passages[name]) for number, name in enumerate(turn.cited, 1) if name in passages]
    return Answered(
        conversation=conversation.name,
        turn=turn.number,
        message=turn.message,
        text=turn.text,
        language=turn.language,
        mode=turn.mode,
        facts=tuple(conversation.ledger[name] for name in dict.fromkeys(turn.used) if name in conversation.ledger),
        sources=tuple(
            Source(
                n,
                p.id,
                p.document,
                p.line,
                p.text,
                p.translation,
                p.incomplete,
                p.question_missing,
                p.place,
                p.date,
            )
            for n, p in cited
        ),
        ledger=conversation.ledger,
        refused=turn.refused,
        chart=tuple(conversation.ledger[name] for name in turn.chart if name in conversation.ledger),
        plan=turn.plan,
        outcome=_outcome(turn.outcome),
        unread=tuple(Unread(a, b, turn.message[a:b]) for a, b in turn.unread),
        reading=turn.reading,
        usage=turn.usage,
        reader=turn.reader,
        spans=tuple(Span(s["start"], s["end"], s["fact"], s["statement"]) for s in turn.statements),
    )


def _outcome(stored: str) -> Outcome | None:
    """What became of a turn; turns of before did not keep it."""
    return OUTCOMES.get(stored)
