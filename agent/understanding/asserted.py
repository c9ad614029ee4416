"""Shares that are told in some way and judged, and what is put into the source's mouth with an amount beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from agent.dialogue.moves import As, Ask, Claim, Goal, Move, Op, Suppose, Tell
from agent.dialogue.names import AI, LAYERS, MARKETING
from agent.understanding.candidates import Candidate
from agent.understanding.tokens import KPIS, Token
from agent.understanding.view import View


def candidates(view: View) -> Iterator[Candidate]:
    """What is asserted of shares."""
    yield from _judged(view)
    yield from _between(view)
    yield from _told_apart(view)
    yield from _claimed_amount(view)
    yield from _claimed_by_size(view)
    yield from _base(view)
    yield from _alone(view)


def _shares(view: View) -> list[Token]:
    return [t for t in view.stream.spots if t.kind in ("pct", "frac")]


def _all(view: View) -> frozenset[int]:
    return frozenset(n for n, t in enumerate(view.stream.spots) if not t.is_figure)


# -- shares that are judged --------------------------------------------------------------------------------------------------------------------

_JUDGED = re.compile(
    r"(?:低于|高于|超出|超过|不足|少于|达不到|符合|落在|在)[^,，。？?]{0,8}(?:区间|范围|上限|下限|建议)"
    r"|\b(?:above|below|under|over|within|inside|outside|beyond)\b[^.?!]{0,24}\b(?:range|recommend\w*|limit|band)\b"
)


def _judged(view: View) -> Iterator[Candidate]:
    """“Put 25% of our $310,000 marketing budget into AI: too much?”: a share of the budget beside it, for AI, and a word that judges."""
    shares = _shares(view)
    judging = [c for c in view.clauses if c.of("verdict") or (c.of("range", "over") and _JUDGED.search(view.said(c)))]
    if (
        len(shares) != 1
        or not judging
        or not view.has("ai", "aibudget")
        or not view.has("money", "marketing", "budget")
    ):
        return
    if view.has("layer", "claim", "source", "spent", "turnover", "whatif", *KPIS):
        return
    if sum(t.kind == "money" for t in view.stream.spots) > 1 or not (view.known or view.has("money")):
        return
    share = shares[0]
    keys = frozenset(f"ask{view.clauses.index(c)}" for c in (*judging, view.clause(view.place_of[share.value])))
    ask = Ask(goal=Goal.VERDICT, about=(share.value,))
    yield Candidate("share.judged", (ask,), 6.2, frozenset({share.value}), keys=keys, place=float(share.start))


def _told_apart(view: View) -> Iterator[Candidate]:
    """“The CMO wants 18% for AI, finance 6%. What are the amounts?”: several shares of one budget, each by its amount."""
    shares = [t for t in view.stream.spots if t.kind == "pct"]
    amounts = [t for t in view.stream.spots if t.kind == "money"]
    if len(shares) != 2 or len(amounts) > 1 or not (view.known or amounts) or not view.has("ai", "aibudget"):
        return
    if (
        view.has("layer", "layers", "claim", "source", "own", "turnover", "spent", "whatif", "phase", *KPIS)
        or view.names
    ):
        return
    if not view.has("each", "howmuch", "give", "split", "pair") or view.has("compare", "diff", "max", "min", "ratio"):
        return
    figs = tuple(t.value for t in shares)
    last = max(view.number(view.place_of[f]) for f in figs)
    keys = frozenset(f"ask{n}" for n in range(len(view.clauses)) if n >= last or view.clauses[n].of(*("pct",)))
    asking = frozenset(f"ask{n}" for n, c in enumerate(view.clauses) if c.of("each", "howmuch", "give", "split"))
    ask = Ask(goal=Goal.VERDICT, about=figs)
    yield Candidate("share.apart", (ask,), 11.0, frozenset(figs), keys=keys | asking, place=float(shares[0].start))


_MIDDLE = re.compile(r"折中|中间|居中|取中|middle|midpoint|compromise|halfway|between the two")


def _between(view: View) -> Iterator[Candidate]:
    """“若折中按12%执行，三层各为多少”: the share that was settled on, split."""
    shares = _shares(view)
    if len(shares) != 1 or not view.known or not _MIDDLE.search(view.stream.plain) or view.has("money", "claim", *KPIS):
        return
    share = shares[0]
    layers = tuple(dict.fromkeys(t.value for t in view.of("layer")))
    ask = Ask(goal=Goal.AMOUNT, about=layers) if layers else Ask(goal=Goal.SPLIT)
    moves: tuple[Move, ...] = (Suppose(fig=share.value, op=Op.SHARE, of=AI), ask)
    yield Candidate(
        "share.between", moves, 9.0, frozenset({share.value}), _all(view), view.ask_keys, float(share.start)
    )


# -- claims with figures -----------------------------------------------------------------------------------------------------------------------

_SAYS = re.compile(
    r"\b(?:article|source|framework|paper|text|report|document)\b[^.?!,]{0,6}\b(?:says|gives|states|has|puts|sets|claims|recommends)\b"
)


def _says(view: View) -> bool:
    """Whether something is put into the source's mouth."""
    return view.has("claim") or _SAYS.search(view.stream.plain) is not None


def _claimed_amount(view: View) -> Iterator[Candidate]:
    """“文章说战术层是三成，100万就是30万，对不对”: a share of the source's by somebody's word, and what it would come to."""
    shares, amounts = _shares(view), [t for t in view.stream.spots if t.kind == "money"]
    layers = list(dict.fromkeys(t.value for t in view.of("layer")))
    if not _says(view) or len(shares) != 1 or len(amounts) != 2 or len(layers) != 1 or view.has("spent", "own"):
        return
    share = view.figure(shares[0].value)
    part = share.low if shares[0].kind == "pct" else None
    if part is None and share.fraction is not None:
        part = Decimal(share.fraction.numerator * 100) / Decimal(share.fraction.denominator)
    whole, other = (view.figure(t.value).low or Decimal(0) for t in amounts)
    if part is None or whole * part != other * 100:
        return
    moves: tuple[Move, ...] = (
        Claim(fig=shares[0].value, of=layers[0]),
        Tell(fig=amounts[0].value, as_=As.BUDGET, of=MARKETING),
        Ask(goal=Goal.AMOUNT, about=(layers[0],), echo=amounts[1].value),
    )
    figs = frozenset({shares[0].value, *(t.value for t in amounts)})
    yield Candidate("claim.amount", moves, 18.0, figs, _all(view), view.ask_keys, float(shares[0].start))


_BY_SIZE = re.compile(
    r"以上|以下|超过|不足|大于|小于|规模|级别|\b(?:above|over|below|under|more than|less than|larger than|smaller than|at least|exceeding|upwards of)\b"
)
_OF_FIRMS = re.compile(
    r"企业|公司|品牌|客户|商家|单位|\b(?:companies|firms|businesses|brands|anyone|organi[sz]ations|marketers|enterprises)\b"
)
_HEARSAY = re.compile(
    r"据说|据了解|据我了解|据悉|听说|规定|要求|文章|原文|\b(?:article|source|framework|told|heard|read|requires?|says|rule)\b"
)


def _claimed_by_size(view: View) -> Iterator[Candidate]:
    """“文章规定500万元以上的企业应投入15%，请确认”: a share by size, which the source does not have. Its range is told instead."""
    shares, amounts = _shares(view), [t for t in view.stream.spots if t.kind == "money"]
    text = view.stream.plain
    if len(shares) != 1 or len(amounts) != 1 or view.has("layer", "spent", "own", *KPIS):
        return
    if not (_BY_SIZE.search(text) and _OF_FIRMS.search(text) and _HEARSAY.search(text)) or view.has("ours"):
        return
    moves: tuple[Move, ...] = (
        Claim(fig=shares[0].value, of=AI),
        Tell(fig=amounts[0].value, as_=As.CONTEXT, label="other"),
        Ask(goal=Goal.GAP, about=("gap.size_table",), topic=view.stream.text.strip()),
        Ask(goal=Goal.RANGE, about=(AI,)),
    )
    figs = frozenset({shares[0].value, amounts[0].value})
    yield Candidate("claim.by_size", moves, 16.0, figs, _all(view), view.ask_keys, float(shares[0].start))


# -- the base of the shares ----------------------------------------------------------------------------------------------------------------------

_OF_WHAT = re.compile(
    r"基数|(?:以|按|拿|用)(?:什么|啥|哪个)(?:为|作|当|做)(?:基|底|分母)|分母|是(?:占|按)(?:什么|啥|谁|哪)|占的?是(?:什么|啥|哪)"
    r"|\bof what\b|\bwhat base\b|\bbase of\b|\bbased on what\b|\bpercent(?:age)?s? of\s*\?*$|\bwhat (?:are|is) (?:they|it|that|those) (?:a )?(?:percent\w*|shares?|%) of\b"
)


def _base(view: View) -> Iterator[Candidate]:
    """“10%、5%、3%的计算基数是什么”: what the source's shares are shares of, where every figure is one of them."""
    own = {layer.share.value for layer in view.framework.layers if layer.share}
    figures = [t for t in view.stream.spots if t.is_figure]
    if not _OF_WHAT.search(view.stream.plain.strip()) or view.has("money", "spent", "rate", *KPIS):
        return
    if not figures and not view.has("layer", "layers"):
        return
    if any(view.figure(t.value).low not in own or t.kind not in ("pct", "num") for t in figures):
        return
    layers = tuple(dict.fromkeys(t.value for t in view.of("layer")))
    ask = Ask(goal=Goal.SHARE, about=layers or (LAYERS,), of="base", echo=",".join(t.value for t in figures))
    yield Candidate(
        "share.base",
        (ask,),
        5.0 * (len(figures) + 1),
        frozenset(t.value for t in figures),
        _all(view),
        view.ask_keys,
        0.0,
    )


_ALONE = re.compile(r"\b(?:only|alone|by itself|by themselves|on its own|exclusively)\b|单独|单单|只算|仅|光是")


def _alone(view: View) -> Iterator[Candidate]:
    """“What % does the article give to AIGC only?”: a project alone has no share, and its layer's is told with that."""
    projects = list(dict.fromkeys(t.value for t in view.of("project")))
    asked = view.has("share", "ratio", "howmuch") and ("%" in view.stream.plain or view.has("share", "ratio", "split"))
    if not projects or not _ALONE.search(view.stream.plain) or not asked or view.place_of or view.has("layer", "spent"):
        return
    ask = Ask(goal=Goal.SHARE, about=(projects[0],))
    yield Candidate("share.alone", (ask,), 6.5, takes=_all(view), keys=view.ask_keys, place=0.0)
