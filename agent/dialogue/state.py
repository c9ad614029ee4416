"""The state of a conversation: budgets as scenarios, what was spent, what KPIs measured, what was shown and what is pending.

It holds ids of facts and names, never numbers, and travels as JSON with every turn. :func:`agent.dialogue.apply.apply` is its only writer.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import Any

from agent.dialogue.moves import Ask

VERSION = 1


@dataclass(slots=True)
class Spend:
    """Money taken from a plan: of a subject (a layer, ``ai``, ``marketing``, ``item:…``), in a period, by someone."""

    subject: str
    fact: str
    when: str = ""
    label: str = ""
    by: str = ""
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """Something that was told, set right or taken back: the fact it was, the fact it is (empty where there is none), when and by whom.

    ``what`` is ``told`` (a budget), ``plans``, ``weights``, ``floors``, ``caps``, ``share`` or ``spends``; ``day`` is the day of the message, empty where it is not known.
    """

    turn: int
    day: str = ""
    by: str = ""
    what: str = ""
    subject: str = ""
    scenario: str = ""
    when: str = ""
    before: str = ""
    after: str = ""


@dataclass(slots=True)
class KpiEntry:
    """What was told of a KPI: fact ids by what they are (``now``, ``level``, ``change`` …), and when."""

    figures: dict[str, str] = field(default_factory=dict)
    when: dict[str, str] = field(default_factory=dict)
    none: bool = False


@dataclass(slots=True)
class Scenario:
    """One budget with all that belongs to it.

    ``money`` has the annual amounts by base (``marketing``, ``ai``), ``told`` the amounts as they were told. ``status`` is ``told``, ``supposed``
    or ``actual`` (of a past time). ``low`` and ``high`` ends of a range are two scenarios.
    """

    name: str
    label: str = ""  # as the user named it; empty for K1, K2 …
    money: dict[str, str] = field(default_factory=dict)
    told: dict[str, str] = field(default_factory=dict)
    share: str = ""
    turnover: str = ""
    plans: dict[str, str] = field(default_factory=dict)  # what a layer was given by itself, a year
    weights: dict[str, str] = field(default_factory=dict)
    floors: dict[str, str] = field(default_factory=dict)
    caps: dict[str, str] = field(default_factory=dict)
    excess: str = ""  # the layer that takes what a cap cuts off, where the user named one; the others stay as they are
    phased: dict[str, list[str]] = field(
        default_factory=dict
    )  # how a subject is spread over the year: its parts, then a weight each
    spends: list[Spend] = field(default_factory=list)
    contested: list[Spend] = field(
        default_factory=list
    )  # another person's entries of a line and period: not counted until settled
    kpis: dict[str, KpiEntry] = field(default_factory=dict)  # supposed over what was measured
    counts: dict[str, str] = field(default_factory=dict)
    expenses: list[str] = field(default_factory=list)
    status: str = "told"
    by: str = ""
    comes_from: str = ""
    when: str = ""

    @property
    def base(self) -> str:
        """Which of its moneys a split starts from: the marketing budget where there is one."""
        return "marketing" if "marketing" in self.money else "ai"

    @property
    def budget(self) -> str:
        """The fact of that money, empty where there is none."""
        return self.money.get(self.base, "")


@dataclass(slots=True)
class Pending:
    """An ask that lacks something, and the turn in which it was put back as a question."""

    ask: dict[str, Any]
    lacks: tuple[str, ...]
    turn: int


@dataclass(slots=True)
class Snapshot:
    """What a change replaced, so that it can be taken back."""

    kind: str  # correct | suppose | tell | return
    scenarios: dict[str, Scenario]
    focus: list[str]
    kpis: dict[str, KpiEntry]
    turn: int


@dataclass(slots=True)
class Shown:
    """What the reply of a turn showed: facts in order, and the ids of the list that it gave."""

    turn: int
    facts: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()


HISTORY = 12
SHOWN = 10


@dataclass(slots=True)
class State:
    """Everything that the next message may refer to."""

    version: int = VERSION
    scenarios: dict[str, Scenario] = field(default_factory=dict)
    focus: list[str] = field(default_factory=list)
    kpis: dict[str, KpiEntry] = field(default_factory=dict)
    counts: dict[str, str] = field(default_factory=dict)
    rates: dict[str, str] = field(default_factory=dict)  # "EUR/USD" -> fact: dollars for one euro
    figures: dict[str, str] = field(default_factory=dict)  # figure of a message -> fact
    context: dict[str, str] = field(default_factory=dict)  # figure -> label: kept, never computed with unless named
    claims: dict[str, str] = field(default_factory=dict)  # figure -> subject
    conflict: tuple[str, ...] = ()  # scenarios that two people's words stand for
    asks: list[dict[str, Any]] = field(default_factory=list)  # of the last turn that asked, all slots filled
    pending: list[Pending] = field(default_factory=list)
    question: str = ""  # what the advisor asked last: rate, budget, kpi.…, role:U3
    shown: list[Shown] = field(default_factory=list)
    history: list[Snapshot] = field(default_factory=list)
    speakers: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)  # assumptions that were told already
    log: list[Change] = field(default_factory=list)  # what was changed, the latest last
    fiscal: str = ""  # the month in which the fiscal year begins (M04), empty for January
    language: str = ""
    next_figure: int = 1
    next_scenario: int = 1

    # -- looking up ----------------------------------------------------------------------------------------------------

    @property
    def current(self) -> Scenario | None:
        """The scenario in focus, the last of several."""
        return self.scenarios.get(self.focus[-1]) if self.focus else None

    @property
    def real(self) -> Scenario | None:
        """The told scenario that the one in focus was supposed from; the one in focus where it was told."""
        found = self.current
        while found is not None and found.status == "supposed" and found.comes_from in self.scenarios:
            found = self.scenarios[found.comes_from]
        return found

    @property
    def first_month(self) -> int:
        """The month in which the fiscal year begins."""
        return int(self.fiscal[1:]) if self.fiscal else 1

    def in_focus(self) -> tuple[Scenario, ...]:
        return tuple(self.scenarios[name] for name in self.focus)

    def kpi(self, kpi: str, scenario: Scenario | None = None) -> KpiEntry | None:
        """What is known of a KPI: what the scenario supposes, else what was measured."""
        if scenario is not None and kpi in scenario.kpis:
            return scenario.kpis[kpi]
        return self.kpis.get(kpi)

    def count(self, what: str, scenario: Scenario | None = None) -> str:
        return (scenario.counts.get(what) if scenario else "") or self.counts.get(what, "")

    def listed(self) -> tuple[str, ...]:
        """The list shown last; a thing told by itself is no list where there was one."""
        lists = [s.listed for s in reversed(self.shown) if s.listed]
        return next((found for found in lists if len(found) > 1), lists[0] if lists else ())

    def recent(self) -> tuple[str, ...]:
        """Facts shown in the last turns, the latest first."""
        return tuple(dict.fromkeys(fact for s in reversed(self.shown) for fact in s.facts))

    def last_asks(self) -> tuple[Ask, ...]:
        from agent.dialogue.spelling import from_json

        return tuple(ask for ask in from_json(self.asks) if isinstance(ask, Ask))

    # -- for the writer of the state -----------------------------------------------------------------------------------

    def fresh(self, label: str = "") -> Scenario:
        """A new scenario, named ``label`` or by number."""
        name = label
        if not name or name in self.scenarios:
            name = f"K{self.next_scenario}"
            self.next_scenario += 1
        made = Scenario(name, label)
        self.scenarios[name] = made
        return made

    def remember(self, kind: str, turn: int) -> None:
        """Keep what a change is about to replace."""
        self.history.append(
            Snapshot(kind, copy.deepcopy(self.scenarios), list(self.focus), copy.deepcopy(self.kpis), turn)
        )
        del self.history[:-HISTORY]

    def new_figure(self) -> str:
        """An id for a figure that a message does not spell by itself: the other end of a range, a figure in another role."""
        found = f"U{self.next_figure}"
        self.next_figure += 1
        return found
