"""The gate: no reply is shown unless every figure in it is a fact of the ledger, said of what it belongs to.

It fails closed. What is checked is the canonical text, and the canonical text is what is shown. What to do about a
refusal is the business of the caller.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from functools import lru_cache

from agent.grounding import numerals, units
from agent.grounding.binding import Names, Vocabulary
from agent.grounding.numerals import Glossary
from agent.grounding.render import PassageText
from agent.grounding.session import Session
from agent.grounding.state import State
from agent.grounding.verdict import Problem, Verdict
from tools.facts import Ledger

MAX_LENGTH = 12_000
MAX_UNITS = 400
MAX_SECONDS = 2.0
#: A model can act on this many; hostile text has thousands.
MAX_PROBLEMS = 8


_Entries = tuple[tuple[str, tuple[tuple[str, ...], tuple[str, ...]]], ...]


@lru_cache(maxsize=4)
def _names(entries: _Entries) -> Names:
    return Names(dict(entries))


@lru_cache(maxsize=4)
def _glossary(entries: _Entries, wordings: tuple[str, ...]) -> Glossary:
    """Made once for a vocabulary: it costs more than checking a reply does."""
    return Glossary.of(dict(entries), wordings)


class Gate:
    """Checks replies against one ledger, in one language.

    ``vocabulary`` has the names of what figures are about; ``wordings`` are further phrases of the framework that may hold a
    number word and are then let through word for word.
    """

    def __init__(
        self,
        ledger: Ledger,
        *,
        language: str,
        vocabulary: Vocabulary,
        passages: Mapping[str, PassageText],
        wordings: tuple[str, ...] = (),
        max_seconds: float = MAX_SECONDS,
    ) -> None:
        if language not in ("zh", "en"):
            raise ValueError(f"replies are in zh or en, not {language!r}")
        self.max_seconds = max_seconds
        entries = tuple((concept, (tuple(zh), tuple(en))) for concept, (zh, en) in vocabulary.items())
        self.session = Session.of(
            ledger,
            language=language,
            names=_names(entries),
            glossary=_glossary(entries, wordings),
            passages=passages,
        )

    def check(self, text: str) -> Verdict:
        """The verdict on ``text``; a fault of the gate itself is a refusal too."""
        try:
            return self._check(text)
        except Exception:  # noqa: BLE001 - whatever fails here, the reply is withheld
            return Verdict(ok=False, text="", problems=(Problem.of("crash", 0, len(text)),))

    def _check(self, text: str) -> Verdict:
        if len(text) > MAX_LENGTH:
            return Verdict(ok=False, text="", problems=(Problem.of("too_long", 0, len(text)),))
        text = numerals.plain_width(text)
        deadline = time.monotonic() + self.max_seconds
        state, start = State(), 0
        count = 0
        shown: list[str] = []
        problems: list[Problem] = []
        while (end := units.next_unit(text, start, final=True, line_start=state.line_start)) is not None:
            checked = self.session.check(text[start:end], state, offset=start)
            shown.append(checked.text)
            problems += checked.problems
            state, start = checked.state, end
            count += 1
            if count > MAX_UNITS:
                problems.append(Problem.of("too_long", start, len(text)))
            if len(problems) >= MAX_PROBLEMS or count > MAX_UNITS:
                break
            if time.monotonic() > deadline:
                problems.append(Problem.of("timeout", start, len(text)))
                break
        if problems:
            return Verdict(ok=False, text="", problems=tuple(problems))
        return Verdict(ok=True, text="".join(shown), used=state.used, cited=state.cited)
