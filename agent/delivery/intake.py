"""Accepting jobs from an event loop: those that arrive together share one durable commit.

``accept`` returns when the job is safe; what cannot be stored raises, so that the sender delivers it again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from agent.delivery.inbox import Inbox, NewJob

MOST_TOGETHER = 200


class Intake:
    """Puts jobs into an inbox; ``woken`` is called when something new is in it."""

    def __init__(self, inbox: Inbox, *, woken: Callable[[], None] = lambda: None) -> None:
        self._inbox = inbox
        self._woken = woken
        self._pending: list[tuple[NewJob, asyncio.Future[bool]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def accept(self, job: NewJob) -> bool:
        """Store ``job`` durably; tells whether it is new."""
        future: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._pending.append((job, future))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())
        return await future

    async def _write(self) -> None:
        while self._pending:
            batch, self._pending = self._pending[:MOST_TOGETHER], self._pending[MOST_TOGETHER:]
            try:
                new = await asyncio.to_thread(self._inbox.add, [job for job, _ in batch])
            except Exception as error:  # noqa: BLE001 - every sender of the batch gets it
                for _, future in batch:
                    if not future.done():
                        future.set_exception(error)
                continue
            for (_, future), fresh in zip(batch, new, strict=True):
                if not future.done():
                    future.set_result(fresh)
            if any(new):
                self._woken()
