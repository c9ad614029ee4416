"""What conversations remember: messages, the facts of their ledger, the frame of the last turn, and what KPIs measured.

A turn is written in one transaction, and two writers cannot both write the same turn of a conversation: the second is
told, and plans its turn anew on what the first left. Where it is kept (a SQLite file, PostgreSQL) is the business of
``agent.database``.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from agent.database import Database, SqliteDatabase, Transaction
from agent.errors import AdvisorError
from agent.planning.frame import Frame
from tools.facts import Fact, Ledger
from tools.records import fact_from_json, fact_to_json
from tools.tracking import Measurement


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
    plan: bool = False


@dataclass(slots=True)
class Conversation:
    """A conversation as it was stored: its ledger, the frame of its last turn, its turns, and its KPIs' measurements."""

    name: str
    ledger: Ledger = field(default_factory=Ledger)
    frame: Frame = field(default_factory=Frame)
    turns: list[StoredTurn] = field(default_factory=list)
    measurements: tuple[Measurement, ...] = ()
    language: str | None = None

    @property
    def begun(self) -> bool:
        """Whether anything was said or measured in it."""
        return bool(self.turns or self.measurements)

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
    def measure(self, name: str, measurement: Measurement) -> None: ...
    def unmeasure(self, name: str, *, kpi: str, day: str) -> bool: ...
    def close(self) -> None: ...


_SCHEMA = """
CREATE TABLE IF NOT EXISTS conversations (
    name TEXT PRIMARY KEY, created TEXT NOT NULL, updated TEXT NOT NULL
) {clustered};
CREATE TABLE IF NOT EXISTS turns (
    conversation TEXT NOT NULL REFERENCES conversations(name) ON DELETE CASCADE,
    number INTEGER NOT NULL, at TEXT NOT NULL, message TEXT NOT NULL, reply TEXT NOT NULL,
    language TEXT NOT NULL, mode TEXT NOT NULL, state TEXT NOT NULL,
    PRIMARY KEY (conversation, number)
) {clustered};
CREATE TABLE IF NOT EXISTS facts (
    conversation TEXT NOT NULL REFERENCES conversations(name) ON DELETE CASCADE,
    id TEXT NOT NULL, turn INTEGER NOT NULL, position INTEGER NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (conversation, id)
) {clustered};
CREATE TABLE IF NOT EXISTS measurements (
    conversation TEXT NOT NULL REFERENCES conversations(name) ON DELETE CASCADE,
    kpi TEXT NOT NULL, day TEXT NOT NULL, figure TEXT NOT NULL,
    PRIMARY KEY (conversation, kpi, day)
) {clustered}
"""


class SqlStore:
    """Conversations in a database. With ``durable``, what was stored outlives a power cut of the database's machine."""

    def __init__(self, database: Database, *, durable: bool = False) -> None:
        self._database = database
        self._durable = durable
        database.create(_SCHEMA)

    def close(self) -> None:
        self._database.close()

    def load(self, name: str) -> Conversation:
        """The conversation of that name; an empty one where there is none yet."""
        with self._database.snapshot() as t:
            turns = t.rows(
                "SELECT number, message, reply, language, mode, state FROM turns WHERE conversation = ? ORDER BY number",
                (name,),
            )
            facts = t.rows("SELECT body FROM facts WHERE conversation = ? ORDER BY position", (name,))
            measured = t.rows(
                "SELECT kpi, day, figure FROM measurements WHERE conversation = ? ORDER BY day, kpi", (name,)
            )
        conversation = Conversation(name, measurements=tuple(Measurement(*row) for row in measured))
        for (body,) in facts:
            conversation.ledger.restore(fact_from_json(json.loads(body)))
        conversation.turns.extend(_turn(row) for row in turns)
        if conversation.turns:
            conversation.frame = conversation.turns[-1].frame
            conversation.language = conversation.turns[-1].language
        return conversation

    def append(self, name: str, turn: StoredTurn, facts: Sequence[Fact]) -> None:
        """Store a turn and the facts that it added. Raises :class:`TurnTaken` when that turn is there already."""
        with self._database.transaction(durable=self._durable) as t:
            now = _touch(t, name)
            stored = t.execute(
                "INSERT INTO turns VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (name, turn.number, now, turn.message, turn.text, turn.language, turn.mode, _state(turn)),
            )
            if not stored:
                raise TurnTaken(f"turn {turn.number} of {name!r} is stored already")
            ((known,),) = t.rows("SELECT count(*) FROM facts WHERE conversation = ?", (name,))
            for position, fact in enumerate(facts, known):
                body = json.dumps(fact_to_json(fact), ensure_ascii=False)
                t.execute("INSERT INTO facts VALUES (?, ?, ?, ?, ?)", (name, fact.id, turn.number, position, body))

    def list(self) -> Sequence[Summary]:
        """Every conversation, the latest first."""
        with self._database.snapshot() as t:
            rows = t.rows(
                "SELECT c.name, count(t.number), c.updated,"
                " (SELECT message FROM turns f WHERE f.conversation = c.name ORDER BY number LIMIT 1)"
                " FROM conversations c LEFT JOIN turns t ON t.conversation = c.name"
                " GROUP BY c.name ORDER BY c.updated DESC, c.name"
            )
        return [Summary(name, turns, updated, first or "") for name, turns, updated, first in rows]

    def delete(self, name: str) -> bool:
        """Forget a conversation with all that it holds; tells whether there was one."""
        with self._database.transaction(durable=self._durable) as t:
            return t.execute("DELETE FROM conversations WHERE name = ?", (name,)) > 0

    def measure(self, name: str, measurement: Measurement) -> None:
        """Keep what a KPI measured; a second figure for the same day takes the place of the first."""
        with self._database.transaction(durable=self._durable) as t:
            _touch(t, name)
            t.execute(
                "INSERT INTO measurements VALUES (?, ?, ?, ?)"
                " ON CONFLICT (conversation, kpi, day) DO UPDATE SET figure = excluded.figure",
                (name, measurement.kpi, measurement.day, measurement.figure),
            )

    def unmeasure(self, name: str, *, kpi: str, day: str) -> bool:
        """Take back what was kept of a KPI for a day; tells whether there was something."""
        with self._database.transaction(durable=self._durable) as t:
            return (
                t.execute("DELETE FROM measurements WHERE conversation = ? AND kpi = ? AND day = ?", (name, kpi, day))
                > 0
            )


def store_in_file(path: Path | str) -> SqlStore:
    """Conversations in a SQLite file, or in memory for the path ``":memory:"``."""
    return SqlStore(SqliteDatabase(path))


def _touch(t: Transaction, name: str) -> str:
    """Let the conversation be there, changed just now."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    t.execute(
        "INSERT INTO conversations VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET updated = excluded.updated",
        (name, now, now),
    )
    return now


def _state(turn: StoredTurn) -> str:
    """What a turn leaves behind besides its texts."""
    state = {
        "frame": turn.frame.to_json(), "used": turn.used, "cited": turn.cited, "raw": turn.raw, "refused": turn.refused,
        "plan": turn.plan,
    }  # fmt: skip
    return json.dumps(state, ensure_ascii=False)


def _turn(row: Sequence[Any]) -> StoredTurn:
    number, message, reply, language, mode, state = row
    data = json.loads(state)
    return StoredTurn(
        number, message, reply, language, mode, Frame.from_json(data["frame"]), tuple(data["used"]), tuple(data["cited"]),
        data["raw"], data["refused"], data.get("plan", False),
    )  # fmt: skip
