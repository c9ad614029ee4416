"""The books of a conversation as they are: what was told to be spent, which budgets stand side by side, and what was changed since a day and by whom."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from agent.answers.actuals import contested, layer_of
from agent.answers.bridging import name_of
from agent.answers.context import Context, Draft
from agent.answers.model import Answer, Column, Note, Slot
from agent.answers.registry import answers
from agent.answers.spending import together
from agent.answers.tables import table
from agent.dialogue.asking import Resolved
from agent.dialogue.moves import Goal
from agent.dialogue.names import AI
from agent.dialogue.periods import covers, in_year, months_of, spelled
from agent.dialogue.state import Change, Scenario, Spend
from tools.facts import Fact
from tools.identity import Label

#: Rows of a table: the latest are shown.
ROWS = 60


@answers(Goal.BOOK)
def book(asked: Resolved, c: Context) -> Answer:
    """Every entry of the spend book: when, of what, how much and who told it; those of what the question names, else all."""
    draft = Draft(asked.ask.goal.value)
    periods = asked.ask.when.split()
    scenario = c.state.current
    found = [s for s in (scenario.spends if scenario else []) if _asked_for(c, s, asked.ask.about, periods)]
    if scenario is None or not found:
        draft.add(Note("nothing_spent"))
        draft.add(*(contested(c, scenario) if scenario else ()))
        return draft.done()
    years = all(s.when[:4].isdigit() for s in found)
    shown = sorted(found, key=lambda s: _place(c, s, years=years))[-ROWS:]
    rows: list[tuple[Slot | None, ...]] = [
        (_when(c, s.when), line_name(c, s), c.fact(s.fact), Label(s.by, s.by) if s.by else None) for s in shown
    ]
    spent = together(c, scenario, found)
    rows.append((c.name("total"), None, spent, None))
    columns = (
        Column("date", number=False),
        Column("item", number=False),
        Column("amount"),
        Column("speaker", number=False),
    )
    draft.add(
        table(
            "spends", columns, rows, "latest" if len(found) > ROWS else "", scenario=scenario.name, total=True,
            subjects=tuple(s.subject for s in shown),
        )
    )  # fmt: skip
    draft.need(*(c.fact(s.fact) for s in shown), spent)
    draft.add(*contested(c, scenario))
    return draft.done()


def _place(c: Context, spend: Spend, *, years: bool) -> tuple[str, int, str]:
    """Entries stand by year, where all name theirs, and month; those of no day come last."""
    months = months_of(spend.when, c.state.first_month)
    year = spend.when[:4] if years else ""
    return year, min((in_year(m, c.state.first_month) for m in months), default=13), spend.when


def _asked_for(c: Context, spend: Spend, about: Sequence[str], periods: Sequence[str]) -> bool:
    of = not about or AI in about or spend.subject in about or layer_of(c, spend.subject) in about
    return of and (not periods or covers(periods, spend.when, c.state.first_month))


def line_name(c: Context, spend: Spend) -> Label:
    """What a line is called; what was spent of the plan as a whole is of no layer."""
    if spend.label:
        return Label(spend.label, spend.label)
    return Label("未分层", "not by layer") if spend.subject in ("plan", AI) else c.name(spend.subject)


def _when(c: Context, when: str) -> Label | None:
    return spelled(when, c.state.first_month) if when and months_of(when, c.state.first_month) else None


@answers(Goal.SCENARIOS)
def scenarios(asked: Resolved, c: Context) -> Answer:
    """Every budget that stands in the conversation: its name, its amount, what AI gets of it, what it is and where it comes from."""
    draft = Draft(asked.ask.goal.value)
    found = [s for s in c.state.scenarios.values() if s.budget]
    if not found:
        draft.add(Note("no_scenarios"))
        return draft.done()
    plan = c.state.real
    rows: list[tuple[Slot | None, ...]] = []
    for scenario in found:
        budget, total = c.fact(scenario.budget), c.split(scenario).total
        origin = c.state.scenarios.get(scenario.comes_from)
        rows.append(
            (
                name_of(scenario) or _numbered(found, scenario), budget, total, "is_plan" if scenario is plan else scenario.status,
                (name_of(origin) or _numbered(found, origin)) if origin is not None and origin in found else None,
                Label(scenario.by, scenario.by) if scenario.by else None,
            )
        )  # fmt: skip
        draft.need(budget, total)
    heads = ("name", "budget", "ai_total", "status", "comes_from", "speaker")
    columns = [
        Column(head, number=head in ("budget", "ai_total"), label=_BUDGET if head == "budget" else None)
        for head in heads
    ]
    draft.add(table("cases", columns, rows))
    return draft.done()


_BUDGET = Label("预算", "Budget")


def _numbered(found: Sequence[Scenario], scenario: Scenario) -> Label:
    place = found.index(scenario)
    return Label(
        f"第{'一二三四五六七八九十'[place] if place < 10 else place + 1}个预算",
        f"budget {'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[place % 26]}",
    )


@answers(Goal.CHANGED)
def changed(asked: Resolved, c: Context) -> Answer:
    """What was told, set right or taken back since a day: what it was, what it is, when and by whom."""
    draft = Draft(asked.ask.goal.value)
    since = since_of(asked.ask.when, c.message.today)
    found = [x for x in c.state.log if (not since or (x.day or c.message.today) >= since) and x.turn < c.message.turn]
    shown = [row for x in found if (row := _change(c, x)) is not None][-ROWS:]
    if not shown:
        draft.add(Note("no_changes"))
        return draft.done()
    columns = [Column(head, number=head in ("was", "is")) for head in ("date", "item", "was", "is", "speaker")]
    draft.add(table("changes", columns, shown))
    draft.need(*(cell for line in shown for cell in line if isinstance(cell, Fact)))
    return draft.done()


def _change(c: Context, x: Change) -> tuple[Slot | None, ...] | None:
    before, after = (c.desk.ledger.facts.get(fact) for fact in (x.before, x.after))
    if before is None and after is None:
        return None
    shown = after if after is not None else before
    assert shown is not None
    name, period = c.name("other" if x.subject == "plan" else x.subject), _when(c, x.when)
    kind = _KINDS[x.what]
    scenario = c.state.scenarios.get(x.scenario)
    called = name_of(scenario) if scenario is not None else None
    zh = "，".join(
        part for part in (called.zh if called else "", f"{name.zh}{kind.zh}", period.zh if period else "") if part
    )
    en = ", ".join(
        part
        for part in (called.en if called else "", f"{name.en} {kind.en}".strip(), period.en if period else "")
        if part
    )
    return (x.day or None, Label(zh, en), before, after, Label(x.by, x.by) if x.by else None)


_KINDS = {
    "told": Label("", ""), "plans": Label("预算", "budget"), "weights": Label("自定比例", "own share"), "floors": Label("下限", "floor"),
    "caps": Label("上限", "cap"), "share": Label("占比", "share"), "spends": Label("支出", "spend"),
}  # fmt: skip

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def since_of(when: str, today: str) -> str:
    """The first day that ``when`` names (``monday``, ``yesterday``, ``week``, ``2026-03-01``, ``M03``); empty for the whole conversation, or where today is not known."""
    if not when or not today:
        return when if len(when) == 10 else ""
    now = date.fromisoformat(today)
    if when in _DAYS:
        return (now - timedelta(days=(now.weekday() - _DAYS.index(when)) % 7)).isoformat()
    fixed: dict[str, Callable[[], date]] = {
        "today": lambda: now, "yesterday": lambda: now - timedelta(days=1), "week": lambda: now - timedelta(days=now.weekday()),
        "last_week": lambda: now - timedelta(days=now.weekday() + 7), "month": lambda: now.replace(day=1),
    }  # fmt: skip
    if when in fixed:
        return fixed[when]().isoformat()
    if when[:1] == "M":
        month, _, day = when[1:].partition("-")
        return f"{now.year - (int(month) > now.month)}-{month}-{day or '01'}"
    return f"{when}-01" if len(when) == 7 else when if len(when) == 10 else ""
