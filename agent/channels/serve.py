"""``advisor serve``: bind first, then open what answers; several processes on one port; a graceful end.

Leaves the routes to the channels. Without a bearer token it listens on loopback only, and answers only what comes from
there (see :mod:`agent.channels.http.door`). On SIGTERM no new connection is taken, what runs is finished within a bound,
and what is not finished then is taken up by the next process.
"""

from __future__ import annotations

import logging
import signal
import socket
import sys
from functools import partial
from typing import TYPE_CHECKING, NoReturn

from agent.errors import SettingsError
from agent.settings import ServiceSettings, Settings, load_service_settings, load_settings

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from agent.service import Service

log = logging.getLogger("agent.service")

#: Seconds that a request may take after the end was asked for.
GRACE = 30


def create() -> Starlette:
    """The application of the settings in force; each process calls it once."""
    from agent.channels.http.app import create_app
    from agent.channels.http.engine import Engine
    from agent.channels.http.telemetry import Metrics, set_up_logging
    from agent.documents import Documents

    settings, service = load_settings(), load_service_settings()
    set_up_logging(level=service.log_level)
    metrics = Metrics()

    def opened() -> Service:
        # In a thread, behind the bound port: everything that the first answer needs is imported here.
        from agent.assembly import open_advisor
        from agent.feedback import open_feedback
        from agent.replies.making import prepare
        from agent.service import Service

        prepare()
        found = Service(open_advisor(settings), open_feedback(settings))
        found.load()
        return found

    documents = Documents(settings)
    engine = Engine(opened, at_once=service.turns_at_once)
    engine.renew_by(documents.renewed)
    application = partial(
        create_app,
        engine,
        tokens=service.callers,
        metrics=metrics,
        public=service.public,
        metrics_for=service.metrics,
        documents=documents,
        model=settings.model,
    )
    if service.slack_signing_secret is None:
        return application()
    from agent.channels.slack.service import SlackService

    slack = SlackService(settings, service, engine.service, metrics)
    return application(routes=slack.routes(), services=[slack.running])


def run(*, host: str | None = None, port: int | None = None, workers: int | None = None) -> int:
    """Serve until the process is told to stop; arguments go before the settings."""
    import uvicorn
    from uvicorn.supervisors import Multiprocess

    settings, service = load_settings(), load_service_settings()
    host, port = host or service.host, service.port if port is None else port
    workers = workers or service.workers
    check_exposure(host, service)
    config = uvicorn.Config(
        "agent.channels.serve:create",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        # The one parser that shows a target's authority, and the sender as it is: the door looks at both.
        http="h11",
        proxy_headers=False,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE,
        timeout_keep_alive=15,
    )
    # Told to stop, uvicorn ends in order and then raises the signal again, which would look like a crash.
    signal.signal(signal.SIGTERM, _end)
    listening = bind(host, port)
    _announce(listening, settings, service)
    with listening:
        if workers > 1:
            Multiprocess(config, sockets=[listening]).run()
        else:
            uvicorn.Server(config).run(sockets=[listening])
    return 0


def _end(*_: object) -> NoReturn:
    sys.exit(0)


def check_exposure(host: str, service: ServiceSettings) -> None:
    """Refuse to be reachable from elsewhere without a token, and settings that open what is not there."""
    from agent.channels.http.door import is_loopback

    if service.public == "slack" and service.slack_signing_secret is None:
        raise SettingsError("ADVISOR_PUBLIC=slack needs SLACK_SIGNING_SECRET; set it, or leave ADVISOR_PUBLIC empty")
    if service.metrics == "public" and not service.callers:
        raise SettingsError(
            "ADVISOR_METRICS=public needs ADVISOR_API_TOKENS: without tokens only this machine is served; "
            "set tokens as name:token, or leave ADVISOR_METRICS at local"
        )
    if service.callers or is_loopback(host):
        return
    raise SettingsError(
        f"Without ADVISOR_API_TOKENS the service listens on loopback only, and {host} is not; "
        "set tokens as name:token, or leave ADVISOR_HOST at 127.0.0.1"
    )


def bind(host: str, port: int) -> socket.socket:
    """A listening socket: from here on connections wait for the application instead of being refused."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise SettingsError(f"{host}:{port} cannot be listened on: {error.strerror}; see ADVISOR_PORT") from None
    listening.listen(2048)
    listening.set_inheritable(True)
    return listening


def _announce(listening: socket.socket, settings: Settings, service: ServiceSettings) -> None:
    host, port = listening.getsockname()[:2]
    host = f"[{host}]" if ":" in host else host
    kind = "PostgreSQL" if settings.database_url else "SQLite"
    print(f"advisor: serving on http://{host}:{port}, conversations in {kind}", flush=True)
    if service.slack_signing_secret is not None and not service.callers and service.public is None:
        print(
            "advisor: Slack is not let in through a proxy or tunnel; set ADVISOR_PUBLIC=slack to open its addresses alone",
            flush=True,
        )
