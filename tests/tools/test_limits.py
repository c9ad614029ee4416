"""The way back under own limits: the budget that it finds gives the layer what was wanted, and every limit is kept."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.tools.desks import money, new_desk, percent
from tools.errors import InvalidInput
from tools.limits import budget_within
from tools.shares import own_split

LAYERS = ("layer.tactical", "layer.capability", "layer.strategic")
amounts = st.integers(min_value=1, max_value=1_000_000)
limits = st.dictionaries(st.sampled_from(LAYERS), amounts, max_size=3)


@given(amounts, st.sampled_from(LAYERS), limits, limits)
def test_the_budget_found_gives_what_was_wanted(
    wanted: int, layer: str, low: dict[str, int], high: dict[str, int]
) -> None:
    """Split by the same limits, the AI money found gives the layer the wanted amount to the minor unit, and no limit is broken."""
    assume(all(low[name] <= high[name] for name in low.keys() & high.keys()))
    assume(low.get(layer, 0) <= wanted <= high.get(layer, wanted))
    desk = new_desk()
    floors, caps = ({name: money(desk, value) for name, value in side.items()} for side in (low, high))
    found = budget_within(desk, wanted=money(desk, wanted), layer=desk.framework.layer(layer), floors=floors, caps=caps)
    rows = {row.layer.id: row.amount.value for row in own_split(desk, whole=found.whole, floors=floors, caps=caps).rows}
    assert abs(rows[layer] - wanted) <= Decimal("0.01")
    assert sum(rows.values()) == found.whole.value
    assert all(rows[name] >= value for name, value in low.items())
    assert all(rows[name] <= value for name, value in high.items())


def test_without_limits_it_is_the_sources_way_back() -> None:
    """A layer of 5% that is to get 150,000 needs 3,000,000."""
    desk = new_desk()
    found = budget_within(desk, wanted=money(desk, 150_000), layer=desk.framework.layer(LAYERS[1]))
    assert found.whole.value == 540_000
    assert found.budget.value == 3_000_000
    assert not found.moved


def test_a_floor_of_another_layer_raises_the_budget() -> None:
    """With 250,000 kept for the first layer, 50,000 for the second need 330,000 of AI money."""
    desk = new_desk()
    floors = {LAYERS[0]: money(desk, 250_000)}
    found = budget_within(desk, wanted=money(desk, 50_000), layer=desk.framework.layer(LAYERS[1]), floors=floors)
    assert found.whole.value == 330_000
    assert [layer.id for layer, _ in found.moved] == [LAYERS[0]]


def test_what_contradicts_itself_is_refused() -> None:
    """More than the layer's own cap, a floor above its cap, a limit in percent or in another currency."""
    desk = new_desk()
    layer, wanted = desk.framework.layer(LAYERS[1]), money(desk, 50_000)
    ten, ninety = money(desk, 10_000), money(desk, 90_000)
    for floors, caps in (
        ({}, {LAYERS[1]: ten}), ({LAYERS[1]: ninety}, {}), ({LAYERS[0]: ninety}, {LAYERS[0]: ten}), ({LAYERS[0]: percent(desk, 10)}, {}),
        ({LAYERS[0]: money(desk, 5, "EUR")}, {}),
    ):  # fmt: skip
        with pytest.raises(InvalidInput):
            budget_within(desk, wanted=wanted, layer=layer, floors=floors, caps=caps)
