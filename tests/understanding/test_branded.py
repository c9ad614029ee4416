"""What each of two named budgets has spent is booked at its own, to the minor unit."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.answers.model import Statement
from tests.understanding.talk import Talk, talk

TWO = ("brand A: $400k marketing, brand B: $600k marketing",)
NAMED = ("Our two brands: Lumo has a $1m marketing budget and Nara has $2m",)
ZH = ("A品牌AI预算100万，B品牌AI预算200万",)


def booked(t: Talk) -> dict[str, Decimal]:
    """What each named budget has spent."""
    found = {name: [t.desk.ledger[s.fact].value for s in x.spends] for name, x in t.state.scenarios.items()}
    return {name: sum(values, Decimal(0)) for name, values in found.items() if values}


@pytest.mark.parametrize(
    "text",
    [
        "Brand A spent 20k on tactical, brand B spent 40k on tactical",
        "on tactical, A has spent 20k and B 40k",
        "A used 20k of tactical so far; B used 40k of tactical",
        "tactical spend: A 20k, B 40k",
        "spent on tactical: A 20k, B 40k. what share of tactical has each used?",
        "Brand A paid 20k for tactical and Brand B paid 40k for tactical",
    ],
)
def test_each_name_has_its_own_spend(text: str) -> None:
    """Each amount goes to the budget that is named before it, and the share of it that is used is shown for both."""
    made = talk(*TWO, text)
    assert booked(made) == {"A": 20_000, "B": 40_000}
    assert not any(move.DO == "unread" for move in made.reading.moves)  # type: ignore[union-attr]
    assert {"40000", "60000"} <= made.shown


@pytest.mark.parametrize("text", ["Lumo has spent 40k on tactical, Nara 60k", "lumo spent 40k on tactical and nara spent 60k on tactical", "Nara booked 60k of tactical, Lumo booked 40k"])  # fmt: skip
def test_names_of_words_do_so_too(text: str) -> None:
    """So do names that are words, however they are written."""
    assert booked(talk(*NAMED, text)) == {"Lumo": 40_000, "Nara": 60_000}


@pytest.mark.parametrize("text", ["A品牌战术花了20万，B品牌战术花了30万", "战术层A用了20万，B用了30万", "战术支出：A 20万，B 30万，各用了百分之多少"])  # fmt: skip
def test_names_in_chinese(text: str) -> None:
    """So do names in Chinese."""
    assert booked(talk(*ZH, text)) == {"A": 200_000, "B": 300_000}


@pytest.mark.parametrize("text", ["a team spent 20k on tactical", "what if A spent 20k on tactical?"])
def test_an_article_is_no_name(text: str) -> None:
    """A word that only looks like a name, and what is only supposed, book nothing by name."""
    assert not any(c.startswith("branded") for c in talk(*TWO, text).reading.named)  # type: ignore[union-attr]


@settings(max_examples=10, deadline=None)
@given(one=st.integers(100, 3_999_999), two=st.integers(100, 5_999_999))
def test_both_shares_are_exact(one: int, two: int) -> None:
    """What each has left of its layer is its plan less its own spend."""
    x, y = Decimal(one) / 100, Decimal(two) / 100
    made = talk(*TWO, f"Brand A spent ${x} on tactical, brand B spent ${y} on tactical")
    assert {f"{(40_000 - x).normalize():f}", f"{(60_000 - y).normalize():f}"} <= made.shown


@pytest.mark.parametrize(("told", "text"), [(NAMED, "Lumo has spent 40k on tactical, Nara 60k"), (ZH, "A品牌战术花了20万，B品牌战术花了30万")])  # fmt: skip
def test_each_total_says_whose_it_is(told: tuple[str, ...], text: str) -> None:
    """Of several budgets each total is told with the name of its own."""
    made = talk(*told, text)
    items = [item for _, found in made.answers for item in found.items if isinstance(item, Statement)]
    told_of = [str(item.slots["period"]) for item in items if item.kind == "spend_total"]
    assert len(told_of) == 2
    assert all(name in period for name, period in zip(made.state.scenarios, told_of, strict=True))
