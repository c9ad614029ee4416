"""Slack put together from the settings: its routes, and the worker that answers behind them."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from starlette.routing import BaseRoute

from agent.channels.http.telemetry import Metrics
from agent.channels.slack.handler import Limits, SlackHandler
from agent.channels.slack.ingress import Ingress
from agent.channels.slack.tenants import Installed, SingleWorkspace, Tenants
from agent.channels.slack.webapi import WebApi
from agent.database import Database, PostgresDatabase, SqliteDatabase
from agent.delivery.inbox import Inbox, SqlInbox
from agent.delivery.intake import Intake
from agent.delivery.worker import Worker
from agent.errors import SettingsError
from agent.feedback import Feedback

if TYPE_CHECKING:
    from agent.channels.slack.installing import Installing
    from agent.service import Service
    from agent.settings import ServiceSettings, Settings

#: What is being delivered, in the data directory, where no database is set.
FILE = "service.sqlite"


class SlackService:
    """Everything of the Slack channel in one process."""

    def __init__(
        self,
        settings: Settings,
        service: ServiceSettings,
        opened: Callable[[], Awaitable[Service]],
        metrics: Metrics,
        *,
        inbox: Callable[[Database], Inbox] = SqlInbox,
    ) -> None:
        assert service.slack_signing_secret is not None
        self._api = WebApi(service.slack_api_url, timeout=service.slack_timeout)
        self.database = open_database(settings)
        self.inbox = inbox(self.database)
        self._installing = _installing(settings, service)
        feedback = Feedback(self.database)

        async def answering() -> Service:
            return replace(await opened(), feedback=feedback)

        handler = SlackHandler(
            answering,
            api=self._api,
            tenants=self._tenants(service),
            settle=service.slack_settle,
            charts=service.slack_charts,
            limits=Limits(
                service.slack_user_minute,
                service.slack_workspace_minute,
                service.slack_model_day,
                service.slack_waiting,
            ),
        )
        self._worker = Worker(
            self.inbox,
            handler,
            observer=_Counted(metrics),
            at_once=service.turns_at_once,
            lease=service.lease_seconds,
            poll=min(1.0, service.lease_seconds / 2),
        )
        intake = Intake(self.inbox, woken=self._worker.wake)
        self._ingress = Ingress(service.slack_signing_secret.get_secret_value(), intake, self.inbox, metrics)

    def routes(self) -> list[BaseRoute]:
        return self._ingress.routes() + (self._installing.routes() if self._installing else [])

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
            self.database.close()

    def _tenants(self, service: ServiceSettings) -> Tenants:
        first = None
        if service.slack_bot_token is not None:
            first = SingleWorkspace(service.slack_bot_token.get_secret_value(), self._api)
        if self._installing is not None:
            return Installed(self._installing.store, first=first)
        if first is None:
            raise SettingsError(
                "Slack needs a token: set SLACK_BOT_TOKEN, or SLACK_CLIENT_ID and SLACK_CLIENT_SECRET for installing by OAuth"
            )
        return first


def open_database(settings: Settings) -> Database:
    """Where jobs are kept: the database that is set, else a file of the data directory."""
    if settings.database_url is not None:
        return PostgresDatabase(settings.database_url.get_secret_value())
    return SqliteDatabase(settings.data_directory / FILE)


def _installing(settings: Settings, service: ServiceSettings) -> Installing | None:
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

    def finished(self, outcome: str) -> None:
        self._metrics.jobs.labels(outcome).inc()
