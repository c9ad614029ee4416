"""Questions about KPIs and phases: targets, the gate, what is missing, thresholds, lists."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from agent.dialogue.moves import Ask, Goal, Move
from agent.understanding.clauses import Clause
from agent.understanding.kpi_roles import shares_of_things, wants_number
from agent.understanding.rules import Rule
from agent.understanding.tokens import KPIS
from agent.understanding.view import View


def kpis(view: View, clause: Clause) -> tuple[str, ...]:
    """The KPIs that a question is about: named in it, counted in it, else those of the clauses before."""
    if named := clause.values(*KPIS):
        return named
    if clause.of("ord"):
        value = clause.values("ord")[0]
        place = "LAST" if value == "LAST" else f"ITEM{value}"
        return (place,) if set(view.state.listed()) & view.kpis.keys() else ()
    return _counted_in(view, clause) or _spoken_of(view, clause)


def _people(view: View) -> tuple[str, ...]:
    return tuple(k for k in view.kpis if "people" in view.kpis[k].units)


def _counted_in(view: View, clause: Clause) -> tuple[str, ...]:
    """The KPI whose things a clause counts: processes, people, posts, days."""
    if clause.of("process"):
        return tuple(k for k in view.kpis if "processes" in view.kpis[k].units)
    if clause.of("team", "use", "people"):
        return _people(view)
    for token in clause.of("count"):
        code = view.figure(token.value).unit.code
        if found := tuple(k.id for k in view.kpis.values() if code in k.units):
            return found[:1]
    return tuple(k.id for k in view.kpis.values() if "day" in k.units) if clause.of("dur") else ()


def _spoken_of(view: View, clause: Clause) -> tuple[str, ...]:
    """The KPIs of the clauses before; of several those of the phase asked about."""
    before = [c for c in view.clauses if c.start < clause.start]
    everything = tuple(dict.fromkeys(v for c in before for v in c.values(*KPIS)))
    if len(everything) > 1 and clause.of("target") and not clause.of("that"):
        phases = clause.values("phase")
        return tuple(k for k in everything if not phases or view.phase_of(k) in phases)
    near = [c for c in before if c.sentence == clause.sentence] or before
    speaking = next((c for c in reversed(near) if c.of(*KPIS, "people", "team", "use")), None)
    if speaking is None:
        return ()
    return speaking.values(*KPIS) or _people(view)


def _target(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    about = kpis(view, clause)
    phase = phase_near(view, clause)
    if not about and not phase and not view.state.kpis and not view.stream.figures:
        return None
    named = clause.of(*KPIS, "process", "team", "use", "people", "count", "dur", "ord")
    if not about or (not named and set(about) < set(_counted(view))):
        about = _counted(view)
    if not about and not phase:
        return None
    return (Ask(goal=Goal.TARGET, about=about, phase=phase),)


def _counted(view: View) -> tuple[str, ...]:
    """The KPIs whose things are counted anywhere in the message."""
    codes = [view.figure(t.value).unit.code for c in view.clauses for t in c.of("count", "people", "dur")]
    measuring = (
        next((k.id for k in view.kpis.values() if {code, code.rstrip("s")} & set(k.units)), "") for code in codes
    )
    return tuple(dict.fromkeys(k for k in measuring if k))


def phase_near(view: View, clause: Clause) -> str:
    """The phase of a clause, else the only one of its sentence."""
    here = clause.values("phase")
    if here:
        return here[0]
    others = {v for c in view.sentence(clause) for v in c.values("phase")}
    return others.pop() if len(others) == 1 else ""


#: Words of going on: the phase named is the one entered, and the KPIs of the one before are measured.
_ENTER = (
    "move",
    "ready",
    "go ",
    "enter",
    "advance",
    "proceed",
    "step",
    "graduate",
    "promoted",
    "on to",
    "进",
    "升",
    "晋",
)


#: "How many … until it passes?" asks for the number.
_UNTIL = re.compile(
    r"(?:多少|几多?)[个人条篇天位名]{0,2}.{0,5}(?:才|先算|先至|先过)|how many .* (?:to pass|until|before)"
)


def _gate(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """Whether a phase is passed: the one before where the one named is to be entered."""
    text = view.stream.plain[clause.tokens[0].start : clause.tokens[-1].end]
    if _UNTIL.search(text) and (counted := kpis(view, clause)):
        return (Ask(goal=Goal.TARGET, about=counted, phase=phase_near(view, clause)),)
    if clause.of("layer", "layers", "money") and not clause.of("phase", "next", *KPIS):
        return None
    if clause.of("whatif") and any(wants_number(view, c) for c in view.sentence(clause) if c.start > clause.start):
        return None  # "if we are to pass, how many …": the number is asked for
    enters = _enters(view, clause, text)
    phase = _measured_phase(view, clause, enters=enters)
    named = clause.values(*KPIS) or (() if phase else view.kpi_in_message)
    phase = phase or _phase_told(view, named)
    if not phase and not named and not view.state.kpis and not clause.of("next"):
        return None
    about = named if len(set(named)) == 1 and not clause.of("phase", "next") and not enters else ()
    return (Ask(goal=Goal.GATE, phase=phase or _known_phase(view), about=about),)


def _enters(view: View, clause: Clause, text: str) -> bool:
    """Whether a phase is to be entered, rather than passed."""
    words = (view.stream.plain[t.start : t.end] for t in clause.of("gate", "next", "is"))
    if text.startswith(_ENTER) or any(word.startswith(_ENTER) for word in words):
        return True
    return len(text) > 3 and any(word in text for word in _ENTERING)


_ENTERING = ("进", "move to", "ready for", "move on", "enter", "go on", "go to")


def _measured_phase(view: View, clause: Clause, *, enters: bool) -> str:
    """The phase whose KPIs are held against their thresholds."""
    phases = [p.id for p in view.framework.phases]
    phase = phase_near(view, clause)
    before = phases[phases.index(phase) - 1] if phase and phases.index(phase) > 0 else ""
    measured = {view.phase_of(k) for k in view.kpi_in_message}
    return before if before and not clause.of("next") and (enters or measured == {before}) else phase


def _phase_told(view: View, named: tuple[str, ...]) -> str:
    """The phase of the KPIs named, where it is one, or of people who use something."""
    own = {view.phase_of(k) for k in named}
    if len(own) == 1:
        return own.pop()
    if view.has("people", "use", "team"):
        return next((view.phase_of(k) for k in _people(view)), "")
    return ""


def _bare_gate(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """“Phase three?” behind its KPIs."""
    phases = clause.values("phase")
    told = {view.phase_of(k) for k in view.kpi_in_message}
    if len(phases) != 1 or any(t.kind not in ("phase", "is", "and", "but") for t in clause.tokens):
        return None
    every = [p.id for p in view.framework.phases]
    place = every.index(phases[0])
    if phases[0] not in told:
        before = every[place - 1] if place else ""
        return (Ask(goal=Goal.GATE, phase=before),) if told == {before} else None
    changed = view.has("up", "down", "before", "after", "progress") or any(
        k.kind == "klevel" for k in view.stream.spots
    )
    if not changed and view.has("now"):
        return (
            Ask(
                goal=Goal.TARGET,
                about=tuple(k for k in view.kpi_in_message if view.phase_of(k) == phases[0]),
                phase=phases[0],
            ),
        )
    return (Ask(goal=Goal.GATE, phase=phases[0]),)


def _known_phase(view: View) -> str:
    known = [view.phase_of(k) for k in view.state.kpis]
    return known[0] if known else ""


def _short(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    about = kpis(view, clause)
    phase = phase_near(view, clause)
    if not about and not phase:
        return (Ask(goal=Goal.SHORT, phase=_known_phase(view)),) if view.state.kpis else None
    words = view.stream.plain[clause.tokens[0].start : clause.tokens[-1].end]
    if (not clause.of(*KPIS, "howmuch", "team", "process", "ord") and not any(w in words for w in _HOW_MANY)) or (
        len(view.kpi_in_message) > 1 and not clause.of(*KPIS)
    ):
        phase = phase or next((v for c in view.clauses for v in c.values("phase")), "")
        return (
            Ask(
                goal=Goal.SHORT,
                phase=phase or (view.phase_of(about[0]) if about and about[0] in view.kpis else _known_phase(view)),
            ),
        )
    if len(about) > 1 or (not clause.of(*KPIS, "howmuch", "team") and len(view.kpi_in_message) != 1 and phase):
        about = () if phase else about[:1]
    return (
        Ask(
            goal=Goal.SHORT,
            about=about,
            phase=phase or (view.phase_of(about[0]) if about and about[0] in view.kpis else ""),
        ),
    )


def _progress(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    about = kpis(view, clause) or _counted(view) or (tuple(view.state.kpis) if len(view.state.kpis) == 1 else ())
    return (Ask(goal=Goal.PROGRESS, about=about),) if about and (view.stream.figures or view.state.kpis) else None


def _standing(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """“How are we doing?”: all KPIs that were measured, or those named."""
    if clause.of("layer", "layers", "money", "budget", "spent"):
        return None
    return (Ask(goal=Goal.PROGRESS, about=kpis(view, clause)),)


def _target_users(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """“How many users do we need?” of a team that is told."""
    text = view.stream.plain[clause.tokens[0].start : clause.tokens[-1].end]
    counted = view.has("num", "people", "count") or bool(view.state.counts)
    return _target(view, rule, clause) if counted and any(w in text for w in _HOW_MANY) else None


def _target_of_things(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """“At least how many of them?” behind a number of things and the KPI that wants a share of them."""
    levels = tuple(shares_of_things(view))
    if len(levels) != 1 or not view.has("num", "count") or view.has("money") or not wants_number(view, clause):
        return None
    return (Ask(goal=Goal.TARGET, about=levels, phase=view.phase_of(levels[0])),)


def _target_told(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """“LTV is £340. What should phase three bring it to?”: where a KPI stands was told just before."""
    told = [c for c in view.clauses if c.start < clause.start and c.of(*KPIS) and any(t.is_figure for t in c.tokens)]
    phase = phase_near(view, clause)
    about = tuple(k for c in told for k in c.values(*KPIS) if not phase or view.phase_of(k) == phase)
    if not told and phase and not view.has("money"):
        about = tuple(k for k in _counted(view) if view.phase_of(k) == phase)
    return (Ask(goal=Goal.TARGET, about=about, phase=phase),) if about and not clause.of(*KPIS) else None


#: Words before a phase that is to be entered.
_INTO = ("进", "进入", "升到", "迈入", "enter", "into", "move to")


def _met_in(view: View, clause: Clause, phase: str) -> str:
    """The phase whose KPIs are meant: what it takes to enter a phase is met in the phase before."""
    place = next(t.start for t in clause.of("phase"))
    phases = [p.id for p in view.framework.phases]
    entered = view.stream.plain[max(place - 9, 0) : place].rstrip().endswith(_INTO)
    return phases[phases.index(phase) - 1] if entered and phases.index(phase) > 0 else phase


def _threshold(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    about = clause.values(*KPIS)
    if not about:
        phases = clause.values("phase")
        follows = clause.of("that") and not phases
        if follows:
            return _asked_kpi(view)
        return (Ask(goal=Goal.LIST, about=("kpis",), of=_met_in(view, clause, phases[0])),) if phases else None
    words = view.stream.plain[clause.tokens[0].start : clause.tokens[-1].end]
    units = {u for k in about for u in view.kpis[k].units}
    heads = any(w in words for w in _HOW_MANY) and bool(units & {"people", "processes"})
    told = any(
        c.of(*KPIS) and any(t.is_figure for t in c.tokens) and set(c.values(*KPIS)) & set(about) for c in view.clauses
    )
    target = heads or (told and not clause.of("threshold"))
    return (Ask(goal=Goal.TARGET if target else Goal.THRESHOLD, about=about, phase=phase_near(view, clause)),)


_HOW_MANY = (
    "how many",
    "几个",
    "多少人",
    "几人",
    "多少个",
    "几多人",
    "几位",
    "几名",
    "多少位",
    "多少名",
    "几多个",
    "几多位",
)


def _asked_kpi(view: View) -> tuple[Move, ...] | None:
    asked = tuple(a for ask in view.state.last_asks() for a in ask.about if a.startswith("kpi."))
    return (Ask(goal=Goal.THRESHOLD, about=asked),) if asked else None


def _list(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """Families of the framework: what the clause names of it decides which."""
    ordinal = next(iter(clause.values("ord")), "")
    if clause.of("kpis"):
        return (Ask(goal=Goal.LIST, about=("kpis",), of=_phase_listed(view, clause, ordinal)),)
    if any(t.is_figure for t in clause.tokens):
        return None
    start, end = clause.tokens[0].start, clause.tokens[-1].end + 4
    topics = [m.concept for m in view.stream.mentions if start <= m.start < end and m.concept.startswith("topic.")]
    if clause.of("projects") or (clause.of("quadrant") and clause.of("which")):
        if any(topic not in _FAMILIES for topic in topics):
            return None  # "how long until quick wins pay back?" asks about them, not which they are
        item = f"ITEM{ordinal}" if ordinal.isdigit() else ""
        return (Ask(goal=Goal.LIST, about=("projects",), of=next(iter(clause.values("quadrant")), item)),)
    found = next((family for topic, family in _FAMILIES.items() if topic in topics), "")
    if found == "phases" and clause.of("phase"):
        return None  # one of them, by its place
    return (Ask(goal=Goal.LIST, about=(found,)),) if found else None


#: Topics that stand for the members of a family.
_FAMILIES = {"topic.phases": "phases", "topic.matrix": "quadrants", "topic.trends": "trends", "topic.risks": "risks"}


_THAT_PHASE = re.compile(r"\b(?:that|this|same|the) (?:phase|stage|one)\b|[那这该](?:个|一|一个)?阶段|同一阶段")


def _phase_listed(view: View, clause: Clause, ordinal: str) -> str:
    """The phase whose KPIs are listed: named, or by its place."""
    if named := clause.values("phase"):
        return named[0]
    phases = view.framework.phases
    if ordinal == "LAST":
        return phases[-1].id
    if ordinal.isdigit() and int(ordinal) <= len(phases):
        return phases[int(ordinal) - 1].id
    asked = [
        a for ask in view.state.last_asks() for a in (*ask.about, ask.of, ask.phase) if a in {p.id for p in phases}
    ]
    if clause.of("next"):
        place = [p.id for p in phases].index(asked[-1]) + 1 if asked else 1
        return phases[min(place, len(phases) - 1)].id
    pointed = _THAT_PHASE.search(view.stream.plain[clause.tokens[0].start : clause.tokens[-1].end]) is not None
    return asked[-1] if asked and pointed else ""


def _target_counted(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """“What is the KPI of phase one?” behind posts, days or people that were counted asks where they should be."""
    about = _counted(view)
    return (Ask(goal=Goal.TARGET, about=about, phase=phase_near(view, clause)),) if about else None


def _gate_enough(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """“Is that enough?” behind a KPI that was told, in a message without money."""
    told = any(c.of(*KPIS) and any(t.is_figure for t in c.tokens) for c in view.clauses)
    return _gate(view, rule, clause) if told and not view.has("money", "ai", "aibudget", "layer") else None


KPI_ASKS: Mapping[str, Callable[[View, Rule, Clause], tuple[Move, ...] | None]] = {
    "target": _target,
    "target_told": _target_told, "target_of_things": _target_of_things, "target_users": _target_users, "gate": _gate, "gate_enough": _gate_enough,
    "target_counted": _target_counted, "bare_gate": _bare_gate, "short": _short, "progress": _progress, "standing": _standing, "threshold": _threshold, "list": _list,
}  # fmt: skip
