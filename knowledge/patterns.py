"""Names in the ``when`` of a framework's gaps: patterns of a reading that this package does not know, and concepts.

Whoever reads messages says which patterns there are (:class:`Patterns`); what else may be named is in the framework itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from knowledge.general import with_general_topics
from tools.parameters import Framework, Gap

#: Kinds of concepts, each of which stands for any concept of its kind.
KINDS = frozenset({"layer", "quadrant", "project", "phase", "kpi", "topic"})


@dataclass(frozen=True, slots=True)
class Patterns:
    """What a reading finds in messages. ``retired`` are names that it once knew: a framework may go on naming them."""

    known: frozenset[str]
    retired: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Unheard:
    """A name in the ``when`` of ``gap`` that the reading does not find; ``nearest`` is the name that it looks like."""

    gap: str
    name: str
    nearest: str
    retired: bool

    def in_language(self, language: str) -> str:
        if self.retired:
            return (
                f"“{self.name}”是旧版读法的模式，现已不用；这一处会被忽略"
                if language == "zh"
                else f"the pattern {self.name!r} belongs to a reading of before and is ignored"
            )
        return (
            f"没有名为“{self.name}”的模式或概念；最接近的是“{self.nearest}”"
            if language == "zh"
            else f"there is no pattern or concept {self.name!r}; the nearest is {self.nearest!r}"
        )


def unheard(framework: Framework, patterns: Patterns) -> Iterator[Unheard]:
    """Every name that is neither a pattern in use nor a concept of the framework."""
    known = patterns.known - patterns.retired | KINDS | _concepts(framework)
    for gap in framework.gaps:
        for name in dict.fromkeys(name for group in gap.when for name in group):
            if name not in known:
                yield Unheard(gap.id, name, _nearest(name, known), name in patterns.retired)


def without(framework: Framework, ignored: frozenset[str]) -> Framework:
    """``framework`` with gaps that do not name what is ``ignored``.

    A gap whose ``when`` then has a group without any name is found by its terms alone: to leave that condition out would
    find it where it was never meant.
    """
    gaps = tuple(_without(gap, ignored) for gap in framework.gaps)
    return framework if gaps == framework.gaps else replace(framework, gaps=gaps)


def _without(gap: Gap, ignored: frozenset[str]) -> Gap:
    when = tuple(tuple(name for name in group if name not in ignored) for group in gap.when)
    return replace(gap, when=when if all(when) else ())


def _concepts(framework: Framework) -> frozenset[str]:
    f = with_general_topics(framework)
    return frozenset(c.id for c in (*f.layers, *f.quadrants, *f.projects, *f.phases, *f.kpis, *f.topics))


def _nearest(name: str, known: frozenset[str]) -> str:
    from difflib import get_close_matches

    return get_close_matches(name, sorted(known), n=1, cutoff=0.0)[0]
