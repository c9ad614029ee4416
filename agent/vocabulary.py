"""The words by which the gate knows the framework in force, made once a framework."""

from __future__ import annotations

from functools import lru_cache

from agent.grounding.words import Vocabulary
from tools.parameters import Framework


@lru_cache(maxsize=8)
def prose_vocabulary(framework: Framework, language: str = "") -> Vocabulary:
    """The names and counts of ``framework``. They are those of both languages, whichever ``language`` a reply is in."""
    return Vocabulary.of(framework)
