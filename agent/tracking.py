"""The KPI book: what KPIs measured, by day, kept with the conversation whose plan they are of.

Here figures are read from words and refused where nothing could be computed with them. What they come to is computed by
``tools.tracking``, planned by ``agent.planning.progress`` and told by the writer, behind the gate.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from agent.language.text import plain
from agent.language.vocabulary import Vocabulary
from agent.memory import ConversationStore
from agent.planning.progress import entries
from tools.desk import Desk
from tools.errors import InvalidInput
from tools.parameters import Framework, Kpi
from tools.tracking import Measurement, standing

_DAY = re.compile(r"(?<!\d)(\d{4})([-/.年])(\d{1,2})(?:\2|月)(\d{1,2})日?(?!\d)")
_WRITTEN = re.compile(r"(?P<kpi>[^=＝:：]{1,80})[=＝:：](?P<figure>.{1,200})", re.DOTALL)
#: In place of a figure: what was recorded for the day is taken back.
NOTHING = frozenset(("-", "–", "无", "none"))


@dataclass(frozen=True, slots=True)
class Written:
    """``转化率=2.3% 2026-03-01``, taken apart: a KPI, a figure in words and a day (today where none is written)."""

    kpi: Kpi
    figure: str
    day: str

    @classmethod
    def read(cls, framework: Framework, text: str) -> Written:
        """Raises :class:`InvalidInput` where ``text`` names no KPI, no figure or no day that there is."""
        match = _WRITTEN.fullmatch(text.strip())
        if match is None or not match["kpi"].strip() or not match["figure"].strip():
            raise InvalidInput(
                "no_figure",
                "请写成“KPI=数值 日期”，例如：转化率=2% 2026-03-01。",
                "Please write KPI=FIGURE DAY, for example: conversion=2% 2026-03-01.",
            )
        kpi, figure = find_kpi(framework, match["kpi"].strip()), match["figure"]
        found = _DAY.search(figure)
        return cls(kpi, _DAY.sub("", figure).strip(), read_day(found[0]) if found else today())


@dataclass(frozen=True, slots=True)
class KpiBook:
    """What KPIs measured in the conversations of a store."""

    framework: Framework
    store: ConversationStore

    def record(self, conversation: str, written: Written) -> Measurement | None:
        """Keep a figure, in the place of an earlier one of that day; for :data:`NOTHING` take the earlier one back.

        Raises :class:`InvalidInput` for what is no figure of the KPI or cannot be compared with its other figures.
        """
        kpi, day = written.kpi, written.day
        if written.figure.casefold() in NOTHING:
            if not self.store.unmeasure(conversation, kpi=kpi.id, day=day):
                raise InvalidInput(
                    "nothing_recorded", f"{day}没有{kpi.name.zh}的记录。", f"Nothing is recorded of {kpi.name.en} on {day}."
                )  # fmt: skip
            return None
        new = Measurement(kpi.id, day, written.figure)
        known = self.store.load(conversation).measurements
        same = [m for m in known if m.kpi == kpi.id and m.day != day]
        desk = Desk(self.framework)
        standing(desk, list(entries(desk, [*same, new])))  # raises for what could not be told later
        self.store.measure(conversation, new)
        return new


def today() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%d")


def read_day(text: str) -> str:
    """The day that ``text`` writes, as ``2026-03-01``. Raises :class:`InvalidInput`; tomorrow is somewhere today."""
    match = _DAY.fullmatch(text.strip())
    try:
        day = date(int(match[1]), int(match[3]), int(match[4])) if match else None
    except ValueError:
        day = None
    if day is None:
        raise InvalidInput("no_day", f"没有“{text}”这一天。", f"There is no day {text}.")
    if day > datetime.now(UTC).date() + timedelta(days=1):
        raise InvalidInput("future", f"{day}还没有到。", f"{day} is yet to come.")
    return day.isoformat()


def find_kpi(framework: Framework, name: str) -> Kpi:
    """The KPI that ``name`` means: its id, with or without ``kpi.``, its name, or one of its terms."""
    for kpi in framework.kpis:
        if name in (kpi.id, kpi.id.removeprefix("kpi."), kpi.name.zh, kpi.name.en):
            return kpi
    named = {m.concept for m in Vocabulary(framework).find(plain(name))}
    found = [kpi for kpi in framework.kpis if kpi.id in named]
    if len(found) == 1:
        return found[0]
    zh, en = (", ".join(k.name.in_language(tongue) for k in framework.kpis) for tongue in ("zh", "en"))
    raise InvalidInput(
        "unknown_kpi", f"没有名为“{name}”的 KPI；有：{zh}。", f"There is no KPI “{name}”; there are: {en}."
    )
