"""What the last turn makes of a message: a wanted amount after a wanted amount, a baseline after a target, a ratio after a difference.

Such a message says little by itself. Its figures take the place of those of the last question, whose goal stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.dialogue.moves import As, Ask, Correct, Goal, Move, Op, Suppose, Tell
from agent.dialogue.names import AI, LAYERS, MARKETING
from agent.understanding.candidates import Candidate
from agent.understanding.clauses import Clause
from agent.understanding.tokens import KPIS, Token
from agent.understanding.view import View
from tools.identity import Role

#: A message of more tokens tells a story of its own.
SHORT = 12


def candidates(view: View) -> Iterator[Candidate]:
    """Candidates that the last question and the last reply make."""
    asked = view.state.last_asks()
    yield from _said_and_meant(view)
    yield from _ai_amount(view)
    yield from _changed(view)
    yield from _beside_source(view)
    if not asked or len(view.stream.spots) > 2 * SHORT:
        return
    last = asked[-1]
    if last.goal is Goal.INVERSE:
        yield from _wanted_again(view, last)
        yield from _from_wanted(view, last)
    if last.goal in (Goal.TARGET, Goal.THRESHOLD):
        yield from _baseline(view, last)
    if last.goal is Goal.LEFT or (view.state.current is not None and view.state.current.spends):
        yield from _spent_too(view)
    if last.goal is Goal.DIFF:
        yield from _as_ratio(view, last)


def _keys(view: View) -> frozenset[str]:
    """All questions of a message: it has one meaning."""
    return frozenset(f"ask{n}" for n in range(len(view.clauses)))


def _figures(view: View, *kinds: str) -> list[Token]:
    return [t for t in view.stream.spots if t.kind in kinds]


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
    amounts = _figures(view, "money")
    if len(amounts) != 1 or len(view.place_of) != 1 or view.has(*_OTHERWISE) or len(view.stream.spots) > SHORT:
        return
    layers = tuple(dict.fromkeys(t.value for t in view.stream.spots if t.kind == "layer"))
    about = layers[:1] or last.about
    move = Ask(goal=Goal.INVERSE, about=about, want=amounts[0].value, at=last.at)
    yield Candidate(
        "follow.wanted", (move,), 9.0, frozenset({amounts[0].value}), keys=_keys(view), place=float(amounts[0].start)
    )


#: All that a question holds which names nothing but a layer.
_BARE = frozenset({"and", "also", "layer", "ne", "whatif", "?"})


def _from_wanted(view: View, last: Ask) -> Iterator[Candidate]:
    """What the budget that was found gives, and by how much one that is there falls short."""
    amounts = _figures(view, "money")
    layers = tuple(dict.fromkeys(t.value for t in view.stream.spots if t.kind == "layer"))
    if (
        not amounts
        and not view.place_of
        and (layers or view.has("layers", "sum", "total"))
        and not view.has("spent", "cur")
    ):
        fact = _shown(view, role=Role.BUDGET)
        if fact:
            about = layers or (LAYERS,)
            split = view.has("split", "each") or (view.has("layers") and not view.has("sum", "total"))
            ask = Ask(goal=Goal.SPLIT) if split and not layers else Ask(goal=Goal.AMOUNT, about=about)
            moves: tuple[Move, ...] = (Suppose(fig=fact, op=Op.SET, of=MARKETING), ask)
            if len(layers) == 1 and layers != last.about and all(t.kind in _BARE for t in view.stream.spots):
                # "And for tactical?" may be about the budget found, or about the one that gives it as much: both are told.
                moves = (*moves, Ask(goal=Goal.INVERSE, about=layers, want=last.want, at=last.at))
            yield Candidate("follow.from_wanted", moves, 8.0, keys=_keys(view), place=0.0)
    if amounts and len(amounts) < 3 and view.has("diff", "short", "left") and not view.has("spent"):
        wanted = view.amount_of(last.want)
        others = [t for t in amounts if view.figure(t.value).low != wanted]
        if len(others) == 1 and last.want:
            echo = next((t.value for t in amounts if t not in others), "")
            about = layers[:1] or last.about
            ask = Ask(goal=Goal.DIFF, args=(last.want, about[0]), echo=echo)
            figs = frozenset(t.value for t in amounts)
            moves = (Tell(fig=others[0].value, as_=As.BUDGET, of=MARKETING), ask)
            yield Candidate("follow.short_of_wanted", moves, 12.0, figs, keys=_keys(view), place=0.0)


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
    if judged and known:
        change = token.kind == "pct" and clause.of("up", "down")
        role = As.CHANGE if change else As.AFTER
        moves: tuple[Move, ...] = (
            Tell(fig=token.value, as_=role, of=kpi),
            Ask(goal=Goal.GATE, about=(kpi,), phase=view.phase_of(kpi)),
        )
        yield Candidate("follow.reached", moves, 9.0, figs, keys=_keys(view), place=start)
    elif not judged and len(view.stream.spots) <= SHORT and (known or not named) and not clause.of("wrong"):
        ask = Ask(goal=Goal.TARGET, about=(kpi,), phase=last.phase)
        yield Candidate(
            "follow.baseline",
            (Tell(fig=token.value, as_=As.NOW, of=kpi), ask),
            6.5,
            figs,
            keys=_keys(view),
            place=start,
        )


# -- spending --------------------------------------------------------------------------------------------------------------------------------


def _spent_too(view: View) -> Iterator[Candidate]:
    """“And strategic, 80k gone?” behind "tactical: 145k gone, left?"."""
    amounts, layers = _figures(view, "money"), _figures(view, "layer")
    if len(amounts) != 1 or len(layers) != 1 or len(view.place_of) != 1 or len(view.stream.spots) > SHORT:
        return
    if view.has(
        "budget", "marketing", "whatif", "setto", "wrong", "layers", "keep", "max", "min", "howmuch"
    ) and not view.has("spent"):
        return
    if not (view.has("spent", "left", "over") or any(t.kind in ("ne", "?") for t in view.stream.spots)):
        return
    fig, layer = amounts[0].value, layers[0].value
    moves = (Tell(fig=fig, as_=As.SPENT, of=layer), Ask(goal=Goal.LEFT, about=(layer,)))
    yield Candidate("follow.spent", moves, 7.5, frozenset({fig}), keys=_keys(view), place=float(amounts[0].start))


# -- ratios of what was compared -------------------------------------------------------------------------------------------------------------

_SMALLER = re.compile(r"small|lower|less|lesser|较小|小的|少的|细")
_LARGER = re.compile(r"large|bigg|higher|great|较大|大的|多的")


def _as_ratio(view: View, last: Ask) -> Iterator[Candidate]:
    """“As a ratio?”, "what % of the smaller one?" behind a difference."""
    if view.place_of or len(last.args) != 2 or not view.has("ratio", "share", "pct"):
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
    yield Candidate("follow.ratio", (move,), 8.0, keys=_keys(view), place=0.0)


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
        years = [
            f for f in two if f.identity is not None and f.identity.scenario in ("last_year", "before", "last_q", "A")
        ]
        return (years[0] if years else two[0]).id
    return (min if least else max)(two, key=lambda f: f.value).id


# -- corrections and AI amounts --------------------------------------------------------------------------------------------------------------


def _said_and_meant(view: View) -> Iterator[Candidate]:
    """“3.1, not 3.4”, 是480不是500: of two figures one repeats what was told, the other sets it right."""
    if len(view.place_of) != 2 or view.state.current is None or not view.state.current.told:
        return
    (one, first), (two, second) = view.place_of.items()
    spots = view.stream.spots
    if any(spots[n].kind not in ("money", "num", "pct") for n in (first, second)):
        return
    between = view.stream.plain[spots[first].end : spots[second].start]
    ahead = view.stream.plain[max(0, spots[first].start - 8) : spots[first].start]
    denied = re.search(r"\bnot\b|\bn't\b|instead of|rather than|不是|而非|唔系|并非", between)
    denies_first = re.search(r"\bnot\b|不是|唔系|并非", ahead)
    if not denied and not denies_first:
        return
    for old, new in ((two, one), (one, two)) if denied else ((one, two),):
        target = _told(view, old)
        if target and not _told(view, new):
            keys = frozenset(
                {f"ask{view.number(n)}" for n in (first, second)}
                - {f"ask{view.number(n)}" for n in (first, second) if view.clause(n).of("layer", "layers", "howmuch")}
            )
            move = Correct(target=target, to=new, echo=old)
            yield Candidate(
                "correct.not", (move,), 11.0, frozenset({one, two}), keys=keys, place=float(spots[first].start)
            )
            return


def _told(view: View, fig: str) -> str:
    """The budget told before that a figure repeats, in its scale or in bare digits."""
    value = view.figure(fig).low
    if not value:
        return ""
    for scenario in reversed(view.state.scenarios.values()):
        for fact in scenario.told.values():
            told = view.amount_of(fact)
            if told and (told / value).normalize().as_tuple().digits == (1,):
                return next((f for f, known in view.state.figures.items() if known == fact), fact)
    return ""


_UP, _DOWN = ("up", "add", "sum"), ("down", "sub", "diff")


def _changed(view: View) -> Iterator[Candidate]:
    """“2027: plus 20% on 2026”, "minus 10%", 乙多咗10%: a budget at hand changed by a part, of the year or brand that is named."""
    if not view.known or view.has(*KPIS, "use", "team"):
        return
    for fig, place in view.place_of.items():
        token, clause = view.stream.spots[place], view.clause(place)
        if token.kind not in ("pct", "frac") or clause.of(
            "ai", "aibudget", "share", "range", "verdict", "own", "claim", "spent", "max", "min", "source"
        ):
            continue
        years = [
            (t.start, view.stream.days[t.value].key)
            for t in clause.of("day")
            if view.stream.days[t.value].key.isdigit()
        ]
        figure = view.figure(fig)
        negative = figure.low is not None and figure.low < 0
        if clause.of("layer") and (not negative or view.stream.spots[place - 1].kind == "layer"):
            continue
        ups, downs = clause.of(*_UP), clause.of(*_DOWN)
        if not (negative or ups or downs) or (not negative and not years):
            continue
        ahead = [key for start, key in years if start < token.start]
        behind = [key for start, key in years if start > token.start]
        new = ahead[-1] if ahead else ""
        dated = {s.when or s.label: name for name, s in view.state.scenarios.items() if (s.when or s.label).isdigit()}
        if new in dated:
            continue
        op = Op.DOWN if negative or (downs and not ups) else Op.UP
        origin = dated.get(behind[0], "") if behind else ""
        if behind and not origin:
            continue
        move = Suppose(fig=fig, op=op, in_=new, from_=origin or (view.state.focus[-1] if new else ""))
        yield Candidate(
            "change.year",
            (move,),
            7.0,
            frozenset({fig}),
            keys=frozenset({f"ask{view.number(place)}"}) if not clause.of("layer", "howmuch") else frozenset(),
            place=float(token.start),
        )


def _beside_source(view: View) -> Iterator[Candidate]:
    """The user's own split against the source's: the table of the own split shows both, and how they differ."""
    current = view.state.current
    if current is None or not current.weights or view.place_of or not view.has("source", "claim"):
        return
    if view.has("diff", "compare", "split", "with") and not view.has("spent", "left", "back", "reset"):
        yield Candidate("follow.beside", (Ask(goal=Goal.SPLIT),), 9.0, keys=_keys(view), place=0.0)


#: Words that ask whether an amount is too much.
_JUDGING = ("verdict", "range", "max", "min", "over", "above", "ratio", "share", "below")
_FOR_AI = re.compile(r"ai|人工智能")


def _ai_amount(view: View) -> Iterator[Candidate]:
    """“The CMO wants 600k on AI. What % is that, is it too much?": an amount for AI beside a marketing budget is a share that is judged."""
    clauses = [c for c in view.clauses if c.of(*_JUDGING) and not c.of("layer", *KPIS)]
    if not clauses or view.has("layer", "spent", "layers", "diff", "pct"):
        return
    amounts = [t for t in view.stream.spots if t.kind == "money"]
    plain = [t for t in amounts if not _of_ai(view, t)]
    given = [t for t in amounts if _of_ai(view, t)]
    if (
        len(given) != 1
        or len(plain) > 1
        or not (plain or (view.known and view.state.current is not None and view.state.current.base == MARKETING))
    ):
        return
    judged = given[0]
    number = min(view.clauses.index(c) for c in clauses)
    moves = (Tell(fig=judged.value, as_=As.BUDGET, of=AI), Ask(goal=Goal.VERDICT))
    keys = frozenset(f"ask{n}" for n, c in enumerate(view.clauses) if n >= number or c.of("money"))
    yield Candidate("verdict.amount", moves, 6.8, frozenset({judged.value}), keys=keys, place=float(judged.start))


def _of_ai(view: View, token: Token) -> bool:
    """Whether an amount is for AI: the word stands behind it in its clause, or right before; with a budget at hand an outlay is enough."""
    clause: Clause = view.clause(view.place_of[token.value])
    if any(
        t.kind in ("budget", "marketing", "aibudget") and abs(t.start - token.end) < 4
        for t in clause.tokens
        if t.kind != "aibudget"
    ):
        return False
    if any(t.kind in ("ai", "aibudget") for t in clause.tokens):
        return True
    return (
        view.known
        and bool(clause.of("spends", "setto"))
        and not clause.of("budget", "marketing")
        and view.has("max", "range", "over", "above")
    )
