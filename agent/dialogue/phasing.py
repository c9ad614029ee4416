"""How the user spreads a plan over the year, kept so that what is due by a day follows it."""

from __future__ import annotations

from collections.abc import Sequence

from agent.dialogue.asking import Resolved
from agent.dialogue.moves import Goal
from agent.dialogue.names import AI, LAYERS
from agent.dialogue.state import Scenario, State

#: Parts of a year, by how many there are.
PARTS = {2: "half-year", 4: "quarter", 12: "month"}


def keep_phasing(state: State, asked: Resolved) -> None:
    """Remember the weights of a phasing over the year; one that is asked for without weights is even again.

    Parts of the user's own have no calendar and are not kept.
    """
    ask = asked.ask
    if ask.goal is not Goal.PHASING or ask.args or ask.topic:
        return
    by = ask.by if ask.by in PARTS.values() else PARTS.get(len(ask.weights), "")
    told = [by, *ask.weights] if ask.weights and by else []
    for name in asked.scenarios or tuple(state.focus):
        if name in state.scenarios:
            _keep(state.scenarios[name], ask.about or (LAYERS,), told)


def _keep(scenario: Scenario, subjects: Sequence[str], told: list[str]) -> None:
    for subject in subjects:
        for same in (AI, LAYERS) if subject in (AI, LAYERS) else (subject,):
            scenario.phased.pop(same, None)
        if told:
            scenario.phased[subject] = list(told)
