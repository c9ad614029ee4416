"""A budget divided among named parts by their shares of it: 猫粮拿六成、狗粮四成; "Arbor gets 70% and Fenn the rest, what's each one's AI money".

Each part becomes a budget of its own by that name, so that whatever is asked of it later is asked of a budget.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from agent.dialogue.moves import As, Ask, Goal, Move, Return, Tell
from agent.dialogue.names import AI, LAYERS, MARKETING
from agent.understanding.candidates import Candidate
from agent.understanding.tokens import KPIS, Token
from agent.understanding.view import View

#: A Chinese name before its share, up to the figure, and one behind it. Names with letters are tokens of their own.
_BEFORE = re.compile(
    r"(?:^|[，,、；;。：:\s(]|和|跟|与)\s*(?P<name>[\u4e00-\u9fff]{1,6}?)"
    r"(?:那边|这边)?的?就?(?:拿走?|占了?|分到?|给到?|要|用|出|是|得|有|领)?(?:大概|大约|差不多|约)?\s?$"
)
_BEHIND = re.compile(r"^的?(?:预算)?(?:都|就)?(?:给|归|是)(?P<name>[\u4e00-\u9fff]{1,6})")
#: "Kyle's team" is called Kyle.
_WHOSE = re.compile(r"['’]s?$")
_FOR = re.compile(r"\b(?:for|to|in|on)(?: the)? $|(?:给|归|是)$")
_REST = re.compile(
    r"(?:剩下|其余|余下|剩余|剩|另外)的?(?:那些|全部|都|全)?(?:给|归|是|算)(?P<zh>[\u4e00-\u9fff]{1,6}?)(?=[，,。；;？?！!\s]|$|线|的)"
    r"|\b(?P<early>(?!and\b|with\b|but\b|all\b|for\b|gets\b|takes\b|has\b|of\b|is\b)[a-z][\w&'’-]*) (?:gets |takes |has |gets all )?the (?:rest|remainder|balance)\b"
    r"|\b(?:the )?(?:rest|remainder|balance|other half) (?:is |are |goes |go |belongs )?(?:for|to|in) (?:the )?(?P<en>[a-z][\w&'’-]*)"
)
#: What makes a share one of the budget and not of something else that is told by the way.
_OF_OTHER = (*KPIS, "spent", "spends", "claim", "source", "whatif", "rate", "turnover")
_OF_BUDGETS = ("budget", "marketing", "ai", "aibudget", "layer", "layers", "split")
_EACH = re.compile(
    r"各|分别|每(?:一)?(?:条|个|家|块|边)|两条|两边|\beach\b|\brespectively\b|\bper (?:brand|line|region|country|market|team|site)\b|\beither\b"
)
_NO_NAME = frozenset(
    "it that this they we you i he she each all both one everyone the a an and or of to for in is get gets our us total ai who what which tactical and then so if"
    " ours theirs his her its my your".split()
)
_NO_NAMES = re.compile(
    r"期|段|季|波|轮|批|我|你|他|它|这|那|各|每|哪|全|总|都|共|剩|其|不|比|年|月|预算|营销|市场|原文|文章|按|其中|只"
)


@dataclass(frozen=True, slots=True)
class _Part:
    """A part by its name: its share's token, and none where it takes what the others leave."""

    name: str
    share: Token | None
    start: int
    end: int


def candidates(view: View) -> Iterator[Candidate]:
    """Two parts or more that are the whole together; of one base that is known or told beside them. And the way back to that."""
    yield from _back(view)
    if view.has(*_OF_OTHER) or not (view.known or view.has("money")):
        return
    parts = _with_the_other(view, _parts(view))
    apart = len({p.name.lower() for p in parts}) == len(parts) > 1 and _whole(view, parts)
    if not apart and not _asked_of_one(view, parts):
        return
    again = {p.name for p in parts} <= {s.label for s in view.state.scenarios.values()}
    if again or _EACH.search(view.stream.plain) or view.has(*_OF_BUDGETS):
        yield _divided(view, parts, _asks(view) or ((Ask(goal=Goal.SAME),) if again else ()))


def _with_the_other(view: View, parts: list[_Part]) -> list[_Part]:
    """“No, Madrid gets 70%”: of two parts that were told, the other one takes the rest."""
    told = view.state.scenarios
    if len(parts) != 1 or parts[0].share is None or parts[0].name not in told or view.has("money"):
        return parts
    whole = told[parts[0].name].comes_from
    others = [s.name for s in told.values() if whole and s.comes_from == whole and s.label and s.name != parts[0].name]
    return [*parts, _Part(others[0], None, parts[0].start, parts[0].end)] if len(others) == 1 else parts


def _asked_of_one(view: View, parts: Sequence[_Part]) -> bool:
    """Whether one part is told with its share and asked of by its name right away: 美国站占65%，美国站的战术层多少."""
    if len(parts) != 1 or parts[0].share is None or not 0 < _value(view, parts[0].share) < 100:
        return False
    return parts[0].name.lower() in view.stream.plain[parts[0].end :]


def _divided(view: View, parts: Sequence[_Part], asks: tuple[Ask, ...]) -> Candidate:
    shares = [p.share for p in parts if p.share is not None]
    told: list[Move] = []
    for part in parts:
        fig, status = (part.share or shares[-1]).value, "part" if part.share else "rest"
        told.append(Tell(fig=fig, as_=As.BUDGET, of=MARKETING, in_=part.name, status=status))
    counted = [t.value for t in view.of("count") if view.figure(t.value).low == len(parts)]  # 两条线
    told.extend(Tell(fig=fig, as_=As.CONTEXT, label="parts") for fig in counted)
    figs = frozenset((*counted, *(t.value for t in shares)))
    first, last = min(p.start for p in parts), max(p.end for p in parts)
    takes = frozenset(n for n, t in enumerate(view.stream.spots) if first <= t.start < last and not t.is_figure)
    return Candidate("dividing.parts", (*told, *asks), 22.0, figs, takes, view.ask_keys, float(first))


_OVERALL = re.compile(
    r"\boverall\b|\bas a whole\b|\bthe (?:whole|entire) (?:company|group|firm|business|budget)\b|\bgroup[- ]wide\b|\btotal (?:marketing )?budget\b|整体|总预算|总的?营销预算|总盘子?|整个(?:公司|集团|预算)|全公司|全集团"
)


def _back(view: View) -> Iterator[Candidate]:
    """“The real 2m: strategic?”, 公司整体的战略层: the budget that was divided, when the talk is of its parts."""
    current = view.state.current
    whole = view.state.scenarios.get(current.comes_from) if current is not None and current.label else None
    if (
        whole is None
        or current is None
        or current.status != "told"
        or view.ledger is None
        or not whole.budget
        or view.names
    ):
        return
    amount = view.ledger[whole.budget].value
    said = [t for t in view.of("money") if view.figure(t.value).low == amount]
    overall = _OVERALL.search(view.stream.plain)
    if (said and len(view.place_of) == 1) or (overall and not view.has("money")):
        start = said[0].start if said else 0
        yield Candidate(
            "dividing.back",
            (Return(to=whole.name),),
            6.0,
            frozenset(t.value for t in said),
            keys=frozenset({"back"}),
            place=float(start),
        )


def _parts(view: View) -> list[_Part]:
    found: list[_Part] = []
    text = view.stream.plain
    rest = _REST.search(text)
    previous = 0
    for token in view.stream.spots:
        if not token.is_figure or token.kind not in ("pct", "frac") or not _is_share(view, token):
            continue
        span = _name(view, previous, token)
        if span is not None:
            found.append(
                _Part(view.stream.text[span[0] : span[1]], token, min(span[0], token.start), max(span[1], token.end))
            )
        previous = token.end
    if rest is not None and found:
        group = next(g for g in ("zh", "early", "en") if rest.group(g))
        if _is_name(view, rest.span(group)):
            start, end = rest.span(group)
            found.append(_Part(view.stream.text[start:end], None, rest.start(), rest.end()))
    return found


def _is_share(view: View, token: Token) -> bool:
    figure = view.figure(token.value)
    return not figure.is_range and (figure.unit.kind.value == "percent" or figure.fraction is not None)


def _name(view: View, previous: int, token: Token) -> tuple[int, int] | None:
    """Where the name of a share stands: before it, else behind it."""
    text = view.stream.plain
    named = [t for t in view.of("name") if previous <= t.start < token.start]
    if named:
        whose = _WHOSE.search(text[named[-1].start : named[-1].end])
        return (named[-1].start, named[-1].start + whose.start() if whose else named[-1].end)
    before = _BEFORE.search(text[previous : token.start])
    if before is not None:
        span = (before.start("name") + previous, before.end("name") + previous)
        if _is_name(view, span):
            return span
    following = next((t for t in view.of("name") if t.start > token.end), None)
    if following is not None and _FOR.search(text[token.end : following.start]):
        return (following.start, following.end)
    behind = _BEHIND.search(text[token.end :])
    span = (behind.start("name") + token.end, behind.end("name") + token.end) if behind is not None else (0, 0)
    return span if behind is not None and _is_name(view, span) else None


def _is_name(view: View, span: tuple[int, int]) -> bool:
    """Whether a word may name a part: it is nothing that the advisor itself speaks of."""
    text = view.stream.plain[span[0] : span[1]]
    if text in _NO_NAME or _NO_NAMES.search(text):
        return False
    return not any(t.start < span[1] and span[0] < t.end and t.kind not in ("name", "char") for t in view.stream.spots)


def _whole(view: View, parts: Sequence[_Part]) -> bool:
    """Whether the parts are the whole: their shares come to all of it, or to less with one part that takes what is left."""
    total = sum((_value(view, p.share) for p in parts if p.share is not None), Decimal(0))
    resting = sum(1 for p in parts if p.share is None)
    return (total == 100 and not resting) or (0 < total < 100 and resting == 1)


def _value(view: View, token: Token) -> Decimal:
    figure = view.figure(token.value)
    if figure.unit.kind.value == "percent":
        return figure.low or Decimal(0)
    assert figure.fraction is not None
    return Decimal(100) * figure.fraction.numerator / figure.fraction.denominator


def _asks(view: View) -> tuple[Ask, ...]:
    """What is asked of each: the layers that are named, the split where it is named, the AI money."""
    if not any(c.asked or c.of("howmuch", "split") for c in view.clauses) and not _EACH.search(view.stream.plain):
        return ()
    layers = tuple(dict.fromkeys(t.value for t in view.of("layer")))
    if layers:
        return (Ask(goal=Goal.AMOUNT, about=layers),)
    if view.has("layers") or (view.has("split") and not view.has("ai", "aibudget")):
        return (Ask(goal=Goal.SPLIT),)
    return (Ask(goal=Goal.AMOUNT, about=(LAYERS if view.has("total", "sum") else AI,)),)
