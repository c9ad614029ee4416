"""A reply's Markdown as data: what a page or a card would lay out, with the text of each part as it reads.

The text stays what was checked; this is the same again, parsed, and adds no words to it.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token
    from markdown_it.tree import SyntaxTreeNode

Data = dict[str, Any]


def blocks_of(markdown: str) -> list[Data]:
    """The blocks of ``markdown``, as :data:`agent.replies.model.Block` takes them."""
    from markdown_it.tree import SyntaxTreeNode

    return _blocks(SyntaxTreeNode(_parser().parse(markdown)).children)


@functools.cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable("table")


def _blocks(nodes: Sequence[SyntaxTreeNode]) -> list[Data]:
    return [block for node in nodes if (block := _block(node)) is not None]


def _block(node: SyntaxTreeNode) -> Data | None:
    match node.type:
        case "heading":
            return {"type": "heading", "level": int(node.tag[1:]), "text": _text(node)}
        case "paragraph":
            return {"type": "paragraph", "text": _text(node)}
        case "bullet_list":
            return {"type": "list", "ordered": False, "start": 1, "items": _items(node)}
        case "ordered_list":
            return {"type": "list", "ordered": True, "start": int(node.attrs.get("start", 1)), "items": _items(node)}
        case "blockquote":
            return {"type": "quotation", "blocks": _blocks(node.children)}
        case "table":
            return _table(node)
        case "fence" | "code_block":
            return {"type": "code", "text": node.content.rstrip("\n")}
        case "hr":
            return {"type": "rule"}
    return None


def _items(node: SyntaxTreeNode) -> list[Data]:
    return [{"blocks": _blocks(item.children)} for item in node.children]


def _table(node: SyntaxTreeNode) -> Data:
    """Header and rows; the parser has brought all rows to the width of the header."""
    rows = [[_text(cell) for cell in row.children] for part in node.children for row in part.children]
    return {"type": "table", "header": rows[0], "rows": rows[1:]}


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


def _text(node: SyntaxTreeNode) -> str:
    """The words of a node's inline content."""
    return "".join(_words(child.token) for child in node.children if child.type == "inline").strip()


def _words(inline: Token | None) -> str:
    parts = []
    for token in (inline.children if inline else None) or ():
        if token.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif token.type in ("text", "code_inline", "text_special", "image"):
            parts.append(token.content)
    return "".join(parts)
