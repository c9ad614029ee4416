"""Judging a reply: what it must contain, what it must not, the figures it must show, and its language.

Texts are compared without what does not matter: width, case, spaces, commas, emphasis, kinds of dashes. Figures are
compared as numbers, exactly and in any rendering (``100万`` is ``1,000,000`` is ``one million``); they are read by the
product's own reader, so that a reply is judged by what a reader of it would take the figures for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from agent.evaluation.corpus import Expectation, Expected
from tools.figures import Figure, find_figures
from tools.money import CURRENCIES
from tools.quantities import UnitKind
from tools.tongues import chinese

#: The check of what must not be there.
FORBIDDEN = "must_not_contain"


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a reply fails: the check (``must_contain``, ``must_not_contain``, ``figures``, ``language``, ``empty``)."""

    check: str
    detail: str

    def __str__(self) -> str:
        return f"{self.check}: {self.detail}"


def judge(expectation: Expectation, reply: str) -> list[Problem]:
    """What is wrong with ``reply`` against what was expected; empty if nothing is."""
    if not reply.strip():
        return [Problem("empty", "no text")]
    view = View(reply)
    problems = [
        Problem("must_contain", "none of " + " | ".join(alternatives))
        for alternatives in expectation.must_contain
        if not any(view.has(entry) for entry in alternatives)
    ]
    problems += [Problem(FORBIDDEN, entry) for entry in expectation.must_not_contain if view.has(entry)]
    problems += [Problem("figures", str(figure)) for figure in expectation.figures if not view.shows(figure)]
    if not in_language(reply, expectation.reply_language):
        problems.append(Problem("language", f"not in {expectation.reply_language}"))
    return problems


class View:
    """A reply in the forms in which it is compared."""

    def __init__(self, reply: str) -> None:
        self.plain = plainly(reply)

    @cached_property
    def packed(self) -> str:
        return _packed(self.plain)

    @cached_property
    def amounts(self) -> frozenset[tuple[Decimal, str]]:
        return frozenset(_amounts(self.plain))

    def has(self, entry: str) -> bool:
        """Whether the reply holds ``entry``: a text, ``re:`` and a pattern, or ``fig:`` and a number with its unit."""
        if entry.startswith("re:"):
            return re.search(entry[3:], self.plain) is not None
        if entry.startswith("fig:"):
            number, _, unit = entry[4:].partition(" ")
            return self.shows(Expected(Decimal(number), unit if unit not in ("", "null") else None))
        return _packed(plainly(entry)) in self.packed

    def shows(self, figure: Expected) -> bool:
        """Whether the number is there: exactly, and not in a unit that contradicts the expected one."""
        return any(value == figure.value and unit in _fitting(figure.unit) for value, unit in self.amounts)


# -- texts -------------------------------------------------------------------------------------------------------------

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−~〜～﹣－"), "-")
_APOSTROPHES = dict.fromkeys(map(ord, "’‘`´"), "'")
_MARKS = re.compile(r"\*\*|__|`+")
_ENCIRCLED = re.compile("[①-⑳❶-❿]")


def plainly(text: str) -> str:
    """``text`` with one width, case, dash and apostrophe, and without emphasis; lines are kept."""
    text = _MARKS.sub("", _ENCIRCLED.sub(" ", text).replace("```", "\n")).replace("*", " ").replace("\\$", "$")
    text = unicodedata.normalize("NFKC", text).casefold().translate(_DASHES).translate(_APOSTROPHES)
    return re.sub(r"[^\S\n]+", " ", text)


def _packed(text: str) -> str:
    return re.sub(r"[\s,，_]+", "", text)


# -- figures -----------------------------------------------------------------------------------------------------------

_COUNTED = "counted"
_PLAIN = "plain"
_CURRENCIES = frozenset(CURRENCIES)
_NO_AMOUNT = (
    re.compile(r"^\s*\(?\d{1,2}\s?[.)、](?!\d)", re.MULTILINE),  # list numbers
    re.compile(r"\[\s?[a-z#:]{0,8}\s?\d{1,3}(?:\s?[-,:]\s?l?\d{1,3})*\s?\]|\bl\d+(?:-l?\d+)?\b"),  # citations
    re.compile(r"\b(?:phase|stage|step|quadrant|layer|lines?|faq|q)[ #-]?\d+\b"),
)
#: A scale that stands once for a whole column: ``金额（万元）``, ``Amount ($ million)``, ``单位：万元``.
_SCALED = re.compile(
    r"[(/]\s*(?:单位\s*:?\s*)?(?:人民币|rmb|cny|usd|us\$|\$|¥)?\s*(亿|百万|万|千|million|mn|m|thousand|k)"
    r"\s*(?:元|美元|rmb|cny|usd|yuan|dollars)?\s*[)|\n]|单位\s*[:为是]\s*(亿|百万|万)"
)
_SCALES = {
    "亿": 10**8, "百万": 10**6, "万": 10**4, "千": 1000,
    "million": 10**6, "mn": 10**6, "m": 10**6, "thousand": 1000, "k": 1000,
}  # fmt: skip
#: ``two`` alone is mostly no figure ("no two ways"); behind these words it is.
_SMALL_WORDS = frozenset({"one", "two", "three"})
_TELLING = re.compile(r"\b(?:short(?: by| of)?|needs?|another|by|only|just|is|are) $")
_LISTED = re.compile(r"\s*(?:/|、|,|，|和|与|and|or|:|：|-)\s*")


def _amounts(text: str) -> Iterator[tuple[Decimal, str]]:
    for pattern in _NO_AMOUNT:
        text = pattern.sub(" ", text)
    scaled = _SCALED.search(text)
    scale = _SCALES[scaled[1] or scaled[2]] if scaled else 1
    figures = [figure for figure in find_figures(text) if not _idle(text, figure)]
    for index, figure in enumerate(figures):
        units = {_unit(figure)} | ({inherited} if (inherited := _inherited(text, figures, index)) else set())
        scales = {1, scale} if re.fullmatch(r"\W*[\d.,]+\W*", figure.text) and "percent" not in units else {1}
        for value in {figure.low, figure.high, *figure.alternatives} - {None}:
            yield from ((value * times, unit) for unit in units for times in scales if value is not None)


def _idle(text: str, figure: Figure) -> bool:
    return (
        figure.text in _SMALL_WORDS
        and figure.unit.kind is UnitKind.NUMBER
        and _TELLING.search(text, 0, figure.start) is None
    )


def _unit(figure: Figure) -> str:
    match figure.unit.kind:
        case UnitKind.MONEY:
            return figure.unit.code
        case UnitKind.PERCENT:
            return "percent"
        case UnitKind.MULTIPLE:
            return "x"
        case UnitKind.NUMBER:
            return _PLAIN
    return _COUNTED


def _inherited(text: str, figures: Sequence[Figure], index: int) -> str | None:
    """The unit that stands behind the last of a list: ``10/5/3%``."""
    if figures[index].unit.kind is not UnitKind.NUMBER:
        return None
    for this, following in zip(figures[index:], figures[index + 1 :], strict=False):
        if not _LISTED.fullmatch(text[this.end : following.start]):
            return None
        if following.unit.kind is not UnitKind.NUMBER:
            return _unit(following)
    return None


def _fitting(unit: str | None) -> frozenset[str]:
    if unit is None:
        return frozenset({_PLAIN, _COUNTED, "x"}) | _CURRENCIES
    if unit in _CURRENCIES:
        return frozenset({_PLAIN, unit})
    if unit == "percent":
        return frozenset({unit})
    if unit in ("x", "times"):
        return frozenset({"x"})
    return frozenset({_PLAIN, _COUNTED})


# -- language ----------------------------------------------------------------------------------------------------------

_QUOTED = re.compile(r"[“\"「『《][^”\"」』》\n]{0,400}[”\"」』》]")
_REFERENCE_LINE = re.compile(
    r"^\s*(?:>|(?:sources?|citations?|refs?|references?)\b|来源|出处|引用|依据|原文|\[\d+\]|\[?l\d+).*$",
    re.IGNORECASE | re.MULTILINE,
)
_BRACKETED = re.compile(r"\[[^\]\n]{0,200}\]|https?://\S+|`[^`\n]*`")
_HAN = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[A-Za-z][A-Za-z'-]+")
#: Words that Chinese prose about marketing uses as they are.
_SHARED = frozenset(
    "ai aigc kpi kpis roi roas ltv cny rmb usd eur hkd agent api cmo cfo vs llm gpt seo faq md txt yoy mom slack crm "
    "poc saas".split()
)


def in_language(reply: str, language: str) -> bool:
    """Whether the prose of ``reply``, quotations and citations aside, is in ``language``; figures alone are in any."""
    prose = _BRACKETED.sub(" ", _REFERENCE_LINE.sub(" ", _QUOTED.sub(" ", reply)))
    han, words = _written(prose)
    if han < 4 and words < 2:
        han, words = _written(reply)
    if han < 4 and words < 3:
        return True
    if chinese(language):
        return han >= 4 and han >= words
    return words >= 2 and words >= Decimal("0.6") * han


def _written(text: str) -> tuple[int, int]:
    text = unicodedata.normalize("NFKC", text)
    return len(_HAN.findall(text)), sum(1 for word in _WORD.findall(text) if word.lower() not in _SHARED)
