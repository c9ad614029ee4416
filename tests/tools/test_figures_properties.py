"""What holds for every text: spans, order, round trips, indifference to width and surroundings, time."""

from __future__ import annotations

import time
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.errors import InvalidInput
from tools.figures import MAX_CHARACTERS, FigureKind, check_message, find_figures
from tools.money import format_money
from tools.quantities import grouped, plain

PIECES = st.sampled_from(
    "0 1 2 7 12 500 1,000 3.5 . , ， - – ~ % ％ $ ¥ € HK$ RMB usd 万 亿 千 百 十 一 二 两 三 五 半 几 多 点 分之 又 成 折 倍 元 块 角 毛 个 月 年 天 人 篇"
    " 第 到 至 每 / ( ) 以上 至少 翻 one two twenty hundred thousand million and a half quarter third point percent between to x k w m e 9e9 １ ５ ．"
    " 单位：万元 (万) （k） 小目标 个半亿 x2 :3:2 5/3/2 1001,000 1.2.3 kEUR 30MEUR 元/美元 USDm per in euros ish ① 1) \t | ; 2026 of from → - ≤x≤"
    " \u200b \n 壹 拾 佰 萬 億 兩 廿 ¾ 负 minus 10:30 2025年 3月 @ http:// 🙂 ١٢ \u3000".split(" ")
)
TEXTS = st.one_of(
    st.text(max_size=60), st.lists(PIECES, max_size=14).map("".join), st.lists(PIECES, max_size=14).map(" ".join)
)
DIGITS = "零一二三四五六七八九"


def in_chinese(number: int) -> str:
    """``number`` (below 10^12) spelled out in Chinese."""

    def section(value: int) -> str:
        text, zero = "", False
        for size, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
            digit = value // size % 10
            if digit:
                text += ("零" if zero and text else "") + DIGITS[digit] + name
                zero = False
            else:
                zero = True
        return text

    parts, text = [(number // 10**8, "亿"), (number // 10**4 % 10**4, "万"), (number % 10**4, "")], ""
    for value, name in parts:
        if value:
            text += ("零" if text and value < 1000 else "") + section(value) + name
    return text or "零"


@given(TEXTS)
def test_spans_are_slices_in_order_without_overlap_and_nothing_raises(text: str) -> None:
    end = 0
    for figure in find_figures(text, include=frozenset(FigureKind)):
        assert figure.text == text[figure.start : figure.end]
        assert end <= figure.start < figure.end
        assert figure.outer_start <= figure.start
        assert figure.end <= figure.outer_end
        assert figure.low is None or figure.high is None or figure.low <= figure.high
        end = figure.end


@given(TEXTS)
def test_a_message_is_accepted_or_refused_and_nothing_else(text: str) -> None:
    with suppress(InvalidInput):
        check_message(text)


@given(st.integers(1, 10**12 - 1))
def test_a_spelled_out_chinese_number_reads_back_to_itself(number: int) -> None:
    (figure,) = find_figures(in_chinese(number) + "元")
    assert figure.value == number


@given(
    st.decimals(min_value=0, max_value=10**11, places=2, allow_nan=False, allow_infinity=False),
    st.sampled_from(["CNY", "USD", "EUR", "GBP", "HKD", "TWD", "SGD", "AUD", "INR"]),
    st.sampled_from(["zh", "en"]),
    st.booleans(),
)
def test_an_amount_that_the_product_writes_reads_back_to_itself(
    amount: Decimal, code: str, language: str, full: bool
) -> None:
    (figure,) = find_figures(format_money(amount, code, language, full=full))
    assert (figure.value, figure.unit.code) == (amount, code)


@given(st.integers(-(10**12), 10**12), st.integers(0, 3))
def test_digits_read_back_with_and_without_grouping(number: int, places: int) -> None:
    value = Decimal(number).scaleb(-places)
    for text in (plain(value), grouped(value)):
        (figure,) = find_figures(text + "%")
        assert figure.value == value


FIGURES = [
    "600万",
    "3.5亿元",
    "$4.2m",
    "三千二百万",
    "15%",
    "百分之四",
    "45天",
    "2.5倍",
    "4%-30%",
    "两三百万",
    "at least 7%",
    "负3万",
]


@given(
    st.sampled_from(FIGURES),
    st.sampled_from(["预算", "我们的费用是", "", "请看，"]),
    st.sampled_from(["。", "，怎么分？", "", "可以吗"]),
)
def test_chinese_text_around_a_figure_does_not_change_it(figure: str, before: str, after: str) -> None:
    (alone,) = find_figures(figure)
    (found,) = find_figures(before + figure + after)
    assert (found.low, found.high, found.unit, found.text) == (alone.low, alone.high, alone.unit, alone.text)


@given(st.sampled_from([*FIGURES, "1,234.5", "-40", "(含)"]))
def test_full_width_reads_like_half_width(text: str) -> None:
    wide = "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" and char != "," else char for char in text)
    assert [(f.low, f.high, f.unit) for f in find_figures(wide)] == [
        (f.low, f.high, f.unit) for f in find_figures(text)
    ]


@given(st.sampled_from(FIGURES), st.integers(0, 6))
def test_an_invisible_character_changes_no_value_and_no_span(text: str, position: int) -> None:
    marked = text[:position] + "\u200b" + text[position:]
    (figure,) = find_figures(marked)
    (clean,) = find_figures(text)
    assert (figure.low, figure.high, figure.unit) == (clean.low, clean.high, clean.unit)
    assert figure.text == marked[figure.start : figure.end]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("我" * 20_000, "message_too_long"),
        ("1" * 5_000, "too_large"),
        ("9e999999999", "too_large"),
        ("预算9e-400元", "too_large"),
        ("1234567890123456", "too_large"),
        ("一" * 300, "too_large"),
        ("5元 " * 300, "too_many_figures"),
        ("one " * 500, "too_many_figures"),
    ],
)
def test_a_message_past_the_limits_is_refused_in_both_languages(text: str, code: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        check_message(text)
    assert refusal.value.code == code
    assert refusal.value.zh.endswith("。")
    assert refusal.value.en.endswith(".")


@pytest.mark.parametrize(
    "text",
    [
        "预算三千万怎么分",
        "999999999999999元",
        "0.000000000000001",
        "https://example.com/12345678901234567890",
        "1000000000000000000 "[:16],
    ],
)
def test_an_ordinary_message_is_accepted(text: str) -> None:
    check_message(text)


HOSTILE = [
    "1 ",
    "一百",
    "一元",
    "one ",
    "a dozen ",
    "1-",
    "$1",
    "1/",
    "百分之",
    "一又",
    "半",
    "每月",
    "a@",
    "http://",
    "jan ",
    "minus ",
    "，1",
    "x1",
    "1,",
    "1.",
    "1\t",
    "a,1\n",
    "1;2\n",
    "1  ",
    "(万)",
    "500(万)",
    "单位：万元",
    "in thousands: ",
    "5:3:",
    "一比",
    "个亿",
    "1个亿零",
    "万万",
    "1 1/2 ",
    "USD million ",
    "k usd 1 ",
    "元美元",
    "1元/",
    "from 1 to ",
    "1 of ",
    "1→",
    "1) ",
    "- 1 ",
    "2026 ",
    "x2 ",
    "二零",
    " 万十6",
    "12w3,",
    "₹1cr 20L ",
    "2,5-",
]


@pytest.mark.slow
@pytest.mark.parametrize("piece", HOSTILE)
def test_reading_takes_time_in_proportion_to_the_length(piece: str) -> None:
    def spent(length: int) -> float:
        text = (piece * length)[:length]
        began = time.process_time()
        find_figures(text)
        return time.process_time() - began

    spent(200)
    short, long = min(spent(1_000) for _ in range(3)), min(spent(MAX_CHARACTERS) for _ in range(2))
    # Eight times the text; a quadratic reader would need sixty-four times as long.
    assert long < 24 * short + 0.05
