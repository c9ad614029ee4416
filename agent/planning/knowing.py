"""Answers from the sources: what the framework says of a concept, what passages say, and what neither gives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from agent.language.cues import Cues
from agent.language.text import plain
from agent.planning import figures
from agent.planning.context import Context
from agent.planning.frame import Frame, Task
from agent.planning.plan import (
    ClaimSection,
    ConceptSection,
    GapSection,
    ItemSection,
    KpiSection,
    LayersSection,
    LimitedSection,
    NoSuchPhaseSection,
    PassageSection,
    PhaseSection,
    QuadrantSection,
    Question,
    QuestionSection,
    ReceiptSection,
    Section,
    ShareRangeSection,
    TotalShareSection,
    UnstatedSection,
)
from agent.roles import Role
from tools.budget import item_amount, layer_share, range_facts, total_share
from tools.facts import Computed, Fact
from tools.figures.currencies import find_currencies
from tools.kpis import threshold_fact
from tools.parameters import Concept, Kpi, Phase, Project, Quadrant, Topic
from tools.quantities import PERCENT, UnitKind

#: Below this score nothing found is about the message; above the second a passage is worth quoting beside facts.
RELEVANT = 0.135
#: A message without a word of the product's field needs more in common with a passage to be taken as about it.
RELEVANT_ELSEWHERE = 0.2
MATCHED_ELSEWHERE = 2
WORTH_QUOTING = 0.15
#: Beside what the framework tells in full, a passage must fit well to be quoted too.
WORTH_BESIDE = 0.4
#: A message in the product's own field is shown the nearest passage even when it is far off, and told so.
REMOTE = 0.05
MAX_CONCEPTS = 4

_ATTRIBUTES = ("attr_vendor", "attr_price", "attr_author", "attr_market", "attr_headcount")


def claims(c: Context) -> list[Section]:
    """What the message wants the framework to say, beside what it says."""
    found: dict[str, tuple[Fact, ...]] = {}
    stated: tuple[Fact, ...]
    for figure in c.reading.roles(Role.CLAIM):
        concept = figure.concept or "share"
        if concept == "share":
            stated = range_facts(c.desk)
        elif concept.startswith("layer"):
            stated = (layer_share(c.desk, c.framework.layer(concept)),)
        else:
            stated = (threshold_fact(c.desk, c.kpi(concept)),)
        if not any(fact.value in {figure.figure.low, figure.figure.high} for fact in stated):
            found[concept] = stated
    return [ClaimSection(concept, stated) for concept, stated in found.items()]


def receipts(c: Context) -> list[Section] | None:
    """``why?``, ``怎么算的？``, ``why $77,700?``: how the figures of the reply before, or those named, came about."""
    if not c.cue("ask_why") or len(c.reading.plain) > 40:
        return None
    computed = tuple(f for i in c.shown if (f := c.fact(i)) and isinstance(f.provenance, Computed))
    if c.given.facts:
        named = [(fact.value, fact.unit) for _, fact in c.given.facts]
        if not set(named) <= {(f.value, f.unit) for f in computed}:
            return None
        computed = tuple(f for f in computed if (f.value, f.unit) in named)
    elif c.topical():
        return None
    return [ReceiptSection(computed, c.desk.ledger)] if computed else None


def total(c: Context) -> list[Section] | None:
    """``为什么只有18%？``, ``and the remaining 82%?``: the sum of the layers' shares, and what the source says of the rest."""
    percents = [f for f in c.given.of(Role.OTHER, Role.SHARE) if f.unit == PERCENT]
    if not percents:
        return None
    ratio = total_share(c.desk)
    money = any(fact.unit.kind is UnitKind.MONEY for _, fact in c.given.facts)
    summed = c.cue("sums_to") and "topic.layers" in c.reading.named("topic") and not money
    asked = c.cue("ask_why", "together", "left", "ask_source")
    if not summed and not (asked and {ratio.value, 100 - ratio.value} & {f.value for f in c.given.of(Role.OTHER)}):
        return None
    passages = tuple(layer.share.source.passage for layer in c.framework.layers if layer.share)
    c.cite(*passages)
    return [TotalShareSection(ratio, passages)]


def sources(c: Context) -> list[Section] | None:
    """``出处呢？``, ``more detail``: the passages behind the reply before, in full."""
    if c.given.facts or c.topical() or len(c.reading.plain) > 30 or not c.cited:
        return None
    if c.cue("ask_source"):
        wanted = list(c.cited)
    elif c.cue("more"):
        known = [x for x in _all(c) if x.id in c.frame.concepts]
        wanted = list(dict.fromkeys([*c.cited, *(p for x in known for p in x.passages)]))
    else:
        return None
    c.cite(*wanted[:5])
    return [PassageSection(p, p in c.cut_off) for p in wanted[:5]]


def _all(c: Context) -> tuple[Concept, ...]:
    f = c.framework
    return (*f.layers, *f.kpis, *f.phases, *f.projects, *f.quadrants, *f.topics)


def currency_question(c: Context) -> list[Section] | None:
    """An amount asked for in another currency without a rate: the source has none, and none is invented."""
    wanted = figures.target_currency(c.reading, c.fact(c.frame.budget))
    if c.cue("ask_convert") and not c.given.of(Role.RATE) and wanted and c.frame.to_currency not in (None, wanted):
        c.frame = c.frame.but(rate=None)  # the rate at hand is another currency's
    if not c.cue("ask_convert") or c.given.of(Role.RATE) or c.frame.rate or c.frame.currency_assumed:
        return None
    if c.corrects() and not c.given.facts:
        return None
    gap = c.gap_named("exchange_rate")
    named = set(find_currencies(c.reading.plain))
    amounts = c.given.of(Role.AMOUNT, Role.MARKETING_BUDGET, Role.AI_BUDGET)
    if named and c.given.facts and (not amounts or named <= {f.currency for f in amounts}):
        return None  # "what does it get, in RMB, of eleven million": that is the amount's own currency
    if gap is None or not (amounts or c.frame.budget or gap in c.gaps()):
        return None
    if wanted is None and gap not in c.gaps():
        return None
    if amounts:
        c.frame = c.frame.but(budget=amounts[0].id, to_currency=wanted)
    elif wanted:
        c.frame = c.frame.but(to_currency=wanted)
    if c.frame.budget and c.cue("ask_split", "every_layer"):
        c.frame = c.frame.but(task=Task.SPLIT)  # what is converted when the rate comes
    return [GapSection(gap), QuestionSection(Question.RATE)]


# -- explaining ----------------------------------------------------------------------------------------------------------------


def explain(c: Context) -> list[Section] | None:
    """What the framework and the passages say about what the message names, and what they do not say."""
    gaps = c.gaps()
    concepts = _concepts(c)
    hits = _relevant(c)
    remote = not hits and not gaps and not concepts and c.cue("domain")
    if remote:
        hits = [hit for hit in c.hits[:1] if hit.score >= REMOTE]
    if c.reading.unknown_phase and not c.phases():
        c.cite(*(p.passages[0] for p in c.framework.phases if p.passages))
        return [NoSuchPhaseSection(c.framework.phases)]
    if not gaps and not concepts and not hits:
        return None
    told_projects = {x.passages[0] for x in concepts if isinstance(x, Project) and x.passages}
    # That a project has no share of its own is told with the project.
    covered = [gap for gap in gaps if gap.passages and gap.passages[0] in told_projects]
    gaps = tuple(gap for gap in gaps if gap not in covered)
    sections: list[Section] = [GapSection(gap) for gap in gaps[:2]]
    if remote:
        sections.append(UnstatedSection())
    for gap in gaps[:2]:
        c.cite(*gap.passages[:2])
    if len(c.framework.layers) > 1 and set(concepts) >= set(c.framework.layers):
        sections.append(LayersSection(tuple((x, layer_share(c.desk, x)) for x in c.framework.layers)))
        concepts = [x for x in concepts if x not in c.framework.layers]
    told = [_concept(c, x, gapped=bool(gaps), amount_asked=bool(covered)) for x in concepts[:MAX_CONCEPTS]]
    sections += sorted(filter(None, told), key=lambda s: not (c.cue("ask_duration") and _tells_time(s)))
    asked = next((a for a in _ATTRIBUTES if a in c.reading.cues), None)
    if not gaps and asked and not _has(asked, hits):
        sections.insert(0, UnstatedSection(asked))
    # What is told in full from the framework need not be quoted again.
    whole = {x.passages[0] for x in concepts[:MAX_CONCEPTS] if isinstance(x, Phase | Quadrant | Project) and x.passages}
    others = _siblings(c, concepts)
    quoted = [
        p
        for p in _quotes(c, hits, structured=_in_full(c, concepts), gapped=bool(gaps))
        if p not in whole and p not in others
    ]
    if not quoted and not whole and not gaps:
        # The words of the question are in another language than the documents: the topic knows where its passages are.
        quoted = [p for x in concepts if isinstance(x, Topic) and not x.statements for p in x.passages[:MAX_CONCEPTS]]
    sections += [PassageSection(p, p in c.cut_off) for p in quoted]
    c.cite(*quoted)
    c.frame = _framed(c, concepts)
    if _wants_amount(c, concepts):
        sections.append(QuestionSection(Question.BUDGET))
    return sections


def _tells_time(section: Section) -> bool:
    """Whether a section answers how long something takes."""
    return isinstance(section, ConceptSection) and any(f.unit.kind is UnitKind.DURATION for f in section.facts)


def _siblings(c: Context, concepts: Sequence[Concept]) -> set[str]:
    """Passages that tell of another phase or quadrant than those asked about."""
    found: set[str] = set()
    for family in (c.framework.phases, c.framework.quadrants):
        named = [x for x in family if x in concepts]
        if named:
            found |= {x.passages[0] for x in family if x not in named and x.passages}
    return found


def _relevant(c: Context) -> list[Any]:
    """The passages found that are about the message. One without a word of the field needs more in common with them."""
    if not c.hits:
        return []
    best = c.hits[0]
    on_topic = c.cue("domain") or c.frame.task is Task.EXPLAIN
    least = RELEVANT if on_topic else RELEVANT_ELSEWHERE
    if best.score < least or (not on_topic and best.matched < MATCHED_ELSEWHERE):
        return []
    # What follows the best closely is as good, whatever its score.
    return [hit for hit in c.hits if hit.score >= min(least, 0.85 * best.score)]


def _framed(c: Context, concepts: list[Concept]) -> Frame:
    kpis = tuple(x.id for x in concepts if isinstance(x, Kpi))
    phases = tuple(x.id for x in concepts if isinstance(x, Phase))
    return c.frame.but(
        task=Task.EXPLAIN, concepts=tuple(x.id for x in concepts[:MAX_CONCEPTS]), kpis=kpis,
        phase=phases[0] if phases else c.frame.phase,
    )  # fmt: skip


def _concepts(c: Context) -> list[Concept]:
    """The concepts that the answer is about: those named, most telling first; for a follow-up, in the light of the last."""
    r = c.reading
    phases, kpis, layers, projects = c.phases(), c.kpis(), c.layers(), c.projects()
    quadrants = [q for q in c.framework.quadrants if q.id in r.named("quadrant")]
    topics = [t for t in c.framework.topics if t.id in r.named("topic")]
    step = _phase_step(c)
    if step is not None and not phases:
        return [step]
    if phases and kpis:
        kpis = tuple(k for k in kpis if any(k in p.kpis for p in phases)) or kpis
        return [*kpis]
    if c.frame.task is Task.EXPLAIN and not (phases or kpis or layers or projects or quadrants or topics):
        return []
    if c.cue("ask_layer") and not layers and not projects:
        layers = c.framework.layers
    structured: list[Concept] = [*layers, *kpis, *phases, *projects, *quadrants]
    share = [t for t in c.framework.topics if c.framework.share_min.id in t.statements]
    if not structured and not topics and c.cue("ask_share", "ask_range") and c.cue("share_of_ai", "base_ai"):
        return [*share]
    structured += [x for t in topics for x in _members(c, t) if x not in structured]
    topics = [t for t in topics if not _members(c, t)]
    # A topic that is named beside something more definite is what is asked about it, not another subject.
    return structured + [t for t in topics if not structured or t.id not in _general(c)]


def _members(c: Context, topic: Concept) -> tuple[Concept, ...]:
    """The quadrants or phases that a topic is about all of ("the quadrants", "各阶段")."""
    named = {m.concept for m in c.reading.mentions}
    for family in (c.framework.quadrants, c.framework.phases):
        if named & {x.id for x in family}:
            continue  # one of them is asked about, not all
        if len(family) > 1 and {x.passages[0] for x in family if x.passages} <= set(topic.passages):
            return tuple(family)
    return ()


def _in_full(c: Context, concepts: Sequence[Concept]) -> bool:
    """Whether the framework itself tells what was asked; topics are told by their passages."""
    return any(x not in c.framework.topics for x in concepts)


def _phase_step(c: Context) -> Phase | None:
    """``下个阶段呢``, ``and the one before``: the phase next to the one that is being talked about."""
    here = next((p for p in c.framework.phases if p.id == c.frame.phase), None)
    step = 1 if c.cue("next_phase") else -1 if c.cue("previous_phase") else 0
    if here is None or not step or len(c.reading.plain) > 24:
        return None
    return next((p for p in c.framework.phases if p.number == here.number + step), None)


def _general(c: Context) -> set[str]:
    """Topics that only name what the framework is made of."""
    own = {p for x in (*c.framework.layers, *c.framework.phases, *c.framework.quadrants) for p in x.passages[:1]}
    return {t.id for t in c.framework.topics if set(t.passages) & own}


def _concept(c: Context, concept: Concept, *, gapped: bool, amount_asked: bool = False) -> Section | None:
    c.cite(*concept.passages[:1])
    match concept:
        case Kpi():
            return KpiSection(concept, c.phase_of(concept), threshold_fact(c.desk, concept))
        case Phase():
            return PhaseSection(concept, tuple((k, threshold_fact(c.desk, k)) for k in concept.kpis))
        case Project():
            item = item_amount(c.desk, project=concept)
            own = layer_share(c.desk, item.layer) if item.layer else None
            return ItemSection(
                item,
                own,
                amount_asked=amount_asked
                or (c.cue("ask_amount", "ask_share", "ask_split", "ask_worth") and not gapped),
            )
        case Quadrant():
            return QuadrantSection(concept)
    if concept in c.framework.layers:
        return LayersSection(tuple((x, layer_share(c.desk, x)) for x in c.framework.layers), (concept.id,))
    return _topic(c, concept)


def _topic(c: Context, concept: Concept) -> Section | None:
    layer_ids = {layer.share.id for layer in c.framework.layers if layer.share}
    statements = getattr(concept, "statements", ())
    if set(statements) & layer_ids:
        return LayersSection(tuple((x, layer_share(c.desk, x)) for x in c.framework.layers))
    if c.framework.share_min.id in statements:
        return ShareRangeSection(*range_facts(c.desk))
    limited = c.framework.limited_budget_layer
    if limited and set(concept.passages) & set(c.framework.layer(limited).passages) and "limited" in c.reading.cues:
        layer = c.framework.layer(limited)
        return LimitedSection(layer, layer_share(c.desk, layer))
    known = {p.id: p for p in c.framework.parameters}
    facts = tuple(
        c.desk.parameter(known[s], concept.id)
        for s in statements
        if s in known and known[s].unit.kind is not UnitKind.COUNT  # how many trends there are tells nobody anything
    )
    return ConceptSection(concept, facts)


def _quotes(c: Context, hits: Sequence[Any], *, structured: bool, gapped: bool) -> list[str]:
    """Passages to quote: those of the topics named, then the best found; few, and none twice."""
    topics = [t for t in c.framework.topics if t.id in c.reading.named("topic")]
    enough = max(min(WORTH_QUOTING, 0.85 * hits[0].score), 0.6 * hits[0].score) if hits else 1
    ids = [hit.id for hit in hits if hit.score >= enough]
    best = [hit.id for hit in hits[:1]]
    own_all = [p for t in topics if t.id not in _general(c) for p in t.passages]
    own = [p for t in topics if t.id not in _general(c) for p in t.passages[:2]]
    # Passages that tell one topic together ("in the past …", "today …") are quoted together.
    near = {hit.id for hit in hits[:3]}
    best += [
        p
        for t in c.framework.topics
        if best and best[0] in t.passages
        for p in t.passages
        if p in near and len(t.passages) == 2
    ]
    if c.cue("ask_list") and not gapped and len(own_all) > 2:
        return own_all[:5]  # "which risks?": all that the topic is made of
    if gapped:
        wanted = best[:1]
    elif structured:
        near_by = {p for x in _all(c) if x.id in {m.concept for m in c.reading.mentions} for p in x.passages}
        ids = [hit.id for hit in hits if hit.id in ids and (hit.score >= WORTH_BESIDE or hit.id in near_by)]
        wanted = [*own[:1], *ids[:2], *own]
    else:
        wanted = [*best, *own[:2], *ids[1:3]]
    return list(dict.fromkeys(wanted))[: 2 if structured or gapped else 3]


def _has(attribute: str, hits: Sequence[Any]) -> bool:
    """Whether the best passage speaks of the attribute asked about, in the words that the question would use."""
    return any(attribute in Cues(plain(hit.text)) for hit in hits[:2])


def _wants_amount(c: Context, concepts: list[Concept]) -> bool:
    """``年度营销预算怎么分？`` without an amount: told in shares, and asked for the amount."""
    if c.frame.budget or not c.cue("ask_split", "ask_amount", "base_marketing", "base_ai"):
        return False
    return any(
        x in c.framework.layers or "layer" in x.id or isinstance(x, Project) or "share" in x.id for x in concepts
    ) and c.cue("ask_split", "ask_amount")


def again(c: Context) -> list[Section] | None:
    """The last explanation once more."""
    known = {x.id: x for x in _all(c)}
    concepts = [known[i] for i in c.frame.concepts if i in known]
    sections = [s for x in concepts if (s := _concept(c, x, gapped=False))]
    for concept in concepts:
        c.cite(*concept.passages[:1])
    quoted = [PassageSection(x.passages[0]) for x in concepts if x in c.framework.topics and x.passages]
    return [*sections, *quoted] or None
