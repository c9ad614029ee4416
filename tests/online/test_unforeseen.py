"""Turns that nobody planned for, with the replies of a strong model played by hand: an e-mail, two sentences for the CFO, a comparison with the start.

``corpus/unforeseen.jsonl`` has a conversation a line: the messages ``before`` (told offline), the ``message``, the model's ``steps`` (calls of tools, then the reply as it was
first written; six were written anew for what the request holds since) and the figures that the reply ``shows``. ``{C:words}`` stands for the statement whose line begins with the words.
"""

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest

from agent.evaluation.corpus import Expectation, Expected
from agent.evaluation.scoring import judge
from agent.testing import Request, ScriptedModel, Step, ToolUse, say, use
from tests.online.doubles import advisor, library, unsupported, watch
from tools.facts import Computed

CORPUS = Path(__file__).parent / "corpus" / "unforeseen.jsonl"
ROWS = [json.loads(line) for line in CORPUS.read_text(encoding="utf-8").splitlines()]
#: Replies that break a rule in more than a few words, name what does not exist or tell a verdict of their own ("has risen well beyond our
#: target"): their writer is asked once more.
ASKED_AGAIN = frozenset({"u11", "u39"})
_PLACE = re.compile(r"\{([CTX])(:brief)?:([^}]+)\}")
_LISTED = re.compile(r"(?:^|\| )([CTX]\d+)(?: \((?:verdict|note)\))?: |^\S+ = (X\d+): ", re.MULTILINE)


def filled(text: str, request: Request) -> str:
    """``text`` with its places filled from what the model was shown, the newest first."""
    shown = "\n".join(str(m.get("content") or "") for m in request.messages if m["role"] in ("user", "tool"))
    known = [(m[1] or m[2], shown[m.end() :].lstrip("* ")) for m in _LISTED.finditer(shown)]

    def reference(match: re.Match[str]) -> str:
        letter, brief, words = match[1], match[2] or "", match[3]
        named = [r for r, line in known if r[0] == letter and line.startswith(words)]
        return f"[[{named[-1]}{brief}]]" if named else f"[[{letter}99]]"

    return _PLACE.sub(reference, text)


async def play(row: dict):
    """The turn of ``row``; a model that is asked again leaves its figures to code."""

    def answer(request: Request) -> Step:
        at = len(model.requests) - 1
        if at >= len(row["steps"]):
            return say("好的。" if "Reply in Chinese." in request.said("user") else "All right.")
        step = row["steps"][at]
        if "calls" in step:
            return use(*[ToolUse(c["name"], c["arguments"], id=f"{at}_{n}") for n, c in enumerate(step["calls"])])
        return say(filled(step["text"], request), pieces=40)

    with ScriptedModel(always=answer) as model:
        asked = advisor(model)
        author, asked.author = asked.author, None
        for message in row["before"]:
            await asked.ask(message, conversation="c")
        asked.author = author
        return await watch(asked, row["message"]), model


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
async def test_an_unforeseen_turn_is_told_with_its_figures(row):
    """The model's words reach the screen with the figures that were asked for, and with no other; nearly always at once."""
    shown, model = await play(row)
    assert shown.reply.mode == "online", shown.reply.trouble
    figures = tuple(Expected(Decimal(value), unit) for value, unit in row["shows"])
    assert not judge(Expectation(figures=figures, reply_language=shown.reply.language), shown.reply.text)
    texts = [
        *row["before"],
        row["message"],
        *(f.provenance.formula for f in shown.reply.ledger if isinstance(f.provenance, Computed)),
    ]
    told = set(re.findall(r"\d(?:[\d,.]*\d)?", " ".join(texts)))
    assert unsupported(shown.everything, shown.reply.ledger, library().passages().values()) <= told
    if row["id"] not in ASKED_AGAIN:
        assert len(model.requests) == len(row["steps"]), model.requests[-1].messages[-1]["content"]
