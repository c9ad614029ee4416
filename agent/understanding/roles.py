"""What each figure may be: candidates of the patterns, of KPIs, and, where nothing else was said, of the conversation."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from agent.dialogue.moves import As, Ask, Correct, Goal, Move, Op, Suppose, Tell
from agent.dialogue.names import AI, MARKETING
from agent.understanding import (
    accounts,
    actuals,
    amending,
    asserted,
    balances,
    beside,
    bookings,
    both,
    branded,
    carved,
    cases,
    committing,
    counted,
    disputes,
    dividing,
    due,
    exceeding,
    follow,
    kpi_roles,
    measuring,
    milestones,
    offers,
    opinions,
    orders,
    outlays,
    own_lines,
    owning,
    pairs,
    partly,
    payees,
    permits,
    places,
    plans,
    pointing,
    portions,
    purposes,
    quoting,
    reclassing,
    remainders,
    reposting,
    revoking,
    schedules,
    series,
    settling,
    shown,
    spreads,
    standings,
    summed,
    this_year,
    to_date,
    topping,
    versions,
    wants,
    waves,
)
from agent.understanding.candidates import Candidate
from agent.understanding.clauses import Clause
from agent.understanding.money_roles import ROLES, not_marketing, period
from agent.understanding.pairs import PAIR_ROLES
from agent.understanding.rules import hits, rules
from agent.understanding.sense import (
    far_too_small,
    for_layer,
    leaning,
    moves_by,
    of_a_layer,
    of_ai,
    of_months,
    sensible,
)
from agent.understanding.tokens import KPIS, Token
from agent.understanding.told import told_like, too_small
from agent.understanding.view import View
from tools.figures.model import Relation
from tools.parameters import Measure

#: Words beside an amount that tell what it is; an amount without any is not taken for a budget where a verb is unknown.
_SAYING = frozenset(
    "budget marketing ai aibudget spends spent whatif setto with other turnover keep layer layers".split()
)


#: What reads figures, each kind in a module of its own; of two that read the same the better score counts, not the order.
_KINDS = (
    kpi_roles,
    wants,
    pairs,
    series,
    amending,
    follow,
    waves,
    plans,
    spreads,
    owning,
    asserted,
    beside,
    measuring,
    milestones,
    places,
    portions,
    remainders,
    outlays,
    balances,
    standings,
    offers,
    quoting,
    settling,
    partly,
    payees,
    permits,
    purposes,
    shown,
    summed,
    topping,
    revoking,
    both,
    carved,
    disputes,
    branded,
    reclassing,
    committing,
    to_date,
    dividing,
    this_year,
    counted,
    pointing,
    opinions,
    actuals,
    orders,
    accounts,
    bookings,
    own_lines,
    reposting,
    schedules,
    exceeding,
    due,
    cases,
    versions,
)


def candidates(view: View) -> Iterator[Candidate]:
    """Every role that a figure of the message may have."""
    yield from _patterns(view)
    for kind in _KINDS:
        yield from kind.candidates(view)
    yield from kpi_roles.nothing_known(view)
    yield from _expected(view)
    yield from _asked_about(view)
    yield from _default(view)


def _patterns(view: View) -> Iterator[Candidate]:
    for hit in hits(rules("figures"), view.stream):
        place = hit.caught.get("F")
        if place is None:
            continue
        token = view.stream.spots[place]
        moves = (ROLES.get(hit.rule.role) or PAIR_ROLES[hit.rule.role])(view, hit, token, place)
        if not moves or not sensible(view, hit, token, place):
            continue
        figs = {token.value} | (
            {g.value}
            if (g := hit.token(view.stream, "G"))
            and hit.rule.role in ("pair", "product", "figures_ratio", "figures_diff", "unit_pair", "not_that")
            else set()
        )
        takes = frozenset(n for n in range(hit.start, hit.end) if not view.stream.spots[n].is_figure)
        distance = 0.05 * (hit.end - hit.start - 2)
        yield Candidate(
            hit.rule.name, moves, hit.rule.score + leaning(view, hit, place) - distance, frozenset(figs) | _used(view, moves), takes,
            frozenset({f"ask{view.number(place)}"}) if hit.rule.role in ("verdict", "source", "want", "share_here", "figures_ratio", "figures_diff") or (hit.rule.role == "claim" and len(moves) > 1) else frozenset(), float(token.start),
        )  # fmt: skip


def _used(view: View, moves: tuple[Move, ...]) -> frozenset[str]:
    """Other figures that a question of the moves uses."""
    found = set()
    for move in moves:
        for name in (*getattr(move, "about", ()), getattr(move, "at", "")):
            if name in view.stream.figures:
                found.add(name)
    return frozenset(found)


# -- what the conversation expects -----------------------------------------------------------------------------------------------------------


def _expected(view: View) -> Iterator[Candidate]:
    """What was asked for: a rate, a budget, the number of people."""
    for fig, place in view.place_of.items():
        token, start = view.stream.spots[place], float(view.stream.spots[place].start)
        figs = frozenset({fig})
        if "rate" in view.lacks and token.kind in ("num", "mult"):
            yield Candidate("expect.rate", (Tell(fig=fig, as_=As.RATE),), 3.2, figs, place=start)
        if view.lacks & {"budget", "budget.marketing"} and token.kind == "money" and not view.has("spent"):
            clause = view.clause(place)
            of = AI if clause.of("ai", "aibudget") else MARKETING
            yield Candidate("expect.budget", (Tell(fig=fig, as_=As.BUDGET, of=of),), 2.4, figs, place=start)
        if "team" in view.lacks and token.kind in ("num", "people", "count"):
            yield Candidate("expect.team", (Tell(fig=fig, as_=As.COUNT, of="team"),), 2.6, figs, place=start)


def _asked_about(view: View) -> Iterator[Candidate]:
    """A figure inside a question: "did output double?", "and 10%?" behind a verdict."""
    judged = any(a.goal is Goal.VERDICT for a in view.state.last_asks())
    short = len(view.stream.spots) <= 6 and not view.known
    for fig, place in view.place_of.items():
        token, clause = view.stream.spots[place], view.clause(place)
        found: tuple[str, Ask, float] | None = None
        if token.kind == "pct" and judged and short:
            found = "follow.verdict", Ask(goal=Goal.VERDICT, about=(fig,)), 4.5
        elif token.kind == "mult":
            found = _of_a_multiple(view, fig, clause)
        if found is not None:
            name, ask, score = found
            keys = frozenset({f"ask{view.number(place)}"})
            yield Candidate(name, (ask,), score, frozenset({fig}), keys=keys, place=float(token.start))


def _of_a_multiple(view: View, fig: str, clause: Clause) -> tuple[str, Ask, float] | None:
    """“How far off doubling are we?” names the threshold again; "did output double?" asks for its gate."""
    kpi = clause.values("kmult") or tuple(v for c in view.clauses for v in c.values("kmult"))
    if clause.of("short"):
        kpi = kpi or tuple(k for k, x in view.kpis.items() if x.measure is Measure.MULTIPLE)
        ask = Ask(goal=Goal.SHORT, about=kpi[:1], phase=view.phase_of(kpi[0]) if kpi else "", echo=fig)
        return "kpi.short_of", ask, 8.0
    asked = clause.asked or any(not view.stream.text[t.start].isascii() for t in clause.of("is"))
    counted = any(c.of("count", "kmult") and c.start < clause.start for c in view.clauses)
    if not kpi or not counted or not asked or not clause.of("is"):
        return None
    return "kpi.doubled", Ask(goal=Goal.GATE, about=kpi[:1], phase=view.phase_of(kpi[0])), 5.6


def _default(view: View) -> Iterator[Candidate]:
    """A figure that no word speaks of: the unit first, then what the talk was about last. Never a second budget beside a first."""
    for fig, place in view.place_of.items():
        token, clause = view.stream.spots[place], view.clause(place)
        figs, start = frozenset({fig}), float(token.start)
        figure = view.figure(fig)
        if token.kind == "money" and figure.relation is not Relation.WEIGHT:
            yield from _default_money(view, token, place, clause)
        elif token.kind == "pct" and view.known and not view.kpi_in_message and not clause.of("layer"):
            bare = len(view.stream.spots) <= 5 and not moves_by(view, token, clause)
            if bare and view.state.current is not None and view.state.current.share:
                yield Candidate("default.share", (Suppose(fig=fig, op=Op.SHARE, of=AI),), 1.6, figs, place=start)
            elif bare and clause.of("whatif", "with", "ne", "setto"):
                yield Candidate("default.share", (Suppose(fig=fig, op=Op.SHARE, of=AI),), 1.2, figs, place=start)
        elif clause.of("wrong") and (target := told_like(view, token)) and not too_small(view, token, target):
            yield Candidate("default.correct", (Correct(target=target, to=fig),), 2.2, figs, place=start)


def _default_money(view: View, token: Token, place: int, clause: Clause) -> Iterator[Candidate]:
    """An amount that no word speaks of: spent, where the words around were of spending; another budget, where one is at hand; a budget."""
    value = _size(view, token)
    if (value is not None and abs(value) < 1000) or for_layer(view, token) or of_a_layer(view, token, clause):
        return
    if (layer := _layer_beside(view, place, clause)) is not None:
        if any(c.of("spent") for c in view.clauses if c.start <= clause.start):
            day = view.nearest(place, ("day",))
            move = Tell(fig=token.value, as_=As.SPENT, of=layer.value, when=day.value if day is not None else "")
            yield Candidate("spend.listed", (move,), 3.6, frozenset({token.value}), place=float(token.start))
        return
    if view.known:
        yield from _another(view, token, clause, value)
        return
    several = len(clause.of("money")) > 1 and clause.of("sum", "diff", "rest", "sub", "ratio", "share")
    if several and not view.has("layer", "layers", "budget", "marketing"):
        return
    yield from _spent_on(view, token, clause)
    yield from _first_budget(view, token, place, clause)


def _size(view: View, token: Token) -> Decimal | None:
    figure = view.figure(token.value)
    return figure.low if figure.low is not None else figure.high


def _odd(clause: Clause) -> bool:
    """Whether a clause speaks of something that is no plan, in words that nobody knows."""
    unknown = [t for t in clause.tokens if t.kind == "word" and t.end - t.start > 3]
    other = clause.of("other", "turnover", "staff_cost", "keep", "spent", *KPIS)
    return bool(other) or (not clause.of("granted") and (len(unknown) > 1 or len(clause.of("char")) > 4))


def _layer_beside(view: View, place: int, clause: Clause) -> Token | None:
    """The layer right beside an amount that is told, not asked about."""
    spots = view.stream.spots
    if clause.of("howmuch", "diff") or (clause.of("what") and clause.of("layer") and not view.has("spent")):
        return None
    joined = place > 1 and spots[place - 2].kind == "and"
    if clause.of("spent") and not joined:
        return None
    own = range(clause.start, clause.end)
    return next((spots[n] for n in (place - 1, place + 1) if n in own and spots[n].kind == "layer"), None)


def _another(view: View, token: Token, clause: Clause, value: Decimal | None) -> Iterator[Candidate]:
    """A short message with an amount, where a budget is at hand: that budget taken lower, or another one."""
    if len(view.stream.spots) > 6:
        return
    figs, start = frozenset({token.value}), float(token.start)
    if value is not None and value < 0 and not clause.of("budget", "marketing"):
        yield Candidate("default.sub", (Suppose(fig=token.value, op=Op.SUB),), 2.6, figs, place=start)
    elif not _odd(clause) and not clause.of("spent", "layer") and not far_too_small(view, token, clause):
        yield Candidate("default.set", (Suppose(fig=token.value, op=Op.SET),), 1.5, figs, place=start)


def _spent_on(view: View, token: Token, clause: Clause) -> Iterator[Candidate]:
    """Spending goes on in the next clause: "Q1 20, Q2 25"."""
    before = next((c for c in reversed(view.clauses) if c.start < clause.start), None)
    if before is None or not before.of("money") or not clause.of("day", "layer") or clause.of("budget", "marketing"):
        return
    if before.of("spent") or (before.of("day") and before.of("layer")):
        layers, day = clause.values("layer") or before.values("layer"), clause.values("day")
        move = Tell(fig=token.value, as_=As.SPENT, of=layers[0] if layers else "", when=day[0] if day else "")
        yield Candidate("spend.carried", (move,), 3.0, frozenset({token.value}), place=float(token.start))


def _first_budget(view: View, token: Token, place: int, clause: Clause) -> Iterator[Candidate]:
    """The first amount of a talk is its budget, a further one only with a name or a joining word, and neither beside unknown words."""
    earlier = any(t.start < token.start for c in view.clauses for t in c.of("money"))
    named = view.scenario(place)
    joined = any(c.of("pair", "each", "or", "compare") for c in view.clauses) or bool(clause.of("and"))
    if _odd(clause) or of_months(view, place) or (earlier and not named and not joined):
        return
    if place and view.stream.spots[place - 1].kind in ("add", "sub", "up", "down"):
        return  # "再加10w": more of something that nobody told
    said = clause.of("budget", "marketing", "ai", "aibudget", "spends", "split", "layers", "convert", "granted")
    unknown = any(t.kind == "word" and t.end - t.start > 3 for t in clause.tokens) or len(clause.of("char")) > 2
    if unknown and not said and not named:
        return
    name = named or (_letter(view, place) if joined and _several(view) else "")
    of = AI if clause.of("aibudget") or of_ai(view, place) or not_marketing(view) else MARKETING
    score = 1.8 if view.has("layer", "layers", "split", "budget", "max", "min") else 1.3
    move = Tell(fig=token.value, as_=As.BUDGET, of=of, in_=name, per=period(view, token.value, place))
    yield Candidate(
        "default.budget", (move,), score + (0.6 if named else 0.0), frozenset({token.value}), place=float(token.start)
    )


def _several(view: View) -> bool:
    return sum(1 for t in view.stream.spots if t.kind == "money") > 1


def _letter(view: View, place: int) -> str:
    """A letter for one of several amounts that nobody named."""
    order = [n for n, t in enumerate(view.stream.spots) if t.kind == "money"]
    return chr(ord("A") + order.index(place)) if place in order and len(order) < 9 else ""
