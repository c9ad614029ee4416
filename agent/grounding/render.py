"""The one way in which a fact, a citation and a quotation are printed.

Everything here is a pure function of the fact or passage and the language; whether it may be printed at all is the
business of ``check``.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Protocol

from tools.facts import Computed, Fact, Ledger
from tools.money import format_money
from tools.quantities import UNIT_NAMES, Comparator, UnitKind, grouped, plain


class PassageText(Protocol):
    """What the gate needs of a passage: its words in Chinese and in English."""

    @property
    def text(self) -> str: ...

    @property
    def translation(self) -> str | None: ...


_PERIODS = {
    "minute": ("分钟", "minute"),
    "hour": ("小时", "hour"),
    "day": ("天", "day"),
    "week": ("周", "week"),
    "fortnight": ("两周", "fortnight"),
    "month": ("月", "month"),
    "quarter": ("季度", "quarter"),
    "half-year": ("半年", "half-year"),
    "year": ("年", "year"),
}
_LARGE = (100_000_000, "亿"), (10_000, "万")
_SENTENCE = re.compile(r"[^。！？!?\n]*(?:[。！？!?]+[”’」』）)]*|\n|$)")


def render_fact(fact: Fact, language: str, *, full: bool = False, comparator: bool = True) -> str:
    """The canonical string of ``fact``: comparator, value, unit and currency; ``full`` writes every digit."""
    sign = fact.comparator.value if comparator and fact.comparator is not Comparator.EQUAL else ""
    return sign + _amount(fact, language, full=full) + _per(fact.unit.per, language)


def render_points(fact: Fact, language: str) -> str:
    """A percentage that is the difference of two, as such: ``5个百分点``; any other fact as it is."""
    if fact.unit.kind is not UnitKind.PERCENT:
        return render_fact(fact, language)
    if language == "zh":
        return f"{grouped(fact.value)}个百分点"
    return f"{grouped(fact.value)} percentage point{'' if fact.value == 1 else 's'}"


def render_low_end(fact: Fact, language: str) -> str:
    """``fact`` as the lower end of a range: a unit of time or of things stands behind the upper end only (1至3个月)."""
    if fact.unit.kind in (UnitKind.COUNT, UnitKind.DURATION):
        return _number(fact.value, zh=language == "zh", full=False)
    return render_fact(fact, language, comparator=False)


def render_working(ledger: Ledger, fact: Fact, language: str) -> str:
    """The formula of a computed fact with its inputs in figures: ``500万元 × 10% = 50万元``; else the fact alone."""
    made = fact.provenance
    if not isinstance(made, Computed):
        return render_fact(fact, language)
    text = made.formula
    for fact_id in made.inputs:
        text = text.replace(f"{{{fact_id}}}", render_fact(ledger[fact_id], language, comparator=False))
    about = "≈" if fact.comparator is Comparator.ABOUT else "="
    distance = "distance" in fact.concepts
    return (
        f"{text} {about} {render_points(fact, language) if distance else render_fact(fact, language, comparator=False)}"
    )


def with_label(fact: Fact, printed: str, language: str) -> str:
    """``printed`` with the label of ``fact`` behind it, for a sentence that does not say what it is."""
    label = fact.label.in_language(language) or fact.label.zh or fact.label.en
    if not label:
        return printed
    return f"{printed}（{label}）" if language == "zh" else f"{printed} ({label})"


def render_citation(number: int) -> str:
    """A citation as the reader sees it."""
    return f"[{number}]"


def render_quotation(words: str, number: int, language: str) -> str:
    """Words of a passage in quotation marks, with the number of their source."""
    words = " ".join(words.split())
    return f"“{words}”[{number}]" if language == "zh" else f"“{words}” [{number}]"


def whole_sentences(words: str, start: int | None, end: int | None) -> str:
    """The sentences of ``words`` that ``start`` to ``end`` touches.

    A quotation never starts or ends inside a sentence: ``10%`` cut out of “the tactical layer (10%)” could be
    put behind another layer's name.
    """
    start, end = start or 0, len(words) if end is None else end
    parts = [m for m in _SENTENCE.finditer(words) if m[0] and m.start() < max(end, start + 1) and m.end() > start]
    return words[parts[0].start() : parts[-1].end()].strip() if parts else ""


def _amount(fact: Fact, language: str, *, full: bool) -> str:
    value, unit = fact.value, fact.unit
    zh = language == "zh"
    match unit.kind:
        case UnitKind.MONEY:
            return format_money(value, unit.code, language, full=full)
        case UnitKind.PERCENT:
            return f"{grouped(value)}%"
        case UnitKind.MULTIPLE:
            return f"{grouped(value)}倍" if zh else f"{grouped(value)}x"
        case UnitKind.NUMBER:
            return _number(value, zh=zh, full=full)
    names = UNIT_NAMES.get(unit.code, (unit.code, f" {unit.code}", f" {unit.code}"))
    if zh:
        return f"{_number(value, zh=True, full=full)}{names[0]}"
    return f"{grouped(value)} {names[1 if abs(value) == 1 else 2].strip()}"


def _number(value: Decimal, *, zh: bool, full: bool) -> str:
    if zh and not full:
        for size, name in _LARGE:
            scaled = value / size
            if abs(scaled) >= 1 and len(plain(scaled).partition(".")[2]) <= 2:
                return f"{grouped(scaled)}{name}"
    return grouped(value)


def _per(period: str | None, language: str) -> str:
    if period is None:
        return ""
    zh, en = _PERIODS.get(period, (period, period))
    return f"/{zh}" if language == "zh" else f" per {en}"
