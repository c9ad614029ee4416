"""What stands around the answers: what was not used, numbers put into the source's mouth, talk, and what a message only told.

Every figure, operator and question of a message that no answer used is named here, so that nothing is dropped in silence.
"""

from __future__ import annotations

from agent.answers.context import Context
from agent.answers.kinds import statement
from agent.answers.model import Answer, Item, Note, Slot
from agent.answers.questions import question
from agent.dialogue.apply import Applied, Lack
from agent.dialogue.moves import As, Chat, Claim, Unread
from agent.dialogue.names import AI, LAYERS, MAX, MIN
from agent.dialogue.periods import month_label
from tools.budget import layer_share, range_facts, total_share
from tools.facts import Fact, Sourced
from tools.identity import Label
from tools.kpis import threshold_fact

#: How a role of a figure is called when it is offered as a choice.
_ROLES: dict[str, Label] = {
    As.BUDGET: Label("预算", "a budget"),
    As.SPENT: Label("已经花的钱", "money spent"),
    As.SHARE: Label("AI 占比", "the AI share"),
    As.RATE: Label("汇率", "an exchange rate"),
    As.CONTEXT: Label("背景信息", "background"),
    As.COUNT: Label("人数", "a head count"),
    As.NOW: Label("KPI 的现值", "a KPI's present figure"),
    As.LEVEL: Label("KPI 达到的水平", "what a KPI has reached"),
    As.CHANGE: Label("KPI 的变化", "a KPI's change"),
}


def before(applied: Applied, c: Context) -> list[Answer]:
    """What comes first: talk without work, claims set right, where the conversation went back to."""
    found = []
    if not applied.asks and not applied.lacks:
        found += [Answer("chat", (Note(_talk(chat)),)) for chat in applied.chats[:1] if _talk(chat)]
    elif any(chat.kind == "injection" for chat in applied.chats):
        found.append(Answer("chat", (Note("injection"),)))
    found += [Answer("claim", tuple(items)) for claim in applied.claims if (items := claim_items(claim, c))]
    if applied.returned and not applied.asks:
        found.append(Answer("return", (Note("back"),)))
    return found


def after(applied: Applied, c: Context, *, answered: bool) -> list[Answer]:
    """What comes last: what was not used, and the one question about it."""
    found = [Answer("lack", items, lacking=(lack.what,)) for lack in applied.lacks if (items := _lack_items(lack, c))]
    asked = bool(found)
    for unread in applied.unread:
        items = unread_items(unread, ask=not asked)
        if not items:
            continue
        asked = asked or any(getattr(i, "question", False) for i in items)
        found.append(Answer("unread", items, lacking=("unread",)))
    silent = not answered and not found and not applied.chats and not applied.returned
    if silent and not any(claim_items(claim, c) for claim in applied.claims):
        found.append(_noted(applied, c))
    return found


def _talk(chat: Chat) -> str:
    return (
        chat.kind if chat.kind in ("greet", "thanks", "bye", "mood", "agree", "disagree", "insult", "injection") else ""
    )


# -- claims ------------------------------------------------------------------------------------------------------------------------


def claim_items(claim: Claim, c: Context) -> list[Item]:
    """What the source really says of a claimed figure; where it says another, how an own split is had."""
    claimed = c.figure(claim.fig)
    stated = _stated(claim.of, claimed, c)
    if not stated:
        return [statement("claim_nowhere", claimed=claimed)]
    if any(fact.value == claimed.value for fact in stated):
        return []
    items: list[Item] = [
        statement(
            "claim_right", "other", subject=fact.label, claimed=claimed, stated=fact,
            passages=(fact.provenance.passage,) if isinstance(fact.provenance, Sourced) else (),
        )
        for fact in stated
    ]  # fmt: skip
    if claim.of.startswith("layer."):
        items.append(Note("own_split_offer"))
    return items


def _stated(subject: str, claimed: Fact, c: Context) -> list[Fact]:
    """What the source states of the subject that a number was claimed for."""
    if subject.startswith("layer."):
        return [layer_share(c.desk, c.layer(subject))]
    if subject.startswith("kpi."):
        return [threshold_fact(c.desk, c.kpi(subject))]
    low, high = range_facts(c.desk)
    if subject in (MIN, MAX, AI):
        return {MIN: [low], MAX: [high], AI: [low, high]}[subject]
    if subject == LAYERS:
        return [total_share(c.desk)]
    found = [p for p in c.framework.parameters if p.value == claimed.value and p.unit == claimed.unit]
    return [c.desk.parameter(p) for p in found[:1]]


# -- what was not used ---------------------------------------------------------------------------------------------------------------


def unread_items(unread: Unread, *, ask: bool) -> tuple[Item, ...]:
    """A span that was not used: named, and for a figure asked about where nothing else is."""
    quoted: dict[str, Slot] = {"quoted": unread.text}
    if unread.why == "unsure":
        return ()  # asked about by the question that it is of
    if unread.why == "figure":
        if not ask:
            return (Note("unread.figure", quoted),)
        choices = [_ROLES[As(role)] for role in unread.choices if role in _ROLES][:2]
        if len(choices) == 2:
            quoted |= {"first": choices[0], "second": choices[1]}
        return (Note("ask.figure_role", quoted, question=True),)
    kind = unread.why if unread.why in ("question", "operator", "reference") else "text"
    return (Note(f"unread.{kind}", quoted, question=kind != "text"),)


def _lack_items(lack: Lack, c: Context) -> tuple[Item, ...]:
    """The question for something that a told figure needs."""
    figure = c.message.figures.get(lack.fig)
    quoted: dict[str, Slot] = {"quoted": figure.text} if figure is not None else {}
    if lack.error is not None:
        return (Note("invalid", {"sentence": Label(lack.error.zh, lack.error.en)}, question=True),)
    if lack.what == "doubt" and figure is not None:
        if figure.doubt is not None:
            return (Note("ask.doubt", {"sentence": Label(figure.doubt.zh, figure.doubt.en)}, question=True),)
        return (Note("ask.vague", quoted, question=True),)
    if lack.what in ("period.day", "period.hour"):
        return (Note("ask.period.day", quoted, question=True),)
    if lack.what == "budget" and figure is not None:
        return (Note("ask.figure_role", quoted, question=True), *question(("budget",), c))
    return question((lack.what,), c)


def _noted(applied: Applied, c: Context) -> Answer:
    """A message that only told something: what was taken down, so that a misreading can be seen."""
    if c.state.fiscal and c.once(f"fiscal.{c.state.fiscal}"):
        return Answer("noted", (Note("fiscal_year", {"date": month_label(c.state.first_month)}),))
    items: list[Item] = [Note("noted")]
    for fig in c.message.figures:
        fact_id = c.state.figures.get(fig)
        fact = c.desk.ledger.facts.get(fact_id or "")
        if fact is not None and fact.identity is not None and fact.identity.complete:
            items.append(statement("told", what=fact.label, figure=fact))
    if len(items) == 1 and not applied.changed:
        return Answer("lack", (Note("ask.what_is_meant", question=True),), lacking=("meaning",))
    return Answer("noted", tuple(items), tuple(f for i in items[1:] for f in getattr(i, "facts", ())))
