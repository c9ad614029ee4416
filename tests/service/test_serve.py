from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.service.serving import free_port
from tests.service.slack_double import SECRET, TOKEN, Slack, event, send
from tests.service.test_slack import QUESTION, wait

ROOT = Path(__file__).resolve().parents[2]


@contextlib.contextmanager
def process(directory: Path, *arguments: str, **settings: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A real ``advisor serve`` and its address; it is killed if the block leaves it running."""
    port = free_port()
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("ADVISOR_", "OPENAI_", "SLACK_"))}
    environment = {**kept, "ADVISOR_DATA_DIR": str(directory), "ADVISOR_OFFLINE": "1", **settings}
    command = [sys.executable, "-m", "agent", "serve", "--port", str(port), *arguments]
    with (directory / "log").open("w") as log:
        started = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log, text=True)
    try:
        yield started, f"http://127.0.0.1:{port}"
    finally:
        started.kill()
        started.wait()


def until_it_answers(address: str, path: str = "/readyz") -> None:
    def answers() -> bool:
        with contextlib.suppress(httpx.HTTPError):
            return httpx.get(address + path, trust_env=False).status_code == 200
        return False

    wait(answers, 60)


def slack_settings(api: str) -> dict[str, str]:
    return {
        "SLACK_SIGNING_SECRET": SECRET, "SLACK_BOT_TOKEN": TOKEN, "SLACK_API_URL": api, "ADVISOR_SLACK_CHARTS": "0",
        "ADVISOR_LEASE_SECONDS": "2",
    }  # fmt: skip


@pytest.mark.slow
def test_the_end_is_graceful_and_the_next_process_goes_on(tmp_path: Path):
    """Told to stop, it exits with 0; what was accepted is answered, if not by this process then by the next."""
    slack = Slack()
    with slack.running() as api:
        settings = slack_settings(api)
        with (
            process(tmp_path, **settings) as (service, address),
            httpx.Client(base_url=address, trust_env=False) as client,
        ):
            until_it_answers(address, "/healthz")
            stamps = [f"1700000000.0001{n:02}" for n in range(20)]
            for ts in stamps:
                assert send(client, event(QUESTION, ts=ts)).status_code == 200
            service.send_signal(signal.SIGTERM)
            assert service.wait(40) == 0
        with process(tmp_path, **settings) as (_, address):
            until_it_answers(address)
            wait(lambda: all(slack.answers("C1", ts) for ts in stamps), 30)

    assert all(len(slack.answers("C1", ts)) == 1 for ts in stamps)


@pytest.mark.slow
def test_a_request_that_runs_is_finished(tmp_path: Path):
    """A question that was asked before the signal is answered after it."""
    with process(tmp_path) as (service, address):
        until_it_answers(address)
        asked = {"stream": True, "messages": [{"role": "user", "content": "年营销预算3000万怎么分?"}]}
        with httpx.stream("POST", f"{address}/v1/chat/completions", json=asked, timeout=30, trust_env=False) as answer:
            pieces = answer.iter_text()
            told = next(pieces)
            service.send_signal(signal.SIGTERM)
            told += "".join(pieces)
        assert service.wait(40) == 0

    assert "300万元" in told
    assert told.endswith("data: [DONE]\n\n")


@pytest.mark.slow
def test_several_processes_serve_one_port(tmp_path: Path):
    """With two workers, one of them may die: the other answers and the dead one is replaced."""
    with process(tmp_path, "--workers", "2") as (service, address):
        until_it_answers(address)
        children = Path(f"/proc/{service.pid}/task/{service.pid}/children")
        if children.exists():
            serving = [pid for pid in map(int, children.read_text().split()) if b"spawn_main" in cmdline(pid)]
            assert len(serving) == 2
            os.kill(serving[0], signal.SIGKILL)
        for _ in range(10):
            body = {"message": "hello", "conversation": "shared"}
            # A connection that the dead process had taken is lost; the next one is not.
            with contextlib.suppress(httpx.RemoteProtocolError, httpx.ReadError):
                assert httpx.post(f"{address}/v1/ask", json=body, timeout=30, trust_env=False).status_code == 200
        service.send_signal(signal.SIGTERM)
        assert service.wait(60) == 0


def cmdline(pid: int) -> bytes:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


@pytest.mark.slow
def test_the_first_event_is_safe_within_three_seconds(tmp_path: Path):
    """From the start of the process to the first event that is stored and acknowledged; its answer follows."""
    slack = Slack()
    with slack.running() as api:
        began = time.monotonic()
        with (
            process(tmp_path, **slack_settings(api)) as (_, address),
            httpx.Client(base_url=address, trust_env=False) as client,
        ):
            while True:
                with contextlib.suppress(httpx.HTTPError):
                    if send(client, event(QUESTION, ts="1700000000.000100")).status_code == 200:
                        break
                assert time.monotonic() - began < 20
                time.sleep(0.01)
            spent = time.monotonic() - began
            wait(lambda: slack.answers("C1", "1700000000.000100"), 30)
    print(f"first durable acknowledgement after {spent:.2f} s")

    assert spent < 3


@pytest.mark.slow
def test_logs_hold_no_secret_and_no_message(tmp_path: Path):
    """Tokens, secrets and what people wrote are not in the log."""
    slack = Slack(next_faults=["lost", "500"])
    token = "api-token-0123456789"
    with slack.running() as api:
        settings = slack_settings(api) | {"ADVISOR_API_TOKENS": f"anna:{token}", "ADVISOR_LOG_LEVEL": "DEBUG"}
        settings |= {"ADVISOR_SLACK_TIMEOUT": "1", "ADVISOR_SLACK_SETTLE": "0.5"}
        with process(tmp_path, **settings) as (_, address), httpx.Client(base_url=address, trust_env=False) as client:
            until_it_answers(address)
            send(client, event(f"{QUESTION} kumquat", ts="1700000000.000100"))
            headers = {"Authorization": f"Bearer {token}"}
            client.post("/v1/ask", json={"message": "kumquat"}, headers=headers)
            client.post("/v1/ask", json={"message": "kumquat"}, headers={"Authorization": "Bearer wrong-kumquat"})
            wait(lambda: slack.answers("C1", "1700000000.000100"), 30)
            time.sleep(1)
    log = (tmp_path / "log").read_text()

    assert '"path": "/v1/ask"' in log
    for secret in (token, SECRET, TOKEN, "kumquat"):
        assert secret not in log


def test_without_tokens_the_command_refuses_to_be_reachable(tmp_path: Path):
    """An address that others can reach needs a token; the command says so and ends with 2."""
    with process(tmp_path, "--host", "0.0.0.0") as (service, _):
        assert service.wait(30) == 2
    assert "ADVISOR_API_TOKENS" in (tmp_path / "log").read_text()
