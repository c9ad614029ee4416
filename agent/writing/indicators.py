"""KPI sections in words: targets, changes, gates, phases."""

from __future__ import annotations

from agent.planning.plan import ChangeSection, GateSection, KpiSection, NoSuchPhaseSection, PhaseSection, TargetSection
from agent.writing.phrases import Voice, capital, cited, points, ref, value
from agent.writing.sections import tell
from tools.facts import Fact
from tools.kpis import Check
from tools.parameters import Direction, Kpi, Measure, Phase
from tools.quantities import UnitKind


def phase_name(voice: Voice, phase: Phase) -> str:
    """``第二阶段（融合与深化）``, ``phase 2 (integration and deepening)``: a glossary phrase, not a figure."""
    ordinal = "一二三四五六七八九"[phase.number - 1] if phase.number <= 9 else str(phase.number)
    return voice.say(f"第{ordinal}阶段（{phase.name.zh}）", f"phase {phase.number} ({phase.name.en})")


def _wording(voice: Voice, kpi: Kpi, threshold: str) -> str:
    """What a threshold asks for: ``成本降低 ≥20%``, ``cost reduction of ≥20%``."""
    name = voice.name(kpi.measured)
    if kpi.measure is Measure.MULTIPLE:
        return voice.say(f"{name}达到原来的{threshold}", f"{name} at {threshold} of today's")
    return voice.say(f"{name}{threshold}", f"{name} {threshold}")


@tell.register
def _(section: TargetSection, voice: Voice) -> str:
    t = section.target
    kpi, phase = t.kpi, phase_name(voice, section.phase)
    source = cited(*section.phase.passages[:1])
    rule = _wording(voice, kpi, ref(t.threshold))
    name = voice.name(kpi.name)
    upper = kpi.direction is Direction.DOWN
    to = voice.say("最多" if upper else "至少", "at most" if upper else "at least")
    figure = value(t.value)
    if (
        kpi.measure is Measure.LEVEL
        and section.short is None
        and t.value.unit == t.baseline.unit
        and t.value.unit.kind.value == "percent"
    ):
        return voice.say(f"{phase}的要求是{rule}；您现在是{value(t.baseline)}，已经达到{source}。",
                        f"{capital(phase)} asks for {rule}; you are at {value(t.baseline)} and meet it{source}.")  # fmt: skip
    text = voice.say(
        f"{phase}要求{rule}{source}。您现在是{value(t.baseline)}，目标{to}{figure}",
        f"{capital(phase)} asks for {rule}{source}. From {value(t.baseline)} today, the target for {name} is {to} {figure}",
    )
    if t.exact is not None:
        if t.exact.provenance.output.endswith("whole"):  # type: ignore[union-attr]
            text += voice.say(f"（按整数计为{value(t.exact)}）", f", or {value(t.exact)} in whole units")
        else:
            text += voice.say(f"（取整前为{value(t.exact)}）", f", rounded from {value(t.exact)}")
    if section.current is not None:
        text += voice.say(f"；已有{value(section.current)}", f"; you have {value(section.current)} already")
    if section.short is not None:
        text += voice.say(f"，还差{points(section.short)}", f" and still need {points(section.short)}")
    return text + voice.say("。", ".")


@tell.register
def _(section: ChangeSection, voice: Voice) -> str:
    name = voice.name(section.kpi.name)
    verdict = (
        voice.say(f"达到了{ref(section.threshold)}的要求", f"which meets the required {ref(section.threshold)}")
        if section.met
        else voice.say(
            f"要求是{ref(section.threshold)}，未达标", f"which does not meet the required {ref(section.threshold)}"
        )
    )
    return voice.say(
        f"从{value(section.before)}到{value(section.after)}，{name}变化{value(section.change)}，{verdict}。",
        f"From {value(section.before)} to {value(section.after)}, {name} changed by {value(section.change)}, {verdict}.",
    )


@tell.register
def _(section: GateSection, voice: Voice) -> str:
    result = section.result
    phase = phase_name(voice, result.phase)
    source = cited(*result.phase.passages[:1])
    following = phase_name(voice, section.next_phase) if section.next_phase else ""
    if result.passed:
        verdict = voice.say(
            f"可以：{phase}的 KPI 全部达标"
            + (f"，可以进入{following}" if following else "，这一阶段完成")
            + f"{source}。",
            f"Yes: all KPIs of {phase} are met"
            + (f", so you can move on to {following}" if following else ", so that phase is complete")
            + f"{source}.",
        )
    elif result.failed:
        names = voice.join(voice.name(c.kpi.name) for c in result.failed)
        verdict = voice.say(
            f"还不能：{phase}的{names}未达标" + (f"，暂时不能进入{following}" if following else "，这一阶段还不算完成") + f"{source}。",
            f"Not yet: {names} of {phase} {'is' if len(result.failed) == 1 else 'are'} below the threshold"
            + (f", so {following} has to wait" if following else ", so that phase is not complete") + f"{source}.",
        )  # fmt: skip
    else:
        names = voice.join(voice.name(k.name) for k, _ in result.missing)
        verdict = voice.say(
            f"还不能确定：已给出的 KPI 达标，但{phase}还缺{names}的数据，不能下结论{source}。",
            f"That cannot be said yet: the KPIs you gave are met, but {phase} also needs {names}, which is missing{source}.",
        )
    header = ["KPI", voice.say("要求", "Required"), voice.say("实际", "Actual"), voice.say("结果", "Result")]
    rows = [
        [voice.name(c.kpi.measured), ref(c.threshold), reached(voice, c.kpi, c.actual), outcome(voice, c)]
        for c in result.checks
    ]
    rows += [
        [voice.name(k.measured), ref(t), voice.say("未提供", "missing"), voice.say("待确认", "to be told")]
        for k, t in result.missing
    ]
    return f"{verdict}\n\n{voice.table(header, rows)}"


def outcome(voice: Voice, check: Check) -> str:
    """Met, or how far from it."""
    if check.met:
        return voice.say("达标", "met")
    return voice.say(f"未达标，差{points(check.distance)}", f"not met, {points(check.distance)} short")


def reached(voice: Voice, kpi: Kpi, actual: Fact) -> str:
    """The figure held against a threshold; a change whose direction the threshold leaves open says which way it went."""
    upward = kpi.measure is Measure.CHANGE and kpi.direction is Direction.UP
    if actual.unit.kind is not UnitKind.PERCENT or kpi.measure is Measure.LEVEL or (upward and actual.value >= 0):
        return value(actual)
    return (voice.say("下降", "down ") if actual.value < 0 else voice.say("提升", "up ")) + value(actual)


@tell.register
def _(section: PhaseSection, voice: Voice) -> str:
    phase = section.phase
    kpis = [_wording(voice, k, ref(t)) for k, t in section.thresholds]
    source = cited(*phase.passages[:1])
    sep = "；" if voice.zh else "; "
    if voice.style.table:
        header = ["KPI", voice.say("要求", "Required")]
        rows = [[voice.name(k.measured), ref(t)] for k, t in section.thresholds]
        return f"**{capital(phase_name(voice, phase))}**{source}\n\n{voice.table(header, rows)}"
    return voice.say(
        f"**{phase_name(voice, phase)}**{source}\n\n- KPI：{sep.join(kpis)}\n- 关键行动：{phase.actions.zh}",
        f"**{capital(phase_name(voice, phase))}**{source}\n\n- KPIs: {sep.join(kpis)}\n- Key actions: {phase.actions.en}",
    )


@tell.register
def _(section: NoSuchPhaseSection, voice: Voice) -> str:
    names = voice.join(phase_name(voice, p) for p in section.phases)
    source = cited(*(p.passages[0] for p in section.phases if p.passages))
    return voice.say(
        f"来源没有这个阶段。来源给出的阶段是：{names}{source}。",
        f"The source does not have that phase. The phases that it gives are {names}{source}.",
    )


@tell.register
def _(section: KpiSection, voice: Voice) -> str:
    source = cited(*section.phase.passages[:1])
    rule = _wording(voice, section.kpi, ref(section.threshold))
    return voice.say(
        f"{phase_name(voice, section.phase)}的目标：{rule}{source}。",
        f"The target in {phase_name(voice, section.phase)}: {rule}{source}.",
    )
