"""The words of figures, listed once: what is told can be read back, and no table contradicts another."""

from __future__ import annotations

import pytest

from tools.figures import find_figures
from tools.lexicon.comparators import AFTER, BEFORE
from tools.lexicon.currencies import CURRENCIES, MONEY_AFTER, MONEY_BEFORE, NO_CURRENCY, SHARED_SIGNS
from tools.lexicon.names import NAMES
from tools.lexicon.periods import PERIOD_ADVERBS, PERIOD_WORDS, PERIODS


@pytest.mark.parametrize("code", sorted(set(CURRENCIES) - {NO_CURRENCY}))
def test_each_currency_is_read_by_its_code_and_by_the_names_that_are_told(code: str) -> None:
    """What the product writes beside an amount, and the ISO code on either side, name that currency."""
    currency = CURRENCIES[code]
    for text in (f"500万{currency.zh}", f"{currency.en}5,000", f"{code} 5,000", f"5,000 {code}"):
        (figure,) = find_figures(text)
        assert figure.unit.code == code, text


def test_a_shared_sign_names_first_the_currency_that_its_word_means() -> None:
    """The usual currency of a sign that several countries use is one of those that it may stand for."""
    words = {**MONEY_BEFORE, **MONEY_AFTER}
    assert all(words[sign] == codes[0] for sign, codes in SHARED_SIGNS.items())


def test_each_period_that_is_told_can_be_said() -> None:
    """Every period of a rate that the product converts between has words in the text."""
    assert set(PERIODS) <= set(PERIOD_WORDS.values())
    assert set(PERIOD_ADVERBS.values()) <= set(PERIOD_WORDS.values()) | {"biweekly"}, (
        "what may mean two things is asked about"
    )


@pytest.mark.parametrize("name", NAMES, ids=lambda name: name[1])
def test_each_unit_that_is_told_is_read_back(name: tuple[str, str, str, str, str]) -> None:
    """The names of countable things and lengths of time lead back to their unit, in both languages."""
    _, code, zh, _, many = name
    assert [figure.unit.code for figure in find_figures(f"共30{zh}")] == [code]
    assert [figure.unit.code for figure in find_figures(f"30 {many}")] == [code]


def test_a_word_that_bounds_on_both_sides_bounds_alike() -> None:
    """No word means a lower bound before a figure and an upper one behind it."""
    assert all(BEFORE[word] is AFTER[word] for word in set(BEFORE) & set(AFTER))
