"""A company's documents in the data directory: converted once, kept as JSON, in step with the files they came from.

A run over folders touches only what changed since the last one, leaves out what is gone, and says what it did and what it
refused. Search follows from the corpus; this module knows no index.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from knowledge.documents import guards
from knowledge.documents.model import Converted, document_of
from knowledge.documents.parsers import Unreadable
from knowledge.documents.worker import MEMORY, SECONDS
from knowledge.loading import Document, short_id

DIRECTORY = "documents"
MANIFEST = "manifest.json"
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that was not taken, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did, by path."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    refused: tuple[Refused, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A kept document: its file, the hash of its bytes, its id and its date."""

    path: str
    sha256: str
    id: str
    date: str


@dataclass(slots=True)
class Kept:
    """The manifest: entries by path, and the roots that were given, which a run without paths goes over again."""

    directory: Path
    entries: dict[str, Entry] = field(default_factory=dict)
    roots: list[str] = field(default_factory=list)

    @classmethod
    def load(cls, data: Path) -> Kept:
        directory = data / DIRECTORY
        try:
            stored = json.loads((directory / MANIFEST).read_bytes())
        except (OSError, ValueError):
            return cls(directory)
        if stored.get("format") != _FORMAT:
            return cls(directory)
        entries = {path: Entry(path, **values) for path, values in stored["entries"].items()}
        return cls(directory, entries, list(stored["roots"]))

    def save(self) -> None:
        self.directory.mkdir(parents=True, exist_ok=True)
        entries = {e.path: {"sha256": e.sha256, "id": e.id, "date": e.date} for e in self.entries.values()}
        _write(self.directory / MANIFEST, {"format": _FORMAT, "roots": self.roots, "entries": entries})

    def file(self, document_id: str) -> Path:
        return self.directory / f"{document_id}.json"

    def documents(self) -> tuple[Document, ...]:
        """The documents, in the order of their ids; one whose file was lost is left out until the next run."""
        found = []
        for entry in sorted(self.entries.values(), key=lambda e: e.id):
            try:
                converted = Converted.from_json(json.loads(self.file(entry.id).read_bytes()))
            except (OSError, ValueError, KeyError):
                continue
            converted = Converted(converted.lines, entry.date, converted.structured)
            found.append(document_of(converted, document_id=entry.id, name=Path(entry.path).name))
        return tuple(found)


Progress = Callable[[int, int], None]
Convert = Callable[[bytes, str], Converted]


def ingest(
    data: Path,
    paths: Sequence[Path],
    *,
    progress: Progress | None = None,
    taken: Iterable[str] = (),
    convert: Convert | None = None,
) -> Report:
    """Bring what is kept in step with the files at ``paths`` (the earlier roots without any).

    ``taken`` are document ids that are in use already.
    """
    kept = Kept.load(data)
    # An earlier root on a drive that is not there now says nothing of its files.
    roots = [path.absolute() for path in paths] or [r for r in map(Path, kept.roots) if r.exists() or r.parent.exists()]
    real = [root.resolve() for root in roots]
    files = list(dict.fromkeys(file for root in roots for file in guards.files_under(root)))
    done: dict[str, list[str]] = {"added": [], "changed": [], "unchanged": [], "removed": []}
    refused: list[Refused] = []
    met: set[str] = set()
    for number, file in enumerate(files, 1):
        name = str(file)
        try:
            met.add(name)
            done[_take(kept, file, real, set(taken), convert or convert_in_child)].append(name)
        except Unreadable as error:
            refused.append(Refused(name, str(error)))
        except OSError as error:
            refused.append(Refused(name, f"cannot be read ({error.strerror})"))
        if progress:
            progress(number, len(files))
    bad = {item.path for item in refused}
    for name in [path for path in kept.entries if path in bad or (path not in met and _under(Path(path), roots))]:
        kept.file(kept.entries.pop(name).id).unlink(missing_ok=True)
        done["removed"].append(name)
    kept.roots = sorted({*kept.roots, *(str(root) for root in roots if root.exists())})
    kept.save()
    return Report(**{key: tuple(value) for key, value in done.items()}, refused=tuple(refused))


def _take(kept: Kept, file: Path, roots: Sequence[Path], taken: set[str], convert: Convert) -> str:
    guards.check_place(file, roots)
    guards.check_kind(file)
    raw = file.read_bytes()
    name, digest = str(file), sha256(raw).hexdigest()
    known = kept.entries.get(name)
    if known is not None and known.sha256 == digest and kept.file(known.id).is_file():
        return "unchanged"
    ending = file.suffix.casefold()
    guards.check_content(raw, ending)
    converted = convert(raw, ending)
    document_id = known.id if known else _fresh_id(file, {*taken, *(e.id for e in kept.entries.values())})
    kept.directory.mkdir(parents=True, exist_ok=True)
    _write(kept.file(document_id), converted.to_json())
    date = converted.date or datetime.fromtimestamp(file.stat().st_mtime, UTC).strftime("%Y-%m-%d")
    kept.entries[name] = Entry(name, digest, document_id, date)
    return "changed" if known else "added"


def convert_in_child(raw: bytes, ending: str) -> Converted:
    """Parse in a process of its own, bounded in memory and time. Raises :class:`Unreadable`."""
    command = [sys.executable, "-m", "knowledge.documents.worker", ending]
    try:
        made = subprocess.run(  # noqa: S603 (a fixed command; the ending is one of our own table)
            command, input=raw, capture_output=True, timeout=SECONDS, check=False, cwd=Path(__file__).parents[2]
        )
    except subprocess.TimeoutExpired:
        raise Unreadable(f"takes more than {SECONDS} seconds to read") from None
    try:
        told: Mapping[str, Any] = json.loads(made.stdout)
    except ValueError:
        raise Unreadable(f"needs more than {MEMORY // 2**20} MB or {SECONDS} seconds, or is broken") from None
    if "refused" in told:
        raise Unreadable(str(told["refused"]))
    return Converted.from_json(told["converted"])


def _fresh_id(file: Path, taken: set[str]) -> str:
    name = short_id(file)
    candidates = [name, f"{short_id(file.parent)}-{name}", *(f"{name}-{number}" for number in range(2, 10_000))]
    return next(candidate for candidate in candidates if candidate not in taken)


def _under(path: Path, roots: Sequence[Path]) -> bool:
    return any(path == root or root in path.parents for root in roots)


def _write(path: Path, value: object) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    draft.replace(path)
