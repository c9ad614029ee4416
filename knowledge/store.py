"""The vector store: passages with their vectors in Chroma, on disk or on a server.

A library has a collection for each language, ``passages-zh`` and ``passages-en``: a question asks both, and none crowds the other
out. Text and metadata are plain, so that other tools read them: document, place, date, language, unit. The collection's metadata
names the embedding, its dimension and the corpus version. A store of another embedding is refused when it is searched and rebuilt
when it is written; it is never queried silently. Chroma is imported when a store is opened, not before: it costs more than
everything else together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from knowledge.embedding import Embedding, Vector
from knowledge.errors import StoreUnusable

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.collection_configuration import CreateHNSWConfiguration
    from chromadb.api.models.Collection import Collection

#: The collections of a library begin with this, followed by the library's name, if it has one, and the language.
COLLECTION = "passages"
LANGUAGES = ("zh", "en")
FORMAT = "2"
_BATCH = 256
#: How thoroughly Chroma looks: measured with 10,000 vectors, 99.95% of the nearest 50 are found.
_INDEX: CreateHNSWConfiguration = {"space": "cosine", "ef_search": 200, "max_neighbors": 32}

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Record:
    """A passage as the store keeps it; ``hash`` changes with anything that is indexed.

    ``text`` is what is shown to whoever reads the collection, ``embedded`` what its vector is made of, ``metadata`` what is asked for
    when the passage is written: its figures are read for it.
    """

    id: str
    text: str
    hash: str
    metadata: Callable[[], Mapping[str, str | int]]
    language: str = "zh"
    embedded: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """What a synchronisation did, by passage id; ``rebuilt`` tells why an old store was given up."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: tuple[str, ...]
    rebuilt: str | None = None


class ChromaStore:
    """The collections of one library. ``url`` names a Chroma server; without it the store lies in ``directory``."""

    def __init__(self, directory: Path, *, embedding: Embedding, url: str | None = None, library: str = "") -> None:
        self._directory = directory
        self._url = url
        self._embedding = embedding
        self._client: ClientAPI = _client(directory, url)
        self._names = {language: collection_name(library, language) for language in LANGUAGES}
        self._opened: dict[str, Collection] = {}

    @property
    def place(self) -> str:
        return self._url or str(self._directory)

    def synchronise(self, records: Sequence[Record], *, version: str, progress: Progress | None = None) -> Changes:
        """Make the store hold exactly ``records``; what is there and has not changed is not touched."""
        rebuilt = None
        for name in self._names.values():
            if reason := self._mismatch(self._metadata(name)):
                rebuilt = reason
                self._client.delete_collection(name)
        self._opened = {}
        collections = {language: self._open(language) for language in self._names}
        known = {language: self._hashes(collection) for language, collection in collections.items()}
        removed = self._without(records, known, collections)
        everywhere = {i for hashes in known.values() for i in hashes}
        added = [record for record in records if record.id not in everywhere]
        todo = [record for record in records if known[record.language].get(record.id) != record.hash]
        changed = [record for record in todo if record.id in everywhere]
        for at in range(0, len(todo), _BATCH):
            batch = todo[at : at + _BATCH]
            vectors = self._embedding.embed_documents([record.embedded or record.text for record in batch])
            for language, collection in collections.items():
                self._write(collection, [p for p in zip(batch, vectors, strict=True) if p[0].language == language])
            if progress:
                progress(min(at + _BATCH, len(todo)), len(todo))
        for collection in collections.values():
            if (collection.metadata or {}).get("corpus_version") != version:
                collection.modify(metadata={**self._description(), "corpus_version": version})
        touched = {record.id for record in todo}
        return Changes(
            tuple(record.id for record in added),
            tuple(record.id for record in changed),
            tuple(removed),
            tuple(record.id for record in records if record.id not in touched),
            rebuilt,
        )

    def _without(
        self, records: Sequence[Record], known: Mapping[str, Mapping[str, str]], collections: Mapping[str, Collection]
    ) -> list[str]:
        """Take out what is not wanted any more, or stands in the other language now; returns what is wanted nowhere."""
        wanted = {record.id: record.language for record in records}
        removed: list[str] = []
        for language, hashes in known.items():
            gone = [i for i in hashes if wanted.get(i) != language]
            removed += [i for i in gone if i not in wanted]
            for at in range(0, len(gone), _BATCH):
                collections[language].delete(ids=gone[at : at + _BATCH])
        return removed

    def search(self, query: str, *, k: int, version: str) -> list[tuple[str, float]]:
        """The ``k`` nearest passages as (id, cosine similarity), nearest first."""
        found = [hit for hits in self.nearest(query, k=k, version=version).values() for hit in hits]
        return sorted(found, key=lambda hit: -hit[1])[:k]

    def nearest(self, query: str, *, k: int, version: str) -> dict[str, list[tuple[str, float]]]:
        """The ``k`` nearest passages of each language as (id, cosine similarity), nearest first."""
        vector: Vector | None = None
        found: dict[str, list[tuple[str, float]]] = {}
        for language in self._names:
            collection = self._current(language, version)
            most = min(k, collection.count())
            found[language] = []
            if most < 1:
                continue
            vector = vector or self._embedding.embed_query(query)
            hits = collection.query(query_embeddings=_vectors([vector]), n_results=most, include=["distances"])
            distances = hits["distances"] or [[]]
            found[language] = [(i, 1.0 - float(d)) for i, d in zip(hits["ids"][0], distances[0], strict=True)]
        return found

    def _current(self, language: str, version: str) -> Collection:
        """The collection of a language. Raises :class:`StoreUnusable` where it does not hold the corpus ``version``."""
        opened = self._opened.get(language)
        if opened is not None and (opened.metadata or {}).get("corpus_version") == version:
            return opened
        metadata = self._metadata(self._names[language])
        reason = self._mismatch(metadata) or ("it is empty" if metadata is None else None)
        if reason is None and metadata is not None and metadata.get("corpus_version") != version:
            reason = "it was built from other documents"
        if reason:
            raise StoreUnusable(self.place, reason, "ingest the documents again")
        self._opened[language] = self._open(language)
        return self._opened[language]

    def count(self) -> int:
        return sum(
            0 if self._metadata(name) is None else self._open(language).count()
            for language, name in self._names.items()
        )

    def version(self) -> str | None:
        """The corpus version that the store holds for this embedding, ``None`` if it holds none, or not all of it."""
        versions = set()
        for name in self._names.values():
            metadata = self._metadata(name)
            fits = metadata is not None and not self._mismatch(metadata)
            versions.add(str((metadata or {}).get("corpus_version") or "") if fits else "")
        return versions.pop() or None if len(versions) == 1 else None

    def _metadata(self, name: str) -> Mapping[str, Any] | None:
        from chromadb.errors import NotFoundError

        try:
            return self._client.get_collection(name, embedding_function=None).metadata or {}
        except (NotFoundError, ValueError):
            return None

    def _mismatch(self, metadata: Mapping[str, Any] | None) -> str | None:
        if metadata is None:
            return None
        for name, value in self._description().items():
            if metadata.get(name) != value:
                return f"its {name} is {metadata.get(name)!r}, the settings say {value!r}"
        return None

    def _description(self) -> dict[str, str | int]:
        return {"embedding": self._embedding.name, "dimension": self._embedding.dimension, "format": FORMAT}

    def _open(self, language: str) -> Collection:
        name = self._names[language]
        return self._client.get_or_create_collection(
            name,
            metadata=self._description() if self._metadata(name) is None else None,
            configuration={"hnsw": _INDEX},
            embedding_function=None,
        )

    def _hashes(self, collection: Collection) -> dict[str, str]:
        found = collection.get(include=["metadatas"])
        metadatas = found["metadatas"] or []
        return {i: str((m or {}).get("hash")) for i, m in zip(found["ids"], metadatas, strict=True)}

    def _write(self, collection: Collection, pairs: Sequence[tuple[Record, Vector]]) -> None:
        if pairs:
            collection.upsert(
                ids=[record.id for record, _ in pairs],
                documents=[record.text for record, _ in pairs],
                embeddings=_vectors([vector for _, vector in pairs]),
                metadatas=[{**record.metadata(), "hash": record.hash} for record, _ in pairs],
            )


def collection_name(library: str, language: str) -> str:
    """The name of a library's collection of a language; of a library whose name Chroma does not take, a hash of it stands there."""
    if library and not re.fullmatch(r"[a-zA-Z0-9][a-zA-Z0-9_-]{0,60}", library):
        library = sha256(library.encode("utf-8", "surrogatepass")).hexdigest()[:20]
    return "-".join(filter(None, (COLLECTION, library, language)))


def _vectors(vectors: Sequence[Vector]) -> list[Sequence[float] | Sequence[int]]:
    return list(vectors)


def _client(directory: Path, url: str | None) -> ClientAPI:
    import chromadb
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False)
    try:
        if url is None:
            directory.mkdir(parents=True, exist_ok=True)
            return chromadb.PersistentClient(path=str(directory), settings=settings)
        parts = urlsplit(url)
        secure = parts.scheme == "https"
        return chromadb.HttpClient(
            host=parts.hostname or "localhost",
            port=parts.port or (443 if secure else 8000),
            ssl=secure,
            settings=settings,
        )
    except Exception as error:  # the driver raises bare ValueError, OSError and errors of its Rust core
        reason = f"Chroma cannot open it ({type(error).__name__})"
        raise StoreUnusable(url or str(directory), reason, "check the path, its permissions or the server") from error
