"""The schema of everything that lives in a database, and how a database of before gets there.

Migrations are numbered from one, run in order and each in a transaction of its own, which also notes it in
``schema_migrations``: a process that dies in the middle of one leaves the version before it. Processes that start at once
wait for each other (the file's write lock, PostgreSQL's advisory lock), and the second finds the work done. A database
that is up to date is only read. One that a later program wrote is refused and stays as it is.

Migrations go forward only, and what was published is never edited: a change is a further one. Keep to what a process of
before goes on with while it runs (new tables, columns with a default): statements name their columns for that reason.
The tables of installed Slack workspaces are slack-sdk's, which makes them itself.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from agent.database import Database, DatabaseUnavailable, Transaction
from tools.tongues import chinese

TABLE = "schema_migrations"


class NewerDatabase(DatabaseUnavailable):
    """The database was written by a later program; ``found`` and ``known`` are the schema versions of both."""

    def __init__(self, found: int, known: int) -> None:
        self.found = found
        self.known = known
        super().__init__(f"{self.in_language('en')}\n{self.in_language('zh')}", passing=False)

    def in_language(self, language: str) -> str:
        if chinese(language):
            return (
                f"存储对话的数据库由更新版本的程序写入（结构版本 {self.found}，本程序只认识到 {self.known}），未作任何改动。"
                "请升级本程序，或把 ADVISOR_DATA_DIR 或 ADVISOR_DATABASE_URL 指向别处。"
            )
        return (
            f"The database of the stored conversations was written by a later version of the program (schema version {self.found};"
            f" this one knows up to {self.known}). Nothing was changed. Upgrade the program, or point ADVISOR_DATA_DIR or"
            " ADVISOR_DATABASE_URL to another place."
        )


@dataclass(frozen=True, slots=True)
class Migration:
    """A step of the schema: statements with a semicolon between them, written as for :mod:`agent.database`."""

    name: str
    statements: str


#: What databases hold that have no version yet; whatever of it is there stays as it is.
_FIRST_TABLES = """
CREATE TABLE IF NOT EXISTS schema_migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, at TEXT NOT NULL);
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
) {clustered};
CREATE TABLE IF NOT EXISTS jobs (
    key TEXT PRIMARY KEY, conversation TEXT NOT NULL, position TEXT NOT NULL, kind TEXT NOT NULL,
    version INTEGER NOT NULL, body TEXT NOT NULL, workspace TEXT NOT NULL, person TEXT NOT NULL,
    received DOUBLE PRECISION NOT NULL, state TEXT NOT NULL, outcome TEXT NOT NULL,
    owner TEXT NOT NULL, leased_until DOUBLE PRECISION NOT NULL, not_before DOUBLE PRECISION NOT NULL,
    attempt INTEGER NOT NULL, failures INTEGER NOT NULL, turn INTEGER, answer TEXT,
    posted INTEGER NOT NULL, posting INTEGER NOT NULL, posting_since DOUBLE PRECISION NOT NULL
);
CREATE INDEX IF NOT EXISTS jobs_open ON jobs (conversation, position, key) WHERE state = 'open';
CREATE INDEX IF NOT EXISTS jobs_conversation ON jobs (conversation);
CREATE INDEX IF NOT EXISTS jobs_person ON jobs (workspace, person, received);
CREATE TABLE IF NOT EXISTS feedback (
    conversation TEXT NOT NULL, turn INTEGER NOT NULL, workspace TEXT NOT NULL, person TEXT NOT NULL,
    helpful INTEGER NOT NULL, at DOUBLE PRECISION NOT NULL, PRIMARY KEY (conversation, turn, person)
)
"""

#: ``state`` was taken already, by what a turn of format 1 leaves behind.
_WHAT_A_TURN_WAS_READ_AS = """
ALTER TABLE turns ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE turns ADD COLUMN speaker TEXT NOT NULL DEFAULT '';
ALTER TABLE turns ADD COLUMN outcome TEXT NOT NULL DEFAULT '';
ALTER TABLE turns ADD COLUMN reading TEXT NOT NULL DEFAULT '';
ALTER TABLE turns ADD COLUMN unread TEXT;
ALTER TABLE turns ADD COLUMN moves TEXT;
ALTER TABLE turns ADD COLUMN statements TEXT;
ALTER TABLE turns ADD COLUMN dialogue_state TEXT
"""

#: ``state`` of a job may be ``held`` from here on: a message of a thread that may turn out to be ours.
_WHAT_CALLERS_TAKE = """
CREATE TABLE taken (
    what TEXT NOT NULL, seconds INTEGER NOT NULL, span BIGINT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (what, seconds)
) {clustered};
CREATE TABLE places (place TEXT PRIMARY KEY, who TEXT NOT NULL, until DOUBLE PRECISION NOT NULL);
CREATE INDEX places_who ON places (who);
CREATE TABLE probes (name TEXT PRIMARY KEY, at DOUBLE PRECISION NOT NULL);
CREATE INDEX jobs_held ON jobs (conversation) WHERE state = 'held';
CREATE INDEX jobs_leased ON jobs (workspace, leased_until) WHERE state = 'open'
"""

_TITLES_AND_REASONS = """
ALTER TABLE conversations ADD COLUMN title TEXT NOT NULL DEFAULT '';
ALTER TABLE feedback ADD COLUMN reason TEXT NOT NULL DEFAULT ''
"""

_LIBRARIES = """
CREATE TABLE IF NOT EXISTS library_versions (library TEXT PRIMARY KEY, version INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS library_files (
    library TEXT NOT NULL, path TEXT NOT NULL, content TEXT NOT NULL, PRIMARY KEY (library, path)
)
"""

MIGRATIONS: tuple[Migration, ...] = (
    Migration("the tables of before there were versions", _FIRST_TABLES),
    Migration("what a turn was read as, and the dialogue state after it", _WHAT_A_TURN_WAS_READ_AS),
    Migration("what callers take, and messages that wait for their thread", _WHAT_CALLERS_TAKE),
    Migration("documents and frameworks of each library", _LIBRARIES),
    Migration("titles of conversations, and why a reply was not helpful", _TITLES_AND_REASONS),
)


def migrate(database: Database, *, migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Bring the database to the schema of this program.

    Raises :class:`NewerDatabase` where a later program wrote it, and whatever a migration raises; the database then has
    the version before that migration.
    """
    with database.snapshot() as t:
        found = _version(t, known=len(migrations))
    for number, migration in enumerate(migrations[found:], found + 1):
        with database.transaction() as t:  # what is stored later, and outlives a power cut, takes it along
            t.lock("schema")
            if _version(t, known=len(migrations)) >= number:  # another process was first
                continue
            for statement in migration.statements.split(";"):
                t.execute(statement)
            t.execute(
                "INSERT INTO schema_migrations (number, name, at) VALUES (?, ?, ?)",
                (number, migration.name, datetime.now(UTC).isoformat(timespec="seconds")),
            )


class Migrated:
    """A database that is brought up to date when it is first written to; until it can be reached, each use tries again."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._done = False
        self.kind = database.kind

    @contextlib.contextmanager
    def transaction(self, *, durable: bool = False) -> Iterator[Transaction]:
        self._migrate()
        with self._database.transaction(durable=durable) as t:
            yield t

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[Transaction]:
        self._migrate()
        with self._database.snapshot() as t:
            yield t

    def close(self) -> None:
        self._database.close()

    def _migrate(self) -> None:
        if self._done:
            return
        with self._lock:
            if not self._done:
                migrate(self._database)
                self._done = True


def schema_version(database: Database) -> int:
    """The number of the last migration that the database went through; 0 where it has none."""
    with database.snapshot() as t:
        return _version(t)


def _version(t: Transaction, *, known: int | None = None) -> int:
    if not t.has_table(TABLE):
        return 0
    ((found,),) = t.rows("SELECT coalesce(max(number), 0) FROM schema_migrations")
    if known is not None and found > known:
        raise NewerDatabase(found, known)
    return int(found)
