"""A plan's tables as cells of text: what the page and the Word document both show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agent.plans.words import Words
from tools.plans import Stage


@dataclass(frozen=True, slots=True)
class Grid:
    """Headings and rows; ``numbers`` are the columns of figures, ``total`` says that the last row adds the others up."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()
    total: bool = False


def split(words: Words) -> Grid:
    """Each layer with its share, amount and goal."""
    found = words.plan.split
    rows = [
        (words.title(r.layer.name), words.figure(r.share), words.figure(r.amount), words.name(r.layer.goal))
        for r in found.rows
    ]
    total = (words.say("合计", "Total"), words.figure(found.ratio), words.figure(found.total), "")
    header = (words.say("层", "Layer"), words.kind, words.say("金额", "Amount"), words.say("目标", "Goal"))
    return Grid(header, (*rows, total), frozenset({1, 2}), total=True)


def own(words: Words) -> Grid:
    """The user's own split beside the source's."""
    rows = tuple(
        (name, share, words.figure(mine), words.figure(source)) for name, share, mine, source in words.own_amounts()
    )
    return Grid(words.own_header, rows, frozenset({1, 2, 3}), total=True)


def scenarios(words: Words) -> Grid:
    """The budget under several AI shares, a column each."""
    found = words.plan.scenarios
    header = (words.say("层", "Layer"), *(words.title(s.name) for s in found))
    share = (words.say("AI 占比", "AI share"), *(words.figure(s.split.share or s.split.ratio) for s in found))
    rows = [
        (words.title(row.layer.name), *(words.figure(s.split.rows[at].amount) for s in found))
        for at, row in enumerate(words.plan.split.rows)
    ]
    total = (words.say("合计", "Total"), *(words.figure(s.split.total) for s in found))
    return Grid(header, (share, *rows, total), frozenset(range(1, len(header))), total=True)


def goals(words: Words, stages: Sequence[Stage], *, phase: bool = False) -> Grid:
    """The KPIs of ``stages`` with threshold, baseline and target; ``phase`` puts the phase before them."""
    header = ("KPI", words.say("门槛", "Threshold"), words.say("基线", "Baseline"), words.say("目标", "Target"))
    rows = []
    for stage in stages:
        for at, goal in enumerate(stage.goals):
            told = (goal.target.baseline, goal.target.value) if goal.target else (None, None)
            cells = (words.kpi(goal.kpi), words.figure(goal.threshold), *map(words.figure, told))
            name = f"{stage.phase.number}. {words.title(stage.phase.name)}" if at == 0 else ""
            rows.append((name, *cells) if phase else cells)
    first = 2 if phase else 1
    return Grid(
        (words.say("阶段", "Phase"), *header) if phase else header, tuple(rows), frozenset(range(first, first + 3))
    )
