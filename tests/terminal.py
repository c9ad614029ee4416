"""What the tests of the terminal share: the command as a subprocess, on a pipe or on a terminal of its own."""

from __future__ import annotations

import contextlib
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMMAND = (sys.executable, "-m", "agent.cli")
#: Far more than anything here takes on a busy machine.
PATIENCE = 20.0
#: Ctrl-C on a terminal reaches the process that the terminal belongs to.
_TAKE_TERMINAL = (
    "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execv(sys.argv[1], sys.argv[1:])"
)
_CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[()][A-Z0-9]|\x1b[=>]|\r")


def environment(data: Path, **values: str) -> dict[str, str]:
    """An environment with nothing of the caller's settings in it."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "TMPDIR", "COVERAGE_FILE")}
    return {**kept, "PYTHONPATH": str(ROOT), "ADVISOR_DATA_DIR": str(data), "LANG": "C.UTF-8", **values}


def advisor(*arguments: str, data: Path, stdin: str | bytes = "", **values: str) -> subprocess.CompletedProcess[str]:
    """Run the command to its end on pipes."""
    raw = stdin.encode() if isinstance(stdin, str) else stdin
    done = subprocess.run(
        [*COMMAND, *arguments], input=raw, capture_output=True, timeout=PATIENCE, check=False, cwd=data,
        env=environment(data, **values),
    )  # fmt: skip
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
    )


@dataclass
class Terminal:
    """The command on a terminal: what it shows, and keys to send to it."""

    process: subprocess.Popen[bytes]
    handle: int
    shown: str = ""
    read: int = 0

    def type(self, text: str) -> None:
        os.write(self.handle, text.encode())

    def until(self, wanted: str) -> str:
        """Wait until ``wanted`` is shown behind what was waited for before; the text up to its end."""
        end = time.monotonic() + PATIENCE
        while (at := self.plain.find(wanted, self.read)) < 0:
            assert time.monotonic() < end, f"{wanted!r} was not shown, but {self.plain[self.read :]!r}"
            self._more(end)
        start, self.read = self.read, at + len(wanted)
        return self.plain[start : self.read]

    @property
    def plain(self) -> str:
        return _CONTROL.sub("", self.shown)

    def rest(self) -> str:
        """Everything up to the end of the process."""
        end = time.monotonic() + PATIENCE
        with contextlib.suppress(EOFError):
            while time.monotonic() < end:
                self._more(end)
        self.process.wait(PATIENCE)
        return self.plain[self.read :]

    def _more(self, end: float) -> None:
        ready, _, _ = select.select([self.handle], [], [], max(0.0, end - time.monotonic()))
        if not ready:
            return
        try:
            raw = os.read(self.handle, 65536)
        except OSError:  # Linux says so when the other side is closed
            raw = b""
        if not raw:
            raise EOFError
        if b"\x1b[6n" in raw:
            os.write(self.handle, b"\x1b[1;1R")  # where the cursor is
        self.shown += raw.decode("utf-8", "replace")


@contextlib.contextmanager
def terminal(*arguments: str, data: Path, columns: int = 120, **values: str) -> Iterator[Terminal]:
    """The command on a pseudo-terminal; ended, whatever happens."""
    import fcntl
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))

    process = subprocess.Popen(
        [sys.executable, "-c", _TAKE_TERMINAL, *COMMAND, *arguments], stdin=theirs, stdout=theirs, stderr=theirs, cwd=data,
        start_new_session=True, env=environment(data, **{"TERM": "xterm-256color", **values}),
    )  # fmt: skip
    os.close(theirs)
    try:
        yield Terminal(process, ours)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            process.wait()
        os.close(ours)
