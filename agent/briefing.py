"""What a model is told of a turn: the facts, passages and draft that code has prepared, and the message, marked as data.

All of it fits one request. The fixed part (tools and rules) comes first on the wire, so that providers can cache it;
this is the part that changes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from agent.grounding import render_fact
from agent.grounding.syntax import REFERENCE, Citation, FactRef, Quotation, read
from agent.writing import write
from tools.facts import Fact, Given

if TYPE_CHECKING:
    from agent.advisor import Turn

#: What changes of a request has this many characters on the wire; with the fixed part it stays below 3,500. A draft is
#: never cut, so that a very long one may go beyond.
_ALL = 1_250
_PASSAGE, _MESSAGE, _SAID, _TOLD = 220, 400, 60, 90
_TURNS, _PASSAGES = 2, 3

_LANGUAGES = {"zh": "Chinese", "en": "English"}


def briefing(turn: Turn) -> str:
    """The request for ``turn``: draft and message whole, then as many facts, last turns and passages as fit."""
    draft = write(turn.plan, turn.desk.framework)
    found = [ref for match in REFERENCE.finditer(draft) if (ref := read(match[1])) is not None]
    kept = {"draft": draft, "message": _data(turn.reading.text, _MESSAGE)}
    left = _ALL - sum(map(_on_wire, kept.values()))
    for name, lines in (
        ("facts", _facts(turn, [ref.id for ref in found if isinstance(ref, FactRef)])),
        ("history", _history(turn)),
        ("passages", _passages(turn, found)),
    ):
        kept[name] = "\n".join(_fitting(lines, left))
        left -= _on_wire(kept[name])
    parts = [_part(name, kept[name]) for name in ("facts", "passages", "draft", "history")]
    parts += [f"Reply in {_LANGUAGES[turn.language]}.", _part("message", kept["message"])]
    return "\n".join(part for part in parts if part)


def _part(name: str, text: str) -> str:
    return f"<{name}>\n{text}\n</{name}>" if text else ""


def _on_wire(text: str) -> int:
    return len(json.dumps(text, ensure_ascii=False))


def _facts(turn: Turn, drafted: Iterable[str]) -> list[str]:
    """The facts that the draft refers to, and the user's own of this turn."""
    ledger = turn.desk.ledger
    given = (f.id for f in ledger if isinstance(f.provenance, Given) and f.provenance.turn == turn.number)
    wanted = [ledger[i] for i in dict.fromkeys((*drafted, *given)) if i in ledger]
    return [fact_line(fact, turn.language) for fact in wanted]


def _passages(turn: Turn, found: Iterable[Any]) -> list[str]:
    """The passages that the draft quotes or cites, then those that were found."""
    drafted = [ref for ref in found if isinstance(ref, Citation | Quotation)]
    drafted.sort(key=lambda ref: isinstance(ref, Citation))
    lines = []
    for passage_id in dict.fromkeys((*(ref.passage for ref in drafted), *turn.plan.passages, *turn.found)):
        if passage_id in turn.passages:
            passage = turn.passages[passage_id]
            words = passage.text if turn.language == "zh" else passage.translation or passage.text
            cut = " [cut off]" if passage.incomplete else ""
            lines.append(f"{passage_id} {_data(words, _PASSAGE)}{cut}")
    return lines[:_PASSAGES]


def _history(turn: Turn) -> list[str]:
    """The last turns, shortened."""
    return [
        f"user: {_data(past.message, _SAID)}\nyou: {_data(past.text, _TOLD)}"
        for past in turn.conversation.turns[-_TURNS:]
    ]


def fact_line(fact: Fact, language: str) -> str:
    """A fact as a model reads it: id, label, value."""
    return f"{fact.id} {fact.label.in_language(language)} = {render_fact(fact, language)}"


def _data(text: str, longest: int) -> str:
    """Text of others in one line, without the marks by which the parts of the request are told apart."""
    flat = re.sub(r"\s+", " ", text).strip().replace("<", "‹").replace(">", "›").replace("[[", "[")
    return flat if len(flat) <= longest else flat[: longest - 1] + "…"


def _fitting(lines: list[str], characters: int) -> list[str]:
    """The first of ``lines`` that fit."""
    kept: list[str] = []
    for line in lines:
        characters -= _on_wire(line)
        if characters < 0:
            break
        kept.append(line)
    return kept
