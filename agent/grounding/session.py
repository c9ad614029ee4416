"""Checks a reply unit by unit and renders what passes; the whole check and the stream both run through here.

A :class:`State` is what one unit leaves to the next: numbers of citations and lists, headings, the head of a table.
Nothing else crosses a unit, so that a stream that checks units as they come ends where the whole check ends.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from agent.grounding import binding, comparing, numerals, render, syntax, units
from agent.grounding.binding import Agreement, Names, Scene
from agent.grounding.numerals import FACT_MARK, Glossary
from agent.grounding.resolve import Literal, Resolver
from agent.grounding.verdict import Problem
from tools.facts import Fact, Ledger
from tools.quantities import Comparator, UnitKind

MAX_UNIT = 800
MAX_FIGURES_PER_UNIT = 40
MAX_FIGURES = 200

_MARKUP = re.compile(
    r"<[A-Za-z/!?]|\]\s?\(|!\[|(?i:https?:|ftp:|www\.|mailto:|javascript:|data:)|&(?:#|[A-Za-z]\w{0,20};)|\]:\s"
    r"|(?i:[a-z0-9-]+\.(?:com|cn|net|org|io|ai|app|dev|info|biz|xyz|top|vip|co|me|tv|shop|site|online)\b)|\$\$|<!--"
)
_LIST = re.compile(
    r"([ ]*(?:>[ ]?)*(?:#{1,6}[ ]+)?(?:[-*][ ]+)?(?:\*\*|__)?)(?:([0-9]{1,2})(?:[.)][ ]+|、[ ]*)|([一二三四五六七八九十]{1,3})、[ ]*)"
)
_ZH_NUMBERS = "零一二三四五六七八九十"
_BEFORE_FORBIDDEN = re.compile(r"[A-Za-z0-9.'/^\-−±#@&+负第每零%]$")
_AFTER_FORBIDDEN = re.compile(
    r"[A-Za-z0-9/^@#&]|[.,:'](?=[^\s])|[ ]?percentage point|[ ]?(?:k|m|w|bn|mn|t|pp|pts|points?)\b|(?:点|几|许|级|成|分)(?![时配钟])",
    re.IGNORECASE,
)
_RANGE = re.compile(r"[ ]?(?:-|–|—|~|～|到|至|\bto\b)[ ]?")
_PERIOD_WORDS = (
    (
        "month",
        re.compile(
            r"每个?月|月均|按月|/月|\bper month\b|\bmonthly\b|\ba month\b|\beach month\b|\bevery month\b", re.IGNORECASE
        ),
    ),
    (
        "quarter",
        re.compile(
            r"每个?季度?|季均|\bper quarter\b|\bquarterly\b|\ba quarter\b|\beach quarter\b|\bevery quarter\b",
            re.IGNORECASE,
        ),
    ),
    ("day", re.compile(r"每天|每日|日均|\bper day\b|\bdaily\b|\ba day\b|\beach day\b|\bevery day\b", re.IGNORECASE)),
    ("week", re.compile(r"每周|周均|\bper week\b|\bweekly\b|\ba week\b|\beach week\b|\bevery week\b", re.IGNORECASE)),
)


@dataclass(frozen=True, slots=True)
class State:
    """What one unit leaves to the next."""

    line_start: bool = True
    after_blank: bool = True
    cited: tuple[str, ...] = ()
    used: tuple[str, ...] = ()
    figures: int = 0
    counters: tuple[tuple[int, str, int], ...] = ()
    context: tuple[tuple[int, frozenset[str]], ...] = ()
    indent: int = 0
    table: tuple[frozenset[str], ...] | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """A unit after its check: what to show of it, what is wrong with it, and the state behind it."""

    text: str
    problems: tuple[Problem, ...]
    state: State
    labelled: bool = False


@dataclass(slots=True)
class Figure:
    """A figure of a unit: characters ``start`` to ``end`` of its skeleton, the fact and how it is to be printed."""

    start: int
    end: int
    fact: Fact
    form: syntax.Form
    idiom: str = ""
    literal: bool = False
    printed: str = ""
    labelled: bool = False


@dataclass(frozen=True)
class Session:
    """The rules of one ledger, language and vocabulary, applied unit by unit."""

    ledger: Ledger
    language: str
    names: Names
    glossary: Glossary
    passages: Mapping[str, render.PassageText]
    resolver: Resolver = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "resolver", Resolver(tuple(self.ledger), self.names))

    def check(self, unit: str, state: State, offset: int) -> Checked:
        """``unit``, which begins at ``offset`` of the reply, checked and rendered in ``state``."""
        if len(unit) > MAX_UNIT:
            return _refused("sentence_too_long", offset, offset + len(unit), state)
        if match := numerals.FORBIDDEN.search(unit):
            return _refused("character", offset + match.start(), offset + match.end(), state)
        if match := _MARKUP.search(unit):
            return _refused("markup", offset + match.start(), offset + match.end(), state)
        if numerals.is_foreign(unit):
            return _refused("language", offset, offset + len(unit), state)
        head, number, state = self._list_number(unit, state)
        return _Unit(self, unit, head, number, _enter(unit, state), offset).checked()

    def _list_number(self, unit: str, state: State) -> tuple[int, str, State]:
        """How long the list number of ``unit`` is, and the number that we put in its place."""
        match = _LIST.match(unit) if state.line_start else None
        if match is None:
            if state.line_start and unit.strip() and not unit.startswith((" ", "-", "*", "|")):
                state = replace(
                    state,
                    counters=tuple(c for c in state.counters if c[1].startswith("#") and not unit.startswith("#")),
                )
            return 0, "", state
        before, style = match[1], "zh" if match[3] else "en"
        key = (len(before) - len(before.lstrip(" ")), before.strip(" ") + style)
        number = next((n for i, k, n in state.counters if (i, k) == key), 0) + 1
        kept = tuple(c for c in state.counters if c[:2] != key and c[0] <= key[0])
        text = f"{_zh_number(number)}、" if style == "zh" else f"{number}. "
        return match.end(), before + text, replace(state, counters=(*kept, (*key, number)))


class _Unit:
    """One unit under check."""

    def __init__(self, session: Session, unit: str, head: int, number: str, state: State, offset: int) -> None:
        self.session, self.state, self.head, self.number, self.offset = session, state, head, number, offset
        self.body = unit[head:]
        self.unit = unit
        self.skeleton = units.skeleton(self.body)
        self.text = self.skeleton.text
        self.problems: list[Problem] = []
        self.row = state.line_start and unit.lstrip(" ").startswith("|")
        self.mentions = tuple(session.names.find(self.text))
        self.quoted: dict[int, str] = {}
        self.cited = list(state.cited)
        self.figures: list[Figure] = []

    def checked(self) -> Checked:
        self._references()
        self._literals()
        self.figures.sort(key=lambda figure: figure.start)
        if len(self.figures) > MAX_FIGURES_PER_UNIT or self.state.figures + len(self.figures) > MAX_FIGURES:
            self._problem("too_many_figures", 0, len(self.text))
        if not self.problems:
            self._judge()
        text = "" if self.problems else self._rendered()
        used = tuple(dict.fromkeys((*self.state.used, *(figure.fact.id for figure in self.figures))))
        state = replace(self.state, used=used, cited=tuple(self.cited), figures=self.state.figures + len(self.figures))
        labelled = any(figure.labelled for figure in self.figures)
        return Checked(text, tuple(self.problems), self._leave(state), labelled)

    # -- reading

    def _references(self) -> None:
        for index, found in self.skeleton.references.items():
            match found:
                case syntax.FactRef(id=fact_id, form=form) if fact_id in self.session.ledger:
                    self.figures.append(Figure(index, index + 1, self.session.ledger[fact_id], form))
                case syntax.Citation(passage=passage) if passage in self.session.passages:
                    self.quoted[index] = render.render_citation(self._cite(passage))
                case syntax.Quotation(passage=passage) if passage in self.session.passages:
                    self._quote(index, found)
                case None:
                    self._problem("reference", index, index + 1)
                case _:
                    self._problem(
                        "unknown_fact" if isinstance(found, syntax.FactRef) else "unknown_passage", index, index + 1
                    )
        for match in re.finditer(r"\[\[|\]\]", self.text):
            self._problem("reference", *match.span())

    def _quote(self, index: int, found: syntax.Quotation) -> None:
        passage = self.session.passages[found.passage]
        words = passage.text if found.language == "zh" else passage.translation
        words = render.whole_sentences(words or "", found.start, found.end)
        if not words:
            self._problem("unknown_passage", index, index + 1)
            return
        self.quoted[index] = render.render_quotation(words, self._cite(found.passage), found.language)

    def _cite(self, passage: str) -> int:
        if passage not in self.cited:
            self.cited.append(passage)
        return self.cited.index(passage) + 1

    def _literals(self) -> None:
        left = numerals.uncovered(self.text, self.session.glossary)
        if not left:
            return
        literals = self.session.resolver.read(self.text, left)
        for span in left:
            if not any(literal.start <= span.start and span.end <= literal.end for literal in literals):
                self._problem("numeral", span.start, span.end)
        if self.problems:
            return
        scene = self._scene([literal.start for literal in literals])
        for literal in literals:
            self._literal(literal, scene)

    def _literal(self, literal: Literal, scene: Scene) -> None:
        claim = self._claim(literal.start, literal.end, scene.figures)
        facts, code = self.session.resolver.resolve(literal, claim, scene)
        if not facts:
            self._problem(code, literal.start, literal.end)
            return
        for fact, (start, end) in zip(facts, literal.parts, strict=True):
            self.figures.append(Figure(start, end, fact, syntax.Form.AUTO, literal.idiom, literal=True))

    # -- judging

    def _scene(self, more: list[int]) -> Scene:
        figures = tuple(sorted([figure.start for figure in self.figures] + more))
        inherited = self.state.context[-1][1] if self.state.context else frozenset()
        columns = None
        if self.row and self.state.table:
            table = self.state.table
            cells = {f: self.text.count("|", 0, f) for f in figures}
            columns = {f: table[c] if c < len(table) else frozenset() for f, c in cells.items()}
        return Scene(self.text, self.mentions, figures, inherited, columns)

    def _claim(self, start: int, end: int, figures: tuple[int, ...]) -> comparing.Claim | None:
        floor = max((f + 1 for f in figures if f < start), default=0)
        return comparing.before(self.text, floor, start) or comparing.after(self.text, end)

    def _judge(self) -> None:
        scene = self._scene([])
        for index, figure in enumerate(self.figures):
            self._adjacent(figure)
            bare = self._comparator(index, figure, scene)
            self._period(figure, scene)
            found = binding.agreement(scene, figure.start, figure.fact, self.session.names)
            if found is Agreement.CONFLICT:
                self._problem("entity", figure.start, figure.end)
            full = figure.form is syntax.Form.FULL
            printed = render.render_fact(figure.fact, self.session.language, full=full, comparator=not bare)
            figure.labelled = figure.form is syntax.Form.LABEL or (
                found is Agreement.SILENT and (figure.form is not syntax.Form.VALUE or bool(self.mentions))
            )
            figure.printed = figure.idiom or printed
            if figure.labelled:
                figure.printed = render.with_label(figure.fact, figure.printed, self.session.language)

    def _adjacent(self, figure: Figure) -> None:
        before, after = self.text[: figure.start], self.text[figure.end : figure.end + 20]
        joined = _RANGE.search(before[-6:]) is not None and before[-6:].rstrip(" -–—~～到至to")[-1:] in (
            FACT_MARK,
            *"0123456789%",
        )
        if (
            (
                _BEFORE_FORBIDDEN.search(before[-2:])
                and not joined
                and not (before.endswith("-") and not before[:-1].strip())
            )
            or _AFTER_FORBIDDEN.match(after)
            or after[:1] == FACT_MARK
        ):
            self._problem("adjacent", figure.start, figure.end)

    def _comparator(self, index: int, figure: Figure, scene: Scene) -> bool:
        """Whether the words say the comparator, so that the figure is printed without it."""
        fact = figure.fact
        if self._in_range(index):
            return True
        claim = self._claim(figure.start, figure.end, scene.figures)
        if claim is None:
            return False
        if claim.comparator is fact.comparator:
            return True
        if claim.relational and index and _holds(self.figures[index - 1].fact, claim.comparator, fact):
            return False
        self._problem("comparator", claim.start, claim.end)
        return False

    def _in_range(self, index: int) -> bool:
        """Whether the figure is an end of a range “low – high” whose ends fit together."""
        for low, high in ((index - 1, index), (index, index + 1)):
            if low < 0 or high >= len(self.figures):
                continue
            a, b = self.figures[low], self.figures[high]
            if (
                _RANGE.fullmatch(self.text[a.end : b.start])
                and a.fact.unit == b.fact.unit
                and a.fact.value < b.fact.value
            ):
                if a.fact.comparator in (Comparator.EQUAL, Comparator.AT_LEAST) and b.fact.comparator in (
                    Comparator.EQUAL,
                    Comparator.AT_MOST,
                ):
                    return True
        return False

    def _period(self, figure: Figure, scene: Scene) -> None:
        start, end = scene.clause(figure.start)
        if figure.fact.unit.kind not in (UnitKind.MONEY, UnitKind.COUNT, UnitKind.DURATION, UnitKind.NUMBER):
            return
        near = self.text[max(start, figure.start - 12) : min(end, figure.end + 16)]
        for period, words in _PERIOD_WORDS:
            if words.search(near) and figure.fact.unit.per != period:
                self._problem("period", figure.start, figure.end)

    # -- rendering

    def _rendered(self) -> str:
        pieces, at = [self.number], 0
        replaced = {figure.start: (figure.end, figure.printed) for figure in self.figures}
        replaced |= {index: (index + 1, printed) for index, printed in self.quoted.items()}
        for start, (end, printed) in sorted(replaced.items()):
            first, last = self.skeleton.at[start], self.skeleton.ends[end - 1]
            inside = self.body[first:last] if end - start > 1 else ""
            pieces += [self.body[at:first], printed, "".join(c for c in inside if c in "*`")]
            at = last
        return "".join([*pieces, self.body[at:]])

    def _leave(self, state: State) -> State:
        line_end = self.unit.endswith("\n")
        ids = frozenset(c for m in self.mentions for c in m.ids)
        context = state.context
        if ids and not self.row:
            context = tuple(c for c in context if c[0] < state.indent)
            context = (*context, (state.indent, ids))
        table = state.table
        if self.row:
            table = table if table is not None else self._head()
        elif self.unit.strip():
            table = None
        blank = not self.unit.strip() and (state.line_start or state.after_blank)
        return replace(state, line_start=line_end, after_blank=blank and line_end, context=context, table=table)

    def _head(self) -> tuple[frozenset[str], ...]:
        cells: list[frozenset[str]] = []
        start = 0
        for cell in self.text.split("|"):
            end = start + len(cell)
            cells.append(frozenset(c for m in self.mentions if start <= m.start < end for c in m.ids))
            start = end + 1
        return tuple(cells)

    def _problem(self, code: str, start: int, end: int) -> None:
        at = self.skeleton.at
        begin = self.offset + self.head
        self.problems.append(Problem.of(code, begin + at[min(start, len(at) - 1)], begin + at[min(end, len(at) - 1)]))


def _enter(unit: str, state: State) -> State:
    """``state`` with the headings and items that still hold for ``unit``."""
    if not state.line_start or not unit.strip():
        return state
    stripped = unit.lstrip(" ")
    if stripped.startswith("#"):
        indent = -10 + len(stripped) - len(stripped.lstrip("#"))
    elif re.match(r"[-*+•·][ ]|[0-9]{1,2}[.)、]", stripped):
        indent = 1 + len(unit) - len(stripped)
    elif stripped.startswith("|"):
        return state
    else:
        indent = 0
    context = tuple(c for c in state.context if c[0] < indent)
    return replace(state, context=context, indent=indent)


def _holds(left: Fact, comparator: Comparator, right: Fact) -> bool:
    if left.unit != right.unit:
        return False
    return {
        Comparator.MORE_THAN: left.value > right.value,
        Comparator.LESS_THAN: left.value < right.value,
        Comparator.AT_LEAST: left.value >= right.value,
        Comparator.AT_MOST: left.value <= right.value,
    }.get(comparator, False)


def _zh_number(number: int) -> str:
    if number <= 10:
        return _ZH_NUMBERS[number]
    tens, ones = divmod(number, 10)
    return f"{_ZH_NUMBERS[tens] if tens > 1 else ''}十{_ZH_NUMBERS[ones] if ones else ''}"


def _refused(code: str, start: int, end: int, state: State) -> Checked:
    return Checked("", (Problem.of(code, start, end),), state)
