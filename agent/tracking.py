"""The KPI book: what KPIs measured, by day, kept with the conversation whose plan they are of.

Here figures are read from words and refused where nothing could be computed with them. What they come to is computed by
``tools.tracking``; ``agent.answers.progressing`` has the statements that tell it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from agent.answers.measured import entries
from agent.language.text import plain
from agent.language.vocabulary import Vocabulary
from agent.memory import ConversationStore
from tools.desk import Desk
from tools.errors import InvalidInput
from tools.facts import Fact, Given
from tools.parameters import Framework, Kpi, Measure
from tools.quantities import UnitKind
from tools.tracking import Measurement, standing

_DAY = re.compile(r"(?<!\d)(\d{4})([-/.年])(\d{1,2})(?:\2|月)(\d{1,2})日?(?!\d)")
#: ``kpi conversion=2.3% 2026-03-01`` as a message: an entry, no question.
_ENTRY = re.compile(r"/?kpi[\s:：]+([^=＝?？]{1,80}[=＝][^=＝?？]{1,200})", re.IGNORECASE)
#: Words that may stand beside a figure and say nothing about it.
_BESIDE = re.compile(
    r"(?:/ ?|每|\bper )\w{1,8}|\b(?:on|at|in|is|was|now|today|as of|per)\b|现在|目前|今天|截至|于|在|为|是|约(?=\d)",
    re.IGNORECASE,
)
_CHANGED = re.compile(r"[+±]|\b(?:up|down|by|gain|rise|fall|increase|decrease|reduc|rose|fell|cut|doubl|tripl)|提|升|增|涨|降|减|缩|翻|快了", re.IGNORECASE)  # fmt: skip
_WRITTEN = re.compile(r"(?P<kpi>[^=＝:：]{1,80})[=＝:：](?P<figure>.{1,200})", re.DOTALL)
#: In place of a figure: what was recorded for the day is taken back.
NOTHING = frozenset(("-", "–", "—", "－", "无", "none"))
_EARLIEST = date(2000, 1, 1)
#: Entries of a conversation.
MOST = 2_000


@dataclass(frozen=True, slots=True)
class Written:
    """``转化率=2.3% 2026-03-01``, taken apart: a KPI, a figure in words and a day (today where none is written)."""

    kpi: Kpi
    figure: str
    day: str

    @classmethod
    def read(cls, framework: Framework, text: str, *, otherwise: str | None = None) -> Written:
        """Raises :class:`InvalidInput` where ``text`` names no KPI, no figure or no day that there is.

        ``otherwise`` is the day where none is written, by default today.
        """
        match = _WRITTEN.fullmatch(text.strip())
        if match is None or not match["kpi"].strip() or not match["figure"].strip():
            raise InvalidInput(
                "no_figure",
                "请写成“KPI=数值 日期”，例如：转化率=2% 2026-03-01。",
                "Please write KPI=FIGURE DAY, for example: conversion=2% 2026-03-01.",
            )
        written = cls.of(find_kpi(framework, match["kpi"].strip()), match["figure"])
        return replace(written, day=otherwise) if otherwise and not _DAY.search(match["figure"]) else written

    @classmethod
    def of(cls, kpi: Kpi, figure: str, day: str | None = None) -> Written:
        """``figure`` with the day that stands in it, if ``day`` is not given apart."""
        found = _DAY.search(figure)
        if found and day is None:
            figure, day = _DAY.sub(" ", figure, count=1), found[0]
        return cls(kpi, figure.strip(), read_day(day) if day is not None else today())


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
            self.take_back(conversation, kpi, day)
            return None
        new = Measurement(kpi.id, day, written.figure)
        known = self.store.load(conversation).measurements
        if len(known) >= MOST:
            raise InvalidInput(
                "too_many",
                "这个对话的记录太多了，请开一个新对话。",
                "This conversation holds too many entries; begin a new conversation.",
            )
        same = [m for m in known if m.kpi == kpi.id and m.day != day]
        self._check(kpi, new, same)
        self.store.measure(conversation, new)
        return new

    def take_back(self, conversation: str, kpi: Kpi, day: str) -> None:
        """Forget what was recorded of a KPI for a day. Raises :class:`InvalidInput` where that is nothing."""
        if not self.store.unmeasure(conversation, kpi=kpi.id, day=day):
            raise InvalidInput(
                "nothing_recorded", f"{day}没有{kpi.name.zh}的记录。", f"Nothing is recorded of {kpi.name.en} on {day}."
            )  # fmt: skip

    def _check(self, kpi: Kpi, new: Measurement, same: list[Measurement]) -> None:
        """Refuse what could not be told later, in words that say what would do."""
        desk = Desk(self.framework)
        (entry,) = entries(desk, [new])
        _check_words(kpi, new.figure, entry.figure)
        try:
            standing(desk, [entry, *entries(desk, same)])
        except InvalidInput as error:
            if error.code != "different_units" or not same:
                raise
            was = f"{same[0].figure} ({same[0].day})"
            raise InvalidInput(
                "different_units",
                f"{kpi.name.zh}之前记录的是 {was}：请用同样的单位；如果那一条记错了，先用 {kpi.name.zh}=- {same[0].day} 撤回。",
                f"{kpi.name.en} was recorded as {was}: use the same unit, or take that entry back first with "
                f"{kpi.id.removeprefix('kpi.')}=- {same[0].day}.",
            ) from None


def _check_words(kpi: Kpi, text: str, figure: Fact) -> None:
    """Refuse what is a change or no level, and words that were not understood."""
    percent = figure.unit.kind is UnitKind.PERCENT
    rate = kpi.measure is Measure.LEVEL or "percent" in kpi.units or not kpi.units
    if figure.unit.kind is UnitKind.MULTIPLE or figure.value < 0 or (percent and not rate) or _CHANGED.search(text):
        raise InvalidInput(
            "a_change",
            f"请记录{kpi.name.zh}当天的实测值，不要写变化幅度：变化由我来算。例如先记基线，以后再记新的数值。",
            f"Please record what {kpi.name.en} measured that day, not the change: the change is computed. "
            "Record the baseline first, and later figures as they come.",
        )
    told_in = {figure.unit.code, figure.unit.kind.value, "percent" if kpi.measure is Measure.LEVEL else ""}
    if figure.unit.kind is not UnitKind.NUMBER and not percent and kpi.units and not told_in & set(kpi.units):
        raise InvalidInput(
            "wrong_unit", f"“{text}”的单位和{kpi.name.zh}对不上。", f"“{text}” is in another unit than {kpi.name.en}."
        )  # fmt: skip
    if percent and kpi.measure is Measure.LEVEL and not 0 <= figure.value <= 100:
        raise InvalidInput(
            "no_level", f"{kpi.name.zh}应在 0% 到 100% 之间。", f"{kpi.name.en} lies between 0% and 100%."
        )  # fmt: skip
    assert isinstance(figure.provenance, Given)
    beside = text.replace(figure.provenance.text, " ", 1)
    if unread := re.sub(r"[^\w/-]+", " ", _BESIDE.sub(" ", beside)).strip(" -_"):
        raise InvalidInput(
            "not_read",
            f"没看懂“{unread}”。日期请写成 2026-03-01，单位紧跟在数字后面。",
            f"“{unread}” was not understood. Write the day as 2026-03-01, and the unit right behind the figure.",
        )


def entry_in(message: str) -> str | None:
    """``conversion=2.3% 2026-03-01`` of a message that is an entry for the KPI book."""
    match = _ENTRY.fullmatch(message.strip())
    return match[1] if match else None


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
    if day < _EARLIEST:
        raise InvalidInput("no_day", f"{day}太早了。", f"{day} is too long ago.")
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
