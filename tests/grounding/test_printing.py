"""How facts, workings, quotations and list numbers are printed."""

from decimal import Decimal

import pytest

from agent.grounding import Gate, render_fact
from agent.grounding.render import PassageText, render_low_end, render_points, whole_sentences
from tests.grounding.corpus import World, worlds
from tools.facts import Computed, Fact, Given, Ledger
from tools.identity import Label
from tools.quantities import NUMBER, PERCENT, UNITS, Comparator, Unit, count_unit, money_unit

ZH, EN = worlds()["zh"], worlds()["en"]


def a_fact(value: str, unit: Unit, comparator: str = "=", label: Label = Label("", "")) -> Fact:
    return Fact("F1", label, Decimal(value), unit, Given(1, 0, 0, ""), Comparator(comparator))


# -- numbers -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "short", "full"),
    [
        ("10000", "1万", "10,000"),
        ("9999", "9,999", "9,999"),
        ("123400", "12.34万", "123,400"),
        ("123450", "123,450", "123,450"),
        ("100000000", "1亿", "100,000,000"),
        ("-20000", "-2万", "-20,000"),
    ],
)
def test_chinese_counts_in_ten_thousands_unless_every_digit_is_wanted(value: str, short: str, full: str) -> None:
    for unit, behind in ((NUMBER, ""), (count_unit("posts"), "篇")):
        fact = a_fact(value, unit)
        assert render_fact(fact, "zh") == short + behind
        assert render_fact(fact, "zh", full=True) == full + behind
        assert render_fact(fact, "en").startswith(full)
        assert render_fact(fact, "en", full=True).startswith(full)


def test_of_a_range_only_the_upper_end_has_the_unit_of_things_and_time() -> None:
    assert render_low_end(a_fact("10000", count_unit("posts"), "≥"), "zh") == "1万"
    assert render_low_end(a_fact("10000", count_unit("posts"), "≥"), "en") == "10,000"
    assert render_low_end(a_fact("1", UNITS["month"]), "zh") == "1"
    assert render_low_end(a_fact("3", PERCENT, "≥"), "zh") == "3%"
    assert render_low_end(a_fact("10000", money_unit("CNY"), "≥"), "en") == "RMB 10,000"


def test_a_range_is_printed_as_one_with_its_form() -> None:
    ledger = Ledger()
    for value in (1, 3):
        ledger.add(
            label=Label("周期长", "cycle"), value=Decimal(value), unit=UNITS["month"], provenance=Given(1, 0, 1, "")
        )
    gate = Gate(ledger, language="zh", vocabulary={}, passages={})
    assert gate.check("周期长[[U1]]至[[U2]]").text == "周期长1至3个月"
    assert gate.check("周期长1-3个月").text == "周期长1-3个月"
    assert gate.check("周期长[[U1:full]]至[[U2]]").text == "周期长1个月至3个月"
    assert gate.check("周期长[[U1:label]]至[[U2]]").text == "周期长1个月（周期长）至3个月"
    assert gate.check("周期长[[U2]]至[[U1]]").text == "周期长3个月至1个月"
    assert gate.check("周期长[[U1]]至[[U1]]").text == "周期长1个月至1个月"


def test_what_is_no_percentage_has_no_points() -> None:
    for unit in (NUMBER, money_unit("USD")):
        assert render_points(a_fact("5", unit), "en") == render_fact(a_fact("5", unit), "en")
        assert render_points(a_fact("5", unit), "zh") == render_fact(a_fact("5", unit), "zh")


@pytest.mark.parametrize(
    ("label", "zh", "en"),
    [
        (Label("甲", "first"), "7（甲）", "7 (first)"),
        (Label("甲", ""), "7（甲）", "7 (甲)"),
        (Label("", "first"), "7（first）", "7 (first)"),
        (Label("", ""), "7", "7"),
    ],
)
def test_a_label_is_in_the_language_of_the_reply_if_it_has_one(label: Label, zh: str, en: str) -> None:
    for language, expected in (("zh", zh), ("en", en)):
        ledger = Ledger()
        ledger.add(label=label, value=Decimal(7), unit=NUMBER, provenance=Given(1, 0, 1, "7"))
        gate = Gate(ledger, language=language, vocabulary={}, passages={})
        assert gate.check("[[U1:label]]").text == expected


@pytest.mark.parametrize(
    ("here", "text", "expected"),
    [
        (ZH, "员工采纳率还差[[F13:points]]", "员工采纳率还差5个百分点"),
        (EN, "Staff adoption is [[F13:points]] short.", "Staff adoption is 5 percentage points short."),
        (ZH, "战术层[[F3:points]]", "战术层300万元"),
        (ZH, "AIGC内容生成[[F3:value]]", "AIGC内容生成300万元（战术层金额）"),
        (ZH, "投入[[F3:value]]", "投入300万元"),
        (ZH, "战术层[[F3:full]]至[[F3]]", "战术层3,000,000.00元至300万元"),
        (ZH, "**战术**层[[F3]]", "**战术**层300万元"),
    ],
)
def test_a_figure_is_printed_in_the_form_that_was_asked_for(here: World, text: str, expected: str) -> None:
    assert here.gate.check(text).text == expected


# -- workings ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("here", "text", "expected"),
    [
        (ZH, "战术层：[[working:F3]]", "战术层：3,000万元 × 10% = 300万元"),
        (EN, "Tactical: [[working:F3]]", "Tactical: $2,400,000 × 10% = $240,000"),
        (ZH, "员工采纳率：[[working:F13]]", "员工采纳率：|45% − 50%| = 5个百分点"),
        (EN, "Staff adoption: [[working:F13]]", "Staff adoption: |45% − 50%| = 5 percentage points"),
        (ZH, "项目周期：[[working:F15]]", "项目周期：60天 × (1 − 25%) = 45天"),
        (ZH, "年度营销总预算：[[working:U1]]", "年度营销总预算：3,000万元"),
        (ZH, "计算过程：[[working:F3]]", "计算过程：3,000万元 × 10% = 300万元（战术层金额）"),
        (ZH, "[[working:F10]]至[[F11]]", "3,000万元 × 3% = 90万元（AI 投入下限）至600万元（AI 投入上限）"),
    ],
)  # fmt: skip
def test_a_working_is_its_formula_in_figures(here: World, text: str, expected: str) -> None:
    verdict = here.gate.check(text)
    assert verdict.text == expected
    assert verdict.used[0] == text.partition("working:")[2].partition("]")[0]


def test_an_approximate_result_is_worked_out_as_one() -> None:
    ledger = Ledger()
    whole = ledger.add(label=Label("甲", "a"), value=Decimal(10), unit=NUMBER, provenance=Given(1, 0, 1, "10"))
    made = Computed("x", {}, (whole.id,), "{U1} ÷ 3")
    ledger.add(label=Label("乙", "b"), value=Decimal("3.3"), unit=NUMBER, provenance=made, comparator=Comparator.ABOUT)
    gate = Gate(ledger, language="zh", vocabulary={}, passages={})
    assert gate.check("[[working:F1]]").text == "10 ÷ 3 ≈ 3.3（乙）"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("能力层：[[working:F3]]", ["entity"]),
        ("负[[working:F3]]", ["adjacent"]),
        ("战术层[[working:F3]]k", ["adjacent"]),
        ("战术层[[working:F3]][[F3]]", ["adjacent"]),
        ("战术层每月[[working:F3]]", ["period"]),
        ("战术层至少[[working:F3]]", ["comparator"]),
        ("战术层[[working:F3]]以上", ["comparator"]),
        ("[[working:F99]]", ["unknown_fact"]),
    ],
)
def test_a_working_is_judged_like_the_figure_that_it_works_out(text: str, codes: list[str]) -> None:
    assert [p.code for p in ZH.gate.check(text).problems] == codes


# -- quotations ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (None, None, "甲乙。丙！“丁。”戊"),
        (0, None, "甲乙。丙！“丁。”戊"),
        (0, 1, "甲乙。"),
        (0, 3, "甲乙。"),
        (0, 4, "甲乙。丙！"),
        (2, 4, "甲乙。丙！"),
        (3, 3, "丙！"),
        (2, 2, "甲乙。"),
        (4, 2, "丙！"),
        (3, None, "丙！“丁。”戊"),
        (6, 7, "“丁。”"),
        (99, None, ""),
        (99, 100, ""),
    ],
)
def test_a_cut_of_a_passage_widens_to_the_sentences_that_it_touches(
    start: int | None, end: int | None, expected: str
) -> None:
    assert whole_sentences("甲乙。丙！“丁。”戊", start, end) == expected


def test_a_passage_quoted_whole_begins_with_its_first_character() -> None:
    assert whole_sentences("。好。", None, None) == "。好。"
    assert whole_sentences("", None, None) == ""


def test_a_quotation_counts_as_a_citation_of_its_passage() -> None:
    text = "[[quote:zh:0-1:budget:29]]，见[[cite:budget:27]][[cite:budget:29]]，[[quote:zh:0-1:budget:27]]"
    verdict = ZH.gate.check(text)
    assert verdict.cited == ("budget:29", "budget:27")
    assert [verdict.text.count(f"[{n}]") for n in (1, 2, 3)] == [2, 2, 0]


class Words:
    def __init__(self, text: str, translation: str | None) -> None:
        self.text, self.translation = text, translation


def test_a_passage_without_an_edition_is_quoted_in_its_own_language() -> None:
    passages: dict[str, PassageText] = {
        "a": Words("甲 \n 乙。", None),
        "b": Words("甲。", "First."),
        "c": Words("甲。", ""),
    }
    gate = Gate(Ledger(), language="en", vocabulary={}, passages=passages)
    assert gate.check("[[quote:en:a]]").text == "“甲 乙。” [1]"
    assert gate.check("[[quote:zh:a]]").text == "“甲 乙。”[1]"
    assert gate.check("[[quote:en:b]]").text == "“First.” [1]"
    assert gate.check("[[quote:zh:b]]").text == "“甲。”[1]"
    assert [p.code for p in gate.check("[[quote:en:c]]").problems] == ["unknown_passage"]
    assert [p.code for p in gate.check("[[quote:en:0-9:d]]").problems] == ["unknown_passage"]
    assert [p.code for p in gate.check("[[quote:zh:9-10:b]]").problems] == ["unknown_passage"]


# -- list numbers --------------------------------------------------------------------------------------------------


def test_chinese_list_numbers_are_written_as_chinese_writes_them() -> None:
    shown = ZH.gate.check("一、甲\n" + "二、甲\n" * 29).text.splitlines()
    assert [line.partition("、")[0] for line in shown] == (
        "一 二 三 四 五 六 七 八 九 十 十一 十二 十三 十四 十五 十六 十七 十八 十九 二十 "
        "二十一 二十二 二十三 二十四 二十五 二十六 二十七 二十八 二十九 三十"
    ).split()


def test_a_list_counts_to_ninety_nine_and_begins_again() -> None:
    shown = ZH.gate.check("2. 甲\n" * 101).text.splitlines()
    assert [line.partition(".")[0] for line in shown] == [*map(str, range(1, 100)), "1", "2"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. 甲\n2. 乙\n01. 丙", "1. 甲\n2. 乙\n1. 丙"),
        ("1. 甲\n2. 乙\n10. 丙", "1. 甲\n2. 乙\n3. 丙"),
        ("一、甲\n二、乙\n一、丙", "一、甲\n二、乙\n一、丙"),
        ("**1. 甲**\n1. 乙\n**2. 丙**\n2. 丁\n", "**1. 甲**\n1. 乙\n**2. 丙**\n2. 丁\n"),
        ("1. 甲\n  2. 子\n2. 乙\n  2. 子\n  2. 丑\n", "1. 甲\n  1. 子\n2. 乙\n  1. 子\n  2. 丑\n"),
        ("> 1. 甲\n> 2. 乙\n", "> 1. 甲\n> 2. 乙\n"),
        ("- 3. 甲\n- 3. 乙\n", "- 1. 甲\n- 2. 乙\n"),
    ],
)
def test_each_list_has_a_count_of_its_own(text: str, expected: str) -> None:
    assert ZH.gate.check(text).text == expected
