"""What the tests of conversations share: an advisor of real parts without a model, and what a reply showed."""

from __future__ import annotations

import asyncio
import atexit
import json
import shutil
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from agent.advisor import Advisor
from agent.answers.printing import print_fact
from agent.assembly import Sources
from agent.memory import ConversationStore, store_in_file
from agent.replies import Answered, receipt
from knowledge.framework import load_framework
from tools.desk import Desk
from tools.facts import Computed, Given, Sourced
from tools.records import fact_from_json, fact_to_json
from tools.registry import recompute

#: What a withheld reply says: nobody may ever read it offline.
WITHHELD = ("已被拦下", "was withheld")


@cache
def sources() -> Sources:
    """The shipped documents, indexed once per process."""
    directory = tempfile.mkdtemp(prefix="advisor-tests-")
    atexit.register(shutil.rmtree, directory, ignore_errors=True)
    return Sources(Path(directory))


def new_advisor(store: ConversationStore | None = None) -> Advisor:
    return Advisor(load_framework(), sources(), store or store_in_file(":memory:"))


async def talk(advisor: Advisor, *messages: str, name: str = "test") -> list[Answered]:
    """The replies to ``messages``, one after the other, each held to :func:`sound`."""
    replies = []
    for message in messages:
        reply = await advisor.ask(message, conversation=name)
        sound(reply)
        replies.append(reply)
    return replies


def talked(*messages: str) -> list[Answered]:
    """The replies to a conversation of its own."""
    return asyncio.run(talk(new_advisor(), *messages))


def sound(reply: Answered) -> None:
    """What holds for every offline reply: told, not withheld, its figures derived and stored as they are."""
    assert reply.text.strip()
    assert not any(words in reply.text for words in WITHHELD), reply.message
    assert reply.mode == "offline"
    assert reply.refused == 0
    desk = Desk(load_framework(), reply.ledger)
    for fact in reply.facts:
        if isinstance(fact.provenance, Computed):
            again = recompute(desk, fact)
            assert (again.id, again.value, again.unit) == (fact.id, fact.value, fact.unit)
        assert reply.ledger.roots(fact.id)
        assert fact_from_json(fact_to_json(fact)) == fact
        assert receipt(reply.ledger, fact, reply.language)
    json.dumps(reply.to_json(), ensure_ascii=False)


def shown(reply: Answered, *kinds: type) -> set[str]:
    """The figures that the reply shows, as it prints them without comparator; ``kinds`` are classes of provenance."""
    wanted = kinds or (Computed,)
    return {print_fact(f, reply.language, comparator=False) for f in reply.facts if isinstance(f.provenance, wanted)}


def cited(reply: Answered) -> list[str]:
    """The passages that the reply cites, by line."""
    return [source.passage.removeprefix("budget:") for source in reply.sources]


def texts(replies: Sequence[Answered]) -> list[str]:
    return [reply.text for reply in replies]


__all__ = [
    "Computed",
    "Given",
    "Sourced",
    "cited",
    "new_advisor",
    "shown",
    "sound",
    "sources",
    "talk",
    "talked",
    "texts",
]
