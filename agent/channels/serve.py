"""``advisor serve``: bind first, then open what answers; several processes on one port; a graceful end.

Each process has a front, which takes requests and Slack's deliveries, and a process of its own behind it, which answers.
Leaves the routes to the channels. Without a bearer token it listens on loopback only, and answers only what comes from
there (see :mod:`agent.channels.http.door`). On SIGTERM no new connection is taken, what runs is finished within a bound,
and what is not finished then is taken up by the next process.
"""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import socket
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from agent.errors import SettingsError
from agent.private import is_private
from agent.settings import ServiceSettings, Settings, load_service_settings, load_settings
from knowledge.parts import need

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.routing import BaseRoute

log = logging.getLogger("agent.service")

#: The variable in which :mod:`agent.channels.http.metrics` finds where processes count together.
SHARED = "PROMETHEUS_MULTIPROC_DIR"
#: What starts the process behind a front; the path of its socket follows.
BEHIND: tuple[str, ...] = (sys.executable, "-m", "agent.channels.behind")
#: Seconds that a request may take after the end was asked for.
GRACE = 30


def create() -> Starlette:
    """The front of the settings in force; each process calls it once. What answers is in a process that it starts."""
    from agent.channels.behind import bounds_of
    from agent.channels.http.app import create_front
    from agent.channels.http.metrics import Metrics
    from agent.channels.http.relay import Relay
    from agent.channels.http.spending import Spending
    from agent.channels.http.telemetry import set_up_logging
    from agent.channels.http.tracing import set_up_tracing
    from agent.channels.slack.service import SlackDeliveries, open_database
    from agent.limits import Meter

    settings, service = load_settings(), load_service_settings()
    set_up_logging(level=service.log_level)
    set_up_tracing(service.traces, texts=service.trace_texts)
    metrics = Metrics()
    database = open_database(settings)
    relay = Relay(metrics, command=BEHIND)
    routes: list[BaseRoute] = []
    if service.slack_signing_secret is not None:
        routes = SlackDeliveries(settings, service, database, metrics, woken=relay.wake).routes()
    return create_front(
        relay,
        relay.running,
        grants=service.callers,
        routes=routes,
        metrics=metrics,
        public=service.public,
        metrics_for=service.metrics,
        spending=Spending(Meter(database), bounds_of(service)),
    )


def run(*, host: str | None = None, port: int | None = None, workers: int | None = None) -> int:
    """Serve until the process is told to stop; arguments go before the settings."""
    os.umask(0o077)  # what the service writes is nobody else's
    with tempfile.TemporaryDirectory(prefix="advisor-counters-") as counters:
        os.environ[SHARED] = counters  # before the library is imported, here and in what is started from here
        try:
            return _serve(host, port, workers)
        finally:
            del os.environ[SHARED]  # the directory goes with this block


def _serve(host: str | None, port: int | None, workers: int | None) -> int:
    import uvicorn
    from uvicorn.supervisors import Multiprocess

    from agent.channels.http.wire import LARGEST_PARSED, BoundedProtocol

    settings, service = load_settings(), load_service_settings()
    host, port = host or service.host, service.port if port is None else port
    workers = workers or service.workers
    check_exposure(host, service)
    check_slack(service)
    check_storage(settings)
    allow_connections()
    config = uvicorn.Config(
        "agent.channels.serve:create",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        # The one parser that shows a target's authority, and the sender as it is: the door looks at both.
        http=BoundedProtocol,
        ws="none",
        proxy_headers=False,
        log_config=None,
        access_log=False,
        server_header=False,
        h11_max_incomplete_event_size=LARGEST_PARSED,
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


def check_storage(settings: Settings) -> None:
    """Open what is stored, and bring it up to date.

    What will not pass by itself is refused with its cause; a database that is only away is waited for, unready.
    """
    from agent.assembly import CONVERSATIONS
    from agent.channels.slack.service import FILE
    from agent.database import DatabaseUnavailable, PostgresDatabase, SqliteDatabase, check_postgres
    from agent.migrations import NewerDatabase, migrate

    try:
        if settings.database_url is None:
            for name in (CONVERSATIONS, FILE):
                with contextlib.closing(SqliteDatabase(settings.data_directory / name)) as file:
                    migrate(file)
            return
        url = settings.database_url.get_secret_value()
        check_postgres(url)
        with contextlib.closing(PostgresDatabase(url, connections=1)) as database:
            migrate(database)
    except NewerDatabase:
        raise
    except OSError as error:
        place = error.filename or settings.data_directory
        raise SettingsError(
            f"{place} cannot be used: {error.strerror}; see ADVISOR_DATA_DIR",
            f"{place} 无法使用：{error.strerror}；请检查 ADVISOR_DATA_DIR",
        ) from None
    except DatabaseUnavailable as error:
        if settings.database_url is None:
            raise SettingsError(
                f"The files in {settings.data_directory} cannot be used: {error}; see ADVISOR_DATA_DIR",
                f"{settings.data_directory} 里的文件无法使用：{error}；请检查 ADVISOR_DATA_DIR",
            ) from None
        if not error.passing:
            raise SettingsError(
                f"The database cannot be used: {error}; see ADVISOR_DATABASE_URL",
                f"数据库无法使用：{error}；请检查 ADVISOR_DATABASE_URL",
            ) from None
        print(f"advisor: the database cannot be reached yet ({error}); waiting for it", file=sys.stderr, flush=True)


def allow_connections() -> None:
    """As many open connections as this process may have."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 8192 if hard == resource.RLIM_INFINITY else min(8192, hard)
    if soft < wanted:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _end(*_: object) -> NoReturn:
    sys.exit(0)


def check_slack(service: ServiceSettings) -> None:
    """Refuse settings with which nothing could be posted, and an installation that cannot post."""
    if service.slack_signing_secret is not None:
        need("slack")
    by_oauth = service.slack_client_id is not None and service.slack_client_secret is not None
    if service.slack_signing_secret is not None and service.slack_bot_token is None and not by_oauth:
        raise SettingsError(
            "Slack needs a token: set SLACK_BOT_TOKEN, or SLACK_CLIENT_ID and SLACK_CLIENT_SECRET for installing by OAuth",
            "Slack 需要令牌：请设置 SLACK_BOT_TOKEN，或设置 SLACK_CLIENT_ID 和 SLACK_CLIENT_SECRET 以便用 OAuth 安装",
        )


def check_exposure(host: str, service: ServiceSettings) -> None:
    """Refuse to be reachable from elsewhere without a token, and settings that open what is not there."""
    from agent.channels.http.door import is_loopback

    if service.public == "slack" and service.slack_signing_secret is None:
        raise SettingsError(
            "ADVISOR_PUBLIC=slack needs SLACK_SIGNING_SECRET; set it, or leave ADVISOR_PUBLIC empty",
            "ADVISOR_PUBLIC=slack 需要 SLACK_SIGNING_SECRET；请设置它，或不设 ADVISOR_PUBLIC",
        )
    if service.metrics == "public" and not service.callers:
        raise SettingsError(
            "ADVISOR_METRICS=public needs ADVISOR_API_TOKENS: without tokens only this machine is served; "
            "set tokens as name:token, or leave ADVISOR_METRICS at local",
            "ADVISOR_METRICS=public 需要 ADVISOR_API_TOKENS：没有令牌时只服务本机；请按 名称:令牌 设置令牌，或让 ADVISOR_METRICS 保持 local",
        )
    if service.callers or is_loopback(host):
        return
    raise SettingsError(
        f"Without ADVISOR_API_TOKENS the service listens on loopback only, and {host} is not; "
        "set tokens as name:token, or leave ADVISOR_HOST at 127.0.0.1",
        f"没有 ADVISOR_API_TOKENS 时服务只监听回环地址，而 {host} 不是；请按 名称:令牌 设置令牌，或让 ADVISOR_HOST 保持 127.0.0.1",
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
        raise SettingsError(
            f"{host}:{port} cannot be listened on: {error.strerror}; see ADVISOR_PORT",
            f"无法监听 {host}:{port}：{error.strerror}；请检查 ADVISOR_PORT",
        ) from None
    listening.listen(2048)
    listening.set_inheritable(True)
    return listening


def _announce(listening: socket.socket, settings: Settings, service: ServiceSettings) -> None:
    host, port = listening.getsockname()[:2]
    host = f"[{host}]" if ":" in host else host
    if not is_private(Path(".env")):
        print(
            "advisor: .env can be read by others; its tokens are nobody else's: chmod 600 .env",
            file=sys.stderr,
            flush=True,
        )
    kind = "PostgreSQL" if settings.database_url else "SQLite"
    print(f"advisor: serving on http://{host}:{port}, conversations in {kind}", flush=True)
    if service.slack_signing_secret is not None and not service.callers and service.public is None:
        print(
            "advisor: Slack is not let in through a proxy or tunnel; set ADVISOR_PUBLIC=slack to open its addresses alone",
            flush=True,
        )
