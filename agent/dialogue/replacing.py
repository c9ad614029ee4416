"""A named budget that was really changed: the changed one takes its name over, and gives it back where the change is taken back.

"木棉追加120万，已批" is no supposition: from then on 木棉 means the raised budget, and the one before is only kept to be compared with.
"""

from __future__ import annotations

import copy

from agent.dialogue.state import Scenario, State

#: The status of a budget whose name another one has.
REPLACED = "replaced"


def takes_over(origin: Scenario, made: Scenario) -> None:
    """``made``, a copy of ``origin`` that is about to be changed, is what the name stands for from now on."""
    made.label, origin.label = origin.label, ""
    made.status, origin.status = origin.status, REPLACED


def give_back(state: State, *names: str) -> None:
    """Where a budget of ``names`` was replaced, it is the one that counts again, with what was spent of it since."""
    for name in names:
        _give_back(state, name)


def _give_back(state: State, name: str) -> None:
    kept = state.scenarios.get(name)
    later = _later(state, name)
    if kept is None or kept.status != REPLACED or later is None:
        return
    kept.label, later.label = later.label, ""
    kept.status, later.status = later.status, "supposed"
    kept.spends, kept.contested = copy.deepcopy(later.spends), copy.deepcopy(later.contested)


def current(state: State, operand: str) -> str:
    """``operand`` (``layer.tactical@Kite``) of the budget that the one it names became."""
    subject, at, name = operand.partition("@")
    kept = state.scenarios.get(name)
    later = _later(state, name) if kept is not None and kept.status == REPLACED else None
    return f"{subject}{at}{later.name}" if later is not None else operand


def _later(state: State, name: str) -> Scenario | None:
    """The budget that has the name now, changed once or several times since."""
    chain = {name}
    for scenario in state.scenarios.values():
        if scenario.comes_from in chain and scenario.status in (REPLACED, "told"):
            chain.add(scenario.name)
            if scenario.status == "told":
                return scenario
    return None
