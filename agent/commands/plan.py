"""``advisor plan``: a budget typed on the command line, drawn up, and written as a workbook, a Word document, a page or a picture.

The form follows the file's ending. What is computed is the business of ``tools.plans``, what it looks like that of
``agent.plans``.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING

from agent.commands.texts import say
from agent.dialogue.names import AI, MARKETING
from agent.errors import AdvisorError
from agent.given import UNKNOWN_CURRENCY, give, names_currency
from agent.plans.files import Drawn, Form
from agent.plans.imprint import Imprint
from agent.tracking import find_kpi
from tools.budget import Base
from tools.desk import Desk
from tools.errors import InvalidInput
from tools.facts import Fact
from tools.identity import Identity, Label, Role
from tools.kpis import identity_of_kpi
from tools.parameters import Framework
from tools.plans import draw_up
from tools.quantities import UnitKind

if TYPE_CHECKING:
    from knowledge.chunking import Passage


class PlanRefused(AdvisorError):
    """The plan cannot be drawn up from what was typed; the message says what to change."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was typed: amounts and shares in words, baselines as ``(KPI, figure)``."""

    budget: str
    base: str | None = None
    share: str | None = None
    baselines: tuple[tuple[str, str], ...] = ()


def parse_baseline(text: str) -> tuple[str, str]:
    """``KPI=figure``. Raises :class:`ValueError` for anything else."""
    name, sign, figure = text.partition("=")
    if not sign or not name.strip() or not figure.strip():
        raise ValueError("a baseline is written KPI=FIGURE, for example 转化率=2%")
    return name.strip(), figure.strip()


def draw(framework: Framework, wanted: Wanted, *, language: str) -> Drawn:
    """The plan for what was typed. Raises :class:`PlanRefused` in ``language``."""
    desk = Desk(framework)
    try:
        budget = _budget(desk, wanted)
        share = None
        if wanted.share:
            identity = Identity(Role.SHARE, AI, base=MARKETING)
            share = give(desk.ledger, _percent(wanted.share), identity=identity, concepts=("ai", "share", "given"))
        plan = draw_up(
            desk, budget=budget, base=Base(wanted.base or "marketing"), share=share,
            baselines=dict(_baselines(desk, wanted.baselines)),
        )  # fmt: skip
    except InvalidInput as error:
        raise PlanRefused(error.in_language(language)) from None
    return Drawn(plan, wanted.base is None, _currency_assumed(wanted.budget, budget))


def _percent(text: str) -> str:
    """A share as it is read: a bare number is in percent. Raises :class:`InvalidInput` for one below 1, which may be a fraction."""
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return text
    if number < 1:
        shown = f"{number * 100:f}".rstrip("0").rstrip(".")
        raise InvalidInput(
            "percent_or_fraction",
            f"“{text}”是 {text}% 还是 {shown}%？请带上百分号。",
            f"“{text}”: is that {text}% or {shown}%? Please write the percent sign.",
        )
    return f"{text.strip()}%"


def _budget(desk: Desk, wanted: Wanted) -> Fact:
    text = wanted.budget
    label = Label("AI 预算", "AI budget") if wanted.base == Base.AI else desk.framework.base
    budget = give(desk.ledger, text, label=label, concepts=("budget",), money=True)
    if budget.unit.kind is not UnitKind.MONEY:
        raise InvalidInput("not_money", f"“{text}”不是金额。", f"“{text}” is not an amount of money.")
    return budget


def _currency_assumed(text: str, budget: Fact) -> bool:
    if budget.currency == UNKNOWN_CURRENCY:
        return True
    return not names_currency(text) and not any(char.isascii() and char.isalpha() for char in text)


def _baselines(desk: Desk, typed: Iterable[tuple[str, str]]) -> Iterable[tuple[str, Fact]]:
    for name, text in typed:
        kpi = find_kpi(desk.framework, name)
        yield (
            kpi.id,
            give(
                desk.ledger,
                text,
                identity=identity_of_kpi(desk, kpi, Role.BASELINE),
                concepts=(kpi.id, "baseline"),
                money=kpi.units == ("money",),
            ),
        )


def check_out(out: Path, *, language: str, force: bool = False) -> None:
    """Raises :class:`PlanRefused` for a file that is there already, unless it may be written over, and for a place that is none."""
    try:
        Form.of_name(out.name)
    except InvalidInput as error:
        raise PlanRefused(error.in_language(language)) from None
    if out.is_dir() or not out.absolute().parent.is_dir():
        raise PlanRefused(say("plan.no_place", language, out=out))
    if not force and (out.exists() or out.is_symlink()):
        raise PlanRefused(say("plan.exists", language, out=out))


def write(
    drawn: Drawn,
    out: Path,
    *,
    language: str,
    passages: Mapping[str, Passage],
    imprint: Imprint | None = None,
    force: bool = False,
) -> None:
    """Write the plan to ``out`` in the form of its ending, whole or not at all; over another file only with ``force``.

    Raises :class:`PlanRefused`.
    """
    check_out(out, language=language, force=force)
    try:
        data = drawn.render(Form.of_name(out.name), language=language, passages=passages, imprint=imprint)
    except InvalidInput as error:
        raise PlanRefused(error.in_language(language)) from None
    draft = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        draft.write_bytes(data)
        if force:
            draft.replace(out)
        else:
            os.link(draft, out)  # unlike a rename, this leaves a file alone that came meanwhile
    except FileExistsError:
        check_out(out, language=language)
        raise
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise PlanRefused(say("plan.unwritable", language, out=out, reason=reason)) from None
    finally:
        draft.unlink(missing_ok=True)
