"""Putting an advisor together from the settings: the one place that every channel opens it.

Opening is cheap. Files are read when the first turn needs them, the search index at the first search, and a model's
libraries only where the settings ask a model.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from agent.advisor import Advisor
from agent.memory import ConversationStore, SqlStore, store_in_file
from agent.plans.imprint import Imprint
from agent.shelf import Shelf, open_shelf, written
from knowledge.corpus import Corpus
from knowledge.errors import KnowledgeError
from knowledge.library import Library, ignored_in, shipped_library
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


@dataclass(frozen=True, slots=True)
class Found:
    """A passage found for a message: how well it fits, from 0 to 1, and its words.

    ``matched`` is how many different words of the message it shares: one word alone is little evidence. ``own`` tells that it stands
    in a document of the company and not in what the framework quotes, ``near`` how near its meaning is (a cosine), and ``foreign``
    that it is in another language than the message.
    """

    id: str
    score: float
    text: str
    matched: int = 2
    own: bool = False
    near: float = 0.0
    foreign: bool = False
    rank: float = 0.0


class Sources:
    """Documents as the advisor's library: passages at once, search when it is first asked for.

    What is kept may change while the process runs. What this process writes is in force at once; whether another one wrote is looked
    up at most every :data:`SECONDS_BETWEEN` seconds.
    """

    #: How long what was opened is taken to be in force.
    SECONDS_BETWEEN = 0.5

    def __init__(
        self,
        directory: Path,
        *,
        embedding: Embedding | None = None,
        chroma_url: str | None = None,
        opened: Callable[[], Library] = shipped_library,
        library: str = "",
    ) -> None:
        self._open = opened
        self.directory = directory
        self.embedding = embedding
        self.chroma_url = chroma_url
        self.library = library
        self._current: _Opened | None = None
        self._checked = 0.0
        self._written = written()
        self._lock = threading.Lock()

    @property
    def _now(self) -> _Opened:
        """What is in force now."""
        with self._lock:
            now = written()
            old = now != self._written or time.monotonic() - self._checked > self.SECONDS_BETWEEN
            if self._current is None or old:
                self._written, found = now, self._open()
                if self._current is None or found is not self._current.library:
                    self._current = _Opened(found, self)
                self._checked = time.monotonic()
            return self._current

    @property
    def corpus(self) -> Corpus:
        return self._now.library.corpus

    @property
    def framework(self) -> Framework:
        """The framework in force now."""
        return self._now.library.framework

    @property
    def disputes(self) -> Disputes:
        """What documents state otherwise than the framework in force."""
        return self._now.library.disputes

    @property
    def retriever(self) -> Retriever:
        return self._now.retriever

    def passages(self) -> Mapping[str, Passage]:
        return self._now.by_id

    def search(self, query: str) -> Sequence[Found]:
        """The passages that fit ``query`` best. An embedding or a store that does not answer is done without, and logged once."""
        return self._now.search(query)

    def warm_up(self) -> None:
        """Load what only searches by meaning need, where there are own documents; a front end calls it in a thread of its own."""
        try:
            self.retriever.warm_up()
        except KnowledgeError as error:
            log.warning("searching by words alone: %s", error)


class _Opened:
    """One state of the library, with the index that is opened when it is first searched."""

    def __init__(self, library: Library, sources: Sources) -> None:
        self.library = library
        self._sources = sources
        self._known: dict[str, frozenset[str]] = {}
        self._told = ""

    @cached_property
    def by_id(self) -> dict[str, Passage]:
        return {passage.id: passage for passage in self.library.corpus.passages}

    @cached_property
    def quoted(self) -> frozenset[str]:
        """The documents that the framework quotes."""
        return frozenset(parameter.source.document for parameter in self.library.framework.parameters)

    @cached_property
    def retriever(self) -> Retriever:
        from knowledge.retrieval import open_retriever

        sources = self._sources
        return open_retriever(
            sources.directory,
            sources.embedding,
            corpus=self.library.corpus,
            url=sources.chroma_url,
            library=sources.library,
            defer_store=True,
        )

    def search(self, query: str) -> Sequence[Found]:
        hits = self.retriever.search(query, 8)
        trouble = self.retriever.trouble
        if trouble and trouble != self._told:
            log.warning("searching by words alone: %s", trouble)
            self._told = trouble
        asked = {term for term in tokens(query) if not term.isdigit()}
        return [
            Found(
                hit.passage.id,
                hit.lexical,
                hit.passage.text,
                len(asked & self._terms(hit.passage)),
                own=hit.passage.document not in self.quoted,
                near=hit.dense or 0.0,
                foreign=hit.foreign,
                rank=hit.score,
            )
            for hit in hits
        ]

    def _terms(self, passage: Passage) -> frozenset[str]:
        """The terms under which a passage is found (kept: a passage comes up again and again)."""
        if passage.id not in self._known:
            from knowledge.indexing import indexed_text

            self._known[passage.id] = frozenset(tokens(indexed_text(passage)))
        return self._known[passage.id]


def open_advisor(settings: Settings, *, memory: ConversationStore | str | None = None, library: str = "") -> Advisor:
    """The advisor that ``settings`` describe, over the documents and the framework of ``library`` (empty: the shared one).

    ``memory`` is a store, or :data:`IN_MEMORY`; by default conversations are kept in the data directory.
    """
    store = memory if memory is not None and not isinstance(memory, str) else open_store(settings, memory)
    shelf = open_shelf(settings, library)
    return Advisor(
        _framework(shelf.open()),
        open_sources(settings, shelf),
        store,
        author=_author(settings),
        default_language=settings.language,
        imprint=Imprint.of(settings),
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


def open_sources(settings: Settings, shelf: Shelf | None = None) -> Sources:
    """The documents of a library (the shared one by default), searched with the embedding that the settings name."""
    shelf = shelf or open_shelf(settings)
    return Sources(
        shelf.index,
        embedding=open_embedding(settings),
        chroma_url=settings.chroma_url,
        opened=shelf.open,
        library=shelf.name,
    )


def open_embedding(settings: Settings) -> Embedding | None:
    """The embedding that the settings name; ``None`` stands for the default one, which needs neither a key nor a network."""
    if settings.embedding == "hashed":
        from knowledge.embedding import HashedNgramEmbedding

        return HashedNgramEmbedding()
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
