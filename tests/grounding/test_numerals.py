"""What counts as a numeral, and what only looks like one."""

import unicodedata

import pytest

from agent.grounding.numerals import plain_width
from tests.grounding.corpus import worlds

ZH, EN = worlds()["zh"], worlds()["en"]


@pytest.mark.parametrize(
    "text",
    [
        "zwanzig of them", "xii of them", "in er shi places", "Er Shi places", "twentyfive of them", "sixone of them",
        "sanshiwu", "shisan ren", "nijuugo", "chapter XII", "IV", "XL of them", "CM", "Phase I", "phase V here", "version v", "Step x", "part i",
        "t e n of them", "T-W-O", "f.i.f.t.e.e.n", "h a l f", "lO", "占lO", "lO的", "占lO的", "a lO b", "a lO",
        "a single digit share", "七成", "每七成", "每一个月", "翻了两番", "甲第二，乙",
    ],
)  # fmt: skip
def test_a_numeral_in_any_disguise_is_found(text: str) -> None:
    assert {p.code for p in EN.gate.check(text).problems} == {"numeral"}


@pytest.mark.parametrize(
    "text",
    [
        "Li Cheng wrote poems", "Cheng wrote poems", "Shi said so", "A Shiba is a dog", "I think so", "solve for x", "a b c d", "U S A",
        "look", "hello", "flow", "Solo", "lox", "层xlo好", "第一，一个好的开始。", "RMB is a currency", "i.e. that", "part of it",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_numeral_is_none(text: str) -> None:
    assert EN.gate.check(text).text == text


@pytest.mark.parametrize(
    ("text", "ok"),
    [
        ("der a b c d e und", False),
        ("der a b c d e f und", True),
        ("I see it as good that der a b c d e und", False),
    ],
)
def test_six_words_may_stand_between_function_words_of_another_language(text: str, ok: bool) -> None:
    assert [p.code for p in EN.gate.check(text).problems] == ([] if ok else ["language"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("RMB 3,000,000给战术层", "300万元给战术层"),
        ("给战术层RMB 3,000,000", "给战术层300万元"),
        ("给战术层人民币300万元", "给战术层300万元"),
        ("成本变化-22%", "成本变化-22%"),
        ("成本变化 -22%", "成本变化 -22%"),
        ("-22%的成本变化", "-22%的成本变化"),
    ],
)
def test_currency_and_sign_belong_to_a_typed_figure(text: str, expected: str) -> None:
    assert ZH.shown(text) == expected


def test_full_width_letters_digits_and_signs_are_read_as_ordinary_ones_and_chinese_marks_are_kept() -> None:
    wide = [chr(code) for code in range(0xFF00, 0xFF70)]
    read = [char for char in wide if plain_width(char) != char]
    assert [char for char in wide if char.isalnum() and ord(char) < 0xFF5B] == [char for char in read if char.isalnum()]
    assert "".join(char for char in read if not char.isalnum()) == "＃＄％＆＊＋－．／＜＝＞［］｜"
    assert all(plain_width(char) == unicodedata.normalize("NFKC", char) for char in read)
