"""What the last turn makes of a message: a wanted amount after a wanted amount, a baseline after a target, a ratio after a difference.

Such a message says little by itself. Its figures take the place of those of the last question, whose goal stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.dialogue.moves import As, Ask, Goal, Move, Op, Suppose, Tell
from agent.dialogue.names import LAYERS, MARKETING
from agent.understanding import topping
from agent.understanding.candidates import Candidate
from agent.understanding.tokens import KPIS
from agent.understanding.view import View
from tools.identity import Role

#: A message of more tokens tells a story of its own.
SHORT = 12


def candidates(view: View) -> Iterator[Candidate]:
    """Candidates that the last question and the last reply make."""
    asked = view.state.last_asks()
    if not asked or len(view.stream.spots) > 2 * SHORT:
        return
    last = asked[-1]
    yield from _phase_beside(view, last)
    if last.goal is Goal.INVERSE:
        yield from _wanted_again(view, last)
        yield from _from_wanted(view, last)
    if last.goal in (Goal.TARGET, Goal.THRESHOLD):
        yield from _baseline(view, last)
    if last.goal is Goal.LEFT or (view.state.current is not None and view.state.current.spends):
        yield from _spent_too(view)
    if last.goal is Goal.DIFF:
        yield from _as_ratio(view, last)


# -- from the end --------------------------------------------------------------------------------------------------------------------------

_OTHERWISE = (
    "budget",
    "marketing",
    "spent",
    "wrong",
    "left",
    "back",
    "rate",
    "sum",
    "diff",
    "short",
    "setto",
    "notmine",
    "max",
    "min",
)


def _wanted_again(view: View, last: Ask) -> Iterator[Candidate]:
    """“And with 120k strategic?” behind "which budget gives it 90k?": another amount that is wanted."""
    amounts = view.of("money")
    if len(amounts) != 1 or len(view.place_of) != 1 or view.has(*_OTHERWISE) or len(view.stream.spots) > SHORT:
        return
    layers = tuple(dict.fromkeys(t.value for t in view.of("layer")))
    if not layers and topping.direction(view, amounts[0]):
        return
    about = layers[:1] or last.about
    move = Ask(goal=Goal.INVERSE, about=about, want=amounts[0].value, at=last.at)
    yield Candidate(
        "follow.wanted", (move,), 9.0, frozenset({amounts[0].value}), keys=view.ask_keys, place=float(amounts[0].start)
    )


#: All that a question holds which names nothing but a layer.
_BARE = frozenset({"and", "also", "layer", "ne", "whatif", "?"})


#: Not the budget that was found, but the one that there is.
_AT_HAND = re.compile(
    r"\bours\b|\bour (?:own|current|actual|real|present|budget)\b|\b(?:currently|actually|right now|at present|as it stands|today)\b|我们(?:现在|目前|自己|手上)|现在(?:的|这个)?(?:预算|能|战|三)|(?:现有|目前|手上|实际)的?"
)


def _of_the_real(view: View) -> bool:
    """Whether a question is of money that was spent, of a currency, or of the budget that there is."""
    return view.has("spent", "left", "unspent", "cur") or (view.known and bool(_AT_HAND.search(view.stream.plain)))


def _from_wanted(view: View, last: Ask) -> Iterator[Candidate]:
    """What the budget that was found gives, and by how much one that is there falls short."""
    amounts = view.of("money")
    layers = tuple(dict.fromkeys(t.value for t in view.of("layer")))
    if not amounts and not view.place_of and (layers or view.has("layers", "sum", "total")) and not _of_the_real(view):
        fact = _shown(view, role=Role.BUDGET)
        if fact:
            about = layers or (LAYERS,)
            split = view.has("split", "each") or (view.has("layers") and not view.has("sum", "total"))
            ask = Ask(goal=Goal.SPLIT) if split and not layers else Ask(goal=Goal.AMOUNT, about=about)
            moves: tuple[Move, ...] = (Suppose(fig=fact, op=Op.SET, of=MARKETING), ask)
            if len(layers) == 1 and layers != last.about and all(t.kind in _BARE for t in view.stream.spots):
                # "And for tactical?" may be about the budget found, or about the one that gives it as much: both are told.
                moves = (*moves, Ask(goal=Goal.INVERSE, about=layers, want=last.want, at=last.at))
            yield Candidate("follow.from_wanted", moves, 8.0, keys=view.ask_keys, place=0.0)
    if amounts and len(amounts) < 3 and view.has("diff", "short", "left") and not view.has("spent"):
        wanted = view.amount_of(last.want)
        others = [t for t in amounts if view.figure(t.value).low != wanted]
        if len(others) == 1 and last.want:
            echo = next((t.value for t in amounts if t not in others), "")
            about = layers[:1] or last.about
            ask = Ask(goal=Goal.DIFF, args=(last.want, about[0]), echo=echo)
            figs = frozenset(t.value for t in amounts)
            moves = (Tell(fig=others[0].value, as_=As.BUDGET, of=MARKETING), ask)
            yield Candidate("follow.short_of_wanted", moves, 12.0, figs, keys=view.ask_keys, place=0.0)


def _shown(view: View, *, role: Role) -> str:
    """The fact shown last that was computed and has a role."""
    if view.ledger is None or not view.state.shown:
        return ""
    for fact in reversed(view.state.shown[-1].facts):
        known = view.ledger.facts.get(fact)
        if fact.startswith("F") and known is not None and known.identity is not None and known.identity.role is role:
            return fact
    return ""


# -- KPIs ------------------------------------------------------------------------------------------------------------------------------------


def _baseline(view: View, last: Ask) -> Iterator[Candidate]:
    """“And starting from 4%?” behind a target; "it came out at 2.7%, does that pass?"."""
    figures = [t for t in view.stream.spots if t.is_figure]
    kpis = [a for a in last.about if a.startswith("kpi.")]
    if len(figures) != 1 or len(kpis) != 1 or view.has("wrong", "money", "ai", "aibudget", "marketing", "budget"):
        return
    named = {t.value for t in view.stream.spots if t.kind in KPIS}
    if named - set(kpis):
        return
    token, kpi = figures[0], kpis[0]
    entry = view.state.kpis.get(kpi)
    known = entry is not None and ("now" in entry.figures or "before" in entry.figures)
    place = view.place_of[token.value]
    figs, start = frozenset({token.value}), float(token.start)
    clause = view.clause(place)
    judged = any(c.of("gate", "verdict", "short") for c in view.clauses)
    counted = (entry is not None and "whole" in entry.figures) or (
        "people" in view.kpis[kpi].units and bool(view.state.counts)
    )
    if counted and token.kind in ("num", "people", "count") and "people" in view.kpis[kpi].units:
        phase = view.phase_of(kpi)
        moves: tuple[Move, ...] = (
            Tell(fig=token.value, as_=As.PART, of=kpi),
            Ask(goal=Goal.SHORT, about=(kpi,), phase=phase),
        )
        yield Candidate("follow.heads", moves, 8.5, figs, keys=view.ask_keys, place=start)
        return
    if judged and known:
        change = token.kind == "pct" and clause.of("up", "down")
        role = As.CHANGE if change else As.AFTER
        moves = (
            Tell(fig=token.value, as_=role, of=kpi),
            Ask(goal=Goal.GATE, about=(kpi,), phase=view.phase_of(kpi)),
        )
        yield Candidate("follow.reached", moves, 9.0, figs, keys=view.ask_keys, place=start)
    elif not judged and len(view.stream.spots) <= SHORT and (known or not named) and not clause.of("wrong"):
        ask = Ask(goal=Goal.TARGET, about=(kpi,), phase=last.phase)
        yield Candidate(
            "follow.baseline",
            (Tell(fig=token.value, as_=As.NOW, of=kpi), ask),
            6.5,
            figs,
            keys=view.ask_keys,
            place=start,
        )


_BACKWARDS = re.compile(r"(?:上|前|往前)一?个?阶段|\b(?:previous|earlier) phase|phase before")
_FORWARDS = re.compile(
    r"(?:再)?(?:下|后)一?个?阶段|\bnext phase\b|\b(?:phase|gate|gates|one|ones) (?:after|beyond)\b|\bafter (?:that|this)(?: one| phase)?\b"
)
_OF_A_PHASE = frozenset({Goal.LIST, Goal.EXPLAIN, Goal.THRESHOLD, Goal.TARGET, Goal.GATE, Goal.SHORT, Goal.PROGRESS})


def _phase_beside(view: View, last: Ask) -> Iterator[Candidate]:
    """“And the one after that?” behind a question about a phase asks the same of the next, 前一个阶段 of the one before."""
    step = _step(view) if last.goal in _OF_A_PHASE else 0
    if not step:
        return
    phases = [p.id for p in view.framework.phases]
    named = next((p for p in (last.of, last.phase, *last.about) if p in phases), "")
    place = phases.index(named) + step if named else -1
    if 0 <= place < len(phases):
        about = tuple(a for a in last.about if a not in phases and not a.startswith("kpi."))
        ask = Ask(goal=Goal.LIST, about=about if last.goal is Goal.LIST else ("kpis",), of=phases[place])
        if last.goal is Goal.EXPLAIN:
            ask = Ask(goal=Goal.EXPLAIN, about=(phases[place],), topic=view.stream.text.strip())
        words = frozenset(range(len(view.stream.spots)))
        yield Candidate("follow.phase", (ask,), 8.0, takes=words, keys=view.ask_keys, place=0.0)


def _step(view: View) -> int:
    """1 for the next phase, -1 for the one before, where a short message asks for no more than that; else 0."""
    text, own = view.stream.plain, ("short", "layer", "money", "project", *KPIS)
    if view.place_of or view.has(*own) or len(view.stream.spots) > SHORT:
        return 0
    if _BACKWARDS.search(text):
        return -1
    if _FORWARDS.search(text):
        return 1
    return 1 if view.has("next") and not view.has("phase", "gate", "target", "kpis") else 0


# -- spending --------------------------------------------------------------------------------------------------------------------------------


def _spent_too(view: View) -> Iterator[Candidate]:
    """“And strategic, 80k gone?” behind "tactical: 145k gone, left?"."""
    amounts, layers = view.of("money"), view.of("layer")
    if len(amounts) != 1 or len(layers) != 1 or len(view.place_of) != 1 or len(view.stream.spots) > SHORT:
        return
    if view.has(
        "budget", "marketing", "whatif", "setto", "wrong", "layers", "keep", "max", "min", "howmuch"
    ) and not view.has("spent"):
        return
    if topping.granted(view, amounts[0]) or amounts[0].value in view.pointed:
        return
    if not (view.has("spent", "left", "over") or any(t.kind in ("ne", "?") for t in view.stream.spots)):
        return
    fig, layer = amounts[0].value, layers[0].value
    days = [t.value for t in view.of("day")]
    when = days[0] if len(days) == 1 else ""
    moves = (Tell(fig=fig, as_=As.SPENT, of=layer, when=when), Ask(goal=Goal.LEFT, about=(layer,)))
    yield Candidate("follow.spent", moves, 7.5, frozenset({fig}), keys=view.ask_keys, place=float(amounts[0].start))


# -- ratios of what was compared -------------------------------------------------------------------------------------------------------------

_SMALLER = re.compile(r"small|lower|less|lesser|较小|小的|少的|细")
_LARGER = re.compile(r"large|bigg|higher|great|较大|大的|多的")


def _as_ratio(view: View, last: Ask) -> Iterator[Candidate]:
    """“As a ratio?”, "what % of the smaller one?" behind a difference."""
    if view.place_of or len(last.args) != 2 or not (view.has("ratio", "share", "pct") or "%" in view.stream.plain):
        return
    if view.has(*KPIS, "layers", "aibudget", "ai", "budget", "marketing", "rate", "cur"):
        return
    args = last.args
    text = view.stream.plain
    base = (
        _operand(view, least=True)
        if _SMALLER.search(text)
        else _operand(view, least=False)
        if _LARGER.search(text)
        else ""
    )
    gap = _shown(view, role=Role.DIFFERENCE)
    proportion = re.search(r"\bratio\b|比值|比例是|几比几", text) is not None
    if proportion and not base:
        move = Ask(goal=Goal.RATIO, args=args)
    elif gap and (base or _operand(view, first=True)):
        move = Ask(goal=Goal.RATIO, args=(gap, base or _operand(view, first=True)))
    else:
        return
    yield Candidate("follow.ratio", (move,), 8.0, keys=view.ask_keys, place=0.0)


def _operand(view: View, *, least: bool = False, first: bool = False) -> str:
    """One of the two amounts that were compared: the smaller, the larger, or the one that a change started from."""
    if view.ledger is None or not view.state.shown:
        return ""
    facts = [view.ledger.facts[f] for f in view.state.shown[-1].facts if f in view.ledger.facts]
    amounts = [
        f
        for f in facts
        if f.unit.kind.value == "money" and f.identity is not None and f.identity.role is not Role.DIFFERENCE
    ]
    if len(amounts) < 2:
        return ""
    two = amounts[:2]
    if first:
        if all(f.identity is not None and f.identity.scenario.isdigit() for f in two):
            return min(two, key=lambda f: f.identity.scenario if f.identity is not None else "").id
        years = [
            f for f in two if f.identity is not None and f.identity.scenario in ("last_year", "before", "last_q", "A")
        ]
        return (years[0] if years else two[0]).id
    return (min if least else max)(two, key=lambda f: f.value).id
