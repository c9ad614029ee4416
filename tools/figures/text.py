"""A copy of a text that is easier to read by machine, with the way back to the original's positions.

Full-width forms become half-width, traditional characters of the numeral vocabulary simplified ones, decimal digits of
any script ASCII digits, odd spaces a space; invisible characters and repeated spaces vanish. What parts the cells of a
pasted table becomes :data:`WALL`, so that nothing is read across it.
Superscripts stay: as digits they would turn 10² into 102.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from tools.figures.tables import WALL, walls

_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\ufe0e\ufe0f")
_SAME = {
    "萬": "万", "億": "亿", "兩": "两", "貳": "贰", "弍": "贰", "貮": "贰", "參": "叁", "叄": "叁", "陸": "陆",
    "個": "个", "週": "周", "塊": "块", "點": "点", "圓": "元", "圆": "元", "負": "负", "約": "约", "於": "于",
    "間": "间", "從": "从", "幣": "币", "歐": "欧", "鎊": "镑", "韓": "韩", "盧": "卢", "達": "达", "過": "过",
    "內": "内", "雙": "双", "減": "减", "條": "条", "張": "张", "幾": "几", "數": "数", "銖": "铢", "澤": "泽",
    "員": "员", "層": "层", "項": "项", "僅": "仅", "隻": "只", "臺": "台", "門": "门", "紐": "纽",
    "蘭": "兰", "亞": "亚", "聖": "圣", "錢": "钱", "時": "时", "鐘": "钟", "鍾": "钟", "來": "来", "餘": "余",
    "紙": "纸", "無": "无", "處": "处", "預": "预", "費": "费", "對": "对", "壓": "压", "遠": "远", "際": "际",
    "單": "单", "開": "开", "種": "种", "類": "类", "場": "场", "視": "视", "頻": "频", "圖": "图", "〇": "零",
    "○": "零", "後": "后", "這": "这", "說": "说", "罰": "罚", "據": "据", "號": "号", "賬": "账", "電": "电",
    "﹣": "-", "−": "-", "〜": "~", "～": "~", "￥": "¥", "﹪": "%", "﹩": "$", "∶": ":", "⁄": "/", "∕": "/",
    "（": "(", "）": ")", "：": ":", "％": "%", "／": "/", "＋": "+", "－": "-", "＄": "$", "￡": "£", "￦": "₩",
}  # fmt: skip


class _Table(dict[int, str]):
    """What each character becomes, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if char in _SAME:
            new = _SAME[char]
        elif char in "，。、；！？":
            new = char
        elif char in _INVISIBLE:
            new = ""
        elif 0xFF01 <= code <= 0xFF5E:
            new = chr(code - 0xFEE0)
        elif code > 0x7F and char.isdecimal():
            new = str(unicodedata.decimal(char))
        elif char == WALL:
            new = char
        elif code > 0x7F and char.isspace() and char not in "\u0085\u2028\u2029":
            new = " "
        else:
            new = char
        self[code] = new
        return new


_TABLE = _Table()
_LOWER = {upper: upper + 32 for upper in range(65, 91)}


@dataclass(frozen=True, slots=True)
class Source:
    """A text, its readable copy, the copy in lower case (ASCII only: the length stays), and the way back."""

    original: str
    text: str
    lower: str
    offsets: tuple[int, ...] | None

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original that ``start``..``end`` of the copy stands for."""
        if self.offsets is None:
            return start, end
        return self.offsets[start], self.offsets[end - 1] + 1 if end > start else self.offsets[start]


def normalise(original: str) -> Source:
    """The readable copy of ``original``."""
    text = original.translate(_TABLE)
    offsets: tuple[int, ...] | None = None
    if len(text) != len(original):
        offsets = tuple(i for i, char in enumerate(original) if _TABLE[ord(char)])
    if WALL in text or "\n" in text:
        text = walls(text)
    if "  " in text:
        kept = _without_repeated_spaces(text)
        offsets = tuple(kept if offsets is None else (offsets[i] for i in kept))
        text = "".join(text[i] for i in kept)
    return Source(original, text, text.translate(_LOWER), offsets)


def _without_repeated_spaces(text: str) -> list[int]:
    """The positions that stay: of several spaces the first."""
    return [i for i, char in enumerate(text) if char != " " or i == 0 or text[i - 1] != " "]
