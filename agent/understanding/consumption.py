"""What a reading leaves over: figures without a role, questions without an ask, operator words that no move stands for.

What is left lowers a list's score, and what the best list leaves becomes :class:`Unread`, so that the reply says it or asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from agent.dialogue.moves import Ask, Chat, Claim, Correct, Form, Goal, Move, Return, Suppose, Tell, Unread
from agent.dialogue.names import LAYERS, figures_in
from agent.understanding.clauses import Clause
from agent.understanding.guards import guarded
from agent.understanding.purposes import of_purpose
from agent.understanding.search import Lists
from agent.understanding.tokens import FIGURES, KPIS
from agent.understanding.view import View

_FOLLOW = frozenset({Goal.SAME})
#: Operators, and the goals or slots that each may stand for.
_GOALS: dict[str, frozenset[Goal]] = {
    "unspent": frozenset({Goal.LEFT, Goal.PERPART}),
    "left": frozenset({Goal.LEFT, Goal.REST, Goal.PERPART, Goal.PACE}),
    "over": frozenset({Goal.LEFT, Goal.PACE, Goal.VERDICT}),
    "sum": frozenset({Goal.SPENT, Goal.SUM, Goal.AMOUNT, Goal.REST, Goal.SPLIT, Goal.DIFF, Goal.COMPARE, Goal.INVERSE, Goal.PHASING, Goal.MEAN}),
    "diff": frozenset({Goal.PACE, Goal.DIFF, Goal.COMPARE, Goal.SHORT, Goal.PROGRESS, Goal.EXPLAIN, Goal.LEFT, Goal.GATE, Goal.REST}),
    "rest": frozenset({Goal.REST, Goal.AMOUNT, Goal.SUM, Goal.LEFT}),
    "compare": frozenset({Goal.PACE, Goal.COMPARE, Goal.DIFF, Goal.SPLIT, Goal.AMOUNT}),
    "ratio": frozenset({Goal.RATIO, Goal.SHARE, Goal.RANGE, Goal.VERDICT, Goal.AMOUNT}),
    "inverse": frozenset({Goal.INVERSE}),
    "max": frozenset({Goal.AMOUNT, Goal.RANGE, Goal.DIFF, Goal.VERDICT, Goal.SUM, Goal.EXPLAIN, Goal.SHARE, Goal.TARGET, Goal.GAP, Goal.COMPARE}),
    "pace": frozenset({Goal.PACE}),
    "kpis": frozenset({Goal.LIST, Goal.GATE, Goal.TARGET, Goal.THRESHOLD, Goal.SHORT, Goal.EXPLAIN, Goal.GAP, Goal.PROGRESS, Goal.PHASE_OF, Goal.ADVISE}),
    "evenly": frozenset({Goal.PERPART, Goal.PHASING}),
    "target": frozenset({Goal.TARGET, Goal.THRESHOLD, Goal.INVERSE, Goal.SHORT, Goal.GATE, Goal.LIST, Goal.EXPLAIN, Goal.GAP}),
    "short": frozenset({Goal.SHORT, Goal.GATE, Goal.DIFF, Goal.EXPLAIN}),
    "gate": frozenset({Goal.GATE, Goal.SHORT, Goal.EXPLAIN, Goal.TARGET, Goal.LIST, Goal.THRESHOLD}),
}  # fmt: skip
#: Questions of the books read their clauses whole.
_OF_BOOKS = frozenset({Goal.ACTUAL, Goal.BRIDGE, Goal.FORECAST, Goal.BOOK, Goal.SCENARIOS, Goal.CHANGED, Goal.OFFERS})
_GOALS = {operator: goals | _OF_BOOKS for operator, goals in _GOALS.items()}
UNUSED_OPERATOR, UNUSED_CONCEPT, UNUSED_SLOT = -1.5, -0.8, -1.0
#: Words that nobody asks with by themselves: a statement may hold them.
_ASKED_BY = frozenset("howmuch which where when what why recall diff inverse how".split())


def used(moves: Iterable[Move]) -> set[str]:
    """The figures of a list of moves."""
    found: set[str] = set()
    for move in moves:
        if isinstance(move, Tell | Suppose | Claim):
            found.update(figures_in(move.fig))
        elif isinstance(move, Correct | Return):
            found.update(figures_in(move.to))
            found.update(figures_in(getattr(move, "echo", "")))
            found.update(figures_in(getattr(move, "part", "")))
        elif isinstance(move, Ask):
            for slot in (*move.about, *move.args, *move.weights, move.want, move.above, move.at, move.parts, move.echo):
                found.update(figures_in(slot))
    return found


def asks_of(moves: Iterable[Move]) -> list[Ask]:
    return [m for m in moves if isinstance(m, Ask)]


def weigh(view: View, made: Lists, moves: tuple[Move, ...]) -> float:
    """What a list loses for what it leaves over."""
    if stands_for_all(view, made):
        return sum(_nonsense(view, moves))
    goals = {a.goal for a in asks_of(moves)}
    lost = 0.0
    for clause, _ in unused_operators(view, goals, moves):
        lost += UNUSED_OPERATOR if clause.asked or clause.of(*_ASKED_BY) else UNUSED_OPERATOR / 3
    lost += UNUSED_CONCEPT * len(unused_concepts(view, moves))
    lost += UNUSED_SLOT * len(list(unused_slots(view, moves)))
    lost += sum(_nonsense(view, moves))
    return lost


def stands_for_all(view: View, made: Lists) -> bool:
    """Whether one candidate reads the whole message: every word, and all its questions."""
    words = {n for n, t in enumerate(view.stream.spots) if not t.is_figure}
    return any(
        c.keys >= view.ask_keys and c.takes >= words and not c.name.startswith(("ask.", "follow.same"))
        for c in made.chosen
    )


def unused_operators(view: View, goals: set[Goal], moves: tuple[Move, ...]) -> Iterator[tuple[Clause, str]]:
    """Operator words of clauses that no goal of the list stands for."""
    if goals & _FOLLOW and view.state.asks:
        goals = goals | {a.goal for a in view.state.last_asks()}
    if goals and goals <= {Goal.GAP, Goal.SOURCE, Goal.SCOPE, Goal.RECALL, Goal.WHY}:
        return
    told = any(isinstance(m, Tell | Suppose | Correct) for m in moves)
    if any(isinstance(m, Tell) and m.as_.value == "weight" for m in moves):
        goals = goals | {Goal.REST}  # "what is left to strategic" is a weight too
    back = any(isinstance(m, Return) for m in moves)
    for clause in view.clauses:
        if not goals and not clause.asked:
            continue
        for kind in clause.counts.keys() & _GOALS.keys():
            if kind == "diff" and back and not clause.asked:
                continue  # "forget the increase": what is taken back
            if kind == "sum" and any(
                isinstance(m, Ask) and m.goal in (Goal.LEFT, Goal.PERPART) and _as_one(m) for m in moves
            ):
                continue
            if kind == "ratio" and any(isinstance(m, Ask) and m.goal is Goal.INVERSE and m.at for m in moves):
                continue  # the share of which the whole is asked
            if not goals & _GOALS[kind] and _operates(view, clause, kind, told=told):
                yield clause, kind


def _as_one(ask: Ask) -> bool:
    """Whether what is left is asked of several layers together, or beside offers that are added up."""
    return ask.by == "sum" or LAYERS in ask.about or bool(ask.args)


def _operates(view: View, clause: Clause, kind: str, *, told: bool) -> bool:
    """Whether a word is an operator where it stands: beside a told figure it belongs to that figure."""
    if kind in _OF_KPIS and not _of_kpis(view):
        return False
    if kind == "evenly":
        return not clause.of("per", "people", "count", "num", "day")
    return not (told and any(t.is_figure for t in clause.tokens) and not clause.of("howmuch"))


#: Operators that speak of KPIs; in talk of nothing but money "should be" asks for no target.
_OF_KPIS = frozenset({"target", "short", "gate"})


def _of_kpis(view: View) -> bool:
    here = view.has(*KPIS, "phase", "next", "kpis", "process", "people", "count", "dur", "use", "team")
    return (
        here or bool(view.state.kpis) or any(a.startswith("kpi.") for ask in view.state.last_asks() for a in ask.about)
    )


def unused_concepts(view: View, moves: tuple[Move, ...]) -> list[str]:
    """Layers and KPIs that are named and stand in no move; a list of all layers uses each."""
    slots: set[str] = set()
    for move in moves:
        slots.update((getattr(move, "of", ""), *getattr(move, "about", ()), *getattr(move, "args", ())))
        if isinstance(move, Ask):
            slots.update(_covered(view, move))
    named = {t.value for t in view.stream.spots if t.kind in ("layer", *KPIS)}
    return sorted(named - slots)


#: Goals that speak of every layer where they name none, of a phase's KPIs, and of whatever is at hand.
_OF_ALL_LAYERS = frozenset(
    {Goal.SPLIT, Goal.COMPARE, Goal.EXPLAIN, Goal.GAP, Goal.LIST, Goal.SOURCE, Goal.ADVISE, Goal.SHARE, Goal.AMOUNT}
)
_OF_PHASES = frozenset({Goal.GATE, Goal.EXPLAIN, Goal.GAP, Goal.LIST})
_OF_WHAT_IS_THERE = frozenset({Goal.LEFT, Goal.RECALL, Goal.WHY})


def _covered(view: View, ask: Ask) -> Iterator[str]:
    """The layers and KPIs that a question speaks of without naming them."""
    yield from (a.partition("@")[0] for a in ask.args)
    others = ask.goal is Goal.AMOUNT and len(ask.about) == len(view.layers) - 1
    if others or ask.goal in _OF_WHAT_IS_THERE or (ask.goal in _OF_ALL_LAYERS and not ask.about):
        yield from view.layers
    if ask.goal in _OF_PHASES:
        yield from (k for k in view.kpis if not ask.phase or view.phase_of(k) == ask.phase)


def unused_slots(view: View, moves: tuple[Move, ...]) -> Iterator[str]:
    """A currency or "per head" of the message that no question carries."""
    asks = asks_of(moves)
    rate = any(isinstance(m, Tell) and m.as_.value == "rate" for m in moves)  # "0.73 USD per CAD"
    parts = any(
        isinstance(m, Tell) and m.divides for m in moves
    )  # "per region" of a budget that is divided among regions
    heads = [c for c in view.clauses if "head" in c.values("per") and not c.of("other", "turnover", "staff_cost")]
    if heads and not rate and not parts and not any("head" in (a.per, a.by) for a in asks):
        yield "per head"
    codes = {t.value for t in view.stream.spots if t.kind == "cur"}
    if codes and not rate and not any(isinstance(m, Correct) for m in moves) and not any(a.cur for a in asks):
        yield "currency"


def _nonsense(view: View, moves: tuple[Move, ...]) -> Iterator[float]:
    """Lists that nobody means: two budgets without a name, one figure a question and a role."""
    budgets = [m for m in moves if isinstance(m, Tell) and m.as_.value == "budget" and not m.in_]
    by_base = [m.of for m in budgets]
    yield -2.5 * (len(by_base) - len(set(by_base)))
    if any(isinstance(m, Correct) for m in moves) and budgets:
        yield -1.0


# -- what is left of the best list ----------------------------------------------------------------------------------------------------------


def leftovers(view: View, made: Lists, moves: tuple[Move, ...]) -> tuple[Move, ...]:
    """The moves with what they leave over as :class:`Unread`; an ask whose operator is left over is dropped."""
    found = list(moves)
    unread: list[Unread] = []
    for fig, place in view.place_of.items():
        if fig not in used(found) and fig not in view.repeated | view.pointed:
            token = view.stream.spots[place]
            unread.append(
                Unread(
                    text=view.figure(fig).text,
                    why="figure",
                    start=token.start,
                    end=token.end,
                    fig=fig,
                    choices=_choices(token.kind),
                )
            )
    unread = _told_briefly(view, unread)
    if stands_for_all(view, made):
        return (*found, *unread)
    unread.extend(_operators(view, found))
    unread.extend(guarded(view, made, found))
    unread.extend(_answered_in_words(view, found))
    unread.extend(_quantities(view, made, found))
    unread.extend(_questions(view, made, found))
    return (*found, *unread)


#: Figures without a use that a reply names one by one; what goes beyond is named as a stretch.
NAMED = 8


def _told_briefly(view: View, unread: list[Unread]) -> list[Unread]:
    if len(unread) <= NAMED:
        return unread
    first, last = unread[NAMED - 1].start, unread[-1].end
    text = view.stream.text[first:last]
    rest = Unread(text=text[:60] + ("…" if len(text) > 60 else ""), why="text", start=first, end=last)
    return [*unread[: NAMED - 1], rest]


def _choices(kind: str) -> tuple[str, ...]:
    return {
        "money": ("budget", "spent"), "num": ("budget", "count"), "pct": ("share", "change"), "people": ("team", "part"), "frac": ("change", "share"),
        "mult": ("change", "times"),
    }.get(kind, ("context",))  # fmt: skip


def _quantities(view: View, made: Lists, found: list[Move]) -> Iterator[Unread]:
    """Quantities in words that are no figure: "half to tactical, the rest strategic". Questions of their sentence are dropped."""
    taken = frozenset(n for c in made.chosen for n in c.takes if not c.name.startswith("ask."))
    for n, token in enumerate(view.stream.spots):
        if token.kind != "half" or n in taken:
            continue
        for ask in asks_of(found):
            if ask.goal in (Goal.AMOUNT, Goal.SPLIT, Goal.SAME, Goal.SUM):
                found.remove(ask)
        yield Unread(text=view.stream.text[token.start : token.end], why="operator", start=token.start, end=token.end)


def _operators(view: View, found: list[Move]) -> list[Unread]:
    """Operators of asking clauses that no move stands for: the ask of such a clause is dropped."""
    unread = []
    goals = {a.goal for a in asks_of(found)}
    for clause, kind in list(unused_operators(view, goals, tuple(found))):
        asking = kind == "evenly" or clause.asked or clause.of(*_ASKED_BY)
        if kind in _DECISIVE and asking:
            token = clause.of(kind)[0]
            _drop(found, clause)
            unread.append(Unread(text=view.text(clause), why="operator", start=token.start, end=token.end))
    if not unread and "per head" in unused_slots(view, tuple(found)):
        token = next(t for t in view.stream.spots if t.kind == "per" and t.value == "head")
        found[:] = [m for m in found if not (isinstance(m, Ask) and m.goal in (Goal.AMOUNT, Goal.SPLIT))]
        text = view.stream.text[token.start : token.end]
        unread.append(Unread(text=text, why="operator", start=token.start, end=token.end))
    return unread


#: Operators that make another question of one: an answer without them would be right for a question that nobody asked.
_DECISIVE = frozenset("left over sum diff rest ratio inverse pace compare evenly kpis".split())


def _drop(found: list[Move], clause: Clause) -> None:
    """Take the plain questions of a clause out of a list."""
    plain = [a for a in asks_of(found) if a.goal in (Goal.AMOUNT, Goal.SPLIT, Goal.SAME, Goal.SHARE)]
    for ask in plain:
        if len(asks_of(found)) == 1 or set(ask.about) & set(clause.values("layer")):
            found.remove(ask)


#: Goals that are answered in words: no answer to "how much".
_IN_WORDS = frozenset({Goal.EXPLAIN, Goal.ADVISE, Goal.LIST})


def _answered_in_words(view: View, found: list[Move]) -> list[Unread]:
    """A question for a figure, where figures are being talked about, is not answered with passages: that ask is dropped."""
    if not (view.state.scenarios or view.state.kpis or view.place_of):
        return []
    wanting = [clause for clause in view.clauses if clause.of("howmuch") and not of_purpose(view, clause)]
    others = [m for m in found if isinstance(m, Ask) and m.goal not in _IN_WORDS]
    unfit = [
        m for m in found
        if isinstance(m, Ask) and m.goal in _IN_WORDS and m.goal is not Goal.SCOPE and not any(a.startswith(("gap.", "topic.", "kpis", "kpi.")) for a in m.about)
    ]  # fmt: skip
    if not wanting or others or not unfit:
        return []
    for move in unfit:
        found.remove(move)
    clause = wanting[-1]
    token = clause.of("howmuch")[0]
    return [Unread(text=view.text(clause), why="question", start=token.start, end=token.end)]


#: Words that ask for something of their own, and those that ask for nothing by themselves.
_WANTING = ("howmuch", "inverse", "diff", "ratio")
#: All that a question of a figure without a verb holds: "and LTV of $100?", "and at 20%?"
_ELLIPSIS = frozenset(
    {
        *KPIS,
        *FIGURES,
        "and",
        "also",
        "at",
        "with",
        "spent",
        "day",
        "layer",
        "ai",
        "aibudget",
        "share",
        "phase",
        "ne",
        "whatif",
        "now",
        "budget",
        "marketing",
    }
)


def _elliptic(clause: Clause) -> bool:
    """Whether what a figure is told as is the question: the state answers with what is usual for it."""
    return len(clause.tokens) <= 6 and all(t.kind in _ELLIPSIS for t in clause.tokens)


def _questions(view: View, made: Lists, found: list[Move]) -> list[Unread]:
    """Sentences with a question mark that no question of the list came from."""
    if any(isinstance(m, Chat) for m in found) and not any(c.asked for c in view.clauses):
        return []
    answered = {int(key[3:]) for key in made.keys if key.startswith("ask")}
    sentences = {view.clauses[n].sentence for n in answered if n < len(view.clauses)}
    unread = []
    for number, clause in enumerate(view.clauses):
        last = clause.end == max(c.end for c in view.sentence(clause))
        told = any(t.is_figure for t in clause.tokens)  # "AI占比8%" tells a share
        wanting = clause.of(*_WANTING[: 2 if told else 4]) and any(t.kind not in _POINTING for t in clause.tokens)
        heard = number in answered or (not wanting and (not last or clause.sentence in sentences))
        if not heard and _waits(view, clause, found):
            start, end = clause.tokens[0].start, clause.tokens[-1].end
            unread.append(Unread(text=view.text(clause), why="question", start=start, end=end))
    return unread


_POINTING = frozenset({"howmuch", "is", "that", "give", "and", "also"})


def _states_amount(view: View, clause: Clause) -> bool:
    """Whether the only asking words of a clause are those that also tell: "our marketing comes to 260k"."""
    asking = clause.of(*_ASKED_BY, "left", "over", "sum", "diff", "rest", "ratio")
    return all(view.stream.plain[t.start : t.end].endswith(" to") for t in asking)


def _waits(view: View, clause: Clause, found: list[Move]) -> bool:
    """Whether a clause asks something that no move of the list is about: a supposition of its figures is an answer too."""
    if asks_of(found) and all(t.kind in _POINTING for t in clause.tokens):
        return False
    if not (clause.asked or clause.of("howmuch", "why", "recall", "inverse")):
        return False
    own = {t.value for c in view.sentence(clause) for t in c.tokens if t.is_figure}
    if own and own <= used(found) and not clause.of(*_ASKED_BY, "is", "left", "over", "sum", "diff", "rest", "ratio"):
        return False  # "and LTV of $100?": what was told is the question
    here = {t.value for t in clause.tokens if t.is_figure}
    if here and here <= used(found) and not clause.asked and _states_amount(view, clause):
        return False
    if _elliptic(clause) and any(t.is_figure for t in clause.tokens):
        return False
    if not any(isinstance(m, Suppose | Correct | Return | Form) for m in found):
        return True
    return not any(set(figures_in(getattr(m, "fig", "") or getattr(m, "to", ""))) & own for m in found)
