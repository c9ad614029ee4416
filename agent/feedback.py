"""Opinions on replies: one of each person on each reply, the latest counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agent.database import Database
from agent.migrations import migrate


@dataclass(frozen=True, slots=True)
class Opinion:
    """How many people found the reply of a turn helpful, and how many did not."""

    conversation: str
    turn: int
    helpful: int
    unhelpful: int
    workspace: str = ""


class Feedback:
    """Opinions in a database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        migrate(database)

    def put(self, *, conversation: str, turn: int, workspace: str, person: str, helpful: bool) -> None:
        with self._database.transaction() as t:
            t.execute(
                "INSERT INTO feedback (conversation, turn, workspace, person, helpful, at) VALUES (?, ?, ?, ?, ?, {now})"
                " ON CONFLICT (conversation, turn, person) DO UPDATE SET helpful = excluded.helpful, at = excluded.at",
                (conversation, turn, workspace, person, int(helpful)),
            )

    def of(self, conversation: str, turn: int) -> dict[str, bool]:
        """Who found the reply helpful and who did not."""
        with self._database.transaction() as t:
            rows = t.rows(
                "SELECT person, helpful FROM feedback WHERE conversation = ? AND turn = ?", (conversation, turn)
            )
        return {person: bool(helpful) for person, helpful in rows}

    def opinions(self) -> Sequence[Opinion]:
        """Every reply on which somebody has an opinion, from the oldest to the latest."""
        with self._database.snapshot() as t:
            rows = t.rows(
                "SELECT conversation, turn, sum(helpful), count(*), min(workspace) FROM feedback"
                " GROUP BY conversation, turn ORDER BY min(at), conversation, turn"
            )
        return [
            Opinion(name, turn, int(helpful), int(count) - int(helpful), workspace)
            for name, turn, helpful, count, workspace in rows
        ]
