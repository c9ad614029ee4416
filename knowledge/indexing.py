"""Keeping what is searched in step with the documents: load, clean, cut, join with the edition, embed, store.

A data directory holds Chroma's files and, beside them, the lexical index. Ingesting again touches only what changed,
and says what it did, what cleaning removed and which passages are not whole.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path

from knowledge.chunking import Passage
from knowledge.cleaning import Removal
from knowledge.corpus import Corpus, load_corpus, read_corpus, shipped_paths
from knowledge.embedding import Embedding, default_embedding
from knowledge.lexical import FORMAT as LEXICAL_FORMAT
from knowledge.lexical import LexicalIndex
from knowledge.store import ChromaStore, Progress, Record

LEXICAL_FILE = "lexical.idx"
STORE_DIRECTORY = "chroma"
STORE_MARK = "store.version"
_SEPARATOR = "\n"


@dataclass(frozen=True, slots=True)
class Incomplete:
    """A passage that is not whole and why: ``cut_off``, ``list_missing`` or ``question_missing``."""

    passage: str
    reason: str


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Something that cleaning left out of a document."""

    document: str
    removal: Removal


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What an ingestion did. Ids of passages, in order; ``rebuilt`` tells why an old store was given up."""

    version: str
    documents: tuple[str, ...]
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: tuple[str, ...]
    cleaned: tuple[Cleaned, ...]
    incomplete: tuple[Incomplete, ...]
    outdated_translations: tuple[str, ...]
    rebuilt: str | None


def ingest(
    directory: Path,
    *,
    embedding: Embedding | None = None,
    paths: Iterable[Path] = (),
    url: str | None = None,
    progress: Progress | None = None,
) -> IngestReport:
    """Bring the store in ``directory`` in step with the shipped documents and the text files at ``paths``."""
    own = tuple(paths)
    corpus = read_corpus((*shipped_paths(), *own)) if own else load_corpus()
    return ingest_corpus(corpus, directory, embedding=embedding, url=url, progress=progress)


def ingest_corpus(
    corpus: Corpus,
    directory: Path,
    *,
    embedding: Embedding | None = None,
    url: str | None = None,
    library: str = "",
    progress: Progress | None = None,
) -> IngestReport:
    """Bring the store in ``directory``, or on the server at ``url``, in step with ``corpus``."""
    chosen = embedding or default_embedding()
    version = corpus_version(corpus)
    with _locked(directory):
        lexical_index(corpus, directory, version=version)
        store = ChromaStore(directory / STORE_DIRECTORY, embedding=chosen, url=url, library=library)
        changes = store.synchronise(
            [record_of(passage) for passage in corpus.passages], version=version, progress=progress
        )
        _write_mark(directory, store_mark(version, chosen, url))
    return IngestReport(
        version=version,
        documents=tuple(document.id for document in corpus.documents),
        added=changes.added,
        changed=changes.changed,
        removed=changes.removed,
        unchanged=changes.unchanged,
        cleaned=tuple(Cleaned(name, removal) for name, found in corpus.removals.items() for removal in found),
        incomplete=tuple(_incomplete(corpus.passages)),
        outdated_translations=corpus.outdated,
        rebuilt=changes.rebuilt,
    )


def lexical_index(corpus: Corpus, directory: Path, *, version: str) -> LexicalIndex:
    """The lexical index of ``corpus``, from its file; what is new there since the file was written is added, what is gone leaves."""
    path = directory / LEXICAL_FILE
    index = LexicalIndex.load(path, version=version)
    if index is not None and index.count == len(corpus.passages):
        return index
    return updated_index(corpus, LexicalIndex.load(path, version=None), path=path, version=version)


def updated_index(
    corpus: Corpus, index: LexicalIndex | None, *, path: Path | None = None, version: str = ""
) -> LexicalIndex:
    """``index`` brought in step with ``corpus``, and written to ``path``. Its keys are id and hash of the passages."""
    passages = {key_of(passage): passage for passage in corpus.passages}
    index = (index or LexicalIndex.build(())).updated(list(passages), lambda key: indexed_text(passages[key]))
    if path is not None:
        index.save(path, version=version)
    return index


def key_of(passage: Passage) -> str:
    """The name of a passage in the lexical index, which changes with what is indexed of it."""
    return f"{passage.id}\t{hash_of(passage)[:16]}"


def store_is_current(directory: Path, *, version: str, embedding: Embedding, url: str | None = None) -> bool:
    """Whether the last ingestion here was of ``version`` with ``embedding``; asks no Chroma."""
    try:
        return (directory / STORE_MARK).read_text(encoding="utf-8") == store_mark(version, embedding, url)
    except (OSError, ValueError):
        return False


def store_mark(version: str, embedding: Embedding, url: str | None) -> str:
    return f"{version} {embedding.name} {url or ''}\n"


def indexed_text(passage: Passage) -> str:
    """Everything under which ``passage`` is found, as one text: measured better than several entries."""
    return _SEPARATOR.join(
        (
            passage.text,
            passage.translation or "",
            passage.heading.zh,
            passage.heading.en,
            *passage.questions.zh,
            *passage.questions.en,
            *passage.synonyms.zh,
            *passage.synonyms.en,
        )
    )


def record_of(passage: Passage) -> Record:
    """A passage for the vector store: its own text with plain metadata. Its vector is made of the text and the headings above it."""
    own = passage.translation is None
    language = language_of(passage.text)
    return Record(
        id=passage.id,
        text=passage.text,
        hash=hash_of(passage),
        metadata=partial(_metadata, passage, language),
        language=language,
        embedded=f"{passage.heading.zh} {passage.text}" if own and passage.heading.zh else passage.text,
    )


def _metadata(passage: Passage, language: str) -> dict[str, str | int]:
    """What other tools read of a passage."""
    return {
        "document": passage.document,
        "place": passage.place or f"line {passage.line}",
        "date": passage.date,
        "language": language,
        "unit": unit_of(passage.text),
        "line": passage.line,
        "start": passage.start,
        "end": passage.end,
        "kind": passage.kind,
        "heading_zh": passage.heading.zh,
        "heading_en": passage.heading.en,
    }


def hash_of(passage: Passage) -> str:
    """A hash of everything that is kept of a passage."""
    place = f"{passage.document}\0{passage.line}\0{passage.start}\0{passage.end}\0{passage.incomplete}\0{passage.kind}"
    told = f"{place}\0{passage.place}\0{passage.date}\0{indexed_text(passage)}"
    return sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


def language_of(text: str) -> str:
    """``zh`` where a good part of the letters of ``text`` is Chinese, else ``en``."""
    chinese = sum(1 for char in text if "\u3400" <= char <= "\u9fff")
    latin = sum(1 for char in text if char.isascii() and char.isalpha())
    return "zh" if chinese * 3 >= latin and chinese else "en"


def unit_of(text: str) -> str:
    """The unit of the first figure with one in ``text``, as ``tools.figures`` writes it; empty where it has none."""
    from tools.figures import find_figures

    units = (str(figure.unit) for figure in find_figures(text[:400]))
    return next((unit for unit in units if unit != "number"), "")


def corpus_version(corpus: Corpus) -> str:
    """A hash of everything that is indexed and of how."""
    digest = sha256(LEXICAL_FORMAT.encode())
    for passage in corpus.passages:
        digest.update(f"\0{passage.id}\0{hash_of(passage)}".encode())
    return digest.hexdigest()[:16]


def _incomplete(passages: Iterable[Passage]) -> Iterator[Incomplete]:
    for passage in passages:
        if passage.incomplete:
            yield Incomplete(passage.id, passage.incomplete)
        if passage.question_missing:
            yield Incomplete(passage.id, "question_missing")


def _write_mark(directory: Path, mark: str) -> None:
    draft = directory / f"{STORE_MARK}.{os.getpid()}"
    draft.write_text(mark, encoding="utf-8")
    draft.replace(directory / STORE_MARK)


@contextmanager
def _locked(directory: Path) -> Iterator[None]:
    """One ingestion at a time in a directory, across processes."""
    directory.mkdir(parents=True, exist_ok=True)
    with (directory / "ingest.lock").open("w") as file:
        try:
            import fcntl
        except ImportError:  # not on Windows
            yield
            return
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
