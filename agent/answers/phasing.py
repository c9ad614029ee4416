"""Phasing: an amount over the parts of a year, evenly or by the user's weights; the parts add up to the whole."""

from __future__ import annotations

from decimal import Decimal

from agent.answers.context import Context, Draft, Lacking
from agent.answers.kinds import statement
from agent.answers.model import Answer, Column, Slot, Table
from agent.answers.registry import answers
from agent.dialogue.asking import Resolved
from agent.dialogue.moves import Goal
from agent.dialogue.names import LAYERS
from tools.facts import Fact
from tools.lexicon.periods import period_name
from tools.quantities import NUMBER
from tools.spend import phase_out

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
            given = weights or (_equal(c),) * _PARTS[by]
            found = phase_out(desk, amount=whole, weights=dict(zip(_keys(by), given, strict=True)))
            parts = tuple(part.amount for part in found.parts)
            rows: list[tuple[Slot | None, ...]] = [
                (period_name(part.period), part.weight if weights else None, part.amount) for part in found.parts
            ]
            rows.append((c.name("total"), None, found.total))
            if found.left is not None:
                draft.add(
                    statement(
                        "phasing_sum",
                        "more" if found.left.over else "less",
                        sum=found.total,
                        whole=whole,
                        gap=found.left.amount,
                    )
                )
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


def _keys(by: str) -> tuple[str, ...]:
    """The parts of a year by name."""
    return tuple(f"{_LETTERS[by]}{n:02}" if by == "month" else f"{_LETTERS[by]}{n}" for n in range(1, _PARTS[by] + 1))


_LETTERS = {"quarter": "Q", "month": "M", "half-year": "H"}


def _equal(c: Context) -> Fact:
    """The weight of every part of an even phasing."""
    from tools.identity import Identity, Role

    return c.desk.call("even_weight").record(
        "weight", identity=Identity(Role.COUNT, "part"), value=Decimal(1), unit=NUMBER, formula="1", inputs=()
    )
