"""What planning one turn works on: the reading, the frame as it changes, the desk, and what was found so far."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from agent.language.cues import names as cue_names
from agent.language.vocabulary import names_concept
from agent.planning.figures import GivenFigures
from agent.planning.frame import Frame
from agent.planning.plan import Assumption
from agent.reading import Reading
from agent.roles import Role
from tools.desk import Desk
from tools.facts import Fact
from tools.identity import Label
from tools.parameters import Framework, Gap, Kpi, Layer, Phase, Project
from tools.quantities import UnitKind
from tools.tracking import Measurement

#: What is not so much per month.
_TIMELESS = frozenset((UnitKind.PERCENT, UnitKind.MULTIPLE, UnitKind.DURATION))


def _apart(text: str, span: tuple[int, int], start: int, end: int) -> int:
    """How far a figure stands from a word; a mark between them counts for several letters, and what follows goes first."""
    between = text[span[1] : start] if start >= span[1] else text[end : span[0]]
    return 2 * len(between) + 10 * sum(mark in between for mark in "，,。;；、") + (start < span[0])


@dataclass(slots=True)
class Context:
    """One turn being planned. Mutable on purpose: it lives as long as one call of the planner."""

    framework: Framework
    reading: Reading
    frame: Frame
    desk: Desk
    turn: int
    search: Callable[[str], Sequence[Any]]
    cut_off: frozenset[str] = frozenset()  # passages whose sentence breaks off in the source
    shown: tuple[str, ...] = ()  # facts that the reply before told
    cited: tuple[str, ...] = ()  # passages that it cited
    measured: tuple[Measurement, ...] = ()  # what KPIs measured, by day
    given: GivenFigures = field(default_factory=lambda: GivenFigures((), currency_assumed=False))
    assumptions: list[Assumption] = field(default_factory=list)
    passages: list[str] = field(default_factory=list)
    _hits: Sequence[Any] | None = None
    _gaps: tuple[Gap, ...] | None = None

    @property
    def hits(self) -> Sequence[Any]:
        """The passages that fit the message best (looked up once, when first needed)."""
        if self._hits is None:
            self._hits = self.search(self.reading.text)
        return self._hits

    def cue(self, *names: str) -> bool:
        return self.reading.cues.any(*names)

    def period_of_budget(self, cue: str, *, joined: bool = False) -> bool:
        """Whether the period that ``cue`` finds is said of the budget, and not of another figure that stands nearer to it.

        With ``joined`` it stands in one clause with the budget's figure, where the message has one.
        """
        for start, end in self.reading.cues.spans(cue):
            figures = [
                f
                for f in self.reading.figures
                if (f.figure.end <= start or end <= f.figure.start) and f.figure.unit.kind not in _TIMELESS
            ]
            nearest = min(
                figures,
                key=lambda f: _apart(self.reading.plain, (start, end), f.figure.start, f.figure.end),
                default=None,
            )
            if nearest is None or nearest.role in (Role.MARKETING_BUDGET, Role.AI_BUDGET, Role.AMOUNT):
                apart = (
                    nearest and _apart(self.reading.plain, (start, end), nearest.figure.start, nearest.figure.end) >= 10
                )
                if not (joined and apart):
                    return True
        return False

    def corrects(self) -> bool:
        """Whether the message sets something right, in words that do not ask for a conversion ("换成人民币" does)."""
        converting = self.reading.cues.spans("ask_convert")
        return any(
            not any(a < end and start < b for a, b in converting)
            for start, end in self.reading.cues.spans("correction")
        )

    def fact(self, fact_id: str | None) -> Fact | None:
        return self.desk.ledger[fact_id] if fact_id and fact_id in self.desk.ledger else None

    def cite(self, *passages: str) -> None:
        self.passages.extend(passages)

    def assume(self, *assumptions: Assumption) -> None:
        self.assumptions.extend(assumptions)

    def topical(self) -> bool:
        """Whether the message names anything of the framework."""
        return bool(self.reading.mentions)

    def gaps(self) -> tuple[Gap, ...]:
        """What the message asks for and the source does not give."""
        if self._gaps is None:
            self._gaps = tuple(gap for gap in self.framework.gaps if self._asks_for(gap))
        return self._gaps

    def _asks_for(self, gap: Gap) -> bool:
        """Whether the message asks for what ``gap`` says is missing: a term of it, or one of each group in ``when``."""
        if names_concept(gap, self.reading.plain):
            return True
        # "And how many months is it?" asks about what was told before.
        named = {m.concept for m in self.reading.mentions} or set(self.frame.concepts)
        kinds = {name.partition(".")[0] for name in named} | named
        return bool(gap.when) and all(any(x in kinds or self._has_cue(x) for x in group) for group in gap.when)

    def _has_cue(self, name: str) -> bool:
        return name in cue_names() and name in self.reading.cues

    def gap(self) -> bool:
        return bool(self.gaps())

    def gap_named(self, name: str) -> Gap | None:
        return next((gap for gap in self.framework.gaps if gap.id.endswith(name)), None)

    def labels(self) -> dict[str, Label]:
        """Names of everything that a figure can be about."""
        f = self.framework
        return {c.id: c.name for c in (*f.layers, *f.projects, *f.kpis)}

    def layers(self) -> tuple[Layer, ...]:
        named = self.reading.named("layer")
        return tuple(layer for layer in self.framework.layers if layer.id in named)

    def projects(self) -> tuple[Project, ...]:
        named = self.reading.named("project")
        return tuple(p for p in self.framework.projects if p.id in named)

    def phases(self) -> tuple[Phase, ...]:
        named = self.reading.named("phase")
        return tuple(p for p in self.framework.phases if p.id in named)

    def kpis(self) -> tuple[Kpi, ...]:
        named = self.reading.named("kpi")
        return tuple(k for k in self.framework.kpis if k.id in named)

    def kpi(self, kpi_id: str) -> Kpi:
        return next(k for k in self.framework.kpis if k.id == kpi_id)

    def phase_of(self, kpi: Kpi) -> Phase:
        return next(p for p in self.framework.phases if any(k.id == kpi.id for k in p.kpis))

    def phase(self, phase_id: str) -> Phase:
        return next(p for p in self.framework.phases if p.id == phase_id)

    def next_phase(self, phase: Phase) -> Phase | None:
        return next((p for p in self.framework.phases if p.number == phase.number + 1), None)
