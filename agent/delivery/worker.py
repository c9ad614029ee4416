"""The worker: claims jobs, lets a handler answer and post them, and renews what it holds.

One job goes: answer (recorded), post each part (recorded before and after), finish. A job that fails is tried again with
growing pauses and in the end given up with the handler's last word. On the way out, running jobs get a while to finish;
the rest is given back, for the next process to go on with.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
from collections.abc import AsyncIterator
from dataclasses import replace
from functools import partial
from typing import Any, Protocol

from agent.database import DatabaseUnavailable
from agent.delivery.inbox import Inbox, Job, LeaseLost
from agent.errors import AdvisorError

log = logging.getLogger(__name__)

#: After so many failures a job is given up.
MOST_FAILURES = 5


class TryLater(AdvisorError):
    """The job cannot go on for ``seconds``; nothing is wrong with it."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(f"try again in {seconds:.1f} s")


class Unsure(AdvisorError):
    """A post was tried, and whether it is there can only be told by looking."""


class Undeliverable(AdvisorError):
    """The job will never succeed; the message is for the log."""


class Handler(Protocol):
    """What a channel knows about its jobs."""

    async def answer(self, job: Job, inbox: Inbox) -> dict[str, Any]:
        """Everything that is to be posted, as JSON with a list ``parts``."""

    async def post(self, job: Job, part: dict[str, Any], number: int) -> None:
        """Post one part. Raises :class:`Unsure` when it may or may not be there now."""

    async def find(self, job: Job, part: dict[str, Any], number: int) -> bool:
        """Wait out an attempt begun at ``job.posting_since``, then tell whether the part is there."""

    async def give_up(self, job: Job) -> dict[str, Any]:
        """The last word for a job that failed too often."""


class Observer(Protocol):
    """Is told what became of jobs."""

    def finished(self, outcome: str) -> None: ...


class Worker:
    """Works on an inbox until it is stopped."""

    def __init__(
        self,
        inbox: Inbox,
        handler: Handler,
        *,
        observer: Observer,
        at_once: int = 16,
        lease: float = 20.0,
        poll: float = 1.0,
        grace: float = 20.0,
        keep: float = 14 * 86400.0,
    ) -> None:
        self.owner = secrets.token_hex(8)
        self._inbox = inbox
        self._handler = handler
        self._observer = observer
        self._at_once = at_once
        self._lease = lease
        self._poll = poll
        self._grace = grace
        self._keep = keep
        self._wake = asyncio.Event()
        self._running: dict[str, asyncio.Task[None]] = {}
        self._stopping = False

    def wake(self) -> None:
        """Something new is in the inbox."""
        self._wake.set()

    @contextlib.asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """Work in the background as long as the block runs."""
        tasks = [asyncio.create_task(run()) for run in (self._claiming, self._renewing, self._pruning)]
        try:
            yield
        finally:
            self._stopping = True
            self._wake.set()
            tasks[0].cancel()
            if self._running:
                await asyncio.wait(list(self._running.values()), timeout=self._grace)
            for task in (*tasks, *self._running.values()):
                task.cancel()
            await asyncio.gather(*tasks, *self._running.values(), return_exceptions=True)

    async def _claiming(self) -> None:
        while not self._stopping:
            self._wake.clear()
            free = self._at_once - len(self._running)
            claimed: list[Job] = []
            try:
                if free > 0:
                    claiming = asyncio.create_task(self._claim(free))
                    claimed = await asyncio.shield(claiming)
            except DatabaseUnavailable:
                log.warning("the inbox cannot be read; trying again")
            for job in claimed:
                task = asyncio.create_task(self._work(job))
                self._running[job.key] = task
                task.add_done_callback(partial(self._ended, job.key))
            if not claimed:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._wake.wait(), self._poll)

    async def _claim(self, free: int) -> list[Job]:
        return await asyncio.to_thread(self._inbox.claim, self.owner, lease=self._lease, limit=free)

    def _ended(self, key: str, _: asyncio.Task[None]) -> None:
        self._running.pop(key, None)
        self._wake.set()  # the next job of that conversation may go on

    async def _renewing(self) -> None:
        while True:
            await asyncio.sleep(self._lease / 4)
            if self._running:
                with contextlib.suppress(DatabaseUnavailable):
                    await asyncio.to_thread(self._inbox.renew, self.owner, list(self._running), lease=self._lease)

    async def _pruning(self) -> None:
        while True:
            with contextlib.suppress(DatabaseUnavailable):
                await asyncio.to_thread(self._inbox.prune, older_than=self._keep)
            await asyncio.sleep(3600)

    # -- one job -------------------------------------------------------------------------------------------------------

    async def _work(self, job: Job) -> None:
        try:
            outcome = await self._through(job)
        except LeaseLost:
            log.warning("job taken over", extra={"job": job.key})
            return
        except TryLater as later:
            await self._back(job, delay=later.seconds, failed=False)
            return
        except Undeliverable as error:
            log.warning("job undeliverable", extra={"job": job.key, "reason": str(error)})
            outcome = "undeliverable"
        except DatabaseUnavailable:
            log.warning("the inbox cannot be written", extra={"job": job.key})
            await self._back(job, delay=1, failed=False)
            return
        except asyncio.CancelledError:
            await asyncio.shield(self._back(job, delay=0, failed=False))
            raise
        except Exception:
            log.exception("job failed", extra={"job": job.key, "failures": job.failures + 1})
            await self._back(job, delay=min(60.0, 2.0**job.failures), failed=True)
            return
        with contextlib.suppress(LeaseLost, DatabaseUnavailable):  # not finished is found again, and looked up
            await asyncio.to_thread(self._inbox.finish, job, outcome)
        self._observer.finished(outcome)
        log.info("job finished", extra={"job": job.key, "kind": job.kind, "outcome": outcome, "attempt": job.attempt})

    async def _through(self, job: Job) -> str:
        outcome = "answered"
        if job.answer is None:
            if job.failures >= MOST_FAILURES:
                outcome = "given up"
                answer = await self._handler.give_up(job)
            else:
                answer = await self._handler.answer(job, self._inbox)
            await asyncio.to_thread(self._inbox.save_answer, job, answer)
        else:
            answer = job.answer
            if job.failures >= MOST_FAILURES * 4:
                raise Undeliverable("posting failed too often")
        parts: list[dict[str, Any]] = answer["parts"]
        for number in range(job.posted, len(parts)):
            job = await self._post(job, parts[number], number)
        return str(answer.get("outcome", outcome))

    async def _post(self, job: Job, part: dict[str, Any], number: int) -> Job:
        """Post ``part`` so that it is there once: where an attempt may have succeeded, look before the next."""
        tried = job.posting >= number
        while not (tried and await self._handler.find(job, part, number)):
            since = await asyncio.to_thread(self._inbox.begin_post, job, number)
            job = replace(job, posting=number, posting_since=since)
            try:
                await self._handler.post(job, part, number)
                break
            except Unsure as error:
                log.info("looking for a post", extra={"job": job.key, "part": number, "reason": str(error)})
                tried = True
        await asyncio.to_thread(self._inbox.end_post, job, number + 1)
        return replace(job, posted=number + 1)

    async def _back(self, job: Job, *, delay: float, failed: bool) -> None:
        with contextlib.suppress(LeaseLost, DatabaseUnavailable):
            await asyncio.to_thread(self._inbox.give_back, job, delay=delay, failed=failed)
