"""One small door to two databases: statements in a transaction, on a SQLite file or on PostgreSQL.

Statements are written once, with ``?`` for a parameter and ``{now}`` for the seconds since the epoch by the database's
clock (processes on several hosts share that one); in a schema, ``{clustered}`` keeps a table's rows in its primary key
where the database can. Leaves the tables to ``agent.migrations``. A database that cannot be reached is
:class:`DatabaseUnavailable`; whoever asked may try again.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
import zlib
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any, LiteralString, Protocol

from agent.errors import AdvisorError

if TYPE_CHECKING:
    from psycopg import Connection
    from psycopg_pool import ConnectionPool


class DatabaseUnavailable(AdvisorError):
    """The database cannot be reached or is locked for too long."""


class Transaction(Protocol):
    """An open transaction."""

    def execute(self, statement: str, parameters: Sequence[Any] = ()) -> int:
        """Run a statement; returns how many rows it changed."""

    def rows(self, statement: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows of a query."""

    def has_table(self, name: str) -> bool:
        """Whether there is a table of that name."""

    def lock(self, name: str) -> None:
        """Keep every other transaction that locks ``name`` waiting until this one ends."""


class Database(Protocol):
    """Where transactions are opened. Safe to use from several threads and processes."""

    kind: str

    def transaction(self, *, durable: bool = False) -> AbstractContextManager[Transaction]:
        """A transaction; a ``durable`` one outlives a power cut as soon as it has ended."""

    def snapshot(self) -> AbstractContextManager[Transaction]:
        """Queries that all see the same moment, and that keep no writer waiting."""

    def close(self) -> None: ...


class _SqliteTransaction:
    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def execute(self, statement: str, parameters: Sequence[Any] = ()) -> int:
        return self._db.execute(_sqlite(statement), parameters).rowcount

    def rows(self, statement: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        return self._db.execute(_sqlite(statement), parameters).fetchall()

    def has_table(self, name: str) -> bool:
        return bool(self.rows("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (name,)))

    def lock(self, name: str) -> None:
        """Nothing to do: a transaction that writes has the whole file."""


def _sqlite(statement: str) -> str:
    text = statement.replace("{clustered}", "WITHOUT ROWID")
    return text.replace("{now}", "((julianday('now') - 2440587.5) * 86400.0)")


class SqliteDatabase:
    """A SQLite file in WAL mode, or a database in memory for the path ``":memory:"``."""

    kind = "sqlite"

    def __init__(self, path: Path | str) -> None:
        if path != ":memory:":
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        with _sqlite_errors():
            self._db = sqlite3.connect(path, check_same_thread=False, timeout=15, isolation_level=None)
            self._db.execute("PRAGMA foreign_keys = ON")
            self._db.execute("PRAGMA journal_mode = WAL")
        self._durable: bool | None = None

    @contextlib.contextmanager
    def transaction(self, *, durable: bool = False) -> Iterator[Transaction]:
        with self._lock, _sqlite_errors():
            if durable is not self._durable:
                self._db.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
                self._durable = durable
            with self._begun("IMMEDIATE") as transaction:
                yield transaction

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[Transaction]:
        with self._lock, _sqlite_errors(), self._begun("DEFERRED") as transaction:
            yield transaction

    @contextlib.contextmanager
    def _begun(self, kind: str) -> Iterator[Transaction]:
        self._db.execute(f"BEGIN {kind}")
        try:
            yield _SqliteTransaction(self._db)
        except BaseException:
            with contextlib.suppress(sqlite3.OperationalError):  # a full disk has ended it already
                self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def close(self) -> None:
        with self._lock:
            self._db.close()


@contextlib.contextmanager
def _sqlite_errors() -> Iterator[None]:
    try:
        yield
    except (sqlite3.IntegrityError, sqlite3.ProgrammingError, sqlite3.DataError):
        raise
    except sqlite3.DatabaseError as error:  # locked, full, read-only, or no database at all
        raise DatabaseUnavailable(str(error)) from error


class _PostgresTransaction:
    def __init__(self, db: Connection[Any]) -> None:
        self._db = db

    def execute(self, statement: str, parameters: Sequence[Any] = ()) -> int:
        return self._db.execute(_postgres(statement), _plain(parameters)).rowcount

    def rows(self, statement: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        return self._db.execute(_postgres(statement), _plain(parameters)).fetchall()

    def has_table(self, name: str) -> bool:
        # A query of the catalogue: to_regclass may answer from before a lock that was waited for.
        places = "schemaname = ANY (current_schemas(false)) AND tablename = ?"
        return bool(self.rows(f"SELECT 1 FROM pg_catalog.pg_tables WHERE {places}", (name,)))  # noqa: S608 - constants

    def lock(self, name: str) -> None:
        self._db.execute("SELECT pg_advisory_xact_lock(%s)", (zlib.crc32(name.encode()),))


def _postgres(statement: str) -> bytes:
    text = statement.replace("%", "%%").replace("?", "%s").replace("{clustered}", "")
    return text.replace("{now}", "extract(epoch FROM clock_timestamp())::float8").encode()


def _plain(parameters: Sequence[Any]) -> list[Any]:
    """PostgreSQL's text knows no NUL."""
    return [p.replace("\0", "\N{REPLACEMENT CHARACTER}") if isinstance(p, str) else p for p in parameters]


class PostgresDatabase:
    """A PostgreSQL database behind a pool of connections."""

    kind = "postgresql"

    def __init__(self, url: str, *, connections: int = 8) -> None:
        from psycopg_pool import ConnectionPool

        self._pool: ConnectionPool[Connection[Any]] = ConnectionPool(
            url, min_size=1, max_size=connections, timeout=10, open=True, kwargs={"connect_timeout": 5}
        )

    def transaction(self, *, durable: bool = False) -> AbstractContextManager[Transaction]:
        return self._begun("" if durable else "SET LOCAL synchronous_commit = off")

    def snapshot(self) -> AbstractContextManager[Transaction]:
        return self._begun("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")

    @contextlib.contextmanager
    def _begun(self, setting: LiteralString) -> Iterator[Transaction]:
        from psycopg import OperationalError
        from psycopg_pool import PoolTimeout

        try:
            with self._pool.connection() as db:
                if setting:
                    db.execute(setting)
                yield _PostgresTransaction(db)
        except (OperationalError, PoolTimeout) as error:
            raise DatabaseUnavailable(type(error).__name__) from error

    def close(self) -> None:
        self._pool.close()
