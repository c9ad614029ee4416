"""The vector store: passages with their vectors in Chroma, on disk or on a server.

The collection's metadata names the embedding, its dimension and the corpus version. A store of another embedding is
refused when it is searched and rebuilt when it is written; it is never queried silently. Chroma is imported when a
store is opened, not before: it costs more than everything else together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from knowledge.embedding import Embedding, Vector
from knowledge.errors import StoreUnusable

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

COLLECTION = "passages"
FORMAT = "1"
_BATCH = 256

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Record:
    """A passage as the store keeps it; ``hash`` changes with anything that is indexed."""

    id: str
    text: str
    hash: str
    metadata: Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Changes:
    """What a synchronisation did, by passage id; ``rebuilt`` tells why an old store was given up."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: tuple[str, ...]
    rebuilt: str | None = None


class ChromaStore:
    """A collection of passages. ``url`` names a Chroma server; without it the store lies in ``directory``."""

    def __init__(self, directory: Path, *, embedding: Embedding, url: str | None = None) -> None:
        self._directory = directory
        self._url = url
        self._embedding = embedding
        self._client: ClientAPI = _client(directory, url)

    @property
    def place(self) -> str:
        return self._url or str(self._directory)

    def synchronise(self, records: Sequence[Record], *, version: str, progress: Progress | None = None) -> Changes:
        """Make the store hold exactly ``records``; what is there and has not changed is not touched."""
        rebuilt = self._mismatch(self._metadata())
        if rebuilt:
            self._client.delete_collection(COLLECTION)
        collection = self._open()
        known = self._hashes(collection)
        wanted = {record.id: record for record in records}
        added = [record for record in records if record.id not in known]
        changed = [record for record in records if record.id in known and known[record.id] != record.hash]
        removed = [passage_id for passage_id in known if passage_id not in wanted]
        todo = [*added, *changed]
        for at in range(0, len(todo), _BATCH):
            self._write(collection, todo[at : at + _BATCH])
            if progress:
                progress(min(at + _BATCH, len(todo)), len(todo))
        for at in range(0, len(removed), _BATCH):
            collection.delete(ids=removed[at : at + _BATCH])
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

    def search(self, query: str, *, k: int, version: str) -> list[tuple[str, float]]:
        """The ``k`` nearest passages as (id, cosine similarity), nearest first."""
        metadata = self._metadata()
        reason = self._mismatch(metadata) or ("it is empty" if metadata is None else None)
        if reason is None and metadata is not None and metadata.get("corpus_version") != version:
            reason = "it was built from other documents"
        if reason:
            raise StoreUnusable(self.place, reason, "ingest the documents again")
        collection = self._open()
        k = min(k, collection.count())
        if k < 1:
            return []
        found = collection.query(
            query_embeddings=_vectors([self._embedding.embed_query(query)]), n_results=k, include=["distances"]
        )
        distances = found["distances"] or [[]]
        return [(i, 1.0 - float(d)) for i, d in zip(found["ids"][0], distances[0], strict=True)]

    def count(self) -> int:
        return 0 if self._metadata() is None else self._open().count()

    def version(self) -> str | None:
        """The corpus version that the store holds for this embedding, ``None`` if it holds none."""
        metadata = self._metadata()
        return (
            None if metadata is None or self._mismatch(metadata) else str(metadata.get("corpus_version") or "") or None
        )

    def _metadata(self) -> Mapping[str, Any] | None:
        from chromadb.errors import NotFoundError

        try:
            return self._client.get_collection(COLLECTION, embedding_function=None).metadata or {}
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

    def _open(self) -> Collection:
        return self._client.get_or_create_collection(
            COLLECTION,
            metadata=self._description() if self._metadata() is None else None,
            configuration={"hnsw": {"space": "cosine"}},
            embedding_function=None,
        )

    def _hashes(self, collection: Collection) -> dict[str, str]:
        found = collection.get(include=["metadatas"])
        metadatas = found["metadatas"] or []
        return {i: str((m or {}).get("hash")) for i, m in zip(found["ids"], metadatas, strict=True)}

    def _write(self, collection: Collection, records: Sequence[Record]) -> None:
        vectors = self._embedding.embed_documents([record.text for record in records])
        collection.upsert(
            ids=[record.id for record in records],
            documents=[record.text for record in records],
            embeddings=_vectors(vectors),
            metadatas=[{**record.metadata, "hash": record.hash} for record in records],
        )


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
