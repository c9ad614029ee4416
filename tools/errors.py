"""What can go wrong in a calculation, sorted by who can act on it.

:class:`InvalidInput` is for the person who asked (or the model that called): its message is a sentence that says
what to do, in both languages.
"""

from __future__ import annotations

from dataclasses import dataclass

from tools.tongues import pick


class ToolError(Exception):
    """Base of all errors of this package."""


@dataclass(eq=False)
class InvalidInput(ToolError):
    """An argument that cannot be computed with. ``zh`` and ``en`` are whole sentences for the reader."""

    code: str
    zh: str
    en: str

    def __str__(self) -> str:
        return self.en

    def in_language(self, language: str) -> str:
        return pick(language, self.zh, self.en)


class Mistaken(ValueError):
    """A text that somebody typed where another form is needed: what it must be, in English and, as ``zh``, in Chinese."""

    def __init__(self, en: str, zh: str) -> None:
        self.zh = zh
        super().__init__(en)
