"""The worker: claims jobs, lets a handler answer and post them, and renews what it holds.

One job goes: answer (recorded), post each part (recorded before and after), finish. A job that fails is tried again with
growing pauses and in the end given up with the handler's last word. On the way out, running jobs get a while to finish;
the rest is given back, for the next process to go on with.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import secrets
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Protocol

from agent.database import DatabaseUnavailable
from agent.delivery.inbox import Inbox, Job, LeaseLost
from agent.errors import AdvisorError

log = logging.getLogger(__name__)

#: After so many failures a job is given up.
MOST_FAILURES = 5
#: What says that the disk takes nothing: that passes, and is no failure of the job.
_DISK = frozenset({errno.ENOSPC, errno.EROFS, errno.EDQUOT, errno.EIO, errno.EMFILE, errno.ENFILE})
#: Seconds between two looks at what can be forgotten, and at what waits; an answer that takes longer is long.
PRUNING, WATCHING, LONG = 300.0, 10.0, 60.0


class TryLater(AdvisorError):
    """The job cannot go on for ``seconds``; nothing is wrong with it."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(f"try again in {seconds:.1f} s")


class Unsure(AdvisorError):
    """A post was tried, and whether it is there can only be told by looking."""


class Rewritten(AdvisorError):
    """A part cannot be posted as it is: ``parts`` take its place, and those behind it stay."""

    def __init__(self, parts: Sequence[dict[str, Any]]) -> None:
        self.parts = list(parts)
        super().__init__("the part is replaced")


class Undeliverable(AdvisorError):
    """The job will never succeed; the message is for the log."""


class Handler(Protocol):
    """What a channel knows about its jobs."""

    async def answer(self, job: Job, inbox: Inbox) -> dict[str, Any]:
        """Everything that is to be posted, as JSON with a list ``parts``; ``outcome`` and ``turn`` where there are such."""

    async def post(self, job: Job, part: dict[str, Any], number: int) -> None:
        """Post one part. Raises :class:`Unsure` when it may or may not be there now, :class:`Rewritten` when others go in its place."""

    async def find(self, job: Job, part: dict[str, Any], number: int) -> bool:
        """Wait out an attempt begun ``job.since_posting`` seconds ago, then tell whether the part is there."""

    async def give_up(self, job: Job) -> dict[str, Any]:
        """The last word for a job that failed too often."""


class Observer(Protocol):
    """Is told what became of jobs."""

    def attempted(self, outcome: str) -> None:
        """What an attempt ended in: ``done``, ``later``, ``failed``, ``undeliverable``, ``taken over`` or ``database``."""

    def finished(self, job: Job, outcome: str, seconds: float) -> None:
        """A job is done, ``seconds`` after this process began with it."""


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
        self._reason = ""

    def wake(self) -> None:
        """Something new is in the inbox."""
        self._wake.set()

    @contextlib.asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """Work in the background as long as the block runs."""
        tasks = [asyncio.create_task(run()) for run in (self._claiming, self._renewing, self._pruning, self._watching)]
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
            except DatabaseUnavailable as error:
                log.warning("the inbox cannot be read; trying again", extra={"reason": str(error)})
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
            await asyncio.sleep(PRUNING)

    async def _watching(self) -> None:
        """Say so where messages wait for long: Slack is out, or there is more to do than one gets done."""
        while True:
            with contextlib.suppress(DatabaseUnavailable):
                found = await asyncio.to_thread(self._inbox.backlog)
                if found.waiting and found.oldest > LONG:
                    told = {
                        "waiting": found.waiting,
                        "oldest_seconds": round(found.oldest),
                        "running": len(self._running),
                    }
                    log.warning("messages wait for an answer", extra={**told, "reason": self._reason})
            await asyncio.sleep(WATCHING)

    # -- one job -------------------------------------------------------------------------------------------------------

    async def _work(self, job: Job) -> None:
        began = time.monotonic()
        ended, outcome = await self._attempt(job)
        self._observer.attempted(ended)
        if outcome is None:
            return
        with contextlib.suppress(LeaseLost, DatabaseUnavailable):  # not finished is found again, and looked up
            await asyncio.to_thread(self._inbox.finish, job, outcome)
        seconds = time.monotonic() - began
        self._observer.finished(job, outcome, seconds)
        told = {
            "job": job.key,
            "kind": job.kind,
            "outcome": outcome,
            "attempt": job.attempt,
            "ms": round(seconds * 1e3),
        }
        log.info("job finished", extra=told)

    async def _attempt(self, job: Job) -> tuple[str, str | None]:
        """What the attempt ended in, and the outcome of the job if it is done with."""
        try:
            outcome = await self._through(job)
        except LeaseLost:
            log.warning("job taken over", extra={"job": job.key})
            return "taken over", None
        except TryLater as later:
            self._reason = str(later.__cause__ or later.__context__ or later)
            log.warning("job waits", extra={"job": job.key, "seconds": later.seconds, "reason": self._reason})
            await self._back(job, delay=later.seconds, failed=False)
            return "later", None
        except Undeliverable as error:
            log.warning("job undeliverable", extra={"job": job.key, "reason": str(error)})
            return "undeliverable", "undeliverable"
        except (DatabaseUnavailable, OSError) as error:
            if isinstance(error, OSError) and error.errno not in _DISK:
                return await self._failed(job, error)
            log.warning("the inbox cannot be written", extra={"job": job.key, "reason": str(error)})
            await self._back(job, delay=1, failed=False)
            return "database", None
        except asyncio.CancelledError:
            await asyncio.shield(self._back(job, delay=0, failed=False))
            raise
        except Exception as error:  # noqa: BLE001 - whatever a handler raises, the next attempt may go better
            return await self._failed(job, error)
        return "done", outcome

    async def _failed(self, job: Job, error: Exception) -> tuple[str, None]:
        log.error("job failed", exc_info=error, extra={"job": job.key, "failures": job.failures + 1})
        await self._back(job, delay=min(60.0, 2.0**job.failures), failed=True)
        return "failed", None

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
        job = replace(job, turn=answer.get("turn", job.turn))
        parts: list[dict[str, Any]] = answer["parts"]
        number = job.posted
        while number < len(parts):
            try:
                job = await self._post(job, parts[number], number)
            except Rewritten as again:
                parts[number : number + 1] = again.parts
                await asyncio.to_thread(self._inbox.save_answer, job, {**answer, "parts": parts})
                job = replace(job, posting=-1)  # it was refused, so there is nothing to look for
            else:
                number += 1
        return str(answer.get("outcome", outcome))

    async def _post(self, job: Job, part: dict[str, Any], number: int) -> Job:
        """Post ``part`` so that it is there once: where an attempt may have succeeded, look before the next."""
        tried = job.posting >= number
        while not (tried and await self._handler.find(job, part, number)):
            await asyncio.to_thread(self._inbox.begin_post, job, number)
            job = replace(job, posting=number, posting_age=0.0, learned=time.monotonic())
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
