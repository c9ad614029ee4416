"""The edition of a document: its English translation and what the source lost, joined to passages by hash.

An entry belongs to the paragraph whose hash it names, wherever that paragraph now stands. Where no paragraph has the
hash but the entry's line still does, the text was changed: the passage keeps id, heading and words for search, and
its translation is withheld.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from knowledge.chunking import LIST_MISSING, Passage
from knowledge.datafile import Fields, read_data
from knowledge.loading import Document, digest
from tools.identity import Label
from tools.parameters import Terms

SHIPPED = Path(__file__).parent / "editions"


@dataclass(frozen=True, slots=True)
class Entry:
    """What an edition says of one paragraph; ``list`` are the lines that make up the list it announces."""

    id: str
    line: int
    sha256: str
    heading: Label
    translation: str | None
    questions: Terms
    synonyms: Terms
    list: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition of the document ``document``, whose file is ``source``."""

    document: str
    source: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Applied:
    """Passages with their edition; ``outdated`` are ids whose text is no longer the one translated."""

    passages: tuple[Passage, ...]
    outdated: tuple[str, ...]


def load_edition(path: Path) -> Edition:
    root = read_data(path)
    root.only("document", "source", "passages")
    document = root.text("document")
    return Edition(document, root.text("source"), tuple(_entry(item, document) for item in root.items("passages")))


def shipped_editions() -> dict[str, Edition]:
    """The shipped editions by the file name of their source."""
    editions = (load_edition(path) for path in sorted(SHIPPED.glob("*.yaml")))
    return {edition.source: edition for edition in editions}


def _entry(fields: Fields, document: str) -> Entry:
    fields.only("id", "line", "sha256", "list", "heading", "translation", "questions", "synonyms")
    empty = Terms()
    return Entry(
        id=f"{document}:{fields.text('id')}",
        line=fields.integer("line"),
        sha256=fields.text("sha256"),
        heading=fields.label("heading", Label("", "")),
        translation=fields.optional_text("translation"),
        questions=fields.terms("questions") if "questions" in fields else empty,
        synonyms=fields.terms("synonyms") if "synonyms" in fields else empty,
        list=fields.integers("list"),
    )


def apply(edition: Edition, document: Document, passages: Sequence[Passage]) -> Applied:
    """``passages`` of ``document`` with what ``edition`` knows of them."""
    by_hash = {entry.sha256: entry for entry in edition.entries}
    hashes = {paragraph.line: digest(paragraph.text) for paragraph in document.paragraphs}
    lost = {entry.line: entry for entry in edition.entries if entry.sha256 not in set(hashes.values())}
    done: list[Passage] = []
    outdated: list[str] = []
    pieces: dict[str, int] = {}
    for passage in passages:
        entry = by_hash.get(hashes[passage.line])
        current = entry is not None
        entry = entry or lost.get(passage.line)
        if entry is None:
            done.append(passage)
            continue
        pieces[entry.id] = pieces.get(entry.id, 0) + 1
        piece = f".{pieces[entry.id]}" if pieces[entry.id] > 1 else ""
        if not current:
            outdated.append(entry.id + piece)
        done.append(
            replace(
                passage,
                id=entry.id + piece,
                heading=entry.heading,
                translation=entry.translation if current and not piece else None,
                questions=entry.questions,
                synonyms=entry.synonyms,
                incomplete=None if entry.list and passage.incomplete == LIST_MISSING else passage.incomplete,
            )
        )
    return Applied(tuple(done), tuple(outdated))
