"""What a check may find: problems that a writer can act on, and the outcome that says what may be shown."""

from __future__ import annotations

from dataclasses import dataclass

from agent.grounding.words import lexicon
from tools.tongues import chinese

#: A writer can act on this many; hostile text has thousands.
MAX_PROBLEMS = 8


def told(kind: str, language: str) -> str:
    """What a kind of problem tells the writer of a reply, or its ``opening``."""
    return str(lexicon("problems.zh" if chinese(language) else "problems").data[kind])


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a reply was refused: characters ``start`` to ``end`` of it, and a ``hint`` for the writer."""

    kind: str
    start: int
    end: int
    hint: str = ""

    def told(self, language: str) -> str:
        """The sentence for the writer in ``language``."""
        return f"{told(self.kind, language)} {self.hint}".rstrip()


@dataclass(frozen=True, slots=True)
class Span:
    """Characters ``start`` to ``end`` of the printed text show the fact ``fact`` in the statement or table ``reference``."""

    start: int
    end: int
    fact: str
    reference: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of a check. ``text`` is what is shown, empty unless ``ok``; ``cited`` are the passages behind [1], [2] … in order."""

    ok: bool
    text: str = ""
    problems: tuple[Problem, ...] = ()
    spans: tuple[Span, ...] = ()
    cited: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    references: tuple[str, ...] = ()

    @classmethod
    def refused(cls, *problems: Problem) -> Outcome:
        return cls(ok=False, problems=problems)
