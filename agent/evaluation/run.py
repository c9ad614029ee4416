"""Running a question set against an advisor, and the report of it: per kind, per language, in total."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from agent.advisor import Advisor
from agent.evaluation.questions import Question
from agent.evaluation.scoring import Problem, judge

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A question with the last reply, what is wrong with it, and how long that turn took."""

    question: Question
    reply: str
    mode: str
    problems: tuple[Problem, ...]
    seconds: float

    @property
    def passed(self) -> bool:
        return not self.problems

    def to_json(self) -> dict[str, Any]:
        q = self.question
        return {
            "id": q.id,
            "kind": q.kind,
            "lang": q.language,
            "pass": self.passed,
            "problems": [str(problem) for problem in self.problems],
            "turns": list(q.turns),
            "reply": self.reply,
            "mode": self.mode,
            "seconds": round(self.seconds, 4),
        }


def evaluate(
    advisor: Advisor, questions: Sequence[Question], *, progress: Callable[[int, int], None] | None = None
) -> list[Outcome]:
    """Ask every question in a conversation of its own and judge the last reply."""
    outcomes: list[Outcome] = []
    with asyncio.Runner() as runner:
        for question in questions:
            outcomes.append(runner.run(_ask(advisor, question)))
            if progress:
                progress(len(outcomes), len(questions))
    return outcomes


async def _ask(advisor: Advisor, question: Question) -> Outcome:
    name = f"evaluation/{question.id}"
    begin = time.perf_counter()
    try:
        for turn in question.turns[:-1]:
            await advisor.ask(turn, conversation=name)
        begin = time.perf_counter()
        reply = await advisor.ask(question.turns[-1], conversation=name)
    except Exception as error:  # a crash is a failed question, and the others are still to be asked
        log.exception("%s", question.id)
        crash = Problem("crash", f"{type(error).__name__}: {error}")
        return Outcome(question, "", "none", (crash,), time.perf_counter() - begin)
    seconds = time.perf_counter() - begin
    return Outcome(question, reply.text, reply.mode, tuple(judge(question, reply.text)), seconds)


# -- the report --------------------------------------------------------------------------------------------------------


def report(outcomes: Sequence[Outcome], *, verbose: bool = False) -> Iterator[str]:
    """The report in lines: tables, then every failure; ``verbose`` adds the replies that pass."""
    yield from _table("kind", ((o.question.kind, o) for o in outcomes))
    yield from _table("language", ((o.question.language, o) for o in outcomes))
    yield from _table("turns", (("several" if len(o.question.turns) > 1 else "one", o) for o in outcomes))
    yield _row("all", sum(o.passed for o in outcomes), len(outcomes))
    times = sorted(o.seconds for o in outcomes)
    yield f"last turn: median {_at(times, 50):.1f} ms, 95% within {_at(times, 95):.1f} ms"
    failed = Counter(check for o in outcomes for check in {problem.check for problem in o.problems})
    if failed:
        yield "failed checks: " + ", ".join(f"{check} {count}" for check, count in failed.most_common())
    for outcome in outcomes:
        if verbose or not outcome.passed:
            yield from _told(outcome)


def _table(title: str, groups: Iterable[tuple[str, Outcome]]) -> Iterator[str]:
    found: dict[str, list[bool]] = {}
    for group, outcome in groups:
        found.setdefault(group, []).append(outcome.passed)
    yield f"{title:<14} passed     of"
    yield from (_row(group, sum(passed), len(passed)) for group, passed in sorted(found.items()))
    yield ""


def _row(name: str, passed: int, total: int) -> str:
    return f"{name:<14} {passed:>6} {total:>6} {100 * passed / total:>7.1f}%"


def _at(ordered: Sequence[float], percentile: int) -> float:
    return 1000 * ordered[min(len(ordered) - 1, len(ordered) * percentile // 100)]


def _told(outcome: Outcome) -> Iterator[str]:
    question = outcome.question
    yield ""
    mark = "pass" if outcome.passed else "FAIL"
    yield f"{mark} {question.id} [{question.kind}, {question.language}] {' >> '.join(question.turns)}"
    yield from (f"    - {problem}" for problem in outcome.problems)
    yield from (f"    | {line}" for line in outcome.reply.splitlines())
