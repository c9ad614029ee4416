"""What an answer works with: the state, a desk for each scenario, the sources, and how a subject becomes a fact.

A figure of the framework, of a scenario or of the user is looked up or computed here, once, by the name that a move gives it. What is missing is raised
as :class:`Lacking`, so that a goal states what it needs by asking for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from agent.answers.model import Answer, Item
from agent.dialogue.asking import Resolved
from agent.dialogue.message import Message
from agent.dialogue.moves import Ask, Claim
from agent.dialogue.names import AI, LAYERS, MARKETING, MAX, MIN, TURNOVER, Operand
from agent.dialogue.state import Scenario, State
from agent.dialogue.tells import name_of
from tools.budget import Base, Range, Split, amount_at_share, budget_range, split_budget
from tools.conversions import convert_currency, convert_period
from tools.desk import Desk
from tools.facts import Fact
from tools.identity import Label
from tools.lexicon.periods import PERIODS
from tools.parameters import Framework, Kpi, Layer, Phase
from tools.shares import OwnSplit, own_split
from tools.spend import per_part
from tools.sums import total
from tools.tracking import Measurement


class Lacking(Exception):
    """Something that must be known first; ``what`` names it: ``budget``, ``rate:EUR/USD``, ``kpi.cycle``, ``spent``, ``team``."""

    def __init__(self, *what: str) -> None:
        self.what = what
        super().__init__(", ".join(what))


@dataclass(slots=True)
class Context:
    """One turn's answers share a context: what one looked up or said, the next need not."""

    state: State
    desk: Desk
    message: Message
    passages: Mapping[str, Any] = field(default_factory=dict)
    search: Callable[[str], Sequence[Any]] = lambda _: ()
    claims: Sequence[Claim] = ()
    notes: Sequence[str] = ()
    measured: Sequence[Measurement] = ()  # of the KPI book, by day
    told: set[str] = field(default_factory=set)  # what this turn said already: a range, a reading

    def __post_init__(self) -> None:
        self.desk.ledger.reserve(
            "U", self.state.next_figure - 1
        )  # a measurement never takes the id of a figure of the message

    @property
    def framework(self) -> Framework:
        return self.desk.framework

    def once(self, what: str) -> bool:
        """Whether ``what`` was not said in this conversation yet; it counts as said from now on."""
        if what in self.state.said or what in self.told:
            return False
        self.told.add(what)
        return True

    # -- names ---------------------------------------------------------------------------------------------------------------

    def name(self, subject: str) -> Label:
        return name_of(self.framework, subject)

    def layer(self, layer_id: str) -> Layer:
        return self.framework.layer(layer_id)

    def kpi(self, kpi_id: str) -> Kpi:
        return next(k for k in self.framework.kpis if k.id == kpi_id)

    def phase(self, phase_id: str) -> Phase:
        return next(p for p in self.framework.phases if p.id == phase_id)

    def phase_of(self, kpi: Kpi) -> Phase:
        return next(p for p in self.framework.phases if kpi in p.kpis)

    # -- facts ---------------------------------------------------------------------------------------------------------------

    def fact(self, fact_id: str) -> Fact:
        return self.desk.ledger[fact_id]

    def figure(self, fig: str) -> Fact:
        """The fact that a figure of a message became. Raises :class:`Lacking` where it became none."""
        fact_id = self.state.figures.get(fig, fig)
        if fact_id not in self.desk.ledger:
            raise Lacking(f"figure:{fig}")
        return self.desk.ledger[fact_id]

    def scenario(self, name: str) -> Scenario:
        found = self.state.scenarios.get(name)
        if found is None:
            raise Lacking("budget")
        return found

    def scenarios(self, asked: Resolved) -> tuple[Scenario, ...]:
        """The scenarios that a question is about; two people's are a conflict first."""
        found = tuple(self.state.scenarios[n] for n in asked.scenarios if n in self.state.scenarios)
        if (
            self.state.conflict
            and {s.name for s in found} & set(self.state.conflict)
            and (asked.implied or not asked.ask.over)
        ):
            raise Lacking("conflict")
        if not any(s.budget for s in found):
            raise Lacking("budget")
        return tuple(s for s in found if s.budget)

    def split(self, scenario: Scenario) -> Split:
        """The source's split of a scenario's budget."""
        if not scenario.budget:
            raise Lacking("budget")
        desk = self.desk.at(scenario.name)
        if AI in scenario.money:
            return split_budget(desk, budget=self.fact(scenario.money[AI]), base=Base.AI)
        share = self.fact(scenario.share) if scenario.share else None
        return split_budget(desk, budget=self.fact(scenario.money[MARKETING]), base=Base.MARKETING, share=share)

    def own(self, scenario: Scenario) -> OwnSplit | None:
        """The user's own split, where they set weights, floors or caps."""
        if not (scenario.weights or scenario.floors or scenario.caps):
            return None
        split = self.split(scenario)

        def facts(kept: Mapping[str, str]) -> dict[str, Fact]:
            return {subject: self.fact(fact_id) for subject, fact_id in kept.items() if subject.startswith("layer.")}

        weights = facts(scenario.weights)
        together = sum((w.value for w in weights.values()), Decimal(0))
        # Percentages that do not come to a whole are shares of the marketing budget, not of the AI money.
        percents = weights and all(str(w.unit) == "percent" for w in weights.values())
        of_budget = percents and together < 100 and len(weights) == len(self.framework.layers)
        whole = split.budget if of_budget else split.total
        floors, caps = facts(scenario.floors), facts(scenario.caps)
        for row in split.rows if scenario.excess and not weights else ():
            # What a cap cuts off goes to one layer: the others keep what the source gives them.
            if row.layer.id not in (scenario.excess, *floors, *caps):
                floors[row.layer.id] = caps[row.layer.id] = row.amount
        return own_split(self.desk.at(scenario.name), whole=whole, weights=weights, floors=floors, caps=caps)

    def range(self, scenario: Scenario) -> Range:
        """The source's range for a marketing budget; an AI budget alone has none."""
        if MARKETING not in scenario.money:
            raise Lacking("budget.marketing")
        return budget_range(self.desk.at(scenario.name), budget=self.fact(scenario.money[MARKETING]))

    def amount(self, subject: str, scenario: Scenario) -> Fact:
        """What ``subject`` gets in a year in a scenario."""
        if subject == MARKETING:
            if MARKETING not in scenario.money:
                raise Lacking("budget.marketing")
            return self.fact(scenario.money[MARKETING])
        if subject in (MIN, MAX):
            found = self.range(scenario)
            return found.low if subject == MIN else found.high
        if subject == TURNOVER:
            if TURNOVER not in self.state.counts:
                raise Lacking("turnover")
            return self.fact(self.state.counts[TURNOVER])
        own = self.own(scenario)
        if subject in (AI, LAYERS, "plan"):
            return self.split(scenario).total
        layer = self.paying(subject)
        if own is not None:
            return next(row.amount for row in own.rows if row.layer.id == layer)
        return next(row.amount for row in self.split(scenario).rows if row.layer.id == layer)

    def paying(self, subject: str) -> str:
        """The layer that ``subject`` is, or that pays for it."""
        if subject.startswith("layer."):
            return subject
        project = next((p for p in self.framework.projects if p.id == subject and p.layer), None)
        if project is None or project.layer is None:
            raise Lacking(f"subject:{subject}")
        return project.layer

    def operand(self, text: str, asked: Resolved) -> Fact:
        """The fact of an operand: a subject in a scenario (``L1@K1``), at a share (``AI@U4``), a figure, a product, a sum (``L1+L2``)."""
        if "+" in text:
            return total(self.desk, facts=tuple(self.operand(part, asked) for part in text.split("+")))
        operand = Operand.of(text)
        if operand.figures:
            return self.figure(text if len(operand.figures) > 1 else operand.figures[0])
        if operand.scenario and operand.scenario in self.state.figures:
            scenario = self._one(asked)
            budget = self.fact(scenario.money[MARKETING]) if MARKETING in scenario.money else None
            if budget is None:
                raise Lacking("budget.marketing")
            share = self.figure(operand.scenario)
            return amount_at_share(self.desk.at(scenario.name), budget=budget, share=share)
        if text in self.desk.ledger:
            return self.desk.ledger[text]
        scenario = self.scenario(operand.scenario) if operand.scenario else self._one(asked)
        if operand.subject.startswith("kpi."):
            return self._kpi_figure(operand.subject, scenario)
        return self.placed(self.amount(operand.subject, scenario), asked.ask, scenario)

    def _kpi_figure(self, kpi: str, scenario: Scenario | None) -> Fact:
        entry = self.state.kpi(kpi, scenario)
        for role in ("level", "after", "now", "change"):
            if entry is not None and role in entry.figures:
                return self.fact(entry.figures[role])
        raise Lacking(kpi)

    def _one(self, asked: Resolved) -> Scenario:
        return self.scenarios(asked)[-1]

    def as_told(self, asked: Resolved, scenario: Scenario) -> Resolved:
        """``asked`` for the period that the budget was told for, where the question names none: a monthly budget is a plan by the month."""
        if (
            asked.ask.per
            or asked.ask.cur
            or scenario.base not in scenario.told
            or scenario.weights
            or scenario.floors
            or scenario.caps
        ):
            return asked
        told = self.fact(scenario.told[scenario.base])
        period = told.identity.period if told.identity is not None else ""
        if period not in PERIODS or period == "year":
            return asked
        return replace(asked, ask=replace(asked.ask, per=period))

    # -- the slots that every money question has -----------------------------------------------------------------------------------

    def placed(self, amount: Fact, ask: Ask, scenario: Scenario) -> Fact:
        """``amount`` as it is asked for: per period or head, in another currency."""
        desk = self.desk.at(scenario.name)
        if ask.per == "head":
            team = self.state.count("team", scenario)
            if not team:
                raise Lacking("team")
            amount = per_part(desk, amount=amount, parts=self.fact(team)).amount
        elif ask.per and ask.per != "year":
            amount = convert_period(desk, amount=amount, to=ask.per)
        if ask.cur and amount.currency not in (None, ask.cur):
            amount = self.converted(amount, ask.cur, desk)
        return amount

    def converted(self, amount: Fact, to: str, desk: Desk) -> Fact:
        """``amount`` in currency ``to``, at a rate that the user gave."""
        code = amount.currency or ""
        if code == "XXX":
            raise Lacking("currency")
        for pair in (f"{code}/{to}", f"{to}/{code}"):
            if pair in self.state.rates:
                return convert_currency(desk, amount=amount, rate=self.fact(self.state.rates[pair]), to=to)
        raise Lacking(f"rate:{code}/{to}")

    def rate(self, code: str, to: str) -> Fact:
        """The rate between two currencies."""
        pair = next(p for p in (f"{code}/{to}", f"{to}/{code}") if p in self.state.rates)
        return self.fact(self.state.rates[pair])


@dataclass(slots=True)
class Draft:
    """An answer in the making."""

    goal: str
    items: list[Item] = field(default_factory=list)
    needs: list[Fact] = field(default_factory=list)
    chart: tuple[Fact, ...] = ()
    listed: tuple[str, ...] = ()

    def add(self, *items: Item | None) -> None:
        self.items.extend(item for item in items if item is not None)

    def need(self, *facts: Fact) -> None:
        self.needs.extend(facts)

    def done(self) -> Answer:
        """The answer, verdicts first."""
        verdicts = [i for i in self.items if getattr(i, "verdict", False)]
        rest = [i for i in self.items if not getattr(i, "verdict", False)]
        return Answer(
            self.goal,
            (*verdicts, *rest),
            tuple({fact.id: fact for fact in self.needs}.values()),
            (),
            self.chart,
            self.listed,
        )
