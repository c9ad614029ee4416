"""What Slack delivers, read: which deliveries are jobs, of which conversation, under which key.

A message is known by workspace, channel and timestamp, so its redeliveries and its double as ``message`` and
``app_mention`` are one job. Messages of bots, of ourselves, edits, deletions and joins are none. A thread is a
conversation; in a channel, a message without a mention is only for us in a thread that we answer in; it may arrive before the mention does.
"""

from __future__ import annotations

import html
import json
import re
import time
from collections.abc import Mapping
from typing import Any, TypeGuard

from agent.delivery.inbox import NewJob

#: How the bodies of jobs are written. Handlers read every version that may still be in an inbox.
VERSION = 2
LONGEST = 40_000

_TS = re.compile(r"[0-9]{1,12}\.[0-9]{1,9}", re.ASCII)
_ID = re.compile(r"[A-Z0-9]{1,40}", re.ASCII)
_KEPT_SUBTYPES = (None, "", "file_share", "thread_broadcast")
_NAMED = re.compile(r"<@([A-Z0-9]{1,40})(?:\|[^<>]*)?>")
_ENTITY = re.compile(r"<([^<>]*)>")


def read_event(payload: Any) -> NewJob | None:
    """The job in a delivery of the Events API; ``None`` where there is nothing to do."""
    if not isinstance(payload, dict) or payload.get("type") != "event_callback":
        return None
    event, team = payload.get("event"), payload.get("team_id")
    if not isinstance(event, dict) or not _is_id(team):
        return None
    if event.get("type") == "app_home_opened":
        return _opened(event, team, str(payload.get("event_id", "")))
    if event.get("type") in ("app_uninstalled", "tokens_revoked"):
        return _uninstalled(event, payload, team)
    if event.get("type") in ("message", "app_mention"):
        return _message(event, team, _bot_user(payload))
    return None


def _message(event: dict[str, Any], team: str, bot: str | None) -> NewJob | None:
    user, channel, ts = event.get("user"), event.get("channel"), event.get("ts")
    thread = event.get("thread_ts", ts)
    if event.get("bot_id") or event.get("hidden") or event.get("edited") or event.get("app_id"):
        return None
    if event.get("subtype") not in _KEPT_SUBTYPES or user in (bot, "USLACKBOT"):
        return None
    if not (_is_id(user) and _is_id(channel) and _is_ts(ts) and _is_ts(thread)):
        return None
    direct = event.get("channel_type") == "im" or channel.startswith("D")
    text = event.get("text")
    named = set(_NAMED.findall(text)) if isinstance(text, str) else set()
    mention = event["type"] == "app_mention" or bot in named
    if not direct and not mention and thread == ts:
        return None
    # An author of another workspace (a shared channel) is not of the workspace that installed us.
    body = {
        "channel": channel, "ts": ts, "thread": thread, "direct": direct,
        "text": plain_text(text, bot)[:LONGEST], "addressed": direct or mention, "others": bool(named - {bot}),
        "files": _files(event.get("files")),
    }  # fmt: skip
    key, conversation = f"slack/{team}/{channel}/{ts}", f"slack/{team}/{channel}/{thread}"
    waits = not direct and not mention
    return NewJob(key, conversation, _position(ts), "message", body, team, user, VERSION, only_if_known=waits)


def _files(given: Any) -> list[str]:
    """The names of what is attached."""
    files = given if isinstance(given, list) else []
    names = [file.get("name") or file.get("title") or "?" for file in files[:10] if isinstance(file, dict)]
    return [plain_text(name, None)[:120] for name in names]


def _uninstalled(event: dict[str, Any], payload: dict[str, Any], team: str) -> NewJob | None:
    """The app was removed from a workspace, or its bot's token was revoked."""
    if event["type"] == "tokens_revoked" and not _inner(event, "tokens", "bot"):
        return None
    event_id, at = payload.get("event_id"), payload.get("event_time")
    if not isinstance(event_id, str) or not event_id:
        return None
    body = {"at": float(at) if isinstance(at, int | float) else time.time()}
    key = f"slack/{team}/uninstalled/{event_id[:80]}"
    return NewJob(key, f"slack/{team}/uninstalled", _now(), "uninstalled", body, team, "", VERSION)


def _opened(event: dict[str, Any], team: str, event_id: str) -> NewJob | None:
    user, channel, tab = event.get("user"), event.get("channel"), event.get("tab")
    if not _is_id(user) or not _is_id(channel) or tab not in ("home", "messages") or not event_id:
        return None
    key = f"slack/{team}/opened/{event_id[:80]}"
    body = {"channel": channel, "tab": tab}
    return NewJob(key, f"slack/{team}/opened/{user}/{tab}", _now(), "opened", body, team, user, VERSION)


def read_command(form: Mapping[str, str]) -> NewJob | None:
    """The job in a slash command. A person's commands in a channel are one conversation."""
    team, channel, user = form.get("team_id"), form.get("channel_id"), form.get("user_id")
    trigger, url = form.get("trigger_id", ""), form.get("response_url", "")
    if not (_is_id(team) and _is_id(channel) and _is_id(user)) or not trigger or not url:
        return None
    body = {"channel": channel, "text": plain_text(form.get("text"), None)[:LONGEST], "url": url}
    conversation = f"slack/{team}/command/{channel}/{user}"
    key = f"slack/{team}/command/{trigger[:120]}"
    return NewJob(key, conversation, _now(), "command", body, team, user, VERSION)


def read_interaction(payload: Any) -> NewJob | None:
    """The job behind a button of ours."""
    if not isinstance(payload, dict) or payload.get("type") != "block_actions":
        return None
    team, user = _inner(payload, "team", "id"), _inner(payload, "user", "id")
    container, actions = payload.get("container"), payload.get("actions")
    if not (_is_id(team) and _is_id(user)) or not isinstance(container, dict):
        return None
    if not isinstance(actions, list) or not actions or not isinstance(actions[0], dict):
        return None
    action = actions[0]
    name, acted, message = action.get("action_id"), action.get("action_ts"), container.get("message_ts")
    channel, target = container.get("channel_id"), read_target(action.get("value"), team)
    if name not in ("why", "helpful", "not_helpful", "share") or target is None:
        return None
    if not (_is_ts(acted) and _is_ts(message) and _is_id(channel)):
        return None
    url = payload.get("response_url")
    body = {
        "action": name, "channel": channel, "message": message, "thread": container.get("thread_ts") or message,
        "conversation": target[0], "turn": target[1], "url": url if isinstance(url, str) else "",
    }  # fmt: skip
    # A second press of "why" or "share" on the same message asks for the same answer; opinions may change.
    mark = acted if name.endswith("helpful") else name
    key = f"slack/{team}/action/{channel}/{message}/{user}/{mark}"
    # Its own conversation: an explanation does not wait for the questions, nor they for it.
    conversation = f"slack/{team}/action/{channel}/{message}"
    return NewJob(key, conversation, _position(acted), "action", body, team, user, VERSION)


def target_value(conversation: str, turn: int) -> str:
    """What a button carries to say which reply it stands under."""
    return json.dumps({"c": conversation, "t": turn}, separators=(",", ":"))


def read_target(value: Any, team: str) -> tuple[str, int] | None:
    """The reply that a button names, if it is one of that workspace."""
    try:
        data = json.loads(value) if isinstance(value, str) else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict) or not isinstance(data.get("c"), str) or type(data.get("t")) is not int:
        return None
    return (data["c"], data["t"]) if data["c"].startswith(f"slack/{team}/") else None


def plain_text(text: Any, bot: str | None) -> str:
    """A message as its author reads it: without our mention, with links, channels and people by their names."""
    if not isinstance(text, str):
        return ""

    def named(match: re.Match[str]) -> str:
        inside = match.group(1)
        target, _, label = inside.partition("|")
        if bot and target == f"@{bot}":
            return " "
        if target.startswith(("@", "#", "!")):
            return f"{target[0].replace('!', '@')}{label}" if label else " "
        return label or target

    plain = html.unescape(_ENTITY.sub(named, text))
    return plain.encode("utf-8", "replace").decode().replace("\0", "\N{REPLACEMENT CHARACTER}").strip()


def _bot_user(payload: dict[str, Any]) -> str | None:
    authorizations = payload.get("authorizations")
    if isinstance(authorizations, list) and authorizations and isinstance(authorizations[0], dict):
        user = authorizations[0].get("user_id")
        return user if isinstance(user, str) else None
    return None


def _inner(payload: dict[str, Any], outer: str, inner: str) -> Any:
    found = payload.get(outer)
    return found.get(inner) if isinstance(found, dict) else None


def _is_id(value: Any) -> TypeGuard[str]:
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def _is_ts(value: Any) -> TypeGuard[str]:
    return isinstance(value, str) and _TS.fullmatch(value) is not None


def _position(ts: str) -> str:
    seconds, _, fraction = ts.partition(".")
    return f"{seconds:0>12}.{fraction:0<9}"


def _now() -> str:
    return _position(f"{time.time():.6f}")
