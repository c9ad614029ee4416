"""A figure typed into an option or an argument becomes a given fact, or a sentence says why it does not."""

from decimal import Decimal

import pytest

from agent.given import give
from tools.errors import InvalidInput
from tools.facts import Given, Ledger
from tools.identity import Label
from tools.quantities import NUMBER, PERCENT, Unit, money_unit

LABEL = Label("给出的数字", "figure given")


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("3000万", 30_000_000, money_unit("CNY")),
        ("3000万元", 30_000_000, money_unit("CNY")),
        ("$2 million", 2_000_000, money_unit("USD")),
        ("2 million", 2_000_000, money_unit("XXX")),
        ("500000", 500_000, money_unit("XXX")),
        ("8%", 8, PERCENT),
    ],
)
def test_one_figure_is_read_with_its_unit(text: str, value: int, unit: Unit) -> None:
    """The words keep their value, unit and place, and a bare amount is money where money is asked for."""
    fact = give(Ledger(), text, label=LABEL, money=True)

    assert (fact.value, fact.unit) == (Decimal(value), unit)
    assert isinstance(fact.provenance, Given)
    assert fact.provenance.text in text


def test_a_bare_number_stays_a_number_where_no_money_is_asked_for() -> None:
    assert give(Ledger(), "7.2", label=LABEL).unit == NUMBER


def test_a_named_currency_holds_for_a_bare_amount() -> None:
    assert give(Ledger(), "2 million", label=LABEL, money=True, currency="EUR").unit == money_unit("EUR")


@pytest.mark.parametrize("text", ["", "a lot", "几十万", "500万到800万", "10% of 5000", "at least 5%", "1.234"])
def test_what_states_no_single_figure_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        give(Ledger(), text, label=LABEL, money=True)

    assert refused.value.zh
    assert refused.value.en
