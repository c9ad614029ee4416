"""Tokens, rights and files: who may do what, and who can read what is kept."""

from __future__ import annotations

import contextlib
import hmac
import re
import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from starlette.requests import Request

from agent.advisor import Advisor
from agent.channels.http.app import create_app
from agent.channels.http.callers import Callers
from agent.channels.http.problems import Problem
from agent.channels.slack.installing import SignedStates
from agent.database import SqliteDatabase
from agent.memory import store_in_file
from agent.private import is_private, private_directory
from agent.settings import Grant, ServiceSettings, read_grants
from tests.service.serving import serving
from tests.service.slack_double import Slack, event, send
from tests.service.test_slack import QUESTION, answer, wait, workspace

OLD, NEW, OPS = "anna-old-0123456789", "anna-new-0123456789", "ops-only-0123456789"


def modes(directory: Path) -> set[str]:
    return {oct(stat.S_IMODE(path.stat().st_mode)) for path in directory.iterdir()}


@pytest.fixture(scope="module")
def address(advisor: Advisor) -> Iterator[str]:
    grants = read_grants(f"anna:{OLD},anna:{NEW},ops/operate:{OPS},docs/documents:docs-0123456789012")
    with serving(create_app(lambda: advisor, tokens=grants)) as found:
        yield found


def ask(address: str, token: str, path: str = "/v1/models", **headers: str) -> httpx.Response:
    return httpx.get(address + path, headers={"Authorization": f"Bearer {token}", **headers}, trust_env=False)


def test_what_is_kept_is_its_owners_alone(tmp_path: Path):
    """Databases, with what SQLite puts beside them, are 0600 in a directory of 0700, made anew or found with wider rights."""
    directory = tmp_path / "data"
    directory.mkdir(mode=0o755)
    (directory / "old.sqlite").touch(mode=0o644)
    for name in ("old.sqlite", "new.sqlite"):
        database = SqliteDatabase(directory / name)
        with database.transaction() as t:
            t.execute("CREATE TABLE kept (what TEXT)")
        assert modes(directory) == {"0o600"}
        database.close()

    assert stat.S_IMODE(directory.stat().st_mode) == 0o700


def test_a_directory_that_others_use_stays_as_it_is(tmp_path: Path):
    """Nobody is locked out of a directory like /tmp."""
    tmp_path.chmod(0o1777)
    store_in_file(tmp_path / "conversations.sqlite").close()

    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o1777
    assert is_private(tmp_path / "conversations.sqlite")
    assert private_directory(tmp_path / "a" / "b").is_dir()


def test_two_tokens_of_one_name_overlap(address: str):
    """While a token is being replaced, both open the same conversations."""
    said = {"message": "How do I split 5 million yuan?", "conversation": "rotated"}
    headers = {"Authorization": f"Bearer {OLD}"}
    assert httpx.post(f"{address}/v1/ask", json=said, headers=headers, trust_env=False, timeout=20).is_success

    assert len(ask(address, NEW, "/v1/conversations/rotated").json()["turns"]) == 1


@pytest.mark.parametrize(
    ("given", "word"),
    [
        (f"anna:{OLD},ben:{OLD}", "same token"),
        (f"anna:{OLD},anna/operate:{OLD}", "different rights"),
        (f"anna/everything:{OLD}", "everything"),
        ("anna:short", "16 characters"),
    ],
)
def test_tokens_that_mean_two_things_are_refused_at_the_start(given: str, word: str):
    """The sentence names who and what, and no token."""
    with pytest.raises(ValueError, match=word) as caught:
        ServiceSettings(ADVISOR_API_TOKENS=given, _env_file=None)
    assert OLD not in str(caught.value.errors(include_input=False))  # type: ignore[attr-defined]


def test_a_token_is_good_for_its_rights_alone(address: str):
    """Asking, reading documents and operating are three things."""
    assert (ask(address, OLD).status_code, ask(address, OLD, "/v1/documents").status_code) == (200, 200)
    assert (ask(address, OPS).status_code, ask(address, OPS, "/v1/documents").status_code) == (403, 403)
    documents = ask(address, "docs-0123456789012", "/v1/documents").json()["documents"]
    passage = ask(address, "docs-0123456789012", "/v1/passages/budget:29").json()
    assert documents[0]["id"] == "budget"
    assert passage["text"]["zh"]
    assert ask(address, "docs-0123456789012").json()["error"]["code"] == "not_granted"
    assert ask(address, OLD, "/v1/passages/none").status_code == 404


def test_the_counters_are_told_to_an_operators_token_from_elsewhere(address: str):
    """Another token, or none, reads them on this machine alone."""
    forwarded = {"X-Forwarded-For": "203.0.113.9"}

    assert "advisor_ready" in ask(address, OPS, "/metrics", **forwarded).text
    assert ask(address, OLD, "/metrics", **forwarded).status_code == 403
    assert ask(address, "none", "/metrics", **forwarded).status_code == 403


def test_a_caller_cannot_say_who_it_is(address: str):
    """The name that the front hands on is its own finding."""
    said = {"message": "How do I split 5 million yuan?", "conversation": "mine"}
    headers = {"Authorization": f"Bearer {OLD}"}
    httpx.post(f"{address}/v1/ask", json=said, headers=headers, trust_env=False, timeout=20)
    forged = ask(address, "docs-0123456789012", "/v1/documents", **{"X-Advisor-Caller": "anna"})

    assert forged.status_code == 200
    assert ask(address, OPS, "/v1/conversations/mine", **{"X-Advisor-Caller": "anna"}).status_code == 403


@pytest.mark.parametrize("shown", [OLD, NEW, "x", OLD[:-1], ""])
def test_every_token_is_compared_in_constant_time(monkeypatch: pytest.MonkeyPatch, shown: str):
    """Whatever is shown, as many digests are compared, each whole and by the comparison that tells nothing by its time."""
    compared: list[tuple[int, int]] = []
    real: Callable[..., bool] = hmac.compare_digest

    def counting(a: bytes, b: bytes) -> bool:
        compared.append((len(a), len(b)))
        return real(a, b)

    monkeypatch.setattr("agent.channels.http.callers.hmac.compare_digest", counting)
    callers = Callers.of([Grant("anna", OLD), Grant("ben", NEW), Grant("ops", OPS)])
    with contextlib.suppress(Problem):
        headers = [(b"authorization", f"Bearer {shown}".encode())]
        callers.identify(Request({"type": "http", "method": "GET", "headers": headers}), right="ask")

    assert compared == [(32, 32)] * 3


def test_hitting_the_installation_leaves_nothing(advisor: Advisor, tmp_path: Path):
    """However often the address is asked for, no table grows; a state is good once it is ours, for ten minutes."""
    settings = {"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "client-secret"}
    with workspace(advisor, Slack(), tmp_path, **settings) as client:
        client.get("/slack/install")
        database = SqliteDatabase(tmp_path / "service.sqlite")

        def rows() -> dict[str, int]:
            with database.snapshot() as t:
                names = [name for (name,) in t.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
                return {name: t.rows(f'SELECT count(*) FROM "{name}"')[0][0] for name in names}

        before = rows()
        states = {re.search(r"state=([\w-]+)", client.get("/slack/install").text)[1] for _ in range(200)}  # type: ignore[index]
        after = rows()
        database.close()

    assert len(states) == 200
    assert {name: count for name, count in after.items() if count > before.get(name, 0)} == {}


def test_a_state_is_ours_and_fresh(monkeypatch: pytest.MonkeyPatch):
    """A changed, foreign or old state begins nothing."""
    states = SignedStates("secret", seconds=600)
    good = states.issue()

    assert states.consume(good)
    assert not any(
        states.consume(bad)
        for bad in (good[:-1], f"{good}0", "", "-", "a-b-c", "\xe4", SignedStates("other").issue(), f"9{good}")
    )
    now = time.time()
    monkeypatch.setattr("agent.channels.slack.installing.time.time", lambda: now + 601)
    assert not states.consume(good)


def test_an_uninstalled_workspace_keeps_no_token(advisor: Advisor, tmp_path: Path):
    """Removing the app removes its tokens, an event of before an installation does not, and a new installation works."""
    settings = {"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "client-secret"}
    slack = Slack()

    def install(client: httpx.Client) -> None:
        page = client.get("/slack/install")
        state = re.search(r"state=([\w-]+)", page.text)
        assert state is not None
        cookie = {"Cookie": page.headers["set-cookie"].split(";")[0]}
        done = client.get("/slack/oauth_redirect", params={"code": "c", "state": state[1]}, headers=cookie)
        assert done.status_code == 200

    def kept() -> list[str]:
        database = SqliteDatabase(tmp_path / "service.sqlite")
        with database.snapshot() as t:
            found = [*t.rows("SELECT bot_token FROM slack_bots"), *t.rows("SELECT bot_token FROM slack_installations")]
        database.close()
        return [token for (token,) in found]

    def removed(client: httpx.Client, kind: str, at: float, number: int) -> None:
        body = event("", ts=f"170000000{number}.000100", team="T2", kind=kind, tokens={"bot": ["UBOT2"]}, event_time=at)
        before = client.get("/metrics").text.count('outcome="uninstalled"')
        assert send(client, body).status_code == 200
        wait(lambda: f'advisor_jobs_total{{outcome="uninstalled"}} {number}.0' in client.get("/metrics").text)
        assert before in (0, 1, 2)

    with workspace(advisor, slack, tmp_path, **settings) as client:
        install(client)
        assert kept()
        removed(client, "app_uninstalled", time.time() - 3600, 1)
        assert kept()
        removed(client, "tokens_revoked", time.time() + 1, 2)
        assert not kept()
        send(client, event(QUESTION, ts="1700000001.000100", team="T2"))
        wait(lambda: 'outcome="refused"' in client.get("/metrics").text)
        install(client)
        answer(client, slack, QUESTION, ts="1700000002.000100", team="T2")

    assert not slack.answers("C1", "1700000001.000100")
