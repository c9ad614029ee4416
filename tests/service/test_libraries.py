"""Libraries of their own: a caller and a Slack workspace are answered from theirs, and see no other."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from urllib.parse import quote

import httpx
import pytest

from agent.channels.behind import create
from agent.channels.http.app import create_front
from agent.channels.http.front import InProcess
from agent.channels.http.metrics import Metrics
from agent.channels.slack.service import SlackDeliveries, open_database
from agent.settings import ServiceSettings, Settings
from tests.service.serving import serving
from tests.service.slack_double import BOT, SECRET, TEAM, TOKEN, Slack, event, send, shown
from tests.service.test_slack import wait

ANNA, BEN = "anna-secret-000000", "ben-secret-0000000"
HANDBOOK = "# 手册\n\n直播样品的报销上限为每月四千元。\n".encode()
QUESTION = "直播样品怎么报销？"


@pytest.fixture(scope="module")
def slack() -> Slack:
    return Slack()


@pytest.fixture(scope="module")
def address(slack: Slack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The service as it is started, in one process: anna's and the workspace's library is acme, ben's the shared one."""
    settings = Settings(ADVISOR_OFFLINE=True, ADVISOR_DATA_DIR=tmp_path_factory.mktemp("data"), _env_file=None)
    with slack.running() as api, contextlib.ExitStack() as stack:
        service = ServiceSettings(
            _env_file=None, ADVISOR_API_TOKENS=f"anna:{ANNA},ben:{BEN}", ADVISOR_LIBRARIES=f"anna=acme, {TEAM}=acme",
            SLACK_SIGNING_SECRET=SECRET, SLACK_BOT_TOKEN=TOKEN, SLACK_API_URL=api, ADVISOR_SLACK_CHARTS=False,
        )  # fmt: skip
        woken: list[Callable[[], None]] = []

        def wake() -> None:
            for each in woken:
                each()

        behind, metrics = create(settings, service, woken=woken), Metrics()
        kept = stack.enter_context(contextlib.closing(open_database(settings)))
        deliveries = SlackDeliveries(settings, service, kept, metrics, woken=wake)
        front = create_front(
            InProcess(behind), lambda: behind.router.lifespan_context(behind),
            grants=service.callers, routes=deliveries.routes(), metrics=metrics, public="slack",
        )  # fmt: skip
        with serving(front) as found:
            yield found


@contextlib.contextmanager
def calling(address: str, token: str) -> Iterator[httpx.Client]:
    headers = {"Authorization": f"Bearer {token}"}
    with httpx.Client(base_url=address, headers=headers, timeout=60, trust_env=False) as client:
        yield client


def own(client: httpx.Client) -> list[str]:
    return [found["name"] for found in client.get("/v1/documents").json()["documents"] if found["own"]]


def cited(client: httpx.Client) -> list[str]:
    reply = client.post("/v1/ask", json={"message": QUESTION}).json()
    return [c["passage"] for c in reply["citations"]]


def test_a_document_is_seen_in_its_library_alone(address: str, slack: Slack) -> None:
    """Taken in by one caller, it answers this caller and their workspace; another one neither lists, cites nor reads it."""
    with calling(address, ANNA) as anna, calling(address, BEN) as ben:
        taken = anna.put(
            f"/v1/documents/{quote('手册.md')}", content=HANDBOOK, headers={"Content-Type": "application/octet-stream"}
        )
        passages = cited(anna)

        assert taken.json()["outcome"] == "added"
        assert own(anna) == ["手册.md"]
        assert own(ben) == []
        assert passages
        assert not set(passages) & set(cited(ben))
        assert anna.get(f"/v1/passages/{quote(passages[0])}").status_code == 200
        assert ben.get(f"/v1/passages/{quote(passages[0])}").status_code == 404

    with httpx.Client(base_url=address, timeout=20, trust_env=False) as client:
        ts = f"{time.time():.6f}"
        assert send(client, event(f"<@{BOT}> {QUESTION}", ts=ts)).status_code == 200
        assert "四千元" in shown(wait(lambda: slack.answers("C1", ts))[0])


@pytest.mark.parametrize("wrong", ["anna", "anna=", "=acme", "anna=acme,anna=other"])
def test_a_library_that_nobody_can_mean_is_refused_at_start(wrong: str) -> None:
    """What is no caller=library pair, or gives a caller two, is named."""
    with pytest.raises(ValueError, match=r"pair|two libraries"):
        ServiceSettings(_env_file=None, ADVISOR_LIBRARIES=wrong)
