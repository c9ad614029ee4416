"""The user's own split: computed as asked, labelled as theirs, with the source's beside it."""

from __future__ import annotations

from agent.answers.context import Context, Draft
from agent.answers.kinds import statement
from agent.answers.model import Column, Slot, Statement, Table
from agent.dialogue.state import Scenario
from tools.budget import Split
from tools.comparing import difference, signed_difference
from tools.facts import Sourced
from tools.shares import OwnSplit


def own_statement(c: Context, scenario: Scenario, layer: str, own: OwnSplit, source: Split) -> Statement:
    """One layer: the user's amount against the source's."""
    amount = next(r.amount for r in own.rows if r.layer.id == layer)
    taken = next(r for r in source.rows if r.layer.id == layer)
    gap = difference(c.desk.at(scenario.name), minuend=amount, subtrahend=taken.amount)
    variant = "same" if gap.value == 0 else "more" if amount.value > taken.amount.value else "less"
    weight = scenario.weights.get(layer)
    return statement(
        "own_against_source", variant, layer=taken.layer.name, own_share=c.fact(weight) if weight else None, own=amount,
        source_share=taken.share, source=taken.amount, gap=gap, subjects=(layer,), scenario=scenario.name,
        passages=tuple(p.provenance.passage for p in (taken.share,) if isinstance(p.provenance, Sourced)),
    )  # fmt: skip


def own_table(draft: Draft, c: Context, scenario: Scenario, own: OwnSplit, source: Split) -> None:
    """All layers: own share and amount, the source's, the difference; limits that were kept or broken, and what is left."""
    desk = c.desk.at(scenario.name)
    rows: list[tuple[Slot | None, ...]] = []
    amounts = {r.layer.id: r.amount for r in own.rows}
    for taken in source.rows:
        amount = amounts[taken.layer.id]
        weight = scenario.weights.get(taken.layer.id)
        gap = signed_difference(desk, minuend=amount, subtrahend=taken.amount)
        rows.append((taken.layer.name, c.fact(weight) if weight else None, amount, taken.share, taken.amount, gap))
        draft.need(amount)
    columns = tuple(
        Column(name, number=name != "layer")
        for name in ("layer", "own_share", "own", "source_share", "source", "difference")
    )
    passages = tuple(
        dict.fromkeys(
            r.share.provenance.passage for r in source.rows if isinstance(r.share.provenance, Sourced)
        )
    )  # fmt: skip
    draft.add(
        Table(
            "own_split", columns, tuple(rows), {"budget": source.budget, "whole": own.whole}, "", passages, scenario.name,
            subjects=tuple(r.layer.id for r in source.rows),
        )
    )  # fmt: skip
    draft.chart = tuple(amounts.values())
    _limits(draft, c, scenario, own)
    if own.left is not None:
        draft.add(
            statement(
                "own_sum",
                "over" if own.left.over else "rest",
                sum=own.total,
                rest=own.left.amount,
                scenario=scenario.name,
            )
        )


def _limits(draft: Draft, c: Context, scenario: Scenario, own: OwnSplit) -> None:
    kept = {
        **{("floor", k): f for k, f in scenario.floors.items()},
        **{("cap", k): f for k, f in scenario.caps.items()},
    }
    for row in own.rows:
        if row.layer.id in scenario.floors and row.layer.id in scenario.caps:
            floor, cap = c.fact(scenario.floors[row.layer.id]), c.fact(scenario.caps[row.layer.id])
            if floor.value == cap.value:
                continue  # just so much, as the table says
        for side in ("floor", "cap"):
            if (side, row.layer.id) in kept:
                limit = c.fact(kept[side, row.layer.id])
                broken = (
                    limit.unit == row.amount.unit
                    and (row.amount.value - limit.value) * (1 if side == "cap" else -1) > 0
                )
                variant = f"{side}_broken" if broken else side
                draft.add(
                    statement(
                        "own_limit",
                        variant,
                        layer=row.layer.name,
                        limit=limit,
                        amount=row.amount,
                        subjects=(row.layer.id,),
                        scenario=scenario.name,
                    )
                )
