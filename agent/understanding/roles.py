"""What each figure may be: candidates of the patterns, of KPIs, and, where nothing else was said, of the conversation."""

from __future__ import annotations

from collections.abc import Iterator

from agent.dialogue.moves import As, Ask, Correct, Goal, Move, Op, Suppose, Tell
from agent.dialogue.names import AI, MARKETING
from agent.understanding import follow, kpi_roles, series, wants
from agent.understanding.candidates import Candidate
from agent.understanding.clauses import Clause
from agent.understanding.money_roles import ROLES, period, told_like, too_small
from agent.understanding.pairs import PAIR_ROLES
from agent.understanding.rules import hits, rules
from agent.understanding.sense import leaning, sensible
from agent.understanding.tokens import KPIS, Token
from agent.understanding.view import View
from tools.figures.model import Relation
from tools.parameters import Measure

#: Words beside an amount that tell what it is; an amount without any is not taken for a budget where a verb is unknown.
_SAYING = frozenset(
    "budget marketing ai aibudget spends spent whatif setto with other turnover keep layer layers".split()
)


def candidates(view: View) -> Iterator[Candidate]:
    """Every role that a figure of the message may have."""
    yield from _patterns(view)
    yield from kpi_roles.candidates(view)
    yield from wants.candidates(view)
    yield from kpi_roles.nothing_known(view)
    yield from series.candidates(view)
    yield from follow.candidates(view)
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
            and hit.rule.role in ("pair", "product", "figures_ratio", "figures_diff", "unit_pair")
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
        if view.lacks & {"budget", "budget.marketing"} and token.kind == "money":
            clause = view.clause(place)
            of = AI if clause.of("ai", "aibudget") else MARKETING
            yield Candidate("expect.budget", (Tell(fig=fig, as_=As.BUDGET, of=of),), 2.4, figs, place=start)
        if "team" in view.lacks and token.kind in ("num", "people", "count"):
            yield Candidate("expect.team", (Tell(fig=fig, as_=As.COUNT, of="team"),), 2.6, figs, place=start)


def _asked_about(view: View) -> Iterator[Candidate]:
    """A figure inside a question: "did output double?", "and 10%?" behind a verdict."""
    judged = any(a.goal is Goal.VERDICT for a in view.state.last_asks())
    for fig, place in view.place_of.items():
        token, clause = view.stream.spots[place], view.clause(place)
        figs, keys, start = frozenset({fig}), frozenset({f"ask{view.number(place)}"}), float(token.start)
        if token.kind == "pct" and judged and len(view.stream.spots) <= 6 and not view.known:
            yield Candidate(
                "follow.verdict", (Ask(goal=Goal.VERDICT, about=(fig,)),), 4.5, figs, keys=keys, place=start
            )
        if token.kind == "mult" and clause.of("short"):
            # "How far off doubling are we?": the threshold named again.
            kpi = clause.values("kmult") or tuple(v for c in view.clauses for v in c.values("kmult"))
            kpi = kpi or tuple(k for k, x in view.kpis.items() if x.measure is Measure.MULTIPLE)
            move = Ask(goal=Goal.SHORT, about=kpi[:1], phase=view.phase_of(kpi[0]), echo=fig)
            yield Candidate("kpi.short_of", (move,), 8.0, figs, keys=keys, place=start)
        asked = clause.asked or any(not view.stream.text[t.start].isascii() for t in clause.of("is"))
        if token.kind == "mult" and asked and clause.of("is"):
            kpi = clause.values("kmult") or tuple(v for c in view.clauses for v in c.values("kmult"))
            counted = any(c.of("count", "kmult") and c.start < clause.start for c in view.clauses)
            if kpi and counted:
                move = Ask(goal=Goal.GATE, about=kpi[:1], phase=view.phase_of(kpi[0]))
                yield Candidate("kpi.doubled", (move,), 5.6, figs, keys=keys, place=start)


def _default(view: View) -> Iterator[Candidate]:
    """A figure that no word speaks of: the unit first, then what the talk was about last. Never a second budget beside a first."""
    for fig, place in view.place_of.items():
        token, clause = view.stream.spots[place], view.clause(place)
        figs, start = frozenset({fig}), float(token.start)
        figure = view.figure(fig)
        if token.kind == "money" and figure.relation is not Relation.WEIGHT:
            yield from _default_money(view, token, place, clause)
        elif token.kind == "pct" and view.known and not view.kpi_in_message and not clause.of("layer"):
            bare = len(view.stream.spots) <= 5
            if bare and view.state.current is not None and view.state.current.share:
                yield Candidate("default.share", (Suppose(fig=fig, op=Op.SHARE, of=AI),), 1.6, figs, place=start)
            elif bare and clause.of("whatif", "with", "ne", "setto"):
                yield Candidate("default.share", (Suppose(fig=fig, op=Op.SHARE, of=AI),), 1.2, figs, place=start)
        elif clause.of("wrong") and (target := told_like(view, token)) and not too_small(view, token, target):
            yield Candidate("default.correct", (Correct(target=target, to=fig),), 2.2, figs, place=start)


def _default_money(view: View, token: Token, place: int, clause: Clause) -> Iterator[Candidate]:
    fig, figs, start = token.value, frozenset({token.value}), float(token.start)
    figure = view.figure(fig)
    value = figure.low if figure.low is not None else figure.high
    if value is not None and abs(value) < 1000:
        return
    unknown = [t for t in clause.tokens if t.kind == "word" and t.end - t.start > 3]
    chars = [t for t in clause.tokens if t.kind == "char"]
    odd = (
        len(unknown) > 1 or len(chars) > 4 or bool(clause.of("other", "turnover", "staff_cost", "keep", "spent", *KPIS))
    )
    own = range(clause.start, clause.end)
    asked = clause.of("howmuch", "what") and clause.of("layer") and not view.has("spent")
    beside = [view.stream.spots[n] for n in (place - 1, place + 1) if n in own and view.stream.spots[n].kind == "layer"]
    joined = place > 1 and view.stream.spots[place - 2].kind == "and"
    if beside and not asked and not clause.of("howmuch", "diff") and (joined or not clause.of("spent")):
        if any(c.of("spent") for c in view.clauses if c.start <= clause.start):
            move = Tell(fig=fig, as_=As.SPENT, of=beside[0].value)
            yield Candidate("spend.listed", (move,), 3.6, figs, place=start)
        return
    if view.known:
        if value is not None and value < 0 and len(view.stream.spots) <= 6:
            yield Candidate("default.sub", (Suppose(fig=fig, op=Op.SUB),), 2.6, figs, place=start)
            return
        if not odd and not clause.of("spent", "layer") and len(view.stream.spots) <= 6:
            yield Candidate("default.set", (Suppose(fig=fig, op=Op.SET),), 1.5, figs, place=start)
        return
    if (
        clause.of("sum", "diff", "rest", "sub", "ratio", "share")
        and len(clause.of("money")) > 1
        and not view.has("layer", "layers", "budget", "marketing")
    ):
        return
    earlier = [t for c in view.clauses for t in c.of("money") if t.start < token.start]
    named = view.scenario(place)
    joined = clause.of("or", "and", "pair", "each", "compare") or any(
        c.of("pair", "each", "or", "compare") for c in view.clauses
    )
    before = next((c for c in reversed(view.clauses) if c.start < clause.start), None)
    if (
        before is not None
        and (before.of("spent") or (before.of("day") and before.of("layer")))
        and before.of("money")
        and clause.of("day", "layer")
        and not clause.of("budget", "marketing")
    ):
        layers = clause.values("layer") or before.values("layer")
        day = clause.values("day")
        move = Tell(fig=fig, as_=As.SPENT, of=layers[0] if layers else "", when=day[0] if day else "")
        yield Candidate("spend.carried", (move,), 3.0, figs, place=start)
    said = clause.of("budget", "marketing", "ai", "aibudget", "spends", "split", "layers")
    if odd or (earlier and not named and not joined) or ((unknown or len(chars) > 2) and not said and not named):
        return
    name = named or (_letter(view, place) if joined and _several(view) else "")
    of = AI if clause.of("aibudget") else MARKETING
    score = 1.8 if view.has("layer", "layers", "split", "budget", "max", "min") else 1.3
    yield Candidate(
        "default.budget",
        (Tell(fig=fig, as_=As.BUDGET, of=of, in_=name, per=period(view, fig, place)),),
        score + (0.6 if named else 0.0),
        figs,
        place=start,
    )


def _several(view: View) -> bool:
    return sum(1 for t in view.stream.spots if t.kind == "money") > 1


def _letter(view: View, place: int) -> str:
    """A letter for one of several amounts that nobody named."""
    order = [n for n, t in enumerate(view.stream.spots) if t.kind == "money"]
    return chr(ord("A") + order.index(place)) if place in order and len(order) < 9 else ""
