import json
from typing import Any

import pytest

from agent.dialogue.state import State
from agent.dialogue.storing import load_state
from agent.errors import Trouble
from agent.testing import Request, ScriptedModel, ToolUse, fail, say, use
from agent.understanding.reading import Reading
from agent.usage import Usage
from tests.online.doubles import advisor, faithful, listed, watch

MESSAGE = "our annual marketing budget is $2m, the tactical people burned $120k of theirs. where does that leave them?"
MOVES: list[dict[str, Any]] = [
    {"do": "tell", "fig": "U1", "as": "budget", "of": "MKT"},
    {"do": "tell", "fig": "U2", "as": "spent", "of": "L1"},
    {"do": "ask", "goal": "left", "about": ["L1"]},
]


class Misreader:
    """Reads nothing right: every figure of a message is background."""

    def __init__(self, right: Any) -> None:
        self.right = right

    def read(self, text: str, state: State, **details: object) -> Reading:
        from dataclasses import replace

        from agent.dialogue.moves import As, Ask, Goal, Tell

        reading: Reading = self.right.read(text, state, **details)
        if "burned" not in text:
            return reading
        tells = tuple(Tell(fig=fig, as_=As.CONTEXT) for fig in reading.figures)
        return replace(reading, moves=(*tells, Ask(goal=Goal.HELP)))


def misled(model: ScriptedModel | None):
    """An advisor whose rules misread the message."""
    asked = advisor(model)
    asked._reader = Misreader(asked.reader)
    return asked


def reread(moves: object) -> ToolUse:
    return ToolUse("reread", {"moves": moves} if not isinstance(moves, dict) else moves)


def result(model: ScriptedModel) -> str:
    return [str(m["content"]) for m in model.requests[-1].messages if m["role"] == "tool"][-1]


async def test_a_misread_message_is_read_anew_and_answered():
    """The model gives the moves, code computes, and the reply tells the statements that follow."""
    with ScriptedModel([use(reread(MOVES)), faithful]) as model:
        shown = await watch(misled(model), MESSAGE)
    assert shown.reply.mode == "online"
    assert "$80,000" in shown.reply.text
    assert shown.reply.usage == Usage(2, 14, 10)
    assert shown.reply.reading == "tell U1 budget of=MKT; tell U2 spent of=L1; ask left about=L1"


async def test_what_the_model_read_is_the_state_of_the_conversation():
    """The next message, its answer without a model and what is stored follow the corrected reading."""
    with ScriptedModel([use(reread(MOVES)), faithful]) as model:
        asked = misled(model)
        first = (await watch(asked, MESSAGE)).reply
    asked.author = None
    second = await asked.ask("what gets the capability layer?", conversation="c")
    assert "$100,000" in second.text
    kept = asked.store.load("c")
    assert [move["do"] for move in kept.turns[0].moves] == ["tell", "tell", "ask"]
    state = load_state(kept.turns[-1].state)
    assert [spend.subject for s in state.scenarios.values() for spend in s.spends] == ["layer.tactical"]
    assert {fact.id for fact in first.facts} <= set(kept.ledger.facts)


async def test_what_was_misread_leaves_no_fact():
    """The ledger holds what follows from the corrected reading, as if it had been read so at once."""
    with ScriptedModel([use(reread(MOVES)), faithful]) as model:
        asked = misled(model)
        reply = (await watch(asked, MESSAGE)).reply
    right = advisor(None)
    right._reader = _Told(right.reader)
    want = await right.ask(MESSAGE, conversation="c")
    assert {f.id: f.value for f in reply.ledger} == {f.id: f.value for f in want.ledger}
    assert {f.id: f.value for f in asked.store.load("c").ledger} == {f.id: f.value for f in want.ledger}


class _Told:
    """Reads the message as the model does."""

    def __init__(self, right: Any) -> None:
        self.right = right

    def read(self, text: str, state: State, **details: object) -> Reading:
        from dataclasses import replace

        from agent.dialogue.names import Names
        from agent.dialogue.spelling import from_json

        names = Names(self.right.framework)
        reading: Reading = self.right.read(text, state, **details)
        return replace(reading, moves=from_json(MOVES, names))


async def test_statements_of_the_misreading_can_no_longer_be_told():
    """References are numbered on, so that an old one never prints something else."""
    before: list[str] = []
    moves = [MOVES[0], {"do": "ask", "goal": "amount", "about": ["L2"]}]

    def first(request: Request):
        before.extend(listed(request))
        return use(reread(moves))

    def late(_: Request):
        return say("\n\n".join(f"[[{reference}]]" for reference in before))

    with ScriptedModel([first, late, faithful]) as model:
        shown = await watch(advisor(model), "年度营销预算五百万怎么分？")
        complaint = str(model.requests[-1].messages[-1]["content"])
    assert before
    assert "没有列出" in complaint
    assert shown.reply.mode == "online"
    assert "25万元" in shown.reply.text
    assert "90万元" not in shown.reply.text


SPELLINGS = [
    json.dumps(MOVES),
    "tell U1 budget of=MKT; tell U2 spent of=L1; ask left about=L1",
    [{**m, "about": "L1"} if m["do"] == "ask" else m for m in MOVES],
    [{"move": "tell", "figure": "⟦U1 $2m⟧", "role": "budget"}, {"tell": {"fig": "u2", "as": "spend", "of": "tactical layer"}}, {"do": "ask", "goal": "remaining", "about": "战术层"}],
    {"moves": json.dumps({"moves": MOVES})},
]  # fmt: skip


@pytest.mark.parametrize("written", SPELLINGS, ids=range(len(SPELLINGS)))
async def test_moves_are_understood_in_the_spellings_that_models_use(written):
    """JSON in a string, lines, a string for a list, other names for slots and things: what can be meant only one way is taken so."""
    with ScriptedModel([use(reread(written)), faithful]) as model:
        shown = await watch(misled(model), MESSAGE)
    assert "$80,000" in shown.reply.text


WRONG = [
    ([{"do": "tell", "fig": "2000000", "as": "budget"}], "id of a figure"),
    ([*MOVES[:2], {"do": "ask", "goal": "left", "about": ["L1"], "topic": "$120,000"}], "no digits"),
    ([MOVES[0], MOVES[2]], "U2"),
    ([*MOVES, {"do": "tell", "fig": "U2", "as": "budget"}], "more than one move"),
    ([{"do": "tell", "fig": "U9", "as": "budget"}, *MOVES], "U9"),
    ([*MOVES[:2], {"do": "ask", "goal": "guess"}], "goal"),
    ([*MOVES[:2], {"do": "ask", "goal": "compare"}], None),
    ([*MOVES[:2], {"do": "ask", "goal": "amount", "about": ["marketing team lunch"]}], "no name of the list"),
    ([MOVES[0], {"do": "tell", "fig": "U2", "as": "context"}, {"do": "ask", "goal": "left", "about": ["L1"]}], "spent"),
    ([{"do": "invent", "fig": "U1"}], "“do” is one of"),
    ([], "at least one move"),
    ("nonsense", "“do” is one of"),
    (7, "moves are a list"),
]


@pytest.mark.parametrize(("moves", "named"), [w for w in WRONG if w[1]], ids=lambda w: str(w)[:40])
async def test_a_list_that_fails_is_named_and_may_be_given_once_more(moves, named):
    """The failed check is told; a right list is then taken."""
    with ScriptedModel([use(reread(moves)), use(reread(MOVES)), faithful]) as model:
        shown = await watch(misled(model), MESSAGE)
        told = [str(m["content"]) for m in model.requests[-1].messages if m["role"] == "tool"]
    assert told[0].startswith("Not read:")
    assert named in told[0]
    assert "$80,000" in shown.reply.text


async def test_after_two_lists_that_fail_a_right_reading_of_code_stands():
    """Code's reading is kept where it passes the same checks and nothing of the message is unread."""
    wrong = use(reread([{"do": "tell", "fig": "U7", "as": "budget"}]))
    with ScriptedModel([wrong, wrong, faithful]) as model:
        shown = await watch(advisor(model), "年度营销预算五百万怎么分？")
        told = result(model)
    assert "stands" in told
    assert "50万元" in shown.reply.text


async def test_after_two_lists_that_fail_an_unclear_message_is_asked_about():
    """Where code's reading fails the checks too, nothing is answered with figures: the reply asks."""
    wrong = use(reread([{"do": "tell", "fig": "U7", "as": "budget"}]))

    class Dropping(Misreader):
        def read(self, text: str, state: State, **details: object) -> Reading:
            from dataclasses import replace

            from agent.dialogue.moves import Ask, Goal

            reading: Reading = self.right.read(text, state, **details)
            return replace(reading, moves=(Ask(goal=Goal.SPLIT),))

    with ScriptedModel([wrong, wrong, faithful]) as model:
        asked = advisor(model)
        asked._reader = Dropping(asked.reader)
        shown = await watch(asked, MESSAGE)
    assert shown.reply.outcome == "asked"
    assert "$200,000" not in shown.reply.text


async def test_a_failure_behind_a_right_reading_keeps_the_reading():
    """The offline reply tells what the model read, if the model fails only afterwards."""
    with ScriptedModel([use(reread(MOVES)), fail(500)]) as model:
        asked = misled(model)
        shown = await watch(asked, MESSAGE)
    assert (shown.reply.mode, shown.reply.trouble) == ("offline", Trouble.UNAVAILABLE)
    assert "$80,000" in shown.reply.text
    assert [move["do"] for move in asked.store.load("c").turns[0].moves] == ["tell", "tell", "ask"]


async def test_the_same_moves_change_nothing():
    """A model that repeats code's reading is told that its statements stand."""
    moves = [{"do": "tell", "fig": "U1", "as": "budget", "of": "MKT", "per": "year"}, {"do": "ask", "goal": "split"}]
    with ScriptedModel([use(reread(moves)), faithful]) as model:
        shown = await watch(advisor(model), "年度营销预算五百万怎么分？")
        told = result(model)
    assert "its statements stand" in told
    assert shown.reply.mode == "online"


def test_no_schema_takes_a_figure():
    """Figures are ids by the schema, names hold no digits of their own, roles, goals and operations are enumerated."""
    import re

    from agent.online.schemas import described
    from knowledge.framework import load_framework

    schema = described(load_framework())[0]["function"]["parameters"]["properties"]["moves"]["items"]
    figure, name = schema["properties"]["fig"]["pattern"], schema["additionalProperties"]["pattern"]
    for wrong in ("2000000", "$2m", "2", "U1 2m"):
        assert not re.search(figure, wrong)
    for wrong in ("2000000", "50%", "L1 gets 5"):
        assert not re.search(name, wrong)
    for right in ("L1", "L1@K2", "战术层", "month", "U2*U3", "ITEM3"):
        assert re.search(name, right)
    assert {"as", "op", "goal", "what", "do"} <= {k for k, v in schema["properties"].items() if "enum" in v}


async def test_a_figure_that_its_question_does_not_use_is_not_dropped_in_silence():
    """A goal that ignores a figure of the message is a wrong goal: the model is told, and may choose another."""
    idle = [{"do": "ask", "goal": "amount", "about": ["AI"], "at": "U2"}]
    right = [{"do": "suppose", "fig": "U2", "op": "share", "of": "AI"}]
    with ScriptedModel([use(reread(idle)), use(reread(right)), faithful]) as model:
        asked = advisor(model)
        author, asked.author = asked.author, None
        await asked.ask("our annual marketing budget is $2m, please split it", conversation="c")
        asked.author = author
        shown = await watch(asked, "what would 12% be?")
        told = [str(m["content"]) for m in model.requests[-1].messages if m["role"] == "tool"]
    assert "U2 stands in a question whose goal does not use it" in told[0]
    assert "$240,000" in shown.reply.text
