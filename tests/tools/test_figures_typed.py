r"""Amounts as people type them in chats, in both languages: each is read as it is meant, or asked about.

A line of ``typed/*.tsv`` is a kind, a text (``\n`` and ``\t`` are written so) and what is expected: figures parted by
`` ; ``, or several such lists parted by ``|``. A figure is a comparator, a value, a range or a fraction, and a unit
(``count`` for any of countable things); ``~`` behind it marks a count of named things, ``@EUR`` what a rate buys. ``?``
expects a doubt, with the readings that must be among its options. ``none`` expects no amount.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import pytest

from tools.figures import Figure, Nature, find_figures
from tools.quantities import UnitKind

FOLDER = Path(__file__).parent / "typed"


class Line(NamedTuple):
    kind: str
    text: str
    expected: str


def lines() -> list[Line]:
    """Every line of the collection, files in order."""
    found = []
    for path in sorted(FOLDER.glob("*.tsv")):
        for raw in path.read_text(encoding="utf-8").splitlines():
            kind, *text, expected = raw.split("\t")
            found.append(Line(kind, "\t".join(text).replace("\\n", "\n").replace("\\t", "\t"), expected.strip()))
    return found


def has_unit(figure: Figure, name: str) -> bool:
    """Whether the unit is the one that is named, with its marks."""
    if name.endswith("~"):
        return figure.nature is Nature.COUNT_OF and has_unit(figure, name[:-1])
    if "@" in name:
        code, per = name.split("@")
        return figure.per == per and figure.unit.code == code
    if name == "count":
        return figure.unit.kind is UnitKind.COUNT
    code, _, period = name.partition("/")
    named = figure.unit.kind is UnitKind.NUMBER if code == "number" else figure.unit.code == code
    return named and (not period or figure.unit.per == period)


def has_option(figure: Figure, expected: str) -> bool:
    """Whether a reading of a doubtful figure is the value, in the unit if one is named."""
    value, _, unit = expected.strip().partition(" ")
    return any(
        option.low == Decimal(value) and unit in {"", "number" if not option.unit.code else option.unit.code}
        for option in figure.options
    )


def is_read(figure: Figure, expected: str) -> bool:
    """Whether ``figure`` is what one entry of a list expects."""
    if expected.startswith("?"):
        options = [option for option in expected[1:].split("|") if option.strip()]
        return figure.doubt is not None and all(has_option(figure, option) for option in options)
    value, _, unit = expected.partition(" ")
    if value == "vague":
        return figure.ambiguous == "vague"
    if figure.ambiguous is not None:
        return False
    if "/" in value or (unit == "percent" and figure.fraction is not None):
        exact = figure.fraction if figure.fraction is not None else Fraction(figure.value or 0)
        if figure.fraction is None and figure.unit.kind is UnitKind.PERCENT:
            exact /= 100
        return exact == (Fraction(value) if "/" in value else Fraction(value) / 100)
    comparator = value[0] if value[0] in "≥≤<>≈" else "="
    value = value.lstrip("≥≤<>≈")
    if figure.comparator.value != comparator or not has_unit(figure, unit):
        return False
    if ".." in value:
        return (figure.low, figure.high) == tuple(map(Decimal, value.split("..")))
    return figure.value == Decimal(value)


def is_right(line: Line) -> bool:
    """Whether the figures of a line are one of the lists that it expects."""
    found = find_figures(line.text)
    amounts = [figure for figure in found if figure.nature is Nature.AMOUNT]
    asked = line.expected.startswith("?") and not line.expected.startswith("?|")
    for expected in [line.expected] if asked else line.expected.split("|"):
        if expected.strip() == "none":
            if not amounts:
                return True
            continue
        entries = [entry.strip() for entry in expected.split(" ; ")]
        figures = list(found) if len(found) == len(entries) else amounts
        if len(figures) == len(entries) and all(map(is_read, figures, entries)):
            return True
    return False


@pytest.mark.parametrize("line", lines(), ids=lambda line: f"{line.kind}: {line.text}")
def test_a_typed_amount_is_read_as_it_is_meant_or_asked_about(line: Line) -> None:
    """Every line of the collection is read as it says, with nothing beside it."""
    found = [
        (figure.text, str(figure.low), str(figure.high), str(figure.unit), figure.ambiguous)
        for figure in find_figures(line.text)
    ]
    assert is_right(line), f"expected {line.expected}, found {found}"


@pytest.mark.parametrize("line", [line for line in lines() if line.kind == "malformed"], ids=lambda line: line.text)
def test_a_malformed_group_is_never_cut_down_in_silence(line: Line) -> None:
    """A figure that is not doubtful holds every digit that was typed."""
    digits = "".join(char for char in line.text if char.isdigit())
    for figure in find_figures(line.text):
        assert figure.ambiguous or "".join(char for char in figure.text if char.isdigit()) == digits


@pytest.mark.parametrize("code", ["malformed", "currencies", "grouping", "vague", "unit", "sign", "scale"])
def test_a_doubt_is_said_in_both_languages_with_its_readings(code: str) -> None:
    """The sentence quotes what was typed, names the readings, and says what to do."""
    texts = {
        "malformed": "$1001,000",
        "currencies": "三万元欧元",
        "grouping": "$10.000",
        "vague": "几十万",
        "unit": "1.2 m",
        "sign": "(5,000)",
        "scale": "300万万",
    }
    (figure,) = find_figures(texts[code])
    doubt = figure.doubt
    assert doubt is not None
    assert doubt.code == code
    assert doubt.zh.endswith("。")
    assert doubt.en.endswith(".")
    assert figure.text in doubt.zh
    assert figure.text in doubt.en
    for option in doubt.options:
        assert str(option) in doubt.zh
        assert str(option) in doubt.en


def test_a_clear_figure_has_no_doubt_and_no_options() -> None:
    """Only a doubtful figure has something to ask."""
    (figure,) = find_figures("500万元")
    assert (figure.doubt, figure.options) == (None, ())
