"""Two people's amounts for one spend, told in running text: both are kept, the reply asks whose counts, and either settles it to the minor unit."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.understanding.talk import Talk, talk

TOLD = [
    ("AI budget $1.2m", "Ana booked 40k on tactical in March, Ben says it was 44k", "Ana", "Ben", 40_000, 44_000),
    ("AI budget $1.2m", "Ana booked 40k on tactical, Ben says it was 44k", "Ana", "Ben", 40_000, 44_000),
    ("marketing budget $4m", "Q2 tactical spend: Maria has it at $62,000, finance says $58,500", "Maria", "Finance", 62_000, 58_500),
    ("AI budget $1.2m", "I have 40k for tactical in April, the agency says 42k", "", "The agency", 40_000, 42_000),
    ("AI budget $1.2m", "tactical april: 40k according to Ana, 44k according to Ben. which do you use?", "Ana", "Ben", 40_000, 44_000),
    ("AI budget $1.2m", "ana says we spent 40k on tactical in march. ben says 44k.", "Ana", "Ben", 40_000, 44_000),
    ("AI budget ₹3 crore", "Raj booked ₹12 lakh on tactical in April, Meera has ₹14 lakh for the same", "Raj", "Meera", 1_200_000, 1_400_000),
    ("AI budget £900k", "Priya reported £30k for capability in May but Tom thinks it's £33k. What's left for capability?", "Priya", "Tom", 30_000, 33_000),
    ("AI预算300万", "小王说战术三月花了8万，小李说是8.5万", "小王", "小李", 80_000, 85_000),
    ("AI预算500万", "战术层4月份，财务记的是12万，市场部说13万", "财务", "市场部", 120_000, 130_000),
    ("AI预算800万", "能力层五月老陈报了6万，账上是6.6万", "老陈", "账上", 60_000, 66_000),
    ("AI预算800万", "三月战术我这边记了12万，财务说是12.5万，先都记下来吧", "", "财务", 120_000, 125_000),
]  # fmt: skip


def entries(t: Talk) -> tuple[list[tuple[str, Decimal]], list[tuple[str, Decimal]]]:
    """What counts, and what stands against it: who told it and how much."""
    current, ledger = t.state.current, t.desk.ledger
    assert current is not None
    one, two = ([(s.by, ledger[s.fact].value) for s in kept] for kept in (current.spends, current.contested))
    return one, two


@pytest.mark.parametrize("said", TOLD, ids=lambda said: said[1])
def test_both_are_kept_and_asked_about(said: tuple[str, str, str, str, int, int]) -> None:
    """The amount told first counts, the other one is kept beside it, each with who told it, and nothing is left unread."""
    budget, text, first, second, one, two = said
    made = talk(budget, text)
    assert entries(made) == ([(first, Decimal(one))], [(second, Decimal(two))])
    assert not any(move.DO == "unread" for move in made.reading.moves)  # type: ignore[union-attr]
    kinds = {item.kind for _, found in made.answers for item in found.items if hasattr(item, "kind")}
    assert "two_inputs" in kinds


@pytest.mark.parametrize("text", ["Ben says it was 44k", "Ben says tactical in March was 44k, not 40k", "finance has it at 44k, it was not 40k"])  # fmt: skip
def test_another_person_does_not_overwrite_an_entry(text: str) -> None:
    """What somebody else says of an entry stands beside it."""
    one, two = entries(talk("AI budget $1.2m", "we spent 40k on tactical in March", text))
    assert [value for _, value in one] == [40_000]
    assert [value for _, value in two] == [44_000]


@pytest.mark.parametrize(
    "text",
    [
        "Ana spent 40k on tactical and Ben spent 30k on capability",
        "Ana spent 40k on tactical in March and Ben spent 44k on tactical in April",
        "My boss says the tactical layer should get 400k, finance says 350k",
        "Ana wants 40k for tactical, Ben needs 44k",
        "no, the tactical in March was 44k",
        "小王三月在战术花了8万，小李四月在能力花了8.5万",
        "老板说战术应该给40万，财务说35万",
    ],
)
def test_two_spends_are_no_dispute(text: str) -> None:
    """Two spends of two layers or months, and what somebody wants, are not held against each other."""
    assert not entries(talk("AI budget $1.2m", "we spent 10k on strategic in January", text))[1]


@settings(max_examples=15, deadline=None)
@given(cents=st.integers(1_000_000, 9_000_000), more=st.integers(1, 900_000), chosen=st.sampled_from(["Ana", "Ben", "both"]))  # fmt: skip
def test_whoever_counts_the_rest_is_exact(cents: int, more: int, chosen: str) -> None:
    """Plan less what counts is what is left, to the minor unit, whoever is chosen."""
    one, two = Decimal(cents) / 100, Decimal(cents + more) / 100
    said = {"Ana": "Ana's", "Ben": "go with Ben", "both": "both count"}[chosen]
    made = talk("AI budget $1.8m", f"Ana booked ${one} on tactical in March, Ben says it was ${two}", said)
    counted = {"Ana": one, "Ben": two, "both": one + two}[chosen]
    assert f"{(1_000_000 - counted).normalize():f}" in made.shown
