"""What is said around a reply wherever it is explained, listed or exported, in both languages."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "sources": ("来源", "Sources"),
    "line": ("第 {line} 行", "line {line}"),
    "cut_off": ("原文在此处被截断", "the source is cut off there"),
    "list_missing": ("原文缺少这里预告的列表", "the list announced there is missing in the source"),
    "question_missing": ("原文缺少这条回答的问题", "the question to this answer is missing in the source"),
    "no_sources": ("上一个回答没有引用来源。", "The last answer cites no source."),
    "no_facts": ("上一个回答没有数字。", "The last answer has no figures."),
    "no_figure": (
        "上一个回答和对话里没有数字 {figure}。用 /facts 查看有哪些数字。",
        "Neither the last answer nor the conversation has a figure {figure}. /facts shows the ones there are.",
    ),
    "read_as": ("这句话读作：`{text}`", "Your message was read as: `{text}`"),
    "read_by_model": ("模型把这句话读作：`{text}`", "Your message was read by the model as: `{text}`"),
    "not_read": ("没有用上：{text}", "Not used: {text}"),
    "given": ("您说的：“{text}”（第 {turn} 轮）", "you said “{text}” (turn {turn})"),
    "adopted": ("，取自{place}：“{quote}”", ", taken from {place}: “{quote}”"),
    "typed": ("您输入的：“{text}”", "you typed “{text}”"),
    "measured": ("您记录的 {day} 数值：“{text}”", "you recorded “{text}” for {day}"),
    "sourced": ("来源 {place}：“{quote}”", "source {place}: “{quote}”"),
    "translated": ("译文：“{text}”", "in English: “{text}”"),
    "computed": ("计算：{formula}", "computed: {formula}"),
    "fact": ("编号", "Id"),
    "figure": ("数字", "Figure"),
    "meaning": ("含义", "Meaning"),
    "origin": ("来历", "Where from"),
    "origin_user": ("您给的", "yours"),
    "origin_source": ("来源", "the source"),
    "why_hint": ("/why 加编号或数字可查看推导。", "/why with an id or a figure shows how it came about."),
    "you": ("问", "Question"),
    "advisor": ("答", "Answer"),
    "measured_kpis": ("KPI 进展", "How the KPIs are doing"),
}


def say(key: str, language: str, **values: object) -> str:
    """The words for ``key`` in ``language``."""
    return WORDS[key][0 if language == "zh" else 1].format(**values)
