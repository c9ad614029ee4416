"""What is said around a reply wherever it is explained, listed or exported, and of a file of spends: a module a language."""

from __future__ import annotations

from tools.tongues import module


def say(key: str, language: str, **values: object) -> str:
    """The words for ``key`` in ``language``."""
    whole, own = module(__name__, "words", language)
    text: str = getattr(own, "WORDS", {}).get(key) or whole.WORDS[key]
    return text.format(**values)
