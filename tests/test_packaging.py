"""What is installed: what the package declares, what the locks hold and leave out, and what the wheel carries."""

from __future__ import annotations

import ast
import importlib.util
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Callable
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest

from agent import cli
from agent.refusals import reason_in
from knowledge import parts
from knowledge.documents.worker import convert

ROOT = Path(__file__).resolve().parent.parent
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
OURS = ("agent", "knowledge", "tools")
#: Found by name and not imported: a font's folder, what the sentence model looks for itself.
BY_NAME = {"zhplot", "threadpoolctl"}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def named(requirements: list[str]) -> set[str]:
    return {normal(re.split(r"[\[<>=!~ ;]", requirement)[0]) for requirement in requirements}


@cache
def imported() -> dict[str, str]:
    """The foreign modules that the code imports, dotted, each with a file that does."""
    found: dict[str, str] = {}
    for path in (path for top in OURS for path in sorted((ROOT / top).rglob("*.py"))):
        for node in ast.walk(ast.parse(path.read_bytes())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
            for name in names:
                if name.split(".")[0] not in {*sys.stdlib_module_names, *OURS}:
                    found.setdefault(name, path.relative_to(ROOT).as_posix())
    return found


@cache
def distributions() -> dict[str, list[str]]:
    return {top: [normal(name) for name in names] for top, names in packages_distributions().items()}


def test_every_import_is_declared() -> None:
    """Each foreign package that the code imports stands in pyproject.toml; none is there by another's grace."""
    declared = named(PROJECT["dependencies"]) | {
        name for extra in PROJECT["optional-dependencies"].values() for name in named(extra)
    }
    missing = {
        name: where
        for name, where in imported().items()
        if not declared & set(distributions().get(name.split(".")[0], ()))
    }
    assert not missing


def test_every_declared_package_is_used() -> None:
    """Nothing is installed that nothing imports, but for what is found by its name."""
    tops = {name.split(".")[0] for name in imported()}
    used = {distribution for top in tops for distribution in distributions().get(top, ())} | BY_NAME
    extras = [requirement for extra in parts.PARTS for requirement in PROJECT["optional-dependencies"][extra]]
    assert named([*PROJECT["dependencies"], *extras]) <= used


def test_the_parts_are_the_extras() -> None:
    """Each part is an extra, and its modules come with the packages that the extra names."""
    assert {*parts.PARTS, "all"} == set(PROJECT["optional-dependencies"])
    for part, modules in parts.PARTS.items():
        brought = named(PROJECT["optional-dependencies"][part])
        assert {name for module in modules for name in distributions()[module] if name in brought} == brought, part
    (everything,) = PROJECT["optional-dependencies"]["all"]
    assert set(re.findall(r"[a-z]+(?=[,\]])", everything)) == set(parts.PARTS)


def test_the_core_imports_no_part_at_its_head() -> None:
    """What the core needs, it finds without any part: no module of a part is loaded for an answer without a model."""
    code = (
        "import sys\n"
        f"class Refuse:\n    def find_spec(self, name, path=None, target=None):\n"
        f"        if name.split('.')[0] in {sorted(m for ms in parts.PARTS.values() for m in ms if m != 'jsonschema')}:\n"
        "            raise ModuleNotFoundError(name=name)\n"
        "sys.meta_path.insert(0, Refuse())\n"
        "from agent.assembly import IN_MEMORY, open_advisor\nfrom agent.service import Service\n"
        "from agent.settings import Settings\nimport asyncio\n"
        "service = Service(open_advisor(Settings(ADVISOR_OFFLINE='true', ADVISOR_EMBEDDING='hashed'), memory=IN_MEMORY))\n"
        "print(asyncio.run(service.ask('split a marketing budget of $2m', conversation='x')).text)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert "$200,000" in done.stdout, done.stderr


def excluded() -> set[str]:
    lines = (ROOT / ".ci/excluded.txt").read_text(encoding="utf-8").splitlines()
    return {line.split("#")[0].strip() for line in lines} - {""}


@pytest.mark.parametrize("lock", ["runtime", "dev"])
def test_the_locks_leave_out_what_is_never_loaded(lock: str) -> None:
    """No lock holds what is excluded, nor what came with it: the client of a model hub and of a cluster."""
    locked = set(re.findall(r"^([\w.-]+)==", (ROOT / f".ci/locks/{lock}.txt").read_text(), re.MULTILINE))
    assert excluded() == {"kubernetes", "onnxruntime", "tokenizers"}
    assert not locked & (excluded() | {"huggingface-hub", "hf-xet"})


def test_an_embedded_store_needs_nothing_that_is_left_out(tmp_path: Path) -> None:
    """Where what the lock leaves out cannot be imported, a store on disk is written, searched, and opened again."""
    code = (
        "import sys, pathlib\n"
        f"for name in {sorted(excluded() | {'huggingface_hub'})}: sys.modules[name] = None\n"
        "from knowledge.embedding import HashedNgramEmbedding\nfrom knowledge.store import ChromaStore, Record\n"
        "at = pathlib.Path(sys.argv[1])\n"
        "rows = [Record('a', 'travel costs', 'h1', dict), Record('b', '差旅上限', 'h2', dict)]\n"
        "store = ChromaStore(at, embedding=HashedNgramEmbedding())\n"
        "print(store.synchronise(rows, version='1').added)\n"
        "again = ChromaStore(at, embedding=HashedNgramEmbedding())\n"
        "print(again.search('差旅', k=1, version='1')[0][0])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stdout.split("\n")[:2] == ["('a', 'b')", "b"], done.stderr


# ---------------------------------------------------------------------------------------- a missing part


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str, str], None]:
    """Makes as if the modules of a part were not installed, where it is needed, for a user of a language."""

    def leave_out(part: str, language: str) -> None:
        real = importlib.util.find_spec
        monkeypatch.setattr(parts, "find_spec", lambda name: None if name in parts.PARTS[part] else real(name))
        monkeypatch.chdir(tmp_path)
        for name, value in {
            "ADVISOR_LANGUAGE": language,
            "ADVISOR_DATA_DIR": str(tmp_path),
            "ADVISOR_DATABASE_URL": "postgresql://localhost/none" if part == "postgres" else "",
            "SLACK_SIGNING_SECRET": "s" if part == "slack" else "",
            "SLACK_BOT_TOKEN": "t" if part == "slack" else "",
        }.items():
            monkeypatch.setenv(name, value)

    return leave_out


COMMANDS = {
    "charts": ["plan", "--budget", "$2000000", "--out", "plan.png"],
    "mcp": ["mcp"],
    "postgres": ["conversations"],
    "slack": ["serve", "--port", "0"],
}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("part", COMMANDS)
def test_a_missing_part_is_named_in_one_sentence(
    part: str, language: str, without: Callable[[str, str], None], capfd: pytest.CaptureFixture[str]
) -> None:
    """A command that needs a part which is not installed says which, in the user's language, and ends with 1."""
    without(part, language)
    assert cli.main(COMMANDS[part]) == 1
    (line,) = capfd.readouterr().err.splitlines()
    assert f"'.[{part}]'" in line
    assert ("需要可选部分" if language == "zh" else "needs the optional part") in line


def test_a_document_that_needs_a_missing_part_is_refused_with_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the part, an Office file is refused for want of it, in both languages, and Markdown is read."""
    for name in list(sys.modules):
        if name.startswith(("knowledge.documents.pdf", "pdfplumber")):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pdfplumber", None)
    refused = str(convert(b"%PDF-1.4", ".pdf")["refused"])
    assert refused == "needs the optional part documents, which is not installed"
    assert "documents" in reason_in(refused, "zh") != refused
    assert "converted" in convert("# 差旅\n\n上限五千元".encode(), ".md")


# --------------------------------------------------------------------------------- the release and its wheel


def releases() -> list[tuple[str, str]]:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    return re.findall(r"^## (\d+\.\d+\.\d+) – (\d{4}-\d\d-\d\d)$", text, re.MULTILINE)


def test_the_version_is_that_of_the_last_release(capsys: Any) -> None:
    """`--version`, the package and the newest dated entry of the changelog name the same version, in order of time."""
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out.split()[-1] == PROJECT["version"] == releases()[0][0]
    assert [day for _, day in releases()] == sorted((day for _, day in releases()), reverse=True)


def test_the_wheel_carries_data_and_types_and_no_tests(tmp_path: Path) -> None:
    """Built offline, the wheel has the typing marks, every data file, the licence and the command, and no test."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.iterdir()
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    info = f"ai_marketing_budget_advisor-{PROJECT['version']}.dist-info"
    tracked = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", *OURS], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.split()
    assert {name for name in tracked if not name.isascii()} | set(tracked) <= names
    assert {f"{top}/py.typed" for top in OURS} | {f"{info}/licenses/LICENSE", f"{info}/entry_points.txt"} <= names
    assert not {name for name in names if name.startswith(("tests", "bench", ".ci"))}


def test_the_image_is_built_of_what_its_file_copies(tmp_path: Path) -> None:
    """What the Dockerfile copies is let through to the builder and is all that the package needs to be built."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    copied = [name for line in re.findall(r"^COPY (.+) \S+$", text, re.MULTILINE) for name in line.split()]
    let_through = set(re.findall(r"^!(\S+)$", (ROOT / ".dockerignore").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(copied) == let_through
    place = tmp_path / "image"
    for name in copied:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, place / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, place / name)
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "wheel")]
    done = subprocess.run(command, cwd=place, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
