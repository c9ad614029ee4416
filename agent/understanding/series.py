"""Several figures in a row that belong together: weights for all layers, spending by quarter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from agent.dialogue.moves import As, Ask, Correct, Goal, Tell
from agent.understanding import topping
from agent.understanding.candidates import Candidate
from agent.understanding.clauses import Clause
from agent.understanding.money_roles import day_near, paying
from agent.understanding.tokens import Token
from agent.understanding.view import View
from tools.figures.model import Relation

#: Marks that may stand between the members of a row.
_BETWEEN = frozenset({",", ":", "and"})


def candidates(view: View) -> Iterator[Candidate]:
    yield from _weights(view)
    yield from _spent_by_day(view)
    yield from _spent_again(view)
    yield from _spent_listed(view)
    yield from _spent_by_question(view)
    yield from _said_and_meant(view)


def rows(view: View) -> Iterator[list[int]]:
    """Places of relative figures that stand side by side."""
    row: list[int] = []
    for n, token in enumerate(view.stream.spots):
        if token.kind in ("pct", "num", "frac"):
            row.append(n)
        elif token.kind not in _BETWEEN:
            if len(row) > 1:
                yield row
            row = []
    if len(row) > 1:
        yield row


#: All of a question for the parts of a row that was just told: 各是多少, "amounts?", "what does each get".
_EACH_OF_THEM = frozenset({"each", "howmuch", "is", "give", "that", "ne", "toget", "and", "what", "per", "at", "now"})


def _each_asked(view: View) -> Iterator[Candidate]:
    """What each gets, behind a row of weights."""
    for number, clause in enumerate(() if view.known else view.clauses):
        kinds = {t.kind for t in clause.tokens}
        if kinds <= _EACH_OF_THEM and "howmuch" in kinds and "each" in kinds:
            ask = Ask(goal=Goal.SPLIT)
            yield Candidate(
                "weights.asked", (ask,), 5.0, keys=frozenset({f"ask{number}"}), place=float(clause.tokens[0].start)
            )


_NOT_BY = re.compile(
    r"(?:不按|不用|不照|不要|不是|别按|唔跟|唔按|不跟|不走|\bnot|instead of|rather than|forget|drop|skip|without)(?:文章|来源|原文|标准|着|的|那个|the|by|using|use|at|on|article's|usual|standard|source's|[ ])*$"
)


def given_up(view: View) -> frozenset[str]:
    """The figures of the source's own row, where it is named only to be left: 不按10:5:3, "not 10:5:3 but 3:2:1"."""
    found = [[view.stream.spots[n] for n in row] for row in rows(view)]
    left = [
        row
        for row in found
        if {t.value for t in row} <= _source_row(view) and _NOT_BY.search(view.stream.plain[: row[0].start])
    ]
    return frozenset(t.value for row in left for t in row) if len(found) > len(left) else frozenset()


def _kept(view: View) -> list[list[int]]:
    """The rows of a message without the source's where that is left."""
    left = given_up(view)
    return [row for row in rows(view) if not {view.stream.spots[n].value for n in row} <= left]


def _source_row(view: View) -> frozenset[str]:
    """The figures that are a layer's share in the source, or its number in the ratio of the shares."""
    shares = {layer.share.value for layer in view.framework.layers if layer.share is not None}
    return frozenset(fig for fig, f in view.stream.figures.items() if f.low in shares)


def _layers_of(view: View, figs: Sequence[str], named: tuple[str, ...]) -> tuple[str, ...]:
    """The layers that a row is for: those named, the one left unnamed last, or all in the framework's order; none where it is no own split."""
    weights = all(view.figure(f).relation is Relation.WEIGHT for f in figs)
    own = any(c.of("own") for c in view.clauses)
    if own and weights and len(named) == len(figs) - 1:
        named = (*named, *(x for x in view.layers if x not in named))
    if len(named) == len(figs):
        return named
    return view.layers if (own or weights) and not named else ()


def _over_phases(view: View, figs: Sequence[str], named: Sequence[str], sentence: Iterable[Clause]) -> Candidate | None:
    """三個階段依4:3:2分配: a row over the phases, where no layer is named."""
    if named or not any(c.of("phase", "phases") for c in sentence):
        return None
    counted = [
        t.value for t in view.of("count", "num") if t.value not in figs and view.figure(t.value).low == len(figs)
    ]
    ask = Ask(goal=Goal.PHASING, by="part", weights=tuple(figs), echo=" ".join(counted))
    return Candidate("weights.phases", (ask,), 12.0, frozenset((*figs, *counted)), keys=view.ask_keys)


def _weights(view: View) -> Iterator[Candidate]:
    """“60/25/15”, “5:3:2” or “60%, 25% and 15%”: one for each layer, in the order in which the sentence names them.

    A row that names no layers is the framework's order, if it is announced as an own split.
    """
    for row in _kept(view):
        figs = [view.stream.spots[n].value for n in row]
        clause = view.clause(row[0])
        sentence = view.sentence(clause)
        named = tuple(dict.fromkeys(v for c in sentence for v in c.values("layer")))
        if len(row) != len(view.layers) or any(c.of("claim", "source", "order", "per") for c in sentence):
            continue
        if phased := _over_phases(view, figs, named, sentence):
            yield phased
            continue
        layers = _layers_of(view, figs, named)
        if not layers:
            continue
        moves = tuple(Tell(fig=f, as_=As.WEIGHT, of=layer) for f, layer in zip(figs, layers, strict=True))
        start = float(view.stream.spots[row[0]].start)
        yield Candidate("weights.row", moves, 3.4 * len(row), frozenset(figs), place=start)
        yield from _each_asked(view)


def _spent_by_day(view: View) -> Iterator[Candidate]:
    """“20k in Q1 and 30k in Q2” behind a word of spending: each is spent, of the layer named before it."""
    spots = view.stream.spots
    for fig, place in view.place_of.items():
        token, clause = spots[place], view.clause(place)
        if (
            token.kind not in ("money", "num")
            or clause.of("howmuch", "budget", "marketing")
            or not _day_beside(view, place)
        ):
            continue
        before = view.before(place, ("spent", "budget", "marketing", "aibudget"))
        if before is None or before.kind != "spent" or (clause.of("spent") and not _earlier_figure(view, place)):
            continue
        layer = view.before(place, ("layer",))
        move = Tell(fig=fig, as_=As.SPENT, of=layer.value if layer is not None else "", when=_day(view, place))
        yield Candidate("spend.by_day", (move,), 3.6, frozenset({fig}), place=float(token.start))


def _spent_listed(view: View) -> Iterator[Candidate]:
    """“We paid $60k for tactical and $30k for capability”: every amount beside a layer behind a word of spending."""
    spots = view.stream.spots
    for fig, place in view.place_of.items():
        token, clause = spots[place], view.clause(place)
        behind = spots[place + 1] if place + 1 < clause.end else None
        before = view.before(place, ("spent", "budget", "marketing", "aibudget"))
        if (
            token.kind != "money"
            or behind is None
            or behind.kind != "layer"
            or before is None
            or before.kind != "spent"
        ):
            continue
        if _earlier_figure(view, place):
            move = Tell(fig=fig, as_=As.SPENT, of=behind.value, when=day_near(view, place))
            yield Candidate("spend.each", (move,), 3.6, frozenset({fig}), place=float(token.start))


def _spent_again(view: View) -> Iterator[Candidate]:
    """“And another 60k last week”, behind money that was spent."""
    current = view.state.current
    if current is None or not current.spends or len(view.stream.figures) != 1:
        return
    fig, place = next(iter(view.place_of.items()))
    token, clause = view.stream.spots[place], view.clause(place)
    more = clause.of("pair", "add") or (place and view.stream.spots[place - 1].kind in ("and", "also", "sum"))
    if (
        token.kind != "money"
        or not more
        or clause.of("budget", "marketing", "whatif", "setto", "spent", "wrong", "layers")
    ):
        return
    if topping.granted(view, token):
        return
    last = current.spends[-1]
    project = next(iter(clause.values("project")), "")  # "also $12k on training": of the layer that pays for it
    of = next(iter(clause.values("layer")), "") or paying(view, project) or last.subject
    move = Tell(fig=fig, as_=As.SPENT, of=of, when=day_near(view, place), label=project)
    yield Candidate("spend.again", (move,), 4.6, frozenset({fig}), place=float(token.start))


def _spent_by_question(view: View) -> Iterator[Candidate]:
    """“Tactical: $45k in Q1. On pace?”: a dated amount of a layer, and a question for what was spent."""
    if not view.known or not view.has("pace", "left", "over"):
        return
    for fig, place in view.place_of.items():
        token, clause = view.stream.spots[place], view.clause(place)
        layer = view.before(place, ("layer",), most=4)
        if (
            token.kind == "money"
            and layer is not None
            and _day(view, place)
            and not clause.of("spent", "spends", "budget")
        ):
            move = Tell(fig=fig, as_=As.SPENT, of=layer.value, when=_day(view, place))
            yield Candidate("spend.asked", (move,), 3.6, frozenset({fig}), place=float(token.start))


def _said_and_meant(view: View) -> Iterator[Candidate]:
    """“I said 2 but meant 3 million”: the first repeats what was told, the second sets it right."""
    current = view.state.current
    if current is None or not current.told or len(view.place_of) != 2 or not view.has("wrong"):
        return
    (one, first), (two, second) = view.place_of.items()
    spots = view.stream.spots
    if (
        spots[second].kind != "money"
        or spots[first].kind not in ("money", "num")
        or not any(t.kind == "wrong" for t in spots[first:second])
    ):
        return
    fact = next(reversed(current.told.values()))
    told, value = view.amount_of(fact), view.figure(one).low
    if told is None or not value or (told / value).normalize().as_tuple().digits != (1,):
        return
    target = next((fig for fig, f in view.state.figures.items() if f == fact), fact)
    keys = frozenset({f"ask{view.number(n)}" for n in (first, second)})
    yield Candidate(
        "correct.said",
        (Correct(target=target, to=two, echo=one),),
        9.5,
        frozenset({one, two}),
        keys=keys,
        place=float(spots[first].start),
    )


def _beside(view: View, place: int) -> Iterator[Token]:
    spots = view.stream.spots
    for m in (place - 1, place + 1):
        if 0 <= m < len(spots):
            yield spots[m]


def _day_beside(view: View, place: int) -> bool:
    return any(t.kind == "day" for t in _beside(view, place))


def _day(view: View, place: int) -> str:
    return next((t.value for t in _beside(view, place) if t.kind == "day"), day_near(view, place))


def _earlier_figure(view: View, place: int) -> bool:
    """Whether the word of spending has a figure of its own before this one."""
    for n in range(place - 1, -1, -1):
        token = view.stream.spots[n]
        if token.kind == "spent":
            return False
        if token.is_figure:
            return True
    return False
