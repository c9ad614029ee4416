"""Figures of messages become facts: what a figure is told as decides its identity, and what the conversation holds decides its currency.

The only place that makes facts of a user's figures. A currency that nobody named is that of the conversation, else renminbi in Chinese and none in English; what was assumed
is noted, so that the reply says it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from agent.dialogue.message import Message
from agent.dialogue.names import figures_in
from agent.dialogue.state import State
from tools.desk import Desk
from tools.errors import InvalidInput
from tools.facts import Fact, Given
from tools.figures.model import Figure
from tools.identity import Identity, Role
from tools.money import NO_CURRENCY
from tools.quantities import MULTIPLE, NUMBER, PERCENT, Comparator, Unit, UnitKind, money_unit

#: Dollars that are written with their country once and with the bare sign from then on.
_DOLLARS = frozenset({"AUD", "CAD", "HKD", "NZD", "SGD", "TWD"})
_BARE_DOLLAR = re.compile(r"[$＄]|dollars?\b", re.IGNORECASE)
_NAMED_DOLLAR = re.compile(r"us|美|america", re.IGNORECASE)


class Doubtful(Exception):
    """A figure whose reading is open: it has to be asked about before anything is computed with it."""

    def __init__(self, fig: str, figure: Figure) -> None:
        self.fig = fig
        self.figure = figure
        super().__init__(fig)


class NoFigure(Exception):
    """A move names a figure that there is not."""


@dataclass(slots=True)
class Intake:
    """Makes the facts of one message. ``notes`` are the assumptions made on the way."""

    state: State
    desk: Desk
    message: Message
    currency: str = ""  # a currency that the message says for all its money
    notes: list[str] = field(default_factory=list)
    scales: dict[str, Decimal] = field(default_factory=dict)  # of bare figures that repeat the scale of one told before

    def figure(self, fig: str) -> Figure | None:
        """The figure of this message that ``fig`` names."""
        return self.message.figures.get(fig)

    def known(self, fig: str) -> Fact | None:
        """The fact that ``fig`` became before, or a shown fact by its id."""
        fact_id = self.state.figures.get(fig, fig)
        return self.desk.ledger.facts.get(fact_id)

    def fact(self, fig: str, identity: Identity, *, unit: Unit | None = None, sign: str = "", end: str = "low") -> Fact:
        """The fact of ``fig`` under ``identity``. ``end`` chooses one of a range's.

        Raises :class:`Doubtful` where the figure's reading is open and :class:`NoFigure` where there is none.
        """
        if "*" in fig:
            return self.product(fig, identity)
        figure = self.figure(fig)
        if figure is None:
            return self._again(fig, identity, unit)
        if figure.ambiguous is not None or (figure.low is None and figure.high is None):
            raise Doubtful(fig, figure)
        value = (figure.low if figure.low is not None else figure.high) if end == "low" else figure.high
        assert value is not None
        value *= self.scales.get(fig, Decimal(1))
        if sign == "-" and value > 0:
            value = -value
        return self.record(fig, value, unit or figure.unit, identity, end=end)

    def money(self, fig: str, identity: Identity, *, end: str = "low") -> Fact:
        """``fig`` as an amount of money, in the currency that it has or that is assumed for it."""
        figure = self.figure(fig)
        if figure is None or "*" in fig:
            return self.fact(fig, identity)
        if figure.unit.kind not in (UnitKind.MONEY, UnitKind.NUMBER):
            raise InvalidInput("not_money", "这里需要金额。", "This needs an amount of money.")
        code = self._dollars(figure) if figure.unit.kind is UnitKind.MONEY else NO_CURRENCY
        if code in ("", NO_CURRENCY):
            code = self._assumed()
        return self.fact(fig, identity, unit=money_unit(code), end=end)

    def positive(self, fig: str) -> None:
        """Raise :class:`InvalidInput` for a budget of nothing or less, before anything is kept of it."""
        figure = self.figure(fig)
        if figure is not None and figure.low is not None and figure.low <= 0:
            raise InvalidInput(
                "not_positive",
                "金额必须是正数，请给出正数的预算。",
                "The amount must be positive; please give a positive budget.",
            )

    def share(self, fig: str, identity: Identity) -> Fact:
        """``fig`` as a percentage; a fraction counts in percent, a bare number up to a hundred too."""
        figure = self.figure(fig)
        if figure is not None and figure.fraction is not None and figure.unit != PERCENT:
            value = Decimal(figure.fraction.numerator * 100) / Decimal(figure.fraction.denominator)
            return self.record(fig, value, PERCENT, identity)
        if figure is not None and figure.unit.kind is UnitKind.NUMBER:
            return self.fact(fig, identity, unit=PERCENT)
        return self.fact(fig, identity)

    def portion(self, fig: str, identity: Identity) -> tuple[Fact, Fact | None]:
        """``fig`` as a part of something: a percentage, or a fraction as its numerator and denominator (a third is not a decimal)."""
        figure = self.figure(fig)
        if figure is None or figure.fraction is None or figure.unit.kind is UnitKind.PERCENT:
            return self.share(fig, identity), None
        by = self.record(fig, Decimal(figure.fraction.numerator), NUMBER, identity)
        return by, self.record(fig, Decimal(figure.fraction.denominator), NUMBER, identity, end="high")

    def ai_share(self, fig: str, identity: Identity) -> Fact:
        """``fig`` as the part of a budget that AI gets. Raises :class:`InvalidInput` for none of it and for more than all."""
        share = self.share(fig, identity)
        if not 0 < share.value <= 100:
            raise InvalidInput(
                "share_out_of_bounds",
                "AI 占比要是正数，且不能超过全部预算。",
                "The AI share must be positive and no more than the whole budget.",
            )
        return share

    def product(self, fig: str, identity: Identity) -> Fact:
        """Two figures multiplied: 2 engineers at 90k each."""
        from tools.sums import bulk

        parts = figures_in(fig)
        first, second = (self.figure(part) for part in parts)
        if first is None or second is None:
            raise NoFigure(fig)
        count, price = parts if first.unit.kind is not UnitKind.MONEY else (parts[1], parts[0])
        number = self.fact(count, Identity(Role.COUNT, subject="item", name=identity.name))
        each = self.money(price, Identity(Role.UNIT_COST, subject="item", name=identity.name))
        return bulk(self.desk, count=number, price=each)

    def amount_of_rate(self, pair: str) -> tuple[Figure, Figure]:
        """The two figures of a pair: ``1 euro = 1.1 dollar``."""
        first, second = (self.figure(part) for part in pair.split("="))
        if first is None or second is None:
            raise NoFigure(pair)
        return first, second

    # -- inside ----------------------------------------------------------------------------------------------------------

    def record(self, fig: str, value: Decimal, unit: Unit, identity: Identity, *, end: str = "low") -> Fact:
        """The fact of ``fig`` with a value and unit that code made of it: a fraction in percent."""
        figure = self.message.figures[fig]
        message, known = self.message, self.state.figures.get(fig)
        taken = fig in self.desk.ledger or end == "high"
        fact = self.desk.ledger.add(
            value=value,
            unit=replace(unit, per=None) if unit.kind is UnitKind.MONEY else unit,
            provenance=Given(message.turn, figure.start, figure.end, figure.text, speaker=message.speaker),
            comparator=figure.comparator if end == "low" else Comparator.EQUAL,
            identity=identity,
            fact_id=self.state.new_figure() if taken else fig,
        )
        if known is None or end == "low":
            self.state.figures[fig] = fact.id
        return fact

    def _again(self, fig: str, identity: Identity, unit: Unit | None) -> Fact:
        """A figure of an earlier message in another role: the same words, a new fact."""
        fact = self.known(fig)
        if fact is None:
            raise NoFigure(fig)
        if fact.identity == identity and unit in (None, fact.unit):
            return fact
        if not isinstance(fact.provenance, Given):
            return fact
        made = self.desk.ledger.add(
            value=fact.value, unit=unit or fact.unit, provenance=fact.provenance, comparator=fact.comparator,
            identity=identity, fact_id=self.state.new_figure(),
        )  # fmt: skip
        self.state.figures[fig] = made.id
        return made

    def _told_money(self) -> Iterator[str]:
        """The facts of what was budgeted, the latest first."""
        for scenario in reversed(list(self.state.scenarios.values())):
            yield from filter(None, (scenario.budget, *reversed(scenario.plans.values())))

    def _dollars(self, figure: Figure) -> str:
        """The currency of an amount; a bare ``$`` is the dollar that the message or the conversation named."""
        code = figure.unit.code
        if code != "USD" or not _BARE_DOLLAR.search(figure.text) or _NAMED_DOLLAR.search(figure.text):
            return code
        here = {f.unit.code for f in self.message.figures.values()} & _DOLLARS
        if len(here) == 1:
            return here.pop()
        told = next((self.desk.ledger[fact].currency or "" for fact in self._told_money()), "")
        return told if told in _DOLLARS else code

    def _assumed(self) -> str:
        """The currency of an amount that names none."""
        if self.currency:
            return self.currency
        named = {self._dollars(f) for f in self.message.figures.values() if f.unit.kind is UnitKind.MONEY} - {
            "",
            NO_CURRENCY,
        }
        if len(named) == 1:  # a currency said once holds for all money of the message
            return named.pop()
        for told in self._told_money():
            if (code := self.desk.ledger[told].currency) not in (None, NO_CURRENCY):
                if not {"currency", "note.currency"} & {*self.notes, *self.state.said}:  # it was assumed itself
                    self.notes.append("currency_kept")
                return code
        if self.message.language == "zh":
            self.notes.append("currency")
            return "CNY"
        self.notes.append("no_currency")
        return NO_CURRENCY


def factor_of(figure: Figure) -> tuple[Decimal, Unit]:
    """What a figure multiplies with: a fraction as it is, a percentage that remains, a multiple, a bare number."""
    if figure.fraction is not None and figure.unit != PERCENT:
        return Decimal(figure.fraction.numerator) / Decimal(figure.fraction.denominator), MULTIPLE
    value = figure.low if figure.low is not None else figure.high
    assert value is not None
    return value, figure.unit if figure.unit.kind in (UnitKind.PERCENT, UnitKind.MULTIPLE) else NUMBER
