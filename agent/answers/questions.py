"""The advisor's own questions: one short question for what is missing, with choices that can be answered in a word."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from agent.answers.kinds import row, statement
from agent.answers.model import Item, Note, Slot
from agent.answers.texts import texts
from tools.identity import Label
from tools.kpis import threshold_fact

if TYPE_CHECKING:
    from agent.answers.context import Context
    from agent.dialogue.moves import Ask, Goal


def question(lacks: Sequence[str], c: Context) -> tuple[Item, ...]:
    """What is asked for ``lacks``; the first decides the question."""
    what, _, detail = lacks[0].partition(":")
    ask = _QUESTIONS.get(what)
    if ask is not None:
        return ask(detail, lacks, c)
    return (Note(f"ask.{what}", question=True),)


def unsure(ask: Ask) -> tuple[Item, ...]:
    """Whether a question was meant as it was read, in a form that a yes answers."""
    return (Note("unsure", {"quoted": ask.unsure, "what": meant(ask.goal)}, question=True),)


def meant(goal: Goal) -> Label:
    """What a question of ``goal`` asks, in words."""
    return Label(texts("zh").goals[goal.value], texts("en").goals[goal.value])


def _rate(detail: str, lacks: Sequence[str], c: Context) -> tuple[Item, ...]:
    base, _, quote = detail.partition("/")
    return (Note("ask.rate", {"base": Label(base, base), "quote": Label(quote, quote)}, question=True),)


def _kpis(detail: str, lacks: Sequence[str], c: Context) -> tuple[Item, ...]:
    """The KPIs that are missing, each with what its phase asks for."""
    kpis = [k for k in c.framework.kpis if k.id in lacks[1:]]
    if not kpis:
        return (Note("ask.kpi_figures", question=True),)
    phase = c.phase_of(kpis[0])
    rows = tuple(row(kpi=k.measured, threshold=threshold_fact(c.desk, k)) for k in kpis)
    asks = statement(
        "phase_asks", number=phase.number, name=phase.name, rows=rows, passages=phase.passages[:1], subjects=(phase.id,)
    )
    return (Note("ask.kpis", {"rows": tuple(row(kpi=k.name) for k in kpis)}, question=True), asks)


def _baseline(detail: str, lacks: Sequence[str], c: Context) -> tuple[Item, ...]:
    if not detail:
        return (Note("ask.baseline", question=True),)
    kpi = c.kpi(detail)
    phase, fact = c.phase_of(kpi), threshold_fact(c.desk, kpi)
    asked = Note("ask.baseline_of", {"kpi": kpi.name}, question=True)
    told = statement(
        "threshold", kpi=kpi.measured, threshold=fact, number=phase.number, phase=phase.name, passages=phase.passages[:1],
        subjects=(kpi.id,),
    )  # fmt: skip
    return (asked, told)


def _conflict(detail: str, lacks: Sequence[str], c: Context) -> tuple[Item, ...]:
    """Two people's budgets side by side, and which one is to be used."""
    from tools.comparing import difference

    one, two = (c.state.scenarios[name] for name in c.state.conflict)
    x, y = c.fact(one.budget), c.fact(two.budget)
    what = c.name(one.base)
    people: dict[str, Slot] = {"speaker1": Label(one.by, one.by), "speaker2": Label(two.by, two.by)}
    told = statement("two_inputs", what=what, x=x, y=y, gap=difference(c.desk, minuend=y, subtrahend=x), filled=people)
    return (statement("unresolved", what=what), told, Note("ask.conflict", people, question=True))


def _spent(detail: str, lacks: Sequence[str], c: Context) -> tuple[Item, ...]:
    return (Note("ask.spent", {"subject": c.name(detail)} if detail else {}, question=True),)


def _figure(detail: str, lacks: Sequence[str], c: Context) -> tuple[Item, ...]:
    figure = c.message.figures.get(detail)
    if figure is None:
        return (Note("ask.what_is_meant", question=True),)
    if figure.doubt is not None:
        return (Note("ask.doubt", {"sentence": Label(figure.doubt.zh, figure.doubt.en)}, question=True),)
    return (Note("ask.figure_role", {"quoted": figure.text}, question=True),)


def _subject(detail: str, lacks: Sequence[str], c: Context) -> tuple[Item, ...]:
    return (Note("no_such_subject", {"subject": c.name(detail)}),)


def _budget(detail: str, lacks: Sequence[str], c: Context) -> tuple[Item, ...]:
    """A budget is needed; until then the shares that the source gives."""
    from agent.answers.money import layer_passages
    from tools.budget import layer_share

    asked = Note("ask.budget", question=True)
    if not c.once("shares"):
        return (asked,)
    rows = tuple(row(layer=x.name, share=layer_share(c.desk, x)) for x in c.framework.layers)
    return (asked, statement("share_order", rows=rows, passages=layer_passages(c)))


_QUESTIONS: Mapping[str, Callable[[str, Sequence[str], Context], tuple[Item, ...]]] = {
    "rate": _rate, "kpis": _kpis, "baseline": _baseline, "conflict": _conflict, "spent": _spent, "figure": _figure,
    "subject": _subject, "budget": _budget,
}  # fmt: skip
