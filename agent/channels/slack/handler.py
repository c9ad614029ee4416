"""What Slack's jobs mean: a question is answered, a button explains, records or shares, an opened tab is filled.

Leaves the reading of deliveries to ``inbound``, the layout to ``blocks``, the calls to ``posting``.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from agent.channels.slack.blocks import home_view, reply_messages, text_messages, told_messages
from agent.channels.slack.posting import Poster
from agent.channels.slack.tenants import Tenants, TenantsUnknown
from agent.channels.slack.webapi import SlackError, WebApi
from agent.channels.slack.words import PROMPTS, language_of, say
from agent.delivery.inbox import Inbox, Job
from agent.delivery.worker import TryLater, Undeliverable
from agent.errors import AdvisorError
from tools.errors import InvalidInput, ToolError

if TYPE_CHECKING:  # imported with the first job, so that the first event is stored sooner
    from agent.replies import Answered
    from agent.service import Service

log = logging.getLogger(__name__)

DAY = 86400.0
WORKBOOK = "plan.xlsx"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is answered: messages a minute, replies by a model a day, and how many may wait."""

    user_minute: int = 20
    workspace_minute: int = 300
    model_day: int = 2000
    waiting: int = 5000


class SlackHandler:
    """Answers and posts Slack's jobs."""

    def __init__(
        self,
        service: Callable[[], Awaitable[Service]],
        *,
        api: WebApi,
        tenants: Tenants,
        settle: float = 10.0,
        limits: Limits | None = None,
        charts: bool = True,
    ) -> None:
        self._opening = service
        self._api = api
        self._tenants = tenants
        self._poster = Poster(api, settle=settle)
        self._limits = limits or Limits()
        self._charts = charts

    # -- the worker's side ---------------------------------------------------------------------------------------------

    async def answer(self, job: Job, inbox: Inbox) -> dict[str, Any]:
        if await self._token(job) is None:
            log.warning("workspace not installed", extra={"workspace": job.workspace})
            return {"parts": [], "outcome": "refused"}
        match job.kind, job.version:
            case (("message" | "command"), 1):
                return await self._asked(job, inbox)
            case "action", 1:
                return await self._pressed(job)
            case "opened", 1:
                return {"parts": [_opened(job)], "outcome": "opened"}
        raise Undeliverable(f"no handler for {job.kind} of version {job.version}")

    async def post(self, job: Job, part: dict[str, Any], number: int) -> None:
        await self._poster.post(job, part, number, await self._sure_token(job))

    async def find(self, job: Job, part: dict[str, Any], number: int) -> bool:
        return await self._poster.find(job, part, number, await self._sure_token(job))

    async def give_up(self, job: Job) -> dict[str, Any]:
        if job.kind not in ("message", "command"):
            return {"parts": [], "outcome": "given up"}
        return {
            "parts": _parts(job, text_messages(say("failed", language_of(job.body["text"])))),
            "outcome": "given up",
        }

    async def _token(self, job: Job) -> str | None:
        try:
            return await self._tenants.token(job.workspace)
        except TenantsUnknown:
            raise TryLater(5.0) from None

    async def _sure_token(self, job: Job) -> str:
        token = await self._token(job)
        if token is None:
            raise Undeliverable("the app was removed from the workspace")
        return token

    # -- questions -----------------------------------------------------------------------------------------------------

    async def _asked(self, job: Job, inbox: Inbox) -> dict[str, Any]:
        text = job.body["text"]
        language = language_of(text)
        if not text:
            return {"parts": _parts(job, text_messages(say("empty", language))), "outcome": "empty"}
        if job.turn is None and (limit := await asyncio.to_thread(self._limit, job, inbox)) is not None:
            return {"parts": _parts(job, text_messages(say(limit, language))), "outcome": limit}
        service = await self._service()
        if (shown := await asyncio.to_thread(_measured, service, job, language)) is not None:
            return {"parts": _parts(job, shown), "outcome": "measured"}
        status = asyncio.create_task(self._status(job, language))
        try:
            reply = await self._reply(service, job, inbox)
            chart = await self._chart(service, job, reply)
        finally:
            await status
        shown = reply_messages(reply, chart=chart, share=job.kind == "command")
        parts = _parts(job, shown) + await self._workbook(service, job, reply)
        return {"parts": parts, "outcome": "model" if reply.mode == "online" else "answered"}

    def _limit(self, job: Job, inbox: Inbox) -> str | None:
        recent = partial(inbox.recent, workspace=job.workspace, before=job.received, seconds=60.0)
        if recent(user=job.user) > self._limits.user_minute:
            return "user_limit"
        if recent(user=None) > self._limits.workspace_minute:
            return "workspace_limit"
        if inbox.waiting() > self._limits.waiting:
            return "busy"
        return None

    async def _reply(self, service: Service, job: Job, inbox: Inbox) -> Answered:
        """The reply to the job's message. A turn that was stored before a crash is that turn, not a second one."""
        text = job.body["text"]
        if job.turn is not None:
            stored = await asyncio.to_thread(service.turn, job.conversation, job.turn)
            if stored is not None and stored.message == text:
                return stored
        if service.online:
            spent = await asyncio.to_thread(inbox.outcomes, workspace=job.workspace, outcome="model", seconds=DAY)
            if spent >= self._limits.model_day:
                service = service.without_model()
        number = await asyncio.to_thread(service.next_turn, job.conversation)
        await asyncio.to_thread(inbox.begin_turn, job, number)
        return await service.ask(text, conversation=job.conversation, speaker=job.user)

    async def _service(self) -> Service:
        try:
            return await self._opening()
        except AdvisorError:
            raise
        except Exception as error:
            raise TryLater(5.0) from error

    async def _status(self, job: Job, language: str) -> None:
        """Show that an answer is on its way, where Slack can show it; nothing depends on it."""
        if job.kind != "message":
            return
        token = await self._sure_token(job)
        arguments = {
            "channel_id": job.body["channel"],
            "thread_ts": job.body["thread"],
            "status": say("computing", language),
        }
        try:
            async with asyncio.timeout(2.0):
                await self._api.call("assistant.threads.setStatus", token, arguments)
        except (SlackError, TimeoutError) as error:
            log.debug("no status", extra={"reason": str(error)})

    async def _chart(self, service: Service, job: Job, reply: Answered) -> str | None:
        """The picture of a split, uploaded; a reply without one is as good."""
        if not self._charts or not reply.chart:
            return None
        try:
            png = await asyncio.to_thread(service.picture, reply)
            return await self._api.upload(await self._sure_token(job), "split.png", png) if png else None
        except (SlackError, KeyError, ValueError, ImportError) as error:
            log.warning("no chart", extra={"reason": type(error).__name__})
            return None

    async def _workbook(self, service: Service, job: Job, reply: Answered) -> list[dict[str, Any]]:
        """The workbook of a plan, shared in its thread. A command's answer is one person's and has none."""
        if not reply.plan or job.kind != "message":
            return []
        try:
            plan = await asyncio.to_thread(service.plan_file, job.conversation, WORKBOOK, language=reply.language)
            file = await self._api.send(await self._sure_token(job), WORKBOOK, plan.data)
        except (SlackError, ToolError, KeyError) as error:
            log.warning("no workbook", extra={"reason": type(error).__name__})
            return []
        files = [{"id": file, "title": say("workbook", reply.language)}]
        place = {"channel_id": job.body["channel"], "thread_ts": job.body["thread"]}
        return [{"via": "file", "arguments": {"files": files, **place}, "since": job.body["ts"]}]

    # -- buttons -------------------------------------------------------------------------------------------------------

    async def _pressed(self, job: Job) -> dict[str, Any]:
        body, service = job.body, await self._service()
        target = body["conversation"], body["turn"]
        if body["action"].endswith("helpful"):
            helpful = body["action"] == "helpful"
            await asyncio.to_thread(service.rate, *target, workspace=job.workspace, person=job.user, helpful=helpful)
            return {"parts": _whisper(job, say("thanks", "zh") + " " + say("thanks", "en")), "outcome": "feedback"}
        reply = await asyncio.to_thread(service.turn, *target)
        if reply is None:
            return {"parts": _whisper(job, say("gone", "zh") + " " + say("gone", "en")), "outcome": "gone"}
        if body["action"] == "share":
            message = {"channel": body["channel"]}
            parts = [_part({**m, **message}, since=body["message"]) for m in reply_messages(reply)]
            return {"parts": parts, "outcome": "shared"}
        shown = text_messages(service.explained(reply).why())
        if "/command/" in body["conversation"] and body["url"]:  # what only one person sees is explained to that person
            keep = {"replace_original": False}
            return {
                "parts": [{"via": "response", "url": body["url"], "message": {**m, **keep}} for m in shown],
                "outcome": "why",
            }
        place = {"channel": body["channel"], "thread_ts": body["thread"]}
        return {"parts": [_part({**m, **place}, since=body["message"]) for m in shown], "outcome": "why"}


def _measured(service: Service, job: Job, language: str) -> list[dict[str, Any]] | None:
    """What is told of an entry for the KPI book; ``None`` for any other message.

    After a crash it is made again, so that an entry without a day is of the day of its message.
    """
    entry = service.entry_in(job.body["text"])
    day = datetime.fromtimestamp(float(job.body["ts"]), UTC).strftime("%Y-%m-%d") if "ts" in job.body else None
    if entry is None:
        return None
    try:
        return told_messages(service.record(job.conversation, entry, language=language, day=day).reply)
    except InvalidInput as error:
        return text_messages(error.in_language(language))


def _parts(job: Job, shown: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The messages of an answer, addressed to where the question was asked."""
    if job.kind == "command":
        return [{"via": "response", "url": job.body["url"], "message": message} for message in shown]
    place = {"channel": job.body["channel"], "thread_ts": job.body["thread"]}
    return [_part({**message, **place}, since=job.body["ts"]) for message in shown]


def _part(message: dict[str, Any], *, since: str) -> dict[str, Any]:
    return {"via": "message", "message": message, "since": since}


def _whisper(job: Job, text: str) -> list[dict[str, Any]]:
    if not job.body["url"]:
        return []
    message = {"text": text, "replace_original": False}
    return [{"via": "response", "url": job.body["url"], "message": message}]


def _opened(job: Job) -> dict[str, Any]:
    if job.body["tab"] == "home":
        arguments: dict[str, Any] = {"user_id": job.user, "view": home_view()}
        return {"via": "call", "method": "views.publish", "arguments": arguments}
    # No thread_ts: with one, an agent app's prompts are silently not shown.
    prompts = [
        {"title": title, "message": text} for pair in zip(*PROMPTS.values(), strict=True) for title, text in pair
    ][:4]
    arguments = {"channel_id": job.body["channel"], "title": say("prompts", "zh"), "prompts": prompts}
    return {"via": "call", "method": "assistant.threads.setSuggestedPrompts", "arguments": arguments}
