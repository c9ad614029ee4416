"""An amount spread over the parts of a year in words: "phase tactical over the months", "half in Q1, the rest evenly", 战术层按月分摊."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.dialogue.moves import Ask, Goal
from agent.dialogue.names import LAYERS
from agent.understanding.candidates import Candidate
from agent.understanding.slots import last_layer
from agent.understanding.tokens import KPIS
from agent.understanding.view import View

_OVER = re.compile(
    r"\b(?P<verb>phase|spread|distribute|schedule|phasing|lay)\b.{0,60}\b(?:over|across|by|into|on) (?:the )?(?:\w+ )?(?P<by>months?|quarters?|half[- ]years?)\b"
    r"|(?:按|分)(?:照)?(?P<zh>月|季度|季|半年)(?:度)?(?:来|去)?(?:把.{1,8}?)?(?:分摊|摊开|摊|铺开|铺|排期|排|分配|拆分|分解|分期|投放)"
)
_BY = {"month": "month", "quarter": "quarter", "half": "half-year", "月": "month", "季": "quarter", "半": "half-year"}
_HALF_FIRST = re.compile(
    r"\b(?:half|50 ?%) (?:of it )?(?:in|into|during|for) (?:the )?(?:q1|first quarter|h1|january)\b.{0,24}\b(?:rest|remainder|remaining|other\w*)\b.{0,24}(?:even|equal|spread)|(?:一半|半数)(?:放在|投在|在|给|放)?(?:第?一季度|q1).{0,10}(?:其余|剩下|余下|剩余).{0,6}(?:平均|均分|均摊|平摊)"
    r"|(?:第?一季度|q1)(?:放|投|花|用|占)?(?:一半|半数).{0,10}(?:其余|剩下|余下|剩余).{0,6}(?:平均|均分|均摊|平摊)"
)


def candidates(view: View) -> Iterator[Candidate]:
    """Phasings that are asked for without a figure."""
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
