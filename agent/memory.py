"""What conversations remember: their messages, the facts of their ledger and the frame of the last turn, in SQLite.

A turn is written in one transaction, and two writers cannot both write the same turn of a conversation: the second is
told, and plans its turn anew on what the first left.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from agent.errors import AdvisorError
from agent.planning.frame import Frame
from tools.facts import Fact, Ledger
from tools.records import fact_from_json, fact_to_json


class TurnTaken(AdvisorError):
    """Another writer stored this turn of the conversation first."""


@dataclass(frozen=True, slots=True)
class StoredTurn:
    """One stored turn; ``reply`` is the JSON form of the reply, ``raw`` the text with references that it came from."""

    number: int
    message: str
    text: str
    language: str
    mode: str
    frame: Frame
    used: tuple[str, ...] = ()
    cited: tuple[str, ...] = ()
    raw: str = ""
    refused: int = 0


@dataclass(slots=True)
class Conversation:
    """A conversation as it was stored: its ledger, the frame of its last turn and its latest turns."""

    name: str
    ledger: Ledger = field(default_factory=Ledger)
    frame: Frame = field(default_factory=Frame)
    turns: list[StoredTurn] = field(default_factory=list)
    language: str | None = None

    @property
    def next_turn(self) -> int:
        return self.turns[-1].number + 1 if self.turns else 1


@dataclass(frozen=True, slots=True)
class Summary:
    """A line of the list of conversations."""

    name: str
    turns: int
    updated: str
    first_message: str


class ConversationStore(Protocol):
    """Where conversations are kept. Implementations are safe to use from several threads."""

    def load(self, name: str) -> Conversation: ...
    def append(self, name: str, turn: StoredTurn, facts: Sequence[Fact]) -> None: ...
    def list(self) -> Sequence[Summary]: ...
    def delete(self, name: str) -> bool: ...


_SCHEMA = """
CREATE TABLE IF NOT EXISTS conversations (
    name TEXT PRIMARY KEY, created TEXT NOT NULL, updated TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS turns (
    conversation TEXT NOT NULL REFERENCES conversations(name) ON DELETE CASCADE,
    number INTEGER NOT NULL, at TEXT NOT NULL, message TEXT NOT NULL, reply TEXT NOT NULL,
    language TEXT NOT NULL, mode TEXT NOT NULL, state TEXT NOT NULL,
    PRIMARY KEY (conversation, number)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS facts (
    conversation TEXT NOT NULL REFERENCES conversations(name) ON DELETE CASCADE,
    id TEXT NOT NULL, turn INTEGER NOT NULL, position INTEGER NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (conversation, id)
) WITHOUT ROWID;
"""


class SQLiteStore:
    """Conversations in one SQLite file. ``path`` may be ``":memory:"``."""

    def __init__(self, path: Path | str) -> None:
        if path != ":memory:":
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._db = sqlite3.connect(path, check_same_thread=False, timeout=10, isolation_level=None)
        self._db.execute("PRAGMA foreign_keys = ON")
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        self._db.executescript(_SCHEMA)

    def close(self) -> None:
        with self._lock:
            self._db.close()

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def load(self, name: str) -> Conversation:
        """The conversation of that name; an empty one where there is none yet."""
        with self._lock:
            turns = self._db.execute(
                "SELECT number, message, reply, language, mode, state FROM turns WHERE conversation = ? ORDER BY number",
                (name,),
            ).fetchall()
            facts = self._db.execute(
                "SELECT body FROM facts WHERE conversation = ? ORDER BY position", (name,)
            ).fetchall()
        return conversation_from_rows(name, turns, facts)

    def append(self, name: str, turn: StoredTurn, facts: Sequence[Fact]) -> None:
        """Store a turn and the facts that it added. Raises :class:`TurnTaken` when that turn is there already."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with self._transaction() as db:
            db.execute(
                "INSERT INTO conversations VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET updated = excluded.updated",
                (name, now, now),
            )
            try:
                db.execute(
                    "INSERT INTO turns VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    (
                        name, turn.number, now, turn.message, turn.text, turn.language, turn.mode, state_to_json(turn),
                    ),
                )  # fmt: skip
            except sqlite3.IntegrityError:
                raise TurnTaken(f"turn {turn.number} of {name!r} is stored already") from None
            (known,) = db.execute("SELECT count(*) FROM facts WHERE conversation = ?", (name,)).fetchone()
            db.executemany(
                "INSERT INTO facts VALUES (?, ?, ?, ?, ?)",
                [
                    (name, fact.id, turn.number, known + i, json.dumps(fact_to_json(fact), ensure_ascii=False))
                    for i, fact in enumerate(facts)
                ],
            )

    def list(self) -> Sequence[Summary]:
        """Every conversation, the latest first."""
        with self._lock:
            rows = self._db.execute(
                "SELECT c.name, count(t.number), c.updated,"
                " (SELECT message FROM turns f WHERE f.conversation = c.name ORDER BY number LIMIT 1)"
                " FROM conversations c LEFT JOIN turns t ON t.conversation = c.name"
                " GROUP BY c.name ORDER BY c.updated DESC, c.name"
            ).fetchall()
        return [Summary(name, turns, updated, first or "") for name, turns, updated, first in rows]

    def delete(self, name: str) -> bool:
        """Forget a conversation; tells whether there was one."""
        with self._transaction() as db:
            return db.execute("DELETE FROM conversations WHERE name = ?", (name,)).rowcount > 0


#: Number, message, reply, language, mode, state.
TurnRow = tuple[int, str, str, str, str, str]


def conversation_from_rows(name: str, turns: Sequence[TurnRow], facts: Sequence[tuple[str]]) -> Conversation:
    """A conversation from its rows in any store: ``turns`` by number, ``facts`` (their bodies) by position."""
    conversation = Conversation(name)
    for (body,) in facts:
        conversation.ledger.restore(fact_from_json(json.loads(body)))
    conversation.turns.extend(_turn(row) for row in turns)
    if conversation.turns:
        conversation.frame = conversation.turns[-1].frame
        conversation.language = conversation.turns[-1].language
    return conversation


def state_to_json(turn: StoredTurn) -> str:
    """What a turn leaves behind besides its texts, as the ``state`` column of any store has it."""
    state = {
        "frame": turn.frame.to_json(), "used": turn.used, "cited": turn.cited, "raw": turn.raw, "refused": turn.refused,
    }  # fmt: skip
    return json.dumps(state, ensure_ascii=False)


def _turn(row: TurnRow) -> StoredTurn:
    number, message, reply, language, mode, state = row
    data = json.loads(state)
    return StoredTurn(
        number, message, reply, language, mode, Frame.from_json(data["frame"]), tuple(data["used"]), tuple(data["cited"]),
        data["raw"], data["refused"],
    )  # fmt: skip
