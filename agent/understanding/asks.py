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
                    rule.name, moves, rule.score, takes=_taken(view, clause), keys=frozenset({f"{_BESIDE.get(rule.goal, 'ask')}{number}"}),
                    place=float(clause.tokens[-1].end), figs=_operands(view, moves, clause),
                )  # fmt: skip


def _operands(view: View, moves: tuple[Move, ...], clause: Clause) -> frozenset[str]:
    """Figures of this message that a question itself uses."""
    found = set()
    for move in moves:
        if isinstance(move, Ask):
            found |= (
                {
                    a
                    for slot in (*move.args, *move.about, *move.weights, move.want, move.above, move.at, move.parts)
                    for a in figures_in(slot)
                    if a in view.stream.figures
                }
                if move.goal not in _TOLD_OPERANDS
                else set()
            )
        if isinstance(move, Ask) and move.goal is Goal.RATIO and not view.has("spent", "spends"):
            # "What is 45k as a share of tactical?": the question is the figure's only use.
            found |= {a for a in move.args if a in view.stream.figures and a in {t.value for t in clause.tokens}}
    return frozenset(found)


#: What stands beside a question of the same clause.
_BESIDE = {"chat": "chat", "form": "form"}
#: Goals whose operands are told by another move too.
_TOLD_OPERANDS = frozenset({Goal.REST, Goal.RATIO, Goal.SHARE, Goal.DIFF})


def _taken(view: View, clause: Clause) -> frozenset[int]:
    return frozenset(n for n in range(clause.start, clause.end) if not view.stream.spots[n].is_figure)


#: What fills the slots of each goal of a rule.
FILLERS: Mapping[str, Filler] = {**MONEY_ASKS, **RECKONING_ASKS, **KPI_ASKS, **TOPIC_ASKS, **CORRECTIONS}
