"""What a phase asks for: of one KPI, or of all its KPIs."""

from __future__ import annotations

from agent.answers.context import Context, Draft
from agent.answers.indicators import phase_asked
from agent.answers.kinds import row, statement
from agent.answers.model import Answer, Note, Statement
from agent.answers.registry import answers
from agent.dialogue.asking import Resolved
from agent.dialogue.moves import Goal
from tools.kpis import threshold_fact
from tools.parameters import Measure, Phase


@answers(Goal.THRESHOLD)
def threshold(asked: Resolved, c: Context) -> Answer:
    """What a phase asks of a KPI, or of all its KPIs."""
    draft = Draft(asked.ask.goal.value)
    kpis = [c.kpi(a) for a in asked.ask.about if a.startswith("kpi.")]
    if not kpis:
        phase = phase_asked(asked, c)
        draft.add(phase_asks(c, phase))
        draft.need(*(threshold_fact(c.desk, k) for k in phase.kpis))
        return draft.done()
    for kpi in kpis:
        phase, fact = c.phase_of(kpi), threshold_fact(c.desk, kpi)
        draft.add(
            statement(
                "threshold", kpi=kpi.measured, threshold=fact, number=phase.number, phase_=phase.name, passages=phase.passages[:1],
                subjects=(kpi.id,),
            )
        )  # fmt: skip
        draft.need(fact)
    if c.once("kpi_reading"):
        draft.add(Note("kpi_relative") if any(k.measure is Measure.CHANGE for k in kpis) else None)
    return draft.done()


def phase_asks(c: Context, phase: Phase) -> Statement:
    rows = tuple(row(kpi=k.measured, threshold=threshold_fact(c.desk, k)) for k in phase.kpis)
    return statement(
        "phase_asks", number=phase.number, name=phase.name, rows=rows, passages=phase.passages[:1], subjects=(phase.id,)
    )
