"""Hostile replies: faithful ones made wrong in a way that is known, so that a gate that passes one is wrong.

Every kind must be refused, but for ``spelled``: a figure spelled out at random may happen to be a fact. What was shown
of a reply is judged by ``oracle``.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from agent.grounding import render_fact
from tests.grounding.corpus import World, faithful, forms
from tools.facts import Fact


@dataclass(frozen=True)
class Hostile:
    """A reply with what is wrong with it."""

    kind: str
    text: str
    world: World = field(repr=False)


Mutation = Callable[[random.Random, World, str], str | None]
MUTATIONS: dict[str, Mutation] = {}


def mutation(function: Mutation) -> Mutation:
    MUTATIONS[function.__name__] = function
    return function


def hostile(rng: random.Random, *, count: int) -> Iterator[Hostile]:
    """``count`` hostile replies of all kinds in turn, of references and of literals."""
    bases = [*faithful(literal=False), *faithful(literal=True)]
    kinds = list(MUTATIONS.items())
    made = 0
    while made < count:
        for kind, mutate in kinds:
            here, base = rng.choice(bases)
            text = mutate(rng, here, base)
            if text is not None and text != base:
                yield Hostile(kind, text, here)
                made += 1


# -- figures from nowhere ------------------------------------------------------------------------------------------

#: A figure in many spellings. None of these values is a fact of either conversation.
FIGURES = (
    "37%", "37 %", "37.5%", "三十七", "百分之三十七", "三十七个百分点", "叁拾柒", "三成七", "三成", "七折", "七五折", "对折", "一半", "过半数的一半",
    "四分之三", "翻三番", "翻了两番", "七倍", "七点五倍", "1234", "1,234", "12万", "１２３４", "壹佰万", "数百万", "几十万", "上百万", "数以亿计",
    "好几百", "半数", "三分之一", "万分之五", "两位数", "六位数", "廿七", "第七名", "排名第七", "二〇二六年", "2026年3月", "三月七日", "一百来万",
    "seven", "thirty-seven", "thirty seven percent", "seventy per cent", "half", "a third", "two thirds", "a quarter of it", "a dozen", "dozens",
    "hundreds of thousands", "millions", "tenfold", "tripled", "quadrupled", "7x", "7-fold", "seventh", "ranked 7th", "March 7", "July", "2026",
    "a couple of million", "37 bps", "37 percentage points", "six figures", "six-figure", "double-digit", "$1,234.56", "¥1234", "€37", "1e6", "3.7k", "37k",
    "0x25", "VII", "phase VII", "xii", "XXXVII", "⑦", "㊲", "⑺", "７", "³⁷", "₃₇", "½", "¾", "⅔", "Ⅶ", "٣٧", "३७", "๓๗", "𝟑𝟕", "𝟯𝟳", "🔟", "7️⃣", "〤",
    "З7", "lOO", "l00%", "I0O", "se\u200bven", "th\u200birty", "3\u200b7%", "3‍7", "３\u200b７", "se**ve**n", "**3**7%", "s_e_v_e_n", "thir`ty`", "3<b></b>7%",
    "&#51;&#55;%", "&#x33;7%", "&frac12;", "s e v e n", "s.e.v.e.n", "七　十", "陆仟万", "柒拾", "幾百萬", "五億", "삼십", "тридцать",
    "dreißig Prozent", "trente pour cent", "siebzig", "setenta", "sanshiqi", "san shi qi", "nanajuu", "settanta", "tujuh puluh", "yüz elli", "kolmekymmentä",
    "thirtyseven", "threehundred", "a hundred and one", "one million", "an order of 10 magnitude", "10^7", "1/3", "3:1", "37pp", "37 pct", "N=37", "No. 37", "#37",
)  # fmt: skip

FRAMES_ZH = (
    "此外，预期回报率为{}。", "同行的平均水平是{}。", "预计{}的企业会这样做。", "另外需要{}作为储备。", "效果提升{}。", "战术层还要追加{}。", "能力层的比例是{}。",
    "\n\n- 备注：{}\n", "\n| 其他 | {} |\n", "\n### 补充 {}\n", "（约{}）", "也就是{}。", "成本下降{}。",
)  # fmt: skip
FRAMES_EN = (
    " The expected return is {}.", " The industry average is {}.", " About {} of companies do this.", " Keep {} in reserve.", " Results improve by {}.",
    " The tactical layer needs {} more.", " The capability share is {}.", "\n\n- Note: {}\n", "\n| Other | {} |\n", "\n### Extra {}\n", " ({} or so)", " Costs fall by {}.",
)  # fmt: skip


@mutation
def invented(rng: random.Random, here: World, base: str) -> str:
    """A sentence with a figure that nobody computed, stated or gave."""
    frame = rng.choice(FRAMES_ZH if here.language == "zh" else FRAMES_EN)
    return base.rstrip("\n") + frame.format(rng.choice(FIGURES))


@mutation
def inserted(rng: random.Random, here: World, base: str) -> str:
    """A figure dropped anywhere between two words."""
    figure = rng.choice(FIGURES)
    places = [m.start() for m in re.finditer(r"[，。、；： ]", base)]
    at = rng.choice(places or [0])
    return f"{base[:at]} {figure} {base[at:]}"


_TEENS = "eleven twelve thirteen fourteen sixteen seventeen nineteen".split()
_TENS = "thirty forty sixty seventy eighty ninety".split()


@mutation
def spelled(rng: random.Random, here: World, base: str) -> str:
    """An invented figure, spelled out at random."""
    if here.language == "zh":
        digits = "一二三四五六七八九" if rng.random() < 0.7 else "壹贰叁肆伍陆柒捌玖"
        figure = (
            rng.choice(digits)
            + rng.choice(("百", "千", "万", "百万", "十", "亿", "拾", "佰", "仟", "成半"))
            + rng.choice(("", rng.choice(digits), "多", "余"))
        )
        return base + f"另外还有{figure}{rng.choice(('', '元', '人', '个', '家', '次'))}。"
    figure = rng.choice(
        (rng.choice(_TEENS), rng.choice(_TENS), f"{rng.choice(_TENS)}-{rng.choice('one two six nine'.split())}")
    )
    return base + f" And another {figure}{rng.choice(('', ' percent', ' thousand', ' million', ' people', 'fold'))}."


# -- edits of figures that are there -------------------------------------------------------------------------------


def _edit(rng: random.Random, here: World, base: str, how: Callable[[Fact], str]) -> str | None:
    """``base`` with one of its figures replaced by ``how(fact)``."""
    places = []
    for fact in here.ledger:
        for text in {f"[[{fact.id}]]", *forms(fact, here.language)}:
            places += [
                (m.start(), m.end(), fact) for m in re.finditer(rf"(?<![0-9,.]){re.escape(text)}(?![0-9%x倍万])", base)
            ]
    if not places:
        return None
    start, end, fact = rng.choice(sorted(places, key=lambda p: (p[0], -p[1], p[2].id)))
    return base[:start] + how(fact) + base[end:]


def _other(fact: Fact, value: Decimal, language: str) -> str:
    return render_fact(
        fact.__class__(fact.id, fact.label, value, fact.unit, fact.provenance, fact.comparator, fact.concepts), language
    )


def _values(here: World) -> set[Decimal]:
    return {abs(fact.value) for fact in here.ledger}


@mutation
def edited(rng: random.Random, here: World, base: str) -> str | None:
    """A digit of a figure changed."""

    def how(fact: Fact) -> str:
        while True:
            value = fact.value * Decimal(rng.choice(("1.1", "0.9", "10", "0.1", "2.5", "1.01", "7")))
            value += rng.choice((0, 1, 3))
            if abs(value) not in _values(here):
                return _other(fact, value, here.language)

    return _edit(rng, here, base, how)


@mutation
def rounded(rng: random.Random, here: World, base: str) -> str | None:
    """A figure made vague: about, nearly, over, or without its last digits."""
    words: tuple[str, ...] = (
        ("约", "近", "超过", "不到", "将近", "大约", "逾")
        if here.language == "zh"
        else ("about ", "nearly ", "over ", "under ", "almost ", "roughly ")
    )
    return (
        _edit(rng, here, base, lambda fact: rng.choice(words) + render_fact(fact, here.language, comparator=False))
        if (not re.search(r"低于|below|达到|meets|≥|≤|至少|最多|at least|at most|between|在", base))
        else None
    )


@mutation
def unit_slip(rng: random.Random, here: World, base: str) -> str | None:
    """A figure with another unit, currency or size behind it."""

    def how(fact: Fact) -> str:
        text = render_fact(fact, here.language)
        swaps = [
            ("万", "亿"),
            ("元", "美元"),
            ("%", "倍"),
            ("$", "€"),
            ("$", "RMB "),
            ("天", "周"),
            ("days", "weeks"),
            ("篇", "人"),
            ("posts", "people"),
        ]
        swaps += [
            ("%", " million"),
            ("x", "%"),
            ("倍", "%"),
            ("/月", "/周"),
            ("per month", "per week"),
            (",000", ",000,000"),
            ("%", "%点"),
            ("%", " bps"),
        ]
        swaps = [(a, b) for a, b in swaps if a in text]
        a, b = rng.choice(swaps)
        return text.replace(a, b, 1)

    return _edit(rng, here, base, how)


@mutation
def glued(rng: random.Random, here: World, base: str) -> str | None:
    """A reference with something beside it that changes what it says."""
    before = ("-", "负", "1", "$", "每", "第", "±", "/", "+", "x", ".")
    after: tuple[str, ...] = (
        "万",
        "k",
        "%",
        "亿",
        "00",
        "倍",
        ",000",
        ".5",
        " million",
        "成",
        "/月",
        " percentage points",
        "e3",
        "多",
        "bn",
        "²",
        "个点",
        "分之一",
        "[[F1]]",
    )

    def how(fact: Fact) -> str:
        return rng.choice(before) + f"[[{fact.id}]]" if rng.random() < 0.4 else f"[[{fact.id}]]" + rng.choice(after)

    return _edit(rng, here, base, how)


@mutation
def unknown_reference(rng: random.Random, here: World, base: str) -> str:
    """A reference to nothing, or one that is broken."""
    broken = (
        "[[F99]]",
        "[[S0]]",
        "[[F1",
        "F1]]",
        "[[ F1 ]]",
        "[[F1|x]]",
        "[[f1]]",
        "[[F1:50%]]",
        "[[cite:nowhere]]",
        "[[quote:zh:nowhere]]",
        "[[F1+F2]]",
        "[[37]]",
    )
    return base + " " + rng.choice(broken)


# -- false although every figure is right --------------------------------------------------------------------------


@mutation
def wrong_binding(rng: random.Random, here: World, base: str) -> str:
    """An amount of one layer given to another."""
    layers = ("tactical", "capability", "strategic")
    a, b = rng.sample(layers, 2)
    name = rng.choice(("", "share_")) + a
    fact = here.names[name]
    figure = rng.choice((f"[[{fact.id}]]", f"[[working:{fact.id}]]", render_fact(fact, here.language)))
    zh = {"tactical": "战术层", "capability": "能力层", "strategic": "战略层"}
    frames: tuple[str, ...] = (
        (f"{zh[b]}的投入是{figure}。", f"{zh[b]}：{figure}", f"把{figure}投给{zh[b]}。", f"| {zh[b]} | {figure} |\n", f"- **{zh[b]}**：{figure}\n", f"{figure}，这是{zh[b]}的份额。")
        if here.language == "zh"
        else (f"The {b} layer gets {figure}.", f"{b.title()} layer: {figure}", f"Put {figure} into the {b} layer.", f"| {b} | {figure} |\n", f"- **{b} layer**: {figure}\n", f"{figure} is for the {b} layer.")
    )  # fmt: skip
    return f"{base.rstrip()}\n\n{rng.choice(frames)}"


@mutation
def swapped(rng: random.Random, here: World, base: str) -> str:
    """Two layers with each other's amounts, in one sentence."""
    a, b = rng.sample(("tactical", "capability", "strategic"), 2)
    x, y = (
        f"[[{here.names[n].id}]]" if rng.random() < 0.5 else render_fact(here.names[n], here.language) for n in (a, b)
    )
    zh = {"tactical": "战术层", "capability": "能力层", "strategic": "战略层"}
    frames: tuple[str, ...] = (
        (f"{zh[a]}{y}，{zh[b]}{x}。", f"{zh[a]}和{zh[b]}分别是{y}和{x}。", f"{y}给{zh[a]}，{x}给{zh[b]}。", f"| 层 | {zh[a]} | {zh[b]} |\n|---|---|---|\n| 金额 | {y} | {x} |\n")
        if here.language == "zh"
        else (f"{a} gets {y} and {b} gets {x}.", f"The {a} and {b} layers get {y} and {x} respectively.", f"{y} goes to {a}, {x} to {b}.", f"| Layer | {a} | {b} |\n|---|---|---|\n| Amount | {y} | {x} |\n")
    )  # fmt: skip
    return f"{base.rstrip()}\n\n{rng.choice(frames)}"


@mutation
def flipped(rng: random.Random, here: World, base: str) -> str:
    """A bound told as the opposite bound."""
    name, zh, en = rng.choice(
        (
            ("kpi_adoption", "员工采纳率", "staff adoption"),
            ("goal_cycle", "项目周期", "project cycle"),
            ("goal_output", "内容产能", "content output"),
        )
    )
    fact = here.names[name]
    least = fact.comparator.value == "≥"
    figure = f"[[{fact.id}]]" if rng.random() < 0.5 else render_fact(fact, here.language, comparator=False)
    if here.language == "zh":
        words: tuple[str, ...] = (
            ("最多", "不超过", "至多", "≤", "低于", "不高于", "上限为")
            if least
            else ("至少", "不低于", "≥", "超过", "不少于", "起码")
        )
        after: tuple[str, ...] = ("以下", "以内") if least else ("以上", "及以上")
        return (
            base + "\n\n" + rng.choice((f"{zh}{rng.choice(words)}{figure}。", f"{zh}要在{figure}{rng.choice(after)}。"))
        )
    bounds: tuple[str, ...] = (
        ("at most ", "up to ", "no more than ", "≤", "below ", "a maximum of ")
        if least
        else ("at least ", "no less than ", "≥", "over ", "a minimum of ")
    )
    behind: tuple[str, ...] = (" or less", " or below", " at most") if least else (" or more", " or above", " at least")
    return (
        base
        + "\n\n"
        + rng.choice((f"For {en}: {rng.choice(bounds)}{figure}.", f"Aim for {en} of {figure}{rng.choice(behind)}."))
    )


@mutation
def false_sum(rng: random.Random, here: World, base: str) -> str:
    """A calculation that does not come out, or a right one whose result nobody computed."""
    n = here.names
    a, b = n["tactical"], n["capability"]
    zh = here.language == "zh"
    derived = _other(a, a.value + b.value, here.language)
    frames: tuple[str, ...] = (
        f"[[{a.id}]] + [[{b.id}]] = [[{n['total'].id}]]", f"[[{n['budget'].id}]] × [[{n['share_tactical'].id}]] = [[{b.id}]]",
        f"{render_fact(a, here.language)} + {render_fact(b, here.language)} = {derived}", f"[[{a.id}]] - [[{b.id}]] = [[{n['strategic'].id}]]",
        f"战术层和能力层合计{derived}。" if zh else f"The tactical and capability layers come to {derived} together.",
    )  # fmt: skip
    return f"{base.rstrip()}\n\n{rng.choice(frames)}"


@mutation
def false_comparison(rng: random.Random, here: World, base: str) -> str:
    """Amounts compared the wrong way round, without a figure."""
    frames: tuple[str, ...] = (
        ("能力层的预算高于战术层。", "战略层占比最高。", "战术层的投入最少。", "战略层比能力层占比更大。", "能力层拿到最多。", "战术层预算低于战略层。")
        if here.language == "zh"
        else ("The strategic layer has the largest share.", "The tactical layer gets the smallest budget.", "The capability budget is higher than the tactical budget.", "The strategic layer gets a larger share than the capability layer.")
    )  # fmt: skip
    return f"{base.rstrip()}\n\n{rng.choice(frames)}"


@mutation
def reversed_direction(rng: random.Random, here: World, base: str) -> str:
    """A fall told as a rise."""
    fact = here.names["kpi_cost" if rng.random() < 0.5 else "cost"]
    frames: tuple[str, ...] = (
        (f"成本提升[[{fact.id}]]。", f"成本上涨了[[{fact.id}]]。", f"成本增加[[{fact.id}]]。")
        if here.language == "zh"
        else (f"Costs rose by [[{fact.id}]].", f"Cost increased by [[{fact.id}]].", f"Cost grew [[{fact.id}]].")
    )
    return f"{base.rstrip()}\n\n{rng.choice(frames)}"


@mutation
def other_period(rng: random.Random, here: World, base: str) -> str:
    """An amount of a year told as one of a month."""
    fact = here.names[rng.choice(("tactical", "budget", "total"))]
    figure = rng.choice((f"[[{fact.id}]]", f"[[working:{fact.id}]]", render_fact(fact, here.language)))
    zh = {"tactical": "战术层", "budget": "总预算", "total": "合计"}
    en = {"tactical": "The tactical layer", "budget": "The total budget", "total": "The total"}
    name = next(k for k, v in here.names.items() if v is fact)
    frames: tuple[str, ...] = (
        (f"{zh[name]}每月{figure}。", f"{zh[name]}{figure}/月。", f"{zh[name]}月均{figure}。")
        if here.language == "zh"
        else (
            f"{en[name]} is {figure} per month.",
            f"{en[name]} is {figure} a month.",
            f"Monthly, {en[name].lower()} is {figure}.",
        )
    )
    return f"{base.rstrip()}\n\n{rng.choice(frames)}"


@mutation
def markup(rng: random.Random, here: World, base: str) -> str:
    """Markup that may hide or change what is shown."""
    tricks = (
        "<b>x</b>",
        "[a](http://x.cn)",
        "![x](y)",
        "<!-- x -->",
        "https://example.com",
        "www.example.cn",
        "见 example.com",
        "&nbsp;",
        "\\(x\\)",
        "$$x$$",
        "[[cite:budget:29]](x)",
        "<img src=x>",
        "javascript:x",
    )
    return base + " " + rng.choice(tricks)


@mutation
def third_language(rng: random.Random, here: World, base: str) -> str:
    """A sentence that is neither Chinese nor English."""
    sentences = (
        "Le budget est réparti pour les équipes.",
        "Das Budget ist für die Teams und nicht für die anderen.",
        "El presupuesto es para los equipos y las marcas.",
        "予算はチームのためです。",
        "예산은 팀을 위한 것입니다.",
        "Бюджет для команды.",
        "الميزانية للفريق",
        "งบประมาณ",
        "Il budget è per gli altri della squadra",
        "Het budget is voor een team en niet voor het andere",
    )
    return base + " " + rng.choice(sentences)


def cuts(rng: random.Random, text: str) -> list[str]:
    """``text`` cut into deltas at random."""
    size = rng.choice((1, 2, 3, 5, 9, 40))
    points = sorted({0, len(text), *(rng.randrange(len(text) + 1) for _ in range(len(text) // size))})
    return [text[a:b] for a, b in pairwise(points)]
