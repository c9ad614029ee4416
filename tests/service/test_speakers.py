"""Who speaks, where a channel knows it, reaches the advisor with the message."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from agent.advisor import Advisor
from agent.channels.http.app import create_app
from tests.service.serving import serving
from tests.service.slack_double import Slack
from tests.service.test_slack import QUESTION, answer, workspace


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The speakers that advisors were told."""
    found: list[str] = []
    stream = Advisor.stream

    def noting(self: Advisor, message: str, **options: Any) -> Any:
        found.append(options.get("speaker", ""))
        return stream(self, message, **options)

    monkeypatch.setattr(Advisor, "stream", noting)
    return found


def test_the_api_passes_on_who_speaks(advisor: Advisor, heard: list[str]) -> None:
    """Both APIs take a speaker, with and without a stored conversation; one that is no text is refused."""
    said = {"messages": [{"role": "user", "content": "预算500万怎么分"}], "speaker": "anna"}
    with serving(create_app(lambda: advisor)) as address, httpx.Client(base_url=address, trust_env=False) as client:
        statuses = [
            client.post("/v1/ask", json={"message": "预算500万怎么分", "speaker": "ben"}).status_code,
            client.post("/v1/chat/completions", json=said).status_code,
            client.post("/v1/chat/completions", json={**said, "conversation": "speakers"}).status_code,
            client.post("/v1/ask", json={"message": "预算500万怎么分", "speaker": 5}).status_code,
        ]

    assert statuses == [200, 200, 200, 422]
    assert heard == ["ben", "anna", "anna"]


def test_slack_passes_on_who_speaks(advisor: Advisor, heard: list[str], tmp_path: Path) -> None:
    """Each message of a thread comes with the person who wrote it."""
    slack, ts = Slack(), f"{time.time():.6f}"
    with workspace(advisor, slack, tmp_path) as client:
        answer(client, slack, QUESTION, ts=ts, user="U7")
        later = f"{float(ts) + 1:.6f}"
        answer(client, slack, "那如果是1000万呢", ts=later, kind="message", thread=ts, number=2, user="U8")

    assert heard == ["U7", "U8"]
