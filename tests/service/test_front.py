"""The front and the process behind it, as the command starts them."""

from __future__ import annotations

import contextlib
import os
import signal
import stat
import threading
import time
from pathlib import Path

import httpx
import pytest

from tests.service.slack_double import Slack, event, send
from tests.service.test_serve import process, slack_settings, until_it_answers
from tests.service.test_slack import QUESTION, wait

TEXT = ("our annual marketing budget is $2.5m and we spent 12% of it. " * 100)[:4000]
HEAVY = {
    "messages": [
        *({"role": "user", "content": TEXT} for _ in range(39)),
        {"role": "user", "content": "how do I split it?"},
    ]
}


def behind(front: int) -> int:
    """The process behind a front."""
    return int(Path(f"/proc/{front}/task/{front}/children").read_text(encoding="ascii").split()[0])


@pytest.mark.slow
def test_a_heavy_request_stops_no_acknowledgement(tmp_path: Path):
    """While eight requests of 160 KB are answered, a delivery of Slack is acknowledged within 250 ms."""
    slack = Slack()
    with slack.running() as api, process(tmp_path, **slack_settings(api)) as (_, address):
        until_it_answers(address)
        over = threading.Event()

        def ask() -> None:
            with contextlib.suppress(httpx.HTTPError):
                httpx.post(f"{address}/v1/chat/completions", json=HEAVY, trust_env=False, timeout=300)
            over.set()

        for _ in range(8):
            threading.Thread(target=ask, daemon=True).start()
        time.sleep(1)
        spent: list[float] = []
        with httpx.Client(base_url=address, trust_env=False, timeout=20) as client:
            for n in range(100):
                began = time.perf_counter()
                assert send(client, event(QUESTION, ts=f"1700000000.000{n:03}")).status_code == 200
                spent.append(time.perf_counter() - began)
                time.sleep(0.02)
        assert not over.is_set()
    print(
        f"acknowledged while eight heavy requests run: median {sorted(spent)[50] * 1e3:.0f} ms, worst {max(spent) * 1e3:.0f} ms"
    )

    assert max(spent) < 0.25


@pytest.mark.slow
def test_the_process_behind_is_started_again_and_ends_with_its_front(tmp_path: Path):
    """Killed, it comes back and the service answers; its front killed, it does not stay."""
    with process(tmp_path) as (service, address):
        until_it_answers(address)
        first = behind(service.pid)
        os.kill(first, signal.SIGKILL)
        wait(lambda: behind(service.pid) != first if children(service.pid) else False, 20)
        until_all_answer(address)
        asked = httpx.post(f"{address}/v1/ask", json={"message": "hello"}, trust_env=False, timeout=30)
        assert asked.status_code == 200
        assert "advisor_restarts_total 1.0" in httpx.get(f"{address}/metrics", trust_env=False).text
        second = behind(service.pid)
        service.kill()
        wait(lambda: not Path(f"/proc/{second}").exists(), 30)


def until_all_answer(address: str) -> None:
    """Wait until every process has answered: readiness is kept for a second, and each worker has its own."""
    answered = 0
    for _ in range(600):
        fine = httpx.get(f"{address}/v1/models", trust_env=False, timeout=30).status_code == 200
        answered = answered + 1 if fine else 0
        if answered == 30:
            return
        time.sleep(0.05)
    raise AssertionError("not every process answers")


def counted(address: str) -> float:
    """How many lists of models were answered so far."""
    head = 'advisor_http_requests_total{path="/v1/models",status="200"} '
    told = httpx.get(f"{address}/metrics", trust_env=False).text
    return next(float(line.removeprefix(head)) for line in told.splitlines() if line.startswith(head))


def children(front: int) -> str:
    return Path(f"/proc/{front}/task/{front}/children").read_text(encoding="ascii")


@pytest.mark.slow
def test_the_process_behind_is_this_users_alone(tmp_path: Path):
    """Its socket and the directory around it are closed to others."""
    with process(tmp_path) as (service, address):
        until_it_answers(address)
        command = Path(f"/proc/{behind(service.pid)}/cmdline").read_bytes().split(b"\0")
        socket = Path(next(word for word in command if word.endswith(b"/behind")).decode())

        assert stat.S_IMODE(socket.stat().st_mode) == 0o600
        assert stat.S_IMODE(socket.parent.stat().st_mode) == 0o700
        service.terminate()
        service.wait(60)
    assert not socket.exists()


@pytest.mark.slow
def test_counters_add_up_over_all_processes(tmp_path: Path):
    """With two workers, each scrape tells of the requests of both, and of the turns behind them."""
    with process(tmp_path, "--workers", "2", ADVISOR_CALLER_MINUTE="10000") as (_, address):
        until_it_answers(address)
        until_all_answer(address)
        before = counted(address)
        for _ in range(40):
            assert httpx.get(f"{address}/v1/models", trust_env=False, timeout=30).status_code == 200
        for _ in range(6):
            assert httpx.post(f"{address}/v1/ask", json={"message": "hello"}, trust_env=False, timeout=30).is_success
        time.sleep(0.5)
        scrapes = [httpx.get(f"{address}/metrics", trust_env=False).text for _ in range(6)]

    for told in scrapes:
        assert f'advisor_http_requests_total{{path="/v1/models",status="200"}} {before + 40:.1f}' in told
        assert (
            sum(float(line.split()[-1]) for line in told.splitlines() if line.startswith("advisor_turns_total{")) == 6
        )
        assert "_created" not in told
