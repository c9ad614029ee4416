"""Conversations in PostgreSQL, for a service of several processes: the same promises as the SQLite store.

A turn is written in one transaction, and the second writer of a turn is told.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime

from agent.database import Database
from agent.memory import Conversation, StoredTurn, Summary, TurnTaken, conversation_from_rows, state_to_json
from tools.facts import Fact
from tools.records import fact_to_json

_SCHEMA = """
CREATE TABLE IF NOT EXISTS conversations (name TEXT PRIMARY KEY, created TEXT NOT NULL, updated TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS turns (
    conversation TEXT NOT NULL REFERENCES conversations(name) ON DELETE CASCADE,
    number INTEGER NOT NULL, at TEXT NOT NULL, message TEXT NOT NULL, reply TEXT NOT NULL,
    language TEXT NOT NULL, mode TEXT NOT NULL, state TEXT NOT NULL,
    PRIMARY KEY (conversation, number)
);
CREATE TABLE IF NOT EXISTS facts (
    conversation TEXT NOT NULL REFERENCES conversations(name) ON DELETE CASCADE,
    id TEXT NOT NULL, turn INTEGER NOT NULL, position INTEGER NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (conversation, id)
)
"""


class PostgresStore:
    """Conversations in a PostgreSQL database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        database.create(_SCHEMA)

    def close(self) -> None:
        self._database.close()

    def load(self, name: str) -> Conversation:
        """The conversation of that name; an empty one where there is none yet."""
        with self._database.transaction() as t:
            turns = t.rows(
                "SELECT number, message, reply, language, mode, state FROM turns WHERE conversation = ? ORDER BY number",
                (name,),
            )
            # A turn is stored with its facts, so facts read later can only be more: those of later turns are left out.
            last = turns[-1][0] if turns else 0
            facts = t.rows(
                "SELECT body FROM facts WHERE conversation = ? AND turn <= ? ORDER BY position", (name, last)
            )
        return conversation_from_rows(name, turns, facts)

    def append(self, name: str, turn: StoredTurn, facts: Sequence[Fact]) -> None:
        """Store a turn and the facts that it added. Raises :class:`TurnTaken` when that turn is there already."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with self._database.transaction(durable=True) as t:
            t.execute(
                "INSERT INTO conversations VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET updated = excluded.updated",
                (name, now, now),
            )
            stored = t.execute(
                "INSERT INTO turns VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (
                    name, turn.number, now, turn.message, turn.text, turn.language, turn.mode, state_to_json(turn),
                ),
            )  # fmt: skip
            if not stored:
                raise TurnTaken(f"turn {turn.number} of {name!r} is stored already")
            ((known,),) = t.rows("SELECT count(*) FROM facts WHERE conversation = ?", (name,))
            for position, fact in enumerate(facts, known):
                body = json.dumps(fact_to_json(fact), ensure_ascii=False)
                t.execute("INSERT INTO facts VALUES (?, ?, ?, ?, ?)", (name, fact.id, turn.number, position, body))

    def list(self) -> Sequence[Summary]:
        """Every conversation, the latest first."""
        with self._database.transaction() as t:
            rows = t.rows(
                "SELECT c.name, count(t.number), c.updated,"
                " (SELECT message FROM turns f WHERE f.conversation = c.name ORDER BY number LIMIT 1)"
                " FROM conversations c LEFT JOIN turns t ON t.conversation = c.name"
                " GROUP BY c.name ORDER BY c.updated DESC, c.name"
            )
        return [Summary(name, turns, updated, first or "") for name, turns, updated, first in rows]

    def delete(self, name: str) -> bool:
        """Forget a conversation; tells whether there was one."""
        with self._database.transaction(durable=True) as t:
            return t.execute("DELETE FROM conversations WHERE name = ?", (name,)) > 0
