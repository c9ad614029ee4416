"""Budget answers: split, range, one item, the way back, scenarios, conversions; and what follow-ups change in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from agent.planning import figures
from agent.planning.context import Context
from agent.planning.frame import BUDGET_TASKS, Task
from agent.planning.plan import (
    Assumption,
    CompareSection,
    ConvertSection,
    InverseSection,
    ItemSection,
    LimitedSection,
    Question,
    QuestionSection,
    RangeSection,
    RangesSection,
    ResultSection,
    Section,
    ShareSection,
    SplitSection,
)
from agent.reading import Role, RoleFigure
from tools.arithmetic import Operation, calculate
from tools.budget import (
    Base,
    Bound,
    LayerAmount,
    budget_for,
    budget_range,
    check_share,
    compare_splits,
    item_amount,
    layer_share,
    share_of,
    split_budget,
)
from tools.conversions import convert_currency, convert_period
from tools.facts import Fact, Label
from tools.money import NO_CURRENCY
from tools.parameters import Layer
from tools.quantities import PERCENT, UnitKind, money_unit

_BUDGETS = (Role.MARKETING_BUDGET, Role.AI_BUDGET, Role.AMOUNT)
_ASKING = (
    "ask_split",
    "ask_amount",
    "ask_share",
    "ask_range",
    "ask_low",
    "ask_high",
    "every_layer",
    "ask_worth",
    "only",
)


# -- what the budget is ----------------------------------------------------------------------------------------------------


def _take_budget(c: Context) -> Fact | None:
    """Put a new amount into the frame: with its base, in a year, and free of what belonged to the old one."""
    found = c.given.pairs(*_BUDGETS)
    if not found:
        return None
    figure, fact = found[0]
    figures.reject_unusable(fact)
    base, assumed = c.frame.base, c.frame.base_assumed
    if figure.role is Role.MARKETING_BUDGET:
        base, assumed = Base.MARKETING.value, False
    elif figure.role is Role.AI_BUDGET:
        base, assumed = Base.AI.value, False
    elif c.frame.budget is None:
        base, assumed = _base_of_message(c)
    past = (*c.frame.history, c.frame.budget)[-8:] if c.frame.budget and c.frame.budget != fact.id else c.frame.history
    c.frame = c.frame.but(
        budget=fact.id, base=base, base_assumed=assumed, currency_assumed=c.given.currency_assumed,
        wanted=None, history=past,
    )  # fmt: skip
    return fact


def go_back(c: Context) -> list[Section] | None:
    """``换回来``, ``the first one again``: an earlier budget of this conversation."""
    if not c.cue("back") or c.given.facts or not c.frame.history or len(c.reading.plain) > 40:
        return None
    earlier = c.frame.history[0] if c.cue("first_one") else c.frame.history[-1]
    history = (*c.frame.history, c.frame.budget or earlier)[-8:]
    c.frame = c.frame.but(budget=earlier, history=history)
    budget = c.fact(earlier)
    return _answer(c, budget, fresh=True) if budget else None


def _base_of_message(c: Context) -> tuple[str, bool]:
    """The base that the message names anywhere, for an amount with no base beside it."""
    if c.cue("base_marketing"):
        return Base.MARKETING.value, False
    if c.cue("base_ai") and not c.given.of(Role.SHARE):
        return Base.AI.value, False
    return Base.MARKETING.value, True


def _correct(c: Context) -> bool:
    """Corrections of currency and base that come without a new amount. Tells whether anything changed."""
    budget = c.fact(c.frame.budget)
    if budget is None:
        return False
    changed = _correct_period(c, budget)
    budget = c.fact(c.frame.budget) or budget
    currency = figures.corrected_currency(c.reading, budget.currency)
    unsaid = c.frame.currency_assumed or budget.currency == NO_CURRENCY
    if currency and currency != budget.currency and (unsaid or c.corrects() or not c.cue("ask_convert")):
        budget = figures.recast(c.desk, budget, unit=money_unit(currency, budget.unit.per))
        c.frame = c.frame.but(budget=budget.id, currency_assumed=False)
        changed = True
    if not c.given.of(*_BUDGETS):
        base = _corrected_base(c)
        if base and (base != c.frame.base or c.frame.base_assumed):
            computed = c.fact(c.frame.ai_amount)
            if base == Base.AI.value and computed is not None and not c.cue("correction"):
                c.frame = c.frame.but(budget=computed.id)  # "the layers of that AI budget, then"
            else:
                role = Role.AI_BUDGET if base == Base.AI.value else Role.MARKETING_BUDGET
                c.frame = c.frame.but(budget=figures.as_base(c.desk, budget, role).id)
            c.frame = c.frame.but(base=base, base_assumed=False, share=None)
            changed = True
    if c.layers() and c.cue("correction") and not c.given.of(Role.SHARE) and not c.cue("share_of_ai") and c.frame.share:
        c.frame = c.frame.but(share=None)  # "I meant the capability layer of it"
        changed = True
    return changed


def _correct_period(c: Context, budget: Fact) -> bool:
    """``这是一个季度的``, ``that number is per quarter``: the amount at hand is for a period."""
    period = next((p for p, cue in (("month", "period_month"), ("quarter", "period_quarter")) if c.cue(cue)), None)
    given = c.given.of(*_BUDGETS)
    same = all(f.value == budget.value for f in given)
    telling = c.cue("correction", "that_one") or (given and same)
    if (
        period is None
        or budget.unit.per == period
        or not telling
        or not same
        or c.layers()
        or c.cue("ask_split")
        or (c.cue("ask_amount") and not c.cue("that_one"))
    ):
        return False
    budget = figures.recast(c.desk, budget, unit=money_unit(budget.unit.code, period))
    c.frame = c.frame.but(budget=budget.id)
    return True


def _corrected_base(c: Context) -> str | None:
    """``那是AI预算``, ``that figure was the entire marketing budget``: the base named and not denied."""
    spans = {
        Base.AI.value: c.reading.cues.spans("base_ai"),
        Base.MARKETING.value: c.reading.cues.spans("base_marketing"),
    }
    stated = [
        (span[0], base)
        for base, found in spans.items()
        for span in found
        if not figures.denied(c.reading.plain[: span[0]])
    ]
    if not stated or not (c.cue("correction", "what_if") or (c.frame.base_assumed and _plainly(c, spans))):
        return None
    return min(stated)[1]


def _plainly(c: Context, spans: Mapping[str, Sequence[tuple[int, int]]]) -> bool:
    """``是AI预算`` to a reply that took it as the marketing budget: a message that names the base and asks nothing."""
    named = [span for found in spans.values() for span in found]
    rest = "".join(x for i, x in enumerate(c.reading.plain) if x.isalnum() and not any(a <= i < b for a, b in named))
    return len(rest) <= 12 and not c.cue(*_ASKING)


def _annual(c: Context, fact: Fact) -> tuple[Fact, list[Section]]:
    """The budget per year, with the section that says how it came about."""
    if fact.unit.per in (None, "year"):
        if fact.unit.per == "year":
            fact = figures.recast(c.desk, fact, unit=money_unit(fact.unit.code))
        return fact, []
    annual = convert_period(c.desk, amount=fact, to="year")
    c.assume(Assumption.ANNUAL)
    return annual, [ResultSection(annual, (fact,), "annual")]


def _step(c: Context) -> list[Section]:
    """The budget (or share) at hand, changed by arithmetic: ``再加100万``, ``翻一倍呢``, ``cut it by 20%``."""
    budget, share = c.fact(c.frame.budget), c.fact(c.frame.share)
    on_share = share is not None and c.cue("ask_share", "share_word")
    for figure, fact in c.given.pairs(Role.ADDED, Role.REMOVED, Role.SCALE):
        target = share if on_share and fact.unit.kind is not UnitKind.MONEY else budget
        if target is None:
            continue
        section = _changed(c, target, figure, fact)
        c.frame = c.frame.but(**{"share" if target is share else "budget": section.fact.id})
        return [section]
    return []


def _changed(c: Context, target: Fact, figure: RoleFigure, fact: Fact) -> ResultSection:
    """``target`` raised, lowered or scaled by a figure; what is told beside the result is what was added or taken off."""

    def compute(operation: Operation, a: Fact, b: Fact) -> Fact:
        return calculate(c.desk, operation=operation, a=a, b=b, label=target.label)

    parts = figures.parts_of_fraction(c.desk, figure, fact)
    if parts:
        part = compute(Operation.DIVIDE, compute(Operation.MULTIPLY, target, parts[0]), parts[1])
        if c.cue("remove") and not c.cue("from_to"):
            return ResultSection(compute(Operation.SUBTRACT, target, part), (target, part), "removed")
        return ResultSection(part, (target, fact), "scaled")
    if figure.role is Role.SCALE:
        return ResultSection(compute(Operation.MULTIPLY, target, fact), (target, fact), "scaled")
    if fact.currency == target.currency and target.unit.per and not fact.unit.per:
        fact = figures.recast(c.desk, fact, unit=target.unit)  # "another 200k" on a monthly budget is monthly
    change = fact
    if fact.unit == PERCENT and target.unit != PERCENT:
        change = calculate(c.desk, operation=Operation.PERCENT_OF, a=fact, b=target)
    if figure.role is Role.ADDED:
        return ResultSection(compute(Operation.ADD, target, change), (target, fact), "added")
    return ResultSection(compute(Operation.SUBTRACT, target, change), (target, fact), "removed")


# -- computing ---------------------------------------------------------------------------------------------------------------


def compute(c: Context) -> list[Section] | None:
    """Answer from a budget: a new one, a corrected one, or the one at hand when the message asks about it."""
    had = c.frame.budget is not None
    new = _take_budget(c)
    parts = _part_of_all(c)
    corrected = _correct(c)
    stepped = new is not None and not had and c.given.of(Role.ADDED, Role.REMOVED)  # "last year 1300万, 10% more now"
    steps = _step(c) if (had and new is None) or stepped else []
    shares = c.given.of(Role.SHARE)
    if shares:
        c.frame = c.frame.but(share=shares[0].id)
    elif new is not None and not had:
        c.frame = c.frame.but(share=None)
    if new is None and not corrected and not steps and (c.gap() or not shares) and not _about_budget(c):
        return None
    budget = c.fact(c.frame.budget)
    if c.frame.task is Task.CONVERT and budget is not None and c.frame.rate and new is None and not shares:
        return _converted(c, budget)
    if budget is None:
        return _share_alone(c, shares[0]) if shares and not c.gap() else None
    return [*parts, *steps, *_answer(c, budget, fresh=new is not None or corrected or bool(steps) or bool(shares))]


def _part_of_all(c: Context) -> list[Section]:
    """``公司预算5000万，营销占20%``: the marketing budget as a share of a larger one."""
    shares, whole = c.given.of(Role.MARKETING_SHARE), c.fact(c.frame.budget)
    if not shares or whole is None:
        return []
    label = Label("年度营销预算", "annual marketing budget")
    part = calculate(c.desk, operation=Operation.PERCENT_OF, a=shares[0], b=whole, label=label)
    c.frame = c.frame.but(budget=part.id, base=Base.MARKETING.value, base_assumed=False)
    return [ResultSection(part, (whole, shares[0]), "part")]


def _about_budget(c: Context) -> bool:
    """Whether a message without new figures asks about the budget at hand."""
    if c.frame.budget is None or c.kpis() or c.phases():
        return False
    if c.layers() or c.projects():
        if c.cue("ask_goal", "ask_define", "ask_why", "ask_duration", "ask_action", "attr_roi") and not c.cue(
            "ask_amount", "only"
        ):
            return False
        return c.frame.task in BUDGET_TASKS or c.frame.task is Task.INVERSE or c.cue(*_ASKING)
    short = len(c.reading.plain) <= 40
    named = any(m.kind == "topic" for m in c.reading.mentions) and not c.cue(
        "every_layer", "ask_range", "ask_low", "ask_high"
    )
    if named and not short:
        return False
    if c.cue("left", "together") and short:
        return True
    period = c.cue("period_month", "period_quarter") and c.cue("ask_amount", "ask_split", "what_if")
    return (
        short
        and (c.cue("ask_split", "ask_range", "ask_low", "ask_high", "every_layer", "limited", "ask_amount") or period)
        and not c.gap()
    )


def _share_alone(c: Context, share: Fact) -> list[Section] | None:
    """An AI share without a budget, held against the range."""
    check = check_share(c.desk, share=share)
    c.frame = c.frame.but(task=Task.RANGE)
    c.cite(c.framework.share_min.source.passage)
    return [ShareSection(check)]


def _answer(c: Context, given: Fact, *, fresh: bool) -> list[Section]:
    budget, sections = _annual(c, given)
    base = Base(c.frame.base)
    if c.frame.base_assumed:
        c.assume(Assumption.BASE)
    if c.frame.currency_assumed:
        c.assume(Assumption.CURRENCY if budget.currency == "CNY" else Assumption.NO_CURRENCY)
    share = c.fact(c.frame.share) if base is Base.MARKETING else None
    task = _task(c)
    layers = tuple(layer.id for layer in c.layers())
    if c.cue("except_for"):
        left_out = layers or tuple(p for p in c.frame.concepts if p.startswith("layer"))
        layers = tuple(x.id for x in c.framework.layers if x.id not in left_out) if left_out else ()
    projects = tuple(p.id for p in c.projects())
    if task is Task.ITEM and not projects:
        projects = tuple(p for p in c.frame.concepts if p.startswith("project"))
    elif task is Task.SPLIT and not layers and not c.cue("every_layer") and not fresh:
        layers = tuple(p for p in c.frame.concepts if p.startswith("layer"))
    if len(layers) == len(c.framework.layers):
        layers = ()
    c.frame = c.frame.but(task=task, concepts=projects or layers)
    match task:
        case Task.ITEM:
            sections += _items(c, budget, base, share, projects)
        case Task.RANGE:
            sections += _range(c, budget, base, share)
        case Task.LIMITED:
            sections += _limited(c, budget, base)
        case _:
            sections += _split(c, budget, base, share, layers)
    return sections


def _task(c: Context) -> Task:
    if c.projects():
        return Task.ITEM
    asks_layers = bool(c.layers()) or c.cue("every_layer")
    if c.cue("ask_range", "ask_low", "ask_high") and not asks_layers:
        return Task.RANGE
    only_limited = {layer.id for layer in c.layers()} <= {c.framework.limited_budget_layer}
    if c.cue("limited") and only_limited and not c.cue("every_layer"):
        return Task.LIMITED
    if asks_layers or c.cue("ask_split") or c.given.of(Role.SHARE):
        return Task.SPLIT
    if c.frame.task in (Task.SPLIT, Task.RANGE, Task.LIMITED, Task.ITEM):
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
            sections.append(ShareSection(check, split.total))
            c.cite(c.framework.share_min.source.passage)
    elif base is Base.MARKETING:
        c.assume(Assumption.LAYERS)
    shown = [r for r in split.rows if not focus or r.layer.id in focus]
    sections.append(SplitSection(split, focus, _periods(c, shown), _together(c, shown)))
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
    spoken = c.given.of(*_BUDGETS)
    given_per = {f.unit.per for f in spoken}
    to = next((p for p, cue in (("month", "period_month"), ("quarter", "period_quarter")) if c.cue(cue)), None)
    if to is None or to in given_per:
        return ()
    return tuple(convert_period(c.desk, amount=r.amount, to=to) for r in rows)


def _range(c: Context, budget: Fact, base: Base, share: Fact | None) -> list[Section]:
    c.cite(c.framework.share_min.source.passage)
    if base is Base.AI:
        return _split(c, budget, base, share, ())
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
        sections.append(ItemSection(item, own, amount_asked=True, period=periods[0] if periods else None))
        c.cite(*project.passages[:1], *(item.layer.passages[:1] if item.layer else ()))
    return sections


def again(c: Context) -> list[Section] | None:
    """The last budget answer once more, with what the message narrows it to."""
    budget = c.fact(c.frame.budget)
    if budget is None:
        return None
    if c.frame.task is Task.CONVERT and c.frame.rate:
        return _converted(c, budget)
    return _answer(c, budget, fresh=False)


# -- the way back --------------------------------------------------------------------------------------------------------------


def inverse(c: Context) -> list[Section] | None:
    """Which budget gives a layer, a project's layer or all AI spending a wanted amount."""
    wanted = c.given.pairs(Role.WANTED)
    if not c.given.of(*_BUDGETS, Role.WANTED) and (held := _inverse_held(c)):
        return held
    if not wanted and c.cue("ask_inverse"):
        # An AI amount with its share ("AI is 15%, exactly 600k") gives the marketing budget.
        wanted = c.given.pairs(Role.AI_BUDGET) or (c.given.pairs(Role.AMOUNT) if c.given.of(Role.SHARE) else ())
    if not wanted or c.given.of(Role.MARKETING_BUDGET):
        return None
    asks_back = c.cue("ask_inverse", "ask_amount", "base_marketing", "base_ai")
    if not asks_back and c.frame.budget:
        return None
    figure, fact = wanted[0]
    figures.reject_unusable(fact)
    shares = c.given.of(Role.SHARE)
    concept = figure.concept or ""
    if concept.startswith("project"):
        project = next(p for p in c.framework.projects if p.id == concept)
        concept = project.layer or ""
        if not concept:
            return None
    base = (
        Base.AI if c.cue("base_ai") and not c.cue("base_marketing") and figure.role is Role.WANTED else Base.MARKETING
    )
    c.frame = c.frame.but(
        task=Task.INVERSE, wanted=fact.id, share=shares[0].id if shares else None, concepts=(concept,) if concept else (),
        base=base.value, base_assumed=False,
    )  # fmt: skip
    return inverse_again(c)


def _inverse_held(c: Context) -> list[Section] | None:
    """The way back from figures at hand: another layer's after one layer's, or an AI budget's at a share given now."""
    layers, shares = c.layers(), c.given.of(Role.SHARE)
    if c.frame.task is Task.INVERSE and len(layers) == 1 and c.cue("what_if") and not c.given.facts:
        return _another_layer(c, layers[0])
    if c.frame.base == Base.AI.value and c.frame.budget and shares and c.cue("ask_inverse") and not layers:
        c.frame = c.frame.but(
            task=Task.INVERSE, wanted=c.frame.budget, share=shares[0].id, concepts=(), base=Base.MARKETING.value,
            base_assumed=False,
        )  # fmt: skip
        return inverse_again(c)
    return None


def _another_layer(c: Context, layer: Layer) -> list[Section] | None:
    """Another layer, asked about after the way back from one layer's amount (``能力层呢？``).

    It is told what it gets of the budget found and, since that may be meant, the budget under which it gets the amount.
    """
    wanted, found = c.fact(c.frame.wanted), c.fact(c.frame.budget)
    told: list[Section] = []
    if found is not None and not c.cue("hypothetical"):
        split = split_budget(c.desk, budget=found, base=Base(c.frame.base), share=c.fact(c.frame.share))
        told.append(SplitSection(split, (layer.id,)))
    if wanted is not None:
        label = Label(f"{layer.name.zh}金额", f"{layer.name.en} amount")
        wanted = figures.recast(c.desk, wanted, label=label, concepts=(layer.id, Role.WANTED.value))
        c.frame = c.frame.but(wanted=wanted.id, concepts=(layer.id,))
    return [*told, *(inverse_again(c) or [])]


def inverse_again(c: Context) -> list[Section] | None:
    wanted = c.fact(c.frame.wanted)
    if wanted is None:
        return None
    wanted, sections = _annual(c, wanted)
    layer = c.framework.layer(c.frame.concepts[0]) if c.frame.concepts else None
    base = Base(c.frame.base)
    share = c.fact(c.frame.share) if base is Base.MARKETING else None
    result = budget_for(c.desk, wanted=wanted, layer=layer, base=base, share=share)
    c.frame = c.frame.but(budget=result.budget.id)
    own = layer_share(c.desk, layer) if layer else None
    c.assume(Assumption.LAYERS)
    c.cite(*(item.share.source.passage for item in ((layer,) if layer else c.framework.layers) if item.share))
    return [*sections, InverseSection(result, own)]


# -- scenarios -----------------------------------------------------------------------------------------------------------------


def compare(c: Context) -> list[Section] | None:
    """Several budgets, or several shares of one budget, side by side."""
    found = c.given.pairs(*_BUDGETS)
    shares = c.given.of(Role.SHARE)
    if len(found) == 2 and {f.role for f, _ in found} == {Role.MARKETING_BUDGET, Role.AI_BUDGET}:
        return _part_of_whole(c)
    if _is_part(c, found):
        return _part_of_whole(c)
    correcting = c.frame.budget is not None and c.cue("correction")
    facts = [fact for _, fact in found]
    if (
        len(facts) == 1
        and c.frame.budget
        and c.cue("ask_compare")
        and not correcting
        and not shares
        and c.cue("ask_difference")
    ):
        facts = [c.desk.ledger[c.frame.budget], *facts]
    for fact in facts:
        figures.reject_unusable(fact)
    units = {f.unit for f in facts}
    if len({f.currency for f in facts}) == len(facts) > 1 and not correcting and not c.given.of(Role.RATE):
        return _each(c, facts, found[0][0].role)
    if len(facts) >= 2 and len(units) == 1 and not correcting:
        return _budgets_compared(c, facts, found[0][0].role)
    if len(shares) >= 2 and not (c.gap() and not facts):
        return _shares_compared(c, facts, shares)
    return None


def _is_part(c: Context, found: Sequence[tuple[RoleFigure, Fact]]) -> bool:
    """Whether the amounts are a part for AI and the whole that it is taken from ("$350k out of $700k … for AI")."""
    if c.frame.base == Base.AI.value and c.frame.budget and len(found) == 1:
        return found[0][0].role is Role.MARKETING_BUDGET and c.cue("ask_share") and not c.cue("correction")
    return (
        len(found) == 2 and found[0][1].unit == found[1][1].unit and c.cue("out_of") and c.cue("ai_use", "share_of_ai")
    )


def _each(c: Context, facts: list[Fact], role: Role) -> list[Section]:
    """Budgets in different currencies, each for itself: without a rate they are not compared."""
    base, assumed = (Base.AI.value, False) if role is Role.AI_BUDGET else _base_of_message(c)
    sections: list[Section] = []
    for fact in facts:
        c.frame = c.frame.but(budget=fact.id, base=base, base_assumed=assumed, share=None, concepts=())
        sections += _answer(c, fact, fresh=True)
    return sections


def _budgets_compared(c: Context, facts: list[Fact], role: Role) -> list[Section]:
    base, assumed = _base_of_message(c)
    if role is Role.AI_BUDGET:
        base, assumed = Base.AI.value, False
    c.frame = c.frame.but(
        task=Task.SPLIT, budget=facts[-1].id, base=base, base_assumed=assumed, share=None, concepts=()
    )
    if assumed:
        c.assume(Assumption.BASE)
    if c.given.currency_assumed:
        c.assume(Assumption.CURRENCY if facts[0].currency == "CNY" else Assumption.NO_CURRENCY)
    annual = [_annual(c, fact) for fact in facts]
    sections = [section for _, extra in annual for section in extra]
    focus = tuple(layer.id for layer in c.layers())
    if base == Base.MARKETING.value and c.cue("ask_range", "ask_low", "ask_high") and not focus:
        c.cite(c.framework.share_min.source.passage)
        return [*sections, RangesSection(tuple(budget_range(c.desk, budget=fact) for fact, _ in annual))]
    splits = [split_budget(c.desk, budget=fact, base=Base(base)) for fact, _ in annual]
    if base == Base.MARKETING.value:
        c.assume(Assumption.LAYERS)
    c.cite(*(r.layer.share.source.passage for r in splits[0].rows if r.layer.share))
    return [*sections, CompareSection(compare_splits(c.desk, splits=splits), focus)]


def _shares_compared(c: Context, facts: list[Fact], shares: tuple[Fact, ...]) -> list[Section] | None:
    budget = facts[0] if facts else c.fact(c.frame.budget)
    if budget is None or budget.unit.kind is not UnitKind.MONEY:
        c.frame = c.frame.but(task=Task.RANGE)
        c.cite(c.framework.share_min.source.passage)
        return [ShareSection(check_share(c.desk, share=share)) for share in shares]
    c.frame = c.frame.but(task=Task.SPLIT, budget=budget.id, base=Base.MARKETING.value, share=shares[-1].id)
    budget, sections = _annual(c, budget)
    splits = [split_budget(c.desk, budget=budget, base=Base.MARKETING, share=share) for share in shares]
    c.cite(
        c.framework.share_min.source.passage, *(r.layer.share.source.passage for r in splits[0].rows if r.layer.share)
    )
    checks = [
        ShareSection(check_share(c.desk, share=share), split.total) for share, split in zip(shares, splits, strict=True)
    ]
    return [*sections, *checks, CompareSection(compare_splits(c.desk, splits=splits))]


def _part_of_whole(c: Context) -> list[Section]:
    """An AI amount and the marketing budget that it is part of: the share that it is, and its split."""
    amounts = [*c.given.of(*_BUDGETS)]
    if len(amounts) == 1 and c.frame.budget:
        amounts.append(c.desk.ledger[c.frame.budget])
    for amount in amounts:
        figures.reject_unusable(amount)
    part, whole = sorted(amounts, key=lambda f: f.value)
    marketing = c.given.of(Role.MARKETING_BUDGET)
    if len(marketing) == 1:
        whole = marketing[0]
        part = next(f for f in amounts if f is not whole)
    share = share_of(c.desk, part=part, whole=whole)
    check = check_share(c.desk, share=share)
    c.frame = c.frame.but(
        task=Task.SPLIT, budget=part.id, base=Base.AI.value, base_assumed=False, share=None, concepts=()
    )
    c.cite(c.framework.share_min.source.passage)
    split = split_budget(c.desk, budget=part, base=Base.AI)
    c.cite(*(r.layer.share.source.passage for r in split.rows if r.layer.share))
    return [ShareSection(check, part), SplitSection(split)]


# -- conversion ------------------------------------------------------------------------------------------------------------------


def convert(c: Context) -> list[Section] | None:
    """Amounts in another currency, at a rate that the user gave now or before."""
    rates = c.given.of(Role.RATE) or _rate_answered(c)
    to = figures.target_currency(c.reading, c.fact(c.frame.budget))
    if not rates and not (c.frame.rate and c.cue("ask_convert")):
        if c.cue("ask_convert") and to and (c.frame.budget or c.given.of(*_BUDGETS)) and not c.cue("correction"):
            _take_budget(c)
            c.frame = c.frame.but(to_currency=to)
            return None
        return None
    if rates:
        c.frame = c.frame.but(rate=rates[0].id)
    _take_budget(c)
    budget = c.fact(c.frame.budget)
    c.frame = c.frame.but(to_currency=to or c.frame.to_currency)
    if budget is None:
        return [QuestionSection(Question.BUDGET)]
    return _converted(c, budget)


def _rate_answered(c: Context) -> tuple[Fact, ...]:
    """``7.1``, ``the rate is 7.1``: a bare number when a rate was asked for."""
    if c.frame.to_currency is None or c.frame.rate is not None or len(c.given.facts) != 1:
        return ()
    (fact,) = c.given.of(Role.OTHER) or (None,)
    if fact is None or fact.unit.kind is not UnitKind.NUMBER or fact.value <= 0 or c.topical():
        return ()
    return (figures.recast(c.desk, fact, label=figures.RATE_LABEL, concepts=("rate",)),)


def _converted(c: Context, budget: Fact) -> list[Section] | None:
    rate, to = c.fact(c.frame.rate), c.frame.to_currency
    if rate is None:
        return None
    to = to or figures.other_currency(rate, budget)
    if to is None or to == budget.currency:
        to = figures.other_currency(rate, budget)
    if to is None:
        return None
    quoted = figures.quotation(rate, budget.currency or "", to)
    amounts = [budget]
    sections: list[Section] = []
    wants_layers = (
        c.layers()
        or c.cue("every_layer", "ask_split")
        or (c.frame.task in (Task.SPLIT, Task.LIMITED) and not c.given.of(*_BUDGETS))
    )
    if wants_layers:
        annual, sections = _annual(c, budget)
        split = split_budget(c.desk, budget=annual, base=Base(c.frame.base), share=c.fact(c.frame.share))
        focus = {layer.id for layer in c.layers()}
        amounts += [r.amount for r in split.rows if not focus or r.layer.id in focus]
        c.cite(*(r.layer.share.source.passage for r in split.rows if r.layer.share))
        if c.frame.base == Base.MARKETING.value:
            c.assume(Assumption.LAYERS)
    pairs = tuple((a, convert_currency(c.desk, amount=a, rate=rate, to=to, quoted=quoted)) for a in amounts)
    c.frame = c.frame.but(task=Task.CONVERT, to_currency=to)
    return [*sections, ConvertSection(rate, pairs)]
