"""Dates and periods named in a message, with a key that sorts: quarters, halves, months, days, years."""

from __future__ import annotations

import re
from functools import cache

from agent.dialogue.message import Day

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ZH = {
    "一": 1,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
    "十一": 11,
    "十二": 12,
}


#: Months by their numbers alone, before the last of them or a count: 7、8月, 2和3两个月.
LISTED = (
    r"(?<![\d.,])(?P<ml>1[0-2]|[1-9])(?= ?(?:[、,，/和跟与及]|到|至|[-–~]) ?(?:(?:1[0-2]|[1-9]) ?(?:[、,，/和跟与及]|到|至|[-–~]) ?){0,3}(?:1[0-2]|[1-9]) ?(?:月(?!均)|[两二三四]个?月))"
    r"|(?<=[、，和跟与及])(?P<mt>1[0-2]|[1-9])(?= ?[两二三四]个?月)"
)


@cache
def _pattern() -> re.Pattern[str]:
    month = (
        r"january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|"
        r"sept|sep|oct|nov|dec"
    )
    of_month = r"(?:3[01]|[12]\d|0?[1-9])"
    return re.compile(
        rf"(?<![\d.])(?P<iy>20[1-4]\d)(?P<mark>[-/.])(?P<im>1[0-2]|0?[1-9])(?P=mark)(?P<id>{of_month})(?!\d)"
        rf"|(?<![a-z])(?:(?<=on )|(?P<the>(?:the )))?(?P<em>{month})\.? (?P<ed>{of_month})(?:(?P<th>st|nd|rd|th)(?![a-z])|(?P<ey>,? 20[1-4]\d)|(?=[.,;!?](?!\d)|$| for| on| to| and| by| we| i\b))"
        rf"|(?<![\d.$])(?P<fd>{of_month})(?:(?:st|nd|rd|th)(?: of)?)? (?P<fm>{month})(?![a-z])\.?(?:(?: (?P<fy2>20[1-4]\d))(?!\d)|(?=[.,;!?](?!\d)|$| for| on| to| and| by| we| i\b))"
        r"|(?<![a-z0-9])q(?P<q>[1-4])(?![0-9a-z])|第(?P<qz>[一二三四1-4])(?:个|個)?季度?|(?:(?<=整个)|(?<![每两几上下个前头后]))(?P<qy>[一二三四1-4])季度"
        r"|(?P<qw>first|second|third|fourth) quarter|(?<![a-z0-9])h(?P<h>[12])(?![0-9a-z])|(?P<hz>[上下])半年"
        rf"|{LISTED}|(?<![a-z])(?P<m>{month})(?![a-z])\.?(?: (?P<my>20[1-4]\d))?"
        r"|(?:(?P<zy>20[1-4]\d)年)?(?<![\d.个])(?P<mz>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月(?!均|度|薪|费)份?(?:(?P<zd>3[01]|[12]\d|0?[1-9]|二?十[一二三四五六七八九]?|三十一?|[一二三四五六七八九])[日号](?!均))?"
        r"|(?<![a-z0-9])fy ?['’]?(?P<fy>[1-4]\d)(?!\d|[-/.,]\d|[km%])"
        r"|(?<![\d.$€£¥])(?<!\d,)(?:fy ?)?(?P<y>20[1-4]\d)(?:年度?(?!\d{1,2}月)|(?![\d.,%]\d|\d|[万亿元kw]))"
    )


def days(plain: str, first: int = 1) -> dict[str, Day]:
    """The days of a message in its plain form, by id from ``D{first}`` on."""
    found: dict[str, Day] = {}
    for match in _pattern().finditer(plain):
        key = _key(match)
        if key and not _modal(plain, match):
            found[f"D{first + len(found)}"] = Day(key, match[0], match.start(), match.end())
    return found


def _dated(match: re.Match[str]) -> str:
    """A day of a month: ``2026-03-15``, or ``M03-15`` where no year is named."""
    if match["iy"]:
        return f"{match['iy']}-{int(match['im']):02}-{int(match['id']):02}"
    name, day, year = (
        (match["em"], match["ed"], match["ey"]) if match["em"] else (match["fm"], match["fd"], match["fy2"])
    )
    if not name:
        return ""
    month = _MONTHS.index(name[:3]) + 1
    return f"{year.strip(', ')}-{month:02}-{int(day):02}" if year else f"M{month:02}-{int(day):02}"


def _number(text: str) -> int:
    """A day of a month in Chinese numerals or digits."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return (_ZH.get(tens, 1) * 10 if ten else 0) + _ZH.get(ones, 0)


#: What a month does at the beginning of a clause: "march just closed at 11,900", "May: 3k".
_CLOSES = re.compile(
    r"\s*(?:[:=–-]|[$€£¥₹]|\d|(?:(?:just|has|only|also|finally) )*(?:closed|came|comes|is|was|landed|ended|finished|ran|hit|cost|spen[dt]\w*|actuals?|totals?|figures?|numbers?|bills?|invoices?)\b)"
)


def _modal(plain: str, match: re.Match[str]) -> bool:
    """“may” and "march" as verbs: a month stands behind a preposition or at the end."""
    if match["m"] not in ("may", "march", "mar", "sep", "jun", "dec"):
        return False
    if _CLOSES.match(plain, match.end()) and re.search(r"(?:^|[.;:!?\n(]|so|ok|and|then)\s*$", plain[: match.start()]):
        return False
    return re.search(r"(?:in|of|for|since|until|by|from|to|and|,|-|–|till|through)\s*$", plain[: match.start()]) is None


def _key(match: re.Match[str]) -> str:
    if dated := _dated(match):
        return dated
    quarter = match["q"] or match["qz"] or match["qy"]
    if quarter:
        return f"Q{_ZH.get(quarter, quarter)}"
    if match["qw"]:
        return f"Q{('first', 'second', 'third', 'fourth').index(match['qw']) + 1}"
    if match["h"] or match["hz"]:
        return f"H{match['h'] or ('上下'.index(match['hz']) + 1)}"
    if match["ml"] or match["mt"]:
        return f"M{int(match['ml'] or match['mt']):02}"
    if match["m"]:
        month = _MONTHS.index(match["m"][:3]) + 1
        return f"{match['my']}-{month:02}" if match["my"] else f"M{month:02}"
    if match["mz"]:
        month = int(_ZH.get(match["mz"], 0) or match["mz"])
        day = f"-{_number(match['zd']):02}" if match["zd"] else ""
        return f"{match['zy']}-{month:02}{day}" if match["zy"] else f"M{month:02}{day}"
    return f"20{match['fy']}" if match["fy"] else match["y"] or ""
