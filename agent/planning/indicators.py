"""KPI answers: targets from baselines, and whether the gate at the end of a phase is passed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping

from agent.planning.amounts import BUDGET_ROLES
from agent.planning.context import Context
from agent.planning.figures import parts_of_fraction, recast
from agent.planning.frame import Task
from agent.planning.plan import (
    Assumption,
    ChangeSection,
    GateSection,
    Section,
    TargetSection,
)
from agent.planning.progress import ask_actuals, baselines_of, reached_of, tell
from agent.roles import Role, starts_with_term
from tools.arithmetic import Operation, calculate
from tools.comparing import ratio
from tools.facts import Fact
from tools.identity import Label
from tools.kpis import change_between, check_phase, kpi_target, progress, threshold_fact
from tools.parameters import Kpi, Measure, Phase
from tools.quantities import PERCENT, UnitKind

# -- the gate ----------------------------------------------------------------------------------------------------------------


def gate(c: Context) -> list[Section] | None:
    """Actual figures held against the thresholds of their phase."""
    actuals = {figure.concept: fact for figure, fact in c.given.pairs(Role.ACTUAL) if figure.concept}
    changes = _changes(c)
    actuals.update({kpi: change for kpi, (_, _, change) in changes.items()})
    asked = c.cue("ask_gate") or bool(c.measured and c.phases() and c.cue("ask_progress", "ask_short"))
    if not actuals and c.frame.task is Task.GATE and c.frame.actuals and not c.cue("share_of_ai", "base_ai"):
        bare = c.given.of(Role.SHARE)
        if len(bare) == 1 and len(c.given.facts) == 1 and len(c.reading.plain) <= 24:
            actuals[list(c.frame.actuals)[-1]] = bare[0]  # "sorry, 69%"
    if _counted_too(c, actuals):
        return None
    if c.given.of(Role.PART) or (asked and (actuals or not c.cue("ask_short"))):
        actuals.update(_levels_counted(c))
    if c.frame.task is Task.GATE:  # "ad efficiency is 31% now": a figure that was told before, told anew
        for figure, fact in c.given.pairs(Role.BASELINE):
            if figure.concept and figure.concept in c.frame.actuals and fact.unit == PERCENT:
                actuals[figure.concept] = fact
    if not actuals:
        asked = asked or (c.frame.task is Task.GATE and bool(c.phases()) and len(c.reading.plain) <= 16)
        return _gate_asked(c) if asked and not c.given.facts else None
    going_on = c.frame.task is Task.GATE
    levels_only = all(c.kpi(k).measure is Measure.LEVEL for k in actuals)
    wants_target = c.cue("ask_target", "ask_amount") and not asked
    if levels_only and len(actuals) == 1 and wants_target and not going_on:
        return None
    if len(actuals) == 1 and changes and not going_on:
        return _changed(c, *next(iter(changes.items())))
    if not (asked or going_on or len(actuals) > 1 or c.phases() or not wants_target):
        return None
    merged = {**(c.frame.actuals if going_on or asked else {}), **{k: f.id for k, f in actuals.items()}}
    phase = _phase_of_actuals(c, set(actuals))
    c.frame = c.frame.but(task=Task.GATE, phase=phase.id, actuals=merged)
    return gate_again(c, told=actuals)


def _counted_too(c: Context, actuals: Mapping[str, Fact]) -> bool:
    """``100个人，采纳率40%，还要几个人``: one level with the number of people that it is a level of, and how many more."""
    counted = {f.concept for f in c.reading.roles(Role.BASELINE)}
    return (
        len(actuals) == 1
        and set(actuals) <= counted
        and (c.cue("ask_short") or bool(_HOW_MANY.search(c.reading.plain)))
    )


def _levels_counted(c: Context) -> dict[str, Fact]:
    """Levels told as numbers ("12 of 23 people"): the share that the part is of the whole."""
    found: dict[str, Fact] = {}
    for figure, fact in c.given.pairs(Role.PART):
        parts = parts_of_fraction(c.desk, figure, fact)
        if parts and figure.concept:
            found[figure.concept] = ratio(c.desk, part=parts[0], whole=parts[1], about=(figure.concept, "actual"))
    for kpi_id in note_baselines(c) or c.frame.currents:
        whole = c.fact((c.frame.baselines.get(kpi_id) or ("",))[0])
        part = c.fact(c.frame.currents.get(kpi_id))
        if whole is not None and part is not None:
            same = recast(c.desk, part, unit=whole.unit) if part.unit != whole.unit else part
            found[kpi_id] = ratio(c.desk, part=same, whole=whole, about=(kpi_id, "actual"))
    return found


def _phase_of_actuals(c: Context, kpis: set[str]) -> Phase:
    """The phase that most of the KPIs belong to; a phase that the message names wins a tie."""
    votes = Counter(c.phase_of(c.kpi(k)).id for k in kpis)
    named = {p.id for p in c.phases()}
    best = max(votes, key=lambda p: (votes[p], p in named))
    return c.phase(best)


def gate_again(c: Context, *, told: Collection[str] = ()) -> list[Section] | None:
    """The gate of the frame's phase: over what was told, and what was measured of KPIs that are not ``told`` just now."""
    if c.frame.phase is None:
        return None
    phase = c.phase(c.frame.phase)
    own = {k.id for k in phase.kpis}
    known = {k: f for k, fid in c.frame.actuals.items() if (f := c.fact(fid))}
    known |= {k: f for k, f in reached_of(c.desk, c.measured).items() if k not in told}
    actuals = {k: f for k, f in known.items() if k in own}
    if not actuals:
        return None
    result = check_phase(c.desk, phase=phase, actuals=actuals)
    c.cite(*phase.passages[:1])
    if any(check.kpi.measure is Measure.CHANGE for check in result.checks):
        c.assume(Assumption.RELATIVE)
    return [GateSection(result, c.next_phase(phase))]


def _gate_asked(c: Context) -> list[Section] | None:
    """``can we go to phase two?`` without figures: the KPIs of the phase before, and a question."""
    explaining = c.cue("ask_action", "ask_define", "ask_why") or c.topical()
    if c.measured and not explaining:
        return tell(c)
    if not c.phases() and c.frame.task is not Task.GATE:
        return None
    if c.frame.task is Task.GATE and (not c.phases() or _held(c)):
        return gate_again(c)
    if c.frame.task is Task.TARGET and c.cue("ask_short"):
        return None
    if c.cue("ask_list", "ask_target", "ask_define", "ask_duration", "ask_action") or c.kpis():
        return None
    named = c.phases()[0]
    before = next((p for p in c.framework.phases if p.number == named.number - 1), named)
    if c.cue("complete"):
        before = named
    if c.measured and before.id in {c.phase_of(c.kpi(k)).id for k in reached_of(c.desk, c.measured)}:
        c.frame = c.frame.but(task=Task.GATE, phase=before.id)
        return gate_again(c)
    return ask_actuals(c, before)


def _held(c: Context) -> bool:
    """Whether the figures at hand are those of the phase that the message asks about, or of the one before it."""
    if not c.frame.phase or not c.frame.actuals:
        return False
    number = c.phase(c.frame.phase).number
    return any(p.number in (number, number + 1) for p in c.phases())


def _changes(c: Context) -> dict[str, tuple[Fact, Fact, Fact]]:
    """KPIs told as "from … to …", or as "to …" where the baseline is known, with the change computed."""
    before = {f.concept: fact for f, fact in c.given.pairs(Role.BEFORE) if f.concept}
    after = {f.concept: fact for f, fact in c.given.pairs(Role.AFTER) if f.concept}
    if after.keys() - before.keys():
        told = {f.concept: fact for f, fact in c.given.pairs(Role.BASELINE) if f.concept}
        before = {**baselines_of(c.desk, c.frame, c.measured), **told, **before}
    return {
        kpi: (before[kpi], fact, change_between(c.desk, before=before[kpi], after=fact, kpi=c.kpi(kpi)))
        for kpi, fact in after.items()
        if kpi in before and before[kpi].unit == fact.unit and before[kpi].value > 0
    }


def _changed(c: Context, kpi_id: str, change: tuple[Fact, Fact, Fact]) -> list[Section]:
    """One KPI told as a change: whether it meets its threshold, and what would."""
    kpi = c.kpi(kpi_id)
    threshold = threshold_fact(c.desk, kpi)
    phase = c.phase_of(kpi)
    c.cite(*phase.passages[:1])
    c.frame = c.frame.but(task=Task.GATE, phase=phase.id, actuals={**c.frame.actuals, kpi_id: change[2].id})
    assert kpi.threshold is not None
    met = progress(kpi, change[2]) >= kpi.threshold.value
    section = ChangeSection(kpi, *change, threshold, met)
    return [section, TargetSection(kpi_target(c.desk, kpi=kpi, baseline=change[0]), phase)]


# -- targets -----------------------------------------------------------------------------------------------------------------


def target(c: Context) -> list[Section] | None:
    """Targets from the baselines of this message or, for a KPI asked about, of the conversation."""
    found = note_baselines(c)
    if found and c.gap() and not c.kpis() and not c.phases():
        return None
    budgeted = c.given.of(*BUDGET_ROLES) and c.cue("ask_split")
    based = c.given.of(*BUDGET_ROLES) and c.cue("base_marketing", "base_ai") and not c.phases()
    if (budgeted or based) and not c.cue("ask_target") and not _HOW_MANY.search(c.reading.plain):
        return None  # the figure of today is kept for later
    if found or _current(c, set()):
        asked: tuple[str, ...] = tuple(found) or c.frame.kpis
    else:
        asked = tuple(k for k in _asked_kpis(c) if k in c.frame.baselines)
        on_it = c.frame.task is Task.TARGET or c.cue(
            "ask_target", "ask_amount", "what_if", "ask_duration", "only", "ask_short"
        )
        if not on_it:
            return None
    if not asked:
        return None
    c.frame = c.frame.but(task=Task.TARGET, kpis=asked)
    return target_again(c)


def note_baselines(c: Context) -> dict[str, tuple[Fact, ...]]:
    """The figures of today in this message, by KPI, put into the frame."""
    found: dict[str, list[Fact]] = {}
    for figure, fact in c.given.pairs(Role.BASELINE, Role.ACTUAL):
        if figure.role is Role.BASELINE and not _asked_of(c, fact):
            continue
        kpi = _kpi_for(c, figure.concept or "", fact)
        if kpi is not None and fact.value > 0:
            fact = fact if kpi.id == figure.concept else _as_baseline(c, kpi, fact)  # noqa: PLW2901 - read anew
            found.setdefault(kpi.id, []).append(fact)
    for kpi_id in list(found):
        facts = found[kpi_id] = _current(c, {kpi_id}, found[kpi_id])
        if not facts:
            del found[kpi_id]
    if found:
        ids = {kpi: tuple(f.id for f in facts) for kpi, facts in found.items()}
        c.frame = c.frame.but(baselines={**c.frame.baselines, **ids})
    return {kpi: tuple(facts) for kpi, facts in found.items()}


def _as_baseline(c: Context, kpi: Kpi, fact: Fact) -> Fact:
    """``fact`` under the name of the KPI that it turned out to be a figure of."""
    label = Label(f"{kpi.name.zh}现状", f"{kpi.name.en} today")
    return recast(c.desk, fact, label=label, concepts=(kpi.id, Role.BASELINE.value))


def _asked_of(c: Context, fact: Fact) -> bool:
    """Whether a number in passing ("we are a 45-person agency …") is what the message is about."""
    if c.kpis() or c.phases() or c.frame.task is Task.TARGET:
        return True
    if c.given.of(Role.MARKETING_BUDGET, Role.AI_BUDGET, Role.AMOUNT) or len(c.reading.plain) > 60:
        return False
    if fact.unit.kind is UnitKind.MONEY:
        return c.cue("ask_target", "now")
    return c.cue("ask_target", "ask_amount", "ask_short", "now", "already", "domain", "what_if")


def _current(c: Context, kpis: set[str], facts: list[Fact] | None = None) -> list[Fact]:
    """Take out of ``facts`` the number of those who are there already ("31 of 80 use it"); what is left is the whole.

    Without ``facts``, tells (as a list) whether this message gave such a number.
    """
    if facts is None:
        mine = {f.id for _, f in c.given.facts}
        return [f for k, i in c.frame.currents.items() if i in mine and (f := c.fact(i)) and k]
    (kpi_id,) = kpis
    kpi = c.kpi(kpi_id)
    counts = [f for f in facts if f.unit.kind in (UnitKind.COUNT, UnitKind.NUMBER)]
    if kpi.measure is not Measure.LEVEL or not counts:
        return facts
    known = c.fact((c.frame.baselines.get(kpi_id) or ("",))[0])
    shares = [f for f in facts if f.unit.kind is UnitKind.PERCENT]
    if len(counts) == 1 and len(shares) == 1 and len(facts) == 2:
        reached = calculate(c.desk, operation=Operation.PERCENT_OF, a=shares[0], b=counts[0])
        c.frame = c.frame.but(currents={**c.frame.currents, kpi_id: reached.id}, kpis=(kpi_id,))
        return counts
    if len(counts) == 2 and counts[0].value != counts[1].value:
        whole, part = sorted(counts, key=lambda f: -f.value)
    elif len(counts) == 1 and known is not None and counts[0].value < known.value and c.cue("already"):
        whole, part = None, counts[0]
    else:
        return facts
    c.frame = c.frame.but(currents={**c.frame.currents, kpi_id: part.id}, kpis=(kpi_id,))
    return [whole] if whole else []


def _kpi_for(c: Context, kpi_id: str, fact: Fact) -> Kpi | None:
    """The KPI of a baseline: the one named, or the one counted in its unit that the conversation is about."""
    if not kpi_id:
        return None
    kpi = c.kpi(kpi_id)
    named = {k.id for k in c.kpis()} or set(c.frame.kpis)
    for other in c.framework.kpis:
        if other.id in named and other.id != kpi.id and kpi.id not in named and _counts(other, fact):
            return other
    return kpi


def _counts(kpi: Kpi, fact: Fact) -> bool:
    return fact.unit.code in kpi.units or (kpi.measure is Measure.LEVEL and fact.unit.kind is UnitKind.COUNT)


_HOW_MANY = re.compile(r"(?:几|多少)(?:个|名|位)?(人|员工|同事|篇|条|支|张|天|周|流程)|how many (?:\w+ ){0,2}?(people|staff|employees|marketers|posts|articles|videos|pieces|days|weeks|processes|workflows)")  # fmt: skip
_UNIT_OF = {
    "人": "people", "员工": "people", "同事": "people", "篇": "posts", "条": "pieces", "支": "videos", "张": "pictures",
    "天": "day", "周": "week", "流程": "processes", "people": "people", "staff": "people", "employees": "people",
    "marketers": "people", "posts": "posts", "articles": "posts", "videos": "videos", "pieces": "pieces", "days": "day",
    "weeks": "week", "processes": "processes", "workflows": "processes",
}  # fmt: skip


def _asked_kpis(c: Context) -> tuple[str, ...]:
    """KPIs that the message asks about by name, by what it counts ("人数") or by the unit that it asks for."""
    named = [k.id for k in c.kpis()]
    for kpi in c.framework.kpis:
        things = (*kpi.counted.zh, *kpi.counted.en)
        if kpi.id not in named and any(starts_with_term(c.reading.plain, t, anywhere=True) for t in things):
            named.append(kpi.id)
    match = _HOW_MANY.search(c.reading.plain)
    if match and not named:
        code = _UNIT_OF[next(g for g in match.groups() if g)]
        named = [k.id for k in c.framework.kpis if code in k.units]
    if named:
        return tuple(named)
    if c.frame.task is Task.TARGET and c.phases():
        return tuple(k.id for p in c.phases() for k in p.kpis)
    if c.frame.task is Task.TARGET and c.cue("ask_short", "ask_target"):
        return c.frame.kpis
    return ()


def target_again(c: Context) -> list[Section] | None:
    sections: list[Section] = []
    for kpi_id in c.frame.kpis:
        for baseline in filter(None, map(c.fact, c.frame.baselines.get(kpi_id, ()))):
            kpi = c.kpi(kpi_id)
            phase = c.phase_of(kpi)
            result = kpi_target(c.desk, kpi=kpi, baseline=baseline)
            c.cite(*phase.passages[:1])
            c.frame = c.frame.but(phase=phase.id)
            if kpi.measure is Measure.CHANGE:
                c.assume(Assumption.RELATIVE)
            if result.exact and baseline.unit.kind in (UnitKind.COUNT, UnitKind.NUMBER):
                c.assume(Assumption.ROUNDED_UP)
            current = c.fact(c.frame.currents.get(kpi_id))
            sections.append(TargetSection(result, phase, current, _short(c, kpi, current or baseline, result.value)))
    return sections or None


def _short(c: Context, kpi: Kpi, baseline: Fact, value: Fact) -> Fact | None:
    """How far a level is from its threshold, in percent or, where the number of those already there is known, in heads."""
    counted = baseline.id in c.frame.currents.values() and baseline.unit.kind in (UnitKind.COUNT, UnitKind.NUMBER)
    told = baseline.unit == value.unit and baseline.unit.kind is UnitKind.PERCENT
    if kpi.measure is not Measure.LEVEL or not (told or counted) or baseline.value >= value.value:
        return None
    if counted and baseline.unit != value.unit:
        baseline = recast(c.desk, baseline, unit=value.unit)
    return calculate(c.desk, operation=Operation.SUBTRACT, a=value, b=baseline)


_REACHED = re.compile(
    r"reach|got to|hit|end(?:s|ed)? (?:up )?at|rose|fell|went|达到|做到|(?:升|降|涨|提|缩|减|跌)[^，。]{0,3}[到至]|只到|才到"
)


def elliptical(c: Context) -> list[Section] | None:
    """A bare figure after a question about a KPI (``转化率现在5%`` was asked for, ``5%`` comes)."""
    shares = c.given.of(Role.SHARE, Role.OTHER, Role.AMOUNT)
    if not shares or len(c.frame.kpis) != 1 or c.frame.task not in (Task.TARGET, Task.ASK, Task.EXPLAIN):
        return None
    if c.topical() or c.cue("share_of_ai", "base_ai", "base_marketing", "attr_roi"):
        return None  # a figure of something else
    kpi = c.kpi(c.frame.kpis[0])
    fact = shares[0]
    if (
        fact.unit.kind.value not in kpi.units
        and fact.unit.code not in kpi.units
        and fact.unit.kind is not UnitKind.NUMBER
    ):
        return None
    start = baselines_of(c.desk, c.frame, c.measured).get(kpi.id)
    if _REACHED.search(c.reading.plain) and kpi.measure is Measure.CHANGE and start and start.unit == fact.unit:
        return _changed(c, kpi.id, (start, fact, change_between(c.desk, before=start, after=fact, kpi=kpi)))
    fact = _as_baseline(c, kpi, fact)
    c.frame = c.frame.but(task=Task.TARGET, baselines={**c.frame.baselines, kpi.id: (fact.id,)})
    return target_again(c)
