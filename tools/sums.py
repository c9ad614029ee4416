"""Sums and what they leave: a total of figures, the rest of a whole, a price times a count, and the way from one total to another. All exact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tools.desk import Call, Desk
from tools.errors import InvalidInput
from tools.facts import Fact, identity_of, period_of, shared
from tools.identity import Identity, Label, Role
from tools.lexicon.periods import spanning
from tools.money import to_minor
from tools.quantities import ARITHMETIC, Comparator, Unit, UnitKind, exact


@dataclass(frozen=True, slots=True)
class Left:
    """What ``parts`` leave of ``whole``. ``over`` tells that they are more than it; ``amount`` is positive (or nothing) either way."""

    whole: Fact
    parts: tuple[Fact, ...]
    amount: Fact
    over: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One part of a bridge. ``before`` or ``after`` is missing where the part is new or dropped; then it changes by all of the other one.

    ``change`` has its sign, ``then`` is what the total comes to once the changes so far are made.
    """

    name: str
    before: Fact | None
    after: Fact | None
    change: Fact
    then: Fact


@dataclass(frozen=True, slots=True)
class Bridge:
    """The way from one total to another: the changes of the steps add up to ``change``, that of the totals; all have their signs."""

    start: Fact
    steps: tuple[Step, ...]
    end: Fact
    change: Fact


def total(desk: Desk, *, facts: Sequence[Fact]) -> Fact:
    """What ``facts`` of one unit (one currency) come to together; exact.

    Its period is that of all of them, or the one that they make up (four quarters make a year).
    Raises :class:`InvalidInput` for no figures and for unlike units.
    """
    if not facts:
        raise InvalidInput("nothing_to_add", "请说明要合计哪些数字。", "Please say which figures to add up.")
    unit = _one_unit(facts)
    told = [identity_of(fact) for fact in facts]
    subject = shared(identity.subject for identity in told)
    periods = [period_of(fact) for fact in facts]
    same = len(set(periods)) == 1
    identity = Identity(
        Role.SUM,
        subject,
        told[0].name if subject else Label("", ""),
        base=shared(identity.base for identity in told),
        period=periods[0] if same else spanning(periods) if subject else "",
    )
    return desk.call("total", facts=list(facts)).record(
        "total",
        identity=identity,
        value=sum((fact.value for fact in facts), Decimal(0)),
        unit=unit,
        formula=" + ".join(f"{{{fact.id}}}" for fact in facts),
        inputs=tuple(facts),
        comparator=_about(*facts),
        concepts=("total",),
    )


def mean(desk: Desk, *, facts: Sequence[Fact]) -> Fact:
    """The middle of ``facts`` of one unit (one currency): their sum by their number, half up to the minor unit or to two decimals.

    Raises :class:`InvalidInput` for no figures and for unlike units.
    """
    if not facts:
        raise InvalidInput(
            "nothing_to_add", "请说明要平均哪些数字。", "Please say which figures to take the middle of."
        )
    unit = _one_unit(facts)
    told = [identity_of(fact) for fact in facts]
    exactly = ARITHMETIC.divide(sum((fact.value for fact in facts), Decimal(0)), Decimal(len(facts)))
    value = to_minor(exactly, unit.code) if unit.kind is UnitKind.MONEY else exactly.quantize(Decimal("0.01"))
    added = " + ".join(f"{{{fact.id}}}" for fact in facts)
    return desk.call("mean", facts=list(facts)).record(
        "mean",
        identity=Identity(
            Role.MEAN,
            shared(identity.subject for identity in told),
            base=shared(identity.base for identity in told),
            period=shared(period_of(fact) for fact in facts),
        ),
        value=value,
        unit=unit,
        formula=f"({added}) ÷ {len(facts)}",
        inputs=tuple(facts),
        comparator=_about(*facts) if value == exactly else Comparator.ABOUT,
        concepts=("mean",),
    )


def rest(desk: Desk, *, whole: Fact, parts: Sequence[Fact]) -> Left:
    """What is left of ``whole`` for others when ``parts`` are taken off; exact. Parts that are more than the whole are ``over``.

    Raises :class:`InvalidInput` for unlike units.
    """
    told = identity_of(whole)
    call = desk.call("rest", whole=whole, parts=list(parts))
    return left_of(call, whole, parts, told.but(base=told.subject or told.base))


def left_of(call: Call, whole: Fact, parts: Sequence[Fact], identity: Identity) -> Left:
    """``whole`` less ``parts`` as a figure of ``identity``, which is what remains or what it is exceeded by."""
    unit = _one_unit([whole, *parts])
    value = whole.value - sum((part.value for part in parts), Decimal(0))
    over = value < 0
    off = " − ".join(f"{{{part.id}}}" for part in parts)
    added = " + ".join(f"{{{part.id}}}" for part in parts)
    amount = call.record(
        "left",
        identity=identity.but(role=Role.OVERRUN if over else Role.REMAINING),
        value=abs(value),
        unit=unit,
        formula=f"{added} − {{{whole.id}}}" if over else f"{{{whole.id}}}" + (f" − {off}" if off else ""),
        inputs=(whole, *parts),
        comparator=_about(whole, *parts),
        concepts=("left",),
    )
    return Left(whole, tuple(parts), amount, over)


def bulk(desk: Desk, *, count: Fact, price: Fact) -> Fact:
    """What ``count`` people or things cost at ``price`` each; exact, for the period that the price is for.

    Raises :class:`InvalidInput` for a price that is no money and a count that is not a number of things.
    """
    if price.unit.kind is not UnitKind.MONEY or count.unit.kind not in (
        UnitKind.COUNT,
        UnitKind.NUMBER,
        UnitKind.DURATION,
    ):
        raise InvalidInput(
            "not_a_price",
            "请给出数量和单价（金额）。",
            "Please give a number of people or things, and a price in money for each.",
        )  # fmt: skip
    if count.value < 0 or price.value < 0:
        raise InvalidInput("negative", "数量和单价不能是负数。", "A count and a price cannot be negative.")
    value = exact(count.value * price.value)
    told, counted = identity_of(price), identity_of(count)
    return desk.call("bulk", count=count, price=price).record(
        "amount",
        identity=Identity(Role.PRODUCT, told.subject or counted.subject, _called(told) or counted.name, period=told.period or price.unit.per or ""),
        value=value,
        unit=price.unit,
        formula=f"{{{count.id}}} × {{{price.id}}}",
        inputs=(count, price),
        comparator=_about(count, price),
        concepts=("product",),
    )  # fmt: skip


def bridge(desk: Desk, *, before: Mapping[str, Fact], after: Mapping[str, Fact]) -> Bridge:
    """The way from the total of ``before`` to that of ``after``, by the parts that both name; exact.

    A part that one side does not name is new or dropped and counts whole. Raises :class:`InvalidInput` for a side without figures and for
    unlike units.
    """
    if not before or not after:
        raise InvalidInput("nothing_to_add", "前后两边都要有数字。", "Both sides need figures.")
    unit = _one_unit([*before.values(), *after.values()])
    start, end = total(desk, facts=list(before.values())), total(desk, facts=list(after.values()))
    call = desk.call("bridge", before=dict(before), after=dict(after))
    steps: list[Step] = []
    reached = start
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name), after.get(name)
        change = _change(call, unit, name, old, new)
        reached = call.record(
            f"then.{name}",
            identity=Identity(Role.SUM, "bridge", period=period_of(start)),
            value=reached.value + change.value,
            unit=unit,
            formula=f"{{{reached.id}}} + {{{change.id}}}",
            inputs=(reached, change),
            comparator=_about(reached, change),
        )
        steps.append(Step(name, old, new, change, reached))
    return Bridge(start, tuple(steps), end, _change(call, unit, "total", start, end))


def _change(call: Call, unit: Unit, name: str, old: Fact | None, new: Fact | None) -> Fact:
    """What a part changes by, with its sign; one that is new or dropped by all of it."""
    sides = tuple(fact for fact in (new, old) if fact is not None)
    told = identity_of(sides[0])
    value = (new.value if new else Decimal(0)) - (old.value if old else Decimal(0))
    off = f"−{{{old.id}}}" if old and not new else f" − {{{old.id}}}" if old else ""
    return call.record(
        f"change.{name}",
        identity=Identity(Role.DIFFERENCE, told.subject, told.name, period=period_of(sides[0])),
        value=value,
        unit=unit,
        formula=(f"{{{new.id}}}" if new else "") + off,
        inputs=sides,
        comparator=_about(*sides),
    )


def _called(identity: Identity) -> Label | None:
    return identity.name if identity.name.zh or identity.name.en else None


def _one_unit(facts: Sequence[Fact]) -> Unit:
    units = {fact.unit for fact in facts}
    if len(units) > 1:
        if len({unit.code for unit in units}) > 1 and all(unit.kind is UnitKind.MONEY for unit in units):
            raise InvalidInput(
                "different_currencies", "币种不同，无法相加减；请给出汇率。", "The currencies differ; give a rate to put them together."
            )  # fmt: skip
        raise InvalidInput(
            "different_units",
            "只有单位和周期都相同的数才能相加减。",
            "Only figures of the same unit and period can be added or subtracted.",
        )
    return facts[0].unit


def _about(*facts: Fact) -> Comparator:
    """A sum of figures that were rounded is about right, too."""
    rounded = any(fact.comparator is Comparator.ABOUT for fact in facts)
    return Comparator.ABOUT if rounded else Comparator.EQUAL
