"""Deciding what a message wants: follow-up or new question, which computation, which explanation.

The decision works from the figures with their roles, the concepts and cues of the reading, the frame of the conversation and
the passages found; there is no list of questions. Where the wording leaves a computation open, the plan carries the
assumption or a question.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from agent.language.text import has_cjk
from agent.planning import budgets, converting, figures, further, indicators, knowing, progress, scenarios, wayback
from agent.planning.context import Context
from agent.planning.frame import BUDGET_TASKS, Frame, Task
from agent.planning.plan import (
    Assumption,
    ErrorSection,
    OutOfScopeSection,
    Plan,
    Question,
    QuestionSection,
    Section,
    Style,
    Talk,
    TalkSection,
)
from agent.reading import Reading
from agent.roles import Role
from tools.desk import Desk
from tools.errors import InvalidInput
from tools.figures import Figure
from tools.money import NO_CURRENCY
from tools.parameters import Framework
from tools.tracking import Measurement


class Found(Protocol):
    """A passage found: its id and how well it fits, from 0 to 1."""

    @property
    def id(self) -> str: ...
    @property
    def score(self) -> float: ...
    @property
    def matched(self) -> int: ...


Search = Callable[[str], Sequence[Found]]


@dataclass(frozen=True, slots=True)
class Planner:
    """Plans turns over one framework. ``search`` finds passages for a message, ``cut_off`` are those that break off."""

    framework: Framework
    search: Search
    cut_off: frozenset[str] = frozenset()

    def plan(
        self,
        reading: Reading,
        *,
        frame: Frame,
        desk: Desk,
        turn: int,
        shown: tuple[str, ...] = (),
        cited: tuple[str, ...] = (),
        measured: tuple[Measurement, ...] = (),
    ) -> Plan:
        """Plan the reply to ``reading``; facts that it needs are recorded at ``desk``.

        ``shown`` and ``cited`` are the ids of the facts and passages of the reply before, for "why?" and "source?";
        ``measured`` is what KPIs measured so far.
        """
        context = Context(self.framework, reading, frame, desk, turn, self.search, self.cut_off, shown, cited, measured)
        try:
            sections = _decide(context)
        except InvalidInput as error:
            sections = [ErrorSection(error)]
            context.assumptions.clear()  # nothing was computed with them
            context.frame = frame
        style = Style("as_table" in reading.cues, "brief" in reading.cues, "as_list" in reading.cues)
        return Plan(
            reading.language,
            context.frame,
            tuple(sections),
            tuple(dict.fromkeys(context.assumptions)),
            tuple(dict.fromkeys(context.passages)),
            style,
        )


def _decide(c: Context) -> list[Section]:
    """The cascade: talk, corrections, computations by the figures at hand, explanations, passages."""
    if not c.reading.text.strip():
        return [QuestionSection(Question.EMPTY)]
    talk = _talk(c)
    if talk:
        return [TalkSection(talk)]  # what is being talked about stays what it was
    vague = next((f.figure for f in c.reading.figures if f.role in _USED and _unclear(c, f.figure)), None)
    if vague is not None:
        kind = Question.VAGUE if vague.ambiguous == "vague" else Question.AMBIGUOUS
        return [QuestionSection(kind, vague.text)]
    c.given = figures.record(c.desk, c.reading, turn=c.turn, currency=_currency(c), names=c.labels())
    if c.reading.language == "en" and figures.sign_of_two(c.reading.text, c.given):
        c.assume(Assumption.YUAN_SIGN)
    for step in (
        budgets.plan_asked,
        _repeat,
        knowing.total,
        knowing.receipts,
        knowing.sources,
        budgets.go_back,
        knowing.currency_question,
        progress.told,
        indicators.gate,
        indicators.target,
        indicators.elliptical,
        budgets.of_layer,
        converting.convert,
        wayback.inverse,
        scenarios.compare,
        budgets.compute,
        knowing.explain,
    ):
        sections = step(c)
        if sections:
            return [*knowing.claims(c), *sections, *further.sections(c)]
    return knowing.claims(c) or [OutOfScopeSection()]


def _unclear(c: Context, figure: Figure) -> bool:
    """Whether a figure has to be asked about: it has no value, or several. ``是几万？`` asks for one itself."""
    if figure.ambiguous == "vague" and figure.text.startswith("几"):
        return bool(c.reading.text[figure.end :].strip(" ?？。！元块钱呢啊呀吗"))
    return figure.ambiguous is not None


_USED = frozenset(Role) - {Role.OTHER}


def _currency(c: Context) -> str | None:
    """The conversation's currency, which bare amounts are in."""
    if c.frame.budget and c.frame.budget in c.desk.ledger:
        code = c.desk.ledger[c.frame.budget].currency
        return None if code == NO_CURRENCY else code
    return None


_TALK = (
    ("identity", Talk.IDENTITY),
    ("farewell", Talk.FAREWELL),
    ("thanks", Talk.THANKS),
    ("greeting", Talk.GREETING),
    ("mood", Talk.MOOD),
)


def _talk(c: Context) -> Talk | None:
    """Small talk: what is left without its words is next to nothing."""
    r = c.reading
    if r.figures or any(m.kind in ("layer", "phase", "kpi", "project", "quadrant") for m in r.mentions):
        return None
    found = [talk for cue, talk in _TALK if cue in r.cues]
    if not found:
        return None
    rest = r.rest(*(cue for cue, _ in _TALK))
    if found[0] is Talk.IDENTITY and len(rest) <= 24 and not c.topical():
        return Talk.IDENTITY
    limit = 4 if has_cjk(rest) else 9
    return found[0] if len(rest) <= limit else None


def _repeat(c: Context) -> list[Section] | None:
    """``in English please``: the same answer again, in the other language or form."""
    r = c.reading
    if c.frame.task is None or c.given.facts or r.named("project") or r.named("kpi") or r.named("phase"):
        return None
    if not (r.asked_language or "as_table" in r.cues or "brief" in r.cues or "again" in r.cues or "go_on" in r.cues):
        return None
    if r.named("layer") and c.frame.task in BUDGET_TASKS:
        return budgets.again(c)
    rest = r.rest("say_zh", "say_en", "as_table", "brief", "again", "as_list", "only", "thanks", "go_on")
    if len(rest) > (6 if has_cjk(rest) else 14):
        return None
    return again(c)


def again(c: Context) -> list[Section] | None:
    """The last task once more, from the frame."""
    task = c.frame.task
    if task in BUDGET_TASKS and c.frame.budget:
        return budgets.again(c)
    if task is Task.INVERSE:
        return wayback.inverse_again(c)
    if task is Task.GATE:
        return indicators.gate_again(c)
    if task is Task.TARGET:
        return indicators.target_again(c)
    return knowing.again(c)
