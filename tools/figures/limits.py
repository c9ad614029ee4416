"""What a message may hold before anything is read from it; past that it is refused with a sentence."""

from __future__ import annotations

import re
from functools import cache

from tools.errors import InvalidInput
from tools.figures.reader import find_figures
from tools.lexicon.numerals import NUMERAL_WORDS
from tools.quantities import MAX_EXPONENT, MAX_SIGNIFICANT_DIGITS

MAX_CHARACTERS = 8_000
MAX_FIGURES = 200
#: Places where a figure may begin; counting them is cheap, reading them is not.
MAX_CANDIDATES = 400


@cache
def _digits() -> re.Pattern[str]:
    return re.compile(r"\d+(?:[.,']\d+)*(?:[eE][+-]?(\d+))?")


@cache
def _word() -> re.Pattern[str]:
    return re.compile("[A-Za-z]+")


@cache
def _link() -> re.Pattern[str]:
    return re.compile(r"(?:https?://|www\.)[^\s\u4e00-\u9fff]+")


@cache
def _numeral() -> re.Pattern[str]:
    return re.compile("半|[零〇一二两三四五六七八九十百千万亿兆壹贰叁肆伍陆柒捌玖拾佰仟萬億兩]+")


def check_message(text: str) -> None:
    """Refuse ``text`` with :class:`InvalidInput` where it is too long or holds numbers past the limits.

    Linear in the length; a text past the length limit is not looked at.
    """
    if len(text) > MAX_CHARACTERS:
        raise InvalidInput(
            "message_too_long",
            f"消息太长了（超过{MAX_CHARACTERS}个字符），请缩短后再发，或分成几条。",
            f"That message is too long (over {MAX_CHARACTERS:,} characters); please shorten it or send it in parts.",
        )
    text = _link().sub(" ", text)
    count = 0
    for match in _digits().finditer(text):
        count += 1
        run, exponent = match.group(), match.group(1)
        mantissa = re.split("[eE]", run)[0] if exponent else run
        digits = "".join(char for char in mantissa if char.isdecimal())
        significant = digits.strip("0") if "." not in mantissa else digits.lstrip("0")
        size = len(mantissa.replace(",", "").replace("'", "").split(".")[0].lstrip("0"))
        power = _capped(exponent) * (-1 if exponent and "-" in run[len(mantissa) :] else 1)
        too_long = len(significant) > MAX_SIGNIFICANT_DIGITS and "".join(mantissa.split(".")).isdecimal()
        if too_long or size > MAX_EXPONENT + 1 or abs(power + max(size - 1, 0)) > MAX_EXPONENT:
            raise InvalidInput(
                "too_large",
                f"消息里有一个数字过大、过小或位数过多（最多{MAX_SIGNIFICANT_DIGITS}位有效数字），无法可靠计算，请换成普通大小的数字。",
                f"A number in that message is too large, too small or has more than {MAX_SIGNIFICANT_DIGITS} significant"
                " digits; please give one of ordinary size.",
            )
    for match in _numeral().finditer(text):
        count += 1
        if match.end() - match.start() > 60:
            raise InvalidInput(
                "too_large",
                "消息里有一个过长的中文数字，无法可靠计算，请换成普通大小的数字。",
                "A Chinese numeral in that message is too long to compute with; please give a number of ordinary size.",
            )
    if count + sum(1 for match in _word().finditer(text) if match.group().lower() in NUMERAL_WORDS) > MAX_CANDIDATES:
        _refuse_many()
    if len(find_figures(text)) > MAX_FIGURES:
        _refuse_many()


def _capped(exponent: str | None) -> int:
    if not exponent:
        return 0
    return int(exponent) if len(exponent) < 5 else 10**5


def _refuse_many() -> None:
    raise InvalidInput(
        "too_many_figures",
        f"消息里的数字太多了（超过{MAX_FIGURES}个），请只保留需要的，或分成几条发送。",
        f"That message holds too many figures (over {MAX_FIGURES}); please keep the ones that matter or send it in parts.",
    )
