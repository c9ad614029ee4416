"""An own split: the user's weights, floors and caps, by worked examples and by their laws."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tools.desks import (
    CAPABILITY,
    FRAMEWORK,
    STRATEGIC,
    TACTICAL,
    amount_of,
    codes,
    given_fact,
    minor,
    minor_units,
    money,
    new_desk,
    percent,
    worked_out,
)
from tools.budget import Base, split_budget
from tools.errors import InvalidInput
from tools.quantities import NUMBER
from tools.shares import OwnSplit, own_split

IDS = [layer.id for layer in FRAMEWORK.layers]
T, C, S = TACTICAL.id, CAPABILITY.id, STRATEGIC.id


def amounts(split: OwnSplit) -> list[Decimal]:
    return [row.amount.value for row in split.rows]


@pytest.mark.parametrize(
    ("weights", "floors", "caps", "parts", "violated"),
    [
        ({T: "60%", C: "25%", S: "15%"}, {}, {}, (216_000, 90_000, 54_000), []),
        ({T: "5", C: "3", S: "2"}, {}, {}, (180_000, 108_000, 72_000), []),
        ({}, {}, {}, (200_000, 100_000, 60_000), []),
        ({T: "60%"}, {}, {}, (216_000, 90_000, 54_000), []),
        ({}, {T: "250000"}, {}, (250_000, 68_750, 41_250), [T]),
        ({}, {T: "150000"}, {}, (200_000, 100_000, 60_000), []),
        ({}, {T: "70%"}, {}, (252_000, 67_500, 40_500), [T]),
        ({}, {}, {T: "120000"}, (120_000, 150_000, 90_000), [T]),
        ({T: "60%", C: "25%", S: "15%"}, {S: "72000"}, {C: "50000"}, (238_000, 50_000, 72_000), [C, S]),
        ({}, {S: "100000"}, {T: "150000"}, (150_000, 110_000, 100_000), [T, S]),
    ],
)
def test_own_weights_floors_and_caps(
    weights: dict[str, str],
    floors: dict[str, str],
    caps: dict[str, str],
    parts: tuple[int, ...],
    violated: list[str],
) -> None:
    """Limits that the weights keep change nothing; one that they break holds, and the others share the rest by weight."""
    desk = new_desk()
    facts = [
        {
            layer: percent(desk, said[:-1])
            if said.endswith("%")
            else given_fact(desk, said, NUMBER)
            if len(said) == 1
            else money(desk, said, "USD")
            for layer, said in named.items()
        }
        for named in (weights, floors, caps)
    ]
    split = own_split(desk, whole=money(desk, 360_000, "USD"), weights=facts[0], floors=facts[1], caps=facts[2])
    assert amounts(split) == list(map(Decimal, parts))
    assert split.left is None
    assert [row.layer.id for row in split.rows if row.bound is not None] == violated
    for row in split.rows:
        assert worked_out(desk, row.amount) == row.amount.value
        assert row.amount.identity
        assert row.amount.identity.base == "ai"


def test_shares_that_do_not_come_to_the_whole_are_told() -> None:
    """Fifty, twenty and ten percent leave a fifth; fifty, forty and thirty place a fifth too much. Nothing is rescaled."""
    desk = new_desk()
    whole = money(desk, 1000)
    less = own_split(desk, whole=whole, weights={T: percent(desk, 50), C: percent(desk, 20), S: percent(desk, 10)})
    assert amounts(less) == [500, 200, 100]
    assert less.left
    assert (int(less.left.amount.value), less.left.over) == (200, False)
    more = own_split(desk, whole=whole, weights={T: percent(desk, 50), C: percent(desk, 40), S: percent(desk, 30)})
    assert amounts(more) == [500, 400, 300]
    assert more.left
    assert (int(more.left.amount.value), more.left.over) == (200, True)


def test_caps_below_the_whole_leave_the_rest_unplaced() -> None:
    desk = new_desk()
    split = own_split(desk, whole=money(desk, 1000), caps={layer: money(desk, 100) for layer in IDS})
    assert amounts(split) == [100, 100, 100]
    assert split.left
    assert (int(split.left.amount.value), split.left.over) == (700, False)
    assert [row.side for row in split.rows] == ["cap"] * 3


def test_a_layer_of_no_weight_gets_nothing_that_others_may_not_take() -> None:
    """Everything to one layer with a cap leaves the rest unplaced rather than giving it where nobody wanted it."""
    desk = new_desk()
    weights = {T: percent(desk, 100), C: percent(desk, 0), S: percent(desk, 0)}
    split = own_split(desk, whole=money(desk, 1000), weights=weights, caps={T: money(desk, 600)})
    assert amounts(split) == [600, 0, 0]
    assert split.left
    assert split.left.amount.value == 400


@pytest.mark.parametrize(
    ("weights", "floors", "caps", "code"),
    [
        ({}, {T: 700, C: 400}, {}, "floors_above_whole"),
        ({}, {T: 300}, {T: 200}, "floor_above_cap"),
        ({T: NUMBER, C: NUMBER}, {}, {}, "layer_without_weight"),
        ({}, {"layer.none": 100}, {}, "unknown_layer"),
        ({}, {T: -5}, {}, "bad_limit"),
    ],
)
def test_what_cannot_be_done_is_refused(
    weights: dict[str, object], floors: dict[str, int], caps: dict[str, int], code: str
) -> None:
    """Floors above the whole, a floor above its cap and proportions that leave a layer out give no figure, but a sentence."""
    desk = new_desk()
    with pytest.raises(InvalidInput) as caught:
        own_split(
            desk,
            whole=money(desk, 1000),
            weights={layer: given_fact(desk, 1, NUMBER) for layer in weights},
            floors={layer: money(desk, value) for layer, value in floors.items()},
            caps={layer: money(desk, value) for layer, value in caps.items()},
        )
    assert caught.value.code == code
    assert caught.value.zh
    assert caught.value.en


def test_shares_above_the_whole_leave_nothing_for_the_others() -> None:
    desk = new_desk()
    with pytest.raises(InvalidInput) as caught:
        own_split(desk, whole=money(desk, 1000), weights={T: percent(desk, 80), C: percent(desk, 30)})
    assert caught.value.code == "shares_above_whole"
    with pytest.raises(InvalidInput):
        own_split(desk, whole=money(desk, 1000), weights={T: percent(desk, 80), C: given_fact(desk, 1, NUMBER)})
    with pytest.raises(InvalidInput):
        own_split(desk, whole=money(desk, 1000), floors={T: money(desk, 80, "USD")})


@given(minor_units, codes)
def test_without_weights_the_source_splits(units: int, code: str) -> None:
    """An own split with nothing of one's own is the source's split of an AI budget, to the minor unit."""
    desk = new_desk()
    whole = money(desk, amount_of(units, code), code)
    assert amounts(own_split(desk, whole=whole)) == [
        row.amount.value for row in split_budget(desk, budget=whole, base=Base.AI).rows
    ]


limits = st.dictionaries(st.sampled_from(IDS), st.integers(0, 10**7), max_size=3)


@given(st.integers(1, 10**7), st.lists(st.integers(0, 100), min_size=3, max_size=3).filter(any), limits, limits, codes)
def test_every_limit_holds_and_nothing_is_lost(
    units: int, weights: list[int], floors: dict[str, int], caps: dict[str, int], code: str
) -> None:
    """Amounts keep within floors and caps and add up to what is placed; what is not placed is told; formulas come to the amounts."""
    desk = new_desk()
    whole = money(desk, amount_of(units, code), code)
    told = {layer: given_fact(desk, weight, NUMBER) for layer, weight in zip(IDS, weights, strict=True)}
    least = {layer: money(desk, amount_of(value, code), code) for layer, value in floors.items()}
    most = {layer: money(desk, amount_of(value, code), code) for layer, value in caps.items()}
    crossed = any(floors[layer] > caps[layer] for layer in set(floors) & set(caps))
    if crossed or sum(floors.values()) > units:
        with pytest.raises(InvalidInput):
            own_split(desk, whole=whole, weights=told, floors=least, caps=most)
        return
    split = own_split(desk, whole=whole, weights=told, floors=least, caps=most)
    for row in split.rows:
        assert row.amount.value >= amount_of(floors.get(row.layer.id, 0), code)
        assert row.layer.id not in caps or row.amount.value <= amount_of(caps[row.layer.id], code)
        assert abs(Fraction(row.amount.value) - worked_out(desk, row.amount)) < minor(code)
    placed = sum(amounts(split))
    assert placed == split.total.value
    assert whole.value == placed + (split.left.amount.value if split.left else 0)
    if split.left:  # only where every layer that has a weight is at its cap
        assert all(row.side == "cap" for row in split.rows if row.weight.value)
    free = [row for row in split.rows if not row.side and row.weight.value]
    for a in free:
        for b in free:
            off = Fraction(a.amount.value) * Fraction(b.weight.value) - Fraction(b.amount.value) * Fraction(
                a.weight.value
            )
            assert abs(off) <= 2 * minor(code) * max(weights)  # fmt: skip
