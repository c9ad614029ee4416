"""Mistakes in data files are reported with file, line and field."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.corpus import load_corpus
from knowledge.datafile import read_data
from knowledge.errors import BrokenData
from knowledge.framework import SHIPPED, read_framework

ORIGINAL = SHIPPED.read_text(encoding="utf-8")

MISTAKES = {
    "a changed value's quote is gone": (
        "quote: ①战术层(占比10%)",
        "quote: ①战术层(占比12%)",
        "layers[0].share.source.quote",
    ),
    "a float": ("value: 10\n      unit: percent", "value: 10.5\n      unit: percent", "layers[0].share.value"),
    "a text for a number": ("value: 20\n", "value: many\n", "share.max.value"),
    "an unknown unit": ("unit: month", "unit: moons", "statements[0].unit"),
    "an unknown passage": ('passage: "budget:7"', 'passage: "budget:99"', "statements[4].source.passage"),
    "an unknown field": ("    goal:\n", "    gaol:\n", "layers[0].gaol"),
    "a missing language": ("name: {zh: 战术层, en: tactical layer}", "name: {zh: 战术层}", "layers[0].name.en"),
    "an unknown layer": ("        layer: layer.tactical\n", "        layer: layer.tacticla\n", "quadrants"),
    "an id used twice": ("id: project.smart_ads", "id: project.aigc_content", "quadrants[0].projects[1].id"),
    "phases out of order": ("number: 2", "number: 5", "phases"),
    "an unknown comparator": ('comparator: "≥"', 'comparator: "=>"', "phases[0].kpis[0].threshold.comparator"),
    "words in one language": ("[emotional AI, emotion AI", "[] #", "quadrants[3].projects[0].terms"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_the_framework_names_its_field_and_line(mistake: str, tmp_path: Path):
    right, wrong, field = MISTAKES[mistake]
    assert right in ORIGINAL
    file = tmp_path / "own.yaml"
    file.write_text(ORIGINAL.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(BrokenData) as caught:
        read_framework(file, corpus=load_corpus())
    assert caught.value.field == field
    assert caught.value.line
    assert str(caught.value).startswith(f"own.yaml:{caught.value.line}: {field}: ")


@pytest.mark.parametrize("text", ["[1, 2]", "a: [", "", "\tx"])
def test_a_file_that_is_no_mapping_is_refused(text: str, tmp_path: Path):
    file = tmp_path / "own.yaml"
    file.write_text(text)
    with pytest.raises(BrokenData, match=r"own\.yaml"):
        read_data(file)


def test_a_missing_file_is_refused(tmp_path: Path):
    with pytest.raises(BrokenData, match="cannot be read"):
        read_data(tmp_path / "none.yaml")


def test_a_file_that_changed_is_read_anew(tmp_path: Path):
    file = tmp_path / "own.yaml"
    file.write_text("a: first")
    assert read_data(file).text("a") == "first"
    file.write_text("a: other")
    assert read_data(file).text("a") == "other"


def test_a_damaged_cache_is_not_believed(tmp_path: Path):
    file = tmp_path / "own.yaml"
    file.write_text("a: first")
    read_data(file)
    (cache,) = (tmp_path / "__pycache__").glob("*.json")
    cache.write_text("{broken")
    assert read_data(file).text("a") == "first"
