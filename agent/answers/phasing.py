"""Phasing: an amount over the parts of a year, evenly or by the user's weights; the parts add up to the whole."""

from __future__ import annotations

from tools.phasing import phase_out, phase_out_evenly

from agent.answers.context import Context, Draft, Lacking
from agent.answers.model import Answer, Column, Slot, Table
from agent.answers.registry import answers
from agent.dialogue.asking import Resolved
from agent.dialogue.moves import Goal
from agent.dialogue.names import LAYERS
from tools.identity import Label

_PARTS = {"quarter": 4, "month": 12, "half-year": 2}


@answers(Goal.PHASING)
def phasing(asked: Resolved, c: Context) -> Answer:
    """Each part of the year with its amount."""
    draft = Draft(asked.ask.goal.value)
    ask = asked.ask
    by = ask.by or ask.per or "quarter"
    for scenario in c.scenarios(asked):
        for subject in ask.about or (LAYERS,):
            whole = c.amount(subject, scenario)
            desk = c.desk.at(scenario.name)
            weights = tuple(c.figure(fig) for fig in ask.weights)
            if weights and by in _PARTS and len(weights) != _PARTS[by]:
                if len(weights) not in _PARTS.values():
                    raise Lacking("weights")
                by = next(name for name, n in _PARTS.items() if n == len(weights))
            if by not in _PARTS:
                raise Lacking("period")
            parts = phase_out(desk, amount=whole, weights=weights) if weights else phase_out_evenly(desk, amount=whole, parts=_PARTS[by])
            rows: list[tuple[Slot | None, ...]] = [
                (part_name(by, n), weights[n] if weights else None, part) for n, part in enumerate(parts)
            ]
            rows.append((c.name("total"), None, whole))
            columns = [Column(by, number=False), Column("weight"), Column("amount")]
            if not weights:
                rows = [(a, amount) for a, _, amount in rows]
                columns = [columns[0], columns[2]]
            caption: dict[str, Slot] = {"subject": c.name(subject), "whole": whole}
            draft.add(
                Table(
                    "phasing", tuple(columns), tuple(rows), caption, "weights" if weights else "even", (), scenario.name, total=True,
                    subjects=(subject,),
                )
            )  # fmt: skip
            draft.need(*parts)
            draft.chart = parts
    return draft.done()


def part_name(by: str, place: int) -> Label:
    """The name of a part of the year, counted from zero."""
    if by == "quarter":
        return Label(f"第{'一二三四'[place]}季度", f"Q{place + 1}")
    if by == "half-year":
        return Label(("上半年", "下半年")[place], ("first half", "second half")[place])
    months = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
    return Label(f"{place + 1}月", months[place])
