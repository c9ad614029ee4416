"""The way back under own floors and caps: the budget under which a layer gets what is wanted while every other layer keeps within its limits.

The other layers are in the source's proportion to what the layer gets, each moved to its floor or cap where it would break it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from tools.budget import layer_share
from tools.desk import Desk, money
from tools.errors import InvalidInput
from tools.facts import Fact
from tools.identity import Identity, Role
from tools.money import to_minor
from tools.parameters import Layer
from tools.quantities import ARITHMETIC, UnitKind, money_unit


@dataclass(frozen=True, slots=True)
class Within:
    """``whole`` is the AI money that gives ``layer`` what is ``wanted``, ``budget`` the marketing budget of which that is the layers' share.

    ``moved`` are the layers that a floor or a cap decides, with that limit.
    """

    wanted: Fact
    layer: Layer
    whole: Fact
    budget: Fact
    moved: tuple[tuple[Layer, Fact], ...]


def budget_within(
    desk: Desk,
    *,
    wanted: Fact,
    layer: Layer,
    floors: Mapping[str, Fact] | None = None,
    caps: Mapping[str, Fact] | None = None,
) -> Within:
    """The least AI money, and the marketing budget for it, under which ``layer`` gets ``wanted`` within all ``floors`` and ``caps`` (by layer id).

    Both are rounded half up to the minor unit. Raises :class:`InvalidInput` for limits that are no amounts in the currency of ``wanted``, a floor above
    its cap, and a wanted amount outside the layer's own limits.
    """
    code, floors, caps = money(wanted), dict(floors or {}), dict(caps or {})
    for told in (*floors.values(), *caps.values()):
        if told.unit.kind is not UnitKind.MONEY or told.unit.code != code or told.value < 0:
            raise InvalidInput(
                "bad_limit", "反推预算时，最低额和最高额要写成同一币种的金额。",
                "For the way back, give floors and caps as amounts in the currency of what is wanted.",
            )  # fmt: skip
    shares = {other.id: layer_share(desk, other) for other in desk.framework.layers}
    call = desk.call("budget_within", wanted=wanted, layer=layer.id, floors=floors or None, caps=caps or None)
    terms: list[str] = []
    inputs: dict[str, Fact] = {wanted.id: wanted}
    moved: list[tuple[Layer, Fact]] = []
    exactly = Fraction(0)
    for other in desk.framework.layers:
        amount = Fraction(wanted.value) * Fraction(shares[other.id].value) / Fraction(shares[layer.id].value)
        limit = _broken(other, amount, floors.get(other.id), caps.get(other.id))
        if limit is not None and other.id == layer.id:
            raise InvalidInput(
                "outside_own_limit", f"{layer.name.zh}想要的金额和您给它定的限额矛盾，请改其中一个。",
                f"What is wanted for the {layer.name.en} contradicts its own limit; please change one of them.",
            )  # fmt: skip
        if limit is not None:
            moved.append((other, limit))
            terms.append(f"{{{limit.id}}}")
            inputs[limit.id] = limit
            exactly += Fraction(limit.value)
            continue
        own = other.id == layer.id
        terms.append(
            f"{{{wanted.id}}}" if own else f"{{{wanted.id}}} × {{{shares[other.id].id}}} ÷ {{{shares[layer.id].id}}}"
        )
        inputs |= {} if own else {shares[name].id: shares[name] for name in (other.id, layer.id)}
        exactly += amount
    whole = call.record(
        "whole",
        identity=Identity(Role.TOTAL, "ai", base="marketing", period="year"),
        value=to_minor(_decimal(exactly), code),
        unit=money_unit(code),
        formula=" + ".join(terms),
        inputs=tuple(inputs.values()),
    )
    together = sum((share.value for share in shares.values()), Decimal(0))
    budget = call.record(
        "budget",
        identity=Identity(Role.BUDGET, "marketing", period="year"),
        value=to_minor(ARITHMETIC.divide(whole.value * 100, together), code),
        unit=money_unit(code),
        formula=f"{{{whole.id}}} ÷ ({' + '.join(f'{{{share.id}}}' for share in shares.values())})",
        inputs=(whole, *shares.values()),
    )
    return Within(wanted, layer, whole, budget, tuple(moved))


def _broken(layer: Layer, amount: Fraction, floor: Fact | None, cap: Fact | None) -> Fact | None:
    """The limit that an amount breaks."""
    if floor is not None and cap is not None and floor.value > cap.value:
        raise InvalidInput(
            "floor_above_cap", f"{layer.name.zh}的最低额高于最高额，请改其中一个。",
            f"The floor of the {layer.name.en} is above its cap; please change one of them.",
        )  # fmt: skip
    if floor is not None and amount < Fraction(floor.value):
        return floor
    return cap if cap is not None and amount > Fraction(cap.value) else None


def _decimal(value: Fraction) -> Decimal:
    return ARITHMETIC.divide(Decimal(value.numerator), Decimal(value.denominator))
