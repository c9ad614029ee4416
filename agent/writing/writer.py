"""Writing a plan: its sections in order, what it assumes, each in the voice of the reply's language."""

from __future__ import annotations

from agent.planning.plan import Assumption, Plan, SplitSection
from agent.writing import budgets, disputes, indicators, plans, progress, sources, talk  # noqa: F401 - each registers its sections
from agent.writing.phrases import Voice, capital
from agent.writing.sections import tell
from tools.parameters import Framework


def write(plan: Plan, framework: Framework) -> str:
    """The reply to ``plan``, in Markdown with references."""
    voice = Voice(plan.language, framework, plan.style)
    blocks = [block for section in plan.sections if (block := tell(section, voice))]
    if plan.style.brief:
        return _brief(blocks, plan)
    notes = [note for a in plan.assumptions if (note := _assumption(a, voice))]
    if notes:
        blocks.append(voice.say("说明：", "Note: ") + voice.sentences(capital(note) for note in notes))
    return "\n\n".join(blocks)


def _brief(blocks: list[str], plan: Plan) -> str:
    """The first thing told; a split keeps its table out of a single sentence."""
    if any(isinstance(s, SplitSection) for s in plan.sections):
        return "\n\n".join(blocks[:2])
    return blocks[0] if blocks else ""


def _assumption(assumption: Assumption, voice: Voice) -> str:
    base = voice.name(voice.framework.base)
    match assumption:
        case Assumption.BASE:
            return voice.say(
                f"您没有说明这是营销预算还是 AI 预算，这里按{base}计算；如果是 AI 预算，请告诉我，我会重新拆分。",
                f"you did not say whether this is the marketing or the AI budget; it is taken as the {base}. "
                "If it is the AI budget, tell me and I will split it anew.",
            )
        case Assumption.CURRENCY:
            return voice.say("未注明币种，按人民币计。", "no currency was given; it is taken as renminbi.")
        case Assumption.NO_CURRENCY:
            return voice.say(
                "未注明币种，金额以您预算的币种计。",
                "no currency was given; amounts are in the currency of your budget.",
            )
        case Assumption.YUAN_SIGN:
            return voice.say(
                "货币符号按人民币理解；如果是日元，请告诉我。",
                "the currency sign is read as renminbi; tell me if you mean yen.",
            )
        case Assumption.CURRENCY_KEPT:
            return voice.say("金额沿用前面的币种。", "the amount is taken in the currency used before.")
        case Assumption.LAYERS:
            if voice.framework.base_stated:
                return ""
            return voice.say(
                f"各层比例按占{base}的比例理解，原文没有明说基数。",
                f"the layers' percentages are read as shares of the {base}; the source does not name the base.",
            )
        case Assumption.RELATIVE:
            return voice.say("百分比升降按相对变化计算。", "percentage gains are read as relative changes.")
        case Assumption.ROUNDED_UP:
            return voice.say("人数和件数向上取整。", "heads and pieces are rounded up.")
        case Assumption.ANNUAL:
            return voice.say("已换算成全年金额。", "the amount was converted to a full year.")
