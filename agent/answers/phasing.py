"""Phasing: an amount over the parts of a year, or over parts of the user's own, evenly or by the user's weights; the parts add up to the whole."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from agent.answers.context import Context, Draft, Lacking
from agent.answers.kinds import row, statement
from agent.answers.model import Answer, Column, Slot, Table
from agent.answers.registry import answers
from agent.dialogue.asking import Resolved
from agent.dialogue.moves import Ask, Goal
from agent.dialogue.names import LAYERS
from agent.dialogue.periods import in_year, month_in, month_label, months_of
from agent.dialogue.state import Scenario
from tools.facts import Fact
from tools.identity import Identity, Label, Role
from tools.lexicon.periods import period_name
from tools.quantities import ARITHMETIC, NUMBER, PERCENT, precision_of, trimmed
from tools.spend import Phasing, phase_out
from tools.sums import total

_PARTS = {"quarter": 4, "month": 12, "half-year": 2}
_LETTERS = {"quarter": "Q", "month": "M", "half-year": "H"}
_COUNTED = "一二三四五六七八九十"
#: Parts of the user's own ("three waves") have no calendar.
OWN = "part"


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a phasing: what they are, their keys in order, and a weight for each."""

    by: str
    weights: dict[str, Fact]
    told: bool
    names: tuple[str, ...] = ()  # what the user calls them
    wanted: frozenset[str] = frozenset()  # only what these come to is asked


@answers(Goal.PHASING)
def phasing(asked: Resolved, c: Context) -> Answer:
    """Each part with its amount."""
    draft = Draft(asked.ask.goal.value)
    parts = parts_of(asked.ask, c)
    parts = replace(parts, wanted=_wanted(asked.ask, parts, c))
    for scenario in c.scenarios(asked):
        for subject in asked.ask.about or (LAYERS,):
            _one(draft, c, scenario, subject, parts)
    return draft.done()


def _wanted(ask: Ask, parts: Parts, c: Context) -> frozenset[str]:
    """The parts that are asked about: days of the message or their keys, a half by its quarters or months."""
    keys = [day.key if (day := c.message.days.get(name)) else name for name in ask.args]
    return frozenset(part for key in keys for part in _within(key, parts.by))


def _within(key: str, by: str) -> tuple[str, ...]:
    """The parts of a year that a longer one holds: ``H2`` of quarters is ``Q3`` and ``Q4``."""
    long, short = {"H": 2, "Q": 4, "M": 12}.get(key[:1], 0), _PARTS.get(by, 0)
    if not long or not short or not key[1:].isdigit() or short < long:
        return (key,)
    each, last = short // long, int(key[1:]) * short // long
    names = _keys(by, short)
    return names[last - each : last]


def _together(draft: Draft, c: Context, parts: Parts, found: Phasing) -> None:
    """What some of the parts come to."""
    named = [
        (part_name(parts.by, n, p.period, parts.names, c.state.first_month), p.amount)
        for n, p in enumerate(found.parts)
        if p.period in parts.wanted
    ]
    if not named:
        raise Lacking("period")
    together = total(c.desk, facts=tuple(amount for _, amount in named))
    draft.add(statement("sum", parts=tuple(row(name=name, amount=amount) for name, amount in named), sum=together))
    draft.need(together)


def _one(draft: Draft, c: Context, scenario: Scenario, subject: str, parts: Parts) -> None:
    whole = c.amount(subject, scenario)
    found = phase_out(c.desk.at(scenario.name), amount=whole, weights=parts.weights)
    if parts.wanted:
        _together(draft, c, parts, found)
        return
    if found.left is not None:
        variant = "more" if found.left.over else "less"
        draft.add(statement("phasing_sum", variant, sum=found.total, whole=whole, gap=found.left.amount))
    draft.add(_table(c, scenario, subject, parts, found))
    amounts = tuple(part.amount for part in found.parts)
    draft.need(*amounts)
    draft.chart = amounts


def _table(c: Context, scenario: Scenario, subject: str, parts: Parts, found: Phasing) -> Table:
    weighed = [
        (part_name(parts.by, n, p.period, parts.names, c.state.first_month), _weight_cell(p.weight), p.amount)
        for n, p in enumerate(found.parts)
    ]
    head = Column(parts.by, number=False)
    caption: dict[str, Slot] = {"subject": c.name(subject), "whole": found.whole}
    total = c.name("total")
    if parts.told:
        rows: tuple[tuple[Slot | None, ...], ...] = (*weighed, (total, None, found.total))
        columns = (head, Column("weight"), Column("amount"))
        return Table("phasing", columns, rows, caption, "weights", (), scenario.name, total=True, subjects=(subject,))
    rows = (*((name, amount) for name, _, amount in weighed), (total, found.total))
    return Table(
        "phasing", (head, Column("amount")), rows, caption, "even", (), scenario.name, total=True, subjects=(subject,)
    )


def _weight_cell(weight: Fact) -> Slot:
    """A weight as it is shown: one without an end in percent by what it is, an equal part of the rest."""
    return "equal_part" if precision_of(trimmed(weight.value)) > _DECIMALS else weight


#: Decimals of a weight that are shown.
_DECIMALS = 4


# -- the parts ---------------------------------------------------------------------------------------------------------------------


def parts_of(ask: Ask, c: Context) -> Parts:
    """What an amount is spread over: as asked, else as many parts as there are weights; quarters where nothing is said."""
    weights = [_half(c) if fig == HALF else c.figure(fig) for fig in ask.weights]
    by = ask.by or ask.per or _by_number(len(weights))
    if not weights:
        if by not in _PARTS:
            raise Lacking("period")
        return Parts(by, dict.fromkeys(_keys(by, _PARTS[by], c.state.first_month), even_weight(c)), told=False)
    if by in _PARTS and len(weights) < _PARTS[by]:
        weights = _filled_up(c, weights, _PARTS[by])
    if by in _PARTS and len(weights) != _PARTS[by]:
        by = _by_number(len(weights))
    return Parts(
        by,
        dict(zip(_keys(by, len(weights), c.state.first_month), weights, strict=True)),
        told=True,
        names=_named(ask, by),
    )


#: A weight in a word.
HALF = "half"


def _half(c: Context) -> Fact:
    """The weight of half of it."""
    return c.desk.call("even_weight").record(
        "half",
        identity=Identity(Role.WEIGHT, "part", base="part"),
        value=Decimal(50),
        unit=PERCENT,
        formula="50%",
        inputs=(),
    )


def _named(ask: Ask, by: str) -> tuple[str, ...]:
    """The names of parts of the user's own, one a weight."""
    names = tuple(ask.topic.split("|")) if by == OWN else ()
    return names if len(names) == len(ask.weights) else ()


def _by_number(count: int) -> str:
    return next((name for name, n in _PARTS.items() if n == count), OWN if count else "quarter")


def _filled_up(c: Context, weights: list[Fact], parts: int) -> list[Fact]:
    """What percentages leave, in equal parts: "a third in Q1, the rest evenly". Other weights stay as many as they are."""
    told = sum((w.value for w in weights), Decimal(0))
    if any(w.unit != PERCENT for w in weights) or told >= 100:
        return weights
    signs = " − ".join(f"{{{w.id}}}" for w in weights)
    missing = parts - len(weights)
    each = c.desk.call("rest_weight", weights=weights).record(
        "weight",
        identity=Identity(Role.WEIGHT, "part", base="part"),
        value=ARITHMETIC.divide(100 - told, Decimal(missing)),
        unit=PERCENT,
        formula=f"(100% − {signs}) ÷ {missing}",
        inputs=tuple(weights),
    )
    return [*weights, *[each] * missing]


def _keys(by: str, count: int, first: int = 1) -> tuple[str, ...]:
    """The parts by name: ``Q1``, ``M03``, ``H2``, months from the ``first`` of the fiscal year on; those of the user's own are numbered."""
    letter = _LETTERS.get(by, "P")
    if by == "month":
        return tuple(f"M{month_in(n, first):02}" for n in range(1, count + 1))
    return tuple(f"{letter}{n}" for n in range(1, count + 1))


def keys_of_year(part: str) -> tuple[str, ...]:
    """The parts of a year that ``part`` is one of."""
    by = next(by for by, letter in _LETTERS.items() if part.startswith(letter))
    return _keys(by, _PARTS[by])


def part_name(by: str, place: int, period: str, names: tuple[str, ...] = (), first: int = 1) -> Label:
    """What a part is called, counted from zero; by its own name where the user gave one, with its months in a fiscal year of its own."""
    if by != OWN:
        name = period_name(period)
        if first == 1 or by == "month":
            return name
        months = [month_label(m) for m in sorted(months_of(period, first), key=lambda m: in_year(m, first))]
        return Label(f"{name.zh}（{months[0].zh}至{months[-1].zh}）", f"{name.en} ({months[0].en} to {months[-1].en})")
    if place < len(names):
        return Label(names[place], names[place])
    zh = _COUNTED[place] if place < len(_COUNTED) else str(place + 1)
    return Label(f"第{zh}批", f"Part {place + 1}")


def even_weight(c: Context) -> Fact:
    """The weight of every part of an even phasing."""
    return c.desk.call("even_weight").record(
        "weight", identity=Identity(Role.COUNT, "part"), value=Decimal(1), unit=NUMBER, formula="1", inputs=()
    )
