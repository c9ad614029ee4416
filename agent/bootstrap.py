"""Makes `.venv` what the lock says, then runs the same command inside it.

Promise: after `enter()` returns, every locked package and the `advisor` command are installed, and this
process runs on `.venv`'s Python. A setup that was cut off is redone, two at once wait for each other, and
what cannot be done ends in one sentence that says what to do.

Any Python runs this file, without one dependency, at every start. So: standard library only, no syntax
newer than Python 3.7 (an old Python must get the sentence, not a syntax error), and no import on the
quick path that costs more than it saves (`pathlib` alone would double it).

Leaves to others: what is installed (`.ci/locks`, refreshed by `.ci/lock`) and where pip finds it (the
user's own pip configuration, which nothing here overrides).
"""

from __future__ import annotations

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


def check_python(version: tuple[int, ...], executable: str) -> None:
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


def wanted(root: str, lock: str) -> dict[str, str]:
    """The stamp of a finished setup of `lock`."""
    return {
        # A venv holds absolute paths: a moved checkout or an upgraded Python needs a new one.
        "root": root,
        "python": os.path.realpath(venv_python(root)),
        "project": digest(os.path.join(root, "pyproject.toml")),
        **{name: digest(lock_path(root, name)) for name in LOCKS[lock]},
    }


def read_stamp(root: str) -> dict[str, str]:
    try:
        with open(stamp_path(root), encoding="utf-8", errors="surrogateescape") as file:
            lines = file.read().splitlines()
    except FileNotFoundError:
        return {}
    return dict(line.split(" ", 1) for line in lines if " " in line)


def write_stamp(root: str, values: dict[str, str]) -> None:
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

    begin = time.monotonic()
    guard = hold(os.path.join(root, ".venv.lock"))
    try:
        work = pending(root, lock)  # another process may have done it while this one waited
        if not work:
            return
        if os.path.exists(stamp_path(root)):
            os.remove(stamp_path(root))  # from here to write_stamp() the setup counts as unfinished
        if work == "all":
            create_venv(root)
        if work != "project":
            install_packages(root, lock)
        install_project(root)
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


def create_venv(root: str) -> None:
    # Beneath any virtual environment that happens to be active, this one's own included.
    base = os.path.realpath(sys.executable)
    say(f"creating .venv with {base}")
    if not has_ensurepip(base) and not lends_pip(base):
        install_venv_module(base)
    without = [] if has_ensurepip(base) else ["--without-pip"]
    code, output = run([base, "-m", "venv", "--clear", *without, os.path.join(root, ".venv")])
    if code:
        raise SetupError(f"{base} cannot make a virtual environment:\n{tail(output)}")


def install_packages(root: str, lock: str) -> None:
    path = lock_path(root, lock)
    with open(path, encoding="utf-8") as file:
        total = sum("==" in line for line in file)
    say(f"installing {total} packages, each checked against its hash (a minute or two the first time)")
    # The lock is complete, so nothing is left to resolve. Wheels only: no foreign code runs at install.
    options = ["--require-hashes", "--no-deps", "--only-binary", ":all:", "--requirement", path]
    pip_install(root, options, steps=total)


def install_project(root: str) -> None:
    # Its build backend came with the lock, so this needs neither network nor a second environment.
    pip_install(root, ["--no-deps", "--no-build-isolation", "--no-index", "--editable", root])
    make_relative(root)


def make_relative(root: str) -> None:
    """Let the path entry name the checkout relative to itself.

    Python before 3.13 reads such a file in the locale's encoding: under LC_ALL=C, an absolute path with a
    Chinese folder in it would stop every start of `.venv`'s Python.
    """
    import glob

    entries = os.path.join(glob.escape(root), ".venv", "lib", "python*", "site-packages", "_ai_marketing_*.pth")
    for entry in glob.glob(entries):
        with open(entry, "w", encoding="ascii") as file:
            file.write(os.path.relpath(root, os.path.dirname(entry)) + "\n")


# ------------------------------------------------------------------------------------- pip and venv


def has_ensurepip(python: str) -> bool:
    # Not just `import ensurepip`: an emptied folder of that name would still import.
    return run([python, "-c", "from ensurepip import bootstrap"])[0] == 0


def lends_pip(python: str) -> bool:
    """Whether this Python's pip can install into another environment (pip 22.3 and later)."""
    return run([python, "-m", "pip", "--python", python, "--version"])[0] == 0


def pip_command(root: str) -> list[str]:
    inside = venv_python(root)
    if run([inside, "-m", "pip", "--version"])[0] == 0:
        return [inside, "-m", "pip"]
    return [os.path.realpath(inside), "-m", "pip", "--python", inside]


def install_venv_module(base: str) -> None:
    """Debian splits the standard library: `ensurepip` comes with python3-venv."""
    import shutil

    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    advice = f"{base} has neither ensurepip nor pip. Install one, then start again: apt-get install {package}"
    rights = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if not shutil.which("apt-get") or not base.startswith("/usr/bin/"):
        raise SetupError(advice)
    if rights and (not shutil.which("sudo") or run([*rights, "true"])[0]):
        raise SetupError(advice)
    apt = [*rights, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=120"]
    install = [*apt, "install", "-y", "--no-install-recommends", package]
    say(f"installing Debian's {package}, which brings pip")
    code, output = run(install)
    if code:  # a fresh machine has no package lists yet
        run([*apt, "update"])
        code, output = run(install)
    if code:
        raise SetupError(f"{tail(output)}\n{advice}")


def pip_install(root: str, options: list[str], *, steps: int = 0) -> None:
    common = ["install", "--no-input", "--disable-pip-version-check", "--progress-bar", "off"]
    quarters = [steps * part // 4 for part in (1, 2, 3)] if steps else []
    done = 0

    def watch(line: str) -> None:
        nonlocal done
        if line.startswith(("Collecting ", "Processing ", "Requirement already satisfied", "Ignoring ")):
            done += 1
            if done in quarters:
                say(f"  {done} of {steps}")
        elif steps and line.startswith("Installing collected packages"):
            say("  unpacking")

    code, output = run([*pip_command(root), *common, *options], watch=watch)
    if code:
        raise SetupError(f"{tail(output)}\n{explain(output)}")


def explain(output: str) -> str:
    """What the user can do about a failed pip, from what it printed."""
    if "DO NOT MATCH THE HASHES" in output:
        return (
            "a package is not the one that the lock names, so nothing of it was installed. Check the package "
            "index that pip is configured to use, and start again."
        )
    if "No space left" in output:
        return "the disk is full. Make about 1 GB of room and start again."
    signs = ("NewConnectionError", "ConnectTimeout", "ReadTimeout", "ProxyError", "Connection", "SSLError", "Retrying")
    if any(sign in output for sign in signs):
        return "pip cannot reach its package index. Check the network (or pip's proxy settings) and start again."
    if "No matching distribution" in output:
        return (
            "a locked package has no wheel for this Python and machine, or pip's index does not have it. "
            "Python 3.11 to 3.13 on Linux (x86_64, arm64) and macOS are the ones that the lock is made for."
        )
    return "pip failed. Start again; if it fails in the same way, remove the folder .venv first."


def run(command: list[str], watch: Callable[[str], None] | None = None) -> tuple[int, str]:
    """The exit code and everything printed. Nothing is ever asked: there is no input."""
    import subprocess

    lines = []
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            close_fds=False,  # see hold()
        )
    except FileNotFoundError as error:
        return 127, str(error)
    with process:
        assert process.stdout is not None
        for line in process.stdout:
            lines.append(line)
            if watch:
                watch(line)
    return process.returncode, "".join(lines)


def tail(output: str, *, lines: int = 12) -> str:
    chatter = ("Collecting ", "Downloading ", "Ignoring ", "Looking in ", "Processing ", "Using cached ", "WARNING: ")
    telling = [line for line in output.strip().splitlines() if not line.lstrip().startswith(chatter)]
    return "\n".join(telling[-lines:])


TYPE_CHECKING = False  # `typing` costs ten milliseconds, and only the type checker needs it
if TYPE_CHECKING:
    from collections.abc import Callable
