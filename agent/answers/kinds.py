"""The kinds of statements: which slots each has, which variants, and whether it is a verdict.

A slot is a figure (``fact``), a name (``name``), a word of an enumeration (``word``) or clauses (``rows``). A kind that is not here cannot be built, a kind
without wording in a language fails a test.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from agent.answers.model import Slot, Statement
from tools.facts import Fact
from tools.identity import Label


@dataclass(frozen=True, slots=True)
class Kind:
    """Slots by name (a ``?`` behind the type: may be left out), variants, and what a verdict is."""

    slots: Mapping[str, str]
    variants: tuple[str, ...] = ("",)
    verdict: bool = False


def _kind(slots: str = "", *variants: str, verdict: bool = False) -> Kind:
    named = dict(part.split(":") for part in slots.split())
    return Kind(named, variants or ("",), verdict)


KINDS: Mapping[str, Kind] = {
    # -- budget and split. `budget` is the annual budget fact; its words carry base and amount.
    "budget_given": _kind(
        "speaker:name? budget:fact told:fact?", "", "annual"
    ),  # annual: told per period, times {factor}
    "allocation": _kind("layer:name amount:fact share:fact budget:fact", "", "part"),  # part: of a period, no share
    "split": _kind("budget:fact rows:rows total:fact ratio:fact?", "", "ai", "share"),  # rows: layer, amount, share
    "total": _kind("amount:fact share:fact budget:fact"),
    "share_only": _kind("layer:name share:fact"),
    "share_order": _kind("rows:rows"),
    "total_share": _kind("ratio:fact"),
    "reading": _kind(),
    "split_of_ai_budget": _kind("budget:fact rows:rows"),
    "ai_budget": _kind("amount:fact share:fact budget:fact"),  # at an explicit share of the marketing budget
    "budget_needed": _kind("subject:name wanted:fact share:fact? budget:fact", "", "ai", "shared"),
    "part_of": _kind("subject:name whole:fact share:fact part:fact"),
    "part_in_words": _kind("subject:name whole:fact words:name part:fact"),  # a third of it
    "budget_within": _kind("subject:name wanted:fact whole:fact budget:fact rows:rows"),  # rows: name, amount
    "floors_fit": _kind("floors:fact whole:fact gap:fact budget:fact", verdict=True),  # not: what would
    "item_without_share": _kind("item:name layer:name amount:fact? share:fact"),
    "limited_budget": _kind("layer:name advice:name amount:fact? share:fact"),
    # -- range
    "range": _kind("low:fact high:fact low_share:fact high_share:fact budget:fact"),
    "range_shares": _kind("low_share:fact high_share:fact"),
    "bound": _kind("share:fact amount:fact? budget:fact?", "low", "high"),
    "range_verdict": _kind(
        "share:fact amount:fact? low_share:fact high_share:fact low:fact? high:fact? gap:fact?",
        "in",
        "above",
        "below",
        verdict=True,
    ),
    "range_size": _kind(),
    "amount_at_share": _kind("share:fact amount:fact budget:fact"),
    "share_implied": _kind("part:fact share:fact budget:fact"),
    # -- the user's own split
    "own_share": _kind("speaker:name? layer:name share:fact budget:fact amount:fact"),
    "own_against_source": _kind(
        "layer:name own_share:fact? own:fact source_share:fact source:fact gap:fact", "more", "less", "same"
    ),
    "own_sum": _kind("sum:fact rest:fact?", "rest", "even", "over", verdict=True),
    "own_limit": _kind("layer:name limit:fact amount:fact gap:fact?", "floor", "cap", "floor_broken", "cap_broken"),
    # -- several budgets
    "scenario_change": _kind("budget_from:fact budget_to:fact from:fact to:fact gap:fact", "more", "less", "same"),
    "layer_change": _kind(
        "layer:name from:fact budget_from:fact to:fact budget_to:fact gap:fact", "more", "less", "same"
    ),
    "current_scenario": _kind("budget:fact old:fact?"),
    "difference": _kind("x_name:name x:fact y_name:name y:fact gap:fact", "more", "less", "same"),
    "ratio": _kind("x_name:name x:fact y_name:name y:fact ratio:fact", "", "times"),
    "mean": _kind("parts:rows mean:fact"),  # rows: name, amount
    "growth": _kind("base_name:name ratio:fact", "more", "less"),
    "sum": _kind("parts:rows sum:fact"),  # rows: name, amount
    "rest": _kind("whole_name:name whole:fact parts:rows rest:fact", "left", "over", "even"),
    "above": _kind("rows:rows limit:fact", "above", "below", "none_above", "none_below"),  # rows: name, amount
    # -- time
    "even_spread": _kind(
        "budget:fact? rows:rows divisor:word", "month", "quarter", "half-year", "fortnight", "week", "day"
    ),
    "phasing": _kind("subject:name whole:fact rows:rows speaker:name?"),  # rows: part, weight?, amount
    "phasing_sum": _kind("sum:fact whole:fact gap:fact?", "even", "more", "less", verdict=True),
    "source_duration": _kind("project:name"),  # with a quotation: the source's own words
    # -- budget against actual
    "spend_row": _kind("subject:name period:name plan:fact spend:fact gap:fact share:fact?", "under", "over", "even"),
    "due_by": _kind("subject:name date:name plan:fact whole:fact", "even", "phased"),  # nothing was told to be spent
    "spend_to_date": _kind("subject:name date:name plan:fact spend:fact gap:fact", "under", "over", "even"),
    "remaining": _kind("subject:name plan:fact spend:fact rest:fact"),
    "overrun": _kind("subject:name plan:fact spend:fact gap:fact"),
    "used_up": _kind("subject:name plan:fact spend:fact"),
    "run_rate": _kind("subject:name rate:fact plan:fact projected:fact gap:fact date:name?", "under", "over", "even"),
    "spend_total": _kind("period:name plan:fact spend:fact gap:fact", "under", "over", "even", verdict=True),
    "left_for": _kind("subject:name plan:fact spend:fact rest:fact period:name"),
    "bridge": _kind(
        "from:fact to:fact gap:fact", "more", "less", "same", "spent_more", "spent_less", "spent_same", verdict=True
    ),
    "spend_verdict": _kind("subject:name gap:fact", "under", "over", "even", verdict=True),
    "untouched": _kind("subject:name plan:fact"),
    "paid": _kind("subject:name spend:fact period:name?"),
    "paid_on_average": _kind("subject:name spend:fact part:fact period:name?"),
    "offer_year": _kind("name:name amount:fact told:fact?"),
    "offer_cheapest": _kind("x_name:name x:fact y_name:name gap:fact", "", "same", verdict=True),
    "offer_fits": _kind("subject:name plan:fact outlay:fact rest:fact spend:fact?"),
    "offer_over": _kind("subject:name plan:fact outlay:fact gap:fact spend:fact?"),
    "not_reported": _kind("subject:name period:name?"),
    "per_part": _kind("subject:name whole:fact part:fact count:fact?", "head", "month", "quarter", "week", "part"),
    # -- KPIs and phases
    "gate_verdict": _kind("phase:name number:word next:word? rows:rows", "yes", "no", "open", verdict=True),
    "kpi_row": _kind("kpi:name actual:fact threshold:fact phase:word gap:fact?", "met", "short", "points"),
    "kpi_missing": _kind("kpi:name threshold:fact phase:word"),
    "standing": _kind("number:word phase:name", verdict=True),
    "all_met": _kind(verdict=True),
    "phase_asks": _kind("number:word name:name rows:rows"),  # rows: kpi, threshold
    "threshold": _kind("kpi:name threshold:fact number:word phase:name"),
    "phase_of": _kind("subject:name number:word phase:name"),
    "phase_goal": _kind("number:word name:name actions:name"),
    "target": _kind("kpi:name baseline:fact target:fact threshold:fact phase:word", "up", "down", "level", "multiple"),
    "target_exact": _kind("exact:fact target:fact"),
    "target_whole": _kind("whole:fact target:fact"),
    "target_not_level": _kind("kpi:name share:fact"),
    "kpi_change": _kind(
        "kpi:name before:fact after:fact change:fact before_day:name? after_day:name?", "up", "down", "times"
    ),
    "kpi_short": _kind("kpi:name gap:fact target:fact? threshold:fact phase:word", "short", "met"),
    "people_target": _kind(
        "kpi:name team:fact needed:fact now:fact? gap:fact? threshold:fact phase:word", "", "now", "met"
    ),
    "level_of": _kind("kpi:name part:fact whole:fact level:fact"),
    "kpi_given": _kind("kpi:name figure:fact"),
    "kpi_reading": _kind(),
    # -- the user's costs
    "product": _kind("item:name? count:fact unit:fact amount:fact"),
    "fits": _kind("cost:fact layer:name amount:fact gap:fact", "in", "over", verdict=True),
    "against_today": _kind("x_name:name x:fact today:fact gap:fact ratio:fact", "more", "less", "same"),
    "conversion": _kind("name:name? from:fact rate:fact to:fact"),
    "sum_of_figures": _kind("rows:rows sum:fact"),
    # -- several people
    "two_inputs": _kind("what:name speaker1:name x:fact speaker2:name y:fact gap:fact"),
    "input_used": _kind("speaker:name figure:fact what:name"),
    "unresolved": _kind("what:name", verdict=True),
    # -- what was said, where it is from
    "told": _kind("what:name figure:fact speaker:name? turn:word?"),
    "claim_right": _kind("subject:name claimed:fact stated:fact", "same", "other"),
    "claim_nowhere": _kind("claimed:fact"),
    "stated_at": _kind("subject:name stated:fact line:word"),
    "working": _kind("name:name result:fact formula:formula"),
    "figure_unused": _kind("figure:fact"),
}


def statement(
    kind: str,
    variant: str = "",
    *,
    passages: tuple[str, ...] = (),
    subjects: tuple[str, ...] = (),
    number_of_phase: int | None = None,
    scenario: str = "",
    filled: Mapping[str, Slot | None] | None = None,
    **slots: Slot | None,
) -> Statement:
    """A statement of ``kind``; absent slots are left out; ``filled`` are more slots. Raises :class:`ValueError` for what the kind does not have.

    A figure whose identity is not complete is refused with :class:`IncompleteIdentity`: its place is a question.
    """
    found = KINDS[kind]
    every = {**slots, **(filled or {})}
    given = {name.rstrip("_"): value for name, value in every.items() if value is not None}
    if variant not in found.variants:
        raise ValueError(f"a statement of {kind!r} has no variant {variant!r}")
    wanted = {name for name, type_ in found.slots.items() if not type_.endswith("?")}
    if wanted - set(given) or set(given) - set(found.slots):
        raise ValueError(f"a statement of {kind!r} has the slots {sorted(found.slots)}, not {sorted(given)}")
    made = Statement(kind, given, variant, passages, subjects, number_of_phase, scenario, found.verdict)
    for fact in made.facts:
        if fact.identity is None or not fact.identity.complete:
            raise IncompleteIdentity(fact)
    return made


class IncompleteIdentity(ValueError):
    """A figure of which it is not known what it is: no sentence can be said over it."""

    def __init__(self, fact: Fact) -> None:
        self.fact = fact
        super().__init__(f"the identity of {fact.id} is not complete")


def row(**slots: Slot) -> Mapping[str, Slot]:
    """A clause within a statement: ``row(layer=…, amount=…)``."""
    return slots


def name_of(zh: str, en: str) -> Label:
    """A name that code gives."""
    return Label(zh, en)
