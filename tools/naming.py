"""What a figure is called, from its identity: "tactical layer amount, per month", 战术层金额（每月）.

Words are data of ``tools.lexicon``; nothing here is typed beside an identity. A year is what amounts are for unless something else is said, so it is not
named. Scenario and speaker are told by the statement, not by the name.
"""

from __future__ import annotations

from collections.abc import Iterator

from tools.identity import Identity, Label, Role
from tools.lexicon.periods import period_name
from tools.lexicon.roles import BASES, PHASE, ROLES, SPECIAL, SUBJECTS, UNTIMED

#: Roles whose figures are the same KPI's in several phases.
_PHASED = frozenset({Role.THRESHOLD, Role.TARGET, Role.GAP, Role.SURPLUS})
_BASED = frozenset({Role.SHARE, Role.WEIGHT, Role.CHANGE, Role.UNIT_COST})


def label_of(identity: Identity) -> Label:
    """The name of a figure in both languages: what it is a figure of and what it is, then base, period and phase where they tell it apart."""
    label = _core(identity)
    added = list(_details(identity))
    if not added:
        return label
    return Label(
        f"{label.zh}（{'，'.join(detail.zh for detail in added)}）", ", ".join((label.en, *(d.en for d in added)))
    )


def _core(identity: Identity) -> Label:
    # The ends of a range have no period as shares and a year's as amounts.
    untimed_end = identity.role in (Role.RANGE_LOW, Role.RANGE_HIGH) and not identity.period
    special = SPECIAL.get((identity.role, f"{identity.subject}.share" if untimed_end else identity.subject))
    if identity.role is Role.BUDGET and identity.subject == "marketing" and identity.period not in ("", "year"):
        return UNTIMED
    if special is not None:
        return special
    wording = ROLES[identity.role]
    name = identity.name if identity.name.zh or identity.name.en else SUBJECTS.get(identity.subject)
    if name is None:
        return wording.bare
    return Label(
        wording.named.zh.format(name=name.zh or name.en), wording.named.en.format(name=name.en or name.zh)
    )  # fmt: skip


def _details(identity: Identity) -> Iterator[Label]:
    if identity.role in _BASED and identity.base != identity.subject and identity.base in BASES:
        yield BASES[identity.base]
    if identity.period not in ("", "year"):
        yield period_name(identity.period)
    if identity.role in _PHASED and identity.phase is not None:
        number = identity.phase
        yield Label(PHASE.zh.format(number=number), PHASE.en.format(number=number))
