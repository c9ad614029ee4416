"""Talk, questions and refusals in words."""

from __future__ import annotations

from agent.planning.plan import ErrorSection, OutOfScopeSection, Question, QuestionSection, Talk, TalkSection
from agent.writing.phrases import Voice
from agent.writing.sections import tell


@tell.register
def _(section: TalkSection, voice: Voice) -> str:
    match section.talk:
        case Talk.THANKS:
            return voice.say(
                "不客气！预算、KPI 或阶段评估还有问题，随时问我。",
                "You are welcome! Ask me any time about budgets, KPIs or phases.",
            )
        case Talk.FAREWELL:
            return voice.say("再见，祝预算顺利！需要时随时回来。", "Goodbye, and good luck with the budget!")
        case Talk.MOOD:
            return voice.say(
                "谢谢，我随时在。要不要看看您的 AI 营销预算？告诉我年度营销预算就行。",
                "Thanks, I am here. Shall we look at your AI marketing budget? Your annual marketing budget is all I need.",
            )
        case Talk.IDENTITY:
            return voice.say(
                "我是 AI 营销预算顾问：我只根据来源文档回答，并引用出处；可以计算预算拆分、投入区间、KPI 目标和阶段评估。"
                "每个数字都是算出来的、来源写明的，或您自己给的。比如，您可以告诉我年度营销预算，问我怎么分。",
                "I am an advisor for AI marketing budgets. I answer from the source document with citations, and compute budget splits, ranges, KPI "
                "targets and phase checks. Every figure is computed, quoted or your own. For example, tell me your annual marketing budget and ask how to split it.",
            )
    return voice.say(
        "您好！我是 AI 营销预算顾问，可以帮您拆分预算、算 KPI 目标、判断能否进入下一阶段。请告诉我您的年度营销预算，或直接提问。",
        "Hello! I am an advisor for AI marketing budgets: I can split a budget, compute KPI targets and check whether a phase is complete. "
        "Tell me your annual marketing budget, or just ask.",
    )


@tell.register
def _(section: OutOfScopeSection, voice: Voice) -> str:
    del section
    return voice.say(
        "抱歉，这超出了我的范围：来源文档里没有相关内容，我只回答 AI 营销预算、投入分层、KPI 和实施阶段方面的问题。",
        "Sorry, that is outside my scope: the source document does not cover it. I can only help with AI marketing budgets, their layers, KPIs and phases.",
    )


@tell.register
def _(section: QuestionSection, voice: Voice) -> str:
    match section.question:
        case Question.BUDGET:
            return voice.say(
                "告诉我年度营销预算（或 AI 预算）是多少，我就能算出金额。",
                "Tell me your annual marketing budget (or AI budget) and I will compute the amounts.",
            )
        case Question.ACTUALS:
            names = voice.join(voice.name(k.name) for k in section.kpis)
            return voice.say(
                f"请告诉我实际的{names}，我来判断能否进入下一阶段。",
                f"Tell me your actual {names}, and I will check whether you can move on.",
            )
        case Question.BASELINE:
            return voice.say(
                "请告诉我现在的数值，我来算目标。", "Tell me today's figure and I will compute the target."
            )
        case Question.RATE:
            return voice.say(
                "请给出您采用的汇率，我就按它换算。", "Give me the rate that you use, and I will convert with it."
            )
        case Question.VAGUE:
            return voice.say(
                "您说的数额没有具体的值，无法计算。请给一个确切的数。",
                "That amount has no definite value, so I cannot compute with it. Please give an exact figure.",
            )
        case Question.AMBIGUOUS:
            return voice.say(
                "这个数字可以有不同的读法，我不想猜。请换一种写法，例如不用逗号和小数点。",
                "That figure can be read in more than one way and I will not guess. Please write it differently, for instance without separators.",
            )
    return voice.say("请输入您的问题。", "Please type your question.")


@tell.register
def _(section: ErrorSection, voice: Voice) -> str:
    return section.error.in_language(voice.language)
