"""Files and directories that are nobody else's: conversations, deliveries and tokens are readable to their owner alone.

New ones are made that way. What is there already with wider rights is narrowed where it is ours; where it is not, it stays
as it is, since whoever made it decided so.
"""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path

DIRECTORY, FILE = 0o700, 0o600
_OTHERS = 0o077


def private_directory(path: Path) -> Path:
    """``path`` as a directory with rights 0700. Raises ``OSError`` where it cannot be made."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.mkdir(mode=DIRECTORY, exist_ok=True)
    elif not _is_shared(path):
        _narrow(path, DIRECTORY)
    return path


def private_file(path: Path) -> Path:
    """``path`` as a file with rights 0600, made empty where there is none. Raises ``OSError`` where it cannot be made."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, FILE))
    except FileExistsError:
        _narrow(path, FILE)
    return path


def is_private(path: Path) -> bool:
    """Whether nobody but its owner may read or write the file; one that is not there holds nothing to read."""
    try:
        return not path.stat().st_mode & _OTHERS
    except OSError:
        return True


def _is_shared(path: Path) -> bool:
    """A directory that others are meant to use: the home directory, the one we were started in, one like ``/tmp``."""
    found = path.stat()
    homes = [Path.cwd(), Path(path.anchor)]
    with contextlib.suppress(RuntimeError):
        homes.append(Path.home())
    return bool(found.st_mode & stat.S_ISVTX) or path.resolve() in [home.resolve() for home in homes]


def _narrow(path: Path, mode: int) -> None:
    found = path.stat()
    if found.st_mode & _OTHERS and hasattr(os, "geteuid") and found.st_uid == os.geteuid():
        with contextlib.suppress(OSError):  # a file system without rights
            path.chmod(mode & (found.st_mode | DIRECTORY))
