"""The article is executable: no figure of it, and no value taken from it, can change without being noticed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from knowledge import library
from knowledge.corpus import build_corpus, load_corpus, shipped_paths
from knowledge.editions import shipped_editions
from knowledge.errors import BrokenData
from knowledge.framework import SHIPPED, read_framework
from knowledge.framework_check import check_framework
from knowledge.loading import document_from_text, load_document

RETAIL = Path(__file__).resolve().parents[1] / "frameworks" / "retail" / "framework.yaml"
VALUE = re.compile(r"^ +(?:value|number): (?P<old>\d+)$", re.MULTILINE)
COMPARATOR = re.compile(r'comparator: "(?P<old>≥)"')
UNIT = re.compile(r"^ +unit: (?P<old>percent|x|month|day)$", re.MULTILINE)
DIRECTION = re.compile(r"^ +measure: (?P<old>multiple|level)$", re.MULTILINE)
FIGURE = re.compile(r"\d+(?:\.\d+)?|[一二两三四五六七八九十](?=[个大层象天倍]|阶段|步)|翻倍")
OTHER = {
    "percent": "x",
    "x": "percent",
    "month": "day",
    "day": "month",
    "≥": "<",
    "multiple": "change",
    "level": "multiple",
}


def changed(text: str) -> str:
    """Another figure of the same kind."""
    if text == "翻倍":
        return "翻两番"
    return (
        str(int(text) + 1)
        if text.isdigit()
        else "九"
        if text != "九"
        else "八"
        if not text[0].isdigit()
        else f"{text}1"
    )


@pytest.mark.parametrize("path", [SHIPPED, RETAIL], ids=["shipped", "retail"])
def test_every_value_of_a_framework_is_caught_when_it_changes(path: Path, tmp_path: Path) -> None:
    """Values, units, bounds and measures are changed one at a time; each is reported, with its line."""
    text, corpus = path.read_text(encoding="utf-8"), library.corpus_of(path)
    unnoticed = []
    for pattern in (VALUE, COMPARATOR, UNIT, DIRECTION):
        for at, match in enumerate(pattern.finditer(text)):
            start, end = match.span("old")
            new = OTHER.get(match["old"]) or changed(match["old"])
            copy = tmp_path / f"{start}.yaml"
            copy.write_text(text[:start] + new + text[end:], encoding="utf-8")
            problems = check_framework(copy, corpus=corpus)
            if not problems or not all(problem.line for problem in problems):
                unnoticed.append((at, match[0].strip(), new))
    assert not unnoticed


def test_every_figure_of_the_article_is_caught_when_it_changes() -> None:
    """A figure that changes in the source breaks a quote of the framework or outdates the edition of its paragraph."""
    (path,) = shipped_paths()
    editions = shipped_editions()
    edition = editions[path.name]
    original = load_document(path, document_id=edition.document)
    removed = [(r.start, r.end) for found in load_corpus().removals.values() for r in found]
    unnoticed, tried = [], 0
    for match in FIGURE.finditer(original.text):
        if any(start <= match.start() < end for start, end in removed):
            continue  # the site's footer is no part of the article
        tried += 1
        text = original.text[: match.start()] + changed(match[0]) + original.text[match.end() :]
        corpus = build_corpus(
            [document_from_text(text, document_id=edition.document, name=path.name)], editions={path.name: edition}
        )
        if corpus.outdated:
            continue
        try:
            read_framework(SHIPPED, corpus=corpus)
        except BrokenData:
            continue
        unnoticed.append(match[0])
    assert not unnoticed
    assert tried > 40


@pytest.mark.parametrize("figure", re.findall(r"\d+%|\d+倍", (RETAIL.parent / "policy.md").read_text(encoding="utf-8")))
def test_every_figure_of_an_own_document_is_caught_when_it_changes(figure: str, tmp_path: Path) -> None:
    """Without an edition, the quotes alone hold a company's framework to its document."""
    policy = (RETAIL.parent / "policy.md").read_text(encoding="utf-8")
    (tmp_path / "policy.md").write_text(policy.replace(figure, f"7{figure}"), encoding="utf-8")
    copy = tmp_path / RETAIL.name
    copy.write_bytes(RETAIL.read_bytes())

    problems = library.check(copy)

    assert problems
    assert problems[0].field.endswith("quote")
