"""Figures beside each other: scenarios compared, sums, differences, rests, ratios, and which lie above a limit."""

from __future__ import annotations

from agent.answers.context import Context, Draft, Lacking
from agent.answers.kinds import row, statement
from agent.answers.model import Answer, Slot, Statement
from agent.answers.money import layer_passages, range_statement, side_by_side
from agent.answers.registry import answers
from agent.dialogue.asking import Resolved
from agent.dialogue.moves import Goal
from agent.dialogue.names import LAYERS, MAX, MIN, Operand, is_figure
from agent.dialogue.state import Scenario
from tools.budget import part_of_amount
from tools.comparing import above, difference, multiple_between, ratio
from tools.facts import Fact
from tools.identity import Label
from tools.sums import mean, rest, total

#: ``by`` of a difference that is wanted in percent, too.
PERCENT = "percent"
#: ``by`` of a ratio that is wanted as a multiple.
TIMES = "times"


def operand_name(c: Context, text: str, fact: Fact) -> Label:
    """What an operand is called: the subject (with its scenario where the user named it), or the figure's own label."""
    if "+" in text:
        return fact.label
    operand = Operand.of(text)
    own = operand.subject in (MIN, MAX) or operand.subject in c.desk.ledger or is_figure(operand.scenario)
    name = c.name(operand.subject) if operand.subject and not own else fact.label
    scenario = c.state.scenarios.get(operand.scenario)
    if scenario is not None and scenario.label:
        return Label(f"{scenario.label}的{name.zh}", f"{scenario.label}'s {name.en}")
    return name


def _operands(asked: Resolved, c: Context) -> list[tuple[Label, Fact]]:
    args = asked.ask.args or tuple(f"{a}@{s}" for s in asked.scenarios for a in asked.ask.about)
    found = [(text, c.operand(text, asked)) for text in args]
    if len(found) < 2:
        raise Lacking("operands")
    return [(operand_name(c, text, fact), fact) for text, fact in found]


@answers(Goal.COMPARE)
def compare(asked: Resolved, c: Context) -> Answer:
    """The layers of several budgets side by side, and by how much each later one differs from the first."""
    draft = Draft(asked.ask.goal.value)
    scenarios = c.scenarios(asked)
    if len(scenarios) < 2:
        scenarios = tuple(s for s in c.state.scenarios.values() if s.budget)[-2:]
    if len(scenarios) < 2:
        raise Lacking("second_budget")
    draft.add(side_by_side(c, asked, scenarios, draft))
    first = scenarios[0]
    subjects = [a for a in asked.ask.about if a.startswith("layer.")]
    for other in scenarios[1:]:
        _changes(draft, c, first, other, subjects)
    if "range" in asked.ask.about or "share.max" in asked.ask.about:
        draft.add(*(range_statement(c, s) for s in scenarios))
    return draft.done()


def _changes(draft: Draft, c: Context, first: Scenario, other: Scenario, subjects: list[str]) -> None:
    one, two = c.split(first), c.split(other)
    desk = c.desk
    gap = difference(desk, minuend=two.total, subtrahend=one.total)
    draft.add(
        statement(
            "scenario_change", _variant(one.total, two.total), budget_from=one.budget, budget_to=two.budget, from_=one.total,
            to=two.total, gap=gap, passages=layer_passages(c),
        )
    )  # fmt: skip
    if not subjects:
        draft.need(gap)
    for subject in subjects or [x.id for x in c.framework.layers]:
        before, after = c.amount(subject, first), c.amount(subject, other)
        change = difference(desk, minuend=after, subtrahend=before)
        draft.need(change)
        draft.add(
            statement(
                "layer_change", _variant(before, after), layer=c.name(subject), from_=before, budget_from=one.budget, to=after,
                budget_to=two.budget, gap=change, subjects=(subject,),
            )
        )  # fmt: skip


def _variant(before: Fact, after: Fact) -> str:
    return "same" if before.value == after.value else "more" if after.value > before.value else "less"


@answers(Goal.SUM)
def sum_(asked: Resolved, c: Context) -> Answer:
    """The sum of any figures of one currency."""
    draft = Draft(asked.ask.goal.value)
    parts = _operands(asked, c)
    found = total(c.desk, facts=tuple(fact for _, fact in parts))
    draft.add(statement("sum", parts=_rows(parts), sum=found))
    draft.need(found)
    return draft.done()


@answers(Goal.MEAN)
def mean_(asked: Resolved, c: Context) -> Answer:
    """The middle of several figures of one unit."""
    draft = Draft(asked.ask.goal.value)
    parts = _operands(asked, c)
    found = mean(c.desk, facts=tuple(fact for _, fact in parts))
    draft.add(statement("mean", parts=_rows(parts), mean=found))
    draft.need(found)
    return draft.done()


def _rows(parts: list[tuple[Label, Fact]]) -> tuple[dict[str, Slot], ...]:
    return tuple(dict(row(name=name, amount=fact)) for name, fact in parts)


@answers(Goal.DIFF)
def diff(asked: Resolved, c: Context) -> Answer:
    """By how much one figure is more or less than another."""
    draft = Draft(asked.ask.goal.value)
    (x_name, x), (y_name, y) = _operands(asked, c)[:2]
    draft.add(difference_statement(c, x_name, x, y_name, y))
    draft.need(*draft.items[-1].facts[-1:] if isinstance(draft.items[-1], Statement) else ())
    if asked.ask.by == PERCENT and x.value != y.value:
        _growth(draft, c, x, (y_name, y))
    return draft.done()


def _growth(draft: Draft, c: Context, x: Fact, base: tuple[Label, Fact]) -> None:
    """A difference in percent of the figure that it is measured by."""
    name, y = base
    grown = ratio(c.desk, part=difference(c.desk, minuend=x, subtrahend=y), whole=y)
    draft.add(statement("growth", "more" if x.value > y.value else "less", base_name=name, ratio=grown))
    draft.need(grown)


def difference_statement(c: Context, x_name: Label, x: Fact, y_name: Label, y: Fact) -> Statement:
    gap = difference(c.desk, minuend=x, subtrahend=y)
    return statement("difference", _variant(y, x), x_name=x_name, x=x, y_name=y_name, y=y, gap=gap)


@answers(Goal.REST)
def rest_(asked: Resolved, c: Context) -> Answer:
    """What is left of a whole when parts of it are taken."""
    draft = Draft(asked.ask.goal.value)
    subject = (asked.ask.about or (LAYERS,))[0]
    whole = c.operand(subject, asked)
    parts = [(operand_name(c, text, fact), fact) for text, fact in ((t, c.operand(t, asked)) for t in asked.ask.args)]
    parts += [
        (part.identity.name if part.identity else part.label, part)
        for fig in asked.ask.weights
        for part in (part_of_amount(c.desk, amount=whole, share=c.figure(fig)),)
    ]
    if not parts:
        raise Lacking("operands")
    found = rest(c.desk, whole=whole, parts=tuple(fact for _, fact in parts))
    shown = found.amount
    variant = "over" if found.over else "left" if shown.value > 0 else "even"
    draft.add(
        statement(
            "rest", variant, whole_name=operand_name(c, subject, whole), whole=whole, parts=_rows(parts), rest=shown
        )
    )
    draft.need(shown)
    return draft.done()


@answers(Goal.RATIO)
def ratio_(asked: Resolved, c: Context) -> Answer:
    """What share one figure is of another."""
    draft = Draft(asked.ask.goal.value)
    (x_name, x), (y_name, y) = _operands(asked, c)[:2]
    times = asked.ask.by == TIMES
    found = multiple_between(c.desk, before=y, after=x) if times else ratio(c.desk, part=x, whole=y)
    draft.add(statement("ratio", TIMES if times else "", x_name=x_name, x=x, y_name=y_name, y=y, ratio=found))
    draft.need(found)
    return draft.done()


@answers(Goal.WHICH)
def which(asked: Resolved, c: Context) -> Answer:
    """Which of several figures lie above a limit."""
    draft = Draft(asked.ask.goal.value)
    if not asked.ask.above:
        raise Lacking("limit")
    limit = c.figure(asked.ask.above)
    scenarios = c.scenarios(asked)
    subject = (asked.ask.about or (LAYERS,))[0]
    subjects = [x.id for x in c.framework.layers] if subject == "layers.each" else [subject]
    named = []
    for scenario in scenarios:
        for each in subjects:
            fact = c.placed(c.amount(each, scenario), asked.ask, scenario)
            named.append((operand_name(c, f"{each}@{scenario.name}", fact), fact))
    found = above(c.desk, facts=tuple(fact for _, fact in named), limit=limit)
    over = [(name, fact) for name, fact in named if fact in found.above]
    variant = "above" if over else "none_above"
    draft.add(statement("above", variant, rows=_rows(over or named), limit=limit))
    draft.need(*(fact for _, fact in over))
    return draft.done()
