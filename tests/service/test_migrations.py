"""Databases of before: what today's program wrote is read by the next one, which migrates it once and wholly."""

from __future__ import annotations

import secrets
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pytest

from agent.advisor import Advisor
from agent.channels.slack.installing import Installing
from agent.cli import main
from agent.database import Database, SqliteDatabase
from agent.delivery.inbox import SqlInbox
from agent.feedback import Feedback
from agent.memory import SqlStore
from agent.migrations import MIGRATIONS, Migration, NewerDatabase, migrate, schema_version
from tests.service.migrating import opened
from tests.service.postgresql import new_database
from tools.tracking import Measurement

ROOT = Path(__file__).resolve().parents[2]
STORED = ROOT / "tests" / "fixtures" / "stored"
THREAD = "slack/T1/C1/1700000000.000100"
SAID = {
    "预算": ["年营销预算3000万怎么分?", "那如果是2000万呢", "转化率现在2%，融合与深化阶段要到多少?"],
    "budget": ["Our annual marketing budget is $2m. How do we split it?", "and how much is that per month?", "Make that $2.5m."],
    THREAD: ["marketing budget €500k, how much for the tactical layer?", "那能力层呢?"],
    "only measured": [],
}  # fmt: skip
TABLES = ("conversations", "turns", "facts", "measurements", "jobs", "feedback", "slack_bots", "slack_installations")


@pytest.fixture(params=["sqlite", "postgresql"])
def before(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], str]:
    """Where the database lies that holds ``conversations`` or ``service``, as it was stored without a version."""
    if request.param == "sqlite":
        for name in ("conversations", "service"):
            shutil.copyfile(STORED / f"{name}.sqlite", tmp_path / f"{name}.sqlite")
        return lambda name: str(tmp_path / f"{name}.sqlite")
    url = _empty(request)
    with psycopg.connect(url, autocommit=True) as db:
        db.execute((STORED / "postgresql.sql").read_bytes())
    return lambda _: url


def _empty(request: pytest.FixtureRequest) -> str:
    return new_database(request.getfixturevalue("postgresql"), f"m{secrets.token_hex(6)}")


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a database may be made."""
    return str(tmp_path / "fresh.sqlite") if request.param == "sqlite" else _empty(request)


@pytest.fixture
def old(before: Callable[[str], str]) -> Iterator[Database]:
    found = opened(before("conversations"))
    yield found
    found.close()


def held(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    with database.snapshot() as t:
        names = [name for name in (*TABLES, "schema_migrations") if t.has_table(name)]
        return {name: sorted(t.rows(f"SELECT * FROM {name}"), key=repr) for name in names}


def columns(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """What the tables of ours are like: names, types and defaults."""
    if database.kind == "sqlite":
        query = "SELECT name, type, \"notnull\", dflt_value, pk FROM pragma_table_info('{}') ORDER BY cid"
    else:
        query = (
            "SELECT column_name, data_type, is_nullable, column_default FROM information_schema.columns"
            " WHERE table_name = '{}' ORDER BY ordinal_position"
        )
    with database.snapshot() as t:
        return {name: t.rows(query.format(name)) for name in TABLES if not name.startswith("slack")}


def test_what_was_stored_is_read_as_it_was(old: Database):
    """Turns, facts and KPI entries of an unversioned database come back, and new fields say nothing of old turns."""
    store = SqlStore(old)
    found = {name: store.load(name) for name in SAID}

    assert {summary.name: summary.turns for summary in store.list()} == {name: len(said) for name, said in SAID.items()}
    assert {name: [turn.message for turn in c.turns] for name, c in found.items()} == SAID
    assert [("60万元" in turn.text, turn.language) for turn in found["预算"].turns[:2]] == [(False, "zh"), (True, "zh")]
    assert "$250,000" in found["budget"].turns[2].text
    assert Decimal(2_500_000) in [fact.value for fact in found["budget"].ledger]
    assert found["预算"].measurements == (
        Measurement("kpi.conversion", "2026-01-05", "2%"),
        Measurement("kpi.adoption", "2026-03-01", "45%"),
        Measurement("kpi.conversion", "2026-03-01", "2.2%"),
    )
    assert found["only measured"].measurements == (Measurement("kpi.adoption", "2026-02-01", "30%"),)
    for name, conversation in found.items():
        assert conversation.state is None
        assert [(said.turn, said.message) for said in conversation.unread_history()] == list(enumerate(SAID[name], 1))
        for turn in conversation.turns:
            assert (turn.version, turn.speaker, turn.outcome, turn.reading) == (1, "", "", "")
            assert (turn.unread, turn.moves, turn.statements, turn.state) == ((), (), (), None)


async def test_a_conversation_of_before_goes_on(advisor: Advisor, old: Database):
    """A follow-up is answered from what was said before the migration, in both languages, and is stored behind it."""
    store = SqlStore(old)
    going = Advisor(advisor.framework, advisor.library, store)
    zh = await going.ask("那如果是1000万呢", conversation="预算")
    en = await going.ask("what would $3m give?", conversation="budget")

    assert "年度营销总预算（1,000万元）" in zh.text
    assert "$300,000" in en.text
    assert [turn.number for turn in store.load("预算").turns] == [1, 2, 3, 4]
    assert store.load("预算").state is not None
    assert list(store.load("预算").unread_history()) == []
    assert store.load("预算").measurements[0].figure == "2%"
    assert store.delete("budget")
    assert not store.load("budget").begun


def test_jobs_opinions_and_workspaces_of_before_are_there(before: Callable[[str], str]):
    """A job whose process died is taken over with its turn, an opinion is kept, and an installed workspace has its token."""
    where = before("service")
    with closing(opened(where)) as database:
        inbox, feedback = SqlInbox(database), Feedback(database)
        (job,) = inbox.claim("p3", lease=30, limit=5)

        assert (job.user, job.turn, job.attempt, job.body["text"]) == ("U2", 2, 2, "那能力层呢?")
        assert inbox.waiting() == 2
        inbox.finish(job, "answered")
        assert [job.user for job in inbox.claim("p3", lease=30, limit=5)] == ["U1"]
        assert (feedback.of(THREAD, 1), feedback.of(THREAD, 2)) == ({"U2": True}, {"U1": False})
        url = where if database.kind == "postgresql" else f"sqlite:///{where}"
    installing = Installing(database_url=url, client_id="1.2", client_secret="s", api_url="http://127.0.0.1:9/")
    bot = installing.store.kept.find_bot(enterprise_id=None, team_id="T2")
    installing.close()
    assert bot is not None
    assert bot.bot_token == "token-of-T2"


def test_migrating_adds_and_takes_nothing_away(old: Database):
    """Every value that was stored stands where it stood; running the migrations again changes nothing."""
    was = held(old)
    migrate(old)
    now = held(old)

    for name, rows in was.items():
        width = len(rows[0]) if rows else 0
        assert sorted((row[:width] for row in now[name]), key=repr) == rows
    assert schema_version(old) == len(MIGRATIONS)
    migrate(old)
    SqlStore(old)
    assert held(old) == now


def test_a_migrated_database_is_like_a_fresh_one(request: pytest.FixtureRequest, old: Database, tmp_path: Path):
    """Columns, types and defaults do not tell whether a database was there before."""
    where = str(tmp_path / "other.sqlite") if old.kind == "sqlite" else _empty(request)
    with closing(opened(where)) as other:
        migrate(old)
        migrate(other)

        assert columns(old) == columns(other)
        assert {name for name, _, *_ in columns(old)["turns"]} >= {"moves", "dialogue_state", "version"}


def processes(where: str, go: Path, *words: str, count: int = 1) -> list[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.service.migrating", where, str(go), *words]
    return [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(count)]


def start(running: list[subprocess.Popen[str]], go: Path) -> list[str]:
    """Let processes that are ready go on at once; what each says in the end."""
    for process in running:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    go.touch()
    return [process.communicate(timeout=60)[0].strip() for process in running]


def test_processes_that_start_at_once_migrate_once(before: Callable[[str], str], tmp_path: Path):
    """Each of them finds the database migrated and whole, and each migration is noted once."""
    where, go = before("conversations"), tmp_path / "go"
    running = processes(where, go, count=4)

    assert start(running, go) == ["8"] * 4
    assert [process.returncode for process in running] == [0] * 4
    with closing(opened(where)) as database:
        assert [row[:2] for row in held(database)["schema_migrations"]] == [
            (number, migration.name) for number, migration in enumerate(MIGRATIONS, 1)
        ]


def test_processes_that_start_at_once_make_one_database(fresh: str, tmp_path: Path):
    """Where there is nothing yet, they do not get into each other's way either."""
    go = tmp_path / "go"
    running = processes(fresh, go, count=4)

    assert start(running, go) == ["0"] * 4
    assert [process.returncode for process in running] == [0] * 4


def test_processes_that_start_at_once_make_one_store_of_workspaces(fresh: str, tmp_path: Path):
    """The tables of slack-sdk are made by one process; the others wait for it."""
    go = tmp_path / "go"
    running = processes(fresh, go, "slack", count=4)

    assert start(running, go) == [""] * 4
    assert [process.returncode for process in running] == [0] * 4


@pytest.mark.parametrize(
    ("words", "version"),
    [("CREATE TABLE IF NOT EXISTS facts", 0), ("ADD COLUMN reading", 1), ("INSERT INTO schema_migrations", 0)],
)
def test_a_process_that_dies_in_a_migration_leaves_the_version_before(
    before: Callable[[str], str], tmp_path: Path, words: str, version: int
):
    """Nothing of the migration is there, what was stored is, and the next process migrates wholly."""
    where, go = before("conversations"), tmp_path / "go"
    with closing(opened(where)) as database:
        was = held(database)
    running = processes(where, go, words)
    start(running, go)

    assert running[0].returncode == -signal.SIGKILL
    with closing(opened(where)) as database:
        assert schema_version(database) == version
        assert {name: rows for name, rows in held(database).items() if name in was} == was
        store = SqlStore(database)
        assert schema_version(database) == len(MIGRATIONS)
        assert [turn.message for turn in store.load("budget").turns] == SAID["budget"]


def test_a_migration_that_fails_leaves_the_version_before(old: Database):
    """Its first statements are taken back with it; the migrations before it stay."""
    migrate(old)
    was = held(old)
    broken = Migration("breaks", "UPDATE turns SET message = ''; ALTER TABLE turns ADD COLUMN moves TEXT")

    with pytest.raises(Exception, match="moves"):
        migrate(old, migrations=(*MIGRATIONS, broken))
    assert held(old) == was


def test_a_newer_database_is_refused_and_left_alone(old: Database):
    """The refusal names both versions and what to do, in both languages; every way in refuses, and nothing is changed."""
    migrate(old, migrations=(*MIGRATIONS, Migration("of tomorrow", "CREATE TABLE tomorrow (x INTEGER)")))
    was = held(old)

    for open_it in (SqlStore, SqlInbox, Feedback):
        with pytest.raises(NewerDatabase) as refused:
            open_it(old)
        error = refused.value
        assert (error.found, error.known) == (len(MIGRATIONS) + 1, len(MIGRATIONS))
        assert f"schema version {len(MIGRATIONS) + 1}" in error.in_language("en")
        assert f"结构版本 {len(MIGRATIONS) + 1}" in error.in_language("zh")
        assert all(error.in_language(language) in str(error) for language in ("zh", "en"))
    assert held(old) == was


def test_the_command_refuses_a_newer_database_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    """The command and the session end with the sentence, in both languages, and the file keeps every byte."""
    path = tmp_path / "conversations.sqlite"
    with closing(SqliteDatabase(path)) as database:
        migrate(database, migrations=(*MIGRATIONS, Migration("of tomorrow", "CREATE TABLE tomorrow (x INTEGER)")))
    was = path.read_bytes()
    monkeypatch.setenv("ADVISOR_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("ADVISOR_OFFLINE", "1")
    monkeypatch.chdir(tmp_path)

    for arguments in (["ask", "--conversation", "a", "hello"], []):
        assert main(arguments) == 1
        told = capsys.readouterr()
        assert told.err.startswith("advisor: The database of the stored conversations was written by a later version")
        assert "请升级本程序" in told.err
        assert told.out == ""
    assert path.read_bytes() == was


def test_opening_a_database_that_is_up_to_date_waits_for_nobody(tmp_path: Path):
    """It is only read: a writer that holds the file does not keep another process from opening it."""
    path = tmp_path / "conversations.sqlite"
    with closing(SqliteDatabase(path)) as first, closing(SqliteDatabase(path)) as second:
        migrate(first)
        with first.transaction() as t:
            t.execute("INSERT INTO conversations (name, created, updated) VALUES ('a', '', '')")
            second._db.execute("PRAGMA busy_timeout = 0")
            assert SqlStore(second).load("a").turns == []
