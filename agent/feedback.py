"""Opinions on replies: one of each person on each reply, the latest counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.database import Database
from agent.migrations import migrate

if TYPE_CHECKING:
    pass

#: Where opinions are, in the data directory, where no database is set: with what is being delivered.
FILE = "service.sqlite"


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

    def put(
        self, *, conversation: str, turn: int, workspace: str, person: str, helpful: bool, reason: str = ""
    ) -> None:
        with self._database.transaction() as t:
            t.execute(
                "INSERT INTO feedback (conversation, turn, workspace, person, helpful, reason, at)"
                " VALUES (?, ?, ?, ?, ?, ?, {now}) ON CONFLICT (conversation, turn, person)"
                " DO UPDATE SET helpful = excluded.helpful, reason = excluded.reason, at = excluded.at",
                (conversation, turn, workspace, person, int(helpful), reason),
            )

    def forget(self, conversation: str, *, turn: int) -> None:
        """Forget what was said of ``turn`` and those that follow it."""
        with self._database.transaction() as t:
            t.execute("DELETE FROM feedback WHERE conversation = ? AND turn >= ?", (conversation, turn))

    def reasons(self, conversation: str, turn: int) -> list[str]:
        """What people wrote beside their opinion on a reply, the earliest first."""
        with self._database.transaction() as t:
            rows = t.rows(
                "SELECT reason FROM feedback WHERE conversation = ? AND turn = ? AND reason <> '' ORDER BY at",
                (conversation, turn),
            )
        return [str(reason) for (reason,) in rows]

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
