"""The process behind the front: ``python -m agent.channels.behind SOCKET``. It answers, over HTTP and in Slack.

It listens on a socket that only its front knows, and works until its standard input ends; a byte there says that there is
something new in the inbox.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import sys
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

import uvicorn
from starlette.applications import Starlette

from agent.channels.http.api import Running, create_api
from agent.channels.http.engine import Engine
from agent.channels.http.metrics import Metrics
from agent.channels.http.relay import GRACE
from agent.channels.http.spending import Spending
from agent.channels.http.telemetry import set_up_logging
from agent.channels.http.tracing import set_up_tracing
from agent.channels.slack.service import SlackAnswers, open_database
from agent.documents import Documents
from agent.feedback import Feedback
from agent.limits import Bounds, Meter
from agent.service import Service
from agent.settings import ServiceSettings, Settings, load_service_settings, load_settings

#: Below the front, which has to answer at once.
NICENESS = 5


def create(settings: Settings, service: ServiceSettings, *, woken: list[Callable[[], None]]) -> Starlette:
    """The API and, where Slack is served, its answers; what wakes them is put into ``woken``."""
    metrics = Metrics()
    database = open_database(settings)
    libraries = service.libraries_by_caller

    def opened() -> Service:
        # In a thread, behind the socket: everything that the first answer needs is imported here.
        from agent.assembly import open_advisor
        from agent.replies.making import prepare

        prepare()
        advisor, feedback = open_advisor(settings), Feedback(database)
        own = {
            name: Service(open_advisor(settings, memory=advisor.store, library=name), feedback)
            for name in dict.fromkeys(libraries.values())
        }
        found = Service(advisor, feedback, {who: own[name] for who, name in libraries.items()})
        every = (found, *own.values())
        for each in every:
            each.load()

        def warm_up() -> None:
            for each in every:
                each.warm_up_search()

        # Questions are answered meanwhile, by words alone.
        threading.Thread(target=warm_up, name="search", daemon=True).start()
        return found

    documents = Documents(settings, libraries=libraries)
    engine = Engine(opened, at_once=service.turns_at_once)
    services: list[Running] = []
    if service.slack_signing_secret is not None:
        slack = SlackAnswers(settings, service, database, engine.service, metrics)
        services.append(slack.running)
        woken.append(slack.wake)
    spending = Spending(Meter(database), bounds_of(service))
    return create_api(
        engine,
        metrics=metrics,
        spending=spending,
        services=services,
        secured=bool(service.callers),
        documents=documents,
        model=settings.model,
    )


def bounds_of(service: ServiceSettings) -> Bounds:
    """What a caller of the API may take."""
    return Bounds(service.caller_minute, service.caller_turns, service.caller_model_day)


def listen(path: Path) -> socket.socket:
    """A listening socket that only this user may connect to."""
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listening.bind(str(path))
    path.chmod(0o600)
    listening.listen(1024)
    return listening


def follow_input(server: uvicorn.Server, loop: asyncio.AbstractEventLoop, woken: list[Callable[[], None]]) -> None:
    """Wake what is to be woken for each byte of standard input, and end with it."""
    while os.read(0, 4096):
        for wake in woken:
            loop.call_soon_threadsafe(wake)
    server.should_exit = True


def main(path: Path) -> None:
    os.umask(0o077)
    with contextlib.suppress(OSError):
        os.nice(NICENESS)
    settings, service = load_settings(), load_service_settings()
    set_up_logging(level=service.log_level)
    set_up_tracing(service.traces, texts=service.trace_texts)
    woken: list[Callable[[], None]] = []
    config = uvicorn.Config(
        create(settings, service, woken=woken),
        http="h11",
        ws="none",
        proxy_headers=False,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=int(GRACE) - 15,
    )
    server = uvicorn.Server(config)

    async def serve() -> None:
        follow = partial(follow_input, server, asyncio.get_running_loop(), woken)
        threading.Thread(target=follow, daemon=True).start()
        await server.serve(sockets=[listen(path)])

    asyncio.run(serve())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
