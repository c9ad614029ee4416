"""Files of spends: headers and units are read, what is doubtful is left out with a reason, and nothing is kept before it is confirmed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from agent.language.vocabulary import Vocabulary
from agent.spendfile import preview, read
from agent.understanding.entries import is_entry
from knowledge.framework import load_framework
from tools.errors import InvalidInput

WORDS = Vocabulary(load_framework())
ENGLISH = """Date,Category,Amount (kUSD),Owner
2026-03-01,Tactical,42,Anna
31/03/2026,Agency fees,"1,250.5",Bob
04/05/2026,Capability,12,Bob
,Total,1304.5,
"""


def test_header_units_and_people_are_read() -> None:
    """The heading says thousands of dollars, so 42 is 42,000 USD; layers are found by their names, other lines stay the file's words."""
    sheet = read(ENGLISH, WORDS)
    assert [(r.subject, r.amount, r.currency, r.day, r.who) for r in sheet.rows] == [
        ("layer.tactical", Decimal(42_000), "USD", "2026-03-01", "Anna"),
        ("item:Agency fees", Decimal(1_250_500), "USD", "2026-03-31", "Bob"),
    ]
    assert sheet.totals() == {"USD": Decimal("1292500.0")}


def test_what_two_countries_read_differently_is_left_out_with_a_reason() -> None:
    """A day that may be April or May, and the line of totals, are named and not kept."""
    assert [(u.number, u.told("en")) for u in read(ENGLISH, WORDS).unread] == [
        (4, "The day “04/05/2026” was not understood; write it as 2026-03-01."),
        (5, "The line of totals was left out."),
    ]


@pytest.mark.parametrize(
    ("amount", "value"),
    [("1,234.50", "1234.50"), ("$1,234", "1234"), ("1234 USD", "1234"), ("12万", "120000"), ("1.5k", "1500"), ("1,5", None), ("(500)", None), ("-3", None), ("abc", None), ("1,23,456", "123456")],
)  # fmt: skip
def test_amounts_are_exact_or_left_out(amount: str, value: str | None) -> None:
    """An amount is read to the last digit; one that could be two, is negative or is none is left out."""
    try:
        rows = read(f"line;amount\nads;{amount}\ntools;7.25\n", WORDS).rows
    except InvalidInput:
        rows = ()
    found = [r.amount for r in rows if r.name == "ads"]
    assert found == ([] if value is None else [Decimal(value)])


def test_commas_divide_cents_where_the_whole_file_says_so() -> None:
    """1.234,56 is one thousand two hundred and so, in a file that writes all cents behind commas."""
    assert [r.amount for r in read("Datum;item;amount (EUR)\n01.03.2026;ads;1.234,56\n31.03.2026;tools;7,50\n", WORDS).rows] == [
        Decimal("1234.56"), Decimal("7.50"),
    ]  # fmt: skip


def test_chinese_files_in_their_encoding_are_read() -> None:
    """GB18030, 万元 in the heading, Chinese days and names."""
    data = "日期,层级,金额（万元）,经办人\n2026年3月1日,战术层,13,王芳\n3月,代理费,2.5,\n".encode("gb18030")
    sheet = read(data, WORDS)
    assert [(r.subject, r.amount, r.currency, r.day, r.who) for r in sheet.rows] == [
        ("layer.tactical", Decimal(130_000), "CNY", "2026-03-01", "王芳"), ("item:代理费", Decimal("25000.0"), "CNY", "3月", ""),
    ]  # fmt: skip
    assert "还没有保存" in preview(sheet, WORDS, "zh")


def test_months_may_stand_as_columns() -> None:
    """A row a line and a column a month is a spend each; empty cells are none."""
    rows = read("Layer,Jan,Feb,Mar\nTactical,10000,12000,\nCapability,500,,700\n", WORDS).rows
    assert [(r.subject, int(r.amount), r.day) for r in rows] == [
        ("layer.tactical", 10_000, "Jan"), ("layer.tactical", 12_000, "Feb"), ("layer.capability", 500, "Jan"), ("layer.capability", 700, "Mar"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "code"), [("", "no_rows"), ("a,b\n", "no_rows"), ("date,who\n2026-01-01,Anna\n", "no_amounts"), ("line,amount\nads,none\n", "nothing_read")]
)  # fmt: skip
def test_a_file_of_no_spends_is_refused_with_what_to_do(text: str, code: str) -> None:
    """No rows, no column of amounts, no readable row: each says what is missing."""
    with pytest.raises(InvalidInput) as refused:
        read(text, WORDS)
    assert refused.value.code == code


def test_binary_data_is_no_file_of_spends() -> None:
    """A workbook or a picture is refused before anything is read."""
    with pytest.raises(InvalidInput, match="CSV"):
        read(b"PK\x03\x04\x00\x00\xff\xfe\x00", WORDS)


def test_a_long_file_becomes_messages_that_each_can_be_read() -> None:
    """Two hundred rows are several messages, none longer or fuller than a message may be, and every row is an entry."""
    sheet = read(
        "date,line,amount\n" + "".join(f"2026-03-{n % 28 + 1:02},agency number {n},{n}\n" for n in range(1, 201)), WORDS
    )
    messages = list(sheet.messages())
    assert sum(message.count("=") for message in messages) == 200
    assert all(is_entry(message) and len(message) < 8_000 for message in messages)
