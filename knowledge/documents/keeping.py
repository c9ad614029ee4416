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
from knowledge.documents.model import Converted, Skipped, Unreadable, document_of
from knowledge.documents.worker import MEMORY, SECONDS
from knowledge.loading import Document, short_id

DIRECTORY = "documents"
MANIFEST = "manifest.json"
_FORMAT = 1
#: Files that an earlier reader converted are read again by the next run.
READER = 2
#: What stands before the name of a document that came as bytes and has no path.
UPLOADED = "upload:"


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that was not taken, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did, by path; ``skipped`` is what of the files was not read as valid."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    refused: tuple[Refused, ...] = ()
    skipped: Mapping[str, tuple[Skipped, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """A kept document: its file, the hash of its bytes, its id, its date, and the day on which it was taken in."""

    path: str
    sha256: str
    id: str
    date: str
    added: str = ""
    reader: int = 1

    @property
    def name(self) -> str:
        """The name of its file."""
        return Path(self.path.removeprefix(UPLOADED)).name


@dataclass(slots=True)
class Kept:
    """The manifest: entries by path, and the roots that were given, which a run without paths goes over again.

    ``left_out`` are files that were taken out by hand and stay out until they are named themselves.
    """

    directory: Path
    entries: dict[str, Entry] = field(default_factory=dict)
    roots: list[str] = field(default_factory=list)
    left_out: set[str] = field(default_factory=set)

    @classmethod
    def load(cls, data: Path) -> Kept:
        directory = data / DIRECTORY
        try:
            stored = json.loads((directory / MANIFEST).read_bytes())
        except (OSError, ValueError):
            return cls(directory)
        if stored.get("format") != _FORMAT:
            return cls(directory)
        fields = Entry.__slots__
        entries = {
            path: Entry(path, **{name: value for name, value in values.items() if name in fields})
            for path, values in stored["entries"].items()
        }
        return cls(directory, entries, list(stored["roots"]), set(stored.get("left_out", ())))

    def save(self) -> None:
        self.directory.mkdir(parents=True, exist_ok=True)
        entries = {
            e.path: {"sha256": e.sha256, "id": e.id, "date": e.date, "added": e.added, "reader": e.reader}
            for e in self.entries.values()
        }
        made = {"format": _FORMAT, "roots": self.roots, "left_out": sorted(self.left_out), "entries": entries}
        _write(self.directory / MANIFEST, made)

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
            found.append(document_of(converted, document_id=entry.id, name=entry.name))
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
    kept.left_out -= {str(path.absolute()) for path in paths}
    files = [file for file in files if str(file) not in kept.left_out]
    done: dict[str, list[str]] = {"added": [], "changed": [], "unchanged": [], "removed": []}
    refused: list[Refused] = []
    skipped: dict[str, tuple[Skipped, ...]] = {}
    met: set[str] = set()
    ids = {*taken, *(entry.id for entry in kept.entries.values())}
    for number, file in enumerate(files, 1):
        name = str(file)
        try:
            met.add(name)
            guards.check_place(file, real)
            guards.check_kind(file)
            day = datetime.fromtimestamp(file.stat().st_mtime, UTC).strftime("%Y-%m-%d")
            told, left = _take(kept, _File(name, file.read_bytes(), day), ids, convert or convert_in_child)
            done[told].append(name)
            skipped |= {name: left} if left else {}
        except Unreadable as error:
            refused.append(Refused(name, str(error)))
        except OSError as error:
            refused.append(Refused(name, f"cannot be read ({error.strerror})"))
        if progress:
            progress(number, len(files))
    bad = {item.path for item in refused}
    for name in [path for path in kept.entries if path in bad or (path not in met and _under(path, roots))]:
        kept.file(kept.entries.pop(name).id).unlink(missing_ok=True)
        done["removed"].append(name)
    kept.roots = sorted({*kept.roots, *(str(root) for root in roots if root.exists())})
    kept.save()
    return Report(**{key: tuple(value) for key, value in done.items()}, refused=tuple(refused), skipped=skipped)


def add(data: Path, name: str, raw: bytes, *, taken: Iterable[str] = (), convert: Convert | None = None) -> Report:
    """Take in the bytes of one file under its ``name``, which tells its format; one of that name before gives way to it."""
    kept = Kept.load(data)
    path = f"{UPLOADED}{Path(name.replace(chr(92), '/')).name}"
    today = datetime.now(UTC).strftime("%Y-%m-%d")
    ids = {*taken, *(entry.id for entry in kept.entries.values())}
    try:
        guards.check_name(path, len(raw))
        told, left = _take(kept, _File(path, raw, today), ids, convert or convert_in_child)
    except Unreadable as error:
        return Report(refused=(Refused(path.removeprefix(UPLOADED), str(error)),))
    kept.save()
    done = (path,)
    return Report(
        added=done if told == "added" else (),
        changed=done if told == "changed" else (),
        unchanged=done if told == "unchanged" else (),
        skipped={path: left} if left else {},
    )


def remove(data: Path, document: str) -> bool:
    """Take out the document with the id ``document``; its file stays out until it is named again."""
    kept = Kept.load(data)
    entry = next((entry for entry in kept.entries.values() if entry.id == document), None)
    if entry is None:
        return False
    kept.file(kept.entries.pop(entry.path).id).unlink(missing_ok=True)
    kept.left_out |= set() if entry.path.startswith(UPLOADED) else {entry.path}
    kept.save()
    return True


@dataclass(frozen=True, slots=True)
class _File:
    """A file to take in: its path, or its name behind :data:`UPLOADED`, its bytes, and the day on which it was written."""

    name: str
    raw: bytes
    day: str


def _take(kept: Kept, file: _File, ids: set[str], convert: Convert) -> tuple[str, tuple[Skipped, ...]]:
    """Convert one file unless it is kept as it is; returns what became of it and what of it was not read."""
    name, raw = file.name, file.raw
    digest = sha256(raw).hexdigest()
    known = kept.entries.get(name)
    if known is not None and known.sha256 == digest and known.reader == READER and kept.file(known.id).is_file():
        return "unchanged", ()
    ending = Path(name).suffix.casefold()
    guards.check_content(raw, ending)
    converted = convert(raw, ending)
    document_id = known.id if known else _fresh_id(Path(name.removeprefix(UPLOADED)), ids)
    ids.add(document_id)
    kept.directory.mkdir(parents=True, exist_ok=True)
    _write(kept.file(document_id), converted.to_json())
    added = (known.added if known else "") or datetime.now(UTC).strftime("%Y-%m-%d")
    kept.entries[name] = Entry(name, digest, document_id, converted.date or file.day, added, READER)
    return "changed" if known else "added", converted.skipped


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


def _under(name: str, roots: Sequence[Path]) -> bool:
    path = Path(name)
    return not name.startswith(UPLOADED) and any(path == root or root in path.parents for root in roots)


def _write(path: Path, value: object) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    draft.replace(path)
