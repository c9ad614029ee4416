"""Facts and the ledger: ids, provenance, and chains that end where somebody said the figure."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

import pytest

from tests.tools.desks import given_fact, money, new_desk
from tools.desk import Desk
from tools.errors import InvalidInput
from tools.facts import Computed, Fact, Given, Ledger, Sourced, UnknownFact
from tools.identity import Label
from tools.quantities import NUMBER, PERCENT, Comparator, money_unit

LABEL = Label("比例", "share")
SOURCED = Sourced("article", "article:1", 0, 3, "10%")


def add(ledger: Ledger, value: int, provenance: Given | Sourced | Computed, **details) -> Fact:
    return ledger.add(label=LABEL, value=Decimal(value), unit=PERCENT, provenance=provenance, **details)


def test_ids_tell_where_a_figure_comes_from() -> None:
    """The user's figures are U, the sources' S, computed ones F, each counted from one."""
    ledger = Ledger()
    ids = [
        add(ledger, 1, Given(1, 0, 1, "1")).id,
        add(ledger, 2, SOURCED).id,
        add(ledger, 3, Computed("t", {}, ("U1", "S1"), "{U1} + {S1}")).id,
        add(ledger, 4, Given(1, 5, 6, "4")).id,
        add(ledger, 5, Computed("t", {}, ("F1",), "{F1}")).id,
    ]
    assert ids == ["U1", "S1", "F1", "U2", "F2"]
    assert [fact.id for fact in ledger] == ids
    assert len(ledger) == 5


def test_the_same_figure_is_recorded_once() -> None:
    """A figure that is there already is given back under its id; any difference makes another."""
    ledger = Ledger()
    first = add(ledger, 10, SOURCED, concepts=("a",))
    assert add(ledger, 10, SOURCED, concepts=("a",)) is first
    others = [
        add(ledger, 11, SOURCED, concepts=("a",)),
        add(ledger, 10, SOURCED, concepts=("b",)),
        add(ledger, 10, SOURCED, concepts=("a",), comparator=Comparator.AT_LEAST),
        add(ledger, 10, dataclasses.replace(SOURCED, start=1), concepts=("a",)),
    ]
    assert [fact.id for fact in others] == ["S2", "S3", "S4", "S5"]


def test_a_computed_fact_needs_its_inputs() -> None:
    """Nothing is computed from a figure that the ledger does not hold, and nothing is recorded then."""
    ledger = Ledger()
    with pytest.raises(UnknownFact, match="U9") as caught:
        add(ledger, 1, Computed("t", {}, ("U9",), "{U9}"))
    assert caught.value.fact_id == "U9"
    assert len(ledger) == 0


def test_an_unknown_id_is_told_with_the_known_ones() -> None:
    """Asking for a fact that is not there names those that are."""
    ledger = Ledger()
    with pytest.raises(UnknownFact, match="none"):
        ledger["F1"]
    add(ledger, 1, SOURCED)
    with pytest.raises(UnknownFact, match="S1") as caught:
        ledger["F1"]
    assert caught.value.known == ("S1",)
    assert "S1" in ledger
    assert "F1" not in ledger


@pytest.mark.parametrize("value", [1.5, 1, "1", None])
def test_the_value_of_a_fact_is_a_decimal(value: object) -> None:
    """Floats, integers and texts are refused where a fact is made."""
    with pytest.raises(TypeError, match="Decimal"):
        Fact("U1", LABEL, value, NUMBER, Given(1, 0, 1, "1"))  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        Ledger().add(label=LABEL, value=value, unit=NUMBER, provenance=SOURCED)  # type: ignore[arg-type]


@pytest.mark.parametrize("value", ["NaN", "1e16", "12345678901234567"])
def test_a_given_figure_keeps_the_limits(value: str) -> None:
    """What a user says is held to the limits before it is recorded; computed figures may carry more digits."""
    ledger = Ledger()
    with pytest.raises(InvalidInput):
        ledger.add(label=LABEL, value=Decimal(value), unit=NUMBER, provenance=Given(1, 0, 1, value))
    assert len(ledger) == 0


def test_facts_cannot_be_altered() -> None:
    """A fact is frozen."""
    fact = add(Ledger(), 1, SOURCED)
    with pytest.raises(dataclasses.FrozenInstanceError):
        fact.value = Decimal(2)  # type: ignore[misc]


def test_roots_are_what_was_said() -> None:
    """A chain of computations ends at the given and sourced figures, each once, in the order of use."""
    ledger = Ledger()
    user, source = add(ledger, 1, Given(1, 0, 1, "1")), add(ledger, 2, SOURCED)
    first = add(ledger, 3, Computed("t", {}, (user.id, source.id), "{U1} + {S1}"))
    second = add(ledger, 4, Computed("t", {}, (first.id, user.id), "{F1} + {U1}"))
    assert ledger.roots(second.id) == (user, source)
    assert ledger.roots(source.id) == (source,)


def test_a_restored_fact_has_its_id_and_the_next_one_follows() -> None:
    """A stored conversation goes on counting where it stopped."""
    ledger = Ledger()
    old = add(ledger, 1, Given(1, 0, 1, "1"))
    resumed = Ledger()
    resumed.restore(old)
    assert resumed["U1"] is old
    assert add(resumed, 2, Given(2, 0, 1, "2")).id == "U2"


def test_the_currency_of_a_fact_is_that_of_its_unit() -> None:
    """Only money has a currency."""
    desk = new_desk()
    assert money(desk, 5, "EUR").currency == "EUR"
    assert given_fact(desk, 5, PERCENT).currency is None


def test_labels_speak_both_languages() -> None:
    """A label is told in the language of the reply."""
    assert (LABEL.in_language("zh"), LABEL.in_language("en")) == ("比例", "share")


def test_a_call_is_written_down_with_ids_in_the_place_of_figures() -> None:
    """Facts among the arguments of a call become ids, nested ones too; absent arguments are left out."""
    desk: Desk = new_desk()
    a, b = money(desk, 1), money(desk, 2)
    call = desk.call("t", amount=a, by={"x": b}, many=[a, b], name="n", none=None)
    assert call.arguments == {"amount": "U1", "by": {"x": "U2"}, "many": ["U1", "U2"], "name": "n"}
    fact = call.record(
        "out", label=LABEL, value=Decimal(3), unit=money_unit("CNY"), formula="{U1} + {U2}", inputs=(a, b)
    )
    assert fact.provenance == Computed("t", call.arguments, ("U1", "U2"), "{U1} + {U2}", "out")


def test_a_parameter_is_recorded_when_it_is_first_used() -> None:
    """A number of the framework becomes one sourced fact with its quote, however often it is used."""
    desk = new_desk()
    parameter = desk.framework.share_max
    fact = desk.parameter(parameter)
    assert desk.parameter(parameter) is fact
    assert (fact.value, fact.unit, fact.comparator) == (parameter.value, parameter.unit, parameter.comparator)
    assert fact.provenance == parameter.source
    assert fact.concepts == (parameter.id,)
