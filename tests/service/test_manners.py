"""How the advisor behaves among people: when it speaks, whose figures are whose, what it does with pictures and files."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from agent.advisor import Advisor
from agent.channels.slack.blocks import plain, text_messages
from agent.channels.slack.manners import is_small_talk
from tests.service.slack_double import BOT, Slack, command, event, send, shown
from tests.service.test_slack import QUESTION, answer, wait, workspace

ANNA, BEN = "U0ANNA123", "U0BEN4567"


@pytest.fixture(scope="module")
def slack() -> Slack:
    return Slack()


@pytest.fixture(scope="module")
def client(advisor: Advisor, slack: Slack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with workspace(advisor, slack, tmp_path_factory.mktemp("manners"), ADVISOR_SLACK_USER_MINUTE=1000) as found:
        yield found


@pytest.fixture
def ts() -> str:
    return f"{time.time():.6f}"


def later(ts: str, seconds: float) -> str:
    return f"{float(ts) + seconds:.6f}"


TALK = [
    "谢谢", "thanks a lot!", "ok", "👍", ":thumbsup: :tada:", "great, that helps", "收到，谢谢", "哈哈", "Bob is on holiday until Monday",
    "let me check with finance", "明天10点开会", "<@U0CARL999> what do you think of the tactical layer?", "<@U0CARL999> 3000万够吗？",
    "I sent it to you at 14:30", "see slide 12", "你吃饭了吗", "sounds good, let's do that",
]  # fmt: skip


def test_talk_between_people_is_left_alone(client: httpx.Client, slack: Slack, ts: str):
    """Thanks, emoji, appointments and questions to somebody else get no word, and the question after them is answered."""
    answer(client, slack, QUESTION, ts=ts)
    for n, text in enumerate(TALK):
        assert send(client, event(text, ts=later(ts, n + 1), kind="message", thread=ts)).status_code == 200
    message = answer(client, slack, "那如果是1000万呢", ts=later(ts, 90), kind="message", thread=ts, number=2)

    assert "100万元" in shown(message)
    assert len(slack.answers("C1", ts)) == 2


@pytest.mark.parametrize(
    "text", ["战术层呢？", "what about the tactical layer?", "our budget is 40m yuan", "不对，是美元", "as a table"]
)
def test_what_asks_or_tells_something_is_answered(client: httpx.Client, slack: Slack, ts: str, text: str):
    """A follow-up needs no mention."""
    answer(client, slack, QUESTION, ts=ts)

    assert shown(answer(client, slack, text, ts=later(ts, 1), kind="message", thread=ts, number=2))


def test_a_mention_is_always_answered(client: httpx.Client, slack: Slack, ts: str):
    """Also one that begins as talk, and one that names somebody else as well."""
    answer(client, slack, QUESTION, ts=ts)
    text = f"<@{BOT}> thanks"
    answer(client, slack, text, ts=later(ts, 1), thread=ts, number=2)
    answer(client, slack, f"<@U0CARL999> <@{BOT}> 战术层呢？", ts=later(ts, 2), kind="message", thread=ts, number=3)


def test_two_people_are_two_people(client: httpx.Client, slack: Slack, ts: str):
    """Two figures for one thing are named with who gave which, as Slack names people."""
    answer(client, slack, f"<@{BOT}> our annual marketing budget is $2m", ts=ts, user=ANNA)
    text = "our annual marketing budget is $3m"
    told = shown(answer(client, slack, text, ts=later(ts, 1), kind="message", thread=ts, user=BEN, number=2))

    assert f"<@{ANNA}> said $2,000,000" in told
    assert f"<@{BEN}> said $3,000,000" in told


def test_called_into_a_running_thread_it_reads_what_was_said(client: httpx.Client, slack: Slack, ts: str):
    """The figures count as their authors', talk does not, and the answer says that it has read the thread."""
    before = [
        (ANNA, "our annual marketing budget is $2m"), (BEN, "thanks!"), (BEN, "and we have spent $120k of it so far"),
    ]  # fmt: skip
    for n, (user, text) in enumerate(before):
        said = {"channel": "C7", "thread_ts": ts, "ts": later(ts, n), "user": user, "text": text}
        slack.messages.append(said)
    told = shown(
        answer(
            client, slack, f"<@{BOT}> how do I split it?", ts=later(ts, 9), thread=ts, channel="C7", user=BEN, number=4
        )
    )

    assert "I have read the 2 earlier messages of this thread" in told
    assert "$200,000" in told


def test_a_follow_up_that_comes_before_its_mention_waits_for_it(client: httpx.Client, slack: Slack, ts: str):
    """Slack lost the mention at first; when it is delivered again, both are answered, in order."""
    follow_up = event("那如果是1000万呢", ts=later(ts, 5), kind="message", thread=ts, channel="C8")
    assert send(client, follow_up).status_code == 200
    time.sleep(1.2)
    assert not slack.answers("C8", ts)
    assert not re.search(r"^advisor_jobs_held 0", client.get("/metrics").text, re.MULTILINE)
    answer(client, slack, QUESTION, ts=ts, channel="C8")
    wait(lambda: len(slack.answers("C8", ts)) == 2)

    first, second = map(shown, slack.answers("C8", ts))
    assert "300万元" in first
    assert "100万元" in second


def test_a_message_whose_thread_is_never_ours_is_not_answered(client: httpx.Client, slack: Slack, ts: str):
    """People's own threads stay theirs."""
    for n in range(3):
        send(client, event(f"预算{n + 1}00万怎么分", ts=later(ts, n + 1), kind="message", thread=ts, channel="C9"))
    time.sleep(1.5)

    assert not slack.answers("C9", ts)


def test_a_file_is_answered_with_the_way_to_send_it(client: httpx.Client, slack: Slack, ts: str):
    """With a question it is answered beside it, alone it is the answer."""
    more: dict[str, Any] = {
        "subtype": "file_share",
        "files": [{"name": "Q3 & plan.pptx"}],
        "kind": "message",
        "channel": "D9",
    }
    alone = shown(answer(client, slack, "", ts=ts, **more))
    beside = shown(answer(client, slack, "年营销预算3000万怎么分？", ts=later(ts, 1), **more))

    assert "Q3 &amp; plan.pptx" in alone
    assert "advisor ingest" in alone
    assert "300万元" in beside
    assert "advisor ingest" in beside


def test_a_command_says_at_once_what_it_computes(client: httpx.Client, slack: Slack, ts: str):
    """The question stands in the acknowledgement, harmless; without one there is a guide."""
    url = f"{slack.address}/respond"
    said = send(client, command("3000万怎么分? <!channel>", url=url, trigger=ts), "/slack/commands").json()
    empty = send(client, command("", url=url, trigger=f"{ts}1"), "/slack/commands").json()

    assert "正在核算：3000万怎么分?" in said["text"]
    assert "<!" not in said["text"]
    assert "/advisor" in empty["text"]


# ------------------------------------------------------------------ pictures


@pytest.mark.parametrize(("delay", "at_once"), [(0.0, True), (1.0, True), (4.0, False)])
def test_a_picture_survives_that_slack_takes_its_time(
    advisor: Advisor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, delay: float, at_once: bool
):
    """Every picture is shown: with its answer where Slack is soon done with it, else behind it in the thread."""
    if at_once:  # how soon that is on a busy machine is not what is asked here
        monkeypatch.setattr("agent.channels.slack.posting.PICTURE_PAUSES", (0.4, 0.8, 1.6, 3.2, 6.4, 12.8))
    slack, count = Slack(processing=delay), 20 if delay == 1.0 else 3
    settings: dict[str, Any] = {
        "ADVISOR_SLACK_CHARTS": True,
        "ADVISOR_SLACK_USER_MINUTE": 1000,
        "ADVISOR_SLACK_TURNS": 100,
    }
    stamps = [f"1700000000.0001{n:02}" for n in range(count)]
    with workspace(advisor, slack, tmp_path, **settings) as client:
        for ts in stamps:
            assert send(client, event(QUESTION, ts=ts)).status_code == 200
        messages = 1 if at_once else 2
        wait(lambda: all(len(slack.answers("C1", ts)) >= messages for ts in stamps), 60)
        time.sleep(0.5)

    for ts in stamps:
        blocks = [[block["type"] for block in message["blocks"]] for message in slack.answers("C1", ts)]
        assert len(blocks) == messages
        assert "image" in blocks[0 if at_once else 1]
        assert "section" in blocks[0]


def test_a_picture_that_never_gets_ready_costs_no_answer(
    advisor: Advisor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """The answer stands, once, and the conversation goes on."""
    monkeypatch.setattr("agent.channels.slack.posting.LATER_PAUSES", (0.1, 0.1))
    slack = Slack(processing=3600)
    with workspace(advisor, slack, tmp_path, ADVISOR_SLACK_CHARTS=True) as client:
        answer(client, slack, QUESTION, ts="1700000000.000100")
        wait(lambda: 'advisor_slack_pictures_total{how="never"} 1.0' in client.get("/metrics").text)
        text = "那如果是1000万呢"
        answer(client, slack, text, ts="1700000001.000100", kind="message", thread="1700000000.000100", number=2)

    assert len(slack.answers("C1", "1700000000.000100")) == 2


# ------------------------------------------------------------------ texts


def test_fallback_texts_are_plain():
    """What a notification shows has no marks, no half entities and no table's lines."""
    markdown = "**Split** of `it` [1]\n\n| Layer | Share |\n| --- | ---: |\n| Tactical & more | 10% |\n\n- one <b>\n## Head\n> quote"
    assert plain(markdown, 300) == "Split of it [1] Layer, Share; Tactical & more, 10%; one <b> Head quote"
    (message,) = text_messages("&" * 400)
    assert message["text"].replace("&amp;", "").strip("…") == ""


@pytest.mark.parametrize(
    "text", ["", "thanks!", "Thank you so much", "好的，谢谢！", "👍🏽", ":+1::skin-tone-3:", "ok great", "…"]
)
def test_small_talk(text: str):
    """Nothing in it is for the advisor."""
    assert is_small_talk(text)


@pytest.mark.parametrize(
    "text", ["2500万", "why?", "10%", "and AIGC", "谢谢，那战术层呢", "ok, and in dollars?", "是美元"]
)
def test_what_is_more_than_small_talk(text: str):
    """A figure or a question beside the thanks is read."""
    assert not is_small_talk(text)
