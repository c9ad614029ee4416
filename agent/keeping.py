"""What people do with their conversations beside asking: look through them, name them, go back in them, take them along.

Works on what a :class:`~agent.service.Service` keeps. Everything blocks for as long as the store takes.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from agent.errors import ConversationNotFound
from agent.memory import TurnTaken
from tools.errors import InvalidInput

if TYPE_CHECKING:
    from agent.memory import Summary
    from agent.service import Service

#: Characters of a title.
LONGEST_TITLE = 120
#: Characters of a first message that stand for a title where nobody gave one.
SHOWN_OF_MESSAGE = 60


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the list: the name without its owner's prefix, what it is called, and when it was last changed (UTC)."""

    name: str
    title: str
    renamed: bool
    turns: int
    updated: str


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the list; ``following`` is what asks for those behind it, ``None`` where there are no more."""

    items: tuple[Listed, ...]
    following: str | None


def listed(service: Service, prefix: str, *, limit: int, after: str | None = None) -> Page:
    """The conversations whose names begin with ``prefix``, the latest first, ``limit`` at a time.

    Raises :class:`InvalidInput` for an ``after`` that no page gave.
    """
    found = service.advisor.store.page(prefix, limit=limit + 1, after=_place(after) if after else None)
    shown = found[:limit]
    items = tuple(Listed(s.name.removeprefix(prefix), title_of(s), bool(s.title), s.turns, s.updated) for s in shown)
    return Page(items, _marker(shown) if len(found) > limit else None)


def title_of(summary: Summary) -> str:
    """What the conversation is called: its title, else how it began."""
    if summary.title:
        return summary.title
    text = " ".join(summary.first_message.split())
    return text if len(text) <= SHOWN_OF_MESSAGE else f"{text[: SHOWN_OF_MESSAGE - 1].rstrip()}…"


def rename(service: Service, conversation: str, title: str) -> None:
    """Call it ``title``; an empty one gives it back the one that it had of itself. Raises :class:`ConversationNotFound`."""
    title = " ".join(title.split())
    if len(title) > LONGEST_TITLE:
        raise InvalidInput(
            "long_title",
            f"标题最多 {LONGEST_TITLE} 个字符，请缩短。",
            f"A title has at most {LONGEST_TITLE} characters; please shorten it.",
        )
    if not service.advisor.store.rename(conversation, title):
        raise ConversationNotFound(conversation)


def go_back(service: Service, conversation: str, *, turn: int) -> int:
    """Forget ``turn`` and what followed, so that it can be asked anew; tells how many turns are gone.

    Raises :class:`ConversationNotFound`, also where it never came that far.
    """
    gone = service.advisor.store.cut(conversation, turn=turn)
    if not gone:
        raise ConversationNotFound(conversation)
    if service.feedback is not None:
        service.feedback.forget(conversation, turn=turn)
    return gone


@contextlib.contextmanager
def last_turn_undone(service: Service, conversation: str) -> Iterator[str]:
    """Take the last turn back and give its message, so that it can be asked anew; where nothing takes its place, it is put back.

    Raises :class:`ConversationNotFound` where there is none.
    """
    store = service.advisor.store
    before = store.load(conversation)
    if not before.turns:
        raise ConversationNotFound(conversation)
    last = before.turns[-1]
    store.cut(conversation, turn=last.number)
    kept = len(tuple(store.load(conversation).ledger))
    try:
        yield last.message
    finally:
        with contextlib.suppress(TurnTaken):
            store.append(conversation, last, tuple(before.ledger)[kept:])


def rate(
    service: Service, conversation: str, turn: int, *, workspace: str, person: str, helpful: bool, reason: str = ""
) -> None:
    """Keep an opinion on a reply. Raises :class:`ConversationNotFound` where there is no such turn."""
    if service.feedback is None:
        raise ValueError("this service keeps no opinions")
    if all(stored.number != turn for stored in service.advisor.store.load(conversation).turns):
        raise ConversationNotFound(conversation)
    service.feedback.put(
        conversation=conversation, turn=turn, workspace=workspace, person=person, helpful=helpful, reason=reason.strip()
    )


def as_markdown(service: Service, conversation: str, *, called: str, language: str) -> str:
    """The whole conversation as Markdown under the heading ``called``. Raises :class:`ConversationNotFound`."""
    _, _, rest = service.export(conversation, language).partition("\n")
    return f"# {called}\n{rest}"


def as_json(service: Service, conversation: str, *, called: str) -> dict[str, Any]:
    """The same as data, as it is read turn by turn. Raises :class:`ConversationNotFound`."""
    from agent.replies.making import conversation_of

    turns = service.turns(conversation)
    if not turns and not service.begun(conversation):
        raise ConversationNotFound(conversation)
    return conversation_of(called, turns).model_dump(mode="json")


def _marker(shown: Sequence[Summary]) -> str:
    last = shown[-1]
    return base64.urlsafe_b64encode(json.dumps([last.updated, last.name]).encode()).decode().rstrip("=")


def _place(marker: str) -> tuple[str, str]:
    try:
        updated, name = json.loads(base64.urlsafe_b64decode(marker + "=" * (-len(marker) % 4)))
        if isinstance(updated, str) and isinstance(name, str) and "\0" not in updated + name:
            return updated, name
    except (ValueError, TypeError, binascii.Error, RecursionError):
        pass
    raise InvalidInput(
        "unknown_place", "没有这一页，请从头列出。", "There is no such page; list the conversations from the start."
    )
