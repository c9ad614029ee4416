"""Installing the app into further workspaces: slack-bolt's OAuth flow and stores, on the service's own database."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Callable
from typing import Any

from slack_bolt import BoltRequest, BoltResponse
from slack_bolt.oauth import OAuthFlow
from slack_bolt.oauth.oauth_settings import OAuthSettings
from slack_sdk import WebClient
from slack_sdk.oauth.installation_store.sqlalchemy import SQLAlchemyInstallationStore
from slack_sdk.oauth.state_store.sqlalchemy import SQLAlchemyOAuthStateStore
from sqlalchemy import Engine, create_engine
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

#: As few as the surfaces need; the manifest lists the same.
SCOPES = (
    "app_mentions:read", "assistant:write", "channels:history", "chat:write", "commands", "files:write", "groups:history",
    "im:history",
)  # fmt: skip
STATE_SECONDS = 600
_LOCK = zlib.crc32(b"slack-sdk's tables")


class Installing:
    """The flow, its routes, and the store of what was installed."""

    def __init__(self, *, database_url: str, client_id: str, client_secret: str, api_url: str) -> None:
        self._engine: Engine = create_engine(_sqlalchemy_url(database_url), pool_pre_ping=True)
        self.store = SQLAlchemyInstallationStore(client_id=client_id, engine=self._engine)
        states = SQLAlchemyOAuthStateStore(expiration_seconds=STATE_SECONDS, engine=self._engine)
        with self._engine.begin() as db:  # processes that start at once wait here for each other
            postgresql = db.dialect.name == "postgresql"
            db.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})" if postgresql else "BEGIN IMMEDIATE")
            self.store.metadata.create_all(db)
            states.metadata.create_all(db)
        settings = OAuthSettings(
            client_id=client_id,
            client_secret=client_secret,
            scopes=list(SCOPES),
            installation_store=self.store,
            installation_store_bot_only=True,
            state_store=states,
        )
        self._flow = OAuthFlow(settings=settings, client=WebClient(base_url=api_url, retry_handlers=[]))

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/slack/install", self._serving(self._flow.handle_installation), methods=["GET"]),
            Route("/slack/oauth_redirect", self._serving(self._flow.handle_callback), methods=["GET"]),
        ]

    def close(self) -> None:
        self._engine.dispose()

    def _serving(self, handle: Callable[[BoltRequest], BoltResponse]) -> Callable[[Request], Any]:
        async def serve(request: Request) -> Response:
            asked = BoltRequest(body="", query=str(request.query_params), headers=dict(request.headers))
            answer = await asyncio.to_thread(handle, asked)
            response = Response(answer.body, answer.status)
            for name, values in answer.headers.items():
                for value in values:
                    response.headers.append(name, value)
            return response

        return serve


def _sqlalchemy_url(url: str) -> str:
    scheme, _, rest = url.partition("://")
    return f"postgresql+psycopg://{rest}" if scheme in ("postgresql", "postgres") else url
