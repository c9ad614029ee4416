"""The plan: what a reply is made of, in the order in which it is told. The same plan feeds every writer.

Sections hold typed results (facts and framework objects), never text; ``agent.writing`` has the words.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from agent.planning.frame import Frame
from tools.budget import Inverse, ItemAmount, Range, ShareCheck, Split
from tools.comparing import Comparison
from tools.errors import InvalidInput
from tools.facts import Fact, Ledger
from tools.kpis import GateResult, Target
from tools.parameters import Concept, Gap, Kpi, Layer, Phase, Quadrant
from tools.plans import LayerPlan, Placement, Scenario, Stage
from tools.tracking import Standing


class Assumption(StrEnum):
    """A reading that the user's words or the source leave open; the reply says so."""

    BASE = "base"  # neither "marketing" nor "AI" was said
    CURRENCY = "currency"  # an amount in 万 or 亿 without a currency
    NO_CURRENCY = "no_currency"
    YUAN_SIGN = "yuan_sign"  # the sign that yuan and yen share, in an English message
    CURRENCY_KEPT = "currency_kept"  # an amount without a currency, in a conversation that has one
    LAYERS = "layers"  # the layers are shares of the annual marketing budget
    RELATIVE = "relative"  # percentage gains are relative
    ROUNDED_UP = "rounded_up"
    ANNUAL = "annual"  # the amount was converted to a year


class Talk(StrEnum):
    GREETING = "greeting"
    THANKS = "thanks"
    FAREWELL = "farewell"
    IDENTITY = "identity"
    MOOD = "mood"


class Question(StrEnum):
    """What the advisor asks when it cannot go on without knowing."""

    BUDGET = "budget"
    BASELINE = "baseline"
    ACTUALS = "actuals"
    RATE = "rate"
    VAGUE = "vague"
    AMBIGUOUS = "ambiguous"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Section:
    """Base of the parts of a reply."""


@dataclass(frozen=True, slots=True)
class SplitSection(Section):
    split: Split
    focus: tuple[str, ...] = ()
    periods: tuple[Fact, ...] = ()  # the amounts told per period, in the order of the rows shown
    together: Fact | None = None  # the rows shown, added up


@dataclass(frozen=True, slots=True)
class RangeSection(Section):
    range: Range
    focus: str = "both"  # low | high | both


@dataclass(frozen=True, slots=True)
class ShareSection(Section):
    check: ShareCheck
    part: Fact | None = None
    asked: str = ""  # ok | too: how the message asks whether the share is right


@dataclass(frozen=True, slots=True)
class ItemSection(Section):
    item: ItemAmount
    share: Fact | None
    amount_asked: bool = False
    period: Fact | None = None
    proportional: bool = False  # the budget is an AI budget, split in the layers' proportion


@dataclass(frozen=True, slots=True)
class LimitedSection(Section):
    layer: Layer
    share: Fact
    amount: Fact | None = None
    budget: Fact | None = None


@dataclass(frozen=True, slots=True)
class InverseSection(Section):
    inverse: Inverse
    own_share: Fact | None = None


@dataclass(frozen=True, slots=True)
class CompareSection(Section):
    comparison: Comparison
    focus: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RangesSection(Section):
    """Several budgets' ranges side by side."""

    ranges: tuple[Range, ...]


@dataclass(frozen=True, slots=True)
class ScenariosSection(Section):
    """One budget under several AI shares, each with a name."""

    scenarios: tuple[Scenario, ...]


@dataclass(frozen=True, slots=True)
class ProjectsSection(Section):
    """What each layer pays for; ``unpaid`` is what no layer does."""

    layers: tuple[LayerPlan, ...]
    unpaid: tuple[Placement, ...]


@dataclass(frozen=True, slots=True)
class StagesSection(Section):
    """The phases with their KPIs, and targets where today's figure is known."""

    stages: tuple[Stage, ...]


@dataclass(frozen=True, slots=True)
class ConvertSection(Section):
    rate: Fact | None
    pairs: tuple[tuple[Fact, Fact], ...]


@dataclass(frozen=True, slots=True)
class ResultSection(Section):
    """A figure that was computed on the way and that the reply starts from (an annual budget, a raised budget)."""

    fact: Fact
    inputs: tuple[Fact, ...]
    kind: str  # annual | added | removed | scaled | left | part | of_layer | difference


@dataclass(frozen=True, slots=True)
class TargetSection(Section):
    target: Target
    phase: Phase
    current: Fact | None = None  # how many are there already
    short: Fact | None = None  # how many more


@dataclass(frozen=True, slots=True)
class GateSection(Section):
    result: GateResult
    next_phase: Phase | None


@dataclass(frozen=True, slots=True)
class ProgressSection(Section):
    """How the KPIs of a plan are doing."""

    standing: Standing

    @property
    def gates(self) -> tuple[GateResult, ...]:
        """The phase at hand first, then those that something is known of."""
        current = self.standing.current
        entered = self.standing.latest
        known = [
            gate
            for gate in self.standing.gates
            if gate is not current and (gate.checks or any(kpi.id in entered for kpi in gate.phase.kpis))
        ]
        return (*([current] if current else []), *known)


@dataclass(frozen=True, slots=True)
class ChangeSection(Section):
    kpi: Kpi
    before: Fact
    after: Fact
    change: Fact
    threshold: Fact
    met: bool


@dataclass(frozen=True, slots=True)
class LayersSection(Section):
    rows: tuple[tuple[Layer, Fact], ...]
    focus: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TotalShareSection(Section):
    """What all layers take together, and that nothing is said of the rest."""

    ratio: Fact
    passages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShareRangeSection(Section):
    """The range of the AI share, without an amount."""

    low: Fact
    high: Fact


@dataclass(frozen=True, slots=True)
class PhaseSection(Section):
    phase: Phase
    thresholds: tuple[tuple[Kpi, Fact], ...]


@dataclass(frozen=True, slots=True)
class NoSuchPhaseSection(Section):
    """A phase was asked for that the framework does not have; these are those that it has."""

    phases: tuple[Phase, ...]


@dataclass(frozen=True, slots=True)
class KpiSection(Section):
    kpi: Kpi
    phase: Phase
    threshold: Fact


@dataclass(frozen=True, slots=True)
class QuadrantSection(Section):
    quadrant: Quadrant


@dataclass(frozen=True, slots=True)
class ConceptSection(Section):
    """A concept that passages tell about, with the figures that they state."""

    concept: Concept
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class PassageSection(Section):
    """A passage quoted in full; ``cut_off`` when its sentence breaks off in the source."""

    passage: str
    cut_off: bool = False


@dataclass(frozen=True, slots=True)
class GapSection(Section):
    gap: Gap


@dataclass(frozen=True, slots=True)
class UnstatedSection(Section):
    """The source speaks of the topic (the quoted passages that follow) but not of what was asked."""

    attribute: str | None = None
    related: bool = True


@dataclass(frozen=True, slots=True)
class ReceiptSection(Section):
    """How the figures of the reply before came about."""

    facts: tuple[Fact, ...]
    ledger: Ledger


@dataclass(frozen=True, slots=True)
class ClaimSection(Section):
    """A number that the message ascribes to the framework, and what the framework says."""

    concept: str
    stated: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class DisputeSection(Section):
    """A number of the framework in force, and what other documents state instead."""

    stated: Fact
    others: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class TalkSection(Section):
    talk: Talk


@dataclass(frozen=True, slots=True)
class OutOfScopeSection(Section):
    pass


@dataclass(frozen=True, slots=True)
class QuestionSection(Section):
    question: Question
    text: str = ""
    kpis: tuple[Kpi, ...] = ()


@dataclass(frozen=True, slots=True)
class ErrorSection(Section):
    error: InvalidInput


@dataclass(frozen=True, slots=True)
class Style:
    """How the user wants the reply to look."""

    table: bool = False
    brief: bool = False
    bullets: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """One turn's plan: the parts of the reply, what it assumes, and the frame that it leaves behind."""

    language: str
    frame: Frame
    sections: tuple[Section, ...]
    assumptions: tuple[Assumption, ...] = ()
    passages: tuple[str, ...] = ()
    style: Style = field(default_factory=Style)
