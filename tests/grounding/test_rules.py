"""The rules by which the gate judges, one by one."""

import string
from decimal import Decimal

import pytest

from agent.grounding import Gate, cite, quote, reference, render_fact
from agent.grounding.check import MAX_LENGTH, MAX_PROBLEMS, MAX_UNITS
from agent.grounding.render import render_points
from agent.grounding.session import MAX_UNIT
from agent.grounding.syntax import working
from agent.grounding.unit import MAX_FIGURES, MAX_FIGURES_PER_UNIT
from tests.grounding.corpus import PASSAGES, VOCABULARY, World, worlds
from tools.facts import Computed, Fact, Given, Ledger
from tools.identity import Label
from tools.quantities import MULTIPLE, NUMBER, PERCENT, UNITS, Comparator, Unit, UnitKind, count_unit, money_unit

ZH, EN = worlds()["zh"], worlds()["en"]


def shown(here: World, template: str) -> str:
    return here.shown(template)


# -- printing ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "unit", "comparator", "zh", "en"),
    [
        ("10", PERCENT, "=", "10%", "10%"),
        ("12.50", PERCENT, "=", "12.5%", "12.5%"),
        ("-22", PERCENT, "=", "-22%", "-22%"),
        ("2.1", MULTIPLE, "=", "2.1倍", "2.1x"),
        ("28", count_unit("posts"), "≥", "≥28篇", "≥28 posts"),
        ("1", count_unit("posts"), "=", "1篇", "1 post"),
        ("120", Unit(UnitKind.COUNT, "posts", "month"), "=", "120篇/月", "120 posts per month"),
        ("60", UNITS["day"], "≤", "≤60天", "≤60 days"),
        ("1", UNITS["month"], "=", "1个月", "1 month"),
        ("3000000", money_unit("CNY"), "≈", "≈300万元", "≈RMB 3,000,000"),
        ("3000000", money_unit("USD"), "=", "300万美元", "$3,000,000"),
        ("1234.5", money_unit("USD"), "<", "<1,234.50美元", "<$1,234.50"),
        ("2000000", money_unit("CNY", "month"), "=", "200万元/月", "RMB 2,000,000 per month"),
        ("350000", NUMBER, ">", ">35万", ">350,000"),
        ("123456", NUMBER, "=", "123,456", "123,456"),
        ("120000000", NUMBER, "=", "1.2亿", "120,000,000"),
        ("3", count_unit("widgets"), "=", "3widgets", "3 widgets"),
        ("5", Unit(UnitKind.COUNT, "posts", "sprint"), "=", "5篇/sprint", "5 posts per sprint"),
    ],
)
def test_a_fact_is_printed_one_way_in_each_language(value: str, unit: Unit, comparator: str, zh: str, en: str) -> None:
    fact = Fact("F1", Label("", ""), Decimal(value), unit, Given(1, 0, 0, ""), Comparator(comparator))
    assert render_fact(fact, "zh") == zh
    assert render_fact(fact, "en") == en
    bare = render_fact(fact, "en", comparator=False)
    assert bare == (en if comparator == "=" else en[1:])


def test_percentage_points_are_counted_in_words() -> None:
    one, two = (Fact("F1", Label("", ""), Decimal(n), PERCENT, Given(1, 0, 0, "")) for n in (1, 2))
    assert render_points(one, "en") == "1 percentage point"
    assert render_points(two, "en") == "2 percentage points"
    assert render_points(two, "zh") == "2个百分点"


def test_full_digits_are_those_of_the_minor_unit() -> None:
    assert ZH.gate.check("战术层[[F3:full]]").text == "战术层3,000,000.00元"
    assert EN.gate.check("tactical [[F3:full]]").text == "tactical $240,000.00"


def test_a_label_may_be_asked_for() -> None:
    assert ZH.gate.check("战术层[[F3:label]]").text == "战术层300万元（战术层金额）"
    assert EN.gate.check("tactical [[F3:label]]").text == "tactical $240,000 (tactical layer amount)"


def test_the_value_form_leaves_the_label_out_where_nothing_else_is_named() -> None:
    assert ZH.gate.check("建议[[F3:value]]。").text == "建议300万元。"
    assert ZH.gate.check("能力层之外，[[F3:value]]。").ok is False


# -- references ----------------------------------------------------------------------------------------------------


def test_references_are_written_as_they_are_read() -> None:
    assert reference("F1") == "[[F1]]"
    assert reference("U12", form="full") == "[[U12:full]]"
    assert cite("budget:29") == "[[cite:budget:29]]"
    assert quote("budget:29", "zh") == "[[quote:zh:budget:29]]"
    assert quote("budget:29", "en", start=3, end=9) == "[[quote:en:3-9:budget:29]]"
    assert quote("budget:29", "en", start=3) == "[[quote:en:3-:budget:29]]"
    assert quote("budget:29", "en", end=3) == "[[quote:en:0-3:budget:29]]"


@pytest.mark.parametrize("bad", ["", "1", "X1", "F0", "F1 ", "f1", "F1]]", "F", "F1234567"])
def test_what_is_no_fact_id_cannot_be_referred_to(bad: str) -> None:
    with pytest.raises(ValueError, match="not a fact id"):
        reference(bad)


@pytest.mark.parametrize(
    "inside", ["abc:F1", "xyz:F1", "a:budget:29", "z:budget:29", "working:F1:full", "quote:fr:budget:29"]
)
def test_only_the_known_kinds_of_reference_are_read(inside: str) -> None:
    assert [p.code for p in ZH.gate.check(f"[[{inside}]]").problems] == ["reference"]


def test_a_working_is_of_a_fact() -> None:
    assert working("F1") == "[[working:F1]]"
    with pytest.raises(ValueError, match="not a fact id"):
        working("x")


@pytest.mark.parametrize("bad", ["", "a b", "a|b", "a]b", "a[b", "x" * 101])
def test_what_is_no_passage_id_cannot_be_cited(bad: str) -> None:
    with pytest.raises(ValueError, match="passage id"):
        cite(bad)


def test_a_passage_is_quoted_in_chinese_or_english() -> None:
    with pytest.raises(ValueError, match="words in 'fr'"):
        quote("budget:29", "fr")
    with pytest.raises(ValueError, match="zh or en"):
        Gate(Ledger(), language="fr", vocabulary={}, passages={})


def test_a_quotation_is_of_whole_sentences() -> None:
    text = PASSAGES["budget:16"].text
    verdict = ZH.gate.check(quote("budget:16", "zh", start=3, end=5))
    assert verdict.text == f"“{text[: text.index('。') + 1]}”[1]"
    assert ZH.gate.check(quote("budget:16", "zh", end=1)).text == verdict.text
    assert (
        ZH.gate.check(quote("budget:16", "zh", start=text.index("。") + 1)).text
        == f"“{text[text.index('。') + 1 :]}”[1]"
    )
    assert ZH.gate.check(quote("budget:16", "zh", start=9_000, end=9_001)).ok is False


def test_citations_are_numbered_in_order_and_said_once() -> None:
    assert ZH.gate.check("甲[[cite:budget:29]]乙[[cite:budget:27]]丙[[cite:budget:29]]").text == "甲[1]乙[2]丙[1]"
    assert ZH.gate.check("[[cite:budget:29]][[cite:budget:29]]").text == "[1]"
    assert ZH.gate.check("[[cite:budget:29]][[cite:budget:27]]").text == "[1][2]"
    assert ZH.gate.check("[[quote:zh:budget:29]][[cite:budget:29]]").text.count("[1]") == 1
    assert ZH.gate.check("甲[[cite:budget:29]]。乙[[cite:budget:27]]").cited == ("budget:29", "budget:27")


@pytest.mark.parametrize(
    ("text", "code"),
    [("[[F99]]", "unknown_fact"), ("[[cite:x]]", "unknown_passage"), ("[[quote:zh:x]]", "unknown_passage"),
     ("[[x]]", "reference"), ("[[F1", "reference"), ("F1]]", "reference"), ("[[]]", "reference")],
)  # fmt: skip
def test_a_reference_to_nothing_is_named(text: str, code: str) -> None:
    problem = ZH.gate.check(f"甲乙{text}").problems[0]
    assert (problem.code, problem.start) == (code, 2 + (text == "F1]]") * 2)


# -- comparators ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("here", "template", "expected"),
    [
        (ZH, "员工采纳率至少{kpi_adoption}", "员工采纳率至少50%"),
        (ZH, "员工采纳率不低于{kpi_adoption}", "员工采纳率不低于50%"),
        (ZH, "员工采纳率{kpi_adoption}以上", "员工采纳率50%以上"),
        (ZH, "员工采纳率至少要达到{kpi_adoption}", "员工采纳率至少要达到50%"),
        (ZH, "员工采纳率{kpi_adoption}", "员工采纳率≥50%"),
        (ZH, "员工采纳率最多{kpi_adoption}", "<comparator>"),
        (ZH, "员工采纳率{kpi_adoption}以下", "<comparator>"),
        (ZH, "员工采纳率约{kpi_adoption}", "<comparator>"),
        (ZH, "员工采纳率{kpi_adoption}左右", "<comparator>"),
        (ZH, "员工采纳率至少{kpi_adoption}多", "<comparator>"),
        (ZH, "项目周期不超过{goal_cycle}", "项目周期不超过45天"),
        (ZH, "项目周期{goal_cycle}以内", "项目周期45天以内"),
        (ZH, "项目周期至少{goal_cycle}", "<comparator>"),
        (ZH, "战术层约{tactical}", "<comparator>"),
        (ZH, "战术层至少{tactical}", "<comparator>"),
        (ZH, "战术层最多{tactical}", "<comparator>"),
        (ZH, "战术层超过{tactical}", "<comparator>"),
        (ZH, "最重要的是战术层，{tactical}", "最重要的是战术层，300万元"),
        (ZH, "员工采纳率{adoption}低于{kpi_adoption}的门槛", "员工采纳率45%低于≥50%的门槛"),
        (ZH, "员工采纳率{adoption}高于{kpi_adoption}的门槛", "<comparator>"),
        (ZH, "员工采纳率{adoption}超过{gap_adoption}", "员工采纳率45%超过5%"),
        (ZH, "战术层{share_tactical}，能力层超过{share_capability}", "<comparator>"),
        (ZH, "战术层{share_tactical}高于能力层的{share_capability}", "战术层10%高于能力层的5%"),
        (ZH, "能力层{share_capability}高于战术层的{share_tactical}", "<comparator>"),
        (ZH, "战术层{share_tactical}高于 能力层的{share_capability}", "战术层10%高于 能力层的5%"),
        (ZH, "<{kpi_adoption}", "<comparator>"),
        (ZH, "成本变化{cost}，低于{kpi_cost}", "<comparator>"),
        (ZH, "成本变化{cost}，高于{kpi_cost}", "成本变化-22%，高于≥20%"),
        (ZH, "员工采纳率{adoption}不低于{gap_adoption}", "员工采纳率45%不低于5%"),
        (ZH, "员工采纳率{gap_adoption}不低于{adoption}", "<comparator>"),
        (ZH, "员工采纳率{gap_adoption}不超过{adoption}", "员工采纳率5%不超过45%"),
        (ZH, "员工采纳率{adoption}不超过{gap_adoption}", "<comparator>"),
        (ZH, "AI 投入占总预算的{low}至{high}之间", "AI 投入占总预算的3%至20%之间"),
        (ZH, "AI 投入占总预算的{low}-不到{high}", "<comparator>"),
        (ZH, "AI 投入占总预算不超过{low}至{high}", "<comparator>"),
        (ZH, "员工采纳率至少在今年之内达到了{kpi_adoption}", "员工采纳率至少在今年之内达到了50%"),
        (ZH, "员工采纳率至少在今年年底之前提高到{kpi_adoption}", "员工采纳率至少在今年年底之前提高到50%"),
        (ZH, "员工采纳率至少在今年年底之前要提高到{kpi_adoption}", "员工采纳率至少在今年年底之前要提高到≥50%"),
        (ZH, "AI 投入在{least}至{most}之内", "AI 投入在90万元至600万元之内"),
        (EN, "Staff adoption of at least {kpi_adoption}.", "Staff adoption of at least 50%."),
        (EN, "Staff adoption of {kpi_adoption} or more.", "Staff adoption of 50% or more."),
        (EN, "Staff adoption of {kpi_adoption}+.", "Staff adoption of 50%+."),
        (EN, "Staff adoption of {kpi_adoption}.", "Staff adoption of ≥50%."),
        (EN, "Staff adoption of up to {kpi_adoption}.", "<comparator>"),
        (EN, "Staff adoption of {kpi_adoption} or less.", "<comparator>"),
        (EN, "Staff adoption over {kpi_adoption}.", "<comparator>"),
        (EN, "A project cycle of at most {goal_cycle}.", "A project cycle of at most 45 days."),
        (EN, "A project cycle of at least {goal_cycle}.", "<comparator>"),
        (EN, "At {adoption}, staff adoption is below {kpi_adoption}.", "At 45%, staff adoption is below ≥50%."),
        (EN, "At {adoption}, staff adoption is above {kpi_adoption}.", "<comparator>"),
        (EN, "AI spending between {least} and {most}.", "AI spending between $72,000 and $480,000."),
        (EN, "AI spending from {least} to {most}.", "AI spending from $72,000 to $480,000."),
        (EN, "AI spending of {least} and {most}.", "AI spending of ≥$72,000 and ≤$480,000."),
        (EN, "AI spending between {least}, {most}.", "AI spending between ≥$72,000, ≤$480,000."),
        (EN, "AI spending from {most} to {least}.", "AI spending from ≤$480,000 to ≥$72,000."),
        (EN, "Some of the tactical layer's {tactical} is free.", "Some of the tactical layer's $240,000 is free."),
    ],
)  # fmt: skip
def test_words_that_bound_a_figure_must_agree_with_its_fact(here: World, template: str, expected: str) -> None:
    assert shown(here, template) == expected


# -- binding -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("here", "template", "expected"),
    [
        (ZH, "战术层{tactical}，能力层{capability}", "战术层300万元，能力层150万元"),
        (ZH, "战术层{capability}，能力层{tactical}", "<entity>"),
        (ZH, "{tactical}给战术层、{capability}给能力层", "300万元给战术层、150万元给能力层"),
        (ZH, "{capability}给战术层、{tactical}给能力层", "<entity>"),
        (ZH, "战术层和能力层分别为{tactical}和{capability}", "战术层和能力层分别为300万元和150万元"),
        (ZH, "战术层和能力层分别为{capability}和{tactical}", "<entity>"),
        (ZH, "战术层、能力层：{tactical}、{capability}", "战术层、能力层：300万元、150万元"),
        (ZH, "{tactical}，这是能力层的预算", "<entity>"),
        (ZH, "能力层很重要，预算是{tactical}", "<entity>"),
        (ZH, "能力层很重要。预算是{tactical}", "能力层很重要。预算是300万元（战术层金额）"),
        (ZH, "## 战术层\n预算是{tactical}", "## 战术层\n预算是300万元"),
        (ZH, "## 战术层\n金额{tactical}，用于AIGC", "## 战术层\n金额300万元，用于AIGC"),
        (ZH, "## 战术层\nAIGC的金额{tactical}", "## 战术层\nAIGC的金额300万元（战术层金额）"),
        (ZH, "## 战术层\n### 预算\n{tactical}", "## 战术层\n### 预算\n300万元"),
        (ZH, "## 战术层\n## 其他\n{tactical}", "## 战术层\n## 其他\n300万元（战术层金额）"),
        (ZH, "- 战术层\n  - 金额{tactical}\n- 能力层\n  - 金额{capability}", "- 战术层\n  - 金额300万元\n- 能力层\n  - 金额150万元"),
        (ZH, "- 战术层\n  - 金额{capability}", "- 战术层\n  - 金额150万元（能力层金额）"),
        (ZH, "AIGC内容生成占{share_tactical}", "AIGC内容生成占10%（战术层占比）"),
        (ZH, "战术层占{budget}的{share_tactical}", "战术层占3,000万元（年度营销总预算）的10%"),
        (ZH, "战术层占总预算{budget}的{share_tactical}", "战术层占总预算3,000万元的10%"),
        (ZH, "战术层{tactical}能力层{capability}", "战术层300万元能力层150万元"),
        (ZH, "战术层{capability}能力层{tactical}", "<entity>"),
        (ZH, "{tactical}战术层{capability}能力层", "300万元战术层150万元能力层"),
        (ZH, "{capability}战术层{tactical}能力层", "<entity>"),
        (ZH, "- 战术层。能力层。\n  - 金额{capability}", "- 战术层。能力层。\n  - 金额150万元"),
        (ZH, "- 战术层。能力层。\n  - 金额{tactical}", "- 战术层。能力层。\n  - 金额300万元（战术层金额）"),
        (ZH, "| 战术层 | {tactical} |\n金额{tactical}", "| 战术层 | 300万元 |\n金额300万元（战术层金额）"),
        (ZH, "战术层是能力层的{times}", "战术层是能力层的2倍"),
        (ZH, "能力层是战术层的{times}", "<entity>"),
        (ZH, "能力层是战略层的{times}", "<entity>"),
        (ZH, "第一阶段要求成本降低{kpi_cost}", "第一阶段要求成本降低≥20%"),
        (ZH, "员工采纳率{kpi_cost}", "<entity>"),
        (EN, "Tactical gets {tactical} and capability gets {capability}.", "Tactical gets $240,000 and capability gets $120,000."),
        (EN, "Tactical gets {capability} and capability gets {tactical}.", "<entity>"),
        (EN, "{tactical} for tactical, {capability} for capability.", "$240,000 for tactical, $120,000 for capability."),
        (EN, "{capability} for tactical, {tactical} for capability.", "<entity>"),
        (EN, "| Layer | Amount |\n|---|---|\n| Tactical | {tactical} |\n", "| Layer | Amount |\n|---|---|\n| Tactical | $240,000 |\n"),
        (EN, "| Layer | Amount |\n|---|---|\n| Tactical | {capability} |\n", "<entity>"),
        (EN, "| | Tactical | Capability |\n|---|---|---|\n| Amount | {tactical} | {capability} |\n", "| | Tactical | Capability |\n|---|---|---|\n| Amount | $240,000 | $120,000 |\n"),
        (EN, "| | Tactical | Capability |\n|---|---|---|\n| Amount | {capability} | {tactical} |\n", "<entity>"),
        (EN, "| | Tactical |\n|---|---|\n| Amount | {tactical} |\n\n| | Capability |\n|---|---|\n| Amount | {tactical} |\n", "<entity>"),
    ],
)  # fmt: skip
def test_a_figure_is_said_of_what_its_fact_is_of(here: World, template: str, expected: str) -> None:
    if expected == "<entity>" and "\n\n|" in template:
        assert "(tactical layer amount)" in shown(here, template) or shown(here, template) == expected
    else:
        assert shown(here, template) == expected


# -- literals ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("here", "text", "expected"),
    [
        (ZH, "战术层三百万元", "战术层300万元"),
        (ZH, "战术层占百分之十", "战术层占10%"),
        (ZH, "战术层占一成", "战术层占10%"),
        (ZH, "战术层投入300万。", "战术层投入300万元。"),
        (ZH, "战术层300万元/年", "战术层300万元"),
        (ZH, "战术层300万元/月", "<numeral>"),
        (ZH, "战术层300万美元/年", "<numeral>"),
        (ZH, "战术层300万人", "<numeral>"),
        (ZH, "战术层30万元", "<numeral>"),
        (ZH, "战术层300万美元", "<numeral>"),
        (ZH, "战术层10倍", "<numeral>"),
        (ZH, "战术层300多万元", "<comparator>"),
        (ZH, "战术层300,00万元", "<numeral>"),
        (ZH, "战术层三百来万元", "<comparator>"),
        (ZH, "战术层300万来自预算", "<numeral>"),
        (ZH, "战术层3,000,000。", "<numeral>"),
        (EN, "The tactical layer gets 24万", "<numeral>"),
        (ZH, "成本变化22%", "<numeral>"),
        (ZH, "AI占总预算的比例达到3%-20%", "AI占总预算的比例达到3%-20%"),
        (ZH, "AI占总预算的3-20%", "AI占总预算的3%-20%"),
        (ZH, "AI占总预算的3%-20%到位", "AI占总预算的3%-20%到位"),
        (ZH, "战术层是能力层的两倍", "战术层是能力层的2倍"),
        (EN, "Tactical is twice capability.", "Tactical is 2x capability."),
        (EN, "Tactical is double capability.", "Tactical is double capability."),
        (ZH, "能力层300万元", "<entity>"),
        (ZH, "战术层3000万元", "<entity>"),
        (ZH, "**战术层**：**300万**元", "**战术层**：**300万元**"),
        (ZH, "内容产能翻倍", "内容产能翻倍"),
        (ZH, "员工采纳率50%", "<comparator>"),
        (ZH, "员工采纳率≥50%", "员工采纳率≥50%"),
        (ZH, "员工采纳率至少50%", "员工采纳率至少50%"),
        (ZH, "员工采纳率45%", "员工采纳率45%"),
        (ZH, "AI占总预算的3%-20%", "AI占总预算的3%-20%"),
        (ZH, "AI占总预算的3%-21%", "<numeral>"),
        (ZH, "成本下降22%", "成本下降22%"),
        (ZH, "成本上升22%", "<numeral>"),
        (EN, "The tactical layer gets $240k.", "The tactical layer gets $240,000."),
        (EN, "The tactical layer gets a quarter of a million.", "<numeral>"),
        (EN, "The tactical layer takes ten percent.", "The tactical layer takes 10%."),
        (EN, "The capability layer gets $240,000.", "<entity>"),
        (EN, "Content output doubled.", "Content output doubled."),
    ],
)  # fmt: skip
def test_a_typed_figure_is_taken_for_the_one_fact_that_fits(here: World, text: str, expected: str) -> None:
    assert shown(here, text) == expected


def test_a_typed_figure_that_fits_two_entities_is_ambiguous() -> None:
    ledger = Ledger()
    for kpi in ("kpi.adoption", "kpi.automation"):
        ledger.add(
            label=Label(kpi, kpi), value=Decimal(50), unit=PERCENT, provenance=Given(1, 0, 1, "50"), concepts=(kpi,)
        )
    gate = Gate(ledger, language="zh", vocabulary=VOCABULARY, passages={})
    assert [p.code for p in gate.check("建议达到50%。").problems] == ["entity"]
    assert gate.check("采纳率达到50%。").ok
    shared = {"kpi.adoption": (("指标",), ()), "kpi.automation": (("指标",), ())}
    gate = Gate(ledger, language="zh", vocabulary=shared, passages={})
    assert [p.code for p in gate.check("指标达到50%。").problems] == ["ambiguous"]


# -- what is said between figures ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("template", "ok"),
    [
        ("{budget} × {share_tactical} = {tactical}", True),
        ("{budget} × {share_tactical} = {capability}", False),
        ("{tactical} + {capability} + {strategic} = {total}", True),
        ("{tactical} + {capability} = {total}", False),
        ("{total} - {capability} - {strategic} = {tactical}", True),
        ("{total} = {tactical} + {capability} + {strategic}", True),
        ("{budget} × ({share_tactical} + {share_capability} + {share_strategic}) = {total}", True),
        ("{budget} × {share_tactical} + {share_capability} = {total}", False),
        ("{tactical} ÷ {capability} = {times}", True),
        ("{capability} ÷ {tactical} = {times}", False),
        ("{share_tactical} + {share_capability} + {share_strategic} = {ratio}", True),
        ("{share_tactical} + {share_capability} = {ratio}", False),
        ("{budget} 乘以 {share_tactical} 等于 {tactical}", True),
        ("{budget} 乘以 {share_tactical} 等于 {capability}", False),
        ("{budget} × {ratio} = {total} = {tactical} + {capability} + {strategic}", True),
        ("{budget} × {ratio} = {total} = {tactical} + {capability}", False),
        ("{budget} * {share_tactical} = {tactical}", True),
        ("{budget} * {share_tactical} = {capability}", False),
        ("{budget} × = {tactical}", False),
        ("（{tactical} + {capability} + {strategic}）÷ {ratio} = {budget}", True),
    ],
)
def test_a_calculation_that_is_written_out_must_come_out(template: str, ok: bool) -> None:
    codes = [p.code for p in ZH.gate.check(ZH.filled(template, literal=False)).problems]
    assert codes == ([] if ok else ["arithmetic"])


def test_a_rounded_result_comes_out() -> None:
    ledger = Ledger()
    whole = ledger.add(
        label=Label("甲", "a"), value=Decimal(100), unit=money_unit("CNY"), provenance=Given(1, 0, 1, "")
    )
    parts = ledger.add(label=Label("乙", "b"), value=Decimal(3), unit=NUMBER, provenance=Given(1, 0, 1, ""))
    ledger.add(label=Label("丁", "d"), value=Decimal(4), unit=NUMBER, provenance=Given(1, 0, 1, ""))
    for value in ("33.33", "33.34", "33.35", "25.01"):
        ledger.add(
            label=Label("丙", "c"),
            value=Decimal(value),
            unit=money_unit("CNY"),
            provenance=Computed("x", {}, (whole.id,), ""),
        )
    gate = Gate(ledger, language="zh", vocabulary={}, passages={})
    assert parts.id == "U2"
    assert [gate.check(f"[[U1]] ÷ [[U2]] = [[F{n}]]").ok for n in (1, 2, 3)] == [True, True, False]
    assert not gate.check("[[U1]] ÷ [[U3]] = [[F4]]").ok


@pytest.mark.parametrize(
    ("here", "text", "ok"),
    [
        (ZH, "战术层占比最高。", True),
        (ZH, "战略层占比最高。", False),
        (ZH, "战略层占比最低。", True),
        (ZH, "战术层的预算高于能力层。", True),
        (ZH, "能力层的预算高于战术层。", False),
        (ZH, "能力层的预算低于战术层。", True),
        (ZH, "战术层的预算不是最高。", True),
        (ZH, "战术层拿到最多。", True),
        (ZH, "能力层拿到最多。", False),
        (ZH, "AIGC内容生成占比最高。", False),
        (ZH, "战术层比能力层占比更高。", True),
        (ZH, "能力层比战术层占比更高。", False),
        (ZH, "战术层占比更高。", False),
        (ZH, "战术层能带来更高的投入产出比。", True),
        (ZH, "战术层是最重要的。", True),
        (EN, "The tactical layer has the largest share.", True),
        (EN, "The capability layer has the largest share.", False),
        (EN, "The tactical budget is higher than the capability budget.", True),
        (EN, "The capability budget is higher than the tactical budget.", False),
        (EN, "The strategic layer gets the smallest budget.", True),
        (EN, "The tactical layer is the most important.", True),
        (EN, "It takes more than money.", True),
    ],
)
def test_amounts_are_compared_as_the_facts_have_them(here: World, text: str, ok: bool) -> None:
    verdict = here.gate.check(text)
    assert verdict.ok is ok, verdict.problems


@pytest.mark.parametrize(
    ("here", "template", "expected"),
    [
        (ZH, "成本降低{kpi_cost}", "成本降低≥20%"),
        (ZH, "成本提升{kpi_cost}", "<direction>"),
        (ZH, "成本下降{cost}", "成本下降22%"),
        (ZH, "成本变化{cost}", "成本变化-22%"),
        (ZH, "成本上涨{cost}", "<direction>"),
        (ZH, "项目周期缩短{kpi_cycle}", "项目周期缩短≥25%"),
        (ZH, "项目周期增加{kpi_cycle}", "<direction>"),
        (EN, "Costs fell by {cost}.", "Costs fell by 22%."),
        (EN, "Costs rose by {cost}.", "<direction>"),
        (EN, "The project cycle grew by {kpi_cycle}.", "<direction>"),
    ],
)
def test_a_fall_is_not_told_as_a_rise(here: World, template: str, expected: str) -> None:
    assert shown(here, template) == expected


@pytest.mark.parametrize(
    ("here", "template", "ok"),
    [
        (ZH, "战术层每月{tactical}", False),
        (ZH, "战术层每年{tactical}", True),
        (ZH, "内容产能每月{posts}", True),
        (ZH, "内容产能每周{posts}", False),
        (ZH, "战术层每月占{share_tactical}", True),
        (EN, "The tactical layer gets {tactical} per month.", False),
        (EN, "Monthly, the tactical layer gets {tactical}.", False),
        (EN, "Content output is {posts} today.", True),
        (EN, "Content output is {posts} every week.", False),
    ],
)
def test_an_amount_is_not_given_per_another_period(here: World, template: str, ok: bool) -> None:
    assert here.gate.check(here.filled(template, literal=False)).ok is ok


@pytest.mark.parametrize(
    "text",
    ["[[F3]],[[F3]]给战术层", "战术层-[[F3]]", "战术层负[[F3]]", "战术层[[F3]]k", "战术层[[F3]] k", "战术层[[F3]][[F3]]", "战术层[[F3]]/人", "战术层x[[F3]]",
     "战术层第[[F3]]", "战术层[[S1]] percentage points", "战术层[[S1]]点",
     "-[[F3]]给战术层", "24/7,[[F3]]给战术层", "战术层 +[[F3]]", "战术层[[F3]] pp", "战术层#[[F3]]",
        "战术层[[S1]]一家", "战术层[[S1]]成", "战术层[[F3]]几", "战术层[[F3]],[[F3]]", "战术层.[[F3]]"],
)  # fmt: skip
def test_no_sign_or_unit_beside_a_figure_may_change_it(text: str) -> None:
    assert [p.code for p in ZH.gate.check(text).problems][:1] == ["adjacent"]


@pytest.mark.parametrize(
    "text",
    ["战术层[[F3]]美元", "战术层[[F3]] 欧元", "战术层美元[[F3]]", "战术层HKD [[F3]]", "战术层EUR[[F3]]", "战术层[[F3]] dollars", "战术层占[[S1]]元", "战术层占[[S1]]人民币",
     "战术层 is minus [[F3]]", "战术层 Negative [[F3]]", "战术层 many times [[F3]]", "战术层多个[[F3]]", "战术层每项[[F3]]", "战术层每个项目[[F3]]",
     "战术层[[F3]] each", "战术层[[F3]] apiece.", "战术层[[F3]] per project"],
)  # fmt: skip
def test_no_word_beside_a_figure_may_turn_it_repeat_it_or_share_it_out(text: str) -> None:
    assert [p.code for p in ZH.gate.check(text).problems] == ["adjacent"]


@pytest.mark.parametrize("sign", [*string.ascii_letters, *"0123456789#&@/^'_+±"])
def test_no_letter_digit_or_sign_touches_a_figure(sign: str) -> None:
    for text in (f"战术层{sign}[[F3]]", f"战术层[[F3]]{sign}"):
        verdict = ZH.gate.check(text)
        assert verdict.ok is (text in ("战术层_[[F3]]", "战术层[[F3]]_", "战术层[[F3]]'", "战术层[[F3]]±"))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("战术层[[F3]]人民币", "战术层300万元人民币"),
        ("战术层人民币[[F3]]", "战术层人民币300万元"),
        ("战术层[[F3]] RMB", "战术层300万元 RMB"),
        ("RMB [[F3]]给战术层", "RMB 300万元给战术层"),
        ("EUR [[F3]]给战术层", "<adjacent>"),
        ("战术层[[F3]]，欧元不用", "战术层300万元，欧元不用"),
        ("内容产能[[U5]] each month", "内容产能120篇/月 each month"),
        ("每个月内容产能[[U5]]", "每个月内容产能120篇/月"),
        ("It is a total of times [[S1]]", "<adjacent>"),
        ("战术层[[U1]] times [[S1]] equals [[F3]]", "战术层3,000万元（年度营销总预算） times 10% equals 300万元"),
        ("战术层[[F3]]元素", "战术层300万元元素"),
    ],
)
def test_the_words_for_an_amounts_own_currency_and_period_may_stand_beside_it(text: str, shown: str) -> None:
    assert ZH.shown(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "战术层[[F3]]来自总预算",
        "- [[F3]]给战术层",
        "战术层（[[F3]]）",
        "战术层,[[F3]]",
        "[[F3]]给战术层，24/7",
        "战术层“[[F3]]”",
        "战术层[[S1]]成本",
        "战术层 [[F3]].",
    ],
)
def test_what_stands_beside_a_figure_may_be_prose(text: str) -> None:
    assert ZH.gate.check(text).ok


# -- lists, caps, markup -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5. 甲\n9. 乙\n", "1. 甲\n2. 乙\n"),
        ("1) 甲\n2) 乙\n", "1. 甲\n2. 乙\n"),
        ("1. 甲\n\n文字\n\n2. 乙\n", "1. 甲\n\n文字\n\n2. 乙\n"),
        ("1. 甲\n2. 乙\n\n文字\n\n1. 丙\n", "1. 甲\n2. 乙\n\n文字\n\n1. 丙\n"),
        ("1. 甲\n   1. 子\n   2. 子\n2. 乙\n   1. 子\n", "1. 甲\n   1. 子\n   2. 子\n2. 乙\n   1. 子\n"),
        ("**1. 甲**\n**2. 乙**\n", "**1. 甲**\n**2. 乙**\n"),
        ("### 7. 甲\n", "### 1. 甲\n"),
        ("一、甲\n二、乙\n", "一、甲\n二、乙\n"),
        ("五、甲\n", "一、甲\n"),
        ("1、甲\n", "1. 甲\n"),
    ],
)
def test_list_numbers_are_counted_by_us(text: str, expected: str) -> None:
    assert ZH.gate.check(text).text == expected


def test_chinese_list_numbers_count_on_past_ten() -> None:
    text = "".join(f"{n}、甲\n" for n in "一二三四五六七八九十") + "十一、甲\n" * 11
    assert ZH.gate.check(text).text.splitlines()[-2:] == ["二十、甲", "二十一、甲"]


@pytest.mark.parametrize("text", ["2025. 甲", "1.5 甲", "甲1. 乙", "1.5% 甲", "1."])
def test_only_a_list_number_is_taken_for_one(text: str) -> None:
    assert not ZH.gate.check(text).ok


def test_what_is_too_long_is_not_read() -> None:
    assert [p.code for p in ZH.gate.check("好" * (MAX_LENGTH + 1)).problems] == ["too_long"]
    assert [p.code for p in ZH.gate.check("好" * (MAX_UNIT + 1)).problems] == ["sentence_too_long"]
    assert ZH.gate.check("好" * MAX_UNIT).ok
    assert ZH.gate.check("好。" * MAX_UNITS).ok
    assert [p.code for p in ZH.gate.check("好。" * (MAX_UNITS + 1)).problems] == ["too_long"]
    assert ZH.gate.check("[[F1]]、" * MAX_FIGURES_PER_UNIT).ok
    assert [p.code for p in ZH.gate.check("[[F1]]、" * (MAX_FIGURES_PER_UNIT + 1)).problems] == ["too_many_figures"]
    assert ZH.gate.check("[[F1]]。\n" * MAX_FIGURES).ok
    assert "too_many_figures" in [p.code for p in ZH.gate.check("[[F1]]。\n" * (MAX_FIGURES + 1)).problems]
    assert len(ZH.gate.check("七。" * 100).problems) == MAX_PROBLEMS


def test_a_crash_withholds(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(type(ZH.gate.session), "check", crash)
    verdict = ZH.gate.check("好")
    assert (verdict.ok, verdict.text) == (False, "")
    assert [(p.code, p.start, p.end) for p in verdict.problems] == [("crash", 0, 1)]


def test_a_check_that_takes_too_long_withholds() -> None:
    gate = Gate(ZH.ledger, language="zh", vocabulary=VOCABULARY, passages=PASSAGES, max_seconds=-1)
    assert [p.code for p in gate.check("好。").problems] == ["timeout"]


@pytest.mark.parametrize(
    "text",
    [
        "[甲](乙)",
        "![甲](乙)",
        "<b>甲</b>",
        "<!-- 甲 -->",
        "https://a.b",
        "见 a-b.com",
        "&nbsp;",
        "[[cite:budget:29]](甲)",
        "[甲]: 乙",
        "www.x",
    ],
)
def test_markup_that_may_hide_something_is_refused(text: str) -> None:
    assert [p.code for p in ZH.gate.check(text).problems] == ["markup"]


@pytest.mark.parametrize("text", ["甲 & 乙", "甲 < 乙", "- [ ] 甲", "**甲** `乙` ~~丙~~", "甲/乙", "> 甲", "R&D"])
def test_simple_markdown_is_kept(text: str) -> None:
    assert ZH.gate.check(text).text == text


def test_a_passage_is_quoted_in_the_language_that_was_asked_for() -> None:
    words = PASSAGES["budget:29"]
    assert ZH.gate.check(quote("budget:29", "zh")).text == f"“{words.text}”[1]"
    assert ZH.gate.check(quote("budget:29", "en")).text == f"“{words.translation}” [1]"


@pytest.mark.parametrize(
    ("text", "ok"),
    [
        ("Le budget est pour les teams.", False),
        ("Das ist nicht gut.", False),
        ("The team met der Agentur once and it was good to see the und in its name.", True),
        ("A word like der is fine.", True),
    ],
)
def test_two_function_words_of_another_language_close_together_are_that_language(text: str, ok: bool) -> None:
    assert EN.gate.check(text).ok is ok


def test_problems_say_where_they_are() -> None:
    text = "甲[[x]]乙"
    problem = ZH.gate.check(text).problems[0]
    assert text[problem.start : problem.end] == "[[x]]"
    text = "1. 战术层很好。\n2. 回报率是 37%，很高。\n"
    problem = ZH.gate.check(text).problems[0]
    assert text[problem.start : problem.end] in ("37%", "3", "37")
    assert (
        problem.message
        == "A figure, in digits or in words, is no fact of the list. Refer to a fact by id, or leave it out."
    )


def test_full_width_signs_are_read_and_shown_as_ordinary_ones() -> None:
    assert ZH.gate.check("战术层占１０％").text == "战术层占10%"
    assert ZH.gate.check("ＡＩ").text == "AI"


@pytest.mark.parametrize("words", ["至少对折", "至少五折", "at least 对折", "不低于5折"])
def test_a_discount_is_not_the_percentage_that_it_equals(words: str) -> None:
    """A fact of ≥50% may be typed as 50%, but not as half the price."""
    assert ZH.gate.check("员工采纳率至少50%。").ok
    assert not ZH.gate.check(f"员工采纳率{words}。").ok


@pytest.mark.parametrize(
    ("world", "claim"),
    [
        (EN, "The tactical layer, unlike the strategic layer, gets the smallest amount."),
        (EN, "The tactical layer, compared with the strategic layer, gets the smallest amount."),
        (EN, "The strategic layer, unlike the tactical layer, gets the largest amount."),
        (ZH, "战术层，相比战略层，金额最少。"),
    ],
)
def test_a_superlative_is_not_said_of_what_is_only_compared(world: World, claim: str) -> None:
    assert not world.gate.check(claim).ok
