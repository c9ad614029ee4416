"""What conversations remember: messages, the facts of their ledger, what the last turn left, and what KPIs measured.

A turn is written in one transaction, and two writers cannot both write the same turn of a conversation: the second is
told, and plans its turn anew on what the first left. Where it is kept (a SQLite file, PostgreSQL) is the business of
``agent.database``; the tables are those of ``agent.migrations``.

Turns of format 2 leave the moves that their message was read as and the dialogue state after them. A conversation whose
last turns left no state (those of format 1) is gone on with by reading their messages anew (:meth:`Conversation.unread_history`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from agent.database import Database, SqliteDatabase, Transaction
from agent.errors import AdvisorError
from agent.migrations import migrate
from agent.usage import Usage
from tools.facts import Fact, Ledger
from tools.records import fact_from_json, fact_to_json
from tools.tracking import Measurement


class TurnTaken(AdvisorError):
    """Another writer stored this turn of the conversation first."""


#: The latest format of a turn that this program reads.
TURN_FORMAT = 2


@dataclass(frozen=True, slots=True)
class StoredTurn:
    """One stored turn; ``text`` is the reply, ``raw`` the text with references that it came from.

    ``version`` is the format of the turn. What format 2 adds is in JSON's own values, so that it comes back as it went:
    ``moves`` the message was read as, ``statements`` of the reply, and ``state``, the dialogue state after the turn
    (``None`` where none was stored). ``speaker`` is who wrote the message (empty where nobody said), ``outcome`` what became
    of it (``answered``, ``asked``, ``partly``; empty where that was not told), ``reading`` a line that says how the message was
    read, ``unread`` the places in the message (from, to) that were not used. ``usage`` is what the turn took of a model (``None`` where that
    was not kept), ``reader`` who gave the moves, where it was a model.
    """

    number: int
    message: str
    text: str
    language: str
    mode: str
    used: tuple[str, ...] = ()
    cited: tuple[str, ...] = ()
    raw: str = ""
    refused: int = 0
    plan: bool = False
    version: int = 1
    speaker: str = ""
    outcome: str = ""
    reading: str = ""
    unread: tuple[tuple[int, int], ...] = ()
    moves: tuple[Mapping[str, Any], ...] = ()
    statements: tuple[Mapping[str, Any], ...] = ()
    state: Mapping[str, Any] | None = None
    usage: Usage | None = None
    reader: str = ""
    chart: tuple[str, ...] = ()  # the facts of the reply's chart


@dataclass(frozen=True, slots=True)
class Said:
    """A message of a user, with the number of its turn; ``speaker`` is empty where nobody said who wrote it."""

    turn: int
    message: str
    speaker: str


@dataclass(slots=True)
class Conversation:
    """A conversation as it was stored: its ledger, its turns, and its KPIs' measurements."""

    name: str
    ledger: Ledger = field(default_factory=Ledger)
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

    @property
    def state(self) -> Mapping[str, Any] | None:
        """The newest dialogue state that was stored and that this program reads; ``None`` where there is none.

        Turns may have followed it that left none: :meth:`unread_history` has their messages.
        """
        found = self._newest_state()
        return None if found is None else self.turns[found].state

    def unread_history(self) -> Iterator[Said]:
        """The messages that :attr:`state` knows nothing of, oldest first: those of the turns after it, or of all turns.

        Going on with the conversation reads them into the state before the new message. The state that is stored with the
        new turn holds them then, so that each is read anew once. (A process of before may write a turn without a
        state in between; only that one is left to read.)
        """
        found = self._newest_state()
        for turn in self.turns[0 if found is None else found + 1 :]:
            yield Said(turn.number, turn.message, turn.speaker)

    def _newest_state(self) -> int | None:
        places = reversed(range(len(self.turns)))
        return next(
            (n for n in places if self.turns[n].state is not None and self.turns[n].version <= TURN_FORMAT), None
        )


@dataclass(frozen=True, slots=True)
class Summary:
    """A line of the list of conversations."""

    name: str
    turns: int
    updated: str
    first_message: str
    title: str = ""  # as a person named it; empty where nobody did


class ConversationStore(Protocol):
    """Where conversations are kept. Implementations are safe to use from several threads."""

    def load(self, name: str) -> Conversation: ...
    def append(self, name: str, turn: StoredTurn, facts: Sequence[Fact]) -> None: ...
    def list(self) -> Sequence[Summary]: ...
    def page(self, prefix: str, *, limit: int, after: tuple[str, str] | None = None) -> Sequence[Summary]: ...
    def rename(self, name: str, title: str) -> bool: ...
    def cut(self, name: str, *, turn: int) -> int: ...
    def delete(self, name: str) -> bool: ...
    def measure(self, name: str, measurement: Measurement) -> None: ...
    def unmeasure(self, name: str, *, kpi: str, day: str) -> bool: ...
    def close(self) -> None: ...


_LEFT = "number, message, reply, language, mode, state, version, speaker, outcome, reading, unread, moves, statements"
_TURN = f"{_LEFT}, dialogue_state"
#: A turn's state holds all that went before it: those of a long conversation come to many times its words, and one is read.
_TO_READ = (
    f"{_LEFT}, CASE WHEN number >= coalesce((SELECT n.number FROM turns n WHERE n.conversation = ?"  # noqa: S608 - constants
    f" AND n.dialogue_state IS NOT NULL AND n.version <= {TURN_FORMAT} ORDER BY n.number DESC LIMIT 1), 0)"
    " THEN dialogue_state END"
)
_SUMMARY = (
    "SELECT c.name, count(t.number), c.updated,"
    " (SELECT message FROM turns f WHERE f.conversation = c.name ORDER BY number LIMIT 1), c.title"
    " FROM conversations c LEFT JOIN turns t ON t.conversation = c.name"
)


class SqlStore:
    """Conversations in a database. With ``durable``, what was stored outlives a power cut of the database's machine."""

    def __init__(self, database: Database, *, durable: bool = False) -> None:
        self._database = database
        self._durable = durable
        migrate(database)

    def close(self) -> None:
        self._database.close()

    def load(self, name: str) -> Conversation:
        """The conversation of that name; an empty one where there is none yet. Of its turns the newest alone come with their state."""
        with self._database.snapshot() as t:
            turns = t.rows(
                f"SELECT {_TO_READ} FROM turns WHERE conversation = ? ORDER BY number",  # noqa: S608 - constants
                (name, name),
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
            conversation.language = conversation.turns[-1].language
        return conversation

    def append(self, name: str, turn: StoredTurn, facts: Sequence[Fact]) -> None:
        """Store a turn and the facts that it added. Raises :class:`TurnTaken` when that turn is there already."""
        with self._database.transaction(durable=self._durable) as t:
            now = _touch(t, name)
            stored = t.execute(
                f"INSERT INTO turns (conversation, at, {_TURN})"  # noqa: S608 - constants
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (name, now, *_row(turn)),
            )
            if not stored:
                raise TurnTaken(f"turn {turn.number} of {name!r} is stored already")
            ((known,),) = t.rows("SELECT count(*) FROM facts WHERE conversation = ?", (name,))
            for position, fact in enumerate(facts, known):
                body = json.dumps(fact_to_json(fact), ensure_ascii=False)
                t.execute(
                    "INSERT INTO facts (conversation, id, turn, position, body) VALUES (?, ?, ?, ?, ?)",
                    (name, fact.id, turn.number, position, body),
                )

    def list(self) -> Sequence[Summary]:
        """Every conversation, the latest first."""
        with self._database.snapshot() as t:
            rows = t.rows(f"{_SUMMARY} GROUP BY c.name ORDER BY c.updated DESC, c.name")
        return [Summary(name, turns, updated, first or "", title) for name, turns, updated, first, title in rows]

    def page(self, prefix: str, *, limit: int, after: tuple[str, str] | None = None) -> Sequence[Summary]:
        """At most ``limit`` conversations whose names begin with ``prefix``, the latest first, behind ``after``.

        ``after`` is when the last one of the page before was changed, and its name.
        """
        where, values = " WHERE substr(c.name, 1, ?) = ?", [len(prefix), prefix]
        if after is not None:
            where += " AND (c.updated < ? OR (c.updated = ? AND c.name > ?))"
            values += [after[0], after[0], after[1]]
        with self._database.snapshot() as t:
            rows = t.rows(
                f"{_SUMMARY}{where} GROUP BY c.name ORDER BY c.updated DESC, c.name LIMIT ?", (*values, limit)
            )
        return [Summary(name, turns, updated, first or "", title) for name, turns, updated, first, title in rows]

    def rename(self, name: str, title: str) -> bool:
        """Give a conversation a title; an empty one takes it away. Tells whether there is such a conversation."""
        with self._database.transaction(durable=self._durable) as t:
            return t.execute("UPDATE conversations SET title = ? WHERE name = ?", (title, name)) > 0

    def cut(self, name: str, *, turn: int) -> int:
        """Forget ``turn`` and all that follow it, with their facts; tells how many turns there were."""
        with self._database.transaction(durable=self._durable) as t:
            gone = t.execute("DELETE FROM turns WHERE conversation = ? AND number >= ?", (name, turn))
            t.execute("DELETE FROM facts WHERE conversation = ? AND turn >= ?", (name, turn))
            return gone

    def delete(self, name: str) -> bool:
        """Forget a conversation with all that it holds; tells whether there was one."""
        with self._database.transaction(durable=self._durable) as t:
            return t.execute("DELETE FROM conversations WHERE name = ?", (name,)) > 0

    def measure(self, name: str, measurement: Measurement) -> None:
        """Keep what a KPI measured; a second figure for the same day takes the place of the first."""
        with self._database.transaction(durable=self._durable) as t:
            _touch(t, name)
            t.execute(
                "INSERT INTO measurements (conversation, kpi, day, figure) VALUES (?, ?, ?, ?)"
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
        "INSERT INTO conversations (name, created, updated) VALUES (?, ?, ?)"
        " ON CONFLICT (name) DO UPDATE SET updated = excluded.updated",
        (name, now, now),
    )
    return now


def _row(turn: StoredTurn) -> tuple[Any, ...]:
    """The values of ``_TURN``."""
    left: dict[str, Any] = {
        "used": turn.used, "cited": turn.cited, "raw": turn.raw, "refused": turn.refused,
        "plan": turn.plan, "chart": turn.chart,
    }  # fmt: skip
    if turn.usage is not None and turn.usage.requests:
        left["usage"] = [turn.usage.requests, turn.usage.prompt_tokens, turn.usage.completion_tokens]
    if turn.reader:
        left["reader"] = turn.reader
    return (
        turn.number, turn.message, turn.text, turn.language, turn.mode, _json(left), turn.version, turn.speaker, turn.outcome,
        turn.reading, _json(turn.unread or None), _json(turn.moves or None), _json(turn.statements or None), _json(turn.state),
    )  # fmt: skip


def _json(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, allow_nan=False)


def _turn(row: Sequence[Any]) -> StoredTurn:
    (number, message, reply, language, mode, left, version, speaker, outcome, reading, unread, moves, statements,
     state) = row  # fmt: skip
    data = json.loads(left)
    return StoredTurn(
        number, message, reply, language, mode, tuple(data["used"]), tuple(data["cited"]),
        data["raw"], data["refused"], data.get("plan", False), version, speaker, outcome, reading,
        tuple((start, end) for start, end in json.loads(unread or "[]")), tuple(json.loads(moves or "[]")),
        tuple(json.loads(statements or "[]")), json.loads(state) if state else None,
        Usage(*data["usage"]) if "usage" in data else None, data.get("reader", ""), tuple(data.get("chart", ())),
    )  # fmt: skip
