"""Stretches of text whose digits are no amounts: links, addresses, dates, times, telephone numbers, 7x24."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from tools.figures import tables
from tools.figures.measures import Scope
from tools.figures.model import FigureKind, Nature

_MONTHS = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"


@dataclass(frozen=True, slots=True)
class Mask:
    """A stretch without amounts; ``kind`` is DATE or ORDINAL where it is one, else ``None``."""

    start: int
    end: int
    kind: FigureKind | None
    nature: Nature = Nature.AMOUNT


_NATURES = {FigureKind.DATE: Nature.DATE, FigureKind.ORDINAL: Nature.ORDINAL, None: Nature.AMOUNT}


class _Rule(NamedTuple):
    """A pattern with what a text must hold for it: a digit, and one of the words. Most texts need few patterns."""

    kind: FigureKind | None
    digit: bool
    words: tuple[str, ...]
    pattern: str

    def applies(self, lower: str, *, digit: bool) -> bool:
        return (digit or not self.digit) and any(word in lower for word in self.words)


@cache
def _rules() -> tuple[_Rule, ...]:
    # Kind, "#" where a digit is needed, words of which one is needed, pattern.
    date, order = FigureKind.DATE, FigureKind.ORDINAL
    year = r"(?:1[89]|2[01])\d\d"
    zh = "一二三四五六七八九"
    rules: tuple[tuple[FigureKind | None, str, str, str], ...] = (
        (None, "", "//|www.", r"https?://[^\s，。；、）)\u4e00-\u9fff]+|www\.[^\s，。；、）)\u4e00-\u9fff]+"),
        (None, "#", "24", r"(?<!\d)(?:24\s?/\s?7|24\s?[x×*]\s?7|7\s?[x×*/]\s?24)(?!\d)"),
        (None, "#", "x|×|*", r"(?<![\d.,])\d{1,5}(?:[x×*]\d{1,5})+(?![\d.,%万亿])"),
        (None, "#", ".|v", r"(?<![\d.,])\d{1,3}(?:\.\d{1,3}){3}(?![\d.,])|(?<![a-z\d.])v\d+(?:\.\d+){0,3}(?![\d.])"),
        # telephone numbers
        (None, "#", "1", r"(?<![\d.,])(?:\+?86[ -]?)?1[3-9]\d(?:\d{8}|[ -]\d{4}[ -]\d{4})(?![\d.,]|\s?[元万亿块%美港日欧]|\s?(?:rmb|usd|cny))"),
        (None, "#", "-", (r"(?<![\d.,])[48]00-?\d{3,4}-\d{3,4}(?!\d)|(?<![\d.,])0\d{2,3}-\d{7,8}(?!\d)|\+\d{1,3}[ -]\d{2,4}(?:[ -]\d{2,4}){1,3}(?!\d)"
               r"|(?<![\d.,])\(?\d{3}\)?[ -]\d{3}-\d{4}(?!\d)")),
        (None, "#", "号|电话|手机|热线|邮编|验证码|qq|微信|身份证|代码|版本|型号", (r"(?:订单号|编号|单号|工号|账号|帐号|卡号|电话|手机号?|热线|邮编|验证码|qq|微信号?|身份证号?|门牌号?|代码|版本|型号)\s?(?:是|为|:|#)?\s?"
               r"\d[\d-]*(?![\d.,万亿元%])")),
        (None, "#", "#", r"#\d+(?!\d)"),
        (None, "", "刀", r"(?:砍|切|来|挨|再|又|动|开)了?(?:一|两|几)刀"),
        # dates
        (date, "#", "年", rf"(?<![\d.,]){year}(?:\s?[-–~至到]\s?{year})?\s?年(?!级|以上|之内|以内)(?:[上下]半年|度|\s?\d{{1,2}}\s?月份?(?:\s?\d{{1,2}}\s?[日号])?|底|初|末)?"),
        (date, "#", "20", r"(?<![\d.,$€£¥])20[0-4]\d(?:(?: ?[、,，/–~-] ?| ?(?:and|to|or|vs\.?|versus|和|与|至|到|跟) ?)20[0-4]\d)+年?(?![.,]\d|\d|%|\s?(?:k|m|w|usd|rmb|people|dollars|[元万亿个人条篇次])(?![a-z]))"),
        (date, "#", "年", r"(?<![\d.,近过第])2[0-9]年(?:[上下]半年|度)?(?=的?(?:预算|营销|计划|目标|全年|市场|总|我们|花|投|实际)|\s?\d+(?:\.\d+)?\s?[万亿wk元])"),
        (date, "", "年", rf"(?<![{zh}零])[一二][{zh}零]{{3}}年(?:[{zh}十]{{1,2}}月(?:[{zh}十]{{1,3}}[日号])?)?"),
        (date, "#", "", rf"(?<![\d.,]){year}([-/.])\d{{1,2}}\1\d{{1,2}}(?![\d])|(?<![\d.,])\d{{1,2}}([-/.])\d{{1,2}}\2{year}(?!\d)"),
        (date, "#", "/", r"(?<![\d./$€£¥])(?:0?[1-9]|[12]\d|3[01])/(?:0[1-9]|1[0-2])/2\d(?![\d/.,%])|(?<![\d./$€£¥])(?:0[1-9]|[12]\d|3[01])/0[1-9](?![\d/.,%])"),
        (date, "#", "janv|février|fevrier|mars|avril|mai|juin|juil|août|aout|octobre|décem|decem|januar|februar|märz|juni|juli|oktober|dezem", (r"(?<![\d.,])\d{1,2}(?:er|\.)? (?:janvier|février|fevrier|mars|avril|mai|juin|juillet|août|aout|septembre|octobre|novembre|décembre|decembre|"
               rf"januar|februar|märz|juni|juli|oktober|dezember)(?![a-z])(?: {year})?")),
        (date, "#", "-", rf"(?<![\d.,$€£¥]){year}-(?:0[1-9]|1[0-2])(?![\d.,%万亿元])"),
        (date, "#", "月", r"(?<![\d.,])\d{1,2}\s?月(?:份|底|初|末|中旬|上旬|下旬)?(?:\s?\d{1,2}\s?[日号](?!\d)|(?!\d)|(?=\d[\d.,]*\s?(?:[万亿千百元块篇条个人次wk%])))"),
        (date, "", "月", rf"(?<![{zh}十个几\d])(?:十[一二]?|[{zh}])月(?!饼|票|亮|活|费|薪|租|卡|供|球)(?:份|底|初|末)?(?:[{zh}十]{{1,3}}[日号])?"),
        (date, "#", "号|日", r"(?<![\d.,])\d{1,2}号(?![线楼店院车机角])|(?<=[每月])\d{1,2}日"),
        (date, "#", "jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec", rf"(?<![a-z]){_MONTHS} \d{{1,2}}(?:st|nd|rd|th)?(?:,? {year})?(?!\d|%|[.,]\d|\s?(?:k|m|w|kw|mn|bn|mil|million|thousand)(?![a-z])|[万千亿])|(?<![a-z]){_MONTHS},? {year}(?!\d)"),
        (date, "#", "jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec", rf"(?<![\d.,])\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTHS}(?![a-z])(?:,? {year})?"),
        (date, "#", "may", r"(?<![\d.,$€£¥])\d{1,2}(?:st|nd|rd|th)?(?: of)? may(?![a-z])(?! (?:be|not|have|need|well|go|get|want|leave|only|cost|use)(?![a-z]))"),
        (date, "#", "may", r"(?<![a-z])(?:on|by|of|since|until|till|from|before|after|and|in) may \d{1,2}(?:st|nd|rd|th)?(?!\d|%|[.,]\d|\s?(?:k|m|w|mn|bn|mil|million|thousand|people|dollars|usd)(?![a-z]))"),
        (date, "#", "fy", r"(?<![a-z])fy ?'?\d{2}(?:\d\d)?(?:[/-]\d{2,4})?(?!\d)"),
        (date, "#", "前|后|by|on|before|until|since|截至|截止", r"(?:(?<=截至)|(?<=截止)|(?<=by )|(?<=on )|(?<=before )|(?<=until )|(?<=since ))(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01])(?![\d/.,%])|(?<![\d./])(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01])(?=之?[前后])"),
        (date, "#", "19|20|21|18", rf"(?<![a-z])(?:in|since|during|until|year|before|after) (?:the year )?{year}(?![\d%,.]\d|\d|%|\s?(?:people|dollars|usd|rmb|yuan|cny|[元万亿个人条篇次]))"),
        (date, "#", "20", r"(?<![a-z])(?:by|for|of|from|to|till) 20[2-4]\d(?=[\s]*(?:$|[,.;?!)]|and\b|we\b|the\b|our\b|is\b|to 20[2-4]\d|budget|plan))"),
        (date, "#", "20", r"(?<![\d.,$€£¥])20[1-4]\d(?=\s?(?:预算|财年|全年|财政|上半年|下半年|规划|营销|年度|budget|fiscal|marketing|plan|roadmap|q[1-4]))"),
        (date, "", "twenty|nineteen", (r"(?<![a-z])(?:nineteen|twenty)[ -](?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|"
               r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?)(?![a-z])")),
        # times of day
        (None, "#", ":|m|o'clock", r"(?<![\d.,:])(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?(?:\s?[ap]\.?m)?(?![\d:%])|(?<![\d.,a-z$])\d{1,2}\s?(?:[ap]\.?m|o'clock)(?![a-z\d])"),
        (None, "", "点", rf"(?:早上|上午|中午|下午|晚上|今晚|明早|凌晨|傍晚)[{zh}十两\d]{{1,3}}点(?:半|钟|整|一刻|三刻|[{zh}十\d]{{1,3}}分?)?"),
        (None, "", "点", rf"(?<!\d)(?:\d{{1,2}}|[{zh}十两]{{1,3}})点(?:半|钟|整|一刻|三刻|(?=[前后开见到]))"),
        (None, "#", "后|号线", r"(?<!\d)\d0后|(?<!\d)\d{1,2}号线"),
        (None, "", "双|618|五一|十一|国庆", r"双(?:十一|十二|11|12)|618(?=大促|活动|期间|节|前|后|促|花|投|预算|当|档|备|那|和双|跟双)|(?:五一|十一|国庆)(?=假期|长假|黄金周|节|期间)"),
        (None, "#", "促|节|预热|狂欢|购物", r"(?<![\d.,])(?:(?:1[0-2]|[1-9])\.(?:[12]\d|[1-9])|1111|1212|99|88|38)(?=大促|购物|狂欢|预热|促销|节(?![约省奏点目课车电]))"),
        # names that were given in quotation marks
        (None, "", "叫|名为|称为|存为|存成|named|call|save|label", r"(?:叫做?|名为|称为|命名为|存为|存成|call(?:ed)?(?: (?:it|this|that|them|one|the (?:other|second|first|new)(?: one)?))?|name(?:d)?(?: (?:it|this|that))?|save(?:d)?(?: (?:it|this|that))? as|label(?:l?ed)?(?: (?:it|this|that))?(?: as)?)[ :：]?[\"“「『'‘][^\"”」』'’\n]{1,40}[\"”」』'’]"),
        (None, "", "就是|版|方案|情境|情景", r"[「『“‘][^」』”’\n\d]{1,10}[」』”’](?=就是|是基|版|方案|情境|情景)"),
        # places in an order
        (order, "", "第", rf"第\s?[{zh}零十百千万两\d]{{1,8}}"),
        (order, "#", "no.|nr|phase|step|stage|level|tier|version|chapter|section|line|page|item|question|option|part|top|figure|table|topic|layer|season|series|ver|quarter|week|day", (r"(?<![a-z])(?:no\.|nr|phase|step|stage|level|tier|version|chapter|section|line|page|item|question|option|part|top|figure|table|"
               r"topic|layer|season|series|ver|(?<!per )(?<!each )(?<!every )(?<!a )(?<!this )(?<!next )(?<!last )(?:quarter|week|day))\.?\s?#?\d{1,4}(?:\.\d{1,2})?(?![\d%,.]\d|\d|%|x|(?:\s?[/:]\s?\d{1,3}){2}|\s?(?:million|thousand|k|m|bn)(?![a-z]))")),
        (order, "", "phase|step|stage|level|tier|part|top|layer|round", r"(?<![a-z])(?:phase|step|stage|level|tier|part|top|layer|round) (?:one|two|three|four|five|six|seven|eight|nine|ten)(?![a-z])"),
        (order, "#", "", r"(?<![a-z\d])[qh][1-4](?![\d.%a-z])|(?<![\d.,])\d+(?:st|nd|rd|th)(?![a-z])|(?<![a-z\d])(?:[1-4]q|[12]h)(?:\d\d)?(?![a-z\d])"),
        (order, "", "季度", r"(?<![每单近前后两几\d])[二三四](?=季度)|(?<![每单近前后内\d])一(?=季度(?!内|里|的时间|左右))|(?<![每单近前后\d.,])[1-4](?=季度)"),
        (date, "#", "财年", r"(?<![\d.,])\d{2}(?=财年)"),
        (date, "#", "'", r"(?<![\w.,])'[0-4]\d(?![\d.,]\d|\d|%|[a-z])|(?<=[qh][1-4])'[0-4]\d(?!\d)"),
        (order, "", "期", rf"(?<![{zh}十百千\d分共])[{zh}](?=期(?!望|待|间|货|权|限))|(?<![\d.,分共每])\d(?=期(?!望|待|间|货|权|限))"),
        (order, "", "quarter|half|phase|stage|year|month|week|day|time|step|layer", r"(?<![a-z])(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth) (?=quarter|half|phase|stage|year|month|week|day|time|step|layer)"),
    )  # fmt: skip
    return tuple(_Rule(kind, bool(digit), tuple(words.split("|")), rule) for kind, digit, words, rule in rules)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _addresses(lower: str) -> list[Mask]:
    """E-mail addresses, found from their @: a pattern that opens with letters would be quadratic."""
    found = []
    at = lower.find("@")
    while at >= 0:
        start = at
        while (
            start
            and at - start < 64
            and (lower[start - 1].isascii() and (lower[start - 1].isalnum() or lower[start - 1] in "._+-"))
        ):
            start -= 1
        end = at + 1
        while (
            end < len(lower)
            and end - at < 64
            and lower[end].isascii()
            and (lower[end].isalnum() or lower[end] in ".-_")
        ):
            end += 1
        found.append(Mask(start, end, None))
        at = lower.find("@", end)
    return found


@cache
def _labels() -> re.Pattern[str]:
    # "1." and 1、 only open a line; "1)" and "(2)" also stand within it.
    return re.compile(
        r"(?:^|(?<=[\n；;。]))[ ]?(?P<line>\d{1,2})[.、](?=[ ]?[^\d\s.])"
        r"|(?:(?<![a-z\d)(.,])(?P<open>\()|(?<![\w)(.,]))(?P<mark>\d{1,2})\)(?=[ ]?[^\s.,，。;；、)])"
        r"|(?P<circle>[①-⑳])"
    )


def _list_marks(lower: str) -> list[Mask]:
    """The marks of lists. A closing bracket that an earlier one opened (约3)) marks nothing."""
    found = []
    for match in _labels().finditer(lower):
        if match.group("mark") and not match.group("open"):
            before = lower[max(0, match.start() - 40) : match.start()]
            if before.rfind("(") > before.rfind(")"):
                continue
        found.append(Mask(match.start(), match.end(), FigureKind.ORDINAL, Nature.LABEL))
    return found


def find_masks(lower: str, said: list[Scope]) -> list[Mask]:
    """The masks of the copy in order; where two overlap, the earlier and longer one stays.

    ``said`` are the units that stand apart from their numbers: the thousands of "in thousands of euros" are no figure.
    """
    found = _addresses(lower)
    found.extend(Mask(start, end, None) for start, end in {(scope.said_start, scope.said_end) for scope in said})
    for cells in tables.tables(lower):
        found.extend(Mask(cell.start, cell.end, FigureKind.DATE, Nature.DATE) for cell in tables.years(lower, cells))
    if ")" in lower or "\n" in lower or "." in lower or "、" in lower or any("①" <= char <= "⑳" for char in lower):
        found.extend(_list_marks(lower))
    digit = any(map(str.isdigit, lower))
    for rule in _rules():
        if rule.applies(lower, digit=digit):
            nature = _NATURES[rule.kind]
            found.extend(Mask(*match.span(), rule.kind, nature) for match in _compiled(rule.pattern).finditer(lower))
    found.sort(key=lambda mask: (mask.start, -mask.end))
    kept: list[Mask] = []
    for mask in found:
        if not kept or mask.start >= kept[-1].end:
            kept.append(mask)
    return kept
