"""What a model is told of a turn, in one request: state, code's reading, statements, facts, passages, history and the message, marked as data.

The fixed part (rules and tools) comes first on the wire, so that providers can cache it; this is the part that changes. Words of users and sources can close none
of its parts.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from agent.answers.model import Quotation, Statement
from agent.answers.said import BRIEF, say
from agent.dialogue.message import Message
from agent.dialogue.moves import Chat, Form, Unread
from agent.dialogue.names import Names
from agent.dialogue.spelling import to_line
from agent.dialogue.state import KpiEntry, Scenario, State
from agent.online.earlier import Earlier
from agent.turn import Turn
from tools.facts import Fact, Given, Ledger, Sourced
from tools.tongues import chinese
from tools.tongues import name as name_of

_MESSAGE, _SAID, _TOLD, _PASSAGE, _LINE, _BLOCK = 900, 80, 140, 120, 200, 600
_TURNS, _PASSAGES, _EARLIER, _FACTS = 2, 3, 5, 8
_ROWS = re.compile(r"(?:^\|.*(?:\n|$))+", re.MULTILINE)
_RULE = re.compile(
    r"\n(?=\n\|)|\n\|[-: |]+\|(?=\n)"
)  # a blank line and a line of dashes tell a reader of a table nothing


def briefing(turn: Turn) -> str:
    """The request for ``turn``. Passages that it shows can be quoted from then on: they are numbered in the turn's book."""
    names = Names(turn.desk.framework)
    statements = list(_page(turn) if turn.is_plan else statement_lines(turn.book.lines()))
    passages, earlier = list(_passages(turn)), list(_earlier(turn))
    parts = (
        _part("state", _state(turn.before, turn.desk.ledger, names, turn.language)),
        _part("reading", _reading(turn, names)),
        _part("statements", statements),
        _part("shown_before", earlier),
        _part("facts", _facts(turn)),
        _part("passages", passages),
        _part("history", _history(turn)),
        _wanted(turn.language, turn.form),
        _part("message", [marked(turn.message)]),
    )
    return "\n".join(part for part in parts if part)


def data(text: str, longest: int) -> str:
    """Text of others on one line, without the marks by which the parts of a request, references and figures are told apart."""
    flat = re.sub(r"\s+", " ", text).strip().replace("<", "‹").replace(">", "›").replace("[[", "[").replace("]]", "]")
    flat = flat.replace("⟦", "[").replace("⟧", "]")
    return flat if len(flat) <= longest else flat[: longest - 1] + "…"


def marked(message: Message) -> str:
    """The message with its figures and days marked by their ids: ``⟦U2 $120k⟧``. Of a very long one the beginning, and each figure."""
    spots = [(f.start, f.end, name) for name, f in message.figures.items()]
    spots += [(d.start, d.end, name) for name, d in message.days.items() if d.end > d.start]
    told, at, left = "", 0, _MESSAGE
    for start, end, name in sorted(spots):
        if start < at:
            continue
        words = _between(message.text[at:start], left)
        left -= len(words)
        told += words + f"⟦{name} {data(message.text[start:end], 40)}⟧"
        at = end
    return (told + _between(message.text[at:], left)).strip()


def _between(text: str, left: int) -> str:
    """Words between two figures; blanks at their ends stay."""
    before, after = " " * text[:1].isspace(), " " * text[-1:].isspace()
    return before + data(text, max(left, 1)) + after


def facts_told(facts: Iterable[Fact], language: str) -> str:
    """Facts as a model reads them: id, what it is, value, and the scenario where there are several."""
    every = list(facts)
    several = len({fact.identity.scenario for fact in every if fact.identity} - {""}) > 1
    return "; ".join(fact_told(fact, language, several=several) for fact in every)


def fact_told(fact: Fact, language: str, *, several: bool = True) -> str:
    where = f"@{fact.identity.scenario}" if several and fact.identity and fact.identity.scenario else ""
    return f"{fact.id} {data(fact.label.in_language(language), 40)}{where} {say(fact, language, BRIEF)}"


# ---- parts ------------------------------------------------------------------------------------------------------------------


def _part(name: str, lines: Iterable[str]) -> str:
    text = "\n".join(line for line in lines if line)
    return f"<{name}>\n{text}\n</{name}>" if text else ""


def _wanted(language: str, form: Form | None) -> str:
    told = [f"Reply in {name_of(language)}."]
    if form is not None:
        told += [
            f"{name}: {data(value, 40)}."
            for name, value in (("Form", form.shape), ("For", form.audience), ("Length", form.length))
            if value
        ]
    return " ".join(told)


def _state(state: State, ledger: Ledger, names: Names, language: str) -> Iterator[str]:
    """Budgets, spending, KPIs, people and rates, and what was asked: five lines at most."""

    def figure(fact_id: str) -> str:
        fact = ledger.facts.get(fact_id)
        return f"{fact_id} {say(fact, language, BRIEF)}" if fact is not None else fact_id

    def scenario(s: Scenario) -> str:
        told = [f"{names.brief(base)} {figure(fact)}" for base, fact in s.money.items()]
        told += [f"share {figure(s.share)}"] if s.share else []
        told += [
            f"{word} {names.brief(k)} {figure(f)}"
            for word, kept in (("weight", s.weights), ("floor", s.floors), ("cap", s.caps))
            for k, f in kept.items()
        ]
        by = f" by {data(s.by, 20)}" if s.by else ""
        return f"{data(s.name, 20)}{'*' if s.name in state.focus else ''} ({s.status}{by}): {', '.join(told)}"

    def entry(kpi: str, e: KpiEntry) -> str:
        return f"{names.brief(kpi)} " + (
            "none" if e.none else ", ".join(f"{role} {figure(f)}" for role, f in e.figures.items())
        )

    spent = [
        f"{names.brief(p.subject)} {figure(p.fact)}{f' in {p.when}' if p.when else ''}@{data(s.name, 20)}"
        for s in state.scenarios.values()
        for p in s.spends
    ]
    others = [f"{data(k, 20)} {figure(f)}" for k, f in (*state.counts.items(), *state.rates.items())]
    asked = to_line(state.last_asks(), names)
    asked += f"; open question: {data(state.question, 40)}" if state.question else ""
    for name, told in (
        ("budgets (* in focus)", [scenario(s) for s in list(state.scenarios.values())[-6:]]),
        ("spent", spent[-6:]),
        ("KPIs", [entry(k, e) for k, e in state.kpis.items()]),
        ("people, rates", others),
        ("asked last", [data(asked, 160)] if asked else []),
    ):
        if told:
            yield f"{name}: {'; '.join(told)}"


def _reading(turn: Turn, names: Names) -> Iterator[str]:
    reading = turn.reading
    by = "code" if reading.by == "rules" else "you"
    read = [
        move for move in reading.moves if not isinstance(move, Unread)
    ]  # the others stand below, in the user's words
    yield f"{by}: {data(to_line(read, names), 400) or 'nothing'}"
    if reading.unread:
        yield "not used: " + "; ".join(f"“{data(u.text, 60)}”" for u in reading.unread)
    if turn.applied.lacks:
        yield "lacking: " + ", ".join(f"{lack.what} {lack.fig}".strip() for lack in turn.applied.lacks)
    if reading.rival and reading.margin < 1:
        yield f"or perhaps: {data(to_line(reading.rival, names), 200)}"


def _page(turn: Turn) -> Iterator[str]:
    """Of a page that code tells, what stands on it."""
    titles = [turn.book.block(r).text.split("\n")[0].strip("* ") for r in turn.book.all() if r.startswith("T")]
    yield f"A page that code prints behind your words: {data('; '.join(titles), _BLOCK)}"
    yield "Write one or two sentences that introduce it, without references; reread if another thing was asked."


def statement_lines(lines: Iterable[str]) -> Iterator[str]:
    """Lines of a book as they are shown: a table in its lines, cut where it is long, and nothing that closes a part."""
    for line in lines:
        safe = _RULE.sub("", re.sub(r"^(X\d+: )> ", r"\1", line)).replace("<", "‹").replace(">", "›")
        full, brief, short = safe.partition(" | brief: ")
        body = full.partition(": ")[2]
        same = brief and (len(short) > 0.8 * len(body) or len(body) < 50)
        told = full if same else safe
        yield told if len(told) <= _BLOCK else told[:_BLOCK] + "…"


def _earlier(turn: Turn) -> Iterator[str]:
    """What the last turns showed and this turn's statements do not tell in a clause; nothing where the message is a mere greeting or thanks.

    Where this turn has no figures of its own, the statements of the questions asked last come first, then clauses figure by figure.
    """
    if turn.reading.moves and all(isinstance(move, Chat) for move in turn.reading.moves):
        return
    book, earlier = turn.book, Earlier(turn)
    here = dict.fromkeys(fact.id for answer in turn.answers for fact in answer.facts)
    clauses = {f.id for a in turn.answers for i in a.items if isinstance(i, Statement) for f in i.facts}
    if not here:
        again = [book.add(item) for item in itertools.islice(earlier.last(), _EARLIER)]
        yield from statement_lines(line for line in book.lines() if line.partition(":")[0].split(" ")[0] in again)
        clauses |= {f.id for r in again if (said := book.statement(r)) is not None for f in said.facts}
    # A table's figures are told as clauses, too, where the reply is wanted in another form.
    told = clauses if not here or turn.form is not None else clauses.union(here)
    of = [f for shown in reversed(turn.before.shown[-_TURNS:]) for f in shown.facts]
    if turn.form is not None:
        of = [*here, *of]
    lines = [
        f"{reference}: {data(book.clause(reference, brief=True).text, _LINE)}"
        for reference in map(
            book.add, earlier.clauses(of, most=_EARLIER if told is clauses else _EARLIER - 2, but=told)
        )
    ]
    if lines:
        yield " | ".join(lines)


def _facts(turn: Turn) -> Iterator[str]:
    """Ids for ``compute``: what the statements show, and what the user gave in this message."""
    shown = [fact for answer in turn.answers for fact in answer.facts]
    given = [fact for fact in turn.facts if isinstance(fact.provenance, Given)]
    every = [f for f in {fact.id: fact for fact in (*given, *shown)}.values() if not isinstance(f.provenance, Sourced)][
        :_FACTS
    ]
    if every:
        yield facts_told(every, turn.language)


def _passages(turn: Turn) -> Iterator[str]:
    """What the answers cite, what was found, and what the last reply cited: excerpts, each with the number that quotes it."""
    last = turn.conversation.turns[-1].cited if turn.conversation.turns else ()
    answered = [p for a in turn.answers for i in a.items for p in getattr(i, "passages", ()) or _quoted(i)]
    found = turn.found or _found(turn)
    known = [p for p in dict.fromkeys((*answered, *found, *last)) if p in turn.passages][:_PASSAGES]
    if known:
        yield "(excerpts, cited as cite:id; search finds more)"
    for passage_id in known:
        reference = turn.book.add(Quotation(passage_id, cut_off=bool(turn.passages[passage_id].incomplete)))
        yield passage_told(passage_id, turn.passages, reference, turn.language)


def passage_told(
    passage_id: str, passages: Mapping[str, Any], reference: str, language: str, *, longest: int = _PASSAGE
) -> str:
    """A passage as a model reads it: its id, the number that quotes it, its words."""
    passage = passages[passage_id]
    words = passage.text if chinese(language) else passage.translation or passage.text
    cut = " (cut off in the source)" if passage.incomplete else ""
    return f"{data(passage_id, 80)} = {reference}: {data(words, longest)}{cut}"


def _quoted(item: object) -> tuple[str, ...]:
    return (item.passage,) if isinstance(item, Quotation) else ()


def _found(turn: Turn) -> list[str]:
    """A search is made for every message, also where no answer needed one."""
    if turn.preparation is None:
        return []
    return [hit.id for hit in turn.preparation.search(turn.message.text[:400])]


def _history(turn: Turn) -> Iterator[str]:
    """The last turns, shortened; of a table its caption."""
    for past in turn.conversation.turns[-_TURNS:]:
        yield f"user: {data(past.message, _SAID)}\nyou: {data(_ROWS.sub('[table]', past.text), _TOLD)}"
