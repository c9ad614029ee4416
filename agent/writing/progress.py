"""How a plan is doing, in words: where it stands, each phase's KPIs against their targets, and the figures over time."""

from __future__ import annotations

from collections.abc import Iterator

from agent.grounding import day
from agent.planning.plan import ProgressSection
from agent.writing.indicators import outcome, phase_name, reached
from agent.writing.phrases import Voice, capital, cited, points, ref, value
from agent.writing.sections import tell
from tools.facts import Fact
from tools.kpis import GateResult
from tools.parameters import Kpi, Measure
from tools.tracking import Standing

#: Rows of the table over time: the latest are shown.
_ROWS = 36
_NONE = "–"


@tell.register
def _(section: ProgressSection, voice: Voice) -> str:
    found = section.standing
    blocks = [voice.sentences(_lead(found, voice))]
    for gate in section.gates:
        blocks.append(f"**{capital(phase_name(voice, gate.phase))}**{cited(*gate.phase.passages[:1])}")
        blocks.append(_against_targets(gate, found, voice))
    return "\n\n".join([*blocks, *_over_time(found, voice)])


def _lead(found: Standing, voice: Voice) -> Iterator[str]:
    """The phase at hand, and of its KPIs those that are met, short and by how much, and missing."""
    gate = found.current
    if gate is None:
        yield voice.say("各阶段的 KPI 全部达标。", "The KPIs of every phase are met.")
        return
    yield voice.say(f"目前处于{phase_name(voice, gate.phase)}。", f"You are in {phase_name(voice, gate.phase)}.")
    met = [voice.name(check.kpi.name) for check in gate.checks if check.met]
    short = [voice.name(check.kpi.name) + voice.say("差", " by ") + points(check.distance) for check in gate.failed]
    waiting = [voice.name(kpi.name) for kpi, _ in gate.missing if kpi.id in found.latest]
    missing = [voice.name(kpi.name) for kpi, _ in gate.missing if kpi.id not in found.latest]
    for names, zh, en in (
        (met, "已达标：", "Met: "),
        (short, "未达标：", "Short: "),
        (waiting, "只有基线，等下一次数据：", "Only a baseline so far: "),
        (missing, "还没有数据：", "No figure yet: "),
    ):
        if names:
            yield voice.say(zh, en) + voice.join(names) + voice.say("。", ".")


def _against_targets(gate: GateResult, found: Standing, voice: Voice) -> str:
    """The KPIs of a phase; the columns of what was measured are left out where nothing was."""
    header = [
        "KPI", voice.say("要求", "Required"), voice.say("目标值", "Target"), voice.say("最新", "Latest"),
        voice.say("进展", "Progress"), voice.say("结果", "Result"),
    ]  # fmt: skip
    rows = []
    for check in gate.checks:
        own = check.kpi.id not in found.latest or check.kpi.measure is not Measure.LEVEL
        progress = reached(voice, check.kpi, check.actual) if own else _NONE  # a level is the latest figure itself
        rows.append([*_known(check.kpi, check.threshold, found, voice), progress, outcome(voice, check)])
    for kpi, threshold in gate.missing:
        lacking = (
            voice.say("等下一次数据", "needs a later figure")
            if kpi.id in found.latest
            else voice.say("没有数据", "no figure yet")
        )
        rows.append([*_known(kpi, threshold, found, voice), _NONE, lacking])
    if not any(kpi.id in found.latest for kpi in gate.phase.kpis):
        header, *rows = ([*line[:2], *line[4:]] for line in (header, *rows))
    return voice.table(header, rows)


def _known(kpi: Kpi, threshold: Fact, found: Standing, voice: Voice) -> list[str]:
    """The KPI, what it asks for, and of what was measured: the figure to be reached and the latest one."""
    step = found.latest.get(kpi.id)
    if step is None:
        return [voice.name(kpi.measured), ref(threshold), _NONE, _NONE]
    return [
        voice.name(kpi.measured), ref(threshold), ref(found.targets.get(kpi.id, threshold)), value(step.entry.figure),
    ]  # fmt: skip


def _over_time(found: Standing, voice: Voice) -> Iterator[str]:
    if not found.steps:
        return
    header = [voice.say("日期", "Day"), "KPI", voice.say("数值", "Measured"), voice.say("较基线", "Since the baseline")]
    rows = []
    for step in found.steps[-_ROWS:]:
        entry = step.entry
        compared = step.reached is not None and entry.kpi.measure is not Measure.LEVEL
        gained = reached(voice, entry.kpi, step.reached) if compared and step.reached else _NONE
        rows.append([day(entry.figure.id), voice.name(entry.kpi.name), value(entry.figure), gained])
    if len(found.steps) > _ROWS:
        yield voice.say("最近的数据：", "The latest figures:")
    yield voice.table(header, rows)
