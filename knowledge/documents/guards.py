"""What is looked at before a file may be parsed: where it lies, what it is, how large it would become.

Nothing is unpacked or parsed here. A refusal is one reason in words; the file that it belongs to is the caller's to name.
"""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from zlib import error as zlib_error

from knowledge.documents.parsers import PARSERS, Unreadable

LARGEST_FILE = 50 * 1024 * 1024
LARGEST_UNPACKED = 50 * 1024 * 1024
HIGHEST_RATIO = 100
MOST_PARTS = 5_000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OFFICE = {".docx": "word/document.xml", ".pptx": "ppt/presentation.xml", ".xlsx": "xl/workbook.xml"}
_OLD = {".doc": ".docx", ".ppt": ".pptx", ".xls": ".xlsx"}


def known(path: Path) -> bool:
    """Whether the ending names a format that is read."""
    return path.suffix.casefold() in PARSERS


def files_under(path: Path) -> Iterator[Path]:
    """The files at or under ``path`` in order, without hidden ones; links are given out for :func:`check_place` to judge."""
    if not path.is_dir():
        yield path
        return
    for folder, folders, names in os.walk(path, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        linked = [name for name in folders if (Path(folder) / name).is_symlink()]
        for name in sorted((*names, *linked)):
            if not name.startswith(".") and not name.startswith("~$"):
                yield Path(folder) / name


def check_place(path: Path, roots: Sequence[Path]) -> None:
    """Refuse what does not really lie under one of ``roots``. Raises :class:`Unreadable`."""
    try:
        real = path.resolve(strict=True)
    except (OSError, RuntimeError):
        raise Unreadable("does not exist or is a broken link") from None
    if not any(real == root or root in real.parents for root in roots):
        raise Unreadable("is a link that leads out of the given folders")
    if real.is_dir():
        raise Unreadable("is a link to a folder; name the folder itself")
    if not real.is_file():
        raise Unreadable("is not an ordinary file")


def check_kind(path: Path) -> None:
    """Refuse by ending and size, before a byte is read. Raises :class:`Unreadable`."""
    check_name(str(path), path.stat().st_size)


def check_name(name: str, size: int) -> None:
    """Refuse by the ending of ``name`` and a size in bytes. Raises :class:`Unreadable`."""
    ending = Path(name).suffix.casefold()
    if ending in _OLD:
        raise Unreadable(f"is in an old format; save it as {_OLD[ending]}")
    if ending not in PARSERS:
        raise Unreadable(f"is of a kind that is not read ({ending or 'no ending'})")
    if size == 0:
        raise Unreadable("is empty")
    if size > LARGEST_FILE:
        raise Unreadable(f"is larger than {LARGEST_FILE // 2**20} MB")


def check_content(raw: bytes, ending: str) -> None:
    """Refuse by what the bytes are: wrong ending, password, bomb. Raises :class:`Unreadable`."""
    ending = ending.casefold()
    if not raw.strip():
        raise Unreadable("is empty")
    if raw.startswith(_OLE):
        raise Unreadable("is protected by a password, or is in an old format under a new ending")
    if ending == ".pdf":
        if b"%PDF-" not in raw[:1024]:
            raise Unreadable("is not what its ending says (no PDF)")
    elif ending in _OFFICE:
        _check_package(raw, ending)
    elif raw.startswith((b"PK\x03\x04", b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x7fELF")) or (
        b"\0" in raw[:4096] and raw[:2] not in (b"\xff\xfe", b"\xfe\xff")
    ):
        raise Unreadable("is not what its ending says (no text)")


def _check_package(raw: bytes, ending: str) -> None:
    """An office file is a ZIP of XML: nothing in it may be larger unpacked than it has any reason to be, or define entities."""
    try:
        package = zipfile.ZipFile(io.BytesIO(raw))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise Unreadable(f"is broken or is not what its ending says (no {ending[1:]})") from None
    with package:
        parts = package.infolist()
        unpacked, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
        if len(parts) > MOST_PARTS:
            raise Unreadable(f"has more than {MOST_PARTS} parts")
        if unpacked > LARGEST_UNPACKED:
            raise Unreadable(f"would unpack to more than {LARGEST_UNPACKED // 2**20} MB")
        if unpacked > HIGHEST_RATIO * max(packed, 1) or any(_bomb(part) for part in parts):
            raise Unreadable(f"is packed more than {HIGHEST_RATIO} times")
        if any(part.flag_bits & 1 for part in parts):
            raise Unreadable("is protected by a password")
        if _OFFICE[ending] not in package.namelist():
            raise Unreadable(f"is not what its ending says (no {ending[1:]})")
        for part in parts:
            if part.filename.casefold().endswith((".xml", ".rels", ".vml")) and _defines_entities(package, part):
                raise Unreadable("defines XML entities, which office files never do")


def _bomb(part: zipfile.ZipInfo) -> bool:
    return part.file_size > 2**20 and part.file_size > HIGHEST_RATIO * max(part.compress_size, 1)


def _defines_entities(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Whether the part's head holds a document type, in whatever encoding."""
    try:
        with package.open(part) as opened:
            head = opened.read(64 * 1024).replace(b"\0", b"")
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, ValueError, EOFError, zlib_error):
        raise Unreadable("is broken") from None
    return b"<!DOCTYPE" in head or b"<!ENTITY" in head
