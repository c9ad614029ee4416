"""A reply as the text of a chat message: with its sources below, so that no [1] points nowhere, and as annotations.

Each source has an address, the page of its passage. Places count characters of the whole text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from agent.channels.http.callers import BASE
from agent.channels.http.chores import words

if TYPE_CHECKING:
    from starlette.requests import Request

    from agent.replies import Answered, Source

_NUMBER = re.compile(r"\[([1-9][0-9]{0,2})\]")


@dataclass(frozen=True, slots=True)
class Cited:
    """What follows a reply's text, and the annotations of both together."""

    behind: str
    annotations: list[dict[str, Any]]

    @classmethod
    def of(cls, reply: Answered, base: str, *, notes: tuple[str, ...] = ()) -> Cited:
        """``base`` is the address of this service, ``notes`` are sentences of code that stand behind the text."""
        told = words(reply.language)
        behind = "".join(f"\n\n{note}" for note in notes)
        if reply.sources:
            lines = [f"[{s.number}] [{_title(s, told['line'])}]({_address(base, s)})" for s in reply.sources]
            behind += f"\n\n**{told['sources']}**\n\n" + "  \n".join(lines)
        places = {s.number: s for s in reply.sources}
        annotations = [
            _annotation(match, places[int(match[1])], base, told["line"])
            for match in _NUMBER.finditer(reply.text)
            if int(match[1]) in places
        ]
        return cls(behind, annotations)


def base_of(request: Request) -> str:
    """The address under which the client reached this service; behind the front it is told."""
    if told := request.headers.get(BASE):
        return told
    secure = request.headers.get("x-forwarded-proto", "").strip().lower() == "https"
    return f"{'https' if secure else request.url.scheme}://{request.headers.get('host', 'localhost')}"


def _annotation(match: re.Match[str], source: Source, base: str, line: str) -> dict[str, Any]:
    return {
        "type": "url_citation",
        "url_citation": {
            "start_index": match.start(),
            "end_index": match.end(),
            "url": _address(base, source),
            "title": _title(source, line),
        },
    }


def _address(base: str, source: Source) -> str:
    return f"{base}/passages/{quote(source.passage, safe=':')}"


def _title(source: Source, line: str) -> str:
    place = source.place or line.format(line=source.line)
    text = ", ".join(part for part in (source.document, place, source.date) if part)
    return re.sub(r"[\[\]()]", " ", text)
