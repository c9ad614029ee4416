"""What a message sets right or changes of what was told: "3.1, not 3.4", "2027: plus 20% on 2026", a cap anew, AI money that is judged."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.dialogue.moves import As, Ask, Correct, Goal, Op, Suppose, Tell, Unread
from agent.dialogue.names import AI, MARKETING
from agent.understanding import topping
from agent.understanding.candidates import Candidate
from agent.understanding.clauses import Clause
from agent.understanding.tokens import KPIS, Token
from agent.understanding.view import View

#: A message of more tokens tells a story of its own.
SHORT = 12


def candidates(view: View) -> Iterator[Candidate]:
    """Corrections and changes of budgets, limits and names that were told before."""
    yield from _said_and_meant(view)
    yield from _ai_amount(view)
    yield from _changed(view)
    yield from _limit_again(view)
    yield from _named_again(view)
    yield from _slip(view)


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
    denied = re.search(r"\bnot\b|n['’]t\b|instead of|rather than|不是|而非|唔系|并非", between)
    denies_first = re.search(r"\bnot\b|n['’]t\b|不是|唔系|并非", ahead)
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
    """The budget or the spending told before that a figure repeats, in its scale or in bare digits."""
    value = view.figure(fig).low
    if not value:
        return ""
    for scenario in reversed(view.state.scenarios.values()):
        for fact in (*(s.fact for s in scenario.spends), *scenario.told.values()):
            told = view.amount_of(fact)
            if told and (told / value).normalize().as_tuple().digits == (1,):
                return next((f for f, known in view.state.figures.items() if known == fact), fact)
    return ""


_UP, _DOWN = ("up", "add", "sum"), ("down", "sub", "diff")


def _changed(view: View) -> Iterator[Candidate]:
    """“2027: plus 20% on 2026”, "minus 10%", 乙多咗10%: a budget at hand changed by a part, of the year or brand that is named."""
    if not (view.known or view.has("money")) or view.has(*KPIS, "use", "team"):
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


def _limit_again(view: View) -> Iterator[Candidate]:
    """“Suppose the cap were £50k” where a layer has a cap."""
    current, amounts = view.state.current, view.of("money", "pct")
    if (
        current is None
        or len(amounts) != 1
        or len(view.place_of) != 1
        or view.has("layer", "ai", "aibudget", "budget", "marketing")
    ):
        return
    for kind, kept, role in (("max", current.caps, As.CAP), ("min", current.floors, As.FLOOR)):
        if view.has(kind) and len(kept) == 1:
            move = Tell(fig=amounts[0].value, as_=role, of=next(iter(kept)))
            yield Candidate(
                "follow.limit",
                (move,),
                8.0,
                frozenset({amounts[0].value}),
                keys=view.ask_keys,
                place=float(amounts[0].start),
            )


def _named_again(view: View) -> Iterator[Candidate]:
    """“FY26 should be £2.15m”: another value of a budget that has this name."""
    amounts = view.of("money")
    names = {v for v in view.names.values() if v in view.state.scenarios and view.state.scenarios[v].told}
    if len(amounts) != 1 or len(view.place_of) != 1 or len(names) != 1 or len(view.stream.spots) > SHORT:
        return
    if view.has(
        "layer",
        "layers",
        "spent",
        "howmuch",
        "?",
        "up",
        "down",
        "add",
        "sub",
        "sum",
        "diff",
        "whatif",
        "ai",
        "aibudget",
        "left",
        "inverse",
    ):
        return
    if topping.direction(view, amounts[0]):
        return  # "Kite got another 60k" is no other value
    told = view.state.scenarios[names.pop()].told
    fact = next(reversed(told.values()))
    target = next((f for f, known in view.state.figures.items() if known == fact), fact)
    yield Candidate(
        "correct.named",
        (Correct(target=target, to=amounts[0].value),),
        7.0,
        frozenset({amounts[0].value}),
        keys=view.ask_keys,
        place=float(amounts[0].start),
    )


_SLIP = re.compile(
    r"(?:dropped|left (?:off|out)|missed|missing|forgot|omitted|lost)\b[^.?!]{0,12}\b(?:k|m|zero|zeros|thousands?|millions?|digit)\b|(?:漏|少打|少写|忘|漏打|少)[了咗掉写打]{0,2}(?:个|一个|個)?(?:万|千|零|0|亿|百)"
)


def _slip(view: View) -> Iterator[Candidate]:
    """“Sorry, dropped the k”: the amount meant is asked for, as no figure says it."""
    found = _SLIP.search(view.stream.plain)
    if found is None or view.place_of or not view.known:
        return
    move = Unread(
        text=view.stream.text[found.start() : found.end()], why="operator", start=found.start(), end=found.end()
    )
    yield Candidate(
        "correct.slip", (move,), 9.0, keys=view.ask_keys | {f"chat{n}" for n in range(len(view.clauses))}, place=0.0
    )


#: Words that ask whether an amount is too much.
_JUDGING = ("verdict", "range", "max", "min", "over", "above", "ratio", "share", "below")


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
    if view.of_marketing(view.place_of[token.value]):
        return False  # "营销一年240w AI顶格多少"
    if any(t.kind in ("ai", "aibudget") for t in clause.tokens):
        return True
    return (
        view.known
        and bool(clause.of("spends", "setto"))
        and not clause.of("budget", "marketing")
        and view.has("max", "range", "over", "above")
    )
