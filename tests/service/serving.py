"""A real server on loopback for tests, and an advisor that works offline."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import uvicorn
from starlette.applications import Starlette

from agent.advisor import Advisor
from agent.assembly import IN_MEMORY, open_advisor
from agent.channels.http.wire import LARGEST_PARSED, BoundedProtocol
from agent.settings import Settings


@contextlib.contextmanager
def serving(app: Starlette) -> Iterator[str]:
    """The address at which ``app`` is served over real HTTP on loopback, with the bounds of the command."""
    listening = socket.create_server(("127.0.0.1", 0))
    # The parser and the sender as the command has them.
    config = uvicorn.Config(
        app,
        http=BoundedProtocol,
        ws="none",
        proxy_headers=False,
        log_config=None,
        lifespan="on",
        h11_max_incomplete_event_size=LARGEST_PARSED,
        timeout_graceful_shutdown=5,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    for _ in range(200):
        if server.started:
            break
        time.sleep(0.02)
    assert server.started
    try:
        yield address
    finally:
        server.should_exit = True
        thread.join(timeout=10)
        listening.close()


def offline_advisor(directory: Path) -> Advisor:
    settings = Settings(ADVISOR_OFFLINE=True, ADVISOR_DATA_DIR=directory)
    return open_advisor(settings, memory=IN_MEMORY)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])
