"""The shipped documents as passages, straight from their files: for citing, without a store.

Each step is done anew in a few milliseconds: read, find what does not belong, cut, join with the edition. Search is
in ``retrieval``, keeping an index up to date in ``indexing``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from knowledge.chunking import Passage, cut
from knowledge.cleaning import Removal, find_removals
from knowledge.editions import Edition, apply, shipped_editions
from knowledge.loading import Document, load_document

SHIPPED = Path(__file__).parent / "sources"


class UnknownPassage(KeyError):
    """A passage id that the corpus does not hold."""

    def __str__(self) -> str:
        return f"there is no passage {self.args[0]!r}"


@dataclass(frozen=True, slots=True)
class Corpus:
    """Documents and their passages in order, what cleaning removed, and ids whose translation is outdated."""

    documents: tuple[Document, ...]
    passages: tuple[Passage, ...]
    removals: dict[str, tuple[Removal, ...]] = field(default_factory=dict)
    outdated: tuple[str, ...] = ()
    _by_id: dict[str, Passage] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._by_id.update((passage.id, passage) for passage in self.passages)

    def __contains__(self, passage_id: str) -> bool:
        return passage_id in self._by_id

    def passage(self, passage_id: str) -> Passage:
        """The passage ``passage_id``; raises :class:`UnknownPassage`."""
        try:
            return self._by_id[passage_id]
        except KeyError:
            raise UnknownPassage(passage_id) from None

    def document(self, document_id: str) -> Document:
        return next(document for document in self.documents if document.id == document_id)

    def original(self, passage: Passage) -> str:
        """The characters of ``passage`` as they stand in the original, spam included."""
        return self.document(passage.document).text[passage.start : passage.end]


def build_corpus(documents: Iterable[Document], *, editions: dict[str, Edition] | None = None) -> Corpus:
    """The corpus of ``documents``; ``editions`` are keyed by the name of the document's file."""
    kept: list[Document] = []
    passages: list[Passage] = []
    removed: dict[str, tuple[Removal, ...]] = {}
    outdated: list[str] = []
    for document in documents:
        removals = () if document.structured else find_removals(document)  # an office file was not scraped
        own = cut(document, removals=removals)
        edition = (editions or {}).get(document.name)
        if edition is not None:
            applied = apply(edition, document, own)
            own = applied.passages
            outdated.extend(applied.outdated)
        kept.append(document)
        passages.extend(own)
        removed[document.id] = removals
    return Corpus(tuple(kept), tuple(passages), removed, tuple(outdated))


def read_corpus(paths: Iterable[Path]) -> Corpus:
    """The corpus of the text files at ``paths``, with the shipped editions where they fit."""
    editions = shipped_editions()
    documents = []
    for path in paths:
        edition = editions.get(path.name)
        documents.append(load_document(path, document_id=edition.document if edition else None))
    return build_corpus(documents, editions=editions)


def shipped_paths() -> tuple[Path, ...]:
    return tuple(sorted(SHIPPED.glob("*.txt")))


@lru_cache(maxsize=1)
def load_corpus() -> Corpus:
    """The corpus of the shipped documents."""
    return read_corpus(shipped_paths())
