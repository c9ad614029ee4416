"""The user's figures as facts: currencies settled, ranges taken apart, corrections applied.

A figure becomes a fact with the span of the message that it stands in; a correction of its currency makes a new fact of
the same span. Nothing is guessed: what has no single value is left to a question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from agent.language.text import has_cjk
from agent.reading import Reading
from agent.roles import Role, RoleFigure
from tools.arithmetic import Operation, calculate
from tools.desk import Desk
from tools.errors import InvalidInput
from tools.facts import Computed, Fact, Given
from tools.figures.currencies import find_currencies
from tools.identity import Label
from tools.money import NO_CURRENCY
from tools.quantities import NUMBER, Comparator, Unit, UnitKind, money_unit
from tools.registry import call

RATE_LABEL = Label("您给的汇率", "your rate")
_LABELS = {
    Role.MARKETING_BUDGET: Label("年度营销预算", "annual marketing budget"),
    Role.AI_BUDGET: Label("AI 预算", "AI budget"),
    Role.AMOUNT: Label("您给的预算", "your budget"),
    Role.WANTED: Label("想要的金额", "wanted amount"),
    Role.SHARE: Label("您给的 AI 占比", "your AI share"),
    Role.ADDED: Label("增加的金额", "amount added"),
    Role.REMOVED: Label("减少的金额", "amount taken off"),
    Role.SCALE: Label("倍数", "multiple"),
    Role.RATE: RATE_LABEL,
}
_CONCEPTS = {
    Role.MARKETING_BUDGET: ("marketing", "budget"),
    Role.AI_BUDGET: ("ai", "budget"),
    Role.AMOUNT: ("budget",),
    Role.SHARE: ("ai", "share", "given"),
    Role.RATE: ("rate",),
}
MONEY_ROLES = (Role.MARKETING_BUDGET, Role.AI_BUDGET, Role.AMOUNT, Role.WANTED, Role.ADDED, Role.REMOVED)


@dataclass(frozen=True, slots=True)
class GivenFigures:
    """The facts of one message, by role, in the order of the message."""

    facts: tuple[tuple[RoleFigure, Fact], ...]
    currency_assumed: bool
    currency_kept: bool = False  # a bare amount was read in the conversation's currency, which is not the usual one

    def of(self, *roles: Role) -> tuple[Fact, ...]:
        return tuple(fact for figure, fact in self.facts if figure.role in roles)

    def pairs(self, *roles: Role) -> tuple[tuple[RoleFigure, Fact], ...]:
        return tuple((figure, fact) for figure, fact in self.facts if figure.role in roles)


def record(desk: Desk, reading: Reading, *, turn: int, currency: str | None, names: dict[str, Label]) -> GivenFigures:
    """Record the figures of a message. ``currency`` is the conversation's; ``names`` label KPIs and layers."""
    facts: list[tuple[RoleFigure, Fact]] = []
    assumed = False
    settled = currency or next(
        (f.figure.unit.code for f in reading.figures if f.figure.unit.kind is UnitKind.MONEY), None
    )
    if settled is None:
        mentioned = find_currencies(reading.plain)
        settled = mentioned[0] if mentioned else None
    for figure in reading.figures:
        if figure.role is Role.CLAIM:
            continue  # what a message ascribes to the framework is no figure that anybody may repeat
        unit, guessed = _unit(figure, settled, reading.language)
        assumed = assumed or guessed
        label = _label(figure, names)
        concepts = (
            (figure.concept, figure.role.value) if figure.concept else _CONCEPTS.get(figure.role, (figure.role.value,))
        )
        for value in _values(figure):
            fact = desk.ledger.add(
                label=label,
                value=value,
                unit=unit,
                provenance=Given(turn, figure.figure.start, figure.figure.end, figure.figure.text),
                comparator=Comparator.EQUAL,
                concepts=concepts,
            )
            facts.append((figure, fact))
    bare = any(f.role in MONEY_ROLES and f.figure.unit.kind is UnitKind.NUMBER for f in reading.figures)
    return GivenFigures(tuple(facts), assumed, currency is not None and currency != "CNY" and bare)


def _values(figure: RoleFigure) -> tuple[Decimal, ...]:
    low, high = figure.figure.low, figure.figure.high
    if figure.figure.ambiguous:
        return ()
    ends = (low,) if low == high else (low, high)
    return tuple(figure.sign * value for value in ends if value is not None)


def _unit(figure: RoleFigure, currency: str | None, language: str) -> tuple[Unit, bool]:
    """The fact's unit, and whether its currency was assumed."""
    unit = figure.figure.unit
    if figure.role in MONEY_ROLES and unit.per == "year":
        unit = replace(unit, per=None)  # "$2m a year" and "$2m" are amounts of the same kind
    if figure.role in MONEY_ROLES and unit.kind is UnitKind.NUMBER:
        if currency:
            return money_unit(currency, unit.per), False
        # 万 and 亿 without a currency are yuan by usage; "2 million" in English is anybody's.
        return money_unit("CNY" if language == "zh" or has_cjk(figure.figure.text) else NO_CURRENCY, unit.per), True
    return unit, False


def _label(figure: RoleFigure, names: dict[str, Label]) -> Label:
    name = names.get(figure.concept or "")
    if figure.role is Role.MARKETING_BUDGET and figure.figure.unit.per not in (None, "year"):
        return Label("营销预算", "marketing budget")
    if name is None:
        return _LABELS.get(figure.role, Label("您给的数字", "your figure"))
    kind = {
        Role.ACTUAL: Label("实际", "actual"),
        Role.BASELINE: Label("现状", "today"),
        Role.BEFORE: Label("之前", "before"),
        Role.AFTER: Label("之后", "after"),
        Role.WANTED: Label("金额", "amount"),
    }.get(figure.role, Label("", ""))
    return Label(f"{name.zh}{kind.zh}", f"{name.en} {kind.en}".strip())


def recast(
    desk: Desk,
    fact: Fact,
    *,
    unit: Unit | None = None,
    label: Label | None = None,
    concepts: tuple[str, ...] | None = None,
) -> Fact:
    """``fact`` read anew after a correction: the same value and span with another unit or name.

    A computed fact is computed anew, from the user's figures in the unit that they turned out to have.
    """
    if unit is not None and unit != fact.unit and isinstance(fact.provenance, Computed):
        fact = _computed_anew(desk, fact, fact.unit, unit)
        unit = fact.unit
    changed = replace(fact, unit=unit or fact.unit, label=label or fact.label, concepts=concepts or fact.concepts)
    return desk.ledger.add(
        label=changed.label,
        value=changed.value,
        unit=changed.unit,
        provenance=changed.provenance,
        comparator=changed.comparator,
        concepts=changed.concepts,
        identity=changed.identity,
    )


def _computed_anew(desk: Desk, fact: Fact, old: Unit, new: Unit) -> Fact:
    """``fact`` from inputs whose ``old`` unit is ``new``; with another currency, amounts of every period change theirs."""
    made = fact.provenance
    if old.code != new.code and fact.unit.kind is old.kind and fact.unit.code == old.code:
        own = replace(new, per=fact.unit.per)
    elif fact.unit == old:
        own = new
    else:
        return fact
    if not isinstance(made, Computed):
        return recast(desk, fact, unit=own)
    arguments = {
        name: _computed_anew(desk, desk.ledger[value], old, new).id
        if isinstance(value, str) and value in desk.ledger
        else value
        for name, value in made.arguments.items()
    }
    call(desk, made.tool, arguments)
    for again in desk.ledger:
        known = again.provenance
        if isinstance(known, Computed) and (known.tool, known.arguments, known.output) == (
            made.tool, arguments, made.output,
        ):  # fmt: skip
            return again
    raise LookupError(f"{fact.id} does not come out of {made.tool} any more")


def as_base(desk: Desk, fact: Fact, role: Role) -> Fact:
    """The user's ``fact`` under the name of the base that it turned out to be of; a computed one keeps its own."""
    if not isinstance(fact.provenance, Given):
        return fact
    return recast(desk, fact, label=_LABELS[role], concepts=_CONCEPTS[role])


_NOT = re.compile(r"(?:不是|不|并非|而不是|not|rather than|instead of)\s*$")


def corrected_currency(reading: Reading, current: str | None) -> str | None:
    """The currency that a message without an amount names ("不对，是美元", "sorry, euros not pounds")."""
    if any(f.figure.unit.kind is UnitKind.MONEY for f in reading.figures):
        return None
    named = find_currencies(reading.plain, with_spans=True)
    wanted = [code for code, start, _ in named if not _NOT.search(reading.plain[:start])]
    others = [code for code in wanted if code != current]
    return next(iter(others or wanted), None)


def parts_of_fraction(desk: Desk, figure: RoleFigure, fact: Fact) -> tuple[Fact, Fact] | None:
    """Numerator and denominator of a fraction that the user gave (``三分之一``), so that nothing is rounded."""
    fraction = figure.figure.fraction
    if fraction is None or not isinstance(fact.provenance, Given):
        return None
    label = Label("您给的分数", "your fraction")
    numerator, denominator = (
        desk.ledger.add(
            label=label, value=Decimal(n), unit=NUMBER, provenance=fact.provenance, concepts=("fraction", part)
        )
        for n, part in ((fraction.numerator, "numerator"), (fraction.denominator, "denominator"))
    )
    return numerator, denominator


def sign_of_two(text: str, given: GivenFigures) -> bool:
    """Whether amounts are in renminbi by a sign alone that is the yen's, too."""
    named = re.search(r"rmb|cny|yuan|renminbi|china|chinese|元|人民币", text, re.IGNORECASE)
    return bool(re.search("[¥￥]", text)) and not named and any(fact.currency == "CNY" for _, fact in given.facts)


def fraction_of(desk: Desk, figure: RoleFigure, fact: Fact, *, whole: Fact, label: Label) -> Fact | None:
    """The part of ``whole`` that a fraction of the user makes, computed exactly; ``None`` for a figure of another kind."""
    parts = parts_of_fraction(desk, figure, fact)
    if parts is None:
        return None
    product = calculate(desk, operation=Operation.MULTIPLY, a=whole, b=parts[0], label=label)
    return calculate(desk, operation=Operation.DIVIDE, a=product, b=parts[1], label=label)


def reject_unusable(fact: Fact) -> None:
    """Raise :class:`InvalidInput` for an amount or share that cannot be computed with."""
    if fact.unit.kind is UnitKind.MONEY and fact.value <= 0:
        raise InvalidInput(
            "not_positive",
            "预算金额必须是正数，负数或空的预算无法计算。请给出正数的预算金额。",
            "A budget must be a positive amount; a negative or empty amount cannot be computed. Please give a positive amount.",
        )


def denied(before: str) -> bool:
    """Whether the words right before a thing deny it ("not the AI budget", "不是AI的")."""
    return bool(_NOT.search(before))


def target_currency(reading: Reading, budget: Fact | None) -> str | None:
    """The currency that a message asks an amount in: one named without an amount of it, and not that of its amounts."""
    own = {f.figure.unit.code for f in reading.figures if f.figure.unit.kind is UnitKind.MONEY}
    taken = [(f.figure.start, f.figure.end) for f in reading.figures]
    free = [
        code
        for code, start, end in find_currencies(reading.plain, with_spans=True)
        if not any(a <= start and end <= b for a, b in taken)
    ]
    others = [code for code in free if code not in own and (budget is None or code != budget.currency)]
    return others[-1] if others else None


def other_currency(rate: Fact, budget: Fact) -> str | None:
    """The currency of a rate that is told as an amount ("1 dollar = 7.2 yuan"), when it is not the budget's."""
    return rate.currency if rate.currency and rate.currency != budget.currency else None


def quotation(rate: Fact, code: str, to: str) -> str:
    """Whether ``rate`` is units of ``to`` for one of ``code`` (``direct``) or the other way round (``inverse``).

    A rate told as an amount of money is units of that money. A bare one above one is read as units of the currency of
    lower worth, since nobody says "0.14" when "7.2" will do.
    """
    if rate.currency:
        return "direct" if rate.currency == to else "inverse"
    order = (
        "GBP",
        "EUR",
        "CHF",
        "USD",
        "SGD",
        "CAD",
        "AUD",
        "NZD",
        "CNY",
        "MYR",
        "HKD",
        "MOP",
        "TWD",
        "THB",
        "INR",
        "RUB",
        "JPY",
        "KRW",
        "VND",
    )
    if code in order and to in order:
        to_is_lower = order.index(to) > order.index(code)
        return "direct" if to_is_lower == (rate.value >= 1) else "inverse"
    return "direct"
