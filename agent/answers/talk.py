"""Talk about the talk: how a figure came about, what was said, what the advisor can do, and what is outside its scope."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from agent.answers.context import Context, Draft, Lacking
from agent.answers.kinds import statement
from agent.answers.model import Answer, Note, Slots, Statement
from agent.answers.registry import answers
from agent.dialogue.asking import Resolved
from agent.dialogue.moves import Goal
from agent.dialogue.names import AI, MARKETING, is_figure
from agent.dialogue.replacing import REPLACED
from tools.facts import Computed, Fact, Given, Sourced
from tools.identity import Label, Role

_INPUT = re.compile(r"\{([UFS]\d+)\}")


@answers(Goal.WHY)
def why(asked: Resolved, c: Context) -> Answer:
    """How the figures asked about, or those shown last, came about."""
    draft = Draft(asked.ask.goal.value)
    named = [c.figure(a) for a in asked.ask.about if is_figure(a)]
    shown = [c.fact(f) for f in c.state.recent() if f in c.desk.ledger]
    if named:
        values = {(f.value, f.unit) for f in named}
        shown = [f for f in shown if (f.value, f.unit) in values]
    computed = [f for f in shown if isinstance(f.provenance, Computed)]
    about = [a for a in asked.ask.about if not is_figure(a)]
    if about:
        sought = any(a.goal is Goal.INVERSE for a in c.state.last_asks())
        computed = [f for f in computed if _of(f, about, sought=sought)] or computed
    for fact in islice(computed, 6):
        draft.add(working(c, fact))
    if not draft.items:
        return _stated(asked, c)
    return draft.done()


def _of(fact: Fact, about: Sequence[str], *, sought: bool) -> bool:
    """Whether a fact is of a subject, or, where a budget was ``sought`` for one, that budget."""
    who = fact.identity
    return who is not None and (who.subject in about or (sought and who.role is Role.BUDGET))


def working(c: Context, fact: Fact) -> Statement:
    """A formula in figures, with what it comes to and the passages that state its inputs."""
    formula = formula_slots(c, fact)
    inputs = [f for part in formula if isinstance(f := part.get("fact"), Fact)]
    passages = (p for f in inputs if isinstance(f.provenance, Sourced) for p in (f.provenance.passage,) if p)
    return statement("working", name=fact.label, result=fact, formula=formula, passages=tuple(dict.fromkeys(passages)))


def formula_slots(c: Context, fact: Fact) -> tuple[Slots, ...]:
    """The formula of a computed fact as clauses: signs as they are, inputs as facts."""
    made = fact.provenance
    assert isinstance(made, Computed)
    found: list[Slots] = []
    for n, part in enumerate(_INPUT.split(made.formula)):
        if n % 2:
            found.append({"fact": c.fact(part)})
        elif part:
            found.append({"sign": Label(part, part)})
    return tuple(found)


def _stated(asked: Resolved, c: Context) -> Answer:
    from agent.answers.sources import source

    return source(asked, c)


@answers(Goal.RECALL)
def recall(asked: Resolved, c: Context) -> Answer:
    """What the user told: budgets in order, or the figures of what is asked about."""
    draft = Draft(asked.ask.goal.value)
    about = set(asked.ask.about)
    if "previous" in about:
        return _previous(draft, c)
    if about & {"earliest", "latest"}:
        if "earliest" in about:
            _earliest(draft, c)
        if "latest" in about:
            _latest(draft, c)
        return draft.done()
    _budgets(draft, c, about)
    for kpi, entry in c.state.kpis.items():
        if kpi in about or not about:
            for fact_id in entry.figures.values():
                draft.add(statement("kpi_given", kpi=c.kpi(kpi).name, figure=c.fact(fact_id), subjects=(kpi,)))
    for fig, label in c.state.context.items():
        if label in about or (not about and not draft.items):
            draft.add(_told(c, Label(label, label), c.figure(fig), ""))
    if not draft.items:
        draft.add(Note("nothing_told"))
    return draft.done()


def _budgets(draft: Draft, c: Context, about: set[str]) -> None:
    """Budgets as they were told; what was only supposed was not given."""
    counted = (s for s in c.state.scenarios.values() if s.status != REPLACED)  # what it was changed to is the budget
    for scenario in counted:
        for base, told in scenario.told.items():
            if about & {base, scenario.name} or not about or (about == {AI} and base == MARKETING):
                fact = c.fact(told)
                if scenario.status == "supposed" and not isinstance(fact.provenance, Given):
                    continue
                draft.add(_told(c, c.name(base), fact, scenario.by))
                draft.need(fact)


def _previous(draft: Draft, c: Context) -> Answer:
    """What a budget was before the last change of it."""
    now = {fact for s in c.state.in_focus() for fact in s.told.values()}
    for snapshot in reversed(c.state.history):
        before = [
            (s, base, fact) for n in snapshot.focus if (s := snapshot.scenarios.get(n)) for base, fact in s.told.items()
        ]
        if before and not {fact for _, _, fact in before} & now:
            for scenario, base, fact in before:
                draft.add(_told(c, c.name(base), c.fact(fact), scenario.by))
                draft.need(c.fact(fact))
            return draft.done()
    draft.add(Note("nothing_before"))
    return draft.done()


def _earliest(draft: Draft, c: Context) -> None:
    """The budget that was told first, corrected or not."""
    given = [
        (f.provenance.turn, f.provenance.start, f)
        for f in c.desk.ledger.facts.values()
        if isinstance(f.provenance, Given)
        and f.identity is not None
        and f.identity.role is Role.BUDGET
        and f.identity.subject in (MARKETING, AI)
    ]
    if not given:
        raise Lacking("budget")
    _, _, fact = min(given, key=lambda each: each[:2])
    assert fact.identity is not None
    draft.add(_told(c, c.name(fact.identity.subject), fact, fact.identity.speaker))
    draft.need(fact)


def _latest(draft: Draft, c: Context) -> None:
    """The budget that holds now: what was told last, not what was supposed of it."""
    real, current = c.state.real, c.state.current
    if current is not None and current.told and isinstance(c.fact(current.told[current.base]).provenance, Given):
        real = current  # "make it 3.1m": told, though beside the one before
    if real is None or not real.told:
        raise Lacking("budget")
    fact = c.fact(real.told[real.base])
    draft.add(_told(c, c.name(real.base), fact, real.by))
    draft.need(fact)


def _told(c: Context, what: Label, fact: Fact, speaker: str):  # type: ignore[no-untyped-def]
    turn = getattr(fact.provenance, "turn", None)
    return statement("told", what=what, figure=fact, speaker=Label(speaker, speaker) if speaker else None, turn=turn)


@answers(Goal.HELP)
def help_(asked: Resolved, c: Context) -> Answer:
    """What the advisor can do, and how it is asked."""
    return Answer(
        asked.ask.goal.value, (Note("help", variant=asked.ask.topic if asked.ask.topic == "identity" else ""),)
    )


@answers(Goal.SCOPE)
def scope(asked: Resolved, c: Context) -> Answer:
    """What is outside."""
    return Answer(asked.ask.goal.value, (Note("out_of_scope"),))
