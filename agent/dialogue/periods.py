"""Parts of a year by their keys (``M07``, ``2026-07``, ``Q3``, ``H2``, ``2026``): which months each has, and what they are called."""

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


def months_of(key: str) -> frozenset[int]:
    """The months of a part of the year, 1 to 12; none for what is no part (``last_q``, an empty key)."""
    letter, number = key[:1], key[1:]
    if letter == "M" and number.isdigit():
        return frozenset({int(number)})
    if letter in _LENGTH and number.isdigit():
        length = _LENGTH[letter]
        return frozenset(range((int(number) - 1) * length + 1, int(number) * length + 1))
    if len(key) == 7 and key[4] == "-":
        return frozenset({int(key[5:])})
    return frozenset(range(1, 13)) if len(key) == 4 and key.isdigit() else frozenset()


def covers(periods: Iterable[str], when: str) -> bool:
    """Whether something of ``when`` lies within ``periods`` as a whole."""
    months = months_of(when)
    return bool(months) and months <= frozenset(m for key in periods for m in months_of(key))


def label_of(periods: Iterable[str]) -> Label | None:
    """What several parts of a year are called, a run of months by its ends; ``None`` for none of them."""
    keys = [key for key in periods if months_of(key)]
    if not keys:
        return None
    names = [_name(key) for key in keys]
    months = [int(key[1:]) for key in keys if key.startswith("M")]
    if len(months) == len(keys) > 2 and all(b - a == 1 for a, b in pairwise(months)):
        return Label(f"{names[0].zh}至{names[-1].zh}", f"{names[0].en} to {names[-1].en}")
    *most, last = [name.en for name in names]
    return Label("、".join(name.zh for name in names), f"{', '.join(most)} and {last}" if most else last)


def _name(key: str) -> Label:
    letter, number = key[:1], int(key[1:]) if key[1:].isdigit() else 0
    if letter == "M":
        return Label(f"{number}月", _ENGLISH[number - 1])
    if letter == "Q":
        return Label(f"{'一二三四'[number - 1]}季度", f"the {_ORDINALS[number - 1]} quarter")
    if letter == "H":
        return Label(f"{'上下'[number - 1]}半年", f"the {_ORDINALS[number - 1]} half")
    if len(key) == 7:
        return Label(f"{key[:4]}年{int(key[5:])}月", f"{_ENGLISH[int(key[5:]) - 1]} {key[:4]}")
    return Label(f"{key}年", key)
