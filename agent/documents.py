"""The documents and the framework that answers rest on, looked at and changed while the advisor works.

Uploaded files are read as :mod:`knowledge.documents` reads every file, and kept where :mod:`agent.shelf` keeps the library. What is
changed, by this process or another one, is in force from the next question on. Everything blocks; a file of some megabytes takes
seconds.
"""

from __future__ import annotations

import logging
import re
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from agent.refusals import not_read, reason_in, together
from agent.shelf import open_shelf
from knowledge import library
from knowledge.documents.guards import LARGEST_FILE
from knowledge.documents.parsers import PARSERS
from knowledge.errors import BrokenData, EmbeddingUnavailable, StoreUnusable
from tools.errors import InvalidInput
from tools.tongues import pick

if TYPE_CHECKING:
    from agent.service import Service
    from agent.settings import Settings
    from knowledge.chunking import Passage
    from knowledge.corpus import Corpus
    from tools.parameters import Framework, Parameter

log = logging.getLogger(__name__)

__all__ = ["LARGEST_FILE", "Documents", "Taken"]

#: Characters of a file's name.
LONGEST_NAME = 120
#: Passages told before and behind one.
AROUND = 2
_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|]")

Stage = Literal["reading", "indexing"]
Progress = Callable[[Stage, int, int], None]


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a file: ``added``, ``changed``, ``unchanged`` or ``refused`` with a reason."""

    name: str
    outcome: str
    reason: str = ""
    notes: tuple[tuple[str, str], ...] = ()  # places that were not read, and why


class Documents:
    """The documents and the framework of a library; ``libraries`` names those of callers that have one of their own."""

    def __init__(self, settings: Settings, *, name: str = "", libraries: Mapping[str, str] | None = None) -> None:
        self._settings = settings
        self._shelf = open_shelf(settings, name)
        self._writing = threading.Lock()
        own = {name: Documents(settings, name=name) for name in dict.fromkeys((libraries or {}).values())}
        self._own = {who: own[name] for who, name in (libraries or {}).items()}

    def serving(self, caller: str) -> Documents:
        """The documents that ``caller`` is answered from."""
        return self._own.get(caller, self)

    # -- documents -----------------------------------------------------------------------------------------------------

    def listed(self) -> dict[str, Any]:
        """The fields of :class:`agent.replies.books.Documents`."""
        return {"documents": self._documents(self._shelf.open().corpus), "endings": sorted(PARSERS), "writable": True}

    def add(self, name: str, data: bytes, *, language: str, progress: Progress | None = None) -> Taken:
        """Take in a file, or its new content. Raises :class:`InvalidInput` for a name that cannot be one."""
        name = file_name(name)
        with self._writing:
            report = self._shelf.add(name, data)
            if report.refused:
                return Taken(name, "refused", reason_in(report.refused[0].reason, language))
            if progress:
                progress("reading", 1, 1)
            if report.added or report.changed:
                self._in_step(progress)
        outcome = "added" if report.added else "changed" if report.changed else "unchanged"
        notes = [not_read(item, language) for found in report.skipped.values() for item in together(found)]
        return Taken(name, outcome, notes=tuple(("", note) for note in notes))

    def remove(self, document: str) -> bool:
        """Take out a document that was taken in; tells whether there was one."""
        with self._writing:
            gone = self._shelf.remove(document)
            if gone:
                self._in_step(None)
            return gone

    def read(self, document: str) -> dict[str, Any] | None:
        """A document by its id, if there is one; the fields of :class:`agent.replies.books.DocumentRead`."""
        return next((found for found in self.listed()["documents"] if found["id"] == document), None)

    def uploaded_as(self, name: str) -> dict[str, Any] | None:
        """The document that the uploaded file ``name`` became."""
        from knowledge.documents.keeping import UPLOADED

        path = f"{UPLOADED}{file_name(name)}"
        found = next((entry.id for entry in self._shelf.listed() if entry.path == path), None)
        return self.read(found) if found else None

    def _in_step(self, progress: Progress | None) -> None:
        """Bring the index in step with what is kept."""
        from agent.assembly import open_embedding
        from knowledge.indexing import ingest_corpus

        try:
            ingest_corpus(
                self._shelf.open().corpus,
                self._shelf.index,
                embedding=open_embedding(self._settings),
                url=self._settings.chroma_url,
                library=self._shelf.name,
                progress=(lambda done, total: progress("indexing", done, total)) if progress else None,
            )
        except (StoreUnusable, EmbeddingUnavailable) as error:  # words still find what vectors cannot
            log.warning("the index is not in step: %s", error)

    def _documents(self, corpus: Corpus) -> list[dict[str, Any]]:
        own = {entry.id for entry in self._shelf.listed()}
        counts = Counter(passage.document for passage in corpus.passages)
        return [
            {
                "id": document.id,
                "name": document.name,
                "passages": counts[document.id],
                "date": document.date,
                "own": document.id in own,
                "removable": document.id in own,
            }
            for document in corpus.documents
        ]

    # -- the framework -------------------------------------------------------------------------------------------------

    def in_force(self) -> Framework:
        """The framework of the next question."""
        return self._shelf.open().framework

    def framework(self, *, language: str) -> dict[str, Any]:
        """The fields of :class:`agent.replies.books.FrameworkRead`."""
        opened = self._shelf.open()
        return {**described(opened.framework, language), "own": opened.own is not None, "writable": True}

    def check_framework(
        self, text: str, documents: Mapping[str, str], *, language: str, use: bool
    ) -> list[dict[str, Any]]:
        """What is wrong with a framework and the documents that it quotes; where nothing is and ``use``, it is put in force."""
        with self._writing, tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / library.FRAMEWORK_FILE
            path.write_text(text, encoding="utf-8")
            for name, content in documents.items():
                (Path(folder) / file_name(name)).write_text(content, encoding="utf-8")
            try:
                mistakes = self._used(path) if use else library.check(path)
            except BrokenData as error:
                mistakes = (error,)
            return [{"line": m.line, "field": m.field, "message": _reason(m, language)} for m in mistakes]

    def use_shipped(self) -> bool:
        """Go back to the framework that came with the advisor; tells whether another one was in force."""
        with self._writing, self._shelf.writing() as directory:
            return library.use_shipped(directory)

    def _used(self, path: Path) -> tuple[BrokenData, ...]:
        with self._shelf.writing() as directory:
            return library.use_framework(directory, path)


def _reason(mistake: BrokenData, language: str) -> str:
    return pick(language, mistake.zh or mistake.reason, mistake.reason)


def file_name(name: str) -> str:
    """``name`` if a file may be called so. Raises :class:`InvalidInput`."""
    name = name.strip()
    if not name or len(name) > LONGEST_NAME or name.startswith((".", "~$")) or _FORBIDDEN.search(name):
        raise InvalidInput(
            "file_name",
            f"文件名不能用：最多 {LONGEST_NAME} 个字符，不能有路径或特殊符号，也不能以点开头。请改名后再上传。",
            f"That file name cannot be used: at most {LONGEST_NAME} characters, no path, no special characters, no dot in "
            "front. Please rename the file and send it again.",
        )
    return name


def read_only(service: Service) -> dict[str, Any]:
    """The fields of :class:`agent.replies.books.Documents` where documents can be read and not changed."""
    found: dict[str, dict[str, Any]] = {}
    for passage in service.advisor.library.passages().values():
        if passage.document not in found:
            name = _document_name(service, passage)
            read = {"id": passage.document, "name": name, "passages": 0, "date": passage.date, "own": False}
            found[passage.document] = {**read, "removable": False}
        found[passage.document]["passages"] += 1
    return {"documents": list(found.values()), "endings": [], "writable": False}


def passage_read(service: Service, passage: str) -> dict[str, Any] | None:
    """The fields of :class:`agent.replies.books.PassageRead`, if there is such a passage."""
    passages = service.advisor.library.passages()
    found = passages.get(passage)
    if found is None:
        return None
    same = [p for p in passages.values() if p.document == found.document]
    at = same.index(found)
    return {
        "passage": found.id,
        "document": found.document,
        "name": _document_name(service, found),
        "line": found.line,
        "place": found.place,
        "date": found.date,
        "text": _both(found),
        "incomplete": found.incomplete,
        "question_missing": found.question_missing,
        "before": [{"passage": p.id, "text": _both(p)} for p in same[max(0, at - AROUND) : at]],
        "behind": [{"passage": p.id, "text": _both(p)} for p in same[at + 1 : at + 1 + AROUND]],
    }


def _both(passage: Passage) -> dict[str, str]:
    return {"zh": passage.text, "en": passage.translation or ""}


def _document_name(service: Service, passage: Passage) -> str:
    from agent.assembly import Sources

    sources = service.advisor.library
    if not isinstance(sources, Sources):
        return passage.document
    return next((d.name for d in sources.corpus.documents if d.id == passage.document), passage.document)


def described(framework: Framework, language: str) -> dict[str, Any]:
    """A framework as data: its range, layers and phases with their figures, and the passages that state them."""
    from agent.answers.printing import print_fact
    from tools.desk import Desk

    desk = Desk(framework)

    def number(name: str, parameter: Parameter) -> dict[str, str]:
        text = print_fact(desk.parameter(parameter), language)
        return {"name": name, "text": text, "passage": parameter.source.passage}

    base = framework.base.in_language(language)
    return {
        "id": framework.id,
        "name": {"zh": framework.name.zh, "en": framework.name.en},
        "version": str(framework.version),
        "base": base,
        "range": [number(base, framework.share_min), number(base, framework.share_max)],
        "layers": [
            {
                "id": layer.id,
                "name": layer.name.in_language(language),
                "numbers": [number(layer.name.in_language(language), layer.share)] if layer.share else [],
                "projects": [p.name.in_language(language) for p in framework.projects if p.layer == layer.id],
            }
            for layer in framework.layers
        ],
        "phases": [
            {
                "id": phase.id,
                "name": phase.name.in_language(language),
                "numbers": [number(k.name.in_language(language), k.threshold) for k in phase.kpis if k.threshold],
            }
            for phase in framework.phases
        ],
    }
