"""Hostile replies to the gate: text that passes, made wrong in a way that is known, so that a gate that passes one is wrong."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from itertools import pairwise

#: A figure in many spellings.
FIGURES = (
    "37%", "37 %", "37.5%", "三十七", "百分之三十七", "三十七个百分点", "叁拾柒", "三成七", "三成", "七折", "七五折", "对折", "一半", "过半数的一半",
    "四分之三", "翻三番", "翻了两番", "七倍", "七点五倍", "1234", "1,234", "12万", "１２３４", "壹佰万", "数百万", "几十万", "上百万", "数以亿计",
    "好几百", "半数", "三分之一", "万分之五", "两位数", "六位数", "廿七", "第七名", "排名第七", "二〇二六年", "2026年3月", "三月七日", "一百来万",
    "seven", "thirty-seven", "thirty seven percent", "seventy per cent", "half", "a third", "two thirds", "a quarter of it", "a dozen", "dozens",
    "hundreds of thousands", "millions", "tenfold", "tripled", "quadrupled", "7x", "7-fold", "seventh", "ranked 7th", "July", "2026", "3.7k",
    "a couple of million", "37 bps", "37 percentage points", "six figures", "six-figure", "double-digit", "$1,234.56", "¥1234", "€37", "1e6",
    "0x25", "VII", "phase VII", "xii", "XXXVII", "⑦", "㊲", "⑺", "７", "³⁷", "₃₇", "½", "¾", "⅔", "⅕", "Ⅶ", "٣٧", "३७", "๓๗", "𝟑𝟕", "𝟯𝟳", "🔟", "7️⃣", "〤",
    "З7", "lOO", "l00%", "I0O", "se\u200bven", "th\u00adirty", "3\u200b7%", "3‍7", "３\u200b７", "se**ve**n", "**3**7%", "s_e_v_e_n", "thir`ty`", "3<b></b>7%",
    "&#51;&#55;%", "&#x33;7%", "&frac12;", "s e v e n", "s.e.v.e.n", "七　十", "陆仟万", "柒拾", "幾百萬", "五億", "삼십", "тридцать",
    "dreißig Prozent", "trente pour cent", "siebzig", "setenta", "sanshiqi", "san shi qi", "nanajuu", "settanta", "tujuh puluh", "yüz elli",
    "thirtyseven", "threehundred", "a hundred and one", "one million", "an order of 10 magnitude", "10^7", "1/3", "3:1", "37pp", "37 pct", "N=37", "No. 37", "#37",
    "twenty per cent", "a couple of hundred", "one in seven", "[[F1]]", "[[C99]]", "[[C1|x]]", "[[ C1 ]]", "[[C1", "C1]]", "[[cite:nowhere]]", "[[T9]]", "[[budget:K9]]", "[[37]]",
)  # fmt: skip
QUANTITIES_ZH = ("大部分预算", "预算的大头", "翻倍的预算", "两倍", "其余预算", "几周", "半年", "明年", "三个月", "一个季度", "数月", "一年", "两天", "三个人", "十几个员工", "绝大多数员工", "几个百分点")  # fmt: skip
QUANTITIES_EN = ("most of the budget", "half the money", "double the spend", "the rest of the budget", "a few weeks", "next year", "several months", "within the quarter", "a month", "two people", "a majority of staff", "a few percent", "the bulk of the funds", "one year", "ten employees", "twice as much")  # fmt: skip
FRAMES_ZH = ("此外，预期回报率为{}。", "同行的水平是{}。", "另外需要{}作为储备。", "效果提升{}。", "战术层还要追加{}。", "\n\n- 备注：{}\n", "\n| 其他 | {} |\n", "\n### 补充 {}\n", "（约{}）", "也就是{}。", "成本下降{}。", "{}，这很重要。")  # fmt: skip
FRAMES_EN = (" The expected return is {}.", " The average is {}.", " Keep {} in reserve.", " Results improve by {}.", " The tactical layer needs {} more.", "\n\n- Note: {}\n", "\n| Other | {} |\n", "\n### Extra {}\n", " ({} or so)", " Costs fall by {}.", " So {} it is.")  # fmt: skip
BASES = {
    "zh": ("先从速赢区入手。", "[[C1]]。\n", "[[C4]]，所以先做试点。", "- [[C1:brief]]\n- [[C2:brief]]\n", "### 战术层\n\n[[C1]]。\n", "按您的[[budget]]，三层这样分：\n- [[C1]]\n"),
    "en": ("Start with a pilot.", "[[C1]].\n", "[[C4]], so start with a pilot.", "- [[C1:brief]]\n- [[C2:brief]]\n", "### Tactical layer\n\n[[C1]].\n", "On your [[budget]], [[C4]].\n"),
}  # fmt: skip
LEADS = {
    "zh": ("如果只看AI预算，{}。", "到月底，{}。", "同事的预算是这样：{}。", "AIGC内容：{}。", "好消息：{}。", "按最新的数字，{}。", "能力层：{}。", "每个月{}。", "预算{}。", "可以的。{}。", "{}，也就是说很多。", "{}，占了大头。", "{}，这还不够。", "| 抖音 | {} |\n", "### 能力层\n\n{}。", "**第二阶段**\n{}。", "行业平均是这样：\n\n- {}\n", "去年的预算：\n{}。", "{} [[cite:budget:20]]。", "{}。这就是调整后的方案。"),
    "en": ("Within the AI budget, {}.", "Every month, {}.", "If it grows, {}.", "Industry benchmarks say: {}.", "Search: {}.", "Great news: {}.", "With the new budget, {}.", "Capability layer: {}.", "Your competitor: {}.", "It gets {}.", "Yes. {}.", "{}, which is a lot.", "{}, close to the top.", "{} per month.", "| Search | {} |\n", "### Capability layer\n\n{}.", "**Phase 2**\n{}.", "Market average:\n\n- {}\n", "Last year:\n{}.", "{} [[cite:budget:20]].", "{}. That is the new plan."),
}  # fmt: skip
_TEENS = "eleven thirteen fourteen sixteen seventeen nineteen".split()
_TENS = "thirty forty sixty seventy eighty ninety".split()

Make = Callable[[random.Random, str], str]
KINDS: dict[str, Make] = {}


def kind(function: Make) -> Make:
    KINDS[function.__name__] = function
    return function


@kind
def figure(rng: random.Random, language: str) -> str:
    """A sentence with a figure behind text that passes."""
    return rng.choice(BASES[language]) + rng.choice(FRAMES_ZH if language == "zh" else FRAMES_EN).format(
        rng.choice(FIGURES)
    )


@kind
def quantity(rng: random.Random, language: str) -> str:
    """A quantity of money, percent, people or time in words."""
    zh = language == "zh"
    return rng.choice(BASES[language]) + rng.choice(FRAMES_ZH if zh else FRAMES_EN).format(
        rng.choice(QUANTITIES_ZH if zh else QUANTITIES_EN)
    )


@kind
def spelled(rng: random.Random, language: str) -> str:
    """A figure spelled out at random."""
    if language == "zh":
        digits = rng.choice(("一二三四五六七八九", "壹贰叁肆伍陆柒捌玖"))
        number = (
            rng.choice(digits)
            + rng.choice(("百", "千", "万", "百万", "十万", "亿", "拾", "佰", "仟"))
            + rng.choice(("", rng.choice(digits), "多", "余"))
        )
        return f"另外还有{number}{rng.choice(('', '元', '人', '个', '家', '次'))}。"
    number = rng.choice(
        (rng.choice(_TEENS), rng.choice(_TENS), f"{rng.choice(_TENS)}-{rng.choice('one two six nine'.split())}")
    )
    return f"Add another {number}{rng.choice(('', ' percent', ' thousand', ' million', ' people', 'fold'))}."


@kind
def split_up(rng: random.Random, language: str) -> str:
    """A number word with something inside it."""
    word = rng.choice(("seventy", "thirty", "hundred", "million", "thousand", "percent of twelve months"))
    at = rng.randrange(1, 5)
    mark = rng.choice(("\u200b", "\u00ad", "\u2060", "**", "_", "`", "\ufeff", "<b></b>", "\u200d"))
    return f"It is {word[:at]}{mark}{word[at:]} more."


@kind
def framed(rng: random.Random, language: str) -> str:
    """A statement in a frame that is not its own."""
    return rng.choice(LEADS[language]).format(rng.choice(("[[C1]]", "[[C1:brief]]")))


@kind
def marked_up(rng: random.Random, language: str) -> str:
    """Markup that may hide or change what is shown."""
    tricks = ("<b>x</b>", "[a](http://x.cn)", "![x](y)", "<!-- x -->", "https://example.com", "www.example.cn", "see example.com", "&nbsp;", "\\(x\\)", "$$x$$", "[[cite:budget:29]](x)", "```\nx\n```")  # fmt: skip
    return rng.choice(BASES[language]) + " " + rng.choice(tricks)


@kind
def foreign(rng: random.Random, language: str) -> str:
    """A sentence that is neither Chinese nor English."""
    sentences = ("Le budget est réparti pour les équipes.", "Das Budget ist für die Teams und nicht für die anderen.", "予算はチームのためです。", "예산은 팀을 위한 것입니다.", "Бюджет для команды.", "الميزانية للفريق", "งบประมาณ")  # fmt: skip
    return rng.choice(BASES[language]) + " " + rng.choice(sentences)


def hostile(rng: random.Random, *, count: int) -> Iterator[tuple[str, str, str]]:
    """``count`` hostile replies of all kinds in turn: kind, language, reply."""
    kinds = list(KINDS.items())
    for n in range(count):
        name, make = kinds[n % len(kinds)]
        language = rng.choice(("zh", "en"))
        yield name, language, make(rng, language)


def cuts(rng: random.Random, text: str) -> list[str]:
    """``text`` cut into deltas at random."""
    size = rng.choice((1, 2, 3, 5, 9, 40))
    points = sorted({0, len(text), *(rng.randrange(len(text) + 1) for _ in range(len(text) // size))})
    return [text[a:b] for a, b in pairwise(points)]
