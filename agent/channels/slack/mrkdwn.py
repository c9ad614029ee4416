"""Text for Slack: escaped so that nothing in it pings or links, and cut below Slack's limits without losing any.

Leaves the layout of a reply to ``blocks``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

#: Invisible, and enough to keep a client from making a link or a ping of what it parts.
_JOINER = "\N{WORD JOINER}"

_LIVE = re.compile(
    r"(?P<address>://)|(?P<at>@)(?=\w)|(?P<www>www)(?=\.)|(?P<scheme>mailto|tel|slack)(?=:)", re.IGNORECASE
)
_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
_BREAKS = ("\n\n", "\n", "。", "；", ". ", "; ", "，", ", ", " ")


def inert(text: str) -> str:
    """``text`` in which no address, mention or channel word becomes live."""
    return _LIVE.sub(lambda match: f"{match[0][0]}{_JOINER}{match[0][1:]}", text)


def escape(text: str) -> str:
    """``text`` as mrkdwn that shows exactly its characters."""
    return inert(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def to_mrkdwn(markdown: str) -> str:
    """Our replies' Markdown (bold, headings, lists, quotes) as escaped mrkdwn."""
    lines = []
    for line in markdown.split("\n"):
        marker = re.match(r"(?P<quote>> ?)?(?:(?P<heading>#{1,6} )|(?P<item>\s*[-*] ))?", line)
        assert marker is not None
        rest = _BOLD.sub(r"*\1*", escape(line[marker.end() :]))
        head = "> " if marker["quote"] else ""
        if marker["heading"]:
            rest = f"*{rest.replace('*', '')}*"
        elif marker["item"]:
            head += marker["item"].replace("-", "•").replace("*", "•")
        lines.append(head + rest)
    return "\n".join(lines)


def pieces(text: str, limit: int) -> Iterator[str]:
    """``text`` in pieces whose mrkdwn is at most ``limit`` long, broken where a reader would break it."""
    while text:
        if len(text) < 2 * limit and len(to_mrkdwn(text)) <= limit:
            yield text
            return
        end = _fitting(text, limit)
        cut = _break(text, end)
        yield text[:cut]
        text = text[cut:]


def _fitting(text: str, limit: int) -> int:
    """The longest start of ``text`` that fits, found by halving."""
    low, high = 1, min(len(text), limit)
    while low < high:
        middle = (low + high + 1) // 2
        if len(to_mrkdwn(text[:middle])) <= limit:
            low = middle
        else:
            high = middle - 1
    return low


def _break(text: str, end: int) -> int:
    for mark in _BREAKS:
        at = text.rfind(mark, end // 2, end)
        if at > 0:
            return at + len(mark)
    return end
