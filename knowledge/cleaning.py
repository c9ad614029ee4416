"""What a scrape has put into a document and does not belong there, found by how it behaves.

An inserted spam token is a foreign name that comes back and breaks a word or a sentence; footers are copyright and
registration lines; calls to comment are addressed to the reader of a web page. Nothing here knows any document or
brand. Each removal is reported with its span in the original and its reason; nothing else is changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from knowledge.insertions import find_insertions
from knowledge.loading import Document, Paragraph


class Reason(StrEnum):
    """Why something was removed."""

    INSERTED_NAME = "inserted_name"
    FOOTER = "footer"
    CALL_TO_COMMENT = "call_to_comment"


@dataclass(frozen=True, slots=True)
class Removal:
    """Characters ``start`` to ``end`` of the original are no part of the document."""

    line: int
    start: int
    end: int
    text: str
    reason: Reason


_FOOTER_MARKS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"版权所有|版權所有|保留所有权利|all rights reserved",
        r"copyright\b|©|\(c\)\s*\d{4}",
        r"\bICP[备證证]|[一-鿿]ICP备|公网安备|备案号|网安备案",
        r"技术支持[::]|网站地图|友情链接|免责声明[::]|privacy policy|terms of (?:use|service)",
    )
)
_REGISTRATION = re.compile(r"[一-鿿]?ICP[备证]\s*\d{5,}|公网安备\s*\d{6,}", re.IGNORECASE)
_LONGEST_FOOTER = 160

_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?”’\")）]*|[。！？!?]+")
_CALL = re.compile(
    r"(?:欢迎|歡迎|期待|快来|赶快|不妨|记得|请)[^。！？!?]{0,18}(?:评论区|評論區|留言区|留言|评论处|下方评论|文末|弹幕)"
    r"|(?:评论区|留言区|評論區)(?:里|中)?(?:见|告诉|聊聊|等你|等您)"
    r"|(?:点赞|转发|收藏|在看)[^。！？!?]{0,8}(?:关注|分享|支持)[^。！？!?]{0,10}$"
    r"|\b(?:leave|drop|post|write|share)\b[^.!?]{0,40}\b(?:comments?|comment section)\b[^.!?]{0,12}$"
    r"|\b(?:let us know|tell us|sound off)\b[^.!?]{0,40}\bcomments?\b",
    re.IGNORECASE,
)
_TO_THE_READER = re.compile(r"您|你们?|\byou(?:r)?\b", re.IGNORECASE)
_QUESTION_END = re.compile(r"[?？][”’\")）]*\s*$")


def find_removals(document: Document) -> tuple[Removal, ...]:
    """Everything in ``document`` that is to be left out, in order, never overlapping."""
    footers = [p for p in document.paragraphs if is_footer(p.text)]
    body = [p for p in document.paragraphs if not is_footer(p.text)]
    found = [Removal(p.line, p.start, p.end, p.text, Reason.FOOTER) for p in footers]
    for paragraph in body:
        for start, end in _calls_to_comment(paragraph.text):
            found.append(_removal(paragraph, start, end, Reason.CALL_TO_COMMENT))
    for index, start, end in find_insertions([p.text for p in body], footers=[p.text for p in footers]):
        found.append(_removal(body[index], start, end, Reason.INSERTED_NAME))
    return tuple(_without_overlap(found))


def clean(paragraph: Paragraph, removals: Iterable[Removal]) -> str:
    """The text of ``paragraph`` without what is removed from it; empty if nothing is left."""
    kept: list[str] = []
    at = paragraph.start
    for removal in removals:
        if paragraph.start <= removal.start and removal.end <= paragraph.end:
            kept.append(paragraph.text[at - paragraph.start : removal.start - paragraph.start])
            at = removal.end
    kept.append(paragraph.text[at - paragraph.start :])
    return "".join(kept).strip()


def is_footer(text: str) -> bool:
    """Whether a line is a site's copyright or registration line."""
    if len(text) > _LONGEST_FOOTER:
        return False
    marks = sum(1 for mark in _FOOTER_MARKS if mark.search(text))
    if _REGISTRATION.search(text) or marks >= 2:
        return True
    return marks == 1 and bool(re.match(r"\W*(?:版权所有|版權所有|copyright\b\W*\d{4}|©)", text, re.IGNORECASE))


def _calls_to_comment(text: str) -> list[tuple[int, int]]:
    """Sentences that call for comments, with the question to the reader that leads up to one."""
    sentences = list(_SENTENCE.finditer(text))
    calls = {i for i, s in enumerate(sentences) if _CALL.search(s.group().rstrip("。！？!? "))}
    for i in sorted(calls):
        before = sentences[i - 1].group() if i and i - 1 not in calls else ""
        if _QUESTION_END.search(before) and _TO_THE_READER.search(before):
            calls.add(i - 1)
    return [sentences[i].span() for i in sorted(calls)]


def _removal(paragraph: Paragraph, start: int, end: int, reason: Reason) -> Removal:
    return Removal(paragraph.line, paragraph.start + start, paragraph.start + end, paragraph.text[start:end], reason)


def _without_overlap(removals: Sequence[Removal]) -> Iterable[Removal]:
    reached = -1
    for removal in sorted(removals, key=lambda r: (r.start, -r.end)):
        if removal.start >= reached:
            reached = removal.end
            yield removal
