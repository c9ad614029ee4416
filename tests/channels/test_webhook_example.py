"""The example of a channel of one's own works as a platform would call it, in at most 150 lines, on the service alone."""

from __future__ import annotations

import ast
import asyncio
import importlib.util
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest

from agent.advisor import Advisor
from agent.assembly import Sources
from agent.memory import store_in_file
from agent.service import Service
from knowledge.framework import load_framework
from tests.test_layout import beyond_the_service, imports

EXAMPLE = Path(__file__).resolve().parents[2] / "docs" / "examples" / "webhook.py"
SECRET, NOW = "a secret of both sides", 1_700_000_000.0


@pytest.fixture(scope="module")
def example() -> Iterator[ModuleType]:
    spec = importlib.util.spec_from_file_location("webhook_example", EXAMPLE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


class Platform:
    """Signs and delivers events as the platform does, and keeps what is sent back."""

    def __init__(self, example: ModuleType, directory: Path) -> None:
        self.sent: list[tuple[str, str]] = []
        self.example = example
        advisor = Advisor(load_framework(), Sources(directory), store_in_file(":memory:"))
        self.webhook = example.Webhook(Service(advisor), SECRET, self.receive, clock=lambda: NOW)
        transport = httpx.ASGITransport(app=self.webhook.application())
        self.client = httpx.AsyncClient(transport=transport, base_url="http://advisor")

    async def receive(self, message: str, text: str) -> None:
        self.sent.append((message, text))

    async def deliver(self, event: Any, *, secret: str = SECRET, at: float = NOW) -> httpx.Response:
        body = event if isinstance(event, bytes) else json.dumps(event).encode()
        signed = self.example.signature(secret, str(int(at)), "n", body)
        headers = {"X-Lark-Request-Timestamp": str(int(at)), "X-Lark-Request-Nonce": "n", "X-Lark-Signature": signed}
        return await self.client.post("/webhook", content=body, headers=headers)


def said(text: str, *, event: str, chat: str = "oc_1") -> dict[str, Any]:
    message = {"message_id": f"om_{event}", "chat_id": chat, "content": json.dumps({"text": text})}
    return {
        "schema": "2.0",
        "header": {"event_id": event, "event_type": "im.message.receive_v1"},
        "event": {"sender": {"sender_id": {"open_id": "ou_anna"}}, "message": message},
    }


@pytest.fixture
def platform(example: ModuleType, tmp_path: Path) -> Platform:
    return Platform(example, tmp_path)


def test_the_example_is_short_and_knows_the_service_alone() -> None:
    """It has at most 150 lines and imports of the program what every channel may."""
    text = EXAMPLE.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 150
    assert beyond_the_service(imports(ast.parse(text), package="docs")) == set()


async def test_a_chat_is_answered_in_order_with_its_sources(platform: Platform) -> None:
    """Each event is acknowledged at once and answered behind, follow-ups from what the chat said before."""
    for number, text in enumerate(("年度营销预算三千万怎么分？", "那如果是1000万呢？")):
        assert (await platform.deliver(said(text, event=str(number)))).status_code == 200
    assert (await platform.deliver(said("只看战术层", event="2", chat="oc_2"))).status_code == 200
    await platform.webhook.finish()
    told = dict(platform.sent)
    assert "300万元" in told["om_0"]
    assert "[1] budget:29，第 29 行" in told["om_0"]
    assert "100万元" in told["om_1"]
    assert "万元" not in told["om_2"]


async def test_a_second_delivery_is_not_answered_again(platform: Platform) -> None:
    for _ in range(3):
        assert (await platform.deliver(said("年度营销预算三千万怎么分？", event="same"))).status_code == 200
    await platform.webhook.finish()
    assert [message for message, _ in platform.sent] == ["om_same"]


async def test_what_the_platform_did_not_sign_is_refused(platform: Platform) -> None:
    """A wrong secret, an old request, a missing header and what is no event change nothing."""
    event = said("年度营销预算三千万怎么分？", event="x")
    assert (await platform.deliver(event, secret="another")).status_code == 401
    assert (await platform.deliver(event, at=NOW - 301)).status_code == 401
    assert (await platform.client.post("/webhook", json=event)).status_code == 401
    assert (await platform.deliver(b"[1]")).status_code == 400
    assert (await platform.deliver({"header": {"event_type": "im.message.receive_v1"}})).status_code == 400
    await asyncio.sleep(0)
    assert platform.sent == []


async def test_the_address_is_verified_and_what_goes_wrong_is_said(platform: Platform) -> None:
    """The platform's challenge is answered; a question that cannot be read gets a sentence."""
    answer = await platform.deliver({"type": "url_verification", "challenge": "c"})
    assert answer.json() == {"challenge": "c"}
    await platform.deliver(said("x" * 300_000, event="long"))
    await platform.webhook.finish()
    ((_, told),) = platform.sent
    assert "too long" in told
