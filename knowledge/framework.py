"""The framework from its YAML file: every number with unit, comparator, passage and a quote that is really there.

A quote is looked up in the original text of its passage, so that a number whose source changed cannot be loaded. A
company's own file names its own documents and may leave passage ids out: a quote finds its passage. What goes
beyond reading (sums, ranges, whether a quote says the number) is checked in ``framework_check``; the types are those of
``tools.parameters``, computing with them is the work of ``tools``.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from knowledge.corpus import Corpus, load_corpus
from knowledge.datafile import Fields, read_data
from knowledge.errors import BrokenData
from tools.facts import Sourced
from tools.identity import Label
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

#: The latest format of a framework's file that is read; ``format`` names it in the file, which is of format 1 without.
FORMAT = 1
SHIPPED = Path(__file__).parent / "framework" / "ai-marketing-budget.yaml"

_UNITS: dict[str, Unit] = {"percent": PERCENT, "x": MULTIPLE, "number": NUMBER, **UNITS}
_BASELINE_UNITS = (*_UNITS, "money")
#: Stands for a quotation that was found wrong.
_NOWHERE = Sourced("", "", 0, 0, "")
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
    return FrameworkReader(read_data(path), corpus).framework()


def documents_of(path: Path) -> tuple[Path, ...]:
    """The documents that the framework at ``path`` quotes from, beside its file; none where it quotes the shipped ones."""
    root = read_data(path)
    _check_format(root)
    found = []
    for name in root.texts("documents"):
        document = path.parent / name
        if Path(name).is_absolute() or ".." in Path(name).parts:
            root.fail(
                "documents", f"{name!r} must lie beside the framework's file", f"{name!r} 应与框架文件放在同一文件夹里"
            )
        if not document.is_file():
            root.fail(
                "documents", f"there is no file {name!r} beside the framework's file", f"框架文件旁没有文件 {name!r}"
            )
        found.append(document)
    return tuple(found)


def _check_format(root: Fields) -> None:
    """Refuse a file of a later format for what it is, before any of its fields is found wrong."""
    found = root.integer("format") if "format" in root else FORMAT
    if found < 1:
        root.fail("format", "must be a whole number from 1 on", "必须是从 1 起的整数")
    if found > FORMAT:
        root.fail(
            "format",
            f"the file is written in format {found}, and this program reads formats up to {FORMAT}; upgrade the program",
            f"文件使用格式 {found}，本程序只能读到格式 {FORMAT}；请升级本程序",
        )


#: Fields of a gap that files of before have: a gap is found by its terms now.
IGNORED = ("when",)
_NOT_READ = ("is not read any more; a gap is found by its terms", "已不再读取；空缺按其 terms 识别")


class FrameworkReader:
    """Builds the framework and remembers where each id stands in the file (``places``), and what in it is not read (``ignored``)."""

    def __init__(self, root: Fields, corpus: Corpus) -> None:
        self._root = root
        self._corpus = corpus
        self._ids: set[str] = set()
        self.places: dict[str, Fields] = {}
        self.ignored: list[BrokenData] = []

    def framework(self) -> Framework:
        root = self._root
        _check_format(root)
        root.only(
            "format", "id", "version", "document", "documents", "name", "base", "base_stated", "limited_budget_layer",
            "limited_budget_advice", "share", "layers", "quadrants", "phases", "statements", "topics", "gaps",
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
            limited_budget_advice=root.wording("limited_budget_advice", Label("", "")),
            base_stated=root.flag("base_stated"),
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
        if found and found in self._ids:
            fields.wrong("id", f"{found!r} is used twice", f"{found!r} 用了两次")
        self._ids.add(found)
        self.places[found] = fields
        return found

    def _concept_id(self, fields: Fields, kind: str) -> str:
        """An id whose part before the dot tells what it is: by it the gate knows which names are alternatives."""
        found = self._id(fields)
        if found and (not found.startswith(f"{kind}.") or found == f"{kind}."):
            fields.wrong(
                "id",
                f"must begin with {kind!r} and a dot, for example {kind}.first",
                f"应以 {kind}. 开头，例如 {kind}.first",
            )
        return found

    def _passages(self, fields: Fields, *otherwise: Parameter) -> tuple[str, ...]:
        """Passages by id or by words that stand in exactly one; those of the numbers where none are named."""
        found = tuple(filter(None, (self._passage(fields, entry) for entry in fields.texts("passages"))))
        return found or tuple(dict.fromkeys(parameter.source.passage for parameter in otherwise))

    def _passage(self, fields: Fields, entry: str) -> str:
        if entry in self._corpus:
            return entry
        hits = [p.id for p in self._corpus.passages if entry in p.text or entry in self._corpus.original(p)]
        if len(hits) != 1:
            reason = f"stands in {len(hits)} passages" if hits else "is neither the id nor the words of a passage"
            zh = f"出现在 {len(hits)} 个段落里" if hits else "既不是段落的编号，也不是段落里的文字"
            fields.wrong("passages", f"{entry!r} {reason}", f"{entry!r} {zh}")
            return ""
        return hits[0]

    def _parameter(self, fields: Fields, *, parameter_id: str | None = None) -> Parameter:
        fields.only("id", "label", "value", "unit", "comparator", "source")
        unit = fields.choice("unit", tuple(_UNITS))
        chosen = parameter_id or self._id(fields)
        self.places[chosen] = fields
        return Parameter(
            id=chosen,
            label=fields.label("label"),
            value=fields.decimal("value"),
            unit=_UNITS[unit],
            comparator=Comparator(fields.choice("comparator", tuple(Comparator), Comparator.EQUAL)),
            source=self._source(fields.fields("source")),
        )

    def _source(self, fields: Fields) -> Sourced:
        fields.only("passage", "quote")
        quote = fields.text("quote")
        passage_id = fields.text("passage") if "passage" in fields else self._passage_of(fields, quote)
        if not quote or not passage_id:
            return _NOWHERE
        if passage_id not in self._corpus:
            fields.wrong("passage", f"there is no passage {passage_id!r}", f"没有段落 {passage_id!r}")
            return _NOWHERE
        passage = self._corpus.passage(passage_id)
        original = self._corpus.original(passage)
        at = original.find(quote)
        if at < 0:
            fields.wrong(
                "quote", f"{quote!r} does not stand in passage {passage_id}", f"段落 {passage_id} 里没有 {quote!r}"
            )
        if at >= 0 and original.find(quote, at + 1) >= 0:
            fields.wrong(
                "quote",
                f"{quote!r} stands more than once in passage {passage_id}",
                f"{quote!r} 在段落 {passage_id} 里不止一处",
            )
        start = passage.start + at
        return Sourced(passage.document, passage_id, start, start + len(quote), quote)

    def _passage_of(self, fields: Fields, quote: str) -> str:
        hits = [p.id for p in self._corpus.passages if quote in self._corpus.original(p)] if quote else []
        if quote and len(hits) != 1:
            more = f"stands in {len(hits)} passages: quote more of one, or name the passage"
            zh = f"出现在 {len(hits)} 个段落里：请多引几个字，或写明段落"
            fields.wrong(
                "quote",
                f"{quote!r} {more if hits else 'stands in no document'}",
                f"{quote!r} {zh if hits else '不在任何文件里'}",
            )
        return hits[0] if len(hits) == 1 else ""

    def _layer(self, fields: Fields) -> Layer:
        fields.only(*_CONCEPT, "share", "goal")
        layer_id = self._concept_id(fields, "layer")
        share = self._parameter(fields.fields("share"), parameter_id=f"{layer_id}.share")
        return Layer(
            layer_id,
            fields.label("name"),
            fields.terms("terms"),
            self._passages(fields, share),
            share=share,
            goal=fields.wording("goal"),
        )

    def _quadrant(self, fields: Fields) -> Quadrant:
        fields.only(*_CONCEPT, "payback", "accumulation", "strategy", "projects")
        quadrant_id = self._concept_id(fields, "quadrant")

        def project(inner: Fields) -> Project:
            inner.only(*_CONCEPT, "layer")
            return Project(
                self._concept_id(inner, "project"),
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
            payback=fields.wording("payback"),
            accumulation=fields.wording("accumulation"),
            strategy=fields.wording("strategy"),
            projects=self._all(fields, "projects", project),
        )

    def _phase(self, fields: Fields) -> Phase:
        fields.only(*_CONCEPT, "number", "actions", "kpis")
        phase_id = self._concept_id(fields, "phase")

        def kpi(inner: Fields) -> Kpi:
            inner.only(*_CONCEPT, "measure", "direction", "threshold", "units", "counted")
            kpi_id = self._concept_id(inner, "kpi")
            for unit in inner.texts("units"):
                if unit not in _BASELINE_UNITS:
                    inner.wrong("units", f"there is no unit {unit!r}", f"没有单位 {unit!r}")
            threshold = self._parameter(inner.fields("threshold"), parameter_id=f"{kpi_id}.threshold")
            return Kpi(
                kpi_id,
                inner.label("name"),
                inner.terms("terms"),
                self._passages(inner, threshold),
                phase=phase_id,
                measure=Measure(inner.choice("measure", tuple(Measure))),
                direction=Direction(inner.choice("direction", tuple(Direction))),
                threshold=threshold,
                units=inner.texts("units"),
                counted=inner.terms("counted") if "counted" in inner else Terms(),
            )

        kpis = self._all(fields, "kpis", kpi)
        return Phase(
            phase_id,
            fields.label("name"),
            fields.terms("terms"),
            self._passages(fields, *(k.threshold for k in kpis if k.threshold)),
            number=fields.integer("number"),
            kpis=kpis,
            actions=fields.wording("actions"),
        )

    def _topic(self, fields: Fields) -> Topic:
        fields.only(*_CONCEPT, "statements", "together", "members")
        return Topic(
            self._concept_id(fields, "topic"),
            fields.label("name"),
            fields.terms("terms"),
            self._passages(fields),
            statements=fields.texts("statements"),
            together=self._together(fields),
            members=self._members(fields),
        )

    def _together(self, fields: Fields) -> tuple[tuple[Terms, ...], ...]:
        """Groups of words, each by a name of its own: a concept is meant where every group has a word in the message."""
        found = []
        for item in fields.items("together"):
            groups = tuple(item.terms(name) for name in item.names)
            if len(groups) < 2:
                fields.wrong(
                    "together",
                    "must have at least two groups of words; single words are terms",
                    "至少要有两组词；单个的词写在 terms 里",
                )
            found.append(groups)
        return tuple(found)

    def _members(self, fields: Fields) -> tuple[str, ...]:
        """The passages of a topic's parts; each is one of its own."""
        found = fields.texts("members")
        for passage in found:
            if passage not in fields.texts("passages"):
                fields.wrong("members", f"{passage} is none of its passages", f"{passage} 不是它的段落")
        return found

    def _gap(self, fields: Fields) -> Gap:
        fields.only(*_CONCEPT, "missing", "cut_off", "instead", "together", *IGNORED)
        self.ignored += [fields.problem(name, *_NOT_READ) for name in IGNORED if name in fields]
        return Gap(
            self._concept_id(fields, "gap"),
            fields.label("name"),
            fields.terms("terms"),
            self._passages(fields),
            missing=fields.wording("missing", Label("", "")),
            cut_off=fields.flag("cut_off"),
            instead=fields.wording("instead", Label("", "")),
            together=self._together(fields),
        )

    def _check(self, framework: Framework) -> None:
        """What no single field can show: references, order and sums."""
        root = self._root
        if not framework.layers and "layers" not in root:
            root.wrong("layers", "must name at least one layer", "至少要有一个层级")
        if framework.share_min.value > framework.share_max.value and not root.fields("share").broken:
            root.wrong("share", "the lower bound is above the upper bound", "下限高于上限")
        numbers = [phase.number for phase in framework.phases]
        unread = any(self.places[phase.id].is_wrong("number") for phase in framework.phases)
        if not unread and numbers != list(range(1, len(numbers) + 1)):
            root.wrong("phases", "must be numbered in order, from the first on", "应从 1 起依次编号")
        self._check_references(framework)

    def _check_references(self, framework: Framework) -> None:
        root, layers = self._root, {None, *(layer.id for layer in framework.layers)}
        if (named := framework.limited_budget_layer) not in layers:
            root.wrong("limited_budget_layer", f"there is no layer {named!r}", f"没有层级 {named!r}")
        for project in framework.projects:
            if project.layer not in layers:
                told = f"{project.id}: there is no layer {project.layer!r}"
                root.wrong("quadrants", told, f"{project.id}：没有层级 {project.layer!r}")
        parameters = {parameter.id for parameter in framework.parameters}
        for topic in framework.topics:
            for statement in sorted(set(topic.statements) - parameters):
                told = f"{topic.id}: there is no number {statement!r}"
                root.wrong("topics", told, f"{topic.id}：没有数值 {statement!r}")
