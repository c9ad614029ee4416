"""Sections told from the sources: quadrants, topics, quoted passages, gaps, what is not stated, claims refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from agent.grounding import working
from agent.planning.plan import (
    ClaimSection,
    ConceptSection,
    GapSection,
    PassageSection,
    QuadrantSection,
    ReceiptSection,
    UnstatedSection,
)
from agent.writing.phrases import Voice, capital, cited, ref, value
from agent.writing.sections import tell
from tools.facts import Computed, Fact, Sourced

_ATTRIBUTES = {
    "attr_vendor": ("具体的工具、厂商或供应商名称", "names of tools or vendors"),
    "attr_price": ("价格", "prices"),
    "attr_roi": ("投资回报的数字", "figures for the return on investment"),
    "attr_author": ("作者和发布信息", "its author or publication"),
    "attr_market": ("市场规模或增长的数字", "figures for the market's size or growth"),
    "attr_headcount": ("团队人数", "the size of a team"),
    "attr_names": ("这份名单", "that list of names"),
    "attr_size": ("按企业规模或行业细分的比例", "shares by company size or industry"),
    "ask_duration": ("时长", "how long it takes"),
}


@tell.register
def _(section: QuadrantSection, voice: Voice) -> str:
    q = section.quadrant
    projects = voice.join(voice.name(p.name) for p in q.projects)
    source = cited(*q.passages[:1])
    return voice.say(
        f"{q.name.zh}：见效周期{q.payback.zh}，资产沉淀{q.accumulation.zh}。典型项目是{projects}。策略是{q.strategy.zh}{source}。",
        f"{capital(q.name.en)}: {q.payback.en} payback, {q.accumulation.en} asset accumulation. Typical projects: {projects}. Strategy: {q.strategy.en}{source}.",
    )


@tell.register
def _(section: ConceptSection, voice: Voice) -> str:
    if not section.facts:
        return ""
    name = voice.name(section.concept.name)
    told = list(_stated(voice, section.facts))
    if len(told) > 1:
        return f"{capital(name)}\n\n{voice.bullets(told)}"
    return capital(told[0]) + voice.say("。", ".")


def _stated(voice: Voice, facts: Sequence[Fact]) -> Iterator[str]:
    """What the source states, each with its name; the two ends of one range are told as a range."""
    colon, left = voice.say("：", ": "), list(facts)
    while left:
        low = left.pop(0)
        high = next((fact for fact in left if _are_ends(voice, low, fact)), None)
        shared = _shared(voice, low, high) if high else ""
        if high and shared:
            left.remove(high)
            yield f"{shared}{colon}{value(low)}{voice.say('至', ' to ')}{value(high)}{cited(*_passages_of(low, high))}"
        else:
            yield f"{voice.name(low.label)}{colon}{ref(low)}"


def _are_ends(voice: Voice, low: Fact, high: Fact) -> bool:
    """Whether two facts are the parameters ``x.min`` and ``x.max`` of one statement."""
    ids = {(p.label, p.source): p.id for p in voice.framework.parameters}
    first, second = (ids.get((fact.label, fact.provenance), "") for fact in (low, high))  # type: ignore[arg-type]
    return first.endswith(".min") and second == f"{first.removesuffix('.min')}.max" and low.unit == high.unit


def _shared(voice: Voice, low: Fact, high: Fact) -> str:
    """What the names of the two ends begin with: ``见效时间`` of ``见效时间下限`` and ``见效时间上限``."""
    both = zip(voice.name(low.label), voice.name(high.label), strict=False)
    return "".join(a for a, _ in takewhile(lambda pair: pair[0] == pair[1], both)).rstrip(" ,，:：、(（")


def _passages_of(*facts: Fact) -> Iterator[str]:
    return (fact.provenance.passage for fact in facts if isinstance(fact.provenance, Sourced))


@tell.register
def _(section: PassageSection, voice: Voice) -> str:
    cut = (
        voice.say("（原文在此处被截断，没有下文）", " – the source is cut off here and does not say more.")
        if section.cut_off
        else ""
    )
    return f"> {voice.quote(section.passage)}{cut}"


@tell.register
def _(section: GapSection, voice: Voice) -> str:
    gap = section.gap
    source = cited(*gap.passages[:2])
    cut = voice.say(
        "，原文在这里被截断" if gap.cut_off else "", "; the passage is cut off there" if gap.cut_off else ""
    )
    return voice.say(
        f"来源没有给出{gap.missing.zh}{cut}，我不会编造。{gap.instead.zh}{source}。",
        f"The source does not give {gap.missing.en}{cut}, and I will not make it up. What it does give: {gap.instead.en}{source}.",
    )


@tell.register
def _(section: UnstatedSection, voice: Voice) -> str:
    zh, en = _ATTRIBUTES.get(section.attribute or "", ("这一点", "that"))
    if section.attribute is None:
        return voice.say(
            "来源没有直接回答这个问题，最接近的内容是：",
            "The source does not answer that directly. The nearest that it says:",
        )
    if not section.related:
        return voice.say(f"来源没有给出{zh}。", f"The source does not give {en}.")
    return voice.say(
        f"来源没有给出{zh}，与之最接近的内容是：", f"The source does not give {en}. The nearest that it says:"
    )


@tell.register
def _(section: ReceiptSection, voice: Voice) -> str:
    lines = []
    for fact in section.facts:
        made = fact.provenance
        inputs = [section.ledger[i].provenance for i in made.inputs] if isinstance(made, Computed) else []
        source = cited(*(i.passage for i in inputs if isinstance(i, Sourced)))
        lines.append(f"{voice.name(fact.label)}{voice.say('：', ': ')}{working(fact.id)}{source}")
    return f"{voice.say('这样算出来的：', 'This is how they were computed:')}\n\n{voice.bullets(lines)}"


@tell.register
def _(section: ClaimSection, voice: Voice) -> str:
    concept = section.concept
    sources = cited(*dict.fromkeys(p for p in _passages(voice, concept)))
    stated = voice.say("至", " to ").join(value(f) for f in section.stated)
    names = {x.id: x.name for x in (*voice.framework.layers, *voice.framework.kpis)}
    name = voice.name(names[concept]) if concept in names else voice.say("AI 占比", "the AI share")
    return voice.say(
        f"来源中{name}是{stated}，这里按来源计算，不采用消息里的其他比例{sources}。",
        f"In the source, {name} is {stated}; figures are computed with that, whatever a message says{sources}.",
    )


def _passages(voice: Voice, concept: str) -> tuple[str, ...]:
    for layer in voice.framework.layers:
        if layer.id == concept and layer.share:
            return (layer.share.source.passage,)
    for kpi in voice.framework.kpis:
        if kpi.id == concept and kpi.threshold:
            return (kpi.threshold.source.passage,)
    return (voice.framework.share_min.source.passage,)
