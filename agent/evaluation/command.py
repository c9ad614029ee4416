"""``advisor evaluate``: hold the conversations of corpora, print what is right, open and wrong, and keep floors.

Exit code 0 where all bounds are kept, or, where none are given, every judged turn is right; 1 where not, or where a turn
crashed.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from agent.errors import WrongUsage
from agent.evaluation.corpus import Session, Turn, read_corpora
from agent.evaluation.floors import parse_bounds
from agent.evaluation.report import report, tally, to_json
from agent.evaluation.run import Asked, evaluate


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was typed. ``json`` is a file, or ``-`` for standard output; ``failures`` is a number or ``all``."""

    paths: Sequence[Path]
    kinds: Sequence[str] = ()
    languages: Sequence[str] = ()
    failures: str = "5"
    json: str | None = None
    at_least: Sequence[str] = ()
    at_most: Sequence[str] = ()


def run(wanted: Wanted, advisor: Callable[[], Asked], *, progress: Callable[[int, int], None] | None = None) -> int:
    """Evaluate and print; returns the exit code. ``advisor`` is opened when all that was typed can be used.

    Raises :class:`WrongUsage` and :class:`~agent.evaluation.corpus.BrokenCorpus`.
    """
    bounds = [*parse_bounds(wanted.at_least, most=False), *parse_bounds(wanted.at_most, most=True)]
    failures = _failures(wanted.failures)
    if wanted.json is not None and wanted.json.endswith(".jsonl"):
        raise WrongUsage(
            f"--json writes one object, no lines, and not over a corpus: name {wanted.json} .json",
            f"--json 写出一个对象而不是多行，也不会覆盖语料：请把 {wanted.json} 改名为 .json",
        )
    sessions = _chosen(read_corpora(wanted.paths), wanted)
    outcomes = evaluate(advisor(), sessions, progress=progress)
    if wanted.json is not None:
        _write(json.dumps(to_json(outcomes), ensure_ascii=False, indent=1) + "\n", wanted.json)
    if wanted.json != "-":
        for line in report(outcomes, failures=failures):
            print(line)
    counted = tally(outcomes)
    broken = [bound for bound in bounds if not bound.kept(counted)]
    for bound in broken:
        print(bound.told(counted), file=sys.stderr)
    fine = not broken if bounds else counted.right == counted.total
    return 0 if fine and not any(outcome.crash for outcome in outcomes) else 1


def _failures(text: str) -> int | None:
    if text == "all":
        return None
    if not text.isdecimal():
        raise WrongUsage(
            f"--failures takes a number or all, not {text!r}", f"--failures 后面是一个数或 all，不能是 {text!r}"
        )
    return int(text)


def _chosen(sessions: Sequence[Session], wanted: Wanted) -> list[Session]:
    """The sessions in the wanted languages that have a turn to judge; turns of other kinds are asked, not judged."""
    _known("kind", wanted.kinds, {turn.kind for session in sessions for turn in session.turns})
    _known("language", wanted.languages, {session.language for session in sessions})
    if wanted.languages:
        sessions = [session for session in sessions if session.language in wanted.languages]
    if wanted.kinds:
        sessions = [replace(session, turns=_of_kind(session.turns, wanted.kinds)) for session in sessions]
    chosen = [session for session in sessions if session.judged]
    if not chosen:
        raise WrongUsage(
            "there is nothing to judge: no turn that was chosen has an expectation",
            "没有可评的内容：选中的轮次都没有写明预期",
        )
    return chosen


def _of_kind(turns: Sequence[Turn], kinds: Sequence[str]) -> tuple[Turn, ...]:
    return tuple(turn if turn.kind in kinds else replace(turn, expectation=None) for turn in turns)


def _known(what: str, asked: Sequence[str], known: set[str]) -> None:
    if unknown := sorted(set(asked) - known):
        names, there = ", ".join(unknown), ", ".join(sorted(known))
        zh = {"kind": "类别", "language": "语言"}[what]
        raise WrongUsage(f"nothing is of {what} {names}; there are {there}", f"没有{zh} {names}；现有 {there}")


def _write(text: str, out: str) -> None:
    if out == "-":
        print(text, end="")
    else:
        Path(out).write_text(text, encoding="utf-8")
