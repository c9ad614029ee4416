"""Phrases of English that hold a numeral or an ordinal and name something: "the last of the three phases", "every two weeks", "all 52 weeks", "the three buckets".

Their numerals are no figures of the message.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tools.parameters import Framework


@dataclass(frozen=True, slots=True)
class Phrase:
    """A stretch of the text with the class and the value of its token."""

    start: int
    end: int
    kind: str
    value: str = ""


_PLACES = {"first": 0, "1st": 0, "second": 1, "2nd": 1, "middle": 1, "third": 2, "3rd": 2, "last": -1, "final": -1}
_ORDINAL = "first|1st|second|2nd|middle|third|3rd|last|final"
_OF = r"(?:one )?(?:of (?:the|those|these|your|its|all) )?(?:(?:three|3) )?"
#: "The last of the three phases", "1st bucket".
_MEMBER = re.compile(rf"\b(?:the )?({_ORDINAL}) {_OF}(layers?|buckets?|tiers?|phases?|stages?)\b")
#: Ordinals in digits that stand alone: "the 2nd one".
_ORD = re.compile(r"\b(?:the )?(1st|2nd|3rd)(?: one)?\b")

_MIDDLE = re.compile(r"\bmiddle one\b")
#: Readers who know nothing of it; the years are no figure.
_LIKE_A_CHILD = re.compile(
    r"\blike (?:i'm|i am|im|i was|i were|we're|he's|she's|to) (?:a |an )?(?:child of )?(?:five|six|seven|eight|nine|ten|twelve|[5-9]|1[0-2])(?:[- ]years?[- ]old)?\b"
)

_EVERY = re.compile(r"\b(?:once )?(?:every|each) (\w+) (weeks?|months?|days?)\b")
_TWICE = re.compile(r"\b(?:twice|two times|2 times|2x) (?:a|per|each|every) week\b")
_LENGTHS = {
    ("2", "week"): "fortnight", ("two", "week"): "fortnight", ("other", "week"): "fortnight", ("14", "day"): "fortnight", ("fourteen", "day"): "fortnight",
    ("3", "month"): "quarter", ("three", "month"): "quarter", ("6", "month"): "half-year", ("six", "month"): "half-year",
    ("12", "month"): "year", ("twelve", "month"): "year", ("7", "day"): "week", ("seven", "day"): "week",
}  # fmt: skip

#: A whole year, said in its parts behind a rhythm: "for all twelve months", "52 weeks a year".
_WHOLE_YEAR = re.compile(
    r"\b(?:for |over |in |across )?(?:all |all of the |each of the |the full |a full |every one of the )(?:52 weeks|fifty-two weeks|12 months|twelve months|4 quarters|four quarters|365 days|26 fortnights)\b"
    r"|\b(?:over|across) (?:the )?(?:52 weeks|12 months|twelve months)\b"
    r"|\b(?:52 weeks|12 months|twelve months) (?:of the|a|per|in the|in a) year\b"
)
#: So many of what was named or will be: they are counted, not reckoned with.
_COUNTED = re.compile(
    r"\b(?:two|three|four|2|3|4) (?:(?:dollar|euro|pound|rupee|money|tactical|capability|strategic) )?"
    r"(?:buckets|tiers|queries|requests|points|amounts|figures|numbers|sums|bounds|ends|things|questions|percentages|values|answers|waves|tranches|instalments|installments|batches|flights)\b"
    r"|\b(?:one|two|three|four|five|a couple|several) of (?:them|us|those|these|which|whom)\b"
)
#: Several years, shops or brands that the talk is about: they are named, not counted.
_BOTH = re.compile(
    r"(?<!for )(?<!over )(?<!in )(?<!last )(?<!next )(?<!past )\b(?:the |these |those |both |our )?(?:two|three|2|3) (?:years|shops|stores|brands|companies|budgets|scenarios|options|plans|cases|markets|regions|countries|"
    r"products|clients|divisions|sites|versions)\b(?! ago| later| in a row|'| old)"
)


def phrases(low: str, framework: Framework) -> Iterator[Phrase]:
    """The phrases of a text in plain form."""
    for found in _MEMBER.finditer(low):
        family = framework.phases if found[2].startswith(("phase", "stage")) else framework.layers
        member = family[_PLACES[found[1]]] if len(family) == 3 else None
        if member is not None:
            yield Phrase(found.start(), found.end(), "phase" if family is framework.phases else "layer", member.id)
    for found in _ORD.finditer(low):
        yield Phrase(found.start(), found.end(), "ord", found[1][0])
    for found in _MIDDLE.finditer(low):
        yield Phrase(found.start(), found.end(), "ord", "2")
    for found in _LIKE_A_CHILD.finditer(low):
        yield Phrase(found.start(), found.end(), "aud", "lay")
    for found in _EVERY.finditer(low):
        if (period := _LENGTHS.get((found[1], found[2].rstrip("s")))) is not None:
            yield Phrase(found.start(), found.end(), "per", period)
    for found in _TWICE.finditer(low):
        yield Phrase(found.start(), found.end(), "per", "twice-a-week")
    for found in _WHOLE_YEAR.finditer(low):
        yield Phrase(found.start(), found.end(), "for")
    for found in _BOTH.finditer(low):
        yield Phrase(found.start(), found.end(), "pair")
    for found in _COUNTED.finditer(low):
        yield Phrase(found.start(), found.end(), "layers" if found[0].endswith(("buckets", "tiers")) else "word")


def spans(low: str) -> list[tuple[int, int]]:
    """Where numerals are none of the message's figures."""
    every = (m.span() for m in _EVERY.finditer(low) if (m[1], m[2].rstrip("s")) in _LENGTHS)
    return [
        *every,
        *(
            m.span()
            for p in (_MEMBER, _ORD, _TWICE, _WHOLE_YEAR, _BOTH, _COUNTED, _LIKE_A_CHILD)
            for m in p.finditer(low)
        ),
    ]
