"""What is away is seen: by whoever asks, by what watches the service, and in the log; and nothing of it is lost."""

from __future__ import annotations

import contextlib
import logging
import re
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from agent import database as databases
from agent.advisor import Advisor
from agent.channels.http.app import create_app
from agent.channels.http.engine import Engine
from agent.channels.http.spending import Spending
from agent.channels.serve import check_storage
from agent.database import Database, DatabaseUnavailable, SqliteDatabase
from agent.delivery.inbox import NewJob, SqlInbox
from agent.errors import SettingsError
from agent.limits import Bounds, Meter
from agent.memory import SqlStore
from agent.migrations import MIGRATIONS, Migration, NewerDatabase, migrate
from agent.service import over
from agent.settings import Settings
from tests.service.postgresql import Server, new_database, running
from tests.service.serving import free_port, serving
from tests.service.slack_double import Slack, event, send
from tests.service.test_slack import QUESTION, wait, workspace

ASKED = {"message": "年营销预算3000万怎么分?", "conversation": "kept"}
WAYS = ("full", "read-only")


def take(file: SqliteDatabase, way: str) -> None:
    """Let the file take nothing from now on."""
    if way == "read-only":
        file._db.execute("PRAGMA query_only = ON")
        return

    @contextlib.contextmanager
    def full(_: str) -> Iterator[None]:
        raise sqlite3.OperationalError("database or disk is full")
        yield

    file._begun = full  # type: ignore[assignment, method-assign]


def give_back(file: SqliteDatabase) -> None:
    """Let the file take again what is written."""
    file._db.execute("PRAGMA query_only = OFF")
    file.__dict__.pop("_begun", None)


@pytest.fixture
def server() -> Iterator[Server]:
    with running() as found:
        yield found


def metrics(client: httpx.Client) -> str:
    return client.get("/metrics").text


def ready(client: httpx.Client) -> bool:
    return client.get("/readyz").status_code == 200


# ------------------------------------------------------------------ the database


@pytest.mark.parametrize("way", WAYS)
def test_a_database_that_takes_nothing_is_a_503(advisor: Advisor, tmp_path: Path, way: str):
    """Full or read-only: a typed error that says when to come again, an unready service, and all is well again by itself."""
    kept, counted = SqliteDatabase(tmp_path / "c.sqlite"), SqliteDatabase(tmp_path / "s.sqlite")
    own = over(advisor, SqlStore(kept))
    app = create_app(lambda: own, spending=Spending(Meter(counted), Bounds()))
    with serving(app) as address, httpx.Client(base_url=address, trust_env=False, timeout=20) as client:
        assert client.post("/v1/ask", json=ASKED).status_code == 200
        assert ready(client)
        take(kept, way)
        asked = client.post("/v1/ask", json=ASKED)
        chat = {"messages": [{"role": "user", "content": "3000万怎么分"}], "conversation": "kept", "stream": True}
        streamed = client.post("/v1/chat/completions", json=chat)
        assert (asked.status_code, asked.json()["error"]["code"]) == (503, "database_unavailable")
        assert int(asked.headers["retry-after"]) > 0
        assert '"code": "database_unavailable"' in streamed.text
        give_back(kept)
        take(counted, way)
        wait(lambda: not ready(client), 5)
        unready = client.get("/readyz")
        assert unready.json()["error"]["code"] == "database_unavailable"
        assert client.post("/v1/ask", json=ASKED).status_code == 503
        assert client.get("/healthz").status_code == 200
        assert "advisor_ready 0.0" in metrics(client)
        give_back(counted)
        wait(lambda: ready(client), 5)
        assert client.post("/v1/ask", json=ASKED).json()["turn"] == 2


@pytest.mark.parametrize("way", WAYS)
def test_what_was_accepted_is_answered_once_when_the_disk_takes_it_again(
    advisor: Advisor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
):
    """Deliveries get 503 meanwhile, and those of before and after are answered once each."""
    slack, stamps = Slack(), [f"1700000000.0001{n:02}" for n in range(12)]
    with opened_files(monkeypatch) as files, workspace(advisor, slack, tmp_path) as client:
        for ts in stamps[:6]:
            assert send(client, event(QUESTION, ts=ts)).status_code == 200
        for held in files:
            take(held, way)
        statuses = {send(client, event(QUESTION, ts=ts)).status_code for ts in stamps[6:]}
        time.sleep(1.5)
        for held in files:
            give_back(held)
        for ts in stamps[6:]:
            assert send(client, event(QUESTION, ts=ts)).status_code == 200
        wait(lambda: all(slack.answers("C1", ts) for ts in stamps), 40)
        time.sleep(1)

    assert statuses == {503}
    assert all(len(slack.answers("C1", ts)) == 1 for ts in stamps)


@contextlib.contextmanager
def opened_files(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[SqliteDatabase]]:
    """Every file that is opened within the block."""
    found: list[SqliteDatabase] = []
    real = SqliteDatabase.__init__

    def noting(self: SqliteDatabase, path: Path | str) -> None:
        real(self, path)
        if path != ":memory:":
            found.append(self)

    monkeypatch.setattr(SqliteDatabase, "__init__", noting)
    yield found


def test_a_database_that_goes_and_comes_loses_nothing(advisor: Advisor, tmp_path: Path, server: Server):
    """PostgreSQL is ended and started again: 503 and unready meanwhile, never 500, and each message is answered once."""
    slack, stamps = Slack(), [f"1700000000.0001{n:02}" for n in range(10)]
    with workspace(advisor, slack, tmp_path, database=new_database(server.address, "away")) as client:
        wait(lambda: ready(client))
        for ts in stamps[:5]:
            assert send(client, event(QUESTION, ts=ts)).status_code == 200
        server.stop()
        away = send(client, event(QUESTION, ts=stamps[5]))
        assert (away.status_code, away.json()["error"]["code"]) == (503, "database_unavailable")
        time.sleep(3)
        server.start()
        for ts in stamps[5:]:
            wait(lambda ts=ts: send(client, event(QUESTION, ts=ts)).status_code == 200, 20)  # type: ignore[misc]
        wait(lambda: all(slack.answers("C1", ts) for ts in stamps), 40)
        time.sleep(1)
        statuses = set(re.findall(r'advisor_http_requests_total{path="[^"]+",status="(\d+)"}', metrics(client)))

    assert "500" not in statuses
    assert all(len(slack.answers("C1", ts)) == 1 for ts in stamps)


def test_the_advisor_is_opened_as_soon_as_its_database_is_there(advisor: Advisor, caplog: pytest.LogCaptureFixture):
    """Until then it says why not, to whoever asks and in the log; nobody has to start anything again."""
    tried = 0

    def opened() -> Advisor:
        nonlocal tried
        tried += 1
        if tried < 3:
            raise DatabaseUnavailable("connection refused by db.internal")
        return advisor

    engine = Engine(opened)
    with serving(create_app(engine)) as address, httpx.Client(base_url=address, trust_env=False, timeout=20) as client:
        first = client.post("/v1/ask", json=ASKED)
        wait(lambda: ready(client), 20)
        again = client.post("/v1/ask", json={"message": "hello"})

    assert (first.status_code, first.json()["error"]["code"]) == (503, "database_unavailable")
    assert "db.internal" not in first.text
    assert again.status_code == 200
    assert any(getattr(record, "reason", "") == "connection refused by db.internal" for record in caplog.records)


# ------------------------------------------------------------------ the start


def test_a_start_that_cannot_work_names_its_cause(tmp_path: Path, server: Server):
    """A wrong name, a file that is no database, a database of later: each is said in a sentence; one that is away is waited for."""
    (tmp_path / "conversations.sqlite").write_bytes(b"no database" * 500)
    with pytest.raises(SettingsError, match=r"not a database.*ADVISOR_DATA_DIR"):
        check_storage(Settings(ADVISOR_DATA_DIR=tmp_path, _env_file=None))
    with pytest.raises(SettingsError, match=r'"nowhere" does not exist.*ADVISOR_DATABASE_URL'):
        check_storage(Settings(ADVISOR_DATABASE_URL=f"{server.address}/nowhere", _env_file=None))
    (tmp_path / "file").touch()
    with pytest.raises(SettingsError, match="ADVISOR_DATA_DIR"):
        check_storage(Settings(ADVISOR_DATA_DIR=tmp_path / "file" / "data", _env_file=None))
    later = SqliteDatabase(tmp_path / "later" / "conversations.sqlite")
    migrate(later, migrations=(*MIGRATIONS, Migration("of later", "CREATE TABLE later (n INTEGER)")))
    later.close()
    with pytest.raises(NewerDatabase):
        check_storage(Settings(ADVISOR_DATA_DIR=tmp_path / "later", _env_file=None))


def test_a_database_that_is_away_is_waited_for(capsys: pytest.CaptureFixture[str]):
    """The start goes on, with the server's own word for why."""
    address = f"postgresql://advisor:secret@127.0.0.1:{free_port()}/advisor"
    check_storage(Settings(ADVISOR_DATABASE_URL=address, _env_file=None))
    said = capsys.readouterr().err

    assert "refused" in said
    assert "secret" not in said


# ------------------------------------------------------------------ Slack


def test_an_outage_of_slack_is_seen(
    advisor: Advisor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    """The log warns, the counters tell how many wait, since when, and what the attempts end in."""
    monkeypatch.setattr("agent.delivery.worker.LONG", 0.5)
    monkeypatch.setattr("agent.delivery.worker.WATCHING", 0.3)
    caplog.set_level(logging.WARNING)
    dead = f"http://127.0.0.1:{free_port()}/api/"
    with workspace(advisor, Slack(), tmp_path, SLACK_API_URL=dead) as client:
        for n in range(3):
            assert send(client, event(QUESTION, ts=f"1700000000.00010{n}")).status_code == 200
        wait(lambda: any("messages wait" in record.message for record in caplog.records), 20)
        told = metrics(client)

    assert "advisor_jobs_waiting 3.0" in told
    oldest = re.search(r"^advisor_jobs_oldest_seconds (\S+)", told, re.MULTILINE)
    assert oldest is not None
    assert float(oldest[1]) > 0.5
    assert re.search(r'advisor_job_attempts_total{outcome="later"} [1-9]', told)
    assert re.search(r'advisor_slack_calls_total{method="auth.test",outcome="not sent"} [1-9]', told)
    assert "_created" not in told
    warning = next(record for record in caplog.records if "messages wait" in record.message)
    assert (warning.waiting, "auth.test" in warning.reason) == (3, True)  # type: ignore[attr-defined]


# ------------------------------------------------------------------ clocks


@pytest.mark.parametrize("jump", [-86_400, -3600, -5, 5, 3600, 86_400])
def test_a_clock_that_jumps_strands_no_lease_and_ends_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jump: float
):
    """A living process keeps what it works on, a dead one's work is taken over in time, whatever the wall clock does."""
    inbox = SqlInbox(SqliteDatabase(tmp_path / "jobs.sqlite"))
    inbox.add([NewJob(f"c{n}/1", f"c{n}", "1", "message", {}) for n in range(2)])
    (dead,) = inbox.claim("dead", lease=0.6, limit=1)
    (living,) = inbox.claim("living", lease=30, limit=1)
    real = time.time
    monkeypatch.setattr(databases.time, "time", lambda: real() + jump)
    other = SqlInbox(SqliteDatabase(tmp_path / "jobs.sqlite"))  # a process that starts after the jump

    assert other.claim("other", lease=30, limit=5) == []
    time.sleep(0.8)
    assert [job.key for job in other.claim("other", lease=30, limit=5)] == [dead.key]
    inbox.begin_post(living, 0)


def test_a_lease_of_before_a_reboot_strands_nothing(database: Database):
    """What lies further ahead than any lease was written by another clock."""
    inbox = SqlInbox(database)
    inbox.add([NewJob("c/1", "c", "1", "message", {}), NewJob("c/2", "c", "2", "message", {})])
    inbox.claim("dead", lease=30, limit=1)
    with database.transaction() as t:
        t.execute("UPDATE jobs SET leased_until = leased_until + 90000, not_before = {now} + 90000 WHERE key = 'c/1'")

    assert [job.key for job in inbox.claim("other", lease=30, limit=5)] == ["c/1"]
    assert inbox.claim("third", lease=30, limit=5) == []
