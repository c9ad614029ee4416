"""Rules of sense for the roles of figures: what a role needs to be possible, and what speaks for or against it around."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal

from agent.dialogue.names import AI
from agent.understanding.clauses import Clause
from agent.understanding.rules import Hit
from agent.understanding.tokens import KPIS, Token
from agent.understanding.view import View
from agent.understanding.years import year_begins
from tools.figures.model import Relation

Sense = Callable[[View, Hit, Token, Clause], bool]
Leaning = Callable[[View, Clause, int], float]


def sensible(view: View, hit: Hit, token: Token, place: int) -> bool:
    """Whether a figure can have the role that a rule gives it."""
    if token.value in view.repeated:
        return False
    check = _SENSE.get(hit.rule.name) or _SENSE.get(hit.rule.role)
    return check is None or check(view, hit, token, view.clause(place))


def leaning(view: View, hit: Hit, place: int) -> float:
    """What the clause and the talk add to a role's score."""
    lean = _LEANINGS.get(hit.rule.role)
    return lean(view, view.clause(place), place) if lean is not None else 0.0


def _value(view: View, token: Token) -> Decimal:
    figure = view.figure(token.value)
    return (figure.low if figure.low is not None else figure.high) or Decimal(0)


# -- what is possible ------------------------------------------------------------------------------------------------------------------


def _rate(view: View, hit: Hit, token: Token, clause: Clause) -> bool:
    """A rate is small, and a second currency is named or waited for."""
    named = any(c.of("cur") for c in view.clauses) or bool(view.figure(token.value).per) or bool(clause.of("rate"))
    return 0 < _value(view, token) < 1000 and (named or "rate" in view.lacks)


def _quoted_rate(view: View, hit: Hit, token: Token, clause: Clause) -> bool:
    figure = view.figure(token.value)
    return bool(figure.per and figure.unit.code)


_OF_A_LAYER = re.compile(r" of (?:the |our |its |that )?\w|的")


def _change(view: View, hit: Hit, token: Token, clause: Clause) -> bool:
    """Something must be there that can change, and no KPI be spoken of."""
    if hit.rule.name == "suppose.to_part" and clause.of("ai", "aibudget", "share", "layer"):
        return False
    if clause.of("spent") and not clause.of("whatif", "budget", "marketing", "setto"):
        return False  # "and $3k more is committed": money that is gone
    place = view.place_of[token.value]
    behind = view.stream.spots[place + 1 : place + 2]
    ahead = [t.kind for t in view.stream.spots[max(place - 3, clause.start) : place]]
    if token.kind == "money" and "layer" in ahead and not clause.of("budget", "marketing", "howmuch"):
        return False  # 战术多拿10万: the layer changes, not the budget
    if token.kind == "pct" and behind and behind[0].kind == "layer":
        return False  # "make it 40% tactical": a weight
    if (
        _OF_A_LAYER.match(view.stream.plain, token.end)
        and behind
        and "layer" in [t.kind for t in view.stream.spots[place + 1 : place + 3]]
    ):
        return False  # "a third of the tactical layer": a part of it
    if view.figure(token.value).relation in (Relation.BEFORE, Relation.AFTER):
        return False
    here = any(c.of("money") and c.start < clause.start for c in view.clauses) or any(
        t.start < token.start for t in clause.of("money")
    )
    told = view.known or bool(view.state.counts) or here
    return told and not clause.of(*KPIS, "use")


def _instead(view: View, hit: Hit, token: Token, clause: Clause) -> bool:
    """Nothing was told yet, and the amount is the one that no longer holds: "$3m instead of $2m"."""
    text = view.stream.plain[view.stream.spots[hit.start].start : view.stream.spots[hit.start].end]
    return not view.known and text in ("instead of", "rather", "rather than")


def _times(view: View, hit: Hit, token: Token, clause: Clause) -> bool:
    """A fraction beside a verb that nobody knows may be what is taken, or what stays: "they freeze a quarter of it"."""
    unknown = [t for t in clause.of("word") if t.end - t.start > 3 and t.start < token.start]
    return _change(view, hit, token, clause) and not (token.kind == "frac" and unknown and view.known)


def _hire(view: View, hit: Hit, token: Token, clause: Clause) -> bool:
    return _changeable(view)


def _changeable(view: View) -> bool:
    return view.known or view.has("money") or bool(view.state.counts)


#: "The budget is -300": told, not taken off the one before.
_SAID_TO_BE = re.compile(r"预算[是为]|budget(?: is|:)", re.IGNORECASE)


#: Words of a share of the budget that goes to AI.
_OF_A_SHARE = ("ai", "aibudget", "share", "ratio", "marketing", "range", "verdict")


def moves_by(view: View, token: Token, clause: Clause) -> bool:
    """Whether a percentage stands right beside a word of rising or falling: then it is a change and never the share of AI."""
    place = view.place_of[token.value]
    beside = [
        view.stream.spots[n] for n in range(max(place - 2, clause.start), min(place + 2, clause.end)) if n != place
    ]
    return any(t.kind in _MOVING for t in beside) and not clause.of(*_OF_A_SHARE)


_MOVING = frozenset({"up", "down", "add", "sub", "diff"})


def of_ai(view: View, place: int) -> bool:
    """Whether an amount is told of AI: the word stands before it in its clause, no word for marketing between, and nothing is asked there."""
    clause = view.clause(place)
    before = view.stream.spots[place - 1] if place > clause.start else None
    if before is not None and before.kind == "plan" and view.stream.plain.startswith("ai", before.start):
        return True  # AI预算计划450万
    ahead = [t.kind for t in view.stream.spots[clause.start : place]]
    if "ai" not in ahead or clause.of(*_ASKING_OF_AI):
        return False
    rest = ahead[ahead.index("ai") + 1 :]
    return "marketing" not in rest or rest[0] == "marketing"


_ASKING_OF_AI = (
    "howmuch",
    "which",
    "how",
    "what",
    "range",
    "max",
    "min",
    "ratio",
    "layers",
    "split",
    "inverse",
    "spent",
    "spends",
    *KPIS,
)


_MONTHS = re.compile(
    r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})(?:月份?)?(?:到|至|-|–|~|～)(?:\d{1,2}|[一二三四五六七八九十]{1,3})月|\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]* ?(?:to|through|-|–|until) ?(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\b"
)


def of_months(view: View, place: int) -> bool:
    """Whether an amount is told for a stretch of months, which is no year: whose budget it would be is asked."""
    clause = view.clause(place)
    first, last = clause.tokens[0].start, clause.tokens[-1].end
    return _MONTHS.search(view.stream.plain, first, last) is not None and not _ends_of_a_year(view, clause)


def _ends_of_a_year(view: View, clause: Clause) -> bool:
    """Whether the months of a clause are where the company's year begins and ends."""
    found = year_begins(view)
    return found is not None and view.clauses[found[0]] is clause


def _budget(view: View, hit: Hit, token: Token, clause: Clause) -> bool:
    """Nobody's budget is below a hundred: that is a rate, a price or a slip. None at all, or less, is told as one, and set right."""
    value = _value(view, token)
    of_layer = for_layer(view, token) or _limits_layer(view, token, clause) or of_a_layer(view, token, clause)
    if _spent_by_month(view, clause) or (hit.rule.slots.get("of") == AI and _called_marketing(view, token)):
        return False
    owed = value < 0 and (not view.known or _SAID_TO_BE.search(view.said(clause)) is not None)
    return (value >= 100 or value == 0 or owed) and not clause.of("claim") and not of_layer


def _called_marketing(view: View, token: Token) -> bool:
    """Whether an amount is called the marketing budget right before it: "more than the AI money if our marketing budget is 75,000"."""
    ahead = view.stream.spots[: view.place_of[token.value]]
    named = next((n for n in range(len(ahead) - 1, -1, -1) if ahead[n].kind in ("marketing", "ai", "aibudget")), None)
    return named is not None and ahead[named].kind == "marketing" and all(t.kind in _IS for t in ahead[named + 1 :])


_IS = ("budget", "is", "sum", "per", "total", "setto")


def _spent_by_month(view: View, clause: Clause) -> bool:
    """Whether an amount with a month beside it goes on from spending: "and 31,250 in December"."""
    current = view.state.current
    months = [
        t for t in clause.of("day") if view.stream.days[t.value].key[:1] == "M" or "-" in view.stream.days[t.value].key
    ]
    return (
        current is not None
        and bool(current.spends)
        and bool(months)
        and not clause.of("marketing", "whatif", "setto", "ai", "aibudget")
    )


def of_a_layer(view: View, token: Token, clause: Clause) -> bool:
    """Whether an amount is what a layer was given: "战术层预算100万" is no budget of marketing."""
    before = [t.kind for t in clause.tokens if t.start < token.start]
    while before and before[-1] in (
        "is",
        "per",
        "time",
        "sum",
        "each",
        "now",
        "at",
        "word",
        "notmine",
        "toget",
        "whatif",
    ):
        before.pop()
    if before[-2:] == ["layer", "budget"]:
        return view.has("spent", "left", "over", "unspent")
    return before[-1:] == ["layer"] and not clause.of(
        "budget", "marketing", "ai", "aibudget", "howmuch", "give", "what"
    )


_FOR_LAYER = re.compile(r"\s*(?:for|to|in|into|on|towards)\s+(?:the\s+|our\s+)?")


def for_layer(view: View, token: Token) -> bool:
    """Whether an amount is said to be for a layer: "70k for capability"."""
    place = view.place_of[token.value]
    after = view.stream.spots[place + 1 : place + 2]
    behind = (
        bool(after) and after[0].kind == "layer" and _FOR_LAYER.fullmatch(view.stream.plain[token.end : after[0].start])
    )
    ahead = view.stream.spots[max(place - 2, 0) : place]
    if [t.kind for t in ahead] == ["layer", "toget"] and not view.clause(place).of("howmuch", "which", "what"):
        return True  # "tactical gets 120k"
    wanted = bool(after) and after[0].kind == "layer" and bool(view.clause(place).of("toget"))
    return bool(behind) or wanted


def _limits_layer(view: View, token: Token, clause: Clause) -> bool:
    """Whether an amount is the cap or floor of a layer that stands before it: "strategic is capped at £40k"."""
    spots, place = view.stream.spots, view.place_of[token.value]
    before: list[str] = []
    for n in range(place - 1, clause.start - 1, -1):
        if spots[n].is_figure:
            break
        before.append(spots[n].kind)
    return (
        "layer" in before and bool({"max", "min", "keep"} & set(before)) and not {"budget", "marketing"} & set(before)
    )


def _weight(view: View, hit: Hit, token: Token, clause: Clause) -> bool:
    """Own weights are announced, or come for every layer (or all but one, and "the rest")."""
    sentence = view.sentence(clause)
    if any(c.of("claim", "source", "order", "verdict") for c in sentence):
        return False
    pairs = {v for c in sentence for v in c.values("layer") if c.of("pct", "num", "frac")}
    missing = len(view.layers) - len(pairs)
    announced = any(c.of("own") for c in view.clauses)
    return announced or missing <= 0 or (missing == 1 and any(c.of("rest") for c in view.clauses))


#: A budget that is supposed without a word for it is no smaller than this part of the one at hand.
_SMALLEST = Decimal("0.1")


def far_too_small(view: View, token: Token, clause: Clause) -> bool:
    """Whether an amount is so far below the budget at hand that it is a price or a part: "and if we got them down to 42k?"."""
    current = view.state.current
    before = view.amount_of(current.budget) if current is not None and current.budget else None
    if before is None or clause.of("budget", "marketing", "ai", "aibudget") or view.figure(token.value).unit.per:
        return False
    return abs(_value(view, token)) < before * _SMALLEST


_PART_OF_IT = re.compile(r" (?:out )?(?:of|from) (?:that|it|this|those|the (?:budget|total|pot))\b|不动|不能动|先扣")


def _set(view: View, hit: Hit, token: Token, clause: Clause) -> bool:
    """A supposed amount is money, and no part of the budget at hand; where only KPIs were spoken of, it needs a word for money."""
    if view.known and _PART_OF_IT.match(view.stream.plain, token.end):
        return False  # "if I kept 3,600 of that back"
    if of_a_layer(view, token, clause) or far_too_small(view, token, clause):
        return False  # "suppose tactical is fixed at £180,000"
    if token.kind != "money" or for_layer(view, token) or (clause.of("wrong") and clause.of("spent", "spends")):
        return False
    return view.known or bool(clause.of("budget", "marketing", "ai", "aibudget")) or not view.state.kpis


def _claim_asked(view: View, hit: Hit, token: Token, clause: Clause) -> bool:
    """Whether a layer has a share is asked of the source: with one share, and where nobody splits in their own way."""
    alone = sum(t.kind in ("pct", "frac") for c in view.sentence(clause) for t in c.tokens) == 1
    own = view.has("own", "whatif") or (view.state.current is not None and bool(view.state.current.weights))
    asked = clause.asked or any(not view.stream.text[t.start].isascii() for t in clause.of("is"))
    return alone and asked and not own


#: "No, 12k of that is a licence": a part of what was told, and no other value of it.
_PART_OF = re.compile(r" ?(?:of|out of) (?:that|it|this|which|those|them)\b")

#: 是多了还是少了, 够还是不够: a choice between two, no way back.
_ALTERNATIVES = re.compile(
    r"[多少高低大小贵够是涨省先要][^，。？！]{0,6}还是[^，。？！]{0,2}(?:多|少|高|低|大|小|贵|便宜|不|跌|先|后)"
)

_SENSE: Mapping[str, Sense] = {
    "spent": lambda view, hit, token, clause: bool(clause.of("spent")) or not clause.of("whatif", "max", "min", "keep"),
    "rate": _rate,
    "rate.figure": _quoted_rate,
    "verdict.spend": lambda view, hit, token, clause: clause.asked or bool(clause.of("is")),
    "share_of": lambda view, hit, token, clause: bool(clause.of("howmuch")),
    "pair": lambda view, hit, token, clause: _value(view, token) < 1000,
    "change": _change,
    "hire": _hire,
    "budget": _budget,
    "weight": _weight,
    "set": _set,
    "limit": lambda view, hit, token, clause: not clause.of("who"),
    "correct": lambda view, hit, token, clause: (
        bool(view.state.figures) and not _PART_OF.match(view.stream.plain, token.end)
    ),
    "verdict.asked": lambda view, hit, token, clause: (
        (clause.asked or "whether" in view.text(clause)) and not clause.of("layer", "money", *KPIS)
    ),
    "claim.asked": _claim_asked,
    "context.instead": _instead,
    "suppose.times": _times,
    "back": lambda view, hit, token, clause: bool(view.state.figures) and not _ALTERNATIVES.search(view.said(clause)),
}


# -- what is likely --------------------------------------------------------------------------------------------------------------------


def _lean_budget(view: View, clause: Clause, place: int) -> float:
    added = 0.0
    if clause.of("other", "turnover") and not clause.of("marketing", "ai"):
        added -= 2.5
    if clause.of("spent"):
        added -= 1.0
    if view.known and clause.of("left", "rest", "over"):
        added -= 2.0
    if "budget" in view.lacks:
        added += 0.5
    named = bool(view.scenario(place))
    if view.known and clause.of("whatif", "ne") and not named:
        added -= 0.6
    return added + (0.3 if named or len(clause.of("money")) == 1 else 0.0)


def _lean_set(view: View, clause: Clause, place: int) -> float:
    added = 0.4 if view.known else -0.4
    by = clause.of("add", "sub", "diff", "up", "down") and not clause.of("setto")
    return added - (1.2 if by else 0.0)


_LEANINGS: Mapping[str, Leaning] = {
    "budget": _lean_budget,
    "set": _lean_set,
    "context": lambda view, clause, place: -1.8 if clause.of("setto", "whatif") else 0.0,
    "rate": lambda view, clause, place: 1.0 if "rate" in view.lacks else 0.0,
    "weight": lambda view, clause, place: 1.5 if any(c.of("own") for c in view.clauses) else 0.6,
    "share": lambda view, clause, place: -0.8 if clause.of("layer") else 0.0,
    "change": lambda view, clause, place: -0.6 if clause.of("spent") else 0.0,
}
