"""Parts of a year by their keys (``M07``, ``2026-07``, ``2026-07-15``, ``Q3``, ``H2``, ``2026``): which months each has, and what they are called."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from tools.identity import Label

_ENGLISH = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_ORDINALS = ("first", "second", "third", "fourth")
#: Months of one part, by the letter of its key.
_LENGTH = {"Q": 3, "H": 6}


def months_of(key: str, first: int = 1) -> frozenset[int]:
    """The months of a part of the year, 1 to 12; none for what is no part (``last_q``, an empty key).

    Quarters and halves are those of a year that begins in the month ``first``.
    """
    letter, number = key[:1], key[1:]
    if letter == "M" and number[:2].isdigit():
        return frozenset({int(number[:2])})
    if letter in _LENGTH and number.isdigit():
        length = _LENGTH[letter]
        places = range((int(number) - 1) * length, int(number) * length)
        return frozenset((place + first - 1) % 12 + 1 for place in places)
    if len(key) in (7, 10) and key[4] == "-":
        return frozenset({int(key[5:7])})
    return frozenset(range(1, 13)) if len(key) == 4 and key.isdigit() else frozenset()


def covers(periods: Iterable[str], when: str, first: int = 1) -> bool:
    """Whether something of ``when`` lies within ``periods`` as a whole; quarters are those of a year that begins in the month ``first``."""
    months = months_of(when, first)
    return bool(months) and months <= frozenset(m for key in periods for m in months_of(key, first))


def in_year(month: int, first: int = 1) -> int:
    """The place of a month in a year that begins in the month ``first``, counted from 1."""
    return (month - first) % 12 + 1


def month_in(place: int, first: int = 1) -> int:
    """The month at a place of such a year."""
    return (place + first - 2) % 12 + 1


def month_label(month: int) -> Label:
    return Label(f"{month}月", _ENGLISH[month - 1])


def spelled(key: str, first: int = 1) -> Label:
    """A part of a year by its name, with its months where the year begins in another month than January."""
    name = _name(key)
    months = months_of(key, first)
    if first == 1 or key[:1] not in _LENGTH or not months:
        return name
    ends = [month_label(month_in(place, first)) for place in sorted(in_year(m, first) for m in months)]
    return Label(f"{name.zh}（{ends[0].zh}至{ends[-1].zh}）", f"{name.en} ({ends[0].en} to {ends[-1].en})")


def label_of(periods: Iterable[str]) -> Label | None:
    """What several parts of a year are called, a run of months by its ends; ``None`` for none of them."""
    keys = [key for key in periods if months_of(key)]
    if not keys:
        return None
    names = [_name(key) for key in keys]
    months = [int(key[1:]) for key in keys if key.startswith("M") and key[1:].isdigit()]
    if len(months) == len(keys) > 2 and all(b - a == 1 for a, b in pairwise(months)):
        return Label(f"{names[0].zh}至{names[-1].zh}", f"{names[0].en} to {names[-1].en}")
    *most, last = [name.en for name in names]
    return Label("、".join(name.zh for name in names), f"{', '.join(most)} and {last}" if most else last)


def _name(key: str) -> Label:
    letter, number = key[:1], int(key[1:]) if key[1:].isdigit() else 0
    if letter == "M":
        month, _, day = key[1:].partition("-")
        name = month_label(int(month))
        return Label(f"{name.zh}{int(day)}日", f"{int(day)} {name.en}") if day else name
    if letter == "Q":
        return Label(f"{'一二三四'[number - 1]}季度", f"the {_ORDINALS[number - 1]} quarter")
    if letter == "H":
        return Label(f"{'上下'[number - 1]}半年", f"the {_ORDINALS[number - 1]} half")
    if len(key) == 10:
        return Label(
            f"{key[:4]}年{int(key[5:7])}月{int(key[8:])}日", f"{int(key[8:])} {_ENGLISH[int(key[5:7]) - 1]} {key[:4]}"
        )
    if len(key) == 7:
        return Label(f"{key[:4]}年{int(key[5:])}月", f"{_ENGLISH[int(key[5:]) - 1]} {key[:4]}")
    return Label(f"{key}年", key)
