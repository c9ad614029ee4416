"""Puts the packages of a lock into `.venv`: with uv where it can be had, with pip otherwise.

Promise: only files whose hashes the lock names are installed, wheels only, so that no foreign code runs; they
come from where the user's pip configuration says; nothing outside the checkout changes but the installers' own
caches. Without a network this ends within seconds, in a sentence.

uv is the one in `.venv`, a good one on PATH, or the one that `.ci/locks/uv.txt` pins, put into `.venv` by pip.
pip is lent by the Python beneath, so that a new `.venv` need not wait for its own.

Leaves to others: when and in which order (`agent.bootstrap`). It runs before any dependency is there: standard
library only.
"""

from __future__ import annotations

import ast
import glob
import os
import re
import shutil
import subprocess
import sys
import time
from functools import cache
from typing import TYPE_CHECKING

from agent.bootstrap import SetupError, lock_path, say, venv_python

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

OLDEST_UV = (0, 5)
# The lock is complete, so nothing is left to resolve. Both programs take these.
EXACTLY = ("--require-hashes", "--no-deps", "--only-binary", ":all:", "--requirement")
# Seconds for a connection, when all that is at stake is whether there is a network.
PATIENCE = 4
# Settings of uv that would change where it installs, what it checks or what it spends time on.
NOT_OURS = ("UV_PYTHON", "UV_SYSTEM_PYTHON", "UV_NO_VERIFY_HASHES", "UV_NO_BUILD_ISOLATION", "UV_PROJECT")

UNREACHABLE = (
    "the package index cannot be reached, and the first start needs it once. Check the network (or pip's proxy "
    "settings) and start again."
)
WRONG_HASH = (
    "a package is not the one that the lock names, so nothing of it was installed. Check the package index that pip "
    "is configured to use, and start again."
)
DISK_FULL = "the disk is full. Make about 1 GB of room and start again."
# What pip and uv print when no connection came about. A slow answer (ReadTimeout) or a certificate is not of them.
_NO_CONNECTION = re.compile(
    "NewConnectionError|ConnectTimeout|NameResolutionError|ProxyError|dns error|tcp connect error|tunnel error"
    "|client error \\(Connect\\)|connect timed out|Network is unreachable"
)
_CERTIFICATE = re.compile("certificate|SSLError", re.IGNORECASE)


def create_venv(root: str) -> None:
    # Beneath any virtual environment that happens to be active, this one's own included.
    base = os.path.realpath(sys.executable)
    say(f"creating .venv with {base}")
    # Without pip: unpacking it takes seconds, and most often it is not needed inside.
    code, output = run([base, "-m", "venv", "--clear", "--without-pip", os.path.join(root, ".venv")])
    if code:
        raise SetupError(f"{base} cannot make a virtual environment:\n{tail(output)}")


def install_packages(root: str, lock: str) -> None:
    path = lock_path(root, lock)
    with open(path, encoding="utf-8") as file:
        total = sum("==" in line for line in file)
    uv = find_uv(root)
    if uv:
        say(f"installing {total} packages, each checked against its hash")
        if uv_install(uv, root, [*EXACTLY, path]):
            return
    say(f"installing {total} packages with pip, each checked against its hash (a minute or two)")
    pip_install(root, [*EXACTLY, path], steps=total)


def install_project(root: str) -> None:
    # Its build backend came with the lock, so this needs neither network nor a second environment.
    options = ["--no-deps", "--no-build-isolation", "--editable", root]
    uv = standing_uv(root)
    if not uv or not uv_install(uv, root, ["--offline", *options]):
        pip_install(root, ["--no-index", *options])
    make_relative(root)


def make_relative(root: str) -> None:
    """Let the path entry name the checkout relative to itself.

    Python before 3.13 reads such a file in the locale's encoding: under LC_ALL=C, an absolute path with a
    Chinese folder in it would stop every start of `.venv`'s Python.
    """
    entries = os.path.join(glob.escape(root), ".venv", "lib", "python*", "site-packages", "_ai_marketing_*.pth")
    for entry in glob.glob(entries):
        # A new file: the present one may share its content with uv's cache.
        with open(entry + ".new", "w", encoding="ascii") as file:
            file.write(os.path.relpath(root, os.path.dirname(entry)) + "\n")
        os.replace(entry + ".new", entry)


# ---------------------------------------------------------------------------------------------- uv


def is_good(uv: str) -> bool:
    """Whether this is a uv that runs here and knows what is asked of it."""
    code, output = run([uv, "--version"])
    found = re.match(r"uv (\d+)\.(\d+)\.", output)
    return code == 0 and found is not None and (int(found[1]), int(found[2])) >= OLDEST_UV


def standing_uv(root: str) -> str | None:
    """The uv of `.venv`, or a good one on PATH."""
    inside = os.path.join(root, ".venv", "bin", "uv")
    return next((uv for uv in (inside, shutil.which("uv")) if uv and os.path.exists(uv) and is_good(uv)), None)


def find_uv(root: str) -> str | None:
    """A uv that can install here; None where there is none for this machine.

    Raises SetupError when no package index can be reached.
    """
    uv = standing_uv(root)
    if uv:
        # A dry run of one package tells in a moment whether there is a network; installing would try for minutes.
        impatient = {"UV_HTTP_RETRIES": "0", "UV_HTTP_CONNECT_TIMEOUT": str(PATIENCE)}
        probe = uv_command(uv, root, ["--dry-run", "--reinstall", *EXACTLY, lock_path(root, "uv")])
        code, output = run(probe, env={**uv_environment(root), **impatient}, cwd=root)
        if code == 0 or not is_unreachable(output):
            return uv
    return fetch_uv(root)


def fetch_uv(root: str) -> str | None:
    """Put the pinned uv into `.venv`, with pip."""
    say("fetching uv, which installs the rest")
    install = [*pip_command(root), *PIP_INSTALL, *EXACTLY, lock_path(root, "uv")]
    # One retry: whether there is a network should be known at once.
    code, output = run([*install, "--retries", "1", "--timeout", str(PATIENCE)])
    if code and "ReadTimeout" in output:
        code, output = run(install)  # slow, not absent
    uv = os.path.join(root, ".venv", "bin", "uv")
    if code == 0 and is_good(uv):
        return uv
    refuse(output)
    say(f"uv cannot be had here ({last_line(output) or 'it does not run on this machine'}); going on without it.")
    return None


def uv_command(uv: str, root: str, options: list[str]) -> list[str]:
    # As with pip, an index that comes later counts as much as the first one: the hashes tell what is right.
    strategy = ["--index-strategy", "unsafe-best-match"]
    return [uv, "pip", "install", "--python", venv_python(root), *strategy, *options]


def uv_install(uv: str, root: str, options: list[str]) -> bool:
    """Whether uv did it; where it did not, and pip may, the reason has been said.

    Raises SetupError for what pip could not mend either.
    """
    said = time.monotonic()

    def watch(line: str) -> None:
        nonlocal said
        if line.startswith(" Downloaded ") and time.monotonic() - said > 5:
            said = time.monotonic()
            say(f"  downloaded {line.split()[1]}")

    # Nothing is compiled ahead: it would take longer than all the rest, and one answer uses a tenth of it.
    code, output = run(uv_command(uv, root, options), watch=watch, env=uv_environment(root), cwd=root)
    if code == 0:
        return True
    refuse(output)
    say(f"uv could not do it ({last_line(output)}); going on with pip.")
    return False


def uv_environment(root: str) -> dict[str, str]:
    """The environment for uv, which reads none of pip's settings: where packages come from, as pip would see it."""
    environment = {name: value for name, value in os.environ.items() if name not in NOT_OURS}
    environment["UV_PYTHON_DOWNLOADS"] = "never"
    for name, value in as_uv(pip_settings(root)).items():
        environment.setdefault(name, value)
    return environment


@cache
def pip_settings(root: str) -> dict[str, str]:
    """What pip's files and its variables in the environment set for an installation; {} without a pip."""
    command = standing_pip(root)
    if command is None:
        return {}
    settings: dict[str, str] = {}
    lines = run([*command, "config", "list"])[1].splitlines()
    for section in ("global", "install", ":env:"):  # the later one counts
        for line in lines:
            key, _, value = line.partition("=")
            if key.startswith(f"{section}."):
                try:
                    settings[key.removeprefix(f"{section}.").replace("_", "-")] = str(ast.literal_eval(value))
                except (SyntaxError, ValueError):  # a warning that looks like a setting
                    continue
    return settings


def as_uv(settings: Mapping[str, str]) -> dict[str, str]:
    """What pip is set to, as variables that uv reads."""
    found = {
        "UV_DEFAULT_INDEX": settings.get("index-url", ""),
        "UV_INDEX": " ".join(settings.get("extra-index-url", "").split()),
        "UV_FIND_LINKS": ",".join(settings.get("find-links", "").split()),
        "UV_INSECURE_HOST": " ".join(settings.get("trusted-host", "").split()),
        "UV_HTTP_TIMEOUT": settings.get("timeout", settings.get("default-timeout", "")),
        "SSL_CERT_FILE": settings.get("cert", ""),
        "HTTP_PROXY": settings.get("proxy", ""),
        "HTTPS_PROXY": settings.get("proxy", ""),
        "UV_NO_INDEX": "1" if settings.get("no-index", "").lower() in ("1", "true", "yes", "on") else "",
    }
    return {name: value for name, value in found.items() if value}


# ------------------------------------------------------------------------------------- pip and venv

PIP_INSTALL = ("install", "--no-input", "--disable-pip-version-check", "--progress-bar", "off")


def has_ensurepip(python: str) -> bool:
    # Not just `import ensurepip`: an emptied folder of that name would still import.
    return run([python, "-c", "from ensurepip import bootstrap"])[0] == 0


def lends_pip(python: str) -> bool:
    """Whether this Python's pip can install into another environment (pip 22.3 and later)."""
    return run([python, "-m", "pip", "--python", python, "--version"])[0] == 0


def standing_pip(root: str) -> list[str] | None:
    """The pip inside `.venv`, or the one that the Python beneath lends."""
    inside = venv_python(root)
    base = os.path.realpath(inside)
    if run([inside, "-m", "pip", "--version"])[0] == 0:
        return [inside, "-m", "pip"]
    return [base, "-m", "pip", "--python", inside] if lends_pip(base) else None


def pip_command(root: str) -> list[str]:
    command = standing_pip(root)
    if command is None:
        inside = venv_python(root)
        base = os.path.realpath(inside)
        if not has_ensurepip(base):
            install_venv_module(base)
        code, output = run([inside, "-m", "ensurepip", "--upgrade"])
        if code:
            raise SetupError(f"{base} cannot put pip into a virtual environment:\n{tail(output)}")
        command = [inside, "-m", "pip"]
    return command


def install_venv_module(base: str) -> None:
    """Debian splits the standard library: `ensurepip` comes with python3-venv."""
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

    code, output = run([*pip_command(root), *PIP_INSTALL, *options], watch=watch)
    if code:
        raise SetupError(f"{tail(output)}\n{explain(output)}")


# ---------------------------------------------------------------------------------- what went wrong


def is_unreachable(output: str) -> bool:
    """Whether no connection came about, by what pip or uv printed."""
    return _NO_CONNECTION.search(output) is not None and _CERTIFICATE.search(output) is None


def refuse(output: str) -> None:
    """Raise SetupError for a failure that another installer would meet as well."""
    if "DO NOT MATCH THE HASHES" in output or "Hash mismatch" in output:
        raise SetupError(f"{tail(output)}\n{WRONG_HASH}")
    if "No space left" in output:
        raise SetupError(DISK_FULL)
    if is_unreachable(output):
        raise SetupError(UNREACHABLE)


def explain(output: str) -> str:
    """What the user can do about a failed pip, from what it printed."""
    try:
        refuse(output)
    except SetupError as error:
        return str(error).rpartition("\n")[2]
    if any(sign in output for sign in ("ReadTimeout", "Connection", "SSLError", "Retrying")):
        return UNREACHABLE
    if "No matching distribution" in output:
        return (
            "a locked package has no wheel for this Python and machine, or pip's index does not have it. "
            "Python 3.11 to 3.13 on Linux (x86_64, arm64) and macOS are the ones that the lock is made for."
        )
    return "pip failed. Start again; if it fails in the same way, remove the folder .venv first."


def run(
    command: list[str],
    watch: Callable[[str], None] | None = None,
    *,
    env: Mapping[str, str] | None = None,
    cwd: str | None = None,
) -> tuple[int, str]:
    """The exit code and everything printed. Nothing is ever asked: there is no input."""
    lines = []
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            close_fds=False,  # see bootstrap.hold()
            env=env,
            cwd=cwd,
        )
    except OSError as error:  # not there, or made for another machine
        return 127, str(error)
    with process:
        assert process.stdout is not None
        for line in process.stdout:
            lines.append(line)
            if watch:
                watch(line)
    return process.returncode, "".join(lines)


def tail(output: str, *, lines: int = 12) -> str:
    chatter = ("Collecting ", "Downloading ", "Ignoring ", "Looking in ", "Processing ", "Using ", "WARNING: ")
    telling = [line for line in output.strip().splitlines() if not line.lstrip().startswith(chatter)]
    return "\n".join(telling[-lines:])


def last_line(output: str) -> str:
    """The line that says most about a failure, cut to what fits a sentence."""
    lines = tail(output).splitlines()
    causes = [line for line in lines if re.match(r"(?i)error:", line.strip())]
    return (causes or lines or [""])[-1].strip()[:200]
