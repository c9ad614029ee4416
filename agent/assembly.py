"""Putting an advisor together from the settings: the one place that every channel opens it.

Opening is cheap. Files are read when the first turn needs them, the search index at the first search, and a model's
libraries only where the settings ask a model.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from agent.advisor import Advisor
from agent.memory import ConversationStore, SqlStore, store_in_file
from knowledge.corpus import Corpus, load_corpus
from knowledge.errors import StoreUnusable
from knowledge.library import Library, ignored_in, open_library
from knowledge.tokens import tokens

if TYPE_CHECKING:
    from agent.answers.disputes import Disputes
    from agent.settings import Settings
    from agent.telling import Author
    from knowledge.chunking import Passage
    from knowledge.embedding import Embedding
    from knowledge.retrieval import Retriever
    from tools.parameters import Framework

log = logging.getLogger(__name__)

#: A store that is gone with the process.
IN_MEMORY = ":memory:"
CONVERSATIONS = "conversations.sqlite"
INDEX = "index"


@dataclass(frozen=True, slots=True)
class Found:
    """A passage found for a message: how well it fits, from 0 to 1, and its words.

    ``matched`` is how many different words of the message it shares: one word alone is little evidence.
    """

    id: str
    score: float
    text: str
    matched: int = 2


class Sources:
    """Documents as the advisor's library: passages at once, search when it is first asked for."""

    def __init__(
        self,
        directory: Path,
        *,
        embedding: Embedding | None = None,
        chroma_url: str | None = None,
        corpus: Callable[[], Corpus] = load_corpus,
        disputes: Callable[[], Disputes] = dict,
    ) -> None:
        self._load = corpus
        self._disputes = disputes
        self.directory = directory
        self.embedding = embedding
        self.chroma_url = chroma_url
        self._known: dict[str, frozenset[str]] = {}

    @cached_property
    def corpus(self) -> Corpus:
        return self._load()

    @property
    def disputes(self) -> Disputes:
        """What documents state otherwise than the framework in force."""
        return self._disputes()

    @cached_property
    def by_id(self) -> dict[str, Passage]:
        return {passage.id: passage for passage in self.corpus.passages}

    @cached_property
    def retriever(self) -> Retriever:
        from knowledge.retrieval import open_retriever

        try:
            return open_retriever(
                self.directory, self.embedding, corpus=self.corpus, url=self.chroma_url, defer_store=True
            )
        except OSError as error:  # a full or read-only disk stops no answer
            log.warning("the index cannot be kept in %s (%s); searching from memory", self.directory, error.strerror)
            return _retriever_in_memory(self.corpus, self.directory, self.embedding, self.chroma_url)

    def passages(self) -> Mapping[str, Passage]:
        return self.by_id

    def search(self, query: str) -> Sequence[Found]:
        try:
            hits = self.retriever.search(query)
        except StoreUnusable as error:  # words still find what vectors cannot
            log.warning("searching without the vector store: %s", error)
            hits = self.retriever.search(query, dense=False)
        asked = {term for term in tokens(query) if not term.isdigit()}
        passages = [hit.passage for hit in hits]
        return [
            Found(p.id, hit.score, p.text, len(asked & self._terms(p))) for hit, p in zip(hits, passages, strict=True)
        ]

    def _terms(self, passage: Passage) -> frozenset[str]:
        """The terms under which a passage is found (kept: a passage comes up again and again)."""
        if passage.id not in self._known:
            from knowledge.indexing import indexed_text

            self._known[passage.id] = frozenset(tokens(indexed_text(passage)))
        return self._known[passage.id]


def _retriever_in_memory(
    corpus: Corpus, directory: Path, embedding: Embedding | None, chroma_url: str | None
) -> Retriever:
    from knowledge.embedding import HashedNgramEmbedding
    from knowledge.indexing import corpus_version, indexed_text
    from knowledge.lexical import LexicalIndex
    from knowledge.retrieval import Retriever

    return Retriever(
        corpus,
        directory=directory,
        index=LexicalIndex.build(indexed_text(passage) for passage in corpus.passages),
        version=corpus_version(corpus),
        embedding=embedding or HashedNgramEmbedding(),
        url=chroma_url,
    )


def open_advisor(settings: Settings, *, memory: ConversationStore | str | None = None) -> Advisor:
    """The advisor that ``settings`` describe.

    ``memory`` is a store, or :data:`IN_MEMORY`; by default conversations are kept in the data directory.
    """
    store = memory if memory is not None and not isinstance(memory, str) else open_store(settings, memory)
    return Advisor(
        _framework(open_library(settings.data_directory)),
        open_sources(settings),
        store,
        author=_author(settings),
        default_language=settings.language,
    )


def _framework(library: Library) -> Framework:
    """The framework in force; the log names what is not read any more in a company's own."""
    for ignored in ignored_in(library.own) if library.own is not None else ():
        log.warning("framework %s: %s", library.framework.id, ignored)
    return library.framework


def open_store(settings: Settings, path: str | None = None) -> ConversationStore:
    """The conversations that are kept: in the database that is set, else in a file of the data directory."""
    if path is None and settings.database_url is not None:
        from agent.database import PostgresDatabase

        return SqlStore(PostgresDatabase(settings.database_url.get_secret_value()), durable=True)
    return store_in_file(path or settings.data_directory / CONVERSATIONS)


def open_sources(settings: Settings) -> Sources:
    """The documents, searched with the embedding that the settings name."""
    return Sources(
        settings.data_directory / INDEX,
        embedding=open_embedding(settings),
        chroma_url=settings.chroma_url,
        corpus=lambda: open_library(settings.data_directory).corpus,
        disputes=lambda: open_library(settings.data_directory).disputes,
    )


def open_embedding(settings: Settings) -> Embedding | None:
    """The embedding of an endpoint, where one is set and has a key; ``None`` stands for the offline one."""
    if settings.embedding != "openai" or settings.openai_api_key is None or settings.offline:
        return None
    from knowledge.embedding import OpenAIEmbedding

    return OpenAIEmbedding(
        settings.embedding_model,
        api_key=settings.openai_api_key.get_secret_value(),
        base_url=settings.openai_base_url,
    )


def _author(settings: Settings) -> Author | None:
    if not settings.online:
        return None
    from agent.online import open_author  # brings LangChain: a second or two that the offline mode does without

    return open_author(settings)
