"""Budgets that come of other figures: a budget that is changed ("halve it", "another 20%"), and one that is a share of turnover."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum

from tools.desk import Desk, money, percent
from tools.errors import InvalidInput
from tools.facts import Fact, identity_of, period_of
from tools.identity import Identity, Role
from tools.money import to_minor
from tools.quantities import ARITHMETIC, PERCENT, Comparator, Unit, UnitKind, exact
from tools.sums import total


class Change(StrEnum):
    """How a budget is changed."""

    SET = "set"
    TIMES = "times"
    UP = "up"
    DOWN = "down"
    ADD = "add"
    SUB = "sub"


def change_amount(desk: Desk, *, budget: Fact, by: Fact, op: Change, over: Fact | None = None) -> Fact:
    """``budget`` changed ``by`` a figure; half up to the minor unit. It stays what it was (a budget, of the same base and period).

    ``set`` takes the new amount; ``times`` a factor, or the percentage that remains; ``up`` and ``down`` a percentage or a fraction below one
    of the old amount; ``add`` and ``sub`` an amount. An amount is added or taken off under ``up`` and ``down`` too, a percentage is one of the old
    amount under ``add`` and ``sub``. ``over`` is the denominator of a fraction whose numerator is ``by`` (a third is not a decimal).
    Raises :class:`InvalidInput` for a figure that the change has no reading for, for another currency or period, and where
    nothing would be left.
    """
    code = money(budget)
    _usable(by, over)
    exactly, unit, formula = _changed(budget, by, op, over)
    value = to_minor(exactly, code if unit.kind is not UnitKind.MONEY else unit.code)
    if value <= 0:
        raise InvalidInput(
            "nothing_left", "这样调整后预算就没有了，请给出更小的减少幅度。", "That change leaves nothing of the budget; please take off less."
        )  # fmt: skip
    exact(value)
    call = desk.call("change_amount", budget=budget, by=by, op=op.value, over=over)
    return call.record(
        "budget",
        # Of the scenario at hand: the old budget's own one is another.
        identity=identity_of(budget).but(scenario=desk.scenario),
        value=value,
        unit=unit,
        formula=formula,
        inputs=(budget, by, *([over] if over else [])),
        comparator=Comparator.EQUAL if value == exactly else Comparator.ABOUT,
        concepts=budget.concepts,
    )


def _usable(by: Fact, over: Fact | None) -> None:
    if by.value <= 0 or (over is not None and over.value <= 0):
        raise InvalidInput(
            "not_positive", "请给出正数的调整幅度。", "Please give a positive figure for the change."
        )  # fmt: skip
    if over is not None and (by.unit.kind is not UnitKind.NUMBER or over.unit.kind is not UnitKind.NUMBER):
        raise InvalidInput("bad_fraction", "分数的分子和分母要是普通的数。", "A fraction needs plain numbers.")


def _changed(budget: Fact, by: Fact, op: Change, over: Fact | None) -> tuple[Decimal, Unit, str]:
    """The exact new amount, its unit and its formula."""
    old, new = f"{{{budget.id}}}", f"{{{by.id}}}"
    if by.unit.kind is UnitKind.MONEY:
        return _by_money(budget, by, op)
    part = f"{new} ÷ {{{over.id}}}" if over else new
    factor = by.value / 100 if by.unit == PERCENT else by.value
    if over is not None:
        # Divided last, so that two thirds of 900 are 600.
        scaled = ARITHMETIC.divide(ARITHMETIC.multiply(budget.value, by.value), over.value)
        below_one = by.value < over.value
    else:
        scaled = ARITHMETIC.multiply(budget.value, factor)
        below_one = by.unit == PERCENT or factor < 1
    if by.unit.kind not in (UnitKind.PERCENT, UnitKind.NUMBER, UnitKind.MULTIPLE) or op is Change.SET:
        raise _no_reading()
    if op is Change.TIMES:
        return scaled, budget.unit, f"{old} × {part}"
    if not below_one or by.unit.kind is UnitKind.MULTIPLE:  # "up 3": three percent, three times, three of what?
        raise _no_reading()
    if op in (Change.UP, Change.ADD):
        return budget.value + scaled, budget.unit, f"{old} × (1 + {part})"
    return budget.value - scaled, budget.unit, f"{old} × (1 − {part})"


def _by_money(budget: Fact, by: Fact, op: Change) -> tuple[Decimal, Unit, str]:
    old, new = f"{{{budget.id}}}", f"{{{by.id}}}"
    if op is Change.TIMES:
        raise _no_reading()
    if by.currency != budget.currency:
        raise InvalidInput(
            "different_currencies", "币种不同，请给出汇率，或用同一种货币说明。", "The currencies differ; give a rate, or say it in the same currency."
        )  # fmt: skip
    if (by.unit.per or "year") != (budget.unit.per or "year"):
        raise InvalidInput(
            "other_period",
            "两笔金额的周期不同，请先换算成同一周期。",
            "The two amounts are for different periods; convert one of them first.",
        )
    if op is Change.SET:
        return by.value, budget.unit, new
    if op in (Change.UP, Change.ADD):
        return budget.value + by.value, budget.unit, f"{old} + {new}"
    return budget.value - by.value, budget.unit, f"{old} − {new}"


def _no_reading() -> InvalidInput:
    return InvalidInput(
        "unclear_change",
        "不清楚预算要怎样调整，请说明增减多少金额、百分之几，或调整到多少。",
        "It is not clear how the budget changes; please say by what amount or percentage, or to what amount.",
    )


def lumped(desk: Desk, *, budgets: Sequence[Fact]) -> Fact:
    """Several budgets of one currency and period as one; exact. Raises :class:`InvalidInput` for unlike ones."""
    added = total(desk, facts=budgets)
    told = identity_of(budgets[0])
    if len({(identity_of(fact).subject, period_of(fact)) for fact in budgets}) > 1:
        raise InvalidInput(
            "unlike_budgets", "要合并的预算口径不同，请逐个说明。", "The budgets are not of one kind; please name them one by one."
        )  # fmt: skip
    return desk.call("lumped", budgets=list(budgets)).record(
        "budget",
        identity=Identity(Role.BUDGET, told.subject, told.name, period=period_of(budgets[0])),
        value=added.value,
        unit=added.unit,
        formula=" + ".join(f"{{{fact.id}}}" for fact in budgets),
        inputs=tuple(budgets),
        comparator=added.comparator,
    )


def share_of_turnover(desk: Desk, *, turnover: Fact, share: Fact) -> Fact:
    """The marketing budget that is ``share`` of ``turnover``; half up to the minor unit, for the turnover's period.

    Raises :class:`InvalidInput` for anything but a positive amount and a percentage of it between nothing and the whole.
    """
    code, part = money(turnover), percent(share)
    if not 0 < part <= 1:
        raise InvalidInput(
            "share_out_of_bounds",
            "营销预算占营业额的比例要是正数，且不能超过全部营业额。",
            "The share of turnover must be positive and no more than the whole.",
        )
    exactly = ARITHMETIC.multiply(turnover.value, part)
    value = to_minor(exactly, code)
    return desk.call("share_of_turnover", turnover=turnover, share=share).record(
        "budget",
        identity=Identity(Role.BUDGET, "marketing", base="turnover", period=period_of(turnover)),
        value=value,
        unit=turnover.unit,
        formula=f"{{{turnover.id}}} × {{{share.id}}}",
        inputs=(turnover, share),
        comparator=Comparator.EQUAL if value == exactly else Comparator.ABOUT,
        concepts=("marketing", "budget"),
    )


def scaled_share(desk: Desk, *, share: Fact, by: Fact) -> Fact:
    """``by`` of a share: half of the upper limit of 20% is 10%. ``by`` is a factor or a percentage that remains; exact.

    Raises :class:`InvalidInput` for what is no percentage and for a factor that is not positive.
    """
    percent(share)
    if by.value <= 0 or by.unit.kind not in (UnitKind.PERCENT, UnitKind.NUMBER, UnitKind.MULTIPLE):
        raise _no_reading()
    factor = by.value / 100 if by.unit == PERCENT else by.value
    told = identity_of(share)
    return desk.call("scaled_share", share=share, by=by).record(
        "share",
        identity=Identity(Role.SHARE, told.subject or "ai", told.name, base=told.base or "marketing"),
        value=exact(ARITHMETIC.multiply(share.value, factor).normalize(ARITHMETIC)),
        unit=PERCENT,
        formula=f"{{{share.id}}} × {{{by.id}}}",
        inputs=(share, by),
    )


def change_count(desk: Desk, *, count: Fact, by: Fact, op: Change) -> Fact:
    """A head count with ``by`` more or fewer; exact. Raises :class:`InvalidInput` where nobody would be left."""
    value = count.value + by.value if op in (Change.ADD, Change.UP) else count.value - by.value
    if value <= 0:
        raise InvalidInput(
            "nobody_left", "这样就一个人也没有了，请再确认人数。", "That leaves nobody; please check the number."
        )
    sign = "+" if op in (Change.ADD, Change.UP) else "−"
    return desk.call("change_count", count=count, by=by, op=op.value).record(
        "count",
        identity=identity_of(count),
        value=exact(value),
        unit=count.unit,
        formula=f"{{{count.id}}} {sign} {{{by.id}}}",
        inputs=(count, by),
    )
