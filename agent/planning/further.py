"""Further questions of a message whose budget question is answered: each told from the framework and the sources.

``预算三千万怎么分？另外第一阶段的KPI是什么？`` asks twice. Only sentences without figures are taken for questions of their own, since a
figure may belong to the sentence before.
"""

from __future__ import annotations

import re
from dataclasses import replace

from agent.language.cues import Cues
from agent.planning import knowing
from agent.planning.context import Context
from agent.planning.frame import BUDGET_TASKS
from agent.planning.plan import GapSection, Section
from agent.reading import Reading
from tools.parameters import Gap

_SENTENCE = re.compile(r"[^?？;；。！!\n]+[?？;；。！!\n]*")
#: What a sentence has to name to be a question of its own, beside what the source does not give.
_KINDS = ("phase", "kpi", "quadrant")
MOST = 2
_NEAR = 15  # letters between the name of something and its figure


def sections(c: Context) -> list[Section]:
    """What is told about the further questions of the message, ``MOST`` at most."""
    if c.frame.task not in BUDGET_TASKS or not c.reading.figures:
        return []
    missing = [gap for gap in c.gaps() if _asked(c, gap)][:1]
    told: list[Section] = [*map(GapSection, missing)]
    c.cite(*(passage for gap in missing for passage in gap.passages[:1]))
    for match in list(_SENTENCE.finditer(c.reading.text))[1 : MOST + 1]:
        part = _part(c.reading, match.start(), match.end())
        other = replace(c, reading=part, _hits=None, _gaps=None)
        if part.figures or not (other.gap() or any(m.kind in _KINDS for m in part.mentions)):
            continue
        told += [s for s in knowing.explain(other) or [] if s not in told]
        c.cite(*other.passages)
    return told


def _asked(c: Context, gap: Gap) -> bool:
    """Whether a gap is an attribute that is asked for beside a budget (a return, a vendor, a price) and not told in a figure."""
    spans = [
        span
        for name in ("attr_roi", "attr_vendor", "attr_price")
        if any(name in group for group in gap.when)
        for span in c.reading.cues.spans(name)
    ]
    return any(not any(0 <= f.figure.start - end <= _NEAR for f in c.reading.figures) for _, end in spans)


def _part(reading: Reading, start: int, end: int) -> Reading:
    """The sentence from ``start`` to ``end`` as a reading of its own."""
    plain = reading.plain[start:end]
    return replace(
        reading,
        text=reading.text[start:end],
        plain=plain,
        cues=Cues(plain),
        figures=tuple(f for f in reading.figures if start <= f.start < end),
        mentions=tuple(
            replace(m, start=m.start - start, end=m.end - start) for m in reading.mentions if start <= m.start < end
        ),
    )
