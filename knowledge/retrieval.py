"""Finding the passages that answer a question, in either language.

Lexical search (BM25) carries the offline mode alone: hashed n-grams know nothing that BM25 does not, and fusing them
in measured worse (docs/decisions/0003-retrieval.md). With a semantic embedding the two are fused. What to make of the
passages is the business of ``agent``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.chunking import Passage
from knowledge.corpus import Corpus, load_corpus, read_corpus, shipped_paths
from knowledge.embedding import Embedding, HashedNgramEmbedding
from knowledge.errors import EmbeddingUnavailable
from knowledge.indexing import STORE_DIRECTORY, corpus_version, ingest_corpus, lexical_index, store_is_current
from knowledge.lexical import LexicalIndex

if TYPE_CHECKING:
    from knowledge.store import ChromaStore, Progress

#: A query is cut to this many characters: nobody asks longer, and time must stay bounded.
LONGEST_QUERY = 2_000
#: How many candidates each way of searching contributes to the fusion.
_CANDIDATES = 50


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with its score between 0 and 1, comparable across queries; ``dense`` is ``None`` where not asked."""

    passage: Passage
    score: float
    lexical: float
    dense: float | None = None


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
    ) -> None:
        self.corpus = corpus
        self.version = version
        self.trouble: str | None = None
        self._directory = directory
        self._index = index
        self._embedding = embedding
        self._url = url
        self._store: ChromaStore | None = None

    @property
    def pending(self) -> bool:
        """Whether the Chroma store still has to be written (see :meth:`complete`)."""
        return not store_is_current(self._directory, version=self.version, embedding=self._embedding, url=self._url)

    def complete(self, *, progress: Progress | None = None) -> None:
        """Write what is still pending into the Chroma store."""
        if self.pending:
            ingest_corpus(self.corpus, self._directory, embedding=self._embedding, url=self._url, progress=progress)

    def search(self, query: str, k: int = 6, *, dense: bool | None = None) -> tuple[Hit, ...]:
        """The ``k`` best passages, best first, none that shares nothing with the query.

        ``dense`` asks for the vector store in any case (``True``) or never (``False``); by default it is asked
        where the embedding is semantic. An embedding that does not answer is done without, see ``trouble``.
        """
        query = query[:LONGEST_QUERY]
        self.trouble = None
        wanted = self._embedding.semantic if dense is None else dense
        found = self._index.search(query, k=max(k, _CANDIDATES) if wanted else k)
        lexical = {self.corpus.passages[number].id: score for number, score in found}
        if wanted:
            try:
                return self._fused(query, lexical, k)
            except EmbeddingUnavailable as error:
                if dense:
                    raise
                self.trouble = str(error)
        return tuple(Hit(self.corpus.passage(i), score, score) for i, score in lexical.items())[:k]

    def _fused(self, query: str, lexical: dict[str, float], k: int) -> tuple[Hit, ...]:
        """Means of both scores; both lie between 0 and 1, so that no rank needs to stand in for them."""
        near = dict(self._chroma().search(query, k=max(k, _CANDIDATES), version=self.version))
        hits = [
            Hit(
                self.corpus.passage(i),
                (lexical.get(i, 0.0) + max(0.0, near.get(i, 0.0))) / 2,
                lexical.get(i, 0.0),
                near.get(i, 0.0),
            )
            for i in dict.fromkeys((*lexical, *near))
        ]
        hits.sort(key=lambda hit: -hit.score)
        return tuple(hit for hit in hits[:k] if hit.score > 0)

    def _chroma(self) -> ChromaStore:
        if self._store is None:
            from knowledge.store import ChromaStore

            self.complete()
            self._store = ChromaStore(self._directory / STORE_DIRECTORY, embedding=self._embedding, url=self._url)
        return self._store


def open_retriever(
    directory: Path,
    embedding: Embedding | None = None,
    *,
    paths: Iterable[Path] = (),
    corpus: Corpus | None = None,
    url: str | None = None,
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
    index = lexical_index(corpus, directory, version=version)
    retriever = Retriever(
        corpus,
        directory=directory,
        index=index,
        version=version,
        embedding=embedding or HashedNgramEmbedding(),
        url=url,
    )
    if not defer_store:
        retriever.complete(progress=progress)
    return retriever
