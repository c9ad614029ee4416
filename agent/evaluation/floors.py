"""Floors and ceilings: what share of a run must be right at least, and what share may be wrong at most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from agent.errors import WrongUsage
from agent.evaluation.report import Tally

#: The shares that can be bounded.
NAMES = ("right", "open", "wrong", "open_or_right")


@dataclass(frozen=True, slots=True)
class Bound:
    """A share in percent that must be reached, or with ``most`` not be passed. Exactly met, it is kept."""

    name: str
    percent: Decimal
    most: bool = False

    def kept(self, counted: Tally) -> bool:
        """Whether it holds."""
        share = counted.share(self.name)
        return share <= self.percent if self.most else share >= self.percent

    def told(self, counted: Tally) -> str:
        """One line for a bound that does not hold."""
        side = "most" if self.most else "least"
        return f"not kept: {self.name} is {counted.share(self.name):.2f}%, at {side} {self.percent:f}% is asked for"


def parse_bounds(texts: Sequence[str], *, most: bool) -> list[Bound]:
    """The bounds of ``right=75,open_or_right=94``. Raises :class:`WrongUsage`."""
    return [_bound(part.strip(), most=most) for text in texts for part in text.split(",")]


def _bound(text: str, *, most: bool) -> Bound:
    name, _, number = text.partition("=")
    try:
        percent = Decimal(number.strip().removesuffix("%"))
    except InvalidOperation:
        percent = Decimal(-1)
    if name.strip() not in NAMES or not (percent.is_finite() and 0 <= percent <= 100):
        option = "--at-most" if most else "--at-least"
        raise WrongUsage(
            f"{option} {text!r} is no bound: write one of {', '.join(NAMES)} with percents between 0 and 100,"
            " such as right=75,open_or_right=94",
            f"{option} {text!r} 不是界限：请写 {', '.join(NAMES)} 之一和 0 到 100 的百分数，例如 right=75,open_or_right=94",
        )
    return Bound(name.strip(), percent, most)
