"""A plan as the bytes of a file: workbook, page or picture; drawn up from a conversation or from what was typed.

What is computed is the business of ``tools.plans``, what it looks like that of the other modules here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from agent.memory import Conversation
from agent.planning.progress import baselines_of
from agent.plans.words import Words
from tools.budget import Base
from tools.desk import Desk
from tools.errors import InvalidInput
from tools.parameters import Framework
from tools.plans import BudgetPlan, draw_up


class Form(StrEnum):
    """What a plan can be written as; the value is the file's ending."""

    WORKBOOK = "xlsx"
    PAGE = "md"
    PICTURE = "png"

    @property
    def media_type(self) -> str:
        return {
            Form.WORKBOOK: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
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

    def render(self, form: Form, *, language: str, passages: Mapping[str, Any]) -> bytes:
        """The file. Raises :class:`InvalidInput` for a budget that a workbook cannot compute with."""
        words = Words(language, self.plan)
        assumptions = words.assumptions(base_assumed=self.base_assumed, currency_assumed=self.currency_assumed)
        match form:
            case Form.WORKBOOK:
                from agent.plans.workbook import write_workbook

                return write_workbook(words, assumptions=assumptions, passages=passages)
            case Form.PAGE:
                from agent.plans.markdown import write_markdown

                return write_markdown(words, assumptions=assumptions, passages=passages).encode()
        from agent.charts import split_png

        rows = self.plan.split.rows
        return split_png(
            [row.amount for row in rows],
            language,
            title=f"{words.heading}\n{words.subject}",
            names=[words.title(row.layer.name) for row in rows],
        )


def of_conversation(framework: Framework, conversation: Conversation) -> Drawn:
    """The plan that ``conversation`` has come to: its budget, its AI share, its baselines.

    Raises :class:`InvalidInput` where no budget was told yet.
    """
    frame, desk = conversation.frame, Desk(framework, conversation.ledger)
    if frame.budget is None or frame.budget not in desk.ledger:
        raise InvalidInput(
            "no_budget",
            "这个对话里还没有预算。请先告诉我年度营销预算，例如：年度营销预算3000万怎么分？",
            "There is no budget in this conversation yet. Tell me your annual marketing budget first, for example: split $2m.",
        )
    marketing = frame.base == Base.MARKETING.value
    share = desk.ledger[frame.share] if marketing and frame.share and frame.share in desk.ledger else None
    plan = draw_up(
        desk,
        budget=desk.ledger[frame.budget],
        base=Base(frame.base),
        share=share,
        baselines=baselines_of(desk, frame, conversation.measurements),
    )
    return Drawn(plan, frame.base_assumed, frame.currency_assumed)
