"""Right, open or wrong: what a reply is worth against what was expected.

*Right* shows all that it must. *Open* does not, but says so: it really asks, with a question mark, or it answers partly
and names the words that it did not use. *Wrong* is the rest, and whatever shows something forbidden: silence about a
misreading is the fault that this measures.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from agent.evaluation.corpus import Expectation
from agent.evaluation.scoring import FORBIDDEN, Problem, judge
from agent.replies import Answered


class Result(StrEnum):
    """How a turn went."""

    RIGHT = "right"
    OPEN = "open"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered and what the answer says of itself.

    ``outcome`` is ``answered``, ``asked`` or ``partly``; ``unread`` are the spans of the message that were not used.
    """

    text: str
    outcome: str = "answered"
    unread: tuple[str, ...] = ()
    mode: str = "none"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A result with what was found missing; ``asked`` tells that a question was as good as the answer."""

    result: Result
    problems: tuple[Problem, ...] = ()
    asked: bool = False


def answer_of(reply: Answered) -> Answer:
    """What a reply says of itself."""
    return Answer(reply.text, reply.outcome or "answered", tuple(u.text for u in reply.unread), reply.mode)


def decide(expectation: Expectation, answer: Answer) -> Verdict:
    """The verdict on ``answer``."""
    problems = tuple(judge(expectation, answer.text))
    if not problems:
        return Verdict(Result.RIGHT)
    if not _open(answer, problems):
        return Verdict(Result.WRONG, problems)
    if expectation.or_asks:
        return Verdict(Result.RIGHT, asked=True)
    return Verdict(Result.OPEN, problems)


def _open(answer: Answer, problems: Sequence[Problem]) -> bool:
    if any(problem.check == FORBIDDEN for problem in problems):
        return False
    if answer.outcome == "asked":
        return re.search("[?？]", answer.text) is not None
    return answer.outcome == "partly" and bool(answer.unread)
