"""What follows a refusal: the reply is asked for once more, naming what failed; a second refusal is final.

Pure policy over a check. Who asks, and what is told instead, is left to the caller.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from agent.grounding.verdict import Problem, Verdict

#: Problems that are a figure's; the rest are of form.
FIGURES = frozenset(
    (
        "numeral",
        "ambiguous",
        "comparator",
        "entity",
        "day",
        "period",
        "adjacent",
        "direction",
        "comparison",
        "arithmetic",
    )
)
_MOST_NAMED = 4
_EXCERPT = 60


class Refused(Exception):
    """The second reply failed too; there is no third."""

    def __init__(self, attempts: Attempts) -> None:
        self.attempts = attempts
        super().__init__("no reply passed the check")


@dataclass(slots=True)
class Attempts:
    """The replies of one turn, judged one after the other."""

    check: Callable[[str], Verdict]
    verdict: Verdict | None = None
    raw: str = ""
    refused: int = 0
    kinds: tuple[str, ...] = ()
    failed: int = 0

    def judge(self, text: str) -> str | None:
        """Judge a reply: ``None`` when it passed, else what to tell the writer. Raises :class:`Refused`."""
        verdict = self.check(text)
        if verdict.ok:
            self.verdict, self.raw = verdict, text
            return None
        self.failed += 1
        codes = [problem.code for problem in verdict.problems if problem.code in FIGURES]
        self.refused += len(codes)
        self.kinds = tuple(dict.fromkeys((*self.kinds, *codes)))
        if self.failed > 1:
            raise Refused(self)
        return complaint(text, verdict.problems)


def complaint(text: str, problems: tuple[Problem, ...]) -> str:
    """What failed, for whoever wrote ``text``: each message once, with the words that it is about."""
    lines: dict[str, list[str]] = {}
    for problem in problems:
        words = " ".join(text[max(0, problem.start - 8) : problem.end + 8].split())[:_EXCERPT]
        excerpts = lines.setdefault(problem.message, [])
        if words and words not in excerpts and len(excerpts) < _MOST_NAMED:
            excerpts.append(words)
    told = [
        f"- {message} ({'; '.join(excerpts)})" if excerpts else f"- {message}" for message, excerpts in lines.items()
    ]
    return "\n".join(["That reply was not shown. Write the whole reply again:", *told])
