"""Opinions on replies: one of each person on each reply, the latest counts."""

from __future__ import annotations

from agent.database import Database

_SCHEMA = """
CREATE TABLE IF NOT EXISTS feedback (
    conversation TEXT NOT NULL, turn INTEGER NOT NULL, workspace TEXT NOT NULL, person TEXT NOT NULL,
    helpful INTEGER NOT NULL, at DOUBLE PRECISION NOT NULL, PRIMARY KEY (conversation, turn, person)
)
"""


class Feedback:
    """Opinions in a database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        database.create(_SCHEMA)

    def put(self, *, conversation: str, turn: int, workspace: str, person: str, helpful: bool) -> None:
        with self._database.transaction() as t:
            t.execute(
                "INSERT INTO feedback VALUES (?, ?, ?, ?, ?, {now}) ON CONFLICT (conversation, turn, person)"
                " DO UPDATE SET helpful = excluded.helpful, at = excluded.at",
                (conversation, turn, workspace, person, int(helpful)),
            )

    def of(self, conversation: str, turn: int) -> dict[str, bool]:
        """Who found the reply helpful and who did not."""
        with self._database.transaction() as t:
            rows = t.rows(
                "SELECT person, helpful FROM feedback WHERE conversation = ? AND turn = ?", (conversation, turn)
            )
        return {person: bool(helpful) for person, helpful in rows}
