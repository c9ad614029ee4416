"""Quotations: the words of a passage as a block, in the reply's language where the passage has a translation, with origin and phase."""

from __future__ import annotations

import re
import unicodedata
from typing import Protocol

from agent.answers import said
from agent.answers.model import Cite, Piece, Printed, Quotation
from agent.answers.voice import Voice

#: What a document might fake a citation, a link, an image, a reference or code with; the wide forms read the same and do nothing.
_LIVE = str.maketrans("[]<`", "［］＜｀")
_ENTITY = re.compile(r"&(?=#?[A-Za-z0-9]{1,32};)")


class Words(Protocol):
    """What a quotation needs of a passage."""

    @property
    def text(self) -> str: ...

    @property
    def translation(self) -> str | None: ...


def say_quotation(quotation: Quotation, passage: Words, voice: Voice) -> Printed:
    """The passage as a block quote; its figures are the source's and no facts, and its one citation is the one at its end."""
    words = quotation.only or (passage.text if voice.zh or passage.translation is None else passage.translation)
    lines = [" ".join(inert(line).split()) for line in words.splitlines()]
    body = "\n".join(f"> {line}" for line in lines if line)
    notes = [said.ordinal(quotation.phase, zh=voice.zh)] if quotation.phase is not None else []
    notes += [voice.texts.words["cut_off"]] if quotation.cut_off else []
    if notes:
        inner = voice.texts.words["semi"].join(notes)
        body += f"（{inner}）" if voice.zh else f" ({inner})"
    return Printed((Piece(body), Cite(quotation.passage)), block=True)


def inert(words: str) -> str:
    """``words`` of a document as they read, without what would act where they are shown: brackets, tags, entities and invisible marks."""
    seen = "".join(c for c in words if c == "\t" or unicodedata.category(c) not in ("Cc", "Cf"))
    return _ENTITY.sub("＆", seen.translate(_LIVE))
