"""A unit of a reply and its place: list numbers, headings and labels above, and what it leaves to the next unit."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from agent.grounding.frame import Frame, Label, opens
from agent.grounding.outcome import Problem
from agent.grounding.prose import list_number
from agent.grounding.references import FRAMED, Reference, What

_HEAD = re.compile(
    r"([ ]*(?:>[ ]?)*(?:(#{1,6})[ ]+)?(?:([-*+•])[ ]+)?(?:\*\*|__)?)(?:[（(]?([0-9]{1,2}|[一二三四五六七八九十]{1,3})(?:[.)）、](?![0-9])[ ]*))?"
)
_ENDED = re.compile(r"[。！？!?；;.:：|\]]\s*$")
_CARRIED = 40
_LABEL = 60


@dataclass(frozen=True, slots=True)
class State:
    """What holds where a unit begins."""

    line_start: bool = True
    numbers: tuple[tuple[int, int], ...] = ()  # the last list number by indent
    inline: int = 0
    labels: tuple[Label, ...] = ()
    row: tuple[str, ...] | None = None  # the head of the table that is open
    bare: bool = False
    framed: bool = False  # the sentence in front held a statement
    carried: str = ""  # the end of a line that the next one may continue
    block: bool = False  # a table or quotation stands on the line that is open


@dataclass
class Unit:
    """A unit on its way through the check. Positions are those of ``raw``."""

    raw: str
    offset: int
    state: State
    marked: str = ""
    body: str = ""  # what is marked, without the number, bullet or signs in front
    refs: tuple[Reference, ...] = ()
    problems: list[Problem] = field(default_factory=list)
    head: int = 0
    item: bool = False
    is_row: bool = False
    heading: int = 0
    level: int = 0
    inline: int = 0
    numbered: tuple[tuple[int, int], ...] = ()

    def problem(self, kind: str, start: int = 0, end: int | None = None, *, hint: str = "") -> None:
        stop = len(self.raw) if end is None else end
        self.problems.append(Problem(kind, self.offset + start, self.offset + stop, hint))

    @property
    def labels(self) -> tuple[Label, ...]:
        """The headings, items and labels that hold for the unit."""
        if not self.state.line_start:
            return self.state.labels
        goes_on = self._plain and bool(self.state.carried)  # an item whose line the next one continues
        return tuple(
            x
            for x in self.state.labels
            if x.level < self.level or (self._plain and not x.used and (x.level == self.level or goes_on))
        )

    @property
    def _plain(self) -> bool:
        return not self.heading and not self.item

    def begin(self) -> None:
        """Read the list number, bullet or heading at the start of the line."""
        self.numbered, self.inline = self.state.numbers, self.state.inline
        self.body = self.marked
        if not self.state.line_start:
            return
        self.is_row = self.marked.lstrip(" >").startswith("|")
        match = _HEAD.match(self.marked)
        assert match
        self.heading = len(match[2] or "")
        self.item = bool(match[3] or match[4]) and not self.heading
        self.head = match.end() if match[3] or match[4] or self.heading else len(match[1])
        self.body = self.marked[self.head :]
        indent = len(match[1]) - len(match[1].lstrip(" >"))
        self.level = self.heading - 10 if self.heading else 1 + indent
        if self._plain:  # below an item it stands in the item, as far as it is indented
            self.level = indent if indent > 1 and any(x.level > 0 for x in self.state.labels) else 0
        if match[4]:
            self._number(list_number(match[4]) or 0, indent + 100 * bool(self.heading), match.end())

    def _number(self, value: int, key: int, end: int) -> None:
        """A list number is one, or the next of its list; lists are told apart by ``key``."""
        if value not in (1, dict(self.state.numbers).get(key, 0) + 1):
            self.problem("number", 0, end)
        kept = tuple((k, n) for k, n in self.state.numbers if k < key)
        self.numbered, self.inline = (*kept, (key, value)), value

    @property
    def opening(self) -> Reference | None:
        """The statement or quotation that the sentence begins with."""
        first = next((r for r in self.refs if r.what in (What.STATEMENT, What.QUOTATION)), None)
        return first if first and opens(re.split(f"[{FRAMED}]", self.body, maxsplit=1)[0]) else None

    @property
    def labels_below(self) -> tuple[Label, ...]:
        """The labels that hold behind the unit; one that stood above a plain line holds for no second one."""
        if not self.state.line_start:
            return self.state.labels
        return tuple(
            replace(x, used=True) if self._plain and x.level == self.level and not x.used else x for x in self.labels
        )

    @property
    def row_below(self) -> tuple[str, ...] | None:
        """The head of the table that is open behind the unit."""
        if self.is_row and self.state.row is None:
            return tuple(c.strip() for c in self.cells)
        return None if self.state.line_start and not self.is_row else self.state.row

    @property
    def cells(self) -> list[str]:
        """The cells of a table row."""
        return self.body.strip(" >\n").strip("|").split("|")

    @property
    def soft(self) -> bool:
        """Whether the line ends where its sentence may go on."""
        return self.raw.endswith("\n") and not self.heading and not _ENDED.search(self.raw)


def after(unit: Unit, frame: Frame) -> State:
    """What ``unit`` leaves to the next."""
    raw = unit.raw
    ends_line = raw.endswith("\n")
    labels = unit.labels_below
    if not unit.is_row and _labels_below(unit):
        labels = (*(x for x in labels if x.level < unit.level), frame.label(unit.body, unit.level))
    return State(
        line_start=ends_line,
        numbers=unit.numbered,
        inline=0 if ends_line else unit.inline,
        labels=labels,
        row=unit.row_below,
        bare=frame.bare_verdict(unit.body),
        framed=any(r.what is What.STATEMENT for r in unit.refs),
        carried=unit.marked[-_CARRIED:].replace("\n", " ") if unit.soft else "",
        block=not ends_line and any(r.what in (What.TABLE, What.QUOTATION) for r in unit.refs),
    )


def blank(raw: str, state: State) -> State:
    """What ``raw``, which has no characters but blanks and line ends, leaves to the next unit."""
    ends_line = raw.endswith("\n")
    row = None if state.line_start and ends_line else state.row
    if state.line_start and row is state.row and not state.carried:
        return state
    return replace(state, line_start=ends_line or state.line_start, row=row, carried="")


def _labels_below(unit: Unit) -> bool:
    """Whether the unit is a heading, an item or a label of what stands below it."""
    if unit.heading or unit.item:
        return True
    text = unit.marked.strip()
    whole = unit.state.line_start and unit.raw.endswith("\n") and len(text) <= _LABEL
    ended = text.rstrip("*_ ")
    return ended.endswith((":", "：")) or (whole and text.startswith("**") and text.endswith("**"))
