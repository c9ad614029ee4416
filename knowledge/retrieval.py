"""Finding the passages that answer a question, in either language.

Lexical search (BM25) carries the shipped article, whose edition gives the words of both languages. A company's own documents have no
edition: there the cosine of a semantic embedding is added to the lexical score, with a larger weight where the passage is in the other
language, in which it has no words in common with the question. Weights and thresholds were measured
(docs/decisions/0054-search-by-meaning.md). What to make of the passages is the business of ``agent``.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.chunking import Passage
from knowledge.corpus import Corpus, load_corpus, read_corpus, shipped_paths
from knowledge.embedding import Embedding, default_embedding
from knowledge.errors import EmbeddingUnavailable, StoreUnusable
from knowledge.indexing import (
    STORE_DIRECTORY,
    corpus_version,
    ingest_corpus,
    language_of,
    lexical_index,
    store_is_current,
    updated_index,
)
from knowledge.lexical import LexicalIndex

if TYPE_CHECKING:
    from knowledge.store import ChromaStore, Progress

#: A query is cut to this many characters: nobody asks longer, and time must stay bounded.
LONGEST_QUERY = 2_000
#: How many candidates each way of searching contributes to the fusion.
_CANDIDATES = 50
#: What the cosine counts beside the lexical score, for a passage in the question's language and in the other.
SAME_LANGUAGE, OTHER_LANGUAGE = 0.3, 0.6
#: The most passages that a search may embed and store before it answers; more are left to whoever ingests.
_MOST_AT_ONCE = 400


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with what ranks it.

    ``lexical`` lies between 0 and 1 and is comparable across queries; ``dense`` is the cosine, ``None`` where the embedding was not
    asked. ``foreign`` tells that the passage is in another language than the question.
    """

    passage: Passage
    score: float
    lexical: float
    dense: float | None = None
    foreign: bool = False


class Retriever:
    """Searches one corpus. ``trouble`` tells why the last search did without the embedding, if it did."""

    def __init__(
        self,
        corpus: Corpus,
        *,
        directory: Path,
        index: LexicalIndex,
        version: str,
        embedding: Embedding,
        url: str | None = None,
        library: str = "",
    ) -> None:
        self.corpus = corpus
        self.version = version
        self.trouble: str | None = None
        self._directory = directory
        self._index = index
        self._embedding = embedding
        self._url = url
        self._library = library
        self._store: ChromaStore | None = None
        self._writing = threading.Lock()
        self._ids = [key.partition("\t")[0] for key in index.keys]
        self._languages: dict[str, str] = {}

    @property
    def by_meaning(self) -> bool:
        """Whether there are passages without an edition, and an embedding that knows more than spelling."""
        return self._embedding.semantic and any(p.translation is None for p in self.corpus.passages)

    @property
    def pending(self) -> bool:
        """Whether the Chroma store still has to be written (see :meth:`complete`)."""
        return not store_is_current(self._directory, version=self.version, embedding=self._embedding, url=self._url)

    def complete(self, *, progress: Progress | None = None, again: bool = False) -> None:
        """Write what is still pending into the Chroma store; ``again`` looks even where everything seemed to be written."""
        with self._writing:
            if again or self.pending:
                ingest_corpus(
                    self.corpus,
                    self._directory,
                    embedding=self._embedding,
                    url=self._url,
                    library=self._library,
                    progress=progress,
                )

    def warm_up(self) -> None:
        """Load the embedding and write the store, so that no search has to. Raises what a search would do without."""
        if self.by_meaning:
            self.complete()
            self._nearest("0", 1)

    def search(self, query: str, k: int = 6, *, dense: bool | None = None) -> tuple[Hit, ...]:
        """The ``k`` best passages, best first, none that shares neither a word nor a meaning with the query.

        ``dense`` asks for the vector store in any case (``True``) or never (``False``); by default it is asked where there are
        passages that only meaning finds. An embedding or a store that does not answer is done without, see ``trouble``.
        """
        query = query[:LONGEST_QUERY]
        self.trouble = None
        wanted = self.by_meaning if dense is None else dense
        found = self._index.search(query, k=max(k, _CANDIDATES) if wanted else k)
        lexical = {self._ids[number]: score for number, score in found}
        if wanted:
            try:
                return self._fused(query, lexical, k, wait=bool(dense))
            except (EmbeddingUnavailable, StoreUnusable) as error:
                if dense:
                    raise
                self.trouble = str(error)
        asked_in = language_of(query)
        return tuple(
            Hit(p, score, score, foreign=self._foreign(p, asked_in))
            for i, score in lexical.items()
            for p in (self.corpus.passage(i),)
        )[:k]

    def _foreign(self, passage: Passage, language: str) -> bool:
        """Whether a passage has no words in ``language``: an edition gives those of both."""
        if passage.translation is not None:
            return False
        return self._language(passage) != language

    def _language(self, passage: Passage) -> str:
        """The language of a passage (kept: it comes up again and again)."""
        if passage.id not in self._languages:
            self._languages[passage.id] = language_of(passage.text)
        return self._languages[passage.id]

    def _fused(self, query: str, lexical: dict[str, float], k: int, *, wait: bool) -> tuple[Hit, ...]:
        """Lexical scores with the weighted cosine added."""
        near = self._nearest(query, max(k, _CANDIDATES), wait=wait)
        asked_in = language_of(query)
        # What is not among the nearest of its language is no nearer than the last of them.
        least = {language: hits[-1][1] for language, hits in near.items() if hits}
        cosines = {i: cosine for hits in near.values() for i, cosine in hits}
        hits = []
        for i in dict.fromkeys((*lexical, *cosines)):
            if i not in self.corpus:
                continue
            passage = self.corpus.passage(i)
            cosine = max(0.0, cosines.get(i, least.get(self._language(passage), 0.0)))
            foreign = self._foreign(passage, asked_in)
            own = lexical.get(i, 0.0)
            weight = OTHER_LANGUAGE if foreign else SAME_LANGUAGE
            hits.append(Hit(passage, own + weight * cosine, own, cosine, foreign))
        hits.sort(key=lambda hit: -hit.score)
        return tuple(hit for hit in hits[:k] if hit.score > 0)

    def _nearest(self, query: str, k: int, *, wait: bool = False) -> dict[str, list[tuple[str, float]]]:
        """The nearest passages of each language. What another process did to the store in between is put right once."""
        try:
            return self._chroma(wait=wait).nearest(query, k=k, version=self.version)
        except StoreUnusable:
            if self._store is None:
                raise
            self._store = None
            self._allow_writing(wait=wait)
            self.complete(again=True)
            return self._chroma(wait=wait).nearest(query, k=k, version=self.version)

    def _chroma(self, *, wait: bool) -> ChromaStore:
        if self._store is None:
            from knowledge.store import ChromaStore

            if self.pending:
                self._allow_writing(wait=wait)
                self.complete()
            self._store = ChromaStore(
                self._directory / STORE_DIRECTORY, embedding=self._embedding, url=self._url, library=self._library
            )
        return self._store

    def _allow_writing(self, *, wait: bool) -> None:
        """Refuse to keep a question waiting for a large store, or for another thread that writes it."""
        if not wait and (self._writing.locked() or len(self.corpus.passages) > _MOST_AT_ONCE):
            place = self._url or str(self._directory / STORE_DIRECTORY)
            raise StoreUnusable(place, "it is not written yet", "wait, or ingest the documents")


def open_retriever(
    directory: Path,
    embedding: Embedding | None = None,
    *,
    paths: Iterable[Path] = (),
    corpus: Corpus | None = None,
    url: str | None = None,
    library: str = "",
    defer_store: bool = False,
    progress: Progress | None = None,
) -> Retriever:
    """A retriever over ``corpus``, else the shipped documents and the text files at ``paths``, with its data in ``directory``.

    What is missing or stale there is ingested first. ``defer_store`` leaves the Chroma store for later (it costs a
    second and lexical search does not need it): see :attr:`Retriever.pending`.
    """
    own = tuple(paths)
    if corpus is None:
        corpus = read_corpus((*shipped_paths(), *own)) if own else load_corpus()
    version = corpus_version(corpus)
    try:
        index = lexical_index(corpus, directory, version=version)
    except OSError:  # a full or read-only disk stops no answer
        index = updated_index(corpus, None)
    retriever = Retriever(
        corpus,
        directory=directory,
        index=index,
        version=version,
        embedding=embedding or default_embedding(),
        url=url,
        library=library,
    )
    if not defer_store:
        retriever.complete(progress=progress)
    return retriever
