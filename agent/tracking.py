"""The KPI book: dated figures kept for a conversation's plan, in a file of its own beside the conversations.

What they come to is computed by ``tools.tracking``; here they are read from words, kept, and told as Markdown.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from agent.given import give
from agent.grounding import render_fact
from tools.desk import Desk
from tools.errors import InvalidInput
from tools.facts import Fact, Label
from tools.kpis import GateResult
from tools.parameters import Framework, Kpi, Measure
from tools.quantities import PERCENT, Comparator
from tools.tracking import Entry, Standing, standing

FILE = "kpis.sqlite"
_DAY = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")


@dataclass(frozen=True, slots=True)
class KpiBook:
    """Entries by conversation and KPI; a second one for the same day takes the place of the first."""

    path: Path

    def record(self, conversation: str, framework: Framework, kpi: Kpi, text: str, *, day: str = "") -> Entry:
        """Keep the figure that ``text`` states, for today or the day in it. Raises :class:`InvalidInput`."""
        found = _DAY.search(text)
        figure = _DAY.sub("", text).strip()
        day = day or (_day(found) if found else datetime.now(UTC).strftime("%Y-%m-%d"))
        entry = _entry(Desk(framework), kpi, day, figure)
        if kpi.measure is Measure.LEVEL and entry.figure.unit != PERCENT:
            raise InvalidInput(
                "not_percent", f"{kpi.name.zh}请填百分比。", f"Please give {kpi.name.en} as a percentage."
            )
        with closing(self._open()) as db, db:
            db.execute("INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?)", (conversation, kpi.id, day, figure))
        return entry

    def standing(self, conversation: str, framework: Framework) -> Standing:
        """How the conversation's plan is doing; entries of KPIs that the framework in force does not have are left out."""
        desk, kpis = Desk(framework), {kpi.id: kpi for kpi in framework.kpis}
        with closing(self._open()) as db:
            rows = db.execute(
                "SELECT kpi, day, figure FROM entries WHERE conversation = ? ORDER BY day", (conversation,)
            ).fetchall()
        return standing(desk, [_entry(desk, kpis[kpi], day, figure) for kpi, day, figure in rows if kpi in kpis])

    def _open(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        db = sqlite3.connect(self.path, timeout=10)
        db.execute(
            "CREATE TABLE IF NOT EXISTS entries (conversation TEXT, kpi TEXT, day TEXT, figure TEXT,"
            " PRIMARY KEY (conversation, kpi, day)) WITHOUT ROWID"
        )
        return db


def _day(found: re.Match[str]) -> str:
    try:
        return date(*map(int, found.groups())).isoformat()
    except ValueError:
        raise InvalidInput("no_day", f"没有“{found[0]}”这一天。", f"There is no day {found[0]}.") from None


def _entry(desk: Desk, kpi: Kpi, day: str, figure: str) -> Entry:
    label = Label(f"{kpi.name.zh}（{day}）", f"{kpi.name.en}, {day}")
    money = kpi.units == ("money",)
    return Entry(kpi, day, give(desk.ledger, figure, label=label, concepts=(kpi.id, "entry"), money=money))


def told(found: Standing, language: str) -> str:
    """Progress phase by phase, what is missing for the next one, and the entries over time."""
    zh = language == "zh"
    if not found.entries:
        return (
            "还没有记录。例如：/kpi 转化率=2% 2026-03-01（第一条是基线）"
            if zh
            else "Nothing is recorded yet. For example: /kpi conversion=2% 2026-03-01 (the first entry is the baseline)"
        )
    blocks = [
        _summary(found, language),
        *(_gate(gate, found, language) for gate in found.gates if _touched(gate, found)),
    ]
    rows = [
        f"| {entry.day} | {entry.kpi.name.in_language(language)} | {render_fact(entry.figure, language)} |"
        for entry in sorted((e for own in found.entries.values() for e in own), key=lambda e: (e.day, e.kpi.id))
    ]
    head = "| 日期 | KPI | 数值 |" if zh else "| Day | KPI | Figure |"
    return "\n\n".join([*blocks, "\n".join([head, "| --- | --- | --- |", *rows])])


def _touched(gate: GateResult, found: Standing) -> bool:
    return gate is found.current or any(check.kpi.id in found.entries for check in gate.checks)


def _summary(found: Standing, language: str) -> str:
    zh, gate = language == "zh", found.current
    if gate is None:
        return "所有阶段的 KPI 都已达标。" if zh else "The KPIs of every phase are met."
    name = gate.phase.name.in_language(language)
    lacking = [*(check.kpi for check in gate.failed), *(kpi for kpi, _ in gate.missing)]
    names = ("、" if zh else ", ").join(kpi.name.in_language(language) for kpi in lacking)
    return f"当前阶段：{name}。还差：{names}。" if zh else f"Current phase: {name}. Still missing: {names}."


def _gate(gate: GateResult, found: Standing, language: str) -> str:
    zh = language == "zh"
    rows = list(_rows(gate, found, language))
    title = f"**{gate.phase.number}. {gate.phase.name.in_language(language)}**"
    head = "| KPI | 要求 | 进展 | 结果 |" if zh else "| KPI | Required | Progress | Result |"
    return "\n".join([title, "", head, "| --- | --- | --- | --- |", *rows])


def _rows(gate: GateResult, found: Standing, language: str) -> Iterator[str]:
    zh = language == "zh"
    for check in gate.checks:
        distance = render_fact(check.distance, language)
        result = ("达标" if zh else "met") if check.met else (f"差 {distance}" if zh else f"{distance} short")
        cells = (
            check.kpi.name.in_language(language),
            _required(check.threshold, language),
            render_fact(found.reached[check.kpi.id], language),
            result,
        )
        yield "| " + " | ".join(cells) + " |"
    for kpi, threshold in gate.missing:
        entered = kpi.id in found.entries
        needed = (
            ("再记一次即可比较" if zh else "needs a second entry") if entered else ("未记录" if zh else "not recorded")
        )
        yield f"| {kpi.name.in_language(language)} | {_required(threshold, language)} | – | {needed} |"


def _required(threshold: Fact, language: str) -> str:

    sign = "≥" if threshold.comparator is Comparator.EQUAL else ""
    return sign + render_fact(threshold, language)
