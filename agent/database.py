"""One small door to two databases: statements in a transaction, on a SQLite file or on PostgreSQL.

Statements are written once, with ``?`` for a parameter and ``{now}`` for the seconds since the epoch by the database's
clock (processes on several hosts share that one). Leaves the tables to those who own them. A database that cannot be
reached is :class:`DatabaseUnavailable`; whoever asked may try again.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
import zlib
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

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

    def lock(self, name: str) -> None:
        """Keep every other transaction that locks ``name`` waiting until this one ends."""


class Database(Protocol):
    """Where transactions are opened. Safe to use from several threads and processes."""

    kind: str

    def transaction(self, *, durable: bool = False) -> AbstractContextManager[Transaction]:
        """A transaction; a ``durable`` one outlives a power cut as soon as it has ended."""

    def create(self, schema: str) -> None:
        """Run the statements of ``schema``, once among all processes."""

    def close(self) -> None: ...


class _SqliteTransaction:
    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def execute(self, statement: str, parameters: Sequence[Any] = ()) -> int:
        return self._db.execute(_sqlite(statement), parameters).rowcount

    def rows(self, statement: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        return self._db.execute(_sqlite(statement), parameters).fetchall()

    def lock(self, name: str) -> None:
        """Nothing to do: a transaction that writes has the whole file."""


def _sqlite(statement: str) -> str:
    return statement.replace("{now}", "((julianday('now') - 2440587.5) * 86400.0)")


class SqliteDatabase:
    """A SQLite file in WAL mode."""

    kind = "sqlite"

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._db = sqlite3.connect(path, check_same_thread=False, timeout=15, isolation_level=None)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._durable: bool | None = None

    @contextlib.contextmanager
    def transaction(self, *, durable: bool = False) -> Iterator[Transaction]:
        with self._lock, _sqlite_errors():
            if durable is not self._durable:
                self._db.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
                self._durable = durable
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield _SqliteTransaction(self._db)
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def create(self, schema: str) -> None:
        with self.transaction() as t:
            for statement in schema.split(";"):
                if statement.strip():
                    t.execute(statement)

    def close(self) -> None:
        with self._lock:
            self._db.close()


@contextlib.contextmanager
def _sqlite_errors() -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        raise DatabaseUnavailable(str(error)) from error


class _PostgresTransaction:
    def __init__(self, db: Connection[Any]) -> None:
        self._db = db

    def execute(self, statement: str, parameters: Sequence[Any] = ()) -> int:
        return self._db.execute(_postgres(statement), _plain(parameters)).rowcount

    def rows(self, statement: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        return self._db.execute(_postgres(statement), _plain(parameters)).fetchall()

    def lock(self, name: str) -> None:
        self._db.execute("SELECT pg_advisory_xact_lock(%s)", (zlib.crc32(name.encode()),))


def _postgres(statement: str) -> bytes:
    text = statement.replace("%", "%%").replace("?", "%s")
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

    @contextlib.contextmanager
    def transaction(self, *, durable: bool = False) -> Iterator[Transaction]:
        from psycopg import OperationalError
        from psycopg_pool import PoolTimeout

        try:
            with self._pool.connection() as db:
                if not durable:
                    db.execute("SET LOCAL synchronous_commit = off")
                yield _PostgresTransaction(db)
        except (OperationalError, PoolTimeout) as error:
            raise DatabaseUnavailable(type(error).__name__) from error

    def create(self, schema: str) -> None:
        with self.transaction(durable=True) as t:
            t.lock("schema")
            for statement in schema.split(";"):
                if statement.strip():
                    t.execute(statement)

    def close(self) -> None:
        self._pool.close()
