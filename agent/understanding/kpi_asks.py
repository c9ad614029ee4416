"""Questions about KPIs and phases: targets, the gate, what is missing, thresholds, lists."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from agent.dialogue.moves import Ask, Goal, Move
from agent.understanding.clauses import Clause
from agent.understanding.rules import Rule
from agent.understanding.tokens import KPIS
from agent.understanding.view import View


def kpis(view: View, clause: Clause) -> tuple[str, ...]:
    """The KPIs that a question is about: named in it, counted in it, else those of the clauses before."""
    named = clause.values(*KPIS)
    if named:
        return named
    if clause.of("ord") and not view.state.listed():
        return ()
    if clause.of("ord"):
        value = clause.values("ord")[0]
        return ("LAST",) if value == "LAST" else (f"ITEM{value}",)
    if clause.of("process"):
        return tuple(k for k in view.kpis if "processes" in view.kpis[k].units)
    people = tuple(k for k in view.kpis if "people" in view.kpis[k].units)
    if clause.of("team", "use", "people"):
        return people
    posts = [t for t in clause.of("count") for k in view.kpis.values() if view.figure(t.value).unit.code in k.units]
    if posts:
        code = view.figure(posts[0].value).unit.code
        return tuple(k.id for k in view.kpis.values() if code in k.units)[:1]
    if clause.of("dur"):
        return tuple(k.id for k in view.kpis.values() if "day" in k.units)
    earlier = [c for c in view.sentence(clause) if c.start < clause.start] or [
        c for c in view.clauses if c.start < clause.start
    ]
    everything = tuple(dict.fromkeys(v for c in view.clauses if c.start < clause.start for v in c.values(*KPIS)))
    if len(everything) > 1 and clause.of("target") and not clause.of("that"):
        phases = clause.values("phase")
        return tuple(k for k in everything if not phases or view.phase_of(k) in phases)
    for before in reversed(earlier):
        if before.values(*KPIS):
            return before.values(*KPIS)
        if before.of("people", "team", "use"):
            return people
    return ()


def _target(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    about = kpis(view, clause)
    phase = phase_near(view, clause)
    if not about and not phase and not view.state.kpis and not view.stream.figures:
        return None
    if not about:
        about = _counted(view)
    if not about and not phase:
        return None
    return (Ask(goal=Goal.TARGET, about=about, phase=phase),)


def _counted(view: View) -> tuple[str, ...]:
    """KPIs whose things are counted anywhere in the message, else that of the count told before."""
    for clause in view.clauses:
        for token in clause.of("count", "people", "dur"):
            code = view.figure(token.value).unit.code
            found = tuple(k.id for k in view.kpis.values() if code in k.units or code.rstrip("s") in k.units)
            if found:
                return found[:1]
    return ()


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
_UNTIL = re.compile(r"(?:多少|几)[个人条篇天]?.{0,3}才|how many .* (?:to pass|until|before)")


def _gate(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    if _UNTIL.search(view.stream.plain[clause.tokens[0].start : clause.tokens[-1].end]) and (
        counted := kpis(view, clause)
    ):
        return (Ask(goal=Goal.TARGET, about=counted, phase=phase_near(view, clause)),)
    phases = [p.id for p in view.framework.phases]
    phase = phase_near(view, clause)
    words = [view.stream.plain[t.start : t.end] for t in clause.of("gate", "next", "is")] + [
        view.stream.plain[clause.tokens[0].start : clause.tokens[-1].end]
    ]
    enters = any(
        word.startswith(_ENTER)
        or (
            len(word) > 3
            and any(e in word for e in ("进", "move to", "ready for", "move on", "enter", "go on", "go to"))
        )
        for word in words
    )
    if clause.of("layer", "layers", "money") and not clause.of("phase", "next", *KPIS):
        return None
    measured = {view.phase_of(k) for k in view.kpi_in_message}
    before = phases[phases.index(phase) - 1] if phase and phases.index(phase) > 0 else ""
    if before and not clause.of("next") and (enters or measured == {before}):
        phase = before
    named = clause.values(*KPIS) or (tuple(v for c in view.clauses for v in c.values(*KPIS)) if not phase else ())
    if not phase and named:
        own = {view.phase_of(k) for k in named}
        phase = own.pop() if len(own) == 1 else ""
    if not phase and view.has("people", "use", "team"):
        phase = next((view.phase_of(k) for k in view.kpis if "people" in view.kpis[k].units), "")
    if not phase and not named and not view.state.kpis and not clause.of("next"):
        return None
    about = named if len(set(named)) == 1 and not clause.of("phase", "next") and not enters else ()
    return (Ask(goal=Goal.GATE, phase=phase or _known_phase(view), about=about),)


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
    changed = view.has("up", "down", "before", "after", "progress") or any(k.kind == "klevel" for k in view.stream.spots)
    if not changed and view.has("now"):
        return (Ask(goal=Goal.TARGET, about=tuple(k for k in view.kpi_in_message if view.phase_of(k) == phases[0]), phase=phases[0]),)
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
    about = kpis(view, clause)
    return (Ask(goal=Goal.PROGRESS, about=about),) if about and (view.stream.figures or view.state.kpis) else None


def _target_users(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """ "How many users do we need?" of a team that is told."""
    text = view.stream.plain[clause.tokens[0].start : clause.tokens[-1].end]
    counted = view.has("num", "people", "count") or bool(view.state.counts)
    return _target(view, rule, clause) if counted and any(w in text for w in _HOW_MANY) else None


def _target_told(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """“LTV is £340. What should phase three bring it to?”: where a KPI stands was told just before."""
    told = [c for c in view.clauses if c.start < clause.start and c.of(*KPIS) and any(t.is_figure for t in c.tokens)]
    phase = phase_near(view, clause)
    about = tuple(k for c in told for k in c.values(*KPIS) if not phase or view.phase_of(k) == phase)
    return (Ask(goal=Goal.TARGET, about=about, phase=phase),) if about and not clause.of(*KPIS) else None


def _threshold(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    about = clause.values(*KPIS)
    if not about and clause.of("phase"):
        return (
            (Ask(goal=Goal.LIST, about=("kpis",), of=clause.values("phase")[0]),)
            if not clause.of("that") or not view.state.last_asks()
            else _asked_kpi(view)
        )
    if not about and clause.of("that"):
        return _asked_kpi(view)
    words = view.stream.plain[clause.tokens[0].start : clause.tokens[-1].end]
    if (
        about
        and any(w in words for w in _HOW_MANY)
        and "people"
        in {u for k in about for u in view.kpis[k].units}
        | ({"people"} if "processes" in {u for k in about for u in view.kpis[k].units} else set())
    ):
        return (Ask(goal=Goal.TARGET, about=about, phase=phase_near(view, clause)),)
    told = any(
        c.of(*KPIS) and any(t.is_figure for t in c.tokens) and set(c.values(*KPIS)) & set(about) for c in view.clauses
    )
    if told and not clause.of("threshold"):
        return (Ask(goal=Goal.TARGET, about=about, phase=phase_near(view, clause)),) if about else None
    return (Ask(goal=Goal.THRESHOLD, about=about, phase=phase_near(view, clause)),) if about else None


_HOW_MANY = ("how many", "几个", "多少人", "几人", "多少个", "几多人")


def _asked_kpi(view: View) -> tuple[Move, ...] | None:
    asked = tuple(a for ask in view.state.last_asks() for a in ask.about if a.startswith("kpi."))
    return (Ask(goal=Goal.THRESHOLD, about=asked),) if asked else None


def _list(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """Families of the framework: what the clause names of it decides which."""
    topics = {m.concept for m in view.stream.mentions if clause.tokens[0].start <= m.start < clause.tokens[-1].end + 4}
    phases = clause.values("phase")
    if clause.of("kpis"):
        last = view.framework.phases[-1].id if clause.of("ord") and clause.values("ord")[0] == "LAST" else ""
        nth = next((v for v in clause.values("ord") if v.isdigit()), "")
        of = (
            phases[0]
            if phases
            else last
            or (view.framework.phases[int(nth) - 1].id if nth and int(nth) <= len(view.framework.phases) else "")
        )
        if not of and clause.of("next"):
            of = view.framework.phases[1].id
        return (Ask(goal=Goal.LIST, about=("kpis",), of=of),)
    if any(t.is_figure for t in clause.tokens):
        return None
    if clause.of("projects") or (clause.of("quadrant") and clause.of("which")):
        quadrant = clause.values("quadrant")
        ordinal = next(iter(clause.values("ord")), "")
        return (
            Ask(
                goal=Goal.LIST,
                about=("projects",),
                of=quadrant[0] if quadrant else f"ITEM{ordinal}" if ordinal.isdigit() else "",
            ),
        )
    families = {"topic.phases": "phases", "topic.matrix": "quadrants", "topic.trends": "trends", "topic.risks": "risks"}
    found = next((family for topic, family in families.items() if topic in topics), "")
    if found:
        return (Ask(goal=Goal.LIST, about=(found,)),)
    return None


def _gate_enough(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """ "Is that enough?" behind a KPI that was told, in a message without money."""
    told = any(c.of(*KPIS) and any(t.is_figure for t in c.tokens) for c in view.clauses)
    return _gate(view, rule, clause) if told and not view.has("money", "ai", "aibudget", "layer") else None


KPI_ASKS: Mapping[str, Callable[[View, Rule, Clause], tuple[Move, ...] | None]] = {
    "target": _target,
    "target_told": _target_told, "target_users": _target_users, "gate": _gate, "gate_enough": _gate_enough, "bare_gate": _bare_gate,
    "short": _short, "progress": _progress, "threshold": _threshold, "list": _list,
}  # fmt: skip
