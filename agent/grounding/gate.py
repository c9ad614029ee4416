"""The gate: what is shown of a reply holds no figure that code did not print in a statement, table, quotation or the budget phrase.

It fails closed, and what it checks is what is shown. :class:`Reading` takes a reply unit by unit, so that the whole check and the stream are one. What to do about a
refusal is the business of ``policy``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from agent.answers.book import Book
from agent.answers.model import Printed, Statement
from agent.grounding import references, sentences
from agent.grounding.frame import Frame, Label, opens, subjects
from agent.grounding.outcome import Outcome, Problem
from agent.grounding.printing import Printer
from agent.grounding.prose import FORBIDDEN, MARKUP, Prose, list_number, plain
from agent.grounding.references import FRAMED, MARKS, USERS_WORDS, Reference, What
from agent.grounding.words import Vocabulary
from tools.identity import Role

MAX_LENGTH = 12_000
MAX_UNITS = 400
#: A writer can act on this many; hostile text has thousands.
MAX_PROBLEMS = 8
_HEAD = re.compile(r"([ ]*(?:>[ ]?)*(?:(#{1,6})[ ]+)?(?:([-*+•])[ ]+)?(?:\*\*|__)?)(?:[（(]?([0-9]{1,2}|[一二三四五六七八九十]{1,3})(?:[.)）、](?![0-9])[ ]*))?")
_INLINE = re.compile(r"[（(]([1-9]|[一二三四五六七八九])[）)]|[①②③]")
_QUOTED = re.compile(r"“([^“”\n]{1,200})”|「([^「」\n]{1,200})」|\"([^\"\n]{1,200})\"|『([^『』\n]{1,200})』")
_STOP = re.compile(r"[ ]*[。.；;]?[ ]*")
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
    told: frozenset[str] = frozenset()
    bare: bool = False
    framed: bool = False  # the sentence in front held a statement
    carried: str = ""  # the end of a line that the next one may continue
    block: bool = False  # a table or quotation stands on the line that is open


@dataclass
class _Unit:
    """A unit on its way through the check. Positions are those of ``raw``."""

    raw: str
    offset: int
    state: State
    marked: str = ""
    refs: tuple[Reference, ...] = ()
    problems: list[Problem] = field(default_factory=list)
    head: int = 0
    item: bool = False
    heading: int = 0
    level: int = 0
    numbered: tuple[tuple[int, int], ...] = ()

    def problem(self, kind: str, start: int = 0, end: int | None = None, *, hint: str = "") -> None:
        stop = len(self.raw) if end is None else end
        self.problems.append(Problem.of(kind, self.offset + start, self.offset + stop, hint=hint))

    @property
    def body(self) -> str:
        return self.marked[self.head :]

    @property
    def is_row(self) -> bool:
        return self.state.line_start and self.marked.lstrip(" >").startswith("|")




class _Vocabularies:
    """Scanners by vocabulary, made once: that costs more than checking a reply does."""

    def __init__(self) -> None:
        self._made: dict[int, tuple[Vocabulary, Prose, Frame]] = {}

    def of(self, vocabulary: Vocabulary) -> tuple[Prose, Frame]:
        found = self._made.get(id(vocabulary))
        if found is None:
            if len(self._made) >= 16:
                self._made.clear()
            found = self._made[id(vocabulary)] = (vocabulary, Prose(vocabulary), Frame(vocabulary))
        return found[1], found[2]


_VOCABULARIES = _Vocabularies()


class Gate:
    """Checks replies against the book of a turn. ``vocabulary`` has the names and counts of the framework in force."""

    def __init__(self, book: Book, vocabulary: Vocabulary, language: str) -> None:
        if language not in ("zh", "en"):
            raise ValueError(f"replies are in zh or en, not {language!r}")
        self.book, self.language = book, language
        self.prose, self.frame = _VOCABULARIES.of(vocabulary)

    def check(self, raw: str) -> Outcome:
        """The outcome for the reply ``raw``; a fault of the gate itself is a refusal too."""
        try:
            return self._check(raw)
        except Exception:  # noqa: BLE001 - whatever fails here, the reply is withheld
            return Outcome.refused(Problem.of("crash", 0, len(raw)))

    def _check(self, raw: str) -> Outcome:
        if len(raw) > MAX_LENGTH:
            return Outcome.refused(Problem.of("length", 0, len(raw)))
        reading = Reading(self)
        shown = []
        for unit in sentences.units(plain(raw)):
            shown.append(reading.take(unit))
            if len(reading.problems) >= MAX_PROBLEMS:
                break
        return reading.outcome("".join(shown))


class Reading:
    """One reply on its way through the gate."""

    def __init__(self, gate: Gate) -> None:
        self.gate = gate
        self.printer = Printer(gate.language)
        self.problems: list[Problem] = []
        self.state = State()
        self.references: dict[str, None] = {}
        self._offset = self._units = 0
        self._several: bool | None = None

    def outcome(self, shown: str) -> Outcome:
        """The outcome, where ``shown`` is everything that :meth:`take` gave."""
        if self.problems:
            return Outcome.refused(*self.problems)
        text = shown + self.printer.release(final=True)
        printer = self.printer
        return Outcome(
            True, text, (), tuple(printer.spans), tuple(printer.cited), tuple(printer.facts), tuple(self.references)
        )

    def take(self, raw: str) -> str:
        """What of the reply may be shown now that ``raw`` follows; nothing once a problem was met."""
        unit = self.judge(raw)
        self._units += 1
        if self._units > MAX_UNITS:
            unit.problem("length")
        self.problems += unit.problems
        self._offset += len(raw)
        if self.problems:
            self.state = self._after(unit)
            return ""
        self._print(unit)
        self.state = self._after(unit)
        return self.printer.release()

    def judge(self, raw: str) -> _Unit:
        """``raw`` with its problems, where it would follow."""
        unit = _Unit(raw, self._offset, self.state, raw)
        if len(raw) > sentences.MAX_UNIT:
            unit.problem("length")
        elif match := FORBIDDEN.search(raw):
            unit.problem("character", *match.span())
        elif raw.strip():
            unit.marked, unit.refs, readable = references.parts(raw)
            self._heads(unit)
            if not readable:
                unit.problem("reference")
            if MARKUP.search(unit.marked):
                unit.problem("markup")
            if not unit.problems:
                self._references(unit)
                self._prose(unit)
            if not unit.problems:
                self._frames(unit)
        return unit

    # -- the parts of a judgement ------------------------------------------------------------------------------------

    def _heads(self, unit: _Unit) -> None:
        """The list number, bullet or heading at the start of a line."""
        unit.numbered = unit.state.numbers
        if not unit.state.line_start:
            return
        match = _HEAD.match(unit.marked)
        assert match
        unit.heading = len(match[2] or "")
        unit.item = bool(match[3] or match[4]) and not unit.heading
        unit.head = match.end() if match[3] or match[4] or unit.heading else len(match[1])
        indent = len(match[1]) - len(match[1].lstrip(" >"))
        unit.level = unit.heading - 10 if unit.heading else (1 + indent if unit.item else 0)
        value = list_number(match[4]) if match[4] else None
        if match[4]:
            key = indent + (100 if unit.heading else 0)
            last = dict(unit.state.numbers).get(key, 0)
            if value is None or value not in (1, last + 1):
                unit.problem("number", 0, match.end())
            kept = tuple((k, n) for k, n in unit.state.numbers if k < key)
            unit.numbered = (*kept, (key, value or 0))

    def _references(self, unit: _Unit) -> None:
        book = self.gate.book
        known: dict[What, Callable[[Reference], object]] = {
            What.STATEMENT: lambda r: book.statement(r.id),
            What.TABLE: lambda r: self._table(r),
            What.QUOTATION: lambda r: book.quotation(r.id),
            What.BUDGET: lambda r: book.budget(r.id),
            What.CITATION: lambda r: book.passage(r.id),
        }
        for reference in unit.refs:
            if not known[reference.what](reference):
                unit.problem("reference", reference.start, reference.end)

    def _table(self, reference: Reference) -> bool:
        """Whether the table is there and its words, if any, are one for each row and pass as prose."""
        table = self.gate.book.table(reference.id)
        if table is None:
            return False
        rows = len(table.rows) - table.total
        fits = len(reference.words) in (0, rows, len(table.rows))
        return fits and not any(self.gate.prose.find(w) or FORBIDDEN.search(w) for w in reference.words)

    def _prose(self, unit: _Unit) -> None:
        body, before = self._scanned(unit), unit.state.carried
        inline = unit.state.inline
        for match in _INLINE.finditer(body):
            value = list_number(match[1]) if match[1] else None
            if value == inline + 1 or value == 1:
                inline = value
                body = body[: match.start()] + " " * len(match[0]) + body[match.end() :]
        for finding in self.gate.prose.find(before + body):
            if finding.end > len(before):
                start = unit.head + max(0, finding.start - len(before))
                unit.problem(finding.kind, start, start + len(finding.text), hint=self._hint(finding.kind, finding.text))
            if len(unit.problems) >= MAX_PROBLEMS:
                break

    def _scanned(self, unit: _Unit) -> str:
        """The words of the unit; the user's own that code quotes back are marked."""

        def mark(match: re.Match[str]) -> str:
            words = next(g for g in match.groups() if g is not None)
            return USERS_WORDS if self.gate.book.quoted(words) else match[0]

        return _QUOTED.sub(mark, unit.body) if any(c in unit.body for c in "“「『\"") else unit.body

    def _hint(self, kind: str, text: str) -> str:
        """The statements that hold the figure ``text``, for whoever typed it."""
        if kind not in ("figure", "quantity"):
            return f"(“{text}”)"
        book = self.gate.book
        held = [f"[[{r}]] ({book.clause(r).text})" for r in book.holding(text)[:3] if book.statement(r)]
        return f"(“{text}” stands in {', '.join(held)})" if held else f"(“{text}”)"

    def _frames(self, unit: _Unit) -> None:
        state, frame = unit.state, self.gate.frame
        framed = [r for r in unit.refs if r.what in (What.STATEMENT, What.QUOTATION)]
        tables = [r for r in unit.refs if r.what is What.TABLE]
        if tables and unit.body.strip() != MARKS[What.TABLE]:
            unit.problem("place", tables[0].start, tables[0].end)
        if unit.is_row:
            self._cells(unit, framed)
        elif framed:
            self._framed(unit, framed)
        elif state.framed and frame.echo(unit.body):
            unit.problem("claim")
        for match in re.finditer(MARKS[What.BUDGET], unit.body):
            if not frame.budget(unit.body[: match.start()], unit.body[match.end() :]):
                unit.problem("budget")

    def _framed(self, unit: _Unit, framed: list[Reference]) -> None:
        """A sentence that holds statements: what is in front of each, between them and behind."""
        frame, book = self.gate.frame, self.gate.book
        stretches = re.split(f"[{FRAMED}]", unit.body)
        if unit.state.bare:
            unit.problem("claim")
        for reference, lead in zip(framed, stretches, strict=False):
            said = book.statement(reference.id) if reference.what is What.STATEMENT else None
            quoted = book.quotation(reference.id) if said is None else None
            own = subjects(said, phase=quoted.phase if quoted else None)
            lead = re.sub(f"[{MARKS[What.CITATION]}{MARKS[What.BUDGET]}]", "", lead)
            if kind := frame.lead(lead, own):
                unit.problem(kind, 0, reference.start)
            elif not frame.above(self._labels(unit), said, own):
                unit.problem("element", reference.start, reference.end)
            if said is not None and any(r.what is What.CITATION and r.id not in said.passages for r in unit.refs):
                unit.problem("citation")
        if not frame.behind(stretches[-1]):
            unit.problem("behind", framed[-1].end)

    def _labels(self, unit: _Unit) -> tuple[Label, ...]:
        """The headings and items that hold for the unit."""
        if not unit.state.line_start:
            return unit.state.labels
        return tuple(
            x for x in unit.state.labels if x.level < unit.level or (x.level == unit.level == 0 and not x.used)
        )

    def _cells(self, unit: _Unit, framed: list[Reference]) -> None:
        """A table row of the writer's own: short forms only, and only of whom the row is headed by."""
        book, frame = self.gate.book, self.gate.frame
        cells = unit.body.strip(" >\n").strip("|").split("|")
        head = frame.label(cells[0], 1)
        heads = unit.state.row or ()
        columns = [frame.label(c, 1) for c in heads]
        if framed and (len(framed) > 1 or not all(map(frame.column, heads))):
            unit.problem("place", framed[0].start, framed[-1].end)
        for reference in framed:
            said = book.statement(reference.id) if reference.what is What.STATEMENT else None
            own = subjects(said)
            named = [ids & own for ids in head.elements]
            if said is None or not reference.brief or not named or not all(named):
                unit.problem("place", reference.start, reference.end)
            elif not frame.above((*columns, *self._labels(unit)), said, own) or head.blocked:
                unit.problem("element", reference.start, reference.end)
        if any(r.what in (What.BUDGET, What.TABLE) for r in unit.refs):
            unit.problem("place")
        if any(re.search(f"[{FRAMED}]", c) and not re.fullmatch(f"[ *_]*[{FRAMED}][ *_]*", c) for c in cells):
            unit.problem("place")

    # -- printing ----------------------------------------------------------------------------------------------------

    def _print(self, unit: _Unit) -> None:
        printer, state = self.printer, self.state
        if unit.item:
            printer.item()
        elif state.line_start and unit.raw.strip() and not unit.raw.startswith("  "):
            printer.other()
        at = 0
        if state.block and unit.raw.strip():
            printer.text("\n\n")
            at = len(unit.raw) - len(unit.raw.lstrip(" "))
        for reference in unit.refs:
            before = unit.raw[at : reference.start]
            printed = self._printed(unit, reference)
            if printed is not None and printed.block:
                alone = state.line_start and not unit.raw[: reference.start].strip(" >")
                before = before.rstrip(" ") + ("" if alone or state.block else "\n\n")
            printer.text(before)
            at = reference.end
            if printed is None:
                printer.cite(reference.id)
                continue
            printer.printed(printed, reference.id or "budget")
            self.references[reference.id or "budget"] = None
            if printed.block:
                stop = _STOP.match(unit.raw, at)
                at = stop.end() if stop else at
                printer.text("" if unit.raw[at:].startswith("\n") or not unit.raw[at:] else "\n\n")
        printer.text(unit.raw[at:])

    def _printed(self, unit: _Unit, reference: Reference) -> Printed | None:
        book = self.gate.book
        if reference.what is What.CITATION:
            return None
        if reference.what is What.BUDGET:
            return book.budget(reference.id)
        if reference.what is not What.STATEMENT:
            return book.block(reference.id, words=reference.words)
        said = book.statement(reference.id)
        assert said
        budgets = frozenset(f.id for f in said.facts if f.identity and f.identity.role is Role.BUDGET)
        again = bool(budgets) and budgets <= self.state.told and not self._scenarios()
        if not reference.brief:
            self.state = replace(self.state, told=self.state.told | budgets)
        begins = opens(references.parts(unit.raw[unit.head : reference.start])[0])
        return book.clause(reference.id, brief=reference.brief, again=again, opens=begins)

    def _scenarios(self) -> bool:
        """Whether the book holds several scenarios, so that every statement keeps its amount."""
        if self._several is None:
            book = self.gate.book
            found = {s.scenario for r in book.all() if (s := book.statement(r)) and s.scenario}
            self._several = len(found) > 1
        return self._several

    # -- what a unit leaves to the next ------------------------------------------------------------------------------

    def _after(self, unit: _Unit) -> State:
        state, frame = self.state, self.gate.frame
        raw = unit.raw
        ends_line = raw.endswith("\n")
        if not raw.strip():
            row = None if state.line_start and ends_line else state.row
            return replace(state, line_start=ends_line or state.line_start, row=row, carried="", inline=state.inline)
        labels = state.labels
        if state.line_start:
            kept = tuple(x for x in labels if x.level < unit.level or (x.level == unit.level == 0 and not x.used))
            labels = tuple(replace(x, used=True) if x.level == unit.level == 0 else x for x in kept)
        if not unit.is_row and self._labels_below(unit):
            labels = (*(x for x in labels if x.level < unit.level), frame.label(unit.body, unit.level))
        row = state.row
        if unit.is_row and row is None:
            row = tuple(c.strip() for c in unit.body.strip(" >\n").strip("|").split("|"))
        elif not unit.is_row and state.line_start:
            row = None
        framed = any(r.what is What.STATEMENT for r in unit.refs)
        soft = ends_line and not re.search(r"[。！？!?；;.:：|\]]\s*$", raw) and not unit.heading
        return State(
            line_start=ends_line,
            numbers=unit.numbered,
            inline=0 if ends_line else state.inline,
            labels=labels,
            row=row,
            told=state.told,
            bare=frame.bare_verdict(unit.body),
            framed=framed,
            carried=unit.marked[-_CARRIED:].replace("\n", " ") if soft else "",
            block=not ends_line and any(r.what in (What.TABLE, What.QUOTATION) for r in unit.refs),
        )

    @staticmethod
    def _labels_below(unit: _Unit) -> bool:
        """Whether the unit is a heading, an item or a label of what stands below it."""
        if unit.heading or unit.item:
            return True
        text = unit.marked.strip()
        whole = unit.state.line_start and unit.raw.endswith("\n") and len(text) <= _LABEL
        ended = text.rstrip("*_ ")
        return ended.endswith((":", "：")) or (whole and text.startswith("**") and text.endswith("**"))
