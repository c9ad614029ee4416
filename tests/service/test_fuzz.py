from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.core.result import Ok

from agent.advisor import Advisor
from agent.channels.http.app import create_app
from agent.channels.slack.signing import is_genuine, sign
from tests.service.serving import serving
from tests.service.slack_double import SECRET, Slack, event, send, signed
from tests.service.test_slack import workspace

EXAMPLES = 2000


def examples(number: int) -> settings:
    return settings(max_examples=number, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def slack() -> Slack:
    return Slack()


@pytest.fixture(scope="module")
def client(advisor: Advisor, slack: Slack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with workspace(advisor, slack, tmp_path_factory.mktemp("fuzz")) as found:
        yield found


headers = st.dictionaries(
    st.sampled_from(["x-slack-request-timestamp", "x-slack-signature"]),
    st.text(max_size=80) | st.integers(-(10**12), 10**12).map(str) | st.from_regex(r"v0=[0-9a-f]{64}", fullmatch=True),
)


@examples(300)
@given(headers, st.binary(max_size=200))
def test_no_forged_request_is_genuine(given_headers: dict[str, str], body: bytes):
    """Without the secret nothing passes, whatever stands in the headers, and nothing raises."""
    assert not is_genuine(SECRET, given_headers, body, now=1_700_000_000.0)


@examples(200)
@given(st.binary(max_size=200), st.integers(-300, 300), st.data())
def test_one_changed_byte_is_a_forgery(body: bytes, off: int, data: st.DataObject):
    """What Slack signed passes within its window, and with one byte changed it does not."""
    now = 1_700_000_000
    good = {"x-slack-request-timestamp": str(now + off), "x-slack-signature": sign(SECRET, str(now + off), body)}
    at = data.draw(st.integers(0, len(body)))
    changed = body[:at] + bytes([data.draw(st.integers(0, 255))]) + body[at:]

    assert is_genuine(SECRET, good, body, now=now)
    assert not is_genuine(SECRET, good, changed, now=now)
    assert not is_genuine(SECRET, good, body, now=now + 601)


@pytest.mark.slow
@examples(EXAMPLES)
@given(
    path=st.sampled_from(["/slack/events", "/slack/commands", "/slack/interactions"]),
    body=st.binary(max_size=300) | st.just(event("hi", ts="1700000000.000100")),
    secret=st.text(min_size=1, max_size=40).filter(lambda secret: secret != SECRET),
    off=st.sampled_from([0, 0, 0, -1, 299, -299, 301, 10**6]),
    wrong=headers,
)
def test_forged_requests_are_refused(
    client: httpx.Client, slack: Slack, *, path: str, body: bytes, secret: str, off: int, wrong: dict[str, str]
):
    """Two thousand forgeries: none is accepted, none makes the server fail."""
    forged = signed(body, secret=secret, at=time.time() + off)
    raw = [
        (k.encode(), v.encode("utf-8", "replace").replace(b"\n", b"").replace(b"\r", b""))
        for k, v in (forged | wrong).items()
    ]
    try:
        answer = client.post(path, content=body, headers=raw)
    except httpx.LocalProtocolError:
        return  # no client can send such a header
    assert answer.status_code in (400, 401)
    assert not slack.messages


fields = st.sampled_from(
    ["type", "event", "team_id", "event_id", "user", "channel", "ts", "thread_ts", "text", "subtype", "bot_id", "tab", "actions",
     "container", "action_id", "value", "channel_id", "message_ts", "authorizations", "user_id", "channel_type"]
)  # fmt: skip
shapes = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=12)
    | st.sampled_from(["D1", "U1", "1700000000.000100", "T1"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(fields, inner, max_size=5),
    max_leaves=12,
)


@pytest.mark.slow
@examples(EXAMPLES)
@given(
    path=st.sampled_from(["/slack/events", "/slack/interactions", "/slack/commands"]),
    payload=shapes,
    inner=st.dictionaries(fields, shapes, max_size=6),
    kind=st.sampled_from(["event_callback", "block_actions", "url_verification"]),
    event_type=st.sampled_from(["message", "app_mention", "app_home_opened"]),
)
def test_signed_nonsense_makes_nothing_fail(
    client: httpx.Client, *, path: str, payload: Any, inner: dict[str, Any], kind: str, event_type: str
):
    """Two thousand genuine requests with bodies of any shape: no answer is a 500."""
    data = {"type": kind, "team_id": "T1", "event_id": "E", "event": {**inner, "type": event_type}, "actions": [inner], **(
        payload if isinstance(payload, dict) else {}
    )}  # fmt: skip
    body = json.dumps(data).encode()
    if path != "/slack/events":
        body = str(httpx.QueryParams({"payload": body.decode(), "team_id": "T1", "text": str(payload)})).encode()

    assert send(client, body, path).status_code in (200, 400)


@pytest.mark.slow
def test_the_api_is_what_its_description_says(advisor: Advisor, tmp_path: Path):
    """Two thousand requests made from the OpenAPI document: answers have the described status and form, none is a 500."""
    made = {"count": 0}
    with serving(create_app(lambda: advisor)) as address, httpx.Client(timeout=20, trust_env=False) as client:
        document = client.get(f"{address}/openapi.json").json()
        described = schemathesis.openapi.from_dict(document)
        described.config.update(base_url=address)
        for result in described.get_all_operations():
            assert isinstance(result, Ok)
            operation = result.ok()
            share = 100 if operation.method == "get" else 500

            @examples(share)
            @given(operation.as_strategy())
            def run(case: schemathesis.Case) -> None:
                made["count"] += 1
                answer = case.call()
                assert answer.status_code < 500
                if case.path != "/metrics":
                    case.validate_response(
                        answer,
                        checks=[
                            schemathesis.checks.not_a_server_error,
                            schemathesis.checks.response_schema_conformance,
                        ],
                    )

            run()
    print(f"{made['count']} requests")
