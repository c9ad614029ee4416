"""Which patterns a framework's ``when`` may name, and what becomes of a name that is none: the one place to decide it.

A framework in use is never refused for such a name; the condition is ignored, and the log names it. ``framework check``
refuses names that never were patterns and warns of retired ones.
"""

from __future__ import annotations

import logging

from knowledge.patterns import Patterns, unheard, without
from tools.parameters import Framework

log = logging.getLogger(__name__)

#: Patterns of the reading before moves. Frameworks that name them still load; the conditions are ignored.
RETIRED: frozenset[str] = frozenset(
    """
    add again ai_total ai_use already as_list as_table ask_action ask_amount ask_compare ask_convert ask_define
    ask_difference ask_duration ask_gate ask_goal ask_high ask_inverse ask_layer ask_list ask_low ask_ok ask_place
    ask_plan ask_progress ask_range ask_share ask_short ask_source ask_split ask_target ask_too ask_trend ask_why
    ask_worth attr_author attr_benchmark attr_headcount attr_market attr_names attr_price attr_roi attr_size
    attr_vendor back base_ai base_marketing brief complete correction doc_says domain down every_layer except_for
    farewell first_one from_to go_on greeting hypothetical identity left limited mood more next_phase no_share now
    only out_of override past per_head period_day period_fortnight period_half period_month period_quarter
    period_week period_year previous_phase remove say_en say_zh scale share_given share_of_ai share_word sums_to
    thanks that_one together up what_if
    """.split()
)


def patterns() -> Patterns:
    """The patterns that a condition may name: none is left, a gap is found by its terms."""
    return Patterns(frozenset(), RETIRED)


def heeded(framework: Framework) -> Framework:
    """``framework`` without the conditions that no message can meet any more; each is named in the log."""
    found = tuple(unheard(framework, patterns()))
    for name in found:
        log.warning("framework %s: %s: when: %s", framework.id, name.gap, name.in_language("en"))
    return without(framework, frozenset(name.name for name in found))
