"""What a clause names for a question: subjects, scenarios, periods, a currency."""

from __future__ import annotations

import re
from dataclasses import replace

from agent.dialogue.moves import Ask, Goal
from agent.dialogue.names import AI, LAYERS, MAX, MIN
from agent.understanding.clauses import ASKING, Clause
from agent.understanding.money_roles import paying
from agent.understanding.tokens import KPIS, Token
from agent.understanding.view import View
from tools.quantities import Comparator


def money_subjects(view: View, clause: Clause) -> tuple[str, ...]:
    """Layers, the whole AI money, the bounds: in the order of the clause."""
    found = tuple(dict.fromkeys(found for token in clause.tokens if (found := _subject(view, clause, token))))
    return found or ordered_layers(view, clause)


def _subject(view: View, clause: Clause, token: Token) -> str:
    """What a token says that money is for."""
    match token.kind:
        case "layer":
            return token.value
        case "project":
            return paying(view, token.value)
        case "aibudget":
            return AI
        case "max" | "min":
            bound = MAX if token.kind == "max" else MIN
            return "" if clause.of("layer") and clause.of("money", "which", "who") else bound
        case "thatlayer":
            return last_layer(view)
        case "sum" | "total":
            return LAYERS if clause.of("layers") else ""
    return ""


def layers_in(view: View, clause: Clause) -> tuple[str, ...]:
    """The layers of a clause: by name, or by their places where a split was the list shown last."""
    return clause.values("layer") or ordered_layers(view, clause)


def ordered_layers(view: View, clause: Clause) -> tuple[str, ...]:
    """The layers that "the first one" and "the last one" stand for: none where several budgets could be meant."""
    listed = view.state.listed()
    budgets = [s for s in view.state.scenarios.values() if s.budget and s.status == "told"]
    if not listed or not set(listed) <= set(view.layers) or len(budgets) > 1:
        return ()
    unplaced = view.state.next_figure - 1 - len({*view.state.figures, *view.state.context, *view.state.claims})
    if clause.of("layer", "phase", "kpis", "project", *KPIS, "first", "money") or unplaced > 1:
        return ()  # several figures had no place: one of them could be meant
    places = [len(listed) if v == "LAST" else int(v) for v in clause.values("ord")]
    return tuple(listed[p - 1] for p in places if 0 < p <= len(listed))


def last_layer(view: View) -> str:
    """The layer asked about last, or the one that pays for the project asked about."""
    earlier = [c for c in view.clauses if c.of("layer", "project")]
    named = [v for c in earlier for v in (*c.values("layer"), *(paying(view, p) for p in c.values("project"))) if v]
    asked = [paying(view, a) or a for ask in view.state.last_asks() for a in ask.about]
    return next((a for a in reversed([*asked, *named]) if a.startswith("layer.")), "")


def layers_shown(view: View) -> tuple[str, ...]:
    """The last two layers that questions before were about, each by itself, in the order in which they were shown."""
    if view.ledger is None:
        return ()
    found: list[str] = []
    for shown in reversed(view.state.shown):
        facts = (view.ledger[f] for f in shown.facts if f in view.ledger)
        layers = list(
            dict.fromkeys(
                f.identity.subject for f in facts if f.identity and f.identity.subject in view.layers and f.currency
            )
        )
        if len(layers) > 1 and not found:
            return tuple(layers) if len(layers) == 2 else ()
        if len(layers) == 1 and layers[0] not in found:
            found.append(layers[0])
        if len(found) == 2 or len(layers) > 1:
            break
    return tuple(reversed(found)) if len(found) == 2 else ()


def answered_layer(view: View) -> str:
    """What was asked about last, where that was the money of one layer."""
    asked = view.state.last_asks()
    about = [a for ask in asked if ask.goal in (Goal.AMOUNT, Goal.PHASING, Goal.LEFT) for a in ask.about]
    return about[0] if len(asked) == len(about) == 1 and about[0] in view.layers else ""


def over(view: View, clause: Clause) -> tuple[str, ...]:
    """The scenarios that a clause names."""
    found = [name for n, name in view.names.items() if clause.start <= n < clause.end]
    if len(set(found)) == 1 and clause.of("each", "pair") and len(set(view.names.values())) > 1:
        return ()
    if not found and clause.of("ord") and len(view.state.scenarios) > 1 and not clause.of("phase", "kpis"):
        which = clause.values("ord")[0]
        told = [n for n, s in view.state.scenarios.items() if s.budget]
        place = len(told) if which == "LAST" else int(which)
        found = told[place - 1 : place]
    return tuple(dict.fromkeys(found))


def pers(view: View, clause: Clause) -> tuple[str, ...]:
    """The periods or heads that a result is wanted for: those that no amount beside them is told for."""
    found = [
        token.value
        for n, token in enumerate(view.stream.spots[clause.start : clause.end], clause.start)
        if token.kind == "per" and token.value != "year" and (token.value == "head" or not _told_for(view, clause, n))
    ]
    if not found and _each_head(view, clause):
        found = ["head"]
    return tuple(dict.fromkeys(found))


#: Everybody, where people were counted: "for each of them".
_OF_THEM = re.compile(
    r"\b(?:for |to |per )?each (?:one )?of (?:them|us|those people)\b|\bper (?:nose|soul|body)\b|\bevery one of (?:them|us)\b"
    r"|\b(?:divided|split|shared) (?:by|among|between|over|across) (?:our |the |all )?(?:\d+ )?(?:people|staff|heads|employees|colleagues|marketers|coworkers|collaborators)\b"
)


def _each_head(view: View, clause: Clause) -> bool:
    """Whether a clause asks for each of the people that the message counts."""
    return _OF_THEM.search(view.said(clause)) is not None and view.has("people", "team") and not view.names


def per(view: View, clause: Clause) -> str:
    return next(iter(pers(view, clause)), "")


def _told_for(view: View, clause: Clause, place: int) -> bool:
    """Whether a period belongs to an amount: right before or behind it."""
    spots = view.stream.spots
    near = spots[max(place - 1, clause.start) : place + 2]
    if len(near) == 3 and near[0].kind == "money" and near[2].kind in ("marketing", "budget"):
        return True  # "£640k per half-year of marketing"
    rhythm = spots[place].value in ("biweek", "fortnight", "week")
    telling = not clause.of("howmuch", "layer", "layers", "split")
    if rhythm and telling and any(t.kind == "money" for c in view.sentence(clause) for t in c.tokens):
        return True
    again = [n for n in range(place + 1, clause.end) if spots[n].kind == "per" and spots[n].value == spots[place].value]
    if any(_told_for(view, clause, n) for n in again):
        return True  # said twice: 按周批的，一周两万
    ahead = view.stream.spots[place + 1 : min(place + 6, clause.end)]
    if any(t.kind == "money" for t in ahead):
        return True
    before = view.stream.spots[max(place - 2, clause.start) : place]
    quiet = not clause.of("howmuch", "give", "split", "is", "layer", "layers")
    return quiet and any(t.kind == "money" for t in before)


def currency(view: View, clause: Clause) -> str:
    """The currency that a result is wanted in."""
    codes = clause.values("cur")
    if not codes:
        return ""
    told = {view.figure(t.value).unit.code for t in clause.of("money")}
    return next((c for c in reversed(codes) if c not in told or len(codes) == 1), "")


def placed(view: View, clause: Clause, ask: Ask) -> Ask:
    """``ask`` with the period and the currency that its clause wants the result in."""
    return replace(ask, per=per(view, clause), cur=currency(view, clause))


def asking(view: View, clause: Clause) -> bool:
    """Whether a clause asks: by a mark, a word, or by being nothing but a subject."""
    last = max((c.end for c in view.sentence(clause)), default=clause.end)
    if clause.counts.keys() & ASKING or (clause.asked and clause.end == last):
        return True
    return not any(t.is_figure for t in clause.tokens) and len(clause.tokens) <= 5


_OTHER_LAYERS = ("两层", "两个", "二层", "other two", "others")


def named_before(view: View, clause: Clause) -> tuple[str, ...]:
    """The layers that "the other two" leaves out: those named before in the message, else those asked about last."""
    words = [view.stream.plain[t.start : t.end] for t in clause.of("rest")]
    if not any(word.endswith(_OTHER_LAYERS) for word in words):
        return ()
    earlier = tuple(dict.fromkeys(v for c in view.clauses if c.start < clause.start for v in c.values("layer")))
    asks = reversed(view.state.last_asks())
    asked = next((a.about for a in asks if a.about and all(x in view.layers for x in a.about)), ())
    return earlier or asked


#: "How much should go there" asks for money, unless a part is meant.
_PROPORTION = re.compile(r"[占成比]|几个点|percent|range")


def spending(view: View, clause: Clause) -> bool:
    """Whether a clause asks for the money of something, not for its part."""
    if clause.of("share", "ratio") or _PROPORTION.search(view.said(clause)):
        return False
    return bool(clause.of("howmuch", "range"))


def limited(view: View, clause: Clause) -> bool:
    """Whether a clause sets a least or a most for a layer."""
    bounds = (Comparator.AT_LEAST, Comparator.MORE_THAN, Comparator.AT_MOST, Comparator.LESS_THAN)
    return bool(clause.of("keep", "min", "max")) or any(
        view.figure(t.value).comparator in bounds for t in clause.of("money")
    )
