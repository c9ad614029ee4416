"""Reading documents verbatim: text, hash, and paragraphs with their character spans in the original.

Nothing is changed here, not even line ends, so that a span always slices the file as it is. Cleaning and cutting
into passages come later.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from knowledge.errors import DocumentUnreadable

_LINE = re.compile(r"[^\r\n]+")


def digest(text: str) -> str:
    """The hash by which texts are recognised: SHA-256 of the UTF-8 bytes, in hex."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the original that is not blank, without the white space around it. ``line`` counts from 1."""

    line: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """A document as it was found. ``text[p.start:p.end] == p.text`` for each paragraph ``p``.

    A converted document is ``structured``: only marked lines are headings, and ``places`` tells page, slide or sheet and row
    of its lines. ``date`` is the one that the file names.
    """

    id: str
    name: str
    text: str = field(repr=False)
    sha256: str
    paragraphs: tuple[Paragraph, ...] = field(repr=False)
    date: str = ""
    structured: bool = False
    places: Mapping[int, str] = field(default_factory=dict, repr=False)


def document_from_text(
    text: str,
    *,
    document_id: str,
    name: str = "",
    date: str = "",
    structured: bool = False,
    places: Mapping[int, str] | None = None,
) -> Document:
    paragraphs = paragraphs_of(text)
    return Document(document_id, name or document_id, text, digest(text), paragraphs, date, structured, places or {})


def paragraphs_of(text: str) -> tuple[Paragraph, ...]:
    found: list[Paragraph] = []
    line, counted = 1, 0
    for match in _LINE.finditer(text):
        start, end = match.span()
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start == end:
            continue
        between = text[counted:start]
        line += between.count("\n") + between.count("\r") - between.count("\r\n")
        counted = start
        found.append(Paragraph(line, start, end, text[start:end]))
    return tuple(found)


def load_document(path: Path, *, document_id: str | None = None) -> Document:
    """Read the UTF-8 text file at ``path``; a byte order mark is not part of the text."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise DocumentUnreadable(path.name, f"cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise DocumentUnreadable(path.name, "is not UTF-8 text") from error
    return document_from_text(text, document_id=document_id or short_id(path), name=path.name)


def short_id(path: Path) -> str:
    """A document id from a file name: ``Media Plan.zh.txt`` → ``media-plan``."""
    stem = path.name.split(".")[0].casefold()
    return re.sub(r"[^\w]+", "-", stem).strip("-_") or "document"
