"""The words by which the gate knows the framework in force, made once a framework."""

from __future__ import annotations

from functools import lru_cache

from agent.grounding.words import Vocabulary
from tools.parameters import Framework


@lru_cache(maxsize=8)
def prose_vocabulary(framework: Framework) -> Vocabulary:
    """The names and counts of ``framework``, and its own sentences, which replies tell word for word."""
    told = {text for label in framework.wordings for text in (label.zh, label.en) if text}
    return Vocabulary.of(framework, names=sorted(told))
