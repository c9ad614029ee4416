"""The fault test: ``python3 -m tests slow tests/service/test_kills.py``. A few minutes for each database.

Two thousand messages through signed deliveries, on Slack's schedule of redelivery (shortened), against a Slack that loses,
delays and refuses posts, while processes, in front and behind, are killed at every step and at random, and PostgreSQL is ended and started again every 5 to 40
seconds. Every message is answered once, and each
conversation in order. Then ten thousand redeliveries and replays: nothing more is posted.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from tests.service.crashing import PLANS
from tests.service.postgresql import Server, new_database, running
from tests.service.serving import free_port
from tests.service.slack_double import SECRET, TOKEN, Slack, event, shown, signed

ROOT = Path(__file__).resolve().parents[2]
EVENTS = int(os.environ.get("ADVISOR_TEST_EVENTS", "2000"))
CONVERSATIONS = EVENTS // 10
REPLAYS = 10_000
#: Slack delivers again at once, after a minute and after five, and then no more. Here minutes are seconds, but a process
#: does not start faster for that, so an outage outlasts more of the deliveries than it would: they go on until one arrives.
REDELIVERY = (0.05, 3.0, 6.0, *[6.0] * 20)
#: Seconds between two messages of a conversation, so that the run lasts as long as the killing does.
PAUSE = (1.0, 3.0)
FAULTS = {"lost": 0.02, "late": 0.01, "later": 0.01, "500": 0.02, "429": 0.02, "half": 0.01}


@dataclass
class Processes:
    """Service processes that are started again when they die."""

    environment: dict[str, str]
    ports: list[int]
    plan: Path
    log: Path
    running: dict[int, subprocess.Popen[bytes]] = field(default_factory=dict)
    deaths: int = 0
    stopped: threading.Event = field(default_factory=threading.Event)

    def start(self, port: int) -> None:
        command = [sys.executable, "-m", "tests.service.crashing", str(port), str(self.plan)]
        with self.log.open("ab") as log:
            self.running[port] = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log)

    def keep_alive(self) -> None:
        while not self.stopped.wait(0.05):
            for port in self.ports:
                if self.running[port].poll() is not None and not self.stopped.is_set():
                    self.deaths += 1
                    self.start(port)

    @contextlib.contextmanager
    def kept(self) -> Iterator[None]:
        for port in self.ports:
            self.start(port)
        thread = threading.Thread(target=self.keep_alive)
        thread.start()
        try:
            yield
        finally:
            self.stopped.set()
            thread.join()
            for process in self.running.values():
                process.terminate()
            for process in self.running.values():
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(15)
                process.kill()


@dataclass
class Sender:
    """Slack's side of deliveries: a message counts as delivered when it was answered with 200 in three seconds."""

    ports: list[int]
    client: httpx.AsyncClient
    chance: random.Random
    undelivered: list[str] = field(default_factory=list)
    delivered: int = 0
    attempts: int = 0
    beyond: int = 0
    times: list[float] = field(default_factory=list)

    async def deliver(self, body: bytes) -> bool:
        port = self.chance.choice(self.ports)
        self.attempts += 1
        began = time.perf_counter()
        try:
            answer = await self.client.post(f"http://127.0.0.1:{port}/slack/events", content=body, headers=signed(body))
        except httpx.HTTPError:
            return False
        self.times.append(time.perf_counter() - began)
        return answer.status_code == 200

    async def conversation(self, number: int, size: int) -> None:
        channel, first = f"D{number}", f"17000{number:05}.000100"
        for n in range(size):
            ts = first if n == 0 else f"17000{number:05}.{100 + n:06}"
            body = event(text(number, n), ts=ts, channel=channel, thread=None if n == 0 else first, kind="message")
            delivered = await self.deliver(body)
            for count, pause in enumerate(REDELIVERY):
                if delivered:
                    break
                self.beyond += count == 3
                await asyncio.sleep(pause)
                delivered = await self.deliver(body)
            if not delivered:
                self.undelivered.append(ts)
                return
            self.delivered += 1
            await asyncio.sleep(self.chance.uniform(*PAUSE))
            if self.chance.random() < 0.3:
                await self.deliver(body)


def text(number: int, n: int) -> str:
    return f"年营销预算{(number * 10 + n + 1) * 10}万怎么分"


def tenth(number: int, n: int) -> str:
    return f"{number * 10 + n + 1:,}万元"


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "count"), [("sqlite", 1), ("postgresql", 2)])
async def test_every_message_is_answered_once_and_in_order(
    request: pytest.FixtureRequest, tmp_path: Path, kind: str, count: int
):
    """Faults of Slack and deaths of processes at every step lose nothing, double nothing and keep the order."""
    slack, restarts = Slack(faults=FAULTS, late=1.7), []
    plan = tmp_path / "plan"
    plan.mkdir()
    chance = random.Random(int(os.environ.get("PYTEST_FAULT_SEED", "7")))
    with slack.running() as api, contextlib.ExitStack() as stack, contextlib.ExitStack() as storm:
        environment = {
            **os.environ, "ADVISOR_DATA_DIR": str(tmp_path / "data"), "ADVISOR_OFFLINE": "1", "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_BOT_TOKEN": TOKEN, "SLACK_API_URL": api, "ADVISOR_SLACK_TIMEOUT": "1.2", "ADVISOR_SLACK_SETTLE": "2",
            "ADVISOR_SLACK_CHARTS": "0", "ADVISOR_LEASE_SECONDS": "3", "ADVISOR_SLACK_USER_MINUTE": "100000",
            "ADVISOR_SLACK_WORKSPACE_MINUTE": "100000", "ADVISOR_SLACK_TURNS": "100", "ADVISOR_LOG_LEVEL": "WARNING",
        }  # fmt: skip
        if kind == "postgresql":
            server = stack.enter_context(running())
            environment["ADVISOR_DATABASE_URL"] = new_database(server.address, "faults")
        processes = Processes(environment, [free_port() for _ in range(count)], plan, tmp_path / "log")
        began = time.monotonic()
        with processes.kept():
            async with httpx.AsyncClient(timeout=3, trust_env=False) as client:
                sender = Sender(processes.ports, client, chance)
                await serving(client, processes.ports)
                killing = asyncio.create_task(kill(processes, client, chance))
                if kind == "postgresql":
                    storm.enter_context(restarted(server, chance, restarts))
                size = EVENTS // CONVERSATIONS
                limit = asyncio.Semaphore(20)

                async def one(number: int) -> None:
                    async with limit:
                        await sender.conversation(number, size)

                conversations = CONVERSATIONS
                await asyncio.gather(*(one(n) for n in range(conversations)))
                while not killing.done():  # a process dies at a step only where there is work to do
                    await asyncio.gather(*(one(conversations + n) for n in range(4)))
                    conversations += 4
                await killing
                await answered(slack, sender.delivered)
                spent = time.monotonic() - began
                posted = len(slack.messages)
                await asyncio.to_thread(storm.close)  # each of the replays is to be taken
                await serving(client, processes.ports)
                await replay(sender)
                await asyncio.sleep(3)
    print(
        f"\n{kind}, {count} front(s): {sender.delivered} messages in {sender.attempts - REPLAYS} deliveries"
        f" ({sender.beyond} needed more than three more),"
        f" {deaths_in(tmp_path / 'log', processes)} deaths, {len(restarts)} restarts of the database, {slack.counts['chat.postMessage']} calls for {posted} posts, {spent:.0f} s"
    )

    assert not list(plan.iterdir())
    assert not sender.undelivered
    assert len(slack.messages) == posted
    keys = Counter(m["metadata"]["event_payload"]["key"] for m in slack.messages)
    assert len(keys) == conversations * size >= EVENTS, f"lost {conversations * size - len(keys)}"
    assert max(keys.values()) == 1, f"doubled {[key for key, times in keys.items() if times > 1]}"
    for number in range(conversations):
        told = [m for m in slack.messages if m["channel"] == f"D{number}"]
        stamps = [m["metadata"]["event_payload"]["key"].rsplit("/", 1)[1] for m in told]
        assert stamps == sorted(stamps)
        for n, message in enumerate(told):
            assert tenth(number, n) in shown(message)


def deaths_in(log: Path, processes: Processes) -> int:
    """Fronts that died, and processes behind them."""
    return processes.deaths + log.read_text().count("the process behind the front ended")


@contextlib.contextmanager
def restarted(server: Server, chance: random.Random, restarts: list[str]) -> Iterator[None]:
    """End the database and start it again as long as the block runs, in order and as in a crash."""
    over = threading.Event()

    def again() -> None:
        while not over.wait(chance.uniform(5, 40)):
            how = chance.choice((signal.SIGINT, signal.SIGQUIT))
            server.stop(how=how)
            over.wait(chance.uniform(0, 2))
            server.start()
            restarts.append(how.name)

    thread = threading.Thread(target=again)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


async def serving(client: httpx.AsyncClient, ports: list[int]) -> None:
    """Wait until every process answers."""
    for port in ports:
        for _ in range(600):
            with contextlib.suppress(httpx.HTTPError):
                if (await client.get(f"http://127.0.0.1:{port}/readyz")).status_code == 200:
                    break
            await asyncio.sleep(0.1)


async def kill(processes: Processes, client: httpx.AsyncClient, chance: random.Random) -> None:
    """Kill at every step, one after the other, and at random in between."""
    for n, step in enumerate(PLANS):
        (processes.plan / step).touch()
        for _ in range(600):
            if not (processes.plan / step).exists():
                break
            await asyncio.sleep(0.05)
        await recovered(processes, client, chance)
        if n % 4 == 0:
            front = processes.running[chance.choice(processes.ports)].pid
            children = await asyncio.to_thread(Path(f"/proc/{front}/task/{front}/children").read_text)
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(chance.choice([front, *children.split()])), signal.SIGKILL)
            await recovered(processes, client, chance)


async def recovered(processes: Processes, client: httpx.AsyncClient, chance: random.Random) -> None:
    await asyncio.sleep(0.3)
    await serving(client, processes.ports)
    await asyncio.sleep(chance.uniform(0.5, 2.0))


async def answered(slack: Slack, expected: int) -> None:
    """Wait until the answers are there, or nothing has come for a while."""
    last, since = -1, time.monotonic()
    while len(slack.messages) < expected and time.monotonic() - since < 40:
        if len(slack.messages) != last:
            last, since = len(slack.messages), time.monotonic()
        await asyncio.sleep(0.2)
    await asyncio.sleep(6)  # what would come twice, comes now


async def replay(sender: Sender) -> None:
    """Deliver everything again, many times."""
    size = EVENTS // CONVERSATIONS
    limit = asyncio.Semaphore(16)

    async def one(number: int) -> None:
        channel, first = f"D{number}", f"17000{number:05}.000100"
        async with limit:
            for n in range(size):
                ts = first if n == 0 else f"17000{number:05}.{100 + n:06}"
                body = event(text(number, n), ts=ts, channel=channel, thread=None if n == 0 else first, kind="message")
                for _ in range(REPLAYS // EVENTS):
                    assert await sender.deliver(body)

    await asyncio.gather(*(one(n) for n in range(CONVERSATIONS)))
