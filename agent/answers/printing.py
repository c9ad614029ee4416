"""Figures printed outside of statements: in receipts, charts, plan files and lists, spelled as statements spell them.

Comparators are signs. A period stands with a figure that is for another time than a year. Whether something may be printed is decided elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import replace

from agent.answers import said
from agent.answers.said import Saying
from tools.facts import Computed, Fact, Ledger
from tools.identity import TIMED, Identity, Role
from tools.quantities import Comparator, UnitKind

_INPUT = re.compile(r"\{([UFS]\d+)\}")


def print_fact(fact: Fact, language: str, *, full: bool = False, comparator: bool = True) -> str:
    """``fact`` as a figure by itself; ``full`` writes every digit, without ``comparator`` a limit is told as its value."""
    fact = _known(fact)
    how = Saying(words=False, compared=comparator, period=_timed(fact), signed=fact.value < 0, full=full)
    return said.say(fact, language, how)


def print_formula(ledger: Ledger, fact: Fact, language: str) -> str:
    """The formula of a computed fact with its inputs in figures: ``500万元 × 10% = 50万元``; else the fact alone."""
    made = fact.provenance
    if not isinstance(made, Computed):
        return print_fact(fact, language)

    def printed(known: Fact) -> str:
        known = replace(_known(known), comparator=Comparator.EQUAL)
        how = Saying(words=False, period=known.unit.per is not None, signed=known.value < 0)
        return said.say(known, language, how)

    text = _INPUT.sub(lambda match: printed(ledger[match[1]]), made.formula)
    return f"{text} {'≈' if fact.comparator is Comparator.ABOUT else '='} {printed(fact)}"


def _timed(fact: Fact) -> bool:
    """Whether the period is told: a year is what amounts are for unless something else is said."""
    return fact.unit.per is not None or (said.role(fact) in TIMED and said.period(fact) not in ("", "year"))


def _known(fact: Fact) -> Fact:
    """A fact of before identities: how far two percentages are apart was marked by a concept."""
    if fact.identity is None and "distance" in fact.concepts and fact.unit.kind is UnitKind.PERCENT:
        return replace(fact, identity=Identity(Role.GAP, name=fact.label, base="points"))
    return fact
