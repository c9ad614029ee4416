"""What a figure is said of, where a reply names several things at once."""

from decimal import Decimal

import pytest

from agent.grounding import Gate
from tests.grounding.corpus import World, worlds
from tools.facts import Computed, Given, Ledger
from tools.identity import Label
from tools.quantities import NUMBER, PERCENT

ZH, EN = worlds()["zh"], worlds()["en"]


def only(label: str, *concepts: str) -> Ledger:
    """A ledger with one fact, ``U1``."""
    ledger = Ledger()
    provenance = Given(1, 0, 1, "7")
    ledger.add(label=Label(label, label), value=Decimal(7), unit=NUMBER, provenance=provenance, concepts=concepts)
    return ledger


@pytest.mark.parametrize(
    ("here", "template", "expected"),
    [
        (EN, "Tactical, capability: {tactical}, {capability}.", "Tactical, capability: $240,000, $120,000."),
        (ZH, "战术层、能力层{tactical}、{capability}", "战术层、能力层300万元、150万元"),
        (EN, "Tactical, capability: {tactical}.", "Tactical, capability: $240,000 (tactical layer amount)."),
        (EN, "Tactical, capability: {tactical}, {capability}, {tactical}.", "Tactical, capability: $240,000, $120,000, $240,000 (tactical layer amount)."),
        (EN, "Tactical, tactical, capability: {tactical}, {tactical}, {capability}.", "Tactical, tactical, capability: $240,000 (tactical layer amount), $240,000 (tactical layer amount), $120,000."),
        (EN, "Tactical, capability: {tactical}, strategic {strategic}, {capability}.", "Tactical, capability: $240,000 (tactical layer amount), strategic $72,000, $120,000 (capability layer amount)."),
        (EN, "{tactical} for tactical, capability: {capability}, {tactical}.", "$240,000 for tactical, capability: $120,000, $240,000 (tactical layer amount)."),
    ],
)  # fmt: skip
def test_of_a_list_of_names_and_one_of_figures_each_figure_has_the_name_in_its_place(
    here: World, template: str, expected: str
) -> None:
    assert here.shown(template) == expected


@pytest.mark.parametrize(
    ("here", "template", "expected"),
    [
        (ZH, "战术层、能力层：{capability}、{tactical}", "战术层、能力层：150万元（能力层金额）、300万元（战术层金额）"),
        (ZH, "战术层、能力层：150万元、300万元", "战术层、能力层：150万元（能力层金额）、300万元（战术层金额）"),
        (ZH, "战术层、能力层、战略层：{strategic}、{tactical}、{capability}", "战术层、能力层、战略层：90万元（战略层金额）、300万元（战术层金额）、150万元（能力层金额）"),
        (ZH, "战术层、能力层：{tactical}、{total}、{capability}", "战术层、能力层：300万元、540万元（AI 投入合计）、150万元"),
        (EN, "Tactical, capability: {capability}, {tactical}.", "Tactical, capability: $120,000 (capability layer amount), $240,000 (tactical layer amount)."),
        (EN, "The tactical layer and the capability layer: {capability}.", "The tactical layer and the capability layer: $120,000 (capability layer amount)."),
    ],
)  # fmt: skip
def test_a_figure_in_anothers_place_of_a_list_says_itself_what_it_is(here: World, template: str, expected: str) -> None:
    assert here.shown(template) == expected


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("战术层之外的能力层有{tactical}", "<entity>"),
        ("{tactical}归能力层不归战术层", "<entity>"),
        ("战术层把{capability}让给能力层", "战术层把150万元让给能力层"),
        ("{tactical}给战术层占{share_tactical}", "300万元给战术层占10%"),
        ("{share_tactical}归战术层不归能力层{capability}", "10%归战术层不归能力层150万元"),
        ("战术层占{share_tactical}，即{tactical}，不含能力层", "战术层占10%，即300万元，不含能力层"),
    ],
)
def test_the_name_next_to_a_figure_is_whose_it_is(template: str, expected: str) -> None:
    assert ZH.shown(template) == expected


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("预算如下，战术层{tactical}能力层{capability}", "预算如下，战术层300万元能力层150万元"),
        ("预算如下，{tactical}战术层{capability}能力层", "预算如下，300万元战术层150万元能力层"),
        ("{tactical}战术层{tactical}能力层", "<entity>"),
        ("战术层{capability}能力层{capability}", "<entity>"),
        ("战术层{tactical}能力层{tactical}战略层{strategic}", "<entity>"),
        ("{strategic}战略层{tactical}能力层{tactical}战术层", "<entity>"),
        ("战术层{tactical}，能力层{tactical}，战略层{strategic}", "<entity>"),
    ],
)
def test_where_names_and_figures_take_turns_a_figure_is_not_its_neighbours(template: str, expected: str) -> None:
    assert ZH.shown(template) == expected


@pytest.mark.parametrize(
    ("here", "template", "expected"),
    [
        (EN, "Tactical matters, capability too, {tactical} is set aside.", "Tactical matters, capability too, $240,000 (tactical layer amount) is set aside."),
        (EN, "{tactical}, for Tactical.", "$240,000, for Tactical."),
        (EN, "## Capability\n{tactical}, for Tactical.", "## Capability\n$240,000 (tactical layer amount), for Tactical."),
        (ZH, "## 战术层\nAIGC内容生成{tactical}", "## 战术层\nAIGC内容生成300万元（战术层金额）"),
        (ZH, "年度营销总预算不变，战术层只占{budget}的{share_tactical}", "年度营销总预算不变，战术层只占3,000万元（年度营销总预算）的10%"),
        (ZH, "战术层是它的{times}", "战术层是它的2倍（战术层金额与能力层金额之比）"),
        (EN, "All layers together come to a total of {total}.", "All layers together come to a total of $432,000."),
        (EN, "The ratio for tactical is {times}.", "The ratio for tactical is 2x (tactical layer amount to capability layer amount ratio)."),
        (EN, "The tactical layer is {times} as large.", "The tactical layer is 2x (tactical layer amount to capability layer amount ratio) as large."),
        (EN, "They take {ratio} of the total budget.", "They take 18% of the total budget."),
        (EN, "They take {ratio} of it.", "They take 18% (share of all layers together) of it."),
        (EN, "All layers together come to {total}.", "All layers together come to $432,000 (AI total)."),
    ],
)  # fmt: skip
def test_a_figure_gets_its_label_where_the_words_do_not_say_whose_it_is(
    here: World, template: str, expected: str
) -> None:
    assert here.shown(template) == expected


@pytest.mark.parametrize(
    ("label", "text", "labelled"),
    [
        ("推广费", "推广费为[[U1]]", False),
        ("您的推广费", "推广费为[[U1]]", False),
        ("推广费上限", "推广费为[[U1]]", False),
        ("your outreach target", "For outreach, [[U1]]", False),
        ("outreach, lower end", "For outreach, [[U1]]", False),
        ("推广费", "费用为[[U1]]", True),
        ("费用", "费用为[[U1]]", True),
    ],
)
def test_the_words_of_a_label_stand_for_it_without_whose_it_is_and_what_is_measured(
    label: str, text: str, labelled: bool
) -> None:
    verdict = Gate(only(label), language="zh", vocabulary={}, passages={}).check(text)
    assert verdict.text == text.replace("[[U1]]", f"7（{label}）" if labelled else "7")


def test_a_name_of_another_kind_says_nothing_against_a_fact() -> None:
    vocabulary = {"layer.a.b": (("甲层",), ()), "layer.c.b": (("乙层",), ()), "phase.a.b": (("丙阶段",), ())}
    gate = Gate(only("", "layer.a.b"), language="zh", vocabulary=vocabulary, passages={})
    assert gate.check("丙阶段给甲层[[U1]]").ok
    assert gate.check("丙阶段[[U1]]").ok
    assert not gate.check("乙层[[U1]]").ok


@pytest.mark.parametrize(("inputs", "bound"), [(("U1", "U2"), True), (("U1", "U2", "U3"), False), (("U1",), False)])
def test_a_result_is_of_the_entities_that_all_its_inputs_are_of(inputs: tuple[str, ...], bound: bool) -> None:
    ledger = Ledger()
    for name, concepts in (("甲层", ("layer.甲",)), ("乙层", ("layer.乙",)), ("别的", ())):
        ledger.add(label=Label(name, name), value=Decimal(5), unit=NUMBER, provenance=Given(1, 0, 1, "5"), concepts=concepts)  # fmt: skip
    ledger.add(label=Label("总和", "sum"), value=Decimal(9), unit=NUMBER, provenance=Computed("t", {}, inputs, ""))
    vocabulary = {f"layer.{name}": ((f"{name}层",), ()) for name in "甲乙丙"}
    gate = Gate(ledger, language="zh", vocabulary=vocabulary, passages={})
    assert gate.check("丙层[[F1]]").ok is not bound
    assert gate.check("甲层和乙层[[F1]]").text == ("甲层和乙层9" if bound else "甲层和乙层9（总和）")


def test_a_figure_that_several_entities_share_is_taken_for_the_one_that_is_named() -> None:
    ledger = Ledger()
    for name in ("甲层", "乙层"):
        ledger.add(label=Label(name, name), value=Decimal(50), unit=PERCENT, provenance=Given(1, 0, 1, "50"), concepts=(f"layer.{name}",))  # fmt: skip
    vocabulary = {f"layer.{name}": ((name,), ()) for name in ("甲层", "乙层")}
    gate = Gate(ledger, language="zh", vocabulary=vocabulary, passages={})
    assert gate.check("甲层占50%").used == ("U1",)
    assert gate.check("乙层占50%").used == ("U2",)
    assert gate.check("甲层、乙层：50%、50%").used == ("U1", "U2")


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("- 战术层\n| 金额 | {tactical} |\n", "- 战术层\n| 金额 | 300万元 |\n"),
        ("- 战术层\n  金额{tactical}\n", "- 战术层\n  金额300万元（战术层金额）\n"),
        ("战术层：\n- 金额{tactical}\n", "战术层：\n- 金额300万元\n"),
        ("战术层很好。预算如下：\n{tactical}\n", "战术层很好。预算如下：\n300万元（战术层金额）\n"),
        ("- 战术层是最先见效的一层，要先投入\n  - {tactical}\n", "- 战术层是最先见效的一层，要先投入\n  - 300万元\n"),
    ],
)  # fmt: skip
def test_a_name_above_holds_for_what_stands_inside_its_item_or_heading(template: str, expected: str) -> None:
    assert ZH.shown(template) == expected


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("||战术层|能力层|\n|金额|{tactical}|{capability}|\n", "||战术层|能力层|\n|金额|300万元|150万元|\n"),
        ("||战术层|能力层|\n|金额|{capability}|{tactical}|\n", "<entity>"),
        ("  ||战术层|\n  |金额|{capability}|\n", "<entity>"),
        ("||战术层|\n|金额|{tactical}|\n\n||能力层|\n|金额|{capability}|\n", "||战术层|\n|金额|300万元|\n\n||能力层|\n|金额|150万元|\n"),
        ("||战术层|\n|金额|{tactical}|\n\n||能力层|\n|金额|{tactical}|\n", "<entity>"),
        ("||战术层|\n|金额|{tactical}|{capability}|\n", "||战术层|\n|金额|300万元|150万元（能力层金额）|\n"),
        ("||战术层|\n甲|乙|{capability}", "||战术层|\n甲|乙|150万元（能力层金额）"),
        ("||战术层|\n|金额|{tactical}|甲|{capability}|\n", "||战术层|\n|金额|300万元|甲|150万元（能力层金额）|\n"),
        ("||战术层|\n|金额|{tactical}|甲|乙|{capability}|\n", "||战术层|\n|金额|300万元|甲|乙|150万元（能力层金额）|\n"),
        ("||战术层|\n好\n||能力层|\n|金额|{tactical}|\n", "<entity>"),
        ("||战术层|\n||能力层|\n|金额|{tactical}|\n", "||战术层|\n||能力层|\n|金额|300万元|\n"),
    ],
)  # fmt: skip
def test_the_head_of_a_table_says_whose_the_figures_below_it_are(template: str, expected: str) -> None:
    assert ZH.shown(template) == expected
