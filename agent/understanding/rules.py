"""The form of a construction: a named rule over the token stream, with the wordings that it is for and those that it is not.

A *pattern* is a row of token classes: ``spent ~4 F:money|num``. ``a|b`` is one of several, ``a?`` may be missing, ``~n`` are up to n other tokens within a clause
(no figures among them), ``~~n`` the same across commas and figures, ``F:`` and ``K:`` name what is caught, ``<a`` and ``!a`` forbid a class before and behind, ``^`` and ``$`` are
the ends of a clause. A *condition* holds of a whole clause: ``left|over !rest`` needs one of two classes and must not have a third; ``layer>1`` counts.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module

from agent.understanding.tokens import _MARKS as MARKS
from agent.understanding.tokens import FIGURES, Stream, Token, symbols

_GROUPS = {
    "fig": FIGURES,
    "kpi": ("klevel", "kchange", "kmult"),
    "rel": ("pct", "frac", "mult"),
    "amt": ("money", "num"),
    "colon": (":",),
}
_ENDS = tuple(m for m in MARKS if m not in (",", ":"))


#: Files of constructions: those whose classes stand alike in both languages by what they are about, then one a language.
MODULES = ("telling", "supposing", "money", "reckoning", "indicators", "source", "en", "zh")


@dataclass(frozen=True, slots=True)
class Rule:
    """One construction. ``role`` is what a caught figure is; ``goal`` what a clause asks. Either ``patterns`` or ``when`` is given.

    ``examples`` and ``counters`` are messages, the turns before parted by ``||``: the rule takes part in reading the last turn of each example, and of no counter-example.
    """

    name: str
    role: str = ""
    goal: str = ""
    patterns: tuple[str, ...] = ()
    when: str = ""
    score: float = 1.0
    slots: Mapping[str, str] = field(default_factory=dict)
    examples: tuple[str, ...] = ()
    counters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule's pattern found in a message: the tokens that it took, by place, and those it caught by name."""

    rule: Rule
    start: int
    end: int
    caught: Mapping[str, int]

    def token(self, stream: Stream, name: str) -> Token | None:
        place = self.caught.get(name)
        return stream.spots[place] if place is not None else None


def _class(names: str) -> str:
    table = symbols()
    found = [c for name in names.split("|") for c in _GROUPS.get(name, (name,))]
    missing = [c for c in found if c not in table]
    if missing:
        raise ValueError(f"no token is of class {missing}")
    return "[" + "".join(table[c] for c in found) + "]"


@functools.cache
def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern as a regular expression over :attr:`Stream.line`."""
    return re.compile("".join(_element(e) for e in pattern.split()))


def _element(element: str) -> str:
    within, ends = _class("|".join((*MARKS, *FIGURES)))[1:-1], _class("|".join(_ENDS))[1:-1]
    marks = _class("|".join(MARKS))
    if element == "^":
        return rf"(?:(?<={marks})|(?<!.))"
    if element == "$":
        return rf"(?={marks}|$)"
    if element.startswith("~~"):
        return f"[^{ends}]{{0,{element[2:]}}}?"
    if element.startswith("~"):
        return f"[^{within}]{{0,{element[1:]}}}?"
    if element.startswith("!"):
        return f"(?!{_class(element[1:])})"
    if element.startswith("<"):
        return f"(?<!{_class(element[1:])})"
    name, colon, body = element.rpartition(":")
    maybe = "?" if body.endswith("?") else ""
    found = _class(body.removesuffix("?"))
    return f"(?P<{name}>{found}){maybe}" if colon else found + maybe


def hits(rules: tuple[Rule, ...], stream: Stream) -> Iterator[Hit]:
    """Every place where a rule's pattern stands. A figure is caught by a rule once, the nearest way."""
    for rule in rules:
        for pattern in rule.patterns:
            for found in compiled(pattern).finditer(stream.line):
                caught = {name: found.start(name) for name, text in found.groupdict().items() if text}
                yield Hit(rule, found.start(), found.end(), caught)


@functools.cache
def _condition(when: str) -> tuple[tuple[bool, tuple[str, ...], int], ...]:
    found = []
    for part in when.split():
        wanted = not part.startswith("!")
        names, _, least = part.removeprefix("!").partition(">")
        found.append((wanted, tuple(c for n in names.split("|") for c in _GROUPS.get(n, (n,))), int(least or 0)))
    return tuple(found)


def holds(when: str, counts: Mapping[str, int]) -> bool:
    """Whether a condition holds of a clause with so many tokens of each class."""
    found = _condition(when)
    return all((sum(counts.get(n, 0) for n in names) > least) is wanted for wanted, names, least in found)


@functools.cache
def rules(kind: str) -> tuple[Rule, ...]:
    """All rules of ``figures`` or ``asks``, of the languages in order."""
    found: list[Rule] = []
    for name in MODULES:
        module = import_module(f"agent.understanding.constructions.{name}")
        found.extend(getattr(module, kind.upper(), ()))
    return tuple(found)
