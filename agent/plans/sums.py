"""The arithmetic of a split written as spreadsheet formulas that are right to the minor unit.

A spreadsheet computes in binary floating point, so everything here is done in whole numbers: amounts in minor units, shares
as integer weights, quotients with their remainders, the largest remainders ranked. A product of an amount and a weight is
never formed: the amount is divided first and only what remains of it is multiplied, so that fine weights cost no room.
Below :func:`limit` every step is exact, also with the rounding that LibreOffice and Excel do on their own. The values written beside the formulas are computed
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


def limit(weights: Sequence[int], *, divisor: int, minor: int) -> Decimal:
    """The largest budget that the formulas split exactly, cut to its first digit; ``divisor`` is the largest one."""
    heaviest = max(1, *weights)
    room = Decimal(_EXACT)
    if 2 * divisor * heaviest + divisor > _EXACT:  # what remains of a division times a weight, twice, to round half up
        room /= 2 * heaviest
    most = room / (Decimal(10) ** minor)
    return most.quantize(Decimal(1).scaleb(most.adjusted()), rounding=ROUND_FLOOR)


def quotient(numerator: str, divisor: str) -> str:
    """``floor(numerator / divisor)`` for whole numbers, also where the division rounds across a whole number."""
    whole = f"INT(({numerator})/({divisor}))"
    rest = f"(({numerator})-{whole}*({divisor}))"
    return f"{whole}+IF({rest}<0,-1,IF({rest}>=({divisor}),1,0))"


def half_up(numerator: str, divisor: str) -> str:
    """``numerator / divisor`` rounded half up."""
    return quotient(f"2*({numerator})+({divisor})", f"2*({divisor})")


def portion(parts: tuple[str, str], weight: str, divisor: str, *, half: bool = False, up: int = 0) -> str:
    """``amount * weight / divisor``, rounded down, half up, or up (``up`` is then ``divisor - 1``).

    ``parts`` are the amount's quotient and remainder by ``divisor``.
    """
    whole, rest = parts
    last = f"{rest}*{weight}" + (f"+{up}" if up else "")
    return f"{whole}*{weight}+{half_up(last, divisor) if half else quotient(last, divisor)}"


def rank(remainders: Sequence[str], at: int) -> str:
    """The place of a remainder, the largest first; the earlier one goes before an equal one."""
    larger = "+".join(f"({other}>{remainders[at]})" for i, other in enumerate(remainders) if i != at)
    equal = "+".join(f"({other}={remainders[at]})" for other in remainders[:at])
    # A comparison is a truth value; added up it becomes a number in both programs.
    return "+".join(part for part in ("1", larger, equal) if part)
