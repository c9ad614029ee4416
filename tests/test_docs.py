"""The documents are complete: pairs of languages, links that lead somewhere, an index of decisions, a picture that is current."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
#: For whoever operates the service, calls it from a program, or changes the code; these are in English alone.
FOR_ENGINEERS = {
    "api", "architecture", "contributing", "evaluate", "grounding", "guardrail", "operate", "python", "security", "serve", "understanding",
}  # fmt: skip
PAGES = sorted(path for path in [*ROOT.glob("*.md"), *DOCS.rglob("*.md")])


def shape(text: str) -> list[int]:
    return [len(re.findall(pattern, text, re.MULTILINE)) for pattern in (r"^#+ ", r"^\| ", r"^```", r"^- ")]


def test_every_page_for_users_is_there_in_chinese() -> None:
    """Each page of `docs/` is for engineers, or has a Chinese one of its name; none is left over."""
    english = {path.stem for path in DOCS.glob("*.md")}
    assert english >= FOR_ENGINEERS
    assert {path.stem for path in (DOCS / "zh").glob("*.md")} == english - FOR_ENGINEERS


@pytest.mark.parametrize("name", sorted(path.name for path in (DOCS / "zh").glob("*.md")))
def test_a_chinese_page_says_what_the_english_one_says(name: str) -> None:
    """Both have as many headings, rows, blocks of code and points; the Chinese one is in Chinese and names the same commands."""
    english, chinese = ((DOCS / folder / name).read_text(encoding="utf-8") for folder in ("", "zh"))
    assert shape(chinese) == shape(english)
    assert len(re.findall(r"[\u4e00-\u9fff]", chinese)) > len(chinese) / 4
    for pattern in (r"`(?:advisor|/)[a-z]+", r"`--[a-z]+", r"`[A-Z]{3,}_[A-Z_]+"):
        assert set(re.findall(pattern, english)) == set(re.findall(pattern, chinese)), pattern


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_leads_to_a_file(page: Path) -> None:
    """A link between documents leads to a file of the checkout."""
    targets = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []
