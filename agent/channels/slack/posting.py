"""Posting so that it is there once: which call a part is, and how to see whether an earlier attempt succeeded.

Slack has no idempotency key. A message carries its job and part as metadata, a file its id; after an attempt whose fate is
not known, either is looked for in its thread, as soon as that attempt can no longer arrive.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from agent.channels.slack.inbound import LONGEST, plain_text
from agent.channels.slack.webapi import Limited, NotSent, Refused, SlackError, Uncertain, WebApi
from agent.delivery.inbox import Job
from agent.delivery.worker import Rewritten, TryLater, Undeliverable, Unsure

log = logging.getLogger(__name__)

EVENT_TYPE = "advisor_reply"
#: A wait that a job sits out in place; for a longer one it is given back.
PATIENCE = 30.0
_LOOKS, _PAGES = 5, 5
#: Seconds between attempts with a picture that Slack has not processed yet, before the answer goes out without it; and
#: between those of the picture alone, behind its answer.
PICTURE_PAUSES, LATER_PAUSES = (0.4, 0.8, 1.6), (1.0, 2.0, 4.0, 8.0, 16.0)
_BLOCK_TROUBLE = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "invalid_attachments"})


class Poster:
    """Posts parts with the token of their workspace."""

    def __init__(self, api: WebApi, *, settle: float = 10.0, pictures: Callable[[str], None] = lambda _: None) -> None:
        self._api = api
        self._settle = settle
        self._pictures = pictures

    async def post(self, job: Job, part: dict[str, Any], number: int, token: str) -> None:
        """Post one part, waiting out what Slack asks to wait, and the time that it needs for a picture."""
        pauses = iter(LATER_PAUSES if part.get("late") else PICTURE_PAUSES)
        while True:
            try:
                await self._once(job, part, number, token)
            except Limited as error:
                if error.seconds > PATIENCE:
                    raise TryLater(error.seconds) from None
                await asyncio.sleep(error.seconds)
            except NotSent as error:
                log.warning("Slack cannot be reached", extra={"reason": str(error)})
                raise TryLater(2.0) from None
            except Uncertain as error:
                raise Unsure(str(error)) from None
            except Refused as error:
                if not _is_about_blocks(part, error):
                    raise Undeliverable(str(error)) from None
                if _picture(part) is not None and (pause := next(pauses, None)) is not None:
                    await asyncio.sleep(pause)  # what was uploaded just now is not there at once
                else:
                    self._simplify(job, part, error)
            else:
                if _picture(part) is not None:
                    self._pictures("later" if part.get("late") else "at once")
                return

    def _simplify(self, job: Job, part: dict[str, Any], error: Refused) -> None:
        """Raise :class:`Rewritten` with what takes the part's place: first without its picture, which follows, then as text alone."""
        log.warning("posted in a simpler form", extra={"job": job.key, "reason": error.error})
        picture, message = _picture(part), part["message"]
        if part.get("late"):
            self._pictures("never")
            raise Rewritten([])
        if picture is None:
            raise Rewritten([{**part, "message": _as_text(message)}])
        kept = [block for block in message["blocks"] if block["type"] != "image"]
        parts = [{**part, "message": {**message, "blocks": kept}}]
        if part["via"] == "message":
            place = {key: message[key] for key in ("channel", "thread_ts") if key in message}
            late = {"text": picture["alt_text"], "blocks": [picture], **place}
            parts.append({**part, "message": late, "late": True})
        raise Rewritten(parts)

    async def said(self, channel: str, thread: str, before: str, token: str) -> list[tuple[str, str]]:
        """What people (who, text) wrote in a thread before ``before``, in order. Raises :class:`SlackError`."""
        found: list[tuple[str, str]] = []
        cursor = None
        for _ in range(_PAGES):
            arguments = {"channel": channel, "ts": thread, "latest": before, "limit": 200, "cursor": cursor}
            page = await self._api.query("conversations.replies", token, arguments)
            for message in page.get("messages", ()):
                user, ts = message.get("user"), str(message.get("ts", ""))
                if user and not message.get("bot_id") and not message.get("subtype") and ts < before:
                    found.append((user, plain_text(message.get("text"), None)[:LONGEST]))
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                break
        return found

    async def _once(self, job: Job, part: dict[str, Any], number: int, token: str) -> None:
        match part["via"]:
            case "message":
                arguments = {
                    **part["message"],
                    "metadata": {"event_type": EVENT_TYPE, "event_payload": {"key": job.key, "part": number}},
                    "unfurl_links": False, "unfurl_media": False, "link_names": False, "parse": "none",
                }  # fmt: skip
                await self._api.call("chat.postMessage", token, arguments)
            case "response":
                # Such a message cannot be looked up. Where an attempt may have succeeded, the next one replaces it.
                again = {"replace_original": True} if job.posting == number and job.attempt > 1 else {}
                await self._api.respond(part["url"], {**part["message"], "response_type": "ephemeral", **again})
            case "file":
                await self._api.call("files.completeUploadExternal", token, part["arguments"])
            case "call":
                await self._api.call(part["method"], token, part["arguments"])

    async def find(self, job: Job, part: dict[str, Any], number: int, token: str) -> bool:
        """Whether the part is in its thread, looked up when an earlier attempt can no longer arrive."""
        if part["via"] not in ("message", "file"):
            return False
        await asyncio.sleep(max(0.0, self._api.timeout + self._settle - job.since_posting))
        is_it = _with_metadata(job, number)
        place = part.get("message") or {}
        if part["via"] == "file":
            shared = part["arguments"]
            place = {"channel": shared["channel_id"], "thread_ts": shared["thread_ts"]}
            is_it = _with_file(shared["files"][0]["id"])
        for attempt in range(_LOOKS):
            try:
                return await self._look(place, part.get("since"), is_it, token)
            except Limited as error:
                await asyncio.sleep(min(PATIENCE, error.seconds))
            except Refused as error:
                if error.error in ("thread_not_found", "message_not_found"):
                    return False
                raise Undeliverable(str(error)) from None
            except SlackError:
                await asyncio.sleep(0.2 * 2**attempt)
        raise TryLater(5.0)

    async def _look(
        self, place: dict[str, Any], since: str | None, is_it: Callable[[dict[str, Any]], bool], token: str
    ) -> bool:
        thread = place.get("thread_ts")
        method = "conversations.replies" if thread else "conversations.history"
        arguments = {
            "channel": place["channel"], "ts": thread, "oldest": since, "limit": 200, "include_all_metadata": "true",
        }  # fmt: skip
        cursor = None
        while True:
            page = await self._api.query(method, token, {**arguments, "cursor": cursor})
            if any(map(is_it, page.get("messages", ()))):
                return True
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return False


def _with_metadata(job: Job, number: int) -> Callable[[dict[str, Any]], bool]:
    def is_it(message: dict[str, Any]) -> bool:
        found = message.get("metadata") or {}
        return found.get("event_type") == EVENT_TYPE and found.get("event_payload") == {"key": job.key, "part": number}

    return is_it


def _with_file(file: str) -> Callable[[dict[str, Any]], bool]:
    return lambda message: any(known.get("id") == file for known in message.get("files") or ())


def _picture(part: dict[str, Any]) -> dict[str, Any] | None:
    """The picture in a part, if it has one."""
    blocks: list[dict[str, Any]] = (part.get("message") or {}).get("blocks", [])
    return next((block for block in blocks if block["type"] == "image"), None)


def _is_about_blocks(part: dict[str, Any], error: Refused) -> bool:
    """Whether the part would be taken in a simpler form; a response URL only says that it took nothing."""
    if "blocks" not in (part.get("message") or {}):
        return False
    return error.error in _BLOCK_TROUBLE or (part["via"] == "response" and error.error in ("400", "500"))


def _as_text(message: dict[str, Any]) -> dict[str, Any]:
    """The message without blocks."""
    texts = [block["text"]["text"] for block in message["blocks"] if block["type"] == "section"]
    for block in message["blocks"]:
        if block["type"] == "table":
            texts += [" | ".join(cell["text"] for cell in row) for row in block["rows"]]
    kept = {key: value for key, value in message.items() if key != "blocks"}
    return {**kept, "text": "\n".join(texts) or message["text"]}
