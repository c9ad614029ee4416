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

if TYPE_CHECKING:
    from agent.channels.terminal.display import Display
    from agent.settings import Settings


def sources(settings: Settings, passage: str | None, *, language: str, library: str = "") -> int:
    """The documents, or one passage in full."""
    from agent.shelf import open_shelf

    corpus = open_shelf(settings, library).open().corpus
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
    library: str = "",
    remove: Sequence[str] = (),
) -> int:
    """Take in the documents at ``paths``, bring the vector store in step, and tell what was done, left out, removed and marked.

    ``remove`` are ids of documents to take out. Exit code 1 where a file was refused.
    """
    from agent.assembly import open_embedding
    from agent.commands import document_report
    from agent.shelf import open_shelf
    from knowledge.documents.keeping import Report
    from knowledge.embedding import default_embedding
    from knowledge.indexing import ingest_corpus

    shelf = open_shelf(settings, library)
    for name in remove:
        if not shelf.remove(name):
            known = ", ".join(entry.id for entry in shelf.listed()) or "–"
            raise AdvisorError(say("no_document", language, name=name, known=known))
    kept = shelf.ingest(paths, progress=progress) if paths or not remove else Report(removed=tuple(remove))
    embedding = open_embedding(settings) or default_embedding()
    report = ingest_corpus(
        shelf.open().corpus,
        shelf.index,
        embedding=embedding,
        url=settings.chroma_url,
        library=library,
        progress=progress,
    )
    own = bool(paths or remove or kept.added or kept.changed or kept.removed or kept.unchanged or kept.refused)
    about = {entry.id for entry in shelf.listed() if entry.path in {*kept.added, *kept.changed, *kept.unchanged}}
    lines = [
        *(document_report.told(kept, language) if own else ()),
        *reports.ingested(report, language, about=about if own else None),
    ]
    if own and not embedding.semantic:
        lines.append(say("by_words_alone", language))
    for line in lines:
        if not quiet:
            print(line)
    return 1 if kept.refused else 0


def config(language: str) -> int:
    """The settings in force."""
    from agent.settings import load_service_settings, load_settings

    for line in reports.settings_in_force(load_settings(), load_service_settings(), language=language):
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
