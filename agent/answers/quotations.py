"""Quotations: the words of a passage as a block, in the reply's language where the passage has a translation, with origin and phase."""

from __future__ import annotations

from typing import Protocol

from agent.answers import said
from agent.answers.model import Cite, Piece, Printed, Quotation
from agent.answers.voice import Voice


class Words(Protocol):
    """What a quotation needs of a passage."""

    @property
    def text(self) -> str: ...

    @property
    def translation(self) -> str | None: ...


def say_quotation(quotation: Quotation, passage: Words, voice: Voice) -> Printed:
    """The passage as a block quote; its figures are the source's and no facts."""
    words = passage.text if voice.zh or passage.translation is None else passage.translation
    lines = [" ".join(line.split()) for line in words.splitlines() if line.strip()]
    body = "\n".join(f"> {line}" for line in lines)
    notes = [said.ordinal(quotation.phase, zh=voice.zh)] if quotation.phase is not None else []
    notes += [voice.texts.words["cut_off"]] if quotation.cut_off else []
    if notes:
        inner = voice.texts.words["semi"].join(notes)
        body += f"（{inner}）" if voice.zh else f" ({inner})"
    return Printed((Piece(body), Cite(quotation.passage)), block=True)
