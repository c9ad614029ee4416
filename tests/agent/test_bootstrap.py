"""The setup: when it runs, how it fails, what it leaves behind."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import threading
import time
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from agent import bootstrap

ROOT = Path(bootstrap.ROOT)


@pytest.fixture
def checkout(tmp_path: Path) -> str:
    """A checkout whose setup with the runtime lock is finished."""
    (tmp_path / ".ci/locks").mkdir(parents=True)
    for name in ("runtime", "dev"):
        (tmp_path / f".ci/locks/{name}.txt").write_text(f"{name}==1\n")
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    (tmp_path / ".venv/bin").mkdir(parents=True)
    (tmp_path / ".venv/bin/python").symlink_to(sys.executable)
    root = str(tmp_path)
    bootstrap.write_stamp(root, bootstrap.wanted(root, "runtime"))
    return root


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The steps that a setup takes, none of which does anything."""
    taken: list[str] = []
    monkeypatch.setattr(bootstrap, "create_venv", lambda root: taken.append("venv"))
    monkeypatch.setattr(bootstrap, "install_packages", lambda root, lock: taken.append(lock))
    monkeypatch.setattr(bootstrap, "install_project", lambda root: taken.append("project"))
    return taken


# ------------------------------------------------------------------------------- when it runs


def test_a_finished_setup_is_not_repeated(checkout: str) -> None:
    """Nothing is pending when nothing changed."""
    assert bootstrap.pending(checkout, "runtime") == ""


@pytest.mark.parametrize(
    ("file", "work"),
    [(".ci/locks/runtime.txt", "packages"), ("pyproject.toml", "project"), (".ci/locks/dev.txt", "")],
)
def test_a_change_brings_just_the_work_it_needs(checkout: str, file: str, work: str) -> None:
    """A new lock installs packages, a new project file the project, and the other lock nothing."""
    (Path(checkout) / file).write_text("changed==2\n")

    assert bootstrap.pending(checkout, "runtime") == work


def test_a_checkout_that_moved_is_set_up_anew(checkout: str, tmp_path: Path) -> None:
    """A virtual environment is not used at another place than it was made for."""
    moved = shutil.copytree(checkout, tmp_path / "moved", symlinks=True)

    assert bootstrap.pending(str(moved), "runtime") == "all"


def test_another_python_is_set_up_anew(checkout: str) -> None:
    """After an upgrade of the Python beneath it, the virtual environment is made again."""
    python = Path(bootstrap.venv_python(checkout))
    python.unlink()
    python.symlink_to("/bin/sh")

    assert bootstrap.pending(checkout, "runtime") == "all"


def test_a_removed_python_is_set_up_anew(checkout: str) -> None:
    """A virtual environment whose Python is gone is made again."""
    python = Path(bootstrap.venv_python(checkout))
    python.unlink()
    python.symlink_to(f"{checkout}/gone")

    assert bootstrap.pending(checkout, "runtime") == "all"


def test_the_tests_lock_serves_the_advisor_too(checkout: str, steps: list[str]) -> None:
    """After a setup for the tests, the advisor has nothing to set up; the reverse needs the rest."""
    assert bootstrap.pending(checkout, "dev") == "packages"

    bootstrap.set_up(checkout, "dev")

    assert bootstrap.pending(checkout, "dev") == bootstrap.pending(checkout, "runtime") == ""
    assert steps == ["dev", "project"]


@pytest.mark.parametrize("step", ["create_venv", "install_packages", "install_project"])
def test_a_setup_cut_off_is_redone_from_the_start(
    checkout: str, steps: list[str], step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever a setup stops, the next start begins again with an empty environment."""
    Path(bootstrap.stamp_path(checkout)).unlink()

    with monkeypatch.context() as patch:
        patch.setattr(bootstrap, step, lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            bootstrap.set_up(checkout, "runtime")

    assert bootstrap.pending(checkout, "runtime") == "all"
    steps.clear()
    bootstrap.set_up(checkout, "runtime")
    assert steps == ["venv", "runtime", "project"]


def test_an_update_cut_off_is_redone(checkout: str, steps: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """An update that stops half-way does not leave the stamp of the state before it."""
    Path(bootstrap.lock_path(checkout, "runtime")).write_text("runtime==2\n")
    monkeypatch.setattr(bootstrap, "install_packages", lambda *_: (_ for _ in ()).throw(bootstrap.SetupError))

    with pytest.raises(bootstrap.SetupError):
        bootstrap.set_up(checkout, "runtime")

    assert bootstrap.pending(checkout, "runtime") == "all"


def test_a_second_setup_waits_and_finds_the_work_done(
    checkout: str, steps: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Of two setups at once, one works and the other waits, then goes on with what it finds."""
    stamp = bootstrap.read_stamp(checkout)
    Path(bootstrap.stamp_path(checkout)).unlink()
    first = bootstrap.hold(f"{checkout}/.venv.lock")
    second = threading.Thread(target=bootstrap.set_up, args=(checkout, "runtime"), daemon=True)
    second.start()
    said = ""
    deadline = time.monotonic() + 10
    while "waiting" not in said and time.monotonic() < deadline:
        said += capsys.readouterr().err
        time.sleep(0.01)

    bootstrap.write_stamp(checkout, stamp)
    os.close(first)
    second.join(10)

    assert "another setup" in said
    assert not second.is_alive()
    assert steps == []


def test_a_program_left_behind_keeps_the_setup_locked(checkout: str) -> None:
    """While a program of a killed setup still runs, no other setup touches its files."""
    handle = bootstrap.hold(f"{checkout}/.venv.lock")
    left = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, close_fds=False)
    os.close(handle)
    probe = "import fcntl, sys; fcntl.flock(open(sys.argv[1]), fcntl.LOCK_EX | fcntl.LOCK_NB)"
    attempt = [sys.executable, "-c", probe, f"{checkout}/.venv.lock"]

    assert b"BlockingIOError" in subprocess.run(attempt, capture_output=True, check=False).stderr
    left.communicate(b"\n")
    assert subprocess.run(attempt, check=False).returncode == 0


def test_a_repeated_start_imports_next_to_nothing() -> None:
    """Finding that nothing is pending loads none of the modules that would double a start's time."""
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); from agent import bootstrap; "
        "bootstrap.pending(sys.argv[1], 'runtime'); print(*sys.modules)"
    )
    loaded = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code, str(ROOT)], check=True, capture_output=True, text=True
    ).stdout.split()

    assert "hashlib" in loaded
    assert not {"pathlib", "typing", "subprocess", "dataclasses", "shutil", "inspect"} & set(loaded)


def test_the_path_entry_is_free_of_the_checkouts_name(checkout: str) -> None:
    """The installed path entry leads to the checkout without spelling a folder that a locale could not read."""
    site = Path(checkout) / ".venv/lib/python3.11/site-packages"
    site.mkdir(parents=True)
    (site / "_ai_marketing_budget_advisor.pth").write_text("/预算/checkout\n", encoding="utf-8")

    bootstrap.make_relative(checkout)

    written = (site / "_ai_marketing_budget_advisor.pth").read_text(encoding="ascii").strip()
    assert (site / written).resolve() == Path(checkout).resolve()
    assert not set(written) - set("./")


# -------------------------------------------------------------------------------- how it fails


def test_an_old_python_gets_a_sentence() -> None:
    """A Python that is too old is named with its version, and so is what to run instead."""
    with pytest.raises(bootstrap.SetupError, match=r"3\.11 or newer is needed.*old/python3 is 3\.9\.2.*python3\.11 -m"):
        bootstrap.check_python((3, 9, 2), "old/python3")


@pytest.mark.parametrize("file", ["agent/__init__.py", "agent/__main__.py", "agent/bootstrap.py", "tests/__main__.py"])
def test_what_an_old_python_reads_has_no_new_syntax(file: str) -> None:
    """The files on the way to that sentence are readable for Python 3.7."""
    ast.parse((ROOT / file).read_text(encoding="utf-8"), feature_version=(3, 7))


@pytest.mark.parametrize(
    ("output", "advice"),
    [
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "not the one that the lock names"),
        ("WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError('", "Check the network"),
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "disk is full"),
        ("ERROR: No matching distribution found for onnxruntime==9", "no wheel for this Python"),
        ("Segmentation fault", "remove the folder .venv"),
    ],
)
def test_a_failed_pip_is_explained(output: str, advice: str) -> None:
    """What pip printed becomes a sentence that says what to do."""
    assert advice in bootstrap.explain(output)


def test_the_report_of_a_failure_leaves_out_the_chatter() -> None:
    """Of pip's output, the lines that tell what went wrong are shown."""
    assert bootstrap.tail("Collecting a==1\n  Downloading a.whl\nWARNING: Retrying\nERROR: no a\n") == "ERROR: no a"


def test_a_missing_program_is_a_failed_program() -> None:
    """A command that does not exist is reported like one that failed."""
    code, output = bootstrap.run(["no-such-program-anywhere"])

    assert code == 127
    assert "no-such-program-anywhere" in output


# ------------------------------------------------------------------------------------ the locks


def pins(lock: str) -> dict[str, list[Requirement]]:
    found: dict[str, list[Requirement]] = {}
    for line in (ROOT / f".ci/locks/{lock}.txt").read_text().splitlines():
        if line and not line.startswith(" "):
            requirement = Requirement(line.removesuffix("\\").strip())
            found.setdefault(canonicalize_name(requirement.name), []).append(requirement)
    return found


@pytest.mark.parametrize("lock", ["runtime", "dev"])
def test_a_lock_holds_pins_and_hashes_only(lock: str) -> None:
    """Every line is an exact version or one of its hashes: no address, no option, no path."""
    line = re.compile(r"[a-z0-9._-]+==[\w.+!]+( ; [^\\]+?)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?")

    assert not [text for text in (ROOT / f".ci/locks/{lock}.txt").read_text().splitlines() if not line.fullmatch(text)]


def test_the_tests_lock_holds_the_runtime_lock() -> None:
    """What the tests run on is what users run on."""
    runtime, dev = pins("runtime"), pins("dev")

    assert {name: [str(pin) for pin in dev.get(name, [])] for name in runtime} == {
        name: [str(pin) for pin in each] for name, each in runtime.items()
    }


def test_the_locks_answer_the_project_file() -> None:
    """Everything that pyproject.toml asks for is in the lock, in a version that it allows."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    asked = {
        "runtime": [*project["project"]["dependencies"], *project["build-system"]["requires"], *groups["build"]],
        "dev": [entry for entry in groups["dev"] if isinstance(entry, str)],
    }
    for lock, requirements in asked.items():
        locked = pins(lock)
        for requirement in map(Requirement, requirements):
            found = locked.get(canonicalize_name(requirement.name), [])
            versions = [next(iter(pin.specifier)).version for pin in found]
            assert versions, requirement
            assert all(requirement.specifier.contains(version) for version in versions), requirement


# ----------------------------------------------------------------------------------- for real


@pytest.mark.slow
def test_a_fresh_clone_sets_itself_up(tmp_path: Path) -> None:
    """In a fresh clone, whatever its path and the locale, one command installs everything, and a second finds it done."""
    clone = tmp_path / "预算 budget"
    subprocess.run(["git", "clone", "-q", "--no-local", str(ROOT), str(clone)], check=True)
    code = (
        "from agent import bootstrap; bootstrap.enter(lock='runtime'); "
        "import sys, chromadb, langchain; print(sys.prefix, sys.argv[1:])"
    )
    command = [os.path.realpath(sys.executable), "-c", code, "an argument"]

    locale = {**os.environ, "LC_ALL": "C"}
    first = subprocess.run(command, cwd=clone, env=locale, check=True, capture_output=True, encoding="utf-8")
    second = subprocess.run(command, cwd=clone, env=locale, check=True, capture_output=True, encoding="utf-8")

    assert "setup: ready" in first.stderr
    assert "setup:" not in second.stderr
    assert first.stdout == second.stdout == f"{clone / '.venv'} ['an argument']\n"
    assert os.access(clone / ".venv/bin/advisor", os.X_OK)
    ignored = subprocess.run(["git", "status", "--short"], cwd=clone, check=True, capture_output=True, text=True)
    assert ignored.stdout == ""
