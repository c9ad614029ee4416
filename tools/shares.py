"""An own split of the AI money: the user's shares, floors and caps.

They are the user's, never the source's: each amount comes of a weight that somebody gave, or of the source's proportion where nobody gave one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from tools.budget import layer_share
from tools.desk import Desk, money
from tools.errors import InvalidInput
from tools.facts import Fact, identity_of, period_of
from tools.identity import Identity, Role
from tools.money import currency, to_minor
from tools.parameters import Layer
from tools.quantities import ARITHMETIC, PERCENT, money_unit, round_down, round_up
from tools.sums import Left, rest, total

#: Which limit decided an amount, if any.
Side = Literal["floor", "cap", ""]


@dataclass(frozen=True, slots=True)
class OwnPart:
    """A layer's part of an own split. ``weight`` is the user's, or the source's share where the user gave none.

    ``bound`` is the floor or cap that decided the amount; the weights alone would have broken it.
    """

    layer: Layer
    weight: Fact
    amount: Fact
    bound: Fact | None = None
    side: Side = ""


@dataclass(frozen=True, slots=True)
class OwnSplit:
    """``whole`` by the user's shares. ``left`` is there where they do not come to the whole (or come to more)."""

    whole: Fact
    rows: tuple[OwnPart, ...]
    total: Fact
    left: Left | None = None


@dataclass(frozen=True, slots=True)
class _Plan:
    """A layer before it has its amount: its weight as a fact, a number and a formula, and its limits in whole minor units."""

    layer: Layer
    fact: Fact
    weight: Fraction
    floor: Fraction
    cap: Fraction | None
    terms: str
    inputs: tuple[Fact, ...]
    share_of_whole: bool  # a percentage of the user's, or what such percentages leave


def own_split(
    desk: Desk,
    *,
    whole: Fact,
    weights: Mapping[str, Fact] | None = None,
    floors: Mapping[str, Fact] | None = None,
    caps: Mapping[str, Fact] | None = None,
) -> OwnSplit:
    """``whole`` (the AI money) to the layers, by the user's ``weights``, ``floors`` and ``caps``, each by layer id.

    Weights are percentages of the whole or proportions. A layer whose floor is its cap gets just that and needs no weight. Layers without a percentage share what the others leave in the source's proportion; with no
    weights at all the source's proportion holds. A floor or a cap is an amount or a percentage of the whole: a layer that its weight would
    take across one gets just that, and the others share the rest by weight. Percentages that do not come to the whole are taken as
    they are, and ``left`` tells the difference. Amounts are to the minor unit by the largest remainder and add up to what is placed.

    Raises :class:`InvalidInput` for proportions that leave a layer out, floors above the whole, a floor above its cap, shares above the whole
    while other layers still need theirs, and figures of other units.
    """
    code = money(whole)
    weights, floors, caps = dict(weights or {}), dict(floors or {}), dict(caps or {})
    _known(desk, weights, floors, caps)
    plans = _weighted(desk, whole, weights, floors, caps)
    shared_out = _clamped(_placed(whole, plans), plans)
    amounts = _to_minor([value for value, _ in shared_out], code)
    call = desk.call("own_split", whole=whole, weights=weights or None, floors=floors or None, caps=caps or None)
    limits: list[Fact | None] = [
        {"floor": floors, "cap": caps, "": {}}[side].get(plan.layer.id)
        for plan, (_, side) in zip(plans, shared_out, strict=True)
    ]
    base = identity_of(whole).subject or "ai"
    rows = []
    for plan, amount, limit, (_, side) in zip(plans, amounts, limits, shared_out, strict=True):
        formula, inputs = _formula(whole, plan, limit, plans, limits)
        told = call.record(
            plan.layer.id,
            identity=Identity(Role.ALLOCATION, plan.layer.id, plan.layer.name, base=base, period=period_of(whole)),
            value=amount,
            unit=money_unit(code, whole.unit.per),
            formula=formula,
            inputs=inputs,
            concepts=(plan.layer.id, "amount"),
        )
        rows.append(OwnPart(plan.layer, plan.fact, told, limit, side))
    parts = [row.amount for row in rows]
    together = total(desk, facts=parts)
    left = rest(desk, whole=whole, parts=parts) if together.value != whole.value else None
    return OwnSplit(whole, tuple(rows), together, left)


def _known(desk: Desk, *mappings: Mapping[str, Fact]) -> None:
    layers = {layer.id for layer in desk.framework.layers}
    if unknown := sorted({name for mapping in mappings for name in mapping} - layers):
        raise InvalidInput(
            "unknown_layer", f"没有这些层级：{'、'.join(unknown)}。", f"There is no such layer: {', '.join(unknown)}."
        )


def _weighted(
    desk: Desk, whole: Fact, weights: Mapping[str, Fact], floors: Mapping[str, Fact], caps: Mapping[str, Fact]
) -> list[_Plan]:
    """Each layer with its weight. Percentages are weights of the whole; where some layers have none, these share what is left over."""
    units = {fact.unit for fact in weights.values()}
    if len(units) > 1 or any(fact.value < 0 for fact in weights.values()):
        raise InvalidInput(
            "bad_weights",
            "各层的比例要用同一种方式给出（都是百分比，或都是比例），且不能是负数。",
            "Give all layers' shares in one way (all percentages, or all proportions), and none of them negative.",
        )
    if weights and not any(fact.value for fact in weights.values()):
        raise InvalidInput(
            "bad_weights", "至少要有一层的比例大于零。", "At least one layer needs a share above nothing."
        )
    fixed = {layer for layer, floor in floors.items() if layer in caps and _same(floor, caps[layer])}
    others = [layer for layer in desk.framework.layers if layer.id not in weights]
    shares = {layer.id: layer_share(desk, layer) for layer in others}
    open_ = [layer for layer in others if layer.id not in fixed]
    if weights and open_ and units != {PERCENT}:
        raise InvalidInput(
            "layer_without_weight",
            f"请也给出{'、'.join(layer.name.zh for layer in open_)}的比例。",
            f"Please give a proportion for the {' and the '.join(layer.name.en for layer in open_)}, too.",
        )
    told = sum((Fraction(fact.value) for fact in weights.values()), Fraction(0))
    if open_ and told > 100:
        raise InvalidInput(
            "shares_above_whole",
            "已给出的比例合计超过了全部，没有剩余可分给其他层级。",
            "The shares that were given come to more than the whole; nothing is left for the other layers.",
        )
    together = sum((Fraction(fact.value) for fact in shares.values()), Fraction(0))
    names = " + ".join(f"{{{fact.id}}}" for fact in shares.values())
    taken = "".join(f" − {{{fact.id}}}" for fact in weights.values())
    plans = []
    for layer in desk.framework.layers:
        if layer.id in weights:
            fact = weights[layer.id]
            weight, terms = Fraction(fact.value), f"{{{fact.id}}}"
            inputs: tuple[Fact, ...] = (fact,)
        else:
            fact = shares[layer.id]
            weight, terms, inputs = Fraction(fact.value), f"{{{fact.id}}}", tuple(shares.values())
            if weights and not open_:
                weight = Fraction(0)  # just its fixed amount: the others share the rest by their weights
            elif weights:
                weight = (100 - told) * weight / together
                terms = f"(1{taken}) × {{{fact.id}}} ÷ ({names})"
                inputs = (*weights.values(), *shares.values())
        floor = _grid(_limit(whole, floors.get(layer.id)), whole, up=True) or Fraction(0)
        cap = _grid(_limit(whole, caps.get(layer.id)), whole, up=False)
        _in_order(layer, floor, cap)
        plans.append(_Plan(layer, fact, weight, floor, cap, terms, inputs, units == {PERCENT}))
    return plans


def _same(a: Fact, b: Fact) -> bool:
    return (a.value, a.unit) == (b.value, b.unit)


def _limit(whole: Fact, fact: Fact | None) -> Fraction | None:
    """A floor or cap in money."""
    if fact is None:
        return None
    if fact.value < 0 or fact.unit not in (PERCENT, whole.unit):
        raise InvalidInput(
            "bad_limit",
            "最低额和最高额要用与总额相同的币种，或用占总额的百分比，且不能是负数。",
            "A floor or a cap is an amount in the currency of the whole, or a percentage of it, and not negative.",
        )
    return Fraction(whole.value) * Fraction(fact.value) / 100 if fact.unit == PERCENT else Fraction(fact.value)


def _in_order(layer: Layer, floor: Fraction, cap: Fraction | None) -> None:
    if cap is not None and floor > cap:
        raise InvalidInput(
            "floor_above_cap",
            f"{layer.name.zh}的最低额高于最高额，请改其中一个。",
            f"The floor of the {layer.name.en} is above its cap; please change one of them.",
        )


def _grid(limit: Fraction | None, whole: Fact, *, up: bool) -> Fraction | None:
    """A limit as whole minor units, towards its inside."""
    if limit is None:
        return None
    places = currency(whole.unit.code).minor
    value = _decimal(limit)
    return Fraction(round_up(value, places) if up else round_down(value, places))


def _decimal(value: Fraction) -> Decimal:
    return ARITHMETIC.divide(Decimal(value.numerator), Decimal(value.denominator))


def _placed(whole: Fact, layers: Sequence[_Plan]) -> Fraction:
    """How much of the whole the layers are to get: all of it, or what percentages that do not come to it make."""
    floors = sum((plan.floor for plan in layers), Fraction(0))
    amount = Fraction(whole.value)
    if floors > amount:
        raise InvalidInput(
            "floors_above_whole",
            "各层最低额合计超过了总额，请降低其中的最低额，或提高总额。",
            "The floors together are more than the whole; please lower one of them, or raise the whole.",
        )
    if _as_shares(layers):
        exactly = amount * sum((plan.weight for plan in layers), Fraction(0)) / 100
        amount = max(Fraction(to_minor(_decimal(exactly), whole.unit.code)), floors)
    return amount


def _as_shares(layers: Sequence[_Plan]) -> bool:
    """Whether every layer has a percentage of the user's, so that these say how much is placed."""
    return all(plan.share_of_whole for plan in layers)


def _clamped(placed: Fraction, layers: Sequence[_Plan]) -> list[tuple[Fraction, Side]]:
    """Amounts in proportion to the weights, each within its floor and cap, that add up to ``placed``; with the side that each was moved to.

    Limits that the proportion breaks are fixed first, on the side that breaks more, and the others share anew what these take or free. Every round
    fixes a layer, so that there are no more rounds than layers. What is above all caps, or what only layers of no weight could take, stays unplaced.
    """
    fixed: dict[int, tuple[Fraction, Side]] = {}
    while True:
        free = [i for i in range(len(layers)) if i not in fixed]
        left = placed - sum((value for value, _ in fixed.values()), Fraction(0))
        weight = sum((layers[i].weight for i in free), Fraction(0))
        tentative = {i: left * layers[i].weight / weight if weight else Fraction(0) for i in free}
        low: dict[int, tuple[Fraction, Side]] = {
            i: (layers[i].floor, "floor") for i in free if tentative[i] < layers[i].floor
        }
        high: dict[int, tuple[Fraction, Side]] = {
            i: (cap, "cap") for i in free if (cap := layers[i].cap) is not None and tentative[i] > cap
        }
        missing = sum((value - tentative[i] for i, (value, _) in low.items()), Fraction(0))
        excess = sum((tentative[i] - value for i, (value, _) in high.items()), Fraction(0))
        if missing == excess:  # nothing is broken, or what one side takes is what the other frees
            fixed.update(low)
            fixed.update(high)
            return [fixed[i] if i in fixed else (tentative[i], "") for i in range(len(layers))]
        fixed.update(low if missing > excess else high)


def _to_minor(exactly: Sequence[Fraction], code: str) -> list[Decimal]:
    """Amounts in whole minor units with the sum of ``exactly``; the parts that lost most get what is left over."""
    step = Decimal(1).scaleb(-currency(code).minor)
    units = [value / Fraction(step) for value in exactly]
    whole = [unit.numerator // unit.denominator for unit in units]
    left = round(sum(units, Fraction(0))) - sum(whole)
    for index in sorted(range(len(units)), key=lambda i: (whole[i] - units[i], i))[:left]:
        whole[index] += 1
    return [(Decimal(number) * step).quantize(step, context=ARITHMETIC) for number in whole]


def _formula(
    whole: Fact, plan: _Plan, limit: Fact | None, layers: Sequence[_Plan], limits: Sequence[Fact | None]
) -> tuple[str, tuple[Fact, ...]]:
    """How a layer's amount comes about, and the facts that it comes of."""
    if limit is not None:
        return _limit_terms(whole, limit), (whole, limit)
    fixed = [fact for fact in limits if fact is not None]
    free = [other for other, fact in zip(layers, limits, strict=True) if fact is None]
    if (not fixed and plan.share_of_whole) or not any(other.weight for other in free):
        return f"{{{whole.id}}} × {plan.terms}", (whole, *plan.inputs)
    among = " + ".join(other.terms for other in free)
    inputs = [whole, *fixed, *(fact for other in free for fact in other.inputs)]
    start = f"{{{whole.id}}}"
    if fixed and _as_shares(layers):
        start = f"{start} × ({' + '.join(other.terms for other in layers)})"
        inputs += [fact for other in layers for fact in other.inputs]
    if fixed:
        start = f"({start} − {' − '.join(_limit_terms(whole, fact) for fact in fixed)})"
    return f"{start} × {plan.terms} ÷ ({among})", tuple({fact.id: fact for fact in inputs}.values())


def _limit_terms(whole: Fact, limit: Fact) -> str:
    return f"{{{whole.id}}} × {{{limit.id}}}" if limit.unit == PERCENT else f"{{{limit.id}}}"
