"""Facts as JSON and back: the same fact, with the digits that the user gave, and never a float."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.facts import Computed, Fact, Given, Sourced
from tools.identity import Label
from tools.quantities import PERCENT, UNITS, Comparator, Unit, UnitKind, money_unit
from tools.records import fact_from_json, fact_to_json

texts = st.text(max_size=12)
ids = st.from_regex(r"\A[UFS][1-9][0-9]{0,2}\Z")
offsets = st.integers(0, 20_000)
units = st.one_of(
    st.sampled_from([PERCENT, *UNITS.values(), money_unit("CNY"), money_unit("JPY", "month")]),
    st.builds(Unit, st.sampled_from(UnitKind), texts, st.one_of(st.none(), texts)),
)
provenances = st.one_of(
    st.builds(Given, st.integers(1, 500), offsets, offsets, texts),
    st.builds(Sourced, texts, texts, offsets, offsets, texts),
    st.builds(
        Computed, texts, st.dictionaries(texts, st.one_of(ids, texts, st.dictionaries(texts, ids)), max_size=3),
        st.lists(ids, max_size=4).map(tuple), texts, texts,
    ),
)  # fmt: skip
facts = st.builds(
    Fact, ids, st.builds(Label, texts, texts), st.decimals(-(10**14), 10**14, allow_nan=False, places=4), units, provenances,
    st.sampled_from(Comparator), st.lists(texts, max_size=3).map(tuple),
)  # fmt: skip


def through_json(fact: Fact) -> Fact:
    return fact_from_json(json.loads(json.dumps(fact_to_json(fact), ensure_ascii=False)))


@given(facts)
def test_a_fact_comes_back_as_it_went(fact: Fact) -> None:
    """Writing a fact as JSON text and reading it gives the same fact."""
    assert through_json(fact) == fact


@given(facts)
def test_no_float_is_written(fact: Fact) -> None:
    """Figures travel as texts without an exponent."""

    def walk(value: Any) -> None:
        assert not isinstance(value, float)
        for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            walk(item)

    data = fact_to_json(fact)
    walk(data)
    assert "e" not in data["value"].lower()
    assert Decimal(data["value"]) == fact.value


@pytest.mark.parametrize("digits", ["45", "45.0", "2.50", "100.00", "1E+3"])
def test_a_given_figure_keeps_the_digits_it_was_given_with(digits: str) -> None:
    """Precision survives storage, so that a resumed conversation rounds a target like the first time."""
    fact = Fact("U1", Label("", ""), Decimal(digits), UNITS["day"], Given(1, 0, 1, digits))
    assert str(through_json(fact).value) == format(Decimal(digits), "f")


def test_an_unknown_kind_of_provenance_is_refused() -> None:
    """A record of another shape is not guessed at."""
    data = fact_to_json(Fact("U1", Label("", ""), Decimal(1), PERCENT, Given(1, 0, 1, "1")))
    data["provenance"]["kind"] = "rumoured"
    with pytest.raises(ValueError, match="rumoured"):
        fact_from_json(data)
