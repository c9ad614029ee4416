from __future__ import annotations

import time
from pathlib import Path

import pytest

from agent.advisor import Advisor
from tests.service.slack_double import Slack, event, send, shown
from tests.service.test_slack import QUESTION, answer, wait, workspace


@pytest.mark.parametrize("fault", ["lost", "late", "later", "500", "half", "429"])
def test_a_call_that_fails_makes_one_answer(advisor: Advisor, tmp_path: Path, fault: str):
    """Lost, late and failed posts are looked for before they are repeated; a limit is obeyed."""
    slack = Slack(next_faults=[fault, fault])
    with workspace(advisor, slack, tmp_path) as client:
        answer(client, slack, QUESTION, ts="1700000000.000100")
        wait(lambda: 'outcome="answered"} 1.0' in client.get("/metrics").text)
        time.sleep(0.7)

    assert len(slack.answers("C1", "1700000000.000100")) == 1


@pytest.mark.parametrize("fault", ["lost", "late", "later", "500", "half", "429"])
def test_a_file_whose_sharing_fails_is_there_once(advisor: Advisor, tmp_path: Path, fault: str):
    """The workbook of a plan is looked for by its id before it is shared again."""
    slack = Slack(next_faults=["", fault, fault])
    with workspace(advisor, slack, tmp_path) as client:
        send(client, event("做一份预算计划，年营销预算3000万", ts="1700000000.000100"))
        wait(lambda: 'outcome="answered"} 1.0' in client.get("/metrics").text)
        time.sleep(0.7)

    message, *files = slack.answers("C1", "1700000000.000100")
    assert "blocks" in message
    assert len(files) == 1
    assert files[0]["files"]


def test_a_plan_without_its_workbook_is_still_a_plan(advisor: Advisor, tmp_path: Path):
    """An upload that is refused leaves the answer as it is."""
    slack = Slack(refused_methods={"files.getUploadURLExternal"})
    with workspace(advisor, slack, tmp_path) as client:
        answer(client, slack, "做一份预算计划，年营销预算3000万", ts="1700000000.000100")
        wait(lambda: 'outcome="answered"} 1.0' in client.get("/metrics").text)

    assert len(slack.answers("C1", "1700000000.000100")) == 1


def test_a_limit_is_waited_out(advisor: Advisor, tmp_path: Path):
    """Slack is not called again before it said so."""
    slack = Slack(next_faults=["429"], limited="2")
    with workspace(advisor, slack, tmp_path) as client:
        began = time.monotonic()
        answer(client, slack, QUESTION, ts="1700000000.000100")

    assert time.monotonic() - began >= 2
    assert slack.counts["chat.postMessage"] == 2


def test_messages_of_a_thread_are_answered_in_order(advisor: Advisor, tmp_path: Path):
    """Whatever fails in between, the answers stand in the order of the questions."""
    slack = Slack(next_faults=["lost", "429", "500"])
    with workspace(advisor, slack, tmp_path) as client:
        first = "1700000000.000100"
        send(client, event("3000万怎么分", ts=first, kind="message", channel="D1"))
        for n in range(1, 5):
            text = f"那如果是{n}000万呢"
            send(client, event(text, ts=f"1700000000.0002{n:02}", thread=first, kind="message", channel="D1"))
        wait(lambda: len(slack.answers("D1", first)) == 5)
        time.sleep(0.3)
        answers = [shown(m) for m in slack.answers("D1", first)]

    assert len(answers) == 5
    assert ["300万元", *(f"{n}00万元" for n in range(1, 5))] == [
        next(word for word in ("100万元", "200万元", "300万元", "400万元") if f"10% | {word}" in text)
        for text in answers
    ]


def test_a_person_who_asks_too_much_is_told_so(advisor: Advisor, tmp_path: Path):
    """Beyond the limit the answer is a polite sentence; nobody else is held up."""
    slack = Slack()
    with workspace(advisor, slack, tmp_path, ADVISOR_SLACK_USER_MINUTE=2) as client:
        said = [answer(client, slack, QUESTION, ts=f"1700000000.00010{n}") for n in range(3)]
        other = answer(client, slack, QUESTION, ts="1700000000.000200", user="U2")

    assert ["300万元" in shown(m) for m in [*said, other]] == [True, True, False, True]
    assert "过一分钟" in shown(said[2])


def test_a_message_that_slack_refuses_is_given_up(advisor: Advisor, tmp_path: Path):
    """A channel that is gone stops nothing."""
    slack = Slack(next_faults=["refused"])
    with workspace(advisor, slack, tmp_path) as client:
        send(client, event(QUESTION, ts="1700000000.000100"))
        wait(lambda: 'outcome="undeliverable"' in client.get("/metrics").text)
        answer(client, slack, QUESTION, ts="1700000000.000200")
