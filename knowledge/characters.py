"""Traditional characters read as simplified ones, by OpenCC, which is loaded when a text first has any."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable

_CJK = re.compile(r"[\u3400-\u9fff]+")


def simplified(text: str) -> str:
    """``text`` in simplified characters; its length stays the same, so that spans stay valid."""
    if not _has_traditional(text):
        return text
    converted = _converter()(text)
    if len(converted) == len(text):
        return converted
    return "".join(one if len(one := _converter()(char)) == 1 else char for char in text)


def _has_traditional(text: str) -> bool:
    """Whether a Chinese character lies outside the simplified character set GB 2312."""
    try:
        "".join(_CJK.findall(text)).encode("gb2312")
    except UnicodeEncodeError:
        return True
    return False


@functools.cache
def _converter() -> Callable[[str], str]:
    import opencc

    convert: Callable[[str], str] = opencc.OpenCC("t2s").convert
    return convert
