"""The plan and what was spent of it, line by line and in all: spent, left, share used, due by now; and where the present pace leads.

A forecast is a straight line and is told as one, with its formula. How much of the year is over is what the question says, else the last month that money was spent in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agent.answers.context import Context, Draft, Lacking
from agent.answers.due import Held, held_against
from agent.answers.kinds import statement
from agent.answers.model import Answer, Column, Item, Note, Slot, Table
from agent.answers.phasing import even_weight, keys_of_year
from agent.answers.registry import answers
from agent.answers.spending import cases, elapsed_label, spends_of
from agent.answers.tables import table
from agent.answers.talk import formula_slots
from agent.dialogue.asking import Resolved
from agent.dialogue.moves import Ask, Goal
from agent.dialogue.names import AI, LAYERS, MARKETING
from agent.dialogue.periods import covers, in_year, month_in, month_label, months_of, spelled
from agent.dialogue.replacing import REPLACED
from agent.dialogue.state import Scenario, Spend
from tools.comparing import ratio, signed_difference
from tools.facts import Fact
from tools.identity import Label
from tools.running import forecast
from tools.spend import COUNTS, phase_out
from tools.sums import total

_SPELLED = {number: word for word, number in COUNTS.items()}
#: What was spent without saying of which layer is told in a line of its own.
_UNDIVIDED = frozenset({AI, LAYERS, "plan", MARKETING})
YEAR_TO_DATE = Label("今年至今", "the year to date")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the plan: ``plan`` is missing for one that was not planned, ``spent`` where nothing was told to be spent."""

    subject: str
    name: Label
    plan: Fact | None
    spent: Fact | None


@dataclass(frozen=True, slots=True)
class Elapsed:
    """The part of the year that is over, as counts that calculators take; ``label`` names its end, ``assumed`` where nobody said it."""

    done: str
    parts: str
    label: Label
    assumed: bool = False


def lines(c: Context, scenario: Scenario, part: str = "") -> tuple[Line, ...]:
    """Every layer, what was spent of no layer in particular, and the user's own lines; of a ``part`` of the year (``Q1``), an even part of the plan."""
    made = [
        Line(
            layer.id, layer.name, _part(c, scenario, plan_of(c, scenario, layer.id), part),
            _sum(c, scenario, _within(c, spends_of(c, scenario, layer.id), part)),
        )
        for layer in c.framework.layers
        if layer.id in scenario.plans or scenario.budget
    ]  # fmt: skip
    others: dict[str, list[Spend]] = {}
    for spend in _within(c, scenario.spends, part):
        if layer_of(c, spend.subject):
            continue
        others.setdefault("other" if spend.subject in _UNDIVIDED else spend.subject, []).append(spend)
    if others.keys() == {"other"} and scenario.budget and all(line.spent is None for line in made):
        # Nobody said of which layer: it is held against all of them together.
        whole = _part(c, scenario, c.split(scenario).total, part)
        return (Line(AI, c.name(AI), whole, _sum(c, scenario, others["other"])),)
    made += [Line(subject, _named(c, subject), None, _sum(c, scenario, found)) for subject, found in others.items()]
    return tuple(made)


def _within(c: Context, spends: Sequence[Spend], part: str) -> list[Spend]:
    return [s for s in spends if not part or covers((part,), s.when, c.state.first_month)]


def _part(c: Context, scenario: Scenario, plan: Fact | None, part: str) -> Fact | None:
    """An even part of a year's plan, as its phasing gives it: the parts add up."""
    if plan is None or not part:
        return plan
    found = phase_out(c.desk.at(scenario.name), amount=plan, weights=dict.fromkeys(keys_of_year(part), even_weight(c)))
    return next(each.amount for each in found.parts if each.period == part)


def layer_of(c: Context, subject: str) -> str:
    """The layer that pays for a subject; empty where none does."""
    try:
        return c.paying(subject)
    except Lacking:
        return ""


def _named(c: Context, subject: str) -> Label:
    return Label("未分层", "not by layer") if subject == "other" else c.name(subject)


def _sum(c: Context, scenario: Scenario, spends: Sequence[Spend]) -> Fact | None:
    """What spends come to, in the currency of the budget: at the user's rate where they were paid in another."""
    if not spends:
        return None
    home = c.fact(scenario.budget).currency if scenario.budget else None
    facts = [c.fact(spend.fact) for spend in spends]
    desk = c.desk.at(scenario.name)
    same = [f if home is None or f.currency == home else c.converted(f, home, desk) for f in facts]
    return _one(c, scenario, same)


def plan_of(c: Context, scenario: Scenario, layer: str) -> Fact | None:
    """What a layer has for the year; nothing where no budget is known."""
    if layer in scenario.plans:
        return c.fact(scenario.plans[layer])
    return c.amount(layer, scenario) if scenario.budget else None


def elapsed_of(ask: Ask, c: Context, scenario: Scenario) -> Elapsed | None:
    """How much of the year is over: as the question says, else up to the last month that money was spent in."""
    first = c.state.first_month
    if ask.done in COUNTS and ask.of in COUNTS and COUNTS[ask.done] <= COUNTS[ask.of]:
        return Elapsed(ask.done, ask.of, elapsed_label(COUNTS[ask.done], COUNTS[ask.of]))
    places = [
        in_year(month, first)
        for spend in scenario.spends
        for month in months_of(spend.when, first)
        if len(spend.when) != 4
    ]
    if not places:
        return None
    month = month_label(month_in(max(places), first))
    return Elapsed(_SPELLED[max(places)], "twelve", Label(f"{month.zh}底", f"the end of {month.en}"), assumed=True)


@dataclass(frozen=True, slots=True)
class Frame:
    """What a table of lines is told under: the budget, the part of the year that is over, and what period it is of."""

    scenario: Scenario
    elapsed: Elapsed | None
    period: Label


@dataclass(frozen=True, slots=True)
class Standing:
    """All lines together."""

    plan: Fact
    spent: Fact
    gap: Fact


def standing_of(c: Context, scenario: Scenario, found: Sequence[Line]) -> Standing:
    """What all lines come to. Raises :class:`Lacking` where nothing was planned or nothing spent."""
    plans = [line.plan for line in found if line.plan is not None]
    spent = [line.spent for line in found if line.spent is not None]
    if not plans:
        raise Lacking("budget")
    if not spent:
        raise Lacking(f"spent:{AI}")
    desk = c.desk.at(scenario.name)
    plan, paid = _one(c, scenario, plans), _one(c, scenario, spent)
    return Standing(plan, paid, signed_difference(desk, minuend=plan, subtrahend=paid))


def _one(c: Context, scenario: Scenario, facts: Sequence[Fact]) -> Fact:
    return facts[0] if len(facts) == 1 else total(c.desk.at(scenario.name), facts=facts)


@answers(Goal.ACTUAL)
def actual(asked: Resolved, c: Context) -> Answer:
    """Every line with its plan, what was spent, what is left, the share used and what would be due by now; then all of them."""
    draft = Draft(asked.ask.goal.value)
    part = asked.ask.when
    of = cases_with_spends(asked, c)
    for scenario in of:
        found = _only(asked.ask, lines(c, scenario, part))
        whole = standing_of(c, scenario, found)
        over = _way(whole.gap)
        in_all = Line("total", c.name("total"), whole.plan, whole.spent)
        period = _called(
            scenario if len(of) > 1 else None, spelled(part, c.state.first_month) if part else YEAR_TO_DATE
        )
        draft.add(
            statement(
                "spend_total", over, period=period, plan=whole.plan, spend=whole.spent, gap=whole.gap, scenario=scenario.name
            )
        )  # fmt: skip
        elapsed = elapsed_of(asked.ask, c, scenario) if not part else None
        draft.add(_table(c, Frame(scenario, elapsed, period), found, in_all))
        draft.add(Note("assumed.period") if part else None)
        draft.need(whole.plan, whole.spent, whole.gap)
        if elapsed is not None:
            _against_the_clock(draft, c, scenario, whole, elapsed)
        draft.add(*contested(c, scenario))
    return draft.done()


def _called(scenario: Scenario | None, period: Label) -> Label:
    """A period with the name of the budget that it is told of, beside others."""
    if scenario is None or not scenario.label:
        return period
    return Label(f"{scenario.label}{period.zh}", f"{scenario.label}, {period.en}")


def cases_with_spends(asked: Resolved, c: Context) -> tuple[Scenario, ...]:
    """The budgets that a question is about; where nothing was spent of the one at hand, the one that money was spent of."""
    found = cases(asked, c)
    if asked.ask.over or any(s.spends for s in found):
        return found
    spent = [s for s in c.state.scenarios.values() if s.budget and s.spends and s.status not in ("supposed", REPLACED)]
    return tuple(spent[-1:]) or found


def _only(ask: Ask, found: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines that the question names, else all."""
    named = tuple(line for line in found if line.subject in ask.about)
    return named or found


def _way(gap: Fact) -> str:
    return "even" if gap.value == 0 else "under" if gap.value > 0 else "over"


def _table(c: Context, frame: Frame, found: Sequence[Line], whole: Line) -> Table:
    rows = [_row(c, frame, line) for line in (*found, whole)]
    elapsed = frame.elapsed
    heads = ["item", "plan", "spend", "gap", "used", *(("due",) if elapsed is not None else ()), "judged"]
    return table(
        "spend", [Column(head, number=head not in ("item", "judged")) for head in heads], rows, scenario=frame.scenario.name, total=True,
        subjects=tuple(line.subject for line in found), filled={"period": frame.period, "date": elapsed.label if elapsed else None},
    )  # fmt: skip


def _row(c: Context, frame: Frame, line: Line) -> tuple[Slot | None, ...]:
    desk, plan, spent = c.desk.at(frame.scenario.name), line.plan, line.spent
    gap = used = due = None
    if plan is not None and spent is not None:
        gap, used = signed_difference(desk, minuend=plan, subtrahend=spent), ratio(desk, part=spent, whole=plan)
    if plan is not None and frame.elapsed is not None:  # what is due does not depend on what was spent
        held = Held(line.subject, plan, plan if spent is None else spent, frame.elapsed.done, frame.elapsed.parts)
        due = held_against(c, frame.scenario, held).due
    row = (line.name, plan, spent, gap, used, *((due,) if frame.elapsed is not None else ()))
    return (*row, _judged(line, gap, due))


def _judged(line: Line, gap: Fact | None, due: Fact | None) -> str:
    """How a line stands in a word: over its plan, ahead of what is due by now, or under."""
    if gap is None or line.spent is None:
        return "" if line.subject == "other" else "unplanned" if line.plan is None else "not_told"
    if gap.value < 0:
        return "unfavourable"
    if due is not None and line.spent.value > due.value:
        return "ahead"
    return "favourable" if gap.value else "even"


def _against_the_clock(draft: Draft, c: Context, scenario: Scenario, whole: Standing, elapsed: Elapsed) -> None:
    """What was spent held against the elapsed part of the plan, and where this pace leads."""
    found = held_against(c, scenario, Held(AI, whole.plan, whole.spent, elapsed.done, elapsed.parts))
    variant = "even" if found.distance.value == 0 else "over" if found.over else "under"
    draft.add(
        statement(
            "spend_to_date", variant, subject=_WHOLE, date=elapsed.label, plan=found.due, spend=whole.spent, gap=found.distance,
            scenario=scenario.name,
        )
    )  # fmt: skip
    draft.add(*_carried_on(c, scenario, _all_lines(whole), elapsed))
    draft.need(found.due, found.distance)


_WHOLE = Label("各项合计", "the whole plan")


def _all_lines(whole: Standing) -> Line:
    return Line("total", _WHOLE, whole.plan, whole.spent)


def _carried_on(
    c: Context, scenario: Scenario, line: Line, elapsed: Elapsed, *, formula: bool = False
) -> Iterator[Item]:
    """Where the present pace of a line leads. Raises :class:`Lacking` where it has no plan or no spending."""
    if line.spent is None or line.plan is None:
        raise Lacking(f"spent:{line.subject}")
    desk = c.desk.at(scenario.name)
    found = forecast(desk, planned=line.plan, spent=line.spent, done=elapsed.done, parts=elapsed.parts)
    gap = found.left.amount
    variant = "even" if gap.value == 0 else "over" if found.over else "under"
    yield statement(
        "run_rate", variant, subject=line.name, rate=found.rate, plan=line.plan, projected=found.projected, gap=gap, scenario=scenario.name
    )  # fmt: skip
    if formula:
        yield statement(
            "working", name=found.projected.label, result=found.projected, formula=formula_slots(c, found.projected)
        )
    if elapsed.assumed and c.once(f"elapsed.{elapsed.label.en}"):
        yield Note("assumed.elapsed", {"date": elapsed.label})


@answers(Goal.FORECAST)
def forecast_(asked: Resolved, c: Context) -> Answer:
    """What the year comes to at the present pace, held against the plan, with the formula."""
    draft = Draft(asked.ask.goal.value)
    for scenario in cases_with_spends(asked, c):
        found = lines(c, scenario)
        named = [line for line in found if line.subject in asked.ask.about]
        elapsed = elapsed_of(asked.ask, c, scenario)
        if elapsed is None:
            raise Lacking("elapsed")
        for line in named or (_all_lines(standing_of(c, scenario, found)),):
            draft.add(*_carried_on(c, scenario, line, elapsed, formula=True))
        draft.need(
            *(
                fact
                for item in draft.items
                for fact in getattr(item, "facts", ())
                if getattr(item, "kind", "") == "run_rate"
            )
        )
    return draft.done()


def _person(spend: Spend) -> Label:
    return Label(spend.by, spend.by) if spend.by else Label("您", "you")


def contested(c: Context, scenario: Scenario) -> Iterator[Item]:
    """Entries of one line and period that two people told: both, and the question which counts."""
    from tools.comparing import difference

    for spend in scenario.contested:
        rivals = [
            s for s in scenario.spends if (s.subject, s.when, s.label) == (spend.subject, spend.when, spend.label)
        ]
        if not rivals:
            continue
        x, y = c.fact(rivals[-1].fact), c.fact(spend.fact)
        people: dict[str, Slot] = {"speaker1": _person(rivals[-1]), "speaker2": _person(spend)}
        name = c.name(spend.subject)
        gap = difference(c.desk.at(scenario.name), minuend=y, subtrahend=x)
        yield statement("two_inputs", what=name, x=x, y=y, gap=gap, filled=people, scenario=scenario.name)
        yield Note("ask.contested", people, question=True)
