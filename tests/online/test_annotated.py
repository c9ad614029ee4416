"""The annotated conversations with a model that reads every message as annotated: what it gives is taken, and the conversation goes on from it."""

import asyncio
from decimal import Decimal
from typing import Any

from agent.online.tools import Toolbox
from agent.understanding.reading import Reading
from tests.dialogue.replaying import conversations
from tests.online.doubles import advisor

#: Annotations name the article's risks by number; a model is given their names.
_NAMED_OTHERWISE = ("about=R1", "about=R2", "about=R3")


class _AsReread:
    """Reads a message as it was read anew before."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading

    def read(self, text: str, state: Any, **_: Any) -> Reading:
        return self.reading


def figures(facts: Any) -> set[Decimal]:
    return {abs(fact.value) for fact in facts}


def wanted(row: dict[str, Any]) -> set[Decimal]:
    """The figures of an annotated answer."""
    keys = [key for answer in row.get("answer", ()) for key in answer.get("keys", ())]
    values = (str(key[1]) for key in keys if len(key) > 1)
    return {abs(Decimal(v)) for v in values if v.lstrip("-").replace(".", "", 1).isdigit()}


def test_a_model_that_reads_right_makes_the_conversation_right():
    """Its lists pass the checks, are applied where the message stood, and give the annotated figures, message after message."""
    refused, wrong, count = [], [], 0
    for name, rows in conversations().items():
        asked = advisor(None)
        rules = asked.reader
        for row in rows:
            asked._reader = rules
            toolbox = Toolbox(asked.prepare(row["text"], asked.store.load(name)))
            if not any(other in row["line"] for other in _NAMED_OTHERWISE):
                count += 1
                told, done = toolbox.run("reread", {"moves": row["moves"]})
                if not done:
                    refused.append((row["text"], told))
            shown = figures(fact for answer in toolbox.turn.answers for fact in answer.facts)
            if not wanted(row) <= shown:
                wrong.append((row["text"], row["line"]))
            asked._reader = _AsReread(toolbox.turn.reading)
            asyncio.run(asked.ask(row["text"], conversation=name))
    assert count > 250
    assert refused == []
    assert len(wrong) <= 1, wrong
