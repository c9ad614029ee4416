"""What was paid to somebody, of no layer, is a line of its own: taken from all of the AI money and from no layer."""

from __future__ import annotations

import pytest

from tests.understanding.talk import talk
from tests.understanding.test_reclassing import booked


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("paid the agency 12k", "item:agency"),
        ("paid our freelancer $12,000", "item:freelancer"),
        ("paid the agency another 12k in April", "item:agency"),
        ("we paid the agency about $12k in May", "item:agency"),
        ("paid $12k to the agency in March", "item:agency"),
        ("spent $12k on agency fees in March", "item:agency fees"),
    ],
)
def test_an_entry_without_a_layer_is_a_line_of_its_own(text: str, line: str) -> None:
    """It is entered under who was paid, and all of the AI money has so much less."""
    made = talk("AI budget $600k", text)
    assert booked(made) == {line: 12_000}
    made.say("what's left?")
    assert "588000" in made.figures
    made.say("spent 30k on tactical in June")
    made.say("total year to date?")
    assert made.figures == {"42000"}


@pytest.mark.parametrize("text", ["付给代理商12万", "3月付给代理商12万"])
def test_who_was_paid_in_chinese(text: str) -> None:
    """So in Chinese."""
    made = talk("AI预算600万", text)
    assert booked(made) == {"item:代理商": 120_000}
    made.say("还剩多少")
    assert "5880000" in made.figures


@pytest.mark.parametrize(("text", "layer"), [("2月能力花了15万", "layer.capability"), ("2月战略花了15万", "layer.strategic"), ("2月战术花了15万", "layer.tactical")])  # fmt: skip
def test_the_short_of_a_layers_name_is_no_line(text: str, layer: str) -> None:
    """A layer that is called by the short of its name is that layer, whatever was spent before."""
    assert booked(talk("AI预算600万", "战术层1月花了20万", text))[layer] in (150_000, 350_000)


@pytest.mark.parametrize("text", ["paid back 3k", "we paid 12k", "paid it 12k"])
def test_a_word_is_nobody(text: str) -> None:
    """Nobody is made up where nobody is named."""
    assert not any(x.startswith("item:") for x in booked(talk("AI budget $600k", text)))
