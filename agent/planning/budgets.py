"""Budget answers: the split, the range, one layer, one project; and when a message asks for one of them.

The budget itself is ``amounts``; several budgets side by side are ``scenarios``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.planning import amounts, converting, drawing, figures, indicators
from agent.planning.context import Context
from agent.planning.frame import BUDGET_TASKS, Task
from agent.planning.plan import (
    Assumption,
    ItemSection,
    LimitedSection,
    Question,
    QuestionSection,
    RangeSection,
    ResultSection,
    Section,
    ShareSection,
    SplitSection,
)
from agent.roles import Role
from tools.arithmetic import Operation, calculate
from tools.budget import (
    Base,
    Bound,
    LayerAmount,
    budget_range,
    check_share,
    item_amount,
    layer_share,
    split_budget,
)
from tools.comparing import difference
from tools.conversions import convert_period
from tools.facts import Fact
from tools.identity import Label
from tools.quantities import PERCENT


def compute(c: Context) -> list[Section] | None:
    """Answer from a budget: a new one, a corrected one, or the one at hand when the message asks about it."""
    had = c.frame.budget is not None
    new = amounts.take_budget(c)
    parts = amounts.part_of_all(c)
    corrected = amounts.correct(c)
    stepped = new is not None and not had and c.given.of(Role.ADDED, Role.REMOVED)  # "last year 1300万, 10% more now"
    steps = amounts.step(c) if (had and new is None) or stepped else []
    shares = c.given.of(Role.SHARE)
    if shares:
        c.frame = c.frame.but(share=shares[0].id)
    elif new is not None and not had:
        c.frame = c.frame.but(share=None)
    if new is None and not corrected and not steps and (c.gap() or not shares) and not _about_budget(c):
        return None
    budget = c.fact(c.frame.budget)
    converting_on = c.frame.task is Task.CONVERT and c.frame.rate and not _wants_plan(c)
    if converting_on and budget is not None and new is None and not shares:
        return converting.converted(c, budget)
    if budget is None:
        return _share_alone(c, shares[0]) if shares and not c.gap() and not _stated_elsewhere(c) else None
    return [*parts, *steps, *answer(c, budget, fresh=new is not None or corrected or bool(steps) or bool(shares))]


#: What turns a request for a plan into a question about plans, or into none: "what has to be in a budget plan?"
_QUESTION = re.compile(
    r"什么|啥|怎么(?!样)|如何|哪|为何|几|多久|是否|要不要|需要[^，。]{0,10}吗|不(?:要|需要|用|想要)"
    r"|\b(?:what(?!.{0,60}look like)|how|why|which|when|who|where|without)\b|^\W*(?:do|does|should|is|are) (?:we|i|there|it|a|the)\b"
    r"|\b(?:do ?n.?t|not|no) (?:want|need)\b"
)


def _wants_plan(c: Context) -> bool:
    return c.cue("ask_plan") and not _QUESTION.search(c.reading.outside("ask_plan"))


def plan_asked(c: Context) -> list[Section] | None:
    """``draw up a budget plan for $2m, conversion is 2% today``: the whole plan, of a new budget or of the one at hand."""
    given, shares = c.given.of(*amounts.BUDGET_ROLES), c.given.of(Role.SHARE)
    if not _wants_plan(c) or len(given) > 1 or len(shares) > 1:
        return None
    if not given and c.gap():
        return None
    if not given and c.frame.budget is None:
        c.frame = c.frame.but(task=Task.PLAN)
        return [QuestionSection(Question.BUDGET)]
    indicators.note_baselines(c)
    return compute(c)


def _about_budget(c: Context) -> bool:
    """Whether a message without new figures asks about the budget at hand."""
    if c.frame.budget is None:
        return False
    if _wants_plan(c):
        return True
    if c.kpis() or c.phases():
        return False
    if c.layers() or c.projects():
        if c.cue("ask_goal", "ask_define", "ask_why", "ask_duration", "ask_action", "attr_roi") and not c.cue(
            "ask_amount", "only"
        ):
            return False
        return c.frame.task in BUDGET_TASKS or c.frame.task is Task.INVERSE or c.cue(*amounts.ASKING)
    short = len(c.reading.plain) <= 40
    named = any(m.kind == "topic" for m in c.reading.mentions) and not c.cue(
        "every_layer", "ask_range", "ask_low", "ask_high"
    )
    if named and not short:
        return False
    if c.cue("left", "together") and short:
        return True
    if c.cue("except_for") and short and any(x.startswith("layer") for x in c.frame.concepts):
        return True  # "and the other two?"
    periods = ("period_month", "period_quarter", "period_year")
    period = c.cue(*periods) and (c.cue("ask_amount", "ask_split", "what_if") or len(c.reading.rest(*periods)) <= 4)
    return (
        short
        and (
            c.cue("ai_total", "ask_split", "ask_range", "ask_low", "ask_high", "every_layer", "limited", "ask_amount")
            or period
        )
        and not c.gap()
    )


def _stated_elsewhere(c: Context) -> bool:
    """Whether a percentage is said of something that the source has a figure of its own for ("did the client get +80%?")."""
    share = c.framework.share_min.id
    named = c.reading.named("topic")
    about = [t for t in c.framework.topics if t.id in named and t.statements and share not in t.statements]
    return (bool(about) or c.cue("attr_roi")) and not c.cue("share_of_ai", "base_ai")


def _share_alone(c: Context, share: Fact) -> list[Section] | None:
    """An AI share without a budget, held against the range."""
    check = check_share(c.desk, share=share)
    c.frame = c.frame.but(task=Task.RANGE)
    c.cite(c.framework.share_min.source.passage)
    return [ShareSection(check, asked=amounts.asked_of_share(c))]


def answer(c: Context, given: Fact, *, fresh: bool) -> list[Section]:
    budget, sections = amounts.annual(c, given)
    base = Base(c.frame.base)
    if c.frame.base_assumed:
        c.assume(Assumption.BASE)
    if c.frame.currency_assumed:
        c.assume(Assumption.CURRENCY if budget.currency == "CNY" else Assumption.NO_CURRENCY)
    whole = c.fact(c.frame.whole)
    if base is Base.AI and c.given.of(Role.SHARE) and whole is not None:
        c.frame = c.frame.but(budget=whole.id, base=Base.MARKETING.value, whole=None)
        budget, base = whole, Base.MARKETING  # "then at 15%": of the marketing budget that the AI budget was part of
    # On an AI budget a share makes no sense; the calculator says so.
    share = c.fact(c.frame.share) if base is Base.MARKETING or c.given.of(Role.SHARE) else None
    task = _task(c)
    layers = tuple(layer.id for layer in c.layers())
    if c.cue("except_for"):
        left_out = layers or tuple(p for p in c.frame.concepts if p.startswith("layer"))
        layers = tuple(x.id for x in c.framework.layers if x.id not in left_out) if left_out else ()
    projects = tuple(p.id for p in c.projects())
    if task is Task.ITEM and not projects:
        projects = tuple(p for p in c.frame.concepts if p.startswith("project"))
    elif task is Task.SPLIT and not layers and not c.cue("every_layer", "ai_total") and not fresh:
        layers = tuple(p for p in c.frame.concepts if p.startswith("layer"))
    if len(layers) == len(c.framework.layers):
        layers = ()
    c.frame = c.frame.but(task=task, concepts=projects or layers)
    match task:
        case Task.ITEM:
            sections += _items(c, budget, base, share, projects)
        case Task.PLAN:
            sections += drawing.sections(c, budget, base, share)
        case Task.RANGE:
            sections += _range(c, budget, base, share)
        case Task.LIMITED:
            sections += _limited(c, budget, base)
        case _:
            sections += _split(c, budget, base, share, layers)
    return sections


def _task(c: Context) -> Task:
    if _wants_plan(c):
        return Task.PLAN
    if c.projects():
        return Task.ITEM
    asks_layers = bool(c.layers()) or c.cue("every_layer")
    if c.cue("ask_range", "ask_low", "ask_high") and not asks_layers:
        return Task.RANGE
    only_limited = {layer.id for layer in c.layers()} <= {c.framework.limited_budget_layer}
    if c.cue("limited") and only_limited and not c.cue("every_layer"):
        return Task.LIMITED
    if c.frame.task is Task.PLAN and c.cue("period_month", "period_quarter"):
        return Task.SPLIT
    split_anew = c.cue("ask_split") and c.given.of(*amounts.BUDGET_ROLES)
    if (
        c.frame.task is Task.PLAN
        and not asks_layers
        and not split_anew
        and c.given.of(Role.SHARE, *amounts.BUDGET_ROLES)
    ):
        return Task.PLAN
    if asks_layers or c.cue("ask_split") or c.given.of(Role.SHARE):
        return Task.SPLIT
    if c.frame.task in (Task.SPLIT, Task.RANGE, Task.LIMITED, Task.ITEM, Task.PLAN):
        return c.frame.task
    if c.frame.task is Task.EXPLAIN and any(x.startswith("project") for x in c.frame.concepts):
        return Task.ITEM  # the amount was asked for to tell what the project gets
    return Task.SPLIT


def _split(c: Context, budget: Fact, base: Base, share: Fact | None, focus: tuple[str, ...]) -> list[Section]:
    split = split_budget(c.desk, budget=budget, base=base, share=share)
    sections: list[Section] = []
    if share is not None:
        check = check_share(c.desk, share=share)
        if c.given.of(Role.SHARE, Role.SCALE) or check.bound is not Bound.WITHIN:
            sections.append(ShareSection(check, split.total, amounts.asked_of_share(c)))
            c.cite(c.framework.share_min.source.passage)
    elif base is Base.MARKETING:
        c.assume(Assumption.LAYERS)
    shown = [r for r in split.rows if not focus or r.layer.id in focus]
    sections.append(SplitSection(split, focus, _periods(c, shown), _together(c, shown)))
    if c.cue("ask_difference") and len(shown) == 2 and focus:
        more, less = sorted((r.amount for r in shown), key=lambda amount: -amount.value)
        sections.append(ResultSection(difference(c.desk, minuend=more, subtrahend=less), (more, less), "difference"))
    if c.cue("left"):
        rest = calculate(c.desk, operation=Operation.SUBTRACT, a=budget, b=split.total, label=_REST)
        sections.append(ResultSection(rest, (budget, split.total), "left"))
    c.cite(*(r.layer.share.source.passage for r in split.rows if r.layer.share))
    if base is Base.MARKETING and share is None and not focus:
        sections.append(RangeSection(budget_range(c.desk, budget=budget)))
        c.cite(c.framework.share_min.source.passage)
    return sections


_REST = Label("AI 以外的部分", "what is left beside AI")


def _together(c: Context, rows: Sequence[LayerAmount]) -> Fact | None:
    """What several layers get together, where the message asks for it and it is not all of them."""
    if not c.cue("together") or not 1 < len(rows) < len(c.framework.layers):
        return None
    total = rows[0].amount
    for row in rows[1:]:
        label = Label(
            f"{total.label.zh}与{row.amount.label.zh}合计", f"{total.label.en} and {row.amount.label.en} together"
        )
        total = calculate(c.desk, operation=Operation.ADD, a=total, b=row.amount, label=label)
    return total


def _periods(c: Context, rows: Sequence[LayerAmount]) -> tuple[Fact, ...]:
    """The amounts told per month or quarter, where the message asks for them so."""
    spoken = c.given.of(*amounts.BUDGET_ROLES)
    given_per = {f.unit.per for f in spoken}
    asked = (("month", "period_month"), ("quarter", "period_quarter"))
    to = next((p for p, cue in asked if c.period_of_budget(cue)), None)
    if to is None or to in given_per:
        return ()
    return tuple(convert_period(c.desk, amount=r.amount, to=to) for r in rows)


def _range(c: Context, budget: Fact, base: Base, share: Fact | None) -> list[Section]:
    c.cite(c.framework.share_min.source.passage)
    if base is Base.AI:
        whole = c.fact(c.frame.whole)
        if whole is None:
            return _split(c, budget, base, share, ())
        budget = whole  # "of $2m, 300k is AI … and the maximum?" is asked of the marketing budget
    if share is not None and c.given.of(Role.SHARE):
        return _split(c, budget, base, share, ())
    low, high = c.cue("ask_low"), c.cue("ask_high")
    focus = "both" if low == high or c.cue("ask_range") else "low" if low else "high"
    found = budget_range(c.desk, budget=budget)
    c.frame = c.frame.but(ai_amount={"low": found.low.id, "high": found.high.id}.get(focus))
    return [RangeSection(found, focus)]


def _limited(c: Context, budget: Fact, base: Base) -> list[Section]:
    layer_id = c.framework.limited_budget_layer
    if layer_id is None:
        return _split(c, budget, base, None, ())
    layer = c.framework.layer(layer_id)
    row = next(r for r in split_budget(c.desk, budget=budget, base=base).rows if r.layer.id == layer_id)
    c.cite(*layer.passages)
    if base is Base.MARKETING:
        c.assume(Assumption.LAYERS)
    return [LimitedSection(layer, row.share, row.amount, budget)]


def _items(c: Context, budget: Fact, base: Base, share: Fact | None, projects: tuple[str, ...]) -> list[Section]:
    sections: list[Section] = []
    for project in (p for p in c.framework.projects if p.id in projects):
        item = item_amount(c.desk, project=project, budget=budget, base=base, share=share)
        own = layer_share(c.desk, item.layer) if item.layer else None
        periods = _periods(c, [item.row] if item.row else [])
        sections.append(
            ItemSection(
                item, own, amount_asked=True, period=periods[0] if periods else None, proportional=base is Base.AI
            )
        )
        c.cite(*project.passages[:1], *(item.layer.passages[:1] if item.layer else ()))
    return sections


def again(c: Context) -> list[Section] | None:
    """The last budget answer once more, with what the message narrows it to."""
    budget = c.fact(c.frame.budget)
    if budget is None:
        return None
    if c.frame.task is Task.CONVERT and c.frame.rate:
        return converting.converted(c, budget)
    return answer(c, budget, fresh=False)


def of_layer(c: Context) -> list[Section] | None:
    """A part of one layer's amount that the user sets ("half of the tactical layer goes to AIGC"): computed as theirs."""
    found = c.given.pairs(Role.OF_LAYER)
    if not found:
        return None
    amounts.take_budget(c)
    budget = c.fact(c.frame.budget)
    if budget is None:
        return [QuestionSection(Question.BUDGET)]
    figure, part = found[0]
    budget, sections = amounts.annual(c, budget)
    split = split_budget(c.desk, budget=budget, base=Base(c.frame.base), share=c.fact(c.frame.share))
    row = next(r for r in split.rows if r.layer.id == figure.concept)
    label = Label(f"{row.layer.name.zh}的一部分（按您的设定）", f"part of the {row.layer.name.en}, as you set it")
    result = figures.fraction_of(c.desk, figure, part, whole=row.amount, label=label)
    if result is None:
        operation = Operation.PERCENT_OF if part.unit == PERCENT else Operation.MULTIPLY
        result = calculate(c.desk, operation=operation, a=part, b=row.amount, label=label)
    c.frame = c.frame.but(task=Task.SPLIT, concepts=(row.layer.id,))
    c.cite(*([row.layer.share.source.passage] if row.layer.share else []))
    return [*sections, SplitSection(split, (row.layer.id,)), ResultSection(result, (row.amount, part), "of_layer")]


def go_back(c: Context) -> list[Section] | None:
    """``换回来``, ``the first one again``: an earlier budget of this conversation."""
    if not c.cue("back") or c.given.facts or not c.frame.history or len(c.reading.plain) > 40:
        return None
    earlier = c.frame.history[0] if c.cue("first_one") else c.frame.history[-1]
    history = (*c.frame.history, c.frame.budget or earlier)[-8:]
    c.frame = c.frame.but(budget=earlier, history=history)
    budget = c.fact(earlier)
    return answer(c, budget, fresh=True) if budget else None
