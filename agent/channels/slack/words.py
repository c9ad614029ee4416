"""What the channel says itself, in both languages."""

from __future__ import annotations

from tools.tongues import pick

_WORDS = {
    "computing": ("正在核算…", "is computing…"),
    "computing_what": ("正在核算：{}", "Computing: {}"),
    "read_thread": (
        "我读了这个消息列里之前的{n}条消息，其中的数字按各自所说的人记下。",
        "I have read the {n} earlier messages of this thread; their figures count as said by whoever wrote them.",
    ),
    "files": (
        (
            "我打不开这里的附件（{names}）。请把其中的数字直接写在消息里；"
            "要把文件作为资料引用，请让管理员用 `advisor ingest` 收入（.md、.txt、.html、.pdf、.docx、.pptx、.xlsx、.csv）。"
        ),
        (
            "I cannot open attachments here ({names}). Send their figures as text in a message; to have a file cited as a source, "
            "ask whoever runs me to take it in with `advisor ingest` (.md, .txt, .html, .pdf, .docx, .pptx, .xlsx, .csv)."
        ),
    ),
    "why": ("这些数字怎么来的", "Why these figures"),
    "helpful": ("有帮助", "Helpful"),
    "not_helpful": ("没帮助", "Not helpful"),
    "share": ("分享到频道", "Share in the channel"),
    "thanks": ("已记下，谢谢反馈。", "Noted, thank you."),
    "shared": ("已分享到频道。", "Shared in the channel."),
    "gone": ("这段对话已经不在了。", "That conversation is no longer stored."),
    "user_limit": (
        "您的提问有点快，这一条先不回答。请过一分钟再问一次。",
        "That is a lot of questions at once, so this one is not answered. Please ask again in a minute.",
    ),
    "workspace_limit": (
        "工作区的提问太多，这一条先不回答。请过一会儿再问一次。",
        "The workspace is asking a lot right now, so this one is not answered. Please ask again in a while.",
    ),
    "busy": (
        "现在排队的问题太多，这一条先不回答。请过几分钟再问一次。",
        "Too many questions are waiting, so this one is not answered. Please ask again in a few minutes.",
    ),
    "failed": ("这次没能答出来，请再问一次。", "This answer failed. Please ask again."),
    "empty": (
        "请告诉我您的问题，比如：年营销预算3000万怎么分？",
        "Ask me something, for example: how do I split a marketing budget of 5 million dollars?",
    ),
    "chart": ("各层金额", "amounts by layer"),
    "workbook": ("AI 营销预算计划", "AI marketing budget plan"),
    "prompts": ("可以这样问", "You could ask"),
}

PROMPTS = {
    "zh": (
        ("预算怎么分", "年营销预算3000万怎么分？"),
        ("AI 投多少", "AIGC 应该投多少？"),
        ("能进下一阶段吗", "采用率45%，成本降了22%，可以进入第二阶段吗？"),
        ("先做哪些项目", "哪些项目短期就能见效？"),
    ),
    "en": (
        ("Split a budget", "How do I split a marketing budget of 5 million dollars?"),
        ("How much for AI", "What share of the marketing budget should go to AI?"),
        ("Ready for phase two?", "We hit 45% adoption and cut cost 22%, can we go to phase two?"),
        ("Quick wins", "Which projects pay back quickly?"),
    ),
}

GUIDE = """\
*AI 营销预算顾问 · Advisor for AI-marketing budgets*

每个数字都由计算得出、有原文出处，或是您自己给的。提问的方式：
• 在频道里 @ 我，之后在同一个消息列里直接追问
• 在这里的「消息」里私下问我
• 在任何地方输入 `/advisor 问题`，只有您看得到，满意再分享

Every figure is computed, quoted from a source, or yours. Mention me in a channel and go on in the thread, \
write to me under Messages, or type `/advisor your question` anywhere: only you see that answer until you share it.

「这些数字怎么来的」会列出公式和出处。 “Why these figures” shows formulas and sources."""


def say(key: str, language: str) -> str:
    zh, en = _WORDS[key]
    return pick(language, zh, en)


def language_of(text: str) -> str:
    """The language of a message, for sentences of the channel itself."""
    return "zh" if any("\u4e00" <= ch <= "\u9fff" for ch in text) else "en"
