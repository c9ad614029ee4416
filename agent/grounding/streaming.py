"""The gate for a reply that is still arriving: what is emitted has passed the check, and is never taken back.

Statements come whole, prose at the end of its sentence. How the text was cut into deltas makes no difference to the outcome.
"""

from __future__ import annotations

import logging

from agent.grounding.gate import MAX_LENGTH, Gate, Reading, crashed
from agent.grounding.outcome import Outcome, Problem, Span
from agent.grounding.prose import plain
from agent.grounding.sentences import MAX_UNIT, Cutter

log = logging.getLogger(__name__)


class StreamingGate:
    """Checks one reply as it arrives; feed it deltas, show what it returns, then finish it."""

    def __init__(self, gate: Gate) -> None:
        self._reading, self._cutter = Reading(gate), Cutter()
        self._length = 0
        self._broken = False
        self.emitted = ""  # everything that was released so far
        self.rest = ""

    @property
    def failed(self) -> bool:
        """Whether nothing more will be shown."""
        reading = self._reading
        return self._broken or bool(reading.problems) or max(self._length - MAX_LENGTH, len(self.held) - MAX_UNIT) > 0

    @property
    def spans(self) -> tuple[Span, ...]:
        """Where in the released text which fact is printed."""
        return tuple(span for span in self._reading.printer.spans if span.end <= len(self.emitted))

    @property
    def held(self) -> str:
        """The text that has arrived and waits for what decides it."""
        return self._cutter.text

    def feed(self, delta: str) -> str:
        """Take ``delta`` and return the text that may be shown now."""
        self._length += len(delta)
        if self._broken or self._length > MAX_LENGTH:
            return ""
        new = self._take(plain(delta), final=False)
        self.emitted += new
        return new

    def finish(self) -> Outcome:
        """The outcome for the whole reply; ``rest`` is then what is left to be shown of it."""
        if self._length > MAX_LENGTH:
            return Outcome.refused(Problem("length", 0, self._length))
        new = self._take("", final=True)
        outcome = crashed(self._length) if self._broken else self._reading.outcome(self.emitted + new)
        self.rest = outcome.text[len(self.emitted) :]
        self.emitted += self.rest
        return outcome

    def _take(self, text: str, *, final: bool) -> str:
        try:
            return "".join(map(self._reading.take, self._cutter.feed(text, final=final)))
        except Exception:  # whatever fails here, nothing more is shown
            log.exception("the gate failed on a stream of %s characters", self._length)
            self._broken = True
            return ""
