"""The rules of one ledger, language and vocabulary, applied to a reply unit by unit.

The whole check and the stream both run through here, with a :class:`~agent.grounding.state.State` between the units;
nothing else crosses a unit, so that a stream ends where the whole check ends. What happens to the figures inside a
unit is the business of ``unit``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from agent.grounding import numerals, render
from agent.grounding.binding import Names
from agent.grounding.comparisons import Comparisons
from agent.grounding.numerals import CITE_MARK, Glossary
from agent.grounding.resolve import Resolver
from agent.grounding.state import State, enter, leave
from agent.grounding.unit import Checked, Rules, UnitCheck
from agent.grounding.units import skeleton
from agent.grounding.verdict import Problem
from tools.facts import Computed, Ledger

MAX_UNIT = 800

#: Links and images may show another text than they hold, and HTML anything; a bare address is no figure but no prose.
#: A citation in front of a bracket or, at the start of a line, a colon would become a link itself.
_MARKUP = re.compile(
    rf"<[A-Za-z/!?]|[\]{CITE_MARK}]\(|!\[|(?:https?:|ftp:|www\.|mailto:|javascript:|data:)|&(?:#|[a-z]\w{{0,20}};)|\$\$"
    rf"|^[ >]*(?:\[[^\]]*\]|{CITE_MARK}):"
    r"|(?<![a-z0-9-])[a-z0-9-]{1,63}\.(?:com|cn|net|org|io|ai|app|dev|info|biz|xyz|top|vip|co|me|tv|shop|site|online)\b",
    re.ASCII | re.IGNORECASE,
)


#: A unit with none of these is punctuation; a row of stops must not cost a check each.
_WORDED = re.compile(r"[^\n 。！？!?；;，.,\-]")


@dataclass(frozen=True, slots=True)
class Session:
    """Checks units in the order in which they stand in the reply."""

    rules: Rules

    @classmethod
    def of(
        cls,
        ledger: Ledger,
        *,
        language: str,
        names: Names,
        glossary: Glossary,
        passages: Mapping[str, render.PassageText],
    ) -> Session:
        resolver = Resolver(tuple(ledger), names)
        related, comparisons = _related(ledger, names), Comparisons(ledger, names)
        return cls(Rules(ledger, language, names, glossary, passages, resolver, related, comparisons))

    def check(self, unit: str, state: State, *, offset: int = 0) -> Checked:
        """``unit``, which begins at ``offset`` of the reply, checked and rendered in ``state``."""
        if len(unit) > MAX_UNIT:
            return _refused("sentence_too_long", offset, offset + len(unit), state)
        if not _WORDED.search(unit):
            return Checked(unit, (), leave(unit, state, text=unit, mentions=(), row=False))
        if match := numerals.FORBIDDEN.search(unit):
            return _refused("character", offset + match.start(), offset + match.end(), state)
        scanned = skeleton(unit).text
        if _MARKUP.search(scanned):
            return _refused("markup", offset, offset + len(unit), state)
        if numerals.is_foreign(scanned):
            return _refused("language", offset, offset + len(unit), state)
        head, entered = enter(unit, state)
        return UnitCheck(self.rules, unit, head=head, state=entered, offset=offset).checked()


def _related(ledger: Ledger, names: Names) -> dict[str, list[frozenset[str]]]:
    """For facts that are of no entity: the entities of the facts that they were computed from, in order."""
    found: dict[str, list[frozenset[str]]] = {}
    for fact in ledger:
        if isinstance(fact.provenance, Computed) and not names.of_fact(fact):
            related = [own for i in fact.provenance.inputs if (own := names.of_fact(ledger[i]))]
            if len(related) > 1 and len(related) == len(fact.provenance.inputs):
                found[fact.id] = related
    return found


def _refused(code: str, start: int, end: int, state: State) -> Checked:
    return Checked("", (Problem.of(code, start, end),), state)
