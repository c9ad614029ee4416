"""What was spent against a part of the year's plan: "over for the quarter? by what", 单看这季度超了多少, each month against its month's share.

The part is the one that is named, else that which holds the last money spent; the year's plan is shared out over it evenly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from agent.dialogue.moves import As, Ask, Goal, Tell
from agent.dialogue.periods import in_year, months_of
from agent.understanding.candidates import Candidate
from agent.understanding.clauses import Clause
from agent.understanding.outlays import layer_given, spends
from agent.understanding.plans import keys_of
from agent.understanding.tokens import KPIS
from agent.understanding.view import View

_OVER = re.compile(
    r"\b(?:over|under|above|below|within|exceed\w*|overs\w+|left|remain\w*|too much)\b|超|爆|剩|余|結餘|多花|用多|花多|够不够"
)
#: A difference is one against a plan only where that is named.
_AGAINST = re.compile(
    r"\b(?:quota|allowance|allocation|limit|plan|budget|share|cap|target|line)s?\b|额度|額度|限额|限額|预算|預算|定额|配额|配額|计划|計劃|[年季月]额"
)
_DIFFERS = re.compile(r"\b(?:difference|gap|compare\w*|versus|vs|against|how far|off)\b|差|比|对比|對比")
_EACH = re.compile(
    r"\b(?:each|every|respectively|separately|one by one|month by month|both)\b|分别|分別|各自?|每个?月|逐月"
)
_QUARTER = re.compile(
    r"\b(?:the|this|that|our|a) quarter\b|\bquarterly\b|\bq(?:uarter|tr)'?s\b|[这這呢该該本当當單单一]个?季|季度"
)
_HALF = re.compile(r"\b(?:the|this|that) half\b|\bhalf[- ]year(?:ly)?\b|半年")
#: Of quarters that are still to come something else is asked.
_TO_COME = re.compile(
    r"\b(?:each|every|per|remaining|next|coming|rest)\b|每|剩下|后面|後面|接下来|余下|下个|下個|还能|還能|还可以|可以"
)
_NOT = ("marketing", "whatif", "own", "setto", "other", "turnover", "phase", "pace", "money", "num", "pct", "source", "claim", "inverse", "sum", *KPIS)  # fmt: skip


def candidates(view: View) -> Iterator[Candidate]:
    """Questions that hold spending against an even part of the plan, and what a layer was given by itself."""
    yield from _given_alone(view)
    asking = tuple(c for c in view.clauses if not _tells(c))
    parts = _parts(view, asking) if asking else ()
    if not parts:
        return
    if (given := next(layer_given(view), None)) is not None:
        yield _of_a_layer(view, given, parts[0])
    elif view.known or view.has("budget"):
        asks = tuple(Ask(goal=Goal.ACTUAL, about=_about(view, asking), when=part) for part in parts)
        takes = frozenset(n for c in asking for n in range(c.start, c.end))
        score = 11.5 if parts[0] in view.stream.days else 12.5
        yield Candidate(
            "partly", asks, score, takes=takes, keys=keys_of(view, asking), place=float(asking[-1].tokens[-1].end)
        )


def _of_a_layer(view: View, given: Candidate, part: str) -> Candidate:
    """What a layer was given by itself and what was spent of it, held against a part of the year."""
    budget, spent = given.moves[:2]
    assert isinstance(spent, Tell)
    day = view.nearest(view.place_of[spent.fig], ("day",))
    told = replace(spent, when=day.value if day is not None else "")
    ask = Ask(goal=Goal.ACTUAL, about=(spent.of,), when=part)
    return replace(given, name="partly.given", moves=(budget, told, ask), score=given.score + 3.0)


#: A budget that is called a layer's, and its amount right behind; the layer and the amount stand as letters.
_ITS_BUDGET = re.compile(
    r"<L>(?:['’]s)?(?: layer)?(?:['’]s)? (?:budget|pot|allocation|envelope|allowance)(?: for (?:the |this )?\w+(?: year)?| this year| a year| (?:has )?been| was| set| now)*(?: is| at| of|:| =)*[ ]?<F>"
    r"|\b(?:budget|pot|allocation|envelope|allowance) for (?:the )?<L>(?: layer)?(?: this year| a year)*(?: is| at| of|:| =)*[ ]?<F>"
    r"|<L>(?:今年|全年|本年|这边|的|年度|一年)*(?:总?预算|預算|额度|额|经费|盘子)(?:今年|全年|一共|总共|就|是|有|为|批了|:)*[ ]?<F>"
)
_ELSE = ("marketing", "ai", "aibudget", "howmuch", "toget", "inverse", "split", "whatif", "spent", "spends", "max", "min", "keep", "own", "setto", "layers", "left", "over", "claim", "source", "wrong", "what", "which", *KPIS)  # fmt: skip


def _given_alone(view: View) -> Iterator[Candidate]:
    """“Our capability budget this year is £48k”, 今年战术层预算60万: what a layer was given, where no budget is known and nothing is asked."""
    figures = [t for t in view.stream.spots if t.is_figure]
    layers = {t.value for t in view.of("layer")}
    if view.known or len(figures) != 1 or figures[0].kind != "money" or len(layers) != 1 or view.has("?", *_ELSE):
        return
    token, layer = figures[0], view.of("layer")[0]
    clause, plain = view.clause(view.place_of[token.value]), view.stream.plain
    named = " budget" if "budget" in plain[layer.start : layer.end] else ""
    said = f"<L>{named}{plain[layer.end : token.start]}<F>" if layer.end <= token.start else ""
    if not _ITS_BUDGET.search(plain[: layer.start] + said) or len(view.of("layer")) != 1:
        return
    per = next((t.value for t in clause.of("per") if t.value not in ("year", "head")), "")
    move = Tell(fig=token.value, as_=As.BUDGET, of=layers.pop(), per=per)
    yield Candidate(
        "partly.layer", (move,), 9.0, frozenset({token.value}), keys=view.ask_keys, place=float(token.start)
    )


def _tells(clause: Clause) -> bool:
    """Whether a clause tells figures, or what was spent in a month."""
    return any(t.is_figure for t in clause.tokens) or bool(clause.of("day") and clause.of("spent"))


def _parts(view: View, asking: tuple[Clause, ...]) -> tuple[str, ...]:
    """The parts of the year that are meant, as days of the message or keys; none where the year is, or nothing is held against a plan."""
    text = " ".join(view.text(c) for c in asking).casefold()
    against = _OVER.search(text) or (_DIFFERS.search(text) and _AGAINST.search(text))
    if not against or any(c.of(*_NOT) for c in asking):
        return ()
    if _EACH.search(text) and _unnamed(asking, text) == "M":
        return tuple(day for day, key in _paid(view) if key[:1] == "M" and len(key) == 3 and day in view.stream.days)
    if named := [t.value for c in asking for t in c.of("day")]:
        return tuple(named) if len(named) == 1 and _paid_in(view, view.stream.days[named[0]].key) else ()
    return () if _TO_COME.search(text) else _latest(view, _unnamed(asking, text))


def _unnamed(asking: tuple[Clause, ...], text: str) -> str:
    """Which length is meant by "the quarter", "the half", "the month", by the letter of its key."""
    per = {t.value for c in asking for t in (*c.of("per"), *c.of("time"))}
    if per & {"quarter", "this_q"} or _QUARTER.search(text):
        return "Q"
    if "half-year" in per or _HALF.search(text):
        return "H"
    return "M" if "month" in per else ""


def _latest(view: View, letter: str) -> tuple[str, ...]:
    """The quarter or half that the last money was spent in."""
    length, first = {"Q": 3, "H": 6}.get(letter, 0), view.state.first_month
    months = (months_of(key, first) for _, key in _paid(view))
    places = [in_year(m, first) for found in months if len(found) <= length for m in found]
    return (f"{letter}{(max(places) - 1) // length + 1}",) if places else ()


def _paid_in(view: View, key: str) -> bool:
    """Whether money was spent in a quarter or a half."""
    first = view.state.first_month
    months = {m for _, paid in _paid(view) for m in months_of(paid, first)}
    return key[:1] in "QH" and bool(months & months_of(key, first))


def _paid(view: View) -> list[tuple[str, str]]:
    """The days that money was spent in: of this message by id and key, of those before by key alone."""
    here = [(t.value, view.stream.days[t.value].key) for c in view.clauses if c.of("money") for t in c.of("day")]
    return [*((s.when, s.when) for s in spends(view) if s.when), *here]


def _about(view: View, asking: tuple[Clause, ...]) -> tuple[str, ...]:
    """The layers that are named, else the one that all spending is of."""
    named = tuple(dict.fromkeys(v for c in asking for v in c.values("layer")))
    told = dict.fromkeys(t.value for t in view.of("layer")) or dict.fromkeys(s.subject for s in spends(view))
    return named or (tuple(told) if len(told) == 1 and set(told) <= set(view.layers) else ())
