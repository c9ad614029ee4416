"""The framework from its YAML file: every number with unit, comparator, passage and a quote that is really there.

A quote is looked up in the original text of its passage, so that a number whose source changed cannot be loaded.
The types are those of ``tools.parameters``; computing with them is the work of ``tools``.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from knowledge.corpus import Corpus, load_corpus
from knowledge.datafile import Fields, read_data
from tools.facts import Label, Sourced
from tools.parameters import (
    Direction,
    Framework,
    Gap,
    Kpi,
    Layer,
    Measure,
    Parameter,
    Phase,
    Project,
    Quadrant,
    Terms,
    Topic,
)
from tools.quantities import MULTIPLE, NUMBER, PERCENT, UNITS, Comparator, Unit

SHIPPED = Path(__file__).parent / "framework" / "ai-marketing-budget.yaml"

_UNITS: dict[str, Unit] = {"percent": PERCENT, "x": MULTIPLE, "number": NUMBER, **UNITS}
_BASELINE_UNITS = (*_UNITS, "money")
_CONCEPT = ("id", "name", "terms", "passages")

T = TypeVar("T")


def load_framework(path: Path | None = None) -> Framework:
    """The framework at ``path``, the shipped one without it. Raises :class:`knowledge.errors.BrokenData`."""
    return _load(path or SHIPPED)


@lru_cache(maxsize=4)
def _load(path: Path) -> Framework:
    return read_framework(path, corpus=load_corpus())


def read_framework(path: Path, *, corpus: Corpus) -> Framework:
    """The framework at ``path`` with quotes from ``corpus``."""
    return _Reader(read_data(path), corpus).framework()


class _Reader:
    """Builds the framework and remembers which ids it has given out."""

    def __init__(self, root: Fields, corpus: Corpus) -> None:
        self._root = root
        self._corpus = corpus
        self._ids: set[str] = set()
        self._document = root.text("document")

    def framework(self) -> Framework:
        root = self._root
        root.only(
            "id", "version", "document", "name", "base", "limited_budget_layer", "share",
            "layers", "quadrants", "phases", "statements", "topics", "gaps",
        )  # fmt: skip
        share = root.fields("share")
        share.only("min", "max")
        framework = Framework(
            id=root.text("id"),
            version=root.text("version"),
            name=root.label("name"),
            base=root.label("base"),
            share_min=self._parameter(share.fields("min")),
            share_max=self._parameter(share.fields("max")),
            layers=self._all(root, "layers", self._layer),
            quadrants=self._all(root, "quadrants", self._quadrant),
            phases=self._all(root, "phases", self._phase),
            limited_budget_layer=root.optional_text("limited_budget_layer"),
            statements=self._all(root, "statements", self._parameter),
            topics=self._all(root, "topics", self._topic),
            gaps=self._all(root, "gaps", self._gap),
        )
        self._check(framework)
        return framework

    def _all(self, fields: Fields, name: str, read: Callable[[Fields], T]) -> tuple[T, ...]:
        return tuple(read(item) for item in fields.items(name))

    def _id(self, fields: Fields) -> str:
        found = fields.text("id")
        if found in self._ids:
            fields.fail("id", f"{found!r} is used twice")
        self._ids.add(found)
        return found

    def _passages(self, fields: Fields) -> tuple[str, ...]:
        passages = fields.texts("passages")
        for passage in passages:
            if passage not in self._corpus:
                fields.fail("passages", f"there is no passage {passage!r}")
        return passages

    def _parameter(self, fields: Fields, *, parameter_id: str | None = None) -> Parameter:
        fields.only("id", "label", "value", "unit", "comparator", "source")
        unit = fields.choice("unit", tuple(_UNITS))
        return Parameter(
            id=parameter_id or self._id(fields),
            label=fields.label("label"),
            value=fields.decimal("value"),
            unit=_UNITS[unit],
            comparator=Comparator(fields.choice("comparator", tuple(Comparator), Comparator.EQUAL)),
            source=self._source(fields.fields("source")),
        )

    def _source(self, fields: Fields) -> Sourced:
        fields.only("passage", "quote")
        passage_id, quote = fields.text("passage"), fields.text("quote")
        if passage_id not in self._corpus:
            fields.fail("passage", f"there is no passage {passage_id!r}")
        passage = self._corpus.passage(passage_id)
        original = self._corpus.original(passage)
        at = original.find(quote)
        if at < 0:
            fields.fail("quote", f"{quote!r} does not stand in passage {passage_id}")
        if original.find(quote, at + 1) >= 0:
            fields.fail("quote", f"{quote!r} stands more than once in passage {passage_id}")
        start = passage.start + at
        return Sourced(passage.document, passage_id, start, start + len(quote), quote)

    def _layer(self, fields: Fields) -> Layer:
        fields.only(*_CONCEPT, "share", "goal")
        layer_id = self._id(fields)
        return Layer(
            layer_id,
            fields.label("name"),
            fields.terms("terms"),
            self._passages(fields),
            share=self._parameter(fields.fields("share"), parameter_id=f"{layer_id}.share"),
            goal=fields.label("goal"),
        )

    def _quadrant(self, fields: Fields) -> Quadrant:
        fields.only(*_CONCEPT, "payback", "accumulation", "strategy", "projects")
        quadrant_id = self._id(fields)

        def project(inner: Fields) -> Project:
            inner.only(*_CONCEPT, "layer")
            return Project(
                self._id(inner),
                inner.label("name"),
                inner.terms("terms"),
                self._passages(inner),
                quadrant=quadrant_id,
                layer=inner.optional_text("layer"),
            )

        return Quadrant(
            quadrant_id,
            fields.label("name"),
            fields.terms("terms"),
            self._passages(fields),
            payback=fields.label("payback"),
            accumulation=fields.label("accumulation"),
            strategy=fields.label("strategy"),
            projects=self._all(fields, "projects", project),
        )

    def _phase(self, fields: Fields) -> Phase:
        fields.only(*_CONCEPT, "number", "actions", "kpis")
        phase_id = self._id(fields)

        def kpi(inner: Fields) -> Kpi:
            inner.only(*_CONCEPT, "measure", "direction", "threshold", "units", "counted")
            kpi_id = self._id(inner)
            for unit in inner.texts("units"):
                if unit not in _BASELINE_UNITS:
                    inner.fail("units", f"there is no unit {unit!r}")
            threshold = self._parameter(inner.fields("threshold"), parameter_id=f"{kpi_id}.threshold")
            return Kpi(
                kpi_id,
                inner.label("name"),
                inner.terms("terms"),
                self._passages(inner) or (threshold.source.passage,),
                phase=phase_id,
                measure=Measure(inner.choice("measure", tuple(Measure))),
                direction=Direction(inner.choice("direction", tuple(Direction))),
                threshold=threshold,
                units=inner.texts("units"),
                counted=inner.terms("counted") if "counted" in inner else Terms(),
            )

        return Phase(
            phase_id,
            fields.label("name"),
            fields.terms("terms"),
            self._passages(fields),
            number=fields.integer("number"),
            kpis=self._all(fields, "kpis", kpi),
            actions=fields.label("actions"),
        )

    def _topic(self, fields: Fields) -> Topic:
        fields.only(*_CONCEPT, "statements")
        return Topic(
            self._id(fields),
            fields.label("name"),
            fields.terms("terms"),
            self._passages(fields),
            statements=fields.texts("statements"),
        )

    def _gap(self, fields: Fields) -> Gap:
        fields.only(*_CONCEPT, "missing", "cut_off", "instead", "when")
        return Gap(
            self._id(fields),
            fields.label("name"),
            fields.terms("terms"),
            self._passages(fields),
            missing=fields.label("missing", Label("", "")),
            cut_off=fields.flag("cut_off"),
            instead=fields.label("instead", Label("", "")),
            when=tuple(tuple(group.split(" | ")) for group in fields.texts("when")),
        )

    def _check(self, framework: Framework) -> None:
        """What no single field can show: references, order and sums."""
        layers = {layer.id for layer in framework.layers}
        parameters = {parameter.id for parameter in framework.parameters}
        if not framework.layers:
            self._root.fail("layers", "must name at least one layer")
        if framework.share_min.value > framework.share_max.value:
            self._root.fail("share", "the lower bound is above the upper bound")
        if framework.limited_budget_layer not in {None, *layers}:
            self._root.fail("limited_budget_layer", f"there is no layer {framework.limited_budget_layer!r}")
        for project in framework.projects:
            if project.layer not in {None, *layers}:
                self._root.fail("quadrants", f"{project.id}: there is no layer {project.layer!r}")
        if [phase.number for phase in framework.phases] != list(range(1, len(framework.phases) + 1)):
            self._root.fail("phases", "must be numbered in order, from the first on")
        for topic in framework.topics:
            for statement in topic.statements:
                if statement not in parameters:
                    self._root.fail("topics", f"{topic.id}: there is no number {statement!r}")
