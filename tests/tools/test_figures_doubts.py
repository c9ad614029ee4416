"""What is no figure, what is one only when asked for, and what the text leaves open."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tools.figures import FigureKind, find_figures

EVERYTHING = frozenset(FigureKind)


@pytest.mark.parametrize(
    "text",
    [
        "一下", "给我一些想法", "我一个人做", "这是唯一的渠道", "万一超支呢", "统一口径", "一般怎么做", "一直在投", "千万别超", "十分重要", "百度推广",
        "四象限模型", "八大场景", "五花八门", "三七开", "九牛一毛", "一站式平台", "百分百满意", "单位:万元", "他登陆了", "我的队伍", "收拾一下",
        "once we start", "just a second", "next quarter", "one of the best", "that one", "a plan", "one-stop shop", "two-way street",
        "用GPT-4写", "做B2B的", "4P理论", "C2M模式", "Web3营销", "A4纸", "iPhone15上市", "5G手机", "3D打印", "4K视频",
        "电话13812345678", "010-88886666", "400-123-4567", "https://example.com/2024/11?id=77", "写信给ops24@example.com",
        "7x24小时", "24/7 support", "10:30开会", "下午3点", "订单号20240001", "192.168.1.10", "v2.3.1", "90后", "5号线", "10点开会", "T+1", "1920x1080",
        "叫“砍20%”", "存为「方案2」", 'call it "cut 20%"', "save this as 'base 2'",
        "300m tall", "USD is up", "double-check it",
    ],
)  # fmt: skip
def test_words_and_names_that_hold_a_numeral_are_no_figures(text: str) -> None:
    assert find_figures(text) == ()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("第一阶段", FigureKind.ORDINAL),
        ("第2层", FigureKind.ORDINAL),
        ("phase 2", FigureKind.ORDINAL),
        ("the 1st", FigureKind.ORDINAL),
        ("Q3", FigureKind.ORDINAL),
        ("二期", FigureKind.ORDINAL),
        ("top 3", FigureKind.ORDINAL),
        ("2025年", FigureKind.DATE),
        ("二〇二六年", FigureKind.DATE),
        ("in 2026", FigureKind.DATE),
        ("6月", FigureKind.DATE),
        ("3月15日", FigureKind.DATE),
        ("2026-11-23", FigureKind.DATE),
        ("Nov 23, 2026", FigureKind.DATE),
        ("on May 12", FigureKind.DATE),
        ("paid on 12 May", FigureKind.DATE),
        ("FY26", FigureKind.DATE),
    ],
)
def test_places_in_an_order_and_dates_come_only_when_asked_for(text: str, kind: FigureKind) -> None:
    assert find_figures(text) == ()
    assert [figure.kind for figure in find_figures(text, include=EVERYTHING)] == [kind]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("2025年预算500万", ["5000000"]),
        ("Q3预算50万", ["500000"]),
        ("双11预算50万", ["500000"]),
        ("In 2026 we spend $5m", ["5000000"]),
        ("第二阶段要80人", ["80"]),
        ("联系100元", ["100"]),
        ("预算一千万,AI占10%", ["10000000", "10"]),
        ("we hit 45% adoption and cut cost 22%, can we go to phase two?", ["45", "22"]),
        ("3个月-5万元", ["3", "50000"]),
        ("the tactical layer 40/30/20/10", ["40", "30", "20", "10"]),
        ("12 may be enough", ["12"]),
        ("砍20%", ["20"]),
    ],
)
def test_a_figure_beside_a_date_or_a_name_is_found(text: str, values: list[str]) -> None:
    assert [figure.value for figure in find_figures(text)] == [Decimal(value) for value in values]


@pytest.mark.parametrize(
    "text", ["几十万", "数百万", "上百万", "十几万", "几百块", "several million", "hundreds of thousands"]
)
def test_a_vague_amount_has_no_value(text: str) -> None:
    (figure,) = find_figures(text)
    assert (figure.ambiguous, figure.low, figure.high, figure.value) == ("vague", None, None, None)


@pytest.mark.parametrize(
    ("text", "reason", "alternatives"),
    [
        ("3.456", "grouping", ["3.456", "3456"]),
        ("€3.456", "grouping", ["3.456", "3456"]),
        ("2,500.000", "grouping", ["2500", "2500000"]),
        ("4,50万", "decimal_comma", ["45000", "4500000"]),
        ("用了500，300元", "list_or_group", ["500300", "300"]),
        ("paid back in 12m", "unit", ["12000000", "12"]),
        ("1.2 m", "unit", ["1.2", "1200000"]),
        ("(5,000)", "sign", ["5000", "-5000"]),
    ],
)
def test_an_open_reading_is_reported_with_its_alternatives(text: str, reason: str, alternatives: list[str]) -> None:
    (figure,) = find_figures(text)
    assert figure.ambiguous == reason
    assert list(figure.alternatives) == [Decimal(value) for value in alternatives]


@pytest.mark.parametrize(
    "text",
    [
        "2,5 million",
        "€2,5m",
        "2,500",
        "£3.456",
        "0.456",
        "3.4567",
        "预算3.456万",
        "约3.456亿元",
        "$5,000",
        "we have $5,000 (of $9,000)",
    ],
)
def test_a_clear_reading_is_not_doubted(text: str) -> None:
    assert all(figure.ambiguous is None for figure in find_figures(text))


def test_the_outer_span_holds_the_comparator_words() -> None:
    text = "我们的预算不超过50万元。"
    (figure,) = find_figures(text)
    assert (figure.text, text[figure.outer_start : figure.outer_end]) == ("50万元", "不超过50万元")
