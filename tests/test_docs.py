"""The documents are complete: pairs of languages, links that lead somewhere, an index of decisions, a picture that is current."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests import architecture

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


def test_the_picture_of_the_architecture_is_that_of_the_code() -> None:
    """The picture is current (`python3 -m tests.architecture` renews it), and no package of ours is missing in it."""
    text = architecture.PAGE.read_text(encoding="utf-8")
    assert "-->" in text.partition("<!-- picture -->")[2].partition("<!-- end of picture -->")[0].replace("<!--", "")
    assert architecture.renewed(text) == text
    packages = {f"agent.{path.parent.name}" for path in (ROOT / "agent").glob("*/__init__.py")}
    assert {name for name in packages if architecture.part_of(name) is None} == {"agent.language", "agent.words"}


def test_arrows_that_others_imply_are_left_out_and_circles_are_refused() -> None:
    """Of a chain with a short cut the short cut goes; parts that import each other cannot be drawn one above the other."""
    assert architecture.reduced({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == {"a": {"b"}, "b": {"c"}, "c": set()}
    with pytest.raises(ValueError, match="circle: a, b"):
        architecture.reduced({"a": {"b"}, "b": {"a"}, "c": set()})


INDEX = DOCS / "decisions" / "README.md"
RECORDS = sorted((DOCS / "decisions").glob("[0-9]*.md"))
#: How a record says at its head that another one took its place, whole or in part.
REPLACED = re.compile(r"supersed|succeeded by|now: \[|may introduce", re.IGNORECASE)


def test_the_index_of_decisions_is_complete() -> None:
    """Every record is listed once, by its own number and title, and no number is given twice."""
    rows = re.findall(
        r"^\| \[(\d{4})\]\(([\w-]+\.md)\) \| (.+?) \| (.+?) \|$", INDEX.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert [name for _, name, _, _ in rows] == [record.name for record in RECORDS]
    assert len({number for number, *_ in rows}) == len(rows)
    for number, name, title, _ in rows:
        head = (DOCS / "decisions" / name).read_text(encoding="utf-8").partition("\n")[0]
        found = re.fullmatch(r"# 0*(\d+)\.?(?: —)? (.+)", head)
        assert found is not None, name
        assert (found[1].zfill(4), found[2]) == (number, title)


@pytest.mark.parametrize("record", RECORDS, ids=lambda path: path.stem[:4])
def test_what_took_a_records_place_is_told_in_both_places(record: Path) -> None:
    """A record that was superseded, whole or in part, says by which at its head, and the index says the same."""
    (status,) = re.findall(
        rf"\({re.escape(record.name)}\) \| .+? \| (.+?) \|$", INDEX.read_text(encoding="utf-8"), re.MULTILINE
    )
    head = record.read_text(encoding="utf-8").partition("\n## ")[0]
    told = (
        set(re.findall(r"(?<!\d)(?:00)?(\d\d)(?:\]|\.md| )", head.partition("\n")[2]))
        if REPLACED.search(head)
        else set()
    )
    listed = {number[2:] for number in re.findall(r"\[(\d{4})\]", status)}
    if listed:
        assert listed <= told
        assert REPLACED.search(head)
    else:
        assert status == "in force"
        assert not re.search(r"supersed(?:ed|es what is said here)|[Ss]ucceeded by", head)
