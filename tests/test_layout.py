"""The project's shape: what lies at the top, who may import whom, and what no tracked file may name."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

TOP_LEVEL = {
    "SECURITY.md",
    "CHANGELOG.md",
    "Dockerfile",
    "LICENSE",
    "README.md",
    "README.zh-CN.md",
    "agent",
    "bench",
    "docker-compose.yml",
    "docs",
    "knowledge",
    "pyproject.toml",
    "tests",
    "tools",
}

# Each may import itself and what stands before it.
LAYERS = ("tools", "knowledge", "agent", "agent.channels", "agent.commands", "agent.cli")
PACKAGES = ("tools", "knowledge", "agent")
# The command's other doors are as high as the command.
AS_HIGH_AS_THE_CLI = ("agent.__main__",)

# What a channel may know of the program besides itself: the service, what it gives back, and how it is opened and stored.
# How a message is read, planned, checked and remembered is none of its business.
CHANNELS_KNOW = (
    "tools.tongues",
    "agent.channels", "agent.service", "agent.replies", "agent.explaining", "agent.words", "agent.calculators", "agent.feedback",
    "agent.errors", "agent.settings", "agent.assembly", "agent.database", "agent.delivery", "agent.migrations", "agent.limits",
    "agent.usage", "agent.private", "knowledge.parts", "knowledge.errors", "tools.errors",
    "agent.keeping", "agent.panels", "agent.documents", "agent.page",
)  # fmt: skip

# The standard library's ways out of a computation: files, processes, network, clocks, chance.
# Everything outside the standard library is closed to `tools` anyway.
IMPURE = frozenset(
    "asyncio builtins ctypes fcntl fileinput ftplib getpass glob http imaplib importlib io logging mmap "
    "multiprocessing os pathlib pickle platform poplib random secrets select selectors shelve shutil signal smtplib "
    "socket socketserver sqlite3 ssl subprocess sys tempfile threading time urllib uuid webbrowser".split()
)
LOADING = {"importlib", "pkgutil"}  # what finds the folders of languages
IMPURE_CALLS = frozenset({"open", "print", "input", "exec", "eval", "breakpoint", "__import__"})

# A registry's address, an option that names one, a path of one machine.
REGISTRY = re.compile(
    r"\b(?:pypi|pythonhosted|npmjs|conda)\.[a-z]"
    r"|https?://[^\s\"'<>]*/(?:simple(?:/|\b)|packages/)"
    r"|--(?:extra-)?index[-_]url|--find[-_]links|\bPIP_(?:EXTRA_)?INDEX",
    re.IGNORECASE,
)
MACHINE_PATH = re.compile(r"(?:^|[^\w.~-])/(?:work|root|farm|home|Users|mnt)/[\w.]", re.MULTILINE)
# An image has one known layout, so its own paths belong to no one's machine.
IMAGE_FILES = ("Dockerfile", "docker-compose.yml")


@cache
def project_files() -> tuple[str, ...]:
    """Tracked files and those about to be, relative to the top."""
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    return tuple(name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file())


def modules() -> list[str]:
    return [name for name in project_files() if name.endswith(".py") and name.split("/")[0] in PACKAGES]


def module_name(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def height(module: str) -> int | None:
    """The module's place in LAYERS; None for what is not ours."""
    if module in AS_HIGH_AS_THE_CLI:
        return len(LAYERS) - 1
    fitting = [i for i, layer in enumerate(LAYERS) if module == layer or module.startswith(layer + ".")]
    return max(fitting, default=None)


def imports(tree: ast.AST, *, package: str) -> set[str]:
    """Every module that the code names in an import, wherever it stands, lazily or for types only."""
    found: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                found |= {alias.name for alias in names}
            case ast.ImportFrom(module=module, names=names, level=level):
                parts = package.split(".")[: len(package.split(".")) - level + 1] if level else []
                base = ".".join([*parts, *([module] if module else [])])
                found |= {base, *(f"{base}.{alias.name}" for alias in names)}
            case ast.Call(
                func=ast.Name(id="import_module" | "__import__") | ast.Attribute(attr="import_module"),
                args=[ast.Constant(value=str(named)), *_],
            ):
                found.add(named)
    return found


def imports_of(path: str) -> set[str]:
    module = module_name(path)
    package = module if path.endswith("__init__.py") else module.rpartition(".")[0]
    return imports(ast.parse((ROOT / path).read_text(encoding="utf-8")), package=package)


def pointing_back(module: str, imported: set[str]) -> set[str]:
    own = height(module)
    assert own is not None
    if module == "agent":  # the package's own file is loaded by every layer above it
        return {name for name in imported if name.startswith("agent.")}
    return {name for name in imported if (level := height(name)) is not None and level > own}


def beyond_the_service(imported: set[str]) -> set[str]:
    """What a channel imports of the program that it should not know."""
    own = {name for name in imported if name.split(".")[0] in PACKAGES and name not in PACKAGES}
    return {name for name in own if not any(name == known or name.startswith(known + ".") for known in CHANNELS_KNOW)}


def circles(graph: dict[str, set[str]]) -> set[str]:
    """The modules that import themselves by way of others."""

    def reached(start: str) -> set[str]:
        found: set[str] = set()
        waiting = list(graph[start])
        while waiting:
            name = waiting.pop()
            if name in graph and name not in found:
                found.add(name)
                waiting += graph[name]
        return found

    return {name for name in graph if name in reached(name)}


def impure(imported: set[str]) -> set[str]:
    tops = {name.split(".")[0] for name in imported}
    return {top for top in tops if top != "tools" and (top in IMPURE or top not in sys.stdlib_module_names)}


def test_top_level_holds_only_what_the_design_names() -> None:
    """A file or folder at the top is either named by the design or a dot file."""
    tops = {name.split("/")[0] for name in project_files()}

    assert {top for top in tops if not top.startswith(".")} <= TOP_LEVEL


def test_tests_are_no_packages() -> None:
    """No folder of tests is a package, which would shadow the package of the same name."""
    assert not [name for name in project_files() if fnmatch(name, "tests/*__init__.py")]


@pytest.mark.parametrize("path", modules())
def test_imports_point_downwards(path: str) -> None:
    """A module imports its own layer and those below: tools, knowledge, agent, channels, command line."""
    assert not pointing_back(module_name(path), imports_of(path))


@pytest.mark.parametrize("path", [path for path in modules() if path.startswith("agent/channels/")])
def test_a_channel_knows_the_service_and_nothing_behind_it(path: str) -> None:
    """A channel translates: of the program it imports the service, its replies, and what opens and stores."""
    assert not beyond_the_service(imports_of(path))


#: What the packages of the middle may import of the agent: themselves, and these.
MIDDLE = {
    "agent.understanding": ("agent.answers.context", "agent.answers.registry", "agent.dialogue", "agent.language"),
    "agent.dialogue": (),
    "agent.answers": ("agent.dialogue", "agent.given"),
    "agent.grounding": ("agent.answers.book", "agent.answers.model"),
}


def beyond_the_middle(package: str, imported: set[str]) -> set[str]:
    """What a package of the middle imports of the agent that it should not know."""
    known = (package, *MIDDLE[package])
    own = {name for name in imported if name.startswith("agent.")}
    return {name for name in own if not any(name == k or name.startswith(f"{k}.") for k in known)} - {
        k.rpartition(".")[0] for k in known
    }


@pytest.mark.parametrize("path", [p for p in modules() if module_name(p).startswith(tuple(f"{m}." for m in MIDDLE))])
def test_the_middle_knows_no_channel_and_no_advisor(path: str) -> None:
    """Reading, state, answers and gate know those below them, and nothing of who calls them."""
    package = ".".join(module_name(path).split(".")[:2])
    assert beyond_the_middle(package, imports_of(path)) == set()


def test_an_import_out_of_the_middle_is_found() -> None:
    """The gate may know what a statement is, not the advisor nor the answers to goals."""
    found = beyond_the_middle("agent.grounding", {"agent.answers.model", "agent.advisor", "agent.answers.money"})
    assert found == {"agent.advisor", "agent.answers.money"}
    assert beyond_the_middle("agent.dialogue", {"agent.dialogue.state", "tools.facts"}) == set()


def test_no_channels_or_commands_import_each_other_in_a_circle() -> None:
    """Modules of channels and commands can be read one after the other."""
    own = {module_name(path): path for path in modules() if path.startswith(("agent/channels/", "agent/commands/"))}

    assert not circles({name: imports_of(path) for name, path in own.items()})


@pytest.mark.parametrize("path", modules())
def test_product_does_not_import_its_tests(path: str) -> None:
    """Nothing that ships needs the tests, the benchmarks or a test library."""
    tops = {name.split(".")[0] for name in imports_of(path)}

    assert not tops & {"tests", "bench", "pytest", "_pytest", "hypothesis"}


@pytest.mark.parametrize("path", [path for path in modules() if path.startswith("tools/")])
def test_tools_reach_nothing_outside_the_computation(path: str) -> None:
    """The tools import only themselves and pure standard library, and neither read, print nor evaluate."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    called = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}

    assert not impure(imports_of(path)) - (LOADING if path == "tools/tongues/__init__.py" else set())
    assert not called & IMPURE_CALLS


def test_agent_package_imports_nothing() -> None:
    """`agent/__init__.py` is free of imports, since it runs before anything is installed."""
    assert imports_of("agent/__init__.py") <= {"__future__", "__future__.annotations"}


@pytest.mark.parametrize("path", ["agent/bootstrap.py", "agent/installing.py"])
def test_the_setup_needs_only_the_standard_library(path: str) -> None:
    """The setup runs on a bare Python, so it imports nothing that it has yet to install."""
    ours = re.compile(r"agent(\.(bootstrap|installing)(\.\w+)?)?")
    foreign = [name for name in imports_of(path) if name.split(".")[0] not in sys.stdlib_module_names]

    assert not [name for name in foreign if not ours.fullmatch(name)]


@pytest.mark.parametrize("pattern", [REGISTRY, MACHINE_PATH], ids=["registry", "machine path"])
def test_no_file_names_a_registry_or_a_machine(pattern: re.Pattern[str]) -> None:
    """No file of the project names a package registry or a path that exists on one machine only."""
    hits = []
    for name in project_files():
        if pattern is MACHINE_PATH and name in IMAGE_FILES:
            continue
        text = (ROOT / name).read_bytes().decode("utf-8", errors="replace")
        hits += [f"{name}:{text.count(chr(10), 0, hit.start()) + 1}: {hit.group()}" for hit in pattern.finditer(text)]

    assert not hits


# ------------------------------------------------------------------ the checks above can fail


@pytest.mark.parametrize(
    ("path", "code", "back"),
    [
        ("tools/money.py", "from knowledge.store import Store", {"knowledge.store", "knowledge.store.Store"}),
        ("tools/money.py", "def f():\n    import agent.advisor", {"agent.advisor"}),
        ("knowledge/store.py", "from agent import settings", {"agent", "agent.settings"}),
        ("agent/advisor.py", "from agent import channels", {"agent.channels"}),
        ("agent/advisor.py", "importlib.import_module('agent.cli')", {"agent.cli"}),
        ("agent/channels/batch.py", "from ..cli import main", {"agent.cli", "agent.cli.main"}),
        ("agent/channels/batch.py", "from agent.commands import plan", {"agent.commands", "agent.commands.plan"}),
        ("agent/commands/plan.py", "from agent.channels.batch import run", set()),
        ("agent/__init__.py", "from agent import advisor", {"agent.advisor"}),
        ("agent/channels/batch.py", "from agent.advisor import Advisor", set()),
        ("agent/__main__.py", "from agent.cli import main", set()),
        ("agent/advisor.py", "from toolset import agents", set()),
    ],
)
def test_an_import_against_the_direction_is_found(path: str, code: str, back: set[str]) -> None:
    """Whatever its form, an import that points back is named, and no other."""
    module = module_name(path)
    package = module if path.endswith("__init__.py") else module.rpartition(".")[0]

    assert pointing_back(module, imports(ast.parse(code), package=package)) == back


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("from agent.service import Service", set()),
        ("from agent.replies.model import Reply", set()),
        ("from agent import errors", set()),
        ("import asyncio, starlette", set()),
        ("def f():\n    from agent.memory import Conversation", {"agent.memory", "agent.memory.Conversation"}),
        ("from agent import planning", {"agent.planning"}),
        ("import knowledge.library", {"knowledge.library"}),
        ("from tools.facts import Fact", {"tools.facts", "tools.facts.Fact"}),
        ("from agent.services import x", {"agent.services", "agent.services.x"}),
    ],
)
def test_what_a_channel_should_not_know_is_found(code: str, found: set[str]) -> None:
    """An internal is named wherever the import stands, and what a channel may know is not."""
    assert beyond_the_service(imports(ast.parse(code), package="agent.channels")) == found


def test_a_circle_is_found() -> None:
    """Modules that lead back to themselves are named, those that only lead there are not."""
    assert circles({"a": {"b"}, "b": {"c", "json"}, "c": {"b"}, "d": {"a"}}) == {"b", "c"}


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("from decimal import Decimal", set()),
        ("import tools.money", set()),
        ("import langchain_core.tools", {"langchain_core"}),
        ("from pathlib import Path", {"pathlib"}),
        ("import chromadb, os.path", {"chromadb", "os"}),
    ],
)
def test_an_impure_import_is_found(code: str, found: set[str]) -> None:
    """A way out of the computation is named, and nothing else is."""
    assert impure(imports(ast.parse(code), package="tools")) == found


@pytest.mark.parametrize(
    ("pattern", "text", "hit"),
    [
        (REGISTRY, "--index-" + "url x", True),
        (REGISTRY, "https://example.org/" + "simple/", True),
        (REGISTRY, "https://PyPI." + "org/project/x", True),
        (REGISTRY, "--no-emit-index-" + "url", False),
        (REGISTRY, "https://example.org/simplest", False),
        (MACHINE_PATH, "see /home" + "/someone/x", True),
        (MACHINE_PATH, '"/root' + '/.cache"', True),
        (MACHINE_PATH, "#!/usr/bin/env bash", False),
        (MACHINE_PATH, "docs/home/index.md", False),
    ],
)
def test_a_forbidden_name_is_found(pattern: re.Pattern[str], text: str, hit: bool) -> None:
    """A registry or a machine's path is recognised, and its harmless neighbours are not."""
    assert bool(pattern.search(text)) is hit
