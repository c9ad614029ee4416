"""A retrieval agent as tutorials build it, to compare with: LangChain's agent, a Chroma store, OpenAI embeddings.

``python3 -m bench.stock DIRECTORY`` fills the store there; with a question behind it, that is asked and the process ends
at the first token of the answer. The endpoint comes from ``OPENAI_BASE_URL``, as for any OpenAI client.
"""

from __future__ import annotations

import argparse
import os
from typing import Any

import chromadb
from chromadb.config import Settings
from langchain.agents import create_agent
from langchain.tools import tool
from langchain_core.messages import AIMessageChunk
from langchain_openai import ChatOpenAI, OpenAIEmbeddings

from knowledge.corpus import load_corpus


def collection_in(directory: str) -> Any:
    client = chromadb.PersistentClient(path=directory, settings=Settings(anonymized_telemetry=False))
    return client.get_or_create_collection("stock", embedding_function=None)


def build(directory: str) -> None:
    texts = [passage.text for passage in load_corpus().passages]
    vectors: list[Any] = list(OpenAIEmbeddings(check_embedding_ctx_length=False).embed_documents(texts))
    collection_in(directory).add(ids=[str(n) for n in range(len(texts))], documents=texts, embeddings=vectors)


def ask(directory: str, question: str) -> None:
    collection = collection_in(directory)
    embeddings = OpenAIEmbeddings(check_embedding_ctx_length=False)

    @tool
    def search(query: str) -> str:
        """Search the article about AI marketing budgets."""
        found = collection.query(query_embeddings=[embeddings.embed_query(query)], n_results=4)
        return "\n\n".join(found["documents"][0])

    agent: Any = create_agent(ChatOpenAI(model="gpt-4.1-mini"), [search], system_prompt="Answer from the article.")
    for chunk, _ in agent.stream({"messages": [("user", question)]}, stream_mode="messages"):
        if isinstance(chunk, AIMessageChunk) and chunk.text:
            print(chunk.text, flush=True)
            os._exit(0)  # the first token is here; what comes after it is not measured


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("directory")
    parser.add_argument("question", nargs="?", help="without one the store is filled")
    options = parser.parse_args()
    if options.question:
        ask(options.directory, options.question)
    else:
        build(options.directory)
