"""What a figure is worth: value, unit and comparator, in the spellings that people use."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from tools.figures import Figure, FigureKind, find_figures
from tools.quantities import Comparator


def only(text: str) -> Figure:
    """The one figure of ``text``."""
    figures = find_figures(text)
    assert len(figures) == 1, [figure.text for figure in figures]
    return figures[0]


def shown(figure: Figure) -> str:
    """The figure in a line: comparator, value or interval, unit."""
    if figure.is_range:
        return f"{figure.low:f}..{figure.high:f} {figure.unit}"
    sign = "" if figure.comparator is Comparator.EQUAL else figure.comparator.value
    return f"{sign}{figure.value:f} {figure.unit}" if figure.value is not None else f"{sign}? {figure.unit}"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("600万", "6000000"),
        ("六百万", "6000000"),
        ("2.4亿", "240000000"),
        ("700w", "7000000"),
        ("4kw", "40000000"),
        ("三千二百万", "32000000"),
        ("４００万", "4000000"),
        ("2亿3000万", "230000000"),
        ("4万6千", "46000"),
        ("4万6", "46000"),
        ("三百六", "360"),
        ("两万八", "28000"),
        ("十六", "16"),
        ("一百零七", "107"),
        ("百三万", "1300000"),
        ("两千点二五", "2000.25"),
        ("二点七五亿", "275000000"),
        ("叁仟贰佰", "3200"),
        ("三萬兩千", "32000"),
        ("两个亿", "200000000"),
        ("半个亿", "50000000"),
        ("廿三", "23"),
        ("2,0000,0000", "200000000"),
        ("1,234.5", "1234.5"),
        ("12 345 678", "12345678"),
        ("20 000", "20000"),
        ("7.654.321,09", "7654321.09"),
        ("3e6", "3000000"),
        ("2.5k", "2500"),
        ("1.7mn", "1700000"),
        ("3 mil", "3000000"),
        ("6 grand", "6000"),
        ("4 crore", "40000000"),
        ("seventy-three", "73"),
        ("nineteen hundred", "1900"),
        ("three million forty thousand and six", "3040006"),
        ("a hundred and eleven", "111"),
        ("twelve point oh four", "12.04"),
        ("two point five million", "2500000"),
        ("three and a half million", "3500000"),
        ("5 and a half million", "5500000"),
        ("half a billion", "500000000"),
        ("two dozen", "24"),
        ("负三千", "-3000"),
        ("-7万", "-70000"),
        ("minus 8k", "-8000"),
        ("negative two", "-2"),
    ],
)
def test_a_number_has_the_value_that_is_said(text: str, value: str) -> None:
    figure = only(text)
    assert (figure.value, figure.text) == (Decimal(value), text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("¥4,000,000", "4000000 CNY"),
        ("两点五万美元", "25000 USD"),
        ("$3.5m", "3500000 USD"),
        ("USD 640", "640 USD"),
        ("900k RMB", "900000 CNY"),
        ("€6m", "6000000 EUR"),
        ("HK$8,000", "8000 HKD"),
        ("A$70k", "70000 AUD"),
        ("S$70k", "70000 SGD"),
        ("NT$70,000", "70000 TWD"),
        ("港币700", "700 HKD"),
        ("港币七百元", "700 HKD"),
        ("7000日元", "7000 JPY"),
        ("¥700 (yen)", "700 JPY"),
        ("half a million dollars", "500000 USD"),
        ("three quarters of a million euros", "750000 EUR"),
        ("贰佰万元整", "2000000 CNY"),
        ("四元五角六分", "4.56 CNY"),
        ("六块五", "6.5 CNY"),
        ("八毛", "0.8 CNY"),
        ("100块钱", "100 CNY"),
        ("$30 and 5c", "30.05 USD"),
        ("forty dollars sixty cents", "40.6 USD"),
        ("85 cents", "0.85 USD"),
        ("19,95 €", "19.95 EUR"),
        ("-$40", "-40 USD"),
        ("$-40", "-40 USD"),
        ("40 British pounds", "40 GBP"),
    ],
)
def test_an_amount_of_money_has_its_currency(text: str, expected: str) -> None:
    assert shown(only(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("16%", "16 percent"),
        ("１６％", "16 percent"),
        ("12.5 per cent", "12.5 percent"),
        ("百分之十六", "16 percent"),
        ("百分之负二", "-2 percent"),
        ("负百分之2", "-2 percent"),
        ("百分四十", "40 percent"),
        ("千分之六", "0.6 percent"),
        ("四成", "40 percent"),
        ("四成五", "45 percent"),
        ("七折", "70 percent"),
        ("七五折", "75 percent"),
        ("6个百分点", "6 percent"),
        ("25bps", "0.25 percent"),
        ("翻倍", "2 x"),
        ("翻两番", "4 x"),
        ("tripled", "3 x"),
        ("减半", "0.5 x"),
        ("2.6倍", "2.6 x"),
        ("2.6x", "2.6 x"),
        ("增长一倍", "2 x"),
        ("60天", "60 day"),
        ("5个月", "5 month"),
        ("三个半月", "3.5 month"),
        ("两年半", "2.5 year"),
        ("半年", "0.5 year"),
        ("近三年", "3 year"),
        ("4 times higher", "4 x"),
        ("each week 14 articles", "14 posts/week"),
        ("two and a half months", "2.5 month"),
        ("half an hour", "0.5 hour"),
        ("90人", "90 people"),
        ("44名员工", "44 people"),
        ("130篇/月", "130 posts/month"),
        ("每周15篇", "15 posts/week"),
        ("每月40万", "400000 number/month"),
        ("$6k/month", "6000 USD/month"),
        ("$6k a month", "6000 USD/month"),
        ("monthly budget of $6k", "6000 USD/month"),
        ("月均6万元", "60000 CNY/month"),
        ("一年600万", "6000000 number/year"),
        ("每季度600万元", "6000000 CNY/quarter"),
        ("$6k per fortnight", "6000 USD/fortnight"),
        ("$6k every two weeks", "6000 USD/fortnight"),
        ("$6k every other week", "6000 USD/fortnight"),
        ("every 2 weeks we spend $6k", "6000 USD/fortnight"),
        ("fortnightly budget of $6k", "6000 USD/fortnight"),
        ("每两周6万元", "60000 CNY/fortnight"),
        ("6万元/两周", "60000 CNY/fortnight"),
        ("双周预算6万元", "60000 CNY/fortnight"),
        ("周度营销预算6万元", "60000 CNY/week"),
        ("$6k biweekly", "6000 USD/biweekly"),
        ("日预算500元", "500 CNY/day"),
    ],
)
def test_a_share_multiple_count_or_duration_has_its_unit_and_period(text: str, expected: str) -> None:
    assert shown(only(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("至少60%", "≥60 percent"),
        ("60%以上", "≥60 percent"),
        ("不低于60%", "≥60 percent"),
        ("at least 60%", "≥60 percent"),
        ("60% or more", "≥60 percent"),
        ("≥60%", "≥60 percent"),
        ("60万起", "≥600000 number"),
        ("60+", "≥60 number"),
        ("不超过60万", "≤600000 number"),
        ("60万以内", "≤600000 number"),
        ("控制在60万以内", "≤600000 number"),
        ("up to $60", "≤60 USD"),
        ("no more than 60 people", "≤60 people"),
        ("5个月内", "≤5 month"),
        ("超过60万", ">600000 number"),
        ("六十多万", ">600000 number"),
        ("more than 60", ">60 number"),
        ("不到60万", "<600000 number"),
        ("under £60", "<60 GBP"),
        ("大约60万", "≈600000 number"),
        ("60万左右", "≈600000 number"),
        ("60来人", "≈60 people"),
        ("around €60", "≈60 EUR"),
        ("a couple of hundred thousand", "≈200000 number"),
        ("about sixty or less", "≤60 number"),
        ("过亿", ">100000000 number"),
    ],
)
def test_a_comparator_is_read_on_either_side(text: str, expected: str) -> None:
    assert shown(only(text)) == expected


@pytest.mark.parametrize("text", ["节约20%", "最近20%", "预约20次", "内容20篇", "over 20 months"])
def test_a_word_that_ends_like_a_comparator_bounds_nothing(text: str) -> None:
    assert only(text).comparator is Comparator.EQUAL


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("至少60%", Decimal(60), None),
        ("不超过60%", None, Decimal(60)),
        ("60%", Decimal(60), Decimal(60)),
    ],
)
def test_an_open_end_is_none_and_the_value_stays_known(text: str, low: Decimal | None, high: Decimal | None) -> None:
    figure = only(text)
    assert (figure.low, figure.high, figure.value, figure.is_range) == (low, high, Decimal(60), False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4%-30%", "4..30 percent"),
        ("4-30%", "4..30 percent"),
        ("4% to 30%", "4..30 percent"),
        ("百分之四到三十", "4..30 percent"),
        ("between 4 and 30 percent", "4..30 percent"),
        ("四到六成", "40..60 percent"),
        ("三五百万", "3000000..5000000 number"),
        ("两三百万", "2000000..3000000 number"),
        ("六七十", "60..70 number"),
        ("一万七八", "17000..18000 number"),
        ("4-6百万", "4000000..6000000 number"),
        ("从7500到2万港元", "7500..20000 HKD"),
        ("三到四仟澳元", "3000..4000 AUD"),
        ("一百到三百万美元", "1000000..3000000 USD"),
        ("$350-$400", "350..400 USD"),
        ("$350-400", "350..400 USD"),
        ("$5 to $10 million", "5000000..10000000 USD"),
        ("2M - 3M", "2000000..3000000 number"),
        ("4万至6万", "40000..60000 number"),
        ("4万(含)-6万元", "40000..60000 CNY"),
        ("two to three million", "2000000..3000000 number"),
        ("3~5个月", "3..5 month"),
        ("greater than 40 and smaller than 60", "40..60 number"),
        ("-50与70间", "-50..70 number"),
        ("-5%到-3%", "-5..-3 percent"),
    ],
)
def test_two_ends_of_one_unit_make_a_range(text: str, expected: str) -> None:
    assert shown(only(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "从30%降到20%",
        "conversion rose from 2% to 3%",
        "转化率从2%提升到2.3%",
        "5万和6万",
        "20%-3%",
        "3个月-5万元",
        "预算500，300给内容",
        "70/30",
    ],
)
def test_two_figures_that_are_no_range_stay_two(text: str) -> None:
    assert len(find_figures(text)) == 2


def test_a_list_of_ratios_is_read_one_by_one() -> None:
    assert [figure.value for figure in find_figures("10/5/3")] == [10, 5, 3]


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("1/3", Fraction(1, 3)),
        ("三分之一", Fraction(1, 3)),
        ("one third", Fraction(1, 3)),
        ("two thirds of it", Fraction(2, 3)),
        ("one out of three", Fraction(1, 3)),
        ("¾", Fraction(3, 4)),
        ("3 1/4", Fraction(13, 4)),
        ("二又三分之一", Fraction(7, 3)),
        ("一半", Fraction(1, 2)),
        ("half of the budget", Fraction(1, 2)),
        ("cut it by a third", Fraction(1, 3)),
        ("two and three eighths", Fraction(19, 8)),
    ],
)
def test_a_fraction_keeps_its_exact_value_beside_fifteen_digits(text: str, exact: Fraction) -> None:
    figure = only(text)
    assert figure.fraction == exact
    assert figure.kind is FigureKind.FRACTION
    assert figure.value is not None
    assert abs(Fraction(figure.value) - exact) < Fraction(1, 10**14)


@pytest.mark.parametrize(
    ("text", "currency", "code"),
    [
        ("$500", "HKD", "HKD"),
        ("$500", None, "USD"),
        ("US$500", "HKD", "USD"),
        ("500元", "HKD", "HKD"),
        ("500元", "EUR", "CNY"),
        ("¥500", "JPY", "JPY"),
    ],
)
def test_a_shared_sign_takes_the_currency_of_the_conversation_where_it_fits(
    text: str, currency: str | None, code: str
) -> None:
    (figure,) = find_figures(text, currency=currency)
    assert figure.unit.code == code
