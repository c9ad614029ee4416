"""What answers behind the routes: opened in the background, bounded in how much it does at once.

A service binds its port first and opens the advisor behind it, since importing the model stack takes seconds. Whoever
needs the advisor earlier waits for it.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING

from agent.channels.http.problems import Problem, busy

if TYPE_CHECKING:
    from agent.service import Opened, Service

log = logging.getLogger(__name__)


class Engine:
    """Opens an advisor once and lets at most ``at_once`` turns run, ``waiting`` more wait."""

    def __init__(self, open_advisor: Callable[[], Opened], *, at_once: int = 16, waiting: int = 256) -> None:
        self._open = open_advisor
        self._renewed: Callable[[Service], Service | None] | None = None
        self._opening: asyncio.Task[Service] | None = None
        self._places = asyncio.Semaphore(at_once)
        self._waiting = 0
        self._most_waiting = waiting

    def start(self) -> None:
        """Begin to open the advisor, if that has not begun."""
        if self._opening is None:
            self._opening = asyncio.create_task(self._opened())

    def renew_by(self, renewed: Callable[[Service], Service | None]) -> None:
        """From now on answer with what ``renewed`` gives for the service that answered so far, where it gives another one."""
        self._renewed = renewed

    async def _opened(self) -> Service:
        def opened() -> Service:
            from agent.service import Service

            return Service.of(self._open())

        service = await asyncio.to_thread(opened)
        log.info("advisor ready")
        return service

    @property
    def ready(self) -> bool:
        task = self._opening
        return task is not None and task.done() and not task.cancelled() and task.exception() is None

    @property
    def failure(self) -> str | None:
        """Why the advisor could not be opened, if that is so."""
        task = self._opening
        if task is None or not task.done() or task.cancelled() or (error := task.exception()) is None:
            return None
        return type(error).__name__

    async def service(self) -> Service:
        """The advisor as a service, as soon as there is one."""
        self.start()
        assert self._opening is not None
        try:
            return await self._in_force(await asyncio.shield(self._opening))
        except asyncio.CancelledError:
            raise
        except Exception as error:
            log.exception("the advisor cannot be opened")
            self._opening = None  # the next request tries again
            raise Problem(503, "not_ready", "The advisor cannot be opened at the moment.") from error

    async def _in_force(self, service: Service) -> Service:
        """``service``, or what took its place since."""
        new = await asyncio.to_thread(self._renewed, service) if self._renewed is not None else None
        if new is None:
            return service
        self._opening = asyncio.create_task(_given(new))
        return new

    def check(self) -> None:
        """Raise the busy :class:`Problem` when too many turns wait already."""
        if self._waiting >= self._most_waiting:
            raise busy()

    @contextlib.asynccontextmanager
    async def turn(self) -> AsyncIterator[Service]:
        """A place for one turn, which is given back in the end."""
        self.check()
        self._waiting += 1
        try:
            await self._places.acquire()
        finally:
            self._waiting -= 1
        try:
            yield await self.service()
        finally:
            self._places.release()


async def _given(service: Service) -> Service:
    return service
