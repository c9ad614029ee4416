"""Our embeddings in the shapes that other libraries take: Chroma's ``EmbeddingFunction`` and LangChain's ``Embeddings``.

With the first, any tool that speaks Chroma asks the collections that we wrote with words instead of vectors; with the second, any
vector store of LangChain holds our vectors. Imported by whoever needs one: both libraries are slow to load.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from chromadb import Documents, EmbeddingFunction, Embeddings
from chromadb.utils.embedding_functions import register_embedding_function
from langchain_core.embeddings import Embeddings as LangChainEmbeddings

from knowledge.embedding import Embedding, default_embedding


@register_embedding_function
class AdvisorEmbeddingFunction(EmbeddingFunction[Documents]):
    """Vectors of the embedding in force, for ``client.get_collection("passages-zh", embedding_function=…)``."""

    def __init__(self, embedding: Embedding | None = None) -> None:
        self.embedding = embedding or default_embedding()

    def __call__(self, input: Documents) -> Embeddings:  # noqa: A002 (Chroma calls it by this name)
        return [np.asarray(vector, dtype=np.float32) for vector in self.embedding.embed_documents(list(input))]

    @staticmethod
    def name() -> str:
        return "ai-marketing-budget-advisor"

    def get_config(self) -> dict[str, Any]:
        return {"embedding": self.embedding.name}

    @staticmethod
    def build_from_config(config: dict[str, Any]) -> AdvisorEmbeddingFunction:
        """The embedding in force. Raises :class:`ValueError` where the collection was written with another."""
        found = AdvisorEmbeddingFunction()
        if config.get("embedding") != found.embedding.name:
            raise ValueError(f"the collection was written with {config.get('embedding')}, not {found.embedding.name}")
        return found


class AdvisorEmbeddings(LangChainEmbeddings):
    """Vectors of the embedding in force, for LangChain's vector stores and retrievers."""

    def __init__(self, embedding: Embedding | None = None) -> None:
        self.embedding = embedding or default_embedding()

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return self.embedding.embed_documents(texts)

    def embed_query(self, text: str) -> list[float]:
        return self.embedding.embed_query(text)
