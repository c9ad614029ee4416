"""The KPI book among what a conversation told: measurements as facts, and which of the two counts.

A figure that the message at hand tells goes before the book's, the book's before what was told earlier; the first that was measured is the baseline.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from agent.dialogue.state import KpiEntry
from agent.given import give
from tools.identity import Role
from tools.kpis import identity_of_kpi
from tools.parameters import Kpi, Measure
from tools.tracking import Entry, Measurement

if TYPE_CHECKING:
    from agent.answers.context import Context
    from tools.desk import Desk

#: What a figure is told as that says where a KPI stands, not what became of it.
_STANDS = frozenset({"now", "level", "before"})


def entries(desk: Desk, measured: Iterable[Measurement]) -> Iterator[Entry]:
    """Measurements as facts of the desk's ledger; those of KPIs that the framework in force does not have are left out."""
    kpis = {kpi.id: kpi for kpi in desk.framework.kpis}
    for one in measured:
        if kpi := kpis.get(one.kpi):
            identity = identity_of_kpi(desk, kpi, Role.ACTUAL)
            concepts = (kpi.id, "measured")
            money = kpi.units == ("money",)
            fact = give(desk.ledger, one.figure, identity=identity, concepts=concepts, money=money, day=one.day)
            yield Entry(kpi, one.day, fact)


def first(c: Context, kpi: Kpi) -> Entry | None:
    """The first figure that was measured of ``kpi``."""
    own = (m for m in c.measured if m.kpi == kpi.id)
    return next(entries(c.desk, sorted(own, key=lambda m: m.day)[:1]), None)


def entry_of(c: Context, kpi: Kpi, told: KpiEntry | None) -> KpiEntry | None:
    """What is known of ``kpi``: what was ``told`` of it and what was measured, in one entry; ``None`` where that is nothing."""
    own = sorted((m for m in c.measured if m.kpi == kpi.id), key=lambda m: m.day)
    if not own or (told is not None and told.none):
        return told
    book = _of_book(kpi, list(entries(c.desk, dict.fromkeys((own[0], own[-1])))))
    if told is None:
        return book
    fresh = any(getattr(c.fact(f).provenance, "turn", 0) == c.message.turn for f in told.figures.values())
    level = kpi.measure is Measure.LEVEL
    if not fresh and (len(own) > 1 or level):
        return book
    if fresh and (level or "before" in told.figures or "change" in told.figures):
        return told
    kept = told.figures if fresh else {role: f for role, f in told.figures.items() if role not in _STANDS}
    figures, when = dict(kept), dict(told.when)
    for role in _STANDS & figures.keys():  # where it stands now is where it came to from the first figure of the book
        figures.setdefault("after", figures.pop(role))
        when.setdefault("after", when.pop(role, ""))
    start = "now" if "now" in book.figures else "before"
    return KpiEntry({**figures, "before": book.figures[start]}, {**when, "before": book.when[start]})


def _of_book(kpi: Kpi, found: list[Entry]) -> KpiEntry:
    """The first and the latest measurement as an entry of the state."""
    roles = ["now"] if len(found) == 1 else ["before", "after"]
    if kpi.measure is Measure.LEVEL:
        roles[-1] = "level"
    return KpiEntry(
        {role: entry.figure.id for role, entry in zip(roles, found, strict=True)},
        {role: entry.day for role, entry in zip(roles, found, strict=True)},
    )
