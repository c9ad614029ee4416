"""What is asked of the product itself in words: the command that does it, or the sentence that says how.

A wording holds for a whole message, so that nothing about budgets is taken for one: “copy that” copies, “copy that budget to 2027” is a question.
"""

from __future__ import annotations

import re
from functools import cache

_ASKED = r"(?:(?:please|can you|could you|can i|could i|how (?:do|can|could) i|i want to|i'd like to|let me) )?"
_CHAT = r"(?: (?:this|the|my))? (?:conversation|chat|session)"
_REPLY = r"(?: (?:that|this|it|the (?:last )?(?:answer|reply|response)))"
_ZH_REPLY = r"(?:上一个|上个|上一条|刚才的|这个|这条|最后一个)?(?:回答|答案|回复|结果)"
_ZH_TAIL = r"(?:一下|下来|出来)?"
_ZH_HOW = r"(?:请|帮我|我想|能不能|能|可以|可不可以|怎么|怎样|如何)*"

#: Commands by the words that ask for them, in English and in Chinese.
COMMANDS: dict[str, tuple[str, ...]] = {
    "/help": (
        rf"{_ASKED}(?:show|list|see)(?: me)?(?: all)?(?: the)? commands|(?:what|which) commands (?:are there|do you have|can i use|exist)|how do i use (?:this|you|it)",
        r"(?:有|都有)?(?:哪些|什么)命令(?:可以用|可用)?|命令(?:有哪些|列表|一览)|(?:这个|你)?(?:怎么用|如何使用|怎么使用)",
    ),
    "/copy": (
        rf"{_ASKED}copy(?:{_REPLY})?(?: to (?:the|my) clipboard)?",
        rf"{_ZH_HOW}(?:把)?(?:{_ZH_REPLY})?复制{_ZH_TAIL}|{_ZH_HOW}复制{_ZH_TAIL}{_ZH_REPLY}|(?:把)?{_ZH_REPLY}复制到剪贴板",
    ),
    "/retry": (
        rf"retry|{_ASKED}(?:try|answer|do)(?:{_REPLY}| the last question)? (?:again|once more|anew)|regenerate(?:{_REPLY})?",
        rf"重试{_ZH_TAIL}|{_ZH_HOW}(?:再|重新)(?:试|答|回答|生成)(?:一次|一遍|一下)?(?:上一个问题|刚才的问题)?",
    ),
    "/usage": (
        r"(?:token )?usage|(?:show|how many)(?: me)?(?: the)? tokens(?: (?:did|have|has|were|was) .{0,30}(?:use|used|cost|take|taken|need|needed))?(?: so far)?",
        r"(?:token)?(?:用量|使用量|消耗)|(?:这次|这一问|一共|总共|到现在|目前|今天)*(?:用|花|消耗)(?:了|掉)?多少(?:个)?token(?:了)?",
    ),
    "/export": (
        rf"{_ASKED}(?:export|save)(?:{_CHAT})(?: (?:as|to) (?:a )?(?:markdown|file)(?: file)?)?|export",
        rf"{_ZH_HOW}(?:把)?(?:这段|这个|这次|整个)?(?:对话|会话|聊天)(?:记录)?(?:导出|保存){_ZH_TAIL}|{_ZH_HOW}(?:导出|保存){_ZH_TAIL}(?:这段|这个|这次|整个)?(?:对话|会话|聊天)(?:记录)?",
    ),
    "/lang en": (
        r"(?:(?:please|can you|could you) )?(?:answer|reply|respond|speak)(?: to me)?(?: only)? (?:in )?english(?: again| from now on)?",
        r"(?:请|还是|以后|能不能|可以|能)*(?:用|说|改用|换成)(?:英文|英语)(?:回答|回复|说)?(?:我)?(?:可以吗|好吗|行吗|吧)?",
    ),
    "/lang zh": (
        r"(?:(?:please|can you|could you) )?(?:answer|reply|respond|speak)(?: to me)?(?: only)? (?:in )?(?:chinese|mandarin)(?: again| from now on)?",
        r"(?:请|还是|以后|能不能|可以|能)*(?:用|说|改用|换成)(?:中文|汉语|普通话)(?:回答|回复|说)?(?:我)?(?:可以吗|好吗|行吗|吧)?",
    ),
}

#: What is told, by the name of the message that tells it.
TOLD: dict[str, tuple[str, ...]] = {
    "about.figures": (
        (
            r"who (?:made|wrote|invented|came up with|set|chose)(?: up)? (?:these|those|the|your) (?:numbers|figures|percentages)|where do (?:your|these|those|the) (?:numbers|figures|data) come from|"
            r"(?:are|did you make) (?:these|those|your|the) (?:numbers|figures)(?: made)? up|where (?:does|is) your data (?:come )?from"
        ),
        r"(?:这些|这个|你的|那些)(?:数字|数据|比例)(?:都)?(?:是)?(?:谁(?:定|给|编|写|说)的|从哪(?:里|儿)?来的?|哪(?:里|儿)?来的|编的吗|是不是编的)",
    ),
    "about.settings": (
        (
            rf"(?:the )?settings|(?:what|which) settings (?:are there|do you have|can i (?:change|set))|{_ASKED}(?:show|list|see|change)(?: me)?(?: the| my| all)* settings|"
            rf"{_ASKED}(?:set|change|enter|configure)(?: up)?(?: the| my| an| a)* (?:(?:api|openai) )?(?:key|model|endpoint)"
        ),
        r"(?:有)?(?:哪些|什么)设置|(?:查看|显示|修改|更改|看看)?设置|(?:怎么|如何|在哪(?:里|儿)?)?(?:设置|配置|填|改|换)(?:api|openai)?(?:的)?(?:密钥|key|模型|接口)",
    ),
    "about.model": (
        r"(?:what|which) (?:ai |language |llm )?(?:model|llm) (?:are you(?: using| running(?: on)?)?|do you use|is (?:this|used|behind this))|are you (?:chatgpt|gpt(?:-?\d\w*)?|openai|an? (?:llm|language model|ai))",
        r"(?:你|这)(?:用|使用|背后|是)?(?:的)?(?:是)?(?:什么|哪个|哪种)(?:大|语言)?模型|你是(?:chatgpt|gpt|大模型|ai|人工智能)吗",
    ),
    "about.data": (
        (
            r"(?:is|are|does|do|will) (?:my|our|the) (?:data|figures|numbers|questions?|information)(?: \w+){0,3} (?:sent|shared|stored|kept|saved|safe|private|confidential|leave|go)(?: .{0,40})?|"
            r"where (?:is|are|does|do) (?:my|our) (?:data|conversations?|figures)(?: (?:stored|kept|saved|go))?|is (?:this|it) (?:private|confidential)|who (?:can )?sees? (?:my|our) (?:data|figures|questions)"
        ),
        r"(?:我|我们|咱们)的(?:数据|数字|对话|问题|信息)(?:会|会不会|是否|能)?(?:被)?(?:发给|传给|上传|泄露|保存|存|分享|公开)(?:.{0,12})?|(?:我|我们)的(?:数据|对话|数字)(?:安全吗|保密吗|存在哪(?:里|儿)?|在哪(?:里|儿)?)|(?:这|对话)(?:是)?保密(?:的)?吗",
    ),
    "about.files": (
        rf"{_ASKED}(?:get|have|save|export|download)(?: (?:that|it|this|the plan|a plan|my plan))? (?:as|to|in) (?:a |an )?(?:word|excel|xlsx|docx|markdown|png|pdf|powerpoint)(?: (?:document|file|doc|workbook|sheet|picture))?",
        rf"{_ZH_HOW}(?:把)?(?:它|计划|这个|这份计划)?(?:导出|存|保存|下载|做|输出)(?:成|为|到)?(?:一份|一个)?(?:word|excel|xlsx|docx|markdown|png|pdf|ppt)(?:文档|文件|表格|图)?(?:吗)?",
    ),
    "about.import": (
        (
            rf"{_ASKED}(?:import|load|upload|read in|add)(?: a| my| our| the)*(?: csv| excel| spreadsheet| file)(?: file)?(?: (?:of|with|for) (?:my |our |the )?(?:spending|spend|spends|actuals|costs))?|"
            rf"{_ASKED}import(?: my| our| the)* (?:spending|spend|actuals)(?: (?:from|as) (?:a )?(?:csv|file))?"
        ),
        rf"{_ZH_HOW}(?:导入|上传|读取)(?:一个|我的|我们的)?(?:csv|表格|excel|支出|花费)(?:文件)?(?:的)?(?:支出|花费|数据|表)?(?:吗)?",
    ),
    "about.delete": (
        rf"{_ASKED}(?:delete|remove|erase)(?:{_CHAT}|(?: my| all)* conversations)",
        rf"{_ZH_HOW}(?:把)?(?:这段|这个|这次)?(?:对话|会话|聊天)(?:记录)?(?:删除|删掉|删了)|{_ZH_HOW}(?:删除|删掉)(?:这段|这个|这次)?(?:对话|会话|聊天)(?:记录)?",
    ),
    "about.mistakes": (
        r"(?:can|do|could|will) you (?:ever )?(?:make (?:a )?mistakes?|be wrong|hallucinate|make things up)|(?:can|should) i trust (?:you|this|it)|how (?:reliable|accurate) are you",
        r"你?(?:会|会不会|能)(?:出错|犯错|算错|瞎编|编造|出现幻觉)吗?|(?:我)?(?:能|可以)(?:相信|信)你吗|你(?:可靠|靠谱|准)吗",
    ),
}


@cache
def _wordings() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    return tuple(
        (name, language, re.compile(wording, re.IGNORECASE))
        for names in (COMMANDS, TOLD)
        for name, wordings in names.items()
        for language, wording in zip(("en", "zh"), wordings, strict=True)
    )


_POLITE = re.compile(
    r"^(?:hey|hi|ok|okay|so|and|请问|那|那么|好的)[,，\s]+|[,，\s]*(?:please|thanks|thank you|谢谢)$", re.IGNORECASE
)

_HOW = re.compile(r"how |怎么|怎样|如何", re.IGNORECASE)

_WHY = re.compile(
    r"(?:why|how did you get|where does|how come) (?:the )?([$€£¥]?\d[\d.,]*(?: ?(?:k|m|mn|million|thousand|%))?)(?: come from)?",
    re.IGNORECASE,
)


def asked_of(text: str) -> tuple[str, str] | None:
    """The command (``/copy``) or the message (``about.data``) that ``text`` asks for, and the language of its words."""
    if len(text) > 120 or "\n" in text:
        return None
    bare = _POLITE.sub("", " ".join(text.split()).rstrip("?？!！.。～~ ")).strip()
    if re.search(r"[\u4e00-\u9fff]", bare):
        bare = re.sub(r"(?<=[\u4e00-\u9fff]) | (?=[\u4e00-\u9fff])", "", bare)
    if figure := _WHY.fullmatch(bare):
        return f"/why {figure[1]}", "en"
    found = next(((name, tongue) for name, tongue, wording in _wordings() if wording.fullmatch(bare)), None)
    if found is not None and found[0] == "/export" and _HOW.match(bare):  # how it is done is no order to write a file
        return "about.files", found[1]
    return found
