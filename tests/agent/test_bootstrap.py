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

from agent import bootstrap, installing

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
    monkeypatch.setattr(installing, "create_venv", lambda root: taken.append("venv"))
    monkeypatch.setattr(installing, "install_packages", lambda root, lock: taken.append(lock))
    monkeypatch.setattr(installing, "install_project", lambda root: taken.append("project"))
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
        patch.setattr(installing, step, lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            bootstrap.set_up(checkout, "runtime")

    assert bootstrap.pending(checkout, "runtime") == "all"
    steps.clear()
    bootstrap.set_up(checkout, "runtime")
    assert steps == ["venv", "runtime", "project"]


def test_an_update_cut_off_is_redone(checkout: str, steps: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """An update that stops half-way does not leave the stamp of the state before it."""
    Path(bootstrap.lock_path(checkout, "runtime")).write_text("runtime==2\n")
    monkeypatch.setattr(installing, "install_packages", lambda *_: (_ for _ in ()).throw(bootstrap.SetupError))

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
    cached = Path(checkout) / "cached.pth"  # uv links what it installs to its cache
    cached.write_text("/预算/checkout\n", encoding="utf-8")
    (site / "_ai_marketing_budget_advisor.pth").hardlink_to(cached)

    installing.make_relative(checkout)

    assert cached.read_text(encoding="utf-8") == "/预算/checkout\n"
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
    """The files on the way to that sentence are readable for Python 3.6, which evaluates every annotation."""
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"), feature_version=(3, 6))

    assert not [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module == "__future__"]
    notes = [
        n
        for f in ast.walk(tree)
        if isinstance(f, ast.FunctionDef)
        for n in (f.returns, *(a.annotation for a in f.args.args))
    ]
    assert all(note is None or isinstance(note, ast.Name | ast.Constant) for note in notes)


@pytest.mark.parametrize("version", ["3.6", "3.7", "3.8", "3.9", "3.10"])
@pytest.mark.parametrize("package", ["agent", "tests"])
def test_an_old_python_that_is_here_says_the_sentence(version: str, package: str) -> None:
    """Started for real with an old Python, both commands end in the sentence and in nothing else."""
    python = next((p for p in old_pythons() if p.name == f"python{version}"), None)
    if python is None:
        pytest.skip(f"there is no Python {version} here")
    ended = subprocess.run([python, "-B", "-m", package], cwd=ROOT, capture_output=True, text=True, check=False)

    assert ended.returncode == 1
    assert ended.stderr.startswith("setup: Python 3.11 or newer is needed")
    assert ended.stderr.count("\n") == 1


def old_pythons() -> list[Path]:
    folders = [Path(folder) for folder in os.environ.get("PATH", "").split(os.pathsep) if folder]
    folders += Path.home().glob(".pyenv/versions/*/bin")
    return [python for folder in folders if folder.name != "shims" for python in folder.glob("python3.*[0-9]")]


def scripted(monkeypatch: pytest.MonkeyPatch, *answers: tuple[str, int, str]) -> list[list[str]]:
    """Let programs answer as told: the first answer of which all words stand in the command. Returns what was run."""
    ran: list[list[str]] = []

    def run(command: list[str], watch: object = None, **_: object) -> tuple[int, str]:
        ran.append(command)
        line = " ".join(command)
        return next(((code, out) for words, code, out in answers if all(w in line for w in words.split())), (0, ""))

    monkeypatch.setattr(installing, "run", run)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    installing.pip_settings.cache_clear()
    return ran


OFFLINE = "Retrying after connection broken by 'NewConnectionError(': Name or service not known"
UV_OFFLINE = "error: Failed to fetch\n cause: client error (Connect)\n cause: dns error"


def test_packages_are_installed_by_uv(checkout: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pinned uv is fetched by hash, and installs the lock by hash, into this `.venv`, without building anything."""
    ran = scripted(monkeypatch, ("uv --version", 0, "uv 0.13.9 (here)"))
    installing.install_packages(checkout, "runtime")

    fetch = next(command for command in ran if bootstrap.lock_path(checkout, "uv") in command)
    install = ran[-1]
    assert install[-1] == bootstrap.lock_path(checkout, "runtime")
    assert install[0] == f"{checkout}/.venv/bin/uv"
    assert install[install.index("--python") + 1] == bootstrap.venv_python(checkout)
    for command in (fetch, install):
        assert {"--require-hashes", "--no-deps", "--only-binary"} <= set(command)


@pytest.mark.parametrize(
    "answers",
    [
        [("uv.txt", 1, "ERROR: No matching distribution found for uv")],
        [("uv --version", 1, "cannot execute binary file")],
        [("uv --version", 0, "uv 0.1.0")],
        [("uv --version", 0, "uv 0.13.9"), ("bin/uv pip install", 2, "error: HTTP status server error (503)")],
        [("uv --version", 0, "uv 0.13.9"), ("bin/uv pip install", 2, f"{UV_OFFLINE}: invalid peer certificate")],
    ],
)
def test_where_uv_cannot_pip_does(
    checkout: str,
    answers: list[tuple[str, int, str]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """No uv for this machine, one that does not run, or one that fails: a line says so, and pip installs the same lock."""
    ran = scripted(monkeypatch, *answers)
    installing.install_packages(checkout, "runtime")

    assert "pip" in ran[-1]
    assert ran[-1][-1] == bootstrap.lock_path(checkout, "runtime")
    assert "uv c" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("answers", "advice"),
    [
        ([("uv.txt", 1, OFFLINE)], "Check the network"),
        ([("uv --version", 0, "uv 0.13.9"), ("bin/uv pip install", 2, UV_OFFLINE)], "Check the network"),
        ([("uv.txt", 1, "THESE PACKAGES DO NOT MATCH THE HASHES")], "not the one that the lock names"),
        (
            [("uv --version", 0, "uv 0.13.9"), ("bin/uv pip", 1, "error: Hash mismatch for `a`")],
            "not the one that the lock names",
        ),
        ([("uv --version", 0, "uv 0.13.9"), ("bin/uv pip", 1, "No space left on device")], "disk is full"),
    ],
)
def test_what_pip_could_not_mend_ends_at_once(
    checkout: str, answers: list[tuple[str, int, str]], advice: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a network, with a wrong file or a full disk nothing else is tried."""
    ran = scripted(monkeypatch, *answers)
    with pytest.raises(bootstrap.SetupError, match=advice):
        installing.install_packages(checkout, "runtime")

    assert not [command for command in ran if command[-1].endswith("runtime.txt") and "uv" not in command[0]]


def test_without_a_network_the_sentence_comes_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A real pip that finds no index gives up within seconds."""
    (tmp_path / "pip.conf").write_text("[global]\nindex-url = https://127.0.0.1:9/none\n")
    (tmp_path / ".ci/locks").mkdir(parents=True)
    shutil.copy(ROOT / ".ci/locks/uv.txt", tmp_path / ".ci/locks/uv.txt")
    for name in [name for name in os.environ if name.startswith(("PIP_", "UV_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", str(tmp_path / "pip.conf"))
    installing.create_venv(str(tmp_path))
    begin = time.monotonic()
    with pytest.raises(bootstrap.SetupError, match="Check the network"):
        installing.fetch_uv(str(tmp_path))

    assert time.monotonic() - begin < 30  # with pip's own patience it would be minutes on some networks


def test_uv_looks_where_pip_looks(checkout: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Indexes, links, certificates and patience are pip's; its variables count before its files, and uv's before all."""
    listed = (
        "global.index-url='https://one.example/'\nglobal.extra-index-url='https://two.example/ https://three.example/'\n"
        ":env:.index-url='https://env.example/'\nglobal.find-links='/wheels /more'\nglobal.cert='/ca.pem'\n"
        ":env:.default-timeout='180'\nWARNING: a=b\n"
    )
    scripted(monkeypatch, ("config list", 0, listed))
    for name in ("UV_DEFAULT_INDEX", "UV_INDEX", "SSL_CERT_FILE", "UV_HTTP_TIMEOUT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("UV_FIND_LINKS", "/own")
    monkeypatch.setenv("UV_NO_VERIFY_HASHES", "1")
    environment = installing.uv_environment(checkout)

    assert environment["UV_DEFAULT_INDEX"] == "https://env.example/"
    assert environment["UV_INDEX"] == "https://two.example/ https://three.example/"
    assert environment["UV_FIND_LINKS"] == "/own"
    assert (environment["SSL_CERT_FILE"], environment["UV_HTTP_TIMEOUT"]) == ("/ca.pem", "180")
    assert environment["UV_PYTHON_DOWNLOADS"] == "never"
    assert "UV_NO_VERIFY_HASHES" not in environment


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
    assert advice in installing.explain(output)


def test_the_report_of_a_failure_leaves_out_the_chatter() -> None:
    """Of pip's output, the lines that tell what went wrong are shown."""
    assert installing.tail("Collecting a==1\n  Downloading a.whl\nWARNING: Retrying\nERROR: no a\n") == "ERROR: no a"


def test_a_missing_program_is_a_failed_program() -> None:
    """A command that does not exist is reported like one that failed."""
    code, output = installing.run(["no-such-program-anywhere"])

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


@pytest.mark.parametrize("lock", ["runtime", "dev", "uv"])
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
        "uv": groups["setup"],
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
