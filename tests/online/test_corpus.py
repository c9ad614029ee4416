"""Three models replayed over the wire: a strong one that writes freely around statements, a careless one that slips, a hostile one.

``corpus/*.jsonl`` has a conversation a line: the messages ``before`` (told offline), the ``message``, the moves of a ``reread`` before the ``replies`` of the model, figures that the reply ``shows`` and words that
no state of the screen may have (``absent``). ``{T}`` stands for the first table that the model was shown, ``{C:words}`` for the first statement whose line
has the words, so that a corpus outlives another numbering.
"""

import json
import re
from pathlib import Path

import pytest

from agent.testing import Request, ScriptedModel, Step, ToolUse, say, use
from tests.online.doubles import Shown, advisor, library, part, unsupported, watch

CORPUS = Path(__file__).parent / "corpus"
_PLACE = re.compile(r"\{([CTX])(?::([^}]+))?\}")
_LISTED = re.compile(r"^([CTX]\d+)(?: \((?:verdict|note)\))?: (.*(?:\n(?![CTX]\d+).*)*)", re.MULTILINE)


def rows(name: str) -> list[dict]:
    return [json.loads(line) for line in (CORPUS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def filled(reply: str, request: Request) -> str:
    """``reply`` with its places filled as a model would: by the text of what it was shown."""
    results = [
        str(m["content"]) for m in request.messages if m["role"] == "tool" and "references exist" in str(m["content"])
    ]
    shown = _LISTED.findall(results[-1] if results else part(request, "statements"))

    def reference(match: re.Match[str]) -> str:
        letter, words = match[1], match[2] or ""
        named = [r for r, text in shown if r[0] == letter and words in text]
        return f"[[{named[0]}]]" if named else f"[[{letter}99]]"

    return _PLACE.sub(reference, reply)


async def play(row: dict) -> tuple[Shown, ScriptedModel]:
    """The turn of ``row``; a model that is asked again says the last reply again."""

    def answer(request: Request) -> Step:
        if row.get("reread") and len(model.requests) == 1:
            return use(ToolUse("reread", {"moves": row["reread"]}))
        reply = row["replies"][0]
        return say(filled(reply, request))

    with ScriptedModel(always=answer) as model:
        asked = advisor(model)
        author, asked.author = asked.author, None
        for message in row["before"]:
            await asked.ask(message, conversation="c")
        asked.author = author
        return await watch(asked, row["message"]), model


@pytest.mark.parametrize("row", rows("strong"), ids=lambda row: row["id"])
async def test_a_strong_model_is_shown_as_it_writes(row):
    """Natural replies pass at once, with the figures that were asked for."""
    shown, model = await play(row)
    assert (shown.reply.mode, shown.reply.notice) == ("online", "")
    assert len(model.requests) == 1 + ("reread" in row), model.requests[-1].messages[-1]["content"]
    for figure in row["shows"]:
        assert figure in shown.reply.text
    words = [w for w in re.split(r"\{[^}]*\}|\[\[[^\]]*\]\]|\n", row["replies"][0]) if len(w) > 12]
    assert all(w.strip(" ，。.:：") in shown.reply.text for w in words)


@pytest.mark.parametrize("name", ["careless", "hostile"])
def test_the_corpus_has_dozens_of_each(name):
    """Slips and attacks are of many kinds."""
    assert len(rows(name)) >= 30


@pytest.mark.parametrize("row", [*rows("careless"), *rows("hostile")], ids=lambda row: row["id"])
async def test_no_slip_and_no_attack_is_ever_shown(row):
    """What is wrong never stands on the screen, not while it streams either; what was asked is answered all the same."""
    shown, model = await play(row)
    for words in row["absent"]:
        assert words not in shown.everything
    assert len(model.requests) <= 2
    assert shown.reply.text
    offline = advisor(None)
    for message in row["before"]:
        await offline.ask(message, conversation="c")
    told = (await offline.ask(row["message"], conversation="c")).text + row["message"]
    found = unsupported(shown.everything, shown.reply.ledger, library().passages().values())
    assert found <= set(re.findall(r"\d(?:[\d,.]*\d)?", told))
