"""Answers from the sources: what the framework and the passages say, where a figure stands, and what neither gives."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any

from agent.answers.context import Context, Draft
from agent.answers.kinds import row, statement
from agent.answers.members import Member, member_items, part, parts_of
from agent.answers.model import Answer, Item, Note, Quotation, Slot
from agent.answers.money import passages_of
from agent.answers.registry import answers
from agent.answers.thresholds import phase_asks
from agent.dialogue.asking import Resolved
from agent.dialogue.moves import Goal
from agent.dialogue.names import MARKETING, is_figure
from tools.budget import layer_share, range_facts
from tools.facts import Fact, Sourced
from tools.kpis import threshold_fact
from tools.parameters import Concept, Gap, Kpi, Layer, Parameter, Phase, Project, Quadrant, Topic
from tools.quantities import UnitKind

#: Below this score a passage is not about the question; a question without a word of the field needs more.
RELEVANT, RELEVANT_ELSEWHERE, MATCHED_ELSEWHERE = 0.135, 0.2, 2
WORTH_BESIDE = 0.4
#: Where a company's own documents answer: how near a passage must be in the question's language and in the other, or how well it must
#: fit; and from where on it goes before what the framework says, by its words or by its meaning. See docs/decisions/0054.
NEAR, NEAR_ABROAD, FITS = 0.28, 0.26, 0.2
LEADS, AHEAD, BESIDE = 0.25, 0.03, 0.75
LEADS_BY_MEANING, AHEAD_BY_MEANING = 0.35, 0.2
MAX_CONCEPTS, MAX_QUOTES = 4, 3


_ON_THE_SOURCE = re.compile(
    r"(?<![a-z])(?:article|source|guide|paper|framework|it says?|does it say|ai|aigc|marketing)(?![a-z])|文章|篇文|原文|文中|文里|来源|框架|营销|行銷|篇嘢",
    re.IGNORECASE,
)


def concept(c: Context, concept_id: str) -> Concept | None:
    """The thing of the framework with that id, a part of one among them (``topic.trends#2``)."""
    f = c.framework
    if "#" in concept_id:
        return part(f, concept_id)
    every: Iterable[Concept] = (*f.layers, *f.kpis, *f.phases, *f.projects, *f.quadrants, *f.topics, *f.gaps)
    return next((x for x in every if x.id == concept_id), None)


def quotations(c: Context, passages: Iterable[str]) -> tuple[Quotation, ...]:
    """Passages to quote, each once; ``cut_off`` where the source breaks off."""
    found = []
    for passage in dict.fromkeys(passages):
        known = c.passages.get(passage)
        if known is not None:
            found.append(Quotation(passage, bool(known.incomplete)))
    return tuple(found)


# -- explaining --------------------------------------------------------------------------------------------------------------------


@answers(Goal.EXPLAIN)
def explain(asked: Resolved, c: Context) -> Answer:
    """What the framework says of what was named, then the passages that fit the question best."""
    draft = Draft(asked.ask.goal.value)
    named = [x for x in (concept(c, a) for a in asked.ask.about) if x is not None]
    gaps = [x for x in named if isinstance(x, Gap)]
    concepts = [x for x in named if not isinstance(x, Gap)][:MAX_CONCEPTS]
    for gap in gaps[:2]:
        draft.add(*gap_items(c, gap))
    for each in concepts:
        draft.add(*_concept(c, each))
    hits = _relevant(c, asked.ask.topic, in_field=bool(named))
    draft.add(*quotations(c, _worth_quoting(concepts, hits, gapped=bool(gaps))))
    if not draft.items and has_documents(c):
        draft.add(Note("not_in_documents"))
    elif not draft.items and _ON_THE_SOURCE.search(asked.ask.topic):
        # What asks about the article is no other subject: only its words were not found.
        draft.add(Note("unread.question", {"quoted": asked.ask.topic}, question=True))
    elif not draft.items:
        draft.add(Note("out_of_scope"))
    draft.listed = parts_of(concepts, asked.ask.topic) or tuple(x.id for x in concepts)
    return draft.done()


def _concept(c: Context, x: Concept) -> list[Item]:
    """What the framework itself tells of a thing."""
    match x:
        case Kpi():
            phase, fact = c.phase_of(x), threshold_fact(c.desk, x)
            return [
                statement(
                    "threshold", kpi=x.measured, threshold=fact, number=phase.number, phase=phase.name, passages=phase.passages[:1],
                    subjects=(x.id,),
                )
            ]  # fmt: skip
        case Phase():
            goal = statement(
                "phase_goal", number=x.number, name=x.name, actions=x.actions, passages=x.passages[:1], subjects=(x.id,)
            )
            return [goal, phase_asks(c, x)]
        case Project():
            return project_items(c, x)
        case Quadrant():
            return [quadrant_note(x)]
        case Member():
            return member_items(c, x)
        case Layer():
            share = layer_share(c.desk, x)
            told = statement("share_only", layer=x.name, share=share, passages=passages_of(share), subjects=(x.id,))
            goal_note = (
                Note("layer_goal", {"layer": x.name, "goal": x.goal}, passages=x.passages[:2]) if x.goal.zh else None
            )
            return [told, *([goal_note] if goal_note else [])]
        case Topic():
            return _topic(c, x)
    return []


def project_items(c: Context, x: Project) -> list[Item]:
    """What the source says of a project: the layer that pays for it, or that none does; its quadrant, and what it is."""
    quadrant = next(q for q in c.framework.quadrants if q.id == x.quadrant)
    items: list[Item] = []
    if x.layer is not None:
        layer = c.layer(x.layer)
        share = layer_share(c.desk, layer)
        items.append(
            statement(
                "item_without_share", item=x.name, layer=layer.name, share=share, subjects=(x.id, layer.id),
                passages=(*x.passages[:1], *passages_of(share)),
            )
        )  # fmt: skip
    else:
        items.append(Note("item_unpaid", {"item": x.name}, passages=x.passages[:1]))
    items.append(Note("project_in", {"item": x.name, **_quadrant_slots(quadrant)}, passages=quadrant.passages[:1]))
    # What a project does stands in the passages that are its own, not in those of its quadrant.
    own = [p for p in x.passages if p not in quadrant.passages]
    items.extend(quotations(c, own[:1]))
    return items


def _quadrant_slots(q: Quadrant) -> dict[str, Slot]:
    return {"quadrant": q.name, "payback": q.payback, "accumulation": q.accumulation, "strategy": q.strategy}


def quadrant_note(q: Quadrant) -> Note:
    projects = tuple({"project": p.name} for p in q.projects)
    return Note("quadrant", {**_quadrant_slots(q), "rows": projects}, passages=q.passages[:1])


def _topic(c: Context, x: Topic) -> list[Item]:
    """A topic: its figures as the framework states them, its passages quoted."""
    framework = c.framework
    if framework.share_min.id in x.statements:
        low, high = range_facts(c.desk)
        return [
            statement("range_shares", low_share=low, high_share=high, passages=passages_of(low)),
            statement("range_size", passages=passages_of(low)),
        ]
    shares = {layer.share.id for layer in framework.layers if layer.share}
    if shares & set(x.statements):
        from agent.answers.money import layer_passages

        rows = tuple(row(layer=y.name, share=layer_share(c.desk, y)) for y in framework.layers)
        return [statement("share_order", rows=rows, passages=layer_passages(c))]
    for family in (framework.quadrants, framework.phases):
        own = {y.passages[0] for y in family if y.passages}
        if own and own <= set(x.passages):
            return [item for y in family for item in _concept(c, y)[:1]]
    if framework.limited_budget_layer and x.id == "topic.limited_budget":
        return [limited(c)]
    return [*quotations(c, x.passages[:MAX_QUOTES])]


def limited(c: Context, amount: Fact | None = None) -> Item:
    """What the source says to do on a limited budget."""
    layer = c.layer(c.framework.limited_budget_layer or "")
    share = layer_share(c.desk, layer)
    return statement(
        "limited_budget", layer=layer.name, advice=c.framework.limited_budget_advice, amount=amount, share=share,
        passages=tuple(p for p in layer.passages[-1:]), subjects=(layer.id,),
    )  # fmt: skip


def _relevant(c: Context, topic: str, *, in_field: bool) -> list[Any]:
    """The passages found that are about the question, best first."""
    hits = list(c.search(topic)) if topic else []
    least = RELEVANT if in_field else RELEVANT_ELSEWHERE
    about = [hit for hit in hits if _is_about(hit, least, in_field=in_field)]
    if not about:
        return []
    best = _rank(about[0])
    return [hit for hit in about if _rank(hit) >= min(least, 0.85 * best)]


def _rank(hit: Any) -> float:
    """What orders passages: words and meaning together, where meaning was asked."""
    return float(getattr(hit, "rank", 0.0) or hit.score)


def _is_about(hit: Any, least: float, *, in_field: bool) -> bool:
    """Whether a passage is about the question by its words; one of a company's own documents, by its meaning as well."""
    if hit.score >= least and (in_field or hit.matched >= MATCHED_ELSEWHERE):
        return True
    return bool(getattr(hit, "own", False)) and fits(hit)


def _worth_quoting(concepts: Sequence[Concept], hits: Sequence[Any], *, gapped: bool) -> list[str]:
    """Few passages, and none of which the framework told the content already."""
    whole = {x.passages[0] for x in concepts if isinstance(x, Phase | Quadrant) and x.passages}
    structured = any(not isinstance(x, Topic) for x in concepts)
    least = WORTH_BESIDE if structured or gapped else 0.0
    best = _rank(hits[0]) if hits else 1.0
    found = [hit.id for hit in hits if _rank(hit) >= max(least, 0.6 * best)]
    return [p for p in found if p not in whole][: 1 if gapped else MAX_QUOTES - (1 if structured else 0)]


# -- a company's own documents -----------------------------------------------------------------------------------------------------


def has_documents(c: Context) -> bool:
    """Whether there are documents beside those that the framework quotes."""
    quoted = {parameter.source.document for parameter in c.framework.parameters}
    return any(passage.document not in quoted for passage in c.passages.values())


def fits(hit: Any) -> bool:
    """Whether a passage of a company's own document can answer a question that nothing else answers."""
    return bool(
        hit.score >= RELEVANT_ELSEWHERE or hit.near >= (NEAR_ABROAD if hit.foreign else NEAR) or _rank(hit) >= FITS
    )


def leads(own: Any, article: Any | None) -> bool:
    """Whether a passage of a company's own document answers a question better than anything that the framework quotes."""
    beside, near = (_rank(article), article.near) if article is not None else (0.0, 0.0)
    if not own.foreign and own.score >= LEADS and own.matched >= MATCHED_ELSEWHERE and _rank(own) > beside + AHEAD:
        return True
    meant = own.near >= LEADS_BY_MEANING and own.near >= near + AHEAD_BY_MEANING
    return bool(meant and _rank(own) > beside - 2 * AHEAD)


def from_documents(
    question: str, answers: Sequence[Answer], c: Context, *, disputed: Collection[str] = ()
) -> tuple[Answer, ...] | None:
    """The answers to a message with those of a company's own documents in front, where these fit it better; else ``None``.

    ``disputed`` are passages that contradict the framework: an answer from the framework tells both sides.
    """
    hits = list(c.search(question))
    own = [hit for hit in hits if getattr(hit, "own", False)]
    if not own or own[0].id in disputed:
        return None
    article = next((hit for hit in hits if not hit.own), None)
    leading = leads(own[0], article)
    if not leading and not (fits(own[0]) and all(map(_leaves_open, answers)) and answers):
        return None
    near = article is not None and _rank(article) >= BESIDE * _rank(own[0])
    kept = [a for a in answers if _stays(a, near=near, leading=leading)]
    if any(map(_computed, kept)):
        return None  # what the user's own figures come to is not in any document
    best = _rank(own[0])
    quoted = [hit.id for hit in own if _rank(hit) >= 0.85 * best and (leads(hit, None) or fits(hit))][:MAX_QUOTES]
    return (Answer(Goal.EXPLAIN.value, quotations(c, quoted or [own[0].id])), *kept)


def _computed(answer: Answer) -> bool:
    """Whether an answer takes down or works out the user's own figures."""
    return not answer.lacking and any(not isinstance(f.provenance, Sourced) for f in (*answer.needs, *answer.facts))


_ALWAYS = frozenset(("chat", "claim", "return"))


def _leaves_open(answer: Answer) -> bool:
    """Whether an answer says only that there is none, or asks back."""
    kinds = {item.kind for item in answer.items if isinstance(item, Note)}
    asks = bool(answer.lacking) and not {what.partition(":")[0] for what in answer.lacking} <= _USERS_OWN
    return asks or answer.goal in (Goal.GAP.value, Goal.SCOPE.value) or bool(kinds & _OPEN)


#: What only the user can tell, so that no document answers in its place.
_USERS_OWN = frozenset(("rate",))
_OPEN = frozenset(("out_of_scope", "not_in_documents", "no_source", "gap", "gap_cut"))


def _stays(answer: Answer, *, near: bool, leading: bool) -> bool:
    """Whether an answer is told behind the quotation that answers the question."""
    if answer.always or answer.goal in _ALWAYS:
        return True
    if _leaves_open(answer):
        return False
    quotes_only = all(isinstance(item, Quotation) for item in answer.items)
    return not quotes_only and (near or not leading or _computed(answer))


# -- lists -------------------------------------------------------------------------------------------------------------------------


@answers(Goal.LIST)
def list_(asked: Resolved, c: Context) -> Answer:
    """The members of a family, in the framework's order; what they are stays for "the second one"."""
    draft = Draft(asked.ask.goal.value)
    family = (asked.ask.about or ("layers",))[0]
    named = asked.ask.of or asked.ask.phase
    of = concept(c, named) if named else None
    if family == "kpis":
        phases = [of] if isinstance(of, Phase) else list(c.framework.phases)
        for phase in phases:
            draft.add(phase_asks(c, phase))
            draft.need(*(threshold_fact(c.desk, k) for k in phase.kpis))
        draft.listed = tuple(k.id for p in phases for k in p.kpis)
        return draft.done()
    if family == "projects":
        quadrants = [of] if isinstance(of, Quadrant) else list(c.framework.quadrants)
        draft.add(*(quadrant_note(q) for q in quadrants))
        draft.listed = tuple(p.id for q in quadrants for p in q.projects)
        return draft.done()
    members = _family(c, family)
    if not members:
        return explain(replace(asked, ask=replace(asked.ask, about=(f"topic.{family}", *asked.ask.about))), c)
    for member in members:
        draft.add(*_concept(c, member)[:1])
    draft.listed = tuple(x.id for x in members)
    return draft.done()


def _family(c: Context, family: str) -> tuple[Concept, ...]:
    f = c.framework
    families: dict[str, tuple[Concept, ...]] = {"phases": f.phases, "quadrants": f.quadrants, "layers": f.layers}
    if family in families:
        return families[family]
    # A topic that stands for several others: trends, risks.
    return tuple(t for t in f.topics if t.id.startswith(f"topic.{family.rstrip('s')}") and t.id != f"topic.{family}")


# -- gaps, sources, phases -----------------------------------------------------------------------------------------------------------


@answers(Goal.GAP)
def gap(asked: Resolved, c: Context) -> Answer:
    """What the source does not give, and what it gives instead."""
    draft = Draft(asked.ask.goal.value)
    for about in asked.ask.about:
        found = concept(c, about)
        if isinstance(found, Gap):
            draft.add(*gap_items(c, found))
    if not draft.items:
        return explain(asked, c)
    if has_documents(c):
        draft.add(Note("documents_searched"))
    return draft.done()


def gap_items(c: Context, found: Gap) -> tuple[Item, ...]:
    kind = "gap_cut" if found.cut_off else "gap"
    return (Note(kind, {"missing": found.missing, "instead": found.instead}, passages=found.passages[:2]),)


@answers(Goal.SOURCE)
def source(asked: Resolved, c: Context) -> Answer:
    """Where the source states a figure, each place with its line; or that it states it nowhere."""
    draft = Draft(asked.ask.goal.value)
    figures = [a for a in asked.ask.about if is_figure(a)]
    topics = [x for a in asked.ask.about if isinstance(x := concept(c, a), Topic)]
    for fig in figures:
        fact = c.figure(fig)
        found = c.message.figures.get(fig)
        values = {fact.value} | ({found.low, found.high} if found is not None else set())
        stated = [p for p in _parameters(c) if p.value in values and p.unit.kind is fact.unit.kind]
        if asked.ask.of:
            stated = [p for p in stated if asked.ask.of in _owner(c, p)] or stated
        if not stated:
            draft.add(statement("claim_nowhere", claimed=fact))
        for parameter in stated:
            draft.add(_stated_at(c, parameter))
            draft.add(*quotations(c, (parameter.source.passage,)))
    if not figures:
        draft.add(*quotations(c, _cited(asked, c)))
    elif topics:  # what the source says of it instead
        draft.add(*quotations(c, topics[0].passages[:1]))
    if not draft.items:
        draft.add(Note("no_source"))
    return draft.done()


def _parameters(c: Context) -> tuple[Parameter, ...]:
    return tuple(p for p in c.framework.parameters if p.unit.kind is not UnitKind.COUNT)


def _owner(c: Context, parameter: Parameter) -> str:
    return next((layer.id for layer in c.framework.layers if layer.share == parameter), parameter.id)


def _stated_at(c: Context, parameter: Parameter) -> Item:
    fact = c.desk.parameter(parameter)
    passage = c.passages.get(parameter.source.passage)
    return statement(
        "stated_at", subject=parameter.label, stated=fact, line=passage.line if passage is not None else 0,
        passages=(parameter.source.passage,),
    )  # fmt: skip


def _cited(asked: Resolved, c: Context) -> list[str]:
    """The passages of what is asked about, else those behind the reply before."""
    found = [p for a in asked.ask.about if (x := concept(c, a)) is not None for p in x.passages[:1]]
    if found:
        return found
    facts = [c.desk.ledger[f] for f in c.state.recent()[:8] if f in c.desk.ledger]
    roots = [r for fact in facts for r in c.desk.ledger.roots(fact.id)]
    return [r.provenance.passage for r in roots if isinstance(r.provenance, Sourced)][:MAX_QUOTES]


@answers(Goal.PHASE_OF)
def phase_of(asked: Resolved, c: Context) -> Answer:
    """Which phase a KPI or a project belongs to, by the framework and the passages."""
    draft = Draft(asked.ask.goal.value)
    for about in asked.ask.about:
        found = concept(c, about)
        phase = None
        if isinstance(found, Kpi):
            phase = c.phase_of(found)
        elif found is not None:
            phase = next((p for p in c.framework.phases if set(p.passages) & set(found.passages)), None)
        if found is None or phase is None:
            continue
        draft.add(
            statement(
                "phase_of",
                subject=found.name,
                number=phase.number,
                phase=phase.name,
                passages=phase.passages[:1],
                subjects=(about, phase.id),
            )
        )
    if not draft.items:
        return explain(asked, c)
    return draft.done()


@answers(Goal.ADVISE)
def advise(asked: Resolved, c: Context) -> Answer:
    """What to do first: what pays back fast, by the source's own quadrants, with the money where a budget is at hand."""
    draft = Draft(asked.ask.goal.value)
    first = next((q for q in c.framework.quadrants), None)
    if first is not None:
        draft.add(Note("advise_first", {"quadrant": first.name}, passages=first.passages[:1]), quadrant_note(first))
    scenario = next((s for s in map(c.state.scenarios.get, asked.scenarios) if s is not None and s.budget), None)
    if c.framework.limited_budget_layer:
        layer = c.framework.limited_budget_layer
        amount = c.amount(layer, scenario) if scenario is not None and MARKETING in scenario.money else None
        draft.add(limited(c, amount))
    if first is not None:
        draft.add(*quotations(c, first.passages[1:2]))
    return draft.done()
