"""The gate: what is shown of a reply holds no figure that code did not print in a statement, table, quotation or the budget phrase.

It fails closed, and what it checks is what is shown. :class:`Reading` takes a reply unit by unit, so that the whole check and the stream are one. What to do about a
refusal is the business of whoever asked for the reply.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from agent.answers.book import Book
from agent.answers.model import Cite, Printed, Statement
from agent.grounding import references, sentences
from agent.grounding.frame import Frame, opens, subjects
from agent.grounding.outcome import Outcome, Problem
from agent.grounding.own import NOTHING, OwnWords
from agent.grounding.placing import State, Unit, after, blank
from agent.grounding.printing import Printer
from agent.grounding.prose import FORBIDDEN, MARKUP, Prose, list_number, plain
from agent.grounding.references import FRAMED, MARKS, USERS_WORDS, Reference, What
from agent.grounding.words import Vocabulary
from tools.identity import Role

log = logging.getLogger(__name__)

MAX_LENGTH = 12_000
MAX_UNITS = 400
MAX_REFERENCES = 150
#: A writer can act on this many; hostile text has thousands.
MAX_PROBLEMS = 8
_INLINE = re.compile(r"[（(]([1-9]|[一二三四五六七八九])[）)]")
_QUOTED = re.compile(r"“([^“”\n]{1,200})”|「([^「」\n]{1,200})」|\"([^\"\n]{1,200})\"|『([^『』\n]{1,200})』")
_STOP = re.compile(r"[ ]*[。.；;]?[ ]*")
_DETERMINED = re.compile(r"(?:\bthe|\bour|\byour) $", re.IGNORECASE)
#: A year as it is told: 2024年, in 2024, as of 2024.
_YEAR = re.compile(
    r"(?<![0-9.,])(?:19|20)[0-9]{2}(?=年)|(?<=(?:in|of|by) )(?:19|20)[0-9]{2}(?=[.,;:!?)]|$|\s+(?:the|this|that|it|we|and|was|is)\b)",
    re.IGNORECASE,
)
#: Kinds of problem that a user's own words may be, and a statement may hold.
_OWN = frozenset({"figure", "quantity"})
_MARKS_OF_END = ("?", "？", "!", "！", ".", "。")
_UNFRAMED = re.compile(f"[{MARKS[What.CITATION]}{MARKS[What.BUDGET]}]")


@lru_cache(maxsize=8)
def _scanners(vocabulary: Vocabulary) -> tuple[Prose, Frame]:
    """Made once for a vocabulary: that costs more than checking a reply does."""
    return Prose(vocabulary), Frame(vocabulary)


class Gate:
    """Checks replies against the book of a turn. ``vocabulary`` has the names and counts of the framework in force, ``own`` what the user said."""

    def __init__(self, book: Book, vocabulary: Vocabulary, language: str, own: OwnWords = NOTHING) -> None:
        if language not in ("zh", "en"):
            raise ValueError(f"replies are in zh or en, not {language!r}")
        self.book, self.language, self.own = book, language, own
        self.prose, self.frame = _scanners(vocabulary)

    def check(self, raw: str) -> Outcome:
        """The outcome for the reply ``raw``; a fault of the gate itself is a refusal too."""
        if len(raw) > MAX_LENGTH:
            return Outcome.refused(Problem("length", 0, len(raw)))
        reading = Reading(self)
        try:
            return reading.outcome("".join(map(reading.take, sentences.units(plain(raw)))))
        except Exception:  # whatever fails here, the reply is withheld
            log.exception("the gate failed on a reply of %s characters", len(raw))
            return crashed(len(raw))


def crashed(length: int) -> Outcome:
    """The outcome for a reply of ``length`` characters that could not be checked."""
    return Outcome.refused(Problem("crash", 0, length))


class Reading:
    """One reply on its way through the gate."""

    def __init__(self, gate: Gate) -> None:
        self.gate = gate
        self.printer = Printer(gate.language)
        self.problems: list[Problem] = []
        self.state = State()
        self.references: dict[str, None] = {}
        self._offset = self._units = self._references = 0
        self._several: bool | None = None

    def outcome(self, shown: str) -> Outcome:
        """The outcome, where ``shown`` is everything that :meth:`take` gave."""
        if self.problems:
            return Outcome.refused(*self.problems)
        text = shown + self.printer.release(final=True)
        printer = self.printer
        return Outcome(
            ok=True,
            text=text,
            spans=tuple(printer.spans),
            cited=tuple(printer.cited),
            facts=tuple(printer.facts),
            references=tuple(self.references),
        )

    def take(self, raw: str) -> str:
        """What of the reply may be shown now that ``raw`` follows; nothing once a problem was met."""
        if len(self.problems) >= MAX_PROBLEMS:
            return ""
        self._units += 1
        if self._units <= MAX_UNITS and len(raw) <= sentences.MAX_UNIT and not raw.strip(" \n"):
            unit, self.state = None, blank(raw, self.state)
        else:
            unit = self.judge(raw)
            self._references += len(unit.refs)
            if self._units > MAX_UNITS or self._references > MAX_REFERENCES:
                unit.problem("length")
            self.problems += unit.problems
        self._offset += len(raw)
        if not self.problems:
            self._print(unit) if unit else self.printer.text(raw)
        if unit:
            self.state = after(unit, self.state, self.gate.frame)
        return "" if self.problems else self.printer.release()

    def judge(self, raw: str) -> Unit:
        """``raw`` with its problems, where it would follow."""
        unit = Unit(raw, self._offset, self.state, raw)
        if len(raw) > sentences.MAX_UNIT:
            unit.problem("length")
        elif match := FORBIDDEN.search(raw):
            unit.problem("character", *match.span())
        elif raw.strip():
            unit.marked, unit.refs, readable = references.parts(raw)
            unit.begin()
            if not readable:
                unit.problem("reference")
            if MARKUP.search(unit.marked):
                unit.problem("markup")
            if not unit.problems:
                self._known(unit)
                self._prose(unit)
            if not unit.problems:
                self._frames(unit)
        return unit

    # -- the parts of a judgement ------------------------------------------------------------------------------------

    def _known(self, unit: Unit) -> None:
        if not unit.refs:
            return
        book = self.gate.book
        known: dict[What, Callable[[Reference], object]] = {
            What.STATEMENT: lambda r: book.statement(r.id),
            What.TABLE: self._table,
            What.QUOTATION: lambda r: book.quotation(r.id),
            What.BUDGET: lambda r: book.budget(r.id) and (r.id or not self._scenarios()),
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
        return fits and not any(self.gate.prose.find(w) for w in reference.words)

    def _prose(self, unit: Unit) -> None:
        body, before = self._scanned(unit), unit.state.carried
        for match in _INLINE.finditer(body):
            value = list_number(match[1])
            if value == unit.inline + 1 or value == 1:
                unit.inline = value
                body = body[: match.start()] + " " * len(match[0]) + body[match.end() :]
        text = self._without_years(before + body)
        for finding in self.gate.prose.find(text):
            own = finding.kind in _OWN and self.gate.own.said(text, finding.start, finding.end)
            if finding.end > len(before) and not own:
                start = unit.head + max(0, finding.start - len(before))
                unit.problem(
                    finding.kind, start, start + len(finding.text), hint=self._hint(finding.kind, finding.text)
                )
            if len(unit.problems) >= MAX_PROBLEMS:
                break

    def _without_years(self, text: str) -> str:
        """``text`` without the years that stand in passages that were shown."""
        if not _YEAR.search(text):
            return text
        book = self.gate.book
        shown = {year for r in book.all() if book.quotation(r) for year in _YEAR.findall(book.block(r).text)}
        return _YEAR.sub(lambda m: USERS_WORDS * len(m[0]) if m[0] in shown else m[0], text)

    def _scanned(self, unit: Unit) -> str:
        """The words of the unit; the user's own that code quotes back are marked."""

        def mark(match: re.Match[str]) -> str:
            words = next(g for g in match.groups() if g is not None)
            return USERS_WORDS if self.gate.book.quoted(words) else match[0]

        return _QUOTED.sub(mark, unit.body) if any(c in unit.body for c in '“「『"') else unit.body

    def _hint(self, kind: str, text: str) -> str:
        """The statements that hold the figure ``text``, for whoever typed it."""
        if kind not in _OWN:
            return f"(“{text}”)"
        book = self.gate.book
        held = [f"[[{r}]] ({book.clause(r).text})" for r in book.holding(text)[:3] if book.statement(r)]
        return f"(“{text}” stands in {', '.join(held)})" if held else f"(“{text}”)"

    def _frames(self, unit: Unit) -> None:
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
        if not unit.refs:
            return
        for match in re.finditer(MARKS[What.BUDGET], unit.body):
            if not frame.budget(unit.body[: match.start()], unit.body[match.end() :]):
                unit.problem("budget")

    def _framed(self, unit: Unit, framed: list[Reference]) -> None:
        """A sentence that holds statements: what is in front of each, between them and behind."""
        frame = self.gate.frame
        stretches = re.split(f"[{FRAMED}]", unit.body)
        labels, cited = unit.labels, {r.id for r in unit.refs if r.what is What.CITATION}
        if unit.state.bare:
            unit.problem("claim")
        for reference, lead in zip(framed, stretches, strict=False):
            said, own = self._own(reference)
            if kind := frame.lead(_UNFRAMED.sub("", lead), own):
                unit.problem(kind, 0, reference.start)
            elif not frame.above(labels, said, own):
                unit.problem("element", reference.start, reference.end)
            if said is not None and not cited <= set(said.passages):
                unit.problem("citation")
        if not frame.behind(stretches[-1]):
            unit.problem("behind", framed[-1].end)

    def _own(self, reference: Reference) -> tuple[Statement | None, frozenset[str]]:
        """The statement of ``reference``, if it is one, and the elements that it or the quotation is of."""
        if reference.what is What.STATEMENT:
            said = self.gate.book.statement(reference.id)
            return said, subjects(said)
        quoted = self.gate.book.quotation(reference.id)
        return None, subjects(None, phase=quoted.phase if quoted else None)

    def _cells(self, unit: Unit, framed: list[Reference]) -> None:
        """A table row of the writer's own: short forms only, and only of whom the row is headed by."""
        frame = self.gate.frame
        cells = unit.body.strip(" >\n").strip("|").split("|")
        head = frame.label(cells[0], 1)
        heads = unit.state.row or ()
        columns = [frame.label(c, 1) for c in heads]
        if framed and (len(framed) > 1 or not all(map(frame.column, heads))):
            unit.problem("place", framed[0].start, framed[-1].end)
        for reference in framed:
            said, own = self._own(reference)
            named = [ids & own for ids in head.elements]
            if said is None or not reference.brief or not named or not all(named):
                unit.problem("place", reference.start, reference.end)
            elif not frame.above((*columns, *unit.labels), said, own) or head.blocked:
                unit.problem("element", reference.start, reference.end)
        if any(r.what in (What.BUDGET, What.TABLE) for r in unit.refs):
            unit.problem("place")
        if any(re.search(f"[{FRAMED}]", c) and not re.fullmatch(f"[ *_]*[{FRAMED}][ *_]*", c) for c in cells):
            unit.problem("place")

    # -- printing ----------------------------------------------------------------------------------------------------

    def _print(self, unit: Unit) -> None:
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
            at = self._print_one(unit, reference, unit.raw[at : reference.start])
        printer.text(unit.raw[at:])

    def _print_one(self, unit: Unit, reference: Reference, before: str) -> int:
        """Print ``reference`` behind the words ``before``; where the words behind it begin."""
        printer, at = self.printer, reference.end
        printed = self._printed(unit, reference)
        if printed is None:
            printer.text(before)
            printer.cite(reference.id)
            return at
        if printed.block:
            alone = unit.state.block or (unit.state.line_start and not unit.raw[: reference.start].strip(" >"))
            before = before.rstrip(" ") + ("" if alone else "\n\n")
            stop = _STOP.match(unit.raw, at)
            at = stop.end() if stop else at
        printer.text(before)
        printer.text(self._article(unit, reference, before))
        printer.printed(printed, reference.id or "budget")
        if reference.what is What.STATEMENT and unit.raw[at:]:
            at = self._stopped(unit.raw, at, printed)
        self.references[reference.id or "budget"] = None
        if printed.block and unit.raw[at:] and not unit.raw.startswith("\n", at):
            printer.text("\n\n")
        return at

    def _stopped(self, raw: str, at: int, printed: Printed) -> int:
        """Where the words go on behind a statement: one that ends with a mark needs no stop, one that a sentence follows on its line does."""
        text = "".join(p.text for p in printed.parts if not isinstance(p, Cite)).rstrip()
        ended = text.endswith(_MARKS_OF_END)
        if not raw[at:].strip(" "):
            if not ended:
                self.printer.text("。" if self.gate.language == "zh" else ".")
            return at
        return at + 1 if ended and raw[at] in ".。" and raw[at : at + 3] != "..." else at

    def _article(self, unit: Unit, reference: Reference, before: str) -> str:
        """What stands in front of the budget phrase in English where the writer wrote no determiner."""
        if reference.what is not What.BUDGET or self.gate.language != "en" or _DETERMINED.search(before):
            return ""
        return "The " if opens(unit.raw[unit.head : reference.start]) else "the "

    def _printed(self, unit: Unit, reference: Reference) -> Printed | None:
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
        return book.clause(reference.id, brief=reference.brief, again=again, opens=reference is unit.opening)

    def _scenarios(self) -> bool:
        """Whether the book holds several scenarios, so that every statement keeps its amount."""
        if self._several is None:
            book = self.gate.book
            found = {s.scenario for r in book.all() if (s := book.statement(r)) and s.scenario}
            self._several = len(found) > 1
        return self._several
