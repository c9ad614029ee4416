"""Units as tables write them: in a title, above the table, in a header, a column of their own or the label of a row."""

from __future__ import annotations

import re

from knowledge.documents.model import chinese

_NUMBER = re.compile(
    r"[+\-−－(（]?\s*(?:[A-Z]{2,3}\s?|[A-Z]{0,3}[$€£¥￥₩₹]\s?)?[+\-−－(（]?\d[\d,，.' \u00a0\u202f]*[%％‰]?\s*[)）]?"
    r"(?:\s*(?:[百千万亿]*(?:元|美元|欧元|港元|日元|円|人民币)?|人次|[人个篇条次天家份倍件]|[€£¥$]|[A-Z]{3}|k|m|bn|pp|x))?[¹²³⁰-⁹]*\s*[)）]?"
)
_SCALE = r"(?:thousands?|millions?|billions?|mn|bn|mio|crores?|lakhs?|k|m|'?000s?|千|百万|亿|万)"
_CURRENCY = (
    r"(?:RMB|CNY|USD|EUR|GBP|HKD|HK\$|JPY|CHF|AUD|CAD|SGD|INR|KRW|TWD|NT\$|US\$|A\$|C\$|S\$|R\$|[$€£¥￥₩₹]|"
    r"dollars?|euros?|pounds?|yen|rupees|Rs\.?|人民币|美元|欧元|港元|港币|日元|英镑|台币|新台币|元|円)"
)
_KNOWN = re.compile(
    rf"(?:in\s+)?(?:k(?:USD|EUR|RMB|CNY|GBP)|{_CURRENCY}\s*(?:{_SCALE})?(?:\s+of\s+{_CURRENCY})?|{_SCALE}(?:\s+(?:of\s+)?{_CURRENCY})?"
    rf"|(?:人民币|美元|港元|欧元)?\s*(?:[十百千万亿]{{1,2}})?(?:元|美元|欧元|港元|日元|円|萬元|億元|萬|億)(?:人民币)?|[万萬]円|百万円|億円|千円"
    rf"|(?:{_SCALE}\s+)?(?:tonnes?|tons?|kg|km|litres?|barrels?|hectares?|acres?|kWh|MWh|households?|shares|vehicles|visits)"
    r"|percent(?:age)?(?:\s+points?)?|%|％|‰|pp|people|persons|heads?|posts?|days?|hours?|hrs?|minutes?|weeks?|months?|units?|pieces?|times"
    r"|(?:[百千万亿萬億]{0,2})(?:人次|[人个個篇条次天月年家份名户件台套辆吨只位张]|小时|分钟|平方米|公里|公斤|曝光|点击|克|千克|千瓦时))"
    r"(?:\s*(?:/|per\s)\s*(?:day|week|month|year|hour|head|person|user|click|人|天|日|月|年|次|个|篇|小时|条|件|家|吨|户|平方米))?",
    re.IGNORECASE,
)
_BRACKETED = re.compile(
    r"[(（\[［]\s*(?:(?:单位|單位|units?|货币|currency)\s*[:：]?\s*)?([^()（）\[\]［］]{1,40}?)\s*[)）\]］]",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?:单位|單位|金额单位|货币单位|计量单位|币种|單位|\bunits?|\bcurrency|\bWährung|\bamounts?\s+in|\bfigures\s+in|\bin)\s*(?:[:：为]|\bin\b|\s)\s*"
    r"([^\s;；，。()（）]{1,20}(?:\s+(?:thousands?|millions?|billions?|USD|EUR|RMB|CNY|GBP|dollars|euros))?)",
    re.IGNORECASE,
)
#: What a unit of a whole table does not hold for.
_OTHER_KIND = re.compile(
    r"占比|比例|比重|份额|比率|率$|率[（(]|增幅|增速|同比|环比|[%％‰]|人数|人次|数量|次数|户数|家数|个数|序号|编号|年份|日期|每股|市盈率|倍数|"
    r"\bshares?\b|\bratio|\brate\b|growth|percent|margin|change|\bcount|\bnumber\b|headcount|employees|\bno\.?$|\byear\b|\bdate\b|per[ -]share|clicks|"
    r"impressions|visits|users|sessions|quantity|\bqty|\bid\b|anteil|quote",
    re.IGNORECASE,
)
_UNIT_HEADER = re.compile(r"单位|單位|计量单位|计价单位|units?|uom|unit of measure|einheit|unité", re.IGNORECASE)
_YEAR = re.compile(
    r"(?:FY\s?|CY\s?)?(?:19|20)\d\d(?:\s?[年AEFBPaef]|\s?年度?|/\d\d|-\d\d|\s?Q[1-4])?(?:[（(]?\s?[\w\u4e00-\u9fff ]{0,8}[）)]?)?|Q[1-4](?:\s?(?:FY)?\s?'?\d{2,4})?"
    r"|\d{1,2}月(?:份)?|(?:19|20)\d\d[-/.年]\d{1,2}(?:[-/.月]\d{1,2}日?|月)?|[1-4]H\d{2,4}|H[12]\s?\d{4}",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"[+\-−]?\s*\d[\d,.' \u00a0\u202f]*")
_WITH_SIGN = re.compile(r"[+\-−]?\s*(?:[A-Z]{0,3}[$€£¥￥₩₹])\s?[+\-−]?\d[\d,.]*")
_PAREN = re.compile(r"[(（]\s*((?:[A-Z]{0,3}[$€£¥￥₩₹])?\s?\d[\d,.]*\s*[%％]?)\s*[)）]\s*([%％]?)")
_SCALE_ONLY = re.compile(r"(thousands?|millions?|billions?|千|百万|万|亿)", re.IGNORECASE)


def is_number(text: str) -> bool:
    """Whether a cell holds one figure and nothing else, with sign, currency or unit."""
    return bool(_NUMBER.fullmatch(text.strip())) and any(c.isdecimal() for c in text)


def is_year(text: str) -> bool:
    """Whether a cell names a year, quarter, month or day, as headers do."""
    return bool(_YEAR.fullmatch(text.strip()))


def is_unit(text: str) -> bool:
    """Whether a cell holds a unit alone: ``万元``, ``元/人``, ``%``, ``USD thousand``."""
    return bool(_KNOWN.fullmatch(text.strip(" ()（）[]"))) and not is_number(text)


def names_units(header: str) -> bool:
    """Whether a column of that name gives the unit of each row."""
    return bool(_UNIT_HEADER.fullmatch(header.strip()))


def other_kind(header: str) -> bool:
    """Whether a column or row of that name is no money even where the table's unit is."""
    return bool(_OTHER_KIND.search(header))


def unit_in(text: str) -> str:
    """The unit that a title, note, header or label names; empty where it names none."""
    for match in _BRACKETED.finditer(text):
        for part in re.split(r"[,，;；]|\bexcept\b", match[1]):
            if unit := _known(part):
                return unit
    for match in _NAMED.finditer(text):
        if unit := _known(match[1]):
            return unit
    return ""


def _known(text: str) -> str:
    text = re.sub(
        r"^(?:单位|單位|units?|amounts?|figures?)?\s*[:：]?\s*(?:in\s+)?", "", text.strip(), flags=re.IGNORECASE
    )
    return text if text and not text.strip("'").isdecimal() and _KNOWN.fullmatch(text) else ""


def signed(text: str) -> str:
    """``(300)`` as ``-300``: how accounts write less than nothing."""
    match = _PAREN.fullmatch(text.strip())
    if match is None:
        return text.replace("－", "-") if is_number(text) else text
    return f"-{match[1].strip()}{match[2]}"


def with_unit(text: str, unit: str) -> str:
    """``100`` with ``unit`` behind it, unless it carries one; of ``$ million`` an amount with a sign takes the scale."""
    if not unit:
        return text
    if _WITH_SIGN.fullmatch(text):
        scale = _SCALE_ONLY.search(unit)
        return f"{text} {scale[1]}" if scale else text
    if not _PLAIN.fullmatch(text) or is_date(text):
        return text
    unit = re.sub(r"^in\s+", "", unit)
    if unit in "%％":
        return f"{text}%"
    if unit in ("$", "€", "£", "¥", "￥", "US$", "HK$", "NT$"):
        return f"{unit}{text}" if not text.startswith(("-", "−")) else f"-{unit}{text[1:]}"
    return f"{text}{unit}" if chinese(unit[:1]) else f"{text} {unit}"


def is_date(text: str) -> bool:
    return bool(re.fullmatch(r"(?:19|20)\d\d[-/.]\d{1,2}(?:[-/.]\d{1,2})?", text.strip()))
