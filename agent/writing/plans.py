"""A whole plan in words: scenarios side by side, what each layer pays for, phases with their targets."""

from __future__ import annotations

from agent.planning.plan import ProjectsSection, ScenariosSection, StagesSection
from agent.writing.indicators import phase_name
from agent.writing.phrases import Voice, capital, cited, ref, value
from agent.writing.sections import tell
from tools.plans import Placement, Stage

_NONE = "–"


@tell.register
def _(section: ScenariosSection, voice: Voice) -> str:
    scenarios = section.scenarios
    header = [voice.say("层", "Layer"), *(capital(voice.name(s.name)) for s in scenarios)]
    shares = [s.split.share or s.split.ratio for s in scenarios]
    rows = [[voice.say("AI 占比合计", "Total AI share"), *(value(share) if share else _NONE for share in shares)]]
    for at, row in enumerate(scenarios[0].split.rows):
        rows.append([voice.name(row.layer.name), *(value(s.split.rows[at].amount) for s in scenarios)])
    rows.append([voice.say("合计", "Total"), *(value(s.split.total) for s in scenarios)])
    return f"**{voice.say('情景对比', 'Scenarios')}**\n\n{voice.table(header, rows)}"


@tell.register
def _(section: ProjectsSection, voice: Voice) -> str:
    header = [
        voice.say("层", "Layer"), voice.say("项目", "Project"), voice.say("象限", "Quadrant"), voice.say("策略", "Strategy"),
    ]  # fmt: skip
    rows = [
        [voice.name(layer.row.layer.name), *_placed(placement, voice)]
        for layer in section.layers
        for placement in layer.placements
    ]
    rows += [[voice.say("不属于任何层", "no layer"), *_placed(placement, voice)] for placement in section.unpaid]
    quadrants = [p.quadrant for p in (*(p for layer in section.layers for p in layer.placements), *section.unpaid)]
    source = cited(*dict.fromkeys(q.passages[0] for q in quadrants if q.passages))
    return f"**{voice.say('各层的项目', 'Projects by layer')}**{source}\n\n{voice.table(header, rows)}"


def _placed(placement: Placement, voice: Voice) -> list[str]:
    quadrant = placement.quadrant
    return [voice.name(placement.project.name), voice.name(quadrant.name), voice.name(quadrant.strategy)]


@tell.register
def _(section: StagesSection, voice: Voice) -> str:
    blocks = [f"**{voice.say('阶段与 KPI', 'Phases and KPIs')}**"]
    for stage in section.stages:
        source = cited(*stage.phase.passages[:1])
        actions = voice.name(stage.phase.actions)
        blocks.append(f"{capital(phase_name(voice, stage.phase))}{voice.say('：', ': ')}{actions}{source}")
        blocks.append(_goals(stage, voice))
    if not any(goal.target for stage in section.stages for goal in stage.goals):
        blocks.append(
            voice.say(
                "告诉我 KPI 的现状（例如：转化率现在是多少），计划里就会有具体的目标值。",
                "Tell me where your KPIs stand today (your conversion rate, say), and the plan gets targets for them.",
            )
        )
    return "\n\n".join(blocks)


def _goals(stage: Stage, voice: Voice) -> str:
    """The KPIs of a phase; the columns of targets are left out where there is none."""
    header = ["KPI", voice.say("要求", "Required"), voice.say("基线", "Baseline"), voice.say("目标", "Target")]
    rows = [
        [
            voice.name(goal.kpi.measured),
            ref(goal.threshold),
            value(goal.target.baseline) if goal.target else _NONE,
            ref(goal.target.value) if goal.target else _NONE,
        ]
        for goal in stage.goals
    ]
    if not any(goal.target for goal in stage.goals):
        header, *rows = ([*line[:2]] for line in (header, *rows))
    return voice.table(header, rows)
