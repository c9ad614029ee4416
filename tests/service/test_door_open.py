from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from agent.advisor import Advisor
from agent.channels.http.app import create_app
from agent.channels.http.door import Rules, refusal
from agent.channels.serve import check_exposure
from agent.errors import SettingsError
from agent.settings import ServiceSettings
from tests.service.serving import serving
from tests.service.slack_double import Slack, event, signed
from tests.service.test_slack import wait, workspace
from tests.service.wire import (
    CROSS_SITE,
    FORWARDED,
    KEPT,
    QUESTION,
    TOKEN,
    TYPE,
    WANTED,
    Headers,
    ask,
    check_nothing_is_told,
    is_kept,
    scope,
)


@pytest.fixture(scope="module")
def guarded(advisor: Advisor) -> Iterator[str]:
    """A service with tokens, in which a caller keeps a conversation."""
    with serving(create_app(lambda: advisor, tokens={"anna": TOKEN})) as address:
        bearer = {"Authorization": f"Bearer {TOKEN}"}
        assert httpx.post(f"{address}/v1/ask", json=QUESTION, headers=bearer, timeout=20, trust_env=False).is_success
        yield address


@pytest.fixture(scope="module")
def slack() -> Slack:
    return Slack()


@pytest.fixture(scope="module")
def tunnelled(advisor: Advisor, slack: Slack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A service without tokens whose Slack addresses alone are public."""
    with workspace(advisor, slack, tmp_path_factory.mktemp("slack"), ADVISOR_PUBLIC="slack") as client:
        assert client.post("/v1/ask", json=QUESTION).status_code == 200
        yield client


def address_of(client: httpx.Client) -> str:
    return str(client.base_url).rstrip("/")


# ------------------------------------------------------------------ Slack's addresses alone


def through_a_tunnel(body: bytes = b"") -> dict[str, str]:
    forwarded = {"Host": "advisor.example", "X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"}
    return {**forwarded, **(signed(body) if body else {})}


def test_slack_is_answered_through_a_tunnel_and_nobody_else(tunnelled: httpx.Client, slack: Slack):
    """With ADVISOR_PUBLIC=slack a signed event is answered, an unsigned one is not, and of the rest only the pulse is told."""
    body = event("年营销预算3000万怎么分?", ts="1700000000.000100")
    taken = tunnelled.post("/slack/events", content=body, headers=through_a_tunnel(body))
    forged = tunnelled.post("/slack/events", content=body, headers=through_a_tunnel())
    pulse = tunnelled.get("/healthz", headers=through_a_tunnel())
    wait(lambda: slack.answers("C1", "1700000000.000100"))

    assert taken.status_code == 200
    assert forged.status_code == 401
    assert (pulse.status_code, pulse.json()) == (200, {"status": "ok"})


@pytest.mark.parametrize("headers", [*FORWARDED[:4], *CROSS_SITE[:2]], ids=str)
def test_slack_alone_is_public(tunnelled: httpx.Client, headers: Headers):
    """The rest of the service stays as shut as it is without Slack."""
    check_nothing_is_told(address_of(tunnelled), headers, statuses={403})


@pytest.mark.parametrize(
    "path",
    ["/slack/events/../../v1/conversations/kept", "/slack/../v1/models", "//v1/models", "/v1/models%0a", "/slack/events/", "/metrics%0A",
     "/slack", "/slack/", "/slack/events;/v1/models", "/slack/events%2f..%2f..%2fv1%2fmodels"],
)  # fmt: skip
def test_no_path_leads_around_the_door(tunnelled: httpx.Client, path: str):
    """Only Slack's exact addresses are Slack's."""
    for method in ("GET", "POST", "DELETE"):
        answer = ask(address_of(tunnelled), method, path, [TYPE, ("X-Forwarded-For", "203.0.113.9")])
        assert answer.status in (403, 404)
    assert is_kept(address_of(tunnelled))


def test_slack_with_tokens_is_still_slack_alone():
    """The explicit setting wins: a token does not help through the tunnel, and helps on this machine."""
    rules = Rules(tokens=True, signed=frozenset({"/slack/events"}), public="slack", metrics="public")
    far = [("host", "advisor.example"), ("x-forwarded-for", "203.0.113.9"), ("authorization", f"Bearer {TOKEN}")]

    for path in ("/v1/models", "/openapi.json", "/readyz"):
        assert refusal(scope(path, headers=far), rules) is not None
        assert refusal(scope(path), rules) is None
    assert refusal(scope("/slack/events", "POST", headers=far), rules) is None


def test_without_the_setting_slack_is_shut_as_well(advisor: Advisor, slack: Slack, tmp_path):
    """A signed event through a tunnel is refused without tokens, and the sentence names the setting."""
    with workspace(advisor, slack, tmp_path) as client:
        body = event("hi", ts="1700000000.000900")
        answer = client.post("/slack/events", content=body, headers=through_a_tunnel(body))
        assert client.post("/slack/events", content=body, headers=signed(body)).status_code == 200

    assert answer.status_code == 403
    assert "ADVISOR_PUBLIC=slack" in answer.json()["error"]["message"]


# ------------------------------------------------------------------ with tokens


@pytest.mark.parametrize("headers", [FORWARDED[0], FORWARDED[10], CROSS_SITE[0], CROSS_SITE[2]], ids=str)
def test_with_tokens_the_token_is_the_proof(guarded: str, headers: Headers):
    """Through a proxy and from another origin the caller is answered with its token and not without; counters are not told."""
    bearer = ("Authorization", f"Bearer {TOKEN}")
    assert ask(guarded, "GET", KEPT, [*headers, bearer], host="advisor.example").status == 200
    assert ask(guarded, "GET", KEPT, headers, host="advisor.example").status == 401
    assert ask(guarded, "GET", "/healthz", headers, host="advisor.example").status == 200
    assert ask(guarded, "GET", "/metrics", [*headers, bearer], host="advisor.example").status in (403, 421)


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", None]
)
@pytest.mark.parametrize("token", [None, TOKEN])
def test_with_tokens_a_form_of_another_site_changes_nothing(guarded: str, kind: str | None, token: str | None):
    """A form post is refused by its type, even if something put the token into it."""
    sent = [("Origin", "https://evil.example"), ("Sec-Fetch-Site", "cross-site")]
    sent += [("Content-Type", kind)] if kind else []
    sent += [("Authorization", f"Bearer {token}")] if token else []
    for method, path in WANTED:
        if method == "POST":
            assert ask(guarded, method, path, sent).status == 415
    assert is_kept(guarded, [("Authorization", f"Bearer {TOKEN}")])


@pytest.mark.parametrize(
    ("readers", "near", "far"),
    [("off", 404, 404), ("local", None, 403), ("public", None, None)],
)
def test_the_counters_have_a_switch_of_their_own(readers: Any, near: int | None, far: int | None):
    """Nobody, this machine (the default), or whoever reaches a service that has tokens."""
    rules = Rules(tokens=True, metrics=readers)
    forwarded = [("host", "localhost"), ("via", "1.1 proxy")]

    found = [refusal(scope("/metrics"), rules), refusal(scope("/metrics", headers=forwarded), rules)]

    assert [problem and problem.status for problem in found] == [near, far]
    assert refusal(scope("/metrics", headers=forwarded), Rules(metrics=readers)) is not None
    assert Rules().metrics == ServiceSettings(_env_file=None).metrics == "local"


@pytest.mark.parametrize("path", ["/metrics%0A", "/metrics%0a", "/metrics/", "//metrics", "/metrics%00", "/Metrics"])
def test_the_counters_are_not_told_under_another_spelling(guarded: str, path: str):
    """What is nearly the address of the counters gets none of them, with tokens either."""
    answer = ask(guarded, "GET", path, [FORWARDED[0][0], ("Authorization", f"Bearer {TOKEN}")])

    assert answer.status in (307, 404)
    assert b"advisor_" not in answer.body


def test_a_setting_that_opens_what_is_not_there_is_refused():
    """Counters for everyone need tokens, and Slack's addresses need Slack; the sentence says what to set."""
    with pytest.raises(SettingsError, match="ADVISOR_METRICS=public needs ADVISOR_API_TOKENS"):
        check_exposure("127.0.0.1", ServiceSettings(ADVISOR_METRICS="public", _env_file=None))
    with pytest.raises(SettingsError, match="ADVISOR_PUBLIC=slack needs SLACK_SIGNING_SECRET"):
        check_exposure("127.0.0.1", ServiceSettings(ADVISOR_PUBLIC="slack", _env_file=None))
