"""What can go wrong in a turn, sorted by who can act on it.

The person who asked gets ``tools.errors.InvalidInput`` (a sentence that says what to do). Trouble with the model never
reaches them as an error: it ends in the offline answer with one line saying why.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from agent.usage import NOTHING, Usage
from tools.tongues import pick

if TYPE_CHECKING:
    from agent.turn import Turn


class AdvisorError(Exception):
    """Base of the errors of this package. ``zh`` is the message in Chinese, where it has one."""

    def __init__(self, message: str = "", zh: str = "") -> None:
        self.zh = zh
        super().__init__(message)

    def in_language(self, language: str) -> str:
        """The message in ``language``."""
        return pick(language, self.zh or str(self), str(self))


class SettingsError(AdvisorError):
    """The operator has to fix a setting; the message names it and says how."""


class WrongUsage(AdvisorError):
    """A command was asked for something that it cannot be asked for; the message says what it takes."""


class ConversationNotFound(AdvisorError):
    """There is no stored conversation of that name."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"there is no conversation named {name!r}")


class Trouble(StrEnum):
    """Why a model gave no usable reply."""

    AUTHENTICATION = "authentication"
    RATE_LIMIT = "rate_limit"
    UNAVAILABLE = "unavailable"
    TIMEOUT = "timeout"
    CUT_OFF = "cut_off"
    REFUSED = "refused"
    EMPTY = "empty"
    MALFORMED = "malformed"
    TOO_MANY_CALLS = "too_many_calls"
    UNSUPPORTED_FIGURES = "unsupported_figures"
    CONFIGURATION = "configuration"
    QUOTA = "quota"
    MODEL = "model"
    ADDRESS = "address"
    UNREACHABLE = "unreachable"
    CERTIFICATE = "certificate"
    PROXY = "proxy"
    TOO_LONG = "too_long"
    THOUGHTS = "thoughts"
    LANGUAGE = "language"
    DAILY_BOUND = "daily_bound"


class ModelTrouble(AdvisorError):
    """The model gave no usable reply; ``trouble`` says why in a word, ``detail`` is for the log.

    ``refused`` counts the figures that the gate did not let through on the way, ``kinds`` says why, ``usage`` what was spent. ``turn`` is the turn
    as the model read it anew before it failed, where it did.
    """

    def __init__(
        self,
        trouble: Trouble,
        detail: str = "",
        *,
        refused: int = 0,
        kinds: tuple[str, ...] = (),
        usage: Usage = NOTHING,
        turn: Turn | None = None,
    ) -> None:
        self.trouble = trouble
        self.detail = detail
        self.refused = refused
        self.kinds = kinds
        self.usage = usage
        self.turn = turn
        super().__init__(f"{trouble.value}: {detail}" if detail else trouble.value)
