"""What operators do on the command line: look at the documents, the index, the settings and what is stored.

Each function prints its report and returns the exit code; what cannot be done is an :class:`AdvisorError` with a sentence.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from agent.channels import reports
from agent.channels.messages import say
from agent.errors import AdvisorError, WrongUsage
from knowledge.corpus import load_corpus

if TYPE_CHECKING:
    from agent.channels.display import Display
    from agent.settings import Settings


def sources(passage: str | None, *, language: str) -> int:
    """The documents, or one passage in full."""
    corpus = load_corpus()
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


def ingest(settings: Settings, language: str, *, progress: Callable[[int, int], None] | None, quiet: bool) -> int:
    """Bring the vector store in step with the documents, and tell what was removed and marked."""
    from agent.assembly import INDEX, open_embedding
    from knowledge.indexing import ingest as bring_in_step

    report = bring_in_step(
        settings.data_directory / INDEX, embedding=open_embedding(settings), url=settings.chroma_url, progress=progress
    )
    for line in () if quiet else reports.ingested(report, language):
        print(line)
    return 0


def config() -> int:
    """The settings in force."""
    from agent.settings import load_service_settings, load_settings

    for line in reports.settings_in_force(load_settings(), load_service_settings()):
        print(line)
    return 0


def conversations(settings: Settings, language: str, display: Display, *, action: str, name: str | None) -> int:
    """List, show or delete what is stored."""
    from agent.assembly import open_sources, open_store
    from agent.channels.commands import listing
    from agent.channels.explaining import transcript
    from agent.history import replies_of

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
