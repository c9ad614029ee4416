"""What is checked of a list of moves: every annotated message passes, and planted faults of a kind do not."""

import pytest

from agent.answers.context import Context
from agent.answers.registry import answer
from agent.dialogue.after import close_turn
from agent.dialogue.apply import apply
from agent.dialogue.spelling import from_json, to_json, to_line
from agent.dialogue.state import State
from agent.understanding.checks import failed
from agent.understanding.written import normalised
from tests.dialogue.replaying import FRAMEWORK, NAMES, conversations, message_of
from tools.desk import Desk
from tools.facts import Ledger

#: Annotations name the article's risks by number; a model is given their names.
_NAMED_OTHERWISE = ("about=R1", "about=R2", "about=R3")


def annotated():
    """Every annotated message with the state and the ledger that it found."""
    for rows in conversations().values():
        state, ledger = State(), Ledger()
        for row in rows:
            message = message_of(row)
            if not any(name in row["line"] for name in _NAMED_OTHERWISE):
                yield row, message, state, ledger
            desk = Desk(FRAMEWORK, ledger)
            applied = apply(state, from_json(row["moves"], NAMES), message, desk)
            context = Context(state, desk, message, notes=applied.notes)
            answers = [answer(asked, context) for asked in applied.asks]
            close_turn(
                state, turn=row["turn"], asked=applied.asks, lacking=[a.lacking for a in answers],
                shown=[f.id for a in answers for f in a.facts], listed=[a.listed for a in answers], said=context.told,
            )  # fmt: skip


def test_no_right_list_fails():
    """The annotated moves of every message pass the checks, in the state in which they were said."""
    wrong = [
        (row["text"], row["line"], why)
        for row, message, state, ledger in annotated()
        if (why := failed(from_json(row["moves"], NAMES), message, state, ledger, FRAMEWORK))
    ]
    assert wrong == []


def test_normalising_keeps_what_is_right():
    """A right list comes out as it went in, but for names that become ids; a line of it gives the same moves."""
    for row, *_ in annotated():
        moves = from_json(normalised(row["moves"], FRAMEWORK), NAMES)
        assert len(moves) == len(from_json(row["moves"], NAMES)), row["line"]
        assert from_json(normalised(to_json(moves), FRAMEWORK), NAMES) == moves


def planted(moves: list[dict]):
    """Faults of the kinds that readers make, one at a time."""
    for n, move in enumerate(moves):
        if move.get("fig"):
            yield [*moves[:n], *moves[n + 1 :]], "dropped"
            yield [*moves[:n], {**move, "fig": "U99"}, *moves[n + 1 :]], "another id"
            yield [*moves[:n], {**move, "fig": "2000000"}, *moves[n + 1 :]], "digits"
            if move["do"] == "tell" and move["as"] != "context":
                yield [*moves, {**move, "as": "context"}], "two roles"
        if move["do"] == "ask" and move.get("about") and move["goal"] in ("amount", "target", "left"):
            yield [*moves[:n], {**move, "about": ["nothing of ours"]}, *moves[n + 1 :]], "no name"


def test_most_planted_faults_are_found():
    """Dropped figures, wrong ids, digits, double roles and unknown names are found; what checks cannot see is said in the reply."""
    found, all_, silent = 0, 0, []
    for row, message, state, ledger in annotated():
        for moves, kind in planted(row["moves"]):
            all_ += 1
            try:
                why = failed(from_json(moves, NAMES), message, state, ledger, FRAMEWORK)
            except ValueError as error:
                why = str(error)
            found += bool(why)
            if not why:
                silent.append((kind, to_line(from_json(moves, NAMES))))
    assert all_ > 500
    assert found / all_ >= 0.97, silent[:5]


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ("tell U1 budget per=monthly", "tell U1 budget of=MKT per=month"),
        ([{"do": "ask", "goal": "Split", "per": "per month"}], "ask split per=month"),
        ([{"do": "ask", "goal": "amount", "about": "能力层, L3"}], "ask amount about=L2,L3"),
        ([{"do": "tell", "fig": "⟦U3 22%⟧", "as": "change", "of": "Cost", "sign": "negative"}], "tell U3 change of=cost sign=-"),
        ([{"do": "tell", "fig": "U1", "as": "rate", "base": "euro", "quote": "rmb"}], "tell U1 rate base=EUR quote=CNY"),
        ([{"do": "correct", "target": "U1", "to": "U2"}], "correct value target=U1 to=U2"),
        ('{"moves": [{"do": "return", "to": "start"}]}', "return start"),
    ],
)  # fmt: skip
def test_what_can_be_meant_only_one_way_is_set_right(written, line):
    """Periods, currencies, signs, names and marks of figures have one spelling."""
    assert to_line(from_json(normalised(written, FRAMEWORK), NAMES), NAMES) == line
