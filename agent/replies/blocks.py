"""A reply's Markdown as data: what a page or a card would lay out, with the text of each part as it reads.

The text stays what was checked; this is the same again, parsed, and adds no words to it. Which figure is printed where is
carried over from the text to the runs of each block, so that whoever lays a reply out needs no parser.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token
    from markdown_it.tree import SyntaxTreeNode

    from agent.replies.turn import Span

Data = dict[str, Any]

_CITATION = re.compile(r"\[([1-9][0-9]{0,2})\]")


def blocks_of(markdown: str, spans: Sequence[Span] = ()) -> list[Data]:
    """The blocks of ``markdown``, as :data:`agent.replies.model.Block` takes them; ``spans`` are places in ``markdown``."""
    from markdown_it.tree import SyntaxTreeNode

    return _Reader(markdown, spans).blocks(SyntaxTreeNode(_parser().parse(markdown)).children)


@functools.cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable("table")


class _Reader:
    """Goes over the parsed text once, in its order, and finds each piece of it again where it was written."""

    def __init__(self, markdown: str, spans: Sequence[Span]) -> None:
        self._markdown = markdown
        self._spans = sorted(spans, key=lambda span: span.start)
        self._at = 0

    def blocks(self, nodes: Sequence[SyntaxTreeNode]) -> list[Data]:
        return [block for node in nodes if (block := self._block(node)) is not None]

    def _block(self, node: SyntaxTreeNode) -> Data | None:
        match node.type:
            case "heading":
                return {"type": "heading", "level": int(node.tag[1:]), **self._said(node)}
            case "paragraph":
                return {"type": "paragraph", **self._said(node)}
            case "bullet_list":
                return {"type": "list", "ordered": False, "start": 1, "items": self._items(node)}
            case "ordered_list":
                start = int(node.attrs.get("start", 1))
                return {"type": "list", "ordered": True, "start": start, "items": self._items(node)}
            case "blockquote":
                return {"type": "quotation", "blocks": self.blocks(node.children)}
            case "table":
                return self._table(node)
            case "fence" | "code_block":
                return {"type": "code", "text": node.content.rstrip("\n")}
            case "hr":
                return {"type": "rule"}
        return None

    def _items(self, node: SyntaxTreeNode) -> list[Data]:
        return [{"blocks": self.blocks(item.children)} for item in node.children]

    def _table(self, node: SyntaxTreeNode) -> Data:
        """Header and rows; the parser has brought all rows to the width of the header."""
        cells = [[(cell, self._said(cell)) for cell in row.children] for part in node.children for row in part.children]
        rows = [[said for _, said in row] for row in cells]
        return {
            "type": "table",
            "header": [said["text"] for said in rows[0]],
            "rows": [[said["text"] for said in row] for row in rows[1:]],
            "align": [str(cell.attrs.get("style", "text-align:left")).rpartition(":")[2] for cell, _ in cells[0]],
            "runs": [[said["runs"] for said in row] for row in rows[1:]],
        }

    def _said(self, node: SyntaxTreeNode) -> Data:
        """The words of a node's inline content, whole and in runs."""
        runs = [run for child in node.children if child.type == "inline" for run in self._runs(child.token)]
        runs = _trimmed(runs)
        return {"text": "".join(run["text"] for run in runs), "runs": runs}

    def _runs(self, inline: Token | None) -> Iterator[Data]:
        strong = 0
        for token in (inline.children if inline else None) or ():
            if token.type == "strong_open":
                strong += 1
            elif token.type == "strong_close":
                strong -= 1
            elif token.type in ("softbreak", "hardbreak"):
                yield _run("\n", strong=bool(strong))
            elif token.type in ("text", "code_inline", "text_special", "image") and token.content:
                yield from self._placed(token.content, strong=bool(strong))

    def _placed(self, text: str, *, strong: bool) -> Iterator[Data]:
        """``text``, cut where a figure or a citation begins and ends. What was written otherwise stays in one piece."""
        start = self._markdown.find(text, self._at)
        if start < 0:
            yield _run(text, strong=strong)
            return
        self._at = end = start + len(text)
        at = start
        for span in self._spans:
            if span.start >= at and span.end <= end:
                yield from _cited(self._markdown[at : span.start], strong=strong)
                printed = self._markdown[span.start : span.end]
                yield _run(printed, strong=strong, fact=span.fact, statement=span.statement)
                at = span.end
        yield from _cited(self._markdown[at:end], strong=strong)


def _run(text: str, **marks: Any) -> Data:
    return {"text": text, **marks}


def _cited(text: str, *, strong: bool) -> Iterator[Data]:
    at = 0
    for match in _CITATION.finditer(text):
        if text[at : match.start()]:
            yield _run(text[at : match.start()], strong=strong)
        yield _run(match[0], strong=strong, citation=int(match[1]))
        at = match.end()
    if text[at:]:
        yield _run(text[at:], strong=strong)


def _trimmed(runs: list[Data]) -> list[Data]:
    """``runs`` without blanks at either end; runs of nothing else are left out there."""
    while runs and not runs[0]["text"].strip():
        runs = runs[1:]
    while runs and not runs[-1]["text"].strip():
        runs = runs[:-1]
    if runs:
        runs[0] = {**runs[0], "text": runs[0]["text"].lstrip()}
        runs[-1] = {**runs[-1], "text": runs[-1]["text"].rstrip()}
    return runs


def tables_in(blocks: Sequence[Data]) -> list[Data]:
    """The tables among ``blocks``, those inside of quotations and lists included."""
    found: list[Data] = []
    for block in blocks:
        if block["type"] == "table":
            found.append(block)
        found += tables_in(block.get("blocks", ()))
        for item in block.get("items", ()):
            found += tables_in(item["blocks"])
    return found
