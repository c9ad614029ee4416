"""What callers and workspaces may take: counted before it is taken, and never more than the bound."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from agent.advisor import Advisor
from agent.channels.http.app import create_app
from agent.channels.http.spending import Spending
from agent.database import Database, DatabaseUnavailable, SqliteDatabase
from agent.delivery.inbox import NewJob, SqlInbox
from agent.limits import DAY, MINUTE, Bounds, Meter
from agent.testing import ScriptedModel
from agent.testing import say as saying
from agent.usage import allowance
from tests.online.doubles import advisor as online
from tests.service.serving import serving
from tests.service.slack_double import Slack, buttons, event, press, send, shown
from tests.service.test_slack import QUESTION, answer, wait, workspace

SPLIT = {"message": "年营销预算3000万怎么分?"}


def spending(directory: Path, **bounds: int) -> Spending:
    return Spending(Meter(SqliteDatabase(directory / "service.sqlite")), Bounds(**bounds))


def careless() -> ScriptedModel:
    """A model that types a figure each time, so that it is asked again and given up."""
    return ScriptedModel(always=saying("您应该投入 9,876 万元。"))


def test_a_count_is_never_more_than_its_bound(database: Database):
    """However many take at the same time, exactly as many get something as there is, and the rest learn when there is more."""
    meters = [Meter(database) for _ in range(4)]
    meters[0].probe()
    with ThreadPoolExecutor(24) as pool:
        left = list(pool.map(lambda n: meters[n % 4].take("model/x", most=37, seconds=DAY), range(200)))

    assert left.count(0) == 37
    assert all(0 < seconds <= DAY + 1 for seconds in left if seconds)
    assert Meter(database).taken("model/x", seconds=DAY) == 37
    assert Meter(database).take("model/y", most=0, seconds=DAY) > 0


def test_a_new_span_begins_with_nothing(database: Database):
    """After the second, the next one has room again."""
    meter = Meter(database)
    assert meter.take("x", most=1, seconds=1) == 0
    left = meter.take("x", most=1, seconds=1)
    time.sleep(left + 0.1)

    assert meter.take("x", most=1, seconds=1) == 0


def test_places_are_given_back_or_run_out(database: Database):
    """As many as may be; one that a dead process held is free again in time."""
    meter = Meter(database)
    first, second = (meter.enter("x", most=2, seconds=60) for _ in range(2))
    assert meter.enter("x", most=2, seconds=60) is None
    assert first is not None
    assert second is not None
    meter.leave(first)
    assert meter.enter("x", most=2, seconds=0.2) is not None
    assert meter.enter("y", most=2, seconds=60) is not None
    time.sleep(0.4)
    assert meter.enter("x", most=2, seconds=60) is not None


def test_requests_a_minute_are_bounded(advisor: Advisor, tmp_path: Path):
    """Beyond the bound: 429, when to come again, and a sentence; another caller is served; health costs nothing."""
    app = create_app(
        lambda: advisor,
        tokens={"anna": "anna-0123456789012", "ben": "ben-01234567890123"},
        spending=spending(tmp_path, minute=5),
    )
    with serving(app) as address, httpx.Client(base_url=address, trust_env=False, timeout=20) as client:
        anna, ben = ({"Authorization": f"Bearer {token}"} for token in ("anna-0123456789012", "ben-01234567890123"))
        answers = [client.get("/v1/models", headers=anna) for _ in range(9)]
        if [a.status_code for a in answers] != [200] * 5 + [429] * 4:  # the minute ended in between
            answers = [client.get("/v1/models", headers=anna) for _ in range(9)]
        refused = answers[-1]

        assert client.get("/v1/models", headers=ben).status_code == 200
        assert {client.get("/healthz").status_code for _ in range(20)} == {200}
        assert client.get("/v1/models", headers={"Authorization": "Bearer wrong"}).status_code == 401

    assert [a.status_code for a in answers].count(429) >= 4
    assert 1 <= int(refused.headers["retry-after"]) <= MINUTE + 1
    assert refused.json()["error"]["code"] == "too_many_requests"


def test_turns_at_once_are_bounded(advisor: Advisor, tmp_path: Path):
    """One more than may run is told so at once, and a place is free again when a turn ends."""
    with (
        careless() as model,
        serving(create_app(lambda: online(model), spending=spending(tmp_path, turns=2))) as address,
    ):
        httpx.post(
            f"{address}/v1/ask", json=SPLIT, trust_env=False, timeout=30
        )  # what the first turn imports takes seconds
        with ThreadPoolExecutor(8) as pool:
            asked = [
                pool.submit(httpx.post, f"{address}/v1/ask", json=SPLIT, trust_env=False, timeout=30) for _ in range(8)
            ]
            statuses = sorted(one.result().status_code for one in asked)
        again = httpx.post(f"{address}/v1/ask", json=SPLIT, trust_env=False, timeout=30)

    assert statuses.count(429) >= 4
    assert set(statuses) == {200, 429}
    assert again.status_code == 200


def test_no_request_goes_to_the_model_beyond_the_bound_of_the_day(tmp_path: Path):
    """A hundred callers of one token at once, a model that is asked again each time: exactly the bound, and everyone is answered."""
    bounds = spending(tmp_path, minute=10_000, turns=1000, model_day=37)
    with careless() as model, serving(create_app(lambda: online(model, turn_seconds=300), spending=bounds)) as address:
        with ThreadPoolExecutor(100) as pool:
            asked = [
                pool.submit(httpx.post, f"{address}/v1/ask", json=SPLIT, trust_env=False, timeout=400)
                for _ in range(100)
            ]
            replies = [one.result() for one in asked]
        reached = len(model.requests)
    spent = next(reply.json() for reply in replies if reply.json()["trouble"] == "daily_bound")

    assert reached == 37, Counter(reply.json()["trouble"] for reply in replies)
    assert {reply.status_code for reply in replies} == {200}
    assert all("300万元" in reply.json()["text"] for reply in replies)
    assert "明天恢复" in spent["notice"]


def test_a_workspace_is_bounded_the_same(tmp_path: Path):
    """In Slack the bound of the day is the workspace's; what comes after it is answered offline, with the reason."""
    slack = Slack()
    with careless() as model:
        asked = online(model, turn_seconds=60)
        with workspace(asked, slack, tmp_path, ADVISOR_SLACK_MODEL_DAY=6, ADVISOR_LEASE_SECONDS=60) as client:
            stamps = [f"1700000000.0001{n:02}" for n in range(6)]
            for ts in stamps:
                send(client, event(QUESTION, ts=ts))
            wait(lambda: all(slack.answers("C1", ts) for ts in stamps), 60)
        reached = len(model.requests)

    assert reached == 6
    assert any("明天恢复" in shown(slack.answers("C1", ts)[0]) for ts in stamps)


def test_buttons_are_no_questions(advisor: Advisor, tmp_path: Path):
    """However often somebody presses one, the next question is answered."""
    slack = Slack()
    with workspace(advisor, slack, tmp_path, ADVISOR_SLACK_USER_MINUTE=3) as client:
        message = answer(client, slack, QUESTION, ts="1700000000.000100")
        for n in range(12):
            pressed = press(
                buttons(message)["helpful"], message, url=f"{slack.address}/respond", ts=f"1700000999.0001{n:02}"
            )
            assert send(client, pressed, "/slack/interactions").status_code == 200
        wait(lambda: len(slack.responses) == 12)
        told = shown(answer(client, slack, QUESTION, ts="1700000001.000100"))

    assert "300万元" in told


def test_turns_of_a_workspace_at_once_are_bounded(database: Database):
    """One busy workspace leaves places for the others, in whatever process they are worked on."""
    inbox = SqlInbox(database, workspace_turns=2)

    def job(workspace: str, n: int, kind: str = "message") -> NewJob:
        return NewJob(f"{workspace}/{kind}/{n}", f"{workspace}/{kind}/{n}", f"{n:06}", kind, {}, workspace, "U")

    inbox.add([*(job("busy", n) for n in range(30)), *(job("busy", n, "action") for n in range(3)), job("calm", 1)])
    first = inbox.claim("a", lease=30, limit=20)
    second = SqlInbox(database, workspace_turns=2).claim("b", lease=30, limit=20)

    assert sorted(j.workspace + j.kind for j in first) == ["busyaction"] * 3 + ["busymessage"] * 2 + ["calmmessage"]
    assert second == []
    inbox.finish(next(j for j in first if (j.workspace, j.kind) == ("busy", "message")), "answered")
    assert len(inbox.claim("a", lease=30, limit=20)) == 1


def test_what_cannot_be_counted_is_not_spent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """While the database takes nothing, no request goes to the model."""
    bounds = spending(tmp_path, model_day=5)

    def away(*_: object, **__: object) -> int:
        raise DatabaseUnavailable("the disk is full")

    monkeypatch.setattr(Meter, "take", away)

    async def asked() -> bool:
        allowed = allowance.get()
        assert allowed is not None
        return await allowed()

    with bounds.allowing("anna"):
        assert not asyncio.run(asked())
    assert allowance.get() is None
