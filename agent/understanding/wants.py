"""Questions from the end: "tactical should get 2m, what budget does that take?" An amount wanted of a layer, and a question for the whole."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.dialogue.moves import Ask, Goal
from agent.dialogue.names import AI, LAYERS
from agent.understanding.candidates import Candidate
from agent.understanding.clauses import Clause
from agent.understanding.money_roles import paying
from agent.understanding.tokens import KPIS
from agent.understanding.told import by_fact
from agent.understanding.view import View

#: What a budget must be, in the words of the question: it is asked for, not told.
_MUST = re.compile(
    r"(?:要|得|需|应|低于|少于|最少|最低|至少|起码|准备|应该|该|申请|报|批|对应|对应的?|倒推|反推|必须).{0,12}?(?:多少|多大|几多|几)|(?:多少|多大|几多).{0,6}?(?:预算|盘子|费用|经费)(?!.{0,3}\d)|(?:预算|盘子|费用|经费)(?:是|应该是|要|得|该)?(?:多少|多大|几多|几)"
    r"|(?:need|require|must|would|should|take|takes|have to|size|big|large|much).*\b(?:budget|spend|spending)|\b(?:budget|spend)\b.*(?:need|require|must|should|would|have to)"
)
#: The budget that an amount rests on: "which budget does this presuppose?"
_PRESUPPOSED = re.compile(
    r"\b(?:which|what|how large|how big)\b.*\b(?:budget|spend|envelope)\b.*\b(?:presuppos|impl(?:y|ies)|assum|correspond|underl|behind|stand for|point to)"
)
_TOWARDS = re.compile(
    r"[求算](?:出|解|一下)?(?:总|营销|市场)*(?:预算|盘子)|反推|倒推|倒算|反算|逆推|backwards?|work back|reverse"
)
#: Words of money that is there already.
_THERE = ("rest", "spent", "left", "over", "claim", "own", "verdict", "ratio", "up", "down", "recall")


def candidates(view: View) -> Iterator[Candidate]:
    """An inverse question for every amount that a layer, or AI as a whole, is to get."""
    asked = [n for n, c in enumerate(view.clauses) if _asks_for_budget(view, c)]
    named = [n for n in asked if view.clauses[n].of("budget", "marketing")]
    asking = next(iter((*named, *asked)), None)
    if asking is None:
        return
    question = view.clauses[asking]
    yield from _from_a_share(view)
    for fig, place in view.place_of.items():
        token, clause = view.stream.spots[place], view.clause(place)
        if token.kind not in ("money", "num") or _of_money_there(clause) or _told(view, place, clause, question):
            continue
        about = _wanted(view, clause)
        if place and view.stream.spots[place - 1].kind in ("turnover", "other"):
            continue  # what a company turns over, or a price, is not wanted
        if not about:
            continue
        told = next((t.value for c in view.clauses if c.of("ai", "aibudget") for t in c.of("pct")), "")
        share = next((t.value for c in view.clauses for t in c.of("pct")), "") if about == (LAYERS,) else told
        of = _base(view, question, about)
        share = "" if of else share
        figs = frozenset({fig, share} - {""})
        move = Ask(goal=Goal.INVERSE, about=about, of=of, want=fig, at=share)
        keys = frozenset({f"ask{n}" for n in {asking, view.number(place)}})
        yield Candidate("want.amount", (move,), 12.5 if share else 9.5, figs, keys=keys, place=float(token.start))


def _base(view: View, question: Clause, about: tuple[str, ...]) -> str:
    """The AI budget, where that is asked for and not the marketing budget."""
    return AI if question.of("aibudget") and not question.of("marketing") and about[0] in view.layers else ""


def _of_money_there(clause: Clause) -> bool:
    """Whether a clause is about money that is there; "on the normal split" judges nothing beside a question from the end."""
    there = [kind for kind in _THERE if clause.of(kind)]
    return bool(there) and not (clause.of("inverse") and there == ["verdict"])


def _from_a_share(view: View) -> Iterator[Candidate]:
    """“If that is 12% of the marketing budget, what is the marketing budget?”, behind an AI budget that was told before."""
    current = view.state.current
    figures = [t for t in view.stream.spots if t.is_figure]
    if current is None or current.base != AI or AI not in current.told or len(figures) != 1 or figures[0].kind != "pct":
        return
    if view.has("layer", "layers", "spent", "left", *KPIS):
        return
    share = figures[0]
    move = Ask(goal=Goal.INVERSE, about=(LAYERS,), want=by_fact(view, current.told[AI]), at=share.value)
    keys = view.ask_keys
    yield Candidate("want.from_share", (move,), 9.0, frozenset({share.value}), keys=keys, place=float(share.start))


def _told(view: View, place: int, clause: Clause, question: Clause) -> bool:
    """Whether an amount is a budget that is told: a word for it stands in another clause than the question's, or right beside it."""
    if clause is not question:
        return bool(clause.of("marketing", "budget")) and not clause.of("aibudget")
    spots = view.stream.spots
    before = spots[place - 1].kind if place else ""
    return (
        before in ("budget", "marketing")
        or view.of_marketing(place)
        or any(t.kind in ("budget", "marketing") for t in spots[place + 1 : place + 2])
    )


def _wanted(view: View, clause: Clause) -> tuple[str, ...]:
    """What an amount is wanted for: layers of its clause, else AI as a whole."""
    layers = clause.values("layer") or tuple(p for p in (paying(view, v) for v in clause.values("project")) if p)
    if layers:
        return layers[:1]
    return (LAYERS,) if clause.of("layers", "ai", "aibudget") else ()


def _asks_for_budget(view: View, clause: Clause) -> bool:
    """Whether a clause asks how large the budget must be."""
    text = view.stream.plain[clause.tokens[0].start : clause.tokens[-1].end]
    if _PRESUPPOSED.search(text) and clause.of("budget", "marketing"):
        return True
    bare = clause.asked and all(t.kind in ("budget", "marketing", "ne") for t in clause.tokens)
    if clause.of("inverse") or bare or _TOWARDS.search(text):
        return True
    return (
        bool(clause.of("budget", "marketing", "aibudget"))
        and bool(clause.of("howmuch", "how", "what", "which", "threshold"))
        and not clause.of("ratio", "share", "range", "max")
        and bool(_MUST.search(text))
    )
