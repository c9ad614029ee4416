"""What operators do on the command line: look at the documents, the index, the settings and what is stored.

Each function prints its report and returns the exit code; what cannot be done is an :class:`AdvisorError` with a sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from agent.channels.terminal.messages import say
from agent.commands import reports
from agent.errors import AdvisorError, WrongUsage
from knowledge.library import open_library

if TYPE_CHECKING:
    from agent.channels.terminal.display import Display
    from agent.settings import Settings


def sources(settings: Settings, passage: str | None, *, language: str) -> int:
    """The documents, or one passage in full."""
    corpus = open_library(settings.data_directory).corpus
    if not passage:
        lines = reports.documents(corpus, language)
    elif passage in corpus:
        found = corpus.passage(passage)
        lines = reports.passage(found, corpus.original(found), language)
    else:
        raise AdvisorError(say("no_passage", language, name=passage, known=", ".join(p.id for p in corpus.passages)))
    for line in lines:
        print(line)
    return 0


def ingest(
    settings: Settings,
    language: str,
    *,
    paths: Sequence[Path] = (),
    progress: Callable[[int, int], None] | None,
    quiet: bool,
) -> int:
    """Take in the documents at ``paths``, bring the vector store in step, and tell what was done, removed and marked.

    Exit code 1 where a file was refused.
    """
    from agent.assembly import INDEX, open_embedding
    from agent.commands import document_report
    from knowledge.corpus import load_corpus
    from knowledge.documents import keeping
    from knowledge.indexing import ingest_corpus

    taken = [document.id for document in load_corpus().documents]
    kept = keeping.ingest(settings.data_directory, paths, progress=progress, taken=taken)
    report = ingest_corpus(
        open_library(settings.data_directory).corpus,
        settings.data_directory / INDEX,
        embedding=open_embedding(settings),
        url=settings.chroma_url,
        progress=progress,
    )
    own = bool(paths or kept.added or kept.changed or kept.removed or kept.unchanged or kept.refused)
    for line in (*(document_report.told(kept, language) if own else ()), *reports.ingested(report, language)):
        if not quiet:
            print(line)
    return 1 if kept.refused else 0


def config() -> int:
    """The settings in force."""
    from agent.settings import load_service_settings, load_settings

    for line in reports.settings_in_force(load_settings(), load_service_settings()):
        print(line)
    return 0


def conversations(settings: Settings, language: str, display: Display, *, action: str, name: str | None) -> int:
    """List, show or delete what is stored."""
    from agent.assembly import open_sources, open_store
    from agent.channels.terminal.commands import listing
    from agent.explaining import transcript
    from agent.replies.history import replies_of

    if action != "list" and not name:
        raise WrongUsage(say("which_conversation", language, action=action))
    store = open_store(settings)
    if not name or action == "list":
        display.markdown(listing(store.list(), language) or say("no_conversations", language))
        return 0
    if action == "delete":
        if not store.delete(name):
            raise AdvisorError(say("no_conversation", language, name=name))
        print(say("deleted", language, name=name))
        return 0
    conversation = store.load(name)
    if not conversation.turns:
        raise AdvisorError(say("no_conversation", language, name=name))
    passages = open_sources(settings).passages()
    display.markdown(transcript(replies_of(conversation, passages), passages))
    return 0
