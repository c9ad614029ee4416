"""Slack put together from the settings, in two halves: what Slack delivers is stored, and what is stored is answered.

The halves share nothing but the inbox, so that they can be in two processes: whatever keeps an answer busy, a delivery is
acknowledged.
"""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from starlette.routing import BaseRoute

from agent.channels.http.metrics import Metrics
from agent.channels.http.spending import Spending
from agent.channels.slack.handler import Limits, SlackHandler
from agent.channels.slack.ingress import Ingress
from agent.channels.slack.tenants import Installed, SingleWorkspace, Tenants
from agent.channels.slack.webapi import WebApi
from agent.database import Database, PostgresDatabase, SqliteDatabase
from agent.delivery.inbox import Job, SqlInbox
from agent.delivery.intake import Intake
from agent.delivery.worker import Worker
from agent.feedback import Feedback
from agent.limits import Bounds, Meter
from knowledge.parts import installed

if TYPE_CHECKING:
    from agent.channels.slack.installing import Installing
    from agent.service import Service
    from agent.settings import ServiceSettings, Settings

#: What is being delivered, in the data directory, where no database is set.
FILE = "service.sqlite"


class SlackDeliveries:
    """The half that stores: Slack's routes, those of installing the app included."""

    def __init__(
        self,
        settings: Settings,
        service: ServiceSettings,
        database: Database,
        metrics: Metrics,
        *,
        woken: Callable[[], None],
    ) -> None:
        assert service.slack_signing_secret is not None
        self.inbox = SqlInbox(database)
        self._installing = open_installing(settings, service)
        metrics.watch(self.inbox.backlog)
        self._ingress = Ingress(
            service.slack_signing_secret.get_secret_value(), Intake(self.inbox, woken=woken), metrics
        )

    def routes(self) -> list[BaseRoute]:
        return self._ingress.routes() + (self._installing.routes() if self._installing else [])

    def close(self) -> None:
        if self._installing is not None:
            self._installing.close()


class SlackAnswers:
    """The half that answers: a worker on the inbox, and the calls of Slack's Web API."""

    def __init__(
        self,
        settings: Settings,
        service: ServiceSettings,
        database: Database,
        opened: Callable[[], Awaitable[Service]],
        metrics: Metrics,
    ) -> None:
        self._api = WebApi(
            service.slack_api_url,
            timeout=service.slack_timeout,
            told=lambda method, outcome: metrics.calls.labels(method, outcome).inc(),
        )
        self.inbox = SqlInbox(database, workspace_turns=service.slack_turns)
        self._installing = open_installing(settings, service)

        async def answering() -> Service:
            return replace(await opened(), feedback=Feedback(database))

        bounds = Bounds(service.slack_workspace_minute, service.slack_turns, service.slack_model_day)
        handler = SlackHandler(
            answering,
            api=self._api,
            tenants=self._tenants(service),
            settle=service.slack_settle,
            charts=service.slack_charts and installed("charts"),
            limits=Limits(service.slack_user_minute, service.slack_workspace_minute, service.slack_waiting),
            metrics=metrics,
            spending=Spending(Meter(database), bounds, kind="slack"),
        )
        self._worker = Worker(
            self.inbox,
            handler,
            observer=_Counted(metrics),
            at_once=service.turns_at_once,
            lease=service.lease_seconds,
            poll=min(1.0, service.lease_seconds / 2),
        )

    def wake(self) -> None:
        """Something new is in the inbox."""
        self._worker.wake()

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Answer what is in the inbox as long as the block runs."""
        try:
            async with self._worker.working():
                yield
        finally:
            await self._api.close()
            if self._installing is not None:
                self._installing.close()

    def _tenants(self, service: ServiceSettings) -> Tenants:
        first = None
        if service.slack_bot_token is not None:
            first = SingleWorkspace(service.slack_bot_token.get_secret_value(), self._api)
        if self._installing is not None:
            return Installed(self._installing.store, first=first)
        assert first is not None, "checked at the start"
        return first


def open_database(settings: Settings) -> Database:
    """Where jobs are kept: the database that is set, else a file of the data directory."""
    if settings.database_url is not None:
        return PostgresDatabase(settings.database_url.get_secret_value())
    return SqliteDatabase(settings.data_directory / FILE)


def open_installing(settings: Settings, service: ServiceSettings) -> Installing | None:
    """Installing by OAuth, where its settings are there."""
    if service.slack_client_id is None or service.slack_client_secret is None:
        return None
    from agent.channels.slack.installing import Installing

    url = (
        settings.database_url.get_secret_value()
        if settings.database_url
        else f"sqlite:///{settings.data_directory / FILE}"
    )
    return Installing(
        database_url=url,
        client_id=service.slack_client_id,
        client_secret=service.slack_client_secret.get_secret_value(),
        api_url=service.slack_api_url,
    )


class _Counted:
    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics

    def attempted(self, outcome: str) -> None:
        self._metrics.attempts.labels(outcome).inc()

    def finished(self, job: Job, outcome: str, seconds: float) -> None:
        self._metrics.jobs.labels(outcome).inc()
        self._metrics.job_seconds.labels(job.kind).observe(seconds)
