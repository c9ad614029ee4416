"""A reply as Block Kit messages: text, a table, the chart, sources as context, buttons.

A message stays below Slack's limits (blocks, characters of a block and of all blocks together, one table); what does not
fit goes into the next message. Everything shown is escaped; nothing unfurls.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from agent.channels.slack.inbound import target_value
from agent.channels.slack.mrkdwn import escape, inert, pieces, to_mrkdwn
from agent.channels.slack.words import GUIDE, say
from tools.tongues import chinese

if TYPE_CHECKING:
    from agent.replies import Answered, Source

Block = dict[str, Any]

SECTION = 2800
MESSAGE = 9000
MOST_BLOCKS = 40
MOST_ROWS, MOST_COLUMNS = 99, 20
FALLBACK = 300

#: A person, as Slack names one; shorter words may be ids of figures.
_PERSON = re.compile(r"[UW][A-Z0-9]{6,30}")
_ROW = re.compile(r"\s*\|(.+)\|\s*")
_MARK = re.compile(r"^\s*(?:> ?|#{1,6} |[-*] )+")
_RULE = re.compile(r"\s*\|[\s:|-]+\|\s*")


def reply_messages(
    reply: Answered, *, chart: str | None = None, share: bool = False, before: str = "", behind: str = ""
) -> list[dict[str, Any]]:
    """The messages of a reply: ``text`` for notifications and ``blocks``. ``chart`` is the id of an uploaded picture.

    ``before`` and ``behind`` are lines of the channel's own around it.
    """
    blocks = [*([_context(before)] if before else []), *text_blocks(reply.text)]
    if chart is not None:
        blocks.append({"type": "image", "slack_file": {"id": chart}, "alt_text": say("chart", reply.language)})
    blocks += _sources(reply.sources, reply.language)
    blocks += [_context(line) for line in (reply.notice, behind) if line]
    blocks.append(_buttons(reply, share=share))
    return messages(blocks, reply.text)


def told_messages(reply: Answered) -> list[dict[str, Any]]:
    """The messages of a reply that is no turn of a conversation: it has no buttons, which would ask about its turn."""
    return messages([*text_blocks(reply.text), *_sources(reply.sources, reply.language)], reply.text)


def with_people(messages: list[dict[str, Any]], people: frozenset[str]) -> list[dict[str, Any]]:
    """``messages`` in which whoever spoke is named as Slack names people, not by an id.

    In a table nothing is a mention, so there the id stays.
    """
    known = [person for person in people if _PERSON.fullmatch(person)]
    if not known:
        return messages
    names = re.compile(rf"(?<![\w@])(?:{'|'.join(map(re.escape, sorted(known)))})(?!\w)")

    def named(value: Any, kind: str = "") -> Any:
        if isinstance(value, dict):
            return {
                key: named(inner, value.get("type", "")) if key != "rows" else inner for key, inner in value.items()
            }
        if isinstance(value, list):
            return [named(inner, kind) for inner in value]
        return (
            names.sub(lambda match: f"<@{match[0]}>", value) if isinstance(value, str) and kind == "mrkdwn" else value
        )

    return [{**message, "blocks": named(message["blocks"])} for message in messages]


def text_messages(text: str) -> list[dict[str, Any]]:
    """The messages of a text in our replies' Markdown."""
    return messages(list(text_blocks(text)), text)


def messages(blocks: Sequence[Block], text: str) -> list[dict[str, Any]]:
    """``blocks`` parted into messages below the limits."""
    parts: list[list[Block]] = [[]]
    size, tables = 0, 0
    for block in blocks:
        weight = _weight(block)
        table = block["type"] == "table"
        if parts[-1] and (size + weight > MESSAGE or len(parts[-1]) >= MOST_BLOCKS or (table and tables)):
            parts.append([])
            size, tables = 0, 0
        parts[-1].append(block)
        size += weight
        tables += table
    fallback = escape(plain(text, FALLBACK))
    return [{"text": fallback, "blocks": part} for part in parts]


def plain(markdown: str, longest: int) -> str:
    """A text without its marks, in one line, as a notification shows it: tables as their cells, cut at a word."""
    lines = []
    for line in markdown.split("\n"):
        if _RULE.fullmatch(line):
            continue
        row = _ROW.fullmatch(line)
        told = ", ".join(filter(None, (cell.strip() for cell in row[1].split("|")))) if row else _MARK.sub("", line)
        if told := told.replace("**", "").replace("`", "").replace("\\|", "|").strip():
            lines.append(f"{told};" if row else told)
    text = " ".join(lines).rstrip(";")
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > longest // 2 else cut) + "…"


def text_blocks(markdown: str) -> Iterator[Block]:
    """Paragraphs as sections, the first table as a table, and further ones, of which a message shows none, as lists."""
    prose: list[str] = []
    rows: list[list[str]] = []
    shown = False
    for line in [*markdown.split("\n"), ""]:
        match = _ROW.fullmatch(line)
        if match:
            if not _RULE.fullmatch(line):
                rows.append([cell.strip() for cell in match[1].split("|")])
            continue
        if rows:
            if shown:
                prose += _lines(rows)
            else:
                yield from _sections(prose)
                yield from _table(rows)
                prose, shown = [], True
            rows = []
        prose.append(line)
    yield from _sections(prose)


def _lines(rows: list[list[str]]) -> Iterator[str]:
    """The rows of a table as list items: the first cell, then each other one behind the head of its column."""
    head, *body = rows
    for first, *cells in body:
        told = [f"{name}: {cell}" if name else cell for name, cell in zip(head[1:], cells, strict=False) if cell]
        yield f"- **{first}**: {'; '.join(told)}"


def _sections(lines: list[str]) -> Iterator[Block]:
    for piece in pieces("\n".join(lines).strip("\n"), SECTION):
        if piece.strip():
            yield {"type": "section", "text": _mrkdwn(to_mrkdwn(piece.strip("\n")))}


def _table(rows: list[list[str]]) -> Iterator[Block]:
    """A table block; one with more rows than Slack takes goes on in the next."""
    width = min(MOST_COLUMNS, max(map(len, rows)))
    cells = [[_cell(row[n] if n < len(row) else "") for n in range(width)] for row in rows]
    for start in range(0, len(cells), MOST_ROWS):
        yield {"type": "table", "rows": cells[start : start + MOST_ROWS]}


def _cell(text: str) -> dict[str, str]:
    return {"type": "raw_text", "text": inert(text.replace("**", "").replace("\\|", "|"))[:500] or "–"}


def _sources(sources: Sequence[Source], language: str) -> Iterator[Block]:
    for source in sources:
        words = source.zh if chinese(language) or not source.en else source.en
        place = f"[{source.number}] {source.passage}"
        yield _context(f"{place}  {words if len(words) <= 220 else f'{words[:219]}…'}")


def _context(text: str) -> Block:
    return {"type": "context", "elements": [_mrkdwn(escape(text)[:1900])]}


def _mrkdwn(escaped: str) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": escaped, "verbatim": True}


def _buttons(reply: Answered, *, share: bool) -> Block:
    value = target_value(reply.conversation, reply.turn)
    names = ["why", "helpful", "not_helpful", *(["share"] if share else [])]
    if not reply.facts:
        names.remove("why")
    elements = [
        {"type": "button", "action_id": name, "value": value, "text": {"type": "plain_text", "text": say(name, reply.language)}}
        for name in names
    ]  # fmt: skip
    return {"type": "actions", "elements": elements}


def home_view() -> dict[str, Any]:
    """The App Home: a short guide."""
    return {"type": "home", "blocks": [{"type": "section", "text": _mrkdwn(GUIDE)}]}


def _weight(value: Any) -> int:
    """How many characters of text a block holds, and a little for each of its parts."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, dict):
        return 10 + sum(map(_weight, value.values()))
    if isinstance(value, list):
        return sum(map(_weight, value))
    return 1
