"""Where a library is kept: a company's documents and framework, one library for each workspace or caller that has its own.

Without a database a library is a directory of the data directory. With one, its files are rows there, so that all processes answer
from the same; each process lays a version out as files of its own before it reads it, and a version once laid out never changes.
Whoever writes takes the lock of the library, so that two who ingest at once lose nothing.
"""

from __future__ import annotations

import base64
import contextlib
import itertools
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from knowledge.library import DIRECTORY, FRAMEWORK_DIRECTORY, Library, open_library

if TYPE_CHECKING:
    from agent.database import Database
    from agent.settings import Settings
    from knowledge.documents.keeping import Entry, Progress, Report

LIBRARIES = "libraries"
_PARTS = (DIRECTORY, FRAMEWORK_DIRECTORY)
#: What this process wrote to any library, counted, so that its own readers see it at once.
_writes = itertools.count(1)
_written = [0]


def written() -> int:
    """A number that is another one after each time that this process wrote to a library."""
    return _written[0]


class Shelf:
    """One library. ``name`` is empty for the one that everybody shares; no library sees another's documents."""

    def __init__(self, data: Path, *, database: Database | None = None, name: str = "") -> None:
        self.data = data
        self.database = database
        self.name = name

    @property
    def home(self) -> Path:
        """The directory of this library on this machine, its index included."""
        return self.data / LIBRARIES / _folder(self.name) if self.name else self.data

    @property
    def index(self) -> Path:
        """Where the search index of this library is."""
        return self.home / "index"

    def open(self) -> Library:
        """Everything in force now."""
        return open_library(self.place())

    def place(self) -> Path:
        """The directory with the files in force; with a database that of its latest version, laid out if it was not yet."""
        if self.database is None:
            return self.home
        with self.database.snapshot() as t:
            found = t.rows("SELECT version FROM library_versions WHERE library = ?", (self.name,))
            version = int(found[0][0]) if found else 0
            place = self.home / "versions" / str(version)
            if place.is_dir():
                return place
            rows = t.rows("SELECT path, content FROM library_files WHERE library = ?", (self.name,))
        place.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{version}.", dir=place.parent))
        _lay_out(rows, draft)
        with contextlib.suppress(OSError):  # another process was first
            draft.rename(place)
        shutil.rmtree(draft, ignore_errors=True)
        _forget(place.parent, version)
        return place

    @contextlib.contextmanager
    def writing(self) -> Iterator[Path]:
        """A directory whose files become those of the library when the block ends without an error."""
        try:
            with self._draft() as place:
                yield place
        finally:
            _written[0] = next(_writes)

    @contextlib.contextmanager
    def _draft(self) -> Iterator[Path]:
        if self.database is None:
            self.home.mkdir(parents=True, exist_ok=True)
            yield self.home
            return
        with self.database.transaction(durable=True) as t:
            t.lock(f"library:{self.name}")
            # A row is made first: from here on SQLite and PostgreSQL alike keep other writers waiting.
            t.execute(
                "INSERT INTO library_versions (library, version) VALUES (?, 0) ON CONFLICT (library) DO NOTHING",
                (self.name,),
            )
            known = {
                str(path): str(content)
                for path, content in t.rows("SELECT path, content FROM library_files WHERE library = ?", (self.name,))
            }
            with tempfile.TemporaryDirectory() as folder:
                draft = Path(folder)
                _lay_out(known.items(), draft)
                yield draft
                now = {
                    file.relative_to(draft).as_posix(): base64.b64encode(file.read_bytes()).decode()
                    for part in _PARTS
                    for file in sorted((draft / part).rglob("*"))
                    if file.is_file()
                }
            gone = [path for path in known if path not in now]
            new = {path: content for path, content in now.items() if known.get(path) != content}
            for path in (*gone, *new):
                t.execute("DELETE FROM library_files WHERE library = ? AND path = ?", (self.name, path))
            for path, content in new.items():
                t.execute(
                    "INSERT INTO library_files (library, path, content) VALUES (?, ?, ?)", (self.name, path, content)
                )
            if gone or new:
                t.execute("UPDATE library_versions SET version = version + 1 WHERE library = ?", (self.name,))

    # -- documents -----------------------------------------------------------------------------------------------------

    def ingest(self, paths: Sequence[Path], *, progress: Progress | None = None) -> Report:
        """Bring the library in step with the files at ``paths``, the earlier ones without any."""
        from knowledge.documents import keeping

        with self.writing() as place:
            return keeping.ingest(place, paths, progress=progress, taken=_taken())

    def add(self, name: str, raw: bytes) -> Report:
        """Take in the bytes of one file under ``name``, in place of an earlier one of that name."""
        from knowledge.documents import keeping

        with self.writing() as place:
            return keeping.add(place, name, raw, taken=_taken())

    def remove(self, document: str) -> bool:
        """Take out the document with that id; tells whether there was one."""
        from knowledge.documents import keeping

        with self.writing() as place:
            return keeping.remove(place, document)

    def listed(self) -> tuple[Entry, ...]:
        """The documents that were taken in, by id."""
        from knowledge.documents.keeping import Kept

        return tuple(sorted(Kept.load(self.place()).entries.values(), key=lambda entry: entry.id))


def open_shelf(settings: Settings, name: str = "") -> Shelf:
    """The library ``name``: in the database that is set, else in the data directory."""
    if settings.database_url is None:
        return Shelf(settings.data_directory, name=name)
    from agent.database import PostgresDatabase
    from agent.migrations import migrate

    database = PostgresDatabase(settings.database_url.get_secret_value(), connections=2)
    migrate(database)
    return Shelf(settings.data_directory, database=database, name=name)


def _taken() -> list[str]:
    from knowledge.corpus import load_corpus

    return [document.id for document in load_corpus().documents]


def _folder(name: str) -> str:
    """A directory's name for a library's: the name itself where every system takes it, else a hash."""
    plain = re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,60}", name)
    return name if plain else f"x{sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:24]}"


def _lay_out(rows: Iterable[Sequence[Any]], folder: Path) -> None:
    """Write files under ``folder``, each from its path and its content in base64."""
    for path, content in rows:
        file = folder / str(path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(base64.b64decode(content))


def _forget(versions: Path, latest: int) -> None:
    """Older versions but the last few, which a turn may still be reading."""
    for place in versions.iterdir():
        if place.name.isdigit() and int(place.name) < latest - 2:
            shutil.rmtree(place, ignore_errors=True)
