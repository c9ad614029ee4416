"""Posting so that it is there once: which call a part is, and how to see whether an earlier attempt succeeded.

Slack has no idempotency key. A message carries its job and part as metadata, a file its id; after an attempt whose fate is
not known, either is looked for in its thread, as soon as that attempt can no longer arrive.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Any

from agent.channels.slack.webapi import Limited, NotSent, Refused, SlackError, Uncertain, WebApi
from agent.delivery.inbox import Job
from agent.delivery.worker import TryLater, Undeliverable, Unsure

log = logging.getLogger(__name__)

EVENT_TYPE = "advisor_reply"
#: A wait that a job sits out in place; for a longer one it is given back.
PATIENCE = 30.0
_LOOKS = 5
_BLOCK_TROUBLE = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "invalid_attachments"})


class Poster:
    """Posts parts with the token of their workspace."""

    def __init__(self, api: WebApi, *, settle: float = 10.0) -> None:
        self._api = api
        self._settle = settle

    async def post(self, job: Job, part: dict[str, Any], number: int, token: str) -> None:
        """Post one part, waiting out what Slack asks to wait."""
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
                simpler = _simpler(part, error.error)
                if simpler is None:
                    raise Undeliverable(str(error)) from None
                log.warning("posted in a simpler form", extra={"job": job.key, "reason": error.error})
                part = simpler
            else:
                return

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
        await asyncio.sleep(max(0.0, job.posting_since + self._api.timeout + self._settle - time.time()))
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


def _simpler(part: dict[str, Any], error: str) -> dict[str, Any] | None:
    """The part without what Slack would not show: first without the picture, then as text alone."""
    message = part.get("message")
    if error not in _BLOCK_TROUBLE or message is None or "blocks" not in message:
        return None
    kept = [block for block in message["blocks"] if block["type"] != "image"]
    if len(kept) < len(message["blocks"]):
        return {**part, "message": {**message, "blocks": kept}}
    texts = [block["text"]["text"] for block in kept if block["type"] == "section"]
    for block in kept:
        if block["type"] == "table":
            texts += [" | ".join(cell["text"] for cell in row) for row in block["rows"]]
    plain = {key: value for key, value in message.items() if key != "blocks"}
    return {**part, "message": {**plain, "text": "\n".join(texts) or message["text"]}}
