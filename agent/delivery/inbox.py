"""The inbox: jobs that are accepted durably, once each, and worked on by one process at a time, in order.

- A job is known by its key; adding it again changes nothing, however often it is delivered.
- Jobs of one conversation are given out one after the other, in the order of their position.
- A job is leased. A process that dies stops renewing, and another one takes over what it held. Every later write names
  the lease it acts under, so that a process which was only slow cannot write over the one that took over.
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
from agent.migrations import migrate


class LeaseLost(AdvisorError):
    """Another process has taken the job over; nothing more may be done for it here."""


@dataclass(frozen=True, slots=True)
class NewJob:
    """What is accepted: ``position`` orders the jobs of a conversation, ``version`` tells handlers how to read ``body``."""

    key: str
    conversation: str
    position: str
    kind: str
    body: dict[str, Any]
    workspace: str = ""
    user: str = ""
    version: int = 1


@dataclass(frozen=True, slots=True)
class Job:
    """A job under lease, with what was reached for it before."""

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
    posting_since: float = 0.0


class Inbox(Protocol):
    """Where jobs wait. Methods block; call them from a thread. A lost lease raises :class:`LeaseLost`."""

    def add(self, jobs: Sequence[NewJob]) -> list[bool]:
        """Accept jobs durably; tells for each whether it is new."""

    def claim(self, owner: str, *, lease: float, limit: int) -> list[Job]:
        """Lease up to ``limit`` jobs that may be worked on now."""

    def renew(self, owner: str, keys: Sequence[str], *, lease: float) -> None: ...
    def begin_turn(self, job: Job, turn: int) -> None: ...
    def save_answer(self, job: Job, answer: dict[str, Any]) -> None: ...
    def begin_post(self, job: Job, part: int) -> float: ...
    def end_post(self, job: Job, parts: int) -> None: ...
    def finish(self, job: Job, outcome: str) -> None: ...
    def give_back(self, job: Job, *, delay: float, failed: bool) -> None: ...
    def knows(self, conversation: str) -> bool: ...
    def waiting(self) -> int: ...
    def recent(self, *, workspace: str, user: str | None, before: float, seconds: float) -> int: ...
    def outcomes(self, *, workspace: str, outcome: str, seconds: float) -> int: ...
    def prune(self, *, older_than: float) -> int: ...


_COLUMNS = (
    "key, conversation, kind, version, body, workspace, person, received, attempt, owner, failures, turn, answer,"
    " posted, posting, posting_since"
)

_CLAIMABLE = """
SELECT j.key FROM jobs j
WHERE j.state = 'open' AND j.leased_until < {now} AND j.not_before <= {now}
  AND NOT EXISTS (
    SELECT 1 FROM jobs o WHERE o.conversation = j.conversation AND o.state = 'open' AND o.key <> j.key
    AND (o.leased_until >= {now} OR o.position < j.position OR (o.position = j.position AND o.key < j.key)))
ORDER BY j.received, j.key LIMIT ?
"""


class SqlInbox:
    """The inbox in a database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        migrate(database)

    def add(self, jobs: Sequence[NewJob]) -> list[bool]:
        with self._database.transaction(durable=True) as t:
            return [self._add(t, job) for job in jobs]

    @staticmethod
    def _add(t: Transaction, job: NewJob) -> bool:
        return t.execute(
            "INSERT INTO jobs (key, conversation, position, kind, version, body, workspace, person, received, state, outcome,"
            " owner, leased_until, not_before, attempt, failures, turn, answer, posted, posting, posting_since)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, {now}, 'open', '', '', 0, 0, 0, 0, NULL, NULL, 0, -1, 0)"
            " ON CONFLICT (key) DO NOTHING",
            (
                job.key, job.conversation, job.position, job.kind, job.version,
                json.dumps(job.body, ensure_ascii=False), job.workspace, job.user,
            ),
        ) == 1  # fmt: skip

    def claim(self, owner: str, *, lease: float, limit: int) -> list[Job]:
        with self._database.transaction() as t:
            t.lock("claim")
            keys = [key for (key,) in t.rows(_CLAIMABLE, (limit,))]
            found = []
            for key in keys:
                t.execute(
                    "UPDATE jobs SET owner = ?, leased_until = {now} + ?, attempt = attempt + 1 WHERE key = ?",
                    (owner, lease, key),
                )
                found += t.rows(f"SELECT {_COLUMNS} FROM jobs WHERE key = ?", (key,))  # noqa: S608 - constants
        return [_job(row) for row in found]

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

    def begin_post(self, job: Job, part: int) -> float:
        """Record that ``part`` is about to be posted, so that whoever takes over looks before posting it; says when."""
        since = time.time()
        self._write(job, "posting = ?, posting_since = ?", part, since, durable=True)
        return since

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

    def knows(self, conversation: str) -> bool:
        with self._database.transaction() as t:
            return bool(t.rows("SELECT 1 FROM jobs WHERE conversation = ? LIMIT 1", (conversation,)))

    def waiting(self) -> int:
        with self._database.transaction() as t:
            ((count,),) = t.rows("SELECT count(*) FROM jobs WHERE state = 'open'")
        return int(count)

    def recent(self, *, workspace: str, user: str | None, before: float, seconds: float) -> int:
        """How many jobs of a user, or of the workspace, came in the ``seconds`` up to ``before``, that one included."""
        person = "" if user is None else " AND person = ?"
        values = [workspace, before, before - seconds, *([] if user is None else [user])]
        with self._database.transaction() as t:
            ((count,),) = t.rows(
                f"SELECT count(*) FROM jobs WHERE workspace = ? AND received <= ? AND received > ?{person}",  # noqa: S608
                values,
            )
        return int(count)

    def outcomes(self, *, workspace: str, outcome: str, seconds: float) -> int:
        """How many of a workspace's jobs of the last ``seconds`` had that outcome."""
        with self._database.transaction() as t:
            ((count,),) = t.rows(
                "SELECT count(*) FROM jobs WHERE workspace = ? AND outcome = ? AND received > {now} - ?",
                (workspace, outcome, seconds),
            )
        return int(count)

    def prune(self, *, older_than: float) -> int:
        """Forget finished jobs that came more than ``older_than`` seconds ago."""
        with self._database.transaction() as t:
            return t.execute("DELETE FROM jobs WHERE state = 'done' AND received < {now} - ?", (older_than,))


def _job(row: tuple[Any, ...]) -> Job:
    (key, conversation, kind, version, body, workspace, user, received, attempt, owner, failures, turn, answer, posted,
     posting, since) = row  # fmt: skip
    return Job(
        key, conversation, kind, version, json.loads(body), workspace, user, float(received), attempt, owner, failures, turn,
        json.loads(answer) if answer else None, posted, posting, float(since),
    )  # fmt: skip
