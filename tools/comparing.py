"""Two figures beside each other: how much they differ, what part one is of the other, how many times it is, which lie above a limit.

Nothing is rounded onto a figure that it is held against: 1.996 times is shown as 1.99 times, never as "twice".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from tools.desk import Desk
from tools.errors import InvalidInput
from tools.facts import Fact, identity_of, shared
from tools.identity import Identity, Label, Role
from tools.kpis import identity_of_kpi
from tools.parameters import Kpi
from tools.quantities import ARITHMETIC, MULTIPLE, PERCENT, Comparator, round_beside, round_down, round_up


@dataclass(frozen=True, slots=True)
class Above:
    """Figures held against ``limit``: those above it, and the others (one that equals it is not above it)."""

    limit: Fact
    above: tuple[Fact, ...]
    others: tuple[Fact, ...]


def difference(desk: Desk, *, minuend: Fact, subtrahend: Fact) -> Fact:
    """The size of the difference of two figures of one unit (never negative: the sentence says which is more)."""
    if minuend.unit != subtrahend.unit:
        raise InvalidInput("different_units", "要比较的数字单位（币种）要相同。", "Both figures need the same unit.")
    call = desk.call("difference", minuend=minuend, subtrahend=subtrahend)
    more, less = (minuend, subtrahend) if minuend.value >= subtrahend.value else (subtrahend, minuend)
    return call.record(
        "difference",
        identity=_difference(minuend, subtrahend),
        value=more.value - less.value,
        unit=minuend.unit,
        formula=f"{{{more.id}}} − {{{less.id}}}",
        inputs=(more, less),
        concepts=(*(c for c in minuend.concepts if c in subtrahend.concepts), "difference"),
    )


def signed_difference(desk: Desk, *, minuend: Fact, subtrahend: Fact) -> Fact:
    """``minuend`` less ``subtrahend`` with its sign, for a column of differences; exact. Raises :class:`InvalidInput` for unlike units."""
    if minuend.unit != subtrahend.unit:
        raise InvalidInput("different_units", "要比较的数字单位（币种）要相同。", "Both figures need the same unit.")
    return desk.call("signed_difference", minuend=minuend, subtrahend=subtrahend).record(
        "difference",
        identity=_difference(minuend, subtrahend),
        value=minuend.value - subtrahend.value,
        unit=minuend.unit,
        formula=f"{{{minuend.id}}} − {{{subtrahend.id}}}",
        inputs=(minuend, subtrahend),
    )


def _difference(a: Fact, b: Fact) -> Identity:
    one, other = identity_of(a), identity_of(b)
    return Identity(
        Role.DIFFERENCE,
        shared((one.subject, other.subject)),
        one.label,
        base=shared((one.base, other.base)),
        phase=one.phase if one.phase == other.phase else None,
        period=shared((one.period, other.period)),
    )


def ratio(desk: Desk, *, part: Fact, whole: Fact, about: tuple[str, ...] = ("share",)) -> Fact:
    """What percentage ``part`` is of ``whole`` (same unit), to two decimals half up; ``about`` are its concepts.

    Raises :class:`InvalidInput` for unlike units and a whole that is not positive.
    """
    _alike(part, whole)
    call = desk.call("ratio", part=part, whole=whole)
    exactly = ARITHMETIC.divide(part.value * 100, whole.value)
    value = exactly.quantize(Decimal("0.01"), context=ARITHMETIC)
    return call.record(
        "ratio",
        identity=ratio_identity(part, whole),
        value=value,
        unit=PERCENT,
        formula=f"{{{part.id}}} ÷ {{{whole.id}}}",
        inputs=(part, whole),
        comparator=Comparator.EQUAL if value == exactly else Comparator.ABOUT,
        concepts=about,
    )  # fmt: skip


def multiple_between(
    desk: Desk, *, before: Fact, after: Fact, threshold: Fact | None = None, kpi: Kpi | None = None
) -> Fact:
    """How many times ``before`` the figure ``after`` is, to two decimals.

    Held against ``threshold`` (a multiple), it is rounded away from it: 28 of 15 is shown as 1.86 against twice, and meets it only where it
    does exactly. Without one it is rounded half up. ``kpi`` names what is measured. Raises :class:`InvalidInput` for unlike units, an
    earlier figure that is not positive, and a threshold that is no multiple.
    """
    _alike(after, before)
    if threshold is not None and threshold.unit != MULTIPLE:
        raise InvalidInput("not_a_multiple", "这里的要求必须是倍数。", "The threshold must be a multiple here.")
    call = desk.call(
        "multiple_between", before=before, after=after, threshold=threshold, kpi=kpi.id if kpi else None
    )  # fmt: skip
    exactly = ARITHMETIC.divide(after.value, before.value)
    if threshold is None or exactly == threshold.value:
        value = exactly.quantize(Decimal("0.01"), context=ARITHMETIC)
    else:
        value = round_down(exactly, 2) if exactly < threshold.value else round_up(exactly, 2)
    if kpi is not None:
        identity = identity_of_kpi(desk, kpi, Role.ACTUAL, base="relative")
    else:
        identity = ratio_identity(after, before)
    return call.record(
        "multiple",
        identity=identity,
        value=value,
        unit=MULTIPLE,
        formula=f"{{{after.id}}} ÷ {{{before.id}}}",
        inputs=(after, before),
        comparator=Comparator.EQUAL if value == exactly else Comparator.ABOUT,
        concepts=(kpi.id, "actual") if kpi else (),
    )


def ratio_identity(part: Fact, whole: Fact) -> Identity:
    """A ratio is a figure of both, and called after both where they have names."""
    one, other = identity_of(part), identity_of(whole)
    known = one.subject and other.subject and one.subject != other.subject
    name = Label(f"{one.label.zh}与{other.label.zh}", f"{one.label.en} to {other.label.en}") if known else Label("", "")
    return Identity(Role.RATIO, one.subject, name, base=other.subject, period=shared((one.period, other.period)))


def _alike(part: Fact, whole: Fact) -> None:
    if part.unit != whole.unit or whole.value <= 0:
        raise InvalidInput(
            "different_units", "要比较的数字单位（币种）要相同，且作为基准的数要是正数。", "Both figures need the same unit, and the one compared with must be positive."
        )  # fmt: skip


def share_implied(desk: Desk, *, ai: Fact, marketing: Fact) -> Fact:
    """The AI share that an AI budget is of a marketing budget, in percent to two decimals.

    It is rounded half up, but never onto or over an end of the source's range that it does not reach. Raises :class:`InvalidInput` for anything
    but positive amounts of one currency and period.
    """
    _alike(ai, marketing)
    framework = desk.framework
    call = desk.call("share_implied", ai=ai, marketing=marketing)
    exactly = ARITHMETIC.divide(ai.value * 100, marketing.value)
    value = round_beside(exactly, 2, framework.share_min.value, framework.share_max.value)
    return call.record(
        "share",
        identity=Identity(Role.SHARE, "ai", base="marketing"),
        value=value,
        unit=PERCENT,
        formula=f"{{{ai.id}}} ÷ {{{marketing.id}}}",
        inputs=(ai, marketing),
        comparator=Comparator.EQUAL if value == exactly else Comparator.ABOUT,
        concepts=("ai", "share"),
    )


def above(desk: Desk, *, facts: Sequence[Fact], limit: Fact) -> Above:  # noqa: ARG001
    """Which of ``facts`` are above ``limit``; nothing is rounded and no figure is made. All need one unit."""
    if any(fact.unit != limit.unit for fact in facts):
        raise InvalidInput(
            "different_units", "要比较的数字单位（币种）要相同。", "All figures compared need the same unit."
        )  # fmt: skip
    return Above(limit, tuple(f for f in facts if f.value > limit.value), tuple(f for f in facts if f.value <= limit.value))  # fmt: skip
