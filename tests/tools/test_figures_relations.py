"""What figures are to each other, and which of them are no amounts: years, list marks, counts of named things."""

from __future__ import annotations

import pytest

from tools.figures import EVERYTHING, Nature, Relation, find_figures


@pytest.mark.parametrize(
    ("text", "relations"),
    [
        ("按5:3:2分", ["weight"] * 3),
        ("split it 60/25/15", ["weight"] * 3),
        ("六比三比一", ["weight"] * 3),
        ("a 50-30-20 split", ["weight"] * 3),
        ("conversion from 2% to 3%", ["before", "after"]),
        ("cost dropped from $12 to $9", ["before", "after"]),
        ("转化率从2%到3%", ["before", "after"]),
        ("成本从10万降到8万", ["before", "after"]),
        ("$12 -> $9", ["before", "after"]),
        ("22 of 40 people", ["part", "whole"]),
        ("$120k of the $200k", ["part", "whole"]),
        ("40人里有22人在用", ["whole", "part"]),
        ("1 euro = 1.08 dollars", ["base", "quote"]),
        ("按1欧元兑7.8人民币算", ["base", "quote"]),
        ("$3m and 12%", [None, None]),
        ("$1 and €2", [None, None]),
        ("2025年300万，2026年400万", [None, None]),
    ],
)
def test_figures_that_belong_together_say_how(text: str, relations: list[str | None]) -> None:
    """Weights, both ends of a change, and a part with its whole share a group; other neighbours do not."""
    figures = find_figures(text)
    assert [figure.relation for figure in figures] == [Relation(name) if name else None for name in relations]
    groups = {figure.group for figure in figures}
    assert len(groups) == 1
    assert (groups == {None}) == (relations[0] is None)


def test_a_range_without_a_change_stays_one_figure() -> None:
    """The words from and to make a range unless words of change, an indicator or dates stand by them."""
    (figure,) = find_figures("anywhere from $2m to $3m")
    assert figure.is_range
    (figure,) = find_figures("从8500到3万港元")
    assert figure.is_range


@pytest.mark.parametrize(
    ("text", "nature"),
    [
        ("for 2025 and beyond we plan", Nature.DATE),
        ("FY27", Nature.DATE),
        ("26年预算", Nature.DATE),
        ("10月", Nature.DATE),
        ("2026-03-01", Nature.DATE),
        ("Q3", Nature.ORDINAL),
        ("第二个", Nature.ORDINAL),
        ("二季度", Nature.ORDINAL),
        ("(2) how much", Nature.LABEL),
        ("1）战术层", Nature.LABEL),
        ("①战术层", Nature.LABEL),
        ("the three layers", Nature.COUNT_OF),
        ("两个客户", Nature.COUNT_OF),
        ("all 3 scenarios", Nature.COUNT_OF),
        ("16 GB of memory", Nature.MEASURE),
        ("300平米", Nature.MEASURE),
        ("500（单位：箱）", Nature.MEASURE),
        ("90人", Nature.AMOUNT),
        ("$2,026", Nature.AMOUNT),
        ("2026", Nature.AMOUNT),
        ("we spent 2026 on it", Nature.AMOUNT),
        ("2026 people", Nature.AMOUNT),
    ],
)
def test_what_looks_like_an_amount_and_is_none_says_so(text: str, nature: Nature) -> None:
    """Years, places in an order, list marks, named things and foreign measures are marked as what they are."""
    (figure,) = find_figures(text, include=EVERYTHING)
    assert figure.nature is nature


@pytest.mark.parametrize(
    "text",
    [
        "Channel,2025,2026\nSearch,400000,450000\nTotal,650000,750000",
        "Channel\t2025\t2026\nSearch\t400000\t450000\nTotal\t650000\t750000",
        "| Channel | 2025 | 2026 |\n|---|---|---|\n| Search | 400000 | 450000 |\n| Total | 650000 | 750000 |",
        "Channel;2025;2026\nSearch;400000;450000\nTotal;650000;750000",
        "Channel  2025  2026\nSearch  400000  450000\nTotal  650000  750000",
    ],
)
def test_a_pasted_table_is_read_by_cells_and_its_years_are_dates(text: str) -> None:
    """No figure reaches over two cells, and a year in a header is never money."""
    assert [figure.value for figure in find_figures(text)] == [400000, 450000, 650000, 750000]
    dates = [figure.text for figure in find_figures(text, include=EVERYTHING) if figure.nature is Nature.DATE]
    assert dates == ["2025", "2026"]


@pytest.mark.parametrize(
    "text", ["spent 1,234\nleft 2,345", "预算 500,000\n已花 200,000", "Well, 3 things\nSo, what now", "€1,234\n€2,345"]
)
def test_lines_of_prose_with_commas_are_no_table(text: str) -> None:
    """Grouping commas in lines below each other stay grouping commas."""
    assert all(figure.low is None or figure.low > 999 or figure.low == 3 for figure in find_figures(text))


@pytest.mark.parametrize(
    ("text", "per"), [("1.08 dollars per euro", "EUR"), ("7.1元/美元", "USD"), ("$3m", None), ("$6k per month", None)]
)
def test_an_exchange_rate_says_what_it_buys(text: str, per: str | None) -> None:
    """A rate carries the currency that one unit of it costs; a period is no such thing."""
    (figure,) = find_figures(text)
    assert figure.per == per
