"""Which workspaces may use the advisor, and with which token it posts there.

A single workspace comes with its token in the settings; further ones install the app by OAuth, and their tokens are kept
in the service's database by slack-sdk's installation store, until the app is removed. What is in neither is refused.
"""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING, Protocol

from agent.channels.slack.webapi import Refused, SlackError, WebApi

if TYPE_CHECKING:
    from agent.channels.slack.installing import Installations

log = logging.getLogger(__name__)

#: Seconds that an answer of the installation store is believed.
BELIEVED = 60.0


class TenantsUnknown(SlackError):
    """Slack cannot be asked at the moment whose token this is."""


class Tenants(Protocol):
    async def token(self, workspace: str) -> str | None:
        """The token for a workspace; ``None`` where the app is not installed."""

    async def forget(self, workspace: str, *, before: float) -> None:
        """The app was removed from the workspace at ``before``: its tokens go, unless it was installed again since."""


class SingleWorkspace:
    """The workspace that the token belongs to, and no other. Which one that is, Slack tells once."""

    def __init__(self, token: str, api: WebApi, *, workspace: str | None = None) -> None:
        self._token = token
        self._api = api
        self._workspace = workspace
        self._asking = asyncio.Lock()

    async def token(self, workspace: str) -> str | None:
        if self._workspace is None:
            async with self._asking:
                if self._workspace is None:
                    self._workspace = await self._ask()
        return self._token if workspace == self._workspace else None

    async def forget(self, workspace: str, *, before: float) -> None:
        """The token is the operator's, who sets it."""
        if workspace == self._workspace:
            log.warning("the app was removed from the workspace of SLACK_BOT_TOKEN", extra={"workspace": workspace})

    async def _ask(self) -> str:
        try:
            return str((await self._api.query("auth.test", self._token, {}))["team_id"])
        except Refused as error:
            log.warning("SLACK_BOT_TOKEN is not accepted", extra={"reason": error.error})
            raise TenantsUnknown(str(error)) from None
        except SlackError as error:
            raise TenantsUnknown(str(error)) from None


class Installed:
    """Workspaces that installed the app; before them, the one of the settings if there is one."""

    def __init__(self, store: Installations, *, first: Tenants | None = None) -> None:
        self._store = store
        self._first = first
        self._known: dict[str, tuple[float, str | None]] = {}

    async def token(self, workspace: str) -> str | None:
        if self._first is not None and (token := await self._first.token(workspace)) is not None:
            return token
        at, token = self._known.get(workspace, (0.0, None))
        if time.monotonic() - at > BELIEVED or token is None:
            token = await asyncio.to_thread(self._store.token, workspace)
            self._known[workspace] = (time.monotonic(), token)
        return token

    async def forget(self, workspace: str, *, before: float) -> None:
        if await asyncio.to_thread(self._store.forget, workspace, before=before):
            log.info("tokens of a workspace removed", extra={"workspace": workspace})
        self._known.pop(workspace, None)
        if self._first is not None:
            await self._first.forget(workspace, before=before)
