"""The state of a conversation survives being stored."""

from __future__ import annotations

import json

import pytest

from agent.dialogue.state import Change, Scenario, Spend, State
from agent.dialogue.storing import UnreadableState, dump_state, load_state
from tests.dialogue.replaying import conversations, play

CONVERSATIONS = conversations()


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_a_state_reads_back_as_it_was(name):
    """After every annotated message the state is the same when it was stored as JSON and read again."""
    for played in play(CONVERSATIONS[name]):
        assert load_state(json.loads(json.dumps(dump_state(played.state)))) == played.state


def test_the_books_survive_being_stored():
    """Contested entries, the journal and the fiscal year come back as they went."""
    state = State(
        scenarios={"K1": Scenario("K1", contested=[Spend("layer.tactical", "U2", "M03", by="Bob")])}, fiscal="M04",
        log=[Change(1, "2026-03-01", "Anna", "spends", "layer.tactical", "K1", "M03", "U1", "U2")],
    )  # fmt: skip
    assert load_state(json.loads(json.dumps(dump_state(state)))) == state


def test_a_state_of_another_version_is_refused():
    """A state that a later program wrote is not misread."""
    with pytest.raises(UnreadableState):
        load_state({"version": 99})
