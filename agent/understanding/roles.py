"""What each figure may be: candidates of the patterns, of KPIs, and, where nothing else was said, of the conversation."""

from __future__ import annotations

from collections.abc import Iterator

from agent.dialogue.moves import As, Correct, Move, Op, Suppose, Tell
from agent.dialogue.names import AI, MARKETING
from agent.understanding import kpi_roles
from agent.understanding.candidates import Candidate
from agent.understanding.clauses import Clause
from agent.understanding.money_roles import ROLES, told_like
from agent.understanding.rules import Hit, hits, rules
from agent.understanding.tokens import Token
from agent.understanding.view import View
from tools.figures.model import Relation

#: Words beside an amount that tell what it is; an amount without any is not taken for a budget where a verb is unknown.
_SAYING = frozenset("budget marketing ai aibudget spends spent whatif setto with other turnover keep layer layers".split())


def candidates(view: View) -> Iterator[Candidate]:
    """Every role that a figure of the message may have."""
    yield from _patterns(view)
    yield from kpi_roles.candidates(view)
    yield from _expected(view)
    yield from _default(view)


def _patterns(view: View) -> Iterator[Candidate]:
    for hit in hits(rules("figures"), view.stream):
        place = hit.caught.get("F")
        if place is None:
            continue
        token = view.stream.spots[place]
        moves = ROLES[hit.rule.role](view, hit, token, place)
        if not moves or not _sensible(view, hit, token, place):
            continue
        figs = {token.value} | ({g.value} if (g := hit.token(view.stream, "G")) and hit.rule.role in ("pair", "product") else set())
        takes = frozenset(n for n in range(hit.start, hit.end) if not view.stream.spots[n].is_figure)
        distance = 0.05 * (hit.end - hit.start - 2)
        yield Candidate(
            hit.rule.name, moves, hit.rule.score + _context(view, hit, place) - distance, frozenset(figs) | _used(view, moves), takes,
            frozenset({f"ask{view.number(place)}"}) if hit.rule.role in ("verdict", "source", "want") else frozenset(), float(token.start),
        )  # fmt: skip


def _used(view: View, moves: tuple[Move, ...]) -> frozenset[str]:
    """Other figures that a question of the moves uses."""
    found = set()
    for move in moves:
        for name in (*getattr(move, "about", ()), getattr(move, "at", "")):
            if name in view.stream.figures:
                found.add(name)
    return frozenset(found)


def _sensible(view: View, hit: Hit, token: Token, place: int) -> bool:
    """Rules of sense: a rate needs another currency, a supposition a budget, a correction something told."""
    role, clause = hit.rule.role, view.clause(place)
    figure = view.figure(token.value)
    value = figure.low if figure.low is not None else figure.high
    if role == "rate":
        named = any(c.of("cur") for c in view.clauses) or bool(figure.per) or bool(clause.of("rate"))
        return value is not None and 0 < value < 1000 and (named or "rate" in view.lacks)
    if role == "pair":
        return value is not None and value < 1000
    if role in ("change", "hire") and not (view.known or view.has("money") or view.state.counts):
        return False
    if role == "change" and clause.of("klevel", "kchange", "kmult", "use"):
        return False
    if role == "budget" and value is not None and (value < 100 or clause.of("claim")):
        return False
    if role == "weight":
        return _weighing(view, clause)
    if role in ("correct", "back"):
        return bool(view.state.figures)
    return True


def _weighing(view: View, clause: Clause) -> bool:
    """Own weights are announced, or come for every layer."""
    sentence = view.sentence(clause)
    announced = any(c.of("own") for c in view.clauses)
    pairs = {v for c in sentence for v in c.values("layer") if c.of("pct", "num")}
    if any(c.of("claim", "source", "order", "verdict") for c in sentence):
        return False
    return announced or len(pairs) >= len(view.layers) or (len(pairs) == len(view.layers) - 1 and any(c.of("rest") for c in view.clauses))


def _context(view: View, hit: Hit, place: int) -> float:
    """What the clause and the talk add to a role."""
    role, clause = hit.rule.role, view.clause(place)
    added = 0.0
    if role == "budget":
        added -= 2.5 if clause.of("other", "turnover") and not clause.of("marketing", "ai") else 0.0
        added -= 1.0 if clause.of("spent") else 0.0
        added += 0.5 if {"budget"} & view.lacks else 0.0
        added -= 0.6 if view.known and clause.of("whatif", "ne") and not view.scenario(place) else 0.0
        figs = [t for t in clause.of("money")]
        added += 0.3 if view.scenario(place) or len(figs) == 1 else 0.0
    elif role == "set":
        added += 0.4 if view.known else -0.4
    elif role == "rate":
        added += 1.0 if "rate" in view.lacks else 0.0
    elif role == "weight":
        added += 1.5 if any(c.of("own") for c in view.clauses) else 0.6
    elif role == "share":
        added -= 0.8 if clause.of("layer") else 0.0
    elif role == "change":
        added -= 0.6 if clause.of("spent") else 0.0
    return added


# -- what the conversation expects -----------------------------------------------------------------------------------------------------------


def _expected(view: View) -> Iterator[Candidate]:
    """What was asked for: a rate, a budget, the number of people."""
    for fig, place in view.place_of.items():
        token, start = view.stream.spots[place], float(view.stream.spots[place].start)
        figs = frozenset({fig})
        if "rate" in view.lacks and token.kind in ("num", "mult") :
            yield Candidate("expect.rate", (Tell(fig=fig, as_=As.RATE),), 3.2, figs, place=start)
        if view.lacks & {"budget", "budget.marketing"} and token.kind == "money":
            clause = view.clause(place)
            of = AI if clause.of("ai", "aibudget") else MARKETING
            yield Candidate("expect.budget", (Tell(fig=fig, as_=As.BUDGET, of=of),), 2.4, figs, place=start)
        if "team" in view.lacks and token.kind in ("num", "people", "count"):
            yield Candidate("expect.team", (Tell(fig=fig, as_=As.COUNT, of="team"),), 2.6, figs, place=start)


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
        elif clause.of("wrong") and (target := told_like(view, token)):
            yield Candidate("default.correct", (Correct(target=target, to=fig),), 2.2, figs, place=start)


def _default_money(view: View, token: Token, place: int, clause: Clause) -> Iterator[Candidate]:
    fig, figs, start = token.value, frozenset({token.value}), float(token.start)
    figure = view.figure(fig)
    value = figure.low if figure.low is not None else figure.high
    if value is not None and value < 1000:
        return
    unknown = [t for t in clause.tokens if t.kind == "word" and t.end - t.start > 3]
    chars = [t for t in clause.tokens if t.kind == "char"]
    odd = len(unknown) > 1 or len(chars) > 4 or bool(clause.of("other", "turnover", "staff_cost"))
    if view.known:
        if not odd and not clause.of("spent", "layer") and len(view.stream.spots) <= 6:
            yield Candidate("default.set", (Suppose(fig=fig, op=Op.SET),), 1.5, figs, place=start)
        return
    earlier = [t for c in view.clauses for t in c.of("money") if t.start < token.start]
    named = view.scenario(place)
    joined = clause.of("or", "and", "pair", "each", "compare") or any(c.of("pair", "each", "or", "compare") for c in view.clauses)
    if odd or (earlier and not named and not joined):
        return
    name = named or (_letter(view, place) if joined and _several(view) else "")
    of = AI if clause.of("aibudget") else MARKETING
    score = 1.8 if view.has("layer", "layers", "split", "budget", "max", "min") else 1.3
    yield Candidate("default.budget", (Tell(fig=fig, as_=As.BUDGET, of=of, in_=name),), score + (0.6 if named else 0.0), figs, place=start)


def _several(view: View) -> bool:
    return sum(1 for t in view.stream.spots if t.kind == "money") > 1


def _letter(view: View, place: int) -> str:
    """A letter for one of several amounts that nobody named."""
    order = [n for n, t in enumerate(view.stream.spots) if t.kind == "money"]
    return chr(ord("A") + order.index(place)) if place in order and len(order) < 9 else ""


