"""What a check may find: problems that a writer can act on, and the outcome that says what may be shown."""

from __future__ import annotations

from dataclasses import dataclass

#: What each kind of problem tells the writer to do.
MESSAGES: dict[str, str] = {
    "length": "The reply, a sentence or a table row is too long to be checked. Write it shorter.",
    "character": "A character outside Chinese and English writing was used. Write plain text.",
    "markup": "A link, image, web address, HTML or code was used. Write plain text or simple markdown.",
    "language": "A sentence is in another language. Write Chinese or English only.",
    "reference": "A reference cannot be read or is not listed. Use only [[C…]], [[C…:brief]], [[T…]], [[X…]], [[budget]] and [[cite:…]] as listed.",
    "figure": "A figure was typed, in digits or in words. Only statements hold figures.",
    "quantity": "A quantity of money, percent, people or time was put in words. Use a statement, or leave it out.",
    "claim": "A verdict or a comparison of amounts or KPIs was put in words. Use the statement that says it, or leave it out.",
    "number": "A list is not numbered in order. Number it 1, 2, 3.",
    "lead": "Words in front of a statement may change what it says. Let the statement begin the sentence.",
    "behind": "Behind a statement may stand nothing but its end, or “so …”, “because …” (，所以……, ，用于……).",
    "element": "A heading, label or lead-in names another layer, KPI, phase or project than the statement below it.",
    "place": "A table stands on a line of its own; a statement stands in a table's cell only as [[C…:brief]] under its own row's name.",
    "budget": "In front of [[budget]] may stand only “for our”, “of your” (按您的, 关于我们的), behind it a comma.",
    "citation": "A statement brings its own citation; cite another passage in a sentence of its own.",
    "crash": "The reply could not be checked. Write it shorter and plainer.",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a reply was refused: characters ``start`` to ``end`` of it, and a sentence for the writer."""

    kind: str
    start: int
    end: int
    message: str

    @classmethod
    def of(cls, kind: str, start: int, end: int, *, hint: str = "") -> Problem:
        return cls(kind, start, end, f"{MESSAGES[kind]} {hint}".rstrip())


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
