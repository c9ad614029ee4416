"""What is wrong with a unit of a reply: references that resolve to nothing, prose that states a figure, and frames that are not the statement's own."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from agent.answers.book import Book
from agent.answers.model import Statement
from agent.grounding import references
from agent.grounding.frame import Frame, subjects
from agent.grounding.outcome import MAX_PROBLEMS
from agent.grounding.own import OwnWords
from agent.grounding.placing import Unit
from agent.grounding.printing import several
from agent.grounding.prose import FORBIDDEN, MARKUP, Prose, list_number
from agent.grounding.references import FRAMED, MARKS, USERS_WORDS, Reference, What
from agent.grounding.sentences import MAX_UNIT
from agent.grounding.words import Vocabulary

_INLINE = re.compile(r"[（(]([1-9]|[一二三四五六七八九])[）)]")
_QUOTED = re.compile(r"“([^“”\n]{1,200})”|「([^「」\n]{1,200})」|\"([^\"\n]{1,200})\"|『([^『』\n]{1,200})』")
#: A year as it is told: 2024年, in 2024, as of 2024.
_YEAR = re.compile(
    r"(?<![0-9.,])(?:19|20)[0-9]{2}(?=年)|(?<=(?:in|of|by) )(?:19|20)[0-9]{2}(?=[.,;:!?)]|$|\s+(?:the|this|that|it|we|and|was|is)\b)",
    re.IGNORECASE,
)
#: Kinds of problem that a user's own words may be, and a statement may hold.
_OWN = frozenset({"figure", "quantity"})
_UNFRAMED = re.compile(f"[{MARKS[What.CITATION]}{MARKS[What.BUDGET]}]")
_ALONE = re.compile(f"[ *_]*[{FRAMED}][ *_]*")


@lru_cache(maxsize=8)
def _scanners(vocabulary: Vocabulary) -> tuple[Prose, Frame]:
    """Made once for a vocabulary: that costs more than checking a reply does."""
    return Prose(vocabulary), Frame(vocabulary)


def _apart(unit: Unit) -> bool:
    """Whether each statement of a row is alone in its cell."""
    return all(_ALONE.fullmatch(c) for c in unit.cells if any(mark in c for mark in FRAMED))


class Judge:
    """Judges the units of replies over one book; a unit brings the state in which it stands."""

    def __init__(self, book: Book, vocabulary: Vocabulary, own: OwnWords) -> None:
        self.book, self.own = book, own
        prose, self.frame = _scanners(vocabulary)
        #: A reply is checked as it arrives, as a whole and once mended: each sentence is searched once.
        self.found = lru_cache(maxsize=1024)(prose.find)

    def judge(self, unit: Unit) -> None:
        """Read ``unit`` and tell its problems."""
        raw = unit.raw
        if len(raw) > MAX_UNIT:
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

    # -- references and prose ----------------------------------------------------------------------------------------

    def _known(self, unit: Unit) -> None:
        """Tell the references that stand for nothing in the book."""
        book = self.book
        known: dict[What, Callable[[Reference], object]] = {
            What.STATEMENT: lambda r: book.statement(r.id),
            What.TABLE: self._table,
            What.QUOTATION: lambda r: book.quotation(r.id),
            What.BUDGET: lambda r: book.budget(r.id) and (r.id or not several(book)),
            What.CITATION: lambda r: book.passage(r.id),
        }
        for reference in unit.refs:
            if not known[reference.what](reference):
                unit.problem("reference", reference.start, reference.end)

    def _table(self, reference: Reference) -> bool:
        """Whether the table is there and its words, if any, are one for each row and pass as prose."""
        table = self.book.table(reference.id)
        if table is None:
            return False
        fits = len(reference.words) in (0, len(table.rows) - table.total, len(table.rows))
        return fits and not any(map(self.found, reference.words))

    def _prose(self, unit: Unit) -> None:
        before = unit.state.carried
        text = self._without_years(before + self._scanned(unit))
        for finding in self.found(text):
            own = finding.kind in _OWN and self.own.said(text, finding.start, finding.end)
            if finding.end > len(before) and not own:
                start = unit.head + max(0, finding.start - len(before))
                hint = self._hint(finding.kind, finding.text)
                unit.problem(finding.kind, start, start + len(finding.text), hint=hint)
            if len(unit.problems) >= MAX_PROBLEMS:
                break

    def _scanned(self, unit: Unit) -> str:
        """The words of the unit, without numbers of a list within it; the user's own that code quotes back are marked."""

        def words(match: re.Match[str]) -> str:
            said = next(group for group in match.groups() if group is not None)
            return USERS_WORDS if self.book.quoted(said) else match[0]

        def number(match: re.Match[str]) -> str:
            value = list_number(match[1])
            if value not in (1, unit.inline + 1):
                return match[0]
            unit.inline = value
            return " " * len(match[0])

        return _INLINE.sub(number, _QUOTED.sub(words, unit.body))

    def _without_years(self, text: str) -> str:
        """``text`` without the years that stand in passages that were shown."""
        if not _YEAR.search(text):
            return text
        book = self.book
        shown = {year for r in book.all() if book.quotation(r) for year in _YEAR.findall(book.block(r).text)}
        return _YEAR.sub(lambda m: USERS_WORDS * len(m[0]) if m[0] in shown else m[0], text)

    def _hint(self, kind: str, text: str) -> str:
        """The words ``text`` and the statements that hold the figure, for whoever typed it."""
        book = self.book
        references = [r for r in book.holding(text)[:3] if book.statement(r)] if kind in _OWN else []
        held = ", ".join(f"[[{r}]] ({book.clause(r).text})" for r in references)
        return f"(“{text}” stands in {held})" if held else f"(“{text}”)"

    # -- frames ------------------------------------------------------------------------------------------------------

    def _frames(self, unit: Unit) -> None:
        framed = [r for r in unit.refs if r.what in (What.STATEMENT, What.QUOTATION)]
        tables = [r for r in unit.refs if r.what is What.TABLE]
        if tables and unit.body.strip() != MARKS[What.TABLE]:
            unit.problem("place", tables[0].start, tables[0].end)
        if unit.is_row:
            self._cells(unit, framed)
        elif framed:
            self._framed(unit, framed)
        elif unit.state.framed and self.frame.echo(unit.body):
            unit.problem("claim")
        for match in re.finditer(MARKS[What.BUDGET], unit.body):
            if not self.frame.budget(unit.body[: match.start()], unit.body[match.end() :]):
                unit.problem("budget")

    def _framed(self, unit: Unit, framed: list[Reference]) -> None:
        """A sentence that holds statements: what is in front of each, between them and behind."""
        stretches = re.split(f"[{FRAMED}]", unit.body)
        cited = {r.id for r in unit.refs if r.what is What.CITATION}
        labels = unit.labels
        if unit.state.bare:
            unit.problem("claim")
        for reference, lead in zip(framed, stretches, strict=False):
            said, own = self._own(reference)
            if kind := self.frame.lead(_UNFRAMED.sub("", lead), own):
                unit.problem(kind, 0, reference.start)
            elif not self.frame.above(labels, said, own):
                unit.problem("element", reference.start, reference.end)
            if said is not None and not cited <= set(said.passages):
                unit.problem("citation")
        if not self.frame.behind(stretches[-1]):
            unit.problem("behind", framed[-1].end)

    def _own(self, reference: Reference) -> tuple[Statement | None, frozenset[str]]:
        """The statement of ``reference``, if it is one, and the elements that it or the quotation is of."""
        said, quoted = self.book.statement(reference.id), self.book.quotation(reference.id)
        return said, subjects(said, phase=quoted.phase if quoted else None)

    def _cells(self, unit: Unit, framed: list[Reference]) -> None:
        """A table row of the writer's own: one short form at most, alone in its cell, and only of whom the row is headed by."""
        if any(r.what in (What.BUDGET, What.TABLE) for r in unit.refs):
            unit.problem("place")
        if not framed:
            return
        frame, heads = self.frame, unit.state.row or ()
        head = frame.label(unit.cells[0], 1)
        labels = (*(frame.label(c, 1) for c in heads), *unit.labels)
        if not _apart(unit) or len(framed) > 1 or not all(map(frame.column, heads)):
            unit.problem("place")
        for reference in framed:
            said, own = self._own(reference)
            if said is None or not reference.brief or not head.elements or not all(x & own for x in head.elements):
                unit.problem("place", reference.start, reference.end)
            elif head.blocked or not frame.above(labels, said, own):
                unit.problem("element", reference.start, reference.end)
