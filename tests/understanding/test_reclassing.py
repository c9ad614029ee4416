"""Entries between layers, commitments beside what is paid, and the year to date: exact to the minor unit, and nothing else is moved."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.understanding.talk import Talk, talk

EN = ("AI budget $1.8m", "spent 50k on tactical in March", "spent 20k on capability in March")
ZH = ("AI预算1800万", "战术层3月花了50万", "能力层3月花了20万")


def booked(t: Talk) -> dict[str, Decimal]:
    """What each subject has spent."""
    current = t.state.current
    found: dict[str, Decimal] = {}
    assert current is not None
    for spend in current.spends:
        found[spend.subject] = found.get(spend.subject, Decimal(0)) + t.desk.ledger[spend.fact].value
    return found


@pytest.mark.parametrize(
    "text",
    [
        "reclass $8k from tactical to capability",
        "please reclassify 8k from tactical into capability. what's left in each?",
        "rebook 8k from tactical to capability",
        "8k was miscoded, rebook it from tactical to capability",
        "journal: 8k out of tactical, into capability",
        "reclass to capability from tactical 8k",
        "can finance reclass $8k, tactical to capability please",
        "move 8k of the spend from tactical to capability",
        "shift $8k of actuals from tactical to capability",
        "re-code 8k from tactical to capability pls",
    ],
)
def test_an_amount_is_entered_at_another_layer(text: str) -> None:
    """So much of one layer's spend is the other's then; all of it together stays."""
    assert booked(talk(*EN, text)) == {"layer.tactical": 42_000, "layer.capability": 28_000}


@pytest.mark.parametrize(
    "text",
    ["从战术层调8万到能力层", "把8万从战术重分类到能力", "从战术层划8万给能力层", "调账：8万从战术层转到能力层", "从战术层转记8万到能力层，两层各还剩多少", "從戰術層調8萬到能力層"],
)  # fmt: skip
def test_an_amount_is_entered_at_another_layer_in_chinese(text: str) -> None:
    """So much of one layer's spend is the other's then; all of it together stays."""
    assert booked(talk(*ZH, text)) == {"layer.tactical": 420_000, "layer.capability": 280_000}


@pytest.mark.parametrize(
    "text",
    [
        "move 8k from tactical to capability",
        "reclass 8k from strategic to capability",
        "reclass 80k from tactical to capability",
        "what if we reclass 8k from tactical to capability",
        "could we transfer 8k from tactical to capability",
    ],
)
def test_a_budget_that_is_moved_is_no_entry(text: str) -> None:
    """What may be the budget, is only thought of, or is more than was spent, moves no entry."""
    assert booked(talk(*EN, text)) == {"layer.tactical": 50_000, "layer.capability": 20_000}


@settings(max_examples=15, deadline=None)
@given(spent=st.integers(100, 9_000_000), part=st.integers(1, 9_000_000))
def test_what_is_moved_is_neither_lost_nor_made(spent: int, part: int) -> None:
    """Whatever is moved, what both layers spent together stays, to the minor unit."""
    part = min(part, spent)
    one, two = Decimal(spent) / 100, Decimal(part) / 100
    found = booked(talk("AI budget $1.8m", f"spent ${one} on tactical in March", f"reclass ${two} from tactical to capability"))  # fmt: skip
    assert found.get("layer.capability", 0) == two
    assert sum(found.values()) == one


COMMITTED = [
    ("AI budget $1.8m", "we've spent 100k on tactical, and another 40k is committed but not paid"),
    ("AI budget $1.8m", "100k is paid on tactical. 40k is accrued for tactical but not invoiced yet"),
    ("AI budget $1.8m", "paid 100k on tactical, 40k still unpaid"),
    ("AI budget $1.8m", "spent 100k on tactical so far, plus 40k in open POs"),
    ("AI budget $1.8m", "tactical: 100k paid and 40k accrued"),
    ("AI budget $1.8m", "we paid 100k for tactical, 40k on order"),
    ("AI预算180万", "战术层已付10万，另有4万已签未付"),
    ("AI预算180万", "战术花了10万，还有4万预提没付"),
    ("AI预算180万", "战术层已经花了10万，签了合同还没付的有4万"),
    ("AI預算180萬", "戰術層已付10萬，另有4萬未付"),
]


@pytest.mark.parametrize(("budget", "text"), COMMITTED)
def test_what_is_not_paid_is_kept_apart(budget: str, text: str) -> None:
    """A commitment is not spent; a question that counts it in takes it off."""
    made = talk(budget, text)
    assert booked(made) == {"layer.tactical": 100_000}
    made.say("and after the commitments?" if "k" in text else "算上已签未付的呢")
    assert "860000" in made.figures
    made.say("what's left on tactical?" if "k" in text else "战术还剩多少")
    assert "900000" in made.figures


@pytest.mark.parametrize("text", ["we've already committed 100k of tactical. what's free?", "100k of tactical is committed and paid"])  # fmt: skip
def test_what_is_committed_without_a_word_of_paying_is_gone(text: str) -> None:
    """“Committed" alone is money that is gone."""
    assert booked(talk("AI budget $1.8m", text)) == {"layer.tactical": 100_000}


@settings(max_examples=12, deadline=None)
@given(paid=st.integers(100, 9_000_000), due=st.integers(100, 9_000_000))
def test_plan_less_paid_less_committed_is_exact(paid: int, due: int) -> None:
    """What is left behind both is the plan less one and the other, to the minor unit."""
    one, two = Decimal(paid) / 100, Decimal(due) / 100
    made = talk("AI budget $1.8m", f"spent ${one} on tactical", f"another ${two} is committed on tactical but not paid")
    assert f"{(1_000_000 - one - two).normalize():f}" in made.figures


@pytest.mark.parametrize(
    "text",
    ["total year to date?", "how much did we spend year to date?", "ytd total please", "what's our YTD spend", "spend so far this year?", "今年累计花了多少", "年初至今合计？", "年初到现在一共用了多少", "今年以来总支出是多少"],
)  # fmt: skip
def test_the_year_to_date_is_all_of_it(text: str) -> None:
    """Whatever layer was talked of last, the year to date is what all lines cost together."""
    assert talk(*EN, "what's left on tactical?", text).figures == {"70000"}


@pytest.mark.parametrize(
    "text", ["ytd spend by layer", "year to date, per layer?", "what has each layer spent ytd", "年初至今各层花了多少"]
)
def test_the_year_to_date_by_layer(text: str) -> None:
    """By layer, each has its own."""
    assert talk(*EN, text).figures == {"50000", "20000"}


@pytest.mark.parametrize("text", ["tactical ytd?", "what's left year to date on tactical", "ytd vs plan on tactical"])
def test_another_question_of_the_year_to_date_is_not_the_total(text: str) -> None:
    """A layer that is named, and what is left of it, are other questions."""
    assert "70000" not in talk(*EN, text).figures


@pytest.mark.parametrize(("told", "text", "rest"), [(EN, "left overall?", "1730000"), (EN, "what's left in total?", "1730000"), (ZH, "整体还剩多少", "17300000"), (ZH, "总共还剩？", "17300000")])  # fmt: skip
def test_what_is_left_overall_is_of_all_the_money(told: tuple[str, ...], text: str, rest: str) -> None:
    """Overall is the AI money less all that was spent."""
    assert rest in talk(*told, text).figures
