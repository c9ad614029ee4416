"""A plan as a Markdown page: tables, assumptions, sources.

Names and passages come from a framework file or a document, so nothing of theirs may break a table or become markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from agent.plans.grids import Grid, goals, own, scenarios, split
from agent.plans.words import Words
from tools.plans import Stage

_MARKUP = re.compile(r"([\\`*_{}\[\]<>|#~])")


def plain_text(text: str) -> str:
    """``text`` on one line, with nothing in it that Markdown would read."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def write_markdown(words: Words, *, assumptions: Sequence[str], passages: Mapping[str, Any]) -> str:
    """The page."""
    plan, say = words.plan, words.say
    blocks = [
        f"# {words.heading}",
        f"{plain_text(words.name(plan.framework.name))} · {plain_text(words.subject)}",
        f"## {say('预算拆分', 'Split')}",
        _table(split(words)),
    ]
    if words.own is not None:
        blocks += [f"## {words.own_heading}", _table(own(words))]
    if plan.range is not None:
        blocks.append(words.bounds)
    if plan.scenarios:
        blocks += [f"## {say('情景对比', 'Scenarios')}", _table(scenarios(words))]
    blocks += [f"## {say('项目', 'Projects')}", _projects(words)]
    if plan.stages:
        blocks += [f"## {say('阶段与 KPI', 'Phases and KPIs')}", *(_stage(words, stage) for stage in plan.stages)]
    blocks += [f"## {say('假设', 'Assumptions')}", _bullets(assumptions)]
    sources = [
        f"{document}, {say('第', 'line ')}{line}{say('行', '')}: {text}"
        for document, line, text in words.sources(passages)
    ]
    blocks += [f"## {say('来源', 'Sources')}", _bullets(sources)]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _table(found: Grid) -> str:
    lines = [[plain_text(cell) for cell in row] for row in (found.header, *found.rows)]
    lines.insert(1, ["---:" if at in found.numbers else "---" for at in range(len(found.header))])
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _bullets(items: Iterable[str]) -> str:
    return "\n".join(f"- {plain_text(item)}" for item in items)


def _projects(words: Words) -> str:
    header = [
        words.say("层", "Layer"), words.say("项目", "Project"), words.say("象限", "Quadrant"),
        words.say("见效周期", "Payback"), words.say("资产沉淀", "Asset accumulation"), words.say("策略", "Strategy"),
    ]  # fmt: skip
    groups = [(words.title(layer.row.layer.name), layer.placements) for layer in words.plan.layers]
    groups.append((words.say("未归入任何层", "Not assigned to a layer"), words.plan.unpaid))
    rows = tuple(
        (
            name, words.title(p.project.name), words.title(p.quadrant.name), words.name(p.quadrant.payback),
            words.name(p.quadrant.accumulation), words.name(p.quadrant.strategy),
        )
        for name, placements in groups
        for p in placements
    )  # fmt: skip
    return _table(Grid(tuple(header), rows))


def _stage(words: Words, stage: Stage) -> str:
    lead = f"### {stage.phase.number}. {plain_text(words.title(stage.phase.name))}"
    return f"{lead}\n\n{plain_text(words.name(stage.phase.actions))}\n\n{_table(goals(words, (stage,)))}"
