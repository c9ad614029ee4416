"""The arithmetic of a split written as spreadsheet formulas that are right to the minor unit.

A spreadsheet computes in binary floating point, so everything here is done in whole numbers: amounts in minor units, shares
as integer weights, quotients with their remainders, the largest remainders ranked. Below :func:`limit` every step is
exact, also with the rounding that LibreOffice and Excel do on their own. The values written beside the formulas are computed
the same way in Python and agree with ``tools.money.allocate``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

#: Whole numbers that both programs divide and subtract without their own rounding getting in the way.
_EXACT = 2**48


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the working: what it is, its formula (without ``=``) and its value."""

    zh: str
    en: str
    formula: str
    value: int


def weight(share: Decimal, scale: int) -> int:
    """A percentage as a whole number of ``1/scale`` percent."""
    scaled = share * scale
    assert scaled == scaled.to_integral_value()
    return int(scaled)


def limit(weights: Sequence[int], *, minor: int) -> Decimal:
    """The largest budget that the formulas split exactly, cut to its first digit."""
    most = Decimal(_EXACT) / (2 * max(1, *weights)) / (Decimal(10) ** minor)  # twice, for rounding half up
    return most.quantize(Decimal(1).scaleb(most.adjusted()), rounding=ROUND_FLOOR)


def quotient(numerator: str, divisor: str) -> str:
    """``floor(numerator / divisor)`` for whole numbers, also where the division rounds across a whole number."""
    whole = f"INT(({numerator})/({divisor}))"
    rest = f"(({numerator})-{whole}*({divisor}))"
    return f"{whole}+IF({rest}<0,-1,IF({rest}>=({divisor}),1,0))"


def half_up(numerator: str, divisor: str) -> str:
    """``numerator / divisor`` rounded half up."""
    return quotient(f"2*({numerator})+({divisor})", f"2*({divisor})")


def rank(remainders: Sequence[str], at: int) -> str:
    """The place of a remainder, the largest first; the earlier one goes before an equal one."""
    larger = "+".join(f"({other}>{remainders[at]})" for i, other in enumerate(remainders) if i != at)
    equal = "+".join(f"({other}={remainders[at]})" for other in remainders[:at])
    # A comparison is a truth value; added up it becomes a number in both programs.
    return "+".join(part for part in ("1", larger, equal) if part)
