"""The gate for a reply that is still arriving: what is emitted has passed the check, and is never taken back.

Units that are complete are checked whole. Of the one that is not, the part before the first sign of a figure is
emitted; so is a figure that passes the check, once what follows cannot change how it is printed. How the text
was cut into deltas makes no difference to the outcome.
"""

from __future__ import annotations

import re

from agent.grounding import comparing, numerals, units
from agent.grounding.check import MAX_LENGTH, MAX_UNITS, Gate
from agent.grounding.numerals import FACT_MARK
from agent.grounding.session import MAX_UNIT
from agent.grounding.state import State, maybe_list_number
from agent.grounding.verdict import Problem, Verdict

#: Numerals closer than this may be one figure: “$3 million”.
_APART = 3


class StreamGate:
    """Checks one reply as it arrives; feed it deltas, show what it returns, then finish it."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate
        self._raw: list[str] = []
        self._text = ""  # from the first unit that is not complete
        self._state = State()
        self._emitted: list[str] = []
        self._ahead = ""  # what was emitted of the unit that is not complete
        self._released = 0  # how much of ``_text`` stands behind it
        self._failed = False
        self._length = self._units = 0
        self.rest = ""

    @property
    def emitted(self) -> str:
        """Everything that was released so far."""
        return "".join(self._emitted)

    @property
    def failed(self) -> bool:
        """Whether a problem was met; nothing more is released then."""
        return self._failed

    @property
    def held(self) -> str:
        """The text that has arrived and waits for what decides it."""
        return self._text[self._released :]

    def feed(self, delta: str) -> str:
        """Take ``delta`` and return the text that may be shown now."""
        self._raw.append(delta)
        self._length += len(delta)
        if self._failed:
            return ""
        if self._length > MAX_LENGTH:
            self._failed = True
            return ""
        self._text += numerals.plain_width(delta)
        try:
            return self._release("".join([*self._whole_units(), self._early()]))
        except Exception:  # noqa: BLE001 - whatever fails here, nothing more is shown
            self._failed = True
            return ""

    def finish(self) -> Verdict:
        """The verdict on the whole reply; ``rest`` is then what is left to be shown of it."""
        verdict = self._gate.check("".join(self._raw))
        shown = self.emitted
        if verdict.ok and not verdict.text.startswith(shown):
            return Verdict(ok=False, text="", problems=(Problem.of("crash", 0, self._length),))
        self._failed = self._failed or not verdict.ok
        self.rest = verdict.text[len(shown) :]
        self._release(self.rest)
        return verdict

    def _release(self, text: str) -> str:
        if text:
            self._emitted.append(text)
        return text

    def _whole_units(self) -> list[str]:
        out: list[str] = []
        start = 0
        while (end := units.next_unit(self._text, start, final=False, line_start=self._state.line_start)) is not None:
            checked = self._gate.session.check(self._text[start:end], self._state)
            self._units += 1
            if checked.problems or self._units > MAX_UNITS or not checked.text.startswith(self._ahead):
                self._failed = True
                return out
            out.append(checked.text[len(self._ahead) :])
            self._ahead, self._state, start = "", checked.state, end
            self._released = 0
        self._text = self._text[start:]
        return out

    def _early(self) -> str:
        """What may be shown of the unit that is not complete."""
        if self._failed or not self._text or len(self._text) > MAX_UNIT:
            return ""
        if self._state.line_start and maybe_list_number(self._text):
            return ""
        whole, resolved, first = self._cuts()
        for cut in (resolved, first) if resolved > first else (first,):
            new = self._shown(min(cut, whole))
            if new is not None:
                return new
        return ""

    def _shown(self, cut: int) -> str | None:
        """What is new if the unit is shown up to ``cut``; ``None`` if that does not pass."""
        while cut > self._released:
            checked = self._gate.session.check(self._text[:cut], self._state)
            if checked.problems or not checked.text.startswith(self._ahead):
                return None
            if checked.labelled_at is None:
                new = checked.text[len(self._ahead) :]
                self._ahead, self._released = checked.text, cut
                return new
            cut = checked.labelled_at
        return None

    def _cuts(self) -> tuple[int, int, int]:
        """How much of the unit may be shown: by its references; if its typed figures resolve; and if they do not."""
        text = self._text
        opened = text.rfind("[[")
        limit = opened if opened >= 0 and "]]" not in text[opened:] else len(text) - text.endswith("[")
        found = units.skeleton(text[:limit])
        scanned, glossary = found.text, self._gate.session.rules.glossary
        whole = len(scanned)
        for mark in re.finditer(FACT_MARK, scanned):
            if not comparing.settled(scanned[mark.end() :]):
                whole = mark.start()
                break
        spans = numerals.uncovered(scanned, glossary)
        last = 0
        for span, next_start in zip(spans, [*(s.start for s in spans[1:]), len(scanned) + _APART], strict=False):
            if next_start - span.end >= _APART and comparing.settled(scanned[span.end :]):
                last = span.end
        first = numerals.tail(scanned, glossary)
        resolved = numerals.tail(scanned, glossary, resolved=last) if last else first
        return found.at[whole], found.at[resolved], found.at[first]
