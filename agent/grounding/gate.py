"""The gate: what is shown of a reply holds no figure that code did not print in a statement, table, quotation or the budget phrase.

It fails closed, and what it checks is what is shown. :class:`Reading` takes a reply as it arrives, in whatever pieces, so that the whole check and the stream are one:
statements come whole, prose at the end of its sentence, and what was emitted has passed and is never taken back. What to do about a refusal is the business of whoever
asked for the reply.
"""

from __future__ import annotations

import logging

from agent.answers.book import Book
from agent.grounding.judging import Judge
from agent.grounding.outcome import MAX_PROBLEMS, Outcome, Problem, Span
from agent.grounding.own import NOTHING, OwnWords
from agent.grounding.placing import State, Unit, after, blank
from agent.grounding.printing import Printer
from agent.grounding.prose import plain
from agent.grounding.sentences import MAX_UNIT, Cutter
from agent.grounding.words import Vocabulary
from tools.tongues import languages

log = logging.getLogger(__name__)

MAX_LENGTH = 10_000
MAX_UNITS = 150  # sentences and lines; of those without words four are one
MAX_REFERENCES = 150


class Gate:
    """Checks replies against the book of a turn. ``vocabulary`` has the names and counts of the framework in force, ``own`` what the user said."""

    def __init__(self, book: Book, vocabulary: Vocabulary, language: str, own: OwnWords = NOTHING) -> None:
        if language not in languages():
            raise ValueError(f"replies are in {', '.join(languages())}, not {language!r}")
        self.book, self.language = book, language
        self.judge = Judge(book, vocabulary, own)

    def check(self, raw: str) -> Outcome:
        """The outcome for the reply ``raw``; a fault of the gate itself is a refusal too."""
        reading = Reading(self)
        reading.feed(raw)
        return reading.finish()


class Reading:
    """One reply on its way through the gate; feed it deltas, show what it returns, then finish it."""

    def __init__(self, gate: Gate) -> None:
        self._judge, self._cutter = gate.judge, Cutter()
        self._printer = Printer(gate.book, gate.language)
        self._state = State()
        self._problems: list[Problem] = []
        self._length = self._offset = self._references = 0
        self._units = 0.0
        self._broken = False
        self.emitted = ""  # everything that was released so far
        self.rest = ""

    @property
    def failed(self) -> bool:
        """Whether nothing more will be shown."""
        return self._broken or bool(self._problems) or self._length > MAX_LENGTH or len(self.held) > MAX_UNIT

    @property
    def spans(self) -> tuple[Span, ...]:
        """Where in the released text which fact is printed."""
        return tuple(span for span in self._printer.spans if span.end <= len(self.emitted))

    @property
    def held(self) -> str:
        """The text that has arrived and waits for what decides it."""
        return self._cutter.text

    def feed(self, delta: str) -> str:
        """Take ``delta`` and return the text that may be shown now."""
        self._length += len(delta)
        if self._broken or self._length > MAX_LENGTH:
            return ""
        if self.failed:  # what is wrong besides is looked for at the end
            self._cutter.text += plain(delta)
            return ""
        new = self._taken(plain(delta), final=False)
        self.emitted += new
        return new

    def finish(self) -> Outcome:
        """The outcome for the whole reply; ``rest`` is then what is left to be shown of it."""
        outcome = self._outcome()
        self.rest = outcome.text[len(self.emitted) :]
        self.emitted += self.rest
        return outcome

    def _outcome(self) -> Outcome:
        if self._length > MAX_LENGTH:
            return Outcome.refused(Problem("length", 0, self._length))
        text = self.emitted + self._taken("", final=True)
        if self._broken:
            return Outcome.refused(Problem("crash", 0, self._length))
        if self._problems:
            return Outcome.refused(*self._problems)
        printer = self._printer
        text += printer.release(final=True)
        found = {name: tuple(getattr(printer, name)) for name in ("spans", "cited", "facts", "references")}
        return Outcome(ok=True, text=text, **found)

    def _taken(self, text: str, *, final: bool) -> str:
        try:
            return "".join(map(self.take, self._cutter.feed(text, final=final)))
        except Exception:  # whatever fails here, nothing more is shown
            log.exception("the gate failed on a reply of %s characters", self._length)
            self._broken = True
            return ""

    # -- unit by unit ------------------------------------------------------------------------------------------------

    def take(self, raw: str) -> str:
        """What of the reply may be shown now that the unit ``raw`` follows; nothing once a problem was met."""
        if len(self._problems) >= MAX_PROBLEMS:
            return ""
        self._units += 1 if raw.strip(" \n") else 0.25
        unit = self.judge(raw)
        self._references += len(unit.refs)
        if self._units > MAX_UNITS or self._references > MAX_REFERENCES:
            unit.problem("length")
        self._problems = [*self._problems, *unit.problems][:MAX_PROBLEMS]
        self._offset += len(raw)
        self._state = after(unit, self._judge.frame) if raw.strip(" \n") else blank(raw, self._state)
        if self._problems:
            return ""
        self._printer.unit(unit)
        return self._printer.release()

    def judge(self, raw: str) -> Unit:
        """``raw`` with its problems, where it would follow."""
        unit = Unit(raw, self._offset, self._state, raw)
        self._judge.judge(unit)
        return unit
