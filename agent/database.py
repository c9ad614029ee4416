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
import time
import zlib
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any, LiteralString, Protocol

from agent.errors import AdvisorError
from agent.private import private_directory, private_file
from knowledge.parts import need

if TYPE_CHECKING:
    from psycopg import Connection
    from psycopg_pool import ConnectionPool


class DatabaseUnavailable(AdvisorError):
    """The database cannot be reached, is locked for too long, or takes nothing: full, read-only, or no database at all.

    The message is the database's own word for it, without a password. ``passing`` tells that it may go away by itself.
    """

    def __init__(self, reason: str, *, passing: bool = True) -> None:
        self.passing = passing
        super().__init__(reason)


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
    return statement.replace("{clustered}", "WITHOUT ROWID").replace("{now}", "steady_now()")


class SteadyClock:
    """Seconds since the epoch that no correction of the machine's clock moves, the same in all processes of a boot.

    A lease is a span of time. By the wall clock it would end at once, or never, when that clock is set. So the time since
    boot counts, and what to add to it is noted in the file by the first process of a boot.
    """

    def __init__(self) -> None:
        self._offset = time.time() - since_boot()

    def __call__(self) -> float:
        return since_boot() + self._offset

    def keep_in(self, db: sqlite3.Connection) -> None:
        """Take the offset that the file has for this boot, or note ours."""
        boot = _boot()
        if boot is None:
            return
        db.execute("CREATE TABLE IF NOT EXISTS clock (boot TEXT PRIMARY KEY, offset_seconds REAL NOT NULL)")
        db.execute("DELETE FROM clock WHERE boot <> ?", (boot,))
        db.execute("INSERT INTO clock VALUES (?, ?) ON CONFLICT DO NOTHING", (boot, self._offset))
        ((self._offset,),) = db.execute("SELECT offset_seconds FROM clock").fetchall()


def since_boot() -> float:
    """Seconds of a clock that nobody sets; it counts while the machine sleeps where the system has such a clock."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


def _boot() -> str | None:
    """What tells this boot from others; ``None`` where the system does not say."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return None


class SqliteDatabase:
    """A SQLite file in WAL mode, or a database in memory for the path ``":memory:"``."""

    kind = "sqlite"

    def __init__(self, path: Path | str) -> None:
        if path != ":memory:":
            private_directory(Path(path).parent)
            private_file(Path(path))  # SQLite gives the files beside it the same rights
        self._lock = threading.Lock()
        clock = SteadyClock()
        with _sqlite_errors():
            self._db = sqlite3.connect(path, check_same_thread=False, timeout=15, isolation_level=None)
            self._db.execute("PRAGMA foreign_keys = ON")
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.create_function("steady_now", 0, clock)
            self._clock = clock if path != ":memory:" else None
        self._durable: bool | None = None

    @contextlib.contextmanager
    def transaction(self, *, durable: bool = False) -> Iterator[Transaction]:
        with self._lock, _sqlite_errors():
            if self._clock is not None:
                with self._begun("IMMEDIATE"):
                    self._clock.keep_in(self._db)
                self._clock = None
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
        raise DatabaseUnavailable(
            str(error), passing=getattr(error, "sqlite_errorname", "") != "SQLITE_NOTADB"
        ) from error


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


#: Seconds that a transaction waits for a connection.
PATIENCE = 5.0


class PostgresDatabase:
    """A PostgreSQL database behind a pool of connections."""

    kind = "postgresql"

    def __init__(self, url: str, *, connections: int = 8) -> None:
        need("postgres")
        from psycopg_pool import ConnectionPool

        self._pool: ConnectionPool[Connection[Any]] = ConnectionPool(
            url,
            min_size=1,
            max_size=connections,
            timeout=PATIENCE,
            reconnect_timeout=PATIENCE,  # longer, and the pauses between attempts outlast the outage
            open=True,
            check=ConnectionPool.check_connection,  # a server that came again has closed those of before
            kwargs={"connect_timeout": 5},
        )

    def transaction(self, *, durable: bool = False) -> AbstractContextManager[Transaction]:
        return self._begun("" if durable else "SET LOCAL synchronous_commit = off")

    def snapshot(self) -> AbstractContextManager[Transaction]:
        return self._begun("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")

    @contextlib.contextmanager
    def _begun(self, setting: LiteralString) -> Iterator[Transaction]:
        with _postgres_errors(), self._pool.connection() as db:
            if setting:
                db.execute(setting)
            yield _PostgresTransaction(db)

    def close(self) -> None:
        self._pool.close()


@contextlib.contextmanager
def _postgres_errors() -> Iterator[None]:
    import psycopg
    from psycopg_pool import PoolClosed, PoolTimeout

    try:
        yield
    except (psycopg.IntegrityError, psycopg.DataError):
        raise
    except (psycopg.Error, PoolClosed, PoolTimeout) as error:
        raise DatabaseUnavailable(_reason(error), passing=_passes(error)) from error


def check_postgres(url: str) -> None:
    """Connect once. Raises :class:`DatabaseUnavailable` with the server's own reason, which a pool does not tell."""
    need("postgres")
    import psycopg

    with _postgres_errors():
        psycopg.connect(url, connect_timeout=5).close()


def _reason(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return f"{type(error).__name__}: {lines[0]}" if lines else type(error).__name__


def _passes(error: Exception) -> bool:
    """Whether waiting may help: a server that starts or is away, not a name or password that it does not know."""
    told = str(error)
    return (
        "FATAL" not in told or "starting up" in told or "shutting down" in told or "too many" in told or "slots" in told
    )
