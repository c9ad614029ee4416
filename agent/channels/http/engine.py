"""What answers behind the routes: opened in the background, bounded in how much it does at once.

A service binds its port first and opens the advisor behind it, since importing the model stack takes seconds. Whoever
needs the advisor earlier waits for it.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import logging
from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING

from agent.channels.http.problems import Problem, busy, database_unavailable
from agent.database import DatabaseUnavailable

if TYPE_CHECKING:
    from agent.service import Opened, Service

log = logging.getLogger(__name__)

#: Seconds between two attempts to open the advisor: the first, doubled each time, up to the longest.
PAUSE, LONGEST_PAUSE = 0.5, 10.0


class Engine:
    """Opens an advisor once and lets at most ``at_once`` turns run, ``waiting`` more wait."""

    def __init__(self, open_advisor: Callable[[], Opened], *, at_once: int = 16, waiting: int = 256) -> None:
        self._open = open_advisor
        self._opening: asyncio.Task[Service] | None = None
        self._tried = asyncio.Event()
        #: Why the advisor could not be opened when that was last tried, if that is so.
        self.failure: str | None = None
        self._places = asyncio.Semaphore(at_once)
        self._waiting = 0
        self._most_waiting = waiting

    def start(self) -> None:
        """Begin to open the advisor, if that has not begun."""
        if self._opening is None:
            self._opening = asyncio.create_task(self._opened())

    async def _opened(self) -> Service:
        """The advisor, tried for until it opens: a database that is away comes back."""

        def opened() -> Service:
            from agent.service import Service

            return Service.of(self._open())

        for tried in itertools.count():
            try:
                service = await asyncio.to_thread(opened)
            except Exception as error:
                away = isinstance(error, DatabaseUnavailable)
                self.failure = "database_unavailable" if away else type(error).__name__
                reason = str(error) if away else self.failure
                log.warning("the advisor cannot be opened", extra={"reason": reason}, exc_info=not away)
                self._tried.set()
                await asyncio.sleep(min(PAUSE * 2**tried, LONGEST_PAUSE))
            else:
                self.failure = None
                self._tried.set()
                log.info("advisor ready")
                return service
        raise AssertionError("it is tried for ever")  # pragma: no cover

    @property
    def ready(self) -> bool:
        return self._opening is not None and self._opening.done() and not self._opening.cancelled()

    async def service(self, caller: str = "") -> Service:
        """What answers ``caller``, as soon as there is one. Raises a 503 :class:`Problem` where it cannot be opened."""
        return (await self._whole()).serving(caller)

    async def _whole(self) -> Service:
        self.start()
        assert self._opening is not None
        if not self.ready:
            await self._tried.wait()
        if not self.ready and self.failure is not None:
            if self.failure == "database_unavailable":
                raise database_unavailable()
            raise Problem(503, "not_ready", "The advisor cannot be opened at the moment.", headers={"Retry-After": "5"})
        return await asyncio.shield(self._opening)

    async def stop(self) -> None:
        """Try no longer."""
        if self._opening is not None and not self._opening.done():
            self._opening.cancel()
            await asyncio.gather(self._opening, return_exceptions=True)

    def check(self) -> None:
        """Raise the busy :class:`Problem` when too many turns wait already."""
        if self._waiting >= self._most_waiting:
            raise busy()

    @contextlib.asynccontextmanager
    async def turn(self, caller: str = "") -> AsyncIterator[Service]:
        """A place for one turn of ``caller``, which is given back in the end."""
        self.check()
        self._waiting += 1
        try:
            await self._places.acquire()
        finally:
            self._waiting -= 1
        try:
            yield await self.service(caller)
        finally:
            self._places.release()
