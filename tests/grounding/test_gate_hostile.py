from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.grounding.gate_hostile import BASES, FIGURES, FRAMES_EN, FRAMES_ZH, hostile
from tests.grounding.gatebook import gate

_ZERO = [0x30, 0xFF10, 0x660, 0x6F0, 0x966, 0xE50, 0x1D7CE, 0x1D7EC]


@pytest.mark.parametrize("count", [3_000, pytest.param(100_000, marks=pytest.mark.slow)])
def test_no_hostile_reply_passes(count: int) -> None:
    """Whatever is wrong with a reply, it is refused."""
    gates = {language: gate(language) for language in ("zh", "en")}
    passed = [
        (kind, text)
        for kind, language, text in hostile(random.Random(count), count=count)
        if gates[language].check(text).ok
    ]
    assert passed == []


def test_what_hostile_replies_are_made_of_passes() -> None:
    """The texts that are made wrong are right before."""
    assert all(gate(language).check(base).ok for language, bases in BASES.items() for base in bases)


@pytest.mark.parametrize("figure", FIGURES)
def test_a_figure_is_refused_in_every_frame(figure: str) -> None:
    """Each spelling of a figure is found in each sentence of both languages."""
    assert not any(gate("zh").check(frame.format(figure)).ok for frame in FRAMES_ZH)
    assert not any(gate("en").check(frame.format(figure)).ok for frame in FRAMES_EN)


@given(st.integers(0, 10**9), st.sampled_from(_ZERO))
def test_a_number_in_digits_of_any_script_is_refused(number: int, zero: int) -> None:
    """Digits are figures, whatever their script."""
    written = "".join(chr(zero + int(d)) for d in str(number))
    assert not gate("en").check(f"Add {written} to it.").ok
    assert not gate("zh").check(f"再加{written}。").ok


@given(st.integers(13, 9999), st.booleans())
def test_a_number_in_chinese_words_is_refused(number: int, bankers: bool) -> None:
    """Chinese numbers are figures in both sets of characters."""
    digits, sizes = ("零壹贰叁肆伍陆柒捌玖", "仟佰拾") if bankers else ("零一二三四五六七八九", "千百十")
    padded = f"{number:04d}"
    written = "".join(digits[int(d)] + s for d, s in zip(padded, (*sizes, ""), strict=True) if d != "0")
    assert not gate("zh").check(f"再加{written}。").ok
    assert not gate("zh").check(f"再加{written}元。").ok
