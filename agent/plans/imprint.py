"""Who hands a plan over, and when: what a board looks for on every page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from agent.language.tongue import Tongue

if TYPE_CHECKING:
    from agent.settings import Settings


@dataclass(frozen=True, slots=True)
class Imprint:
    """Company and author of the files, both empty where nobody set them; ``day`` (``2026-03-01``) is by default today."""

    company: str = ""
    author: str = ""
    day: str = ""

    @classmethod
    def of(cls, settings: Settings) -> Imprint:
        return cls(settings.company, settings.plan_author)

    @property
    def date(self) -> str:
        return self.day or datetime.now(UTC).strftime("%Y-%m-%d")

    def line(self, tongue: Tongue) -> str:
        """All of it on one line."""
        by = tongue.say(f"编制：{self.author}", f"prepared by {self.author}") if self.author else ""
        return " · ".join(part for part in (self.company, self.date, by) if part)
