"""The gate's first promises, each on one small reply."""

from decimal import Decimal

import pytest

from agent.grounding import Gate, cite, quote, reference, render_fact
from tools.facts import Computed, Given, Ledger, Sourced
from tools.identity import Label
from tools.quantities import PERCENT, Comparator, money_unit

VOCABULARY = {
    "layer.tactical": (("战术层",), ("tactical layer", "tactical")),
    "layer.capability": (("能力层",), ("capability layer", "capability")),
    "kpi.adoption": (("采纳率",), ("adoption",)),
}


class Passage:
    text = "战术层(占比10%)。"
    translation = "Tactical layer (10%)."


@pytest.fixture
def ledger() -> Ledger:
    made = Ledger()
    source = Sourced("article", "p29", 0, 3, "10%")
    made.add(
        label=Label("年度营销预算", "annual marketing budget"),
        value=Decimal(30_000_000),
        unit=money_unit("CNY"),
        provenance=Given(1, 0, 3, "三千万"),
    )
    for zh, en, name, value in (
        ("战术层占比", "tactical share", "tactical", 10),
        ("能力层占比", "capability share", "capability", 5),
    ):
        made.add(
            label=Label(zh, en),
            value=Decimal(value),
            unit=PERCENT,
            provenance=source,
            concepts=(f"layer.{name}", "share"),
        )
    made.add(
        label=Label("员工采纳率", "staff adoption"),
        value=Decimal(50),
        unit=PERCENT,
        provenance=source,
        comparator=Comparator.AT_LEAST,
        concepts=("kpi.adoption",),
    )
    made.add(
        label=Label("战术层预算", "tactical layer budget"),
        value=Decimal(3_000_000),
        unit=money_unit("CNY"),
        provenance=Computed("split", {}, ("U1", "S1"), "{U1} × {S1}"),
        concepts=("layer.tactical", "amount"),
    )
    return made


def gate(ledger: Ledger, language: str = "zh") -> Gate:
    return Gate(ledger, language=language, vocabulary=VOCABULARY, passages={"p29": Passage()})


def test_a_reference_is_printed_as_its_fact(ledger: Ledger) -> None:
    verdict = gate(ledger).check(f"战术层预算是{reference('F1')}。{cite('p29')}")
    assert verdict.ok
    assert verdict.text == "战术层预算是300万元。[1]"
    assert verdict.used == ("F1",)
    assert verdict.cited == ("p29",)


def test_the_label_is_printed_where_the_sentence_does_not_carry_it(ledger: Ledger) -> None:
    assert gate(ledger).check("建议投入[[F1]]。").text == "建议投入300万元（战术层预算）。"
    assert gate(ledger, "en").check("Spend [[F1]].").text == "Spend RMB 3,000,000 (tactical layer budget)."


def test_a_reference_beside_another_entity_fails(ledger: Ledger) -> None:
    verdict = gate(ledger).check("能力层预算是[[F1]]。")
    assert not verdict.ok
    assert verdict.text == ""
    assert [problem.code for problem in verdict.problems] == ["entity"]


def test_a_comparator_word_must_agree_and_is_not_said_twice(ledger: Ledger) -> None:
    assert gate(ledger).check("采纳率至少[[S3]]。").text == "采纳率至少50%。"
    assert gate(ledger).check("采纳率[[S3]]。").text == "采纳率≥50%。"
    assert [p.code for p in gate(ledger).check("采纳率不超过[[S3]]。").problems] == ["comparator"]


def test_a_quotation_is_the_passage_and_its_number(ledger: Ledger) -> None:
    assert gate(ledger).check(f"原文：{quote('p29', 'zh')}").text == "原文：“战术层(占比10%)。”[1]"


def test_list_numbers_are_ours(ledger: Ledger) -> None:
    assert gate(ledger).check("7. 战术层[[S1]]\n9) 能力层[[S2]]\n").text == "1. 战术层10%\n2. 能力层5%\n"


@pytest.mark.parametrize(
    "text", ["三成投入", "half of it", "①", "翻番", "eleven percent", "１１％", "&#49;0", "x²", "数百万"]
)
def test_a_numeral_in_any_spelling_fails(ledger: Ledger, text: str) -> None:
    assert not gate(ledger).check(text).ok


@pytest.mark.parametrize(
    "text", ["三层投入", "一个好的开始", "one of the best", "更快见效", "the most important layer", "7x24小时"]
)
def test_an_ordinary_phrase_passes(ledger: Ledger, text: str) -> None:
    assert gate(ledger).check(text).text == text


def test_money_is_written_as_the_language_writes_it(ledger: Ledger) -> None:
    assert render_fact(ledger["F1"], "zh") == "300万元"
    assert render_fact(ledger["F1"], "en") == "RMB 3,000,000"
    assert render_fact(ledger["F1"], "zh", full=True) == "3,000,000.00元"
