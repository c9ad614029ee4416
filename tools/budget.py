"""Budgets: the split into layers, the range, one item, the way back, shares, scenarios.

The shares of the layers are shares of the annual marketing budget and are never rescaled to a whole, except where an AI
budget (or an explicit AI share) is given: that is split in the proportion of the layers' shares.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from tools.desk import Call, Desk, money, percent
from tools.errors import InvalidInput
from tools.facts import Fact, period_of
from tools.identity import Identity, Label, Role
from tools.money import allocate, currency, to_minor
from tools.parameters import Layer, Project, Quadrant
from tools.quantities import ARITHMETIC, PERCENT, Comparator, money_unit, round_down, round_up


class Base(StrEnum):
    """What a budget is a budget of."""

    MARKETING = "marketing"
    AI = "ai"


class Bound(StrEnum):
    """How a share lies to the range that the source gives."""

    WITHIN = "within"
    BELOW = "below"
    ABOVE = "above"


@dataclass(frozen=True, slots=True)
class LayerAmount:
    layer: Layer
    share: Fact
    amount: Fact


@dataclass(frozen=True, slots=True)
class Split:
    """A budget split into layers. ``total`` is what all layers get together; ``ratio`` its share of the base."""

    budget: Fact
    base: Base
    rows: tuple[LayerAmount, ...]
    total: Fact
    ratio: Fact | None = None
    share: Fact | None = None
    bound: Bound = Bound.WITHIN
    limit: Fact | None = None


@dataclass(frozen=True, slots=True)
class Range:
    """The least and the most that the source's range makes of a marketing budget."""

    budget: Fact
    low_share: Fact
    high_share: Fact
    low: Fact
    high: Fact


@dataclass(frozen=True, slots=True)
class ShareCheck:
    share: Fact
    bound: Bound
    low: Fact
    high: Fact
    amount: Fact | None = None


@dataclass(frozen=True, slots=True)
class ItemAmount:
    """What the layer that pays for a project gets; the source gives no share for the project alone."""

    project: Project
    quadrant: Quadrant
    layer: Layer | None
    row: LayerAmount | None
    budget: Fact | None


@dataclass(frozen=True, slots=True)
class Inverse:
    """The budget that gives a layer (or all AI spending) a wanted amount."""

    wanted: Fact
    layer: Layer | None
    base: Base
    budget: Fact
    share: Fact | None = None
    bound: Bound = Bound.WITHIN
    limit: Fact | None = None


def layer_share(desk: Desk, layer: Layer) -> Fact:
    """The fact that states the layer's share of the base."""
    if layer.share is None:
        raise InvalidInput(
            "no_share", f"来源没有给出{layer.name.zh}的比例。", f"The source gives no share for the {layer.name.en}."
        )
    return desk.parameter(layer.share, layer.id, "share")


def range_facts(desk: Desk) -> tuple[Fact, Fact]:
    """The facts that state the range of the AI share."""
    framework = desk.framework
    return (
        desk.parameter(framework.share_min, "ai", "share", "share.min"),
        desk.parameter(framework.share_max, "ai", "share", "share.max"),
    )


def bound_of(desk: Desk, share: Fact) -> tuple[Bound, Fact | None]:
    """How ``share`` lies to the range, and the limit that it breaks."""
    low, high = range_facts(desk)
    percent(share)
    if share.value < low.value:
        return Bound.BELOW, low
    if share.value > high.value:
        return Bound.ABOVE, high
    return Bound.WITHIN, None


def _ai(role: Role, *, period: str = "year") -> Identity:
    """The AI money within a marketing budget."""
    return Identity(role, Base.AI, base=Base.MARKETING, period=period)


def _annual(budget: Fact) -> str:
    code = money(budget)
    if budget.unit.per not in (None, "year"):
        raise InvalidInput(
            "not_annual", "请先把这笔预算换算成全年金额。", "Convert this budget to a year first (convert_period)."
        )
    return code


def _rows(desk: Desk, call: Call, *, whole: Decimal, of: Fact, proportional: bool) -> tuple[LayerAmount, ...]:
    """Allocate ``whole`` to the layers. Each is a share of ``of``, or ``proportional`` to the layers' shares of it."""
    shares = [layer_share(desk, layer) for layer in desk.framework.layers]
    code = of.unit.code
    together = " + ".join(f"{{{s.id}}}" for s in shares)
    rows = []
    for layer, share, amount in zip(
        desk.framework.layers, shares, allocate(whole, [s.value for s in shares], code), strict=True
    ):
        fact = call.record(
            layer.id,
            identity=Identity(
                Role.ALLOCATION, layer.id, layer.name, base=Base.AI if proportional else Base.MARKETING, period="year"
            ),
            value=amount,
            unit=money_unit(code),
            formula=f"{{{of.id}}} × {{{share.id}}}" + (f" ÷ ({together})" if proportional else ""),
            inputs=(of, *shares) if proportional else (of, share),
            concepts=(layer.id, "amount"),
        )
        rows.append(LayerAmount(layer, share, fact))
    return tuple(rows)


def total_share(desk: Desk) -> Fact:
    """What all layers take together: the sum of their shares of the base."""
    shares = [layer_share(desk, layer) for layer in desk.framework.layers]
    return desk.call("total_share").record(
        "ratio",
        identity=Identity(Role.SHARE, "layers", base=Base.MARKETING),
        value=sum((s.value for s in shares), Decimal(0)),
        unit=PERCENT,
        formula=" + ".join(f"{{{s.id}}}" for s in shares),
        inputs=tuple(shares),
        concepts=("total", "share"),
    )


def split_budget(desk: Desk, *, budget: Fact, base: Base, share: Fact | None = None) -> Split:
    """Split ``budget`` into the layers.

    A marketing budget gives each layer its share of it; with an explicit AI ``share`` that part of it is split in the
    proportion of the layers' shares, as an AI budget is. The parts add up to the total to the minor unit.
    Source: the layers' shares and, for the flag on ``share``, the range.
    """
    code = _annual(budget)
    call = desk.call("split_budget", budget=budget, base=base.value, share=share)
    unit = money_unit(code)
    if base is Base.AI and share is not None:
        raise InvalidInput(
            "share_of_ai",
            "AI 预算已经是全部投入，不需要再给比例。",
            "An AI budget is split whole; leave the share out.",
        )
    if base is Base.AI:
        rows = _rows(desk, call, whole=budget.value, of=budget, proportional=True)
        return Split(budget, base, rows, total=budget)
    if share is None:
        ratio = total_share(desk)
        whole = to_minor(ARITHMETIC.multiply(budget.value, ratio.value) / 100, code)
        total = call.record(
            "total",
            identity=_ai(Role.TOTAL),
            value=whole,
            unit=unit,
            formula=f"{{{budget.id}}} × {{{ratio.id}}}",
            inputs=(budget, ratio),
            concepts=("total", "ai", "amount"),
        )
        rows = _rows(desk, call, whole=whole, of=budget, proportional=False)
        return Split(budget, base, rows, total, ratio)
    if share.value <= 0 or share.value > 100:
        raise InvalidInput(
            "share_out_of_bounds",
            "AI 占比要是正数，且不能超过全部预算。",
            "The AI share must be positive and no more than the whole budget.",
        )
    whole = _part(desk, budget=budget, share=share)
    total = call.record(
        "total",
        identity=_ai(Role.TOTAL),
        value=whole,
        unit=unit,
        formula=f"{{{budget.id}}} × {{{share.id}}}",
        inputs=(budget, share),
        concepts=("total", "ai", "amount"),
    )
    rows = _rows(desk, call, whole=whole, of=total, proportional=True)
    bound, limit = bound_of(desk, share)
    return Split(budget, base, rows, total, None, share, bound, limit)


def _part(desk: Desk, *, budget: Fact, share: Fact) -> Decimal:
    """``share`` of a marketing budget to the minor unit, half up; at the ends of the range towards its inside."""
    exactly, places = ARITHMETIC.multiply(budget.value, percent(share)), currency(money(budget)).minor
    if share.value == desk.framework.share_min.value:
        return round_up(exactly, places)
    if share.value == desk.framework.share_max.value:
        return round_down(exactly, places)
    return to_minor(exactly, money(budget))


def budget_range(desk: Desk, *, budget: Fact) -> Range:
    """The AI spending that the source's range makes of a marketing budget (lower end rounded up, upper end down)."""
    code = _annual(budget)
    call = desk.call("budget_range", budget=budget)
    low_share, high_share = range_facts(desk)
    least, most = _part(desk, budget=budget, share=low_share), _part(desk, budget=budget, share=high_share)
    if least > most:
        raise InvalidInput(
            "too_small",
            "这笔金额太小，按比例算不出可用的区间，请给出更大的预算。",
            "That amount is too small to have a range in whole minor units; please give a larger budget.",
        )

    def end(name: str, share: Fact, role: Role, comparator: Comparator, value: Decimal) -> Fact:
        return call.record(
            name,
            identity=_ai(role),
            value=value,
            unit=money_unit(code),
            formula=f"{{{budget.id}}} × {{{share.id}}}",
            inputs=(budget, share),
            comparator=comparator,
            concepts=("ai", "amount", f"amount.{name}"),
        )

    low = end("low", low_share, Role.RANGE_LOW, Comparator.AT_LEAST, least)
    high = end("high", high_share, Role.RANGE_HIGH, Comparator.AT_MOST, most)
    return Range(budget, low_share, high_share, low, high)


def amount_at_share(desk: Desk, *, budget: Fact, share: Fact) -> Fact:
    """``share`` of ``budget``, to the minor unit: a layer's where the share is one of a layer, else that of AI."""
    call = desk.call("amount_at_share", budget=budget, share=share)
    identity, own = _ai(Role.ALLOCATION, period=period_of(budget)), share.identity
    if own is not None and own.subject.startswith("layer."):
        identity = identity.but(subject=own.subject, name=own.name, base=Base.MARKETING)
    return call.record(
        "amount",
        identity=identity,
        value=_part(desk, budget=budget, share=share),
        unit=budget.unit,
        formula=f"{{{budget.id}}} × {{{share.id}}}",
        inputs=(budget, share),
        concepts=("ai", "amount"),
    )


def part_of_amount(desk: Desk, *, amount: Fact, share: Fact) -> Fact:
    """``share`` of any ``amount`` of money, half up to the minor unit; named as a part, not as what it is a part of."""
    call = desk.call("part_of_amount", amount=amount, share=share)
    return call.record(
        "part",
        identity=Identity(Role.ALLOCATION, "part", Label("这一部分", "that part"), period=period_of(amount)),
        value=to_minor(ARITHMETIC.multiply(amount.value, percent(share)), money(amount)),
        unit=amount.unit,
        formula=f"{{{amount.id}}} × {{{share.id}}}",
        inputs=(amount, share),
        concepts=("amount",),
    )


def check_share(desk: Desk, *, share: Fact, budget: Fact | None = None) -> ShareCheck:
    """Hold an AI share against the source's range; with a budget, also what it comes to."""
    low, high = range_facts(desk)
    bound, _ = bound_of(desk, share)
    amount = amount_at_share(desk, budget=budget, share=share) if budget else None
    return ShareCheck(share, bound, low, high, amount)


def layer_amount(desk: Desk, *, budget: Fact, base: Base, layer: Layer, share: Fact | None = None) -> LayerAmount:
    """One layer's part of a budget."""
    split = split_budget(desk, budget=budget, base=base, share=share)
    return next(row for row in split.rows if row.layer.id == layer.id)


def item_amount(
    desk: Desk, *, project: Project, budget: Fact | None = None, base: Base = Base.MARKETING, share: Fact | None = None
) -> ItemAmount:
    """The quadrant of a project and the layer that pays for it, with the layer's amount where a budget is given."""
    quadrant = next(q for q in desk.framework.quadrants if q.id == project.quadrant)
    layer = desk.framework.layer(project.layer) if project.layer else None
    row = None
    if layer and budget:
        row = layer_amount(desk, budget=budget, base=base, layer=layer, share=share)
    elif layer:
        layer_share(desk, layer)
    return ItemAmount(project, quadrant, layer, row, budget)


def budget_for(
    desk: Desk, *, wanted: Fact, layer: Layer | None = None, base: Base = Base.MARKETING, share: Fact | None = None
) -> Inverse:
    """The budget under which ``layer`` gets ``wanted`` (all layers together where ``layer`` is ``None``).

    With an explicit AI ``share`` the layers divide that share; without one a marketing budget gives each layer its own
    share. The result is rounded half up to the minor unit.
    """
    code = money(wanted)
    if base is Base.AI and share is not None:
        raise InvalidInput(
            "share_of_ai",
            "AI 预算已经是全部投入，不需要再给比例。",
            "An AI budget is divided whole; leave the share out.",
        )
    bound, limit = bound_of(desk, share) if share else (Bound.WITHIN, None)
    call = desk.call("budget_for", wanted=wanted, layer=layer.id if layer else None, base=base.value, share=share)
    shares = [layer_share(desk, item) for item in desk.framework.layers]
    together = sum((s.value for s in shares), Decimal(0))
    names = " + ".join(f"{{{s.id}}}" for s in shares)
    own = layer_share(desk, layer) if layer else None
    part = own.value / together if own else Decimal(1)
    inside = f"{{{own.id}}} ÷ ({names})" if own else ""
    if base is Base.AI:
        if own is None:
            raise InvalidInput("no_layer", "请说明是哪个层级的金额。", "Please say which layer the amount is for.")
        ratio, formula, inputs = part, f"{{{wanted.id}}} ÷ ({inside})", (wanted, *shares)
    elif share is not None:
        ratio = percent(share) * part
        formula = f"{{{wanted.id}}} ÷ {{{share.id}}}" + (f" ÷ ({inside})" if own else "")
        inputs = (wanted, share, *(shares if own else ()))
    elif own is not None:
        ratio, formula, inputs = own.value / 100, f"{{{wanted.id}}} ÷ {{{own.id}}}", (wanted, own)
    else:
        ratio, formula, inputs = together / 100, f"{{{wanted.id}}} ÷ ({names})", (wanted, *shares)
    if ratio <= 0:
        raise InvalidInput("share_out_of_bounds", "占比必须是正数。", "The share must be positive.")
    budget = call.record(
        "budget",
        identity=Identity(Role.BUDGET, base, period="year"),
        value=to_minor(ARITHMETIC.divide(wanted.value, ratio), code),
        unit=money_unit(code),
        formula=formula,
        inputs=inputs,
        concepts=(base.value, "budget"),
    )
    return Inverse(wanted, layer, base, budget, share, bound, limit)
