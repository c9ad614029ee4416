"""One unit of a reply under check: its figures found, judged and printed.

Order matters: first what the text refers to and what it types, then whether each figure is said of what it belongs to,
then the text that is shown. A unit with a problem has no text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from agent.grounding import (
    binding,
    comparing,
    direction,
    equations,
    numerals,
    render,
    surroundings,
    syntax,
    units,
)
from agent.grounding.binding import Agreement, Names, Scene
from agent.grounding.comparisons import Comparisons
from agent.grounding.numerals import Glossary
from agent.grounding.resolve import RANGE, Literal, Resolver
from agent.grounding.state import Head, State, leave
from agent.grounding.verdict import Problem
from tools.facts import Fact, Ledger, day_of
from tools.quantities import Comparator

MAX_FIGURES_PER_UNIT = 40
MAX_FIGURES = 200
#: What the reader of figures is asked to read: gaps within and between figures (3,000,000 has two), and characters.
_MAX_GAPS = 2 * MAX_FIGURES_PER_UNIT
_MAX_NUMERALS = 300
_PERIOD_REACH = 14
_DAY = re.compile(r"(?<![0-9A-Za-z.,/-])[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9A-Za-z/-]|[.,][0-9])")
_BETWEEN = re.compile(r"(?:between|介于|在)\s?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Rules:
    """What replies are held against."""

    ledger: Ledger
    language: str
    names: Names
    glossary: Glossary
    passages: Mapping[str, render.PassageText]
    resolver: Resolver
    related: Mapping[str, Sequence[frozenset[str]]]
    comparisons: Comparisons


@dataclass(frozen=True, slots=True)
class Checked:
    """A unit after its check: what to show of it, what is wrong with it, and the state behind it.

    ``labelled_at`` is where the first figure stands that got its label: text that follows may make it superfluous, so
    a stream waits there.
    """

    text: str
    problems: tuple[Problem, ...]
    state: State
    labelled_at: int | None = None


@dataclass(slots=True)
class _Figure:
    """A figure at ``start`` to ``end`` of the skeleton, its fact and how it is to be printed.

    ``wording`` is shown instead of the canonical string: an idiom that was typed, or the fact's working.
    """

    start: int
    end: int
    fact: Fact
    form: syntax.Form = syntax.Form.AUTO
    wording: str = ""
    printed: str = ""
    labelled: bool = False


class UnitCheck:
    """The check of one unit; used once."""

    def __init__(self, rules: Rules, unit: str, *, head: Head, state: State, offset: int) -> None:
        self._rules, self._unit, self._head, self._state, self._offset = rules, unit, head, state, offset
        self._body = unit[head.length :]
        self._skeleton = units.skeleton(self._body)
        self._text = self._skeleton.text
        self._row = state.line_start and unit.lstrip(" ").startswith("|")
        self._mentions = tuple(rules.names.find(self._text))
        self._bounds = binding.clause_bounds(self._text)
        self._problems: list[Problem] = []
        self._figures: list[_Figure] = []
        self._others: dict[int, str] = {}
        self._days: list[tuple[int, int, str]] = []
        self._cited = list(state.cited)

    def checked(self) -> Checked:
        """The outcome."""
        self._refer()
        self._take_literals()
        self._figures.sort(key=lambda figure: figure.start)
        count = self._state.figures + len(self._figures)
        if len(self._figures) > MAX_FIGURES_PER_UNIT or count > MAX_FIGURES:
            self._problem("too_many_figures", 0, len(self._text))
        if not self._problems:
            self._judge()
        told = (figure.fact.id for figure in self._figures)
        used = tuple(dict.fromkeys((*self._state.used, *told)))
        state = replace(self._state, used=used, cited=tuple(self._cited), figures=count)
        state = leave(self._unit, state, text=self._text, mentions=self._mentions, row=self._row)
        if self._problems:
            return Checked("", tuple(self._problems), state)
        labelled = next((f.start for f in self._figures if f.labelled), None)
        at = None if labelled is None else self._head.length + self._skeleton.at[labelled]
        return Checked(self._rendered(), (), state, at)

    # -- what the text refers to, and what it types

    def _refer(self) -> None:
        for index, found in self._skeleton.references.items():
            match found:
                case syntax.FactRef(id=fact_id) | syntax.Working(id=fact_id) if fact_id not in self._rules.ledger:
                    self._problem("unknown_fact", index, index + 1)
                case syntax.FactRef(id=fact_id, form=form):
                    self._figures.append(_Figure(index, index + 1, self._rules.ledger[fact_id], form))
                case syntax.Working(id=fact_id):
                    fact = self._rules.ledger[fact_id]
                    formula = render.render_working(self._rules.ledger, fact, self._rules.language)
                    self._figures.append(_Figure(index, index + 1, fact, wording=formula))
                case syntax.Citation(passage=passage) if passage in self._rules.passages:
                    number = render.render_citation(self._cite(passage))
                    self._others[index] = "" if self._just_cited(index, passage) else number
                case syntax.Day(id=fact_id):
                    self._take_day(index, fact_id)
                case syntax.Quotation(passage=passage) if passage in self._rules.passages and self._words(found):
                    self._others[index] = render.render_quotation(
                        self._words(found), self._cite(passage), found.language
                    )
                case None:
                    self._problem("reference", index, index + 1)
                case _:
                    self._problem("unknown_passage", index, index + 1)
        for match in re.finditer(r"\[\[|\]\]", self._text):
            self._problem("reference", *match.span())

    def _take_day(self, index: int, fact_id: str) -> None:
        if fact_id not in self._rules.ledger or not (day := day_of(self._rules.ledger[fact_id])):
            self._problem("unknown_fact", index, index + 1)
            return
        self._others[index] = day
        self._days.append((index, index + 1, day))

    def _just_cited(self, index: int, passage: str) -> bool:
        """Whether the same passage is cited or quoted right before: its number stands there already."""
        before = self._skeleton.references.get(index - 1)
        return isinstance(before, syntax.Citation | syntax.Quotation) and before.passage == passage

    def _words(self, found: syntax.Quotation) -> str:
        passage = self._rules.passages[found.passage]
        # A document without an edition is quoted in its own language.
        words = passage.text if found.language == "zh" or passage.translation is None else passage.translation
        return render.whole_sentences(words, found.start, found.end)

    def _cite(self, passage: str) -> int:
        if passage not in self._cited:
            self._cited.append(passage)
        return self._cited.index(passage) + 1

    def _take_days(self, left: Sequence[numerals.Span]) -> list[numerals.Span]:
        """What of ``left`` is no typed day on which a fact of the ledger was measured."""
        if "-" not in self._text or not (known := {day_of(fact) for fact in self._rules.ledger}):
            return list(left)
        typed = [match.span() for match in _DAY.finditer(self._text) if match[0] in known]
        self._days += [(start, end, self._text[start:end]) for start, end in typed]
        return [s for s in left if not any(start <= s.start and s.end <= end for start, end in typed)]

    def _take_literals(self) -> None:
        left = self._take_days(numerals.uncovered(self._text, self._rules.glossary))
        if not left or self._problems:
            return
        if (
            sum(b.start > a.end for a, b in pairwise(left)) > _MAX_GAPS
            or sum(s.end - s.start for s in left) > _MAX_NUMERALS
        ):
            self._problem("too_many_figures", left[0].start, left[-1].end)
            return
        literals = self._rules.resolver.read(self._text, left)
        if len(literals) > MAX_FIGURES_PER_UNIT:
            self._problem("too_many_figures", left[0].start, left[-1].end)
        for span in left:
            if not any(literal.start <= span.start and span.end <= literal.end for literal in literals):
                self._problem("numeral", span.start, span.end)
        if self._problems:
            return
        scene = self._scene([start for literal in literals for start, _ in literal.parts])
        for literal in literals:
            self._take(literal, scene)

    def _take(self, literal: Literal, scene: Scene) -> None:
        claim = next((c for c in self._claims(literal.start, literal.end, scene.figures) if c.near), None)
        facts, code = self._rules.resolver.resolve(literal, claim, scene)
        if code:
            self._problem(code, literal.start, literal.end)
        for fact, (start, end) in zip(facts, literal.parts, strict=False):
            self._figures.append(_Figure(start, end, fact, wording=literal.idiom))

    # -- whether it may be said

    def _judge(self) -> None:
        scene = self._scene([])
        for index, figure in enumerate(self._figures):
            after_low, joined = self._is_range(index - 1), self._is_range(index - 1) or self._is_range(index)
            if surroundings.changes(self._text, figure.start, figure.end, figure.fact, joined=after_low):
                self._problem("adjacent", figure.start, figure.end)
            start, end = scene.clause(figure.start)
            start = start if start > _PERIOD_REACH else 0  # “Monthly, the total is …”
            near = max(start, figure.start - _PERIOD_REACH) if start else 0, min(end, figure.end + _PERIOD_REACH)
            if surroundings.other_period(self._text, *near, figure.fact):
                self._problem("period", figure.start, figure.end)
            self._print(index, figure, scene, joined=joined)
        self._dated()
        self._whole()

    def _dated(self) -> None:
        """A day stands with the figure that was measured on it, and no other day or figure of another day stands with it."""
        told = {day_of(figure.fact): figure.fact for figure in self._figures}
        named = {day for _, _, day in self._days}
        for start, end, day in self._days:
            if day not in told:
                self._problem("day", start, end)
            elif surroundings.changes(self._text, start, end, told[day], joined=False):
                self._problem("adjacent", start, end)
        for figure in self._figures if named else ():
            if (day := day_of(figure.fact)) and {day} != named:
                self._problem("day", figure.start, figure.end)

    def _whole(self) -> None:
        """What is said between figures, or about amounts without one."""
        operands = [equations.Operand(f.start, f.end, f.fact) for f in self._figures]
        for wrong in equations.false_ones(self._text, operands):
            self._problem("arithmetic", wrong.start, wrong.end)
        for start, end in self._rules.comparisons.unfounded(self._text, self._mentions):
            self._problem("comparison", start, end)

    def _print(self, index: int, figure: _Figure, scene: Scene, *, joined: bool) -> None:
        fact = figure.fact
        bare = self._said(index, figure, scene, joined=joined)
        told, own = direction.of_text(self._unnamed(*scene.clause(figure.start))), direction.of_fact(fact)
        if told * own < 0:
            self._problem("direction", figure.start, figure.end)
        found = binding.agreement(scene, figure.start, fact, self._rules.names)
        if found is Agreement.CONFLICT:
            self._problem("entity", figure.start, figure.end)
        if fact.value < 0 and (
            told < 0 or direction.falls_to(self._text[: figure.start])
        ):  # “fell by 22%”, not “fell by -22%”
            fact = replace(fact, value=-fact.value)
        full = figure.form is syntax.Form.FULL
        printed = figure.wording or render.render_fact(fact, self._rules.language, full=full, comparator=not bare)
        if self._is_range(index) and figure.form is not syntax.Form.LABEL and not full and not figure.wording:
            printed = render.render_low_end(fact, self._rules.language)
        if figure.form is syntax.Form.POINTS:
            printed = render.render_points(fact, self._rules.language)
        named_before = any(m.end <= figure.start for m in self._mentions)
        figure.labelled = figure.form is syntax.Form.LABEL or (
            found < Agreement.LABELLED and (figure.form is not syntax.Form.VALUE or named_before)
        )
        figure.printed = render.with_label(fact, printed, self._rules.language) if figure.labelled else printed

    def _unnamed(self, start: int, end: int) -> str:
        """The text from ``start`` to ``end`` without its names: the fall of “cost reduction” is no word of the sentence."""
        pieces, at = [], start
        for mention in self._mentions:
            if start <= mention.start < end:
                pieces.append(self._text[at : mention.start])
                at = mention.end
        return " ".join([*pieces, self._text[at:end]])

    def _said(self, index: int, figure: _Figure, scene: Scene, *, joined: bool) -> bool:
        """Whether words already say the comparator; a word that contradicts it is a problem."""
        said = joined
        for claim in self._claims(figure.start, figure.end, scene.figures):
            if claim.start < figure.start and self._is_range(index - 1):  # the sign of the range: 3%~20%
                continue
            ends_range = joined and claim.start >= figure.end and claim.comparator is Comparator.AT_MOST  # 3%至20%之内
            if claim.near and (claim.comparator is figure.fact.comparator or ends_range):
                said = True
            elif (claim.near or index) and not (
                claim.relational and any(self._compares(other, claim, figure) for other in self._earlier(index))
            ):
                self._problem("comparator", claim.start, claim.end)
        return said

    def _earlier(self, index: int) -> tuple[_Figure, ...]:
        """The figures that figure ``index`` may be compared with: the first of the sentence and the one before it."""
        return (self._figures[0], self._figures[index - 1]) if index else ()

    def _compares(self, other: _Figure, claim: comparing.Claim, figure: _Figure) -> bool:
        """Whether the words compare two figures of one thing (45% below the 50% of the same KPI), and rightly."""
        names = self._rules.names
        mine, its = names.of_fact(figure.fact), names.of_fact(other.fact)
        alike = bool(mine & its) if mine or its else bool(set(figure.fact.concepts) & set(other.fact.concepts))
        named = any(claim.end <= m.start < figure.start and m.ids & mine for m in self._mentions)
        between = self._text[other.end : claim.start]
        if RANGE.fullmatch(between):  # 3%-不到20%
            return False
        return (alike or named) and _holds(other.fact, claim.comparator, figure.fact)

    def _claims(self, start: int, end: int, figures: tuple[int, ...]) -> list[comparing.Claim]:
        """What the words before and behind a figure claim of it."""
        floor = max((f + 1 for f in figures if f < start), default=0)
        behind = comparing.after(self._text, end)
        return [*comparing.before(self._text, floor, start), *([behind] if behind else [])]

    def _is_range(self, index: int) -> bool:
        """Whether figure ``index`` and the next are the ends of a range, and fit together as such."""
        if not 0 <= index < len(self._figures) - 1:
            return False
        low, high = self._figures[index], self._figures[index + 1]
        between = self._text[low.end : high.start]
        spread = between.strip() in ("and", "与", "和") and _BETWEEN.search(self._text[: low.start])
        return bool(
            (spread or RANGE.fullmatch(between))
            and low.fact.unit == high.fact.unit
            and low.fact.value < high.fact.value
            and low.fact.comparator in (Comparator.EQUAL, Comparator.AT_LEAST)
            and high.fact.comparator in (Comparator.EQUAL, Comparator.AT_MOST)
        )

    def _scene(self, more: list[int]) -> Scene:
        figures = tuple(sorted([figure.start for figure in self._figures] + more))
        table = self._state.table if self._row else None
        heads = None
        if table:
            cells = {f: self._text.count("|", 0, f) for f in figures}
            heads = {f: table[c] if c < len(table) else frozenset() for f, c in cells.items()}
        return Scene(
            self._text, self._bounds, self._mentions, figures, self._state.inherited, heads, self._rules.related
        )

    # -- what is shown

    def _rendered(self) -> str:
        return "".join([self._head.printed, *self._pieces()])

    def _pieces(self) -> Iterator[str]:
        """The body with every figure, citation and quotation printed; markdown markers inside a typed figure stay."""
        replaced = [(f.start, f.end, f.printed) for f in self._figures]
        replaced += [(index, index + 1, printed) for index, printed in self._others.items()]
        at = 0
        for start, end, printed in sorted(replaced):
            first, last = self._skeleton.at[start], self._skeleton.ends[end - 1]
            yield self._body[at:first]
            yield printed
            for a, b in pairwise(range(start, end)):
                yield self._body[self._skeleton.ends[a] : self._skeleton.at[b]]
            at = last
        yield self._body[at:]

    def _problem(self, code: str, start: int, end: int) -> None:
        at, base = self._skeleton.at, self._offset + self._head.length
        self._problems.append(Problem.of(code, base + at[start], base + at[end]))


def _holds(left: Fact, comparator: Comparator, right: Fact) -> bool:
    if left.unit != right.unit:
        return False
    a, b = (left.value, right.value) if left.value * right.value >= 0 else (abs(left.value), abs(right.value))
    return {
        Comparator.MORE_THAN: a > b,
        Comparator.LESS_THAN: a < b,
        Comparator.AT_LEAST: a >= b,
        Comparator.AT_MOST: a <= b,
    }.get(comparator, False)
