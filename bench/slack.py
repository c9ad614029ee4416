"""How fast Slack's deliveries are acknowledged, and how many are answered: ``python bench/slack.py``.

Signed events arrive at a fixed rate, whether or not the earlier ones are acknowledged; a latency counts from the moment
the event was due. In the same run: this service (SQLite, one process, answering offline meanwhile), a bare slack-bolt app
that does nothing and stores nothing, a bare durable insert for each event, and, with ``--dbos`` and the package dbos
installed, a durable workflow for each. With ``--heavy N`` as many stateless requests of 160 KB are answered by this service over HTTP
all the while, for its own deliveries and for the bare app's alike. Options: ``--seconds N`` for each rate, ``--conversations N`` for the memory
after that many conversations (0 leaves it out).
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.service.slack_double import SECRET, TOKEN, Slack, event, signed

ROOT = Path(__file__).resolve().parent.parent
RATES = (20, 50)
#: What the service is measured beside.
OTHERS = {"bolt": "bare slack-bolt, no storage", "insert": "one durable insert", "dbos": "DBOS workflow"}


# -- what is measured --------------------------------------------------------------------------------------------------


def serve_bolt(port: int) -> None:
    """A slack-bolt app that acknowledges and does nothing."""
    from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
    from slack_bolt.async_app import AsyncApp
    from slack_bolt.authorization import AuthorizeResult
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    async def authorize(**_: Any) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token=TOKEN, bot_user_id="UBOT", bot_id="B1")

    app = AsyncApp(signing_secret=SECRET, authorize=authorize)

    @app.event("message")
    async def message() -> None: ...

    handler = AsyncSlackRequestHandler(app)

    async def events(request: Request) -> Response:
        return await handler.handle(request)

    _run(Starlette(routes=[Route("/slack/events", events, methods=["POST"])]), port)


def serve_insert(port: int) -> None:
    """One durable insert for each event, and nothing else."""
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    db = sqlite3.connect(os.environ["BENCH_FILE"], isolation_level=None, check_same_thread=False)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    db.execute("CREATE TABLE events (body BLOB)")

    async def events(request: Request) -> Response:
        db.execute("INSERT INTO events VALUES (?)", (await request.body(),))
        return Response()

    _run(Starlette(routes=[Route("/slack/events", events, methods=["POST"])]), port)


def serve_dbos(port: int) -> None:
    """A durable workflow of one step for each event, in a queue with a partition for each conversation."""
    import json

    import sqlalchemy
    from dbos import DBOS, SetEnqueueOptions, SetWorkflowID
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    url = f"sqlite:///{os.environ['BENCH_FILE']}"
    engine = sqlalchemy.create_engine(url, connect_args={"timeout": 15})

    @sqlalchemy.event.listens_for(engine, "connect")
    def pragmas(connection: Any, _: Any) -> None:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")

    DBOS(
        config={
            "name": "bench",
            "system_database_url": url,
            "system_database_engine": engine,
            "application_version": "1",
        }
    )

    @DBOS.step()
    def step(text: str) -> int:
        return len(text)

    @DBOS.workflow()
    def work(text: str) -> int:
        return int(step(text))

    DBOS.launch()
    queue = DBOS.register_queue("events", partition_concurrency=1)

    def enqueue(body: bytes) -> None:
        inner = json.loads(body)["event"]
        with SetWorkflowID(inner["ts"] + inner["channel"]), SetEnqueueOptions(queue_partition_key=inner["channel"]):
            queue.enqueue(work, inner["text"])

    async def events(request: Request) -> Response:
        await asyncio.to_thread(enqueue, await request.body())
        return Response()

    _run(Starlette(routes=[Route("/slack/events", events, methods=["POST"])]), port)


def _run(app: Any, port: int) -> None:
    import uvicorn

    uvicorn.run(app, host="127.0.0.1", port=port, log_level="error", access_log=False)


# -- measuring ---------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def process(command: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    started = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.DEVNULL)
    try:
        yield started
    finally:
        started.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            started.wait(30)
        started.kill()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def body_of(run: str, n: int) -> bytes:
    number = f"{run}{n}"
    return event(f"年营销预算{n + 1}00万怎么分", ts=f"17{int(number):08}.000100", channel=f"D{number}", kind="message")


async def first_acknowledgement(address: str, began: float) -> float:
    """Seconds from the start of the process to the first acknowledged event."""
    async with httpx.AsyncClient(trust_env=False, timeout=10) as client:
        for _ in range(2000):
            body = body_of("9", 1)
            with contextlib.suppress(httpx.HTTPError):
                if (await client.post(address, content=body, headers=signed(body))).status_code == 200:
                    return time.perf_counter() - began
            await asyncio.sleep(0.01)
    raise TimeoutError(address)


async def latencies(address: str, rate: int, seconds: int, run: str) -> list[float]:
    """Seconds until each event was acknowledged, from when it was due."""
    found: list[float] = []
    async with httpx.AsyncClient(trust_env=False, timeout=10) as client:

        async def one(n: int, due: float) -> None:
            body = body_of(run, n)
            answer = await client.post(address, content=body, headers=signed(body))
            assert answer.status_code == 200, answer.text
            found.append(time.perf_counter() - due)

        tasks = []
        began = time.perf_counter() + 0.05
        for n in range(rate * seconds):
            due = began + n / rate
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            tasks.append(asyncio.create_task(one(n, due)))
        await asyncio.gather(*tasks)
    return sorted(found)


async def burst(address: str, slack: Slack, count: int, run: str) -> float:
    """Answers a second, from the first event to the last post."""
    before = len(slack.messages)
    began = time.perf_counter()
    limit = asyncio.Semaphore(16)
    async with httpx.AsyncClient(trust_env=False, timeout=60) as client:

        async def one(n: int) -> None:
            async with limit:
                body = body_of(run, n)
                await client.post(address, content=body, headers=signed(body))

        await asyncio.gather(*(one(n) for n in range(count)))
        for _ in range(100_000):
            if len(slack.messages) - before >= count:
                break
            await asyncio.sleep(0.05)
    return count / (time.perf_counter() - began)


@contextlib.contextmanager
def heavy(address: str, count: int) -> Iterator[None]:
    """Let ``count`` stateless requests of 160 KB be answered at any time as long as the block runs."""
    over = threading.Event()
    text = ("our annual marketing budget is $2.5m and we spent 12% of it. " * 100)[:4000]
    body = {"messages": [{"role": "user", "content": text}] * 39 + [{"role": "user", "content": "how do I split it?"}]}

    def ask() -> None:
        with httpx.Client(trust_env=False, timeout=None) as client:  # noqa: S113 - it takes as long as it takes
            while not over.is_set():
                with contextlib.suppress(httpx.HTTPError):
                    client.post(f"{address}/v1/chat/completions", json=body)
                over.wait(0.2)

    for _ in range(count):
        threading.Thread(target=ask, daemon=True).start()
    yield
    over.set()


def compare(name: str, top: str, seconds: int) -> None:
    """The times of one of the others, at the load that the machine has now."""
    port = free_port()
    command = [sys.executable, __file__, "--serve", name, str(port)]
    began = time.perf_counter()
    with process(command, {"BENCH_FILE": f"{top}/{name}.sqlite"}):
        asyncio.run(measure(OTHERS[name], f"http://127.0.0.1:{port}/slack/events", seconds, began))


def resident(pid: int) -> float:
    """Megabytes of memory of a process."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def show(name: str, rate: int, found: list[float]) -> None:
    middle, late = found[len(found) // 2], found[min(len(found) - 1, int(len(found) * 0.99))]
    print(
        f"{name:28} {rate:3}/s  p50 {middle * 1e3:7.1f} ms   p99 {late * 1e3:7.1f} ms   worst {found[-1] * 1e3:7.1f} ms"
    )


async def measure(name: str, address: str, seconds: int, began: float) -> None:
    print(f"{name:28} first acknowledgement {await first_acknowledgement(address, began):.2f} s after the start")
    await asyncio.sleep(4)
    for rate in RATES:
        show(name, rate, await latencies(address, rate, seconds, str(rate)))
        await asyncio.sleep(2)


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["--serve"]:
        {"bolt": serve_bolt, "insert": serve_insert, "dbos": serve_dbos}[arguments[1]](int(arguments[2]))
        return 0
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--conversations", type=int, default=0)
    parser.add_argument("--dbos", action="store_true")
    parser.add_argument("--heavy", type=int, default=0)
    chosen = parser.parse_args(arguments)
    slack = Slack()
    with tempfile.TemporaryDirectory() as top, slack.running() as api:
        port = free_port()
        environment = {
            "ADVISOR_DATA_DIR": f"{top}/data", "ADVISOR_OFFLINE": "1", "ADVISOR_PORT": str(port), "SLACK_API_URL": api,
            "SLACK_SIGNING_SECRET": SECRET, "SLACK_BOT_TOKEN": TOKEN, "ADVISOR_SLACK_CHARTS": "0",
            "ADVISOR_SLACK_USER_MINUTE": "1000000", "ADVISOR_SLACK_WORKSPACE_MINUTE": "1000000",
            "ADVISOR_SLACK_WAITING": "1000000", "ADVISOR_LOG_LEVEL": "WARNING", "ADVISOR_CALLER_MINUTE": "1000000",
            "ADVISOR_SLACK_TURNS": "1000",
        }  # fmt: skip
        address = f"http://127.0.0.1:{port}/slack/events"
        began = time.perf_counter()
        with (
            process([sys.executable, "-m", "agent", "serve"], environment) as service,
            heavy(f"http://127.0.0.1:{port}", chosen.heavy),
        ):
            asyncio.run(measure("advisor serve, SQLite", address, chosen.seconds, began))
            if chosen.heavy:
                compare("bolt", top, chosen.seconds)
                return 0
            print(
                f"{'':28} {asyncio.run(burst(address, slack, 500, '7')):.0f} answers a second, offline, sustained over 500"
            )
            print(f"{'':28} {resident(service.pid):.0f} MB")
            if chosen.conversations:
                rate = asyncio.run(burst(address, slack, chosen.conversations, "3"))
                print(
                    f"{'':28} {resident(service.pid):.0f} MB after {chosen.conversations} more conversations ({rate:.0f}/s)"
                )
        for name in OTHERS:
            if name != "dbos" or chosen.dbos:
                compare(name, top, chosen.seconds)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
