"""A language, for whoever finds words: a choice between two texts, names, lists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tools.identity import Label
from tools.tongues import chinese, pick


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language of ``tools.tongues``."""

    language: str

    @property
    def zh(self) -> bool:
        return chinese(self.language)

    def say(self, zh: str, en: str) -> str:
        return pick(self.language, zh, en)

    def name(self, label: Label) -> str:
        return label.in_language(self.language)

    def join(self, items: Iterable[str]) -> str:
        """A list within a sentence."""
        parts = list(items)
        if self.zh:
            return "、".join(parts)
        return ", ".join(parts[:-1]) + (f" and {parts[-1]}" if len(parts) > 1 else "".join(parts)) if parts else ""
