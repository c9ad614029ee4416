"""A real PostgreSQL server on loopback for tests: installed where it is missing, run by a user who is not root."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

PLACES = "/usr/lib/postgresql/*/bin", "/opt/homebrew/opt/postgresql*/bin", "/usr/local/opt/postgresql*/bin"


def binaries() -> Path:
    """Where the server's programs are; skips with the reason when they are not there and cannot be installed."""
    found = _look()
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["apt-get", "update"], ["apt-get", "install", "-y", "postgresql"]):
            subprocess.run(command, env=environment, check=False, capture_output=True, timeout=300)
        found = _look()
    if found is None:
        pytest.skip("PostgreSQL is not installed: install the package postgresql (as root the tests do it)")
    return found


def _look() -> Path | None:
    for place in PLACES:
        for directory in sorted(Path("/").glob(place.lstrip("/")), reverse=True):
            if (directory / "initdb").exists():
                return directory
    known = shutil.which("initdb")
    return Path(known).resolve().parent if known else None


@dataclass
class Server:
    """A server that can be ended and started again; ``address`` stays."""

    address: str
    command: list[str]
    options: dict[str, Any]
    log: Path
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(self.command, stdout=subprocess.DEVNULL, stderr=log, **self.options)
        _wait(f"{self.address}/postgres")

    def stop(self, *, how: signal.Signals = signal.SIGINT) -> None:
        """SIGINT closes every connection and ends in order; SIGQUIT ends like a crash."""
        assert self.process is not None
        self.process.send_signal(how)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(15)
        self.process.kill()
        self.process.wait()


@contextlib.contextmanager
def running() -> Iterator[Server]:
    """A server that lives as long as the block."""
    programs = binaries()
    top = Path(tempfile.mkdtemp(prefix="advisor-pg-"))
    owner = _owner()
    if owner is not None:
        os.chown(top, owner, -1)
    as_owner: dict[str, int] = {} if owner is None else {"user": owner}
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    data = top / "data"
    environment = {"PATH": f"{programs}:/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": str(top)}
    initdb = [programs / "initdb", "-D", data, "-U", "advisor", "-A", "trust", "-E", "UTF8", "--no-sync"]
    subprocess.run(initdb, check=True, capture_output=True, env=environment, cwd=top, **as_owner)  # type: ignore[call-overload]
    options = ["-p", port, "-c", "listen_addresses=127.0.0.1", "-k", top, "-c", "max_connections=200"]
    command = [str(programs / "postgres"), "-D", str(data), *map(str, options)]
    address = f"postgresql://advisor@127.0.0.1:{port}"
    server = Server(address, command, {"env": environment, "cwd": top, **as_owner}, top / "log")
    try:
        server.start()
        yield server
    finally:
        server.stop(how=signal.SIGQUIT)  # nothing of it is kept
        shutil.rmtree(top, ignore_errors=True)


def _owner() -> int | None:
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name).pw_uid
    return 65534


def _wait(url: str) -> None:
    import psycopg

    for _ in range(300):
        with contextlib.suppress(psycopg.OperationalError):
            psycopg.connect(url, connect_timeout=2).close()
            return
        time.sleep(0.05)
    raise TimeoutError("PostgreSQL did not start")


def new_database(address: str, name: str) -> str:
    """The address of a fresh database on the server."""
    import psycopg

    with psycopg.connect(f"{address}/postgres", autocommit=True) as db:
        db.execute(f'CREATE DATABASE "{name}"'.encode())
    return f"{address}/{name}"
