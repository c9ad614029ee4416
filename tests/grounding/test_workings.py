"""A formula that is written out is held to the same rules as the figure that it ends in."""

from decimal import Decimal

import pytest

from agent.grounding import Gate, working
from tools.facts import Computed, Given, Ledger, Sourced
from tools.identity import Label
from tools.quantities import PERCENT, money_unit

VOCABULARY = {
    "layer.tactical": (("战术层",), ("tactical layer", "tactical")),
    "layer.capability": (("能力层",), ("capability layer", "capability")),
}


@pytest.fixture
def gate() -> Gate:
    made = Ledger()
    made.add(
        label=Label("年度营销预算", "annual marketing budget"),
        value=Decimal(30_000_000),
        unit=money_unit("CNY"),
        provenance=Given(1, 0, 3, "三千万"),
    )
    made.add(
        label=Label("战术层占比", "tactical share"),
        value=Decimal(10),
        unit=PERCENT,
        provenance=Sourced("article", "p29", 0, 3, "10%"),
        concepts=("layer.tactical", "share"),
    )
    made.add(
        label=Label("战术层金额", "tactical layer amount"),
        value=Decimal(3_000_000),
        unit=money_unit("CNY"),
        provenance=Computed("split_budget", {}, ("U1", "S1"), "{U1} × {S1}"),
        concepts=("layer.tactical", "amount"),
    )
    return Gate(made, language="zh", vocabulary=VOCABULARY, passages={})


def test_a_working_is_printed_in_figures_and_counts_as_told(gate: Gate) -> None:
    verdict = gate.check(f"战术层的金额：{working('F1')}。")

    assert verdict.text == "战术层的金额：3,000万元 × 10% = 300万元。"
    assert verdict.used == ("F1",)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (f"能力层：{working('F1')}", "entity"),
        (f"战术层不到{working('F1')}", "comparator"),
        (f"战术层每月{working('F1')}", "period"),
        (f"战术层-{working('F1')}", "adjacent"),
        (f"战术层{working('F1')}[[S1]]", "adjacent"),
        (f"战术层{working('F1')}万", "numeral"),
        (f"战术层{working('F9')}", "unknown_fact"),
    ],
)
def test_a_working_cannot_be_told_of_something_else(gate: Gate, raw: str, code: str) -> None:
    """Another layer, a comparator, a period, a sign and a figure beside it are refused as they are with the figure alone."""
    verdict = gate.check(raw)

    assert not verdict.ok
    assert code in {problem.code for problem in verdict.problems}
