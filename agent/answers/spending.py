"""Plan against fact: what is left, what is over, whether spending keeps pace, and what is left for each part."""

from __future__ import annotations

from agent.answers.context import Context, Draft, Lacking
from agent.answers.kinds import statement
from agent.answers.model import Answer
from agent.answers.registry import answers
from agent.dialogue.asking import Resolved
from agent.dialogue.moves import Goal
from agent.dialogue.names import AI, LAYERS, MARKETING
from agent.dialogue.state import Scenario
from tools.facts import Fact
from tools.identity import Label
from tools.spend import COUNTS, Count, pace, per_part, remaining
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


def _spent(c: Context, scenario: Scenario, subject: str, *, per: str = "") -> Fact:
    """What was spent of a subject: its own spends; of a whole, also those of its parts; ``per`` period, those of the latest one that is dated."""
    layers = {x.id for x in c.framework.layers}
    own = [
        s
        for s in scenario.spends
        if s.subject == subject or (subject in (MARKETING, AI, LAYERS) and s.subject == "plan")
    ]
    if not own and subject in (AI, LAYERS, MARKETING):
        own = [s for s in scenario.spends if s.subject in layers or s.subject in (AI, LAYERS)]
    if not own:
        raise Lacking(f"spent:{subject}")
    dated = [s.when for s in own if s.when]
    if per and dated:
        own = [s for s in own if s.when == max(dated)]
    facts = tuple(c.fact(s.fact) for s in own)
    return facts[0] if len(facts) == 1 else total(c.desk.at(scenario.name), facts=facts)


def left_of(c: Context, scenario: Scenario, subject: str) -> Left:
    """Plan, spending and what is left of a subject."""
    plan = c.amount(subject, scenario)
    return remaining(c.desk.at(scenario.name), planned=plan, spent=(_spent(c, scenario, subject),))


@answers(Goal.LEFT)
def left(asked: Resolved, c: Context) -> Answer:
    """What is left of each plan that money was spent of, or by how much it is overspent."""
    draft = Draft(asked.ask.goal.value)
    for scenario in c.scenarios(asked):
        named = _subjects(asked, scenario)
        paid = {s.subject for s in scenario.spends}
        for subject in named:
            if len(named) > 1 and subject.startswith("layer.") and subject not in paid and paid & set(named):
                _untouched(draft, c, scenario, subject)
                continue
            for plan in _plan_of(scenario, subject):
                _one(draft, c, asked, scenario, plan)
    return draft.done()


def _untouched(draft: Draft, c: Context, scenario: Scenario, subject: str) -> None:
    """A layer of which nothing was told to be spent, beside others of which something was: all of it is left."""
    plan = c.amount(subject, scenario)
    draft.add(statement("untouched", subject=c.name(subject), plan=plan, subjects=(subject,), scenario=scenario.name))
    draft.need(plan)


def _one(draft: Draft, c: Context, asked: Resolved, scenario: Scenario, subject: str) -> None:
    per = asked.ask.per if asked.ask.per in _PARTS else ""
    plan = c.amount(subject, scenario)
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
    for scenario in c.scenarios(asked):
        for subject in _subjects(asked, scenario):
            whole = c.amount(subject, scenario)
            try:
                found = left_of(c, scenario, subject)
                whole = found.amount if not found.over else whole
            except Lacking:
                pass  # nothing was spent: the whole is left
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
            plan, spent = c.amount(subject, scenario), _spent(c, scenario, subject)
            found = pace(c.desk.at(scenario.name), planned=plan, spent=spent, done=ask.done, parts=ask.of)
            variant = "even" if found.distance.value == 0 else "over" if found.over else "under"
            draft.add(
                statement(
                    "spend_to_date", variant, subject=c.name(subject), date=_elapsed(COUNTS[ask.done], COUNTS[ask.of]), plan=found.due, spend=spent,
                    gap=found.distance, subjects=(subject,), scenario=scenario.name,
                )
            )  # fmt: skip
            draft.need(found.due, found.distance)
    return draft.done()


def _elapsed(done: int, parts: int) -> Label:
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
