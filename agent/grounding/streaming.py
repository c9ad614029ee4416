"""The gate for a reply that is still arriving: what is emitted has passed the check, and is never taken back.

Statements come whole, prose at the end of its sentence. How the text was cut into deltas makes no difference to the outcome.
"""

from __future__ import annotations

import logging

from agent.grounding.gate import MAX_LENGTH, Gate, Reading
from agent.grounding.outcome import Outcome, Problem, Span
from agent.grounding.prose import plain
from agent.grounding.sentences import MAX_UNIT, Cutter

log = logging.getLogger(__name__)


class StreamingGate:
    """Checks one reply as it arrives; feed it deltas, show what it returns, then finish it."""

    def __init__(self, gate: Gate) -> None:
        self._gate, self._reading, self._cutter = gate, Reading(gate), Cutter()
        self._shown: list[str] = []
        self._raw: list[str] = []
        self._length = 0
        self.failed = False
        self.rest = ""

    @property
    def emitted(self) -> str:
        """Everything that was released so far."""
        return "".join(self._shown)

    @property
    def spans(self) -> tuple[Span, ...]:
        """Where in the released text which fact is printed."""
        shown = sum(map(len, self._shown))
        return tuple(span for span in self._reading.printer.spans if span.end <= shown)

    @property
    def held(self) -> str:
        """The text that has arrived and waits for what decides it."""
        return self._cutter.text

    def feed(self, delta: str) -> str:
        """Take ``delta`` and return the text that may be shown now."""
        self._raw.append(delta)
        self._length += len(delta)
        if self.failed:
            return ""
        try:
            return self._take(plain(delta), final=False)
        except Exception:  # whatever fails here, nothing more is shown
            log.exception("the gate failed on a stream of %s characters", self._length)
            self.failed = True
            return ""

    def finish(self) -> Outcome:
        """The outcome for the whole reply; ``rest`` is then what is left to be shown of it."""
        outcome = self._gate.check("".join(self._raw))
        shown = self.emitted
        if outcome.ok and not outcome.text.startswith(shown):
            outcome = Outcome.refused(Problem.of("crash", 0, self._length))
        self.failed = not outcome.ok
        self.rest = outcome.text[len(shown) :]
        if self.rest:
            self._shown.append(self.rest)
        return outcome

    def _take(self, text: str, *, final: bool) -> str:
        if self._length > MAX_LENGTH:
            self.failed = True
            return ""
        out = []
        for unit in self._cutter.feed(text, final=final):
            out.append(self._reading.take(unit))
            if self._reading.problems:
                self.failed = True
                break
        if len(self._cutter.text) > MAX_UNIT:
            self.failed = True
        new = "".join(out)
        if new:
            self._shown.append(new)
        return new
