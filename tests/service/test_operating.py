"""What operators see and do: counters of all processes, traces of their own, logs that follow a turn, backup and upgrade."""

from __future__ import annotations

import json
import logging
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from agent.advisor import Advisor
from agent.channels.http.app import create_app
from agent.channels.http.telemetry import JsonLines
from agent.channels.http.tracing import set_up_tracing
from agent.channels.serve import check_storage
from agent.commands.feedback import report
from agent.database import PostgresDatabase, SqliteDatabase
from agent.feedback import Feedback
from agent.memory import SqlStore, store_in_file
from agent.service import over
from agent.settings import Settings
from agent.testing import ScriptedModel
from agent.testing import say as saying
from tests.online.doubles import advisor as online
from tests.service.postgresql import binaries, new_database
from tests.service.serving import serving
from tests.service.slack_double import Slack, event, send
from tests.service.test_slack import QUESTION, answer, wait, workspace

ASKED = {"message": "年营销预算3000万怎么分? kumquat"}
STORED = Path(__file__).resolve().parents[1] / "fixtures" / "stored"


@pytest.fixture
def spans() -> Iterator[InMemorySpanExporter]:
    found = InMemorySpanExporter()
    set_up_tracing(None, exporter=found)
    yield found
    set_up_tracing(None)


def counted(text: str, name: str) -> dict[str, float]:
    """The samples of a counter by their labels."""
    return {labels: float(value) for labels, value in re.findall(rf"^{name}(?:{{(.*)}})? (\S+)$", text, re.MULTILINE)}


def test_a_turn_is_counted_by_what_became_of_it():
    """Outcome, refusals by kind, what was asked again, requests, tokens, the cause, the fallback, and how long it took."""
    with ScriptedModel(always=saying("您应该投入 9,876 万元。")) as model:
        app = create_app(lambda: online(model, turn_seconds=60))
        with serving(app) as address, httpx.Client(base_url=address, trust_env=False, timeout=60) as client:
            client.post("/v1/ask", json=ASKED)
            client.post("/v1/ask", json={"message": "AIGC该投多少?"})
            told = client.get("/metrics").text
            requests = len(model.requests)

    assert counted(told, "advisor_turns_total") == {
        'channel="ask",mode="offline",outcome="answered"': 1.0, 'channel="ask",mode="offline",outcome="asked"': 1.0,
    }  # fmt: skip
    assert counted(told, "advisor_model_requests_total")[""] == requests >= 2
    assert counted(told, "advisor_gate_refusals_total")['kind="figure"'] >= 1
    assert counted(told, "advisor_asked_again_total")[""] >= 1
    assert counted(told, "advisor_model_trouble_total")['cause="unsupported_figures"'] >= 1
    assert counted(told, "advisor_offline_fallbacks_total")[""] >= 1
    assert counted(told, "advisor_turn_seconds_count")['channel="ask",mode="offline"'] == 2
    assert counted(told, "advisor_http_request_seconds_count")['path="/v1/ask"'] == 2
    assert "_created" not in told
    assert "kumquat" not in told


def test_slack_is_counted(advisor: Advisor, tmp_path: Path):
    """Deliveries, acknowledgements, attempts, jobs and how long they took."""
    slack = Slack()
    with workspace(advisor, slack, tmp_path) as client:
        answer(client, slack, QUESTION, ts="1700000000.000100")
        send(client, event(QUESTION, ts="1700000000.000100"))
        wait(lambda: counted(client.get("/metrics").text, "advisor_jobs_total"))
        told = client.get("/metrics").text

    assert counted(told, "advisor_slack_events_total") == {'outcome="accepted"': 1.0, 'outcome="repeated"': 1.0}
    assert counted(told, "advisor_slack_ack_seconds_count")[""] == 2
    assert counted(told, "advisor_job_attempts_total") == {'outcome="done"': 1.0}
    assert counted(told, "advisor_job_seconds_count") == {'kind="message"': 1.0}
    assert counted(told, "advisor_turns_total") == {'channel="slack",mode="offline",outcome="answered"': 1.0}
    assert counted(told, "advisor_slack_calls_total")['method="chat.postMessage",outcome="answered"'] == 1
    assert counted(told, "advisor_jobs_waiting")[""] == 0


def test_a_trace_goes_from_the_delivery_to_the_post(advisor: Advisor, tmp_path: Path, spans: InMemorySpanExporter):
    """One trace, though it goes through the inbox; it tells what the turn came to, and no text."""
    slack = Slack()
    with workspace(advisor, slack, tmp_path) as client:
        answer(client, slack, f"{QUESTION} kumquat", ts="1700000000.000100")
        wait(lambda: any(span.name == "post" for span in spans.get_finished_spans()))
    found = {span.name: span for span in spans.get_finished_spans()}
    turn = found["turn"].attributes or {}

    assert {"request", "answer", "turn", "post"} <= set(found)
    assert len({found[name].context.trace_id for name in ("request", "answer", "turn", "post")}) == 1
    assert (turn["advisor.outcome"], turn["advisor.turn"], turn["advisor.mode"]) == ("answered", 1, "offline")
    assert "kumquat" not in "".join(span.to_json() for span in spans.get_finished_spans())


def test_texts_are_in_a_trace_only_where_they_are_asked_for(advisor: Advisor):
    """Then the message and the reply stand in the turn's span."""
    found = InMemorySpanExporter()
    set_up_tracing(None, exporter=found, texts=True)
    try:
        with serving(create_app(lambda: advisor)) as address:
            httpx.post(f"{address}/v1/ask", json=ASKED, trust_env=False, timeout=30)
    finally:
        set_up_tracing(None)
    (turn,) = [span for span in found.get_finished_spans() if span.name == "turn"]

    assert turn.attributes is not None
    assert "kumquat" in str(turn.attributes["advisor.message"])
    assert "300万元" in str(turn.attributes["advisor.reply"])


def test_a_log_follows_a_turn_from_the_request_to_the_post(advisor: Advisor, tmp_path: Path):
    """Each line of it has the id of the delivery's request, and from when it is begun the turn's."""
    lines: list[dict[str, object]] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(json.loads(JsonLines().format(record)))

    kept, root = Kept(), logging.getLogger()
    root.addHandler(kept)
    root.setLevel(logging.INFO)
    slack = Slack()
    try:
        with workspace(advisor, slack, tmp_path) as client:
            answer(client, slack, QUESTION, ts="1700000000.000100")
            wait(lambda: any(line["event"] == "job finished" for line in lines))
    finally:
        root.removeHandler(kept)
        root.setLevel(logging.WARNING)
    delivered = next(line for line in lines if line["event"] == "delivery")
    posted = next(line for line in lines if line["event"] == "posted")

    assert delivered["request"] == posted["request"]
    assert posted["turn"] == "slack/T1/C1/1700000000.000100#1"


# ------------------------------------------------------------------ feedback


def test_feedback_is_reported(advisor: Advisor, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """How many found replies helpful, by workspace and by what they were, and the questions behind those that were not."""
    own = over(advisor, store_in_file(tmp_path / "conversations.sqlite"))
    import asyncio

    for name in ("a", "b"):
        asyncio.run(own.ask("年营销预算3000万怎么分?", conversation=name))
    own.store.close()
    database = SqliteDatabase(tmp_path / "service.sqlite")
    for name, person, helpful in (("a", "U1", True), ("a", "U2", False), ("b", "U1", True)):
        Feedback(database).put(conversation=name, turn=1, workspace="T1", person=person, helpful=helpful)
    database.close()
    assert report(Settings(ADVISOR_DATA_DIR=tmp_path, _env_file=None), "en") == 0
    told = capsys.readouterr().out

    assert "workspace T1: helpful 2, not helpful 1" in told
    assert "reply answered, offline: helpful 2, not helpful 1" in told
    assert "not helpful (to 1): 年营销预算3000万怎么分?" in told


# ------------------------------------------------------------------ backup, restore, upgrade: the walk-through of docs/operate.md


def run(*command: str | Path) -> None:
    subprocess.run(list(map(str, command)), check=True, capture_output=True)


async def test_files_are_backed_up_while_they_are_used_restored_and_upgraded(advisor: Advisor, tmp_path: Path):
    """A copy that SQLite makes goes on where it was made, also one of an older version; what came after it is not in it."""
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    shutil.copy(STORED / "conversations.sqlite", old / "conversations.sqlite")
    before = sqlite3.connect(old / "conversations.sqlite").execute("SELECT count(*) FROM turns").fetchone()[0]
    check_storage(Settings(ADVISOR_DATA_DIR=old, _env_file=None))  # the upgrade
    used = over(advisor, store_in_file(old / "conversations.sqlite"))
    await used.ask("年营销预算3000万怎么分?", conversation="running")
    new.mkdir()
    with sqlite3.connect(old / "conversations.sqlite") as source, sqlite3.connect(new / "conversations.sqlite") as copy:
        source.backup(copy)
    await used.ask("那如果是1000万呢", conversation="running")
    used.store.close()
    restored = over(advisor, store_in_file(new / "conversations.sqlite"))
    told = await restored.ask("那如果是2000万呢", conversation="running")
    turns = sum(len(restored.store.load(summary.name).turns) for summary in restored.store.list())
    restored.store.close()

    assert before > 0
    assert (told.turn, "200万" in told.text) == (2, True)
    assert turns == before + 2
    assert not (new / "conversations.sqlite").stat().st_mode & 0o077


async def test_postgresql_is_backed_up_and_restored(advisor: Advisor, tmp_path: Path, postgresql: str):
    """``pg_dump`` and ``pg_restore`` of the guide: conversations and deliveries go on in the new database."""
    first, second = new_database(postgresql, "kept_first"), new_database(postgresql, "kept_second")
    used = over(advisor, SqlStore(PostgresDatabase(first)))
    await used.ask("年营销预算3000万怎么分?", conversation="running")
    used.store.close()
    dump, programs = tmp_path / "advisor.dump", binaries()
    run(programs / "pg_dump", "--format=custom", f"--file={dump}", first)
    run(programs / "pg_restore", "--no-owner", f"--dbname={second}", dump)
    restored = over(advisor, SqlStore(PostgresDatabase(second)))
    told = await restored.ask("那如果是1000万呢", conversation="running")
    restored.store.close()

    assert (told.turn, "100万" in told.text) == (2, True)
