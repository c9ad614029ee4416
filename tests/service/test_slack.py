from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from agent.advisor import Advisor
from agent.channels.http.app import create_app
from agent.channels.http.engine import Engine
from agent.channels.http.metrics import Metrics
from agent.channels.slack.service import SlackAnswers, SlackDeliveries, open_database
from agent.memory import store_in_file
from agent.service import over
from agent.settings import ServiceSettings, Settings
from tests.service.serving import serving
from tests.service.slack_double import (
    BOT,
    SECRET,
    TOKEN,
    Slack,
    buttons,
    command,
    event,
    press,
    send,
    shown,
    signed,
)  # fmt: skip


@contextlib.contextmanager
def workspace(
    advisor: Advisor, slack: Slack, directory: Path, *, database: str | None = None, **settings: Any
) -> Iterator[httpx.Client]:
    """The service, talking to a double of Slack; the client is what Slack calls it with."""
    with slack.running() as api:
        values = {
            "SLACK_SIGNING_SECRET": SECRET, "SLACK_BOT_TOKEN": TOKEN, "SLACK_API_URL": api, "ADVISOR_SLACK_TIMEOUT": 0.4,
            "ADVISOR_SLACK_SETTLE": 0.5, "ADVISOR_SLACK_CHARTS": False, "ADVISOR_LEASE_SECONDS": 5, **settings,
        }  # fmt: skip
        service = ServiceSettings(_env_file=None, **values)
        own = over(advisor, store_in_file(directory / "conversations.sqlite"))
        engine, metrics = Engine(lambda: own), Metrics()
        basic = Settings(ADVISOR_DATA_DIR=directory, ADVISOR_DATABASE_URL=database, _env_file=None)
        kept = open_database(basic)
        answers = SlackAnswers(basic, service, kept, engine.service, metrics)
        deliveries = SlackDeliveries(basic, service, kept, metrics, woken=answers.wake)
        app = create_app(
            engine,
            routes=deliveries.routes(),
            services=[answers.running],
            metrics=metrics,
            public=service.public,
            metrics_for=service.metrics,
        )
        with serving(app) as address, httpx.Client(base_url=address, timeout=20, trust_env=False) as client:
            yield client
        kept.close()


@pytest.fixture(scope="module")
def slack() -> Slack:
    return Slack()


@pytest.fixture(scope="module")
def client(advisor: Advisor, slack: Slack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    directory = tmp_path_factory.mktemp("slack")
    with workspace(advisor, slack, directory, ADVISOR_SLACK_CHARTS=True) as found:
        yield found


@pytest.fixture
def ts() -> str:
    """A message's timestamp that no other test uses."""
    return f"{time.time():.6f}"


def wait(found: Callable[[], Any], seconds: float = 20) -> Any:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if value := found():
            return value
        time.sleep(0.02)
    raise AssertionError("nothing came")


def answer(client: httpx.Client, slack: Slack, text: str, *, ts: str, number: int = 1, **more: Any) -> dict[str, Any]:
    """The ``number``-th message in the thread after ``text`` was said."""
    assert send(client, event(text, ts=ts, **more)).status_code == 200
    channel, thread = more.get("channel", "C1"), more.get("thread") or ts
    found: list[dict[str, Any]] = wait(lambda: len(a := slack.answers(channel, thread)) >= number and a)
    return found[number - 1]


QUESTION = f"<@{BOT}> 年营销预算3000万怎么分?"


def test_a_mention_is_answered_in_its_thread(client: httpx.Client, slack: Slack, ts: str):
    """The reply shows the split as a table with a picture, names its sources, and says while it works that it does."""
    message = answer(client, slack, QUESTION, ts=ts)

    assert "战术层 | 10% | 300万元" in shown(message)
    assert "[1] budget:" in shown(message)
    assert any(block["type"] == "image" and block["slack_file"]["id"].startswith("F") for block in message["blocks"])
    assert set(buttons(message)) == {"why", "helpful", "not_helpful"}
    assert any(c["thread_ts"] == ts and "核算" in c["status"] for c in slack.called("assistant.threads.setStatus"))
    assert (message["unfurl_links"], message["unfurl_media"], message["link_names"]) == (False, False, False)


def test_a_thread_goes_on_without_a_mention(client: httpx.Client, slack: Slack, ts: str):
    """A follow-up in a thread that the advisor answers in needs no mention; elsewhere it is not for the advisor."""
    answer(client, slack, QUESTION, ts=ts)
    later, other = f"{float(ts) + 1:.6f}", f"{float(ts) + 2:.6f}"
    assert send(client, event("hello all", ts=other, kind="message", thread="1600000000.000001")).status_code == 200
    message = answer(client, slack, "那如果是1000万呢", ts=later, kind="message", thread=ts, number=2)

    assert "100万元" in shown(message)
    assert not slack.answers("C1", "1600000000.000001")


def test_a_direct_message_is_answered(client: httpx.Client, slack: Slack, ts: str):
    """No mention is needed where one is alone with the advisor, and the language follows the question."""
    message = answer(client, slack, "How do I split 5 million dollars?", ts=ts, kind="message", channel="D1")

    assert "Tactical layer | 10%" in shown(message)


def test_a_plan_comes_with_its_workbook(client: httpx.Client, slack: Slack, ts: str):
    """A plan is one message with the picture of the split, and its workbook stands behind it in the thread."""
    answer(client, slack, f"<@{BOT}> 做一份预算计划，年营销预算3000万，转化率现在2%", ts=ts, user="U8")
    message, file = wait(lambda: len(a := slack.answers("C1", ts)) > 1 and a)

    assert "≥2.3%" in shown(message)
    assert any(block["type"] == "image" for block in message["blocks"])
    assert [f["title"] for f in file["files"]] == ["AI 营销预算计划"]


def test_kpis_are_recorded_in_a_thread(client: httpx.Client, slack: Slack, ts: str):
    """A figure for the KPI book is kept for the thread and answered with the progress; one that is none is refused."""
    answer(client, slack, f"<@{BOT}> kpi conversion=2% 2026-01-01", ts=ts, user="U8")
    second = f"{float(ts) + 1:.6f}"
    told = answer(
        client, slack, "kpi 转化率=2.4% 2026-03-01", ts=second, kind="message", thread=ts, user="U8", number=2
    )
    third = f"{float(ts) + 2:.6f}"
    refused = answer(client, slack, "kpi mood=2%", ts=third, kind="message", thread=ts, user="U8", number=3)
    fourth = f"{float(ts) + 3:.6f}"
    asked = answer(client, slack, "进展如何？", ts=fourth, kind="message", thread=ts, user="U8", number=4)

    assert re.search(r"2026年3月1日.*转化率.*2\.4%.*提升20%", shown(told))
    assert "There is no KPI" in shown(refused)
    assert "目标: ≥2.3%; 最新: 2.4%" in shown(asked)


def test_a_correction_is_taken(client: httpx.Client, slack: Slack, ts: str):
    """What is corrected in the thread changes the figures."""
    answer(client, slack, QUESTION, ts=ts)
    message = answer(client, slack, "不对，是美元", ts=f"{float(ts) + 1:.6f}", kind="message", thread=ts, number=2)

    assert "美元" in shown(message)


def test_the_agent_pane_offers_prompts(client: httpx.Client, slack: Slack, ts: str):
    """Opening the messages tab brings suggested prompts, without a thread, which would hide them."""
    payload = event("", ts=ts, kind="app_home_opened", channel="D1", tab="messages")
    assert send(client, payload).status_code == 200
    (prompts,) = wait(lambda: slack.called("assistant.threads.setSuggestedPrompts"))

    assert len(prompts["prompts"]) == 4
    assert "thread_ts" not in prompts


def test_the_home_tab_shows_a_guide(client: httpx.Client, slack: Slack, ts: str):
    """Opening the App Home shows how to ask."""
    assert send(client, event("", ts=ts, kind="app_home_opened", channel="D1", tab="home")).status_code == 200
    (published,) = wait(lambda: slack.called("views.publish"))

    assert "/advisor" in str(published["view"])


def test_a_slash_command_is_answered_to_its_author_and_can_be_shared(client: httpx.Client, slack: Slack, ts: str):
    """The answer is for one person first; the share button posts it for everyone, once however often it is pressed."""
    url = f"{slack.address}/respond"
    said = send(client, command("年营销预算3000万怎么分?", url=url, trigger=ts), "/slack/commands").json()
    assert said["response_type"] == "ephemeral"
    private = wait(lambda: [r for r in slack.responses if "300万元" in shown(r)])[0]
    assert private["response_type"] == "ephemeral"
    assert not any(m["channel"] == "C1" and "thread_ts" not in m for m in slack.messages)
    share = press(buttons(private)["share"], private, url=url)
    assert {send(client, share, "/slack/interactions").status_code for _ in range(3)} == {200}
    wait(lambda: slack.answers("C1", None))
    time.sleep(0.3)

    (public,) = slack.answers("C1", None)
    assert "战术层 | 10% | 300万元" in shown(public)


def test_why_explains_the_figures(client: httpx.Client, slack: Slack, ts: str):
    """The button brings formulas and sources into the thread."""
    message = answer(client, slack, QUESTION, ts=ts)
    assert send(client, press(buttons(message)["why"], message), "/slack/interactions").status_code == 200
    why = wait(lambda: slack.answers("C1", ts)[1:])[0]

    assert "10%" in shown(why)
    assert "=" in shown(why)


def test_an_opinion_is_stored(client: httpx.Client, slack: Slack, ts: str):
    """Helpful or not is recorded and thanked for, to the one who said it."""
    message = answer(client, slack, QUESTION, ts=ts)
    pressed = press(buttons(message)["not_helpful"], message, url=f"{slack.address}/respond")
    assert send(client, pressed, "/slack/interactions").status_code == 200

    wait(lambda: any("谢谢" in r["text"] for r in slack.responses))


@pytest.mark.parametrize(
    "more",
    [
        {"bot_id": "B9"}, {"subtype": "bot_message"}, {"subtype": "message_changed"}, {"subtype": "message_deleted"},
        {"subtype": "channel_join"}, {"user": BOT}, {"hidden": True}, {"edited": {"user": "U1", "ts": "1"}}, {"user": None},
    ],
)  # fmt: skip
def test_what_no_person_said_is_ignored(client: httpx.Client, slack: Slack, ts: str, more: dict[str, Any]):
    """Bots, our own messages, edits, deletions and joins get no answer."""
    assert send(client, event("3000万怎么分", ts=ts, kind="message", channel="D2", **more)).status_code == 200
    time.sleep(0.2)

    assert not slack.answers("D2", ts)


def test_another_workspace_is_refused(client: httpx.Client, slack: Slack, ts: str):
    """Events of a workspace that has not installed the app are not answered."""
    assert send(client, event(QUESTION, ts=ts, team="T9", channel="C9")).status_code == 200
    wait(lambda: 'outcome="refused"' in client.get("/metrics").text)

    assert not slack.answers("C9", ts)


def test_a_message_delivered_many_times_is_answered_once(client: httpx.Client, slack: Slack, ts: str):
    """Redeliveries, and the double as message and mention, make one answer."""
    for kind in ("app_mention", "message", "app_mention", "message"):
        for _ in range(5):
            assert send(client, event(QUESTION, ts=ts, kind=kind, thread=ts)).status_code == 200
    answer(client, slack, QUESTION, ts=ts)
    send(client, event(QUESTION, ts=ts))
    time.sleep(0.5)

    assert len(slack.answers("C1", ts)) == 1


def test_nothing_in_a_reply_pings_or_links(client: httpx.Client, slack: Slack, ts: str):
    """Mentions, channel words and addresses that a person writes come back as text, if at all."""
    hostile = (
        f"<@{BOT}> &lt;!channel&gt; @here <http://evil.example|click> <@U2> mailto:a@b.example 预算3000万 *_~` 怎么分"
    )
    message = answer(client, slack, hostile, ts=ts)

    for text in (shown(message), message["text"]):
        assert not any(live in text for live in ("<!", "<@", "<#", "<http", "http://", "@here", "mailto:"))


@pytest.mark.parametrize(
    "headers",
    [
        {}, {"X-Slack-Signature": "v0="}, {"X-Slack-Request-Timestamp": "nan"}, {"X-Slack-Request-Timestamp": "9" * 400},
        {"X-Slack-Request-Timestamp": "-1"}, {"X-Slack-Signature": "v0=" + "0" * 64}, {"X-Slack-Signature": b"\xff\xfe"},
        {"X-Slack-Request-Timestamp": "١٢٣"},
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/slack/events", "/slack/commands", "/slack/interactions"])
def test_what_slack_did_not_sign_is_refused(client: httpx.Client, path: str, headers: dict[str, Any], ts: str):
    """Whatever the headers hold, the answer is 401."""
    body = event(QUESTION, ts=ts)
    good = signed(body, secret="another secret")
    raw = [
        (k.encode(), v if isinstance(v, bytes) else v.encode())
        for k, v in ({**good, **headers} if headers else {}).items()
    ]

    assert client.post(path, content=body, headers=raw).status_code == 401


@pytest.mark.parametrize("off", [-301, 301, -86400])
def test_an_old_or_early_request_is_refused(client: httpx.Client, off: float, ts: str):
    """A genuine signature counts for five minutes."""
    assert send(client, event(QUESTION, ts=ts), at=time.time() + off).status_code == 401


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b"\xff", b"[" * 90_000, b'{"type":"event_callback","event":5}']
)
@pytest.mark.parametrize("path", ["/slack/events", "/slack/commands", "/slack/interactions"])
def test_a_signed_body_that_is_nothing_makes_nothing_fail(client: httpx.Client, path: str, body: bytes):
    """Even with a good signature, a body of the wrong form is at most refused."""
    assert send(client, body, path).status_code in (200, 400)


def test_slacks_check_of_the_address_is_answered(client: httpx.Client):
    """The challenge comes back when the app is set up."""
    answered = send(client, b'{"type":"url_verification","challenge":"abc"}')

    assert answered.json() == {"challenge": "abc"}
