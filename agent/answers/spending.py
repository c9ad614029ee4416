"""Plan against fact: what is left, what is over, whether spending keeps pace, and what is left for each part."""

from __future__ import annotations

from collections.abc import Sequence

from agent.answers.context import Context, Draft, Lacking
from agent.answers.due import Held, end_of, held_against, phased_due
from agent.answers.kinds import statement
from agent.answers.model import Answer, Item, Slot
from agent.answers.registry import answers
from agent.dialogue.asking import Resolved
from agent.dialogue.moves import Ask, Goal
from agent.dialogue.names import AI, LAYERS, MARKETING
from agent.dialogue.periods import covers, label_of, months_of, spelled
from agent.dialogue.state import Scenario, Spend
from tools.facts import Fact
from tools.identity import Label
from tools.spend import COUNTS, Count, per_part, remaining
from tools.sums import Left, total

#: How many parts of each kind a year has, in the words that calculators take.
_PARTS = {"month": "twelve", "quarter": "four", "half-year": "two"}


def _subjects(asked: Resolved, scenario: Scenario) -> tuple[str, ...]:
    """What a question about spending is about: what it names, else what money was spent of."""
    if asked.ask.about:
        return asked.ask.about
    spent = tuple(dict.fromkeys(s.subject for s in scenario.spends))
    if spent:
        return spent
    return (AI,)


def _plan_of(scenario: Scenario, subject: str) -> tuple[str, ...]:
    """Which plans money was spent of: one, or (where nobody said) the marketing budget and its AI part."""
    if subject != "plan":
        return (subject,)
    if AI in scenario.money or scenario.share:
        return (AI,)
    return (MARKETING, LAYERS)


def spends_of(c: Context, scenario: Scenario, subject: str) -> list[Spend]:
    """What was spent of a subject: its own spends; of a whole, also those of its parts."""
    if subject in (AI, LAYERS):  # one money: what was spent of all of it, else what was spent of its parts
        whole = [s for s in scenario.spends if s.subject in (AI, LAYERS)]
        parts = [] if whole else [s for s in scenario.spends if s.subject.startswith(("layer.", "project.", "item:"))]
        return [*whole, *parts, *(s for s in scenario.spends if s.subject == "plan")]
    own = [s for s in scenario.spends if s.subject == subject or (subject == MARKETING and s.subject == "plan")]
    paid_by_layer = {x.id for x in c.framework.projects if x.layer == subject and subject.startswith("layer.")}
    own += [s for s in scenario.spends if s.subject in paid_by_layer]  # a project is paid from its layer
    layers = {x.id for x in c.framework.layers}
    return own or [s for s in scenario.spends if subject == MARKETING and s.subject in (*layers, AI, LAYERS)]


def _spent(c: Context, scenario: Scenario, subject: str, *, per: str = "") -> Fact:
    """What was spent of a subject as one figure; ``per`` period, what was spent in the latest one that is dated."""
    own = spends_of(c, scenario, subject)
    if not own:
        raise Lacking(f"spent:{subject}")
    dated = [s.when for s in own if s.when]
    if per and dated:
        own = [s for s in own if s.when == max(dated)]
    return together(c, scenario, own)


def together(c: Context, scenario: Scenario, spends: Sequence[Spend]) -> Fact:
    facts = tuple(c.fact(s.fact) for s in spends)
    return facts[0] if len(facts) == 1 else total(c.desk.at(scenario.name), facts=facts)


def cases(asked: Resolved, c: Context) -> tuple[Scenario, ...]:
    """The scenarios that a question about spending is about: those with a budget, or with money that a layer was given by itself."""
    named = [c.state.scenarios[n] for n in asked.scenarios if n in c.state.scenarios]
    given = tuple(s for s in named if s.plans and not s.budget)
    found = given or c.scenarios(asked)
    return (tuple(s for s in found if s.spends) or found) if len(found) > 1 and not asked.ask.over else found


def _plan(c: Context, scenario: Scenario, subject: str) -> Fact:
    """What a subject has for the year: what it was given by itself, else what the split gives it."""
    if subject in scenario.plans:
        return c.fact(scenario.plans[subject])
    return c.amount(subject, scenario)


def _joined(c: Context, subjects: Sequence[str]) -> Label:
    names = [c.name(subject) for subject in subjects]
    *most, last = [name.en for name in names]
    return Label("、".join(name.zh for name in names), f"{', '.join(most)} and {last}" if most else last)


def left_of(c: Context, scenario: Scenario, subject: str) -> Left:
    """Plan, spending and what is left of a subject."""
    plan = _plan(c, scenario, subject)
    return remaining(c.desk.at(scenario.name), planned=plan, spent=(_spent(c, scenario, subject),))


@answers(Goal.LEFT)
def left(asked: Resolved, c: Context) -> Answer:
    """What is left of each plan that money was spent of, or by how much it is overspent; ``args`` are offers that would be paid of it, too."""
    draft = Draft(asked.ask.goal.value)
    for scenario in cases(asked, c):
        named = _subjects(asked, scenario)
        if asked.ask.args:
            _after(draft, c, asked, scenario, named)
            continue
        if months_of(asked.ask.when, c.state.first_month):
            _left_for(draft, c, asked, scenario, asked.ask.about or (LAYERS,))
            continue
        if asked.ask.by == "sum":
            _left_together(draft, c, scenario, named)
            continue
        draft.add(*_contested(c, scenario))
        for subject in named:
            _of_one(draft, c, asked, scenario, subject)
    return draft.done()


def _of_one(draft: Draft, c: Context, asked: Resolved, scenario: Scenario, subject: str) -> None:
    """What is left of one subject; all of a layer of which nothing was spent beside others."""
    paid, named = {s.subject for s in scenario.spends}, _subjects(asked, scenario)
    beside = len(named) > 1 and subject not in paid and bool(paid & set(named))
    if subject.startswith("layer.") and (beside or _spared(c, scenario, subject)):
        _untouched(draft, c, scenario, subject)
        return
    for plan in _plan_of(scenario, subject):
        _one(draft, c, asked, scenario, plan)


def _spared(c: Context, scenario: Scenario, layer: str) -> bool:
    """Whether nothing was spent of a layer while spending is told layer by layer, or was and came back: all of its plan is left."""
    if spends_of(c, scenario, layer):
        return False
    if scenario.spends:
        return all(s.subject.startswith(("layer.", "project.", "item:")) for s in scenario.spends)
    return any(change.what == "spends" and change.scenario == scenario.name for change in c.state.log)


def _contested(c: Context, scenario: Scenario) -> tuple[Item, ...]:
    """What two people told of one line and period, put back."""
    from agent.answers.actuals import contested

    return tuple(contested(c, scenario))


def _after(draft: Draft, c: Context, asked: Resolved, scenario: Scenario, named: Sequence[str]) -> None:
    """What an offer, or several, would leave of a plan beside what was spent of it already."""
    from tools.conversions import annual

    desk = c.desk.at(scenario.name)
    offers = []
    for arg in asked.ask.args:
        offer = c.figure(arg)
        period = offer.identity.period if offer.identity is not None else ""
        offers.append(offer if period in ("", "year") else annual(desk, amount=offer, period=period))
    outlay = offers[0] if len(offers) == 1 else total(desk, facts=tuple(offers))
    for subject in named[:1]:
        plan, spends = _plan(c, scenario, subject), spends_of(c, scenario, subject)
        taken = (*((together(c, scenario, spends),) if spends else ()), outlay)
        found = remaining(desk, planned=plan, spent=taken)
        common = {"subject": c.name(subject), "plan": plan, "outlay": outlay, "subjects": (subject,)}
        if spends:
            common["spend"] = taken[0]
        end = {"gap": found.amount} if found.over else {"rest": found.amount}
        kind = "offer_over" if found.over else "offer_fits"
        draft.add(statement(kind, **common, **end, scenario=scenario.name))  # type: ignore[arg-type]
        draft.need(outlay, found.amount)


def _left_for(draft: Draft, c: Context, asked: Resolved, scenario: Scenario, named: Sequence[str]) -> None:
    """What the year's plan leaves for a part of it: all that was spent outside that part is taken off."""
    desk, periods = c.desk.at(scenario.name), asked.ask.when.split()
    for subject in named:
        plan = _plan(c, scenario, subject)
        own = [s for s in spends_of(c, scenario, subject) if not covers(periods, s.when, c.state.first_month)]
        period = spelled_all(periods, c.state.first_month)
        if not own:
            raise Lacking(f"spent:{subject}")
        spent = together(c, scenario, own)
        found = remaining(desk, planned=plan, spent=(spent,))
        common = {
            "subject": c.name(subject),
            "plan": plan,
            "spend": spent,
            "subjects": (subject,),
            "scenario": scenario.name,
        }
        if found.over:
            draft.add(statement("overrun", gap=found.amount, **common))  # type: ignore[arg-type]
        else:
            draft.add(statement("left_for", rest=found.amount, period=period, **common))  # type: ignore[arg-type]
        draft.need(found.amount)


def spelled_all(periods: Sequence[str], first: int) -> Label | None:
    """Parts of a year by their names."""
    return spelled(periods[0], first) if len(periods) == 1 else label_of(periods)


def _left_together(draft: Draft, c: Context, scenario: Scenario, named: Sequence[str]) -> None:
    """What several layers have left together."""
    desk = c.desk.at(scenario.name)
    plan = total(desk, facts=tuple(_plan(c, scenario, subject) for subject in named))
    spends = [s for subject in named for s in spends_of(c, scenario, subject)]
    name = _joined(c, named)
    common = {"subject": name, "plan": plan, "subjects": tuple(named), "scenario": scenario.name}
    if not spends:
        draft.add(statement("untouched", **common))  # type: ignore[arg-type]
        draft.need(plan)
        return
    spent = together(c, scenario, spends)
    found = remaining(desk, planned=plan, spent=(spent,))
    kind, slot = ("overrun", "gap") if found.over else ("remaining", "rest")
    draft.add(statement(kind, spend=spent, **{slot: found.amount}, **common))  # type: ignore[arg-type]
    draft.need(plan, spent, found.amount)


@answers(Goal.SPENT)
def spent_(asked: Resolved, c: Context) -> Answer:
    """What was spent: of what the question names, else of everything, in the months that it names."""
    draft = Draft(asked.ask.goal.value)
    for scenario in cases(asked, c):
        periods = asked.ask.when.split()
        dated = [s for s in scenario.spends if s.when]
        if "this_q" in periods:
            periods = _latest_quarter(dated)
        draft.add(*_contested(c, scenario))
        for subject in asked.ask.about or (_paid_subject(scenario),):
            own = spends_of(c, scenario, subject)
            if periods:
                own = [s for s in own if covers(periods, s.when, c.state.first_month)]
            if not own:
                draft.add(statement("not_reported", subject=c.name(subject), period=label_of(periods)))
                continue
            spent = together(c, scenario, own)
            if asked.ask.by == "month" and asked.ask.parts in COUNTS:
                part = per_part(c.desk.at(scenario.name), amount=spent, parts=asked.ask.parts, each="month").amount
                draft.add(
                    statement(
                        "paid_on_average", subject=c.name(subject), spend=spent, part=part, period=label_of(periods), subjects=(subject,),
                        scenario=scenario.name,
                    )
                )  # fmt: skip
                draft.need(spent, part)
                continue
            draft.add(
                statement(
                    "paid", subject=c.name(subject), spend=spent, period=label_of(periods), subjects=(subject,),
                    scenario=scenario.name,
                )
            )  # fmt: skip
            draft.need(spent)
    return draft.done()


def _latest_quarter(dated: Sequence[Spend]) -> list[str]:
    """The quarter that money was spent in last."""
    quarters = [key for key in ("Q1", "Q2", "Q3", "Q4") if any(covers((key,), s.when) for s in dated)]
    return quarters[-1:]


def _paid_subject(scenario: Scenario) -> str:
    """What all money was spent of: one layer, or the AI money."""
    subjects = {s.subject for s in scenario.spends}
    if not subjects:
        raise Lacking(f"spent:{AI}")
    return subjects.pop() if len(subjects) == 1 and "plan" not in subjects else AI


def _untouched(draft: Draft, c: Context, scenario: Scenario, subject: str) -> None:
    """A layer of which nothing was told to be spent, beside others of which something was: all of it is left."""
    plan = _plan(c, scenario, subject)
    draft.add(statement("untouched", subject=c.name(subject), plan=plan, subjects=(subject,), scenario=scenario.name))
    draft.need(plan)


def _one(draft: Draft, c: Context, asked: Resolved, scenario: Scenario, subject: str) -> None:
    per = asked.ask.per if asked.ask.per in _PARTS else ""
    plan = _plan(c, scenario, subject)
    if per:  # "the first quarter: are we over?" is held against a quarter of the plan
        plan = per_part(c.desk.at(scenario.name), amount=plan, parts=_PARTS[per], each=per).amount
    spent = _spent(c, scenario, subject, per=per)
    found = remaining(c.desk.at(scenario.name), planned=plan, spent=(spent,))
    name = c.name(subject)
    shown = found.amount
    common = {"subjects": (subject,), "scenario": scenario.name}
    if found.over:
        draft.add(statement("overrun", subject=name, plan=plan, spend=spent, gap=shown, **common))  # type: ignore[arg-type]
    elif shown.value == 0:
        draft.add(statement("used_up", subject=name, plan=plan, spend=spent, **common))  # type: ignore[arg-type]
    else:
        draft.add(statement("remaining", subject=name, plan=plan, spend=spent, rest=shown, **common))  # type: ignore[arg-type]
    draft.need(plan, spent, shown)
    if asked.ask.cur:
        changed = c.converted(shown, asked.ask.cur, c.desk.at(scenario.name))
        rate = c.rate(shown.currency or "", asked.ask.cur)
        draft.add(statement("conversion", name=shown.label, from_=shown, rate=rate, to=changed, scenario=scenario.name))
        draft.need(changed)


@answers(Goal.PERPART)
def perpart(asked: Resolved, c: Context) -> Answer:
    """What is left (or an amount), over the parts that are left of the year or over heads."""
    draft = Draft(asked.ask.goal.value)
    ask = asked.ask
    for scenario in cases(asked, c):
        for subject in _subjects(asked, scenario):
            whole = _shared_out(c, ask, scenario, subject)
            kind = ask.by or ask.per or "part"
            desk = c.desk.at(scenario.name)
            each = kind if kind != "head" else ""
            part = per_part(desk, amount=whole, parts=_count(c, scenario, ask.parts, kind), each=each).amount
            draft.add(
                statement(
                    "per_part",
                    kind,
                    subject=c.name(subject),
                    whole=whole,
                    part=part,
                    subjects=(subject,),
                    scenario=scenario.name,
                )
            )
            draft.need(part)
    return draft.done()


def _shared_out(c: Context, ask: Ask, scenario: Scenario, subject: str) -> Fact:
    """What is shared out: what is left of a plan, else all of it; of "per school and quarter" each quarter's part."""
    whole = _plan(c, scenario, subject)
    if ask.of != "plan" and spends_of(c, scenario, subject):
        found = left_of(c, scenario, subject)
        whole = found.amount if not found.over else whole
    if ask.by and ask.per in _PARTS:
        whole = per_part(c.desk.at(scenario.name), amount=whole, parts=_PARTS[ask.per], each=ask.per).amount
    return whole


def _count(c: Context, scenario: Scenario, parts: str, kind: str) -> Count:
    """How many parts: a word, a figure, the team, or those of a year."""
    if parts in COUNTS:
        return parts
    if parts.startswith("U"):
        return c.figure(parts)
    if kind == "head":
        team = c.state.count("team", scenario)
        if not team:
            raise Lacking("team")
        return c.fact(team)
    whole = _PARTS.get(kind)
    if whole is None:
        raise Lacking("parts")
    return whole


@answers(Goal.PACE)
def pace_(asked: Resolved, c: Context) -> Answer:
    """Whether spending keeps pace with the part of the year that is over."""
    draft = Draft(asked.ask.goal.value)
    ask = asked.ask
    for scenario in c.scenarios(asked):
        for subject in _subjects(asked, scenario):
            if ask.done not in COUNTS or ask.of not in COUNTS:
                raise Lacking("elapsed")
            if ask.by == "due" and not spends_of(c, scenario, subject):
                _due_alone(draft, c, scenario, subject, ask)
            else:
                _keeping_pace(draft, c, asked, scenario, subject)
    return draft.done()


def _keeping_pace(draft: Draft, c: Context, asked: Resolved, scenario: Scenario, subject: str) -> None:
    """What was spent of a subject beside what is due of it."""
    ask, spent = asked.ask, _of_months(c, asked, scenario, subject)
    found = held_against(c, scenario, Held(subject, _plan(c, scenario, subject), spent, ask.done, ask.of))
    variant = "even" if found.distance.value == 0 else "over" if found.over else "under"
    draft.add(
        statement(
            "spend_to_date", variant, subject=c.name(subject), date=_date(c, ask), plan=found.due, spend=spent,
            gap=found.distance, subjects=(subject,), scenario=scenario.name,
        )
    )  # fmt: skip
    draft.need(found.due, found.distance)


def _due_alone(draft: Draft, c: Context, scenario: Scenario, subject: str, ask: Ask) -> None:
    """What is due of a plan of which nothing was told to be spent."""
    plan, date = _plan(c, scenario, subject), end_of(c, ask.done, ask.of)
    held = Held(subject, plan, plan, ask.done, ask.of)
    variant = "even" if phased_due(c, scenario, held) is None else "phased"
    due = held_against(c, scenario, held).due
    common: dict[str, Slot] = {"subject": c.name(subject), "date": date, "plan": due, "whole": plan}
    draft.add(statement("due_by", variant, filled=common, subjects=(subject,), scenario=scenario.name))
    draft.need(due)


def _of_months(c: Context, asked: Resolved, scenario: Scenario, subject: str) -> Fact:
    """What was spent of a subject in the months that the question names, else at all."""
    own = [s for s in spends_of(c, scenario, subject) if covers(asked.ask.when.split(), s.when, c.state.first_month)]
    return together(c, scenario, own) if own else _spent(c, scenario, subject)


def _date(c: Context, ask: Ask) -> Label:
    return end_of(c, ask.done, ask.of) if ask.by == "due" else elapsed_label(COUNTS[ask.done], COUNTS[ask.of])


def elapsed_label(done: int, parts: int) -> Label:
    unit = {4: ("季度", "quarter"), 12: ("个月", "month")}.get(parts, ("期", "part"))
    zh = "一二三四五六七八九十"[done - 1] if done <= 10 else str(done)
    ordinals = (
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
    )
    return Label(f"第{zh}{unit[0]}末", f"the end of the {ordinals[done - 1]} {unit[1]}")
