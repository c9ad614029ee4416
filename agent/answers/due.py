"""What of a year's plan is due by a point of the year: by the phasing that the user gave, else an even part of it."""

from __future__ import annotations

from dataclasses import dataclass

from agent.answers.context import Context
from agent.answers.phasing import even_weight, parts_of
from agent.dialogue.moves import Ask, Goal
from agent.dialogue.names import AI, LAYERS
from agent.dialogue.periods import month_in, month_label
from agent.dialogue.state import Scenario
from tools.facts import Fact
from tools.identity import Label
from tools.spend import COUNTS, Pace, pace, phase_out, remaining
from tools.sums import total

_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Held:
    """What is held against the calendar: the plan of a subject and what was spent of it, when ``done`` of ``parts`` are over."""

    subject: str
    plan: Fact
    spent: Fact
    done: str
    parts: str


def held_against(c: Context, scenario: Scenario, held: Held) -> Pace:
    """What was spent beside what is due of the plan by then. Raises :class:`~tools.errors.InvalidInput`."""
    desk = c.desk.at(scenario.name)
    due = phased_due(c, scenario, held)
    if due is None:
        return pace(desk, planned=held.plan, spent=held.spent, done=held.done, parts=held.parts)
    found = remaining(desk, planned=due, spent=(held.spent,))
    return Pace(held.plan, held.spent, due, found.amount, found.over)


def phased_due(c: Context, scenario: Scenario, held: Held) -> Fact | None:
    """What is due by the user's phasing of a subject or of all AI money; ``None`` where there is none."""
    told = next((scenario.phased[s] for s in (held.subject, AI, LAYERS) if s in scenario.phased), None)
    months, more = divmod(COUNTS[held.done] * _MONTHS, COUNTS[held.parts])
    if told is None or more:
        return None
    desk, spread = c.desk.at(scenario.name), parts_of(Ask(goal=Goal.PHASING, by=told[0], weights=tuple(told[1:])), c)
    amounts = [part.amount for part in phase_out(desk, amount=held.plan, weights=spread.weights).parts]
    if len(amounts) not in (2, 4, _MONTHS):
        return None
    length = _MONTHS // len(amounts)
    whole, more = divmod(months, length)
    due = amounts[:whole]
    if more:  # within a part its months are even
        weights = {f"P{n}": even_weight(c) for n in range(length)}
        due += [part.amount for part in phase_out(desk, amount=amounts[whole], weights=weights).parts[:more]]
    return due[0] if len(due) == 1 else total(desk, facts=due)


def end_of(c: Context, done: str, parts: str) -> Label:
    """The end of the last month that is over, by its name."""
    month = month_label(month_in(COUNTS[done] * _MONTHS // COUNTS[parts], c.state.first_month))
    return Label(f"{month.zh}底", f"the end of {month.en}")
