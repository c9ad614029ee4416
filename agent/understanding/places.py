"""Questions that point at layers by their place or by what they are to each other: the first against the others, the second one, each of two years, what is beside all."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.dialogue.moves import Ask, Goal
from agent.dialogue.names import LAYERS, MARKETING
from agent.understanding.candidates import Candidate
from agent.understanding.plans import keys_of
from agent.understanding.slots import placed
from agent.understanding.tokens import KPIS
from agent.understanding.view import View


def candidates(view: View) -> Iterator[Candidate]:
    """What a message asks of layers that it does not name."""
    for made in (_beside_layers, _against_others, _in_order, _one_in_order, _changed):
        yield from made(view)


# -- beside the layers -------------------------------------------------------------------------------------------------------------------------

_TAKEN_OUT = re.compile(
    r"\b(?:taken|take|come|comes|carved|peeled|set|deduct\w*|subtract\w*|paid|funded|gone|removed|allocated|siphoned|skimmed) ?(?:out|off|aside|away|for)?\b|\b(?:after|once|net of|beyond|outside|apart from|not going to)\b"
)
_EVERYTHING_ELSE = re.compile(
    r"\b(?:everybody|everyone|everything|anything|all) else\b|\bnon-ai\b|\b(?:rest|remainder) of (?:the |our |their )?marketing\b|\b(?:remaining|other|ordinary|regular|normal|traditional|classic) marketing\b|\bmarketing (?:that|which) is(?:n't| not) ai\b"
)


def _beside_layers(view: View) -> Iterator[Candidate]:
    """“Once those three are taken out, what does everybody else in marketing have?”: the marketing budget less the layers."""
    found, taken = _EVERYTHING_ELSE.search(view.stream.plain), _TAKEN_OUT.search(view.stream.plain)
    current = view.state.current
    amounts = [t for t in view.stream.spots if t.is_figure]
    if (
        not found
        or not taken
        or view.has("layer", *KPIS)
        or len(amounts) > 1
        or any(c.of("spent") and c.of("money") for c in view.clauses)
    ):
        return
    there = current is not None and MARKETING in current.money and not current.spends and not amounts
    told = not view.known and len(amounts) == 1 and amounts[0].kind == "money" and view.has("marketing", "budget")
    if not (there or told) or not (view.has("howmuch", "left", "unspent") or any(c.asked for c in view.clauses)):
        return
    inside = tuple(c for c in view.clauses if not c.of("thanks", "agree", "money"))
    move = Ask(goal=Goal.REST, about=(MARKETING,), args=(LAYERS,))
    yield Candidate("plan.beside_layers", (move,), 12.0, keys=keys_of(view, inside), place=0.0)


# -- layers against each other -------------------------------------------------------------------------------------------------------------------

_BIGGER = re.compile(
    r"\b(?:bigger|larger|more|greater|higher|exceeds?|outweighs?|beats?|tops?|outsize\w*|smaller|less|lower)\b"
)


def _against_others(view: View) -> Iterator[Candidate]:
    """“The first bucket is bigger than the other two put together. By how much?”: one layer less the sum of the others."""
    named = [c for c in view.clauses if c.of("rest") and len(c.values("layer")) == 1]
    if len(named) != 1 or view.place_of or not view.known or not _BIGGER.search(view.said(named[0])):
        return
    if not re.search(r"\b(?:other two|others|other layers|rest)\b", view.said(named[0])):
        return
    layer = named[0].values("layer")[0]
    others = tuple(x for x in view.layers if x != layer)
    inside = tuple(c for c in view.clauses if c.sentence >= named[0].sentence)
    yield Candidate(
        "plan.against_others",
        (Ask(goal=Goal.REST, about=(layer,), args=others),),
        12.0,
        keys=keys_of(view, inside),
        place=0.0,
    )


def _in_order(view: View) -> Iterator[Candidate]:
    """“Gap between the 1st one and the last one?” behind a split: layers by their place in it."""
    asked = view.state.last_asks()
    split = any(a.goal is Goal.SPLIT for a in asked) or not asked
    for clause in view.clauses:
        places = [t.value for t in clause.of("ord")]
        if (
            len(places) != 2
            or not clause.of("diff", "sum")
            or view.place_of
            or not view.known
            or not split
            or len(view.state.focus) > 1
        ):
            continue
        layers = tuple(
            view.layers[-1 if p == "LAST" else int(p) - 1] for p in places if p == "LAST" or int(p) <= len(view.layers)
        )
        if len(set(layers)) == 2:
            goal = Goal.DIFF if clause.of("diff") else Goal.SUM
            yield Candidate(
                "plan.in_order",
                (Ask(goal=goal, args=layers),),
                9.0,
                keys=keys_of(view, (clause,)),
                place=float(clause.tokens[0].start),
            )


_POINTS = frozenset({"ord", "and", "ne", "howmuch", "is", "per", "whatif", "now", "give", "that"})


def _one_in_order(view: View) -> Iterator[Candidate]:
    """“And the second one?” behind a split or a layer: the layer at that place."""
    asked = view.state.last_asks()
    of_layers = any(
        a.goal is Goal.SPLIT or (a.goal is Goal.AMOUNT and a.about and a.about[0] in view.layers) for a in asked
    )
    if (
        not of_layers
        or view.place_of
        or len(view.clauses) != 1
        or len([s for s in view.state.scenarios.values() if s.label]) > 1
    ):
        return
    if any(f"U{n}" not in view.state.figures for n in range(1, view.state.next_figure)):
        return  # an amount was told that was not read: the second of those may be meant
    clause = view.clauses[0]
    places = clause.values("ord")
    if len(places) != 1 or any(t.kind not in _POINTS for t in clause.tokens):
        return
    number = len(view.layers) if places[0] == "LAST" else int(places[0])
    if number <= len(view.layers):
        ask = placed(view, clause, Ask(goal=Goal.AMOUNT, about=(view.layers[number - 1],)))
        yield Candidate("plan.one_in_order", (ask,), 5.0, keys=keys_of(view, (clause,)), place=0.0)


_CHANGE = re.compile(
    r"\b(?:cuts?|drops?|reduction|decrease|decline|increase|rise|raise|hike|bump|growth|change|difference|swing|delta|fall|loss|gain)\b"
)


_EACH_LAYER = re.compile(r"\bper layer\b|\blayer by layer\b|\bby layer\b|\bevery layer\b|\beach layer\b")


def _changed(view: View) -> Iterator[Candidate]:
    """“What does that cut cost them in each of the layers?”, of a budget that went from one amount to another."""
    plain = view.stream.plain
    asking = tuple(c for c in view.clauses if not c.of("money"))
    if (
        not _CHANGE.search(plain)
        or not view.has("layers", "each")
        or not (view.has("each") or _EACH_LAYER.search(plain))
    ):
        return
    if not asking or (view.has("layer", "spent", "whatif", "setto") and not view.has("layers")):
        return
    years = tuple(dict.fromkeys(view.names.values()))
    two = [s for s in view.state.scenarios.values() if s.budget]
    here = len(years) == 2 and sum(t.kind == "money" for t in view.stream.spots) == 2
    if here or (len(two) == 2 and not view.place_of):
        ask = Ask(goal=Goal.COMPARE, over=years if here else ())
        yield Candidate(
            "plan.changed", (ask,), 11.0, keys=keys_of(view, asking), place=float(asking[-1].tokens[0].start)
        )
