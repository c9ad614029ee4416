"""A company's framework is checked as a whole: every mistake with its line and field, and nothing is used before."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from knowledge import library
from knowledge.framework import SHIPPED
from knowledge.general import with_general_topics

RETAIL = Path(__file__).resolve().parents[1] / "frameworks" / "retail" / "framework.yaml"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A copy of the second framework with its document."""
    for name in ("framework.yaml", "policy.md"):
        (tmp_path / name).write_bytes((RETAIL.parent / name).read_bytes())
    return tmp_path / "framework.yaml"


def edited(path: Path, old: str, new: str) -> Path:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize("path", [SHIPPED, RETAIL], ids=["shipped", "retail"])
def test_a_sound_framework_has_no_problems(path: Path) -> None:
    assert library.check(path) == ()


@pytest.mark.parametrize(
    ("old", "new", "field", "reason"),
    [
        ("value: 4\n", "value: 6\n", "layers[1].share.value", "增长板块占比4%"),
        ("value: 4\n", "value: 4.5\n", "layers[1].share.value", "floats"),
        ("value: 5\n    unit: percent\n    source: {quote: 5%-15%}", "value: 15\n    unit: percent\n    source: {quote: 5%-15%}", "share.min.value", "below the upper bound"),
        ("quote: 基础板块占比2%", "quote: 基础板块占比3%", "layers[0].share.source.quote", "stands in no document"),
        ("quote: 5%-15%", "quote: 用于", "share.min.source.quote", "passages"),
        ('comparator: "≥"', 'comparator: "≤"', "phases[0].kpis[0].threshold.value", "says"),
        ("unit: percent", "unit: promille", "share.min.unit", "must be one of"),
        ("{zh: [基础板块, 基础], en: [basics board, basics]}", "{zh: [基础板块], en: []}", "layers[0].terms", "both languages"),
        ("name: {zh: 基础板块, en: basics board}", "name: {zh: 基础板块}", "layers[0].name.en", "must be a text"),
        ("id: layer.basics", "id: basics", "layers[0].id", "layer."),
        ("id: layer.growth", "id: layer.basics", "layers[1].id", "used twice"),
        ("layer: layer.operations", "layer: layer.nobody", "quadrants", "layer.nobody"),
        ("number: 2", "number: 3", "phases", "numbered in order"),
        ("measure: multiple", "measure: level", "phases[1].kpis[2].threshold.value", "percentage"),
        ("passages: [先手项目当季见效]", "passages: [没有这句话]", "quadrants[0].passages", "neither the id nor the words"),
        ("documents: [policy.md]", "documents: [other.md]", "documents", "no file"),
        ("documents: [policy.md]", "documents: [../policy.md]", "documents", "beside"),
        ("en: one store is enough", "en: 2 stores are enough", "quadrants[2].strategy", "holds a figure"),
        ("zh: 当季, ", "zh: ３个月内, ", "quadrants[0].payback", "without digits"),
        ("base_stated: true", "base_said: true", "base_said", "is not a field"),
        ("format: 1", "format: 2\nnew_in_2: true", "format", "formats up to 1; upgrade"),
        ("format: 1", "format: 0", "format", "from 1 on"),
        ("format: 1", "format: one", "format", "whole number"),
    ],
)  # fmt: skip
def test_each_mistake_is_named_with_line_and_field(own: Path, old: str, new: str, field: str, reason: str) -> None:
    problems = library.check(edited(own, old, new))

    assert [problem.field for problem in problems][:1] == [field]
    assert problems[0].line
    assert reason in problems[0].reason
    assert re.search(r"[\u4e00-\u9fff]{2}", problems[0].in_language("zh").partition(field)[2].replace(old, ""))


def test_a_file_that_is_no_yaml_is_named_in_both_languages(own: Path) -> None:
    """What the YAML reader says comes with the line and, in Chinese, with where to look."""
    (problem,) = library.check(edited(own, "format: 1", "format: [1"))
    assert problem.line
    assert "is not valid YAML" in problem.in_language("en")
    assert "不是有效的 YAML" in problem.in_language("zh")


def test_unreadable_and_wrong_fields_are_reported_in_one_run(own: Path) -> None:
    """Mistakes of every kind, two in one number among them, are named at once; none is made up for what they lead to."""
    for old, new in (
        ("base_stated: true", "base_said: true"),
        ("value: 4\n", "value: 4.5\n"),
        ("name: {zh: 基础板块, en: basics board}", "name: {zh: 基础板块}"),
        ("quote: 基础板块占比2%", "quote: 基础板块占比3%"),
        ("layer: layer.operations", "layer: layer.nobody"),
        ("number: 2", "number: two"),
        ('comparator: "≥"', 'comparator: "=>"'),
        ("value: 60", "value: 61"),
        ("passages: [先手项目当季见效]", "passages: [没有这句话, 也没有这句]"),
    ):
        edited(own, old, new)
    problems = library.check(own)

    assert {problem.field for problem in problems} == {
        "base_said",
        "layers[1].share.value",
        "layers[0].name.en",
        "layers[0].share.source.quote",
        "quadrants",
        "phases[1].number",
        "phases[0].kpis[0].threshold.comparator",
        "phases[0].kpis[1].threshold.value",
        "quadrants[0].passages",
    }
    assert len([problem for problem in problems if problem.field == "quadrants[0].passages"]) == 2
    assert all(problem.line and problem.zh for problem in problems)


def test_a_framework_without_a_format_is_of_the_first(own: Path, tmp_path: Path) -> None:
    """A file of before, whose ``version`` is the edition of its content, is checked, used and read as it always was."""
    path = edited(own, "format: 1\n", "")

    assert library.check(path) == ()
    assert library.use_framework(tmp_path / "data", path) == ()
    assert library.open_library(tmp_path / "data").framework.version == "2026"


def test_a_later_format_is_refused_in_both_languages_and_not_used(own: Path, tmp_path: Path) -> None:
    """The sentence names both formats, and the framework in force stays."""
    path, data = edited(own, "format: 1", "format: 7"), tmp_path / "data"
    (problem,) = library.use_framework(data, path)

    assert "format 7" in problem.in_language("en")
    assert "格式 7" in problem.in_language("zh")
    assert library.open_library(data).own is None


GAP = """
gaps:
  - id: gap.vendors
    name: {zh: 供应商, en: vendors}
    when: ["phase | topic.phases | layer.growth | by_day", "NAME | ask_list"]
    missing: {zh: 供应商, en: vendors}
    terms: {zh: [供应商], en: [vendors]}
    passages: [先手项目当季见效]
"""


def with_gap(path: Path, name: str) -> Path:
    path.write_text(path.read_text(encoding="utf-8") + GAP.replace("NAME", name), encoding="utf-8")
    return path


def test_a_condition_of_before_is_no_mistake(own: Path) -> None:
    """A gap that still has ``when`` may be used; the field is named with its line, in both languages."""
    path = with_gap(own, "attr_vendor")

    assert library.check(path) == ()
    (ignored,) = library.ignored_in(path)
    assert ignored.field == "gaps[0].when"
    assert ignored.line
    assert "found by its terms" in ignored.in_language("en")
    assert "terms" in ignored.in_language("zh")
    assert library.ignored_in(RETAIL) == ()


def test_layers_that_leave_the_range_are_reported(own: Path) -> None:
    """The layers' sum must lie in the range that the same framework gives."""
    text = (own.parent / "policy.md").read_text(encoding="utf-8")
    (own.parent / "policy.md").write_text(text.replace("运营板块占比5%", "运营板块占比9%"), encoding="utf-8")
    problems = library.check(
        edited(edited(own, "运营板块占比5%", "运营板块占比9%"), "value: 5\n      unit", "value: 9\n      unit")
    )

    assert len(problems) == 1
    assert "add up to 16%" in problems[0].reason


def test_all_mistakes_are_reported_at_once(own: Path) -> None:
    problems = library.check(edited(edited(own, "value: 60", "value: 61"), "value: 40", "value: 41"))

    assert [problem.reason.split()[0] for problem in problems] == ["61", "41"]
    assert len({problem.line for problem in problems}) == 2


def test_a_framework_with_mistakes_is_not_used(own: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert library.use_framework(data, edited(own, "value: 60", "value: 61"))
    assert library.open_library(data).own is None


def test_a_used_framework_is_a_copy(own: Path, tmp_path: Path) -> None:
    """What was checked stays in use whatever happens to the files, until the shipped one is used again."""
    data = tmp_path / "data"
    assert library.use_framework(data, own) == ()
    own.unlink()

    assert library.open_library(data).framework.layers[0].id == "layer.basics"
    assert library.use_shipped(data)
    assert library.open_library(data).framework.id == "ai-marketing-budget"
    assert not library.use_shipped(data)


def test_what_every_framework_is_asked_needs_no_words_of_its_own(own: Path) -> None:
    """Range, layers, phases and quadrants have topics without being written down; own ones win."""
    library.use_framework(own.parent / "data", own)
    framework = library.open_library(own.parent / "data").framework
    shipped = library.open_library(own.parent / "none").framework

    assert {topic.id for topic in framework.topics} == {
        "topic.ai_share", "topic.layers", "topic.phases", "topic.matrix", "topic.limited_budget",
    }  # fmt: skip
    assert {t.id: t.terms for t in with_general_topics(shipped).topics}["topic.ai_share"] == next(
        t.terms for t in shipped.topics if t.id == "topic.ai_share"
    )
