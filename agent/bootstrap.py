"""Makes `.venv` what the lock says, then runs the same command inside it.

Promise: after `enter()` returns, every locked package and the `advisor` command are installed, and this
process runs on `.venv`'s Python. A setup that was cut off is redone, two at once wait for each other, and
what cannot be done ends in one sentence that says what to do.

Any Python runs this file, without one dependency, at every start. So: standard library only, nothing that
Python 3.6 cannot read (an old Python must get the sentence, not a syntax error; hence annotations in
quotes, and no `annotations` from `__future__`, which 3.6 does not have), and no import on the quick path
that costs more than it saves (`pathlib` alone would double it).

Leaves to others: what is installed (`.ci/locks`, refreshed by `.ci/lock`) and how (`agent.installing`).
"""

import os
import sys

OLDEST = (3, 11)
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
# Every name is a lock in .ci/locks. Installing one also satisfies those behind it.
LOCKS = {"runtime": ("runtime",), "dev": ("dev", "runtime")}


class SetupError(Exception):
    """The setup cannot go on; the message tells the user what to do."""


def enter(*, lock: str) -> None:
    """Return on `.venv`'s Python with `lock` installed, or leave with a sentence on stderr."""
    if not os.path.exists(lock_path(ROOT, lock)):
        return  # installed as a package: whoever installed it chose the environment
    try:
        check_python(sys.version_info[:3], sys.executable)
        changed = pending(ROOT, lock) != ""
        if changed:
            set_up(ROOT, lock)
    except SetupError as error:
        say(str(error))
        sys.exit(1)
    except KeyboardInterrupt:
        say("stopped; the next start begins this setup again.")
        sys.exit(130)
    if changed or os.path.realpath(sys.prefix) != os.path.realpath(os.path.join(ROOT, ".venv")):
        os.environ.pop("PYTHONHOME", None)  # with it, the new process would never be inside .venv
        python = venv_python(ROOT)
        os.execv(python, [python, *sys.orig_argv[1:]])


def check_python(version: "tuple[int, ...]", executable: str) -> None:
    if tuple(version[:2]) < OLDEST:
        oldest = ".".join(map(str, OLDEST))
        raise SetupError(
            f"Python {oldest} or newer is needed, and {executable} is {'.'.join(map(str, version))}. "
            f"Install a newer one (Debian 12 and later have it: apt-get install python3) and run the same "
            f"command with it, for example: python{oldest} -m {os.path.basename(os.path.dirname(sys.argv[0]))}"
        )


def say(text: str) -> None:
    print(f"setup: {text}", file=sys.stderr, flush=True)


# ------------------------------------------------------------------- what stands, what is missing


def lock_path(root: str, lock: str) -> str:
    return os.path.join(root, ".ci", "locks", f"{lock}.txt")


def venv_python(root: str) -> str:
    return os.path.join(root, ".venv", "bin", "python")


def stamp_path(root: str) -> str:
    return os.path.join(root, ".venv", "setup-stamp")


def digest(path: str) -> str:
    import hashlib

    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def wanted(root: str, lock: str) -> "dict[str, str]":
    """The stamp of a finished setup of `lock`."""
    return {
        # A venv holds absolute paths: a moved checkout or an upgraded Python needs a new one.
        "root": root,
        "python": os.path.realpath(venv_python(root)),
        "project": digest(os.path.join(root, "pyproject.toml")),
        **{name: digest(lock_path(root, name)) for name in LOCKS[lock]},
    }


def read_stamp(root: str) -> "dict[str, str]":
    try:
        with open(stamp_path(root), encoding="utf-8", errors="surrogateescape") as file:
            lines = file.read().splitlines()
    except FileNotFoundError:
        return {}
    return dict(line.split(" ", 1) for line in lines if " " in line)


def write_stamp(root: str, values: "dict[str, str]") -> None:
    path = stamp_path(root)
    with open(path + ".new", "w", encoding="utf-8", errors="surrogateescape") as file:
        file.writelines(f"{name} {value}\n" for name, value in values.items())
    os.replace(path + ".new", path)  # never half a stamp


def pending(root: str, lock: str) -> str:
    """What has to be done: "" (nothing), "project", "packages" or "all"."""
    stamp = read_stamp(root)
    want = wanted(root, lock)
    if not os.path.exists(venv_python(root)) or any(stamp.get(k) != want[k] for k in ("root", "python")):
        return "all"
    if stamp.get(lock) != want[lock]:
        return "packages"
    return "" if stamp.get("project") == want["project"] else "project"


# --------------------------------------------------------------------------------------- the setup


def set_up(root: str, lock: str) -> None:
    import time

    from agent import installing

    begin = time.monotonic()
    guard = hold(os.path.join(root, ".venv.lock"))
    try:
        work = pending(root, lock)  # another process may have done it while this one waited
        if not work:
            return
        if os.path.exists(stamp_path(root)):
            os.remove(stamp_path(root))  # from here to write_stamp() the setup counts as unfinished
        if work == "all":
            installing.create_venv(root)
        if work != "project":
            installing.install_packages(root, lock)
        installing.install_project(root)
        write_stamp(root, wanted(root, lock))
    except OSError as error:
        raise SetupError(f"{error.strerror or error}: {error.filename or root}. Mend that and start again.") from error
    finally:
        os.close(guard)
    say(f"ready after {time.monotonic() - begin:.0f} s.")


def hold(path: str) -> int:
    """An exclusive lock that ends with this process and the programs it started, however they end.

    Killed half-way, this process may leave a pip behind; it inherits the handle, so that no new setup clears
    `.venv` under its hands.
    """
    try:
        import fcntl
    except ImportError:
        raise SetupError("this system has no fcntl; on Windows, run the command inside WSL.") from None
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    os.set_inheritable(handle, True)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say("another setup of this checkout is running; waiting for it.")
        fcntl.flock(handle, fcntl.LOCK_EX)
    return handle
