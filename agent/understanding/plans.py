"""Whole messages of plain English that several clauses make together: an own split with a rest, waves of a layer, an outlay that is charged to it, a limit of one's own, a change that is called off.

Each is a candidate for all questions of its sentences, so that no clause of it is answered for itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from agent.dialogue.moves import As, Ask, Goal, Move, Return, Tell
from agent.dialogue.names import AI, LAYERS
from agent.dialogue.replacing import REPLACED
from agent.understanding.candidates import Candidate
from agent.understanding.clauses import Clause
from agent.understanding.slots import last_layer
from agent.understanding.tokens import KPIS, Token
from agent.understanding.view import View

_CHANGES = (
    r"(?:raise|increase|bump|hike|cut|extra|top-up|boost|uplift|addition|reduction|change|haircut|growth|rise|plus)"
)
_CALLED_OFF = re.compile(
    rf"\b(?:forget|scrap|drop|cancel|skip|ignore|reverse|undo|withdraw|kill)(?:ped|led|ed|s)? (?:about )?(?:the|that|this|their|my|our|his|her) (?:\w+ )?{_CHANGES}\b"
    rf"|\b(?:killed|scrapped|cancell?ed|rejected|vetoed|shelved|withdrew|dropped|refused|blocked|reversed|nixed|axed|declined) (?:the|that|this|our|my) (?:\w+ )?{_CHANGES}\b"
    rf"|\b{_CHANGES} (?:\w+ ){{0,2}}(?:off the table|off again|called off|fell through|rejected|refused|cancell?ed|vetoed|shelved|withdrawn|dropped|scrapped|dead|not happening|never happened|turned down|blocked|didn't happen|won't happen|gone again)\b"
)
_ALL_OFF = re.compile(
    r"\b(?:forget|scrap|drop|cancel|ignore|undo|reverse) (?:both|it all|all of (?:it|that|this|them)|everything we (?:changed|supposed|tried)|all (?:the |those |these )?changes|both changes|all (?:the |those )?raises)\b"
)
#: Parts of a whole in figures.
_PARTS = ("pct", "frac", "num")


def candidates(view: View) -> Iterator[Candidate]:
    """What a message says in several clauses."""
    if not view.stream.text.isascii() and any("\u3400" <= c <= "\u9fff" for c in view.stream.text):
        yield from _spent_each(view)  # "已经 spend 了 $55k on tactical, $28k on capability"
        return
    for made in (
        _called_off,
        _spent_each,
        _own_split,
        _waves,
        _charged,
        _over_limit,
        _floor_met,
    ):
        yield from made(view)


def keys_of(view: View, clauses: tuple[Clause, ...]) -> frozenset[str]:
    return frozenset(f"ask{view.clauses.index(c)}" for c in clauses)


def _layers_in(clauses: tuple[Clause, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(v for c in clauses for v in c.values("layer")))


def _value(view: View, token: Token) -> Decimal:
    return view.figure(token.value).low or Decimal(0)


# -- own splits ------------------------------------------------------------------------------------------------------------------------------


def _called_off(view: View) -> Iterator[Candidate]:
    """“Finance killed the bump”, "the cut is off the table": the last supposition or change is taken back."""
    current = view.state.current
    if view.place_of or current is None or not view.state.history:
        return
    before = view.state.scenarios.get(current.comes_from)
    if current.status != "supposed" and (before is None or before.status != REPLACED):
        return
    for clause in view.clauses:
        found = _back_to(view, clause, Return() if before is None else Return(to=before.name))
        if found is not None:
            name, back = found
            layers = clause.values("layer")
            moves: tuple[Move, ...] = (back, Ask(goal=Goal.AMOUNT, about=layers)) if layers else (back,)
            yield Candidate(name, moves, 6.0, keys=keys_of(view, (clause,)), place=float(clause.tokens[0].start))
            return


def _back_to(view: View, clause: Clause, before: Return) -> tuple[str, Return] | None:
    """Where a clause goes back to: the only budget that was told, where all is off, else what was ``before``."""
    text = view.said(clause)
    told = [n for n, s in view.state.scenarios.items() if s.status == "told"]
    if len(told) == 1 and _ALL_OFF.search(text):
        return "plan.all_off", Return(to=_first_of(view, told[0]))
    if _CALLED_OFF.search(text) and not clause.of("back", "howmuch", "whatif"):
        return "plan.called_off", before
    return None


def _first_of(view: View, name: str) -> str:
    """The budget that one which was changed for good, once or several times, began as."""
    scenarios = view.state.scenarios
    while (before := scenarios.get(scenarios[name].comes_from)) is not None and before.status == REPLACED:
        name = before.name
    return name


def _spent_each(view: View) -> Iterator[Candidate]:
    """“$12k on tactical, $8k on strategic have been billed”: amounts that each have their layer behind, and one word of spending for all."""
    spots = view.stream.spots
    amounts = [(n, t) for n, t in enumerate(spots) if t.kind == "money"]
    paid = [(t, layer) for n, t in amounts if (layer := _layer_behind(view, n)) is not None]
    if len(paid) < 2:  # "tactical $31k, capability $27k spent"
        paid = [(t, spots[n - 1]) for n, t in amounts if n and spots[n - 1].kind == "layer"]
    here = {view.clause(view.place_of[t.value]).sentence for t, _ in paid}
    if len(paid) < 2 or len(here) != 1 or len({layer.value for _, layer in paid}) != len(paid):
        return
    sentence = [c for c in view.clauses if c.sentence in here]
    if not any(c.of("spent") for c in sentence) or any(c.of("keep", "max", "min", "whatif") for c in sentence):
        return
    days = _days_of([t for t, _ in paid], sentence)
    moves = tuple(
        Tell(fig=t.value, as_=As.SPENT, of=layer.value, when=day) for (t, layer), day in zip(paid, days, strict=True)
    )
    figs = frozenset(t.value for t, _ in paid)
    yield Candidate("plan.spent_each", moves, 3.7 * len(paid), figs, place=float(paid[0][0].start))


def _days_of(amounts: list[Token], sentence: list[Clause]) -> list[str]:
    """The day of each amount: one for all, or as many as there are amounts, in their order; else none."""
    days = [t.value for clause in sentence for t in clause.of("day")]
    return days if len(days) == len(amounts) else (days if len(days) == 1 else [""]) * len(amounts)


_TOWARDS = re.compile(r"\s*(?:(?:on|into|towards|for|to|in|from|of|out of|under|against|off)\s+)?(?:the\s+|our\s+)?")


def _layer_behind(view: View, place: int) -> Token | None:
    """The layer right behind an amount: "$12k on tactical"."""
    ahead = view.stream.spots[place + 1 : place + 4]
    layer = next((t for t in ahead if t.kind == "layer"), None)
    if layer is None:
        return None
    between = view.stream.plain[view.stream.spots[place].end : layer.start]
    if not between and not view.stream.text[layer.start].isascii():
        return None  # 营销两百万能力层…: the layer begins what follows
    return layer if _TOWARDS.fullmatch(between) else None


def _own_split(view: View) -> Iterator[Candidate]:
    """“Half to tactical, 30% to capability, what is left to strategic”: a part for every layer but one, and the rest for that."""
    weighed = [
        c
        for c in view.clauses
        if len(c.of(*_PARTS)) == 1 and len(c.values("layer")) == 1 and not c.of("claim", "source", "money", *KPIS)
    ]
    named = _layers_in(tuple(weighed))
    resting = [
        c
        for c in view.clauses
        if c.of("rest", "left", "total")
        and len(set(c.values("layer")) - set(named)) == 1
        and not c.of(*_PARTS, "money")
    ]
    if (
        len(named) != len(weighed)
        or len(named) != len(view.layers) - 1
        or len(resting) != 1
        or not (view.known or view.has("money"))
    ):
        return
    figs = [(c.of(*_PARTS)[0], c.values("layer")[0]) for c in weighed]
    sentences = {c.sentence for c in (*weighed, *resting)}
    inside = tuple(c for c in view.clauses if c.sentence in sentences and not c.of("money"))
    moves: tuple[Move, ...] = (*(Tell(fig=t.value, as_=As.WEIGHT, of=layer) for t, layer in figs), Ask(goal=Goal.SPLIT))
    yield Candidate(
        "plan.own_rest",
        moves,
        14.0,
        frozenset(t.value for t, _ in figs),
        keys=keys_of(view, inside),
        place=float(figs[0][0].start),
    )


# -- waves -----------------------------------------------------------------------------------------------------------------------------------

_WAVES = re.compile(
    r"\b(?:waves?|tranches?|instal?lments?|rounds?|batches|stages|sprints|releases|drops|chunks|parts|steps|flights|bursts|pushes)\b"
)
_SPREAD = re.compile(
    r"\b(?:spread|phase|stagger|split|release|releas|divide|pay out|roll out|dole|break|cut|deploy|schedule|drip|time)\w*\b"
)


def _waves(view: View) -> Iterator[Candidate]:
    """“Spread it over three waves, fifty percent up front, thirty in the middle, twenty at the end”: weights of parts that have no calendar."""
    if not (_WAVES.search(view.stream.plain) and _SPREAD.search(view.stream.plain)) or view.has("per", "phase", *KPIS):
        return
    row = view.of("pct", "num", "frac")
    if len(row) < 2 or not any(t.kind == "pct" for t in row) or sum(_value(view, t) for t in row) != 100:
        return
    layers = tuple(dict.fromkeys(t.value for t in view.stream.spots if t.kind == "layer"))
    if len(layers) > 1 or not (view.known or view.has("money")):
        return
    weights = tuple(t.value for t in row)
    about = layers or tuple(filter(None, (last_layer(view),))) or (AI,)
    inside = tuple(c for c in view.clauses if not c.of("money"))
    yield Candidate(
        "plan.waves",
        (Ask(goal=Goal.PHASING, about=about, by="part", weights=weights),),
        14.0,
        frozenset(weights),
        keys=keys_of(view, inside),
        place=float(row[0].start),
    )


# -- outlays ---------------------------------------------------------------------------------------------------------------------------------

_CHARGED = re.compile(
    r"\b(?:count|charge|book|put|post|bill|set|log|take|comes?|paid|pay|funded|fund|drawn|draw|run)\w*\b[^.?!]{0,40}\b(?:against|out of|to|under|from|off|on)\b[^.?!]{0,12}\b(?:tactical|capability|strategic)"
)


def _charged(view: View) -> Iterator[Candidate]:
    """“A bundle at $4,500 a month, counted against tactical. How much is left?”: a price by the month is taken off a layer for the year."""
    amounts = [
        t
        for t in view.stream.spots
        if t.kind == "money"
        and _rhythm(view, t) in _TIMES
        and not view.clause(view.place_of[t.value]).of("budget", "marketing")
    ]
    asking = [c for c in view.clauses if c.of("left", "unspent", "rest") and (c.of("howmuch", "give") or c.asked)]
    layers = tuple(dict.fromkeys(t.value for t in view.stream.spots if t.kind == "layer"))
    if len(amounts) != 1 or not asking or len(layers) != 1 or not _CHARGED.search(view.stream.plain):
        return
    inside = tuple(c for c in view.clauses if c.of("layer", "left", "unspent") or c.sentence == asking[0].sentence)
    fig = amounts[0].value
    spent = Tell(fig=fig, as_=As.SPENT, of=layers[0], per=_rhythm(view, amounts[0]))
    yield Candidate(
        "plan.charged",
        (spent, Ask(goal=Goal.LEFT, about=layers)),
        12.0,
        frozenset({fig}),
        keys=keys_of(view, inside),
        place=float(amounts[0].start),
    )


def _rhythm(view: View, token: Token) -> str:
    """How often an amount is paid: said with it, or by the word right behind."""
    place = view.place_of[token.value]
    behind = view.stream.spots[place + 1 : place + 2]
    return view.figure(token.value).unit.per or (behind[0].value if behind and behind[0].kind == "per" else "")


_TIMES = ("month", "quarter", "week", "half-year", "fortnight")


# -- limits of one's own -----------------------------------------------------------------------------------------------------------------------

_NOT_ABOVE = re.compile(
    r"\b(?:can(?:'t|not| not)|may not|must(?:n't| not)|won't|shall not|should not|not allowed to|never) (?:\w+ ){0,2}(?:exceed|surpass|top|(?:spend|get|take|cost|give|use|put|receive|have) more than|go (?:over|above|beyond|past)|be (?:over|above|more than|higher than))\b|\bcapp?(?:ed|s|ing)?\b|\bno more than\b|\bat most\b|\bceiling\b|\bmaximum of\b|\blimit(?:ed)?\b"
)
_BEYOND = re.compile(
    r"\b(?:by how much|how far|how much)\b[^.?!]{0,60}\b(?:layers|three|buckets|they|article|framework|split|source)\b|\b(?:blow|overshoot|bust|exceed|over)\w*\b[^.?!]{0,30}\b(?:cap|ceiling|limit|it|that)\b"
)


def _over_limit(view: View) -> Iterator[Candidate]:
    """“AI can't exceed 12% of $5m. What is that in money, what do the layers come to, and by how much are they above?”: a limit of one's own."""
    limits = [
        t for t in view.stream.spots if t.kind == "pct" and view.clause(view.place_of[t.value]).of("ai", "aibudget")
    ]
    over = [c for c in view.clauses if (c.asked or c.of("howmuch", "diff")) and _BEYOND.search(view.said(c))]
    if len(limits) != 1 or not over or not view.has("layers", "sum") or not (view.known or view.has("money")):
        return
    place = view.place_of[limits[0].value]
    if not _NOT_ABOVE.search(view.said(view.clause(place))):
        return
    fig = limits[0].value
    moves: tuple[Move, ...] = (
        Ask(goal=Goal.AMOUNT, about=(LAYERS,)),
        Ask(goal=Goal.DIFF, args=(LAYERS, f"{AI}@{fig}")),
    )
    inside = tuple(c for c in view.clauses if c.sentence >= over[0].sentence or c.of("layers"))
    yield Candidate(
        "plan.over_limit", moves, 15.0, frozenset({fig}), keys=keys_of(view, inside), place=float(limits[0].start)
    )


_LEAST = re.compile(
    r"\b(?:not|n't|never) be (?:inferior|less|lower|below|under|smaller)\b|\b(?:at least|no less than|minimum of|a floor of|not below|not under|at minimum|needs at least|(?:stay|remain|be|lie|end up|kept?) above)\b"
)
_ENOUGH = re.compile(
    r"\b(?:suffic\w+|enough|cover it|get us there|reach it|do the job|meet it|hold up|make it|clear it|how short|(?:above|below|over|under) (?:that|it|this)|stay (?:below|above|within|under)|(?:less|more) than the (?:article|source|framework))\b"
)


def _floor_met(view: View) -> Iterator[Candidate]:
    """“Strategic may not be below 45k. Does the article's share suffice, and what is missing?”: a least of one's own beside the source's share."""
    floors = [
        c
        for c in view.clauses
        if len(c.of("money")) == 1
        and len(c.values("layer")) == 1
        and (_LEAST.search(view.said(c)) or _NOT_ABOVE.search(view.said(c)))
    ]
    if len(floors) != 1 or not _ENOUGH.search(view.stream.plain) or not (view.known or view.has("marketing", "budget")):
        return
    fig, layer = floors[0].of("money")[0], floors[0].values("layer")[0]
    asking = [c for c in view.clauses if c is not floors[0] and not c.of("money") and (c.asked or c.of("howmuch"))]
    if not asking:
        return
    moves: tuple[Move, ...] = (Ask(goal=Goal.AMOUNT, about=(layer,)), Ask(goal=Goal.DIFF, args=(fig.value, layer)))
    inside = (floors[0], *asking)
    yield Candidate(
        "plan.floor_met", moves, 14.0, frozenset({fig.value}), keys=keys_of(view, inside), place=float(fig.start)
    )
