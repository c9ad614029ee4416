"""The inbox: jobs that are accepted durably, once each, and worked on by one process at a time, in order.

- A job is known by its key; adding it again changes nothing, however often it is delivered.
- Jobs of one conversation are given out one after the other, in the order of their position.
- A job is leased. A process that dies stops renewing, and another one takes over what it held. Every later write names
  the lease it acts under, so that a process which was only slow cannot write over the one that took over.
- A message of a thread that is not ours yet may be held: it becomes a job when the message that makes the thread ours
  arrives, however much later, and is forgotten when that does not come.
- Spans of time are the database's, and a lease that lies further ahead than any lease can is none: nobody's clock strands a job.
- What was reached is recorded: the turn that was begun, the answer, and each post before it is tried. Whoever takes over
  goes on from there.

Leaves what a job means to its handler, and the table to ``agent.migrations``. Statements are the same on SQLite and PostgreSQL.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from agent.database import Database, Transaction
from agent.errors import AdvisorError
from agent.migrations import Migrated


class LeaseLost(AdvisorError):
    """Another process has taken the job over; nothing more may be done for it here."""


@dataclass(frozen=True, slots=True)
class NewJob:
    """What is accepted: ``position`` orders the jobs of a conversation, ``version`` tells handlers how to read ``body``.

    One that is ``only_if_known`` counts in a conversation in which there is another one; until then it is held.
    """

    key: str
    conversation: str
    position: str
    kind: str
    body: dict[str, Any]
    workspace: str = ""
    user: str = ""
    version: int = 1
    only_if_known: bool = False


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits: how many jobs, for how many seconds the oldest, and how many messages that wait for their thread."""

    waiting: int
    oldest: float
    held: int


@dataclass(frozen=True, slots=True)
class Job:
    """A job under lease, with what was reached for it before.

    ``posting`` is the part that was being posted (-1: none), begun ``posting_age`` seconds before this process learned of it.
    """

    key: str
    conversation: str
    kind: str
    version: int
    body: dict[str, Any]
    workspace: str
    user: str
    received: float
    attempt: int
    owner: str = field(repr=False)
    failures: int = 0
    turn: int | None = None
    answer: dict[str, Any] | None = None
    posted: int = 0
    posting: int = -1
    posting_age: float = 0.0
    learned: float = field(default_factory=time.monotonic, compare=False)

    @property
    def since_posting(self) -> float:
        """Seconds since the part was begun to be posted."""
        return self.posting_age + time.monotonic() - self.learned


class Inbox(Protocol):
    """Where jobs wait. Methods block; call them from a thread. A lost lease raises :class:`LeaseLost`."""

    def add(self, jobs: Sequence[NewJob]) -> list[bool]:
        """Accept jobs durably; tells for each whether it is new."""

    def claim(self, owner: str, *, lease: float, limit: int) -> list[Job]:
        """Lease up to ``limit`` jobs that may be worked on now."""

    def renew(self, owner: str, keys: Sequence[str], *, lease: float) -> None: ...
    def begin_turn(self, job: Job, turn: int) -> None: ...
    def save_answer(self, job: Job, answer: dict[str, Any]) -> None: ...
    def begin_post(self, job: Job, part: int) -> None: ...
    def end_post(self, job: Job, parts: int) -> None: ...
    def finish(self, job: Job, outcome: str) -> None: ...
    def give_back(self, job: Job, *, delay: float, failed: bool) -> None: ...
    def waiting(self) -> int: ...
    def backlog(self) -> Backlog: ...
    def recent(self, *, workspace: str, user: str | None, before: float, seconds: float) -> int: ...
    def prune(self, *, older_than: float) -> int: ...


_COLUMNS = (
    "key, conversation, kind, version, body, workspace, person, received, attempt, owner, failures, turn, answer,"
    " posted, posting, {now} - posting_since"
)
#: No lease is longer, and no pause than an hour: what lies a minute further ahead was written by a clock that has been set back.
LONGEST_LEASE = 600.0
#: For so long a message waits for its thread: Slack delivers again for some minutes, and then no more.
HELD_SECONDS = 900.0
#: So many messages may wait for a thread; the oldest go first.
MOST_HELD = 5000
#: Kinds of jobs that are questions; a pressed button is none.
QUESTIONS = ("message", "command")

_CLAIMABLE = """
SELECT j.key, j.workspace, j.kind FROM jobs j
WHERE j.state = 'open' AND NOT (j.leased_until >= {now} AND j.leased_until <= {now} + 660)
  AND (j.not_before <= {now} OR j.not_before > {now} + 3660)
  AND NOT EXISTS (
    SELECT 1 FROM jobs o WHERE o.conversation = j.conversation AND o.state = 'open' AND o.key <> j.key
    AND ((o.leased_until >= {now} AND o.leased_until <= {now} + 660)
      OR o.position < j.position OR (o.position = j.position AND o.key < j.key)))
ORDER BY j.received, j.key LIMIT ?
"""
_RUNNING = """
SELECT workspace, count(*) FROM jobs
WHERE state = 'open' AND kind IN ('message', 'command') AND leased_until >= {now} AND leased_until <= {now} + 660
GROUP BY workspace
"""


class SqlInbox:
    """The inbox in a database. Of one workspace at most ``workspace_turns`` questions are worked on at once."""

    def __init__(self, database: Database, *, workspace_turns: int = 1_000_000) -> None:
        self._database: Database = Migrated(database)
        self._workspace_turns = workspace_turns

    def add(self, jobs: Sequence[NewJob]) -> list[bool]:
        with self._database.transaction(durable=True) as t:
            return [self._add(t, job) for job in jobs]

    @staticmethod
    def _add(t: Transaction, job: NewJob) -> bool:
        held = job.only_if_known and not t.rows(
            "SELECT 1 FROM jobs WHERE conversation = ? AND state <> 'held' LIMIT 1", (job.conversation,)
        )
        new = t.execute(
            "INSERT INTO jobs (key, conversation, position, kind, version, body, workspace, person, received, state, outcome,"
            " owner, leased_until, not_before, attempt, failures, turn, answer, posted, posting, posting_since)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, {now}, ?, '', '', 0, 0, 0, 0, NULL, NULL, 0, -1, 0)"
            " ON CONFLICT (key) DO NOTHING",
            (
                job.key, job.conversation, job.position, job.kind, job.version,
                json.dumps(job.body, ensure_ascii=False), job.workspace, job.user, "held" if held else "open",
            ),
        ) == 1  # fmt: skip
        if not new and not job.only_if_known:  # the same message as a mention: now it is known to be for us
            t.execute("UPDATE jobs SET state = 'open' WHERE key = ? AND state = 'held'", (job.key,))
        return new

    def claim(self, owner: str, *, lease: float, limit: int) -> list[Job]:
        with self._database.transaction() as t:
            t.lock("claim")
            # Whichever of the two was stored first, and by whichever process: here they meet.
            t.execute(
                "UPDATE jobs SET state = 'open' WHERE state = 'held' AND EXISTS"
                " (SELECT 1 FROM jobs o WHERE o.conversation = jobs.conversation AND o.state <> 'held')"
            )
            found = []
            for key in self._within_bounds(t, limit):
                t.execute(
                    "UPDATE jobs SET owner = ?, leased_until = {now} + ?, attempt = attempt + 1 WHERE key = ?",
                    (owner, min(lease, LONGEST_LEASE), key),
                )
                found += t.rows(f"SELECT {_COLUMNS} FROM jobs WHERE key = ?", (key,))  # noqa: S608 - constants
        return [_job(row) for row in found]

    def _within_bounds(self, t: Transaction, limit: int) -> list[str]:
        """Keys of jobs that may be worked on, so that no workspace has more turns than it may."""
        candidates = t.rows(_CLAIMABLE, (limit * 4 + 20,))
        if not candidates:
            return []
        running = {workspace: int(count) for workspace, count in t.rows(_RUNNING)}
        keys: list[str] = []
        for key, workspace, kind in candidates:
            if kind in QUESTIONS:
                if running.get(workspace, 0) >= self._workspace_turns:
                    continue
                running[workspace] = running.get(workspace, 0) + 1
            keys.append(key)
            if len(keys) == limit:
                break
        return keys

    def renew(self, owner: str, keys: Sequence[str], *, lease: float) -> None:
        with self._database.transaction() as t:
            for key in keys:
                t.execute(
                    "UPDATE jobs SET leased_until = {now} + ? WHERE key = ? AND owner = ? AND state = 'open'",
                    (lease, key, owner),
                )

    def begin_turn(self, job: Job, turn: int) -> None:
        self._write(job, "turn = ?", turn, durable=True)

    def save_answer(self, job: Job, answer: dict[str, Any]) -> None:
        self._write(job, "answer = ?", json.dumps(answer, ensure_ascii=False))

    def begin_post(self, job: Job, part: int) -> None:
        """Record that ``part`` is about to be posted, so that whoever takes over looks before posting it."""
        self._write(job, "posting = ?, posting_since = {now}", part, durable=True)

    def end_post(self, job: Job, parts: int) -> None:
        self._write(job, "posted = ?", parts)

    def finish(self, job: Job, outcome: str) -> None:
        self._write(job, "state = 'done', outcome = ?, leased_until = 0", outcome)

    def give_back(self, job: Job, *, delay: float, failed: bool) -> None:
        self._write(job, "leased_until = 0, not_before = {now} + ?, failures = failures + ?", delay, int(failed))

    def _write(self, job: Job, change: str, *values: Any, durable: bool = False) -> None:
        with self._database.transaction(durable=durable) as t:
            changed = t.execute(
                f"UPDATE jobs SET {change} WHERE key = ? AND owner = ? AND attempt = ? AND state = 'open'",  # noqa: S608
                (*values, job.key, job.owner, job.attempt),
            )
        if not changed:
            raise LeaseLost(f"{job.key} is no longer ours")

    def waiting(self) -> int:
        return self.backlog().waiting

    def backlog(self) -> Backlog:
        with self._database.transaction() as t:
            rows = t.rows(
                "SELECT state, count(*), {now} - min(received) FROM jobs WHERE state <> 'done' GROUP BY state"
            )
        found = {state: (int(count), float(oldest)) for state, count, oldest in rows}
        waiting, oldest = found.get("open", (0, 0.0))
        return Backlog(waiting, max(0.0, oldest), found.get("held", (0, 0.0))[0])

    def recent(self, *, workspace: str, user: str | None, before: float, seconds: float) -> int:
        """How many questions of a user, or of the workspace, came in the ``seconds`` up to ``before``, that one included."""
        person = "" if user is None else " AND person = ?"
        values = [workspace, before, before - seconds, *([] if user is None else [user])]
        with self._database.transaction() as t:
            ((count,),) = t.rows(
                "SELECT count(*) FROM jobs WHERE workspace = ? AND received <= ? AND received > ?"  # noqa: S608 - constants
                f" AND kind IN ('message', 'command') AND state <> 'held'{person}",
                values,
            )
        return int(count)

    def prune(self, *, older_than: float) -> int:
        """Forget finished jobs that came more than ``older_than`` seconds ago, and messages whose thread never became ours."""
        with self._database.transaction() as t:
            t.execute("DELETE FROM jobs WHERE state = 'held' AND received < {now} - ?", (HELD_SECONDS,))
            t.execute(
                "DELETE FROM jobs WHERE state = 'held' AND key NOT IN"
                " (SELECT key FROM jobs WHERE state = 'held' ORDER BY received DESC LIMIT ?)",
                (MOST_HELD,),
            )
            return t.execute("DELETE FROM jobs WHERE state = 'done' AND received < {now} - ?", (older_than,))


def _job(row: tuple[Any, ...]) -> Job:
    (key, conversation, kind, version, body, workspace, user, received, attempt, owner, failures, turn, answer, posted,
     posting, age) = row  # fmt: skip
    return Job(
        key, conversation, kind, version, json.loads(body), workspace, user, float(received), attempt, owner, failures, turn,
        json.loads(answer) if answer else None, posted, posting, max(0.0, float(age)) if posting >= 0 else 0.0,
    )  # fmt: skip
