"""The way back: the budget that gives a wanted amount gives that amount, and a budget's amount leads back to the budget."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.assembly import IN_MEMORY, open_advisor
from agent.settings import Settings
from knowledge.framework import load_framework
from tools.budget import Base, Split, budget_for, split_budget
from tools.desk import Desk
from tools.facts import Fact, Given
from tools.identity import Label
from tools.quantities import PERCENT, Unit, money_unit

FRAMEWORK = load_framework()
LAYERS = st.sampled_from((None, *FRAMEWORK.layers))
WHOLE = st.integers(min_value=1_000, max_value=10**11)
CENTS = st.integers(min_value=10_000, max_value=10**12).map(lambda cents: Decimal(cents) / 100)
SHARES = st.integers(min_value=1, max_value=1_000).map(lambda tenths: Decimal(tenths) / 10)
CNY = money_unit("CNY")


def fact(desk: Desk, value: Decimal, unit: Unit = CNY) -> Fact:
    label = Label("给出的数字", "figure given")
    return desk.ledger.add(label=label, value=value, unit=unit, provenance=Given(0, 0, 0, ""))


def part(split: Split, layer) -> Fact:
    return split.total if layer is None else next(row.amount for row in split.rows if row.layer == layer)


@settings(max_examples=150, deadline=None)
@given(budget=WHOLE, layer=LAYERS)
def test_back_and_forth_gives_the_budget_again(budget: int, layer) -> None:
    """Where nothing had to be rounded on the way, inverse(forward(x)) is x to the cent."""
    desk = Desk(FRAMEWORK)
    forward = part(split_budget(desk, budget=fact(desk, Decimal(budget)), base=Base.MARKETING), layer)

    assert budget_for(desk, wanted=forward, layer=layer).budget.value == budget


@settings(max_examples=150, deadline=None)
@given(wanted=CENTS, layer=LAYERS, share=st.none() | SHARES)
def test_the_budget_found_gives_what_was_wanted(wanted: Decimal, layer, share: Decimal | None) -> None:
    """forward(inverse(x)) is x, up to the one cent that the largest remainder may put elsewhere."""
    desk = Desk(FRAMEWORK)
    ratio = fact(desk, share, PERCENT) if share is not None else None
    found = budget_for(desk, wanted=fact(desk, wanted), layer=layer, share=ratio)
    again = part(split_budget(desk, budget=found.budget, base=Base.MARKETING, share=ratio), layer)

    assert abs(again.value - wanted) <= Decimal("0.01")


@settings(max_examples=80, deadline=None)
@given(wanted=CENTS, layer=st.sampled_from(FRAMEWORK.layers))
def test_an_ai_budget_is_found_as_well(wanted: Decimal, layer) -> None:
    desk = Desk(FRAMEWORK)
    found = budget_for(desk, wanted=fact(desk, wanted), layer=layer, base=Base.AI)
    again = part(split_budget(desk, budget=found.budget, base=Base.AI), layer)

    assert abs(again.value - wanted) <= Decimal("0.01")


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("What marketing budget gives AIGC 500k at an 8% AI share?", "11,250,000"),
        ("AI占比8%，想让AIGC有50万，营销预算要多少？", "1,125万元"),
    ],
)
async def test_the_question_is_answered_in_words(question: str, answer: str, tmp_path: Path) -> None:
    advisor = open_advisor(Settings(ADVISOR_OFFLINE=True, ADVISOR_DATA_DIR=tmp_path), memory=IN_MEMORY)

    assert answer in (await advisor.ask(question, conversation="q")).text
