"""A plan as the bytes of a file: workbook, Word document, page or picture; drawn up from a conversation or from what was typed.

What is computed is the business of ``tools.plans``, what it looks like that of the other modules here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from agent.dialogue.names import AI, MARKETING
from agent.dialogue.state import Scenario, State
from agent.given import names_currency
from agent.plans.imprint import Imprint
from agent.plans.terms import OwnTerms, Spent
from agent.plans.words import Words
from tools.budget import Base
from tools.desk import Desk
from tools.errors import InvalidInput
from tools.facts import Computed, Fact, Given, Ledger
from tools.money import NO_CURRENCY
from tools.parameters import Framework
from tools.plans import BudgetPlan
from tools.shares import OwnSplit
from tools.tracking import Measurement

if TYPE_CHECKING:
    from agent.answers.context import Context
    from agent.memory import Conversation


class Form(StrEnum):
    """What a plan can be written as; the value is the file's ending."""

    WORKBOOK = "xlsx"
    DOCUMENT = "docx"
    PAGE = "md"
    PICTURE = "png"

    @property
    def media_type(self) -> str:
        return {
            Form.WORKBOOK: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Form.DOCUMENT: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Form.PAGE: "text/markdown; charset=utf-8",
            Form.PICTURE: "image/png",
        }[self]

    @classmethod
    def of_name(cls, name: str) -> Form:
        """The form that a file's ending asks for. Raises :class:`InvalidInput` for another ending or none."""
        stem, _, ending = name.rpartition("/")[2].rpartition(".")
        if not stem or (ending := ending.casefold()) not in list(cls):
            endings = ", ".join(f".{form}" for form in cls)
            raise InvalidInput(
                "no_form",
                f"计划可以写成 {endings}，不能写成 {name}。",
                f"A plan is written as {endings}, not as {name}.",
            )
        return cls(ending)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A plan and what it took for granted."""

    plan: BudgetPlan
    base_assumed: bool
    currency_assumed: bool
    own: OwnSplit | None = None  # the user's own, beside the source's
    terms: OwnTerms | None = None  # what it follows
    spent: tuple[Spent, ...] = ()
    given: Mapping[str, Decimal] = field(default_factory=dict)  # what a layer was given by itself
    left_out: tuple[Fact, ...] = ()  # spent in another currency than the plan's

    def render(
        self, form: Form, *, language: str, passages: Mapping[str, Any], imprint: Imprint | None = None
    ) -> bytes:
        """The file. Raises :class:`InvalidInput` for a budget that a workbook cannot compute with."""
        words = Words(language, self.plan, self.own)
        assumptions = words.assumptions(base_assumed=self.base_assumed, currency_assumed=self.currency_assumed)
        match form:
            case Form.WORKBOOK:
                from agent.plans.workbook import write_workbook

                notes = (*assumptions, *words.left_out(self.left_out))
                return write_workbook(
                    words, assumptions=notes, passages=passages, imprint=imprint, spent=self.told(words), terms=self.terms,
                    given=self.given
                )  # fmt: skip
            case Form.DOCUMENT:
                from agent.plans.document import write_document

                return write_document(words, assumptions=assumptions, passages=passages, imprint=imprint)
            case Form.PAGE:
                from agent.plans.markdown import write_markdown

                return write_markdown(words, assumptions=assumptions, passages=passages).encode()
        return self._picture(words)

    def told(self, words: Words) -> tuple[Spent, ...]:
        """What was spent, its times in the words of the language."""
        return tuple(replace(entry, when=words.period(entry.when)) for entry in self.spent)

    def _picture(self, words: Words) -> bytes:
        """The layers, the total, and the share that each has of it."""
        from agent.charts import split_png

        rows = self.own.rows if self.own is not None else self.plan.split.rows
        return split_png(
            [row.amount for row in rows],
            words.language,
            title=f"{words.heading}\n{words.subject}",
            names=[words.title(row.layer.name) for row in rows],
            total=self.own.total if self.own is not None else self.plan.split.total,
        )


def of_conversation(framework: Framework, conversation: Conversation) -> Drawn:
    """The plan that ``conversation`` has come to, as its replies tell it: the budget in focus, its AI share, its baselines.

    Raises :class:`InvalidInput` where no budget was told yet, or two people's differ and none was settled on.
    """
    from agent.dialogue.storing import load_state

    stored = conversation.state
    return of_state(
        Desk(framework, conversation.ledger),
        load_state(stored) if stored is not None else State(),
        conversation.measurements,
    )


def of_state(desk: Desk, state: State, measured: Sequence[Measurement]) -> Drawn:
    """The plan for the budget in focus of ``state``. Raises :class:`InvalidInput` as :func:`of_conversation` does."""
    from agent.answers.context import Context
    from agent.answers.drafting import plan_of
    from agent.dialogue.message import Message

    scenario = state.current
    if scenario is None or not scenario.budget:
        raise InvalidInput(
            "no_budget",
            "这个对话里还没有预算。请先告诉我年度营销预算，例如：年度营销预算3000万怎么分？",
            "There is no budget in this conversation yet. Tell me your annual marketing budget first, for example: split $2m.",
        )
    if scenario.name in state.conflict:
        raise InvalidInput(
            "conflict",
            "这个对话里有两个不同的预算。请先说明以哪一个为准。",
            "There are two different budgets in this conversation. Say first which of them counts.",
        )
    context = Context(state, desk, Message("", 0, "en"), measured=tuple(measured))
    plan = plan_of(context, scenario)
    assumed = _currency_assumed(desk.ledger, plan.given, state)
    own = context.own(scenario)
    spent, left_out = _spent(context, scenario, plan.currency)
    facts = {layer: context.fact(fact) for layer, fact in scenario.plans.items() if layer.startswith("layer.")}
    given = {layer: fact.value for layer, fact in facts.items() if fact.currency == plan.currency}
    terms = _terms(desk, own, plan) if own is not None else None
    return Drawn(plan, "note.base" in state.said, assumed, own, terms, spent, given, left_out)


def _terms(desk: Desk, own: OwnSplit, plan: BudgetPlan) -> OwnTerms:
    """What the user's own split was computed from, as its receipt tells."""
    made = own.rows[0].amount.provenance
    assert isinstance(made, Computed)

    def facts(name: str) -> dict[str, Fact]:
        return {layer: desk.ledger[fact] for layer, fact in (made.arguments.get(name) or {}).items()}

    of_budget = plan.split.base is Base.MARKETING and own.whole.id == plan.budget.id
    return OwnTerms(facts("weights"), facts("floors"), facts("caps"), of_budget)


def _spent(context: Context, scenario: Scenario, code: str) -> tuple[tuple[Spent, ...], tuple[Fact, ...]]:
    """What the conversation says was spent of a plan, line by line; apart from it what is of another currency."""
    layers = {layer.id for layer in context.framework.layers}
    marketing = AI not in scenario.money and not scenario.share
    found, others = [], []
    for spend in scenario.spends:
        fact = context.fact(spend.fact)
        if fact.currency != code:
            others.append(fact)
            continue
        whole = spend.subject == MARKETING or (spend.subject == "plan" and marketing)
        line = spend.subject if spend.subject in layers else MARKETING if whole else AI
        found.append(Spent(line, fact.value, spend.when, spend.by, spend.label))
    return tuple(found), tuple(others)


def _currency_assumed(ledger: Ledger, told: Fact, state: State) -> bool:
    """Whether the budget's currency is one that nobody named: an assumption that was told, about an amount without one."""
    if told.currency == NO_CURRENCY:
        return True
    words = [root.provenance.text for root in ledger.roots(told.id) if isinstance(root.provenance, Given)]
    return "note.currency" in state.said and not any(map(names_currency, words))
