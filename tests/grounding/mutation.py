"""Breaks the gate in small ways and tells which of them no test notices: ``python3 -m tests.grounding.mutation [--sample N] [--seed N]``.

A mutant is one change of one place of ``agent/grounding``: a comparison, a number, a condition, a result or a statement of the code, or a rule of the lexicon left out.
Each of a random sample is put in place of the module as it is imported, in a process of its own, and the tests of the gate are run until one fails. Those in ``EXPLAINED``
change nothing that can be seen, and say why.
"""

from __future__ import annotations

import argparse
import ast
import copy
import importlib.abc
import importlib.util
import random
import resource
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "agent" / "grounding"
TESTS = (
    *(f"tests/grounding/test_gate{name}.py" for name in ("", "_promises", "_edges", "_streaming", "_hostile", "_cost")),
    "tests/grounding/test_first_sight.py",
)
#: Of processor time: a mutant that loops is killed, a busy machine kills none.
SECONDS = 90
#: Parts of mutants' names that change nothing that can be seen, and why.
EXPLAINED: dict[str, str] = {
    "without {'figure': '\\\\b(?:every|each)<J><small><J><time>'}": "a rule below finds the same",
    "without {'figure': '\\\\bone<J>(?!first|second)<ordinals>'}": "a rule below finds the same",
    "without {'figure': '<S>'}": "a rule below finds the same",
    "without {'figure': '第<digits>+'}": "a rule below finds the same",
    "self._longest + 1": "the longest words of the list are made of shorter ones",
    "len(unit.problems) >= MAX_PROBLEMS": "what is beyond is left out later",
    "match.end() if match[3] or match[4] or self.heading else len(match[1])": "without a number nothing is matched behind it",
    "stop if final else None": "what is left at the end is the last unit",
    "if state.line_start and row is state.row": "the same state, made anew",
    "None if state.line_start and ends_line else state.row": "a row ends its line",
    "text.isascii() and text.isdigit()": "digits of other scripts are refused before",
    "ways[0] if len(ways) == 1": "brackets around one way",
    "len(text) <= _LABEL": "one character more or less is no promise",
    "at + len(_CITED)": "one character more is waited for",
    "close if close >= 0 else at + _REFERENCE": "the last character alone is left out",
    "char.isascii() and char.isalnum()": "no name of the data begins or ends with another ASCII sign",
    "'k < key' -> 'k <= key'": "the same list's number is put behind it, and the last one counts",
    "'800' -> '801'": "the tests take the cap from the module",
    "kind not in _OWN": "no statement holds the words of a claim, so that its hint is the same",
}
_SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.And: ast.Or, ast.Or: ast.And, ast.Add: ast.Sub, ast.Sub: ast.Add,
}  # fmt: skip


def _changed(node: ast.AST) -> Iterator[ast.AST | None]:
    """What may stand in place of ``node``; ``None`` leaves a statement out."""
    if isinstance(node, ast.Compare):
        yield ast.Compare(node.left, [_SWAPS[type(node.ops[0])](), *node.ops[1:]], node.comparators)  # type: ignore[list-item]
    elif isinstance(node, ast.BoolOp):
        yield ast.BoolOp(_SWAPS[type(node.op)](), node.values)  # type: ignore[arg-type]
        yield node.values[0]
    elif isinstance(node, ast.BinOp) and type(node.op) in (ast.Add, ast.Sub):
        yield ast.BinOp(node.left, _SWAPS[type(node.op)](), node.right)  # type: ignore[arg-type]
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node.operand
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, int):
        yield ast.Constant(node.value + 1)
    elif isinstance(node, ast.IfExp):
        yield node.body
        yield node.orelse
    elif isinstance(node, ast.If):
        yield ast.If(ast.Constant(False), node.body, node.orelse)
    elif isinstance(node, ast.Return) and node.value is not None and not isinstance(node.value, ast.Constant):
        yield ast.Return(ast.Constant(None))
    elif isinstance(node, ast.AugAssign) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)):
        yield None


def _places(tree: ast.Module) -> Iterator[tuple[tuple[str, ...], ast.AST, ast.AST | None]]:
    """Each change by its place: the way to the node, the node and what takes its place."""

    def walk(node: ast.AST, way: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], ast.AST, ast.AST | None]]:
        for name, value in ast.iter_fields(node):
            if name in ("annotation", "returns", "decorator_list"):
                continue
            for n, child in enumerate(value if isinstance(value, list) else [value]):
                if isinstance(child, ast.AST):
                    here = (*way, f"{name}.{n}")
                    yield from ((here, child, new) for new in _changed(child))
                    yield from walk(child, here)

    yield from walk(tree, ())


def _put(tree: ast.Module, way: Sequence[str], new: ast.AST | None) -> ast.Module:
    """A copy of ``tree`` with ``new`` at the end of ``way``."""
    tree = copy.deepcopy(tree)
    node: Any = tree
    for step in way[:-1]:
        name, n = step.split(".")
        value = getattr(node, name)
        node = value[int(n)] if isinstance(value, list) else value
    name, n = way[-1].split(".")
    put = new or ast.Pass()
    if isinstance(getattr(node, name), list):
        getattr(node, name)[int(n)] = put
    else:
        setattr(node, name, put)
    return ast.fix_missing_locations(tree)


def mutants() -> list[str]:
    """The names of all mutants: module, line, number, and what is changed into what."""
    names = []
    for path in sorted(PACKAGE.glob("*.py")):
        for number, (_, old, new) in enumerate(_places(ast.parse(path.read_text(encoding="utf-8")))):
            into = ast.unparse(new) if new else "nothing"
            names.append(f"{path.stem}:{getattr(old, 'lineno', 0)}:{number} {ast.unparse(old)[:70]!r} -> {into[:70]!r}")
    for language in ("en", "zh"):
        names += [f"lexicon:{language}:{n} without {rule}" for n, rule in enumerate(_rules(language))]
    return names


def _rules(language: str) -> list[dict[str, str]]:
    from agent.grounding.words import lexicon

    data = lexicon(language).data
    return [rule for part in ("rules", "claims") for group in data[part] for rule in group["do"]]


class Mutated(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports one module with one change in it."""

    def __init__(self, module: str, number: int) -> None:
        self.name, self.number = f"agent.grounding.{module}", number
        self.path = PACKAGE / f"{module}.py"

    def find_spec(self, name: str, path: object, target: object = None) -> importlib.machinery.ModuleSpec | None:
        return importlib.util.spec_from_loader(name, self) if name == self.name else None

    def exec_module(self, module: ModuleType) -> None:
        tree = ast.parse(self.path.read_text(encoding="utf-8"))
        way, _, new = list(_places(tree))[self.number]
        exec(compile(_put(tree, way, new), str(self.path), "exec"), module.__dict__)


def _run_one(name: str) -> int:
    """Run the tests with one mutant in place; the result of pytest."""
    import pytest

    module, place, number = name.split(" ", maxsplit=1)[0].split(":")
    if module == "lexicon":
        _rules(place)[int(number)].update({next(iter(_rules(place)[int(number)])): "(?!)"})
    else:
        sys.meta_path.insert(0, Mutated(module, int(number)))
    options = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:randomly", "--no-header", "-n0"]
    return int(pytest.main([*options, *TESTS]))


def _killed(name: str) -> tuple[str, bool]:
    command = [sys.executable, "-m", "tests.grounding.mutation", "--one", name]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    done = subprocess.run(command, check=False, cwd=ROOT, **quiet)  # type: ignore[call-overload]
    print(f"{'killed' if done.returncode else 'ALIVE'}: {name}", flush=True)
    return name, done.returncode != 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--at-once", type=int, default=2)
    parser.add_argument("--one", default="")
    options = parser.parse_args()
    if options.one:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        raise SystemExit(_run_one(options.one))
    every = mutants()
    sample = random.Random(options.seed).sample(every, min(options.sample, len(every)))
    with ThreadPoolExecutor(options.at_once) as pool:
        results = list(pool.map(_killed, sample))
    alive = [name for name, killed in results if not killed]
    explained = {name: why for name in alive for part, why in EXPLAINED.items() if part in name}
    for name in alive:
        print(f"{'explained' if name in explained else 'OPEN'}: {name} {explained.get(name, '')}")
    print(
        f"{len(every)} mutants, sample of {len(sample)}: {len(sample) - len(alive)} killed, {len(explained)} explained, {len(alive) - len(explained)} open"
    )


if __name__ == "__main__":
    main()
