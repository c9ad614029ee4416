"""Installing the app into further workspaces: slack-bolt's OAuth flow and stores, on the service's own database."""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import secrets
import time
import zlib
from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any

from slack_bolt import BoltRequest, BoltResponse
from slack_bolt.oauth import OAuthFlow
from slack_bolt.oauth.oauth_settings import OAuthSettings
from slack_sdk import WebClient
from slack_sdk.oauth.installation_store.sqlalchemy import SQLAlchemyInstallationStore
from slack_sdk.oauth.state_store import OAuthStateStore
from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from agent.database import DatabaseUnavailable

#: As few as the surfaces need; the manifest lists the same.
SCOPES = (
    "app_mentions:read", "assistant:write", "channels:history", "chat:write", "commands", "files:write", "groups:history",
    "im:history",
)  # fmt: skip
STATE_SECONDS = 600
_LOCK = zlib.crc32(b"slack-sdk's tables")


class SignedStates(OAuthStateStore):
    """States that nobody keeps: each carries when it was issued and our signature, so that hitting the address leaves nothing.

    That a state belongs to the browser that began is proven by its cookie, and a code of Slack's is good once.
    """

    def __init__(self, secret: str, *, seconds: float = STATE_SECONDS) -> None:
        self._key = hmac.digest(secret.encode(), b"state of an installation", sha256)
        self._seconds = seconds

    def issue(self, *args: Any, **kwargs: Any) -> str:
        said = f"{int(time.time())}-{secrets.token_hex(16)}"
        return f"{said}-{self._sign(said)}"

    def consume(self, state: str) -> bool:
        said, _, signature = state.rpartition("-")
        if not hmac.compare_digest(self._sign(said).encode(), signature.encode("utf-8", "replace")):
            return False
        return 0 <= time.time() - int(said.partition("-")[0]) <= self._seconds

    def _sign(self, said: str) -> str:
        return hmac.new(self._key, said.encode("utf-8", "replace"), sha256).hexdigest()


class Installations:
    """What was installed, kept by slack-sdk's store; its tables are made when they are first needed."""

    def __init__(self, engine: Engine, client_id: str) -> None:
        self._engine = engine
        self.kept = SQLAlchemyInstallationStore(client_id=client_id, engine=engine)
        self._made = False

    def make(self) -> None:
        """Let the tables be there. Raises :class:`DatabaseUnavailable`."""
        if self._made:
            return
        with _database_errors(), self._engine.begin() as db:  # processes that start at once wait here for each other
            postgresql = db.dialect.name == "postgresql"
            db.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})" if postgresql else "BEGIN IMMEDIATE")
            self.kept.metadata.create_all(db)
        self._made = True

    def token(self, workspace: str) -> str | None:
        """The token with which the app posts in a workspace, if it is installed there."""
        self.make()
        with _database_errors():
            bot = self.kept.find_bot(enterprise_id=None, team_id=workspace)
        return bot.bot_token if bot is not None else None

    def forget(self, workspace: str, *, before: float) -> bool:
        """Remove the tokens of a workspace, unless it was installed again since ``before``; tells whether that was done."""
        self.make()
        with _database_errors():
            bot = self.kept.find_bot(enterprise_id=None, team_id=workspace)
            if bot is not None and bot.installed_at > before:
                return False
            self.kept.delete_all(enterprise_id=None, team_id=workspace)
        return True


@contextlib.contextmanager
def _database_errors() -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        raise DatabaseUnavailable(type(error).__name__) from error


class Installing:
    """The flow, its routes, and the store of what was installed."""

    def __init__(self, *, database_url: str, client_id: str, client_secret: str, api_url: str) -> None:
        self._engine: Engine = create_engine(_sqlalchemy_url(database_url), pool_pre_ping=True)
        self.store = Installations(self._engine, client_id)
        settings = OAuthSettings(
            client_id=client_id,
            client_secret=client_secret,
            scopes=list(SCOPES),
            installation_store=self.store.kept,
            installation_store_bot_only=True,
            state_store=SignedStates(client_secret),
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
        def handled(asked: BoltRequest) -> BoltResponse:
            self.store.make()
            with _database_errors():
                return handle(asked)

        async def serve(request: Request) -> Response:
            asked = BoltRequest(body="", query=str(request.query_params), headers=dict(request.headers))
            answer = await asyncio.to_thread(handled, asked)
            response = Response(answer.body, answer.status)
            for name, values in answer.headers.items():
                for value in values:
                    response.headers.append(name, value)
            return response

        return serve


def _sqlalchemy_url(url: str) -> str:
    scheme, _, rest = url.partition("://")
    return f"postgresql+psycopg://{rest}" if scheme in ("postgresql", "postgres") else url
