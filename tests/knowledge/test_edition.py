"""The English edition fits the Chinese source, paragraph by paragraph and figure by figure."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from knowledge.chunking import Passage
from knowledge.corpus import build_corpus, load_corpus
from knowledge.editions import SHIPPED, load_edition, shipped_editions
from knowledge.loading import digest, document_from_text
from tools.figures import find_figures

PASSAGES = load_corpus().passages
EDITION = load_edition(SHIPPED / "ai-marketing-budget.en.yaml")
SOURCE = Path(__file__).parents[2] / "knowledge" / "sources" / "ai-marketing-budget.zh.txt"

YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)年?")
COUNTED = re.compile(r"(至少)?([三八])大")


def figures(text: str) -> Counter[tuple[object, ...]]:
    """The figures of a text, years apart; 八大 and 三大 count things without a measure word."""
    found: Counter[tuple[object, ...]] = Counter((f.low, f.high) for f in find_figures(YEAR.sub(" ", text)))
    found.update((year[:4],) for year in YEAR.findall(text))
    for at_least, numeral in COUNTED.findall(text):
        value = {"三": 3, "八": 8}[numeral]
        found[(value, None if at_least else value)] += 1
    return found


@pytest.mark.parametrize("passage", PASSAGES, ids=lambda passage: passage.id)
def test_both_editions_hold_the_same_figures(passage: Passage):
    assert passage.translation
    assert figures(passage.text) == figures(passage.translation)


@pytest.mark.parametrize("passage", PASSAGES, ids=lambda passage: passage.id)
def test_a_sentence_that_is_cut_off_stays_cut_off(passage: Passage):
    assert passage.translation
    assert passage.translation.endswith("…") == (passage.incomplete == "cut_off")


@pytest.mark.parametrize("passage", PASSAGES, ids=lambda passage: passage.id)
def test_each_passage_has_a_heading_questions_and_synonyms_in_both_languages(passage: Passage):
    assert passage.heading.zh
    assert passage.heading.en
    for texts in (passage.questions.zh, passage.questions.en):
        assert len(texts) >= 6
        assert len(set(texts)) == len(texts)
    assert len(passage.synonyms.zh) >= 5
    assert len(passage.synonyms.en) >= 5


def test_the_spam_is_not_translated():
    assert not [
        p.id for p in PASSAGES if p.translation and re.search(r"jiuyou|nine ?game", p.translation, re.IGNORECASE)
    ]


def test_each_entry_names_the_paragraph_that_it_translates():
    lines = SOURCE.read_text(encoding="utf-8").split("\n")
    assert all(digest(lines[entry.line - 1]) == entry.sha256 for entry in EDITION.entries)
    assert load_corpus().outdated == ()


def test_a_line_inserted_above_moves_no_id():
    text = "新的第一段，讲别的事情。\n" + SOURCE.read_text(encoding="utf-8")
    document = document_from_text(text, document_id="budget", name=EDITION.source)
    moved = build_corpus([document], editions=shipped_editions())
    assert [p.id for p in moved.passages[1:]] == [p.id for p in PASSAGES]
    assert [p.line for p in moved.passages[1:]] == [p.line + 1 for p in PASSAGES]
    assert moved.outdated == ()


def test_a_changed_paragraph_keeps_its_id_and_loses_its_translation():
    text = SOURCE.read_text(encoding="utf-8").replace("3%-20%", "5%-25%")
    document = document_from_text(text, document_id="budget", name=EDITION.source)
    changed = build_corpus([document], editions=shipped_editions())
    assert changed.outdated == ("budget:27",)
    assert changed.passage("budget:27").translation is None
    assert "5%-25%" in changed.passage("budget:27").in_language("en")
    assert changed.passage("budget:28").translation
