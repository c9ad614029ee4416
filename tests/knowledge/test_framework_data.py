"""The shipped framework: each number stands in the source, and nothing else is claimed."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from knowledge.corpus import load_corpus
from knowledge.framework import load_framework
from tools.figures import find_figures
from tools.identity import Label
from tools.parameters import Framework, Measure, Parameter
from tools.quantities import Comparator, UnitKind

SOURCE = Path(__file__).parents[2] / "knowledge" / "sources" / "ai-marketing-budget.zh.txt"
FRAMEWORK = load_framework()
BARE = {"三": 3, "四": 4, "八": 8}


def values(quote: str) -> dict[Decimal, Comparator]:
    """What a reader of figures sees in a quote; 八大, 四象限 and the like are read by hand."""
    found: dict[Decimal, Comparator] = {}
    for figure in find_figures(quote):
        found.update((value, figure.comparator) for value in (figure.low, figure.high) if value is not None)
    if not found:
        bare = re.search(r"(至少)?([三四八])[大象]", quote)
        assert bare, quote
        found[Decimal(BARE[bare[2]])] = Comparator.AT_LEAST if bare[1] else Comparator.EQUAL
    return found


@pytest.mark.parametrize("parameter", FRAMEWORK.parameters, ids=lambda parameter: parameter.id)
def test_each_number_stands_in_its_quote_and_the_quote_in_the_source(parameter: Parameter):
    source = parameter.source
    assert SOURCE.read_bytes().decode()[source.start : source.end] == source.quote
    assert values(source.quote)[parameter.value] is parameter.comparator
    passage = load_corpus().passage(source.passage)
    assert passage.start <= source.start < source.end <= passage.end


def test_every_figure_of_the_source_that_speaks_of_budgets_or_goals_is_a_parameter():
    told = {(p.value, p.unit) for p in FRAMEWORK.parameters}
    found = {
        (value, figure.unit)
        for passage in load_corpus().passages
        for figure in find_figures(passage.text)
        for value in (figure.low, figure.high)
        if value is not None and figure.kind.value in {"percent", "multiple", "duration"}
    }
    around_the_clock = {(v, u) for v, u in found if u.kind is UnitKind.DURATION and u.code == "hour"}
    assert found - around_the_clock <= told


def test_the_shares_are_those_of_the_design():
    shares = {layer.id: str(layer.share.value) for layer in FRAMEWORK.layers if layer.share}
    assert shares == {"layer.tactical": "10", "layer.capability": "5", "layer.strategic": "3"}
    assert [FRAMEWORK.share_min.value, FRAMEWORK.share_max.value] == [Decimal(3), Decimal(20)]
    assert (
        FRAMEWORK.share_min.value
        <= sum(s.share.value for s in FRAMEWORK.layers if s.share)
        <= FRAMEWORK.share_max.value
    )


def test_each_project_is_paid_by_the_layer_that_the_source_gives_for_its_kind():
    assert {project.id: project.layer for project in FRAMEWORK.projects} == {
        "project.aigc_content": "layer.tactical",
        "project.smart_ads": "layer.tactical",
        "project.staff_enablement": "layer.capability",
        "project.delivery_algorithms": "layer.capability",
        "project.knowledge_base": "layer.strategic",
        "project.agent_platform": "layer.strategic",
        "project.emotional_ai": None,
        "project.bci": None,
    }


def test_each_kpi_knows_how_it_is_measured():
    measures = {kpi.id: (kpi.measure, kpi.phase) for kpi in FRAMEWORK.kpis}
    assert measures["kpi.output"] == (Measure.MULTIPLE, "phase.validation")
    assert measures["kpi.adoption"][0] is Measure.LEVEL
    assert {m for m, phase in measures.values() if phase == "phase.integration"} == {Measure.CHANGE}
    assert all(kpi.threshold and kpi.units for kpi in FRAMEWORK.kpis)


def labels_of(framework: Framework) -> list[Label]:
    found = [layer.goal for layer in framework.layers] + [phase.actions for phase in framework.phases]
    for quadrant in framework.quadrants:
        found += [quadrant.payback, quadrant.accumulation, quadrant.strategy]
    for gap in framework.gaps:
        found += [gap.missing, gap.instead]
    return found


@pytest.mark.parametrize("label", labels_of(FRAMEWORK), ids=lambda label: label.en[:40])
def test_words_for_readers_hold_no_figure(label: Label):
    """A figure reaches a reply through a parameter only; so prose of the framework must be free of them."""
    for text in (label.zh, label.en):
        assert not find_figures(text)
        assert not re.search(r"\d|[一二三四五六七八九十百千万亿两]", text)
        assert text


def test_a_term_means_one_thing():
    """Where two concepts share a word, the longest match decides nothing; within a kind it must be unique."""
    kinds = {
        "layers": FRAMEWORK.layers,
        "projects": FRAMEWORK.projects,
        "quadrants": FRAMEWORK.quadrants,
        "phases": FRAMEWORK.phases,
        "kpis": FRAMEWORK.kpis,
        "gaps": FRAMEWORK.gaps,
        "topics": FRAMEWORK.topics,
    }
    for kind, concepts in kinds.items():
        seen: dict[str, str] = {}
        for concept in concepts:
            for term in {t.casefold() for t in (*concept.terms.zh, *concept.terms.en)}:
                assert seen.setdefault(term, concept.id) == concept.id, (kind, term)


def test_each_gap_that_is_cut_off_points_to_a_passage_that_is_marked_or_lost():
    for gap in FRAMEWORK.gaps:
        if gap.cut_off and gap.id != "gap.risk_descriptions":
            assert load_corpus().passage(gap.passages[0]).incomplete, gap.id
