"""What a message says of figures that replies showed.

A part of a layer and what it leaves, a shown total by its first digits ("the 216"), "this as a % of that", a quarter's money by layer, and a rate that was mistaken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from agent.dialogue.moves import As, Ask, Goal, Move, Tell
from agent.dialogue.names import AI, LAYERS, MARKETING
from agent.understanding.candidates import Candidate
from agent.understanding.clauses import Clause
from agent.understanding.plans import keys_of
from agent.understanding.tokens import KPIS, Token
from agent.understanding.view import View
from tools.facts import Fact
from tools.figures.model import Relation


def candidates(view: View) -> Iterator[Candidate]:
    """References to what was shown, and parts of layers."""
    for made in (_part_of_layer, _part_leaves, _of_shown, _shown_ratio, _part_of_year, _rate_again):
        yield from made(view)


def _words(view: View, clauses: tuple[Clause, ...]) -> frozenset[int]:
    return frozenset(n for c in clauses for n in range(c.start, c.end) if not view.stream.spots[n].is_figure)


# -- a part of a layer -----------------------------------------------------------------------------------------------------------------------

_OF = re.compile(r"^\s*(?:of )?(?:the |our |its |their )?$")
_ZH_OF = re.compile(
    r"^(?:的|里|中|里面|里头|那边|那块)?(?:拿出?|划出?|抽出?|有|要|会|打算|计划|准备|留)?(?:其中)?(?:的)?$"
)
_HOW_MUCH = re.compile(
    r"\bhow much\b|\bwhat(?:'s| is|s)\b|\bwhat (?:that|it|this)\b|\bwhat does (?:that|it) (?:come to|make)\b|\bin money\b|\bwhat amount\b|\bcome to\b|多少|几多|[幾几]钱"
)
_LEAVES = re.compile(
    r"\bleaves?\b|\bleaving\b|\bleft\b|\bremain\w*\b|\bthe rest\b|\beverything else\b|剩|余|其余|其他|别的"
)
_NOT_A_PART = (
    "whatif",
    "up",
    "down",
    "spent",
    "aibudget",
    "share",
    "source",
    "claim",
    "max",
    "min",
    "per",
    "cur",
    "pace",
    "wrong",
)


def _part_of_layer(view: View) -> Iterator[Candidate]:
    """“A third of the tactical layer would go on ad delivery, how much is that?”: that part of the layer, and what it leaves where that is asked."""
    part = _the_part(view)
    if part is None:
        return
    clause = view.clause(view.place_of[part.value])
    layer = _layer_of(view, part, clause)
    asking = tuple(c for c in view.clauses if c.start >= clause.start and _HOW_MUCH.search(view.said(c)))
    if layer is None or not 0 < len(asking) < 3 or any(set(c.values("layer")) - {layer.value} for c in asking):
        return
    asks: list[Move] = [Ask(goal=Goal.AMOUNT, about=(layer.value,), weights=(part.value,))]
    leaving = [c for c in asking if _LEAVES.search(view.said(c))]
    if leaving:
        rest = Ask(goal=Goal.REST, about=(layer.value,), weights=(part.value,))
        asks = [rest] if len(asking) == 1 else [*asks, rest]
    inside = tuple(c for c in view.clauses if c is clause or any(c is a for a in asking))
    yield Candidate("shown.part", tuple(asks), 12.0, frozenset({part.value}), _words(view, inside), keys_of(view, inside), float(part.start))  # fmt: skip


def _the_part(view: View) -> Token | None:
    """The one share or fraction of a message that changes nothing."""
    parts = [t for t in view.stream.spots if t.kind in ("pct", "frac")]
    known = view.known or view.has("money")
    if (
        len(parts) != 1
        or not known
        or view.has(*_NOT_A_PART, *KPIS)
        or view.figure(parts[0].value).relation is not None
    ):
        return None
    return parts[0]


def _layer_of(view: View, part: Token, clause: Clause) -> Token | None:
    """The layer that a part is of: right behind it ("a third of tactical"), in Chinese right before."""
    for layer in clause.of("layer"):
        if layer.start >= part.end and _OF.match(view.stream.plain[part.end : layer.start]):
            return layer
        if layer.end <= part.start and _ZH_OF.match(view.stream.plain[layer.end : part.start]):
            return layer
    return None


def _part_leaves(view: View) -> Iterator[Candidate]:
    """“Which leaves how much of tactical for everything else?” behind a part of that layer."""
    last = [a for a in view.state.last_asks() if a.goal in (Goal.AMOUNT, Goal.REST) and a.weights and a.about]
    if not last or view.place_of or view.has(*KPIS, "spent", "whatif", "layers", "per", "cur"):
        return
    asking = tuple(c for c in view.clauses if _LEAVES.search(view.said(c)))
    named = {v for c in asking for v in c.values("layer")}
    if len(asking) != 1 or named - set(last[-1].about):
        return
    ask = replace(last[-1], goal=Goal.REST)
    yield Candidate("shown.part_leaves", (ask,), 12.0, takes=_words(view, asking), keys=keys_of(view, asking))


# -- a total by its first digits -----------------------------------------------------------------------------------------------------------------

_POINTED = re.compile(r"\b(?:the|that|this|those|your|our)\s*(?:[£$€¥]|[acs]\$)?$|[那这该]$|^$")


def _of_shown(view: View) -> Iterator[Candidate]:
    """“How much of the 216 is tactical?”, 那120里战术层多少: the part that a layer has of the AI total that was shown."""
    figures = [t for t in view.stream.spots if t.is_figure]
    layers = tuple(dict.fromkeys(t.value for t in view.of("layer")))
    if len(figures) != 1 or len(layers) != 1 or figures[0].kind not in ("num", "money") or view.ledger is None:
        return
    token, clause = figures[0], view.clause(view.place_of[figures[0].value])
    if view.has(
        *KPIS, "spent", "whatif", "setto", "wrong", "budget", "marketing", "up", "down", "rate", "inverse", "diff"
    ):
        return
    if not _POINTED.search(view.stream.plain[: token.start].rstrip()[-8:]) or not clause.of("layer"):
        return
    if not clause.of("howmuch", "ratio", "which", "what", "ne", "?") and "?" not in view.stream.text:
        return
    value = view.figure(token.value).low
    shown = _shown_like(view, value) if value else None
    if shown is None or shown.identity is None or not _is_total(view, shown):
        return
    ask = Ask(goal=Goal.AMOUNT, about=layers, per=next(iter(clause.values("per")), ""), echo=token.value)
    yield Candidate("shown.of", (ask,), 12.0, frozenset({token.value}), _words(view, (clause,)), keys_of(view, (clause,)), float(token.start))  # fmt: skip


def _shown_like(view: View, value: Decimal) -> Fact | None:
    """The amount shown lately whose first digits a figure has: 216 of 216,000."""
    assert view.ledger is not None
    for name in view.state.recent():
        fact = view.ledger.facts.get(name)
        if (
            fact is not None
            and fact.currency
            and fact.value >= value
            and (fact.value / value).normalize().as_tuple().digits == (1,)
        ):
            return fact
    return None


def _is_total(view: View, fact: Fact) -> bool:
    """Whether a fact is all of the AI money of the case at hand."""
    identity = fact.identity
    return (
        identity is not None
        and identity.subject in (AI, LAYERS, "")
        and identity.role.value in ("allocation", "total", "budget", "sum")
    )


# -- one shown figure against another -------------------------------------------------------------------------------------------------------------

_AS_SHARE = re.compile(
    r"\b(?:that|this|it|which)(?:'s| is)? (?:as |in )?(?:a |what )?(?:%|percent(?:age)?|share|proportion|fraction) of (?P<whole>.+)|\bwhat (?:%|percent(?:age)?|share|proportion|fraction) (?:of (?P<other>.+?) )?is (?:that|this|it)\b(?: of (?P<third>.+))?"
    r"|[这那](?:个|笔|些)?(?:数|钱|金额)?占(?P<zh>.+?)(?:的)?(?:多少|几成|百分之几|几个点|比例|几多)"
)


def _shown_ratio(view: View) -> Iterator[Candidate]:
    """“This as a % of the marketing budget?”: what was answered last as a share of a subject that is named."""
    found = next(((c, m) for c in view.clauses if (m := _AS_SHARE.search(view.said(c)))), None)
    if found is None or view.place_of or not view.known:
        return
    clause, match = found
    words = next((g for g in match.groups() if g), "")
    whole = _whole(view, clause, words)
    part = answered(view)
    if not whole or not part or part == whole:
        return
    yield Candidate("shown.ratio", (Ask(goal=Goal.RATIO, args=(part, whole)),), 10.0, takes=_words(view, (clause,)), keys=keys_of(view, (clause,)))  # fmt: skip


def _whole(view: View, clause: Clause, words: str) -> str:
    layers = clause.values("layer")
    if len(layers) == 1:
        return layers[0]
    if layers:
        return ""
    if clause.of("aibudget") or re.search(r"\bai\b|ai(?:预算|投入|总额|合计|的)", words):
        return AI
    if clause.of("marketing", "budget") or re.search(r"\b(?:budget|whole|everything)\b|总预算|全部|市场费", words):
        return MARKETING
    return ""


#: Goals whose answer is one figure: of a subject, or the last that they show.
_RECKONED = frozenset({Goal.SUM, Goal.DIFF, Goal.REST})


def answered(view: View) -> str:
    """What was answered last as an operand: a subject, or the figure that was shown last; empty where it was no single figure."""
    asks, shown = view.state.last_asks(), view.state.shown
    if len(asks) != 1 or not shown:
        return ""
    ask = asks[0]
    if (
        ask.goal is Goal.AMOUNT
        and len(ask.about) == 1
        and not ask.per
        and not ask.cur
        and not ask.weights
        and len(ask.over) < 2
    ):
        return ask.about[0]
    last = shown[-1]
    if (
        (ask.goal in _RECKONED or (ask.goal is Goal.AMOUNT and ask.weights))
        and ask.goal.value in last.goals
        and last.facts
    ):
        return last.facts[-1]
    return ""


# -- a part of the year ----------------------------------------------------------------------------------------------------------------------------

_PART_MONEY = re.compile(
    r"'s (?:money|share|slice|part|amount|portion|chunk|lot)\b|\bhow much of (?:it|that|q\d|the \w+ quarter)\b|那笔|那份|那部分|的?钱|里(?:面|头)?|当中|其中"
)


def _part_of_year(view: View) -> Iterator[Candidate]:
    """“The second quarter's money: how much of it is tactical, at 10:5:3?”: that part of the phasing before, of one layer."""
    last = next((a for a in reversed(view.state.last_asks()) if a.goal is Goal.PHASING and a.weights and a.by), None)
    days, layers = view.of("day"), tuple(dict.fromkeys(t.value for t in view.of("layer")))
    figures = [t for t in view.stream.spots if t.is_figure]
    if last is None or len(days) != 1 or len(layers) != 1 or set(last.about) - {AI, LAYERS} or view.has(*KPIS, "spent"):
        return
    key = view.stream.days[days[0].value].key
    if {"quarter": "Q", "month": "M", "half-year": "H"}.get(last.by) != key[:1] or not _PART_MONEY.search(
        view.stream.plain
    ):
        return
    if figures and not _proportion(view, figures):
        return
    ask = replace(last, about=layers, args=(days[0].value,), echo=" ".join(t.value for t in figures))
    asking = tuple(c for c in view.clauses)
    yield Candidate("shown.part_of_year", (ask,), 13.0, frozenset(t.value for t in figures), _words(view, asking), view.ask_keys)  # fmt: skip


def _proportion(view: View, figures: list[Token]) -> bool:
    """Whether figures are the source's own proportion of the layers: 10:5:3."""
    values = [view.figure(t.value).low for t in figures]
    shares = [layer.share.value for layer in view.framework.layers if layer.share is not None]
    if len(values) != len(shares) or any(v is None for v in values):
        return False
    return len({v / s for v, s in zip(values, shares, strict=True) if v is not None}) == 1


# -- a rate that was mistaken ------------------------------------------------------------------------------------------------------------------------

_RATE_WRONG = re.compile(
    r"\b(?:sorry|no|nope|actually|wrong|correction|oops|says?|said|make it|make that|should be|it's|its|at|use|not)\b|不对|错|不是|应该|改|说是?|按|更正|其实|抱歉|唔系|用"
)


def _rate_again(view: View) -> Iterator[Candidate]:
    """“Sorry no, treasury says 0.72” behind a conversion: the rate again, and what was converted."""
    last = [a for a in view.state.last_asks() if a.cur]
    figures = [t for t in view.stream.spots if t.is_figure]
    pair = next(reversed(view.state.rates), "")
    if (
        not last
        or not pair
        or len(figures) != 1
        or figures[0].kind not in ("num", "mult", "money")
        or view.ledger is None
    ):
        return
    token = figures[0]
    new, old = view.figure(token.value).low, view.amount_of(view.state.rates[pair])
    if not new or not old or not Decimal("0.5") < new / old < 2 or view.figure(token.value).relation is Relation.WEIGHT:
        return
    if len(view.stream.spots) > 14 or not _RATE_WRONG.search(view.stream.plain):
        return
    if view.has("layer", "layers", "budget", "marketing", "spent", "ai", "aibudget", *KPIS):
        return
    base, quote = pair.split("/")
    moves: tuple[Move, ...] = (
        Tell(fig=token.value, as_=As.RATE, base=base, quote=quote),
        Ask(goal=Goal.SAME, cur=last[-1].cur),
    )
    yield Candidate("shown.rate_again", moves, 13.0, frozenset({token.value}), _words(view, view.clauses), view.ask_keys, float(token.start))  # fmt: skip
