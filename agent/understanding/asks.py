"""Questions of a clause: the goal comes from a rule, what it is about from the clause, else from the clause before, else the state decides."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from agent.dialogue.moves import Ask, Goal, Move
from agent.dialogue.names import figures_in
from agent.understanding.candidates import Candidate
from agent.understanding.clauses import Clause
from agent.understanding.corrections import CORRECTIONS
from agent.understanding.kpi_asks import KPI_ASKS
from agent.understanding.money_asks import MONEY_ASKS
from agent.understanding.reckoning_asks import RECKONING_ASKS
from agent.understanding.rules import Rule, holds, rules
from agent.understanding.topics import TOPIC_ASKS
from agent.understanding.view import View

Filler = Callable[[View, Rule, Clause], tuple[Move, ...] | None]


def candidates(view: View) -> Iterator[Candidate]:
    """Every question that a rule sees in a clause."""
    for number, clause in enumerate(view.clauses):
        for rule in rules("asks"):
            if not holds(rule.when, clause.counts):
                continue
            moves = FILLERS[rule.goal](view, rule, clause)
            if moves:
                yield Candidate(
                    rule.name, moves, rule.score, takes=_taken(view, clause, whole=rule.goal in _OF_THE_MESSAGE), keys=frozenset({f"{_BESIDE.get(rule.goal, 'ask')}{number}"}),
                    place=float(clause.tokens[-1].end), figs=_operands(view, moves, clause) | (_asked_figures(moves) if rule.goal == "ratio_of_that" else frozenset()),
                )  # fmt: skip


def _operands(view: View, moves: tuple[Move, ...], clause: Clause) -> frozenset[str]:
    """Figures of this message that a question itself uses."""
    asks = [move for move in moves if isinstance(move, Ask)]
    found = {a for ask in asks if ask.goal not in _TOLD_OPERANDS for slot in _slots(ask) for a in figures_in(slot)}
    if not view.has("spent", "spends"):
        # "What is 45k as a share of tactical?": the question is the figure's only use.
        own = {t.value for t in clause.tokens}
        found |= {a for ask in asks if ask.goal is Goal.RATIO for a in ask.args if a in own}
    return frozenset(found & view.stream.figures.keys())


def _asked_figures(moves: tuple[Move, ...]) -> frozenset[str]:
    """The figures of an earlier clause whose only use is the question."""
    return frozenset(a for move in moves if isinstance(move, Ask) for slot in move.args for a in figures_in(slot))


def _slots(ask: Ask) -> tuple[str, ...]:
    """The slots of a question that may hold figures."""
    return (*ask.args, *ask.about, *ask.weights, ask.want, ask.above, ask.at, ask.parts, ask.echo)


#: What stands beside a question of the same clause.
_BESIDE = {"chat": "chat", "form": "form", "limited": "beside"}
#: Goals whose operands are told by another move too.
_TOLD_OPERANDS = frozenset({Goal.REST, Goal.RATIO, Goal.SHARE, Goal.DIFF})


#: Questions that use what the message told before them, quantities in words among it.
_OF_THE_MESSAGE = frozenset({"agree"})


def _taken(view: View, clause: Clause, *, whole: bool = False) -> frozenset[int]:
    places = range(0 if whole else clause.start, clause.end)
    return frozenset(n for n in places if not view.stream.spots[n].is_figure)


#: What fills the slots of each goal of a rule.
FILLERS: Mapping[str, Filler] = {**MONEY_ASKS, **RECKONING_ASKS, **KPI_ASKS, **TOPIC_ASKS, **CORRECTIONS}
