"""How a section finds its words: one function per kind of section, registered where it is written."""

from __future__ import annotations

import functools

from agent.planning.plan import Section
from agent.writing.phrases import Voice


@functools.singledispatch
def tell(section: Section, voice: Voice) -> str:
    """The section in words, with references for figures."""
    raise NotImplementedError(f"nobody tells {type(section).__name__} in {voice.language}")
