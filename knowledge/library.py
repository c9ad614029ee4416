"""The documents and the framework that are in force for a data directory.

As shipped that is the article and its framework. ``use_framework`` puts a company's own in their place: its file and the
documents that it quotes are copied, so that what was checked is what is used. Ingested documents are read beside either.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.corpus import Corpus, build_corpus, load_corpus, read_corpus
from knowledge.datafile import read_data
from knowledge.errors import BrokenData
from knowledge.framework import SHIPPED, FrameworkReader, documents_of, load_framework, read_framework
from knowledge.framework_check import check_framework
from knowledge.general import with_general_topics
from tools.parameters import Framework

if TYPE_CHECKING:
    from knowledge.disputes import Statement

FRAMEWORK_DIRECTORY = "framework"
FRAMEWORK_FILE = "framework.yaml"
#: Where ``knowledge.documents.keeping`` keeps what was ingested; looked at without importing it.
DIRECTORY = "documents"
MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Library:
    """What is answered from. ``own`` is the path of the company's framework, ``None`` for the shipped one."""

    corpus: Corpus
    framework: Framework
    own: Path | None = None
    disputes: Mapping[str, tuple[Statement, ...]] = field(default_factory=dict)


@lru_cache(maxsize=1)
def shipped_library() -> Library:
    """The article and its framework, without anything of one's own."""
    return Library(load_corpus(), load_framework())


def own_framework(directory: Path) -> Path | None:
    """The framework in use in the data directory, if it is not the shipped one."""
    path = directory / FRAMEWORK_DIRECTORY / FRAMEWORK_FILE
    return path if path.is_file() else None


def open_library(directory: Path) -> Library:
    """Everything in force in the data directory. Raises :class:`BrokenData` where a file was changed by hand."""
    own = own_framework(directory)
    manifest = directory / DIRECTORY / MANIFEST
    return _open(directory, own, own.stat().st_mtime_ns if own else 0, _changed(manifest))


def _changed(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


@lru_cache(maxsize=16)
def _open(directory: Path, own: Path | None, framework_changed: int, documents_changed: int) -> Library:
    del framework_changed  # part of the key: what was replaced is read anew
    corpus = corpus_of(own) if own else load_corpus()
    framework = with_general_topics(read_framework(own, corpus=corpus)) if own else load_framework()
    if not documents_changed:
        return Library(corpus, framework, own)
    from knowledge.disputes import find_disputes
    from knowledge.documents.keeping import Kept

    corpus = together(corpus, build_corpus(Kept.load(directory).documents()))
    return Library(corpus, framework, own, find_disputes(framework, corpus))


def together(first: Corpus, second: Corpus) -> Corpus:
    """One corpus of both."""
    return Corpus(
        (*first.documents, *second.documents),
        (*first.passages, *second.passages),
        {**first.removals, **second.removals},
        (*first.outdated, *second.outdated),
    )


def corpus_of(path: Path) -> Corpus:
    """The corpus that the framework at ``path`` quotes from: its own documents, else the shipped ones."""
    if path == SHIPPED:
        return load_corpus()
    documents = documents_of(path)
    return read_corpus(documents) if documents else load_corpus()


def check(path: Path) -> tuple[BrokenData, ...]:
    """Everything that is wrong with the framework at ``path`` and the documents beside it."""
    try:
        corpus = corpus_of(path)
    except BrokenData as error:
        return (error,)
    return check_framework(path, corpus=corpus)


def ignored_in(path: Path) -> tuple[BrokenData, ...]:
    """Fields of a sound framework that a program of before read and this one does not, with their lines."""
    reader = FrameworkReader(read_data(path), corpus_of(path))
    reader.framework()
    return tuple(reader.ignored)


def use_framework(directory: Path, path: Path) -> tuple[BrokenData, ...]:
    """Put the framework at ``path`` in force; returns what is wrong with it, in which case nothing was changed."""
    if problems := check(path):
        return problems
    draft, final = directory / f"{FRAMEWORK_DIRECTORY}.new", directory / FRAMEWORK_DIRECTORY
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    for document in documents_of(path):
        copy = draft / document.relative_to(path.parent)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(document, copy)
    shutil.copyfile(path, draft / FRAMEWORK_FILE)
    shutil.rmtree(final, ignore_errors=True)
    draft.rename(final)
    return ()


def use_shipped(directory: Path) -> bool:
    """Go back to the shipped framework; tells whether another one was in use."""
    if own_framework(directory) is None:
        return False
    shutil.rmtree(directory / FRAMEWORK_DIRECTORY)
    return True
