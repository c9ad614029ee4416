"""How a reply is cut into units, and what of its markdown is read."""

import pytest

from tests.grounding.corpus import World, worlds

ZH, EN = worlds()["zh"], worlds()["en"]


@pytest.mark.parametrize(
    ("here", "template", "expected"),
    [
        (ZH, "|甲|战术层|\n|好。好|{tactical}|\n", "|甲|战术层|\n|好。好|300万元|\n"),
        (ZH, "|甲|战术层|\n  |好。好|{tactical}|\n", "|甲|战术层|\n  |好。好|300万元|\n"),
        (ZH, "|甲|战术层|\n|好。好|{tactical}|", "|甲|战术层|\n|好。好|300万元|"),
        (ZH, "|甲|战术层|\n|好。好|{capability}|", "<entity>"),
        (
            ZH,
            "好的，我们先来看看下面这张表格吧。\n|甲|战术层|\n|好。好|{capability}|\n好的，这就是我们看到的表格了。",
            "<entity>",
        ),
    ],
)
def test_a_table_row_is_read_whole(here: World, template: str, expected: str) -> None:
    assert here.shown(template) == expected


@pytest.mark.parametrize(
    ("here", "template", "expected"),
    [
        (EN, "Staff adoption of min. {kpi_adoption}.", "Staff adoption of min. 50%."),
        (EN, "Staff adoption (approx. {kpi_adoption}).", "<comparator>"),
        (EN, "Staff adoption: vs. {kpi_adoption}.", "Staff adoption: vs. ≥50%."),
        (EN, "Tactical is fast. The budget is {capability}.", "Tactical is fast. The budget is $120,000 (capability layer amount)."),
        (EN, "Good. Tactical is fast. The budget is {capability}.", "Good. Tactical is fast. The budget is $120,000 (capability layer amount)."),
        (ZH, "“战术层很好。”能力层{capability}", "“战术层很好。”能力层150万元"),
        (ZH, "（“战术层很好。”）能力层{capability}", "（“战术层很好。”）能力层150万元"),
        (ZH, "战术层很好。“能力层{capability}”", "战术层很好。“能力层150万元”"),
    ],
)  # fmt: skip
def test_a_sentence_ends_behind_its_stop_and_closing_marks(here: World, template: str, expected: str) -> None:
    assert here.shown(template) == expected


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("战术层`300万`元", "战术层`300万元`"),
        ("战术层~~300万~~元", "战术层~~300万元~~"),
        ("~~300万元~~给战术层", "~~300万元~~给战术层"),
        ("战术层_300万_元", "战术层_300万元_"),
        ("AI占总预算的3%~20%", "AI占总预算的3%~20%"),
        ("AI占总预算的{low}~{high}", "AI占总预算的3%~20%"),
        ("战术层~{tactical}", "<comparator>"),
        ("战术层~~{tactical}~~", "战术层~~300万元~~"),
        ("AI占总预算的{low}~~{high}~~", "<adjacent>"),
    ],
)
def test_markers_of_markdown_are_no_part_of_what_is_read(template: str, expected: str) -> None:
    assert ZH.shown(template) == expected


@pytest.mark.parametrize(
    ("template", "ok"),
    [
        ("**{tactical}** + {capability} + {strategic} = {total}", True),
        ("{tactical} + **{capability}** + {strategic} = {total}", True),
        ("{tactical} + {capability} + {strategic} = **{total}**", True),
        ("{budget} * {share_tactical} = {tactical}", True),
        ("{budget} * {share_tactical} = **{capability}**", False),
    ],
)
def test_a_star_between_blanks_multiplies_and_any_other_marks(template: str, ok: bool) -> None:
    assert [p.code for p in ZH.gate.check(ZH.filled(template, literal=False)).problems] == (
        [] if ok else ["arithmetic"]
    )
