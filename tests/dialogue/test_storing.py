"""The state of a conversation survives being stored."""

from __future__ import annotations

import json

import pytest

from agent.dialogue.storing import UnreadableState, dump_state, load_state
from tests.dialogue.replaying import conversations, play

CONVERSATIONS = conversations()


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_a_state_reads_back_as_it_was(name):
    """After every annotated message the state is the same when it was stored as JSON and read again."""
    for played in play(CONVERSATIONS[name]):
        assert load_state(json.loads(json.dumps(dump_state(played.state)))) == played.state


def test_a_state_of_another_version_is_refused():
    """A state that a later program wrote is not misread."""
    with pytest.raises(UnreadableState):
        load_state({"version": 99})
