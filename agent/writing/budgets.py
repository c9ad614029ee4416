"""Budget sections in words: splits, ranges, shares, items, the way back, scenarios, conversions."""

from __future__ import annotations

from agent.grounding import working
from agent.planning.plan import (
    CompareSection,
    ConvertSection,
    InverseSection,
    ItemSection,
    LayersSection,
    LimitedSection,
    RangeSection,
    RangesSection,
    ResultSection,
    ShareRangeSection,
    ShareSection,
    SplitSection,
    TotalShareSection,
)
from agent.writing.phrases import Voice, capital, cited, ref, value
from agent.writing.sections import tell
from tools.budget import Base, Bound, Split
from tools.facts import Fact


def _base(voice: Voice, base: Base) -> str:
    return voice.name(voice.framework.base) if base is Base.MARKETING else voice.say("AI 预算", "AI budget")


@tell.register
def _(section: SplitSection, voice: Voice) -> str:
    split = section.split
    rows = [r for r in split.rows if not section.focus or r.layer.id in section.focus]
    source = cited(*(r.layer.share.source.passage for r in rows if r.layer.share))
    periods = dict(zip([r.layer.id for r in rows], section.periods, strict=False))
    if len(rows) < len(split.rows) or voice.style.brief:
        return _told(voice, split, section, source)
    proportional = split.base is Base.AI or split.share is not None
    kind = voice.say("权重", "Weight") if proportional else voice.say("占比", "Share")
    header = [voice.say("层", "Layer"), kind, voice.say("金额", "Amount")]
    if periods:
        header.append(
            capital(voice.name(section.periods[0].label).rpartition(", ")[2])
            if not voice.zh
            else _per(section.periods[0])
        )
    body = [
        [voice.name(r.layer.name), value(r.share), value(r.amount), *([ref(periods[r.layer.id])] if periods else [])]
        for r in rows
    ]
    total = [voice.say("合计", "Total"), _total_share(split), value(split.total), *([""] if periods else [])]
    return f"{_lead(voice, split)}{source}{voice.say('：', '.')}\n\n{voice.table(header, [*body, total])}"


def _per(fact: Fact) -> str:
    return {"month": "每月", "quarter": "每季度", "half-year": "每半年"}.get(fact.unit.per or "", "")


def _total_share(split: Split) -> str:
    """All layers' share of the base; weights have no sum worth telling."""
    return value(split.ratio) if split.ratio is not None else ""


def _lead(voice: Voice, split: Split) -> str:
    budget = value(split.budget)
    if split.base is Base.AI:
        ratio = voice.join(f"{voice.name(r.layer.name)}{voice.say('', ' ')}{value(r.share)}" for r in split.rows)
        return voice.say(
            f"AI 预算{budget}按{ratio}的比例拆分", f"The AI budget of {budget}, split in the proportion {ratio}"
        )
    base = _base(voice, split.base)
    if split.share is not None:
        return voice.say(
            f"{base}{budget}的{value(split.share)}用于 AI，即{value(split.total)}，再按各层比例拆分",
            f"{capital(value(split.share))} of the {base} of {budget} is {value(split.total)} for AI, split in the layers' proportion",
        )
    return voice.say(f"{base}{budget}，各层投入", f"For an {base} of {budget}, the layers get these amounts")


def _told(voice: Voice, split: Split, section: SplitSection, source: str) -> str:
    rows = [r for r in split.rows if not section.focus or r.layer.id in section.focus]
    periods = dict(zip([r.layer.id for r in rows], section.periods, strict=False))
    base = _base(voice, split.base)
    parts = []
    for r in rows:
        per = ""
        if r.layer.id in periods:
            per = voice.say(
                f"，平均{ref(periods[r.layer.id])}",
                f", on average {ref(periods[r.layer.id])}",
            )
        if split.base is Base.AI or split.share is not None:
            parts.append(
                voice.say(
                    f"{r.layer.name.zh}{value(r.amount)}{per}", f"the {r.layer.name.en} gets {value(r.amount)}{per}"
                )
            )
        else:
            parts.append(
                voice.say(
                    f"{r.layer.name.zh}占{value(r.share)}，即{value(r.amount)}{per}",
                    f"the {r.layer.name.en} takes {value(r.share)}, which is {value(r.amount)}{per}",
                )
            )
    if section.together is not None:
        parts.append(voice.say(f"合计{value(section.together)}", f"together {value(section.together)}"))
    sep = "；" if voice.zh else "; "
    body = sep.join(parts)
    if split.share is not None:
        return voice.say(
            f"{base}{value(split.budget)}的{value(split.share)}用于 AI，其中{body}{source}。",
            f"Of the {base} of {value(split.budget)}, {value(split.share)} goes to AI, which is {value(split.total)}; of that, {body}{source}.",
        )
    return voice.say(
        f"按{base}{value(split.budget)}计算：{body}{source}。",
        f"Of the {base} of {value(split.budget)}, {body}{source}.",
    )


@tell.register
def _(section: RangeSection, voice: Voice) -> str:
    r = section.range
    source = cited(voice.framework.share_min.source.passage)
    base = voice.name(voice.framework.base)
    if section.focus == "low":
        return voice.say(
            f"{base}{value(r.budget)}的 AI 投入下限是{value(r.low_share)}，即至少{value(r.low)}{source}。",
            f"For an {base} of {value(r.budget)}, the lower end for AI is {value(r.low_share)}, that is at least {value(r.low)}{source}.",
        )
    if section.focus == "high":
        return voice.say(
            f"{base}{value(r.budget)}的 AI 投入上限是{value(r.high_share)}，即至多{value(r.high)}{source}。",
            f"For an {base} of {value(r.budget)}, the upper end for AI is {value(r.high_share)}, that is at most {value(r.high)}{source}.",
        )
    return voice.say(
        f"来源建议 AI 投入占{base}的{value(r.low_share)}至{value(r.high_share)}{source}：{value(r.budget)}对应{value(r.low)}至{value(r.high)}。",
        f"The source recommends {value(r.low_share)} to {value(r.high_share)} of the {base} for AI{source}. "
        f"For {value(r.budget)} that is {value(r.low)} to {value(r.high)}.",
    )


@tell.register
def _(section: RangesSection, voice: Voice) -> str:
    first = section.ranges[0]
    header = [
        voice.say("营销预算", "Marketing budget"),
        voice.say("下限", "Lower end") + f" ({value(first.low_share)})",
        voice.say("上限", "Upper end") + f" ({value(first.high_share)})",
    ]
    lead = voice.say("各预算下的 AI 投入区间", "The range for AI under each budget")
    source = cited(voice.framework.share_min.source.passage)
    return f"{lead}{source}{voice.say('：', '.')}\n\n" + voice.table(
        header, [[value(r.budget), value(r.low), value(r.high)] for r in section.ranges]
    )


@tell.register
def _(section: TotalShareSection, voice: Voice) -> str:
    base, source = voice.name(voice.framework.base), cited(*section.passages)
    return voice.say(
        f"各层占{base}的比例加起来是：{working(section.ratio.id)}{source}。其余部分留在 AI 以外的营销，来源没有给出怎么分配。",
        f"The layers' shares of the {base} add up: {working(section.ratio.id)}{source}. The rest stays in marketing outside AI; the source "
        "does not say how it is spent.",
    )


@tell.register
def _(section: ShareRangeSection, voice: Voice) -> str:
    base = voice.name(voice.framework.base)
    source = cited(voice.framework.share_min.source.passage)
    table = any(gap.id.endswith("size_table") for gap in voice.framework.gaps)
    which = voice.say(
        "，具体比例取决于企业体量和发展阶段；来源没有给出对照表",
        "; the share within that range depends on company size and stage, and the source does not give a table",
    )
    return voice.say(
        f"来源建议把{base}的{value(section.low)}-{value(section.high)}投入 AI 营销{which if table else ''}{source}。",
        f"The source recommends putting {value(section.low)}-{value(section.high)} of the {base} into AI marketing{which if table else ''}{source}.",
    )


@tell.register
def _(section: ShareSection, voice: Voice) -> str:
    check = section.check
    source = cited(voice.framework.share_min.source.passage)
    bounds = voice.say(f"{value(check.low)}至{value(check.high)}", f"{value(check.low)} to {value(check.high)}")
    share = ref(check.share)
    amount = check.amount or section.part
    told = voice.say(f"（即{value(amount)}）", f", which is {value(amount)},") if amount else ""
    base = voice.name(voice.framework.base)
    rule = voice.say(
        f"来源建议 AI 占{base}的{bounds}{source}", f"The source recommends {bounds} of the {base} for AI{source}"
    )
    all_the_same = (
        voice.say("下面的金额仅按您给的比例计算。", " The amounts are computed at your share all the same.")
        if amount
        else ""
    )
    match check.bound:
        case Bound.ABOVE:
            return voice.say(
                f"{rule}；您给的{share}{told}高于这个范围，偏高。{all_the_same}",
                f"{rule}. Your {share}{told} is above that range.{all_the_same}",
            )
        case Bound.BELOW:
            return voice.say(
                f"{rule}；您给的{share}{told}低于这个范围，偏低。{all_the_same}",
                f"{rule}. Your {share}{told} is below that range.{all_the_same}",
            )
    told_yes = {"ok": voice.say("可以：", "Yes. "), "too": voice.say("不算：", "No. ")}.get(section.asked, "")
    return voice.say(
        f"{told_yes}{rule}，您给的{share}{told}在范围内。",
        f"{told_yes}{rule}, and your {share}{told} is within that range.",
    )


@tell.register
def _(section: LayersSection, voice: Voice) -> str:
    rows = [(layer, share) for layer, share in section.rows if not section.focus or layer.id in section.focus]
    base = voice.name(voice.framework.base)
    source = cited(*(layer.share.source.passage for layer, _ in rows if layer.share))
    if len(rows) == 1:
        layer, share = rows[0]
        return voice.say(
            f"{layer.name.zh}占{base}的{value(share)}；{layer.goal.zh}{source}。",
            f"The {layer.name.en} takes {value(share)} of the {base}. Its goal is {layer.goal.en}{source}.",
        )
    items = [
        voice.say(
            f"**{layer.name.zh}**：{value(share)}，{layer.goal.zh}。",
            f"**{capital(layer.name.en)}**: {value(share)}. Goal: {layer.goal.en}.",
        )
        for layer, share in rows
    ]
    lead = voice.say(
        f"来源把 AI 投入分成各层，比例按占{base}理解{source}",
        f"The source divides AI spending into layers, each read as a share of the {base}{source}",
    )
    return f"{lead}{voice.say('：', '.')}\n\n{voice.bullets(items)}"


@tell.register
def _(section: ItemSection, voice: Voice) -> str:
    item, quadrant = section.item, section.item.quadrant
    name = voice.name(item.project.name)
    source = cited(*item.project.passages[:1])
    where = voice.say(
        f"{name}属于{quadrant.name.zh}：见效周期{quadrant.payback.zh}，资产沉淀{quadrant.accumulation.zh}；策略是{quadrant.strategy.zh}{source}。",
        f"{capital(name)} is in the {quadrant.name.en}: {quadrant.payback.en} payback, {quadrant.accumulation.en} asset accumulation. "
        f"Strategy: {quadrant.strategy.en}{source}.",
    )
    if item.layer is None:
        return where + voice.say(
            "来源没有给它分配层级和比例，只建议小范围探索，因此这里不给金额。",
            " The source does not assign it a share of any layer, only small probes, so no amount is given here.",
        )
    if item.row is None and not section.amount_asked:
        return f"{where}{voice.say('', ' ')}{_paid_by(section, voice)}"
    return f"{_paid_by(section, voice)}{_not_alone(section, voice)}\n\n{where}"


def _paid_by(section: ItemSection, voice: Voice) -> str:
    """Which layer pays for a project, its share and, where a budget is known, what it gets."""
    item = section.item
    assert item.layer is not None
    name, layer, base = voice.name(item.project.name), voice.name(item.layer.name), voice.name(voice.framework.base)
    share = value(section.share) if section.share else ""
    source = cited(*([item.layer.share.source.passage] if item.layer.share else []))
    if item.row is not None and item.budget is not None and section.proportional:
        # Of an AI budget a layer gets its part in proportion, not its share of the marketing budget.
        pays = voice.say(
            f"{name}由{layer}出资：AI 预算{value(item.budget)}按各层比例拆分，{layer}得{value(item.row.amount)}{source}",
            f"{capital(name)} is paid by the {layer}: of the AI budget of {value(item.budget)}, split in the layers' proportion, it gets "
            f"{value(item.row.amount)}{source}",
        )
    else:
        pays = voice.say(
            f"{name}由{layer}出资，{layer}占{base}的{share}{source}",
            f"{capital(name)} is paid by the {layer}, which takes {share} of the {base}{source}",
        )
        if item.row is not None and item.budget is not None:
            pays += voice.say(
                f"：预算{value(item.budget)}下{layer}共{value(item.row.amount)}",
                f"; on a budget of {value(item.budget)}, the {layer} gets {value(item.row.amount)} in all",
            )
    if section.period is not None:
        pays += voice.say(f"，平均{ref(section.period)}", f", on average {ref(section.period)}")
    return pays + voice.say("。", ".")


def _not_alone(section: ItemSection, voice: Voice) -> str:
    """The source stops at the layers: a project has no share of its own."""
    item = section.item
    others = [
        p for p in voice.framework.projects if item.layer and p.layer == item.layer.id and p.id != item.project.id
    ]
    sharing = voice.join(voice.name(p.name) for p in others)
    name = voice.name(item.project.name)
    return voice.say(
        f"来源没有给出{name}单独的占比" + (f"，它与{sharing}共用这部分预算。" if sharing else "。"),
        f" The source does not give a separate share for {name} alone"
        + (f"; it shares the layer with {sharing}." if sharing else "."),
    )


@tell.register
def _(section: LimitedSection, voice: Voice) -> str:
    layer, name = section.layer, voice.name(section.layer.name)
    source = cited(*layer.passages[-1:])
    projects = voice.join(voice.name(p.name) for p in voice.framework.projects if p.layer == layer.id)
    how = voice.name(voice.framework.limited_budget_advice)
    advice = voice.say(
        f"预算有限时应聚焦{name}{'：' if how else ''}{how}{source}。{name}的典型项目是{projects}。",
        f"On a limited budget, focus on the {name}{': ' if how else ''}{how}{source}. Its typical projects are {projects}.",
    )
    if section.amount is None or section.budget is None:
        return advice
    share_source = cited(*([layer.share.source.passage] if layer.share else []))
    return advice + voice.say(
        f"按预算{value(section.budget)}计算，{name}占{value(section.share)}，即{value(section.amount)}{share_source}。",
        f" On your budget of {value(section.budget)}, the {name} at {value(section.share)} gets {value(section.amount)}{share_source}.",
    )


@tell.register
def _(section: InverseSection, voice: Voice) -> str:
    inv = section.inverse
    base = _base(voice, inv.base)
    who = voice.name(inv.layer.name) if inv.layer else voice.say("AI 投入", "AI spending")
    share = section.own_share
    reason = ""
    if inv.share is not None:
        reason = voice.say(
            f"（AI 占比{value(inv.share)}，各层按比例分）",
            f", at an AI share of {value(inv.share)} split in the layers' proportion",
        )
    elif share is not None and inv.base is Base.MARKETING:
        reason = voice.say(
            f"（{who}占{base}的{value(share)}）", f", since the {who} takes {value(share)} of the {base}"
        )
    source = cited(
        *([inv.layer.share.source.passage] if inv.layer and inv.layer.share else voice.framework.layers[0].passages[:1])
    )
    text = voice.say(
        f"{who}要有{value(inv.wanted)}，{base}需要{value(inv.budget)}{reason}{source}。",
        f"For {'the ' if inv.layer else ''}{who} to be {value(inv.wanted)}, the {base} must be {value(inv.budget)}{reason}{source}.",
    )
    if inv.limit is not None and inv.share is not None:
        text += voice.say(
            f"请注意，{value(inv.share)}不在来源建议的范围内，界限是{value(inv.limit)}。",
            f" Note that {value(inv.share)} is outside the recommended range, whose limit is {value(inv.limit)}.",
        )
    return text


@tell.register
def _(section: CompareSection, voice: Voice) -> str:
    splits = section.comparison.splits
    rows = [r for r in splits[0].rows if not section.focus or r.layer.id in section.focus]
    columns = [value(s.share or s.budget) for s in splits]
    different = len(splits) == 2
    header = [voice.say("层", "Layer"), *columns, *([voice.say("相差", "Difference")] if different else [])]
    body = []
    for r in rows:
        cells = [value(next(x.amount for x in s.rows if x.layer.id == r.layer.id)) for s in splits]
        if different:
            cells.append(
                value(next(d.amount for d in section.comparison.differences[0] if d.layer and d.layer.id == r.layer.id))
            )
        body.append([voice.name(r.layer.name), *cells])
    if not section.focus:
        cells = [value(s.total) for s in splits]
        if different:
            cells.append(value(next(d.amount for d in section.comparison.differences[0] if d.layer is None)))
        body.append([voice.say("合计", "Total"), *cells])
    base = _base(voice, splits[0].base)
    source = cited(*(r.layer.share.source.passage for r in rows if r.layer.share))
    if splits[0].share is not None:
        lead = voice.say(
            f"{base}{value(splits[0].budget)}下不同 AI 占比的对比",
            f"Different AI shares of the {base} of {value(splits[0].budget)}",
        )
    else:
        lead = voice.say(f"不同{base}的对比", f"Different {base}s side by side")
    return f"{lead}{source}{voice.say('：', '.')}\n\n{voice.table(header, body)}"


@tell.register
def _(section: ConvertSection, voice: Voice) -> str:
    rate = value(section.rate) if section.rate else ""
    items = [
        voice.say(f"{a.label.zh}：{value(a)}，折合{ref(b)}", f"{capital(a.label.en)}: {value(a)} is {ref(b)}")
        for a, b in section.pairs
    ]
    lead = voice.say(f"按您给的汇率{rate}换算：", f"At your rate of {rate}:")
    return f"{lead}\n\n{voice.bullets(items)}"


@tell.register
def _(section: ResultSection, voice: Voice) -> str:
    result = section.fact
    first = section.inputs[0]
    match section.kind:
        case "annual":
            return voice.say(
                f"{ref(first)}折合全年{value(result)}。", f"{capital(ref(first))} comes to {value(result)} a year."
            )
        case "added":
            return voice.say(
                f"在{value(first)}的基础上增加{value(section.inputs[1])}，为{value(result)}。",
                f"Adding {value(section.inputs[1])} to {value(first)} gives {value(result)}.",
            )
        case "part":
            return voice.say(
                f"{value(first)}的{value(section.inputs[1])}用于营销，即{value(result)}。",
                f"{capital(value(section.inputs[1]))} of {value(first)} for marketing is {value(result)}.",
            )
        case "of_layer":
            return voice.say(
                f"按您设定的{value(section.inputs[1])}，是{value(first)}中的{value(result)}；来源没有给出层内的比例。",
                f"At the {value(section.inputs[1])} that you set, that is {value(result)} of {value(first)}; the source does not give "
                "shares within a layer.",
            )
        case "difference":
            more, less = section.inputs
            return voice.say(
                f"{more.label.zh}{value(more)}，{less.label.zh}{value(less)}，相差{ref(result)}。",
                f"{capital(more.label.en)} of {value(more)} is {ref(result)} more than {less.label.en} of {value(less)}.",
            )
        case "left":
            total = section.inputs[1]
            return voice.say(
                f"{value(first)}减去 AI 投入{value(total)}，还剩{value(result)}。",
                f"After the {value(total)} for AI, {value(result)} of the {value(first)} is left.",
            )
        case "removed":
            return voice.say(
                f"在{value(first)}的基础上减少{value(section.inputs[1])}，为{value(result)}。",
                f"Taking {value(section.inputs[1])} off {value(first)} leaves {value(result)}.",
            )
    return voice.say(
        f"{value(first)}按{value(section.inputs[1])}调整后为{value(result)}。",
        f"Scaled by {value(section.inputs[1])}, {value(first)} becomes {value(result)}.",
    )
