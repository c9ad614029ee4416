"""The framework's types: layers, quadrants, phases and their KPIs, every number with unit, source and quote.

The numbers themselves are data of ``knowledge/framework``; nothing here holds one. A company's own framework has
the same shape with other names and numbers, so nothing here names a layer or a phase either.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from tools.facts import Sourced
from tools.identity import Label
from tools.quantities import Comparator, Unit


@dataclass(frozen=True, slots=True)
class Terms:
    """The words by which people call a thing, in both languages (its names included)."""

    zh: tuple[str, ...] = ()
    en: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number of the framework as its source states it; the quote stands verbatim in the source."""

    id: str
    label: Label
    value: Decimal
    unit: Unit
    comparator: Comparator
    source: Sourced


@dataclass(frozen=True, slots=True)
class Concept:
    """Something that people name: ``id`` is unique in a framework (``layer.tactical``)."""

    id: str
    name: Label
    terms: Terms
    passages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Layer(Concept):
    """A layer of spending with its share of the base."""

    share: Parameter | None = None
    goal: Label = Label("", "")


@dataclass(frozen=True, slots=True)
class Project(Concept):
    """A typical project; ``layer`` is the id of the layer that pays for it, ``None`` where none does."""

    quadrant: str = ""
    layer: str | None = None


@dataclass(frozen=True, slots=True)
class Quadrant(Concept):
    """A quadrant of payback time against asset accumulation, with its strategy."""

    payback: Label = Label("", "")
    accumulation: Label = Label("", "")
    strategy: Label = Label("", "")
    projects: tuple[Project, ...] = ()


class Measure(StrEnum):
    """How a KPI's threshold is to be read."""

    CHANGE = "change"  # relative change against a baseline, in percent
    LEVEL = "level"  # a level reached, in percent
    MULTIPLE = "multiple"  # a multiple of the baseline


class Direction(StrEnum):
    """Which way is better."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Kpi(Concept):
    """A KPI of a phase. ``units`` are codes of the units in which people give its baseline, ``counted`` the things."""

    phase: str = ""
    measure: Measure = Measure.CHANGE
    direction: Direction = Direction.UP
    threshold: Parameter | None = None
    units: tuple[str, ...] = ()
    counted: Terms = Terms()

    @property
    def measured(self) -> Label:
        """What the threshold measures: ``项目周期缩短`` rather than ``项目周期``."""
        return self.threshold.label if self.threshold and self.measure is Measure.CHANGE else self.name


@dataclass(frozen=True, slots=True)
class Phase(Concept):
    """A phase with its number in the order of phases and its KPIs."""

    number: int = 0
    kpis: tuple[Kpi, ...] = ()
    actions: Label = Label("", "")


@dataclass(frozen=True, slots=True)
class Gap(Concept):
    """Something that people ask for and the source does not give.

    It is asked for by one of its terms. ``missing`` names it within a sentence; ``cut_off`` tells that a passage announces it and breaks off;
    ``instead`` is what the source does give, ``passages`` where. ``together`` is as a topic has it.
    """

    missing: Label = Label("", "")
    cut_off: bool = False
    instead: Label = Label("", "")
    together: tuple[tuple[Terms, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Topic(Concept):
    """Something else that people ask about and passages answer; ``statements`` are ids of its numbers.

    ``together`` are groups of words that name it where each group has one in a message ("staff" beside "refuse"): a word that ends in ``*`` stands for
    every word that begins so. ``members`` are the passages of its parts, in order: what "the second one" is.
    """

    statements: tuple[str, ...] = ()
    together: tuple[tuple[Terms, ...], ...] = ()
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Framework:
    """A whole framework: ``base`` is what the shares are shares of (the annual marketing budget).

    ``base_stated`` tells that the source says so itself; otherwise the reading is named as an assumption.
    ``limited_budget_advice`` is what the source says to do within ``limited_budget_layer``.
    """

    id: str
    version: str
    name: Label
    base: Label
    share_min: Parameter
    share_max: Parameter
    layers: tuple[Layer, ...]
    quadrants: tuple[Quadrant, ...]
    phases: tuple[Phase, ...]
    limited_budget_layer: str | None = None
    limited_budget_advice: Label = Label("", "")
    base_stated: bool = False
    statements: tuple[Parameter, ...] = ()
    gaps: tuple[Gap, ...] = ()
    topics: tuple[Topic, ...] = ()

    def layer(self, layer_id: str) -> Layer:
        return next(layer for layer in self.layers if layer.id == layer_id)

    @property
    def kpis(self) -> tuple[Kpi, ...]:
        return tuple(kpi for phase in self.phases for kpi in phase.kpis)

    @property
    def projects(self) -> tuple[Project, ...]:
        return tuple(project for quadrant in self.quadrants for project in quadrant.projects)

    @property
    def wordings(self) -> tuple[Label, ...]:
        """The framework's own sentences and phrases beside its names, as replies tell them word for word."""
        found = [self.limited_budget_advice]
        found += [layer.goal for layer in self.layers]
        for quadrant in self.quadrants:
            found += [quadrant.payback, quadrant.accumulation, quadrant.strategy]
        found += [phase.actions for phase in self.phases]
        found += [kpi.measured for kpi in self.kpis]
        for gap in self.gaps:
            found += [gap.missing, gap.instead]
        return tuple(found)

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """Every number of the framework, once."""
        shares = tuple(layer.share for layer in self.layers if layer.share)
        thresholds = tuple(kpi.threshold for kpi in self.kpis if kpi.threshold)
        return (self.share_min, self.share_max, *shares, *thresholds, *self.statements)
