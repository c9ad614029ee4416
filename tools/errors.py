"""What can go wrong in a calculation, sorted by who can act on it.

:class:`InvalidInput` is for the person who asked (or the model that called): its message is a sentence that says
what to do, in both languages. :class:`BrokenParameters` is for the maintainer of the framework data.
"""

from __future__ import annotations

from dataclasses import dataclass


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
        return self.zh if language == "zh" else self.en


class BrokenParameters(ToolError):
    """The framework data contradicts itself; the message names the field."""
