"""What the words around and between figures claim must follow from the facts."""

import string
from collections.abc import Mapping
from decimal import Decimal

import pytest

from agent.grounding import Gate, comparing
from tests.grounding.corpus import World, worlds
from tools.facts import Computed, Given, Ledger
from tools.identity import Label
from tools.quantities import NUMBER, PERCENT, Comparator, Unit, count_unit, money_unit

ZH, EN = worlds()["zh"], worlds()["en"]
LAYERS = {f"layer.{name}": ((f"{name}层",), ()) for name in "甲乙丙"}


def ledger_of(*rows: tuple[str, str, str, Unit, tuple[str, ...]]) -> Ledger:
    """A ledger of computed facts ``F1``, ``F2`` …: the call, label, value, unit and concepts of each."""
    ledger = Ledger()
    for call, label, value, unit, concepts in rows:
        ledger.add(
            label=Label(label, label),
            value=Decimal(value),
            unit=unit,
            provenance=Computed("t", {"of": call}, (), ""),
            concepts=concepts,
        )
    return ledger


def found(ledger: Ledger, text: str) -> list[str]:
    gate = Gate(ledger, language="zh", vocabulary=LAYERS, passages={})
    return [problem.code for problem in gate.check(text).problems]


# -- comparators ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("here", "template", "expected"),
    [
        (ZH, "战术层{tactical}多次投放", "战术层300万元多次投放"),
        (ZH, "战术层近期投入{tactical}", "战术层近期投入300万元"),
        (EN, "The tactical layer, over time, gets {tactical}.", "The tactical layer, over time, gets $240,000."),
        (ZH, "近期战术层至少{tactical}", "<comparator>"),
        (ZH, "> > 战术层{tactical}", "> > 战术层300万元"),
    ],
)
def test_a_word_that_only_looks_like_a_comparator_is_none(here: World, template: str, expected: str) -> None:
    assert here.shown(template) == expected


def each(words: Mapping[Comparator, str]) -> list[tuple[str, Comparator]]:
    return [(w.replace("_", " "), comparator) for comparator, line in words.items() for w in line.split()]


@pytest.mark.parametrize("own", Comparator)
def test_every_word_of_a_bound_fits_a_fact_of_its_comparator_and_no_other(own: Comparator) -> None:
    ledger = Ledger()
    ledger.add(label=Label("数值是", "value of"), value=Decimal(7), unit=NUMBER, provenance=Given(1, 0, 1, "7"), comparator=own)  # fmt: skip
    gate = Gate(ledger, language="zh", vocabulary={}, passages={})
    before = [(f"数值是{word} ", "", said) for word, said in each(comparing._BEFORE)]
    behind = [
        ("数值是", f" {word}" if word.isascii() and word != "+" else word, said)
        for word, said in each(comparing._AFTER)
    ]
    for left, right, said in [*before, *behind]:
        verdict = gate.check(f"{left}[[U1]]{right}。")
        codes = [p.code for p in verdict.problems]
        if said is own:
            assert verdict.text == f"{left}7{right}。", codes
        else:
            assert codes[:1] in (["comparator"], ["adjacent"]), left + right


def test_of_two_words_the_longer_is_read_and_a_latin_one_only_whole() -> None:
    table = {Comparator.AT_LEAST: "min min. at_least 大于等于 >=", Comparator.MORE_THAN: "大于 > over"}
    pattern, known = comparing._compiled(table)
    text = "At least min. or min, a大于等于b>=c>d 大于; minimal overt moreover"
    assert [m[0] for m in pattern.finditer(text)] == ["At least", "min.", "min", "大于等于", ">=", ">", "大于"]
    assert known == dict(each(table))
    assert "at least" in known


@pytest.mark.parametrize("word", [*string.ascii_letters, "层", "）"])
def test_a_greater_than_sign_behind_a_word_bounds_the_figure(word: str) -> None:
    assert ZH.shown(f"{word} > {{kpi_adoption}}") == "<comparator>"


@pytest.mark.parametrize(
    ("here", "template", "expected"),
    [
        (ZH, "员工采纳率{gap_adoption}至多{adoption}", "<comparator>"),
        (ZH, "员工采纳率{adoption}突破{gap_adoption}", "<comparator>"),
        (ZH, "员工采纳率{adoption}高于{gap_adoption}", "员工采纳率45%高于5%"),
        (ZH, "员工采纳率{adoption}高于{goal_cycle}", "<comparator,entity>"),
        (EN, "Staff adoption of {adoption} is no less than {gap_adoption}.", "Staff adoption of 45% is no less than 5%."),
        (EN, "Staff adoption of {gap_adoption} is no less than {adoption}.", "<comparator>"),
        (ZH, "员工采纳率≥{kpi_adoption}、{adoption}", "员工采纳率≥50%、45%"),
        (ZH, "战术层{tactical}高于战术层的{share_tactical}", "<comparator>"),
        (ZH, "战术层{tactical}高于战术层的{tactical}", "<comparator>"),
        (ZH, "战术层{tactical}低于战术层的{tactical}", "<comparator>"),
        (ZH, "战术层{tactical}不低于战术层的{tactical}", "战术层300万元不低于战术层的300万元"),
        (ZH, "战术层{tactical}不超过战术层的{tactical}", "战术层300万元不超过战术层的300万元"),
        (ZH, "三层合计占{ratio}，高于{share_tactical}", "<comparator>"),
        (ZH, "总预算{budget}高于{total}", "<comparator>"),
        (ZH, "员工采纳率{adoption}高于AIGC内容生成的{high}", "<comparator>"),
        (ZH, "AI营销占年度营销总预算的下限{low}低于AI营销占年度营销总预算的上限{high}", "AI营销占年度营销总预算的下限3%低于AI营销占年度营销总预算的上限20%"),
        (ZH, "AI营销占年度营销总预算的上限{high}低于AI营销占年度营销总预算的下限{low}", "<comparator>"),
    ],
)  # fmt: skip
def test_words_of_comparison_relate_two_figures_and_words_of_a_bound_do_not(
    here: World, template: str, expected: str
) -> None:
    assert here.shown(template) == expected


@pytest.mark.parametrize(
    ("here", "template", "ok"),
    [
        (ZH, "战术层占{share_tactical}，高于能力层目前在总预算中所占的{share_capability}", True),
        (ZH, "能力层占{share_capability}，高于战术层目前在总预算中所占的{share_tactical}", False),
        (ZH, "能力层占{share_capability}，高于战术层目前在总预算中所占的{share_tactical}，很好", False),
        (ZH, "员工采纳率{adoption}低于第一阶段对所有企业所设的门槛≥{kpi_adoption}", True),
        (ZH, "员工采纳率{adoption}高于第一阶段对所有企业所设的门槛≥{kpi_adoption}", False),
        (ZH, "员工采纳率{adoption}低于至少{kpi_adoption}的门槛", True),
        (ZH, "员工采纳率{adoption}高于至少{kpi_adoption}的门槛", False),
        (ZH, "员工采纳率{adoption}高于预期，但离第一阶段的门槛{kpi_adoption}还差一些", True),
        (ZH, "员工采纳率{adoption}高于同行业其他企业而门槛是{kpi_adoption}", True),
        (ZH, "高于同行业其他企业平均水平的战术层占{share_tactical}", True),
        (EN, "The tactical layer takes {share_tactical}, above the capability layer's present share of {share_capability}.", True),
        (EN, "The capability layer takes {share_capability}, above the tactical layer's present share of {share_tactical}.", False),
        (EN, "At {adoption}, staff adoption is above expectations and all staff need is to reach {kpi_adoption}.", True),
    ],
)  # fmt: skip
def test_a_relation_is_held_against_the_facts_no_matter_how_far_it_stands_before_the_second(
    here: World, template: str, ok: bool
) -> None:
    codes = [p.code for p in here.gate.check(here.filled(template, literal=False)).problems]
    assert codes == ([] if ok else ["comparator"])


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("总预算{budget}，AI 投入{least}至{most}", "总预算3,000万元，AI 投入90万元至600万元"),
        ("AI 投入介于{least}与{most}之间", "AI 投入介于90万元与600万元之间"),
        ("AI 投入介于{least}和{most}之间", "AI 投入介于90万元和600万元之间"),
        ("AI 投入有{least}和{most}之分", "AI 投入有≥90万元和≤600万元之分"),
        ("AI 投入占总预算的{low}至{high}之内", "AI 投入占总预算的3%至20%之内"),
        ("AI 投入占总预算的{low}至{high}左右", "<comparator>"),
        ("AI 投入占总预算的{low}至{high}以上", "<comparator>"),
        ("AI 投入占总预算的{low}~{high}以上", "<comparator>"),
    ],
)
def test_the_ends_of_a_range_need_no_comparators(template: str, expected: str) -> None:
    assert ZH.shown(template) == expected


@pytest.mark.parametrize(("gap", "bounds"), [(1, True), (24, True), (25, False)])
def test_an_english_comparator_reaches_twenty_four_characters(gap: int, bounds: bool) -> None:
    words = " a rather very respectable"[: gap - 1] + " "
    expected = "50%" if bounds else "≥50%"
    assert EN.shown(f"Staff adoption, at least{words}{{kpi_adoption}}") == f"Staff adoption, at least{words}{expected}"


# -- directions ----------------------------------------------------------------------------------------------------


def test_a_rise_below_one_and_no_change_at_all_are_no_falls() -> None:
    ledger = ledger_of(
        ("", "效果", "0", PERCENT, ()), ("", "效果", "0.5", PERCENT, ()), ("", "效果", "-0.5", PERCENT, ())
    )
    assert found(ledger, "效果上升[[F1]]") == []
    assert found(ledger, "效果上升[[F2]]") == []
    assert found(ledger, "效果上升[[F3]]") == ["direction"]


def test_a_measured_rise_of_what_should_fall_is_not_told_as_a_fall() -> None:
    ledger = ledger_of(
        ("", "成本降低", "22", PERCENT, ("actual",)),
        ("", "成本降低", "22", PERCENT, ()),
        ("", "成本", "22", PERCENT, ("actual",)),
    )
    for rise, fall, own in (("[]", "[direction]", 1), ("[direction]", "[]", 2), ("[]", "[]", 3)):
        assert f"[{','.join(found(ledger, f'成本上升[[F{own}]]'))}]" == rise
        assert f"[{','.join(found(ledger, f'成本降低[[F{own}]]'))}]" == fall


def test_a_count_has_no_direction() -> None:
    ledger = ledger_of(("", "成本降低", "22", count_unit("posts"), ()))
    assert found(ledger, "成本上升[[F1]]") == []


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("员工采纳率下降到{adoption}", "员工采纳率下降到45%"),
        ("成本下降，变化{cost}", "成本下降，变化-22%"),
        ("成本降低了约{cost}", "<comparator>"),
        ("成本降低了{cost}", "成本降低了22%"),
        ("成本，降低 {cost}", "成本，降低 22%"),
    ],
)
def test_the_sign_is_left_out_right_behind_a_word_of_falling(template: str, expected: str) -> None:
    assert ZH.shown(template) == expected


@pytest.mark.parametrize(
    ("here", "template", "expected"),
    [
        (EN, "Cost reduction rose by {kpi_cost}.", "<direction>"),
        (EN, "Then cost reduction came to {kpi_cost}.", "Then cost reduction came to ≥20%."),
        (EN, "Costs rose and cost reduction came to {kpi_cost}.", "Costs rose and cost reduction came to ≥20%."),
        (ZH, "成本降低提高{kpi_cost}", "<direction>"),
    ],
)
def test_a_fall_in_a_name_is_no_word_of_the_sentence(here: World, template: str, expected: str) -> None:
    assert here.shown(template) == expected


def test_what_is_no_fall_is_printed_without_a_sign_behind_a_word_of_falling() -> None:
    ledger = ledger_of(("", "增速变化", "0", PERCENT, ()), ("", "增速变化", "0.5", PERCENT, ()))
    gate = Gate(ledger, language="zh", vocabulary=LAYERS, passages={})
    assert gate.check("增速变化：下降[[F1]]").text == "增速变化：下降0%"
    assert gate.check("增速变化：下降[[F2]]").text == "增速变化：下降0.5%"


# -- calculations --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("template", "ok"),
    [
        ("{total} minus {tactical} Minus {capability} equals {strategic}.", True),
        ("{total} minus {tactical} equals {capability}.", False),
        ("( ({tactical} + {capability}) + {strategic}) = {total}.", True),
        ("( {total} - ({tactical} + {capability})) = {strategic}.", True),
        ("({total} - {tactical} + {capability}) = {strategic}.", False),
        ("{total} - {tactical} - {capability}) = {strategic}.", False),
        ("So {total} - {tactical} - {capability}) = {strategic}.", False),
    ],
)
def test_a_calculation_in_words_and_brackets_must_come_out(template: str, ok: bool) -> None:
    assert EN.shown(template).startswith("<") is not ok


def test_a_false_calculation_is_shown_to_the_writer_at_its_result() -> None:
    text = EN.filled("{tactical} + {capability} - {strategic} = {total}.", literal=False)
    problem = EN.gate.check(text).problems[0]
    assert (problem.code, text[problem.start : problem.end]) == ("arithmetic", "[[F2]]")


def test_only_a_result_of_one_figure_may_be_rounded_and_only_to_its_own_decimals() -> None:
    values = ("1", "3", "33.3", "33.5", "100.005", "33.33", "66.67")
    units = (NUMBER, NUMBER, PERCENT, PERCENT, NUMBER, NUMBER, NUMBER)
    ledger = ledger_of(*(("", "数", value, unit, ()) for value, unit in zip(values, units, strict=True)))
    assert found(ledger, "[[F1]] ÷ [[F2]] = [[F3]]") == []
    assert found(ledger, "[[F1]] ÷ [[F2]] = [[F4]]") == ["arithmetic"]
    assert found(ledger, "[[F5]] = [[F6]] + [[F7]]") == ["arithmetic"]


# -- comparisons without a figure ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("here", "text", "ok"),
    [
        (ZH, "非预算最高的是战术层。", False),
        (EN, "Tactical is not the largest share.", False),
        (EN, "Tactical is the largest share.", True),
        (EN, "The tactical budget exceeds the capability budget.", True),
        (EN, "The capability budget exceeds the tactical budget.", False),
        (EN, "The tactical budget outweighs the capability budget.", True),
        (EN, "The capability budget outweighs the tactical budget.", False),
        (ZH, "预算更高的是战术层而不是能力层。", True),
        (ZH, "预算更高的是能力层而不是战术层。", False),
        (ZH, "预算更高的是能力层而不是战略层，战术层另说。", True),
        (ZH, "能力层的预算高于战略层，战术层另说。", True),
        (ZH, "能力层和战术层的预算高于战略层。", True),
        (ZH, "战术层占比更高。", False),
        (ZH, "预算最高战术层。", True),
        (ZH, "预算最高能力层。", False),
        (ZH, "能力层的预算高于战略层和战术层。", False),
        (ZH, "战术层的预算高于战略层和能力层。", True),
        (ZH, "能力层的预算高于战略层，但不如战术层。", True),
        (ZH, "能力层的预算高于战略层但不如战术层。", True),
        (ZH, "相比战术层和战略层，占比更高的是能力层。", False),
        (ZH, "相比能力层和战略层，占比更高的是战术层。", True),
        (ZH, "与战术层、战略层相比，能力层占比更高。", False),
        (ZH, "与能力层、战略层相比，战术层占比更高。", True),
        (EN, "Compared with tactical and strategic, capability has the larger share.", False),
        (EN, "Compared with capability and strategic, tactical has the larger share.", True),
        (ZH, "战术层占比最高，能力层占比最高。", False),
        (ZH, "战术层见效快，能力层占比最高。", False),
        (ZH, "能力层见效慢，战术层占比最高。", True),
        (ZH, "能力层和战术层中，占比最高的是战术层。", True),
        (ZH, "战术层和能力层中，占比最高的是能力层。", False),
        (ZH, "能力层很重要，战术层更快，占比也最高。", True),
        (ZH, "战术层很重要，能力层更慢，占比也最高。", False),
        (EN, "Tactical is quick and the capability layer has the largest share.", False),
        (EN, "Capability is slow while the tactical layer has the largest share.", True),
        (ZH, "与战术层相比，能力层占比更高。", False),
        (ZH, "与能力层相比，战术层占比更高。", True),
        (ZH, "能力层比战术层占比更高，战略层另说。", False),
        (ZH, "战术层比能力层占比更高，战略层另说。", True),
        (ZH, "与战术层相比，能力层占比更高，战略层另说。", False),
        (ZH, "能力层占比更高，战略层更低。", True),
        (ZH, "能力层占比更高，战术层更低。", False),
        (ZH, "能力层占比更高，战略层更低，战术层另说。", True),
        (ZH, "占比更高，这是能力层，战略层不是。", True),
        (ZH, "占比更高，这是能力层，战术层不是。", False),
        (ZH, "相比能力层，占比更高的是战术层。", True),
        (ZH, "相比战术层，占比更高的是能力层。", False),
    ],
)
def test_a_comparison_is_of_the_names_on_its_two_sides(here: World, text: str, ok: bool) -> None:
    assert [p.code for p in here.gate.check(text).problems] == ([] if ok else ["comparison"])


def test_equal_amounts_are_neither_higher_nor_lower() -> None:
    ledger = ledger_of(*(("", name, "50", PERCENT, (f"layer.{name}", "share")) for name in "甲乙"))
    for word in ("高于", "低于"):
        assert found(ledger, f"甲层的占比{word}乙层") == ["comparison"]


def test_a_comparison_must_hold_in_every_measure_and_calculation() -> None:
    def share(call: str, name: str, value: str, *concepts: str) -> tuple[str, str, str, Unit, tuple[str, ...]]:
        return call, name, value, PERCENT, (f"layer.{name}", *concepts)

    both = (share("", "甲", "40", "share"), share("", "乙", "60", "share"), share("", "甲", "90", "growth"), share("", "乙", "10", "growth"))  # fmt: skip
    assert found(ledger_of(*both), "甲层的占比高于乙层") == ["comparison"]
    assert found(ledger_of(*both[2:]), "甲层的占比高于乙层") == []
    twice = (share("one", "甲", "40"), share("one", "乙", "60"), share("two", "甲", "90"), share("two", "乙", "10"))
    assert found(ledger_of(*twice), "甲层的占比高于乙层") == ["comparison"]
    assert found(ledger_of(*twice[2:]), "甲层的占比高于乙层") == []


def test_a_measure_of_one_entity_alone_says_nothing_about_the_others() -> None:
    amounts = tuple(("", n, v, money_unit("CNY"), (f"layer.{n}",)) for n, v in (("甲", "9"), ("乙", "5")))
    alone = ("", "甲", "1", count_unit("posts"), ("layer.甲",))
    assert found(ledger_of(alone, *amounts), "甲层的预算高于乙层") == []
    assert found(ledger_of(alone), "甲层的预算高于乙层") == ["comparison"]


# -- periods -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("我们建议每月都认真复盘进展的情况，战术层投入[[F3]]", True),
        ("我们建议大家都来认真复盘的情况，每月给战术层[[F3]]", False),
        ("我们建议大家都来认真复盘的情况，给战术层[[F3]]，每月复盘", True),
        ("我们建议大家都来认真复盘的情况，给战术层[[F3]]用于每月", False),
        (f"每月{'好' * 11}，战术层[[F3]]", False),
        (f"每月{'好' * 12}，战术层[[F3]]", True),
    ],
)
def test_a_period_belongs_to_the_figures_of_its_clause_and_to_those_behind_a_short_opening(
    text: str, shown: bool
) -> None:
    assert [p.code for p in ZH.gate.check(text).problems] == ([] if shown else ["period"])


# -- what stands beside a number -----------------------------------------------------------------------------------


def test_a_bare_number_gets_no_unit_from_what_stands_behind_it() -> None:
    ledger = ledger_of(("", "规模值", "350000", NUMBER, ()))
    for behind in ("名", "年", " people", "%", "级", " 位"):
        assert set(found(ledger, f"规模值[[F1]]{behind}")) <= {"adjacent", "numeral"}
        assert found(ledger, f"规模值[[F1]]{behind}")
    for text in ("年终规模值[[F1]]", "规模值[[F1]]年底", "规模值[[F1]]，名不虚传"):
        assert found(ledger, text) == []


def test_an_amount_in_a_third_currency_gets_no_other_name_for_it() -> None:
    ledger = ledger_of(("", "规模值", "3", money_unit("EUR"), ()))
    assert found(ledger, "规模值[[F1]]") == []
    assert found(ledger, "规模值[[F1]]人民币") == ["adjacent"]


def test_a_typed_range_of_bare_numbers_is_one() -> None:
    ledger = ledger_of(("", "规模值", "1", NUMBER, ()), ("", "规模值", "3", NUMBER, ()))
    gate = Gate(ledger, language="zh", vocabulary=LAYERS, passages={})
    assert gate.check("规模值1-3").used == ("F1", "F2")


@pytest.mark.parametrize(
    ("left", "right", "above"),
    [("-22", "-30", True), ("-30", "-22", False), ("5", "0", True), ("0", "-5", True), ("-0.5", "-0.9", True), ("-22", "20", True), ("-18", "20", False)],
)  # fmt: skip
def test_two_changes_in_one_direction_are_related_as_they_are_and_others_by_their_size(
    left: str, right: str, above: bool
) -> None:
    ledger = ledger_of(*(("", "变化值", value, PERCENT, ("layer.甲",)) for value in (left, right)))
    assert found(ledger, "甲层变化值[[F1]]高于[[F2]]") == ([] if above else ["comparator"])
    assert found(ledger, "甲层变化值[[F1]]低于[[F2]]") == (["comparator"] if above else [])
