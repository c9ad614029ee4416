"""What Slack's jobs mean: a question is answered, a button explains, records or shares, an opened tab is filled.

Leaves the reading of deliveries to ``inbound``, the layout to ``blocks``, the calls to ``posting``.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from agent.channels.http.metrics import Metrics
from agent.channels.http.spending import Spending, allowing
from agent.channels.http.telemetry import request_id, turn_id
from agent.channels.http.tracing import traced
from agent.channels.slack.blocks import home_view, reply_messages, text_messages, told_messages, with_people
from agent.channels.slack.manners import is_between_people, is_small_talk
from agent.channels.slack.posting import Poster
from agent.channels.slack.tenants import Tenants, TenantsUnknown
from agent.channels.slack.webapi import SlackError, WebApi
from agent.channels.slack.words import PROMPTS, language_of, say
from agent.database import DatabaseUnavailable
from agent.delivery.inbox import Inbox, Job
from agent.delivery.worker import TryLater, Undeliverable
from tools.errors import InvalidInput, ToolError

if TYPE_CHECKING:  # imported with the first job, so that the first event is stored sooner
    from agent.replies import Answered
    from agent.service import Service

log = logging.getLogger(__name__)

WORKBOOK = "plan.xlsx"
#: Messages of a running thread that are read when the advisor is called into it; the latest of them.
MOST_READ = 50


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is answered: messages a minute, and how many may wait."""

    user_minute: int = 20
    workspace_minute: int = 300
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
        metrics: Metrics,
        spending: Spending | None = None,
    ) -> None:
        self._opening = service
        self._metrics = metrics
        self._spending = spending
        self._api = api
        self._tenants = tenants
        self._poster = Poster(api, settle=settle, pictures=lambda how: metrics.pictures.labels(how).inc())
        self._limits = limits or Limits()
        self._charts = charts

    # -- the worker's side ---------------------------------------------------------------------------------------------

    async def answer(self, job: Job, inbox: Inbox) -> dict[str, Any]:
        with self._continuing(job, "answer"):
            if job.kind == "uninstalled":
                await self._tenants.forget(job.workspace, before=job.body["at"])
                return {"parts": [], "outcome": "uninstalled"}
            if await self._token(job) is None:
                log.warning("workspace not installed", extra={"workspace": job.workspace})
                return {"parts": [], "outcome": "refused"}
            match job.kind, job.version:
                case (("message" | "command"), (1 | 2)):
                    return await self._asked(job, inbox)
                case "action", (1 | 2):
                    return await self._pressed(job)
                case "opened", (1 | 2):
                    return {"parts": [_opened(job)], "outcome": "opened"}
        raise Undeliverable(f"no handler for {job.kind} of version {job.version}")

    @contextlib.contextmanager
    def _continuing(self, job: Job, what: str) -> Iterator[None]:
        """Work under the id of the request that brought the job, and in its trace."""
        token, turn = request_id.set(str(job.body.get("request", ""))), turn_id.set(_turn_of(job, job.turn))
        try:
            with traced(
                what, parent=str(job.body.get("trace", "")), channel="slack", kind=job.kind, attempt=job.attempt
            ):
                yield
        finally:
            request_id.reset(token)
            turn_id.reset(turn)

    async def post(self, job: Job, part: dict[str, Any], number: int) -> None:
        with self._continuing(job, "post"):
            await self._poster.post(job, part, number, await self._sure_token(job))
            log.info("posted", extra={"job": job.key, "part": number, "via": part["via"]})

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
        text, files = job.body["text"], job.body.get("files") or ()
        language = language_of(text)
        attached = say("files", language).format(names=", ".join(files), n=len(files)) if files else ""
        if job.turn is None and not await self._is_for_us(job):
            return {"parts": [], "outcome": "left alone"}
        if not text:
            said = attached or say("empty", language)
            return {"parts": _parts(job, text_messages(said)), "outcome": "files" if files else "empty"}
        if job.turn is None and (limit := await asyncio.to_thread(self._limit, job, inbox)) is not None:
            self._metrics.limited.labels(limit).inc()
            return {"parts": _parts(job, text_messages(say(limit, language))), "outcome": limit}
        service = await self._service(job)
        if (shown := await asyncio.to_thread(_measured, service, job, language)) is not None:
            return {"parts": _parts(job, shown), "outcome": "measured"}
        status = asyncio.create_task(self._status(job, language))
        try:
            read = await self._read_thread(service, job)
            with self._metrics.turn("slack") as turn:
                turn.reply = reply = await self._reply(service, job, inbox)
            chart = await self._chart(service, job, reply)
        finally:
            await status
        before = say("read_thread", language).format(n=read) if read else ""
        shown = reply_messages(reply, chart=chart, share=job.kind == "command", before=before, behind=attached)
        shown = with_people(shown, await asyncio.to_thread(service.speakers, job.conversation))
        parts = _parts(job, shown) + await self._workbook(service, job, reply)
        return {"parts": parts, "outcome": "model" if reply.mode == "online" else "answered", "turn": reply.turn}

    async def _is_for_us(self, job: Job) -> bool:
        """Whether the message asks the advisor: it was addressed, or it asks or tells something in a thread of ours."""
        body, text = job.body, job.body["text"]
        if job.kind != "message" or body.get("addressed", True):
            return True
        if body.get("others") or is_small_talk(text):
            return False
        service = await self._service(job)
        asks = await asyncio.to_thread(service.asks, text, conversation=job.conversation, speaker=job.user)
        return asks is asks.SURELY or (asks is asks.PERHAPS and not is_between_people(text))

    async def _read_thread(self, service: Service, job: Job) -> int:
        """Read what was said before the advisor was called into a running thread; returns how many messages that were.

        Each is a turn of its own that is not answered, so that its figures are known as its author's. After a crash those that
        are read already stand in the conversation.
        """
        body = job.body
        if job.kind != "message" or not body.get("addressed") or body.get("direct") or body["thread"] == body["ts"]:
            return 0
        turns = await asyncio.to_thread(service.turns, job.conversation)
        if any(turn.text for turn in turns):
            return 0
        try:
            said = await self._poster.said(body["channel"], body["thread"], body["ts"], await self._sure_token(job))
        except SlackError as error:
            log.warning("the thread cannot be read", extra={"reason": str(error)})
            return 0
        told = [(user, text) for user, text in said if text and not is_small_talk(text)][-MOST_READ:]
        await asyncio.to_thread(service.overhear, told, conversation=job.conversation)
        return len(told)

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
        number = await asyncio.to_thread(service.next_turn, job.conversation)
        await asyncio.to_thread(inbox.begin_turn, job, number)
        turn_id.set(_turn_of(job, number))
        with allowing(self._spending, job.workspace), traced("turn", channel="slack") as span:
            reply = await service.ask(text, conversation=job.conversation, speaker=job.user)
            span.tell_turn(text, reply)
        return reply

    async def _service(self, job: Job) -> Service:
        """What answers the workspace that the job is from."""
        try:
            return (await self._opening()).serving(job.workspace)
        except DatabaseUnavailable:
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
        except (SlackError, KeyError, ValueError) as error:
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
        body, service = job.body, await self._service(job)
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
            shown = with_people(reply_messages(reply), await asyncio.to_thread(service.speakers, target[0]))
            parts = [_part({**m, **message}, since=body["message"]) for m in shown]
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


def _turn_of(job: Job, number: int | None) -> str:
    return f"{job.conversation}#{number}" if number is not None else ""


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
