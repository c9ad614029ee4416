"""Cutting a document into passages: the units that are searched, cited and shown.

A passage is a paragraph with its place in the original and its clean text; long paragraphs are cut at sentence ends.
Passages whose sentence breaks off, whose announced list is missing or whose question was lost are marked as such.
Headings, questions and the English translation come from the edition, which is applied in ``editions``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from knowledge.cleaning import Removal, clean
from knowledge.loading import Document, Paragraph, digest
from tools.identity import Label
from tools.parameters import Terms
from tools.tongues import chinese

LONGEST = 800

CUT_OFF = "cut_off"
LIST_MISSING = "list_missing"

_ANSWER = re.compile(r"\s*(?:答|A|Answer)\s*[:：]\s*\S", re.IGNORECASE)
_QUESTION = re.compile(r"\s*(?:问|Q|Question)\s*[:：]|.*[?？]\s*$", re.IGNORECASE)
_ENDS = re.compile(r"[。．.！!？?;；…～~][”’\"'」』）)】\]》〉]*\s*$")
_ANNOUNCES = re.compile(r"[:：][”’\"'）)]*\s*$|(?:如下|以下几点|包括以下|the following|as follows)\s*$", re.IGNORECASE)
_ITEM = re.compile(r"\s*(?:[-*•·●○■◆–—]|[(（]?[0-9０-９一二三四五六七八九十①-⑳a-zA-Z]{1,3}[)）.、．:：]|[①-⑳])\s*\S")
_MARKUP = re.compile(r"^\s*#{1,6}\s+")
_INNER = re.compile(r"[,，。、;；!！?？]")
_SENTENCE = re.compile(r"[^。！？!?\n]*[。！？!?]+[”’\"）)]*|[^。！？!?\n]+$")
_CJK = re.compile(r"[㐀-鿿]")


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a document that can be cited; ``start`` to ``end`` are its characters in the original.

    ``incomplete`` tells why the text is not whole: its sentence is cut off or its list is missing. ``text`` is the
    original without what cleaning removed; ``translation`` is its English edition, if there is one. ``place`` (page, slide,
    sheet and row) and ``date`` come from the document's file.
    """

    id: str
    document: str
    line: int
    start: int
    end: int
    text: str
    heading: Label = Label("", "")
    translation: str | None = None
    questions: Terms = field(default_factory=Terms)
    synonyms: Terms = field(default_factory=Terms)
    kind: str = "body"
    incomplete: str | None = None
    question_missing: bool = False
    place: str = ""
    date: str = ""

    def in_language(self, language: str) -> str:
        """The text in ``language``, in Chinese where there is no translation."""
        return self.text if chinese(language) or self.translation is None else self.translation


def cut(document: Document, *, removals: Sequence[Removal] = ()) -> tuple[Passage, ...]:
    """The passages of ``document`` in order. Ids come from the content, so that inserting a line keeps the others."""
    whole = [(paragraph, clean(paragraph, removals)) for paragraph in document.paragraphs]
    kept = [(paragraph, text) for paragraph, text in whole if text]
    passages: list[Passage] = []
    used: set[str] = set()
    headings: list[str] = []
    for index, (paragraph, text) in enumerate(kept):
        following = kept[index + 1][1] if index + 1 < len(kept) else ""
        previous = kept[index - 1][1] if index else ""
        if document.structured and _MARKUP.match(text):
            level = len(text) - len(text.lstrip("#"))
            headings = [*headings[: level - 1], heading_text(text)]
            continue
        if following and not document.structured and is_heading(text):
            headings = [*headings, heading_text(text)] if index and is_heading(previous) else [heading_text(text)]
            continue
        heading = " / ".join(headings)
        answer = bool(_ANSWER.match(text))
        for piece, start, end in _pieces(document, paragraph, text, removals):
            last = end == paragraph.end
            passages.append(
                Passage(
                    id=_fresh_id(document.id, piece, used),
                    document=document.id,
                    line=paragraph.line,
                    start=start,
                    end=end,
                    text=piece,
                    heading=Label(heading, heading),
                    kind="faq" if answer else "item" if _ITEM.match(text) else "body",
                    incomplete=incompleteness(piece, following=following) if last and not document.structured else None,
                    question_missing=answer and not document.structured and not _QUESTION.match(previous),
                    place=document.places.get(paragraph.line, ""),
                    date=document.date,
                )
            )
    return tuple(passages)


def incompleteness(text: str, *, following: str = "") -> str | None:
    """Why ``text`` is not whole, or ``None``; ``following`` is the next paragraph of the document."""
    if _ANNOUNCES.search(text):
        return None if _ITEM.match(following) else LIST_MISSING
    if _ENDS.search(text) or is_heading(text) or _ITEM.match(text):
        return None
    return CUT_OFF


def is_heading(text: str) -> bool:
    """Whether a line is a title: marked as one, or short, without punctuation inside or at its end."""
    if _MARKUP.match(text):
        return True
    if _ITEM.match(text) or _ENDS.search(text) or _INNER.search(text) or _ANNOUNCES.search(text):
        return False
    return len(text) <= 30 if _CJK.search(text) else len(text.split()) <= 10


def heading_text(text: str) -> str:
    return _MARKUP.sub("", text).strip()


def _pieces(
    document: Document, paragraph: Paragraph, text: str, removals: Sequence[Removal]
) -> Iterator[tuple[str, int, int]]:
    """``text`` as it is, or cut at sentence ends where it is longer than a passage may be."""
    if len(text) <= LONGEST:
        yield text, paragraph.start, paragraph.end
        return
    start = paragraph.start
    for end in _cuts(paragraph, removals):
        part = Paragraph(paragraph.line, start, end, document.text[start:end])
        piece = clean(part, removals)
        if piece:
            yield piece, start, end
        start = end


def _cuts(paragraph: Paragraph, removals: Sequence[Removal]) -> Iterator[int]:
    """Where a long paragraph is cut: after sentences, never inside a removal, at the latest after ``LONGEST``."""
    reached = 0
    ends = [match.end() for match in _SENTENCE.finditer(paragraph.text)]
    ends = [end for end in ends if not any(r.start < paragraph.start + end < r.end for r in removals)]
    for end, following in zip(ends, [*ends[1:], len(paragraph.text)], strict=True):
        while end - reached > LONGEST:
            reached += LONGEST
            if not any(r.start < paragraph.start + reached < r.end for r in removals):
                yield paragraph.start + reached
        if following - reached > LONGEST and end > reached:
            reached = end
            yield paragraph.start + end
    if reached < len(paragraph.text):
        yield paragraph.end


def _fresh_id(document_id: str, text: str, used: set[str]) -> str:
    """``document:hash``, longer where two texts would share it, numbered where the text itself comes back."""
    name = digest(text)
    candidates = (f"{document_id}:{name[:length]}" for length in (6, 8, 12, 64))
    found = next((candidate for candidate in candidates if candidate not in used), f"{document_id}:{name}-{len(used)}")
    used.add(found)
    return found
