"""An amount spread over the parts of a year in words: "phase tactical over the months", "half in Q1, the rest evenly", 战术层按月分摊."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.dialogue.moves import Ask, Goal
from agent.dialogue.names import AI, LAYERS
from agent.understanding.candidates import Candidate
from agent.understanding.slots import last_layer
from agent.understanding.tokens import KPIS
from agent.understanding.view import View
from tools.figures.model import Relation

_OVER = re.compile(
    r"\b(?P<verb>phase|spread|distribute|schedule|phasing|lay)\b.{0,60}\b(?:over|across|by|into|on) (?:the )?(?:\w+ )?(?P<by>months?|quarters?|half[- ]years?)\b"
    r"|(?:按|分)(?:照)?(?P<zh>月|季度|季|半年)(?:度)?(?:来|去)?(?:把.{1,8}?)?(?:分摊|摊开|摊|铺开|铺|排期|排|分配|拆分|分解|分期|投放)"
)
_BY = {"month": "month", "quarter": "quarter", "half": "half-year", "月": "month", "季": "quarter", "半": "half-year"}
_HALF_FIRST = re.compile(
    r"\b(?:half|50 ?%) (?:of it )?(?:in|into|during|for) (?:the )?(?:q1|first quarter|h1|january)\b.{0,24}\b(?:rest|remainder|remaining|other\w*)\b.{0,24}(?:even|equal|spread)|(?:一半|半数)(?:放在|投在|在|给|放)?(?:第?一季度|q1).{0,10}(?:其余|剩下|余下|剩余).{0,6}(?:平均|均分|均摊|平摊)"
    r"|(?:第?一季度|q1)(?:放|投|花|用|占)?(?:一半|半数).{0,10}(?:其余|剩下|余下|剩余).{0,6}(?:平均|均分|均摊|平摊)"
)


#: The parts of a year, by how many there are.
_PARTS = {2: "half-year", 4: "quarter", 12: "month"}
_NAMED = {
    2: re.compile(r"\bhalves\b|\bhalf[- ]years?\b|上下半年|两个半年|上半年.*下半年"),
    4: re.compile(r"\bquarters?\b|\bquarterly\b|\bq1\b|四季|季度|每季|各季|按季"),
    12: re.compile(r"\bmonths?\b|\bmonthly\b|十二个月|12个月|每月|各月|按月"),
}


def candidates(view: View) -> Iterator[Candidate]:
    """Phasings by weights, and those that are asked for without a figure."""
    yield from _weighted(view)
    yield from _unweighted(view)


def _weighted(view: View) -> Iterator[Candidate]:
    """“四个季度按40/30/20/10排”, "quarterly at 1:2:2:5": as many weights as the year has such parts, of the layer at hand or of all AI money."""
    if not view.known or view.has("spent", "own", "claim", "source", "whatif", "people", "layer", *KPIS):
        return
    weights = [t for t in view.stream.spots if t.is_figure]
    row = all(view.figure(t.value).relation is Relation.WEIGHT for t in weights)
    if not row or len(weights) not in _PARTS or not _NAMED[len(weights)].search(view.stream.plain):
        return
    by = _PARTS[len(weights)]
    about = (() if view.has("ai", "aibudget") else tuple(filter(None, (last_layer(view),)))) or (AI,)
    figures = tuple(t.value for t in weights)
    ask = Ask(goal=Goal.PHASING, about=about, by=by, weights=figures)
    words = frozenset(n for n, t in enumerate(view.stream.spots) if not t.is_figure)
    yield Candidate(
        "schedule.weights",
        (ask,),
        5.0 * len(figures),
        frozenset(figures),
        words,
        view.ask_keys,
        float(weights[0].start),
    )


def _unweighted(view: View) -> Iterator[Candidate]:
    text = view.stream.plain
    if not view.known or view.place_of or view.has("spent", "left", "people", "compare", "whatif", "howmuch", *KPIS):
        return
    layers = tuple(dict.fromkeys(t.value for t in view.of("layer")))
    if _HALF_FIRST.search(text):
        about = layers or tuple(filter(None, (last_layer(view),))) or (LAYERS,)
        yield _read(view, Ask(goal=Goal.PHASING, about=about, by="quarter", weights=("half",)))
        return
    match = _OVER.search(text)
    if match is None or view.has("half", "cur", "day"):
        return
    by = next(unit for start, unit in _BY.items() if (match["by"] or match["zh"]).startswith(start))
    yield _read(view, Ask(goal=Goal.PHASING, about=layers or (LAYERS,), by=by))


def _read(view: View, ask: Ask) -> Candidate:
    words = frozenset(range(len(view.stream.spots)))
    return Candidate("schedule", (ask,), 11.0, takes=words, keys=view.ask_keys, place=float(len(view.stream.plain)))
