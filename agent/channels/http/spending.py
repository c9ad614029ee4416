"""What callers spend, bounded: requests a minute and turns at once in front, requests to the model where they are made."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

from agent.channels.http.problems import too_many
from agent.database import DatabaseUnavailable
from agent.limits import DAY, MINUTE, Bounds, Meter
from agent.usage import allowance

#: Seconds until a place is free that its process has not given back: longer than any turn.
PLACE_SECONDS = 900.0


@dataclass(frozen=True, slots=True)
class Spending:
    """The bounds of callers, counted by ``meter``; ``kind`` keeps callers of the API and workspaces of Slack apart."""

    meter: Meter
    bounds: Bounds
    kind: str = "http"

    async def admit(self, caller: str) -> None:
        """Count a request. Raises a 429 :class:`Problem` where the minute is spent."""
        left = await asyncio.to_thread(
            self.meter.take, f"{self.kind}/{caller}", most=self.bounds.minute, seconds=MINUTE
        )
        if left:
            raise too_many(
                "too_many_requests",
                f"{self.bounds.minute} requests a minute are served, and this minute's are used up; try again in {left} s.",
                left,
            )

    @contextlib.asynccontextmanager
    async def turn(self, caller: str) -> AsyncIterator[None]:
        """A place for a turn. Raises a 429 :class:`Problem` where as many as may run are running."""
        place = await asyncio.to_thread(
            self.meter.enter, f"{self.kind}/{caller}", most=self.bounds.turns, seconds=PLACE_SECONDS
        )
        if place is None:
            raise too_many(
                "too_many_turns",
                f"{self.bounds.turns} questions are answered at once; wait for one of them and ask again.",
                1,
            )
        try:
            yield
        finally:
            with contextlib.suppress(DatabaseUnavailable):  # it is free again after a while
                await asyncio.shield(asyncio.to_thread(self.meter.leave, place))

    @contextlib.contextmanager
    def allowing(self, caller: str) -> Iterator[None]:
        """Within the block each request to a model is counted for ``caller`` before it is made, and is made only within the bound."""

        async def allowed() -> bool:
            what = f"model/{self.kind}/{caller}"
            try:
                return not await asyncio.to_thread(self.meter.take, what, most=self.bounds.model_day, seconds=DAY)
            except DatabaseUnavailable:
                return False  # what cannot be counted is not spent

        token = allowance.set(allowed)
        try:
            yield
        finally:
            with contextlib.suppress(ValueError):  # a stream may be closed in another context
                allowance.reset(token)


@contextlib.contextmanager
def allowing(spending: Spending | None, caller: str) -> Iterator[None]:
    """:meth:`Spending.allowing`, where there are bounds."""
    if spending is None:
        yield
    else:
        with spending.allowing(caller):
            yield
