"""Where a line of text may end: Chinese and English by their rules, and never within a figure or a citation.

A Chinese line neither begins with a closing mark nor ends with an opening one; "[1]", "$1,234.56" and "3,000万元" stay whole as long as they fit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from rich.cells import cell_len

#: Marks that no line begins with, and that none ends with.
_NO_START = frozenset("。，、；：！？）】》」』〉〕”’…—·%％℃.,;:!?)]}～")
_NO_END = frozenset("（【《「『〈〔“‘([{$€£¥￥≥≤≈~约")
_UNITS = (
    "个百分点|百分点|(?:[十百千]?[万亿]|千|百)?(?:人民币|[美欧港日韩新台澳加]?元|英镑|日元|欧元|卢比|泰铢)|[十百千]?[万亿]|"
    "[倍人篇条件项个份套张段天周年月日号时分秒季度轮次层级小]+"
)
#: What stays on one line: a citation, and a figure with its sign, its currency and its unit.
_WHOLE = re.compile(
    r"\[[0-9]+\]"
    r"|[≥≤≈<>~＋+−–-]*(?:\b(?:RMB|[A-Z]{2,3})[ \u00a0]?)?[$€£¥￥₹₩]*[0-9](?:[0-9.,:/]*[0-9])?(?:[ \u00a0]?(?:%|％|×|x\b))?"
    rf"(?:[ \u00a0](?:million|billion|thousand)\b|[ \u00a0]?(?:{_UNITS}))?"
    r"|[FSU][0-9]+"
)


def longest(text: str) -> int:
    """Cells of the longest piece that no line end goes through."""
    ends = [0, *_chances(text), len(text)]
    return max((cell_len(text[a:b].strip()) for a, b in pairwise(ends)), default=0)


def figures(text: str) -> list[str]:
    """Citations and figures, each as it has to stand on one line."""
    return [match[0].strip() for match in _WHOLE.finditer(text)]


def line_starts(text: str, width: int) -> list[int]:
    """Where the second and every further line of ``text`` begins, in lines of ``width`` cells; its own line ends count as well."""
    found, start = [], 0
    for line in text.splitlines(keepends=True):
        found += [start + at for at in _starts(line, max(1, width))]
        start += len(line)
        found.append(start)
    return found[:-1] if found else []


def _starts(line: str, width: int) -> Iterator[int]:
    """The same for text without line ends."""
    chances, start = _chances(line), 0
    while cell_len(line[start:].rstrip()) > width:
        fitting = [at for at in chances if at > start and cell_len(line[start:at].rstrip()) <= width]
        start = fitting[-1] if fitting else _forced(line, start, width)
        yield start


def _forced(line: str, start: int, width: int) -> int:
    """The end of a line that nothing in it allows: as much as fits, and one character at least."""
    at = start + 1
    while at < len(line) and cell_len(line[start : at + 1]) <= width:
        at += 1
    return at


def _chances(text: str) -> list[int]:
    """Where a line may begin: after spaces, and at a Chinese character, but for what the marks and the figures forbid."""
    held = {at for match in _WHOLE.finditer(text) for at in range(match.start() + 1, match.end())}
    return [at for at in range(1, len(text)) if at not in held and _may_begin(text, at)]


def _may_begin(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at]
    if after.isspace() or after in _NO_START:
        return False
    if before.isspace():
        return text[:at].rstrip()[-1:] not in _NO_END if text[:at].strip() else False
    return before not in _NO_END and (_wide(before) or _wide(after))


def _wide(char: str) -> bool:
    return cell_len(char) == 2 or char in "”’…—"
