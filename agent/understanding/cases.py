"""Cases that budgets are told for by their names, and the one that is chosen: "Lean = 360k, Stretch = 540k", 就用基準吧."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.dialogue.moves import As, Ask, Correct, Goal, Move, Tell, What
from agent.dialogue.names import AI, MARKETING
from agent.understanding.accounts import mentioned
from agent.understanding.candidates import Candidate
from agent.understanding.clauses import Clause
from agent.understanding.outlays import spends
from agent.understanding.plans import keys_of
from agent.understanding.tokens import KPIS, Token
from agent.understanding.view import View

_HEAD = re.compile(
    r"\b(?:cases|scenarios|options|versions|variants|alternatives)\b|(?:个|個|种|種|套|档|檔)?(?:情境|情景|方案|版本|场景|場景|口径)"
)
_NAMED = re.compile(
    r"(?:^|[:：,，、;；.。\n]|\band\b|\bor\b|和|与|與|预算|預算)\s*(?P<name>[\u3400-\u9fff]{2,4}?|[A-Za-z][\w'’-]{1,18}(?: [a-z]{2,12})?)\s*(?:=|:|：|-|–|是|为|為|\bis\b|\bat\b|案)?\s*$",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"\b(?:budget|marketing|ai|year|total|spend|and|or|is|at|the|our)\b|预算|預算|营销|行銷|今年|明年|去年|总共|總共"
)
_CHOSEN = re.compile(
    r"\b(?:went|go|goes|going|gone|landed|settled|sticking|stick) (?:with|for|on)\b|\b(?:chose|picked|approved|signed off(?: on)?|greenlit|green-lit|adopted|opted for|took)\b|\b(?:let'?s|we'?ll) (?:use|take|do)\b"
    r"|就?(?:用|按|选|選|定|走|要)(?:了|定|的是)?|批(?:了|的是|准)|拍板|选定|選定|敲定|核准"
)
_NOT = ("whatif", "compare", "turnover", "max", "min", "people", "claim", *KPIS)


def candidates(view: View) -> Iterator[Candidate]:
    """Cases that are told, and one that is chosen."""
    yield from _told(view)
    yield from _chosen(view)
    yield from _for_the_rest(view)


def _told(view: View) -> Iterator[Candidate]:
    """“Two cases for next year's AI budget, both CAD. Lean = 360k, Stretch = 540k”, 三個情境 AI預算：保守450萬、基準540萬."""
    amounts = view.of("money")
    names = _row_of_names(view, amounts)
    if not names:
        return
    head = view.stream.spots[: view.place_of[amounts[0].value]]
    of = AI if {"aibudget", "ai"} & {t.kind for t in head} and all(t.kind != "marketing" for t in head) else MARKETING
    moves = tuple(Tell(fig=t.value, as_=As.BUDGET, of=of, in_=name) for t, name in zip(amounts, names, strict=True))
    inside = tuple(c for c in view.clauses if not c.asked)
    counted = frozenset(t.value for t in head if t.is_figure and view.figure(t.value).low == len(amounts))
    figs = frozenset(t.value for t in amounts) | counted
    takes = frozenset(n for c in inside for n in range(c.start, c.end) if not view.stream.spots[n].is_figure)
    yield Candidate(
        "cases.told", moves, 6.0 * len(amounts), figs, takes, keys_of(view, inside), float(amounts[0].start)
    )


def _row_of_names(view: View, amounts: list[Token]) -> list[str]:
    """The name of each amount, where a word ahead of them says that they are cases of a budget."""
    if (
        len(amounts) < 2
        or view.has("spent", "layer", "other", *_NOT)
        or not view.has("aibudget", "marketing", "budget")
    ):
        return []
    names = [_name_before(view, token) for token in amounts]
    each = all(names) and len(set(names)) == len(names)
    return names if each and _HEAD.search(view.stream.plain[: amounts[0].start]) else []


def _name_before(view: View, token: Token) -> str:
    """The name right before an amount, as it is written."""
    found = _NAMED.search(view.stream.text[: token.start])
    if found is None or _NO_NAME.search(found["name"].lower()):
        return ""
    return found["name"].strip()


def _chosen(view: View) -> Iterator[Candidate]:
    """“OK, the CFO went with Lean”, 就用基準吧: that case is the plan from now on."""
    for clause in view.clauses:
        sentence = view.sentence(clause)
        if (
            clause is not sentence[0]
            or any(c.of("money", "layer", "howmuch", *_NOT) for c in sentence)
            or sentence[0].asked
        ):
            continue
        text = view.stream.plain[sentence[0].tokens[0].start : sentence[-1].tokens[-1].end]
        said = view.stream.text[sentence[0].tokens[0].start : sentence[-1].tokens[-1].end].casefold()
        named = mentioned(view, said)
        if len(named) != 1 or not _CHOSEN.search(text) or not view.state.scenarios[named[0]].label:
            continue
        moves: tuple[Move, ...] = (Correct(what=What.PLAN, target=named[0]),)
        if len(sentence) == len(view.clauses):
            moves = (*moves, Ask(goal=Goal.SCENARIOS))
        takes = frozenset(n for c in sentence for n in range(c.start, c.end) if not view.stream.spots[n].is_figure)
        yield Candidate("cases.chosen", moves, 15.0, takes=takes, keys=keys_of(view, sentence))
        return


_LEFT = re.compile(r"\bleft\b|\bremain\w*\b|\bstill\b|剩|(?:还|還)?有多少|可用|能用|能花")


def _for_the_rest(view: View) -> Iterator[Candidate]:
    """“Tactical used 195k in H1, what's left for H2?”, 戰術上半年用掉195萬，下半年還有多少: what the year leaves for its other part."""
    for clause in view.clauses:
        days = clause.of("day")
        paid = _paid_before(view, clause)
        if paid is None or len(days) != 1 or clause.of("money", "spent", "layer", "pct", *_NOT):
            continue
        text = view.stream.plain[clause.tokens[0].start : clause.tokens[-1].end]
        letter = view.stream.days[days[0].value].key[:1]
        if letter not in "QH" or not _LEFT.search(text) or not (clause.asked or clause.of("howmuch", "what")):
            continue
        ask = Ask(goal=Goal.LEFT, about=paid, when=days[0].value)
        takes = frozenset(n for n in range(clause.start, clause.end) if not view.stream.spots[n].is_figure)
        yield Candidate(
            "cases.rest", (ask,), 11.0, takes=takes, keys=keys_of(view, (clause,)), place=float(clause.tokens[-1].end)
        )
        return


def _paid_before(view: View, clause: Clause) -> tuple[str, ...] | None:
    """The layer that money was spent of in another part of the year, in a clause before."""
    for earlier in view.clauses:
        if earlier.start < clause.start and earlier.of("spent") and earlier.of("money") and earlier.of("day"):
            here = {view.stream.days[t.value].key for t in earlier.of("day")}
            apart = not here & {view.stream.days[t.value].key for t in clause.of("day")}
            layers = earlier.values("layer") or tuple({s.subject for s in spends(view)})
            return layers if apart and len(layers) == 1 else None
    return None
