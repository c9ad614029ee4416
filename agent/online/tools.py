"""What a model may have done: read the message anew, search the sources, compute. Every result is statements, or a sentence that says what would do.

Nothing here knows of a model; ``author`` hands the calls over. A tool takes ids, names and constants: a figure of a model's own has no way in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from enum import Enum
from typing import Any

from agent.answers.kinds import IncompleteIdentity, row, statement
from agent.answers.model import Quotation, Statement
from agent.dialogue.asking import KPIS, MONEY
from agent.dialogue.moves import Move, Unread
from agent.dialogue.names import Names, figures_in
from agent.dialogue.spelling import UnreadableMoves, from_json
from agent.online.briefing import data, fact_told, facts_told, passage_told, statement_lines
from agent.online.earlier import Earlier, formula
from agent.online.schemas import COMPUTE, NAMES, REREAD, SEARCH, THRESHOLDS
from agent.turn import Turn, prepare_again
from agent.understanding.checks import failed
from agent.understanding.written import normalised
from knowledge.tokens import tokens
from tools import registry
from tools.errors import ToolError
from tools.facts import Computed, Fact, Given
from tools.identity import Label
from tools.kpis import threshold_fact
from tools.parameters import Framework
from tools.registry import ArgumentKind, Tool
from tools.tongues import name as name_of

#: Failed lists of moves in one turn: one more try, then code decides.
MAX_FAILED = 2
_HITS, _EXCERPT, _LONGEST = 6, 420, 3_000
_RECALLED, _CLAUSES, _SAID = 6, 6, 160
#: The name of a document that stands for what was said before.
_CONVERSATION = frozenset({"conversation", "chat", "history", "对话"})


@dataclass(slots=True)
class Toolbox:
    """The tools of one turn. ``turn`` is the turn as it was read last; ``reread`` tells that a model did."""

    turn: Turn
    reread: bool = False
    failed: int = 0
    searched: list[str] = field(default_factory=list)
    last: str = ""  # the fact that was computed last
    computed: dict[str, Fact] = field(default_factory=dict)  # results by the reference of their statement
    _first: Turn = field(init=False)

    def __post_init__(self) -> None:
        self._first = self.turn

    @property
    def framework(self) -> Framework:
        return self.turn.desk.framework

    def run(self, name: str, arguments: Any) -> tuple[str, bool]:
        """What to tell the model of a call, and whether it was done."""
        if not isinstance(arguments, Mapping | list | str):
            return f"The arguments of {name} are an object.", False
        if name == REREAD:
            return self._reread(arguments)
        if not isinstance(arguments, Mapping):
            return f"The arguments of {name} are an object.", False
        if name == SEARCH:
            return self._search(arguments)
        if name == COMPUTE:
            inner = arguments.get("arguments", {key: value for key, value in arguments.items() if key != "tool"})
            return self._compute(str(arguments.get("tool", "")), inner)
        if name == THRESHOLDS or any(tool.name == name for tool in registry.TOOLS):
            return self._compute(name, arguments)
        return f"There is no tool {data(name, 40)!r}; the tools are: {', '.join(NAMES)}.", False

    # -- reading anew ------------------------------------------------------------------------------------------------------

    def _reread(self, arguments: Any) -> tuple[str, bool]:
        if self.failed >= MAX_FAILED:
            return "Not read: no more tries. Write the reply with the statements that there are.", False
        names = Names(self.framework)
        try:
            moves = from_json(normalised(arguments, self.framework), names)
            problem = self._problem(moves)
        except (UnreadableMoves, ValueError) as error:
            moves, problem = (), str(error)
        if problem:
            return self._refused(problem)
        if moves == self.turn.reading.moves:
            return "The moves are those of the reading already; its statements stand.", True
        try:
            turn = prepare_again(self._first, moves)
        except (ToolError, KeyError, ValueError, StopIteration) as error:
            return self._refused(f"the moves cannot be applied ({type(error).__name__})")
        if (idle := _idle(turn)) and self.failed < MAX_FAILED - 1:
            return self._refused(
                f"{idle} stands in a question whose goal does not use it: choose another goal, or suppose it"
            )
        self._take(turn)
        self.reread = True
        return self._told("Read and applied."), True

    def _problem(self, moves: Sequence[Move]) -> str:
        turn = self._first
        return failed(moves, turn.message, turn.before, turn.ledger_before, self.framework)

    def _refused(self, problem: str) -> tuple[str, bool]:
        self.failed += 1
        problem = data(problem, 300)
        if self.failed < MAX_FAILED:
            return f"Not read: {problem}. Call reread once more with all moves, or keep the reading.", False
        if self._first.reading.unread or self._problem(self._first.reading.moves):
            self._take(prepare_again(self._first, _doubted(self._first), by="rules"))
            return self._told(
                f"Not read: {problem}. The message stays unclear: ask the question below, nothing else."
            ), False
        return f"Not read: {problem}. The reading of code stands; write the reply with its statements.", False

    def _take(self, turn: Turn) -> None:
        turn.book.counts.update(
            {letter: max(n, self.turn.book.counts.get(letter, 0)) for letter, n in turn.book.counts.items()}
        )
        old, self.turn = self.turn, turn
        turn.book.keep(old.book)

    def _told(self, opening: str) -> str:
        turn = self.turn
        now = statement_lines(line for line in turn.book.lines() if not line.startswith("X"))
        lines = [f"{opening} Only these references exist now, and the quotations [[X…]] from before:", *now]
        if turn.language != self._first.language:
            lines[0] += f" Reply in {name_of(turn.language)}."
        unused = [data(u.text, 60) for u in turn.reading.unread]
        lines += ["not used: " + "; ".join(unused)] if unused else []
        shown = list({f.id: f for a in turn.answers for f in a.facts}.values())[:10]
        lines += ["facts: " + facts_told(shown, turn.language)] if shown else []
        return "\n".join(lines)[:_LONGEST]

    # -- searching ---------------------------------------------------------------------------------------------------------

    def _search(self, arguments: Mapping[str, Any]) -> tuple[str, bool]:
        query, document = arguments.get("query"), arguments.get("document") or ""
        if not isinstance(query, str) or not query.strip() or not isinstance(document, str):
            return "search takes a query in words.", False
        turn = self.turn
        if turn.preparation is None:
            return "There is nothing to search.", False
        self.searched.append(query)
        if document.strip().lower() in _CONVERSATION:
            return self._recalled(query), True
        hits = [hit.id for hit in turn.preparation.search(query[:400]) if hit.id in turn.passages]
        of = [p for p in hits if document.lower() in f"{turn.passages[p].document} {p}".lower()] if document else hits
        lines = []
        for passage in of[:_HITS]:
            reference = turn.book.add(Quotation(passage, cut_off=bool(turn.passages[passage].incomplete)))
            lines.append(passage_told(passage, turn.passages, reference, turn.language, longest=_EXCERPT))
        if not lines:
            return "No passage fits; you may say that the sources do not tell it.", True
        return "\n".join(lines)[:_LONGEST], True

    def _recalled(self, query: str) -> str:
        """Earlier turns that ``query`` fits, and the first ones: what was said, and their figures as statements."""
        turn = self.turn
        past, earlier, ledger = turn.conversation.turns, Earlier(turn), turn.desk.ledger
        words = set(tokens(query))
        fit = {t.number: len(words & set(tokens(f"{t.message} {t.text}"))) for t in past}
        chosen = sorted(past, key=lambda t: (-fit[t.number], t.number))[:_RECALLED]
        told: set[str] = set()
        lines = []
        for t in sorted(chosen, key=lambda t: t.number):
            said = [f.id for f in ledger if isinstance(f.provenance, Given) and f.provenance.turn == t.number]
            clauses = list(earlier.clauses((*said, *t.used), most=_CLAUSES, but=told))
            told |= {f.id for s in clauses for f in s.facts}
            references = [turn.book.add(s) for s in clauses]
            figures = " | ".join(f"{r}: {turn.book.clause(r, brief=True).text}" for r in references)
            lines.append(f"turn {t.number}: “{data(t.message, _SAID)}” {data(figures, _LONGEST)}".rstrip())
        return "\n".join(lines)[:_LONGEST] or "Nothing was said before."

    # -- computing ---------------------------------------------------------------------------------------------------------

    def _compute(self, name: str, arguments: Any) -> tuple[str, bool]:
        if not isinstance(arguments, Mapping):
            return f"The arguments of {data(name, 40)} are an object of fact ids and constants.", False
        if name == THRESHOLDS:
            return self._thresholds(arguments)
        desk = self.turn.desk
        arguments = {key: self._last_for(value) for key, value in arguments.items()}
        try:
            tool = registry.tool(name)
            result = registry.call(desk, name, _spelled_out(tool, self.framework, arguments))
        except ToolError as error:
            return data(str(error), 600), False
        self.last = next((fact.id for fact in registry.facts_of(result) if isinstance(fact.provenance, Computed)), "")
        lines = [line for fact in registry.facts_of(result) if (line := self._line(fact))]
        lines += _findings(result, self.turn.language)
        return "\n".join(lines)[:_LONGEST] or "Done.", True

    def _last_for(self, value: Any) -> Any:
        """``value`` with the id of the last result for ``LAST``, so that calls of one message can build on each other."""
        if isinstance(value, list):
            return [self._last_for(item) for item in value]
        return self.last if value == "LAST" and self.last else value

    def _line(self, fact: Fact) -> str:
        """A result as a statement that may be referred to; its fact where nothing can be said over it."""
        if not isinstance(fact.provenance, Computed):
            return ""
        try:
            said = statement("working", name=fact.label, result=fact, formula=formula(fact, self.turn.desk.ledger))
        except IncompleteIdentity:
            return f"{fact_told(fact, self.turn.language)} (no statement: it is not known what it is; for further computing only)"
        line = self._added(said, fact)
        self.computed[line.partition(":")[0]] = fact
        return line

    def _added(self, said: Statement, *facts: Fact) -> str:
        book = self.turn.book
        reference = book.add(said)
        ids = facts_told(facts, self.turn.language)
        return (
            f"{reference}: {book.clause(reference).text} ({ids})"
            if ids
            else f"{reference}: {book.clause(reference).text}"
        )

    def _thresholds(self, arguments: Mapping[str, Any]) -> tuple[str, bool]:
        wanted = Names(self.framework).long(str(arguments.get("phase", "")))
        known = {key: p for p in self.framework.phases for key in (p.id, p.id.partition(".")[2], str(p.number))}
        phase = known.get(wanted)
        if phase is None:
            return f"{THRESHOLDS} takes a phase: {', '.join(f'P{p.number}' for p in self.framework.phases)}.", False
        facts = [threshold_fact(self.turn.desk, kpi) for kpi in phase.kpis]
        rows = tuple(row(kpi=k.measured, threshold=f) for k, f in zip(phase.kpis, facts, strict=True))
        said = statement(
            "phase_asks",
            number=phase.number,
            name=phase.name,
            rows=rows,
            passages=phase.passages[:1],
            subjects=(phase.id,),
        )
        return self._added(said, *facts), True


def _idle(turn: Turn) -> str:
    """A figure of a question that nothing in its answer comes from, where the answer has figures at all."""
    ledger = turn.desk.ledger
    for resolved, answer in zip(turn.asked, turn.answered, strict=True):
        shown = {root.id for fact in answer.facts if fact.id in ledger for root in ledger.roots(fact.id)}
        ask = resolved.ask
        if ask.goal not in MONEY | KPIS or not shown:
            continue
        for text in (*ask.args, ask.at, ask.want, ask.above):
            for fig in figures_in(text):
                if fig in turn.message.figures and turn.state.figures.get(fig, fig) not in shown:
                    return fig
    return ""


def _doubted(turn: Turn) -> tuple[Move, ...]:
    """A message that neither reader could make out: what is unread of it is asked about, else the whole."""
    unread = turn.reading.unread
    if unread:
        return tuple(unread)
    text = turn.message.text[:200]
    return (Unread(text=text, why="question", start=0, end=len(text)),)


def _spelled_out(tool: Tool, framework: Framework, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """``arguments`` as the registry wants them: whole ids for short ones, lists for single ids, KPIs gathered where a tool takes several."""
    full: dict[str, Any] = dict(arguments)
    short = Names(framework)
    for argument in tool.arguments:
        choices = argument.choices(framework) if argument.choices else ()
        value = full.get(argument.name)
        if argument.kind is ArgumentKind.CONSTANT:
            if isinstance(value, str) and value not in choices:
                full[argument.name] = next(
                    (c for c in choices if c in (short.long(value), value) or c.partition(".")[2] == value), value
                )
        elif argument.kind is ArgumentKind.LIST:
            if isinstance(value, str):
                full[argument.name] = [item.strip() for item in value.split(",")]
        elif argument.kind is ArgumentKind.FACTS:
            names = {
                key: choice for choice in choices for key in (choice, choice.partition(".")[2], short.brief(choice))
            }
            loose = {names[key]: full.pop(key) for key in list(full) if key in names}
            given = full.get(argument.name, {})
            if isinstance(given, Mapping) and (loose or given):
                full[argument.name] = {**{names.get(k, k): v for k, v in given.items()}, **loose}
    return full


def _findings(value: Any, language: str, path: str = "") -> Iterator[str]:
    """What a result says besides its facts: yes or no, above or below, which layer."""
    if isinstance(value, bool):
        yield f"{path}: {'yes' if value else 'no'}"
    elif isinstance(value, Enum):
        yield f"{path}: {value.value}"
    elif isinstance(value, Label):
        yield f"{path}: {value.in_language(language)}"
    elif isinstance(value, list | tuple):
        for number, item in enumerate(value):
            yield from _findings(item, language, f"{path}[{number}]")
    elif is_dataclass(value) and not isinstance(value, type | Fact):
        name = getattr(value, "name", None)
        if isinstance(name, Label):  # a concept is its name
            yield f"{path}: {name.in_language(language)}"
            return
        for item in fields(value):
            yield from _findings(getattr(value, item.name), language, f"{path}.{item.name}" if path else item.name)
