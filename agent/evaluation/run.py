"""Asking the conversations of a corpus and judging every turn of which something is expected."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from agent.evaluation.corpus import Session, Turn
from agent.evaluation.scoring import Problem
from agent.evaluation.verdicts import Answer, Result, Verdict, answer_of, decide
from agent.replies import Answered

log = logging.getLogger(__name__)


class Asked(Protocol):
    """What is asked: an advisor."""

    async def ask(self, message: str, *, conversation: str) -> Answered: ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """A turn with its answer; ``verdict`` is ``None`` where nothing is expected. ``number`` counts from one."""

    session: Session
    number: int
    answer: Answer
    verdict: Verdict | None
    seconds: float
    crash: str | None = None

    @property
    def turn(self) -> Turn:
        return self.session.turns[self.number - 1]

    @property
    def position(self) -> str:
        """Where in the conversation the turn stands: early, in the middle or late, in numbers of turns."""
        return "1-5" if self.number <= 5 else "6-15" if self.number <= 15 else "16+"

    def to_json(self) -> dict[str, Any]:
        session, turn, verdict = self.session, self.turn, self.verdict
        return {
            "set": session.corpus,
            "id": session.id,
            "turn": self.number,
            "position": self.position,
            "kind": turn.kind,
            "lang": session.language,
            "speaker": turn.speaker,
            "text": turn.text,
            "reply": self.answer.text,
            "outcome": self.answer.outcome,
            "unread": list(self.answer.unread),
            "mode": self.answer.mode,
            "seconds": round(self.seconds, 4),
            "result": verdict.result.value if verdict else None,
            "asked": bool(verdict and verdict.asked),
            "problems": [str(problem) for problem in verdict.problems] if verdict else [],
            "crash": self.crash,
            "note": turn.expectation.note if turn.expectation else "",
        }


def evaluate(
    advisor: Asked, sessions: Sequence[Session], *, progress: Callable[[int, int], None] | None = None
) -> list[Outcome]:
    """Hold every session as a conversation of its own, from its first message to its last."""
    outcomes: list[Outcome] = []
    with asyncio.Runner() as runner:
        for done, session in enumerate(sessions, 1):
            outcomes += [runner.run(_ask(advisor, session, number)) for number in range(1, len(session.turns) + 1)]
            if progress:
                progress(done, len(sessions))
    return outcomes


async def _ask(advisor: Asked, session: Session, number: int) -> Outcome:
    turn = session.turns[number - 1]
    begin = time.perf_counter()
    try:
        reply = await advisor.ask(turn.text, conversation=f"evaluation/{session.corpus}/{session.id}")
    except Exception as error:  # a crash is a wrong turn, and the others are still to be asked
        log.exception("%s, turn %d of %s", session.corpus, number, session.id)
        crash = f"{type(error).__name__}: {error}"
        verdict = Verdict(Result.WRONG, (Problem("crash", crash),)) if turn.expectation else None
        return Outcome(session, number, Answer(""), verdict, time.perf_counter() - begin, crash)
    seconds, answer = time.perf_counter() - begin, answer_of(reply)
    return Outcome(session, number, answer, decide(turn.expectation, answer) if turn.expectation else None, seconds)
